//! `workbook reset`: brings back the untouched files of exercises and keeps aside what they replace.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use walkdir::WalkDir;
use workbook_core::exercise::{Exercise, Tree};

use super::Io;
use crate::atomic;
use crate::course::select::select;
use crate::course::{self, Course, MEMORY, given};
use crate::exit::Exit;
use crate::{progress, scripts};

/// Resets the selected exercises, or all when nothing is selected.
pub(crate) fn run(course: &Course, selectors: &[String], io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let entries: Vec<_> = match selectors {
        [] => course.entries().collect(),
        _ => select(course, selectors)?.into_iter().map(|selected| selected.entry).collect(),
    };
    let mut aside = None;
    for entry in entries {
        let exercise = match entry.exercise() {
            Ok(exercise) => exercise,
            Err(error) => {
                writeln!(io.err, "warning: {} was left alone: {error}", entry.id)?;
                continue;
            }
        };
        if reset(course, exercise, &mut aside, io)? == 0 {
            writeln!(io.out, "{} is untouched already", exercise.id)?;
        }
        progress::update(&course.root, |progress| progress.forget(&exercise.id))?;
    }
    Ok(Exit::Passed)
}

/// Brings back what differs and takes away scripts that were added. Each change is told as soon as it is made, so that it is
/// known also when the next one fails. Returns how many there were.
fn reset(
    course: &Course,
    exercise: &Exercise,
    aside: &mut Option<PathBuf>,
    io: &mut Io<'_>,
) -> anyhow::Result<usize> {
    let folder = exercise.folder(Tree::Exercises);
    let mut changed = put_links_aside(course, exercise, aside, io)?;
    let starters = course::edited_files(exercise, &course.root.join(exercise.starter()));
    let starters =
        starters.into_iter().map(|name| (folder.join(&name), exercise.starter().join(&name)));
    let given =
        given::files(course, exercise).into_iter().map(|given| (given.file, given.original));
    for (file, original) in starters.chain(given) {
        let original = course.root.join(original);
        let wanted = fs::read(&original)
            .with_context(|| format!("failed to read `{}`", original.display()))?;
        if atomic::read_regular(&course.root.join(&file)).is_ok_and(|found| found == wanted) {
            continue;
        }
        bring_back(course, &file, &wanted, aside, io)?;
        changed += 1;
    }
    for file in added_scripts(course, exercise) {
        changed += usize::from(take_away(course, &file, aside, io)?);
    }
    Ok(changed)
}

/// Writes a file as it was, and keeps aside what stands in its place.
fn bring_back(
    course: &Course,
    file: &Path,
    wanted: &[u8],
    aside: &mut Option<PathBuf>,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let kept = keep_aside(course, file, aside)?;
    let target = course.root.join(file);
    let folder = kept.as_deref().and_then(Path::parent);
    let written = match folder {
        Some(folder) => atomic::write_by_way_of(&course.root.join(folder), &target, wanted),
        None => atomic::write(&target, wanted),
    };
    written.with_context(|| match &kept {
        None => format!("failed to write `{}`", target.display()),
        // It is still in its place as well, so the second name goes.
        Some(kept) if target.exists() && fs::remove_file(course.root.join(kept)).is_ok() => {
            format!("failed to keep `{}` aside and to replace it; it stays", target.display())
        }
        Some(kept) => {
            format!("failed to write `{}`; yours is kept in {}", target.display(), kept.display())
        }
    })?;
    match kept {
        None => writeln!(io.out, "{} is there again", file.display())?,
        Some(kept) => {
            let kept = kept.display();
            writeln!(io.out, "{} is as it was; yours is kept in {kept}", file.display())?;
        }
    }
    Ok(())
}

/// Moves aside what was added. False when nothing is there.
fn take_away(
    course: &Course,
    file: &Path,
    aside: &mut Option<PathBuf>,
    io: &mut Io<'_>,
) -> anyhow::Result<bool> {
    let Some(kept) = put_aside(course, file, aside)? else { return Ok(false) };
    writeln!(
        io.out,
        "{} was added and is taken away; it is kept in {}",
        file.display(),
        kept.display()
    )?;
    Ok(true)
}

/// Takes away links in the place of the exercise's own folders: what they lead to is not the exercise's.
fn put_links_aside(
    course: &Course,
    exercise: &Exercise,
    aside: &mut Option<PathBuf>,
    io: &mut Io<'_>,
) -> anyhow::Result<usize> {
    let folder = exercise.folder(Tree::Exercises);
    let mut changed = 0;
    for name in exercise.files.iter().map(Path::new).chain([Path::new(scripts::FOLDER)]) {
        let mut file = folder.clone();
        for part in name.components() {
            file.push(part);
            let is_folder = fs::metadata(course.root.join(&file)).is_ok_and(|found| found.is_dir());
            if is_folder && course.root.join(&file).is_symlink() {
                changed += usize::from(take_away(course, &file, aside, io)?);
            }
        }
    }
    Ok(changed)
}

/// Scripts in the exercise's `migrations` folder that neither the learner was given nor is asked for.
fn added_scripts(course: &Course, exercise: &Exercise) -> Vec<PathBuf> {
    let folder = exercise.folder(Tree::Exercises);
    let inside = WalkDir::new(course.root.join(&folder).join(scripts::FOLDER))
        .into_iter()
        .filter_map(Result::ok);
    let names = inside
        .filter(|entry| !entry.file_type().is_dir())
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .filter_map(|entry| {
            entry.path().strip_prefix(course.root.join(&folder)).ok().map(Path::to_owned)
        });
    let added = names.filter(|name| !course.root.join(original_path(exercise, name)).exists());
    added.map(|name| folder.join(name)).collect()
}

/// The untouched file that a file of an exercise goes back to, relative to the course.
fn original_path(exercise: &Exercise, name: &Path) -> PathBuf {
    if exercise.is_edited(name) {
        exercise.starter().join(name)
    } else {
        exercise.folder(Tree::Solutions).join(name)
    }
}

/// Moves a file (or whatever stands in its place) into this run's folder of replaced things. None when there is nothing.
fn put_aside(
    course: &Course,
    file: &Path,
    aside: &mut Option<PathBuf>,
) -> anyhow::Result<Option<PathBuf>> {
    let found = course.root.join(file);
    if fs::symlink_metadata(&found).is_err() {
        return Ok(None);
    }
    let kept = place_aside(course, file, aside)?;
    fs::rename(&found, course.root.join(&kept))
        .with_context(|| format!("failed to keep `{}` aside", found.display()))?;
    Ok(Some(kept))
}

/// Keeps a file aside that is about to be replaced, and leaves it in its place until then, so that it is never missing. What
/// is no file is moved.
fn keep_aside(
    course: &Course,
    file: &Path,
    aside: &mut Option<PathBuf>,
) -> anyhow::Result<Option<PathBuf>> {
    let found = course.root.join(file);
    if !fs::symlink_metadata(&found).is_ok_and(|found| found.is_file()) {
        return put_aside(course, file, aside);
    }
    let kept = place_aside(course, file, aside)?;
    let target = course.root.join(&kept);
    // Some disks have no second names for a file.
    fs::hard_link(&found, &target)
        .or_else(|_| fs::rename(&found, &target))
        .with_context(|| format!("failed to keep `{}` aside", found.display()))?;
    Ok(Some(kept))
}

/// The place of a file in this run's folder of replaced things, with the folders on the way.
fn place_aside(
    course: &Course,
    file: &Path,
    aside: &mut Option<PathBuf>,
) -> anyhow::Result<PathBuf> {
    let folder = match aside {
        Some(folder) => folder.clone(),
        None => aside.insert(new_folder(&course.root)?).clone(),
    };
    let kept = folder.join(file);
    let target = course.root.join(&kept);
    let parent = target.parent().context("a file in a folder has a parent")?;
    fs::create_dir_all(parent).with_context(|| format!("failed to make `{}`", parent.display()))?;
    Ok(kept)
}

/// The first of `.workbook/replaced/1`, `2`, `3` … that is not there yet.
fn new_folder(root: &Path) -> anyhow::Result<PathBuf> {
    let replaced = Path::new(MEMORY).join("replaced");
    let fail = || {
        format!(
            "failed to make `{}`, where what is replaced is kept",
            root.join(&replaced).display()
        )
    };
    fs::create_dir_all(root.join(&replaced)).with_context(fail)?;
    let mut number = 1;
    loop {
        let folder = replaced.join(number.to_string());
        match fs::create_dir(root.join(&folder)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|()| folder).with_context(fail),
        }
    }
}
