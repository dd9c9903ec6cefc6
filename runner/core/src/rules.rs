//! The rules by which a database of the learner's own is graded: what any models, scripts and rows have to be like. Scripts
//! are run on databases in memory; where the files are and how a program is run is known elsewhere.

use rusqlite::{Connection, ErrorCode};

use crate::finding::RuleProblem;
use crate::generate::GenerateError;
use crate::migration::{Half, MigrationError, Script};
use crate::rows::{Order, RowDifference, Value, compare};
use crate::sandbox::Sandbox;
use crate::schema::check::checks;
use crate::schema::diff::{Insist, diff};
use crate::schema::{ForeignKey, Schema, Table, inspect};
use crate::snapshot::State;
use crate::sql::name::Name;
use crate::sql::token::split_statements;

mod kept;
mod restored;
mod things;
mod trip;

use trip::UpgradeOutcome;

/// Least number of scripts.
pub const LEAST_SCRIPTS: usize = 3;
/// Least number of tables.
pub const LEAST_TABLES: usize = 2;

/// A rule that is broken, and where.
#[derive(Debug)]
pub struct Broken {
    pub problem: RuleProblem,
    /// The script, by its place in the list, and the half of it that decides; None for the models.
    pub script: Option<(usize, Half)>,
}

/// Reason that nothing can be said about a rule.
#[derive(Debug)]
pub enum Halt {
    /// A script does not even run in an empty database.
    Script(MigrationError),
    /// A virtual table: scripts with one are not graded.
    Virtual {
        table: Name,
    },
    TimeOver,
    Sqlite(rusqlite::Error),
    /// The schema reads as none that a script could have made.
    Generate(GenerateError),
}

/// A learner's scripts, and what is needed for trying them.
pub struct Scripts<'a> {
    pub list: &'a [Script],
    /// Puts guards and a time limit on a connection.
    pub guard: &'a dyn Fn(Connection) -> rusqlite::Result<Sandbox>,
    /// The database after all scripts with the rows of the learner's own, for tables no row can be made up for.
    pub populated: &'a dyn Fn() -> Option<Connection>,
}

impl From<rusqlite::Error> for Halt {
    fn from(error: rusqlite::Error) -> Halt {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => Halt::TimeOver,
            _ => Halt::Sqlite(error),
        }
    }
}

impl From<GenerateError> for Halt {
    fn from(error: GenerateError) -> Halt {
        match error {
            GenerateError::Virtual { table } => Halt::Virtual { table: table.into() },
            GenerateError::Sqlite(error) => error.into(),
            other => Halt::Generate(other),
        }
    }
}

/// The models make two tables, and one refers to another.
pub fn related(models: &Schema) -> Option<Broken> {
    let tables: Vec<Name> = models.tables.values().map(|table| table.name.clone()).collect();
    let is_wrong = tables.len() < LEAST_TABLES || references(models).next().is_none();
    is_wrong.then_some(Broken { problem: RuleProblem::Unrelated { tables }, script: None })
}

/// There are three scripts, each does something, and none does two things.
pub fn one_thing_each(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = stations(scripts)?;
    let mut broken = Vec::new();
    for number in 0..scripts.list.len() {
        let things = match trip::up(scripts, &stations, number)? {
            UpgradeOutcome::Ran(trip) => things::list_things(&trip.changes, trip.changes_rows()),
            // The rows are the next rule's; what the script does to the schema shows without them.
            UpgradeOutcome::Failed(_) => {
                things::list_things(&trip::changes_without_rows(&stations, number)?, true)
            }
        };
        let problem = match things.len() {
            0 => RuleProblem::DoesNothing,
            1 => continue,
            _ => RuleProblem::SeveralThings { things },
        };
        broken.push(Broken { problem, script: Some((number, Half::Up)) });
    }
    if scripts.list.len() < LEAST_SCRIPTS {
        broken.push(Broken {
            problem: RuleProblem::TooFew { found: scripts.list.len() },
            script: None,
        });
    }
    Ok(broken)
}

/// A script changes a table of an earlier one, and every script runs on tables with rows and leaves alone what it is not about.
pub fn with_rows(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = stations(scripts)?;
    let (mut broken, mut any) = (Vec::new(), false);
    for number in 0..scripts.list.len() {
        let changes = trip::changes_without_rows(&stations, number)?;
        any |= changes.iter().any(things::changes_a_table);
        let problem = match trip::up(scripts, &stations, number)? {
            UpgradeOutcome::Failed(problem) => Some(*problem),
            UpgradeOutcome::Ran(trip) => trip.lost_on_the_way_up()?,
        };
        broken.extend(problem.map(|problem| Broken { problem, script: Some((number, Half::Up)) }));
    }
    if !any {
        broken.push(Broken { problem: RuleProblem::NothingChanged, script: None });
    }
    Ok(broken)
}

/// Every script can be undone and run again, and nothing is lost that need not be.
pub fn reversible(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = stations(scripts)?;
    let mut broken = Vec::new();
    for (number, script) in scripts.list.iter().enumerate() {
        let problem = match script.down() {
            None => Some(RuleProblem::NoWayBack { is_empty: false }),
            Some(text) if split_statements(text).is_empty() => {
                Some(RuleProblem::NoWayBack { is_empty: true })
            }
            Some(_) => match trip::up(scripts, &stations, number)? {
                UpgradeOutcome::Ran(trip) => trip.back_and_again(scripts)?,
                UpgradeOutcome::Failed(_) => None,
            },
        };
        broken
            .extend(problem.map(|problem| Broken { problem, script: Some((number, Half::Down)) }));
    }
    Ok(broken)
}

/// The scripts make the tables that the models make.
pub fn agree(models: &Schema, scripts: &Schema) -> Vec<Broken> {
    let changes = diff(models, scripts, Insist::default()).into_iter();
    changes
        .map(|change| Broken { problem: RuleProblem::Disagree { change }, script: None })
        .collect()
}

/// The checks of the models that the scripts lack. A rule can be worded in many ways, so all that counts is whether the
/// scripts check each of its columns.
pub fn unchecked(
    models: &Connection,
    scripts: &Connection,
) -> Result<Vec<Broken>, rusqlite::Error> {
    let (wanted, made) = (inspect::schema(models)?, inspect::schema(scripts)?);
    let mut broken = Vec::new();
    for table in wanted.tables.values() {
        let Some(twin) = made.tables.get(&table.name) else { continue };
        let checked: Vec<Name> =
            checks(scripts, twin)?.into_iter().flat_map(|check| check.columns).collect();
        let is_free = |name: &Name| twin.column(name).is_some() && !checked.contains(name);
        for check in checks(models, table)? {
            let Some(column) = check.columns.into_iter().find(is_free) else { continue };
            let problem = RuleProblem::CheckMissing {
                table: table.name.clone(),
                column,
                expression: check.expression,
            };
            broken.push(Broken { problem, script: None });
        }
    }
    Ok(broken)
}

/// The first run of the function that fills the database has added a row that refers to a row of another table.
pub fn populated(before: &State, after: &State) -> Option<Broken> {
    let added = |table: &Table| {
        let old = before.rows.get(&table.name).map_or(&[][..], |rows| &rows.rows);
        let new = after.rows[&table.name].rows.iter();
        new.filter(|row| !old.contains(row)).collect::<Vec<_>>()
    };
    let is_set = |(table, key): (&Table, &ForeignKey)| {
        let rows = &after.rows[&table.name];
        let columns: Option<Vec<usize>> =
            key.columns.iter().map(|(from, _)| rows.index(from)).collect();
        let has_all =
            |row: &&Vec<Value>| columns.iter().flatten().all(|at| row[*at] != Value::Null);
        columns.is_some() && added(table).iter().any(has_all)
    };
    if references(&after.schema).any(is_set) {
        return None;
    }
    let filled = after.schema.tables.values().filter(|table| !added(table).is_empty());
    let filled = filled.map(|table| table.name.clone()).collect();
    Some(Broken { problem: RuleProblem::NotPopulated { filled }, script: None })
}

/// Another run of that function leaves the rows as they are. `others` when rows were added between that are not its own.
pub fn unchanged(before: &State, after: &State, others: bool) -> Option<Broken> {
    for (key, rows) in &before.rows {
        let Some(now) = after.rows.get(key) else { continue };
        let table = &before.schema.tables[key];
        let differences = compare(rows, now, &Order::Free, &table.primary_key.columns);
        let more = differences.len().saturating_sub(1);
        if let Some(difference) = differences.into_iter().next() {
            let problem =
                RuleProblem::PopulatedAnew { table: table.name.clone(), difference, more, others };
            return Some(Broken { problem, script: None });
        }
    }
    None
}

/// The references from one table to another, which is there too.
fn references(schema: &Schema) -> impl Iterator<Item = (&Table, &ForeignKey)> {
    let all = schema
        .tables
        .values()
        .flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    all.filter(|(table, key)| schema.tables.contains_key(&key.table) && key.table != table.name)
}

/// An empty database before the first script, and after each one.
fn stations(scripts: &Scripts<'_>) -> Result<Vec<Connection>, Halt> {
    let mut stations = vec![Connection::open_in_memory()?];
    for script in scripts.list {
        let last = &stations[stations.len() - 1];
        let next = trip::run(scripts, last, script, Half::Up)?.map_err(Halt::Script)?;
        stations.push(next);
    }
    Ok(stations)
}

/// One difference, with the number of the others.
fn first(table: &Name, differences: Vec<RowDifference>) -> Option<(Name, RowDifference, usize)> {
    let more = differences.len().saturating_sub(1);
    differences.into_iter().next().map(|difference| (table.clone(), difference, more))
}

#[cfg(test)]
mod tests;
