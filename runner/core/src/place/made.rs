//! Finds the statement of a script that makes a table, a column or an index. It reads words, not grammar.

use super::{Place, Sought, Source};
use crate::sql::token::{TokenKind, split_statements, tokenize, unquote};

/// A word of a statement.
struct Word {
    text: String,
    /// The byte of the file at which it starts, without its quote.
    start: usize,
    /// Whether it is the first of a column's definition, or of a name in the brackets of an index.
    opens: bool,
}

/// What a statement makes or alters.
enum Makes<'a> {
    Table(&'a Word),
    Index(&'a Word),
    Renamed { from: &'a Word, to: &'a Word },
}

/// The last statement of a script that makes `column` of `table` (or the table), under the name it had then.
pub(super) fn made(
    source: &Source,
    sought: Sought,
    table: &str,
    column: Option<&str>,
) -> Option<Place> {
    if sought == Sought::Mention {
        return None;
    }
    let mut table = table.to_owned();
    for range in split_statements(&source.text).into_iter().rev() {
        let words = words(&source.text[range.clone()], range.start);
        let of = match makes(&words) {
            Some(Makes::Renamed { from, to }) if to.is(&table) => {
                table.clone_from(&from.text);
                continue;
            }
            Some(Makes::Table(of)) => of,
            Some(Makes::Index(of)) if sought == Sought::Index && column.is_some() => of,
            _ => continue,
        };
        if let Some(word) = of.is(&table).then(|| spot(&words, of, column)).flatten() {
            return Some(Place::at(&source.name, &source.text, word.start, word.text.len()));
        }
    }
    None
}

/// The word to mark in a statement about the table `of`: where the column is defined, or else where it is first named.
fn spot<'a>(words: &'a [Word], of: &'a Word, column: Option<&str>) -> Option<&'a Word> {
    let Some(column) = column else { return Some(of) };
    let mut named =
        words.iter().filter(|word| word.start > of.start && word.is(column)).collect::<Vec<_>>();
    named.sort_by_key(|word| !word.opens);
    named.first().copied()
}

fn makes(words: &[Word]) -> Option<Makes<'_>> {
    // What may stand between the words that count.
    const BETWEEN: [&str; 6] = ["TEMP", "TEMPORARY", "UNIQUE", "IF", "NOT", "EXISTS"];
    let head: Vec<&Word> =
        words.iter().filter(|word| !BETWEEN.iter().any(|other| word.is(other))).take(6).collect();
    match &head[..] {
        [create, table, name, ..] if create.is("CREATE") && table.is("TABLE") => {
            Some(Makes::Table(name))
        }
        [create, index, _, on, name, ..]
            if create.is("CREATE") && index.is("INDEX") && on.is("ON") =>
        {
            Some(Makes::Index(name))
        }
        [alter, table, from, rename, to, name, ..]
            if alter.is("ALTER") && table.is("TABLE") && rename.is("RENAME") && to.is("TO") =>
        {
            Some(Makes::Renamed { from, to: name })
        }
        [alter, table, name, ..] if alter.is("ALTER") && table.is("TABLE") => {
            Some(Makes::Table(name))
        }
        _ => None,
    }
}

impl Word {
    fn is(&self, other: &str) -> bool {
        self.text.eq_ignore_ascii_case(other)
    }
}

fn words(statement: &str, offset: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let (mut depth, mut opens) = (0_usize, false);
    for token in tokenize(statement) {
        let text = &statement[token.span.clone()];
        match (token.kind, text) {
            (TokenKind::Comment, _) => continue,
            (TokenKind::Word | TokenKind::Quoted, _) => {
                let start =
                    offset + token.span.start + usize::from(token.kind == TokenKind::Quoted);
                found.push(Word { text: unquote(text), start, opens });
            }
            (_, "(") => depth += 1,
            (_, ")") => depth = depth.saturating_sub(1),
            _ => (),
        }
        opens = depth == 1 && matches!(text, "(" | ",");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, sought: Sought, column: Option<&str>, line: usize) {
        let source = Source { name: "a.sql".to_owned(), text: text.to_owned() };
        let place = made(&source, sought, "shop", column);
        assert_eq!(place.map_or(0, |place| place.line), line, "{text}");
    }

    #[test]
    fn a_definition_comes_before_any_other_mention() {
        let script = "CREATE TABLE town (name);\nCREATE TABLE shop (\nid CHECK (name > 1),\nname TEXT);\n\
                      UPDATE shop SET name = (SELECT name FROM town);\nCREATE INDEX i ON shop (name);";
        check(script, Sought::Definition, Some("name"), 4);
        check(script, Sought::Definition, None, 2);
        check(script, Sought::Index, Some("name"), 6);
        check(script, Sought::Mention, Some("name"), 0);
        check(script, Sought::Definition, Some("price"), 0);
    }

    #[test]
    fn the_last_statement_that_makes_it_counts_under_the_name_the_table_had_then() {
        let rebuilt = "CREATE TABLE shop (id, name);\nCREATE TABLE IF NOT EXISTS new_shop (id, \"name\" TEXT);\n\
                       INSERT INTO new_shop SELECT id, name FROM shop;\nDROP TABLE shop;\n\
                       ALTER TABLE new_shop RENAME TO shop;";
        check(rebuilt, Sought::Definition, Some("name"), 2);
        check(
            "CREATE TABLE shop (id);\nALTER TABLE shop ADD COLUMN price;",
            Sought::Index,
            Some("price"),
            2,
        );
    }
}
