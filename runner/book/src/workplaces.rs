//! The folder `workplace` of a built book: what a page loads once its reader opens an exercise in it.

use std::fs;
use std::path::Path;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mdbook_driver::config::Config;
use serde::Serialize;
use workbook_authors::book::section;
use workbook_authors::book::workplace::{self, SolutionInPage};
use workbook_authors::course::Course;

/// The folder beside the pages.
const FOLDER: &str = "workplace";

/// The setting of `book.toml` that leaves solutions out of the pages.
const SETTING: &str = "preprocessor.workbook.solutions-in-pages";

/// The editor and all that is shown around it, bundled by `.ci/page`.
const SCRIPT: &[u8] = include_bytes!("../../page/web/built/workplace.js");
/// How far the reader is, bundled with it.
const PROGRESS: &[u8] = include_bytes!("../../page/web/built/progress.js");
const STYLE: &[u8] = include_bytes!("../../page/web/workplace.css");
/// The grader, compiled by `.ci/page`.
const GRADER: &[u8] = include_bytes!("../../page/web/built/grader.wasm");

/// Writes the folder into a book that was built into `book`.
pub(crate) fn write_workplaces(
    course: &Course,
    solution: SolutionInPage,
    book: &Path,
) -> anyhow::Result<()> {
    let folder = book.join(FOLDER);
    fs::create_dir_all(&folder).context("failed to make the folder of the workplaces")?;
    let write = |name: &str, bytes: &[u8]| {
        fs::write(folder.join(name), bytes)
            .with_context(|| format!("failed to write `{FOLDER}/{name}`"))
    };
    write("workplace.js", SCRIPT)?;
    write("progress.js", PROGRESS)?;
    write("workplace.css", STYLE)?;
    write("grader.wasm", GRADER)?;
    // A page that was opened as a file may load scripts and nothing else.
    write("grader.js", &script_with("grader", &STANDARD.encode(GRADER))?)?;
    write("explained.js", &script_with("explained", &workplace::explained_kinds())?)?;
    let exercises: Vec<_> = course.entries().filter_map(|entry| entry.exercise().ok()).collect();
    let listed: Vec<_> = exercises.iter().copied().map(workplace::list_exercise).collect();
    write("exercises.js", &script_with("exercises", &listed)?)?;
    for exercise in exercises {
        if workplace::is_possible(exercise) {
            let id = section::id_of(&exercise.id);
            let data = workplace::read_workplace(course, exercise, solution)?;
            write(&format!("{id}.js"), &script_with(&id, &data)?)?;
        }
    }
    Ok(())
}

/// Reads the setting of the course on its solutions.
pub(crate) fn read_setting(config: &Config) -> anyhow::Result<SolutionInPage> {
    let setting: Option<bool> = config
        .get(SETTING)
        .with_context(|| format!("`{SETTING}` in `book.toml` should be `true` or `false`"))?;
    Ok(if setting == Some(false) { SolutionInPage::LeftOut } else { SolutionInPage::Sealed })
}

/// A script that hands data over: it is one JSON, in a call.
fn script_with(name: &str, data: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let json = serde_json::to_string(data).with_context(|| format!("failed to write `{name}`"))?;
    Ok(format!("workplaceData('{name}', {json});\n").into_bytes())
}
