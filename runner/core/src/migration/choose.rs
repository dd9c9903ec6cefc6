//! Chooses the scripts that a target asks for, up or down.

use super::{KEPT_SCRIPTS, MigrationError, Script, ScriptProblem, Target, number};
use crate::span::Span;
use crate::sql::token::split_statements;

/// A version that has been applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub version: String,
    /// What [`Script::checksum`] was then; None when another tool applied it.
    pub checksum: Option<String>,
}

/// The scripts that going up to `target` would run, in their order.
pub fn pending<'a>(
    scripts: &'a [Script],
    applied: &[Applied],
    target: &Target,
) -> Result<Vec<&'a Script>, MigrationError> {
    all_known(scripts, applied)?;
    let open = scripts.iter().filter(|script| !is_applied(script, applied));
    if let Some(error) = open.clone().find_map(|script| half_squashed(script, applied)) {
        return Err(error);
    }
    Ok(match target {
        Target::All => open.collect(),
        Target::Steps(count) => open.take(*count).collect(),
        Target::Version(version) => {
            let last = find(scripts, version)?;
            open.filter(|script| number(&script.version) <= number(&last.version)).collect()
        }
    })
}

/// The reason that a pending squashed script cannot run: the database has some of what it makes.
fn half_squashed(script: &Script, applied: &[Applied]) -> Option<MigrationError> {
    let known = applied.iter().rfind(|known| script.stands_for(&known.version))?;
    let folder = script.file.name.strip_suffix(script.name()).unwrap_or_default();
    let folder = format!("{folder}{KEPT_SCRIPTS}{}", script.version);
    let problem = ScriptProblem::HalfSquashed { version: known.version.clone(), folder };
    Some(MigrationError::of_file(&script.file, problem))
}

/// True if a database was brought where it is by the scripts that this one stands for.
pub fn came_by_squashed(script: &Script, applied: &[Applied]) -> bool {
    let mut known =
        applied.iter().filter(|known| number(&known.version) != number(&script.version));
    known.any(|known| script.stands_for(&known.version))
}

/// The pending scripts that come before the newest applied one, which ran without them.
pub fn late_scripts<'a>(chosen: &[&'a Script], applied: &[Applied]) -> Vec<&'a Script> {
    let Some(newest) = applied.last() else { return Vec::new() };
    let late = chosen.iter().filter(|script| number(&script.version) < number(&newest.version));
    late.copied().collect()
}

/// The scripts that going down to `target` would undo, newest first.
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
    let mut open = scripts.iter().filter(|script| !is_applied(script, applied));
    match open.find_map(|script| half_squashed(script, applied)) {
        Some(error) if chosen.is_empty() || *target == Target::All => Err(error),
        _ => Ok(chosen),
    }
}

/// The reason that a script does not undo anything: it has no down half, or one without a statement.
pub fn missing_way_back(script: &Script) -> Option<MigrationError> {
    let Some(down) = &script.down else {
        return Some(MigrationError::of_file(&script.file, ScriptProblem::NoDown));
    };
    let is_empty = split_statements(&script.file.text[down.body.clone()]).is_empty();
    is_empty
        .then(|| MigrationError::at(&script.file, down.marker.clone(), ScriptProblem::EmptyDown))
}

/// Tells whether a script has been applied; `2` and `0002` are one version.
pub fn is_applied(script: &Script, applied: &[Applied]) -> bool {
    applied.iter().any(|known| number(&known.version) == number(&script.version))
}

/// The script with a version.
pub fn find<'a>(scripts: &'a [Script], version: &str) -> Result<&'a Script, MigrationError> {
    let known = scripts.iter().find(|script| number(&script.version) == number(version));
    known.ok_or_else(|| {
        let problem = ScriptProblem::NoVersion { version: version.to_owned() };
        let span = scripts.last().map(|script| Span::whole(&script.file));
        MigrationError { span, kind: problem.into() }
    })
}

/// The applied versions that no script has.
pub fn without_script<'a>(
    scripts: &[Script],
    applied: &'a [Applied],
) -> impl Iterator<Item = &'a Applied> {
    applied.iter().filter(|known| !scripts.iter().any(|script| script.stands_for(&known.version)))
}

/// A database that is ahead of the scripts can be taken neither up nor down with them.
fn all_known(scripts: &[Script], applied: &[Applied]) -> Result<(), MigrationError> {
    match without_script(scripts, applied).next() {
        None => Ok(()),
        Some(unknown) => {
            let problem = ScriptProblem::NoScript { version: unknown.version.clone() };
            Err(MigrationError { span: None, kind: problem.into() })
        }
    }
}
