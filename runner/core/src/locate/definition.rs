//! Finds the statement of a script that makes a table, a column or an index. It reads words, not grammar.

use super::{FilePart, Wanted};
use crate::span::Span;
use crate::sql::bracket::bracket_depths;
use crate::sql::name::Name;
use crate::sql::token::split_statements;
use crate::sql::word::split_words;

/// A word of a statement.
struct PlacedWord {
    text: Name,
    /// The byte of the text at which it starts, without its quote.
    start: usize,
    /// Whether it is the first of a column's definition, or of a name in the brackets of an index.
    opens: bool,
}

/// The object that a statement makes or alters.
enum Makes<'a> {
    Table(&'a PlacedWord),
    Index(&'a PlacedWord),
    /// Its rows.
    Rows(&'a PlacedWord),
    Renamed {
        from: &'a PlacedWord,
        to: &'a PlacedWord,
    },
}

/// Finds the last statement of a part that makes `column` of `table` (or the table), under the name it had then.
pub(super) fn find_definition(
    part: &FilePart,
    wanted: Wanted,
    table: &str,
    column: Option<&str>,
) -> Option<Span> {
    if wanted == Wanted::Mention {
        return None;
    }
    let mut table = Name::from(table);
    for range in split_statements(part.text()).into_iter().rev() {
        let words = words(&part.text()[range.clone()], range.start);
        let name = match read_statement(&words) {
            Some(Makes::Renamed { from, to }) if to.is(&table) => {
                table.clone_from(&from.text);
                continue;
            }
            Some(Makes::Rows(name)) if wanted == Wanted::Rows => name,
            Some(Makes::Table(name)) if wanted != Wanted::Rows => name,
            Some(Makes::Index(name)) if wanted == Wanted::Index && column.is_some() => name,
            _ => continue,
        };
        let word = name.is(&table).then(|| word_to_mark(&words, name, column)).flatten();
        let word =
            word.or_else(|| Some(name).filter(|_| wanted == Wanted::Rows && name.is(&table)));
        if let Some(word) = word {
            return Some(part.span(word.start..word.start + word.text.len()));
        }
    }
    None
}

/// The word to mark in a statement about a table: where the column is defined, or else where it is first named.
fn word_to_mark<'a>(
    words: &'a [PlacedWord],
    table: &'a PlacedWord,
    column: Option<&str>,
) -> Option<&'a PlacedWord> {
    let Some(column) = column else { return Some(table) };
    let mut named =
        words.iter().filter(|word| word.start > table.start && word.is(column)).collect::<Vec<_>>();
    named.sort_by_key(|word| !word.opens);
    named.first().copied()
}

/// Reads which table or index a statement makes or alters; None for any other statement.
fn read_statement(words: &[PlacedWord]) -> Option<Makes<'_>> {
    // What may stand between the words that count.
    const BETWEEN: [&str; 9] =
        ["TEMP", "TEMPORARY", "UNIQUE", "IF", "NOT", "EXISTS", "OR", "REPLACE", "IGNORE"];
    let head: Vec<&PlacedWord> =
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
        [insert, into, name, ..] if insert.is("INSERT") && into.is("INTO") => {
            Some(Makes::Rows(name))
        }
        [delete, from, name, ..] if delete.is("DELETE") && from.is("FROM") => {
            Some(Makes::Rows(name))
        }
        [update, name, set, ..] if update.is("UPDATE") && set.is("SET") => Some(Makes::Rows(name)),
        [alter, table, name, ..] if alter.is("ALTER") && table.is("TABLE") => {
            Some(Makes::Table(name))
        }
        _ => None,
    }
}

impl PlacedWord {
    fn is(&self, other: &str) -> bool {
        self.text == *other
    }
}

fn words(statement: &str, offset: usize) -> Vec<PlacedWord> {
    let words = split_words(statement);
    let depths = bracket_depths(&words);
    let names = words.iter().enumerate().filter(|(_, word)| word.may_name());
    names
        .map(|(at, word)| PlacedWord {
            text: word.name().into(),
            start: offset + word.start_of_name(),
            opens: depths[at] == 1 && words[at - 1].is_any(&["(", ","]),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::part;
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: Wanted, column: Option<&str>, line: usize) {
        let span = find_definition(&part("a.sql", text), wanted, "shop", column);
        let place = span.as_ref().and_then(Span::place);
        assert_eq!(place.map_or(0, |place| place.line), line, "{text}");
    }

    #[test]
    fn a_definition_comes_before_any_other_mention() {
        let script = "CREATE TABLE town (name);\nCREATE TABLE shop (\nid CHECK (name > 1),\nname TEXT);\n\
                      UPDATE shop SET name = (SELECT name FROM town);\nCREATE INDEX i ON shop (name);";
        check(script, Wanted::Definition, Some("name"), 4);
        check(script, Wanted::Definition, None, 2);
        check(script, Wanted::Index, Some("name"), 6);
        check(script, Wanted::Mention, Some("name"), 0);
        check(script, Wanted::Definition, Some("price"), 0);
        check(script, Wanted::Rows, None, 5);
    }

    #[test]
    fn the_last_statement_that_makes_it_counts_under_the_name_the_table_had_then() {
        let rebuilt = "CREATE TABLE shop (id, name);\nCREATE TABLE IF NOT EXISTS new_shop (id, \"name\" TEXT);\n\
                       INSERT INTO new_shop SELECT id, name FROM shop;\nDROP TABLE shop;\n\
                       ALTER TABLE new_shop RENAME TO shop;";
        check(rebuilt, Wanted::Definition, Some("name"), 2);
        check(rebuilt, Wanted::Rows, Some("name"), 3);
        check(rebuilt, Wanted::Rows, Some("price"), 3);
        check(
            "CREATE TABLE shop (id);\nALTER TABLE shop ADD COLUMN price;",
            Wanted::Index,
            Some("price"),
            2,
        );
    }
}
