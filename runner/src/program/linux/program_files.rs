//! Finds the files that a program cannot do without: those of the system, and what is installed beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

/// What every program may read of the system.
pub(super) fn system_paths() -> BTreeSet<PathBuf> {
    let companions = search_path().flat_map(|folder| companion_folders(&folder));
    let folders = SYSTEM_FOLDERS.iter().map(PathBuf::from);
    let paths = folders.chain(search_path()).chain(companions);
    paths.filter(|path| path.exists()).collect()
}

/// The file that a name stands for, as it is looked for in `PATH`.
pub(super) fn find_program(name: &OsStr, folder: &Path) -> io::Result<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return Ok(folder.join(name));
    }
    let candidates: Vec<PathBuf> =
        search_path().map(|folder| folder.join(name)).filter(|file| file.exists()).collect();
    let is_executable =
        |file: &&PathBuf| rustix::fs::access(file.as_path(), rustix::fs::Access::EXEC_OK).is_ok();
    let found = candidates.iter().find(|file| file.is_file() && is_executable(file));
    found.or(candidates.first()).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn search_path() -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.into_iter().filter(|folder| folder.is_absolute())
}

/// What is installed beside a program, once by the path it was asked for and once by the one it has. Looked for once, since a
/// check runs one program many times.
pub(super) fn companions_of(program: &Path) -> Vec<PathBuf> {
    static FOUND: Mutex<BTreeMap<PathBuf, Vec<PathBuf>>> = Mutex::new(BTreeMap::new());
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    found.entry(program.to_owned()).or_insert_with(|| find_companions(program)).clone()
}

fn find_companions(program: &Path) -> Vec<PathBuf> {
    let real = fs::canonicalize(program).unwrap_or_default();
    let folders = [program, &real].into_iter().filter_map(Path::parent);
    let companions = folders.flat_map(companion_folders).chain([real.clone()]);
    let companions: BTreeSet<PathBuf> = companions.filter(|path| path.exists()).collect();
    companions.into_iter().collect()
}

/// Libraries and the like beside a folder of programs; nothing else of its neighbours, which may be a home folder.
fn companion_folders(programs: &Path) -> Vec<PathBuf> {
    let Some(parent) = programs.parent() else { return Vec::new() };
    COMPANIONS.iter().map(|name| parent.join(name)).collect()
}

/// What a program that is linked at its start reads, and nothing that tells of the machine's users.
const SYSTEM_FOLDERS: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/gnu/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/timezone",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/transparent_hugepage",
    "/sys/fs/cgroup",
];

const COMPANIONS: &[&str] = &[
    "bin",
    "sbin",
    "shims",
    "lib",
    "lib32",
    "lib64",
    "libexec",
    "include",
    "versions",
    "plugins",
    "version",
    "pyvenv.cfg",
];
