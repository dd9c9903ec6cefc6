//! Finds what a script lost of what it has to leave as it was: the rows of the tables it does not drop, and the values of the columns it does not
//! change.

use rusqlite::{Connection, params_from_iter};

use super::Halt;
use crate::generate::Change;
use crate::rows::read::{query_column, query_rows};
use crate::rows::{Row, RowDifference, Value};
use crate::sandbox::copy_for_trial;
use crate::schema::{Affinity, Table, inspect};
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
    /// Pairs the tables of two databases, of which one was made of the other by `changes`.
    pub(super) fn pair_tables(
        before: &Connection,
        after: &Connection,
        changes: &[Change],
    ) -> Result<Kept, Halt> {
        let old = inspect::schema(before)?;
        let new = inspect::schema(after)?;
        let pairs = old
            .tables
            .values()
            .filter_map(|table| Some((table, new.table(renamed_table(changes, &table.name))?)));
        let tables = pairs.map(|(table, now)| KeptTable::pair_columns(table, now, changes));
        Ok(Kept { tables: tables.collect() })
    }

    /// Reverses it, for the way back.
    pub(super) fn reverse(&self) -> Kept {
        Kept { tables: self.tables.iter().map(KeptTable::reverse).collect() }
    }

    /// Finds what is not in `after` any more, although `after` would take it.
    pub(super) fn find_lost_up(
        &self,
        before: &Connection,
        after: &Connection,
    ) -> Result<Lost, Halt> {
        self.find_lost(before, &Connection::open_in_memory()?, after)
    }

    /// Finds the same of rows that `known` does not have.
    pub(super) fn find_lost(
        &self,
        before: &Connection,
        known: &Connection,
        after: &Connection,
    ) -> Result<Lost, Halt> {
        let known_tables = inspect::schema(known)?.tables;
        let mut found = Vec::new();
        for table in &self.tables {
            let known = if known_tables.contains_key(&table.before) {
                table.read_rows(known, false)?
            } else {
                Vec::new()
            };
            let mut old = table.read_rows(before, false)?;
            let new = table.read_rows(after, true)?;
            old.retain(|row| table.find_twin(row, &known).is_none());
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
                let Some(twin) = table.find_twin(row, &new) else {
                    if table.takes_row(after, row, !new.is_empty())? {
                        found.push((
                            table.before.clone(),
                            RowDifference::Missing(table.name_values(row)),
                        ));
                    }
                    continue;
                };
                for at in (0..row.len()).filter(|at| row[*at] != twin[*at]) {
                    if table.takes_value(after, row, at)? {
                        found
                            .push((table.before.clone(), table.describe_difference(at, row, twin)));
                    }
                }
            }
        }
        Ok(found)
    }

    /// Finds what was the same before and after, and is not in `back` any more.
    pub(super) fn find_lost_down(
        &self,
        before: &Connection,
        after: &Connection,
        back: &Connection,
    ) -> Result<Lost, Halt> {
        let mut found = Vec::new();
        for table in &self.tables {
            let old = table.read_rows(before, false)?;
            let new = table.read_rows(after, true)?;
            let now = table.read_rows(back, false)?;
            for row in &old {
                let Some(between) = table.find_twin(row, &new) else { continue };
                let Some(twin) = table.find_twin(row, &now) else {
                    found.push((
                        table.before.clone(),
                        RowDifference::Missing(table.name_values(row)),
                    ));
                    continue;
                };
                let stayed = (0..row.len()).filter(|at| row[*at] == between[*at]);
                let wrong = stayed.filter(|at| row[*at] != twin[*at]);
                found
                    .extend(wrong.map(|at| {
                        (table.before.clone(), table.describe_difference(at, row, twin))
                    }));
            }
        }
        Ok(found)
    }
}

impl KeptTable {
    fn pair_columns(table: &Table, now: &Table, changes: &[Change]) -> KeptTable {
        let mut columns = Vec::new();
        let mut retyped = Vec::new();
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
        columns.sort_by_key(|pair| !is_key_pair(table, now, pair));
        let keys = columns.iter().filter(|pair| is_key_pair(table, now, pair)).count();
        let is_whole =
            keys == table.primary_key.columns.len() && keys == now.primary_key.columns.len();
        KeptTable {
            before: table.name.clone(),
            after: now.name.clone(),
            columns,
            retyped,
            keys: if is_whole { keys } else { 0 },
        }
    }

    fn reverse(&self) -> KeptTable {
        KeptTable {
            before: self.after.clone(),
            after: self.before.clone(),
            columns: self.columns.iter().map(|(from, to)| (to.clone(), from.clone())).collect(),
            retyped: Vec::new(),
            keys: self.keys,
        }
    }

    /// Reads the values of the columns that stay.
    fn read_rows(&self, connection: &Connection, after: bool) -> Result<Vec<Vec<Value>>, Halt> {
        let table = if after { &self.after } else { &self.before };
        let columns =
            self.columns.iter().map(|(from, to)| quote_name(if after { to } else { from }));
        let columns: Vec<String> = columns.chain(["1".to_owned()]).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), quote_name(table));
        let mut rows = query_rows(connection, &sql, [])?.rows;
        rows.iter_mut().for_each(|row| row.truncate(self.columns.len()));
        Ok(rows)
    }

    /// Finds the same row in another state: the one with its key, or else with all its values.
    fn find_twin<'a>(&self, row: &[Value], rows: &'a [Vec<Value>]) -> Option<&'a Vec<Value>> {
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
        let columns = &all.tables[&self.after].columns;
        let others: Vec<String> = columns
            .iter()
            .filter(|column| !column.generated && !self.keeps_as(&column.name))
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

    /// True if a column that stays has this name afterwards.
    fn keeps_as(&self, name: &Name) -> bool {
        self.columns.iter().any(|(_, to)| to == name)
    }

    /// Tries whether the table could have kept one value of a row.
    fn takes_value(&self, after: &Connection, row: &[Value], at: usize) -> Result<bool, Halt> {
        let trial = copy_for_trial(after)?;
        let condition = (0..self.keys)
            .map(|key| format!("{} IS {}", quote_name(&self.columns[key].1), row[key]));
        let condition = condition.collect::<Vec<_>>().join(" AND ");
        let table = quote_name(&self.after);
        let column = quote_name(&self.columns[at].1);
        let sql = format!("UPDATE {table} SET {column} = {} WHERE {condition}", row[at]);
        Ok(trial.execute(&sql, params_from_iter::<[i64; 0]>([])).is_ok())
    }

    fn name_values(&self, values: &[Value]) -> Row {
        Row(self.columns.iter().map(|(name, _)| name.clone()).zip(values.iter().cloned()).collect())
    }

    fn describe_difference(
        &self,
        at: usize,
        expected: &[Value],
        actual: &[Value],
    ) -> RowDifference {
        RowDifference::Different {
            column: self.columns[at].0.clone(),
            expected: self.name_values(expected),
            actual: self.name_values(actual),
        }
    }
}

/// Finds a column with different numbers that has only one value left.
fn find_flattened_numbers(
    before: &Connection,
    (table, from): (&Name, &Name),
    after: &Connection,
    (new_table, to): (&Name, &Name),
) -> Result<Option<RowDifference>, Halt> {
    let old = read_distinct_values(before, table, from)?;
    let new = read_distinct_values(after, new_table, to)?;
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

fn read_distinct_values(
    connection: &Connection,
    table: &Name,
    column: &Name,
) -> rusqlite::Result<Vec<Value>> {
    let sql = format!(
        "SELECT DISTINCT {0} FROM {1} WHERE {0} IS NOT NULL",
        quote_name(column),
        quote_name(table)
    );
    query_column(connection, &sql)
}

/// True if the column is part of the primary key before and after.
fn is_key_pair(table: &Table, now: &Table, (from, to): &(Name, Name)) -> bool {
    table.primary_key.columns.contains(from) && now.primary_key.columns.contains(to)
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
