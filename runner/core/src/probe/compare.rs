//! Runs the probes of one schema on two databases and names what they do differently. Everything is taken back.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Result};

use super::check_edges::Observation;
use super::derive::{Probe, ProbeInputs, TableInputs, derive_probes};
use super::statement::{StatementOutcome, refusing_rule, roll_back, run_statement, shows_rule};
use super::{Difference, Fate, ProbeEffect, ProbedRule};
use crate::rows::moment::unix_seconds;
use crate::rows::read::query_rows;
use crate::rows::{self, Order, Rows, Value};
use crate::sample::{Allowed, Flavour, SamplePlan, SampleRow, made};
use crate::sandbox::Sandbox;
use crate::schema::check::{checks, read_check};
use crate::schema::diff::Insist;
use crate::schema::{Schema, Table};
use crate::sql::name::{Name, quote_name, quote_names};

/// Number of rows each table gets before the probes, and that the probes are made from.
pub(super) const ROWS: usize = 3;

/// SQLite's words for a number that has become too large, such as that of `abs` of the smallest one.
const OVERFLOW: &str = "integer overflow";

/// Two databases with the same rows, on which anything may be tried: they are thrown away afterwards.
pub struct DatabasePair<'a> {
    pub expected: &'a Sandbox,
    pub actual: &'a Sandbox,
    /// Of the expected database.
    pub schema: &'a Schema,
    pub actual_schema: &'a Schema,
    pub insist: Insist,
    /// Columns whose values cannot repeat from run to run: table and column.
    pub volatile: &'a [(Name, Name)],
    /// The tables that differ as it is: what does not run on them is no news.
    pub known: &'a BTreeSet<Name>,
    /// The only values of some columns, where the task narrows them.
    pub allowed: &'a [Allowed],
    /// Views that were expected earlier and are not now.
    pub dropped_views: &'a BTreeSet<Name>,
}

/// The moment that is now while probes run, in UTC: at its end the day is another one in the grader's zone.
const NOW: &str = "2031-03-04 21:06:07";

/// Lists what the second database does otherwise than the first. The clock stands still for both.
pub fn compare(databases: &DatabasePair<'_>) -> Result<Vec<Difference>> {
    for sandbox in [databases.expected, databases.actual] {
        sandbox.stop_the_clock(NOW)?;
    }
    let mut found = Vec::new();
    let mut triggers = read_triggers(databases.expected.connection())?;
    triggers.extend(read_triggers(databases.actual.connection())?);
    let has_triggers = !triggers.is_empty() && databases.known.is_empty();
    let pair = PairProbe { databases, has_triggers };
    let refused = match pair.fill_databases(&mut found)? {
        FillOutcome::Alike(refused) => refused,
        // From here on the two would differ whatever is tried.
        FillOutcome::Apart => return Ok(found),
    };
    let mut inputs = ProbeInputs {
        schema: databases.schema,
        insist: databases.insist,
        has_triggers,
        allowed: databases.allowed,
        tables: BTreeMap::new(),
    };
    for (key, table) in databases.schema.tables.iter().filter(|(key, _)| !refused.contains(*key)) {
        let expected = databases.expected.connection();
        let basis = TableInputs {
            checks: checks(expected, table)?,
            unasked: checks(databases.actual.connection(), table)?,
            takes_any_type: databases.actual_schema.tables.get(key).is_some_and(|one| !one.strict),
            triggers: triggers.iter().map(|sql| read_check(sql.clone(), table)).collect(),
            fresh: pair.make_fresh_rows(table)?,
        };
        inputs.tables.insert(key.clone(), basis);
    }
    for table in databases.schema.tables.values() {
        for probe in derive_probes(&inputs, table) {
            found.extend(pair.run_probe(&probe)?);
        }
    }
    found.extend(pair.compare_views()?);
    found.extend(pair.find_views_left()?);
    Ok(found)
}

fn read_triggers(connection: &Connection) -> Result<Vec<String>> {
    read_texts(connection, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
}

pub(super) fn read_texts(connection: &Connection, sql: &str) -> Result<Vec<String>> {
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

enum FillOutcome {
    /// Both have the same rows. The tables that took none.
    Alike(BTreeSet<Name>),
    Apart,
}

/// Outcome of putting one row into both databases.
enum InsertOutcome {
    Taken,
    NotExpected,
    Refused(Box<Difference>),
    /// Both took it, and something else with it.
    Apart(Box<Difference>),
}

/// Verdict of a database on a probe, with what was looked at.
struct ProbeResult {
    verdict: StatementOutcome,
    fate: Option<Fate>,
    rows: Option<Tables>,
}

/// The rows of all tables.
type Tables = BTreeMap<Name, Rows>;

/// Two databases while they are probed.
pub(super) struct PairProbe<'a> {
    pub(super) databases: &'a DatabasePair<'a>,
    has_triggers: bool,
}

impl PairProbe<'_> {
    /// Puts rows into both databases. A row that one of them refuses is put into none.
    ///
    /// A rule nobody asked for may refuse what is made up for the expected database. Then rows that keep that rule are
    /// made up, and a table for which none can be found says nothing.
    fn fill_databases(&self, found: &mut Vec<Difference>) -> Result<FillOutcome> {
        let schema = self.databases.schema;
        let plan = SamplePlan { seed: 11, rows: ROWS, tables: None, ..SamplePlan::default() };
        let mut refused: BTreeMap<Name, Difference> = BTreeMap::new();
        let mut taken: BTreeSet<Name> = BTreeSet::new();
        for sandbox in [self.databases.expected, self.databases.actual] {
            let is_expected = std::ptr::eq(sandbox, self.databases.expected);
            let left = schema.tables.keys().filter(|key| {
                !taken.contains(*key) && (is_expected || !self.databases.known.contains(*key))
            });
            let left: Vec<Name> = left.cloned().collect();
            for row in made(
                sandbox.connection(),
                schema,
                &SamplePlan { tables: Some(&left), ..plan },
                Flavour::Plain,
            )? {
                match self.insert_into_both(&row)? {
                    InsertOutcome::Taken => _ = taken.insert(row.table),
                    InsertOutcome::Apart(difference) => {
                        found.push(*difference);
                        return Ok(FillOutcome::Apart);
                    }
                    InsertOutcome::Refused(difference) => {
                        _ = refused.entry(row.table).or_insert(*difference)
                    }
                    InsertOutcome::NotExpected => (),
                }
            }
            if taken.len() == schema.tables.len() {
                break;
            }
        }
        refused.retain(|key, _| !taken.contains(key) && !self.databases.known.contains(key));
        let tables = refused.keys().cloned().collect();
        found.extend(
            refused.into_values().filter(|difference| difference.rule != ProbedRule::Check),
        );
        Ok(FillOutcome::Alike(tables))
    }

    fn insert_into_both(&self, row: &SampleRow) -> Result<InsertOutcome> {
        let DatabasePair { expected, actual, .. } = *self.databases;
        let sql = row.sql();
        expected.connection().execute_batch("SAVEPOINT probe")?;
        if !matches!(run_statement(expected, &sql, None)?, StatementOutcome::Accepted(_)) {
            roll_back(expected)?;
            return Ok(InsertOutcome::NotExpected);
        }
        actual.connection().execute_batch("SAVEPOINT probe")?;
        let verdict = run_statement(actual, &sql, None)?;
        if !matches!(verdict, StatementOutcome::Accepted(_)) {
            roll_back(expected)?;
            roll_back(actual)?;
            return Ok(InsertOutcome::Refused(Box::new(report_refused_row(row, sql, verdict))));
        }
        expected.connection().execute_batch("RELEASE probe")?;
        actual.connection().execute_batch("RELEASE probe")?;
        let apart = if self.has_triggers {
            self.compare_rows(ProbedRule::Trigger, &row.table, &sql)?
        } else {
            None
        };
        Ok(apart
            .map_or(InsertOutcome::Taken, |difference| InsertOutcome::Apart(Box::new(difference))))
    }

    /// Compares the rows that the two have now.
    fn compare_rows(
        &self,
        rule: ProbedRule,
        table: &Name,
        statement: &str,
    ) -> Result<Option<Difference>> {
        let expected = self.read_all_rows(self.databases.expected.connection(), statement)?;
        let actual = self.read_all_rows(self.databases.actual.connection(), statement)?;
        Ok(self.find_other_rows(expected.as_ref(), actual.as_ref()).map(|what| Difference {
            rule,
            table: table.clone(),
            columns: Vec::new(),
            statement: statement.to_owned(),
            what,
        }))
    }

    /// Rows for the probes, which both databases take one after the other.
    fn make_fresh_rows(&self, table: &Table) -> Result<Vec<SampleRow>> {
        let DatabasePair { expected, actual, schema, .. } = *self.databases;
        let only = [table.name.clone()];
        let plan =
            SamplePlan { seed: 23, rows: ROWS, tables: Some(&only), ..SamplePlan::default() };
        for (one, other) in [(expected, actual), (actual, expected)] {
            if std::ptr::eq(one, actual) && !self.databases.known.is_empty() {
                break;
            }
            let mut rows = made(one.connection(), schema, &plan, Flavour::Plain)?;
            other.connection().execute_batch("SAVEPOINT probe")?;
            let mut taken = Vec::new();
            for row in &rows {
                taken.push(matches!(
                    run_statement(other, &row.sql(), None)?,
                    StatementOutcome::Accepted(_)
                ));
            }
            roll_back(other)?;
            let mut taken = taken.into_iter();
            rows.retain(|_| taken.next().unwrap_or(false));
            if !rows.is_empty() {
                return Ok(rows);
            }
        }
        Ok(Vec::new())
    }

    fn run_probe(&self, probe: &Probe) -> Result<Option<Difference>> {
        let Some(expected) = self.observe_probe(self.databases.expected, probe)? else {
            return Ok(None);
        };
        if !shows_rule(probe.rule, &expected.verdict) {
            return Ok(None);
        }
        let Some(actual) = self.observe_probe(self.databases.actual, probe)? else {
            return Ok(None);
        };
        let what = self.compare_results(probe, &expected, &actual);
        let statement =
            probe.setup.iter().chain([&probe.statement]).cloned().collect::<Vec<_>>().join("; ");
        Ok(what.map(|what| Difference {
            rule: probe.rule,
            table: probe.table.clone(),
            columns: probe.columns.clone(),
            statement,
            what,
        }))
    }

    /// Runs a probe and takes it back; None when what it needs cannot be there.
    fn observe_probe(&self, sandbox: &Sandbox, probe: &Probe) -> Result<Option<ProbeResult>> {
        sandbox.connection().execute_batch("SAVEPOINT probe")?;
        for statement in &probe.setup {
            if !matches!(run_statement(sandbox, statement, None)?, StatementOutcome::Accepted(_)) {
                roll_back(sandbox)?;
                return Ok(None);
            }
        }
        let returned = match &probe.observed {
            Observation::Stored(column)
            | Observation::FilledIn(column)
            | Observation::Reused(column, _) => Some(column.as_str()),
            _ => None,
        };
        let before = self.count_children(sandbox, &probe.observed)?;
        let mut verdict = run_statement(sandbox, &probe.statement, returned)?;
        // A reference that may wait for the end of the transaction is looked at before that.
        let waits = matches!(probe.rule, ProbedRule::ForeignKey | ProbedRule::ForeignKeyAction);
        if waits
            && matches!(verdict, StatementOutcome::Accepted(_))
            && super::has_dangling_rows(sandbox)?
        {
            verdict = StatementOutcome::Refused("FOREIGN KEY constraint failed".to_owned());
        }
        let accepted = matches!(verdict, StatementOutcome::Accepted(_));
        let fate = match (before, accepted) {
            (Some(before), true) => self
                .count_children(sandbox, &probe.observed)?
                .map(|after| find_fate(&before, &after)),
            _ => None,
        };
        let looks = accepted && probe.observed == Observation::Rows;
        let rows =
            if looks { self.read_all_rows(sandbox.connection(), &probe.statement)? } else { None };
        roll_back(sandbox)?;
        Ok(Some(ProbeResult { verdict, fate, rows }))
    }

    fn compare_results(
        &self,
        probe: &Probe,
        expected: &ProbeResult,
        actual: &ProbeResult,
    ) -> Option<ProbeEffect> {
        // What does not run on tables that differ is no news.
        let is_known = !self.databases.known.is_empty();
        match (&expected.verdict, &actual.verdict) {
            // A rule that cannot be computed for a value lets no row with it in.
            (StatementOutcome::Refused(_), StatementOutcome::Broken(message))
                if message == OVERFLOW =>
            {
                None
            }
            (_, StatementOutcome::Broken(message)) => {
                (!is_known).then(|| ProbeEffect::Broken(message.clone()))
            }
            (StatementOutcome::Refused(_), StatementOutcome::Refused(_)) => None,
            (StatementOutcome::Refused(_), StatementOutcome::Accepted(_)) => {
                Some(match (&probe.observed, actual.fate) {
                    // Rows that follow another number lose nothing. Where the change has to be refused, the tables say so.
                    (Observation::Children { .. }, Some(Fate::Followed)) => return None,
                    (Observation::Children { table, .. }, Some(fate)) => ProbeEffect::Children {
                        table: table.clone(),
                        expected: Fate::Refused,
                        actual: fate,
                    },
                    _ => ProbeEffect::Accepted,
                })
            }
            (StatementOutcome::Accepted(_), StatementOutcome::Refused(message)) => {
                match (&probe.observed, expected.fate) {
                    (Observation::Refusal, _) => None,
                    (Observation::Children { table, .. }, Some(fate)) => {
                        Some(ProbeEffect::Children {
                            table: table.clone(),
                            expected: fate,
                            actual: Fate::Refused,
                        })
                    }
                    _ => Some(ProbeEffect::Refused(message.clone())),
                }
            }
            (StatementOutcome::Accepted(one), StatementOutcome::Accepted(two)) => {
                self.compare_accepted(probe, (one, expected), (two, actual))
            }
            (StatementOutcome::Broken(_), _) => None,
        }
    }

    fn compare_accepted(
        &self,
        probe: &Probe,
        (one, expected): (&Option<Value>, &ProbeResult),
        (two, actual): (&Option<Value>, &ProbeResult),
    ) -> Option<ProbeEffect> {
        match &probe.observed {
            Observation::Acceptance | Observation::Refusal => None,
            Observation::Stored(column) => {
                let [one_masked, two_masked] = [one, two].map(|value| {
                    let value = value.as_ref()?;
                    Some(self.mask_volatile(&probe.table, column, value, &probe.statement))
                });
                (one_masked != two_masked).then(|| report_stored(column, one, two))
            }
            Observation::FilledIn(column) => {
                let [one_empty, two_empty] =
                    [one, two].map(|value| matches!(value, None | Some(Value::Null)));
                (two_empty && !one_empty).then(|| report_stored(column, one, two))
            }
            Observation::Reused(_, number) => {
                // Without a memory of its own, SQLite goes on from the highest number that is left.
                let [one_reused, two_reused] =
                    [one, two].map(|value| value.as_ref().is_some_and(|value| value <= number));
                (two_reused && !one_reused).then_some(ProbeEffect::Reused)
            }
            Observation::Children { table, .. } => match (expected.fate, actual.fate) {
                (Some(expected), Some(actual)) if expected != actual => {
                    Some(ProbeEffect::Children { table: table.clone(), expected, actual })
                }
                _ => None,
            },
            Observation::Rows => self.find_other_rows(expected.rows.as_ref(), actual.rows.as_ref()),
        }
    }

    /// Counts the rows with any value, with the old value, the new one and none.
    fn count_children(
        &self,
        sandbox: &Sandbox,
        observed: &Observation,
    ) -> Result<Option<[i64; 4]>> {
        let Observation::Children { table, column, from, to } = observed else { return Ok(None) };
        let table = quote_name(table);
        let column = quote_name(column);
        let sql = format!(
            "SELECT count(*), count(*) FILTER (WHERE {column} = {from}), count(*) FILTER (WHERE {column} = {to}),
                    count(*) FILTER (WHERE {column} IS NULL) FROM {table}"
        );
        let counts = sandbox
            .connection()
            .query_row(&sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]));
        // Where the column is not there, there is nothing to see.
        Ok(counts.ok())
    }

    /// Reads the rows of all tables without the numbers that the database gives by itself, which may be others.
    fn read_all_rows(&self, connection: &Connection, statement: &str) -> Result<Option<Tables>> {
        let mut tables = Tables::new();
        for (name, table) in &self.databases.schema.tables {
            let key = &table.primary_key;
            let names = table.columns.iter().map(|column| &column.name);
            let names = names.filter(|name| !(key.fills_itself_in && key.columns.contains(*name)));
            let names: Vec<Name> = names.cloned().collect();
            if names.is_empty() {
                continue;
            }
            let sql = format!(
                "SELECT {} FROM {}",
                quote_names(names.iter().map(Name::as_str)),
                quote_name(&table.name)
            );
            let Some(rows) = read_rows(connection, &sql)? else { return Ok(None) };
            let rows = Rows { columns: names, ..rows };
            tables.insert(name.clone(), self.mask_rows(&table.name, rows, statement));
        }
        Ok(Some(tables))
    }

    pub(super) fn mask_rows(&self, table: &str, mut rows: Rows, statement: &str) -> Rows {
        for row in &mut rows.rows {
            for (value, column) in row.iter_mut().zip(&rows.columns) {
                *value = self.mask_volatile(table, column, value, statement);
            }
        }
        rows
    }

    /// Masks a moment that is now, however it is written, and a value of a column that cannot repeat. What the statement
    /// says itself stays.
    fn mask_volatile(&self, table: &str, column: &str, value: &Value, statement: &str) -> Value {
        let mut volatile = self.databases.volatile.iter();
        let is_volatile = volatile.any(|(of, name)| of == table && name == column);
        match value {
            Value::Text(text) if statement.contains(text.as_str()) => value.clone(),
            Value::Text(text) if is_now(text) => value.shape(),
            Value::Text(text) if is_volatile && unix_seconds(text).is_some() => value.clone(),
            _ if is_volatile => value.shape(),
            _ => value.clone(),
        }
    }

    fn find_other_rows(
        &self,
        expected: Option<&Tables>,
        actual: Option<&Tables>,
    ) -> Option<ProbeEffect> {
        let actual = actual?;
        expected?.iter().find_map(|(key, want)| {
            let difference =
                rows::compare(want, actual.get(key)?, &Order::Free, &[]).into_iter().next()?;
            let table =
                self.databases.schema.tables.get(key).map_or(key, |table| &table.name).clone();
            Some(ProbeEffect::Rows { table, difference })
        })
    }
}

/// True of the moment that is now, and of its day.
fn is_now(text: &str) -> bool {
    let day = NOW.split(' ').next();
    unix_seconds(text).is_some_and(|then| {
        [Some(NOW), day].into_iter().flatten().any(|now| unix_seconds(now) == Some(then))
    })
}

fn report_stored(column: &Name, expected: &Option<Value>, actual: &Option<Value>) -> ProbeEffect {
    let column = column.clone();
    match (expected, actual) {
        (Some(Value::Text(expected)), Some(Value::Text(actual)))
            if is_now(expected) && unix_seconds(actual).is_some() =>
        {
            ProbeEffect::OtherMoment { column, actual: actual.clone(), now: NOW }
        }
        _ => ProbeEffect::Stored { column, actual: actual.clone().unwrap_or(Value::Null) },
    }
}

/// Reports a table that takes no row, however ordinary.
fn report_refused_row(row: &SampleRow, statement: String, verdict: StatementOutcome) -> Difference {
    let (rule, what) = match verdict {
        StatementOutcome::Refused(message) => {
            (refusing_rule(&message), ProbeEffect::Refused(message))
        }
        StatementOutcome::Broken(message) => (ProbedRule::Trigger, ProbeEffect::Broken(message)),
        StatementOutcome::Accepted(_) => (ProbedRule::Trigger, ProbeEffect::Accepted),
    };
    Difference { rule, table: row.table.clone(), columns: Vec::new(), statement, what }
}

/// Compares the counts of children before and after their parent was changed.
fn find_fate(before: &[i64; 4], after: &[i64; 4]) -> Fate {
    if after[0] < before[0] {
        Fate::Deleted
    } else if after[1] > 0 {
        Fate::Left
    } else if after[2] > before[2] {
        Fate::Followed
    } else if after[3] > before[3] {
        Fate::Null
    } else {
        Fate::Other
    }
}

/// Reads the rows of a query; None when it does not run.
pub(super) fn read_rows(connection: &Connection, sql: &str) -> Result<Option<Rows>> {
    Ok(query_rows(connection, sql, []).ok())
}
