//! Compares the views of two databases by the rows they show, and finds those that do not run.

use std::collections::BTreeSet;

use rusqlite::{Connection, Result};

use super::compare::{DatabasePair, PairProbe, ROWS, read_rows, read_texts};
use super::statement::{StatementOutcome, message_of_broken, roll_back, run_statement};
use super::{Difference, ProbeEffect, ProbedRule};
use crate::rows::read::query_rows;
use crate::rows::{self, Order};
use crate::sample::{Flavour, SamplePlan, SampleRow, made};
use crate::sandbox::SandboxRefusal;
use crate::schema::Schema;
use crate::sql::name::{Name, quote_name};

/// The names of all views.
const TOO_NESTED: &str = "it reads other views so often that it would never end";
const VIEWS: &str = "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name";

/// Reads the names of all views of a database.
pub fn read_views(connection: &Connection) -> Result<BTreeSet<Name>> {
    Ok(read_texts(connection, VIEWS)?.into_iter().map(Name::from).collect())
}

impl PairProbe<'_> {
    /// Compares the views, once there are rows of all kinds.
    pub(super) fn compare_views(&self) -> Result<Vec<Difference>> {
        let DatabasePair { expected, actual, schema, .. } = *self.databases;
        let views = read_texts(expected.connection(), VIEWS)?;
        if !self.databases.known.is_empty() {
            return Ok(Vec::new());
        }
        let broken = self.find_broken_views(&views)?;
        if views.is_empty() || !broken.is_empty() {
            return Ok(broken);
        }
        let plan = SamplePlan { seed: 31, rows: 2 * ROWS, tables: None, ..SamplePlan::default() };
        let rows = made(expected.connection(), schema, &plan, Flavour::Varied)?;
        // Each once more, as far as its table takes it: a view may show equal rows once.
        let again = rows.iter().map(|row| without_own_number(schema, row));
        for sql in rows.iter().map(SampleRow::sql).chain(again) {
            for sandbox in [expected, actual] {
                sandbox.connection().execute_batch("SAVEPOINT probe")?;
            }
            let both =
                matches!(run_statement(expected, &sql, None)?, StatementOutcome::Accepted(_))
                    && matches!(run_statement(actual, &sql, None)?, StatementOutcome::Accepted(_));
            for sandbox in [expected, actual] {
                if both {
                    sandbox.connection().execute_batch("RELEASE probe")?
                } else {
                    roll_back(sandbox)?
                }
            }
        }
        let mut found = Vec::new();
        for name in views {
            let statement = format!("SELECT * FROM {}", quote_name(&name));
            if let Some(what) = self.compare_view(&name, &statement)? {
                found.push(Difference {
                    rule: ProbedRule::View,
                    table: name.into(),
                    columns: Vec::new(),
                    statement,
                    what,
                });
            }
        }
        Ok(found)
    }

    /// Finds the views that nobody asked for and that do not run, such as one whose table is gone.
    fn find_broken_views(&self, asked: &[String]) -> Result<Vec<Difference>> {
        let actual = self.databases.actual;
        let asked: Vec<Name> = asked.iter().map(|name| Name::from(name.as_str())).collect();
        let mut found = Vec::new();
        for name in read_texts(actual.connection(), VIEWS)? {
            if asked.contains(&Name::from(name.as_str())) {
                continue;
            }
            let statement = format!("SELECT * FROM {}", quote_name(&name));
            let read = actual.foreign(|connection| query_rows(connection, &statement, []));
            let is_nested = actual.take_refusal() == Some(SandboxRefusal::Nesting);
            let message = match read {
                Ok(_) => None,
                Err(_) if is_nested => Some(TOO_NESTED.to_owned()),
                Err(error) => Some(message_of_broken(error)?),
            };
            found.extend(message.map(|message| Difference {
                rule: ProbedRule::View,
                table: name.into(),
                columns: Vec::new(),
                statement,
                what: ProbeEffect::Broken(message),
            }));
            if is_nested {
                // Each further view would take as long.
                break;
            }
        }
        Ok(found)
    }

    /// Finds the views that had to go and did not, whatever they ask now.
    pub(super) fn find_views_left(&self) -> Result<Vec<Difference>> {
        let DatabasePair { actual, dropped_views, .. } = *self.databases;
        let mut left = read_texts(actual.connection(), VIEWS)?;
        left.retain(|name| dropped_views.contains(&Name::from(name.as_str())));
        let differences = left.into_iter().map(|name| Difference {
            rule: ProbedRule::View,
            statement: format!("SELECT * FROM {}", quote_name(&name)),
            table: name.into(),
            columns: Vec::new(),
            what: ProbeEffect::ViewLeft,
        });
        Ok(differences.collect())
    }

    fn compare_view(&self, name: &str, statement: &str) -> Result<Option<ProbeEffect>> {
        let DatabasePair { expected, actual, .. } = *self.databases;
        let Some(want) = read_rows(expected.connection(), statement)? else { return Ok(None) };
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = ?1 COLLATE NOCASE)";
        if !actual.connection().query_row(sql, [name], |row| row.get::<_, bool>(0))? {
            return Ok(Some(ProbeEffect::NoView));
        }
        let got = match actual.foreign(|connection| query_rows(connection, statement, [])) {
            Ok(got) => got,
            Err(error) => {
                return message_of_broken(error).map(|message| Some(ProbeEffect::Broken(message)));
            }
        };
        let [want, got] = [want, got].map(|rows| self.mask_rows(name, rows, statement));
        let difference = rows::compare(&want, &got, &Order::Free, &[]).into_iter().next();
        Ok(difference.map(|difference| ProbeEffect::Rows { table: name.into(), difference }))
    }
}

/// The statement that adds a row again, with another number.
fn without_own_number(schema: &Schema, row: &SampleRow) -> String {
    let key = schema.tables.get(&row.table).map(|table| &table.primary_key);
    match key.filter(|key| key.fills_itself_in).and_then(|key| key.columns.first()) {
        Some(column) => row.without_column(column).sql(),
        None => row.sql(),
    }
}
