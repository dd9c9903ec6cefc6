//! Keeps the rows of a database beside it, and names those that scripts have changed or taken away since. It writes to
//! temporary tables only.

use rusqlite::{Connection, Result};

use crate::rows::read::{query_rows, visit_rows};
use crate::rows::{Row, Value};
use crate::schema::version_table;
use crate::sql::name::{Name, quote_name};

/// How many rows of a table are named.
const NAMED: usize = 3;

/// The rows of some tables as they were at one moment. Dropped with [`KeptRows::forget`].
pub struct KeptRows<'a> {
    connection: &'a Connection,
    tables: Vec<RememberedTable>,
}

struct RememberedTable {
    name: Name,
    /// Primary key; empty for a table without one.
    key: Vec<Name>,
    others: Vec<Name>,
}

/// Rows of one table that are not as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRows {
    pub table: Name,
    /// The first of them.
    pub rows: Vec<ChangedRow>,
    pub count: usize,
}

/// A row by its key, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    pub key: Row,
    /// Values as they were; of a row that is still there, only those that are others now.
    pub before: Row,
    /// What these values are now; None when there is no such row any more.
    pub now: Option<Row>,
}

impl KeptRows<'_> {
    /// Copies the rows of those tables that `is_wanted` names.
    pub fn keep(
        connection: &Connection,
        is_wanted: impl Fn(&Name) -> bool,
    ) -> Result<KeptRows<'_>> {
        let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) <> lower(?1) ORDER BY name";
        let names = connection
            .prepare(sql)?
            .query_map([version_table()], |row| row.get(0))?
            .collect::<Result<Vec<Name>>>()?;
        let mut kept = KeptRows { connection, tables: Vec::new() };
        for name in names.into_iter().filter(is_wanted) {
            kept.keep_table(name)?;
        }
        Ok(kept)
    }

    fn keep_table(&mut self, name: Name) -> Result<()> {
        let columns = read_columns(self.connection, &name)?;
        let (key, others): (Vec<_>, Vec<_>) = columns.into_iter().partition(|(_, part)| *part > 0);
        let mut table = RememberedTable { name, key: Vec::new(), others: names_of(others) };
        let mut key = key;
        key.sort_by_key(|(_, part)| *part);
        table.key = names_of(key);
        let columns = list_columns("", table.key.iter().chain(&table.others));
        self.connection.execute_batch(&format!(
            "CREATE TEMP TABLE {} AS SELECT {columns} FROM main.{}",
            table.kept_name(),
            quote_name(&table.name)
        ))?;
        self.tables.push(table);
        Ok(())
    }

    /// Lists the rows that are others now, or gone, table by table. Those that have come are passed over.
    pub fn find_changed(&self) -> Result<Vec<ChangedRows>> {
        let mut found = Vec::new();
        for table in &self.tables {
            let mut changed = ChangedRows { table: table.name.clone(), rows: Vec::new(), count: 0 };
            table.visit_changed(self.connection, |row| {
                changed.count += 1;
                if changed.rows.len() < NAMED {
                    changed.rows.push(row());
                }
            })?;
            found.extend(Some(changed).filter(|changed| changed.count > 0));
        }
        Ok(found)
    }

    /// Removes the copies.
    pub fn forget(self) -> Result<()> {
        self.tables.iter().try_for_each(|table| {
            self.connection.execute_batch(&format!("DROP TABLE temp.{}", table.kept_name()))
        })
    }
}

impl RememberedTable {
    fn kept_name(&self) -> String {
        quote_name(&format!("{} as it was", self.name))
    }

    fn visit_changed(
        &self,
        connection: &Connection,
        mut look: impl FnMut(&dyn Fn() -> ChangedRow),
    ) -> Result<()> {
        let there = names_of(read_columns(connection, &self.name)?);
        let is_there = |name: &Name| there.contains(name);
        if self.key.is_empty() || !self.key.iter().all(is_there) {
            let sql = self.list_gone(self.others.iter().all(is_there) && !there.is_empty());
            let rows = query_rows(connection, &sql, [])?;
            for row in rows.rows {
                look(&|| self.describe_gone(&row));
            }
            return Ok(());
        }
        let sql = self.compare_by_key(is_there);
        let mut statement = connection.prepare(&sql)?;
        visit_rows(statement.query([])?, |values| {
            look(&|| self.describe_changed(&values));
            true
        })
    }

    /// The rows of a table without a key that has no equal one any more; all of them where the table is another one.
    fn list_gone(&self, is_comparable: bool) -> String {
        let columns = list_columns("", self.key.iter().chain(&self.others));
        let before = format!("SELECT {columns} FROM temp.{}", self.kept_name());
        if is_comparable && self.key.is_empty() {
            format!("{before} EXCEPT SELECT {columns} FROM main.{}", quote_name(&self.name))
        } else {
            before
        }
    }

    /// The rows that are not as they were: key, values before, values now, and 1 where there is such a row.
    fn compare_by_key(&self, is_there: impl Fn(&Name) -> bool) -> String {
        let now = |name: &Name| {
            if is_there(name) { format!("a.{}", quote_name(name)) } else { "NULL".to_owned() }
        };
        let first = quote_name(&self.key[0]);
        let exists = format!("(a.{first} IS NOT NULL OR b.{first} IS NULL)");
        let mut shown = vec![list_columns("b.", self.key.iter().chain(&self.others))];
        shown.extend(self.others.iter().map(now));
        shown.push(exists.clone());
        let same = self.key.iter().map(|name| {
            let name = quote_name(name);
            format!("a.{name} IS b.{name}")
        });
        let mut other = vec![format!("NOT {exists}")];
        other.extend(self.others.iter().map(|name| {
            let (before, now) = (format!("b.{}", quote_name(name)), now(name));
            format!("{before} IS NOT {now} OR typeof({before}) <> typeof({now})")
        }));
        format!(
            "SELECT {} FROM temp.{} AS b LEFT JOIN main.{} AS a ON {} WHERE {}",
            shown.join(", "),
            self.kept_name(),
            quote_name(&self.name),
            same.collect::<Vec<_>>().join(" AND "),
            other.join(" OR ")
        )
    }

    fn describe_gone(&self, values: &[Value]) -> ChangedRow {
        let (key, others) = values.split_at(self.key.len());
        ChangedRow {
            key: named_row(&self.key, key),
            before: named_row(&self.others, others),
            now: None,
        }
    }

    fn describe_changed(&self, values: &[Value]) -> ChangedRow {
        let (key, rest) = values.split_at(self.key.len());
        let (before, rest) = rest.split_at(self.others.len());
        let (now, is_there) = rest.split_at(self.others.len());
        if is_there == [Value::Integer(0)] {
            return self.describe_gone(&values[..key.len() + before.len()]);
        }
        let changed = |all: &[Value]| {
            let pairs = self.others.iter().zip(all).enumerate();
            let changed = pairs.filter(|(at, _)| before[*at] != now[*at]);
            Row(changed.map(|(_, (name, value))| (name.clone(), value.clone())).collect())
        };
        ChangedRow {
            key: named_row(&self.key, key),
            before: changed(before),
            now: Some(changed(now)),
        }
    }
}

/// The columns of a table that are stored, each with its place in the primary key; none when there is no such table.
fn read_columns(connection: &Connection, table: &Name) -> Result<Vec<(Name, i64)>> {
    let sql = "SELECT name, pk FROM pragma_table_xinfo(?1, 'main') WHERE hidden = 0";
    connection.prepare(sql)?.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn names_of(columns: Vec<(Name, i64)>) -> Vec<Name> {
    columns.into_iter().map(|(name, _)| name).collect()
}

fn list_columns<'a>(before: &str, names: impl Iterator<Item = &'a Name>) -> String {
    names.map(|name| format!("{before}{}", quote_name(name))).collect::<Vec<_>>().join(", ")
}

fn named_row(names: &[Name], values: &[Value]) -> Row {
    Row(names.iter().cloned().zip(values.iter().cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What has become of the rows of `schema` after `change`.
    #[track_caller]
    fn check(schema: &str, change: &str, expected: &[&str]) {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(schema).expect("the test's SQL is right");
        let kept = KeptRows::keep(&connection, |_| true).expect("they can be copied");
        connection.execute_batch(change).expect("the test's SQL is right");
        let changed = kept.find_changed().expect("they can be compared");
        let show = |row: &Row| {
            row.0
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let mut found = Vec::new();
        for ChangedRows { table, rows, count } in changed {
            assert!(count >= rows.len());
            found.extend(rows.iter().map(|row| {
                let now = row.now.as_ref().map_or("gone".to_owned(), show);
                format!("{table} {}: {} -> {now}", show(&row.key), show(&row.before))
            }));
        }
        assert_eq!(found, expected);
        kept.forget().expect("they are there");
    }

    const JARS: &str = "CREATE TABLE jar (id INTEGER PRIMARY KEY, size INT, note TEXT);
        INSERT INTO jar VALUES (1, 4, 'a'), (2, NULL, 'b'), (3, 9, NULL);";

    #[test]
    fn what_is_the_same_again_is_not_named() {
        check(JARS, "UPDATE jar SET size = size; INSERT INTO jar VALUES (9, 9, 9)", &[]);
        let unkeyed = "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (2);";
        check(
            unkeyed,
            "CREATE TABLE u AS SELECT a FROM t ORDER BY a DESC; DROP TABLE t; ALTER TABLE u RENAME TO t",
            &[],
        );
        let computed =
            "CREATE TABLE t (a PRIMARY KEY, b AS (a + 1)) WITHOUT ROWID; INSERT INTO t VALUES (1);";
        check(computed, "DELETE FROM t; INSERT INTO t VALUES (1)", &[]);
    }

    #[test]
    fn changed_and_lost_rows_are_named() {
        check(
            JARS,
            "UPDATE jar SET size = 0 WHERE id < 3; DELETE FROM jar WHERE id = 3",
            &[
                "jar id=1: size=4 -> size=0",
                "jar id=2: size=NULL -> size=0",
                "jar id=3: size=9 note=NULL -> gone",
            ],
        );
        check(
            "CREATE TABLE t (a INT, \"b c\" TEXT, v, PRIMARY KEY (\"b c\", a)); INSERT INTO t VALUES (1, 'x', 5);",
            "UPDATE t SET v = '5'",
            &["t b c='x' a=1: v=5 -> v='5'"],
        );
        check(
            "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2);",
            "DELETE FROM t WHERE a = 1",
            &["t : a=1 -> gone"],
        );
    }

    #[test]
    fn columns_and_tables_that_do_not_come_back_take_their_rows_along() {
        check(
            JARS,
            "DROP TABLE jar; CREATE TABLE jar (size INT)",
            &[
                "jar id=1: size=4 note='a' -> gone",
                "jar id=2: size=NULL note='b' -> gone",
                "jar id=3: size=9 note=NULL -> gone",
            ],
        );
        check(
            "CREATE TABLE t (a); INSERT INTO t VALUES (1);",
            "DROP TABLE t",
            &["t : a=1 -> gone"],
        );
        check(
            JARS,
            "ALTER TABLE jar DROP COLUMN note; DELETE FROM jar WHERE id > 1",
            &[
                "jar id=1: note='a' -> note=NULL",
                "jar id=2: size=NULL note='b' -> gone",
                "jar id=3: size=9 note=NULL -> gone",
            ],
        );
    }
}
