//! The wrong and the other right answers that are kept for an exercise: each must get the verdict it is kept for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::copy::{self, Copy, Files};
use super::tally::Tally;
use crate::command::Io;
use crate::course::{Course, Exercise};
use crate::event::{Event, Report, Verdict};
use crate::exit::Exit;
use crate::report::{Detail, Format, Reporter};

/// An answer that is kept.
pub(super) struct Case {
    kind: Kind,
    /// Relative to the course.
    folder: PathBuf,
    /// What differs from the solution.
    files: Files,
    /// Of a wrong answer: a part of what it is told first.
    message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Wrong,
    Right,
}

/// What `workbook dev answers` does with the messages of wrong answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Messages {
    Keep,
    /// Write those that are missing or not what is told.
    Accept,
}

/// How many answers of each kind an exercise should have.
const LEAST_WRONG: usize = 4;
const LEAST_RIGHT: usize = 2;
/// Holds a part of what a wrong answer is told first.
const MESSAGE: &str = "message.txt";

/// Where the answers of an exercise are kept, relative to the course.
pub(super) fn folder(exercise: &Exercise) -> PathBuf {
    Path::new("tests/answers").join(&exercise.path)
}

/// Whether a file, relative to the folder of an exercise's answers, has a place there.
pub(super) fn has_a_place(name: &Path) -> bool {
    let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
    match &parts[..] {
        [file] => file == "equivalent.toml",
        [kind, _, _, ..] => kind == "wrong" || kind == "right",
        _ => false,
    }
}

/// Grades the answers of an exercise and says which did not get the verdict they are kept for.
pub(super) fn check(
    course: &Course,
    copy: &Copy,
    exercise: &Exercise,
    tally: &mut Tally,
) -> anyhow::Result<Vec<String>> {
    let cases = cases(course, exercise)?;
    let mut wrong = too_few(exercise, &cases);
    let solution = copy::solution(course, exercise)?;
    let mut known: BTreeMap<String, &Path> = BTreeMap::new();
    for case in &cases {
        let unfit = unfit(exercise, case, &solution, &mut known);
        let graded = unfit.is_empty();
        wrong.extend(unfit);
        if graded {
            wrong.extend(judge(case, &grade(copy, exercise, case, &solution)?, tally));
        }
    }
    Ok(wrong)
}

/// Prints each answer with the report a learner would read.
pub(crate) fn show(
    course: &Course,
    exercise: &Exercise,
    messages: Messages,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let copy = copy::make(course)?;
    let solution = copy::solution(course, exercise)?;
    let (mut known, mut all_right) = (BTreeMap::new(), true);
    let cases = cases(course, exercise)?;
    for case in &cases {
        writeln!(io.out, "── {}", crate::course::shown(&case.folder))?;
        let mut wrong = unfit(exercise, case, &solution, &mut known);
        if wrong.is_empty() {
            let report = grade(&copy, exercise, case, &solution)?;
            match (messages, to_accept(case, &report)) {
                (Messages::Accept, Some(message)) => accept(course, case, &message, io)?,
                _ => wrong.extend(judge(case, &report, &mut Tally::default())),
            }
            Reporter::new(Format::Human, Detail::First).report(
                Event::Finished(Box::new(report)),
                io.out,
                io.err,
            )?;
        }
        all_right &= wrong.is_empty();
        for line in wrong {
            writeln!(io.out, "problem: {line}\n")?;
        }
    }
    for line in too_few(exercise, &cases) {
        writeln!(io.err, "{line}")?;
    }
    Ok(if all_right { Exit::Passed } else { Exit::Failed })
}

/// The message to write for a wrong answer that fails, when it has none or another one.
fn to_accept(case: &Case, report: &Report) -> Option<String> {
    let told = super::first_message(report)
        .filter(|_| case.kind == Kind::Wrong && report.verdict == Verdict::Failed)?;
    let line = told.lines().next()?.to_owned();
    case.message.as_ref().is_none_or(|wanted| !told.contains(wanted.as_str())).then_some(line)
}

fn accept(course: &Course, case: &Case, message: &str, io: &mut Io<'_>) -> anyhow::Result<()> {
    let path = course.root.join(&case.folder).join(MESSAGE);
    fs::write(&path, format!("{message}\n"))
        .with_context(|| format!("failed to write `{}`", path.display()))?;
    writeln!(io.err, "wrote {}", case.folder.join(MESSAGE).display())?;
    Ok(())
}

fn grade(
    copy: &Copy,
    exercise: &Exercise,
    case: &Case,
    solution: &Files,
) -> anyhow::Result<Report> {
    copy.grade(exercise, &whole(exercise, case, solution))
}

/// The files of an answer: what the case does not hold is the solution's. A folder that is the learner's as a whole is all
/// the case's or all the solution's, since what is not in it counts too.
fn whole(exercise: &Exercise, case: &Case, solution: &Files) -> Files {
    let folders = exercise.files.iter().filter(|name| name.ends_with('/'));
    let taken: Vec<&String> = folders
        .filter(|folder| case.files.keys().any(|name| name.starts_with(folder.as_str())))
        .collect();
    let mut files = solution.clone();
    files.retain(|name, _| !taken.iter().any(|folder| name.starts_with(folder.as_str())));
    files.extend(case.files.clone());
    files
}

/// What is wrong with the verdict on an answer.
fn judge(case: &Case, report: &Report, tally: &mut Tally) -> Option<String> {
    let folder = case.folder.display();
    match case.kind {
        Kind::Wrong => tally.wrong += 1,
        Kind::Right => tally.right += 1,
    }
    let told = super::first_message(report).unwrap_or_default();
    match (case.kind, report.verdict, &case.message) {
        (_, Verdict::Broken, _) => Some(format!(
            "{folder}: it could not be graded: {}",
            report.error.clone().unwrap_or_default()
        )),
        (Kind::Wrong, Verdict::Passed, _) => {
            tally.accepted += 1;
            Some(format!("{folder}: this wrong answer passes"))
        }
        (Kind::Wrong, _, None) => {
            Some(format!("{folder}: there is no `{MESSAGE}`; the answer is told: {told}"))
        }
        (Kind::Wrong, _, Some(wanted)) if told.contains(wanted.as_str()) => None,
        (Kind::Wrong, _, Some(wanted)) => Some(format!(
            "{folder}: the answer should first be told `{wanted}`, but is told: {told}"
        )),
        (Kind::Right, Verdict::Passed, _) => None,
        (Kind::Right, _, _) => {
            tally.refused += 1;
            Some(format!("{folder}: this right answer does not pass: {told}"))
        }
    }
}

fn too_few(exercise: &Exercise, cases: &[Case]) -> Vec<String> {
    let count = |kind| cases.iter().filter(|case| case.kind == kind).count();
    // Where the starter passes, there is nothing to get wrong.
    let least_wrong = if exercise.first_message.is_some() { LEAST_WRONG } else { 0 };
    let least =
        [("wrong", count(Kind::Wrong), least_wrong), ("right", count(Kind::Right), LEAST_RIGHT)];
    let few = least.into_iter().filter(|(_, count, least)| count < least);
    few.map(|(kind, count, least)| {
        let noun = if count == 1 { "answer" } else { "answers" };
        format!(
            "{}: `{}` has {count} {kind} {noun}, fewer than {least}",
            exercise.id,
            folder(exercise).display()
        )
    })
    .collect()
}

/// Why an answer is none that could be graded.
fn unfit<'a>(
    exercise: &Exercise,
    case: &'a Case,
    solution: &Files,
    known: &mut BTreeMap<String, &'a Path>,
) -> Vec<String> {
    let folder = case.folder.display();
    let mut wrong = Vec::new();
    let is_edited = |name: &Path| exercise.is_edited(name);
    let is_new_script =
        |name: &Path| name.starts_with("migrations") && !solution.contains_key(name);
    for name in case.files.keys().filter(|name| !is_edited(name) && !is_new_script(name)) {
        wrong.push(format!("{folder}: `{}` is no file that a learner edits", name.display()));
    }
    if case.message.as_ref().is_some_and(|message| message.is_empty() || message.contains('\n')) {
        wrong.push(format!("{folder}: `{MESSAGE}` should be one line"));
    }
    let gists = |files: &Files| {
        files.iter().map(|(name, bytes)| (name.clone(), gist(bytes))).collect::<Vec<_>>()
    };
    if gists(&whole(exercise, case, solution)) == gists(solution) {
        wrong.push(format!("{folder}: it is the solution itself"));
    }
    let whole = case
        .files
        .iter()
        .map(|(name, bytes)| format!("{}\n{}\n", name.display(), gist(bytes)))
        .collect();
    if let Some(other) = known.insert(whole, &case.folder).filter(|_| wrong.is_empty()) {
        wrong.push(format!("{folder}: it is the same answer as `{}`", other.display()));
    }
    wrong
}

/// An answer without its white space and its lines of comment.
fn gist(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().map(str::trim);
    // The halves of a script are marked by comments.
    let counts = |line: &&str| {
        line.starts_with("-- migrate:")
            || !(line.is_empty() || line.starts_with("--") || line.starts_with("//"))
    };
    lines.filter(counts).collect::<Vec<_>>().join("\n")
}

/// The answers that are kept for an exercise, sorted.
fn cases(course: &Course, exercise: &Exercise) -> anyhow::Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (kind, name) in [(Kind::Wrong, "wrong"), (Kind::Right, "right")] {
        let folder = folder(exercise).join(name);
        let Ok(entries) = fs::read_dir(course.root.join(&folder)) else { continue };
        let folders = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<_> = folders.map(|entry| entry.file_name()).collect();
        names.sort();
        for name in names {
            cases.push(case(course, kind, folder.join(name))?);
        }
    }
    Ok(cases)
}

fn case(course: &Course, kind: Kind, folder: PathBuf) -> anyhow::Result<Case> {
    let mut files = copy::files_of(&course.root.join(&folder))?;
    let message = match kind {
        Kind::Wrong => files.remove(Path::new(MESSAGE)),
        Kind::Right => None,
    };
    let message = message.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
    Ok(Case { kind, folder, files, message })
}
