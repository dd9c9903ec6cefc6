//! `workbook class templates`: what other systems grade a class with: autograders, and jobs for several machines.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use toml_edit::{DocumentMut, value};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Class, release, roster, settings};
use crate::atomic;
use crate::command::Io;
use crate::command::course_copy::AnswerFiles;
use crate::course::{Course, shown};
use crate::exit::Exit;

const SETUP: &str = include_str!("templates/setup.sh");
const RUN_AUTOGRADER: &str = include_str!("templates/run_autograder");
const AUTOGRADER: &str = include_str!("templates/autograder.py");
const PART: &str = include_str!("templates/part.sh");
const KUBERNETES: &str = include_str!("templates/kubernetes.yaml");
const GITHUB_MATRIX: &str = include_str!("templates/github-matrix.yml");

/// The learner of a class of one, which an autograder grades.
const ONE_LEARNER: &str = "student\nlearner\n";

/// Modes of the files in a zip.
const PLAIN: u32 = 0o644;
const EXECUTABLE: u32 = 0o755;

/// Writes the templates into a new folder.
pub(super) fn write_templates(
    course: &Course,
    class: &Class,
    to: &Path,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let is_empty = fs::read_dir(to).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty || to.is_file() {
        bail!("`{}` is not empty\nhint: name a new folder", to.display());
    }
    let without = [to.to_owned(), class.folder.clone()];
    let zips = [
        ("gradescope/autograder.zip", zip_gradescope(course, class, &without)?),
        ("classroom50/course.zip", zip_classroom50(course, class, &without)?),
    ];
    let texts = [
        ("classroom50/autograder.py", AUTOGRADER),
        ("machines/part.sh", PART),
        ("machines/kubernetes.yaml", KUBERNETES),
        ("machines/github-matrix.yml", GITHUB_MATRIX),
    ];
    let texts = texts.map(|(name, text)| (name, text.as_bytes().to_vec()));
    for (name, bytes) in zips.into_iter().chain(texts) {
        let path = to.join(name);
        let folder = path.parent().unwrap_or(to);
        fs::create_dir_all(folder)
            .and_then(|()| atomic::write(&path, &bytes))
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        writeln!(io.out, "{}", path.display())?;
    }
    Ok(Exit::Passed)
}

/// The autograder of Gradescope, which has the solutions: nobody but its staff reads it.
fn zip_gradescope(course: &Course, class: &Class, without: &[PathBuf]) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    add_file(&mut zip, "setup.sh", SETUP.as_bytes(), EXECUTABLE)?;
    add_file(&mut zip, "run_autograder", RUN_AUTOGRADER.as_bytes(), EXECUTABLE)?;
    let seed = class.settings.seed;
    add_course(&mut zip, &release::grading_files(course, without)?, class, seed)?;
    Ok(zip.finish()?.into_inner())
}

/// The course beside the autograder of Classroom 50. All of that is public: it has no solutions, and not the seed.
fn zip_classroom50(course: &Course, class: &Class, without: &[PathBuf]) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    add_course(&mut zip, &release::release_files(course, without)?, class, 0)?;
    Ok(zip.finish()?.into_inner())
}

/// Adds a course, and a class of one learner that is graded by it.
fn add_course(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    files: &AnswerFiles,
    class: &Class,
    seed: u64,
) -> anyhow::Result<()> {
    for (path, bytes) in files {
        add_file(zip, &format!("course/{}", shown(path)), bytes, PLAIN)?;
    }
    let path = class.folder.join(settings::FILE);
    let text = fs::read_to_string(&path)
        .with_context(|| format!("failed to read `{}`", path.display()))?;
    let settings = settings_for_one(&text, seed)?;
    add_file(zip, &format!("class/{}", settings::FILE), settings.as_bytes(), PLAIN)?;
    add_file(zip, &format!("class/{}", roster::FILE), ONE_LEARNER.as_bytes(), PLAIN)
}

fn add_file(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    mode: u32,
) -> anyhow::Result<()> {
    zip.start_file(name, SimpleFileOptions::default().unix_permissions(mode))?;
    Ok(zip.write_all(bytes)?)
}

/// The settings of a class without anybody's name, and without dates: the system that starts the autograder knows them.
fn settings_for_one(text: &str, seed: u64) -> anyhow::Result<String> {
    let mut settings: DocumentMut = text.parse()?;
    for table in ["due", "late", "extensions"] {
        settings.remove(table);
    }
    settings["seed"] = value(i64::try_from(seed)?);
    Ok(settings.to_string())
}
