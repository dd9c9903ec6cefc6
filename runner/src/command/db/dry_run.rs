//! `workbook db upgrade --dry-run`: what pending scripts would do to the rows there are, seen on a copy.

use workbook_core::finding::Finding;
use workbook_core::migration::run;
use workbook_core::migration::{Half, Script};

use super::move_to::{describe_nothing, parse_upgrade};
use super::trial::{self, CopyPlace, Measurement, TrialCopy, show_bytes};
use super::{Io, Project, Stop};
use crate::exit::Exit;
use crate::report::snippet;

/// Runs the scripts on a copy, and tells of each what it does there.
pub(super) fn try_upgrade(
    project: &Project,
    to: Option<&str>,
    io: &mut Io<'_>,
) -> Result<Exit, Stop> {
    let target = parse_upgrade(to)?;
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let chosen = run::pending(&scripts, &applied, &target).map_err(Project::stop_at)?;
    if chosen.is_empty() {
        writeln!(io.out, "{}", describe_nothing(Half::Up, &target))?;
        return Ok(Exit::Passed);
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
        match copy.measure(script)? {
            Ok(measured) => report_measurement(script, &measured, io)?,
            Err(error) => {
                let finding = Finding::from(error);
                writeln!(io.err, "{}", snippet::render("error", &finding, None))?;
                return Ok(Exit::Failed);
            }
        }
    }
    Ok(Exit::Passed)
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
