//! The sentences of a task beside the steps that hold them, so that none is left unchecked without anybody knowing.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use workbook_core::exercise::Exercise;

use crate::book::section;
use crate::command::Io;
use crate::course::manifest::held_sentences;
use crate::course::select::select;
use crate::course::{self, Course};
use crate::exit::Exit;

/// A task ends where the learner is told to check it.
const END_OF_TASK: &str = "workbook check";

/// Prints each sentence of the chosen tasks with the steps that hold it, in the order of the task.
pub(crate) fn print_tasks(
    course: &Course,
    selectors: &[String],
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let mut held = Exit::Passed;
    for selected in select(course, selectors)? {
        let exercise = selected.entry.exercise().map_err(Clone::clone)?;
        writeln!(io.out, "{}  {}", exercise.id, exercise.title)?;
        let sentences = held_sentences(&course.root, exercise);
        let task = read_task(course, exercise);
        let mut places: Vec<_> = sentences
            .iter()
            .map(|(sentence, steps)| (task.find(&squeeze(sentence)), sentence, steps))
            .collect();
        places.sort();
        for (_, sentence, steps) in places {
            writeln!(io.out, "  {sentence}")?;
            match &steps[..] {
                [] => writeln!(io.out, "      asks for nothing")?,
                steps => writeln!(io.out, "      {}", steps.join(", "))?,
            }
        }
        for line in task_problems(course, exercise) {
            held = Exit::Failed;
            writeln!(io.out, "  {line}")?;
        }
    }
    Ok(held)
}

/// Lists what is left of the task when the sentences that its manifest lists are taken away, and what is listed and is no
/// part of the task. An exercise that is graded by rules has its task in the chapter.
pub(super) fn task_problems(course: &Course, exercise: &Exercise) -> Vec<String> {
    if exercise.has_rules() {
        return Vec::new();
    }
    let sentences = held_sentences(&course.root, exercise);
    unheld(&read_task(course, exercise), &sentences)
        .into_iter()
        .map(|problem| format!("{}: {problem}", exercise.id))
        .collect()
}

/// True of a course some of whose tasks are listed sentence by sentence; then all are to be.
pub(super) fn lists_sentences(course: &Course) -> bool {
    let mut exercises = course.entries().filter_map(|entry| entry.exercise().ok());
    exercises.any(|exercise| !held_sentences(&course.root, exercise).is_empty())
}

fn read_task(course: &Course, exercise: &Exercise) -> String {
    let Some(chapter) = course.chapter_of(&exercise.id) else { return String::new() };
    let page = course::read_text(&course.root.join(chapter.page())).unwrap_or_default();
    let id = section::id_of(&exercise.id);
    let section = section::sections(&page).into_iter().find(|section| section.id == id);
    section.map_or_else(String::new, |section| read_prose(&page[section.body]))
}

/// The sentences of a task as they are written, in one line: without its blocks of code, tables, and the line that names the file.
fn read_prose(body: &str) -> String {
    let mut prose = String::new();
    let (mut inside, mut is_skipped) = (0_usize, false);
    for (event, span) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) if body[span.clone()].contains(END_OF_TASK) => break,
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_)) => is_skipped = true,
            Event::Start(Tag::Paragraph) => is_skipped = body[span].starts_with("**Edit:**"),
            Event::End(TagEnd::CodeBlock | TagEnd::Table | TagEnd::Paragraph | TagEnd::Item) => {
                is_skipped = false;
                prose.push(' ');
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {
                if inside == 0 && !is_skipped {
                    prose.push_str(&body[span]);
                }
                inside += 1;
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => inside -= 1,
            Event::Text(_) | Event::Code(_) if inside == 0 && !is_skipped => {
                prose.push_str(&body[span]);
            }
            Event::SoftBreak | Event::HardBreak => prose.push(' '),
            _ => (),
        }
    }
    squeeze(&prose)
}

/// The text with a blank for all white space in a row.
fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unheld(task: &str, sentences: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut left = task.to_owned();
    let mut problems = Vec::new();
    let mut longest_first: Vec<String> =
        sentences.keys().map(|sentence| squeeze(sentence)).collect();
    longest_first.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    for sentence in longest_first {
        match left.find(&sentence) {
            Some(at) => left.replace_range(at..at + sentence.len(), "\n"),
            None => problems.push(format!("`holds` lists what is no part of the task: {sentence}")),
        }
    }
    let words = left.lines().filter(|line| line.contains(char::is_alphanumeric));
    problems.extend(
        words.map(|line| format!("`holds` says of no step that it holds this: {}", line.trim())),
    );
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "**Edit:** `a.sql`\n\nA *robot* finds\nthem. See [this](b.md).\n\n```sql\nSELECT 1;\n```\n\n\
        | a |\n|---|\n| b |\n\n- The up half drops `shelf`.\n- Rows stay.\n\n```console\n$ workbook check ch1\n```\n\nMore.\n";

    #[test]
    fn a_task_is_read_without_its_blocks_and_up_to_the_check() {
        assert_eq!(
            read_prose(BODY),
            "A *robot* finds them. See [this](b.md). The up half drops `shelf`. Rows stay."
        );
    }

    #[test]
    fn what_no_step_holds_is_named_and_what_is_in_no_task() {
        let held = |sentences: &[&str]| {
            let sentences = sentences.iter().map(|one| ((*one).to_owned(), Vec::new())).collect();
            unheld(&read_prose(BODY), &sentences)
        };
        let all = ["A *robot* finds them.", "See [this](b.md).", "The up half drops `shelf`."];
        let none: [String; 0] = [];
        assert_eq!(held(&[&all[..], &["Rows stay."]].concat()), none);
        assert_eq!(held(&all), ["`holds` says of no step that it holds this: Rows stay."]);
        let stale = held(&[&all[..], &["Rows stay.", "They go."]].concat());
        assert_eq!(stale, ["`holds` lists what is no part of the task: They go."]);
    }
}
