//! Landlock: takes from the calling thread, and from what it starts, every file that is not listed.

use std::path::PathBuf;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, PathBeneath, PathFd,
    RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, Scope,
    path_beneath_rules,
};

use super::order::LaunchOrder;
use super::program_files::system_paths;

/// The newest version whose rules are asked for; an older kernel leaves out what it does not know.
const NEWEST: ABI = ABI::V9;

/// Files and folders that are opened once, for the rules of many programs.
pub(super) struct OpenedFiles(Vec<(PathFd, BitFlags<AccessFs>)>);

impl OpenedFiles {
    /// Opens what every program may read of the system, those of `/proc` among them, and the devices it may write to. What is
    /// not there is left out.
    pub(super) fn open_system(proc_files: &[PathBuf]) -> OpenedFiles {
        let readable = system_paths().into_iter().chain(proc_files.iter().cloned());
        let readable = readable.map(|path| (path, AccessFs::from_read(NEWEST)));
        let devices = DEVICES.iter().map(|path| (PathBuf::from(path), list_changes()));
        let opened = readable.chain(devices).filter_map(|(path, access)| {
            let possible =
                if path.is_dir() { access } else { access & AccessFs::from_file(NEWEST) };
            Some((PathFd::new(path).ok()?, possible))
        });
        OpenedFiles(opened.collect())
    }

    fn rules(&self) -> impl Iterator<Item = Result<PathBeneath<&PathFd>, RulesetError>> {
        self.0.iter().map(|(file, access)| Ok(PathBeneath::new(file, *access)))
    }
}

/// Restricts the calling thread to the files of the order and the opened ones. Signals and abstract sockets reach only what it
/// starts, where the kernel has that.
pub(super) fn restrict_files(
    order: &LaunchOrder,
    opened: &OpenedFiles,
) -> Result<RestrictionStatus, RulesetError> {
    let private = (!order.private.as_os_str().is_empty()).then_some(&order.private);
    Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(opened.rules())?
        .add_rules(path_beneath_rules(&order.readable, AccessFs::from_read(NEWEST)))?
        .add_rules(path_beneath_rules(&order.listable, AccessFs::ReadDir))?
        .add_rules(path_beneath_rules(&order.writable, list_changes()))?
        .add_rules(path_beneath_rules(private, list_changes()))?
        .restrict_self()
}

/// Everything but making devices, which would be those of the machine.
fn list_changes() -> BitFlags<AccessFs> {
    AccessFs::from_all(NEWEST) & !(AccessFs::MakeChar | AccessFs::MakeBlock)
}

const DEVICES: &[&str] = &["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

/// The number of Landlock's version; None where the kernel has none. Restricts nothing: the thread that it is asked in ends.
pub(super) fn find_landlock_version() -> Option<i32> {
    let tried = std::thread::Builder::new().spawn(|| {
        Ruleset::default().handle_access(AccessFs::from_all(NEWEST))?.create()?.restrict_self()
    });
    // A machine that has no more threads does not tell; the launcher will, if there is none.
    let Ok(tried) = tried else { return Some(0) };
    match tried.join().ok()?.ok()?.landlock {
        LandlockStatus::Available { effective_abi, kernel_abi } => {
            Some(kernel_abi.unwrap_or(effective_abi as i32))
        }
        _ => None,
    }
}
