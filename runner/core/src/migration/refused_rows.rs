//! Names the rows that a half of a script fails on: it is run once more up to the statement that failed, that one row by
//! row, and all of it is taken back.

use rusqlite::{Connection, ErrorCode, params_from_iter};

use super::{Half, Script};
use crate::rows::read::{query_rows, visit_rows};
use crate::rows::{Row, Value};
use crate::sandbox::Sandbox;
use crate::sql::create_index::parse_create_index;
use crate::sql::name::Name;
use crate::sql::normalize::normalize_words;
use crate::sql::token::split_statements;
use crate::sql::word::{Word, split_words};

/// How many rows are named.
const NAMED: usize = 3;
/// How the column begins in which a rebuild notes that it has copied all rows: no row of anybody's.
const COPY_GUARD: &str = "every_row_of_";

/// Rows that a statement cannot store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefusedRows {
    /// The first of them, as they would be stored.
    pub rows: Vec<Row>,
    pub count: usize,
}

/// Finds the rows that make a half of a script fail; none where it does not fail for the sake of rows, or where they
/// cannot be told.
pub fn find_refused_rows(
    sandbox: &Sandbox,
    script: &Script,
    half: Half,
) -> rusqlite::Result<Option<RefusedRows>> {
    let Some(text) = script.half(half).map(|half| &script.file.text[half.body.clone()]) else {
        return Ok(None);
    };
    let connection = sandbox.connection();
    connection.execute_batch("PRAGMA foreign_keys = OFF; SAVEPOINT look")?;
    let found = sandbox.foreign(|connection| find_in_half(connection, text));
    // A statement may have taken everything back itself.
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK TO look; RELEASE look")?;
    }
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    // A statement that cannot be taken apart tells nothing; its own failure is told anyway.
    Ok(found.unwrap_or(None).filter(|found| found.count > 0))
}

fn find_in_half(connection: &Connection, text: &str) -> rusqlite::Result<Option<RefusedRows>> {
    for range in split_statements(text) {
        let statement = &text[range];
        let Err(error) = connection.execute_batch(statement) else { continue };
        if !is_about_rows(&error) {
            return Ok(None);
        }
        return find_in_statement(connection, statement);
    }
    Ok(None)
}

fn is_about_rows(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch))
}

fn find_in_statement(connection: &Connection, sql: &str) -> rusqlite::Result<Option<RefusedRows>> {
    let words = split_words(sql);
    match words.as_slice() {
        [first, ..] if first.is_any(&["INSERT", "REPLACE"]) => {
            try_each_insert(connection, sql, &words)
        }
        [first, ..] if first.is("UPDATE") => try_each_update(connection, sql, &words),
        [create, unique, ..] if create.is("CREATE") && unique.is("UNIQUE") => {
            list_duplicates(connection, sql, &words)
        }
        _ => Ok(None),
    }
}

/// Inserts the rows of `INSERT INTO t (a, b) SELECT …` one by one.
fn try_each_insert(
    connection: &Connection,
    sql: &str,
    words: &[Word<'_>],
) -> rusqlite::Result<Option<RefusedRows>> {
    let Some(source) = words.iter().position(|word| word.is_any(&["SELECT", "WITH", "VALUES"]))
    else {
        return Ok(None);
    };
    let [head, source] = [&sql[..words[source].span.start], &sql[words[source].span.start..]];
    let mut select = connection.prepare(source)?;
    let places = vec!["?"; select.column_count()].join(", ");
    let mut insert = connection.prepare(&format!("{head} VALUES ({places})"))?;
    let columns = inserted_columns(connection, words)?;
    if columns.iter().any(|name| name.starts_with(COPY_GUARD)) {
        return Ok(None);
    }
    let mut refused = RefusedRows::default();
    let mut failure = None;
    visit_rows(select.query([])?, |values| {
        match insert.execute(params_from_iter(&values)) {
            Err(error) if is_about_rows(&error) => refused.add(&columns, values),
            Err(error) => failure = Some(error),
            Ok(_) => (),
        }
        failure.is_none()
    })?;
    failure.map_or(Ok(Some(refused)), Err)
}

/// The columns that an `INSERT` fills: those it names, or all.
fn inserted_columns(connection: &Connection, words: &[Word<'_>]) -> rusqlite::Result<Vec<Name>> {
    let into = words.iter().position(|word| word.is("INTO")).unwrap_or_default() + 1;
    let qualified = usize::from(words.get(into + 1).is_some_and(|word| word.is("."))) * 2;
    let after = &words[into + qualified + 1..];
    if after.first().is_some_and(|word| word.is("(")) {
        let listed = after.iter().take_while(|word| !word.is(")"));
        return Ok(listed.filter(|word| word.may_name()).map(|word| word.name().into()).collect());
    }
    let sql = "SELECT name FROM pragma_table_info(?1)";
    let table = words[into + qualified].name();
    connection.prepare(sql)?.query_map([table], |row| row.get(0))?.collect()
}

/// Runs `UPDATE t SET … WHERE …` for one row after the other.
fn try_each_update(
    connection: &Connection,
    sql: &str,
    words: &[Word<'_>],
) -> rusqlite::Result<Option<RefusedRows>> {
    let Some(set) = words.iter().position(|word| word.is("SET")).filter(|set| *set > 0) else {
        return Ok(None);
    };
    let table = &words[set - 1];
    let end = words.iter().rposition(|word| word.is("WHERE"));
    let (head, condition) = match end.map(|end| words[end].span.clone()) {
        Some(place) => (&sql[..place.start], sql[place.end..].trim().trim_end_matches(';')),
        None => (sql.trim().trim_end_matches(';'), "true"),
    };
    let sql = format!("SELECT rowid, * FROM {} WHERE {condition}", table.text);
    let before = query_rows(connection, &sql, [])?;
    let mut update = connection.prepare(&format!("{head} WHERE rowid = ?1"))?;
    let mut refused = RefusedRows::default();
    for mut row in before.rows {
        match update.execute([row.remove(0)]) {
            Err(error) if is_about_rows(&error) => refused.add(&before.columns[1..], row),
            result => _ = result?,
        }
    }
    Ok(Some(refused))
}

/// The rows that stand against `CREATE UNIQUE INDEX`: those of which there are two.
fn list_duplicates(
    connection: &Connection,
    sql: &str,
    words: &[Word<'_>],
) -> rusqlite::Result<Option<RefusedRows>> {
    let on = words.iter().position(|word| word.is("ON")).and_then(|on| words.get(on + 1));
    let (Some(table), Some(index)) = (on, parse_create_index(sql)) else { return Ok(None) };
    let parts: Vec<String> = index.parts.iter().map(|part| without_order(part)).collect();
    let mut rows: Vec<String> = parts.iter().map(|part| format!("({part}) IS NOT NULL")).collect();
    let condition: Vec<Word<'_>> =
        index.condition.into_iter().filter(|word| !word.is(";")).collect();
    if !condition.is_empty() {
        rows.push(format!("({})", normalize_words(&condition)));
    }
    let (table, rows, parts) = (table.text, rows.join(" AND "), parts.join(", "));
    let sql = format!(
        "SELECT * FROM {table} WHERE {rows} AND ({parts}) IN
         (SELECT {parts} FROM {table} WHERE {rows} GROUP BY {parts} HAVING count(*) > 1) ORDER BY {parts}"
    );
    let found = query_rows(connection, &sql, [])?;
    let mut refused = RefusedRows::default();
    found.rows.into_iter().for_each(|row| refused.add(&found.columns, row));
    Ok(Some(refused))
}

/// A part of an index without `ASC` or `DESC`.
fn without_order(part: &[Word<'_>]) -> String {
    let has_order = part.last().is_some_and(|word| word.is_any(&["ASC", "DESC"]));
    normalize_words(&part[..part.len() - usize::from(has_order)])
}

impl RefusedRows {
    fn add(&mut self, columns: &[Name], values: Vec<Value>) {
        self.count += 1;
        if self.rows.len() < NAMED {
            self.rows.push(Row(columns.iter().cloned().zip(values).collect()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::parse;
    use crate::span::SourceFile;

    /// The rows on which the up half `up` fails.
    #[track_caller]
    fn check(schema: &str, up: &str, expected: &[&str]) {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(schema).expect("the test's SQL is right");
        let sandbox = Sandbox::of_own_database(connection, || false).expect("the guards are set");
        let text = format!("-- migrate:up\n{up}\n");
        let script = parse("2.sql", &SourceFile::new("2.sql", &*text)).expect("it is a script");
        let found = find_refused_rows(&sandbox, &script, Half::Up).expect("nothing is broken");
        let found = found.unwrap_or_default();
        let rows: Vec<String> = found
            .rows
            .iter()
            .map(|Row(row)| {
                let values = row.iter().map(|(name, value)| format!("{name}={value}"));
                values.collect::<Vec<_>>().join(" ")
            })
            .collect();
        assert_eq!(rows, expected);
        assert!(found.count >= rows.len());
        let left: i64 = sandbox
            .connection()
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
            .expect("the catalogue can be read");
        assert_eq!(left, 1, "all is taken back");
    }

    const JARS: &str = "CREATE TABLE jar (id INTEGER PRIMARY KEY, size INT, note TEXT);
        INSERT INTO jar VALUES (1, 4, 'a'), (2, NULL, 'b'), (3, 9, 'a');";

    #[test]
    fn a_copy_names_the_rows_that_the_new_table_refuses() {
        let create = "CREATE TABLE n (id INTEGER PRIMARY KEY, size INT NOT NULL CHECK (size < 8));";
        check(
            JARS,
            &format!("{create} INSERT OR ABORT INTO n (id, size) SELECT id, size FROM jar;"),
            &["id=2 size=NULL", "id=3 size=9"],
        );
        check(JARS, "CREATE TABLE n (a UNIQUE, b) STRICT;", &[]);
        check(
            JARS,
            "CREATE TABLE n (a TEXT UNIQUE, b INT) STRICT; INSERT INTO main.\"n\" SELECT note, id FROM jar",
            &["a='a' b=3"],
        );
    }

    #[test]
    fn a_unique_index_names_the_rows_that_repeat() {
        check(
            JARS,
            "CREATE UNIQUE INDEX one ON jar (note DESC);",
            &["id=1 size=4 note='a'", "id=3 size=9 note='a'"],
        );
        check(JARS, "CREATE UNIQUE INDEX one ON jar (note) WHERE id < 3;", &[]);
    }

    #[test]
    fn an_update_names_the_rows_as_they_are_before_it() {
        let schema = "CREATE TABLE jar (id INTEGER PRIMARY KEY, size INT CHECK (size < 9)); INSERT INTO jar VALUES (1, 4), (2, 7);";
        check(schema, "UPDATE jar SET size = size + 2 WHERE id > 0;", &["id=2 size=7"]);
        check(schema, "UPDATE jar SET size = size + 2", &["id=2 size=7"]);
    }

    #[test]
    fn what_fails_for_another_reason_names_no_rows() {
        check(JARS, "SELECT nothing;", &[]);
        check(JARS, "ALTER TABLE jar ADD COLUMN n NOT NULL;", &[]);
        check(JARS, "UPDATE jar SET size = 1;", &[]);
    }
}
