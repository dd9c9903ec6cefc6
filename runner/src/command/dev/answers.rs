//! The wrong and the other right answers that are kept for an exercise: each must get the verdict it is kept for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use workbook_core::exercise::Exercise;

use super::answer_list::{ANSWER_LIST, AnswerList, read_answer_list};
use super::tally::GradingTally;
use crate::command::Io;
use crate::command::course_copy::{self, AnswerFiles, CourseCopy};
use crate::course::Course;
use crate::event::{Event, Report};
use crate::exit::Exit;
use crate::report::{Detail, Format, Reporter};
use workbook_core::grade::Verdict;

/// An answer that is kept, as the files in which it differs from the solution.
struct KeptAnswer {
    kind: AnswerKind,
    /// `may-be-null`
    name: String,
    /// Relative to the course.
    folder: PathBuf,
    files: AnswerFiles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AnswerKind {
    Wrong,
    Right,
}

/// Policy of `workbook dev answers` for the messages of wrong answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageUpdate {
    Keep,
    /// Write those that are missing or not what is told.
    Accept,
}

/// The fewest answers of each kind that an exercise should have.
const LEAST_WRONG: usize = 4;
const LEAST_RIGHT: usize = 2;

/// Folder of the answers of an exercise, relative to the course.
pub(super) fn folder(exercise: &Exercise) -> PathBuf {
    Path::new("tests/answers").join(&exercise.path)
}

/// True for a file that may be there, by its path in the folder of an exercise's answers.
pub(super) fn may_be_kept(name: &Path) -> bool {
    let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
    match &parts[..] {
        [file] => file == ANSWER_LIST,
        [kind, _, _, ..] => kind == "wrong" || kind == "right",
        _ => false,
    }
}

/// Grades the answers of an exercise and names those that did not get the verdict they are kept for.
pub(super) fn check_answers(
    course: &Course,
    copy: &CourseCopy,
    exercise: &Exercise,
    list: &AnswerList,
    tally: &mut GradingTally,
) -> anyhow::Result<Vec<String>> {
    let answers = read_answers(course, exercise)?;
    let mut problems = count_problems(exercise, &answers);
    problems.extend(message_problems(&answers, list));
    let solution = course_copy::solution_files(course, exercise)?;
    let mut known = BTreeMap::new();
    for answer in &answers {
        let unfit = file_problems(exercise, answer, &solution, &mut known);
        if unfit.is_empty() {
            let report = grade_answer(copy, exercise, answer, &solution)?;
            problems.extend(verdict_problem(answer, list, &report, tally));
        }
        problems.extend(unfit);
    }
    Ok(problems)
}

/// All files of each answer that is kept for an exercise.
pub(super) fn kept_files(course: &Course, exercise: &Exercise) -> anyhow::Result<Vec<AnswerFiles>> {
    let solution = course_copy::solution_files(course, exercise)?;
    let answers = read_answers(course, exercise)?;
    Ok(answers.iter().map(|answer| complete_files(exercise, answer, &solution)).collect())
}

/// Prints each answer with the report a learner would read.
pub(crate) fn show_answers(
    course: &Course,
    exercise: &Exercise,
    update: MessageUpdate,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let copy = course_copy::copy_course(course)?;
    let solution = course_copy::solution_files(course, exercise)?;
    let mut list = read_answer_list(course, exercise).map_err(anyhow::Error::msg)?;
    let mut known = BTreeMap::new();
    let mut exit = Exit::Passed;
    let answers = read_answers(course, exercise)?;
    for answer in &answers {
        writeln!(io.out, "── {}", crate::course::shown(&answer.folder))?;
        let mut problems = file_problems(exercise, answer, &solution, &mut known);
        if problems.is_empty() {
            let report = grade_answer(&copy, exercise, answer, &solution)?;
            if update == MessageUpdate::Accept
                && let Some(message) = message_to_accept(&list, answer, &report)
            {
                list = write_message(course, &list, answer, &message, io)?;
            }
            let tally = &mut GradingTally::default();
            problems.extend(verdict_problem(answer, &list, &report, tally));
            print_report(report, io)?;
        }
        for line in problems {
            exit = Exit::Failed;
            writeln!(io.out, "problem: {line}\n")?;
        }
    }
    for line in message_problems(&answers, &list) {
        exit = Exit::Failed;
        writeln!(io.out, "problem: {line}\n")?;
    }
    for line in count_problems(exercise, &answers) {
        writeln!(io.err, "{line}")?;
    }
    Ok(exit)
}

fn print_report(report: Report, io: &mut Io<'_>) -> anyhow::Result<()> {
    let event = Event::Finished(Box::new(report));
    Reporter::new(Format::Human, Detail::First).report(event, io.out, io.err)?;
    Ok(())
}

/// The message to write for a wrong answer that fails, when it has none or another one.
fn message_to_accept(list: &AnswerList, answer: &KeptAnswer, report: &Report) -> Option<String> {
    let told = super::first_message(report).filter(|_| {
        let verdict = report.exercise.verdict;
        answer.kind == AnswerKind::Wrong && matches!(verdict, Verdict::Failed | Verdict::Untouched)
    })?;
    let wanted = list.message_of(&answer.name).map(|message| message.get_ref().as_str());
    if wanted.is_some_and(|wanted| is_message(wanted) && told.contains(wanted)) {
        return None;
    }
    told.lines().next().map(str::to_owned)
}

/// Writes a message into the list's file, and returns the list with it.
fn write_message(
    course: &Course,
    list: &AnswerList,
    answer: &KeptAnswer,
    message: &str,
    io: &mut Io<'_>,
) -> anyhow::Result<AnswerList> {
    let list = list.with_message(&answer.name, message).map_err(anyhow::Error::msg)?;
    let path = course.root.join(&list.path);
    fs::write(&path, list.text())
        .with_context(|| format!("failed to write `{}`", path.display()))?;
    writeln!(io.err, "wrote the message of `{}` to {}", answer.name, list.path.display())?;
    Ok(list)
}

fn grade_answer(
    copy: &CourseCopy,
    exercise: &Exercise,
    answer: &KeptAnswer,
    solution: &AnswerFiles,
) -> anyhow::Result<Report> {
    copy.grade(exercise, &complete_files(exercise, answer, solution))
}

/// All files of an answer: what it does not hold is the solution's. A folder that is the learner's as a whole is all the
/// answer's or all the solution's, since what is not in it counts too.
fn complete_files(exercise: &Exercise, answer: &KeptAnswer, solution: &AnswerFiles) -> AnswerFiles {
    let folders = exercise.files.iter().filter(|name| name.ends_with('/'));
    let taken: Vec<&String> = folders
        .filter(|folder| answer.files.keys().any(|name| name.starts_with(folder.as_str())))
        .collect();
    let mut files = solution.clone();
    files.retain(|name, _| !taken.iter().any(|folder| name.starts_with(folder.as_str())));
    files.extend(answer.files.clone());
    files
}

/// Compares the verdict on an answer with the one it is kept for, and counts it.
fn verdict_problem(
    answer: &KeptAnswer,
    list: &AnswerList,
    report: &Report,
    tally: &mut GradingTally,
) -> Option<String> {
    match answer.kind {
        AnswerKind::Wrong => tally.wrong += 1,
        AnswerKind::Right => tally.right += 1,
    }
    let folder = answer.folder.display();
    let told = super::first_message(report).unwrap_or_default();
    match (answer.kind, report.exercise.verdict) {
        (_, Verdict::Broken) => {
            let error = report.exercise.error.clone().unwrap_or_default();
            Some(format!("{folder}: it could not be graded: {error}"))
        }
        (AnswerKind::Wrong, Verdict::Passed) => {
            tally.accepted += 1;
            Some(format!("{folder}: this wrong answer passes"))
        }
        (AnswerKind::Wrong, _) => told_problem(answer, list, &told),
        (AnswerKind::Right, Verdict::Passed) => None,
        (AnswerKind::Right, _) => {
            tally.refused += 1;
            Some(format!("{folder}: this right answer does not pass: {told}"))
        }
    }
}

/// Compares what a wrong answer is told with the message that the list has for it.
fn told_problem(answer: &KeptAnswer, list: &AnswerList, told: &str) -> Option<String> {
    let name = &answer.name;
    let Some(message) = list.message_of(name) else {
        let place = list.place_of_messages();
        return Some(format!(
            "{place}: the wrong answer `{name}` has no message; it is told: {told}"
        ));
    };
    let wanted = message.get_ref();
    // A message that is none is a problem of its own.
    if told.contains(wanted.as_str()) || !is_message(wanted) {
        return None;
    }
    let place = list.place_of(message);
    Some(format!(
        "{place}: the wrong answer `{name}` should first be told `{wanted}`, but is told: {told}"
    ))
}

/// Messages that are no single line, and those of answers that are not there.
fn message_problems(answers: &[KeptAnswer], list: &AnswerList) -> Vec<String> {
    let wrong = answers.iter().filter(|answer| answer.kind == AnswerKind::Wrong);
    let names: BTreeSet<&str> = wrong.map(|answer| answer.name.as_str()).collect();
    let mut problems = Vec::new();
    for (name, message) in list.messages() {
        let answer = name.get_ref();
        if !names.contains(answer.as_str()) {
            let place = list.place_of(name);
            problems.push(format!("{place}: there is no wrong answer `{answer}`"));
        } else if !is_message(message.get_ref()) {
            let place = list.place_of(message);
            problems.push(format!("{place}: the message of `{answer}` should be one line"));
        }
    }
    problems
}

fn is_message(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains('\n')
}

/// Too few answers of a kind.
fn count_problems(exercise: &Exercise, answers: &[KeptAnswer]) -> Vec<String> {
    // Where the starter passes, there is nothing to get wrong.
    let least_wrong = if exercise.first_message.is_some() { LEAST_WRONG } else { 0 };
    let mut problems = Vec::new();
    for (kind, adjective, least) in
        [(AnswerKind::Wrong, "wrong", least_wrong), (AnswerKind::Right, "right", LEAST_RIGHT)]
    {
        let count = answers.iter().filter(|answer| answer.kind == kind).count();
        if count < least {
            let noun = if count == 1 { "answer" } else { "answers" };
            problems.push(format!(
                "{}: `{}` has {count} {adjective} {noun}, fewer than {least}",
                exercise.id,
                folder(exercise).display()
            ));
        }
    }
    problems
}

/// Reasons why an answer cannot be graded. `known` are the answers before it, by their files.
fn file_problems<'a>(
    exercise: &Exercise,
    answer: &'a KeptAnswer,
    solution: &AnswerFiles,
    known: &mut BTreeMap<AnswerCode, &'a Path>,
) -> Vec<String> {
    let folder = answer.folder.display();
    let mut problems = Vec::new();
    for name in answer.files.keys().filter(|name| !may_be_answered(exercise, name, solution)) {
        problems.push(format!("{folder}: `{}` is no file that a learner edits", name.display()));
    }
    if code_of(&complete_files(exercise, answer, solution)) == code_of(solution) {
        problems.push(format!("{folder}: it is the solution itself"));
    }
    let other = known.insert(code_of(&answer.files), &answer.folder);
    if let Some(other) = other.filter(|_| problems.is_empty()) {
        problems.push(format!("{folder}: it is the same answer as `{}`", other.display()));
    }
    problems
}

/// True for a file that an answer may hold: one that a learner edits, or a new script.
fn may_be_answered(exercise: &Exercise, name: &Path, solution: &AnswerFiles) -> bool {
    exercise.is_edited(name) || name.starts_with("migrations") && !solution.contains_key(name)
}

/// The files of an answer without white space and comments: what two answers are compared by.
type AnswerCode = Vec<(PathBuf, String)>;

fn code_of(files: &AnswerFiles) -> AnswerCode {
    files.iter().map(|(name, bytes)| (name.clone(), strip_comments(bytes))).collect()
}

/// Drops white space and whole lines of comment, but not those that mark the halves of a script.
fn strip_comments(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().map(str::trim).filter(|line| {
        line.starts_with("-- migrate:")
            || !(line.is_empty() || line.starts_with("--") || line.starts_with("//"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads the answers that are kept for an exercise, the wrong ones first, each kind in the order of names.
fn read_answers(course: &Course, exercise: &Exercise) -> anyhow::Result<Vec<KeptAnswer>> {
    let mut answers = Vec::new();
    for (kind, adjective) in [(AnswerKind::Wrong, "wrong"), (AnswerKind::Right, "right")] {
        let folder = folder(exercise).join(adjective);
        let Ok(entries) = fs::read_dir(course.root.join(&folder)) else { continue };
        let folders = entries.flatten().filter(|entry| entry.path().is_dir());
        let mut names: Vec<String> =
            folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        for name in names {
            let folder = folder.join(&name);
            let files = course_copy::read_files(&course.root.join(&folder))?;
            answers.push(KeptAnswer { kind, name, folder, files });
        }
    }
    Ok(answers)
}
