//! `workbook db upgrade` and `workbook db downgrade`: run scripts, each in one transaction with its version row.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, bail};
use rusqlite::Connection;
use rusqlite::backup::Backup;
use tempfile::Builder;
use workbook_core::finding::Finding;
use workbook_core::migration::choose::{self, Applied};
use workbook_core::migration::drift::DriftGuard;
use workbook_core::migration::rendered;
use workbook_core::migration::run::{self, ScriptOutcome};
use workbook_core::migration::{Half, MigrationError, MigrationErrorKind, Script, Target};
use workbook_core::sandbox::Sandbox;
use workbook_core::script::{Reason, SqlError, SqlErrorKind};

use super::dump_schema::SchemaDump;
use super::{Io, PATIENCE, Project, Stop, wanted};
use crate::cli::RunArgs;
use crate::exit::Exit;
use crate::program::interrupt;
use crate::report::snippet;

type RunHalf = fn(&Sandbox, &Script, Option<&DriftGuard>) -> Result<ScriptOutcome, MigrationError>;

pub(super) fn upgrade(
    project: &Project,
    to: Option<&str>,
    late: LateScripts,
    with: &RunArgs,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    move_database(project, Half::Up, (&parse_upgrade(to)?, late), with, io)
}

/// Policy for a pending script that is older than one that has been applied.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LateScripts {
    Run,
    Refuse,
}

impl LateScripts {
    pub(super) fn new(strict: bool) -> LateScripts {
        if strict { LateScripts::Refuse } else { LateScripts::Run }
    }
}

/// How far up to go.
pub(super) fn parse_upgrade(to: Option<&str>) -> anyhow::Result<Target> {
    to.map_or(Ok(Target::All), |text| parse_target(text, '+', "head"))
}

pub(super) fn downgrade(
    project: &Project,
    to: Option<&str>,
    with: &RunArgs,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let target = to.map_or(Ok(Target::Steps(1)), |text| parse_target(text, '-', "base"))?;
    move_database(project, Half::Down, (&target, LateScripts::Run), with, io)
}

/// How far to go: `head` or `base`, `+2` or `-2`, or a version.
fn parse_target(text: &str, sign: char, all: &str) -> anyhow::Result<Target> {
    Target::parse(text, sign, all).with_context(|| {
        format!("expected `{all}`, `{sign}1` or a version such as `0002`, found `{text}`")
    })
}

fn move_database(
    project: &Project,
    half: Half,
    (target, late): (&Target, LateScripts),
    with: &RunArgs,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let chosen = choose_scripts(half, &scripts, &applied, target).map_err(Project::stop_at)?;
    let dump = with.dump_schema.as_ref().map(|file| SchemaDump::plan(project, file.as_deref()));
    let dump = dump.transpose()?;
    if chosen.is_empty() {
        // With `--sql` the output is for a program, and this is no SQL.
        let to = if with.sql { &mut *io.err } else { &mut *io.out };
        writeln!(to, "{}", describe_nothing(half, target))?;
        return match dump {
            Some(dump) => dump.write(project, io),
            None => Ok(Exit::Passed),
        };
    }
    match half {
        Half::Up if !accept_late(&chosen, &applied, late, io)? => return Ok(Exit::Failed),
        Half::Up => (),
        Half::Down => accept_empty(&chosen, io)?,
    }
    if with.sql {
        return print_sql(project, half, &chosen, io);
    }
    project.make_room()?;
    if with.backup {
        match project.open_for_reading()? {
            Some(connection) => writeln!(
                io.out,
                "copied the database to {}",
                back_up(project, &connection)?.display()
            )?,
            None => writeln!(io.out, "there is no database yet, so there is nothing to copy")?,
        }
    }
    let exit = run_all(project, half, (&scripts, &chosen), io)?;
    match dump {
        Some(dump) if exit == Exit::Passed => dump.write(project, io),
        _ => Ok(exit),
    }
}

/// Says which database is used when something names it, and always that one is made.
fn report_database(project: &Project, is_new: bool, io: &mut Io<'_>) -> anyhow::Result<()> {
    let path = project.shown_path().display();
    if is_new {
        writeln!(io.out, "database: {path}, which is new")?;
    } else if !project.is_usual_database {
        writeln!(io.out, "database: {path}")?;
    }
    Ok(())
}

pub(super) fn describe_nothing(half: Half, target: &Target) -> &'static str {
    match (half, target) {
        (Half::Up, Target::All) => "nothing is pending",
        (Half::Up, _) => "nothing is pending up to there",
        (Half::Down, Target::Version(_)) => "nothing after it has been applied",
        (Half::Down, _) => "there is nothing to undo",
    }
}

fn choose_scripts<'a>(
    half: Half,
    scripts: &'a [Script],
    applied: &[Applied],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    match half {
        Half::Up => choose::pending(scripts, applied, target),
        Half::Down => choose::undoable(scripts, applied, target),
    }
}

/// Names the scripts that come before an applied one, and says whether they may run all the same.
pub(super) fn accept_late(
    chosen: &[&Script],
    applied: &[Applied],
    late: LateScripts,
    io: &mut Io<'_>,
) -> io::Result<bool> {
    let scripts = choose::late_scripts(chosen, applied);
    let newest = applied.last().map_or("", |newest| newest.version.as_str());
    let word = if late == LateScripts::Refuse { "error" } else { "warning" };
    for script in &scripts {
        let name = script.name();
        writeln!(io.err, "{word}: {name} is older than {newest}, which has been applied")?;
    }
    let is_refused = late == LateScripts::Refuse && !scripts.is_empty();
    if is_refused {
        writeln!(io.err, "state: nothing was run")?;
        let cure = "give it a newer number, or run it without `--strict`";
        writeln!(io.err, "hint: {cure}")?;
    }
    Ok(!is_refused)
}

/// Warns of down halves that undo nothing; one that is not there at all is an error.
fn accept_empty(chosen: &[&Script], io: &mut Io<'_>) -> Result<(), Stop> {
    for script in chosen {
        match choose::missing_way_back(script) {
            Some(error) if script.down().is_none() => return Err(Project::stop_at(error)),
            Some(_) => {
                let how = "nothing is undone, and it counts as not applied";
                writeln!(io.err, "warning: the down half of {} is empty: {how}", script.name())?;
            }
            None => (),
        }
    }
    Ok(())
}

/// Prints what would be run, as a file for another program.
fn print_sql(
    project: &Project,
    half: Half,
    chosen: &[&Script],
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let database = project.open_for_reading()?;
    let sql = project.explain_failure(rendered::render_sql(database.as_ref(), chosen, half))?;
    io.file.write_all(sql.as_bytes())?;
    Ok(Exit::Passed)
}

/// Runs the scripts one by one, a line for each; the first that fails ends it.
fn run_all(
    project: &Project,
    half: Half,
    (all, chosen): (&[Script], &[&Script]),
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let run_half: RunHalf = match half {
        Half::Up => run::apply_guarded,
        Half::Down => run::revert_guarded,
    };
    let is_new = !project.database.path.exists();
    let mut sandbox = project.open_sandbox()?;
    report_database(project, is_new, io)?;
    let guard = guard_drift(project, all, &sandbox, io)?;
    let first = match half {
        Half::Up if is_new && guard.is_none() => run_first(&sandbox, chosen, io)?,
        _ => Vec::new(),
    };
    let mut ran = first.iter().filter(|outcome| **outcome == ScriptOutcome::Ran).count();
    for script in &chosen[first.len()..] {
        let is_atomic = script.is_atomic(half);
        if !is_atomic {
            let warning = "if it fails half way, the first half stays";
            writeln!(io.err, "warning: {} says `transaction:false`: {warning}", script.name())?;
        }
        if interrupt::is_interrupted() {
            return report_interrupt(&describe_untouched(project, half, script, ran), io);
        }
        match run_half(&sandbox, script, guard.as_ref()) {
            Ok(outcome) => {
                ran += usize::from(outcome == ScriptOutcome::Ran);
                report_outcome(half, script, outcome, io)?;
            }
            Err(error) => {
                let state = if is_atomic { describe_untouched } else { describe_half_done }(
                    project, half, script, ran,
                );
                return report_failure(project, error, &state, io);
            }
        }
        if !is_atomic || run::changes_connection(script, half) {
            // A script can change how its connection works: outside of a transaction up to how it keeps files safe, and
            // within one by a pragma that no rollback takes back.
            sandbox = project.open_sandbox()?;
        }
    }
    Ok(Exit::Passed)
}

/// Runs the scripts of a database that was just made, many to a transaction, which spares most of the waiting for the
/// disk: nobody reads it yet, so nobody waits for its lock. Ends at one that fails or has to run alone; returns what
/// became of those before it.
fn run_first(
    sandbox: &Sandbox,
    chosen: &[&Script],
    io: &mut Io<'_>,
) -> anyhow::Result<Vec<ScriptOutcome>> {
    let mut done = Vec::new();
    while !interrupt::is_interrupted() {
        let begun = Instant::now();
        let left = &chosen[done.len()..];
        let outcomes = run::apply_together(sandbox, left, || begun.elapsed() < TOGETHER);
        if outcomes.is_empty() {
            break;
        }
        for (script, outcome) in left.iter().zip(&outcomes) {
            report_outcome(Half::Up, script, *outcome, io)?;
        }
        done.extend(outcomes);
    }
    Ok(done)
}

/// For how long scripts join one transaction: what a reader waits for the line of the first of them.
const TOGETHER: Duration = Duration::from_millis(20);

fn report_outcome(
    half: Half,
    script: &Script,
    outcome: ScriptOutcome,
    io: &mut Io<'_>,
) -> io::Result<()> {
    let (did, done) = match half {
        Half::Up => ("applied", "applied"),
        Half::Down => ("undid", "undone"),
    };
    match outcome {
        ScriptOutcome::Ran => writeln!(io.out, "{did} {}", script.name()),
        ScriptOutcome::AlreadyDone => {
            writeln!(io.out, "{} was {done} by another process meanwhile", script.name())
        }
    }
}

/// Watches what only the database has; None where it has what its applied scripts give.
fn guard_drift(
    project: &Project,
    scripts: &[Script],
    sandbox: &Sandbox,
    io: &mut Io<'_>,
) -> anyhow::Result<Option<DriftGuard>> {
    let database = sandbox.connection();
    let applied = project.explain_failure(run::applied(database))?;
    if applied.is_empty() {
        return Ok(None);
    }
    match wanted::build_applied(scripts, &applied) {
        Ok(expected) => project.explain_failure(DriftGuard::new(expected, database)),
        Err(error) => {
            let why = wanted::describe_failure(&error);
            writeln!(
                io.err,
                "warning: the database was not compared with its scripts: run on an empty database, {why}"
            )?;
            Ok(None)
        }
    }
}

fn report_interrupt(state: &str, io: &mut Io<'_>) -> Result<Exit, Stop> {
    writeln!(io.err, "error: interrupted\n{state}")?;
    Ok(Exit::Failed)
}

/// Says why a script did not run, and what the database is like now.
fn report_failure(
    project: &Project,
    error: MigrationError,
    state: &str,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    if interrupt::is_interrupted() {
        return report_interrupt(state, io);
    }
    if let MigrationErrorKind::Sql(SqlErrorKind::Sqlite { message, reason }) = &error.kind
        && is_about_the_file(*reason)
    {
        return Err(anyhow!("{}\n{state}", project.describe_unusable(message, *reason)).into());
    }
    let is_there = matches!(
        &error.kind,
        MigrationErrorKind::Sql(SqlErrorKind::Sqlite { message, .. }) if message.ends_with("already exists")
    );
    writeln!(io.err, "{}\n{state}", snippet::render("error", &Finding::from(error), None))?;
    if is_there {
        let cure = "`workbook db stamp VERSION` marks scripts as applied without running them";
        writeln!(io.err, "hint: where the database has had this from before its scripts, {cure}")?;
    }
    Ok(Exit::Failed)
}

/// True if no script could have done better.
fn is_about_the_file(reason: Reason) -> bool {
    match reason {
        Reason::Constraint | Reason::Statement => false,
        Reason::Full | Reason::Locked | Reason::ReadOnly | Reason::Damaged | Reason::File => true,
    }
}

/// Describes the database after a script failed that is one transaction.
fn describe_untouched(project: &Project, half: Half, script: &Script, ran: usize) -> String {
    let database = project.shown_path().display();
    match ran {
        0 => format!("state: nothing has changed in {database}"),
        _ => format!(
            "state: {database} is as it was before {}{}",
            script.name(),
            count_earlier(half, ran)
        ),
    }
}

/// Describes it after one failed that is not.
fn describe_half_done(project: &Project, half: Half, script: &Script, ran: usize) -> String {
    let noted = match half {
        Half::Up => "it is not noted as applied",
        Half::Down => "it is still noted as applied",
    };
    let database = project.shown_path().display();
    let name = script.name();
    format!(
        "state: what {name} did before it failed stays in {database}, and {noted}{}",
        count_earlier(half, ran)
    )
}

/// Says what happens to the scripts that ran before the failing one.
fn count_earlier(half: Half, ran: usize) -> String {
    let word = if half == Half::Up { "applied" } else { "undone" };
    match ran {
        0 => String::new(),
        1 => format!("; the script {word} before it stays {word}"),
        count => format!("; the {count} scripts {word} before it stay {word}"),
    }
}

fn copy_pages(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(to)?;
    Backup::new(from, &mut target)?.run_to_completion(1_000, PATIENCE / 1_000, None)
}

/// Copies the database page by page, also while others use it. The copy gets its name once it is whole.
fn back_up(project: &Project, connection: &Connection) -> anyhow::Result<PathBuf> {
    let path = &project.database.path;
    let folder = path.parent().unwrap_or(&project.folder);
    let failed =
        || format!("failed to copy the database to `{}`, so nothing was run", folder.display());
    let copy = Builder::new().prefix(".backup-").tempfile_in(folder);
    let mut copy = copy.map_err(|error| io::Error::from(error.kind())).with_context(failed)?;
    copy_pages(connection, copy.path())
        .map_err(|error| anyhow!(SqlError::from(&error).kind).context(failed()))?;
    for number in 1_u64.. {
        let name = PathBuf::from(format!("{}.backup-{number}", path.display()));
        match copy.persist_noclobber(&name) {
            Ok(_) => return Ok(name),
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => copy = taken.file,
            Err(error) => return Err(error.error).with_context(failed),
        }
    }
    bail!("there are too many copies of the database")
}
