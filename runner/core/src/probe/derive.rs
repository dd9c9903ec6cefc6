//! Makes probes of a schema: statements that show whether a rule is there. Pure: no database.

use std::collections::BTreeMap;
use std::slice::from_ref;

use super::ProbedRule;
use super::check_edges::{Observation, expect_acceptance, find_edges};
use crate::rows::Value;
use crate::sample::{Allowed, SampleRow, edge_pool};
use crate::schema::check::Check;
use crate::schema::diff::Insist;
use crate::schema::{Affinity, Column, ForeignKey, Schema, Table};
use crate::sql::name::{Name, quote_name};

/// The most probes of one table's checks; more of them say nothing new.
const MOST_OF_CHECKS: usize = 60;
/// The most rows in which an exception from a rule is looked for.
const MOST_EXCEPTIONS: usize = 6;
/// The most values at the edges of one column that are tried on triggers.
const EDGES: usize = 20;

/// One statement that shows whether a rule is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Probe {
    pub(super) rule: ProbedRule,
    pub(super) table: Name,
    pub(super) columns: Vec<Name>,
    /// Statements that have to run first.
    pub(super) setup: Vec<String>,
    pub(super) statement: String,
    pub(super) observed: Observation,
}

/// Inputs from which the probes of a schema are made.
pub(super) struct ProbeInputs<'a> {
    pub(super) schema: &'a Schema,
    pub(super) insist: Insist,
    /// One of the two databases has triggers, and both have the same tables.
    pub(super) has_triggers: bool,
    /// The only values of some columns, where the task narrows them.
    pub(super) allowed: &'a [Allowed],
    pub(super) tables: BTreeMap<Name, TableInputs>,
}

/// Inputs from which the probes of one table are made.
pub(super) struct TableInputs {
    pub(super) checks: Vec<Check>,
    /// The checks that the answer's table has.
    pub(super) unasked: Vec<Check>,
    /// The answer's table takes values of any type, unless a check says otherwise.
    pub(super) takes_any_type: bool,
    /// Mentions of the triggers of both databases, read as if each were a check.
    pub(super) triggers: Vec<Check>,
    /// Rows that both databases take, one after the other.
    pub(super) fresh: Vec<SampleRow>,
}

/// Makes the probes of one table.
pub(super) fn derive_probes(ground: &ProbeInputs<'_>, table: &Table) -> Vec<Probe> {
    let Some(basis) = ground.tables.get(&table.name) else { return Vec::new() };
    let [first, ..] = &basis.fresh[..] else { return Vec::new() };
    let table = ProbedTable { ground, table, basis, first };
    let mut found = table.probe_nulls();
    found.extend(table.probe_left_out());
    found.extend(table.probe_duplicates());
    found.extend(table.table.foreign_keys.iter().flat_map(|key| table.probe_references(key)));
    found.extend(table.probe_checks());
    found.extend(table.probe_values());
    found.extend(table.probe_reuse());
    found.extend(table.probe_triggers());
    found
}

/// A table with the row its probes are made from.
struct ProbedTable<'a> {
    ground: &'a ProbeInputs<'a>,
    table: &'a Table,
    basis: &'a TableInputs,
    first: &'a SampleRow,
}

impl ProbedTable<'_> {
    fn make_probe(
        &self,
        rule: ProbedRule,
        columns: &[Name],
        statement: String,
        observed: Observation,
    ) -> Probe {
        let table = self.table.name.clone();
        Probe { rule, table, columns: columns.to_vec(), setup: Vec::new(), statement, observed }
    }

    fn stored_columns(&self) -> impl Iterator<Item = &Column> {
        self.table.columns.iter().filter(|column| !column.generated)
    }

    fn is_key(&self, column: &Column) -> bool {
        self.table.primary_key.columns.contains(&column.name)
    }

    fn is_own_number(&self, column: &Column) -> bool {
        self.table.primary_key.fills_itself_in && self.is_key(column)
    }

    fn probe_nulls(&self) -> Vec<Probe> {
        let tried = self.stored_columns().filter(|column| {
            column.required && !self.is_own_number(column) || !self.is_key(column)
        });
        tried
            .map(|column| {
                let statement = self.first.with_value(&column.name, &Value::Null).sql();
                self.make_probe(
                    ProbedRule::NotNull,
                    from_ref(&column.name),
                    statement,
                    Observation::Acceptance,
                )
            })
            .collect()
    }

    fn probe_left_out(&self) -> Vec<Probe> {
        let probes = self.stored_columns().map(|column| {
            let (rule, observed) = if self.is_own_number(column) {
                (ProbedRule::PrimaryKey, Observation::FilledIn(column.name.clone()))
            } else {
                (ProbedRule::Default, Observation::Stored(column.name.clone()))
            };
            self.make_probe(
                rule,
                from_ref(&column.name),
                self.first.without_column(&column.name).sql(),
                observed,
            )
        });
        probes.collect()
    }

    /// A second row with what no two rows may share, and with one part of it only.
    fn probe_duplicates(&self) -> Vec<Probe> {
        let Some(other) = self.basis.fresh.get(1) else { return Vec::new() };
        let key = (ProbedRule::PrimaryKey, self.table.primary_key.columns.clone());
        let uniques = self.table.uniques.iter().filter(|index| index.words.is_none());
        let sets = uniques.map(|index| (ProbedRule::Unique, index.column_names())).chain([key]);
        let mut found = Vec::new();
        for (rule, columns) in sets.filter(|(_, columns)| !columns.is_empty()) {
            let parts =
                columns.iter().filter(|_| columns.len() > 1).map(|column| vec![column.clone()]);
            for shared in [columns.clone()].into_iter().chain(parts) {
                let statement = self.first.with_those_of(other, &shared).sql();
                let probe = self.make_probe(rule, &columns, statement, Observation::Acceptance);
                found.push(Probe { setup: vec![other.sql()], ..probe });
            }
        }
        found
    }

    fn probe_references(&self, key: &ForeignKey) -> Vec<Probe> {
        let (Some(parent), Some(of)) =
            (self.ground.schema.tables.get(&key.table), self.ground.tables.get(&key.table))
        else {
            return Vec::new();
        };
        let is_own = parent.name == self.table.name;
        let child = if is_own { of.fresh.get(1) } else { Some(self.first) };
        let (Some(child), [there, rest @ ..]) = (child, &of.fresh[..]) else { return Vec::new() };
        let columns: Vec<Name> = key.columns.iter().map(|(from, _)| from.clone()).collect();
        let child = key.columns.iter().try_fold(child.clone(), |row, (from, to)| {
            Some(row.with_value(from, there.value_of(to)?))
        });
        let Some(child) = child else { return Vec::new() };
        let mut found = vec![self.make_probe(
            ProbedRule::ForeignKey,
            &columns,
            child.sql(),
            Observation::Acceptance,
        )];
        let setup = vec![there.sql(), child.sql()];
        let Some((from, to)) = key.columns.first() else { return found };
        let (Some(old), Some(place)) = (there.value_of(to), there.condition_for(&key.columns))
        else {
            return found;
        };
        let new = rest.last().and_then(|row| row.value_of(to)).unwrap_or(&Value::Null);
        let parent = quote_name(&parent.name);
        let deleted = format!("DELETE FROM {parent} WHERE {place}");
        let renumbered = format!("UPDATE {parent} SET {} = {new} WHERE {place}", quote_name(to));
        let mut changes = vec![(deleted, Value::Null)];
        changes.extend((*new != Value::Null).then(|| (renumbered, new.clone())));
        for (statement, to) in changes {
            let observed = Observation::Children {
                table: self.table.name.clone(),
                column: from.clone(),
                from: old.clone(),
                to,
            };
            let probe =
                self.make_probe(ProbedRule::ForeignKeyAction, &columns, statement, observed);
            found.push(Probe { setup: setup.clone(), ..probe });
        }
        found
    }

    fn probe_checks(&self) -> Vec<Probe> {
        let mut found = Vec::new();
        for check in &self.basis.checks {
            for (row, observed) in self.rows_around(check) {
                found.extend(self.probe_update(check, &row, &observed));
                found.push(self.make_probe(ProbedRule::Check, &check.columns, row.sql(), observed));
            }
        }
        found.truncate(MOST_OF_CHECKS);
        found
    }

    /// A change to what a row with other values has, where a trigger may keep the rule for new rows only.
    fn probe_update(
        &self,
        check: &Check,
        row: &SampleRow,
        observed: &Observation,
    ) -> Option<Probe> {
        let place =
            self.first.condition_for(&self.own_place()).filter(|_| self.ground.has_triggers)?;
        let sets = self.list_changes(row)?;
        let table = quote_name(&self.table.name);
        let statement = format!("UPDATE {table} SET {sets} WHERE {place}");
        let probe = self.make_probe(ProbedRule::Check, &check.columns, statement, observed.clone());
        Some(Probe { setup: vec![self.first.sql()], ..probe })
    }

    /// The assignments that make the first row another one; None where it is the same.
    fn list_changes(&self, row: &SampleRow) -> Option<String> {
        let changed =
            row.values.iter().filter(|(name, value)| self.first.value_of(name) != Some(value));
        let sets: Vec<String> =
            changed.map(|(name, value)| format!("{} = {value}", quote_name(name))).collect();
        (!sets.is_empty()).then(|| sets.join(", "))
    }

    /// A row with each value at the edges of a column that a check mentions, the answer's own checks included: a rule that
    /// nobody asked for refuses one of them, and one that is forgotten lets one in.
    fn probe_values(&self) -> Vec<Probe> {
        let mut found = Vec::new();
        let TableInputs { checks, unasked, .. } = self.basis;
        let all: Vec<&Check> = checks.iter().chain(unasked).collect();
        for column in self.stored_columns().filter(|column| !self.is_own_number(column)) {
            let about: Vec<&Check> =
                all.iter().copied().filter(|one| one.columns.contains(&column.name)).collect();
            if about.is_empty() || self.table.is_reference(&column.name) {
                continue;
            }
            let edges = self.edges_of(column, &about);
            let near: Vec<(Value, Observation)> =
                about.iter().flat_map(|check| find_edges(check, column, self.first)).collect();
            let exceptions = self.rows_with_exceptions(column);
            let excepted =
                exceptions.iter().flat_map(|base| near.iter().map(move |edge| (base, edge)));
            for (base, (value, look)) in edges.iter().map(|edge| (self.first, edge)).chain(excepted)
            {
                let row = base.with_value(&column.name, value);
                found.push(self.make_probe(
                    ProbedRule::Check,
                    from_ref(&column.name),
                    row.sql(),
                    look.clone(),
                ));
            }
        }
        found.truncate(3 * MOST_OF_CHECKS);
        found
    }

    /// Rows in which the answer may make an exception for this column: with what its checks on it and another column say of
    /// the other.
    fn rows_with_exceptions(&self, column: &Column) -> Vec<SampleRow> {
        let mut found = Vec::new();
        for check in self.basis.unasked.iter().filter(|one| one.columns.contains(&column.name)) {
            let others = check.columns.iter().filter(|name| **name != column.name);
            let others = others.filter_map(|name| self.table.column(name));
            for other in others
                .filter(|other| !self.is_own_number(other) && !self.table.is_reference(&other.name))
            {
                let values = find_edges(check, other, self.first).into_iter().take(MOST_EXCEPTIONS);
                found.extend(values.map(|(value, _)| self.first.with_value(&other.name, &value)));
            }
        }
        found.truncate(MOST_EXCEPTIONS);
        found
    }

    fn edges_of(&self, column: &Column, about: &[&Check]) -> Vec<(Value, Observation)> {
        let narrowed = Allowed::find(self.ground.allowed, self.table, column);
        let mut found: Vec<(Value, Observation)> = match narrowed {
            Some(allowed) => {
                allowed.for_affinity(column.affinity()).into_iter().map(expect_acceptance).collect()
            }
            None => {
                let like: Vec<Value> =
                    self.first.value_of(&column.name).cloned().into_iter().collect();
                let told: Vec<Value> =
                    about.iter().flat_map(|check| check.literals.clone()).collect();
                let edges = edge_pool(column.affinity(), &like, &told).into_iter();
                // A text beyond the declared length says something only where a rule measures it.
                let is_measured = self
                    .basis
                    .checks
                    .iter()
                    .any(|check| check.measures && check.columns.contains(&column.name));
                edges
                    .filter(|value| is_measured || column.has_room_for(value))
                    .map(expect_acceptance)
                    .collect()
            }
        };
        // Values between and beside the two of a truth value say only whether a rule is forgotten.
        let asked = self.basis.checks.iter().filter(|one| one.columns.contains(&column.name));
        let asked: Vec<&Value> = asked.flat_map(|check| &check.literals).collect();
        let is_truth_value = [0, 1].iter().all(|&number| asked.contains(&&Value::Integer(number)));
        if column.affinity() == Affinity::Integer && is_truth_value {
            let others = [Value::Real(0.5), Value::Real(-0.5), Value::Text("x".to_owned())];
            found.extend(others.map(|value| (value, Observation::Refusal)));
        }
        if narrowed.is_none() && column.affinity() == Affinity::Integer && asked.is_empty() {
            let others = [Value::Real(2.5), Value::Text("on request".to_owned())];
            let others = others.into_iter().filter(|_| self.basis.takes_any_type);
            found.extend(others.map(expect_acceptance));
        }
        if !matches!(column.affinity(), Affinity::Text | Affinity::Blob) {
            let number = self.first.value_of(&column.name).map(Value::to_string);
            let text = format!("{} pieces", number.unwrap_or_default());
            found.push((Value::Text(text), Observation::Refusal));
        }
        found
    }

    /// Makes rows about the edges of what a check allows.
    fn rows_around(&self, check: &Check) -> Vec<(SampleRow, Observation)> {
        let mut found = Vec::new();
        let columns: Vec<&Column> =
            check.columns.iter().filter_map(|name| self.table.column(name)).collect();
        let columns: Vec<&Column> =
            columns.into_iter().filter(|column| !column.generated).collect();
        let values: Vec<Vec<(Value, Observation)>> =
            columns.iter().map(|column| find_edges(check, column, self.first)).collect();
        for (column, values) in columns.iter().zip(&values) {
            found.extend(values.iter().map(|(value, observed)| {
                (self.first.with_value(&column.name, value), observed.clone())
            }));
        }
        for (at, one) in columns.iter().enumerate() {
            for (other, two) in columns.iter().enumerate().skip(at + 1) {
                let (Some(a), Some(b)) =
                    (self.first.value_of(&one.name), self.first.value_of(&two.name))
                else {
                    continue;
                };
                if one.affinity() == two.affinity() {
                    let same = self.first.with_value(&two.name, a);
                    found.extend([
                        (same, Observation::Acceptance),
                        (
                            self.first.with_value(&one.name, b).with_value(&two.name, a),
                            Observation::Acceptance,
                        ),
                    ]);
                }
                for (a, _) in
                    values[at].iter().filter(|(_, observed)| *observed == Observation::Acceptance)
                {
                    let beside = values[other]
                        .iter()
                        .filter(|(_, observed)| *observed == Observation::Acceptance);
                    found.extend(beside.map(|(b, observed)| {
                        (
                            self.first.with_value(&one.name, a).with_value(&two.name, b),
                            observed.clone(),
                        )
                    }));
                }
            }
        }
        found
    }

    /// The number of the last row, which was deleted, for the next one.
    fn probe_reuse(&self) -> Option<Probe> {
        let key = &self.table.primary_key;
        let (Some(last), Some(column)) = (self.basis.fresh.last(), key.columns.first()) else {
            return None;
        };
        if !(self.ground.insist.autoincrement && key.autoincrement && self.basis.fresh.len() > 1) {
            return None;
        }
        let number = last.value_of(column)?.clone();
        let delete = format!(
            "DELETE FROM {} WHERE {} = {number}",
            quote_name(&self.table.name),
            quote_name(column)
        );
        let observed = Observation::Reused(column.clone(), number);
        let probe = self.make_probe(
            ProbedRule::PrimaryKey,
            &key.columns,
            self.first.without_column(column).sql(),
            observed,
        );
        Some(Probe { setup: vec![last.sql(), delete], ..probe })
    }

    /// Probes that might set a trigger off: a new row, a change of each column, a row that goes.
    fn probe_triggers(&self) -> Vec<Probe> {
        if !self.ground.has_triggers {
            return Vec::new();
        }
        let Some(place) = self.first.condition_for(&self.own_place()) else { return Vec::new() };
        let table = quote_name(&self.table.name);
        let mut found =
            vec![self.make_probe(ProbedRule::Trigger, &[], self.first.sql(), Observation::Rows)];
        let likes = self.rows_like_the_first().into_iter();
        found.extend(likes.map(|row| {
            let probe = self.make_probe(ProbedRule::Trigger, &[], row.sql(), Observation::Rows);
            Probe { setup: vec![self.first.sql()], ..probe }
        }));
        let mut later = vec![format!("DELETE FROM {table} WHERE {place}")];
        // A trigger may ask in which direction a number goes.
        for column in self.stored_columns().filter(|column| {
            column.affinity() == Affinity::Integer && !self.table.is_reference(&column.name)
        }) {
            let name = quote_name(&column.name);
            later.extend(["+", "-"].map(|sign| {
                format!("UPDATE {table} SET {name} = {name} {sign} 7000 WHERE {place}")
            }));
        }
        if let Some(other) = self.basis.fresh.get(1) {
            let free = self.stored_columns().filter(|column| !self.is_key(column));
            later.extend(free.filter_map(|column| {
                let value = other.value_of(&column.name)?;
                let name = quote_name(&column.name);
                Some(format!("UPDATE {table} SET {name} = {value} WHERE {place}"))
            }));
        }
        for (row, observed) in
            self.basis.triggers.iter().flat_map(|trigger| self.rows_around(trigger))
        {
            let observed =
                if observed == Observation::Refusal { observed } else { Observation::Rows };
            found.push(self.make_probe(ProbedRule::Trigger, &[], row.sql(), observed));
            let sets = self.list_changes(&row);
            later.extend(sets.map(|sets| format!("UPDATE {table} SET {sets} WHERE {place}")));
        }
        for row in self.rows_at_edges() {
            found.push(self.make_probe(ProbedRule::Trigger, &[], row.sql(), Observation::Rows));
        }
        for statement in later {
            let probe = self.make_probe(ProbedRule::Trigger, &[], statement, Observation::Rows);
            found.push(Probe { setup: vec![self.first.sql()], ..probe });
        }
        found.truncate(2 * MOST_OF_CHECKS);
        found
    }

    /// Makes rows that have all in common with the first one, all but one column, or one column only, as far as no two
    /// rows must have the same there.
    fn rows_like_the_first(&self) -> Vec<SampleRow> {
        let Some(other) = self.basis.fresh.get(1) else { return Vec::new() };
        let uniques = self.table.uniques.iter().flat_map(|index| index.column_names());
        let mut apart: Vec<Name> = uniques.collect();
        apart.extend(self.table.primary_key.columns.iter().cloned());
        let twin = self.first.with_those_of(other, &apart);
        let free = self.stored_columns().filter(|column| !apart.contains(&column.name));
        let nearly = free.flat_map(|column| {
            let name = from_ref(&column.name);
            [twin.with_those_of(other, name), other.with_those_of(self.first, name)]
        });
        nearly.chain([twin.clone()]).collect()
    }

    /// Makes a row for each value at the edges of a column: a trigger may change what is stored.
    fn rows_at_edges(&self) -> Vec<SampleRow> {
        let told: Vec<Value> =
            self.basis.triggers.iter().flat_map(|trigger| trigger.literals.clone()).collect();
        let free = self
            .stored_columns()
            .filter(|column| !self.is_own_number(column) && !self.table.is_reference(&column.name));
        let rows = free.flat_map(|column| {
            let like: Vec<Value> = self.first.value_of(&column.name).cloned().into_iter().collect();
            let values = edge_pool(column.affinity(), &like, &told).into_iter();
            let fitting = values.filter(|value| column.has_room_for(value)).take(EDGES);
            fitting.map(|value| self.first.with_value(&column.name, &value))
        });
        rows.collect()
    }

    /// The columns by which a row is found, in the form of a foreign key's.
    fn own_place(&self) -> Vec<(Name, Name)> {
        let key = &self.table.primary_key.columns;
        let names: Vec<Name> = self.stored_columns().map(|column| column.name.clone()).collect();
        let names = if key.is_empty() { &names } else { key };
        names.iter().map(|name| (name.clone(), name.clone())).collect()
    }
}

impl SampleRow {
    pub(super) fn value_of(&self, column: &str) -> Option<&Value> {
        self.values.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }

    fn with_value(&self, column: &str, value: &Value) -> SampleRow {
        let mut row = self.clone();
        for (_, own) in row.values.iter_mut().filter(|(name, _)| name == column) {
            own.clone_from(value);
        }
        row
    }

    fn with_those_of(&self, other: &SampleRow, columns: &[Name]) -> SampleRow {
        columns.iter().fold(self.clone(), |row, column| match other.value_of(column) {
            Some(value) => row.with_value(column, value),
            None => row,
        })
    }

    pub(super) fn without_column(&self, column: &str) -> SampleRow {
        let mut row = self.clone();
        row.values.retain(|(name, _)| name != column);
        row
    }

    /// Condition that finds the row: the second of each pair of columns has its value.
    fn condition_for(&self, columns: &[(Name, Name)]) -> Option<String> {
        let same = columns.iter().map(|(_, name)| match self.value_of(name)? {
            Value::Null => Some(format!("{} IS NULL", quote_name(name))),
            value => Some(format!("{} = {value}", quote_name(name))),
        });
        Some(same.collect::<Option<Vec<_>>>()?.join(" AND "))
    }
}
