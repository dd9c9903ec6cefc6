//! Statements that make all numbers of a database small or large, where they are amounts and no names of rows.

use rusqlite::{Connection, Result};

use super::disturb::{find_own_number, keep_taken};
use super::edges::Allowed;
use crate::schema::{Affinity, Column, Table, inspect};
use crate::sql::name::{Name, quote_name};

/// What becomes of the numbers in columns that are no key and refer to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// Below 0.
    Low,
    High,
}

/// Statements that make the numbers in free columns all small or all large, and no two the same: so that a condition on them
/// that stands beside another one is met, or not. `kept` columns keep theirs.
pub fn shifting_statements(
    connection: &Connection,
    amounts: Amounts,
    kept: &[Allowed],
) -> Result<Vec<String>> {
    let (sign, least) = match amounts {
        Amounts::Low => ("-", 7),
        Amounts::High => ("", 1_000_000),
    };
    let mut statements = Vec::new();
    for table in inspect::schema(connection)?.tables.values() {
        let Some(key) = find_own_number(table) else { continue };
        let (name, id) = (quote_name(&table.name), quote_name(key));
        for column in table.columns.iter().filter(|column| is_amount(table, column, key)) {
            let amount = quote_name(&column.name);
            let is_kept = Allowed::find(kept, table, column).is_some();
            if !is_kept && holds_amounts(connection, &name, &amount)? {
                statements.push(format!(
                    "UPDATE {name} SET {amount} = {sign}({least} + abs({id} % 100000)) WHERE {amount} IS NOT NULL"
                ));
            }
        }
    }
    keep_taken(connection, &mut statements)?;
    Ok(statements)
}

/// True of a column with other numbers than 0 and 1, which may be truth values, and without texts.
fn holds_amounts(connection: &Connection, table: &str, column: &str) -> Result<bool> {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE {column} NOT IN (0, 1)) > 0
            AND count(*) FILTER (WHERE typeof({column}) IN ('text', 'blob')) = 0 FROM {table}"
    );
    connection.query_row(&sql, [], |row| row.get(0))
}

fn is_amount(table: &Table, column: &Column, key: &Name) -> bool {
    let is_number = !matches!(column.affinity(), Affinity::Text | Affinity::Blob);
    is_number && !column.generated && column.name != *key && !table.is_reference(&column.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_all_low_or_all_high_and_differ() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection
            .execute_batch(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, price REAL, is_new INTEGER, mixed INTEGER,
                    kept INTEGER, ruled INTEGER CHECK (ruled = 5));
                 INSERT INTO t VALUES (1, 5, 5, 0, 5, 5, 5), (2, 5, NULL, 1, 'many', 5, 5);",
            )
            .expect("the test's SQL is right");
        let kept = Allowed { table: "t".into(), column: "kept".into(), values: Vec::new() };
        for (amounts, expected) in [
            (Amounts::Low, "-8 -8.0 0, -9 0 1"),
            (Amounts::High, "1000001 1000001.0 0, 1000002 0 1"),
        ] {
            let statements = shifting_statements(&connection, amounts, std::slice::from_ref(&kept))
                .expect("the rows can be read");
            assert_eq!(statements.len(), 2, "{statements:?}");
            let sql = statements.join(";");
            connection.execute_batch(&format!("BEGIN; {sql};")).expect("the rows can be changed");
            let all = "SELECT group_concat(concat_ws(' ', n, ifnull(price, 0), is_new), ', ' ORDER BY id) FROM t";
            let found: String =
                connection.query_row(all, [], |row| row.get(0)).expect("the rows can be read");
            connection.execute_batch("ROLLBACK").expect("it can be undone");
            assert_eq!(found, expected);
        }
    }
}
