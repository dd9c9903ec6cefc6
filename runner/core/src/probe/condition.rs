//! Compares the `WHERE`s of two indexes by the rows for which they are true, whatever words they use.

use rusqlite::{Connection, Result};

use crate::rows::Value;
use crate::sample::edge_pool;
use crate::sandbox::Sandbox;
use crate::schema::check::read_check;
use crate::schema::{Affinity, Column, Index, Table};
use crate::sql::name::{quote_name, quote_names};

/// The most values of a column that are tried.
const MOST_VALUES: usize = 60;
/// The conditions may be asked so often whether they go on: some ten million instructions of SQLite.
const MOST_LOOKS: usize = 10_000;

/// Tells whether two indexes on the same columns hold the same rows of `table`. An index without a condition holds all.
///
/// Each column that a condition mentions has its values at the edges of its type and next to what both mention. A condition
/// on more than two columns, or one that does not run, is not compared: then they differ.
pub fn hold_the_same_rows(table: &Table, one: &Index, two: &Index) -> bool {
    let (Some(first), Some(second)) = (IndexParts::of(one), IndexParts::of(two)) else {
        return false;
    };
    first.columns == second.columns
        && agree(table, [first.condition, second.condition]).unwrap_or(false)
}

/// An index, taken apart.
struct IndexParts<'a> {
    /// In an order that does not count: names with collations, or normalized expressions.
    columns: Vec<String>,
    condition: &'a str,
}

impl IndexParts<'_> {
    /// None for an index on an expression and without a condition, which has nothing to compare.
    fn of(index: &Index) -> Option<IndexParts<'_>> {
        let (parts, condition) = match index.split_words() {
            Some((parts, Some(condition))) => (parts, condition),
            Some((_, None)) => return None,
            None => ("", "TRUE"),
        };
        if index.columns.iter().any(|column| column.name.is_empty()) {
            return Some(IndexParts { columns: vec![parts.to_owned()], condition });
        }
        let named = index.columns.iter();
        let mut columns: Vec<String> =
            named.map(|one| format!("{:?} {}", one.name, one.collation)).collect();
        columns.sort();
        Some(IndexParts { columns, condition })
    }
}

fn agree(table: &Table, conditions: [&str; 2]) -> Result<bool> {
    let mentions = conditions.map(|condition| read_check(condition.to_owned(), table));
    let literals = mentions.iter().flat_map(|mention| mention.literals.clone());
    let literals: Vec<Value> = literals.collect();
    let mentioned = mentions.iter().flat_map(|mention| &mention.columns);
    let mut mentioned: Vec<&Column> = mentioned.filter_map(|name| table.column(name)).collect();
    mentioned.sort_by_key(|column| &column.name);
    mentioned.dedup_by_key(|column| &column.name);
    if mentioned.len() > 2 {
        return Ok(false);
    }
    let mut looks = 0;
    let sandbox = Sandbox::new(Connection::open_in_memory()?, move || {
        looks += 1;
        looks > MOST_LOOKS
    })?;
    let connection = sandbox.connection();
    let columns: Vec<String> = table.columns.iter().map(define).collect();
    connection.execute_batch(&format!("CREATE TABLE tried ({})", columns.join(", ")))?;
    connection.execute_batch("INSERT INTO tried DEFAULT VALUES")?;
    if !mentioned.is_empty() {
        connection.execute_batch(&fill(&mentioned, &literals))?;
    }
    let [one, two] = conditions;
    let sql =
        format!("SELECT NOT EXISTS (SELECT 1 FROM tried WHERE ({one}) IS TRUE <> ({two}) IS TRUE)");
    sandbox.foreign(|connection| connection.query_row(&sql, [], |row| row.get(0)))
}

/// The column with what matters to a comparison of its values, and without its rules.
fn define(column: &Column) -> String {
    let affinity = match column.affinity() {
        Affinity::Integer => "INTEGER",
        Affinity::Text => "TEXT",
        Affinity::Blob => "BLOB",
        Affinity::Real => "REAL",
        Affinity::Numeric => "NUMERIC",
    };
    format!("{} {affinity} COLLATE {}", quote_name(&column.name), quote_name(&column.collation))
}

/// The statements that put rows with each value of one column beside each of the other.
fn fill(columns: &[&Column], literals: &[Value]) -> String {
    let names = quote_names(columns.iter().map(|column| column.name.as_str()));
    let lists = (0..).zip(columns).map(|(at, column)| {
        let values = list_values(column, literals).into_iter().map(|value| format!("({value})"));
        let values: Vec<String> = values.collect();
        format!("(VALUES {}) AS list{at}", values.join(", "))
    });
    let lists: Vec<String> = lists.collect();
    let read: Vec<String> = (0..lists.len()).map(|at| format!("list{at}.column1")).collect();
    format!(
        "DELETE FROM tried; INSERT INTO tried ({names}) SELECT {} FROM {}",
        read.join(", "),
        lists.join(", ")
    )
}

fn list_values(column: &Column, literals: &[Value]) -> Vec<Value> {
    let mut values = edge_pool(column.affinity(), &[], literals);
    values.truncate(MOST_VALUES);
    let others = [Value::Integer(2), Value::Real(0.5), Value::Text("x".to_owned())];
    values.extend(others);
    if !column.required {
        values.push(Value::Null);
    }
    values
}
