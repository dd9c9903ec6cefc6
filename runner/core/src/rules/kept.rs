//! What a script has to leave as it was: the rows of the tables it does not drop, and the values of the columns it does not
//! change.

use rusqlite::{Connection, params_from_iter};

use super::Halt;
use crate::generate::Change;
use crate::rows::read::{query_column, query_rows};
use crate::rows::{Row, RowDifference, Value};
use crate::sandbox::copy;
use crate::schema::{Affinity, inspect};
use crate::sql::name::{Name, quote_name};

/// The tables that a script leaves, each with the columns whose values stay.
pub(super) struct Kept {
    tables: Vec<KeptTable>,
}

struct KeptTable {
    before: Name,
    after: Name,
    /// Each column as it is called before and after.
    columns: Vec<(Name, Name)>,
    /// Those that held numbers and now hold something else: their values may look otherwise, but not all be one.
    retyped: Vec<(Name, Name)>,
    /// Number of `columns`, from the first on, that are the primary key; 0 where the key does not stay.
    keys: usize,
}

type Lost = Vec<(Name, RowDifference)>;

impl Kept {
    pub(super) fn new(
        before: &Connection,
        after: &Connection,
        changes: &[Change],
    ) -> Result<Kept, Halt> {
        let (old, new) = (inspect::schema(before)?, inspect::schema(after)?);
        let mut tables = Vec::new();
        for table in old.tables.values() {
            let to = renamed_table(changes, &table.name);
            let Some(now) = new.table(to) else { continue };
            let (mut columns, mut retyped) = (Vec::new(), Vec::new());
            for column in table.columns.iter().filter(|column| !column.generated) {
                let to = renamed_column(changes, &table.name, &column.name);
                // Of another kind of value than before, it holds other values.
                let is_number = matches!(column.affinity(), Affinity::Integer | Affinity::Real);
                match now.column(to).filter(|now| !now.generated) {
                    Some(now) if now.affinity() == column.affinity() => {
                        columns.push((column.name.clone(), to.clone()));
                    }
                    Some(_) if is_number => retyped.push((column.name.clone(), to.clone())),
                    _ => (),
                }
            }
            let is_key = |(from, to): &(Name, Name)| {
                table.primary_key.columns.contains(from) && now.primary_key.columns.contains(to)
            };
            columns.sort_by_key(|pair| !is_key(pair));
            let keys = columns.iter().filter(|pair| is_key(pair)).count();
            let is_whole =
                keys == table.primary_key.columns.len() && keys == now.primary_key.columns.len();
            let (before, after) = (table.name.clone(), now.name.clone());
            tables.push(KeptTable {
                before,
                after,
                columns,
                retyped,
                keys: if is_whole { keys } else { 0 },
            });
        }
        Ok(Kept { tables })
    }

    /// Reverses it, for the way back.
    pub(super) fn reversed(&self) -> Kept {
        let turned = |table: &KeptTable| KeptTable {
            before: table.after.clone(),
            after: table.before.clone(),
            columns: table.columns.iter().map(|(from, to)| (to.clone(), from.clone())).collect(),
            retyped: Vec::new(),
            keys: table.keys,
        };
        Kept { tables: self.tables.iter().map(turned).collect() }
    }

    /// Finds what is not in `after` any more, although `after` would take it.
    pub(super) fn lost_up(&self, before: &Connection, after: &Connection) -> Result<Lost, Halt> {
        self.lost(before, &Connection::open_in_memory()?, after)
    }

    /// The same, of rows that `known` does not have.
    pub(super) fn lost(
        &self,
        before: &Connection,
        known: &Connection,
        after: &Connection,
    ) -> Result<Lost, Halt> {
        let known_tables = inspect::schema(known)?.tables;
        let mut found = Vec::new();
        for table in &self.tables {
            let known = match known_tables.contains_key(&table.before) {
                true => table.read(known, false)?,
                false => Vec::new(),
            };
            let (mut old, new) = (table.read(before, false)?, table.read(after, true)?);
            old.retain(|row| table.twin(row, &known).is_none());
            for (from, to) in &table.retyped {
                let lost = find_flattened_numbers(
                    before,
                    (&table.before, from),
                    after,
                    (&table.after, to),
                )?;
                found.extend(lost.map(|difference| (table.before.clone(), difference)));
            }
            for row in &old {
                let Some(twin) = table.twin(row, &new) else {
                    if table.takes_row(after, row, !new.is_empty())? {
                        found.push((table.before.clone(), RowDifference::Missing(table.row(row))));
                    }
                    continue;
                };
                for at in (0..row.len()).filter(|at| row[*at] != twin[*at]) {
                    if table.takes_value(after, row, at)? {
                        found.push((table.before.clone(), table.different(at, row, twin)));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Finds what was the same before and after, and is not in `back` any more.
    pub(super) fn lost_down(
        &self,
        before: &Connection,
        after: &Connection,
        back: &Connection,
    ) -> Result<Lost, Halt> {
        let mut found = Vec::new();
        for table in &self.tables {
            let (old, new, now) =
                (table.read(before, false)?, table.read(after, true)?, table.read(back, false)?);
            for row in &old {
                let Some(between) = table.twin(row, &new) else { continue };
                let Some(twin) = table.twin(row, &now) else {
                    found.push((table.before.clone(), RowDifference::Missing(table.row(row))));
                    continue;
                };
                let stayed = (0..row.len()).filter(|at| row[*at] == between[*at]);
                let wrong = stayed.filter(|at| row[*at] != twin[*at]);
                found
                    .extend(wrong.map(|at| (table.before.clone(), table.different(at, row, twin))));
            }
        }
        Ok(found)
    }
}

impl KeptTable {
    /// The values of the columns that stay.
    fn read(&self, connection: &Connection, after: bool) -> Result<Vec<Vec<Value>>, Halt> {
        let table = if after { &self.after } else { &self.before };
        let columns =
            self.columns.iter().map(|(from, to)| quote_name(if after { to } else { from }));
        let columns: Vec<String> = columns.chain(["1".to_owned()]).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), quote_name(table));
        let mut rows = query_rows(connection, &sql, [])?.rows;
        rows.iter_mut().for_each(|row| row.truncate(self.columns.len()));
        Ok(rows)
    }

    /// The same row in another state: the one with its key, or else with all its values.
    fn twin<'a>(&self, row: &[Value], rows: &'a [Vec<Value>]) -> Option<&'a Vec<Value>> {
        let compared = if self.keys == 0 { row.len() } else { self.keys };
        rows.iter().find(|other| other[..compared] == row[..compared])
    }

    /// Tries whether the table could have kept the row, with the other values of any row that it has.
    fn takes_row(&self, after: &Connection, row: &[Value], has_rows: bool) -> Result<bool, Halt> {
        if !has_rows {
            return Ok(true);
        }
        let trial = copy_for_trial(after)?;
        let all = inspect::schema(&trial)?;
        let is_kept = |name: &Name| self.columns.iter().any(|(_, to)| to == name);
        let columns = &all.tables[&self.after].columns;
        let others: Vec<String> = columns
            .iter()
            .filter(|column| !column.generated && !is_kept(&column.name))
            .map(|column| quote_name(&column.name))
            .collect();
        let names = self
            .columns
            .iter()
            .map(|(_, to)| quote_name(to))
            .chain(others.clone())
            .collect::<Vec<_>>()
            .join(", ");
        let values = row.iter().map(Value::to_string).chain(others).collect::<Vec<_>>().join(", ");
        let table = quote_name(&self.after);
        let sql = format!("INSERT INTO {table} ({names}) SELECT {values} FROM {table} LIMIT 1");
        Ok(trial.execute_batch(&sql).is_ok())
    }

    /// Tries whether the table could have kept one value of a row.
    fn takes_value(&self, after: &Connection, row: &[Value], at: usize) -> Result<bool, Halt> {
        let trial = copy_for_trial(after)?;
        let condition = (0..self.keys)
            .map(|key| format!("{} IS {}", quote_name(&self.columns[key].1), row[key]));
        let condition = condition.collect::<Vec<_>>().join(" AND ");
        let (table, column) = (quote_name(&self.after), quote_name(&self.columns[at].1));
        let sql = format!("UPDATE {table} SET {column} = {} WHERE {condition}", row[at]);
        Ok(trial.execute(&sql, params_from_iter::<[i64; 0]>([])).is_ok())
    }

    fn row(&self, values: &[Value]) -> Row {
        Row(self.columns.iter().map(|(name, _)| name.clone()).zip(values.iter().cloned()).collect())
    }

    fn different(&self, at: usize, expected: &[Value], actual: &[Value]) -> RowDifference {
        let column = self.columns[at].0.clone();
        RowDifference::Different { column, expected: self.row(expected), actual: self.row(actual) }
    }
}

/// Finds a column with different numbers that has only one value left.
fn find_flattened_numbers(
    before: &Connection,
    (table, from): (&Name, &Name),
    after: &Connection,
    (new_table, to): (&Name, &Name),
) -> Result<Option<RowDifference>, Halt> {
    let old = distinct_values(before, table, from)?;
    let new = distinct_values(after, new_table, to)?;
    if old.len() < 2 || new.len() > 1 {
        return Ok(None);
    }
    let actual = new.first().unwrap_or(&Value::Null);
    let expected = old.iter().find(|value| *value != actual).unwrap_or(&old[0]);
    Ok(Some(RowDifference::Different {
        column: from.clone(),
        expected: Row(vec![(from.clone(), expected.clone())]),
        actual: Row(vec![(from.clone(), actual.clone())]),
    }))
}

fn distinct_values(
    connection: &Connection,
    table: &Name,
    column: &Name,
) -> Result<Vec<Value>, Halt> {
    let [table, column] = [table, column].map(|name| quote_name(name));
    let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
    Ok(query_column(connection, &sql)?)
}

/// A copy to try statements on, with all rules in force.
fn copy_for_trial(connection: &Connection) -> rusqlite::Result<Connection> {
    let trial = copy(connection)?;
    trial.execute_batch("PRAGMA foreign_keys = ON")?;
    Ok(trial)
}

fn renamed_table<'a>(changes: &'a [Change], name: &'a Name) -> &'a Name {
    let to = changes.iter().find_map(|change| match change {
        Change::RenameTable { table, to } if table == name => Some(to),
        _ => None,
    });
    to.unwrap_or(name)
}

fn renamed_column<'a>(changes: &'a [Change], of: &Name, name: &'a Name) -> &'a Name {
    let to = changes.iter().find_map(|change| match change {
        Change::RenameColumn { table, column, to } if table == of && column == name => Some(to),
        _ => None,
    });
    to.unwrap_or(name)
}
