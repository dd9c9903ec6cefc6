//! Files that others may touch meanwhile: written so that a reader, or a crash, sees the old one or the new one, and read
//! without following a link or waiting for a pipe.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Writes `bytes` beside `path` and renames them into place; the folder is made when it is not there.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    write_by_way_of(folder, path, bytes)
}

/// Writes `bytes` in `folder`, on the same disk, and renames them into place. A crash leaves nothing beside `path`.
pub(crate) fn write_by_way_of(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = new_temporary(folder)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

/// Makes a temporary file that those may read who may read what the user writes.
#[cfg(unix)]
fn new_temporary(folder: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;

    let permissions = fs::Permissions::from_mode(0o666);
    Builder::new().permissions(permissions).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_temporary(folder: &Path) -> io::Result<NamedTempFile> {
    Builder::new().tempfile_in(folder)
}

/// Reads a file; a link, a pipe, a device or a folder in its place is an error.
pub(crate) fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    refuse_irregular(path)?;
    fs::read(path)
}

/// Opens a file for a lock to be put on it, and makes it where there is none. What is in it stays.
pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    match refuse_irregular(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => File::options().read(true).write(true).create(true).truncate(false).open(path),
    }
}

/// Makes a folder inside `root`; an error where a link or a file stands on the way to it.
pub(crate) fn make_folder(root: &Path, inside: &Path) -> io::Result<()> {
    let mut folder = root.to_owned();
    for part in inside.components() {
        folder.push(part);
        match fs::create_dir(&folder) {
            Err(error) if fs::symlink_metadata(&folder).is_err() => return Err(error),
            _ if fs::symlink_metadata(&folder)?.is_dir() => (),
            _ => {
                let what = format!("`{}` is a link or a file, and no folder", folder.display());
                return Err(io::Error::new(ErrorKind::NotADirectory, what));
            }
        }
    }
    Ok(())
}

/// An error where something stands that is no regular file, or nothing.
pub(crate) fn refuse_irregular(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_file() {
        return Ok(());
    }
    Err(io::Error::new(ErrorKind::InvalidInput, "it is not a regular file"))
}
