//! Runs the scripts a target asks for up or down, each with its version row in one transaction.

use rusqlite::{Connection, OptionalExtension, Statement, Transaction, TransactionBehavior};

use super::choose::{Applied, find, missing_way_back, pending, undoable};
use super::drift::DriftGuard;
use super::statistics::Statistics;
use super::{Half, MigrationError, Script, ScriptHalf, Target, number, references};
use crate::sandbox::{Sandbox, depends_on_connection};
use crate::schema::version_table;
use crate::script::{self, SqlError, SqlErrorKind};
use crate::span::Span;
use crate::sql::name::{always_quote_name, quote_name};

/// The outcome of running a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum ScriptOutcome {
    Ran,
    /// Another process had done it by the time this one could; nothing was run.
    AlreadyDone,
}

/// The versions that have been applied, in their order; none when there is no table of them. Nothing is written.
pub fn applied(connection: &Connection) -> rusqlite::Result<Vec<Applied>> {
    let Some(mut statement) = prepare_versions(connection)? else { return Ok(Vec::new()) };
    let mut applied: Vec<Applied> = statement
        .query_map([], |row| Ok(Applied { version: row.get(0)?, checksum: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    applied.sort_by(|one, two| number(&one.version).cmp(&number(&two.version)));
    Ok(applied)
}

/// The statement that reads the applied versions; None when there is no table of them.
fn prepare_versions(connection: &Connection) -> rusqlite::Result<Option<Statement<'_>>> {
    // The table as it is made here; SQLite is asked for its columns only where it is another one.
    if let Ok(statement) = connection.prepare(&versions_sql("checksum")) {
        return Ok(Some(statement));
    }
    let columns: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_info(?1, 'main')")?
        .query_map([version_table()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if columns.is_empty() {
        return Ok(None);
    }
    let checksum = if columns.iter().any(|name| name == "checksum") { "checksum" } else { "NULL" };
    connection.prepare(&versions_sql(checksum)).map(Some)
}

fn versions_sql(checksum: &str) -> String {
    format!(
        "SELECT CAST(version AS TEXT), {checksum} FROM {} WHERE version IS NOT NULL",
        quoted_table()
    )
}

/// Runs every script that going up to `target` asks for, and returns them in that order.
pub fn upgrade<'a>(
    sandbox: &Sandbox,
    scripts: &'a [Script],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    let chosen = pending(scripts, &applied, target)?;
    chosen.iter().try_for_each(|script| apply(sandbox, script).map(drop))?;
    Ok(chosen)
}

/// Undoes every script that going down to `target` asks for, and returns them in that order; each has something in its
/// down half.
pub fn downgrade<'a>(
    sandbox: &Sandbox,
    scripts: &'a [Script],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    let applied = applied(sandbox.connection()).map_err(|error| bookkeeping(scripts, &error))?;
    let chosen = undoable(scripts, &applied, target)?;
    if let Some(error) = chosen.iter().find_map(|script| missing_way_back(script)) {
        return Err(error);
    }
    chosen.iter().try_for_each(|script| revert(sandbox, script).map(drop))?;
    Ok(chosen)
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
pub fn apply(sandbox: &Sandbox, script: &Script) -> Result<ScriptOutcome, MigrationError> {
    apply_guarded(sandbox, script, None)
}

/// As [`apply`]; a script that would take away what the guard watches fails before its commit.
pub fn apply_guarded(
    sandbox: &Sandbox,
    script: &Script,
    guard: Option<&DriftGuard>,
) -> Result<ScriptOutcome, MigrationError> {
    run_half(sandbox, script, &plan_up(script, guard))
}

fn plan_up<'a>(script: &'a Script, guard: Option<&'a DriftGuard>) -> HalfRun<'a> {
    HalfRun {
        which: Half::Up,
        half: &script.up,
        applied_before: false,
        // The table of versions is there before the script, so that what reaches for it is told that it may not.
        prepare: prepare_table,
        note: insert,
        guard,
    }
}

/// Tells whether a half may leave its connection another than it found it, so that the next script needs a new one.
pub fn changes_connection(script: &Script, half: Half) -> bool {
    let half = if half == Half::Up { Some(&script.up) } else { script.down.as_ref() };
    half.is_some_and(|half| depends_on_connection(&script.file.text[half.body.clone()]))
}

/// Runs the up halves of the first scripts in one transaction, as many as `go_on` allows and up to one that has to run
/// alone, and returns the outcome of each. When one fails there is none, and nothing has changed.
pub fn apply_together(
    sandbox: &Sandbox,
    scripts: &[&Script],
    go_on: impl Fn() -> bool,
) -> Vec<ScriptOutcome> {
    let mut outcomes = Vec::new();
    let result = without_foreign_keys(sandbox, || {
        script::in_transaction(sandbox, 0, || {
            let together = |script: &&&Script| {
                script.is_atomic(Half::Up) && !changes_connection(script, Half::Up)
            };
            for script in scripts.iter().take_while(together) {
                outcomes.push(run_inside(sandbox, script, &plan_up(script, None))?);
                if !go_on() {
                    break;
                }
            }
            Ok(())
        })
    });
    if result.is_err() {
        outcomes.clear();
    }
    outcomes
}

/// Runs the down half of a script, unless it has been undone meanwhile; one without such a half does nothing but forget
/// the version.
pub fn revert(sandbox: &Sandbox, script: &Script) -> Result<ScriptOutcome, MigrationError> {
    revert_guarded(sandbox, script, None)
}

/// As [`revert`]; a script that would take away what the guard watches fails before its commit.
pub fn revert_guarded(
    sandbox: &Sandbox,
    script: &Script,
    guard: Option<&DriftGuard>,
) -> Result<ScriptOutcome, MigrationError> {
    let end = script.file.text.len()..script.file.text.len();
    let nothing = ScriptHalf { marker: end.clone(), body: end, in_transaction: true };
    let down = HalfRun {
        which: Half::Down,
        half: script.down.as_ref().unwrap_or(&nothing),
        applied_before: true,
        prepare: |_| Ok(()),
        note: forget,
        guard,
    };
    run_half(sandbox, script, &down)
}

/// Notes that a script has been applied, without running it.
pub fn record(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    prepare_table(connection)?;
    insert(connection, script)
}

fn insert(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    let sql = format!("INSERT INTO {} (version, checksum) VALUES (?1, ?2)", quoted_table());
    connection.execute(&sql, [&script.version, &script.checksum()]).map(drop)
}

/// Notes that a script is not applied, without undoing it.
pub fn forget(connection: &Connection, script: &Script) -> rusqlite::Result<()> {
    let mut versions = script.squashes.iter().chain([&script.version]);
    versions.try_for_each(|version| forget_version(connection, version))
}

/// Notes that no script with this number is applied.
pub fn forget_version(connection: &Connection, version: &str) -> rusqlite::Result<()> {
    if !references::is_table(connection, version_table())? {
        return Ok(());
    }
    connection
        .execute(&format!("DELETE FROM {} WHERE {SAME_NUMBER}", quoted_table()), [version])
        .map(drop)
}

/// Tells whether the database says now that a script is applied, as it was `expected` to be when it was chosen.
fn is_recorded(connection: &Connection, script: &Script, expected: bool) -> rusqlite::Result<bool> {
    if !references::is_table(connection, version_table())? {
        return Ok(false);
    }
    let is_there = |which: &str| {
        connection
            .prepare(&format!("SELECT 1 FROM {} WHERE {which}", quoted_table()))?
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
    if connection.prepare(&format!("SELECT version, checksum FROM {}", quoted_table())).is_ok() {
        return Ok(());
    }
    if !references::is_table(connection, version_table())? {
        // At once as dbmate makes it and with the column that is added to one of dbmate's.
        let columns = "version varchar(128) primary key, checksum TEXT";
        let table = always_quote_name(version_table());
        return connection.execute_batch(&format!("CREATE TABLE main.{table} ({columns})"));
    }
    let has_checksum = "SELECT 1 FROM pragma_table_info(?1, 'main') WHERE name = 'checksum'";
    match connection.query_row(has_checksum, [version_table()], |_| Ok(())).optional()? {
        Some(()) => Ok(()),
        None => connection.execute_batch(&add_checksum_sql()),
    }
}

pub(super) fn add_checksum_sql() -> String {
    format!("ALTER TABLE {} ADD COLUMN checksum TEXT", quoted_table())
}

fn quoted_table() -> String {
    format!("main.{}", quote_name(version_table()))
}

fn bookkeeping(scripts: &[Script], error: &rusqlite::Error) -> MigrationError {
    let SqlError { range, kind } = SqlError::from(error);
    let span = scripts.first().map(|script| Span::new(&script.file, range));
    MigrationError { span, kind: kind.into() }
}

/// What to run of a script, for which state of it, and how to note that it was run.
struct HalfRun<'a> {
    which: Half,
    half: &'a ScriptHalf,
    applied_before: bool,
    prepare: fn(&Connection) -> rusqlite::Result<()>,
    note: fn(&Connection, &Script) -> rusqlite::Result<()>,
    guard: Option<&'a DriftGuard>,
}

impl HalfRun<'_> {
    fn text<'a>(&self, script: &'a Script) -> &'a str {
        &script.file.text[self.half.body.clone()]
    }
}

/// Does `work` while foreign keys are off.
fn without_foreign_keys<T>(
    sandbox: &Sandbox,
    work: impl FnOnce() -> Result<T, SqlError>,
) -> Result<T, SqlError> {
    let connection = sandbox.connection();
    own(connection.pragma_update(None, "foreign_keys", false))?;
    let result = work();
    own(connection.pragma_update(None, "foreign_keys", true))?;
    result
}

/// Runs one half. Foreign keys are off meanwhile, so that rebuilding a parent cannot touch its children, and all
/// references are checked before the commit.
fn run_half(
    sandbox: &Sandbox,
    script: &Script,
    work: &HalfRun<'_>,
) -> Result<ScriptOutcome, MigrationError> {
    let result = without_foreign_keys(sandbox, || {
        if work.half.in_transaction {
            run_whole(sandbox, script, work)
        } else {
            run_loosely(sandbox, script, work)
        }
    });
    let ScriptHalf { marker, body, .. } = work.half;
    result.map_err(|mut error| {
        if let SqlErrorKind::Dangling(found) = &mut error.kind {
            // Only now, after the rollback, the database is again as it was before the script.
            found.before =
                work.half.in_transaction && references::dangle(sandbox.connection(), found);
        }
        let range = if error.range.is_empty() {
            // What stands nowhere in the text is about the half as a whole.
            marker.clone()
        } else {
            body.start + error.range.start..body.start + error.range.end
        };
        MigrationError { span: Some(Span::new(&script.file, range)), kind: error.kind.into() }
    })
}

/// Runs the half and notes it, all or nothing.
fn run_whole(
    sandbox: &Sandbox,
    script: &Script,
    work: &HalfRun<'_>,
) -> Result<ScriptOutcome, SqlError> {
    let mut outcome = ScriptOutcome::AlreadyDone;
    script::in_transaction(sandbox, script::end(work.text(script)), || {
        outcome = run_inside(sandbox, script, work)?;
        Ok(())
    })?;
    Ok(outcome)
}

/// Runs the half and notes it in the transaction that is open.
fn run_inside(
    sandbox: &Sandbox,
    script: &Script,
    work: &HalfRun<'_>,
) -> Result<ScriptOutcome, SqlError> {
    let connection = sandbox.connection();
    let text = work.text(script);
    // What is pending was read before this transaction began: two processes may have chosen the same script.
    if own(is_recorded(connection, script, work.applied_before))? != work.applied_before {
        return Ok(ScriptOutcome::AlreadyDone);
    }
    own((work.prepare)(connection))?;
    let statistics = own(Statistics::read(connection, text))?;
    script::run_statements(sandbox, text)?;
    own(statistics.restore(connection, text))?;
    own((work.note)(connection, script))?;
    references::check(connection)?;
    check_drift(connection, script, work)?;
    Ok(ScriptOutcome::Ran)
}

/// Fails if the script took away what only this database has.
fn check_drift(
    connection: &Connection,
    script: &Script,
    work: &HalfRun<'_>,
) -> Result<(), SqlError> {
    let Some(guard) = work.guard else { return Ok(()) };
    // It may well fail on a database without rows; then all of the real one counts as unknown to it.
    let _ = match work.which {
        Half::Up => apply(guard.expected(), script),
        Half::Down => revert(guard.expected(), script),
    };
    let text = work.text(script);
    let objects = own(guard.find_lost(connection, text))?;
    if objects.is_empty() {
        return Ok(());
    }
    Err(SqlError { range: 0..0, kind: SqlErrorKind::Drift { objects } })
}

/// Runs the half statement by statement, with dbmate's `transaction:false`: what ran before a failure stays, and the
/// script is noted only after the last statement.
fn run_loosely(
    sandbox: &Sandbox,
    script: &Script,
    work: &HalfRun<'_>,
) -> Result<ScriptOutcome, SqlError> {
    let connection = sandbox.connection();
    if own(is_recorded(connection, script, work.applied_before))? != work.applied_before {
        return Ok(ScriptOutcome::AlreadyDone);
    }
    let text = work.text(script);
    script::in_transaction(sandbox, script::end(text), || own((work.prepare)(connection)))?;
    let result = sandbox.loosely(|| script::run_statements(sandbox, text));
    let is_open = !connection.is_autocommit();
    if is_open {
        own(connection.execute_batch("ROLLBACK"))?;
    }
    result?;
    if is_open {
        return Err(SqlError { range: 0..0, kind: SqlErrorKind::OpenTransaction });
    }
    references::check(connection)?;
    script::in_transaction(sandbox, script::end(text), || own((work.note)(connection, script)))?;
    Ok(ScriptOutcome::Ran)
}

/// A failure of a statement that is not the script's.
fn own<T>(result: rusqlite::Result<T>) -> Result<T, SqlError> {
    result.map_err(|error| SqlError::from(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::MigrationErrorKind;
    use crate::span::SourceFile;

    fn open(sql: &str) -> Sandbox {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(sql).expect("the test's SQL is right");
        Sandbox::of_own_database(connection, || false).expect("the guards are set")
    }

    const SCRIPTED: &str =
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE u (note TEXT);";

    /// What running `up` on a database with more than its scripts give would lose.
    #[track_caller]
    fn check(more: &str, up: &str, expected: &[&str]) {
        let database = open(&format!("{SCRIPTED} {more}"));
        let guard = DriftGuard::new(open(SCRIPTED), database.connection())
            .expect("both can be read")
            .expect("there is drift");
        let text = format!("-- migrate:up\n{up}\n");
        let script = crate::migration::parse("2.sql", &SourceFile::new("2.sql", &*text))
            .expect("the test's script is right");
        let lost = match apply_guarded(&database, &script, Some(&guard)) {
            Ok(_) => Vec::new(),
            Err(error) => match error.kind {
                MigrationErrorKind::Sql(SqlErrorKind::Drift { objects }) => objects,
                other => panic!("{other:?}"),
            },
        };
        assert_eq!(lost, expected);
    }

    const REBUILD: &str = "CREATE TABLE t_new (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
        INSERT INTO t_new SELECT id, a FROM t; DROP TABLE t; ALTER TABLE t_new RENAME TO t;";

    #[test]
    fn a_rebuild_that_would_take_what_it_does_not_know_is_refused() {
        check("ALTER TABLE t ADD COLUMN note TEXT;", REBUILD, &["column `t.note`"]);
        check("CREATE INDEX by_a ON t (a);", REBUILD, &["index `by_a`"]);
        let trigger = "CREATE TRIGGER stamp AFTER INSERT ON t BEGIN SELECT 1; END;";
        check(trigger, REBUILD, &["trigger `stamp`"]);
        check("CREATE TABLE own (a);", REBUILD, &[]);
        let renamed = format!("ALTER TABLE t RENAME TO v; {}", REBUILD.replace(" t", " v"));
        check("ALTER TABLE t ADD COLUMN note TEXT;", &renamed, &["column `t.note`"]);
    }

    #[test]
    fn what_a_script_carries_over_or_drops_by_name_is_let_go() {
        let column = "ALTER TABLE t ADD COLUMN note TEXT;";
        check(column, "ALTER TABLE t RENAME TO v;", &[]);
        check(column, "ALTER TABLE t ADD COLUMN b;", &[]);
        check(column, "ALTER TABLE t DROP COLUMN note;", &[]);
        check(column, "DROP TABLE IF EXISTS main.t;", &[]);
        check("CREATE INDEX by_a ON t (a);", &format!("DROP INDEX \"by_a\"; {REBUILD}"), &[]);
        let knowing = REBUILD.replace("NOT NULL", ", note TEXT").replace("id, a", "id, a, note");
        check(column, &knowing, &[]);
    }
}
