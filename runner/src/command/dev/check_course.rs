//! `workbook dev check`: tells whether the course itself is whole. Starters, solutions, snapshots, pages and files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::explain::{self, Taught};

use super::answer_list::read_answer_list;
use super::tally::{CheckDepth, GradingTally};
use super::{answers, first_message, mutants, tasks};
use crate::book::section;
use crate::check::{self, Options};
use crate::command::Io;
use crate::command::course_copy::{self, CourseCopy};
use crate::content_hash::is_database;
use crate::course::explained;
use crate::course::select::select;
use crate::course::{self, Course, Entry};
use crate::event::{Event, Report};
use crate::exit::Exit;
use workbook_core::grade::{ExerciseReport, StepReport, Verdict};

/// The fewest hints of an exercise: a gentle one, a plainer one, and nearly the answer.
const LEAST_HINTS: usize = 3;

/// Checks the course, or only the chosen exercises, and prints what is wrong with it, one line each.
pub(crate) fn check_course(
    course: &Course,
    selectors: &[String],
    depth: CheckDepth,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let entries: Vec<&Entry> = match selectors {
        [] => course.entries().collect(),
        some => select(course, some)?.into_iter().map(|selected| selected.entry).collect(),
    };
    let copy = course_copy::copy_course(course)?;
    let lists_sentences = tasks::lists_sentences(course);
    let mut tally = GradingTally::default();
    let mut problems = 0;
    for entry in &entries {
        let mut wrong = match entry.exercise() {
            Err(error) => vec![error.to_string()],
            Ok(exercise) => check_exercise(course, &copy, exercise, depth, &mut tally, io)?,
        };
        if let (true, Ok(exercise)) = (lists_sentences, entry.exercise()) {
            wrong.extend(tasks::task_problems(course, exercise));
        }
        problems += print_lines(&wrong, io)?;
    }
    if selectors.is_empty() {
        let mut wrong = page_problems(course);
        wrong.extend(explained_problems(course));
        wrong.extend(file_problems(course));
        problems += print_lines(&wrong, io)?;
    }
    let exercises = entries.iter().filter(|entry| entry.exercise().is_ok()).count();
    let chapters = match selectors {
        [] => course.chapters.len(),
        _ => count_chapters(course, &entries),
    };
    writeln!(
        io.out,
        "{} in {} checked, {}",
        count_of(exercises, "exercise"),
        count_of(chapters, "chapter"),
        count_of(problems, "problem")
    )?;
    tally.write_totals(depth, io.out)?;
    Ok(if problems == 0 { Exit::Passed } else { Exit::Failed })
}

/// Prints lines at once, since all of a course takes minutes, and returns their number.
fn print_lines(lines: &[String], io: &mut Io<'_>) -> anyhow::Result<usize> {
    for line in lines {
        writeln!(io.out, "{line}")?;
    }
    io.out.flush()?;
    Ok(lines.len())
}

fn count_chapters(course: &Course, entries: &[&Entry]) -> usize {
    let chapters = entries.iter().filter_map(|entry| course.chapter_of(&entry.id));
    chapters.map(|chapter| &chapter.id).collect::<BTreeSet<_>>().len()
}

/// `1 problem`, `2 problems`
fn count_of(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Checks one exercise: its files, its starter and solution, and the answers it takes for right and wrong.
fn check_exercise(
    course: &Course,
    copy: &CourseCopy,
    exercise: &Exercise,
    depth: CheckDepth,
    tally: &mut GradingTally,
    io: &mut Io<'_>,
) -> anyhow::Result<Vec<String>> {
    let (mut wrong, soundness) = exercise_problems(course, exercise, io)?;
    // The answers to an exercise that rejects its own solution would only repeat that.
    if soundness == Soundness::Broken || depth == CheckDepth::NoAnswers {
        return Ok(wrong);
    }
    if exercise.has_program {
        writeln!(io.err, "grading the answers to {} …", exercise.id)?;
    }
    match read_answer_list(course, exercise) {
        Err(error) => wrong.push(error),
        Ok(list) => {
            wrong.extend(answers::check_answers(course, copy, exercise, &list, tally)?);
            if depth == CheckDepth::Whole {
                wrong.extend(mutants::check_mutants(course, copy, exercise, &list, tally)?);
            }
        }
    }
    Ok(wrong)
}

/// Result of grading an exercise's own solution: only a sound one is tried on other answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Soundness {
    Sound,
    Broken,
}

fn exercise_problems(
    course: &Course,
    exercise: &Exercise,
    io: &mut Io<'_>,
) -> anyhow::Result<(Vec<String>, Soundness)> {
    let mut wrong = untouched_problems(course, exercise);
    wrong.extend(word_problems(exercise));
    let starter = grade_tree(course, exercise, Tree::Exercises, io)?;
    let solution = grade_tree(course, exercise, Tree::Solutions, io)?;
    let id = &exercise.id;
    match (&exercise.first_message, first_message(&starter)) {
        (_, _) if starter.exercise.verdict == Verdict::Broken => {
            wrong.push(format!(
                "{id}: cannot be graded: {}",
                starter.exercise.error.clone().unwrap_or_default()
            ));
        }
        (None, None) => (),
        (None, Some(message)) => {
            wrong.push(format!("{id}: the starter should pass, but is told: {message}"))
        }
        (Some(_), None) => wrong.push(format!("{id}: the starter passes; it should fail")),
        (Some(wanted), Some(message)) if message.contains(wanted.as_str()) => (),
        (Some(wanted), Some(message)) => {
            wrong.push(format!(
                "{id}: the starter should first be told `{wanted}`, but is told: {message}"
            ));
        }
    }
    // Of a starter that should fail and does not, that is told already.
    if exercise.first_message.is_none() || starter.exercise.verdict != Verdict::Passed {
        wrong.extend(gift_problems(&starter.exercise));
    }
    let message = solution.exercise.error.clone().or_else(|| first_message(&solution));
    // What is wrong with the exercise itself was said already.
    if let Some(message) = message.filter(|_| {
        solution.exercise.error.is_none() || solution.exercise.error != starter.exercise.error
    }) {
        wrong.push(format!("{id}: the solution does not pass: {message}"));
    }
    let soundness = if solution.exercise.verdict == Verdict::Passed {
        Soundness::Sound
    } else {
        Soundness::Broken
    };
    Ok((wrong, soundness))
}

/// Steps that give points for nothing: the untouched starter passes them.
fn gift_problems(starter: &ExerciseReport) -> impl Iterator<Item = String> {
    let gifts = starter.steps.iter().filter(|step| step.earned() > 0);
    gifts.map(|step| {
        let StepReport { name, .. } = step;
        format!(
            "{}: the starter passes the step `{name}`, so it should have `points = 0`",
            starter.id
        )
    })
}

/// Texts that are missing (goal, hints, praise, note), and hints for a kind of finding that does not exist.
fn word_problems(exercise: &Exercise) -> Vec<String> {
    let id = &exercise.id;
    let mut wrong = Vec::new();
    match exercise.goal.as_deref() {
        None => wrong
            .push(format!("{id}: there is no `goal`, which says in one sentence what is asked")),
        Some(goal) if !is_one_sentence(goal) => {
            wrong.push(format!(
                "{id}: the `goal` should be one sentence that ends with a full stop, not: {goal}"
            ));
        }
        Some(_) => (),
    }
    // Nobody gets stuck where the starter passes.
    if exercise.hints.len() < LEAST_HINTS && exercise.first_message.is_some() {
        wrong.push(format!(
            "{id}: it has {} of at least {LEAST_HINTS} `hints`",
            exercise.hints.len()
        ));
    }
    if exercise.praise.is_none() {
        wrong.push(format!("{id}: there is no `praise`, which is said after a pass"));
    }
    // A starter that passes is its own solution: there is nothing to compare.
    if exercise.note.is_none() && exercise.first_message.is_some() {
        wrong.push(format!("{id}: there is no `note` on why its solution is written so"));
    }
    let unknown = exercise.hint_for.keys().filter(|key| !names_a_kind(key));
    wrong.extend(
        unknown.map(|key| format!("{id}: `[hint_for]` names `{key}`, which is no kind of finding")),
    );
    wrong
}

/// True for a key of `[hint_for]` that begins with a kind of finding: `nullability product.price`.
fn names_a_kind(key: &str) -> bool {
    explain::of(key.split(' ').next().unwrap_or_default()).is_some()
}

/// True when a full stop ends the text and none stands before it. A dot within a word, as in `schema.sql`, ends nothing.
fn is_one_sentence(text: &str) -> bool {
    let words = text.split_whitespace();
    text.ends_with('.') && words.filter(|word| word.ends_with(['.', '!', '?'])).count() == 1
}

/// A course that says where its findings are explained must do so for every kind that a chapter can teach.
fn explained_problems(course: &Course) -> Vec<String> {
    let file = explained::FILE;
    let mut wrong = course.explained().wrong.clone();
    let listed: BTreeSet<&str> = course.explained().kinds().collect();
    let unknown = listed.iter().filter(|kind| explain::of(kind).is_none());
    wrong.extend(unknown.map(|kind| format!("{file}: there is no kind of finding `{kind}`")));
    if !listed.is_empty() {
        let taught =
            explain::KINDS.iter().filter(|explained| explained.taught == Taught::InTheBook);
        let missing = taught.filter(|explained| !listed.contains(explained.kind));
        wrong.extend(
            missing.map(|explained| format!("{file}: no section explains `{}`", explained.kind)),
        );
    }
    wrong
}

fn grade_tree(
    course: &Course,
    exercise: &Exercise,
    tree: Tree,
    io: &mut Io<'_>,
) -> anyhow::Result<Report> {
    let mut told = Ok(());
    let options = Options::quick(tree);
    let checked = check::check(course, exercise, options, &mut |event| {
        if let Event::Building { id } = event {
            told = writeln!(io.err, "compiling {id} …");
        }
    });
    told?;
    Ok(checked.report)
}

/// Edited files that are not as their starter has them, and given files that are not the same in both trees.
fn untouched_problems(course: &Course, exercise: &Exercise) -> Vec<String> {
    let id = &exercise.id;
    let folder = exercise.folder(Tree::Exercises);
    let solution = exercise.folder(Tree::Solutions);
    let mut wrong = Vec::new();
    let edited = [&folder, &exercise.starter()]
        .map(|tree| course::edited_files(exercise, &course.root.join(tree)));
    for name in &edited.concat().into_iter().collect::<BTreeSet<_>>() {
        let now = read_file(course, &folder.join(name));
        let starter = read_file(course, &exercise.starter().join(name));
        if starter.is_none() {
            wrong.push(format!(
                "{id}: `{name}` has no starter; make it with `workbook dev starters {id}`"
            ));
        } else if now != starter {
            wrong.push(format!("{id}: `{name}` was edited; go back with `workbook reset {id}` or keep it with `workbook dev starters {id}`"));
        }
        if exercise.files.contains(name) && read_file(course, &solution.join(name)).is_none() {
            wrong.push(format!("{id}: the solution has no `{name}`"));
        }
    }
    for name in list_files(&course.root.join(&solution)) {
        let given = !exercise.is_edited(&name);
        match read_file(course, &folder.join(&name)) {
            None if given => wrong
                .push(format!("{id}: the given file `{}` is only in `solutions`", name.display())),
            found if given && found != read_file(course, &solution.join(&name)) => {
                wrong.push(format!(
                    "{id}: the given file `{}` is not the same in `solutions`",
                    name.display()
                ));
            }
            _ => (),
        }
    }
    wrong
}

fn read_file(course: &Course, path: &Path) -> Option<Vec<u8>> {
    fs::read(course.root.join(path)).ok()
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
        let found = section::sections(&text);
        let told_twice =
            found.iter().filter(|section| text[section.body.clone()].contains("**Goal:**"));
        wrong.extend(told_twice.map(|section| {
            let id = &section.id;
            format!(
                "{}: the section `{{#{id}}}` of `{}` has a goal; only `exercise.toml` should",
                chapter.id,
                page.display()
            )
        }));
        let sections: BTreeSet<String> = found.into_iter().map(|section| section.id).collect();
        let exercises: BTreeSet<String> =
            chapter.entries.iter().map(|entry| section::id_of(&entry.id)).collect();
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

/// Every file in these trees must belong to an exercise.
fn file_problems(course: &Course) -> Vec<String> {
    let exercises: Vec<&Exercise> =
        course.entries().filter_map(|entry| entry.exercise().ok()).collect();
    let broken: Vec<&PathBuf> = course
        .entries()
        .filter(|entry| entry.exercise().is_err())
        .map(|entry| &entry.path)
        .collect();
    let mut known: BTreeSet<PathBuf> =
        ["exercises/Cargo.toml", "solutions/Cargo.toml"].into_iter().map(PathBuf::from).collect();
    for exercise in exercises {
        let folder = exercise.folder(Tree::Exercises);
        let solution = exercise.folder(Tree::Solutions);
        known.insert(folder.join("exercise.toml"));
        known.insert(exercise.snapshot());
        for name in list_files(&course.root.join(&solution)) {
            known.insert(folder.join(&name));
            known.insert(solution.join(&name));
        }
        for name in &course::edited_files(exercise, &course.root.join(exercise.starter())) {
            known.extend([folder.join(name), exercise.starter().join(name)]);
        }
    }
    let mut wrong = Vec::new();
    for tree in ["exercises", "solutions", "tests/snapshots", "tests/starters", "tests/answers"] {
        for name in list_files(&course.root.join(tree)) {
            let path = Path::new(tree).join(&name);
            let excused = name.starts_with("examples")
                || broken.iter().any(|folder| belongs_to(&name, folder))
                || tree == "tests/answers" && is_answer(course, &name);
            if !excused && !known.contains(&path) {
                wrong.push(format!("`{}` belongs to no exercise", path.display()));
            }
        }
    }
    wrong
}

/// True for a file, or the snapshot, of the exercise in this folder.
fn belongs_to(name: &Path, folder: &Path) -> bool {
    name.starts_with(folder) || name == folder.with_extension("snap")
}

/// True for a file of `tests/answers` that belongs to an exercise.
fn is_answer(course: &Course, name: &Path) -> bool {
    course.entries().any(|entry| name.strip_prefix(&entry.path).is_ok_and(answers::may_be_kept))
}

/// The files in a folder and its folders, relative to it, sorted.
fn list_files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| !entry.file_type().is_dir() && !is_database(entry.path()));
    files.filter_map(|entry| entry.path().strip_prefix(folder).ok().map(Path::to_owned)).collect()
}
