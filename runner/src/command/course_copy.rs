//! A copy of the course in which answers are graded, so that nothing of a learner's is touched.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use walkdir::{DirEntry, WalkDir};
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::{Pack, Verdict};

use crate::atomic;
use crate::check::{self, Options};
use crate::content_hash::is_database;
use crate::course::{self, Course, MEMORY};
use crate::event::Report;
use crate::program::build::{self, BuildTarget};
use crate::program::interrupt;

/// The files of an answer, by their names in the exercise's folder.
pub(super) type AnswerFiles = BTreeMap<PathBuf, Vec<u8>>;

/// The copy. It stays where it is from run to run, so that cargo compiles what has not changed only once.
pub(super) struct CourseCopy {
    course: Course,
    seed: u64,
    /// Held while the copy is used.
    _lock: File,
}

/// The folder in which several variants of one exercise stand side by side, each as an exercise of its own.
const VARIANTS: &str = "variants";
/// The most variants that are compiled at once: each leaves an executable of some megabytes until it was graded.
const AT_ONCE: usize = 60;

/// The place of a copy, and what belongs to it.
pub(super) struct CourseCopyPlace<'a> {
    /// A folder that is there.
    pub(super) base: &'a Path,
    /// The folder of the copy in it, which is made.
    pub(super) inside: &'a Path,
    /// The folder in which cargo builds the programs of the copy.
    pub(super) target: &'a Path,
    /// The seed of the rows on which answers are run beside the solution.
    pub(super) seed: u64,
    /// Folders of the course that are not copied.
    pub(super) without: &'a [PathBuf],
}

/// Makes the copy for the answers that the course keeps, or brings it up to date.
pub(super) fn copy_course(course: &Course) -> anyhow::Result<CourseCopy> {
    let inside = Path::new(MEMORY).join("answers");
    // A course without programs has no target folder.
    let has_programs = course.root.join("Cargo.toml").is_file();
    let target = if has_programs { build::target_folder(&course.root)? } else { PathBuf::new() };
    let place = CourseCopyPlace {
        base: &course.root,
        inside: &inside,
        target: &target,
        seed: 0,
        without: &[],
    };
    copy_course_to(course, &place)
}

/// Makes a copy, or brings it up to date.
pub(super) fn copy_course_to(
    course: &Course,
    place: &CourseCopyPlace<'_>,
) -> anyhow::Result<CourseCopy> {
    let root = place.base.join(place.inside);
    let failed = || format!("failed to copy the course to `{}`", root.display());
    // What is in the copy and not in the course is removed.
    atomic::make_folder(place.base, place.inside).with_context(failed)?;
    let lock = atomic::open_lock(&root.with_extension("lock")).with_context(failed)?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => {
            bail!("another `workbook` grades answers in `{}` just now", root.display())
        }
        result => result.with_context(failed)?,
    }
    let copy = CourseCopy { course: Course::empty(root.clone()), seed: place.seed, _lock: lock };
    let files = read_files_without(&course.root, place.without)?;
    write_folder(&copy.course.root, &files).with_context(failed)?;
    if course.root.join("Cargo.toml").is_file() {
        copy.configure_cargo(place.target)?;
    }
    Ok(copy)
}

/// The files of an exercise with its solution as the answer.
pub(super) fn solution_files(course: &Course, exercise: &Exercise) -> anyhow::Result<AnswerFiles> {
    let mut files = read_files(&course.root.join(exercise.folder(Tree::Solutions)))?;
    let manifest = course.root.join(exercise.folder(Tree::Exercises)).join("exercise.toml");
    let text =
        fs::read(&manifest).with_context(|| format!("failed to read `{}`", manifest.display()))?;
    files.insert(PathBuf::from("exercise.toml"), text);
    Ok(files)
}

impl CourseCopy {
    /// Grades an exercise with these files in the place of the learner's.
    pub(super) fn grade(&self, exercise: &Exercise, files: &AnswerFiles) -> anyhow::Result<Report> {
        let folder = self.course.root.join(exercise.folder(Tree::Exercises));
        write_folder(&folder, files)
            .with_context(|| format!("failed to write `{}`", folder.display()))?;
        let quick = Options { seed: self.seed, ..Options::quick(Tree::Exercises) };
        let mut checked = check::check(&self.course, exercise, quick, &mut |_| ());
        // Only what passes has to be run beside the solution's program, which takes much longer.
        if exercise.runs_programs() && checked.report.exercise.verdict == Verdict::Passed {
            let thorough = Options { thorough: true, ..quick };
            checked = check::check(&self.course, exercise, thorough, &mut |_| ());
        }
        if interrupt::is_interrupted() {
            bail!("interrupted");
        }
        Ok(checked.report)
    }

    /// The pack of an exercise with these files in the place of the learner's.
    pub(super) fn pack(&self, exercise: &Exercise, files: &AnswerFiles) -> anyhow::Result<Pack> {
        let folder = self.course.root.join(exercise.folder(Tree::Exercises));
        write_folder(&folder, files)
            .with_context(|| format!("failed to write `{}`", folder.display()))?;
        Ok(check::pack(&self.course, exercise, Tree::Exercises)?)
    }

    /// Grades an exercise with each of these variants of its program, which are compiled together. None for a variant that
    /// the compiler refuses.
    pub(super) fn grade_compiled(
        &self,
        course: &Course,
        exercise: &Exercise,
        variants: &[AnswerFiles],
    ) -> anyhow::Result<Vec<Option<Report>>> {
        let mut reports = Vec::new();
        for some in variants.chunks(AT_ONCE) {
            let exercises: Vec<Exercise> =
                (1..=some.len()).map(|number| variant_of(exercise, number)).collect();
            self.write_variants(course, exercise, &exercises, some)?;
            let executables = self.build_all(&exercises, some)?;
            for ((exercise, files), executable) in exercises.iter().zip(some).zip(&executables) {
                reports.push(executable.as_ref().map(|_| self.grade(exercise, files)).transpose()?);
            }
            executables.iter().flatten().for_each(|executable| remove_executable(executable));
        }
        Ok(reports)
    }

    fn write_variants(
        &self,
        course: &Course,
        exercise: &Exercise,
        exercises: &[Exercise],
        variants: &[AnswerFiles],
    ) -> anyhow::Result<()> {
        let root = &self.course.root;
        let snapshot = fs::read(course.root.join(exercise.snapshot()))
            .context("failed to read the snapshot")?;
        let manifest = Path::new(Tree::Exercises.name()).join("Cargo.toml");
        let mut bins = fs::read_to_string(course.root.join(&manifest))
            .context("failed to read `exercises/Cargo.toml`")?;
        for (exercise, files) in exercises.iter().zip(variants) {
            let folder = root.join(exercise.folder(Tree::Exercises));
            // Cargo goes by times: what was there before must not be taken for this.
            _ = fs::remove_dir_all(&folder);
            write_folder(&folder, files)
                .with_context(|| format!("failed to write `{}`", folder.display()))?;
            let kept = root.join(exercise.snapshot());
            write_file(&kept, &snapshot)
                .with_context(|| format!("failed to write `{}`", kept.display()))?;
            let (bin, path) = (exercise.program(Tree::Exercises), course::shown(&exercise.path));
            bins.push_str(&format!("\n[[bin]]\nname = \"{bin}\"\npath = \"{path}/main.rs\"\n"));
        }
        write_file(&root.join(&manifest), bins.as_bytes())
            .context("failed to write the copy of `exercises/Cargo.toml`")
    }

    fn build_all(
        &self,
        exercises: &[Exercise],
        variants: &[AnswerFiles],
    ) -> anyhow::Result<Vec<Option<PathBuf>>> {
        let root = &self.course.root;
        let named: Vec<(String, Vec<PathBuf>)> = exercises
            .iter()
            .zip(variants)
            .map(|(exercise, files)| {
                let folder = root.join(exercise.folder(Tree::Exercises));
                (exercise.program(Tree::Exercises), rust_sources(&folder, files))
            })
            .collect();
        let package = Tree::Exercises.name();
        let targets: Vec<BuildTarget<'_>> = named
            .iter()
            .map(|(bin, sources)| BuildTarget { root, package, bin, sources })
            .collect();
        Ok(build::build_all(&targets, &self.course.memory().join("builds"))?)
    }

    /// Lets cargo use the course's own target folder, so that it compiles no library again. Without debug information the
    /// programs here are others than the course's own, and neither takes the place of the other.
    fn configure_cargo(&self, target: &Path) -> anyhow::Result<()> {
        let target = target.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
        let text = format!(
            "[build]\ntarget-dir = \"{target}\"\n\n[profile.dev.package.{}]\ndebug = false\n",
            Tree::Exercises.name()
        );
        let path = self.course.root.join(".cargo/config.toml");
        if fs::read(&path).is_ok_and(|found| found == text.as_bytes()) {
            return Ok(());
        }
        write_file(&path, text.as_bytes())
            .with_context(|| format!("failed to write `{}`", path.display()))
    }
}

fn rust_sources(folder: &Path, files: &AnswerFiles) -> Vec<PathBuf> {
    let rust = files.keys().filter(|name| name.extension().is_some_and(|end| end == "rs"));
    rust.map(|name| folder.join(name)).collect()
}

/// The exercise as if it were another one, with a folder and a program of its own.
fn variant_of(exercise: &Exercise, number: usize) -> Exercise {
    Exercise {
        id: format!("{VARIANTS}/{number}"),
        path: Path::new(VARIANTS).join(number.to_string()),
        ..exercise.clone()
    }
}

/// Removes an executable with the copies cargo has of it.
fn remove_executable(executable: &Path) {
    let name = executable
        .file_stem()
        .map(|name| format!("{}-", name.to_string_lossy()))
        .unwrap_or_default();
    let beside = executable.with_file_name("deps");
    let copies = fs::read_dir(beside).into_iter().flatten().flatten();
    let copies = copies.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
    // One that cannot be removed takes room and no more.
    copies.for_each(|entry| _ = fs::remove_file(entry.path()));
    _ = fs::remove_file(executable);
}

/// The files in a folder that belong to a course: nothing hidden, built, generated or left by a database.
pub(super) fn read_files(folder: &Path) -> anyhow::Result<AnswerFiles> {
    read_files_without(folder, &[])
}

pub(super) fn read_files_without(
    folder: &Path,
    without: &[PathBuf],
) -> anyhow::Result<AnswerFiles> {
    let mut files = AnswerFiles::new();
    let entries = WalkDir::new(folder).into_iter().filter_entry(|entry| {
        belongs_to_course(entry) && !without.iter().any(|other| other == entry.path())
    });
    for entry in entries {
        let entry = entry?;
        if entry.file_type().is_file() && !is_database(entry.path()) {
            let bytes = fs::read(entry.path())
                .with_context(|| format!("failed to read `{}`", entry.path().display()))?;
            files.insert(entry.path().strip_prefix(folder)?.to_owned(), bytes);
        }
    }
    Ok(files)
}

fn belongs_to_course(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || entry.file_type().is_dir() && is_built(entry))
}

/// True for a folder that a tool fills and can fill again.
fn is_built(folder: &DirEntry) -> bool {
    matches!(folder.file_name().to_str(), Some("target" | "node_modules" | "book-html"))
        || folder.path().join("CACHEDIR.TAG").exists()
}

/// Makes a folder hold exactly these files, beside hidden ones, touching only what differs.
pub(super) fn write_folder(folder: &Path, files: &AnswerFiles) -> std::io::Result<()> {
    let found: Vec<DirEntry> =
        WalkDir::new(folder).into_iter().filter_entry(is_visible).flatten().collect();
    // What is in a folder goes before the folder.
    for entry in found.into_iter().rev() {
        let known = entry.path().strip_prefix(folder).is_ok_and(|path| files.contains_key(path));
        if entry.file_type().is_dir() {
            // Only an empty folder can be removed, and only that is in the way.
            _ = fs::remove_dir(entry.path());
        } else if !known {
            fs::remove_file(entry.path())?;
        }
    }
    for (path, bytes) in files {
        let path = folder.join(path);
        if !fs::read(&path).is_ok_and(|found| found == *bytes) {
            write_file(&path, bytes)?;
        }
    }
    Ok(())
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
}

fn write_file(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)
}
