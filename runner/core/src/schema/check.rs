//! `CHECK`s of a table as they were written, with what they mention. It judges nothing.

use rusqlite::{Connection, OptionalExtension, Result};

use super::Table;
use crate::rows::Value;
use crate::sql::bracket::{bracket_depths, strip_brackets};
use crate::sql::create_table::check_expressions;
use crate::sql::name::{Name, is_keyword};
use crate::sql::token::{TokenKind, unquote};
use crate::sql::word::{Word, split_words};

/// `CHECK` of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Text between its brackets.
    pub expression: String,
    /// Columns it mentions, in the order of the table.
    pub columns: Vec<Name>,
    /// Numbers and texts in it, each once.
    pub literals: Vec<Value>,
    /// True if it measures how long a text is.
    pub measures: bool,
}

impl Check {
    /// True if it says of a column that it is not NULL, by itself or as one of several things that must all be so.
    pub(crate) fn forbids_null(&self, column: &str) -> bool {
        let words = split_words(&self.expression);
        // Between things of which one is enough, AND and the words around it mean something else.
        let is_all = !words.iter().any(|word| word.is_any(&["OR", "BETWEEN", "CASE"]));
        is_all && split_conjunction(&words).iter().any(|term| is_not_null(term, column))
    }
}

/// Splits an expression at every `AND`, also in the brackets that hold no more than such a part.
fn split_conjunction<'a, 'b>(words: &'b [Word<'a>]) -> Vec<&'b [Word<'a>]> {
    let mut terms = Vec::new();
    let mut left = vec![words];
    while let Some(words) = left.pop() {
        let words = strip_brackets(words);
        let depths = bracket_depths(words);
        match (0..words.len()).find(|at| depths[*at] == 0 && words[*at].is("AND")) {
            Some(and) => left.extend([&words[..and], &words[and + 1..]]),
            None => terms.push(words),
        }
    }
    terms
}

/// True for `column IS NOT NULL` in each of its spellings.
fn is_not_null(words: &[Word<'_>], column: &str) -> bool {
    let [name, rest @ ..] = words else { return false };
    let rest: Vec<String> = rest.iter().map(|word| word.text.to_ascii_uppercase()).collect();
    let written = Name::from(name.name());
    name.may_name()
        && written == *column
        && ["IS NOT NULL", "NOT NULL", "NOTNULL"].contains(&rest.join(" ").as_str())
}

/// Reads the checks of `table` in `connection`'s main database.
pub fn checks(connection: &Connection, table: &Table) -> Result<Vec<Check>> {
    let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let sql: Option<String> =
        connection.query_row(sql, [&table.name], |row| row.get(0)).optional()?.flatten();
    Ok(read_checks(&sql.unwrap_or_default(), table))
}

/// Reads the checks in the text that made `table`.
pub(super) fn read_checks(sql: &str, table: &Table) -> Vec<Check> {
    let expressions = check_expressions(sql).into_iter();
    expressions.map(|expression| read_check(expression, table)).collect()
}

/// Reads what an expression mentions of a table; the text of a trigger will do as well.
pub(crate) fn read_check(expression: String, table: &Table) -> Check {
    let words = split_words(&expression);
    let names: Vec<Name> =
        words.iter().filter(|word| word.may_name()).map(|word| word.name().into()).collect();
    let columns = table.columns.iter().map(|column| column.name.clone());
    let columns = columns.filter(|name| names.contains(name)).collect();
    let measures = names.iter().any(|name| name == "length" || name == "octet_length");
    let literals = collect_literals(&words);
    Check { columns, literals, measures, expression }
}

/// The most literals of an expression that are told apart: what is tried next to each of them takes its time.
const LITERALS: usize = 200;

/// Collects the numbers and texts among the words, each once.
fn collect_literals(words: &[Word<'_>]) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_sign = at > 0 && words[at - 1].is("-");
        let is_minus = is_sign && (at < 2 || !is_operand(&words[at - 2]));
        let value = read_literal(word, is_minus);
        found.extend(value.filter(|value| !found.contains(value)));
        if found.len() == LITERALS {
            break;
        }
    }
    found
}

/// True if a minus after this word takes away, rather than being a sign.
fn is_operand(word: &Word<'_>) -> bool {
    word.is(")")
        || matches!(word.kind, TokenKind::Number | TokenKind::Quoted)
        || word.kind == TokenKind::Word && !is_keyword(word.text)
}

fn read_literal(word: &Word<'_>, is_minus: bool) -> Option<Value> {
    let sign = if is_minus { -1 } else { 1 };
    match word.kind {
        TokenKind::Number => match (word.text.parse::<i64>(), word.text.parse::<f64>()) {
            (Ok(number), _) => Some(Value::Integer(number * sign)),
            (_, Ok(number)) => Some(Value::Real(number * sign as f64)),
            _ => None,
        },
        TokenKind::String if word.text.starts_with('\'') && word.text.len() > 1 => {
            Some(Value::Text(unquote(word.text)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::inspect;

    #[test]
    fn a_check_may_say_that_there_is_a_value() {
        let says = |expression: &str| {
            let expression = expression.to_owned();
            Check { expression, columns: Vec::new(), literals: Vec::new(), measures: false }
                .forbids_null("name")
        };
        for yes in [
            "name IS NOT NULL",
            "\"Name\" notnull",
            "name NOT NULL",
            "(name IS /* ever */ NOT NULL)",
            "length(name) > 0 AND name IS NOT NULL",
            "(stock > 0 AND (name IS NOT NULL))",
        ] {
            assert!(says(yes), "{yes}");
        }
        for no in [
            "name IS NULL",
            "stock IS NOT NULL",
            "name IS NOT NULL OR stock > 0",
            "length(name) > 0",
            "NOT (name IS NOT NULL)",
            "(name IS NOT NULL AND stock > 0) = 0",
            "(stock > 0 AND name IS NOT NULL AND id > 0) = 0",
            "coalesce(name, 1) IS NOT NULL",
            "stock BETWEEN 1 AND name IS NOT NULL",
        ] {
            assert!(!says(no), "{no}");
        }
    }

    #[test]
    fn a_check_may_nest_as_deep_as_sqlite_lets_it() {
        let deep = |depth: usize, inner: &str| {
            format!(
                "CREATE TABLE t (name TEXT CHECK ({}{inner}{}))",
                "(".repeat(depth),
                ")".repeat(depth)
            )
        };
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(&deep(17_000, "name IS NOT NULL")).expect("SQLite takes it");
        let schema = inspect::schema(&connection).expect("the catalogue can be read");
        let found = checks(&connection, &schema.tables[&Name::from("t")])
            .expect("the catalogue can be read");
        assert!(found[0].forbids_null("name"));
    }

    #[test]
    fn checks_are_read_with_what_they_mention() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let sql = "CREATE TABLE t (price INTEGER CHECK (price >= -5 AND price - 1 < 9), -- CHECK (no)
                                   \"Slug\" TEXT DEFAULT 'CHECK (x)', CHECK (length(slug) <= 20 OR slug IN ('a)', 'it''s')))";
        connection.execute_batch(sql).expect("the test's SQL is right");
        let schema = inspect::schema(&connection).expect("the catalogue can be read");
        let found = checks(&connection, &schema.tables[&Name::from("t")])
            .expect("the catalogue can be read");
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].expression, "price >= -5 AND price - 1 < 9");
        assert_eq!((&found[0].columns[..], found[0].measures), (&["price".into()][..], false));
        assert_eq!(found[0].literals, [Value::Integer(-5), Value::Integer(1), Value::Integer(9)]);
        assert_eq!((&found[1].columns[..], found[1].measures), (&["Slug".into()][..], true));
        assert_eq!(found[1].literals, [Value::Integer(20), text("a)"), text("it's")]);
    }
}
