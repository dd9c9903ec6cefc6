//! The first process in the namespaces: starts one program after the other, and ends everything else after each of them.

use std::fs;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, kill_process_group, wait, waitid,
};

use super::file_rules::{self, OpenedFiles};
use super::launch::{FAILED, LaunchError, program_of, restrict_calls};
use super::order::{self, EnclosureMessage, LaunchOrder, REPORT_END};
use super::shared_use::{UsageWatch, list_other_processes};
use super::system_calls::Signals;
use super::{namespaces, private_folder};
use crate::program::{SharedLimit, system_id};

/// An order with the standard output and the standard error of its program.
type ProgramStart = (LaunchOrder, [OwnedFd; 2]);

/// Starts what the workbook orders until it hangs up. The end of this process ends all others in the namespaces.
pub(super) fn serve_orders(is_foreign: bool, line: &UnixStream) -> Result<(), LaunchError> {
    if process::id() != 1 {
        return Err(LaunchError::Namespaces(io::ErrorKind::Unsupported.into()));
    }
    namespaces::mount_proc().map_err(LaunchError::Namespaces)?;
    // The kernel shares the processors out among sessions, so many processes of one program are no more than one of another.
    rustix::process::setsid().ok();
    if is_foreign {
        namespaces::limit_processes();
    }
    let is_unwanted = Arc::new(AtomicBool::new(false));
    let orders = receive_orders(line, &is_unwanted).map_err(LaunchError::Machine)?;
    let threads = EnclosureThreads {
        watch: UsageWatch::start(end_others).map_err(LaunchError::Machine)?,
        starter: ProgramStarter::prepare(is_foreign)?,
    };
    for assignment in orders {
        let report = match run_order(&threads, assignment, &is_unwanted) {
            Err(error @ (LaunchError::Program(_) | LaunchError::Unreachable)) => error.to_string(),
            result => result?,
        };
        let mut line = line;
        write!(line, "{report}\n{REPORT_END}").map_err(LaunchError::Machine)?;
    }
    Ok(())
}

/// Starts the thread that reads the line. It is there before a program can have used up what there is of threads.
fn receive_orders(
    line: &UnixStream,
    is_unwanted: &Arc<AtomicBool>,
) -> io::Result<Receiver<ProgramStart>> {
    let line = line.try_clone()?;
    let is_unwanted = Arc::clone(is_unwanted);
    let (sender, orders) = mpsc::channel();
    thread::Builder::new().spawn(move || pass_on_orders(&line, &is_unwanted, &sender))?;
    Ok(orders)
}

/// Ends what runs when that is asked for, and this process when whoever started it hangs up.
#[expect(
    clippy::disallowed_methods,
    reason = "the end of this process is what ends all the others"
)]
fn pass_on_orders(line: &UnixStream, is_unwanted: &AtomicBool, sender: &Sender<ProgramStart>) {
    loop {
        match order::receive_message(line) {
            Ok(EnclosureMessage::Start(order, streams)) => {
                is_unwanted.store(false, Ordering::SeqCst);
                sender.send((*order, streams)).ok();
            }
            Ok(EnclosureMessage::End) => {
                is_unwanted.store(true, Ordering::SeqCst);
                end_others();
            }
            Err(_) => process::exit(FAILED.into()),
        }
    }
}

/// Runs a program to its end in a limited file system, and returns the report on it.
fn run_order(
    threads: &EnclosureThreads,
    (order, streams): ProgramStart,
    is_unwanted: &AtomicBool,
) -> Result<String, LaunchError> {
    if rustix::fs::access(&order.program, rustix::fs::Access::EXEC_OK).is_err() {
        // Root without its rights in another's folder; or the program cannot be executed, which the other way tells.
        return Err(LaunchError::Unreachable);
    }
    let private = order.private.clone();
    if private.as_os_str().is_empty() {
        return run_program(threads, (order, streams), is_unwanted);
    }
    hide_folder(&private).map_err(LaunchError::Namespaces)?;
    let report = run_program(threads, (order, streams), is_unwanted);
    bring_back(&private).map_err(LaunchError::Machine)?;
    report
}

/// Puts a limited file system with the same content over a folder. The folder itself becomes the working folder.
fn hide_folder(folder: &Path) -> io::Result<()> {
    std::env::set_current_dir(folder)?;
    namespaces::mount_limited(folder)?;
    private_folder::replace_content(Path::new("."), folder)
}

/// Gives the folder itself what the file system over it holds, and removes that.
fn bring_back(folder: &Path) -> io::Result<()> {
    private_folder::replace_content(folder, Path::new("."))?;
    namespaces::unmount(folder)?;
    std::env::set_current_dir("/")
}

/// Nothing but this process runs any more when it returns.
fn run_program(
    threads: &EnclosureThreads,
    assignment: ProgramStart,
    is_unwanted: &AtomicBool,
) -> Result<String, LaunchError> {
    let limits = assignment.0.is_foreign.then_some(assignment.0.limits);
    let program = threads.starter.start(assignment)?;
    if is_unwanted.load(Ordering::SeqCst) {
        end_others();
    }
    limits.iter().for_each(|limits| threads.watch.begin(*limits));
    let status = wait_for_program(program);
    let overused = limits.and_then(|_| threads.watch.finish());
    let left = end_and_count_others();
    Ok(format!("{}\nleft {left}", describe_ending(status.map_err(LaunchError::Machine)?, overused)))
}

fn describe_ending(status: WaitStatus, overused: Option<SharedLimit>) -> String {
    match (overused, status.terminating_signal()) {
        (Some(SharedLimit::Memory), _) => "overused memory".to_owned(),
        (Some(SharedLimit::ProcessorTime), _) => "overused processors".to_owned(),
        (None, Some(signal)) => format!("signalled {signal}"),
        (None, None) => format!("exited {}", status.exit_status().unwrap_or(-1)),
    }
}

/// The threads beside the one that takes orders. Both are there before a program can have used up what there is of threads.
struct EnclosureThreads {
    watch: UsageWatch,
    starter: ProgramStarter,
}

/// A thread from which nothing can be started that makes the refused system calls.
struct ProgramStarter {
    assignments: Sender<ProgramStart>,
    started: Receiver<Result<Pid, LaunchError>>,
}

impl ProgramStarter {
    fn prepare(is_foreign: bool) -> Result<ProgramStarter, LaunchError> {
        let files = OpenedFiles::open_system(&["/proc".into()]);
        let (assignments, received) = mpsc::channel();
        let (sender, started) = mpsc::channel();
        let (prepared, is_prepared) = mpsc::channel();
        let thread = thread::Builder::new().spawn(move || {
            _ = prepared.send(restrict_calls(is_foreign, Signals::Confined));
            for assignment in received {
                _ = sender.send(start_confined(&files, assignment));
            }
        });
        thread.map_err(LaunchError::Machine)?;
        is_prepared.recv().unwrap_or_else(|_| Err(is_gone()))?;
        Ok(ProgramStarter { assignments, started })
    }

    fn start(&self, assignment: ProgramStart) -> Result<Pid, LaunchError> {
        self.assignments.send(assignment).map_err(|_| is_gone())?;
        self.started.recv().unwrap_or_else(|_| Err(is_gone()))
    }
}

fn is_gone() -> LaunchError {
    LaunchError::Machine(io::ErrorKind::Other.into())
}

/// Starts the program from a thread that is kept from other files and then ends; this process itself is not kept from them.
#[expect(
    clippy::disallowed_methods,
    reason = "the workbook limits and ends this process and what it starts"
)]
fn start_confined(
    files: &OpenedFiles,
    (order, [stdout, stderr]): ProgramStart,
) -> Result<Pid, LaunchError> {
    thread::scope(|scope| {
        let starting = thread::Builder::new().spawn_scoped(scope, move || {
            file_rules::restrict_files(&order, files)?;
            // A signal to its own group must not reach this process.
            let mut command = program_of(&order);
            command.process_group(0).stdout(stdout).stderr(stderr);
            command.spawn().map_err(LaunchError::Program)
        });
        let child = starting.map_err(LaunchError::Machine)?.join().map_err(|_| is_gone())??;
        system_id(child.id()).ok_or_else(is_gone)
    })
}

fn wait_for_program(program: Pid) -> io::Result<WaitStatus> {
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((process, status))) if process == program => return Ok(status),
            Ok(_) | Err(Errno::INTR) => (),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Ends every other process in the namespaces, which only the first one there can ask for.
fn end_others() {
    // Fails when there are none.
    kill_process_group(Pid::INIT, Signal::KILL).ok();
}

/// The number of processes that still ran. None is there any more when it returns.
fn end_and_count_others() -> usize {
    if !has_children() {
        return 0;
    }
    let count = count_others();
    end_others();
    while !matches!(wait(WaitOptions::empty()), Err(Errno::CHILD)) {}
    count
}

/// The parents of all that is left are gone, so it has become the children of this process.
fn has_children() -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    !matches!(waitid(WaitId::All, look), Err(Errno::CHILD))
}

/// The number of processes in the namespace that still run, without this one.
fn count_others() -> usize {
    list_other_processes().into_iter().filter(|process| is_running(*process)).count()
}

fn is_running(process: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = status.rsplit_once(") ").map(|(_, fields)| fields.as_bytes().first());
    !matches!(state, None | Some(None | Some(b'Z' | b'X')))
}
