//! Runs foreign programs under limits and ends everything they started. Knows nothing of exercises or reports.

use std::error::Error;
use std::io;
use std::mem;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, SyncSender};
use std::time::Duration;

use process_wrap::std::{ChildWrapper, CommandWrap};

pub(crate) mod build;
pub(crate) mod confinement;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
pub(crate) mod interrupt;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
pub(crate) mod throwaway;
mod watch;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

use confinement::Confinement;
use system::{Enclosure, Line, Mark};
#[cfg(unix)]
use watch::report_exit;
use watch::{ProgramEvent, Watch, report_output, report_pipes};

#[cfg(feature = "authors")]
pub(crate) use system::tells_of_changes;
pub(crate) use system::{can_confine, close_enclosures, find_sandbox_means, take_over};

/// Limits of time and output for a foreign program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    /// Standard output and standard error counted together.
    pub(crate) output_bytes: usize,
}

/// The ending of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Exited(i32),
    /// By the signal with this number.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has signals"))]
    Signalled(i32),
    TimedOut,
    /// It printed more than `Limits::output_bytes`.
    Flooded,
    /// It used more than it may with everything it started.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux sums it"))]
    Overused(SharedLimit),
}

/// A limit for all processes of a program together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux sums it"))]
pub(crate) enum SharedLimit {
    Memory,
    ProcessorTime,
}

/// The record of a program that ran.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) ending: Ending,
    /// Up to the limit; bytes that are not UTF-8 are replaced.
    pub(crate) stdout: String,
    /// The last 64 KiB; bytes that are not UTF-8 are replaced.
    pub(crate) stderr: String,
    /// Processes that ran on after the program and have been ended, without those whose parents cleared them
    /// away in that moment. Counted on Linux only, 0 elsewhere.
    pub(crate) left_behind: usize,
}

/// The reason that a program could not be run. What it does once it runs is a `Run`, never an error.
#[derive(Debug, thiserror::Error)]
#[error("cannot run `{program}`")]
pub(crate) struct ProgramError {
    pub(crate) program: String,
    #[source]
    pub(crate) kind: ProgramErrorKind,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramErrorKind {
    #[error("there is no such program")]
    NotFound,
    #[error("it is a folder, or a file without the right to be executed")]
    NotExecutable,
    #[error("there is no folder `{folder}` to run it in")]
    NoFolder { folder: PathBuf },
    #[error("the system refused to start it")]
    Start(#[source] io::Error),
    #[error("the system stopped telling what it does")]
    Watch(#[source] io::Error),
    #[error("it, or something it started, could not be ended")]
    NotEnded,
    #[error("the sandbox it runs in could not be made: {0}")]
    Sandbox(String),
    #[error("interrupted")]
    Interrupted,
}

impl ProgramError {
    /// Tells whether the machine or the user is behind it, rather than what was asked to run.
    pub(crate) fn is_ours(&self) -> bool {
        use ProgramErrorKind::{Interrupted, NotEnded, Sandbox, Start, Watch};
        match &self.kind {
            Start(error) => is_exhausted(error),
            kind => matches!(kind, Watch(_) | NotEnded | Sandbox(_) | Interrupted),
        }
    }

    /// The reason, without the name of the program.
    pub(crate) fn reason(&self) -> String {
        match self.kind.source() {
            Some(source) => format!("{}: {source}", self.kind),
            None => self.kind.to_string(),
        }
    }
}

/// True of an error that says that the machine has no more processes, memory or open files.
fn is_exhausted(error: &io::Error) -> bool {
    use io::ErrorKind::{OutOfMemory, WouldBlock};
    matches!(error.kind(), WouldBlock | OutOfMemory)
        || error.raw_os_error().is_some_and(is_of_files)
}

#[cfg(unix)]
fn is_of_files(error: i32) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE].iter().any(|errno| errno.raw_os_error() == error)
}

#[cfg(not(unix))]
fn is_of_files(_: i32) -> bool {
    false
}

/// Runs a learner's program, or any program of a course, with nothing to read on its standard input.
///
/// It is ended when it runs or prints for longer than `limits` allow. Nothing it started outlives it. With a `confinement`
/// it runs in a sandbox, on systems that have one. Errors of a Rust program come without a backtrace.
pub(crate) fn run(
    command: &mut Command,
    limits: Limits,
    confinement: Option<&Confinement>,
) -> Result<Run, ProgramError> {
    command.env("RUST_BACKTRACE", "0").env_remove("RUST_LIB_BACKTRACE");
    supervise(command, limits, Allowance::Program, confinement, &mut |_| ())
}

/// Runs a tool of the user's own, such as a compiler, with nothing to read on its standard input. It may use what it likes
/// within `limits`; nothing it started outlives it.
pub(crate) fn run_tool(command: &mut Command, limits: Limits) -> Result<Run, ProgramError> {
    supervise(command, limits, Allowance::Tool, None, &mut |_| ())
}

/// The command that has the system's shell run a line.
pub(crate) fn shell_command(line: &str) -> Command {
    let [shell, option] = if cfg!(windows) { ["cmd", "/C"] } else { ["sh", "-c"] };
    let mut command = Command::new(shell);
    command.args([option, line]);
    command
}

/// The share of the machine that a program may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowance {
    /// Enough for any exercise.
    Program,
    /// A compiler's files are its own affair.
    Tool,
}

/// Begins to make the sandbox of a program that is run soon and may take so long.
pub(crate) fn prepare_sandbox(time: Duration) {
    Enclosure::prepare(Allowance::Program, time);
}

/// Runs `command` and hands on what it prints to standard error while it prints it.
fn supervise(
    command: &mut Command,
    limits: Limits,
    allowance: Allowance,
    confinement: Option<&Confinement>,
    on_stderr: &mut dyn FnMut(&[u8]),
) -> Result<Run, ProgramError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let run = match confinement {
        Some(confinement) => run_enclosed(command, limits, allowance, confinement, on_stderr),
        None => Ok(None),
    };
    run.and_then(|run| match run {
        Some(run) => Ok(run),
        None => run_alone(command, limits, allowance, confinement, on_stderr),
    })
    .map_err(|kind| ProgramError { program, kind })
}

/// Runs a program in namespaces. None where there are none, or none that reach the program; then nothing has run.
fn run_enclosed(
    command: &mut Command,
    limits: Limits,
    allowance: Allowance,
    confinement: &Confinement,
    on_stderr: &mut dyn FnMut(&[u8]),
) -> Result<Option<Run>, ProgramErrorKind> {
    let (sender, events) = mpsc::sync_channel(EVENTS_WAITING);
    let _listed = interrupt::list(sender.clone()).ok_or(ProgramErrorKind::Interrupted)?;
    let Some(mut enclosure) = Enclosure::open(allowance, limits.time)? else { return Ok(None) };
    let pipes =
        enclosure.start(command, confinement).map_err(|error| not_started(command, error))?;
    report_pipes(pipes, &sender)
        .and_then(|()| enclosure.report_to(sender))
        .map_err(ProgramErrorKind::Watch)?;

    let mut watch = Watch::new(events, limits.output_bytes, on_stderr);
    let in_time = watch.until(None, limits.time, |watch| watch.is_decided())?;
    if !watch.exited {
        enclosure.end_program();
        watch.until(None, BRING_BACK, |watch| watch.exited)?;
    }
    let report = if watch.exited { enclosure.finish() } else { LauncherReport::Nothing };
    watch.until(None, LAST_WORDS, |watch| watch.open_pipes == 0)?;
    conclude(command, &watch, in_time, report)
}

/// Runs a program that is a process of our own.
fn run_alone(
    command: &mut Command,
    limits: Limits,
    allowance: Allowance,
    confinement: Option<&Confinement>,
    on_stderr: &mut dyn FnMut(&[u8]),
) -> Result<Run, ProgramErrorKind> {
    let (sender, events) = mpsc::sync_channel(EVENTS_WAITING);
    let _listed = interrupt::list(sender.clone()).ok_or(ProgramErrorKind::Interrupted)?;
    let mut tree = ProcessTree::start(command, allowance, confinement)?;
    system::restrict(tree.child.id(), allowance, limits.time);
    tree.send_order();
    tree.report_to(sender).map_err(ProgramErrorKind::Watch)?;

    let mut watch = Watch::new(events, limits.output_bytes, on_stderr);
    let in_time = watch.until(Some(&mut tree), limits.time, |watch| watch.is_decided())?;
    let (status, strays) = tree.end(&mut watch)?;
    // What holds a pipe open now is out of reach, as a daemon is on macOS, and is not waited for.
    watch.until(Some(&mut tree), LAST_WORDS, |watch| watch.open_pipes == 0)?;

    let report = match tree.read_report() {
        LauncherReport::Nothing => {
            LauncherReport::Ended { ending: ending(status), left_behind: strays }
        }
        report => report,
    };
    let run = conclude(command, &watch, in_time, report)?;
    run.ok_or_else(|| ProgramErrorKind::Sandbox("no namespaces".to_owned()))
}

/// The record of a program that ended or was ended. None where it could not be started in its namespaces.
fn conclude(
    command: &Command,
    watch: &Watch<'_>,
    in_time: bool,
    report: LauncherReport,
) -> Result<Option<Run>, ProgramErrorKind> {
    if watch.interrupted {
        return Err(ProgramErrorKind::Interrupted);
    }
    let stopped = match (in_time, watch.flooded) {
        (false, _) => Some(Ending::TimedOut),
        (true, true) => Some(Ending::Flooded),
        (true, false) => None,
    };
    let (ending, left_behind) = match (stopped, report) {
        (stopped, LauncherReport::Ended { ending, left_behind }) => {
            (stopped.unwrap_or(ending), left_behind)
        }
        (Some(stopped), _) => (stopped, 0),
        (None, LauncherReport::NotEnclosed | LauncherReport::Unreachable) => return Ok(None),
        (None, LauncherReport::NotStarted(error)) => return Err(not_started(command, error)),
        (None, LauncherReport::Broken(reason)) => return Err(ProgramErrorKind::Sandbox(reason)),
        (None, LauncherReport::Nothing) => return Err(ProgramErrorKind::NotEnded),
    };
    let (stdout, stderr) = (text(&watch.stdout), text(tail(&watch.stderr)));
    Ok(Some(Run { ending, stdout, stderr, left_behind }))
}

/// The words of the launcher between the workbook and a program, before it ended.
#[derive(Debug)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has a launcher"))]
enum LauncherReport {
    /// There was none, or it became the program, so the end of its process is that of the program.
    Nothing,
    Ended {
        ending: Ending,
        left_behind: usize,
    },
    /// Nothing of the program has run.
    NotStarted(io::Error),
    /// There are no namespaces here; nothing of the program has run.
    NotEnclosed,
    /// The program cannot be executed from within its namespaces; nothing of it has run.
    Unreachable,
    /// It could not do its work.
    Broken(String),
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn tail(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.len().saturating_sub(STDERR_TAIL)..]
}

#[cfg(unix)]
fn ending(status: ExitStatus) -> Ending {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(signal) => Ending::Signalled(signal),
        None => Ending::Exited(status.code().unwrap_or(-1)),
    }
}

#[cfg(not(unix))]
fn ending(status: ExitStatus) -> Ending {
    Ending::Exited(status.code().unwrap_or(-1))
}

/// A started program and everything it starts. Dropped, it ends them.
struct ProcessTree {
    child: Box<dyn ChildWrapper>,
    mark: Mark,
    line: Option<Line>,
    /// Nothing is left to end, or it cannot be ended.
    over: bool,
}

impl ProcessTree {
    fn start(
        command: &mut Command,
        allowance: Allowance,
        confinement: Option<&Confinement>,
    ) -> Result<ProcessTree, ProgramErrorKind> {
        let mark = Mark::new();
        mark.put_on(command);
        let (mut started, line) = match confinement {
            Some(confinement) => system::prepare_launcher(command, confinement, allowance)
                .map_err(|error| not_started(command, error))?,
            None => (mem::replace(command, Command::new("")), None),
        };
        if line.is_none() {
            started.stdin(Stdio::null());
        }
        started.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut started = CommandWrap::from(started);
        let mut tree = ProcessTree::spawn(&mut started, mark).map_err(|error| match line {
            Some(_) => ProgramErrorKind::Sandbox(error.to_string()),
            None => not_started(started.command(), error),
        })?;
        tree.line = line;
        Ok(tree)
    }

    /// Starts a process as the leader of a group or job of its own.
    fn spawn(command: &mut CommandWrap, mark: Mark) -> io::Result<ProcessTree> {
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);
        let child = mark.hand_down(|| command.spawn())?;
        Ok(ProcessTree { child, mark, line: None, over: false })
    }

    /// Tells a launcher what to start, once it is limited.
    fn send_order(&mut self) {
        if let Some(line) = &mut self.line {
            line.send_order();
        }
    }

    fn read_report(&mut self) -> LauncherReport {
        self.line.as_mut().map_or(LauncherReport::Nothing, Line::read_report)
    }

    /// Starts the threads that read the pipes and wait for the end.
    fn report_to(&mut self, sender: SyncSender<ProgramEvent>) -> io::Result<()> {
        if let Some(pipe) = self.child.stdout().take() {
            report_output(pipe, sender.clone(), ProgramEvent::Stdout)?;
        }
        if let Some(pipe) = self.child.stderr().take() {
            report_output(pipe, sender.clone(), ProgramEvent::Stderr)?;
        }
        #[cfg(unix)]
        report_exit(self.child.id(), sender)?;
        Ok(())
    }

    /// Tells whether the program ended, where no thread waits for that.
    fn has_exited(&mut self) -> io::Result<bool> {
        #[cfg(unix)]
        return Ok(false);
        #[cfg(not(unix))]
        return Ok(self.child.try_wait()?.is_some());
    }

    /// Ends what still runs; says how the program ended and how many processes it left running.
    fn end(&mut self, watch: &mut Watch<'_>) -> Result<(ExitStatus, usize), ProgramErrorKind> {
        self.kill();
        let ended = watch.until(Some(self), PATIENCE, |watch| watch.exited)?;
        self.over = true;
        if !ended {
            return Err(ProgramErrorKind::NotEnded);
        }
        // The inner one waits for the program alone; the outer one would take the rest of the group uncounted.
        let status = self.child.inner_mut().wait().map_err(ProgramErrorKind::Watch)?;
        let strays = system::end_strays(self.mark, PATIENCE).ok_or(ProgramErrorKind::NotEnded)?;
        Ok((status, strays))
    }

    /// Ends the process group or job. The program has not been waited for, so its number is still its own.
    fn kill(&mut self) {
        // Fails when all of it has ended already; a program that cannot be ended shows in `end`.
        self.child.start_kill().ok();
    }
}

impl Drop for ProcessTree {
    fn drop(&mut self) {
        if !self.over {
            self.kill();
            self.child.inner_mut().wait().ok();
            system::end_strays(self.mark, PATIENCE);
        }
    }
}

fn not_started(command: &Command, error: io::Error) -> ProgramErrorKind {
    match (error.kind(), command.get_current_dir()) {
        (_, Some(folder)) if !folder.is_dir() => {
            ProgramErrorKind::NoFolder { folder: folder.to_owned() }
        }
        (io::ErrorKind::NotFound, _) => ProgramErrorKind::NotFound,
        (io::ErrorKind::PermissionDenied, _) => ProgramErrorKind::NotExecutable,
        _ => ProgramErrorKind::Start(error),
    }
}

#[cfg(unix)]
fn system_id(process: u32) -> Option<rustix::process::Pid> {
    i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw)
}

/// Chunks of output that may wait to be taken in, so that a flood fills the pipe and not the memory.
const EVENTS_WAITING: usize = 16;
/// The bytes of standard error that are kept: it is read by people, from the end.
const STDERR_TAIL: usize = 64 * 1024;
/// The time that ended processes may take to disappear.
const PATIENCE: Duration = Duration::from_secs(30);
/// The time that a launcher may take to bring back what a program did.
const BRING_BACK: Duration = Duration::from_secs(2);
/// The time to wait for pipes to close after everything has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);

#[cfg(all(test, unix))]
mod tests;
