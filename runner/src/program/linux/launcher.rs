//! The launcher: the workbook started once more between the workbook and a program. It takes from itself what the program
//! may not have, because nothing can be taken from a process that runs already, and then becomes it or starts it.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{self, Command, ExitCode, Stdio};
use std::thread;

use landlock::{ABI, LandlockStatus};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::retry_on_intr;
use rustix::process::{
    Pid, Signal, WaitOptions, WaitStatus, set_parent_process_death_signal, wait,
};

use super::order::LaunchOrder;
use super::{file_rules, namespaces, private_folder, system_calls};
use crate::program::system_id;
use system_calls::{CallRulesError, Signals};

/// What a launcher does, as the first argument says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LauncherStage {
    /// Becomes the program.
    Become,
    /// Makes namespaces and waits for the process that is the first in them.
    Enclose,
    /// Is the first process in the namespaces: starts the program and ends everything else after it.
    Init,
}

impl LauncherStage {
    pub(super) fn word(self) -> &'static str {
        match self {
            LauncherStage::Become => "become-program",
            LauncherStage::Enclose => "enclose-program",
            LauncherStage::Init => "be-first-process",
        }
    }
}

/// What a launcher tells of the program.
#[derive(Debug, thiserror::Error)]
enum LaunchError {
    #[error("failed {}", .0.raw_os_error().unwrap_or(0))]
    Program(io::Error),
    #[error("unenclosed {0}")]
    Namespaces(io::Error),
    #[error("broken {0}")]
    Machine(io::Error),
    #[error("broken {0}")]
    Files(#[from] landlock::RulesetError),
    #[error("broken {0}")]
    Calls(#[from] CallRulesError),
}

/// Does a launcher's work, if the arguments of this process ask for it.
pub(crate) fn take_over(arguments: &[OsString]) -> Option<ExitCode> {
    let stages = [LauncherStage::Become, LauncherStage::Enclose, LauncherStage::Init];
    let word = arguments.get(1)?;
    let stage = stages.into_iter().find(|stage| word == stage.word())?;
    let descriptor = io::stdin().as_fd().try_clone_to_owned().ok()?;
    let mut line = UnixStream::from(descriptor);
    let done =
        LaunchOrder::read_from(&mut line).map_err(LaunchError::Machine).and_then(
            |order| match stage {
                LauncherStage::Become => Err(become_program(order)),
                LauncherStage::Enclose => enclose_program(&order, &line),
                LauncherStage::Init => be_first_process(order, &line),
            },
        );
    let Err(error) = done else { return Some(ExitCode::SUCCESS) };
    // Nobody is there to hear it once the workbook is gone.
    _ = writeln!(line, "{error}");
    Some(ExitCode::from(FAILED))
}

/// The code of a launcher that could not do its work; it has said why on its line.
const FAILED: u8 = 125;

fn become_program(mut order: LaunchOrder) -> LaunchError {
    // The program ends with the workbook; what it has started by then does not.
    set_parent_process_death_signal(Some(Signal::KILL)).ok();
    order.readable.push(PathBuf::from(format!("/proc/{}", process::id())));
    order.readable.extend(PROC_FILES.iter().map(PathBuf::from));
    if let Err(error) = restrict(&order, Confined::ByLandlock) {
        return error;
    }
    LaunchError::Program(program_of(&order).exec())
}

/// What keeps the signals of a program among its own processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Confined {
    ByNamespace,
    ByLandlock,
}

/// Takes from the calling thread what the order does not allow.
fn restrict(order: &LaunchOrder, confined: Confined) -> Result<(), LaunchError> {
    let status = file_rules::restrict_files(order)?;
    let is_scoped = match status.landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi >= ABI::V6,
        _ => false,
    };
    // Landlock asks for it, and seccomp needs it where there is no Landlock.
    rustix::thread::set_no_new_privs(true).map_err(|error| LaunchError::Machine(error.into()))?;
    let signals = if is_scoped || confined == Confined::ByNamespace {
        Signals::Confined
    } else {
        Signals::OwnGroup
    };
    match system_calls::refuse_calls(order.is_foreign, signals) {
        Err(CallRulesError::Processor) => Ok(()),
        result => Ok(result?),
    }
}

fn program_of(order: &LaunchOrder) -> Command {
    let mut command = Command::new(&order.program);
    command.args(&order.arguments).env_clear();
    command.envs(order.environment.iter().map(|(name, value)| (name, value)));
    if !order.folder.as_os_str().is_empty() {
        command.current_dir(&order.folder);
    }
    command.stdin(Stdio::null());
    command
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

/// Waits in new namespaces for all that the program does, and brings back the folder it worked in.
fn enclose_program(order: &LaunchOrder, line: &UnixStream) -> Result<(), LaunchError> {
    namespaces::enter_namespaces(order.is_foreign).map_err(LaunchError::Namespaces)?;
    let private = (!order.private.as_os_str().is_empty()).then_some(&*order.private);
    if let Some(folder) = private {
        hide_folder(folder).map_err(LaunchError::Namespaces)?;
    }
    let told = supervise_init(order, line).map_err(LaunchError::Machine)?;
    if let Some(folder) = private {
        private_folder::replace_content(folder, Path::new(".")).map_err(LaunchError::Machine)?;
    }
    let mut line = line;
    line.write_all(&told).map_err(LaunchError::Machine)
}

/// Puts a limited file system with the same content over a folder. The folder itself stays this process's working folder.
fn hide_folder(folder: &Path) -> io::Result<()> {
    std::env::set_current_dir(folder)?;
    namespaces::mount_limited(folder)?;
    private_folder::replace_content(Path::new("."), folder)
}

/// Starts the first process, hands it the order, and returns what it told once nothing in the namespaces runs any more.
#[expect(
    clippy::disallowed_methods,
    reason = "the workbook limits and ends this process and what it starts"
)]
fn supervise_init(order: &LaunchOrder, line: &UnixStream) -> io::Result<Vec<u8>> {
    let (mut ours, theirs) = UnixStream::pair()?;
    let mut command = Command::new(OWN_PROGRAM);
    command.arg(LauncherStage::Init.word()).stdin(Stdio::from(std::os::fd::OwnedFd::from(theirs)));
    let mut init = command.spawn()?;
    drop(command);
    order.write_to(&mut ours)?;
    let told = relay_end(line, &mut ours)?;
    init.wait()?;
    Ok(told)
}

/// Reads what the first process tells until that ends, and hangs up on it when the workbook hangs up or is gone. Without a
/// thread: none can be started by who has left its namespace of processes.
fn relay_end(outer: &UnixStream, inner: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut told = Vec::new();
    let mut buffer = [0; 1024];
    let mut is_wanted = true;
    loop {
        let mut ends = [PollFd::new(inner, PollFlags::IN), PollFd::new(outer, PollFlags::IN)];
        let watched = if is_wanted { &mut ends[..] } else { &mut ends[..1] };
        retry_on_intr(|| poll(watched, None))?;
        if is_wanted && !ends[1].revents().is_empty() {
            is_wanted = false;
            inner.shutdown(Shutdown::Write)?;
        } else {
            match inner.read(&mut buffer)? {
                0 => return Ok(told),
                count => told.extend_from_slice(&buffer[..count]),
            }
        }
    }
}

/// This program, also when its file has been replaced meanwhile.
pub(super) const OWN_PROGRAM: &str = "/proc/self/exe";

/// Starts the program, waits for it and for its orphans, and tells how it ended. The end of this process ends all others.
fn be_first_process(order: LaunchOrder, line: &UnixStream) -> Result<(), LaunchError> {
    namespaces::mount_proc().map_err(LaunchError::Namespaces)?;
    // The kernel shares the processors out among sessions, so many processes of one program are no more than one of another.
    rustix::process::setsid().ok();
    let order = LaunchOrder { readable: [&*order.readable, &["/proc".into()]].concat(), ..order };
    if order.is_foreign {
        namespaces::limit_processes();
    }
    if rustix::fs::access(&order.program, rustix::fs::Access::EXEC_OK).is_err() {
        // Root without its rights in another's folder; or the program cannot be executed, which the other way tells.
        return Err(LaunchError::Namespaces(io::ErrorKind::PermissionDenied.into()));
    }
    // Before the program can have used up what there is of threads.
    exit_when_alone(line).map_err(LaunchError::Machine)?;
    let program = start_restricted(order)?;
    let status = wait_for_program(program).map_err(LaunchError::Machine)?;
    let mut line = line;
    let ending = match status.terminating_signal() {
        Some(signal) => format!("signalled {signal}"),
        None => format!("exited {}", status.exit_status().unwrap_or(-1)),
    };
    writeln!(line, "{ending}\nleft {}", count_others()).map_err(LaunchError::Machine)
}

/// Starts the program from a thread that has been restricted; this process itself is not.
#[expect(
    clippy::disallowed_methods,
    reason = "the workbook limits and ends this process and what it starts"
)]
fn start_restricted(order: LaunchOrder) -> Result<Pid, LaunchError> {
    let starting = thread::Builder::new().spawn(move || {
        restrict(&order, Confined::ByNamespace)?;
        // A signal to its own group must not reach the launchers.
        program_of(&order).process_group(0).spawn().map_err(LaunchError::Program)
    });
    let started = starting.map_err(LaunchError::Machine)?.join();
    let child = started.map_err(|_| LaunchError::Machine(io::ErrorKind::Other.into()))??;
    system_id(child.id()).ok_or_else(|| LaunchError::Machine(io::ErrorKind::Other.into()))
}

/// Ends this process when whoever started it hangs up.
#[expect(
    clippy::disallowed_methods,
    reason = "the end of this process is what ends all the others"
)]
fn exit_when_alone(line: &UnixStream) -> io::Result<()> {
    let mut line = line.try_clone()?;
    let waiting = thread::Builder::new().spawn(move || {
        _ = line.read(&mut [0]);
        process::exit(FAILED.into());
    });
    waiting.map(drop)
}

fn wait_for_program(program: Pid) -> io::Result<WaitStatus> {
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((process, status))) if process == program => return Ok(status),
            Ok(_) | Err(rustix::io::Errno::INTR) => (),
            Err(error) => return Err(error.into()),
        }
    }
}

/// The number of processes in the namespace that still run, without this one.
fn count_others() -> usize {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    processes.filter(|process| *process != process::id() && is_running(*process)).count()
}

fn is_running(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = status.rsplit_once(") ").map(|(_, fields)| fields.as_bytes().first());
    !matches!(state, None | Some(None | Some(b'Z' | b'X')))
}
