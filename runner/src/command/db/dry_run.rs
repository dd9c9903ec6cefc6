//! `workbook db upgrade --dry-run`: what pending scripts would do to the rows there are, seen on a copy.

use workbook_core::finding::Finding;
use workbook_core::migration::changed_rows::KeptRows;
use workbook_core::migration::choose;
use workbook_core::migration::{Half, MigrationError, Script};
use workbook_core::sql::token::split_statements;

use super::move_to::{LateScripts, accept_late, describe_nothing, parse_upgrade};
use super::trial::{self, CopyPlace, Measurement, TrialCopy, show_bytes};
use super::{Io, Project, Stop};
use crate::exit::Exit;
use crate::report::snippet;

/// Runs the scripts on a copy, and tells of each what it does there.
pub(super) fn try_upgrade(
    project: &Project,
    to: Option<&str>,
    late: LateScripts,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let target = parse_upgrade(to)?;
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let chosen = choose::pending(&scripts, &applied, &target).map_err(Project::stop_at)?;
    if chosen.is_empty() {
        writeln!(io.out, "{}", describe_nothing(Half::Up, &target))?;
        return Ok(Exit::Passed);
    }
    if !accept_late(&chosen, &applied, late, io)? {
        return Ok(Exit::Failed);
    }
    let path = project.shown_path().display();
    let copy = trial::copy_database(project, &scripts, CopyPlace::File, io)?;
    let copy = match copy {
        Some(copy) => {
            writeln!(io.out, "tried on a copy of {path}, in which nothing has changed:")?;
            copy
        }
        None => {
            writeln!(io.out, "tried on an empty database, since there is no {path} yet:")?;
            TrialCopy::empty()?
        }
    };
    for script in chosen {
        if !try_script(&copy, script, io)? {
            return Ok(Exit::Failed);
        }
    }
    Ok(Exit::Passed)
}

/// Runs a script on the copy, and there and back where it has a way back; false when one of its halves fails.
fn try_script(copy: &TrialCopy, script: &Script, io: &mut Io<'_>) -> Result<bool, Stop> {
    let is_reversible = can_try_way_back(script);
    let kept = KeptRows::keep(copy.sandbox.connection(), |_| is_reversible)?;
    match copy.measure(script)? {
        Ok(measured) => report_measurement(script, &measured, io)?,
        Err(error) => return report_failure(copy, script, Half::Up, error, io),
    }
    if !is_reversible {
        return Ok(true);
    }
    if let Err(error) = copy.revert(script) {
        return report_failure(copy, script, Half::Down, error, io);
    }
    for changed in kept.find_changed()? {
        let rows = trial::describe_changed(&changed);
        writeln!(io.out, "careful: after upgrading and downgrading, {rows}")?;
    }
    kept.forget()?;
    match copy.apply(script) {
        Ok(_) => Ok(true),
        Err(error) => report_failure(copy, script, Half::Up, error, io),
    }
}

/// True if a script has a down half, and each of its halves is run whole or not at all.
fn can_try_way_back(script: &Script) -> bool {
    script.down().is_some_and(|text| !split_statements(text).is_empty())
        && script.is_atomic(Half::Up)
        && script.is_atomic(Half::Down)
}

fn report_failure(
    copy: &TrialCopy,
    script: &Script,
    half: Half,
    error: MigrationError,
    io: &mut Io<'_>,
) -> Result<bool, Stop> {
    writeln!(io.err, "{}", snippet::render("error", &Finding::from(error), None))?;
    if let Some(rows) = copy.describe_refused(script, half)? {
        writeln!(io.err, "{rows}")?;
    }
    if half == Half::Down {
        let name = script.name();
        writeln!(io.err, "state: {name} could be upgraded to, but not downgraded from")?;
    }
    Ok(false)
}

fn report_measurement(
    script: &Script,
    measured: &Measurement,
    io: &mut Io<'_>,
) -> std::io::Result<()> {
    let Measurement { rows, time, pages, all_pages, page_size } = measured;
    let bytes = show_bytes(*pages as u64 * page_size);
    let s = if *rows == 1 { "" } else { "s" };
    writeln!(
        io.out,
        "{} would run: {rows} row{s} written, {} ms, during which nobody else can write; \
         {pages} of {all_pages} pages change ({bytes})",
        script.name(),
        time.as_millis().max(1)
    )
}
