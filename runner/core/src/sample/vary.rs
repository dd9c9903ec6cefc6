//! Statements that add rows each of which differs from one that is there in a single column: what asks for several things at
//! once meets every value in the one, while all else is as it was.

use rusqlite::{Connection, Result};

use super::disturb::{find_own_number, keep_taken, read_numbers};
use super::edges::Allowed;
use super::parents_first;
use super::values::list_values;
use crate::rows::Value;
use crate::schema::{Affinity, Column, Table, inspect};
use crate::sql::name::{Name, quote_name, quote_names};

/// The most rows of a table that others differ from.
const MOST_ROWS: usize = 6;
/// The most values of a column that are tried.
const MOST_VALUES: usize = 24;

/// `INSERT` statements of some rows each, that the database takes in this order. A table whose rows it does not number has
/// none.
///
/// They are tried in a savepoint and taken back.
pub fn varying_statements(
    connection: &Connection,
    mentioned: &[Value],
    allowed: &[Allowed],
) -> Result<Vec<String>> {
    let schema = inspect::schema(connection)?;
    let mut statements = Vec::new();
    for table in parents_first(&schema) {
        let Some(key) = find_own_number(table) else { continue };
        let mut numbers = read_numbers(connection, &table.name, key)?;
        let Some(highest) = numbers.last().copied() else { continue };
        if numbers.len() > MOST_ROWS {
            // The newest rows are there for a reason as often as the oldest.
            numbers.drain(MOST_ROWS / 2..numbers.len() - MOST_ROWS / 2);
        }
        let copied = CopiedRows { table, key, numbers: &numbers };
        statements.extend(ODD_NUMBERS.map(|number| copied.write_first(number)));
        let stored = table.columns.iter().filter(|one| !one.generated && one.name != *key);
        for column in stored.filter(|column| !table.is_reference(&column.name)) {
            if !column.required {
                // A condition on the number may keep what is NULL from a statement that forgets it.
                let below = -STEP * (i64::try_from(statements.len()).unwrap_or(0) + 1);
                statements.push(copied.write_copy(column, "NULL", below));
            }
            let values = list_values(connection, table, column, mentioned, allowed)?;
            let values = values.iter().take(MOST_VALUES).map(Value::to_string);
            for value in values.chain(list_values_of_others(table, column, allowed)) {
                let turn = i64::try_from(statements.len()).unwrap_or(0) + 1;
                let above = highest.saturating_add(turn.saturating_mul(STEP));
                statements.push(copied.write_copy(column, &value, above));
            }
        }
    }
    keep_taken(connection, &mut statements)?;
    Ok(statements)
}

/// What other columns hold, as SQL, and texts of theirs in other letters: two columns of a row may be compared.
fn list_values_of_others(table: &Table, column: &Column, allowed: &[Allowed]) -> Vec<String> {
    if column.affinity() != Affinity::Text || Allowed::find(allowed, table, column).is_some() {
        return Vec::new();
    }
    let others = table.columns.iter().filter(|other| other.name != column.name);
    let others = others.filter(|other| other.affinity() == Affinity::Text);
    others
        .flat_map(|other| {
            let name = quote_name(&other.name);
            [
                format!("CASE {name} WHEN upper({name}) THEN lower({name}) ELSE upper({name}) END"),
                name,
            ]
        })
        .collect()
}

/// Numbers of rows that a condition may forget.
const ODD_NUMBERS: [i64; 2] = [0, -5];
/// The numbers of copies of the same rows are so far from those of the next.
const STEP: i64 = 50;

/// Rows that are copied.
struct CopiedRows<'a> {
    table: &'a Table,
    key: &'a Name,
    numbers: &'a [i64],
}

impl CopiedRows<'_> {
    /// A statement that copies them with another value in one column, and new numbers above this one.
    fn write_copy(&self, column: &Column, value: &str, above: i64) -> String {
        let most = if self.is_unique(column) { 1 } else { MOST_ROWS };
        self.write(most, |one| {
            if one.name == *self.key {
                format!("{above} + row_number() OVER (ORDER BY {})", quote_name(&one.name))
            } else if one.name == column.name {
                value.to_owned()
            } else {
                self.tell_apart(one, above)
            }
        })
    }

    /// A statement that copies the first of them under this number, and where it refers to a row that is numbered too, to the
    /// one of this number.
    fn write_first(&self, number: i64) -> String {
        self.write(1, |one| {
            let is_number =
                one.affinity() == Affinity::Integer && self.table.is_reference(&one.name);
            if one.name == *self.key || is_number {
                number.to_string()
            } else {
                self.tell_apart(one, number)
            }
        })
    }

    /// A statement that copies the first `most` of them, each column as `value_of` says.
    fn write(&self, most: usize, value_of: impl Fn(&Column) -> String) -> String {
        let stored = self.table.columns.iter().filter(|one| !one.generated);
        let names = quote_names(stored.clone().map(|one| one.name.as_str()));
        let values: Vec<String> = stored.map(value_of).collect();
        let numbers: Vec<String> = self.numbers.iter().take(most).map(i64::to_string).collect();
        format!(
            "INSERT INTO {table} ({names}) SELECT {} FROM {table} WHERE {} IN ({})",
            values.join(", "),
            quote_name(self.key),
            numbers.join(", "),
            table = quote_name(&self.table.name)
        )
    }

    /// The value of a copy in another column: a text that has to differ gets a number behind it.
    fn tell_apart(&self, column: &Column, number: i64) -> String {
        let name = quote_name(&column.name);
        if self.is_unique(column) && column.affinity() == Affinity::Text {
            format!("{name} || ' {number}'")
        } else {
            name
        }
    }

    fn is_unique(&self, column: &Column) -> bool {
        let mut indexed = self.table.uniques.iter().flat_map(|unique| &unique.columns);
        indexed.any(|one| one.name == column.name)
    }
}
