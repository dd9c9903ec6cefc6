//! Chooses the scripts a target asks for and runs them, each with its version row in one transaction.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};

use super::{Half, MigrationError, MigrationErrorKind, Script, Target, number, references};
use crate::sandbox::Sandbox;
use crate::schema::VERSION_TABLE;
use crate::script::{self, ScriptError, ScriptErrorKind};
use crate::sql::token::split_statements;

/// A version that has been applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub version: String,
    /// What [`Script::checksum`] was then; None when another tool applied it.
    pub checksum: Option<String>,
}

/// What came of running a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    Ran,
    /// Another process had done it by the time this one could; nothing was run.
    AlreadyDone,
}

/// The versions that have been applied, in their order; none when there is no table of them. Nothing is written.
pub fn applied(connection: &Connection) -> rusqlite::Result<Vec<Applied>> {
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1, 'main')")?
        .query_map([VERSION_TABLE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let checksum = if columns.iter().any(|name| name == "checksum") { "checksum" } else { "NULL" };
    let sql = format!(
        "SELECT CAST(version AS TEXT), {checksum} FROM main.{VERSION_TABLE} WHERE version IS NOT NULL"
    );
    let read =
        |row: &rusqlite::Row<'_>| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? });
    let mut applied: Vec<Applied> =
        connection.prepare(&sql)?.query_map([], read)?.collect::<Result<_, _>>()?;
    applied.sort_by(|one, two| number(&one.version).cmp(&number(&two.version)));
    Ok(applied)
}

/// The scripts that going up to `target` would run, in their order.
pub fn pending<'a>(
    scripts: &'a [Script],
    applied: &[Applied],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    all_known(scripts, applied)?;
    let open = scripts.iter().filter(|script| !is_applied(script, applied));
    Ok(match target {
        Target::All => open.collect(),
        Target::Steps(count) => open.take(*count).collect(),
        Target::Version(version) => {
            let last = find(scripts, version)?;
            open.filter(|script| number(&script.version) <= number(&last.version)).collect()
        }
    })
}

/// The scripts that going down to `target` would undo, newest first; each has something in its down half.
pub fn undoable<'a>(
    scripts: &'a [Script],
    applied: &[Applied],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    all_known(scripts, applied)?;
    let done = scripts.iter().rev().filter(|script| is_applied(script, applied));
    let chosen: Vec<&Script> = match target {
        Target::All => done.collect(),
        Target::Steps(count) => done.take(*count).collect(),
        Target::Version(version) => {
            let stays = find(scripts, version)?;
            done.filter(|script| number(&script.version) > number(&stays.version)).collect()
        }
    };
    for script in &chosen {
        let fail = |kind| Err(MigrationError { file: script.file.clone(), kind });
        match script.down() {
            None => return fail(MigrationErrorKind::NoDown),
            Some(text) if split_statements(text).is_empty() => {
                return fail(MigrationErrorKind::EmptyDown);
            }
            Some(_) => (),
        }
    }
    Ok(chosen)
}

/// Whether a script has been applied; `2` and `0002` are one version.
pub fn is_applied(script: &Script, applied: &[Applied]) -> bool {
    applied.iter().any(|known| number(&known.version) == number(&script.version))
}

/// The script with a version.
pub fn find<'a>(scripts: &'a [Script], version: &str) -> Result<&'a Script, MigrationError> {
    let known = scripts.iter().find(|script| number(&script.version) == number(version));
    known.ok_or_else(|| {
        let file = scripts.last().map(|script| script.file.clone()).unwrap_or_default();
        MigrationError { file, kind: MigrationErrorKind::NoVersion { version: version.to_owned() } }
    })
}

/// The applied versions that no script has.
pub fn without_script<'a>(
    scripts: &[Script],
    applied: &'a [Applied],
) -> impl Iterator<Item = &'a Applied> {
    let has_script = |known: &Applied| {
        scripts.iter().any(|script| number(&script.version) == number(&known.version))
    };
    applied.iter().filter(move |known| !has_script(known))
}

/// A database that is ahead of the scripts can be taken neither up nor down with them.
fn all_known(scripts: &[Script], applied: &[Applied]) -> Result<(), MigrationError> {
    match without_script(scripts, applied).next() {
        None => Ok(()),
        Some(unknown) => {
            let file = scripts.last().map(|script| script.file.clone()).unwrap_or_default();
            Err(MigrationError {
                file,
                kind: MigrationErrorKind::NoScript { version: unknown.version.clone() },
            })
        }
    }
}

/// Runs every script that going up to `target` asks for.
pub fn upgrade(
    sandbox: &Sandbox,
    scripts: &[Script],
    target: &Target,
) -> Result<(), MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    pending(scripts, &applied, target)?
        .into_iter()
        .try_for_each(|script| apply(sandbox, script).map(drop))
}

/// Undoes every script that going down to `target` asks for.
pub fn downgrade(
    sandbox: &Sandbox,
    scripts: &[Script],
    target: &Target,
) -> Result<(), MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    undoable(scripts, &applied, target)?
        .into_iter()
        .try_for_each(|script| revert(sandbox, script).map(drop))
}

/// Notes that every script up to `target` has been applied and none after it; none of them is run.
pub fn stamp(sandbox: &Sandbox, scripts: &[Script], target: &Target) -> Result<(), MigrationError> {
    let count = match target {
        Target::All => scripts.len(),
        Target::Steps(count) => *count.min(&scripts.len()),
        Target::Version(version) => {
            let last = find(scripts, version)?;
            scripts.iter().filter(|script| number(&script.version) <= number(&last.version)).count()
        }
    };
    mark(sandbox.connection(), scripts, count)
        .map(drop)
        .map_err(|error| bookkeeping(scripts, &error))
}

/// Makes the versions of the first `count` scripts, and of no other, the applied ones. Gives those that were.
pub fn mark(
    connection: &Connection,
    scripts: &[Script],
    count: usize,
) -> rusqlite::Result<Vec<Applied>> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let applied = applied(&transaction)?;
    for known in &applied {
        forget_version(&transaction, &known.version)?;
    }
    for script in &scripts[..count] {
        record(&transaction, script)?;
    }
    transaction.commit()?;
    Ok(applied)
}

/// Runs the up half of a script, unless it has been applied meanwhile.
pub fn apply(sandbox: &Sandbox, script: &Script) -> Result<Outcome, MigrationError> {
    // The table of versions is there before the script, so that what reaches for it is told that it may not.
    let up = Work { half: &script.up, applied_before: false, prepare: prepare_table, note: insert };
    run_half(sandbox, script, &up)
}

/// Runs the down half of a script, unless it has been undone meanwhile; one without such a half does nothing but forget
/// the version.
pub fn revert(sandbox: &Sandbox, script: &Script) -> Result<Outcome, MigrationError> {
    let end = script.text.len()..script.text.len();
    let nothing = Half { marker: end.clone(), span: end, in_transaction: true };
    let down = Work {
        half: script.down.as_ref().unwrap_or(&nothing),
        applied_before: true,
        prepare: |_| Ok(()),
        note: forget,
    };
    run_half(sandbox, script, &down)
}

/// Notes that a script has been applied, without running it.
pub fn record(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    prepare_table(connection)?;
    insert(connection, script)
}

fn insert(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    let sql = format!("INSERT INTO main.{VERSION_TABLE} (version, checksum) VALUES (?1, ?2)");
    connection.execute(&sql, [&script.version, &script.checksum()]).map(drop)
}

/// Notes that a script is not applied, without undoing it.
pub fn forget(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    forget_version(connection, &script.version)
}

/// Notes that no script with this number is applied.
pub fn forget_version(connection: &Connection, version: &str) -> rusqlite::Result<()> {
    if !references::is_table(connection, VERSION_TABLE)? {
        return Ok(());
    }
    connection
        .execute(&format!("DELETE FROM main.{VERSION_TABLE} WHERE {SAME_NUMBER}"), [version])
        .map(drop)
}

/// Whether the database says now that a script is applied, as it was `expected` to be when it was chosen.
fn is_recorded(connection: &Connection, script: &Script, expected: bool) -> rusqlite::Result<bool> {
    if !references::is_table(connection, VERSION_TABLE)? {
        return Ok(false);
    }
    let is_there = |which: &str| {
        connection
            .prepare(&format!("SELECT 1 FROM main.{VERSION_TABLE} WHERE {which}"))?
            .exists([&script.version])
    };
    // Who runs the same scripts at the same time writes the same version, and that one is found without reading them
    // all. Another spelling can only be there from before; a script that counted as applied may have one.
    Ok(is_there("version = ?1")? || (expected && is_there(SAME_NUMBER)?))
}

/// `2` and `0002` are one version.
const SAME_NUMBER: &str = "ltrim(version, '0') = ltrim(?1, '0')";

/// Makes the table as dbmate does. The checksum is a column of ours beside its own, which it passes over.
fn prepare_table(connection: &Connection) -> rusqlite::Result<()> {
    if connection.prepare(&format!("SELECT version, checksum FROM main.{VERSION_TABLE}")).is_ok() {
        return Ok(());
    }
    connection.execute_batch(&format!(
        "CREATE TABLE IF NOT EXISTS main.\"{VERSION_TABLE}\" (version varchar(128) primary key)"
    ))?;
    let has_checksum = "SELECT 1 FROM pragma_table_info(?1, 'main') WHERE name = 'checksum'";
    match connection.query_row(has_checksum, [VERSION_TABLE], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => connection
            .execute_batch(&format!("ALTER TABLE main.{VERSION_TABLE} ADD COLUMN checksum TEXT")),
    }
}

fn bookkeeping(scripts: &[Script], error: &rusqlite::Error) -> MigrationError {
    let file = scripts.first().map(|script| script.file.clone()).unwrap_or_default();
    MigrationError { file, kind: ScriptError::from(error).into() }
}

/// What to run of a script, for which state of it, and how to note that it was run.
struct Work<'a> {
    half: &'a Half,
    applied_before: bool,
    prepare: fn(&Connection) -> rusqlite::Result<()>,
    note: fn(&Connection, &Script) -> rusqlite::Result<()>,
}

/// Runs one half. Foreign keys are off meanwhile, so that rebuilding a parent cannot touch its children, and all
/// references are checked before the commit.
fn run_half(
    sandbox: &Sandbox,
    script: &Script,
    work: &Work<'_>,
) -> Result<Outcome, MigrationError> {
    let connection = sandbox.connection();
    let run = || {
        own(connection.pragma_update(None, "foreign_keys", false))?;
        let result = match work.half.in_transaction {
            true => run_whole(sandbox, script, work),
            false => run_loosely(sandbox, script, work),
        };
        own(connection.pragma_update(None, "foreign_keys", true))?;
        result
    };
    let Half { marker, span, .. } = work.half;
    run().map_err(|mut error| {
        if let ScriptErrorKind::Dangling(found) = &mut error.kind {
            // Only now, after the rollback, the database is again as it was before the script.
            found.before = work.half.in_transaction && references::dangle(connection, found);
        }
        let error = match error.width {
            // What stands nowhere in the text is about the half as a whole.
            0 => ScriptError { offset: marker.start, width: marker.len(), ..error },
            _ => ScriptError { offset: span.start + error.offset, ..error },
        };
        MigrationError { file: script.file.clone(), kind: error.into() }
    })
}

/// Runs the half and notes it, all or nothing.
fn run_whole(sandbox: &Sandbox, script: &Script, work: &Work<'_>) -> Result<Outcome, ScriptError> {
    let connection = sandbox.connection();
    let text = &script.text[work.half.span.clone()];
    let mut outcome = Outcome::AlreadyDone;
    script::in_transaction(sandbox, script::end(text), || {
        // What is pending was read before this transaction began: two processes may have chosen the same script.
        if own(is_recorded(connection, script, work.applied_before))? == work.applied_before {
            outcome = Outcome::Ran;
            own((work.prepare)(connection))?;
            script::run_statements(sandbox, text)?;
            own((work.note)(connection, script))?;
            references::check(connection)?;
        }
        Ok(())
    })?;
    Ok(outcome)
}

/// Runs the half statement by statement, with dbmate's `transaction:false`: what ran before a failure stays, and the
/// script is noted only after the last statement.
fn run_loosely(
    sandbox: &Sandbox,
    script: &Script,
    work: &Work<'_>,
) -> Result<Outcome, ScriptError> {
    let connection = sandbox.connection();
    if own(is_recorded(connection, script, work.applied_before))? != work.applied_before {
        return Ok(Outcome::AlreadyDone);
    }
    let text = &script.text[work.half.span.clone()];
    script::in_transaction(sandbox, script::end(text), || own((work.prepare)(connection)))?;
    let result = sandbox.loosely(|| script::run_statements(sandbox, text));
    let is_open = !connection.is_autocommit();
    if is_open {
        own(connection.execute_batch("ROLLBACK"))?;
    }
    result?;
    if is_open {
        return Err(ScriptError { offset: 0, width: 0, kind: ScriptErrorKind::OpenTransaction });
    }
    references::check(connection)?;
    script::in_transaction(sandbox, script::end(text), || own((work.note)(connection, script)))?;
    Ok(Outcome::Ran)
}

/// A failure of a statement that is not the script's.
fn own<T>(result: rusqlite::Result<T>) -> Result<T, ScriptError> {
    result.map_err(|error| ScriptError::from(&error))
}
