//! `workbook db migrate`: writes a reversible script from the difference between the scripts so far and what is wanted.

use anyhow::{Context, anyhow, bail};
use rusqlite::Connection;
use workbook_core::finding::Finding;
use workbook_core::generate::{
    GenerateError, Generated, LossKind, Rename, find_broken, find_possible_renames,
    generate_for_trial, refuse_change,
};
use workbook_core::migration::application::{ApplicationPart, stand_in_for_missing};
use workbook_core::migration::changed_rows::{ChangedRows, KeptRows};
use workbook_core::migration::choose::{Applied, is_applied};
use workbook_core::migration::{self, Half, MigrationError, Script};
use workbook_core::script::SqlError;
use workbook_core::span::SourceFile;
use workbook_core::sql::name::Name;

use super::question::{self, YesOrNo};
use super::survey::survey_drift;
use super::trial::{self, CopyPlace, TrialCopy};
use super::{Io, Project, Stop, wanted};
use crate::atomic;
use crate::cli::MigrateArgs;
use crate::exit::Exit;
use crate::report::snippet;

pub(super) fn run(
    project: &Project,
    arguments: &MigrateArgs,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let name = make_file_name(&scripts, &arguments.message)?;
    if arguments.empty {
        write_script(project, &name, "", "")?;
        writeln!(io.out, "wrote {}/{name} with two empty halves", project.scripts.name)?;
        return Ok(Exit::Passed);
    }
    let mut renames = arguments
        .rename
        .iter()
        .map(|text| parse_rename(text))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let wanted =
        wanted::read_wanted(project, &arguments.wanted, io)?.context(wanted::NOTHING_WANTED)?;
    let current = wanted::build_migrated(&scripts)?;
    refuse_broken(&current, &wanted)?;
    let can_ask = question::can_ask();
    if can_ask {
        ask_renames(&current, &wanted, &mut renames, io)?;
    }
    let copy = copy_rows(project, &scripts, io)?;
    let rows = copy.as_ref().map(|copy| copy.sandbox.connection());
    let generated = generate_for_trial(&current, &wanted, &renames, rows);
    if let (Err(_), Some(rows)) = (&generated, rows) {
        refuse_change(&current, &wanted, &renames, rows).map_err(explain_refusal)?;
    }
    let Some(mut generated) = generated.map_err(explain_refusal)? else {
        writeln!(io.out, "nothing to do: the scripts give the wanted schema already")?;
        return Ok(Exit::Passed);
    };
    let (copy, schema_of_rows) = match copy {
        Some(copy) => (copy, Some(current)),
        None => (TrialCopy::of_schema(current)?, None),
    };
    let script = make_script(project, &name, &generated.up, &generated.down)?;
    let mut missing = Vec::new();
    let tried = try_script(&copy, &script, &generated, &renames, &mut missing);
    if let (Err(TrialError { half: Half::Up, .. }), Some(schema)) = (&tried, &schema_of_rows) {
        let rows = copy.sandbox.connection();
        refuse_change(schema, &wanted, &renames, rows).map_err(explain_refusal)?;
    }
    for part in &missing {
        let cure = "run the script where the application makes it known";
        writeln!(io.err, "warning: SQLite does not know {}: {cure}", part.describe())?;
    }
    let changed = tried.as_ref().map_or_else(|_| Vec::new(), Clone::clone);
    if let Err(TrialError { half, error }) = tried {
        let word = if arguments.draft { "warning" } else { "error" };
        writeln!(io.err, "{}", snippet::render(word, &Finding::from(error), None))?;
        if let Some(rows) = copy.describe_refused(&script, half)? {
            writeln!(io.err, "{rows}")?;
        }
        if !arguments.draft {
            writeln!(io.err, "state: tried on a copy of the database; nothing was written")?;
            writeln!(
                io.err,
                "hint: `--draft` writes the script all the same, to be finished by hand"
            )?;
            return Ok(Exit::Failed);
        }
    }
    write_script(project, &name, &generated.up, &generated.down)?;
    if can_ask {
        generated.possible_renames.clear();
    }
    report_script(&generated, &changed, &format!("{}/{name}", project.scripts.name), io)?;
    Ok(Exit::Passed)
}

/// Asks of each possible rename whether it is one; a yes is as good as `--rename`.
fn ask_renames(
    current: &Connection,
    wanted: &Connection,
    renames: &mut Vec<Rename>,
    io: &mut Io<'_>,
) -> Result<(), Stop> {
    let mut denied: Vec<Rename> = Vec::new();
    loop {
        let possible = find_possible_renames(current, wanted, renames)?;
        let Some(rename) = possible.into_iter().find(|rename| !denied.contains(rename)) else {
            return Ok(());
        };
        match question::ask(&describe_question(&rename), io)? {
            YesOrNo::Yes => renames.push(rename),
            YesOrNo::No => denied.push(rename),
            YesOrNo::None => {
                return Err(anyhow!("no answer was given, so nothing was written").into());
            }
        }
    }
}

fn describe_question(rename: &Rename) -> String {
    match &rename.column {
        Some(column) => format!("is `{}.{column}` called `{}` now?", rename.table, rename.to),
        None => format!("is the table `{}` called `{}` now?", rename.table, rename.to),
    }
}

/// Adds to a refusal the renames that may have been meant: what looks like a new column needs no value then.
fn explain_refusal(error: GenerateError) -> anyhow::Error {
    let renames = match &error {
        GenerateError::Refused { possible_renames, .. } => possible_renames.as_slice(),
        _ => &[],
    };
    let hints: String = renames
        .iter()
        .map(|rename| {
            format!("\nhint: if this is a rename, add --rename {}", quote_for_shell(rename))
        })
        .collect();
    anyhow!("{error}{hints}")
}

/// `0002_add_price.sql`: the next number, as wide as the ones before, and the message in plain letters.
fn make_file_name(scripts: &[Script], message: &str) -> anyhow::Result<String> {
    let words = make_words(message)?;
    let last = scripts.last().map_or("0000", |script| script.version.as_str());
    let number: u64 =
        last.parse().with_context(|| format!("the number `{last}` is too large to count on"))?;
    let next = if is_time_stamp(last) { time_stamp()?.max(number + 1) } else { number + 1 };
    Ok(format!("{next:0width$}_{words}.sql", width = last.len()))
}

/// `add_price`: the message in plain letters, as a part of a name.
pub(super) fn make_words(message: &str) -> anyhow::Result<String> {
    let words: Vec<String> = message
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() {
        bail!("the message `{message}` has no letter or digit to make a name of");
    }
    Ok(words.join("_"))
}

/// True for a number such as `20250131120000`, which other tools make of the time.
fn is_time_stamp(version: &str) -> bool {
    version.len() == 14 && ["19", "20", "21"].iter().any(|century| version.starts_with(century))
}

/// The time now in UTC, as such a number.
fn time_stamp() -> anyhow::Result<u64> {
    let connection = Connection::open_in_memory()?;
    let text: String =
        connection.query_row("SELECT strftime('%Y%m%d%H%M%S')", [], |row| row.get(0))?;
    Ok(text.parse()?)
}

fn parse_rename(text: &str) -> anyhow::Result<Rename> {
    Rename::parse(text).ok_or_else(|| {
        anyhow!(
            "expected `table.column=new` or `table=new`, found `{text}`\n\
             hint: a name with a dot or an equals sign stands in double quotes: '\"a.b\".c=d'"
        )
    })
}

/// A rename as it is typed in a shell.
fn quote_for_shell(rename: &Rename) -> String {
    let text = rename.to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "_.=-".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Refuses a wanted schema in which something speaks of what is not there, and did not before.
fn refuse_broken(current: &Connection, wanted: &Connection) -> anyhow::Result<()> {
    let before = find_broken(current)?;
    let broken = find_broken(wanted)?.into_iter().filter(|(name, _)| !before.contains_key(name));
    let broken: Vec<String> =
        broken.map(|(name, why)| format!("{name} would not work: {why}")).collect();
    if broken.is_empty() {
        return Ok(());
    }
    bail!("{}\nhint: change or drop it in the wanted schema, too", broken.join("\n"))
}

/// Copies the real database and runs on it what is pending, so that its rows tell what is impossible.
fn copy_rows(
    project: &Project,
    scripts: &[Script],
    io: &mut Io<'_>,
) -> Result<Option<TrialCopy>, Stop> {
    let applied = project.read_applied()?;
    if applied.is_empty() {
        return Ok(None);
    }
    let copy = trial::copy_database(project, scripts, CopyPlace::MemoryIfSmall, io)?;
    let Some(copy) = copy else { return Ok(None) };
    warn_of_drift(scripts, &applied, copy.sandbox.connection(), io)?;
    if scripts.iter().all(|script| is_applied(script, &applied)) {
        return Ok(Some(copy));
    }
    match copy.run_pending(scripts) {
        Ok(()) => {
            let how = "the rows were looked at as these leave them";
            writeln!(io.err, "warning: scripts are pending; {how}")?;
            Ok(Some(copy))
        }
        Err(error) => {
            let why = wanted::describe_failure(&error);
            writeln!(
                io.err,
                "warning: scripts are pending and fail, so the rows in the database were not looked at: {why}"
            )?;
            Ok(None)
        }
    }
}

/// The half of a script that failed on a copy.
struct TrialError {
    half: Half,
    error: MigrationError,
}

impl From<rusqlite::Error> for TrialError {
    fn from(error: rusqlite::Error) -> TrialError {
        let SqlError { kind, .. } = SqlError::from(&error);
        TrialError { half: Half::Up, error: MigrationError { span: None, kind: kind.into() } }
    }
}

/// Runs a script up, down and up again on the rows there are; what it fails on is the end of the command. The last run is
/// left out where it would find what the first has found. Gives the rows that the way back does not bring back.
fn try_script(
    copy: &TrialCopy,
    script: &Script,
    generated: &Generated,
    renames: &[Rename],
    missing: &mut Vec<ApplicationPart>,
) -> Result<Vec<ChangedRows>, TrialError> {
    let connection = copy.sandbox.connection();
    let kept =
        KeptRows::keep(connection, |table| loses_on_the_way_back(generated, renames, table))?;
    try_half(copy, script, Half::Up, missing)?;
    try_half(copy, script, Half::Down, missing)?;
    let changed = kept.find_changed()?;
    kept.forget()?;
    if !generated.restores_rows {
        try_half(copy, script, Half::Up, missing)?;
    }
    Ok(changed)
}

fn try_half(
    copy: &TrialCopy,
    script: &Script,
    half: Half,
    missing: &mut Vec<ApplicationPart>,
) -> Result<(), TrialError> {
    let look = |error: &MigrationError| {
        let part = ApplicationPart::of_error(error);
        missing.extend(part.clone());
        part
    };
    let run = || copy.run_half(script, half).map(drop);
    stand_in_for_missing(copy.sandbox.connection(), look, run)
        .map_err(|error| TrialError { half, error })
}

/// True for a table to which the down half gives other values than it had.
fn loses_on_the_way_back(generated: &Generated, renames: &[Rename], table: &Name) -> bool {
    let renamed = renames.iter().find(|rename| rename.column.is_none() && rename.table == *table);
    let table = renamed.map_or(table, |rename| &rename.to);
    generated.losses.iter().any(|loss| {
        let is_new = matches!(loss.kind, LossKind::Table | LossKind::Column | LossKind::Refill);
        loss.half == Half::Down && loss.table == *table && !is_new
    })
}

/// Names what separates the database from its applied scripts: nothing that is written here knows of it.
fn warn_of_drift(
    scripts: &[Script],
    applied: &[Applied],
    database: &Connection,
    io: &mut Io<'_>,
) -> Result<(), Stop> {
    for row in survey_drift(scripts, applied, database)? {
        if let Some(sentence) = row.wrong {
            writeln!(io.err, "warning: {sentence}")?;
        }
    }
    Ok(())
}

fn write_script(project: &Project, name: &str, up: &str, down: &str) -> anyhow::Result<()> {
    let path = project.scripts.path().join(name);
    atomic::write(&path, join_halves(up, down).as_bytes())
        .with_context(|| format!("failed to write `{}`", path.display()))
}

fn join_halves(up: &str, down: &str) -> String {
    format!("-- migrate:up\n{up}\n-- migrate:down\n{down}")
}

/// The script as it will stand in the folder.
fn make_script(project: &Project, name: &str, up: &str, down: &str) -> Result<Script, Stop> {
    let file = SourceFile::new(format!("{}/{name}", project.scripts.name), join_halves(up, down));
    migration::parse(name, &file).map_err(Project::stop_at)
}

/// Prints what was found, what will be lost, what may have been meant otherwise, and where the script is.
fn report_script(
    generated: &Generated,
    changed: &[ChangedRows],
    path: &str,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    for change in &generated.detected {
        writeln!(io.out, "detected: {change}")?;
    }
    for loss in &generated.losses {
        let when = trial::describe_half(loss.half);
        let count = loss
            .values
            .filter(|count| *count > 0)
            .map_or_else(String::new, |count| format!(" ({count} now)"));
        writeln!(io.out, "careful: when {when}, {loss}{count}")?;
    }
    for changed in changed {
        let rows = trial::describe_changed(changed);
        writeln!(io.out, "careful: after upgrading and downgrading, {rows}")?;
    }
    for (table, column) in &generated.only_when_empty {
        writeln!(
            io.out,
            "careful: when upgrading, {table} has to be empty: {column} is required and has no default"
        )?;
    }
    for rename in &generated.possible_renames {
        writeln!(
            io.out,
            "if this is a rename, delete the script and run this again with --rename {}",
            quote_for_shell(rename)
        )?;
    }
    writeln!(io.out, "wrote {path}: read it, then run `workbook db upgrade`")?;
    Ok(())
}
