//! Runs one script on a database with rows: up, down and up again. Finds what goes wrong there, in the order it
//! happens.

use rusqlite::Connection;

use super::kept::Kept;
use super::restored::find_not_restored;
use super::{Halt, Scripts, take_first};
use crate::finding::RuleProblem;
use crate::generate::{self, Change, Rename};
use crate::migration::{Half, MigrationError, MigrationErrorKind, Script, Target};
use crate::rows::read::query_rows;
use crate::sample::{self, Edges, Flavour, Ids, Repeats, SamplePlan, SampleRow};
use crate::schema::{Schema, inspect};
use crate::script::{Reason, SqlError, SqlErrorKind};
use crate::snapshot::State;
use crate::sql::name::{Name, quote_name};
use crate::sql::token::split_statements;
use crate::sql::word::split_words;

/// Seed of the made-up rows. The number of the script is added, so that two scripts get different ones.
const SEED: u64 = 20_261_121;
/// The number in the place of a script's, for rows that come after it.
const LATER: usize = 1_000;
/// Number of rows a table gets.
const ROWS: usize = 36;
/// Least number of rows of a table a script has to run on, where so many can be made up. A rule that lets only one row in
/// allows none that a table is for.
const LEAST_ROWS: usize = 2;

/// A script that ran.
pub(super) struct AppliedScript<'a> {
    script: &'a Script,
    /// The database before the up half and after it.
    before: Connection,
    after: Connection,
    pub(super) changes: Vec<Change>,
    kept: Kept,
}

/// Outcome of the up half.
pub(super) enum UpgradeOutcome<'a> {
    Ran(Box<AppliedScript<'a>>),
    Failed(Box<RuleProblem>),
}

/// Outcome of trying a script on made-up rows.
enum TrialOutcome {
    Ran(Box<TrialRun>),
    Stopped(Box<RuleProblem>),
}

/// A script ran on the rows in `before`. Those that it or a rule of its own refuses were left out.
struct TrialRun {
    before: Connection,
    after: Connection,
    /// Problem with the first that was left out, and the tables of all.
    failure: Option<RuleProblem>,
    refused: Vec<Name>,
}

/// Runs the up half of a script on made-up rows, or on the learner's own where none can be made up.
pub(super) fn upgrade_with_rows<'a>(
    scripts: &Scripts<'a>,
    stations: &[Connection],
    number: usize,
) -> Result<UpgradeOutcome<'a>, Halt> {
    let script = &scripts.list[number];
    let base = &stations[number];
    let touched =
        find_touched_tables(&changes_without_rows(stations, number)?, &State::read(base)?.schema);
    let rows = make_rows(scripts, base, number)?;
    let tried = try_on_rows(scripts, script, base, &rows)?;
    let offered = copy_with_rows(scripts, base, &rows)?;
    let mut problem = match tried {
        TrialOutcome::Ran(ran) => {
            let TrialRun { before, after, failure, refused } = *ran;
            let lacking = find_lacking_table(
                &[touched.clone(), refused].concat(),
                &State::read(&before)?,
                &State::read(&offered)?,
            );
            let ran = note_upgrade(script, before, after)?;
            let Some(table) = lacking else { return Ok(ran) };
            // Rows may be left out because others, which they refer to, are lost.
            if let UpgradeOutcome::Ran(trip) = &ran
                && trip.find_loss_up()?.is_some()
            {
                return Ok(ran);
            }
            failure.unwrap_or(RuleProblem::NoRowsMade { table })
        }
        TrialOutcome::Stopped(problem) => *problem,
    };
    if !matches!(problem, RuleProblem::FailsOnRows { own_rule: false, .. })
        && let Some(before) = downgrade_own_rows(scripts, number)?
    {
        match run_half(scripts, &before, script, Half::Up)? {
            Ok(after) => match find_empty_table(&touched, &State::read(&before)?) {
                None => return note_upgrade(script, before, after),
                Some(table) => problem = RuleProblem::NoRowsMade { table },
            },
            Err(error) => problem = describe_failure(error, None),
        }
    }
    Ok(UpgradeOutcome::Failed(Box::new(problem)))
}

/// Lists what a script that ran has changed, and what it has to keep.
fn note_upgrade(
    script: &Script,
    before: Connection,
    after: Connection,
) -> Result<UpgradeOutcome<'_>, Halt> {
    let renames = confirm_renames(&before, &after)?;
    let changes = generate::list_changes(&before, &after, &renames)?;
    let kept = Kept::pair_tables(&before, &after, &changes)?;
    Ok(UpgradeOutcome::Ran(Box::new(AppliedScript { script, before, after, changes, kept })))
}

impl AppliedScript<'_> {
    /// True when the script does something to rows; none of those that are there need be among them.
    pub(super) fn changes_rows(&self) -> bool {
        let up = self.script.up();
        split_statements(up).into_iter().any(|statement| {
            let words = split_words(&up[statement]);
            words
                .first()
                .is_some_and(|word| word.is_any(&["INSERT", "REPLACE", "UPDATE", "DELETE", "WITH"]))
        })
    }

    /// Finds what the up half took with it although it changes nothing about it. A script that only changes rows may do so.
    pub(super) fn find_loss_up(&self) -> Result<Option<RuleProblem>, Halt> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        Ok(describe_loss(Half::Up, self.kept.find_lost_up(&self.before, &self.after)?))
    }

    /// Undoes the script, and runs it again.
    pub(super) fn undo_and_repeat(
        &self,
        scripts: &Scripts<'_>,
    ) -> Result<Option<RuleProblem>, Halt> {
        let back = match run_half(scripts, &self.after, self.script, Half::Down)? {
            Ok(back) => back,
            Err(error) => return Ok(Some(RuleProblem::DownFails { error: take_sql_error(error) })),
        };
        if let Some(problem) = find_not_restored(&self.before, &back)? {
            return Ok(Some(problem));
        }
        if let Some(problem) =
            describe_loss(Half::Down, self.kept.find_lost_down(&self.before, &self.after, &back)?)
        {
            return Ok(Some(problem));
        }
        if let Some(problem) = self.find_loss_of_later_rows(scripts)? {
            return Ok(Some(problem));
        }
        Ok(match run_half(scripts, &back, self.script, Half::Up)? {
            Ok(again) => {
                find_not_restored(&self.after, &again)?.map(|_| RuleProblem::OtherwiseAgain)
            }
            Err(error) => Some(RuleProblem::NotAgain { error: take_sql_error(error) }),
        })
    }

    /// Finds what the way down takes of rows that came after the way up, with something in the new columns too. A script that
    /// only changes rows may undo that wherever it finds it.
    fn find_loss_of_later_rows(&self, scripts: &Scripts<'_>) -> Result<Option<RuleProblem>, Halt> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        let later = copy_with_rows(scripts, &self.after, &make_rows(scripts, &self.after, LATER)?)?;
        let back = match run_half(scripts, &later, self.script, Half::Down)? {
            Ok(back) => back,
            // Rows that only the new table can hold must not keep anybody from the way back.
            Err(error) => return Ok(Some(RuleProblem::DownFails { error: take_sql_error(error) })),
        };
        Ok(describe_loss(Half::Down, self.kept.reverse().find_lost(&later, &self.after, &back)?))
    }
}

fn describe_loss(
    half: Half,
    found: Vec<(Name, crate::rows::RowDifference)>,
) -> Option<RuleProblem> {
    let table = found.first()?.0.clone();
    let of_table = found
        .into_iter()
        .filter(|(other, _)| *other == table)
        .map(|(_, difference)| difference)
        .collect();
    let (table, difference, more) = take_first(&table, of_table)?;
    Some(RuleProblem::Lost { half, table, difference, more })
}

/// Runs one half of a script on a copy.
pub(super) fn run_half(
    scripts: &Scripts<'_>,
    base: &Connection,
    script: &Script,
    half: Half,
) -> Result<Result<Connection, MigrationError>, Halt> {
    let sandbox = scripts.guard_copy(base)?;
    let ran = match half {
        Half::Up => crate::migration::run::apply(&sandbox, script),
        Half::Down => crate::migration::run::revert(&sandbox, script),
    };
    Ok(ran.map(|_| sandbox.into_guarded()))
}

/// Lists what a script changes about the tables, as far as empty ones show it.
pub(super) fn changes_without_rows(
    stations: &[Connection],
    number: usize,
) -> Result<Vec<Change>, Halt> {
    let before = &stations[number];
    let after = &stations[number + 1];
    Ok(generate::list_changes(before, after, &confirm_renames(before, after)?)?)
}

/// The renames between two databases: what looks like one, and holds the same values as before.
fn confirm_renames(before: &Connection, after: &Connection) -> Result<Vec<Rename>, Halt> {
    let possible = generate::find_possible_renames(before, after, &[])?;
    let mut found: Vec<Rename> = Vec::new();
    for rename in possible {
        if !found.iter().any(|other| excludes_rename(other, &rename))
            && read_values(before, &rename, true)? == read_values(after, &rename, false)?
        {
            found.push(rename);
        }
    }
    Ok(found)
}

/// True if two renames are of one thing, or to one name.
fn excludes_rename(one: &Rename, other: &Rename) -> bool {
    let same_table = one.table == other.table;
    let same_target = one.to == other.to;
    match (&one.column, &other.column) {
        (Some(column), Some(of)) => same_table && (column == of || same_target),
        (None, None) => same_table || same_target,
        _ => false,
    }
}

/// Reads the values of what may have been renamed, sorted.
fn read_values(
    connection: &Connection,
    rename: &Rename,
    old: bool,
) -> Result<Vec<Vec<crate::rows::Value>>, Halt> {
    let (table, column) = match (&rename.column, old) {
        (Some(column), true) => (&rename.table, quote_name(column)),
        (Some(_), false) => (&rename.table, quote_name(&rename.to)),
        (None, true) => (&rename.table, "*".to_owned()),
        (None, false) => (&rename.to, "*".to_owned()),
    };
    let sql = format!("SELECT {column} FROM {}", quote_name(table));
    let mut values = query_rows(connection, &sql, [])?.rows;
    values.sort();
    Ok(values)
}

/// Makes up rows that the database takes.
fn make_rows(
    scripts: &Scripts<'_>,
    base: &Connection,
    number: usize,
) -> Result<Vec<SampleRow>, Halt> {
    let sandbox = scripts.guard_copy(base)?;
    let schema = inspect::schema(base)?;
    let plan = SamplePlan {
        seed: SEED + number as u64,
        rows: ROWS,
        tables: None,
        edges: Some(Edges {
            mentioned: &[],
            round: number,
            repeats: Repeats::None,
            ids: Ids::Kept,
            numbers_mentioned: false,
            numbers_below_zero: false,
            longest: usize::MAX,
            for_models: false,
        }),
        ..SamplePlan::default()
    };
    Ok(sample::made(sandbox.connection(), &schema, &plan, Flavour::Edges)?)
}

/// Copies a database and adds these rows.
fn copy_with_rows(
    scripts: &Scripts<'_>,
    base: &Connection,
    rows: &[SampleRow],
) -> Result<Connection, Halt> {
    let connection = scripts.guard_copy(base)?.into_guarded();
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    rows.iter().try_for_each(|row| connection.execute_batch(&row.sql()))?;
    Ok(connection)
}

/// Runs the script on all rows; where that fails, on one row more each time, without those that a new rule refuses.
fn try_on_rows(
    scripts: &Scripts<'_>,
    script: &Script,
    base: &Connection,
    rows: &[SampleRow],
) -> Result<TrialOutcome, Halt> {
    let before = copy_with_rows(scripts, base, rows)?;
    let on_all = match run_half(scripts, &before, script, Half::Up)? {
        Ok(after) => {
            return Ok(TrialOutcome::Ran(Box::new(TrialRun {
                before,
                after,
                failure: None,
                refused: Vec::new(),
            })));
        }
        Err(error) => describe_failure(error, None),
    };
    let mut before = scripts.guard_copy(base)?.into_guarded();
    let mut failure = None;
    let mut refused = Vec::new();
    for row in rows {
        let more = scripts.guard_copy(&before)?.into_guarded();
        more.execute_batch("PRAGMA foreign_keys = ON")?;
        // The row it refers to may have been left out.
        if more.execute_batch(&row.sql()).is_err() {
            continue;
        }
        match run_half(scripts, &more, script, Half::Up)? {
            Ok(_) => before = more,
            Err(error) => {
                let problem = describe_failure(error, Some(row.sql()));
                if matches!(problem, RuleProblem::FailsOnRows { own_rule: false, .. }) {
                    return Ok(TrialOutcome::Stopped(Box::new(problem)));
                }
                refused.push(row.table.clone());
                failure.get_or_insert(problem);
            }
        }
    }
    Ok(match run_half(scripts, &before, script, Half::Up)? {
        Ok(after) => TrialOutcome::Ran(Box::new(TrialRun { before, after, failure, refused })),
        Err(_) => TrialOutcome::Stopped(Box::new(failure.unwrap_or(on_all))),
    })
}

fn describe_failure(error: MigrationError, row: Option<String>) -> RuleProblem {
    let error = take_sql_error(error);
    let own_rule = match &error.kind {
        SqlErrorKind::Sqlite { message, reason: Reason::Constraint } => {
            ["UNIQUE", "CHECK"].iter().any(|rule| message.starts_with(rule))
        }
        SqlErrorKind::Dangling(_) => true,
        _ => false,
    };
    RuleProblem::FailsOnRows { error, row, own_rule }
}

fn take_sql_error(error: MigrationError) -> SqlError {
    let range = error.span.and_then(|span| span.range()).unwrap_or_default();
    let kind = match error.kind {
        MigrationErrorKind::Sql(kind) => kind,
        // A script that was read and chosen fails in no other way.
        MigrationErrorKind::Script(other) => {
            SqlErrorKind::Sqlite { message: other.to_string(), reason: Reason::Statement }
        }
    };
    SqlError { range, kind }
}

/// Finds the tables from before that a script changes.
fn find_touched_tables(changes: &[Change], before: &Schema) -> Vec<Name> {
    let mut tables: Vec<Name> =
        changes.iter().filter_map(super::things::table_before).cloned().collect();
    tables.sort();
    tables.dedup();
    tables.retain(|table| before.tables.contains_key(table));
    tables
}

/// Finds the first touched table that the script was tried on with too few rows.
fn find_lacking_table(touched: &[Name], tried: &State, offered: &State) -> Option<Name> {
    let table = touched.iter().find(|table| {
        let least = count_rows(offered, table).min(LEAST_ROWS);
        count_rows(tried, table) < least.max(1)
    })?;
    Some(tried.schema.tables[table].name.clone())
}

fn find_empty_table(touched: &[Name], state: &State) -> Option<Name> {
    let table = touched.iter().find(|table| count_rows(state, table) == 0)?;
    Some(state.schema.tables.get(table).map_or(table, |table| &table.name).clone())
}

fn count_rows(state: &State, table: &Name) -> usize {
    state.rows.get(table).map_or(0, |rows| rows.rows.len())
}

/// Brings the learner's own rows back to before a script: all that came after it is undone.
fn downgrade_own_rows(scripts: &Scripts<'_>, number: usize) -> Result<Option<Connection>, Halt> {
    let Some(head) = (scripts.populated)() else { return Ok(None) };
    let sandbox = scripts.guard_copy(&head)?;
    let target = number
        .checked_sub(1)
        .map_or(Target::All, |last| Target::Version(scripts.list[last].version.clone()));
    let ran = crate::migration::run::downgrade(&sandbox, scripts.list, &target);
    Ok(ran.ok().map(|_| sandbox.into_guarded()))
}
