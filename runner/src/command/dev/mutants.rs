//! Mutants: the solution with one small change, made by a machine. Each must fail, or be listed with the reason why it is
//! right all the same.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use workbook_core::exercise::{Exercise, Tree};

use super::answer_list::{AnswerList, EquivalentMutant};
use super::tally::GradingTally;
use crate::command::course_copy::{self, AnswerFiles, CourseCopy};
use crate::course::{self, Course};
use crate::event::Report;
use workbook_core::grade::Verdict;

mod rust;
mod sql;

/// One change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    /// The change in words that hold when lines move.
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

/// Result of grading one mutant.
enum MutantOutcome {
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

impl Mutant {
    fn is_compiled(&self) -> bool {
        self.file.ends_with(".rs")
    }

    /// The files of the solution with this change.
    fn replace_in(&self, solution: &AnswerFiles) -> AnswerFiles {
        let mut files = solution.clone();
        files.insert(PathBuf::from(&self.file), self.text.clone().into_bytes());
        files
    }
}

/// Grades every mutant of an exercise and names those that should have failed and did not.
pub(super) fn check_mutants(
    course: &Course,
    copy: &CourseCopy,
    exercise: &Exercise,
    list: &AnswerList,
    tally: &mut GradingTally,
) -> anyhow::Result<Vec<String>> {
    // Where rules grade, another small application is a right answer more often than not.
    if exercise.has_rules() {
        return Ok(Vec::new());
    }
    let mutants = make_mutants(course, exercise)?;
    let outcomes = grade_mutants(course, copy, exercise, &mutants)?;
    let mut problems = list_problems(list, &mutants);
    for (mutant, outcome) in mutants.iter().zip(outcomes) {
        count_outcome(&outcome, list.equivalent_of(&mutant.name), tally);
        problems.extend(outcome_problem(exercise, list, mutant, outcome));
    }
    Ok(problems)
}

/// Listed mutants that do not exist, stand there twice or have no reason.
fn list_problems(list: &AnswerList, mutants: &[Mutant]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for EquivalentMutant { mutant, reason } in list.equivalent() {
        let name = mutant.get_ref();
        if reason.get_ref().trim().is_empty() {
            let place = list.place_of(reason);
            problems.push(format!("{place}: the mutant `{name}` has no reason"));
        }
        if !seen.insert(name) {
            let place = list.place_of(mutant);
            problems.push(format!("{place}: the mutant `{name}` is listed twice"));
        } else if !mutants.iter().any(|known| known.name == *name) {
            let place = list.place_of(mutant);
            problems.push(format!("{place}: there is no mutant `{name}`"));
        }
    }
    problems
}

fn count_outcome(
    outcome: &MutantOutcome,
    listed: Option<&EquivalentMutant>,
    tally: &mut GradingTally,
) {
    tally.mutants += usize::from(!matches!(outcome, MutantOutcome::NotCompiled));
    match outcome {
        MutantOutcome::Passed if listed.is_some() => tally.equivalent += 1,
        MutantOutcome::Passed => tally.survived += 1,
        MutantOutcome::Failed(_) => tally.failed += 1,
        MutantOutcome::NotCompiled => tally.not_compiled += 1,
        MutantOutcome::Broken(_) => (),
    }
}

/// A mutant that passes and is not listed, or is listed and does not pass.
fn outcome_problem(
    exercise: &Exercise,
    list: &AnswerList,
    mutant: &Mutant,
    outcome: MutantOutcome,
) -> Option<String> {
    let id = &exercise.id;
    let name = &mutant.name;
    let listed = list.equivalent_of(name);
    let failure = match outcome {
        MutantOutcome::Broken(error) => {
            return Some(format!("{id}: a mutant could not be graded: {name}: {error}"));
        }
        MutantOutcome::Passed if listed.is_some() => return None,
        MutantOutcome::Passed => {
            return Some(format!(
                "{id}: a mutant passes: {name}; let a step refuse it, or give in `{}` the reason why it is right",
                list.path.display()
            ));
        }
        MutantOutcome::Failed(message) => format!("fails: {message}"),
        MutantOutcome::NotCompiled => "does not compile".to_owned(),
    };
    let place = list.place_of(&listed?.mutant);
    Some(format!("{place}: the mutant `{name}` is listed, but it {failure}"))
}

/// Every mutant of an exercise's solution, in the order of its files.
fn make_mutants(course: &Course, exercise: &Exercise) -> anyhow::Result<Vec<Mutant>> {
    let mut all = Vec::new();
    let folder = course.root.join(exercise.folder(Tree::Solutions));
    for file in &course::edited_files(exercise, &folder) {
        let path = folder.join(file);
        let text = fs::read_to_string(&path)
            .with_context(|| format!("failed to read `{}`", path.display()))?;
        all.extend(mutate_file(file, &text));
    }
    Ok(all)
}

/// The mutants of one file, each text once and each name once.
fn mutate_file(file: &str, text: &str) -> Vec<Mutant> {
    let edits = match Path::new(file).extension().and_then(|extension| extension.to_str()) {
        Some("sql") => sql::make_edits(text),
        Some("rs") => rust::make_edits(text),
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

fn grade_mutants(
    course: &Course,
    copy: &CourseCopy,
    exercise: &Exercise,
    mutants: &[Mutant],
) -> anyhow::Result<Vec<MutantOutcome>> {
    let solution = course_copy::solution_files(course, exercise)?;
    let compiled = mutants.iter().filter(|mutant| mutant.is_compiled());
    let variants: Vec<AnswerFiles> = compiled.map(|mutant| mutant.replace_in(&solution)).collect();
    let mut reports = copy.grade_compiled(course, exercise, &variants)?.into_iter();
    let mut outcomes = Vec::new();
    for mutant in mutants {
        outcomes.push(if mutant.is_compiled() {
            reports.next().flatten().map_or(MutantOutcome::NotCompiled, outcome_of)
        } else {
            outcome_of(copy.grade(exercise, &mutant.replace_in(&solution))?)
        });
    }
    Ok(outcomes)
}

fn outcome_of(report: Report) -> MutantOutcome {
    match report.exercise.verdict {
        Verdict::Passed => MutantOutcome::Passed,
        Verdict::Broken => MutantOutcome::Broken(report.exercise.error.unwrap_or_default()),
        Verdict::Failed | Verdict::Untouched | Verdict::Skipped => {
            MutantOutcome::Failed(super::first_message(&report).unwrap_or_default())
        }
    }
}

/// A piece of an answer on one line, cut where it is long.
fn shorten(text: &str) -> String {
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
        let mutants = mutate_file("a.sql", text);
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
        assert_eq!(mutate_file("answer.sh", "echo 1"), []);
    }

    #[test]
    fn a_long_text_is_cut_on_a_letter() {
        assert_eq!(shorten("a\n  b"), "a b");
        assert_eq!(shorten(&"ü".repeat(71)), format!("{} …", "ü".repeat(70)));
    }
}
