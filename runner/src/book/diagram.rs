//! Finds the places of a page that ask for a picture of tables, and reads the tables from the recorded states, or from the
//! scripts of a solution that is graded by rules.

use anyhow::{Context, bail, ensure};
use rusqlite::Connection;
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::migration::{Target, run};
use workbook_core::sandbox::Sandbox;
use workbook_core::schema::{Schema, inspect};
use workbook_core::snapshot;

use crate::answer;
use crate::course::{self, Course};

mod model;
mod svg;

/// A line that asks for a picture: `<!-- tables of ch6/add-price -->` shows what the last step leaves,
/// `<!-- tables of ch6/add-price, step 1 -->` what another one does, and
/// `<!-- tables of ch6/add-price, from step 1 to step 3 -->` what came between the two. In an exercise that rules grade
/// nothing is recorded, and the numbers are those of the solution's scripts: `script 1`, `from script 1 to script 2`.
struct PictureRequest<'a> {
    exercise: &'a str,
    from: Option<usize>,
    to: Option<usize>,
}

/// Returns the page with a picture in the place of each line that asks for one.
pub fn insert_diagrams(page: &str, course: &Course) -> anyhow::Result<String> {
    replaced(page, course, |picture, exercise, line| {
        svg::figure(picture, &format!("tables-{}-{line}", exercise.replace('/', "-")))
    })
}

/// The Markdown with what each picture shows as a list in its place, for a terminal.
pub(crate) fn in_words(markdown: &str, course: &Course) -> anyhow::Result<String> {
    replaced(markdown, course, |picture, _, _| {
        // Another mark than the page's own, whose list may follow and is another.
        svg::sentences(picture).iter().map(|sentence| format!("* {sentence}\n")).collect()
    })
}

fn replaced(
    page: &str,
    course: &Course,
    show: impl Fn(&model::Picture, &str, usize) -> String,
) -> anyhow::Result<String> {
    let mut text = String::with_capacity(page.len());
    for (number, line) in (1..).zip(page.split_inclusive('\n')) {
        match line
            .trim_end()
            .strip_prefix("<!-- tables of ")
            .and_then(|rest| rest.strip_suffix(" -->"))
        {
            None => text.push_str(line),
            Some(words) => {
                let drawn = request(words).and_then(|request| {
                    picture(&request, course)
                        .map(|picture| show(&picture, request.exercise, number))
                });
                text.push_str(&drawn.with_context(|| {
                    format!("line {number}: `{}` cannot be drawn", line.trim_end())
                })?);
            }
        }
    }
    Ok(text)
}

fn request(words: &str) -> anyhow::Result<PictureRequest<'_>> {
    let (exercise, steps) = words.split_once(", ").unwrap_or((words, ""));
    let (from, to) = match steps.strip_prefix("from ").and_then(|steps| steps.split_once(" to ")) {
        Some((from, to)) => (Some(step_number(from)?), Some(step_number(to)?)),
        None if steps.is_empty() => (None, None),
        None => (None, Some(step_number(steps)?)),
    };
    Ok(PictureRequest { exercise, from, to })
}

/// The number in `step 1` or `script 1`.
fn step_number(text: &str) -> anyhow::Result<usize> {
    let number = text.strip_prefix("step ").or_else(|| text.strip_prefix("script "));
    let number: Option<usize> = number.and_then(|number| number.parse().ok());
    number.filter(|number| *number > 0).context("expected `, step 1` or `, from step 1 to step 2`")
}

fn picture(request: &PictureRequest<'_>, course: &Course) -> anyhow::Result<model::Picture> {
    let entry = course
        .entries()
        .find(|entry| entry.id == request.exercise)
        .context("there is no such exercise")?;
    let exercise = entry.exercise().map_err(Clone::clone)?;
    if exercise.has_rules() {
        return finish(request, |script| after_script(course, exercise, script));
    }
    let path = exercise.snapshot();
    let text = course::sealed::read_snapshot(&course.root.join(&path))
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    let records =
        snapshot::parse(&text).with_context(|| format!("failed to read `{}`", path.display()))?;
    let after = |step: Option<usize>| -> anyhow::Result<Schema> {
        let last = step.unwrap_or(records.len());
        ensure!(last <= records.len(), "the exercise has only {} steps", records.len());
        let state = records[..last].iter().rev().find_map(|record| record.state.as_deref());
        let state = state.context("no step up to there leaves a state")?;
        Ok(inspect::schema(&snapshot::load(state)?)?)
    };
    finish(request, after)
}

/// The tables after so many scripts of the solution, or after all of them.
fn after_script(
    course: &Course,
    exercise: &Exercise,
    script: Option<usize>,
) -> anyhow::Result<Schema> {
    let solution = answer::read_folder(course, exercise, Tree::Solutions);
    let scripts =
        solution.read_scripts().map_err(|finding| anyhow::anyhow!("{}", finding.message()))?;
    let last = script.unwrap_or(scripts.len());
    ensure!(last <= scripts.len(), "the solution has only {} scripts", scripts.len());
    let sandbox = Sandbox::new(Connection::open_in_memory()?, || false)?;
    run::upgrade(&sandbox, &scripts, &Target::Steps(last))?;
    Ok(inspect::schema(sandbox.connection())?)
}

fn finish(
    request: &PictureRequest<'_>,
    after: impl Fn(Option<usize>) -> anyhow::Result<Schema>,
) -> anyhow::Result<model::Picture> {
    let before = request.from.map(|from| after(Some(from))).transpose()?;
    let picture = model::picture(before.as_ref(), &after(request.to)?);
    if picture.boxes.is_empty() {
        bail!("there are no tables to draw");
    }
    Ok(picture)
}
