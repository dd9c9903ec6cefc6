//! `workbook dev check`: is the course itself whole? Starters, solutions, snapshots, pages and files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use workbook_core::finding::{AnswerProblem, Finding, Problem};

use crate::book::section;
use crate::check::{self, Keep, Options};
use crate::command::Io;
use crate::course::{Course, Exercise, Tree, is_database};
use crate::event::{Event, Report, Verdict};
use crate::exit::Exit;

/// Checks the course and prints what is wrong with it, one line each.
pub(crate) fn run(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let mut wrong: Vec<String> = Vec::new();
    let mut counted = 0;
    for entry in course.entries() {
        match &entry.exercise {
            Err(error) => wrong.push(error.to_string()),
            Ok(exercise) => {
                counted += 1;
                wrong.extend(exercise_problems(course, exercise, io)?);
            }
        }
    }
    wrong.extend(page_problems(course));
    wrong.extend(file_problems(course));
    for line in &wrong {
        writeln!(io.out, "{line}")?;
    }
    let chapters = course.chapters.len();
    let problems = wrong.len();
    let noun = if problems == 1 { "problem" } else { "problems" };
    writeln!(io.out, "{counted} exercises in {chapters} chapters checked, {problems} {noun}")?;
    Ok(if wrong.is_empty() { Exit::Passed } else { Exit::Failed })
}

fn exercise_problems(course: &Course, exercise: &Exercise, io: &mut Io<'_>) -> anyhow::Result<Vec<String>> {
    let mut wrong = untouched_problems(course, exercise);
    let starter = grade(course, exercise, Tree::Exercises, io)?;
    let solution = grade(course, exercise, Tree::Solutions, io)?;
    let id = &exercise.id;
    match (&exercise.first_message, first_message(&starter)) {
        (_, _) if starter.verdict == Verdict::Broken => {
            wrong.push(format!("{id}: cannot be graded: {}", starter.error.clone().unwrap_or_default()));
        }
        (None, None) => (),
        (None, Some(message)) => wrong.push(format!("{id}: the starter should pass, but is told: {message}")),
        (Some(_), None) => wrong.push(format!("{id}: the starter passes; it should fail")),
        (Some(wanted), Some(message)) if message.contains(wanted.as_str()) => (),
        (Some(wanted), Some(message)) => {
            wrong.push(format!("{id}: the starter should first be told `{wanted}`, but is told: {message}"));
        }
    }
    let message = solution.error.clone().or_else(|| first_message(&solution));
    // What is wrong with the exercise itself was said already.
    if let Some(message) = message.filter(|_| solution.error.is_none() || solution.error != starter.error) {
        wrong.push(format!("{id}: the solution does not pass: {message}"));
    }
    Ok(wrong)
}

fn grade(course: &Course, exercise: &Exercise, tree: Tree, io: &mut Io<'_>) -> anyhow::Result<Report> {
    let mut report = None;
    let mut told = Ok(());
    let mut sink = |event| match event {
        Event::Finished(finished) => report = Some(*finished),
        Event::Building { id } => told = writeln!(io.err, "compiling {id} …"),
        _ => (),
    };
    _ = check::check(course, exercise, Options { tree, keep: Keep::Nothing }, &mut sink, |_, _| ());
    told?;
    report.ok_or_else(|| anyhow::anyhow!("the check of `{}` told no result", exercise.id))
}

fn first_message(report: &Report) -> Option<String> {
    // Given files are compared on their own.
    let given = |finding: &&Finding| matches!(finding.problem, Problem::Answer(AnswerProblem::GivenChanged));
    let finding = report.steps.iter().flat_map(|step| &step.findings).find(|finding| !given(finding))?;
    Some(finding.message())
}

/// What a learner edits must be as the starter has it, and what is given must be the same in both trees.
fn untouched_problems(course: &Course, exercise: &Exercise) -> Vec<String> {
    let id = &exercise.id;
    let read = |path: PathBuf| fs::read(course.root.join(path)).ok();
    let (folder, solution) = (exercise.folder(Tree::Exercises), exercise.folder(Tree::Solutions));
    let mut wrong = Vec::new();
    let edited = [&folder, &exercise.starter()].map(|tree| exercise.edited_files(&course.root.join(tree)));
    for name in &edited.concat().into_iter().collect::<BTreeSet<_>>() {
        let (now, starter) = (read(folder.join(name)), read(exercise.starter().join(name)));
        if starter.is_none() {
            wrong.push(format!("{id}: `{name}` has no starter; make it with `workbook dev starters {id}`"));
        } else if now != starter {
            wrong.push(format!("{id}: `{name}` was edited; go back with `workbook reset {id}` or keep it with `workbook dev starters {id}`"));
        }
        if exercise.files.contains(name) && read(solution.join(name)).is_none() {
            wrong.push(format!("{id}: the solution has no `{name}`"));
        }
    }
    for name in inside(&course.root.join(&solution)) {
        let given = !exercise.is_edited(&name);
        match read(folder.join(&name)) {
            None if given => wrong.push(format!("{id}: the given file `{}` is only in `solutions`", name.display())),
            found if given && found != read(solution.join(&name)) => {
                wrong.push(format!("{id}: the given file `{}` is not the same in `solutions`", name.display()));
            }
            _ => (),
        }
    }
    wrong
}

/// Every exercise must have its section, and every section that looks like an exercise's must have its exercise.
fn page_problems(course: &Course) -> Vec<String> {
    let mut wrong = Vec::new();
    let summary = fs::read_to_string(course.root.join("book/SUMMARY.md")).unwrap_or_default();
    for chapter in &course.chapters {
        let page = chapter.page();
        let Ok(text) = fs::read_to_string(course.root.join(&page)) else {
            wrong.push(format!("{}: there is no page `{}`", chapter.id, page.display()));
            continue;
        };
        if !summary.contains(&format!("({}.md)", chapter.stem)) {
            wrong.push(format!("{}: `book/SUMMARY.md` does not list its page", chapter.id));
        }
        let sections: BTreeSet<String> = section::sections(&text).into_iter().map(|section| section.id).collect();
        let exercises: BTreeSet<String> = chapter.entries.iter().map(|entry| section::id_of(&entry.id)).collect();
        let prefix = format!("{}-", chapter.id);
        for id in exercises.difference(&sections) {
            wrong.push(format!("{}: `{}` has no section `{{#{id}}}`", chapter.id, page.display()));
        }
        for id in sections.difference(&exercises).filter(|id| id.starts_with(&prefix)) {
            wrong.push(format!(
                "{}: `{}` has a section `{{#{id}}}`, but there is no such exercise",
                chapter.id,
                page.display()
            ));
        }
    }
    wrong
}

/// Every file in the four trees must belong to an exercise.
fn file_problems(course: &Course) -> Vec<String> {
    let exercises: Vec<&Exercise> = course.entries().filter_map(|entry| entry.exercise.as_ref().ok()).collect();
    let broken: Vec<&PathBuf> =
        course.entries().filter(|entry| entry.exercise.is_err()).map(|entry| &entry.path).collect();
    let mut known: BTreeSet<PathBuf> =
        ["exercises/Cargo.toml", "solutions/Cargo.toml"].into_iter().map(PathBuf::from).collect();
    for exercise in exercises {
        let (folder, solution) = (exercise.folder(Tree::Exercises), exercise.folder(Tree::Solutions));
        known.insert(folder.join("exercise.toml"));
        known.insert(exercise.snapshot());
        for name in inside(&course.root.join(&solution)) {
            known.insert(folder.join(&name));
            known.insert(solution.join(&name));
        }
        for name in &exercise.edited_files(&course.root.join(exercise.starter())) {
            known.extend([folder.join(name), exercise.starter().join(name)]);
        }
    }
    let mut wrong = Vec::new();
    for tree in ["exercises", "solutions", "tests/snapshots", "tests/starters"] {
        for name in inside(&course.root.join(tree)) {
            let path = Path::new(tree).join(&name);
            let of_broken = |folder: &&PathBuf| name.starts_with(folder) || name == folder.with_extension("snap");
            let excused = name.starts_with("examples") || broken.iter().any(of_broken);
            if !excused && !known.contains(&path) {
                wrong.push(format!("`{}` belongs to no exercise", path.display()));
            }
        }
    }
    wrong
}

/// The files in a folder and its folders, relative to it, sorted.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| !entry.file_type().is_dir() && !is_database(entry.path()));
    files.filter_map(|entry| entry.path().strip_prefix(folder).ok().map(Path::to_owned)).collect()
}
