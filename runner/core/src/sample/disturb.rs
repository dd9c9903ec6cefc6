//! Statements that change the rows there are, without breaking a reference: so that an id or a count that was written
//! down meets another one.

use rusqlite::{Connection, Result};

use super::parents_first;
use super::random::Random;
use crate::rows::Value;
use crate::schema::{Affinity, Column, Schema, Table, inspect};
use crate::sql::name::{Name, quote_name, quote_names};

/// The most rows of a table that get other numbers.
const MOST: usize = 200;
/// No row of a course has a number near this one.
const FAR_BELOW: i64 = -1_000_000_000_000;

/// What becomes of the rows that are there.
#[derive(Clone, Copy, Debug)]
pub struct Disturbance<'a> {
    pub seed: u64,
    pub ids: Ids,
    /// Numbers of rows that go, where nothing refers to them; other values say nothing.
    pub gone: &'a [Value],
}

/// What becomes of the numbers of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    Kept,
    /// Each row that the database numbered gets another one.
    New,
    /// They get each other's: each number is still there, and stands for another row.
    Exchanged,
    /// Rows that come get numbers that no other table has, or one that a row of theirs lost its parent by.
    Apart,
}

/// Statements that make some values NULL, remove some rows that nothing refers to, and, where asked to, give every row whose
/// number the database handed out another one, children included. They run in one transaction, in this order, with references looked
/// at last; those that a rule of the tables refuses are left out.
pub fn disturbing_statements(
    connection: &Connection,
    disturbance: &Disturbance<'_>,
) -> Result<Vec<String>> {
    let proposed = proposed_statements(connection, disturbance)?;
    connection.execute_batch("SAVEPOINT disturb; PRAGMA defer_foreign_keys = ON")?;
    let mut taken = proposed;
    taken.retain(|statement| connection.execute_batch(statement).is_ok());
    let dangles: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)",
        [],
        |row| row.get(0),
    )?;
    connection.execute_batch("ROLLBACK TO disturb; RELEASE disturb")?;
    if dangles {
        taken.clear();
    }
    Ok(taken)
}

/// Statements that remove one row in four of each table to whose rows nothing refers.
pub fn removing_statements(connection: &Connection, seed: u64) -> Result<Vec<String>> {
    let schema = inspect::schema(connection)?;
    let mut statements = Vec::new();
    for table in schema.tables.values().filter(|table| !has_children(&schema, table)) {
        let Some(key) = find_own_number(table) else { continue };
        let ids = read_numbers(connection, &table.name, key)?;
        let mut random = Random::new(seed, &table.name);
        remove_some(&mut statements, (table, key), ids, &[], &mut random);
    }
    Ok(statements)
}

/// Statements that remove the newest row of every `AUTOINCREMENT` table to which nothing refers: its number must not be
/// handed out again.
pub fn newest_removed(connection: &Connection) -> Result<Vec<String>> {
    let schema = inspect::schema(connection)?;
    let counting = schema.tables.values().filter(|table| table.primary_key.autoincrement);
    let statements = counting.filter(|table| !has_children(&schema, table)).map(|table| {
        let (name, key) = (quote_name(&table.name), quote_name(&table.primary_key.columns[0]));
        format!("DELETE FROM {name} WHERE {key} = (SELECT max({key}) FROM {name})")
    });
    Ok(statements.collect())
}

/// Statements that add every row again, `times` times, with another number and nothing else that differs; and, where that
/// is often, one row of each table as often with other texts. A table whose rows the database does not number has none; where
/// its copies would be more than `most`, only some of its rows are copied.
pub fn copying_statements(
    connection: &Connection,
    times: usize,
    most: usize,
) -> Result<Vec<String>> {
    let schema = inspect::schema(connection)?;
    let mut statements = Vec::new();
    for table in parents_first(&schema) {
        let Some(key) = find_own_number(table) else { continue };
        let stored = table.columns.iter().filter(|one| !one.generated && one.name != *key);
        let others = quote_names(stored.clone().map(|column| column.name.as_str()));
        if others.is_empty() {
            continue;
        }
        let (name, id) = (quote_name(&table.name), quote_name(key));
        let (counting, counted) = if times > 1 {
            let counting = "WITH RECURSIVE copy (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy";
            (format!("{counting} LIMIT {times}) "), ", copy")
        } else {
            (String::new(), "")
        };
        let mut copied = read_numbers(connection, &table.name, key)?;
        let every = copied.len().div_ceil((most / times).max(1)).max(1);
        copied = copied.into_iter().step_by(every).collect();
        let copy_of = |number: &i64, selected: &str| {
            format!(
                "{counting}INSERT INTO {name} ({others}) SELECT {selected} FROM {name}{counted} WHERE {id} = {number}"
            )
        };
        statements.extend(copied.iter().map(|number| copy_of(number, &others)));
        if times > 1 {
            let varied: Vec<String> = stored.map(|column| vary(table, column)).collect();
            statements.extend(copied.first().map(|number| copy_of(number, &varied.join(", "))));
        }
    }
    Ok(statements)
}

/// The expression for a column of a copy: a text that is free gets a number behind it.
fn vary(table: &Table, column: &Column) -> String {
    let name = quote_name(&column.name);
    let is_free = column.affinity() == Affinity::Text && !table.is_reference(&column.name);
    if is_free { format!("ifnull({name}, '') || ' ' || n") } else { name }
}

/// Leaves out the statements that a rule of the tables refuses.
pub(super) fn keep_taken(connection: &Connection, statements: &mut Vec<String>) -> Result<()> {
    connection.execute_batch("SAVEPOINT disturb")?;
    statements.retain(|statement| connection.execute_batch(statement).is_ok());
    connection.execute_batch("ROLLBACK TO disturb; RELEASE disturb")
}

/// Statements that remove all rows, children first.
pub fn emptying_statements(connection: &Connection) -> Result<Vec<String>> {
    let schema = inspect::schema(connection)?;
    let tables = parents_first(&schema).into_iter().rev();
    Ok(tables.map(|table| format!("DELETE FROM {}", quote_name(&table.name))).collect())
}

fn proposed_statements(
    connection: &Connection,
    disturbance: &Disturbance<'_>,
) -> Result<Vec<String>> {
    let Disturbance { seed, ids: policy, gone } = *disturbance;
    let schema = inspect::schema(connection)?;
    let mut statements = Vec::new();
    for table in schema.tables.values() {
        let Some(key) = find_own_number(table) else { continue };
        let mut random = Random::new(seed, &table.name);
        let ids = read_numbers(connection, &table.name, key)?;
        statements.extend(make_null(table, key, seed));
        let stays = policy != Ids::New && seed.is_multiple_of(2);
        let kept = if stays || has_children(&schema, table) {
            ids
        } else {
            remove_some(&mut statements, (table, key), ids, gone, &mut random)
        };
        statements.extend(match policy {
            Ids::Kept | Ids::Apart => Vec::new(),
            Ids::New => renumber(&schema, table, key, &kept, &mut random),
            Ids::Exchanged => exchange_numbers(&schema, table, key, &kept, &mut random),
        });
    }
    Ok(statements)
}

/// The column with the number that the database hands out, unless it refers to another table's.
pub(super) fn find_own_number(table: &Table) -> Option<&Name> {
    let key = &table.primary_key;
    key.columns.first().filter(|name| key.fills_itself_in && !table.is_reference(name))
}

pub(super) fn read_numbers(connection: &Connection, table: &str, key: &str) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT {0} FROM {1} ORDER BY {0} LIMIT {MOST}",
        quote_name(key),
        quote_name(table)
    );
    connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect()
}

fn has_children(schema: &Schema, table: &Table) -> bool {
    let mut foreign_keys = schema.tables.values().flat_map(|other| &other.foreign_keys);
    foreign_keys.any(|key| key.table == table.name)
}

/// Makes each column that may be NULL so in every other row.
fn make_null(table: &Table, key: &Name, seed: u64) -> Vec<String> {
    let free = table.columns.iter().filter(|column| {
        !column.required
            && !column.generated
            && column.name != *key
            && !table.is_reference(&column.name)
    });
    let statements = (0..).zip(free).map(|(number, column): (u64, _)| {
        let (table, key) = (quote_name(&table.name), quote_name(key));
        let (column, at) = (quote_name(&column.name), (seed + number) % 2);
        format!("UPDATE {table} SET {column} = NULL WHERE {key} % 2 = {at}")
    });
    statements.collect()
}

/// Removes one row in four, and those with some numbers; returns the numbers of the others.
fn remove_some(
    statements: &mut Vec<String>,
    (table, key): (&Table, &Name),
    ids: Vec<i64>,
    also: &[Value],
    random: &mut Random,
) -> Vec<i64> {
    let first = random.below(4);
    let (gone, kept): (Vec<_>, Vec<_>) = ids
        .into_iter()
        .enumerate()
        .partition(|(at, id)| at % 4 == first && *at > 0 || also.contains(&Value::Integer(*id)));
    statements.extend(gone.iter().map(|(_, id)| {
        format!("DELETE FROM {} WHERE {} = {id}", quote_name(&table.name), quote_name(key))
    }));
    kept.into_iter().map(|(_, id)| id).collect()
}

/// Gives rows numbers above all there are, in another order and with gaps, and their children the same ones.
fn renumber(
    schema: &Schema,
    table: &Table,
    key: &Name,
    ids: &[i64],
    random: &mut Random,
) -> Vec<String> {
    let Some(highest) = ids.last().copied() else { return Vec::new() };
    let mut next = highest;
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    for id in ids.iter().rev() {
        next = next.saturating_add(random.between(2, 5));
        pairs.push((*id, next));
    }
    set_numbers(&find_places(schema, table, key), &pairs)
}

/// Gives each row the number of another one, and its children the same one. On the way no two rows have one number: all
/// pass through numbers far below 0, which count in no `AUTOINCREMENT`.
fn exchange_numbers(
    schema: &Schema,
    table: &Table,
    key: &Name,
    ids: &[i64],
    random: &mut Random,
) -> Vec<String> {
    if ids.len() < 2 {
        return Vec::new();
    }
    let by = 1 + random.below(ids.len() - 1);
    let others = ids.iter().cycle().skip(by);
    let pairs: Vec<(i64, i64)> =
        ids.iter().zip(others).map(|(old, new)| (*old, FAR_BELOW - new)).collect();
    let places = find_places(schema, table, key);
    let mut statements = set_numbers(&places, &pairs);
    statements.extend(places.iter().map(|(table, column)| {
        format!(
            "UPDATE {table} SET {column} = {FAR_BELOW} - {column} WHERE {column} < {}",
            FAR_BELOW / 2
        )
    }));
    statements
}

/// The column with the number of the rows of a table, and those that refer to it, each after its table; quoted.
fn find_places(schema: &Schema, table: &Table, key: &Name) -> Vec<(String, String)> {
    let mut places = vec![(quote_name(&table.name), quote_name(key))];
    for child in schema.tables.values() {
        let references = child.foreign_keys.iter().filter(|one| one.table == table.name);
        let columns = references.flat_map(|one| one.columns.iter().filter(|(_, to)| to == key));
        places.extend(columns.map(|(from, _)| (quote_name(&child.name), quote_name(from))));
    }
    places
}

/// A statement for each place that puts new numbers where the old ones are.
fn set_numbers(places: &[(String, String)], pairs: &[(i64, i64)]) -> Vec<String> {
    let cases: String = pairs.iter().map(|(old, new)| format!(" WHEN {old} THEN {new}")).collect();
    let set = |(table, column): &(String, String)| {
        format!("UPDATE {table} SET {column} = CASE {column}{cases} ELSE {column} END")
    };
    places.iter().map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_get_other_numbers_and_keep_their_children() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                 CREATE TABLE role (film_id INTEGER REFERENCES film (id), name TEXT NOT NULL);
                 INSERT INTO film VALUES (1, 'Alien'), (2, 'Heat');
                 INSERT INTO role VALUES (1, 'Ripley'), (2, 'Vincent');",
            )
            .expect("the test's SQL is right");
        let disturbance = Disturbance { seed: 7, ids: Ids::New, gone: &[] };
        let statements =
            disturbing_statements(&connection, &disturbance).expect("the rows can be read");
        let sql = statements.join(";");
        connection
            .execute_batch(&format!("BEGIN; PRAGMA defer_foreign_keys = ON; {sql}; COMMIT;"))
            .expect("no reference dangles");
        let found: Vec<(i64, String, String)> = connection
            .prepare("SELECT film.id, title, name FROM film JOIN role ON film_id = film.id ORDER BY title")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .expect("the rows can be read");
        assert!(found.iter().all(|(id, ..)| *id > 2), "{found:?}");
        let names: Vec<&str> = found.iter().map(|(_, _, name)| name.as_str()).collect();
        assert_eq!(names, ["Ripley", "Vincent"]);
    }

    #[test]
    fn rows_get_the_numbers_of_others_and_keep_their_children() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE film (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL);
                 CREATE TABLE role (film_id INTEGER PRIMARY KEY REFERENCES film (id), name TEXT NOT NULL);
                 INSERT INTO film VALUES (-3, 'Alien'), (2, 'Heat'), (9, 'Brazil');
                 INSERT INTO role VALUES (-3, 'Ripley'), (2, 'Vincent');",
            )
            .expect("the test's SQL is right");
        let disturbance = Disturbance { seed: 4, ids: Ids::Exchanged, gone: &[] };
        let statements =
            disturbing_statements(&connection, &disturbance).expect("the rows can be read");
        let sql = statements.join(";");
        connection
            .execute_batch(&format!("BEGIN; PRAGMA defer_foreign_keys = ON; {sql}; COMMIT;"))
            .expect("no reference dangles");
        let ask = |sql: &str| -> String {
            connection.query_row(sql, [], |row| row.get(0)).expect("the rows can be read")
        };
        let ids = "SELECT group_concat(id, ' ' ORDER BY id) FROM film";
        assert_eq!(ask(ids), "-3 2 9");
        let roles = "SELECT group_concat(title || name, ' ' ORDER BY name) FROM role JOIN film ON film_id = id";
        assert_eq!(ask(roles), "AlienRipley HeatVincent");
        let kept = "SELECT count(*) || '' FROM film WHERE (id, title) IN (VALUES (-3, 'Alien'), (2, 'Heat'), (9, 'Brazil'))";
        assert_eq!(ask(kept), "0", "{sql}");
        assert_eq!(ask("SELECT seq || '' FROM sqlite_sequence"), "9");
    }

    #[test]
    fn rows_whose_numbers_are_told_go_where_nothing_refers_to_them() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "CREATE TABLE film (id INTEGER PRIMARY KEY);
                 CREATE TABLE role (id INTEGER PRIMARY KEY, film_id INTEGER REFERENCES film (id));
                 INSERT INTO film VALUES (3), (7);
                 INSERT INTO role VALUES (3, 7), (7, 3), (8, 3)",
            )
            .expect("the test's SQL is right");
        let told = Disturbance { seed: 1, ids: Ids::Kept, gone: &[Value::Integer(7)] };
        let statements = disturbing_statements(&connection, &told).expect("the rows can be read");
        assert!(statements.contains(&"DELETE FROM role WHERE id = 7".to_owned()), "{statements:?}");
        assert!(!statements.contains(&"DELETE FROM film WHERE id = 7".to_owned()));
    }

    #[test]
    fn every_row_is_there_again_under_another_number() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, year INTEGER);
                 CREATE TABLE word (text TEXT PRIMARY KEY);
                 INSERT INTO film VALUES (3, 'Alien', 1979), (7, NULL, NULL); INSERT INTO word VALUES ('a')",
            )
            .expect("the test's SQL is right");
        for (times, most, expected) in
            [(1, 1_000, "4 2 1"), (200, 1_000, "602 202 1"), (200, 300, "402 202 1")]
        {
            let statements = copying_statements(&connection, times, most)
                .expect("the rows can be read")
                .join(";");
            connection.execute_batch(&format!("BEGIN; {statements}")).expect("all can be copied");
            let count = "SELECT concat_ws(' ', count(*), count(DISTINCT ifnull(title, '')), (SELECT count(*) FROM word)) FROM film";
            let found: String =
                connection.query_row(count, [], |row| row.get(0)).expect("the rows can be read");
            connection.execute_batch("ROLLBACK").expect("it can be undone");
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_database_is_emptied_children_first() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE a (id INTEGER PRIMARY KEY);
                 CREATE TABLE b (a INTEGER REFERENCES a (id) ON DELETE RESTRICT);
                 INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)",
            )
            .expect("the test's SQL is right");
        let statements = emptying_statements(&connection).expect("the tables can be read");
        connection.execute_batch(&statements.join(";")).expect("no child is left behind");
    }
}
