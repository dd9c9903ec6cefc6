//! A file of a class that is written as a whole: it is the old one or the new one, and a kill leaves nothing beside it.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::atomic;
use crate::course::MEMORY;

/// The file while it is written, in the folder of what can be made again.
pub(super) struct OutputFile {
    out: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    /// Held until it is in its place.
    _lock: File,
}

impl OutputFile {
    /// Begins a file that will have this name in the folder of the class.
    pub(super) fn begin(class: &Path, name: &Path) -> anyhow::Result<OutputFile> {
        let path = class.join(name);
        let memory = class.join(MEMORY);
        let plain = name.to_string_lossy().replace(['/', '\\'], "-");
        let failed = || format!("failed to write `{}`", path.display());
        atomic::make_folder(class, Path::new(MEMORY)).with_context(failed)?;
        let lock = atomic::open_lock(&memory.join(format!("{plain}.lock"))).with_context(failed)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                bail!("another `workbook class` writes `{}` just now", path.display())
            }
            result => result.with_context(failed)?,
        }
        let temporary = memory.join(format!("{plain}.new"));
        // A link in its place would be followed.
        _ = fs::remove_file(&temporary);
        let file = File::create_new(&temporary).with_context(failed)?;
        Ok(OutputFile { out: BufWriter::new(file), temporary, path, _lock: lock })
    }

    /// Puts the file into its place.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let renamed = self.out.flush().and_then(|()| fs::rename(&self.temporary, &self.path));
        renamed.with_context(|| format!("failed to write `{}`", self.path.display()))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
