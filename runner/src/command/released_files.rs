//! The files of a release on disk: written, and brought up to date beside what the teacher has added or changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use hmac_sha256::Hash;

use crate::atomic;
use crate::command::course_copy::AnswerFiles;
use crate::content_hash::hex;
use crate::course::shown;

/// The file that says that a folder is a release, and which files with which content were written into it.
pub(super) const LIST: &str = "RELEASE";

const FIRST_LINE: &str = "The workbook wrote these files for learners.\n";

/// Writes the files. What an earlier release wrote and this one lacks goes; what somebody else wrote or changed stays, if
/// only under another name; an answer stays under its own. Says what was kept.
pub(super) fn write(
    folder: &Path,
    files: &AnswerFiles,
    is_answer: &dyn Fn(&Path) -> bool,
) -> anyhow::Result<Vec<String>> {
    let written = read_list(&folder.join(LIST));
    let mut notes = Vec::new();
    for (path, hash) in written.iter().filter(|(path, _)| !files.contains_key(*path)) {
        let place = folder.join(path);
        match fs::read(&place) {
            Ok(bytes) if is_as_written(&bytes, hash) => {
                fs::remove_file(&place)
                    .with_context(|| format!("failed to remove `{}`", place.display()))?;
                remove_empty_folders(folder, path);
            }
            Ok(_) => notes.push(format!(
                "`{}` is no part of the course any more; it was changed here, and stays",
                shown(path)
            )),
            Err(_) => (),
        }
    }
    for (path, bytes) in files {
        let place = folder.join(path);
        let found = fs::read(&place).ok();
        if found.as_ref() == Some(bytes) {
            continue;
        }
        let before = written.get(path);
        if let Some(found) = found
            && !before.is_some_and(|hash| is_as_written(&found, hash))
        {
            if is_answer(path) {
                if before != Some(&hash_of(bytes)) {
                    notes.push(format!(
                        "`{}` has a new starter; your answer stays, and `workbook reset` brings the new one",
                        shown(path)
                    ));
                }
                continue;
            }
            let aside = free_name(folder, path);
            fs::rename(&place, folder.join(&aside))
                .with_context(|| format!("failed to rename `{}`", place.display()))?;
            notes.push(format!(
                "`{}` was changed here; your version is `{}` now",
                shown(path),
                shown(&aside)
            ));
        }
        write_file(&place, bytes)?;
    }
    let mut list = FIRST_LINE.to_owned();
    for (path, bytes) in files {
        _ = writeln!(list, "{} {}", hash_of(bytes), shown(path));
    }
    write_file(&folder.join(LIST), list.as_bytes())?;
    Ok(notes)
}

fn read_list(path: &Path) -> BTreeMap<PathBuf, String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let lines = lines.filter(|(hash, _)| hash.len() == 64);
    lines.map(|(hash, path)| (PathBuf::from(path), hash.to_owned())).collect()
}

/// Tells whether bytes are those that were written, whatever line ends git has given them since.
fn is_as_written(bytes: &[u8], hash: &str) -> bool {
    hash_of(bytes) == hash
        || str::from_utf8(bytes)
            .is_ok_and(|text| hash_of(text.replace("\r\n", "\n").as_bytes()) == hash)
}

/// The files of the release in a folder, as its list names them.
pub(super) fn read(folder: &Path) -> anyhow::Result<AnswerFiles> {
    let list = folder.join(LIST);
    let names = read_list(&list);
    if names.is_empty() {
        bail!(
            "`{}` is no release of a course: it has no `{LIST}`\nhint: name what your teacher gave out, unpacked or as a zip",
            folder.display()
        );
    }
    let mut files = AnswerFiles::new();
    for (path, hash) in names {
        let place = folder.join(&path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            bail!("`{}` names `{}`, which leads out of it", list.display(), path.display());
        }
        let bytes = atomic::read_regular(&place)
            .with_context(|| format!("failed to read `{}`", place.display()))?;
        if !is_as_written(&bytes, &hash) {
            bail!(
                "`{}` is not as the release was made\nhint: make it again, or bring it up to date, with `workbook class release --update`",
                place.display()
            );
        }
        files.insert(path, bytes);
    }
    Ok(files)
}

fn hash_of(bytes: &[u8]) -> String {
    hex(&Hash::hash(bytes))
}

/// The name with `.yours` behind it, and a number if that is taken.
fn free_name(folder: &Path, path: &Path) -> PathBuf {
    let names = (1..).map(|number| match number {
        1 => format!("{}.yours", path.display()),
        _ => format!("{}.yours{number}", path.display()),
    });
    let mut free = names.map(PathBuf::from).filter(|name| !folder.join(name).exists());
    free.next().unwrap_or_else(|| path.to_owned())
}

fn remove_empty_folders(folder: &Path, path: &Path) {
    let parents = path.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
    for parent in parents {
        // Only an empty folder can be removed.
        if fs::remove_dir(folder.join(parent)).is_err() {
            return;
        }
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("failed to write `{}`", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(failed)?;
    }
    atomic::write(path, bytes).with_context(failed)
}
