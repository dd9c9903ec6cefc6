//! Lists the submissions in a folder and whose each is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::learner_name::{find_owner, strip_zip};
use super::roster::{Roster, read_rows};

/// The file in the folder of a class that says when each learner handed in.
pub(super) const TIMES: &str = "times.csv";

/// The submissions of a class.
pub(super) struct Intake {
    /// One for each learner who handed something in, by the position in the roster.
    pub(super) submissions: BTreeMap<usize, FoundSubmission>,
    /// The reasons why something in the folder is no submission, or none that can be taken.
    pub(super) refused: Vec<String>,
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
    let mut intake = Intake { submissions: BTreeMap::new(), refused: Vec::new() };
    let mut found: BTreeMap<usize, Vec<(String, FoundSubmission)>> = BTreeMap::new();
    for (name, path) in entries.into_iter().filter(|(name, _)| !name.starts_with('.')) {
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        if !is_folder && strip_zip(&name) == name {
            intake.refused.push(format!("`{name}`: it is no folder and no zip"));
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
        if let [(_, only)] = submissions.as_slice() {
            intake.submissions.insert(learner, only.clone());
            continue;
        }
        let names: Vec<String> =
            submissions.drain(..).map(|(name, _)| format!("`{name}`")).collect();
        let id = &roster.learners[learner].id;
        intake.refused.push(format!(
            "{}: these are all of `{id}`; leave the one that counts",
            names.join(" and ")
        ));
    }
    Ok(intake)
}

/// The moments at which learners handed in, by their positions in the roster, from a file of the teacher's.
pub(super) fn read_times(
    path: &Path,
    roster: &Roster,
) -> anyhow::Result<BTreeMap<usize, Timestamp>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("failed to read `{}`", path.display()))?;
    let mut rows = read_rows(&text);
    let header = rows.headers().with_context(|| path.display().to_string())?.clone();
    let column = |name: &str| {
        let at = header.iter().position(|column| column.trim() == name);
        at.with_context(|| format!("{}:1:1: there is no column `{name}`", path.display()))
    };
    let columns = [column("student")?, column("handed_in")?];
    let mut times = BTreeMap::new();
    for row in rows.records() {
        let row = row.with_context(|| path.display().to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        let [id, moment] = columns.map(|at| row.get(at).unwrap_or_default().trim());
        let Some(learner) = roster.find(id) else {
            bail!("{}:{line}:1: there is no learner `{id}` in the roster", path.display());
        };
        let moment = moment.parse().ok().with_context(|| {
            format!(
                "{}:{line}:1: `{moment}` is no moment with its offset from UTC, such as `2026-11-02T23:59:00+01:00`",
                path.display()
            )
        })?;
        times.insert(learner, moment);
    }
    Ok(times)
}

/// The moment that nbgrader writes into `timestamp.txt`: `2026-11-02 10:00:00.000000 UTC`.
pub(super) fn parse_nbgrader_time(text: &str) -> Option<Timestamp> {
    let moment = text.trim().strip_suffix("UTC")?.trim().replace(' ', "T");
    format!("{moment}Z").parse().ok()
}
