//! Folders that are removed after use, also when the run that made them was killed: the next finds them by their name and
//! by a lock that nobody holds.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use tempfile::TempDir;

/// The beginning of the name of a folder that is removed after use.
const PREFIX: &str = "workbook-run-";
const KEPT: &str = "workbook-";
/// A folder that is younger may not have its lock yet.
const YOUNG: Duration = Duration::from_secs(2);

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct ThrowawayFolder {
    folder: TempDir,
    /// Held as long as the folder is used, so that it is not taken for one that was left behind.
    _lock: Option<File>,
}

impl ThrowawayFolder {
    /// Makes an empty folder where the system keeps such things.
    pub(crate) fn create() -> io::Result<ThrowawayFolder> {
        let folder = TempDir::with_prefix(PREFIX)?;
        let lock = hold_folder(folder.path());
        Ok(ThrowawayFolder { folder, _lock: lock })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Keeps the folder under a name that no sweep looks for, and says where it is.
    pub(crate) fn keep(self) -> PathBuf {
        let folder = self.folder.keep();
        let name = folder.file_name().and_then(|name| name.to_str());
        let Some(rest) = name.and_then(|name| name.strip_prefix(PREFIX)) else { return folder };
        let kept = folder.with_file_name(format!("{KEPT}{rest}"));
        match fs::rename(&folder, &kept) {
            Ok(()) => kept,
            Err(_) => folder,
        }
    }
}

/// Locks a folder; None where the system locks no folders, and then none is swept either.
fn hold_folder(folder: &Path) -> Option<File> {
    let file = File::open(folder).ok()?;
    file.try_lock().ok()?;
    Some(file)
}

/// Removes what killed runs of the same user left beside `own`, once in the life of this process.
pub(crate) fn sweep_once(own: &Path) {
    static SWEEP: Once = Once::new();
    SWEEP.call_once(|| sweep(own));
}

fn sweep(own: &Path) {
    let Ok(metadata) = fs::metadata(own) else { return };
    for entry in own.parent().into_iter().flat_map(fs::read_dir).flatten().flatten() {
        let is_ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if is_ours && entry.path() != own && is_left_behind(&entry.path(), &metadata) {
            // What cannot be removed now is tried again by the next run.
            fs::remove_dir_all(entry.path()).ok();
        }
    }
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

#[cfg(all(test, unix))]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn a_folder_that_is_used_is_not_swept_however_old_it_is() {
        let used = ThrowawayFolder::create().expect("a folder is made");
        let left = TempDir::with_prefix(PREFIX).expect("a folder is made");
        let long_ago = SystemTime::now() - 2 * YOUNG;
        for folder in [used.path(), left.path()] {
            let folder = File::open(folder).expect("the folder is there");
            folder.set_modified(long_ago).expect("a folder has a time");
        }
        let own = ThrowawayFolder::create().expect("a folder is made");
        sweep(own.path());
        assert!(used.path().exists() && own.path().exists());
        assert!(!left.path().exists());
    }
}
