//! `workbook db check`: compares scripts, database and models.

use rusqlite::Connection;
use workbook_core::generate::generate;
use workbook_core::migration::Script;
use workbook_core::migration::run::{Applied, is_applied, without_script};

use super::{Io, Project, Stop, wanted};
use crate::exit::Exit;

/// Prints what does not agree, one line each.
pub(super) fn run(project: &Project, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let scripts = project.read_scripts()?;
    let applied = project.read_applied()?;
    let mut wrong = list_missing(&scripts, &applied);
    wrong.extend(scripts.iter().filter_map(|script| describe_edit(script, &applied)));
    let wanted = wanted::read_wanted(project, None, io)?;
    if let Some(wanted) = &wanted {
        wrong.extend(list_disagreements(&wanted::build_migrated(&scripts)?, wanted)?);
    }
    for line in &wrong {
        writeln!(io.out, "{line}")?;
    }
    if wrong.is_empty() {
        let agree = if wanted.is_some() {
            "scripts, database and wanted schema"
        } else {
            "scripts and database"
        };
        writeln!(io.out, "{agree} agree")?;
    }
    Ok(if wrong.is_empty() { Exit::Passed } else { Exit::Failed })
}

/// Lists what a script would have to do to make the wanted schema.
fn list_disagreements(current: &Connection, wanted: &Connection) -> anyhow::Result<Vec<String>> {
    let generated = generate(current, wanted, &[], None)?;
    let changes = generated.map(|generated| generated.detected).unwrap_or_default();
    Ok(changes.iter().map(|change| format!("no script does this yet: {change}")).collect())
}

fn list_missing(scripts: &[Script], applied: &[Applied]) -> Vec<String> {
    let unknown = without_script(scripts, applied);
    unknown
        .map(|known| {
            format!("version {} has been applied, but its script is not there", known.version)
        })
        .collect()
}

/// Reports a script whose up half no longer does what it did when it was run; one that another tool ran is not known.
fn describe_edit(script: &Script, applied: &[Applied]) -> Option<String> {
    let known = applied.iter().find(|known| is_applied(script, std::slice::from_ref(*known)))?;
    let differs = known.checksum.as_ref().is_some_and(|checksum| *checksum != script.checksum());
    differs.then(|| format!("{} has been edited since it was applied", script.name()))
}
