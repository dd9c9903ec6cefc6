//! Mutants: the solution with one small change, made by a machine. Each must fail, or be listed with the reason why it is
//! right all the same.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use super::answers;
use super::copy::{self, Copy, Files};
use super::tally::Tally;
use crate::course::{Course, Exercise, Tree};
use crate::event::{Report, Verdict};

mod rust;
mod sql;

/// One change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    /// What is done, in words that hold when lines move.
    what: String,
    /// Bytes of the text, and what stands there instead. No two overlap.
    pieces: Vec<(Range<usize>, String)>,
}

/// A solution with one change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mutant {
    /// `migrations/0002_add_price.sql: drop the statement …`, by which it is listed.
    name: String,
    /// The file, relative to the exercise's folder, and its text with the change.
    file: String,
    text: String,
}

/// The mutants that are right, as an `equivalent.toml` lists them.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    equivalent: Vec<Equivalent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalent {
    mutant: String,
    reason: String,
}

/// What became of a mutant.
enum Outcome {
    Failed(String),
    Passed,
    NotCompiled,
    Broken(String),
}

impl Edit {
    fn drop(what: String, bytes: Range<usize>) -> Edit {
        Edit { what, pieces: vec![(bytes, String::new())] }
    }

    fn apply(&self, text: &str) -> String {
        let mut pieces: Vec<_> = self.pieces.iter().collect();
        pieces.sort_by_key(|(bytes, _)| bytes.start);
        let mut changed = text.to_owned();
        for (bytes, other) in pieces.into_iter().rev() {
            changed.replace_range(bytes.clone(), other);
        }
        changed
    }
}

/// Grades every mutant of an exercise and says which should have failed and did not.
pub(super) fn check(
    course: &Course,
    copy: &Copy,
    exercise: &Exercise,
    tally: &mut Tally,
) -> anyhow::Result<Vec<String>> {
    // Where rules grade, another small application is a right answer more often than not.
    if exercise.has_rules() {
        return Ok(Vec::new());
    }
    let id = &exercise.id;
    let file = answers::folder(exercise).join("equivalent.toml");
    let list = match read_list(&course.root.join(&file)) {
        Ok(list) => list,
        Err(error) => return Ok(vec![format!("{}: {error}", file.display())]),
    };
    let mutants = mutants(course, exercise)?;
    let outcomes = outcomes(course, copy, exercise, &mutants)?;
    let mut wrong = Vec::new();
    let mut listed: BTreeMap<&str, &str> = BTreeMap::new();
    for Equivalent { mutant, reason } in &list.equivalent {
        if reason.trim().is_empty() {
            wrong.push(format!("{}: the mutant `{mutant}` has no reason", file.display()));
        }
        if listed.insert(mutant, reason).is_some() {
            wrong.push(format!("{}: the mutant `{mutant}` is listed twice", file.display()));
        } else if !mutants.iter().any(|known| known.name == *mutant) {
            wrong.push(format!("{}: there is no mutant `{mutant}`", file.display()));
        }
    }
    for (mutant, outcome) in mutants.iter().zip(outcomes) {
        let name = &mutant.name;
        let is_listed = listed.contains_key(name.as_str());
        tally.mutants += usize::from(!matches!(outcome, Outcome::NotCompiled));
        match outcome {
            Outcome::Passed if is_listed => tally.equivalent += 1,
            Outcome::Passed => {
                tally.survived += 1;
                wrong.push(format!(
                    "{id}: a mutant passes: {name}; let a step refuse it, or give in `{}` the reason why it is right",
                    file.display()
                ));
            }
            Outcome::Broken(error) => {
                wrong.push(format!("{id}: a mutant could not be graded: {name}: {error}"))
            }
            Outcome::Failed(_) | Outcome::NotCompiled if !is_listed => {
                tally.failed += usize::from(matches!(outcome, Outcome::Failed(_)));
                tally.not_compiled += usize::from(matches!(outcome, Outcome::NotCompiled));
            }
            Outcome::Failed(message) => {
                tally.failed += 1;
                wrong.push(format!(
                    "{}: the mutant `{name}` is listed, but it fails: {message}",
                    file.display()
                ));
            }
            Outcome::NotCompiled => {
                tally.not_compiled += 1;
                wrong.push(format!(
                    "{}: the mutant `{name}` is listed, but it does not compile",
                    file.display()
                ));
            }
        }
    }
    Ok(wrong)
}

fn read_list(path: &Path) -> Result<List, String> {
    match fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text).map_err(|error| error.message().to_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(List::default()),
        Err(error) => Err(error.to_string()),
    }
}

/// Every mutant of an exercise's solution, in the order of its files.
fn mutants(course: &Course, exercise: &Exercise) -> anyhow::Result<Vec<Mutant>> {
    let mut all = Vec::new();
    let folder = course.root.join(exercise.folder(Tree::Solutions));
    for file in &exercise.edited_files(&folder) {
        let path = folder.join(file);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("failed to read `{}`", path.display()))?;
        all.extend(of_file(file, &text));
    }
    Ok(all)
}

/// The mutants of one file, each text once and each name once.
fn of_file(file: &str, text: &str) -> Vec<Mutant> {
    let edits = match Path::new(file).extension().and_then(|extension| extension.to_str()) {
        Some("sql") => sql::edits(text),
        Some("rs") => rust::edits(text),
        _ => Vec::new(),
    };
    let mut mutants: Vec<Mutant> = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for edit in edits {
        let changed = edit.apply(text);
        if changed == text || mutants.iter().any(|known| known.text == changed) {
            continue;
        }
        let count = names.entry(edit.what.clone()).or_default();
        *count += 1;
        let number = if *count > 1 { format!(" ({count})") } else { String::new() };
        mutants.push(Mutant {
            name: format!("{file}: {}{number}", edit.what),
            file: file.to_owned(),
            text: changed,
        });
    }
    mutants
}

fn outcomes(
    course: &Course,
    copy: &Copy,
    exercise: &Exercise,
    mutants: &[Mutant],
) -> anyhow::Result<Vec<Outcome>> {
    let base = copy::solution(course, exercise)?;
    let files = |mutant: &Mutant| {
        let mut files = base.clone();
        files.insert(PathBuf::from(&mutant.file), mutant.text.clone().into_bytes());
        files
    };
    let compiled: Vec<&Mutant> =
        mutants.iter().filter(|mutant| mutant.file.ends_with(".rs")).collect();
    let variants: Vec<Files> = compiled.iter().map(|mutant| files(mutant)).collect();
    let mut reports = copy.grade_compiled(course, exercise, &variants)?.into_iter();
    let mut outcomes = Vec::new();
    for mutant in mutants {
        outcomes.push(match mutant.file.ends_with(".rs") {
            true => reports.next().flatten().map_or(Outcome::NotCompiled, outcome),
            false => outcome(copy.grade(exercise, &files(mutant))?),
        });
    }
    Ok(outcomes)
}

fn outcome(report: Report) -> Outcome {
    match report.verdict {
        Verdict::Passed => Outcome::Passed,
        Verdict::Broken => Outcome::Broken(report.error.unwrap_or_default()),
        Verdict::Failed | Verdict::Skipped => {
            Outcome::Failed(super::first_message(&report).unwrap_or_default())
        }
    }
}

/// A piece of an answer on one line, cut where it is long.
fn short(text: &str) -> String {
    const LONGEST: usize = 70;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutant_has_a_name_and_a_text_of_its_own() {
        let text = "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (1);\n";
        let mutants = of_file("a.sql", text);
        let names: Vec<&str> = mutants.iter().map(|mutant| mutant.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "a.sql: drop the statement `INSERT INTO a VALUES (1)`",
                "a.sql: write `2` for `1` in `INSERT INTO a VALUES (1)`",
                "a.sql: drop the statement `INSERT INTO a VALUES (1)` (2)",
                "a.sql: write `2` for `1` in `INSERT INTO a VALUES (1)` (2)",
            ]
        );
        assert_eq!(mutants[3].text, "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (2);\n");
    }

    #[test]
    fn a_file_of_another_language_has_no_mutants() {
        assert_eq!(of_file("answer.sh", "echo 1"), []);
    }

    #[test]
    fn a_long_text_is_cut_on_a_letter() {
        assert_eq!(short("a\n  b"), "a b");
        assert_eq!(short(&"ü".repeat(71)), format!("{} …", "ü".repeat(70)));
    }
}
