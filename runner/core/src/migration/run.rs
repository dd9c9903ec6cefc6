//! Chooses the scripts a target asks for and runs them, each with its version row in one transaction.

use rusqlite::{Connection, OptionalExtension};

use super::{Half, MigrationError, MigrationErrorKind, Script, Target, number};
use crate::sandbox::Sandbox;
use crate::schema::VERSION_TABLE;
use crate::script::{self, ScriptError, ScriptErrorKind};
use crate::token::statements;

/// A version that has been applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub version: String,
    /// What [`Script::checksum`] was then; None when another tool applied it.
    pub checksum: Option<String>,
}

/// The versions that have been applied, in their order; none when there is no table of them. Nothing is written.
pub fn applied(connection: &Connection) -> rusqlite::Result<Vec<Applied>> {
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1)")?
        .query_map([VERSION_TABLE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let checksum = if columns.iter().any(|name| name == "checksum") { "checksum" } else { "NULL" };
    let sql = format!("SELECT version, {checksum} FROM {VERSION_TABLE}");
    let read = |row: &rusqlite::Row<'_>| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? });
    let mut applied: Vec<Applied> = connection.prepare(&sql)?.query_map([], read)?.collect::<Result<_, _>>()?;
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
            Some(text) if statements(text).is_empty() => return fail(MigrationErrorKind::EmptyDown),
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

/// A database that is ahead of the scripts can be taken neither up nor down with them.
fn all_known(scripts: &[Script], applied: &[Applied]) -> Result<(), MigrationError> {
    let has_script = |known: &&Applied| scripts.iter().any(|script| number(&script.version) == number(&known.version));
    match applied.iter().find(|known| !has_script(known)) {
        None => Ok(()),
        Some(unknown) => {
            let file = scripts.last().map(|script| script.file.clone()).unwrap_or_default();
            Err(MigrationError { file, kind: MigrationErrorKind::NoScript { version: unknown.version.clone() } })
        }
    }
}

/// Runs every script that going up to `target` asks for.
pub fn upgrade(sandbox: &Sandbox, scripts: &[Script], target: &Target) -> Result<(), MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    pending(scripts, &applied, target)?.into_iter().try_for_each(|script| apply(sandbox, script))
}

/// Undoes every script that going down to `target` asks for.
pub fn downgrade(sandbox: &Sandbox, scripts: &[Script], target: &Target) -> Result<(), MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    undoable(scripts, &applied, target)?.into_iter().try_for_each(|script| revert(sandbox, script))
}

/// Runs the up half of a script.
pub fn apply(sandbox: &Sandbox, script: &Script) -> Result<(), MigrationError> {
    run_half(sandbox, script, &script.up, record)
}

/// Runs the down half of a script; one without such a half does nothing but forget the version.
pub fn revert(sandbox: &Sandbox, script: &Script) -> Result<(), MigrationError> {
    let nothing = Half { span: script.text.len()..script.text.len(), in_transaction: true };
    run_half(sandbox, script, script.down.as_ref().unwrap_or(&nothing), forget)
}

/// Notes that a script has been applied, without running it.
pub fn record(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    prepare_table(connection)?;
    let sql = format!("INSERT INTO {VERSION_TABLE} (version, checksum) VALUES (?1, ?2)");
    connection.execute(&sql, [&script.version, &script.checksum()]).map(drop)
}

/// Notes that a script is not applied, without undoing it.
pub fn forget(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    let versions = applied(connection)?.into_iter().filter(|known| number(&known.version) == number(&script.version));
    for known in versions {
        connection.execute(&format!("DELETE FROM {VERSION_TABLE} WHERE version = ?1"), [known.version])?;
    }
    Ok(())
}

/// Makes the table as dbmate does. The checksum is a column of ours beside its own, which it passes over.
fn prepare_table(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute_batch(&format!("CREATE TABLE IF NOT EXISTS \"{VERSION_TABLE}\" (version varchar(128) primary key)"))?;
    let has_checksum = "SELECT 1 FROM pragma_table_info(?1) WHERE name = 'checksum'";
    match connection.query_row(has_checksum, [VERSION_TABLE], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => connection.execute_batch(&format!("ALTER TABLE {VERSION_TABLE} ADD COLUMN checksum TEXT")),
    }
}

fn bookkeeping(scripts: &[Script], error: &rusqlite::Error) -> MigrationError {
    let file = scripts.first().map(|script| script.file.clone()).unwrap_or_default();
    MigrationError { file, kind: ScriptError::from(error).into() }
}

/// Runs one half. Foreign keys are off meanwhile, so that rebuilding a parent cannot touch its children, and all
/// references are checked before the commit.
fn run_half(
    sandbox: &Sandbox,
    script: &Script,
    half: &Half,
    note: fn(&Connection, &Script) -> rusqlite::Result<()>,
) -> Result<(), MigrationError> {
    let text = &script.text[half.span.clone()];
    let connection = sandbox.connection();
    let own = |result: rusqlite::Result<()>| result.map_err(|error| ScriptError::from(&error));
    let whole = || {
        script::run_statements(sandbox, text)?;
        own(note(connection, script))?;
        check_references(connection)
    };
    let work = || {
        own(connection.pragma_update(None, "foreign_keys", false))?;
        let result = match half.in_transaction {
            true => script::in_transaction(sandbox, script::end(text), whole),
            false => whole(),
        };
        own(connection.pragma_update(None, "foreign_keys", true))?;
        result
    };
    work().map_err(|error| {
        let error = ScriptError { offset: half.span.start + error.offset, ..error };
        MigrationError { file: script.file.clone(), kind: error.into() }
    })
}

fn check_references(connection: &Connection) -> Result<(), ScriptError> {
    let sql = "SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 LIMIT 1";
    let dangling = connection.query_row(sql, [], |row| {
        Ok(ScriptErrorKind::Dangling { child: row.get(0)?, parent: row.get(1)?, rows: row.get(2)? })
    });
    match dangling.optional() {
        Ok(None) => Ok(()),
        Ok(Some(kind)) => Err(ScriptError { offset: 0, width: 0, kind }),
        Err(error) => Err(ScriptError::from(&error)),
    }
}
