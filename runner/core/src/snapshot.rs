//! The state after each step, as SQL text and back, and what separates two states. Files are read by others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};

use crate::finding::{LineDifference, Printer, Problem};
use crate::probe::{self, Difference, ProbeEffect, ProbedRule};
use crate::rows::moment::{Moment, compare_with_now};
use crate::rows::read::{query_rows, query_rows_looking};
use crate::rows::{self, Order, RowDifference, Rows, Value};
use crate::schema::diff::{Insist, SchemaChange, diff};
use crate::schema::{Column, Schema, Table, inspect, version_table};
use crate::sql::name::{Name, quote_name, quote_names};

mod overview;
mod room;
mod text;

pub use overview::{Overview, OverviewSize, TableOverview};
use room::RoomLeft;
pub use text::{parse, render};

/// The schema and all rows of a database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub schema: Schema,
    pub rows: BTreeMap<Name, Rows>,
    /// The highest number that each `AUTOINCREMENT` table has handed out.
    pub counters: BTreeMap<Name, i64>,
}

/// Record of one step: state, result, output, and the same on unseen rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub name: String,
    /// The database as SQL, for steps that can change it.
    pub state: Option<String>,
    pub result: Option<Rows>,
    /// Output of the step's program.
    pub output: Option<String>,
    /// Record on other rows, for steps that run what the learner wrote.
    pub unseen: Option<UnseenRecord>,
}

/// Record of a step on rows that the learner has not seen, so that an answer cannot be made for the rows of the task alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnseenRecord<S = String> {
    /// Statements that add the rows, before the step.
    pub rows: String,
    /// The database, as SQL or as it was read; None when the step leaves it as it finds it.
    pub state: Option<S>,
    pub result: Option<Rows>,
    pub output: Option<String>,
    /// For a way up that has a way down.
    pub round_trip: Option<RoundTrip<S>>,
}

/// A script that ran is undone, and run again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundTrip<S = String> {
    /// Statements that add rows to the tables the way up made, before the way down.
    pub rows: String,
    /// The database after the way down.
    pub down: S,
    /// And after the way up again.
    pub again: S,
}

/// The numbers of rows that have got one by themselves, by table.
pub type RowNumbers = BTreeMap<Name, BTreeSet<Value>>;

/// A column whose value cannot repeat from run to run: table and column.
pub type Volatile = (Name, Name);

/// A snapshot that cannot be used, with the line (from 1) that is wrong.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct SnapshotError {
    pub line: usize,
    pub kind: SnapshotErrorKind,
}

/// Fault in a snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotErrorKind {
    #[error("expected `-- step 1: NAME`")]
    NoStep,
    #[error("expected a line such as `-- state:`")]
    NoPart,
    #[error("there is no state before this one that it could be the same as")]
    NoStateBefore,
    #[error("the recorded SQL does not run: {0}")]
    Sql(rusqlite::Error),
}

impl State {
    /// Reads the whole database.
    pub fn read(connection: &Connection) -> Result<State> {
        // One lock for all that is read, where no transaction is open already.
        let _lock =
            connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?;
        let schema = inspect::schema(connection)?;
        let mut rows = BTreeMap::new();
        let mut left = RoomLeft::for_state();
        for (key, table) in &schema.tables {
            rows.insert(key.clone(), read_rows(connection, table, &mut left)?);
        }
        let counters = read_counters(connection, &schema)?;
        Ok(State { schema, rows, counters })
    }

    /// Statements that make these the only rows of a database with the same tables.
    pub fn as_rows(&self) -> String {
        let mut sql = String::new();
        for (key, table) in &self.schema.tables {
            _ = writeln!(sql, "DELETE FROM {};", quote_name(&table.name));
            write_rows(&mut sql, table, &self.rows[key]);
        }
        sql
    }

    /// The same tables, empty.
    #[must_use]
    pub fn without_rows(mut self) -> State {
        self.rows.values_mut().for_each(|rows| rows.rows.clear());
        self
    }

    /// The numbers that rows got by themselves, by table.
    pub fn row_numbers(&self) -> RowNumbers {
        let numbers = self.schema.tables.iter().filter_map(|(key, table)| {
            let rows = self.rows.get(key)?;
            let index = rows.index(own_number(table)?)?;
            Some((key.clone(), rows.rows.iter().map(|row| row[index].clone()).collect()))
        });
        numbers.collect()
    }

    /// The state without the numbers that new rows get by themselves, in tables to which nothing refers: whether an
    /// answer writes such a number down or leaves it to the database is the same there. A row that was there before, its
    /// number among `known`, keeps it.
    #[must_use]
    pub fn without_free_numbers(mut self, known: &RowNumbers) -> State {
        let foreign_keys = self.schema.tables.values().flat_map(|table| &table.foreign_keys);
        let referred: Vec<Name> = foreign_keys.map(|key| key.table.clone()).collect();
        for (key, table) in self.schema.tables.iter().filter(|(key, _)| !referred.contains(key)) {
            let Some(rows) = self.rows.get_mut(key) else { continue };
            let Some(index) = own_number(table).and_then(|column| rows.index(column)) else {
                continue;
            };
            let known = known.get(key);
            let new = rows
                .rows
                .iter_mut()
                .filter(|row| !known.is_some_and(|known| known.contains(&row[index])));
            new.for_each(|row| row[index] = Value::Integer(0));
        }
        self
    }

    /// Masks volatile values so that the states of two runs compare equal.
    #[must_use]
    pub(crate) fn mask_volatile(mut self, volatile: &[Volatile], now: i64) -> State {
        for (table, column) in volatile {
            let Some(rows) = self.rows.get_mut(table) else { continue };
            let Some(index) = rows.index(column) else { continue };
            for row in &mut rows.rows {
                row[index] = mask_moment(&row[index], now);
            }
        }
        self
    }

    /// The state with the values of each JSON column in one spelling: what they hold is compared, not how it is written.
    fn level_json(mut self) -> State {
        for (name, rows) in &mut self.rows {
            let columns = self.schema.tables.get(name).map_or(&[][..], |table| &table.columns);
            for column in columns.iter().filter(|column| is_json(column)) {
                let Some(index) = rows.index(&column.name) else { continue };
                for row in &mut rows.rows {
                    row[index] = level_json(&row[index]).unwrap_or_else(|| row[index].clone());
                }
            }
        }
        self
    }
}

fn is_json(column: &Column) -> bool {
    column.declared.to_ascii_uppercase().contains("JSON")
}

/// A JSON text in one spelling: without blanks that say nothing, and with each letter as itself.
fn level_json(value: &Value) -> Option<Value> {
    let Value::Text(text) = value else { return None };
    let read: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(Value::Text(read.to_string()))
}

/// Masks a value of a volatile column. A moment that is not now is a value like others; what is no moment keeps only its
/// shape.
fn mask_moment(value: &Value, now: i64) -> Value {
    match value {
        Value::Text(text) if compare_with_now(text, now) == Moment::Other => value.clone(),
        value => value.shape(),
    }
}

fn read_counters(connection: &Connection, schema: &Schema) -> Result<BTreeMap<Name, i64>> {
    if !schema.tables.values().any(|table| table.primary_key.autoincrement) {
        return Ok(BTreeMap::new());
    }
    let sql = "SELECT name, seq FROM sqlite_sequence";
    connection.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The column whose number the database hands out.
fn own_number(table: &Table) -> Option<&Name> {
    table.primary_key.columns.first().filter(|_| table.primary_key.fills_itself_in)
}

/// All rows, ordered by the key, or by every column where there is no key.
fn read_rows(connection: &Connection, table: &Table, left: &mut RoomLeft) -> Result<Rows> {
    let columns = quote_names(table.columns.iter().map(|column| column.name.as_str()));
    let from = format!("SELECT {columns} FROM {}", quote_name(&table.name));
    let key = &table.primary_key.columns;
    let order = if key.is_empty() { columns } else { quote_names(key.iter().map(Name::as_str)) };
    let ordered = format!("{from} ORDER BY {order}");
    if table.primary_key.fills_itself_in {
        // The table itself is in this order.
        return query_rows_looking(connection, &ordered, |row, width| left.take_row(row, width));
    }
    // SQLite holds what it sorts, and a column may compute more than the file has room for.
    left.take(connection, &from)?;
    query_rows(connection, &ordered, [])
}

/// The database as SQL that makes it again: tables, indexes, rows in the order of their keys, then views and triggers.
///
/// `now` is the time in seconds since 1970, in UTC: values of `volatile` columns that are about now are masked.
pub fn dump(connection: &Connection, volatile: &[Volatile], now: i64) -> Result<String> {
    let state = State::read(connection)?.mask_volatile(volatile, now);
    let mut text = String::new();
    // SeaORM makes tables that do not depend on each other in any order, so these go by name.
    for sql in read_definitions(connection, "type IN ('table', 'index')", "type = 'index', name")? {
        _ = writeln!(text, "{sql};");
    }
    for (key, table) in &state.schema.tables {
        write_rows(&mut text, table, &state.rows[key]);
    }
    write_counters(&mut text, &state);
    for sql in read_definitions(connection, "type IN ('view', 'trigger')", "rowid")? {
        _ = writeln!(text, "{sql};");
    }
    Ok(text)
}

/// An `INSERT` for each row; what a column computes is left to it.
fn write_rows(text: &mut String, table: &Table, rows: &Rows) {
    let stored: Vec<usize> =
        (0..table.columns.len()).filter(|index| !table.columns[*index].generated).collect();
    let names: Vec<String> =
        stored.iter().map(|index| quote_name(&table.columns[*index].name)).collect();
    let (name, names) = (quote_name(&table.name), names.join(", "));
    for row in &rows.rows {
        let values: Vec<String> = stored.iter().map(|index| row[*index].to_string()).collect();
        _ = writeln!(text, "INSERT INTO {name} ({names}) VALUES ({});", values.join(", "));
    }
}

/// The statements that made what is in the catalogue.
fn read_definitions(connection: &Connection, which: &str, order: &str) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(tbl_name) <> lower(?1) AND {which}
           AND (NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%')
                OR tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')) ORDER BY {order}"
    );
    connection.prepare(&sql)?.query_map([version_table()], |row| row.get(0))?.collect()
}

/// Writes the counters of `AUTOINCREMENT` keys that stand higher than the rows alone would put them.
fn write_counters(text: &mut String, state: &State) {
    for table in state.schema.tables.values().filter(|table| table.primary_key.autoincrement) {
        let Some(counter) = state.counters.get(&table.name) else { continue };
        let key = &table.primary_key.columns[0];
        let rows = &state.rows[&table.name];
        let highest = rows.index(key).and_then(|at| rows.rows.iter().map(|row| &row[at]).max());
        if highest != Some(&Value::Integer(*counter)) {
            let name = Value::Text(table.name.to_string());
            _ = writeln!(text, "DELETE FROM sqlite_sequence WHERE name = {name};");
            _ = writeln!(
                text,
                "INSERT INTO sqlite_sequence (name, seq) VALUES ({name}, {counter});"
            );
        }
    }
}

/// Runs statements that put rows into a database, as [`State::as_rows`] gives them, all or none: no trigger takes part,
/// and no foreign key. Both are on afterwards.
///
/// # Errors
/// A rule of the tables refuses a row.
pub fn put_rows(connection: &Connection, statements: &str) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let put = connection.execute_batch(&format!("BEGIN; {statements} COMMIT;"));
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    put
}

/// A database in memory with the recorded state in it.
pub fn load(state: &str) -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN;")?;
    connection.execute_batch(state)?;
    connection.execute_batch("COMMIT")?;
    Ok(connection)
}

/// Everything the catalogue has, as the statements that made it.
pub fn catalogue(connection: &Connection) -> Result<Vec<String>> {
    read_definitions(connection, "true", "type, name")
}

/// Rules of an exercise for comparing two states.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rules {
    pub insist: Insist,
    pub volatile: Vec<Volatile>,
}

/// Options for comparing two states.
#[derive(Clone, Copy, Debug)]
pub struct CompareOptions<'a> {
    pub rules: &'a Rules,
    /// After a downgrade, which is told in other words.
    pub undoing: bool,
    /// The time in seconds since 1970, in UTC.
    pub now: i64,
}

/// Lists what separates two databases: the schema first; rows only where the columns are right.
pub fn compare_states(
    expected: State,
    actual: State,
    how: CompareOptions<'_>,
) -> Result<Vec<Problem>> {
    let CompareOptions { rules, undoing, now } = how;
    let changes = diff(&expected.schema, &actual.schema, rules.insist);
    let mut problems: Vec<Problem> = changes
        .into_iter()
        .filter(|change| !is_in_words_only(&expected.schema, change))
        .map(|change| Problem::Schema { change, undoing, witness: None })
        .collect();
    problems.extend(find_lost_counter(&expected, &actual, how));
    let actual = actual.mask_volatile(&rules.volatile, now);
    let expected = expected.level_json();
    let actual = actual.level_json();
    for (key, want) in &expected.rows {
        let table = &expected.schema.tables[key];
        let (Some(got), name) = (actual.rows.get(key), table.name.clone()) else { continue };
        if want.columns.iter().any(|column| got.index(column).is_none()) {
            continue;
        }
        let differences = rows::compare(want, got, &Order::Free, &table.primary_key.columns);
        let more = differences.len().saturating_sub(1);
        let first = differences.into_iter().next();
        problems.extend(first.map(|difference| Problem::Rows {
            table: name,
            difference,
            more,
            undoing,
        }));
    }
    Ok(problems)
}

/// True where the conditions of two indexes are written otherwise and hold for the same rows.
fn is_in_words_only(schema: &Schema, change: &SchemaChange) -> bool {
    let SchemaChange::IndexDiffers { table, expected, actual, .. } = change else { return false };
    let table = schema.table(table);
    table.is_some_and(|table| probe::hold_the_same_rows(table, expected, actual))
}

/// A table that will hand out the number of a deleted row again, where the exercise insists that it must not.
fn find_lost_counter(expected: &State, actual: &State, how: CompareOptions<'_>) -> Option<Problem> {
    if !how.rules.insist.autoincrement {
        return None;
    }
    let table = expected.counters.iter().find_map(|(name, counter)| {
        let table =
            actual.schema.tables.get(name).filter(|table| table.primary_key.autoincrement)?;
        (actual.counters.get(name).unwrap_or(&0) < counter).then_some(table)
    })?;
    let difference = Difference {
        rule: ProbedRule::PrimaryKey,
        table: table.name.clone(),
        columns: table.primary_key.columns.clone(),
        statement: format!("the next row that is added to {}", quote_name(&table.name)),
        what: ProbeEffect::Reused,
    };
    Some(Problem::Probe { difference: Box::new(difference), undoing: how.undoing })
}

/// Compares two results: the first difference, with the number of the others. A column that was not asked for is one.
pub fn compare_results(expected: &Rows, actual: &Rows, order: &Order) -> Option<Problem> {
    let all_asked_for = actual.columns.iter().all(|column| expected.index(column).is_some());
    let differences = if all_asked_for {
        rows::compare(expected, actual, order, &[])
    } else {
        let (expected, actual) = (expected.columns.clone(), actual.columns.clone());
        vec![RowDifference::Columns { expected, actual }]
    };
    let more = differences.len().saturating_sub(1);
    differences.into_iter().next().map(|difference| Problem::Result { difference, more })
}

/// Compares printed output with what was expected; white space at the ends of lines does not count, nor do blank lines at
/// the end that are more than those expected.
pub fn compare_output(expected: &str, actual: &str, order: &Order) -> Option<Problem> {
    let expected = split_lines(expected);
    let mut actual = split_lines(actual);
    drop_blank_end(&mut actual, &expected);
    let mut extra = actual.clone();
    let mut missing = Vec::new();
    for line in &expected {
        match extra.iter().position(|other| other == line) {
            Some(index) => drop(extra.remove(index)),
            None => missing.push(*line),
        }
    }
    let number = expected.iter().zip(&actual).position(|(one, two)| one != two);
    let at = |index: usize| (index + 1, expected[index].to_owned(), actual[index].to_owned());
    let difference = match (missing.first(), extra.first(), number) {
        (Some(_), Some(_), Some(index))
            if expected.len() == actual.len() && *order == Order::Counts =>
        {
            let (number, expected, actual) = at(index);
            LineDifference::Different { number, expected, actual }
        }
        (Some(line), instead, _) => LineDifference::Missing {
            line: (*line).to_owned(),
            instead: instead.map(|line| (*line).to_owned()),
        },
        (None, Some(line), _) => LineDifference::Extra((*line).to_owned()),
        (None, None, Some(index)) if *order == Order::Counts => {
            let (number, expected, actual) = at(index);
            LineDifference::OutOfOrder { number, expected, actual }
        }
        (None, None, _) => return None,
    };
    let more = missing.len().max(extra.len()).saturating_sub(1);
    Some(Problem::Output { difference, more, printer: Printer::Answer })
}

/// The lines of a text without the white space at their ends, of which a no-break space is none.
fn split_lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_ascii_end).collect()
}

/// Drops blank lines at the end, as far as there are more of them than in the `other` lines: where the order is free, one of
/// those there may be an empty value that stands elsewhere here.
fn drop_blank_end(lines: &mut Vec<&str>, other: &[&str]) {
    let blanks = |lines: &[&str]| lines.iter().filter(|line| line.is_empty()).count();
    let most = blanks(other);
    while lines.last().is_some_and(|line| line.is_empty()) && blanks(lines) > most {
        lines.pop();
    }
}

#[cfg(test)]
mod tests;
