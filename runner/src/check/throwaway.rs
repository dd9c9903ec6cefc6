//! Throwaway folders that a killed run left behind: found by their name and by a lock that nobody holds, and removed.

use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

/// The beginning of the name of a folder that is removed after use.
pub(super) const PREFIX: &str = "workbook-run-";
const KEPT: &str = "workbook-";
/// A folder that is younger may not have its lock yet.
const YOUNG: Duration = Duration::from_secs(2);

/// Locks a folder while it is used; None where the system locks no folders, and then none is swept either.
pub(super) fn hold_folder(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Gives a folder that is kept a name that no sweep looks for, and returns where it is.
pub(super) fn keep_folder(folder: PathBuf) -> PathBuf {
    let name = folder.file_name().and_then(|name| name.to_str());
    let Some(rest) = name.and_then(|name| name.strip_prefix(PREFIX)) else { return folder };
    let kept = folder.with_file_name(format!("{KEPT}{rest}"));
    match fs::rename(&folder, &kept) {
        Ok(()) => kept,
        Err(_) => folder,
    }
}

/// Removes what killed runs of the same user left beside `own`, once in the life of this process.
pub(super) fn sweep_once(own: &Path) {
    static SWEEP: Once = Once::new();
    SWEEP.call_once(|| {
        let Ok(metadata) = fs::metadata(own) else { return };
        for entry in own.parent().into_iter().flat_map(fs::read_dir).flatten().flatten() {
            let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
            if is_ours && entry.path() != own && is_left_behind(&entry.path(), &metadata) {
                // What cannot be removed now is tried again by the next run.
                fs::remove_dir_all(entry.path()).ok();
            }
        }
    });
}

/// True for a folder, and no link to one, of the same user, that is not young and that nobody holds.
fn is_left_behind(folder: &Path, own: &Metadata) -> bool {
    let is_old = |metadata: &Metadata| {
        metadata.modified().is_ok_and(|time| time.elapsed().is_ok_and(|age| age >= YOUNG))
    };
    fs::symlink_metadata(folder)
        .is_ok_and(|found| found.is_dir() && has_same_owner(&found, own) && is_old(&found))
        && hold_folder(folder).is_some()
}

#[cfg(unix)]
fn has_same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.uid() == other.uid()
}

#[cfg(not(unix))]
fn has_same_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}
