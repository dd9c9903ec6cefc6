//! Copies the folder of a run into its limited file system and back. Nothing of the program runs any more when it is read.

use std::fs::{self, File, FileType};
use std::io;
use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;

use rustix::fs::{CWD, Mode, mkfifoat};

/// Files above this are no database that is read; only their size is copied.
const LARGEST: u64 = 64_000_000;
/// Folders below this are left out.
const DEPTH: usize = 8;

/// Makes `to` hold what `from` holds: files, folders, links as links, pipes as pipes.
pub(super) fn replace_content(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    copy_content(from, to, DEPTH)
}

fn copy_content(from: &Path, to: &Path, depth: usize) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy_entry(&entry.path(), entry.file_type()?, &to.join(entry.file_name()), depth)?;
    }
    Ok(())
}

fn copy_entry(from: &Path, kind: FileType, to: &Path, depth: usize) -> io::Result<()> {
    if kind.is_symlink() {
        symlink(fs::read_link(from)?, to)
    } else if kind.is_fifo() {
        Ok(mkfifoat(CWD, to, Mode::RUSR | Mode::WUSR)?)
    } else if kind.is_dir() && depth > 0 {
        fs::create_dir(to)?;
        // A program may have locked itself out of its own folder.
        copy_content(from, to, depth - 1).or_else(ignore_denied)
    } else if kind.is_file() {
        copy_file(from, to).or_else(ignore_denied)
    } else {
        Ok(())
    }
}

fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut file = File::open(from)?;
    let length = file.metadata()?.len();
    let mut copy = File::create(to)?;
    if length > LARGEST {
        return copy.set_len(length);
    }
    io::copy(&mut file, &mut copy).map(drop)
}

fn ignore_denied(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::PermissionDenied { Ok(()) } else { Err(error) }
}
