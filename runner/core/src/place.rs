//! Finds the line and column a finding is about in the learner's own files. It reads text it is given, no files.

use crate::sql::name::same_name;
use crate::sql::token::{TokenKind, tokenize, unquote};

mod made;

/// A spot in a file of the learner, counted from 1. `line` 0 means the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub line: usize,
    /// In characters.
    pub column: usize,
    /// The length of what is meant, in characters.
    pub width: usize,
    /// The text of that line, for showing.
    pub text: String,
}

/// A file of the learner: its name as reports show it, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// What a reader has to see in a file to mend a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Where a table or one of its columns is made.
    Definition,
    /// The same, or an index on them.
    Index,
    /// The last word about them, whatever it does: for the rows of a table.
    Mention,
}

impl Place {
    /// The spot of `text` at which byte `offset` stands; `width` in bytes, cut at the end of the line.
    pub fn at(file: &str, text: &str, offset: usize, width: usize) -> Place {
        let offset = floor_boundary(text, offset);
        let start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let end = floor_boundary(text, (offset + width).min(line_end)).max(offset);
        Place {
            file: file.to_owned(),
            line: text[..offset].matches('\n').count() + 1,
            column: text[start..offset].chars().count() + 1,
            width: text[offset..end].chars().count().max(1),
            text: text[start..line_end].trim_end_matches('\r').to_owned(),
        }
    }

    /// A file as a whole, where no line can be named.
    pub fn whole(file: &str) -> Place {
        Place { file: file.to_owned(), line: 0, column: 0, width: 0, text: String::new() }
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}

/// Where the files decide what is sought of `column` of `table`, or else of `table`. Where SQL makes neither it is
/// the last place that names them, since a later script or line is the one that decides. None when no file does.
pub fn find(
    sources: &[Source],
    sought: Sought,
    table: Option<&str>,
    column: Option<&str>,
) -> Option<Place> {
    let of = |column: Option<&str>, scope: Option<&str>, name: &str| {
        let made = |sought| {
            let made = |source| table.and_then(|table| made::made(source, sought, table, column));
            sources.iter().rev().find_map(made)
        };
        let last = || sources.iter().rev().find_map(|source| mention(source, scope, name));
        // A table that is built anew is filled under another name.
        made(sought).or_else(last).or_else(|| made(Sought::Definition))
    };
    let of_column = column.and_then(|column| of(Some(column), table, column));
    of_column.or_else(|| table.and_then(|table| of(None, None, table)))
}

/// Where a text stands in the last of the files that have it, for example the marker of a script's half.
pub fn find_text(sources: &[Source], text: &str) -> Option<Place> {
    sources.iter().rev().find_map(|source| {
        let start = source.text.find(text)?;
        Some(Place::at(&source.name, &source.text, start, text.len()))
    })
}

/// Where words stand in the last file that has them, on a line that is no comment.
pub fn find_words(sources: &[Source], words: &str) -> Option<Place> {
    sources.iter().rev().find_map(|source| {
        let mut start = 0;
        source.text.split_inclusive('\n').find_map(|line| {
            let at = if is_comment(line) { None } else { line.find(words) };
            let found = at.map(|at| Place::at(&source.name, &source.text, start + at, words.len()));
            start += line.len();
            found
        })
    })
}

fn is_comment(line: &str) -> bool {
    ["--", "//"].iter().any(|mark| line.trim_start().starts_with(mark))
}

/// The spot that a message names by itself, as in `(at play.rs:9:19)`.
pub fn find_address(sources: &[Source], message: &str) -> Option<Place> {
    sources.iter().find_map(|source| {
        let (_, rest) = message.rsplit_once(&format!("{}:", source.name))?;
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
        let (line, column): (usize, usize) =
            (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
        let text = source.text.lines().nth(line.checked_sub(1)?)?.to_owned();
        let rest = text.chars().skip(column.checked_sub(1)?);
        let width = rest.take_while(|c| c.is_alphanumeric() || *c == '_').count().max(1);
        Some(Place { file: source.name.clone(), line, column, width, text })
    })
}

/// The first of `values` on the line that holds most of them, and at least `least`: where a row is written.
pub fn find_values(sources: &[Source], values: &[String], least: usize) -> Option<Place> {
    let mut best: Option<(usize, Place)> = None;
    for source in sources {
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let found = values
                .iter()
                .filter_map(|value| line.find(value.as_str()).map(|at| (at, value.len())));
            let found: Vec<(usize, usize)> = found.collect();
            if found.len() >= least.max(1)
                && best.as_ref().is_none_or(|(most, _)| found.len() > *most)
            {
                let (at, width) = found[0];
                best =
                    Some((found.len(), Place::at(&source.name, &source.text, start + at, width)));
            }
            start += line.len();
        }
    }
    best.map(|(_, place)| place)
}

/// The last mention of `name` in a file, after a mention of `scope` when there is one.
fn mention(source: &Source, scope: Option<&str>, name: &str) -> Option<Place> {
    let names = names(&source.text);
    let first =
        scope.map_or(Some(0), |scope| names.iter().position(|(word, _)| same_name(word, scope)))?;
    let (word, start) = names[first..].iter().rev().find(|(word, _)| same_name(word, name))?;
    Some(Place::at(&source.name, &source.text, *start, word.len()))
}

/// Every name in the text with the byte it starts at. Names in Rust strings (`table_name = "cookie"`) are quoted
/// tokens for SQL's rules too, so one reading serves both languages; a line that is a comment of either is left out.
fn names(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if !is_comment(line) {
            // The brackets of a Rust attribute would quote a name in SQL.
            let attribute = line.trim_start().starts_with('#');
            let line = if attribute { &line.replace(['[', ']'], " ") } else { line };
            for token in tokenize(line)
                .into_iter()
                .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Quoted))
            {
                let word = unquote(&line[token.span.clone()]);
                let quote = usize::from(token.kind == TokenKind::Quoted);
                found.push((word, offset + token.span.start + quote));
            }
        }
        offset += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source { name: "a.sql".to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_column_is_found_where_its_table_is_made() {
        let sources = [source(
            "-- price of b\nCREATE TABLE a (price);\nCREATE TABLE b (\n  \"price\" REAL\n);",
        )];
        let place =
            find(&sources, Sought::Mention, Some("b"), Some("price")).expect("named in the text");
        assert_eq!((place.line, place.column, place.width), (4, 4, 5));
    }

    #[test]
    fn a_table_is_found_in_the_attribute_of_a_model() {
        let text = "#[sea_orm(table_name = \"film\")]\npub struct Model {\n    pub id: i32,\n}\n";
        let place = find(&[source(text)], Sought::Definition, Some("film"), Some("id"))
            .expect("named in the text");
        assert_eq!((place.line, place.column), (3, 9));
    }

    #[test]
    fn a_row_is_found_by_its_values() {
        let sources =
            [source("INSERT INTO t VALUES ('oat', 12);\n  INSERT INTO t VALUES ('lemon', 12);\n")];
        let values = ["lemon", "12"].map(str::to_owned);
        let place = find_values(&sources, &values, 1).expect("a line has both");
        assert_eq!((place.line, place.column), (2, 26));
        assert_eq!(find_values(&sources, &["ginger".to_owned()], 1), None);
    }

    #[test]
    fn words_are_found_outside_of_comments() {
        let place = find_words(&[source("// A u64.\nprice: u64,")], "u64")
            .expect("the second line has them");
        assert_eq!((place.line, place.column, place.width), (2, 8, 3));
    }

    #[test]
    fn a_message_can_name_the_spot() {
        let sources = [source("first\nlet user = found.unwrap();\n")];
        let place =
            find_address(&sources, "nothing there (at a.sql:2:18)").expect("the spot is there");
        assert_eq!((place.line, place.column, place.width), (2, 18, 6));
        assert_eq!(find_address(&sources, "nothing there (at b.sql:2:18)"), None);
        assert_eq!(find_address(&sources, "nothing there (at a.sql:9:1)"), None);
    }

    #[test]
    fn an_unknown_column_leads_to_its_table() {
        let place = find(&[source("CREATE TABLE a (id);")], Sought::Mention, Some("a"), Some("b"))
            .expect("the table is named");
        assert_eq!((place.line, place.column), (1, 14));
    }

    #[test]
    fn columns_count_characters_not_bytes() {
        let place = Place::at("a.sql", "SELECT 'é', x", "SELECT 'é', ".len(), 1);
        assert_eq!((place.line, place.column, place.width), (1, 13, 1));
    }
}
