//! The rules by which a database of the learner's own is graded: what any models, scripts and rows have to be like. Scripts
//! are run on databases in memory; where the files are and how a program is run is known elsewhere.

use rusqlite::{Connection, ErrorCode};

use crate::finding::RuleProblem;
use crate::generate::GenerateError;
use crate::migration::{Half, MigrationError, Script};
use crate::rows::{Order, RowDifference, Value, compare};
use crate::sandbox::{self, Sandbox};
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

impl Scripts<'_> {
    /// A guarded copy of a database in memory.
    fn guard_copy(&self, base: &Connection) -> rusqlite::Result<Sandbox> {
        (self.guard)(sandbox::copy(base)?)
    }
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

/// Checks that the models make two tables, and that one refers to another.
pub fn related(models: &Schema) -> Option<Broken> {
    let tables: Vec<Name> = models.tables.values().map(|table| table.name.clone()).collect();
    let is_wrong = tables.len() < LEAST_TABLES || list_references(models).next().is_none();
    is_wrong.then_some(Broken { problem: RuleProblem::Unrelated { tables }, script: None })
}

/// Checks that there are three scripts, that each does something, and that none does two things.
pub fn one_thing_each(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = build_stations(scripts)?;
    let mut broken = Vec::new();
    for number in 0..scripts.list.len() {
        let things = match trip::upgrade_with_rows(scripts, &stations, number)? {
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

/// Checks that a script changes a table of an earlier one, and that every script runs on tables with rows and leaves
/// alone what it is not about.
pub fn with_rows(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = build_stations(scripts)?;
    let mut broken = Vec::new();
    let mut any = false;
    for number in 0..scripts.list.len() {
        let changes = trip::changes_without_rows(&stations, number)?;
        any |= changes.iter().any(things::changes_a_table);
        let problem = match trip::upgrade_with_rows(scripts, &stations, number)? {
            UpgradeOutcome::Failed(problem) => Some(*problem),
            UpgradeOutcome::Ran(trip) => trip.find_loss_up()?,
        };
        broken.extend(problem.map(|problem| Broken { problem, script: Some((number, Half::Up)) }));
    }
    if !any {
        broken.push(Broken { problem: RuleProblem::NothingChanged, script: None });
    }
    Ok(broken)
}

/// Checks that every script can be undone and run again, and that nothing is lost that need not be.
pub fn reversible(scripts: &Scripts<'_>) -> Result<Vec<Broken>, Halt> {
    let stations = build_stations(scripts)?;
    let mut broken = Vec::new();
    for (number, script) in scripts.list.iter().enumerate() {
        let problem = match script.down() {
            None => Some(RuleProblem::NoWayBack { is_empty: false }),
            Some(text) if split_statements(text).is_empty() => {
                Some(RuleProblem::NoWayBack { is_empty: true })
            }
            Some(_) => match trip::upgrade_with_rows(scripts, &stations, number)? {
                UpgradeOutcome::Ran(trip) => trip.undo_and_repeat(scripts)?,
                UpgradeOutcome::Failed(_) => None,
            },
        };
        broken
            .extend(problem.map(|problem| Broken { problem, script: Some((number, Half::Down)) }));
    }
    Ok(broken)
}

/// Compares the tables that the scripts make with those of the models.
pub fn agree(models: &Schema, scripts: &Schema) -> Vec<Broken> {
    let changes = diff(models, scripts, Insist::default()).into_iter();
    changes
        .map(|change| Broken { problem: RuleProblem::Disagree { change }, script: None })
        .collect()
}

/// Finds the checks of the models that the scripts lack. A rule can be worded in many ways, so all that counts is whether the
/// scripts check each of its columns.
pub fn unchecked(
    models: &Connection,
    scripts: &Connection,
) -> Result<Vec<Broken>, rusqlite::Error> {
    let wanted = inspect::schema(models)?;
    let made = inspect::schema(scripts)?;
    let mut broken = Vec::new();
    for table in wanted.tables.values() {
        let Some(twin) = made.tables.get(&table.name) else { continue };
        let checked: Vec<Name> =
            checks(scripts, twin)?.into_iter().flat_map(|check| check.columns).collect();
        for check in checks(models, table)? {
            let mut columns = check.columns.into_iter();
            let free = columns.find(|name| twin.column(name).is_some() && !checked.contains(name));
            let Some(column) = free else { continue };
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

/// Checks that the first run of the function that fills the database has added a row that refers to another table's.
pub fn populated(before: &State, after: &State) -> Option<Broken> {
    if list_references(&after.schema).any(|(table, key)| adds_reference(before, after, table, key))
    {
        return None;
    }
    let tables = after.schema.tables.values();
    let filled = tables.filter(|table| !added_rows(before, after, table).is_empty());
    let filled = filled.map(|table| table.name.clone()).collect();
    Some(Broken { problem: RuleProblem::NotPopulated { filled }, script: None })
}

fn added_rows<'a>(before: &State, after: &'a State, table: &Table) -> Vec<&'a Vec<Value>> {
    let old = before.rows.get(&table.name).map_or(&[][..], |rows| &rows.rows);
    after.rows[&table.name].rows.iter().filter(|row| !old.contains(row)).collect()
}

/// True if an added row has a value in each column of the reference.
fn adds_reference(before: &State, after: &State, table: &Table, key: &ForeignKey) -> bool {
    let rows = &after.rows[&table.name];
    let columns: Option<Vec<usize>> =
        key.columns.iter().map(|(from, _)| rows.index(from)).collect();
    let Some(columns) = columns else { return false };
    added_rows(before, after, table)
        .iter()
        .any(|row| columns.iter().all(|at| row[*at] != Value::Null))
}

/// Checks that another run of that function leaves the rows as they are. `others` when rows were added between that
/// are not its own.
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

/// Lists the references from one table to another, which is there too.
fn list_references(schema: &Schema) -> impl Iterator<Item = (&Table, &ForeignKey)> {
    let all = schema
        .tables
        .values()
        .flat_map(|table| table.foreign_keys.iter().map(move |key| (table, key)));
    all.filter(|(table, key)| schema.tables.contains_key(&key.table) && key.table != table.name)
}

/// Makes the empty databases before the first script and after each one.
fn build_stations(scripts: &Scripts<'_>) -> Result<Vec<Connection>, Halt> {
    let mut stations = vec![Connection::open_in_memory()?];
    for script in scripts.list {
        let last = &stations[stations.len() - 1];
        let next = trip::run_half(scripts, last, script, Half::Up)?.map_err(Halt::Script)?;
        stations.push(next);
    }
    Ok(stations)
}

/// Takes the first difference, with the number of the others.
fn take_first(
    table: &Name,
    differences: Vec<RowDifference>,
) -> Option<(Name, RowDifference, usize)> {
    let more = differences.len().saturating_sub(1);
    differences.into_iter().next().map(|difference| (table.clone(), difference, more))
}

#[cfg(test)]
mod tests;
