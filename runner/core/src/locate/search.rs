//! Searches parts of files for names, words, values and addresses. It reads tokens, not grammar.

use std::ops::Range;

use super::FilePart;
use crate::span::Span;
use crate::sql::name::Name;
use crate::sql::word::split_words;

/// A mention of a name in a text, and the byte at which it starts, without its quote.
struct Mention {
    text: Name,
    start: usize,
}

/// Finds a text in the last of the parts that have it.
pub(super) fn find_text(parts: &[&FilePart], text: &str) -> Option<Span> {
    parts.iter().rev().find_map(|part| {
        let start = part.text().find(text)?;
        Some(part.span(start..start + text.len()))
    })
}

/// Finds words in the last part that has them on a line that is no comment.
pub(super) fn find_words(parts: &[&FilePart], words: &str) -> Option<Span> {
    parts.iter().rev().find_map(|part| {
        lines(part.text()).filter(|(_, line)| !is_comment(line)).find_map(|(start, line)| {
            let start = start + line.find(words)?;
            Some(part.span(start..start + words.len()))
        })
    })
}

/// Finds the spot that a message names by itself, as in `(at play.rs:9:19)`.
pub(super) fn find_address(parts: &[&FilePart], message: &str) -> Option<Span> {
    parts.iter().find_map(|part| {
        let (_, rest) = message.rsplit_once(&format!("{}:", part.file.name))?;
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
        let (line, column) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let start = part.file.offset_of(line, column)?;
        let rest = &part.file.text[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        Some(Span::new(&part.file, start..start + end))
    })
}

/// Finds the first of `values` on the line that holds most of them, and at least `least`: where a row is written.
pub(super) fn find_values(parts: &[&FilePart], values: &[String], least: usize) -> Option<Span> {
    let mut best: Option<(usize, Span)> = None;
    for part in parts {
        for (start, line) in lines(part.text()) {
            let found: Vec<Range<usize>> =
                values.iter().filter_map(|value| range_of(line, value)).collect();
            let most = best.as_ref().map_or(0, |(most, _)| *most);
            if found.len() >= least.max(1) && found.len() > most {
                let first = start + found[0].start..start + found[0].end;
                best = Some((found.len(), part.span(first)));
            }
        }
    }
    best.map(|(_, span)| span)
}

fn range_of(line: &str, value: &str) -> Option<Range<usize>> {
    line.find(value).map(|start| start..start + value.len())
}

/// Finds the last mention of a name in a part, after the first mention of `scope` when there is one.
pub(super) fn find_mention(part: &FilePart, scope: Option<&str>, name: &str) -> Option<Span> {
    let names = names(part.text());
    let range = scope.map_or(Some(0..names.len()), |scope| range_about(part, &names, scope))?;
    let found = names[range].iter().rev().find(|found| found.is(name))?;
    Some(part.span(found.start..found.start + found.text.len()))
}

/// Finds the name of a table in the attribute of its model.
pub(super) fn find_model(part: &FilePart, table: &str) -> Option<Span> {
    let names = names(part.text());
    let found = &names[start_of_model(part, &names, table)? + 1];
    Some(part.span(found.start..found.start + found.text.len()))
}

/// The names that may be about a table: those of its model, or else all after its first mention.
fn range_about(part: &FilePart, names: &[Mention], table: &str) -> Option<Range<usize>> {
    let is_model = |index: &usize| names[*index].is("table_name");
    if let Some(start) = start_of_model(part, names, table) {
        let end = (start + 1..names.len()).find(is_model);
        return Some(start..end.unwrap_or(names.len()));
    }
    let first = names.iter().position(|name| name.is(table))?;
    Some(first..names.len())
}

/// The name `table_name` before the table's own, in the attribute of its model.
fn start_of_model(part: &FilePart, names: &[Mention], table: &str) -> Option<usize> {
    let is_start = |index: &usize| {
        names[*index].is("table_name") && names.get(index + 1).is_some_and(|name| name.is(table))
    };
    (0..names.len()).find(is_start).filter(|_| part.is_rust())
}

impl Mention {
    fn is(&self, other: &str) -> bool {
        self.text == *other
    }
}

/// Every name in the text. Names in Rust strings (`table_name = "cookie"`) are quoted tokens for SQL's rules too, so one
/// reading serves both languages; a line that is a comment of either is left out.
fn names(text: &str) -> Vec<Mention> {
    lines(text)
        .filter(|(_, line)| !is_comment(line))
        .flat_map(|(start, line)| names_of_line(start, line))
        .collect()
}

fn names_of_line(start: usize, line: &str) -> Vec<Mention> {
    // The brackets of a Rust attribute would quote a name in SQL.
    let is_attribute = line.trim_start().starts_with('#');
    let line = if is_attribute { line.replace(['[', ']'], " ") } else { line.to_owned() };
    split_words(&line)
        .iter()
        .filter(|word| word.may_name())
        .map(|word| Mention { text: word.name().into(), start: start + word.start_of_name() })
        .collect()
}

/// The lines of a text, each with the byte at which it starts.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |next, line| {
        let start = *next;
        *next += line.len();
        Some((start, line))
    })
}

fn is_comment(line: &str) -> bool {
    ["--", "//"].iter().any(|mark| line.trim_start().starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::super::tests::part;
    use super::*;

    #[track_caller]
    fn check(found: Option<Span>, expected: Option<(usize, usize, usize)>) {
        let place = found.as_ref().and_then(Span::place);
        assert_eq!(place.map(|place| (place.line, place.column, place.width)), expected);
    }

    #[test]
    fn a_row_is_found_by_its_values() {
        let text = "INSERT INTO t VALUES ('oat', 12);\n  INSERT INTO t VALUES ('lemon', 12);\n";
        let part = part("a.sql", text);
        let values = ["lemon", "12"].map(str::to_owned);
        check(find_values(&[&part], &values, 1), Some((2, 26, 5)));
        check(find_values(&[&part], &["ginger".to_owned()], 1), None);
    }

    #[test]
    fn words_are_found_outside_of_comments() {
        let part = part("a.rs", "// A u64.\nprice: u64,");
        check(find_words(&[&part], "u64"), Some((2, 8, 3)));
    }

    #[test]
    fn a_message_can_name_the_spot() {
        let part = part("a.rs", "first\nlet user = found.unwrap();\n");
        check(find_address(&[&part], "nothing there (at a.rs:2:18)"), Some((2, 18, 6)));
        check(find_address(&[&part], "nothing there (at b.rs:2:18)"), None);
        check(find_address(&[&part], "nothing there (at a.rs:9:1)"), None);
    }

    #[test]
    fn a_column_is_looked_for_in_the_model_of_its_table() {
        let text = "#[sea_orm(table_name = \"payment\")]\npub struct Model {\n    pub user_id: i32,\n}\n\
                    #[sea_orm(table_name = \"comment\")]\npub struct Model {\n    pub user_id: i32,\n}\n";
        let part = part("models.rs", text);
        check(find_mention(&part, Some("payment"), "user_id"), Some((3, 9, 7)));
        check(find_mention(&part, Some("comment"), "user_id"), Some((7, 9, 7)));
        check(find_model(&part, "payment"), Some((1, 25, 7)));
        check(find_model(&part, "user"), None);
    }
}
