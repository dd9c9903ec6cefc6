//! The `CHECK`s of a table as they were written, with what they mention. It judges nothing.

use rusqlite::{Connection, OptionalExtension, Result};

use super::Table;
use crate::rows::Value;
use crate::sql::name::{Name, same_name};
use crate::sql::token::{Token, TokenKind, tokenize, unquote};

/// One `CHECK`.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What stands between its brackets.
    pub expression: String,
    /// The columns it mentions, in the order of the table.
    pub columns: Vec<Name>,
    /// The numbers and texts in it, each once.
    pub literals: Vec<Value>,
    /// Whether it measures how long a text is.
    pub measures: bool,
}

impl Check {
    /// Whether it says of a column that it is not NULL, by itself or as one of several things that must all be so.
    pub(crate) fn forbids_null(&self, column: &str) -> bool {
        let words =
            tokenize(&self.expression).into_iter().filter(|token| token.kind != TokenKind::Comment);
        let words: Vec<&str> = words.map(|token| &self.expression[token.span]).collect();
        // Between things of which one is enough, AND and the words around it mean something else.
        let is_plain = |word: &&str| {
            !["OR", "BETWEEN", "CASE"].iter().any(|other| word.eq_ignore_ascii_case(other))
        };
        words.iter().all(is_plain) && says_not_null(&words, column)
    }
}

/// Whether words without OR say that `column` is not NULL.
fn says_not_null(words: &[&str], column: &str) -> bool {
    let depths = depths(words);
    if let ["(", inner @ .., ")"] = words
        && depths[1..words.len() - 1].iter().all(|depth| *depth > 0)
    {
        return says_not_null(inner, column);
    }
    if let Some(and) =
        (0..words.len()).find(|at| depths[*at] == 0 && words[*at].eq_ignore_ascii_case("AND"))
    {
        return says_not_null(&words[..and], column) || says_not_null(&words[and + 1..], column);
    }
    let [name, rest @ ..] = words else { return false };
    let rest = rest.join(" ").to_ascii_uppercase();
    same_name(&unquote(name), column)
        && ["IS NOT NULL", "NOT NULL", "NOTNULL"].contains(&rest.as_str())
}

/// How deep in brackets each word stands; a bracket stands as deep as what is around it.
fn depths(words: &[&str]) -> Vec<usize> {
    let mut depth = 0_usize;
    let of = |word: &&str| {
        if *word == ")" {
            depth = depth.saturating_sub(1);
        }
        let here = depth;
        if *word == "(" {
            depth += 1;
        }
        here
    };
    words.iter().map(of).collect()
}

/// The checks of `table` in `connection`'s main database.
pub fn checks(connection: &Connection, table: &Table) -> Result<Vec<Check>> {
    let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    let sql: Option<String> =
        connection.query_row(sql, [&table.name], |row| row.get(0)).optional()?.flatten();
    Ok(sql.map_or_else(Vec::new, |sql| of_definition(&sql, table)))
}

fn of_definition(sql: &str, table: &Table) -> Vec<Check> {
    let words: Vec<Token> =
        tokenize(sql).into_iter().filter(|token| token.kind != TokenKind::Comment).collect();
    let text = |token: &Token| &sql[token.span.clone()];
    let starts = words.iter().zip(words.iter().skip(1)).enumerate().filter(|(_, (word, next))| {
        word.kind == TokenKind::Word
            && text(word).eq_ignore_ascii_case("CHECK")
            && text(next) == "("
    });
    starts
        .filter_map(|(at, _)| {
            let open = at + 1;
            let close = closing(sql, &words, open)?;
            let expression = sql[words[open].span.end..words[close].span.start].trim().to_owned();
            Some(read(expression, table))
        })
        .collect()
}

/// Where the bracket that is opened at `open` is closed.
fn closing(sql: &str, words: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        match &sql[word.span.clone()] {
            "(" => depth += 1,
            ")" if depth == 1 => return Some(at),
            ")" => depth -= 1,
            _ => (),
        }
    }
    None
}

/// What an expression mentions of a table; the text of a trigger will do as well.
pub(crate) fn read(expression: String, table: &Table) -> Check {
    let words: Vec<Token> = tokenize(&expression)
        .into_iter()
        .filter(|token| token.kind != TokenKind::Comment)
        .collect();
    let text = |token: &Token| &expression[token.span.clone()];
    let names: Vec<Name> = words
        .iter()
        .filter(|word| matches!(word.kind, TokenKind::Word | TokenKind::Quoted))
        .map(|word| Name::from(unquote(text(word))))
        .collect();
    let mentions = |name: &str| names.iter().any(|known| known == name);
    let columns = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .filter(|name| mentions(name))
        .collect();
    let mut literals: Vec<Value> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_sign = at > 0 && text(&words[at - 1]) == "-";
        let is_minus = is_sign && (at < 2 || !is_operand(&words[at - 2], text(&words[at - 2])));
        let value = literal(word.kind, text(word), is_minus);
        literals.extend(value.filter(|value| !literals.contains(value)));
    }
    let measures = mentions("length") || mentions("octet_length");
    Check { columns, literals, measures, expression }
}

/// Whether a minus after this word takes away, rather than being a sign.
fn is_operand(word: &Token, text: &str) -> bool {
    let is_keyword = crate::sql::name::is_keyword(text);
    text == ")"
        || matches!(word.kind, TokenKind::Number | TokenKind::Quoted)
        || word.kind == TokenKind::Word && !is_keyword
}

fn literal(kind: TokenKind, text: &str, is_minus: bool) -> Option<Value> {
    let sign = if is_minus { -1 } else { 1 };
    match kind {
        TokenKind::Number => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) => Some(Value::Integer(number * sign)),
            (_, Ok(number)) => Some(Value::Real(number * sign as f64)),
            _ => None,
        },
        TokenKind::String if text.starts_with('\'') && text.len() > 1 => {
            Some(Value::Text(text[1..text.len() - 1].replace("''", "'")))
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
