//! `workbook db current` and `workbook db history`: where the database stands among the scripts.

use workbook_core::migration::choose::{is_applied, without_script};

use super::{Io, Project, Stop};
use crate::exit::Exit;

/// Prints the last applied version, and how many scripts are pending.
pub(super) fn show_current(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let pending = scripts.iter().filter(|script| !is_applied(script, &applied)).count();
    let last = applied.last().map(|last| {
        let script = scripts.iter().find(|script| is_applied(script, std::slice::from_ref(last)));
        script.map_or_else(
            || format!("{} (no script has this number)", last.version),
            |script| script.name().to_owned(),
        )
    });
    writeln!(io.out, "{}", last.unwrap_or_else(|| "no script has been applied".to_owned()))?;
    match pending {
        0 => writeln!(io.out, "nothing is pending")?,
        1 => writeln!(io.out, "1 script is pending")?,
        count => writeln!(io.out, "{count} scripts are pending")?,
    }
    Ok(Exit::Passed)
}

/// Lists every script, oldest first, with what its name says.
pub(super) fn run(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    if scripts.is_empty() {
        writeln!(io.out, "there are no scripts yet")?;
    }
    for script in &scripts {
        let word = if is_applied(script, &applied) { "applied" } else { "pending" };
        writeln!(io.out, "{word}  {}  {}", script.version, script.message())?;
    }
    for known in without_script(&scripts, &applied) {
        writeln!(io.out, "missing  {}  applied, but its script is not there", known.version)?;
    }
    Ok(Exit::Passed)
}
