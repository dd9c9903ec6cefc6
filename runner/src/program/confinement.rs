//! What a program may use of the machine. The systems below hold it to that, as far as they can.

use std::path::{Path, PathBuf};

/// Files and folders that a program may use; where the system has a sandbox, all others are out of its reach, and so are
/// the network and every process that it did not start.
#[derive(Clone, Debug, Default)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has a sandbox"))]
pub(crate) struct Confinement {
    /// May be read and executed, with all that is in them.
    pub(crate) readable: Vec<PathBuf>,
    /// May be listed, with all folders in them.
    pub(crate) listable: Vec<PathBuf>,
    /// May be changed, with all that is in them.
    pub(crate) writable: Vec<PathBuf>,
    /// The folder of the run: changed at will, its size and its number of files limited where the system can do that.
    pub(crate) private: Option<PathBuf>,
}

/// The means of a sandbox that this system has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SandboxMeans {
    /// The version of Landlock, which keeps programs from files.
    pub(crate) landlock: Option<i32>,
    /// Seccomp keeps programs from system calls.
    pub(crate) seccomp: bool,
    /// A program can have processes, mounts and a network of its own.
    pub(crate) namespaces: bool,
}

impl SandboxMeans {
    /// True when other files are out of a program's reach.
    pub(crate) fn confines(self) -> bool {
        self.landlock.is_some() && self.seccomp
    }
}

impl Confinement {
    /// A program that works in one folder, from which no other program reads but the runner.
    pub(crate) fn in_private_folder(folder: &Path) -> Confinement {
        Confinement { private: Some(folder.to_owned()), ..Confinement::default() }
    }

    /// Adds a file or a folder to read.
    pub(crate) fn reading(mut self, path: &Path) -> Confinement {
        self.readable.push(path.to_owned());
        self
    }
}
