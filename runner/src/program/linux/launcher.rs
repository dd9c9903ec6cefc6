//! The launcher: the workbook started once more between the workbook and a program. It takes from itself what the program
//! may not have, because nothing can be taken from a process that runs already, and then becomes it or starts it.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{self, Command, ExitCode, Stdio};

use landlock::{ABI, LandlockStatus};
use rustix::process::{Signal, set_parent_process_death_signal};

use super::file_rules::OpenedFiles;
use super::launch::{FAILED, LaunchError, program_of, restrict_calls};
use super::order::LaunchOrder;
use super::system_calls::Signals;
use super::{file_rules, first_process, namespaces};

/// What a launcher does, as the first argument says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LauncherStage {
    /// Becomes the program.
    Become,
    /// Makes namespaces and waits for the process that is the first in them: for programs of learners, or for compilers.
    EnclosePrograms,
    EncloseTools,
    /// Is the first process in the namespaces: starts one program after the other.
    ServePrograms,
    ServeTools,
}

impl LauncherStage {
    const ALL: [LauncherStage; 5] = [
        LauncherStage::Become,
        LauncherStage::EnclosePrograms,
        LauncherStage::EncloseTools,
        LauncherStage::ServePrograms,
        LauncherStage::ServeTools,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            LauncherStage::Become => "become-program",
            LauncherStage::EnclosePrograms => "enclose-programs",
            LauncherStage::EncloseTools => "enclose-tools",
            LauncherStage::ServePrograms => "serve-programs",
            LauncherStage::ServeTools => "serve-tools",
        }
    }
}

/// Does a launcher's work, if the arguments of this process ask for it.
pub(crate) fn take_over(arguments: &[OsString]) -> Option<ExitCode> {
    let word = arguments.get(1)?;
    let stage = LauncherStage::ALL.into_iter().find(|stage| word == stage.word())?;
    let descriptor = io::stdin().as_fd().try_clone_to_owned().ok()?;
    let mut line = UnixStream::from(descriptor);
    let done = match stage {
        LauncherStage::Become => LaunchOrder::read_from(&mut line)
            .map_err(LaunchError::Machine)
            .and_then(|order| Err(become_program(order))),
        LauncherStage::EnclosePrograms => enclose_first_process(true, &line),
        LauncherStage::EncloseTools => enclose_first_process(false, &line),
        LauncherStage::ServePrograms => first_process::serve_orders(true, &line),
        LauncherStage::ServeTools => first_process::serve_orders(false, &line),
    };
    let Err(error) = done else { return Some(ExitCode::SUCCESS) };
    // Nobody is there to hear it once the workbook is gone.
    _ = writeln!(line, "{error}");
    Some(ExitCode::from(FAILED))
}

fn become_program(order: LaunchOrder) -> LaunchError {
    // The program ends with the workbook; what it has started by then does not.
    set_parent_process_death_signal(Some(Signal::KILL)).ok();
    if let Err(error) = restrict(&order) {
        return error;
    }
    LaunchError::Program(program_of(&order).exec())
}

/// Takes from the calling thread what the order does not allow.
fn restrict(order: &LaunchOrder) -> Result<(), LaunchError> {
    let mut proc_files: Vec<PathBuf> = PROC_FILES.iter().map(PathBuf::from).collect();
    proc_files.push(PathBuf::from(format!("/proc/{}", process::id())));
    let files = OpenedFiles::open_system(&proc_files);
    let status = file_rules::restrict_files(order, &files)?;
    let is_scoped = match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi >= ABI::V6,
        _ => false,
    };
    let signals = if is_scoped { Signals::Confined } else { Signals::OwnGroup };
    restrict_calls(order.is_foreign, signals)
}

/// Files of `/proc` that say nothing of other processes.
const PROC_FILES: &[&str] = &[
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/uptime",
    "/proc/version",
    "/proc/sys/kernel",
    "/proc/sys/vm",
];

/// Makes namespaces, once this process is limited, and waits for the first process in them.
#[expect(
    clippy::disallowed_methods,
    reason = "the workbook limits and ends this process and what it starts"
)]
fn enclose_first_process(is_foreign: bool, line: &UnixStream) -> Result<(), LaunchError> {
    let mut signal = line;
    signal.read_exact(&mut [0]).map_err(LaunchError::Machine)?;
    namespaces::enter_namespaces(is_foreign).map_err(LaunchError::Namespaces)?;
    let stage = if is_foreign { LauncherStage::ServePrograms } else { LauncherStage::ServeTools };
    let line = line.as_fd().try_clone_to_owned().map_err(LaunchError::Machine)?;
    let mut command = Command::new(OWN_PROGRAM);
    command.arg(stage.word()).stdin(Stdio::from(line));
    command.spawn().and_then(|mut first| first.wait()).map_err(LaunchError::Machine)?;
    Ok(())
}

/// This program, also when its file has been replaced meanwhile.
pub(super) const OWN_PROGRAM: &str = "/proc/self/exe";
