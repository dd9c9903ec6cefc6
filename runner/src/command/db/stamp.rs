//! `workbook db stamp`: notes what has been applied without running it.

use workbook_core::migration::Script;
use workbook_core::migration::{choose, run};

use super::{Io, Project, Stop};
use crate::exit::Exit;

/// Makes the database say that every script up to `version` has been applied, and none after it.
pub(super) fn run(project: &Project, version: &str, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let count = match version {
        "base" => 0,
        "head" => scripts.len(),
        version => {
            let last = choose::find(&scripts, version).map_err(Project::stop_at)?;
            scripts
                .iter()
                .position(|script| script.version == last.version)
                .map_or(0, |index| index + 1)
        }
    };
    project.make_room()?;
    let connection = project.open_for_writing()?;
    let applied = project.explain_failure(run::mark(&connection, &scripts, count))?;
    for (index, script) in scripts.iter().enumerate() {
        report_mark(script, index < count, choose::is_applied(script, &applied), io)?;
    }
    for unknown in choose::without_script(&scripts, &applied) {
        writeln!(io.out, "marked {} as not applied; no script has this number", unknown.version)?;
    }
    match count.checked_sub(1) {
        None => writeln!(
            io.out,
            "the database is marked as having no script applied; no script was run"
        )?,
        Some(last) => writeln!(
            io.out,
            "the database is marked as being at {}; no script was run",
            scripts[last].name()
        )?,
    }
    Ok(Exit::Passed)
}

fn report_mark(script: &Script, now: bool, before: bool, io: &mut Io<'_>) -> anyhow::Result<()> {
    match (before, now) {
        (false, true) => writeln!(io.out, "marked {} as applied", script.name())?,
        (true, false) => writeln!(io.out, "marked {} as not applied", script.name())?,
        _ => (),
    }
    Ok(())
}
