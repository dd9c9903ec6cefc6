//! Lists the submissions in a folder and whose each is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::learner_name::{find_owner, strip_zip};
use super::roster::Roster;

/// The submissions of a class.
pub(super) struct Intake {
    /// One for each learner who handed something in, by the position in the roster.
    pub(super) submissions: BTreeMap<usize, FoundSubmission>,
    /// The reasons why something in the folder is no submission, or none that can be taken.
    pub(super) refused: Vec<String>,
    /// The same for learners of whom nothing is left that can be taken, by the position in the roster.
    pub(super) refused_of: BTreeMap<usize, String>,
}

/// A submission that was found, and not read yet.
#[derive(Clone)]
pub(super) struct FoundSubmission {
    pub(super) path: PathBuf,
    /// True when the system that handed it out marked it as late.
    pub(super) is_marked_late: bool,
}

/// Finds the submissions in a folder. Two of one learner are both refused: nobody can say which one counts.
pub(super) fn find_submissions(folder: &Path, roster: &Roster) -> anyhow::Result<Intake> {
    if folder.is_file() {
        bail!("`{}` is a file\nhint: unpack it first, and name the folder", folder.display());
    }
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<Vec<_>>>)
        .with_context(|| format!("failed to read `{}`", folder.display()))?;
    let mut entries: Vec<_> = entries
        .into_iter()
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .collect();
    entries.sort();
    let mut intake =
        Intake { submissions: BTreeMap::new(), refused: Vec::new(), refused_of: BTreeMap::new() };
    let mut found: BTreeMap<usize, Vec<(String, FoundSubmission)>> = BTreeMap::new();
    for (name, path) in entries.into_iter().filter(|(name, _)| !name.starts_with('.')) {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if !is_folder && strip_zip(&name) == name {
            let reason = "it is no folder and no zip";
            intake.refused.push(format!("`{name}`: {reason}"));
            if let Some(owner) = find_owner(&name, roster) {
                intake.refused_of.insert(owner.learner, format!("`{name}`: {reason}"));
            }
            continue;
        }
        match find_owner(&name, roster) {
            None => {
                intake.refused.push(format!("`{name}`: no learner of the roster has this name"))
            }
            Some(owner) => {
                let submission = FoundSubmission { path, is_marked_late: owner.is_late };
                found.entry(owner.learner).or_default().push((name, submission));
            }
        }
    }
    for (learner, mut submissions) in found {
        // Moodle puts what was typed into it beside what was handed in.
        let is_typed = |name: &str| name.contains("_assignsubmission_onlinetext");
        if submissions.iter().any(|(name, _)| !is_typed(name)) {
            submissions.retain(|(name, _)| !is_typed(name));
        }
        if let [(_, only)] = submissions.as_slice() {
            intake.submissions.insert(learner, only.clone());
            continue;
        }
        let names: Vec<String> =
            submissions.drain(..).map(|(name, _)| format!("`{name}`")).collect();
        let (id, names) = (&roster.learners[learner].id, names.join(" and "));
        let reason = format!("{names}: these are all of `{id}`; leave the one that counts");
        intake.refused.push(reason);
        let reason = format!("{names} are both yours, and nobody could say which one counts");
        intake.refused_of.insert(learner, reason);
    }
    intake.refused_of.retain(|learner, _| !intake.submissions.contains_key(learner));
    Ok(intake)
}

/// The moment that nbgrader writes into `timestamp.txt`: `2026-11-02 10:00:00.000000 UTC`.
pub(super) fn parse_nbgrader_time(text: &str) -> Option<Timestamp> {
    let moment = text.trim().strip_suffix("UTC")?.trim().replace(' ', "T");
    format!("{moment}Z").parse().ok()
}
