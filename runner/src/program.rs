//! Runs foreign programs under limits and ends everything they started. Knows nothing of exercises or reports.

use std::error::Error;
use std::io::{self, Read};
use std::mem;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

use process_wrap::std::{ChildWrapper, CommandWrap};

pub(crate) mod build;
#[cfg(not(target_os = "linux"))]
mod elsewhere;
pub(crate) mod interrupt;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

use interrupt::Listed;
use system::Mark;

/// How long and how much a foreign program may run and print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    /// Standard output and standard error counted together.
    pub(crate) output_bytes: usize,
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Exited(i32),
    /// By the signal with this number.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has signals"))]
    Signalled(i32),
    TimedOut,
    /// It printed more than `Limits::output_bytes`.
    Flooded,
}

/// What is known of a program that ran.
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

/// Why a program could not be run. What it does once it runs is a `Run`, never an error.
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
    #[error("interrupted")]
    Interrupted,
}

impl ProgramError {
    /// Whether the machine or the user is behind it, rather than what was asked to run.
    pub(crate) fn is_ours(&self) -> bool {
        use ProgramErrorKind::{Interrupted, NotEnded, Watch};
        matches!(self.kind, Watch(_) | NotEnded | Interrupted)
    }

    /// Why, without the name of the program.
    pub(crate) fn reason(&self) -> String {
        match self.kind.source() {
            Some(source) => format!("{}: {source}", self.kind),
            None => self.kind.to_string(),
        }
    }
}

/// Runs a learner's program, or any program of a course, with nothing to read on its standard input.
///
/// It is ended when it runs or prints for longer than `limits` allow. Nothing it started outlives it.
/// Errors of a Rust program come without a backtrace. `command` is spent: an empty one is left of it.
pub(crate) fn run(command: &mut Command, limits: Limits) -> Result<Run, ProgramError> {
    command.env("RUST_BACKTRACE", "0").env_remove("RUST_LIB_BACKTRACE");
    supervise(command, limits, Allowance::Program, &mut |_| ())
}

/// How much of the machine a program may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allowance {
    /// Enough for any exercise.
    Program,
    /// A compiler's files and memory are its own affair.
    Tool,
}

/// Runs `command` and hands on what it prints to standard error while it prints it.
fn supervise(
    command: &mut Command,
    limits: Limits,
    allowance: Allowance,
    on_stderr: &mut dyn FnMut(&[u8]),
) -> Result<Run, ProgramError> {
    let program = command.get_program().to_string_lossy().into_owned();
    attempt(command, limits, allowance, on_stderr).map_err(|kind| ProgramError { program, kind })
}

fn attempt(
    command: &mut Command,
    limits: Limits,
    allowance: Allowance,
    on_stderr: &mut dyn FnMut(&[u8]),
) -> Result<Run, ProgramErrorKind> {
    let (sender, events) = mpsc::sync_channel(EVENTS_WAITING);
    let listed = interrupt::list(sender.clone()).ok_or(ProgramErrorKind::Interrupted)?;
    let mut tree = Tree::start(command, listed)?;
    system::restrict(tree.child.id(), allowance, limits.time);
    tree.report_to(sender).map_err(ProgramErrorKind::Watch)?;

    let mut watch = Watch::new(events, limits.output_bytes, on_stderr);
    let in_time = watch.until(&mut tree, limits.time, |watch| watch.exited || watch.flooded || watch.interrupted)?;
    let (status, left_behind) = tree.end(&mut watch)?;
    // What holds a pipe open now is out of reach, as a daemon is on macOS, and is not waited for.
    watch.until(&mut tree, LAST_WORDS, |watch| watch.open_pipes == 0)?;

    if watch.interrupted {
        return Err(ProgramErrorKind::Interrupted);
    }
    let ending = match in_time {
        false => Ending::TimedOut,
        true if watch.flooded => Ending::Flooded,
        true => ending(status),
    };
    Ok(Run { ending, stdout: text(&watch.stdout), stderr: text(tail(&watch.stderr)), left_behind })
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

/// What the threads around a program tell the one that called `run`.
enum Event {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
    Closed(io::Result<()>),
    #[cfg_attr(not(unix), expect(dead_code, reason = "there the end is asked for, see `Tree::has_exited`"))]
    Exited,
    Interrupted,
}

/// A started program and everything it starts. Dropped, it ends them.
struct Tree {
    child: Box<dyn ChildWrapper>,
    mark: Mark,
    /// Nothing is left to end, or it cannot be ended.
    over: bool,
    _listed: Listed,
}

impl Tree {
    fn start(command: &mut Command, listed: Listed) -> Result<Tree, ProgramErrorKind> {
        let mark = Mark::new();
        mark.put_on(command);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut command = CommandWrap::from(mem::replace(command, Command::new("")));
        #[cfg(unix)]
        command.wrap(process_wrap::std::ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(process_wrap::std::JobObject);
        let child = mark.hand_down(|| command.spawn()).map_err(|error| not_started(command.command(), error))?;
        Ok(Tree { child, mark, over: false, _listed: listed })
    }

    /// Starts the threads that read the pipes and wait for the end.
    fn report_to(&mut self, sender: SyncSender<Event>) -> io::Result<()> {
        if let Some(pipe) = self.child.stdout().take() {
            report_output(pipe, sender.clone(), Event::Stdout)?;
        }
        if let Some(pipe) = self.child.stderr().take() {
            report_output(pipe, sender.clone(), Event::Stderr)?;
        }
        #[cfg(unix)]
        report_exit(self.child.id(), sender)?;
        Ok(())
    }

    /// Whether the program ended, where no thread waits for that.
    fn has_exited(&mut self) -> io::Result<bool> {
        #[cfg(unix)]
        return Ok(false);
        #[cfg(not(unix))]
        return Ok(self.child.try_wait()?.is_some());
    }

    /// Ends what still runs; says how the program ended and how many processes it left running.
    fn end(&mut self, watch: &mut Watch<'_>) -> Result<(ExitStatus, usize), ProgramErrorKind> {
        self.kill();
        let ended = watch.until(self, PATIENCE, |watch| watch.exited)?;
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

impl Drop for Tree {
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
        (_, Some(folder)) if !folder.is_dir() => ProgramErrorKind::NoFolder { folder: folder.to_owned() },
        (io::ErrorKind::NotFound, _) => ProgramErrorKind::NotFound,
        (io::ErrorKind::PermissionDenied, _) => ProgramErrorKind::NotExecutable,
        _ => ProgramErrorKind::Start(error),
    }
}

fn report_output<R: Read + Send + 'static>(
    mut pipe: R,
    sender: SyncSender<Event>,
    event: fn(Vec<u8>) -> Event,
) -> io::Result<()> {
    let read_all = move || {
        let mut buffer = vec![0; 64 * 1024];
        let result = loop {
            match pipe.read(&mut buffer) {
                Ok(0) => break Ok(()),
                // The one who called `run` is gone, so nobody wants the rest.
                Ok(count) if sender.send(event(buffer[..count].to_vec())).is_err() => return,
                Ok(_) => (),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => break Err(error),
            }
        };
        sender.send(Event::Closed(result)).ok();
    };
    thread::Builder::new().spawn(read_all).map(drop)
}

/// Tells of the end but leaves the process waitable, so that its number is not given to another one
/// before the group of that number has been ended.
#[cfg(unix)]
fn report_exit(process: u32, sender: SyncSender<Event>) -> io::Result<()> {
    use rustix::io::retry_on_intr;
    use rustix::process::{WaitId, WaitIdOptions, waitid};

    let process = system_id(process).ok_or(io::ErrorKind::InvalidInput)?;
    let wait = move || {
        // Fails when the program has been ended and waited for meanwhile.
        retry_on_intr(|| waitid(WaitId::Pid(process), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)).ok();
        sender.send(Event::Exited).ok();
    };
    thread::Builder::new().spawn(wait).map(drop)
}

#[cfg(unix)]
fn system_id(process: u32) -> Option<rustix::process::Pid> {
    i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw)
}

/// What a program has printed so far and whether it has ended.
struct Watch<'a> {
    events: Receiver<Event>,
    on_stderr: &'a mut dyn FnMut(&[u8]),
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    room: usize,
    open_pipes: usize,
    exited: bool,
    flooded: bool,
    interrupted: bool,
}

impl<'a> Watch<'a> {
    fn new(events: Receiver<Event>, room: usize, on_stderr: &'a mut dyn FnMut(&[u8])) -> Watch<'a> {
        let (stdout, stderr) = (Vec::new(), Vec::new());
        let (exited, flooded, interrupted) = (false, false, false);
        Watch { events, on_stderr, stdout, stderr, room, open_pipes: 2, exited, flooded, interrupted }
    }

    /// Takes in events until `done`; `false` when that took longer than `patience`.
    fn until(
        &mut self,
        tree: &mut Tree,
        patience: Duration,
        done: fn(&Watch<'_>) -> bool,
    ) -> Result<bool, ProgramErrorKind> {
        let deadline = Instant::now() + patience;
        while !done(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(false);
            }
            match self.events.recv_timeout(left.min(TICK)) {
                Ok(event) => self.take(event)?,
                Err(_) => self.exited |= tree.has_exited().map_err(ProgramErrorKind::Watch)?,
            }
        }
        Ok(true)
    }

    fn take(&mut self, event: Event) -> Result<(), ProgramErrorKind> {
        match event {
            Event::Stdout(bytes) => {
                let admitted = self.admit(bytes.len());
                self.stdout.extend_from_slice(&bytes[..admitted]);
            }
            Event::Stderr(bytes) => {
                let admitted = self.admit(bytes.len());
                (self.on_stderr)(&bytes[..admitted]);
                self.stderr.extend_from_slice(&bytes[..admitted]);
                if self.stderr.len() > 2 * STDERR_TAIL {
                    self.stderr.drain(..self.stderr.len() - STDERR_TAIL);
                }
            }
            Event::Closed(result) => {
                self.open_pipes -= 1;
                result.map_err(ProgramErrorKind::Watch)?;
            }
            Event::Exited => self.exited = true,
            Event::Interrupted => self.interrupted = true,
        }
        Ok(())
    }

    /// How many of `count` more bytes may be kept.
    fn admit(&mut self, count: usize) -> usize {
        self.flooded |= count > self.room;
        let admitted = count.min(self.room);
        self.room -= admitted;
        admitted
    }
}

/// Chunks of output that may wait to be taken in, so that a flood fills the pipe and not the memory.
const EVENTS_WAITING: usize = 16;
/// How much of standard error is kept: it is read by people, from the end.
const STDERR_TAIL: usize = 64 * 1024;
/// How long ended processes may take to disappear.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait for pipes to close after everything has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How often to ask whether the program ended, where no thread waits for that.
const TICK: Duration = if cfg!(unix) { Duration::MAX } else { Duration::from_millis(5) };

#[cfg(all(test, unix))]
mod tests {
    use std::path::Path;

    use super::*;

    const LIMITS: Limits = Limits { time: Duration::from_secs(60), output_bytes: 1 << 20 };
    const SHORT: Limits = Limits { time: Duration::from_secs(1), ..LIMITS };

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[track_caller]
    fn run_sh(script: &str, limits: Limits) -> Run {
        run(&mut sh(script), limits).expect("sh starts")
    }

    fn is_alive(process: &str) -> bool {
        let process = system_id(process.trim().parse().expect("a process number")).expect("not zero");
        rustix::process::test_kill_process(process).is_ok()
    }

    /// Runs a script that prints the numbers of the processes it leaves behind.
    #[track_caller]
    fn leaves_nothing(script: &str, limits: Limits, ending: Ending, left_behind: usize) {
        let run = run_sh(script, limits);
        assert_eq!(run.ending, ending, "{run:?}");
        assert!(!run.stdout.is_empty(), "it printed no process numbers");
        let alive: Vec<_> = run.stdout.lines().filter(|process| is_alive(process)).collect();
        assert_eq!(alive, Vec::<&str>::new());
        if cfg!(target_os = "linux") {
            assert_eq!(run.left_behind, left_behind, "{run:?}");
        }
    }

    #[test]
    fn output_and_exit_code_are_reported_apart() {
        let run = run_sh("echo out; echo err >&2; exit 3", LIMITS);
        assert_eq!(run.ending, Ending::Exited(3));
        assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.left_behind), ("out\n", "err\n", 0));
    }

    #[test]
    fn an_endless_loop_is_ended() {
        leaves_nothing("echo $$; while :; do :; done", SHORT, Ending::TimedOut, 0);
    }

    #[test]
    fn what_an_endless_loop_printed_and_started_is_kept_and_ended() {
        leaves_nothing("sleep 1000 & echo $!; while :; do :; done", SHORT, Ending::TimedOut, 1);
    }

    #[test]
    fn a_program_that_waits_for_input_gets_the_end_of_it() {
        let run = run_sh("cat; read line; echo read: $?", LIMITS);
        assert_eq!((run.ending, run.stdout.as_str()), (Ending::Exited(0), "read: 1\n"));
    }

    #[test]
    fn a_flood_on_standard_output_is_stopped_and_its_beginning_kept() {
        let run = run_sh("yes", LIMITS);
        assert_eq!(run.ending, Ending::Flooded);
        assert_eq!(run.stdout.len(), LIMITS.output_bytes);
    }

    #[test]
    fn a_flood_on_standard_error_is_stopped_and_its_end_kept() {
        let run = run_sh("yes >&2", LIMITS);
        assert_eq!((run.ending, run.stderr.len()), (Ending::Flooded, STDERR_TAIL));
    }

    #[test]
    fn a_flood_on_both_at_once_counts_together() {
        let run = run_sh("yes & yes >&2", LIMITS);
        assert_eq!(run.ending, Ending::Flooded);
        assert!(run.stdout.len() <= LIMITS.output_bytes);
    }

    #[test]
    fn a_flood_that_ends_by_itself_is_a_flood_nevertheless() {
        let limits = Limits { output_bytes: 10, ..LIMITS };
        let run = run_sh("echo 0123456789", limits);
        assert_eq!((run.ending, run.stdout.as_str()), (Ending::Flooded, "0123456789"));
    }

    #[test]
    fn output_up_to_the_limit_is_no_flood() {
        let limits = Limits { output_bytes: 11, ..LIMITS };
        assert_eq!(run_sh("echo 0123456789", limits).ending, Ending::Exited(0));
    }

    #[test]
    fn a_signal_is_reported_by_its_number() {
        assert_eq!(run_sh("kill -TERM $$", LIMITS).ending, Ending::Signalled(15));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("no-such-program"), LIMITS).expect_err("it does not exist");
        assert_eq!(error.to_string(), "cannot run `no-such-program`");
        assert_eq!(error.reason(), "there is no such program");
        assert!(matches!(error.kind, ProgramErrorKind::NotFound), "{error:?}");
    }

    #[test]
    fn a_folder_is_not_a_program() {
        let error = run(&mut Command::new("/"), LIMITS).expect_err("it is a folder");
        assert!(matches!(error.kind, ProgramErrorKind::NotExecutable), "{error:?}");
    }

    #[test]
    fn a_missing_folder_to_run_in_is_not_a_missing_program() {
        let mut command = sh("true");
        command.current_dir("/no/such/folder");
        let error = run(&mut command, LIMITS).expect_err("it does not exist");
        assert!(matches!(error.kind, ProgramErrorKind::NoFolder { folder } if folder == Path::new("/no/such/folder")));
    }

    #[test]
    fn backtraces_are_off_and_other_variables_are_passed_on() {
        let mut command = sh("echo $RUST_BACKTRACE ${RUST_LIB_BACKTRACE-none} $DATABASE_URL $HOME");
        command.env("RUST_BACKTRACE", "full").env("RUST_LIB_BACKTRACE", "1").env("DATABASE_URL", "sqlite://x.db");
        let home = std::env::var("HOME").unwrap_or_default();
        let stdout = run(&mut command, LIMITS).expect("sh starts").stdout;
        assert_eq!(stdout.trim(), format!("0 none sqlite://x.db {home}").trim());
    }

    #[test]
    fn a_background_process_is_ended_and_its_hold_on_the_output_not_waited_for() {
        leaves_nothing("sleep 1000 & echo $!", LIMITS, Ending::Exited(0), 1);
    }

    #[test]
    fn a_background_process_that_ended_by_itself_was_not_left_behind() {
        leaves_nothing("true & echo $!; wait; sleep 0.1", LIMITS, Ending::Exited(0), 0);
    }

    #[test]
    fn a_stopped_process_is_ended() {
        leaves_nothing("echo $$; kill -STOP $$", SHORT, Ending::TimedOut, 0);
    }

    #[test]
    fn signals_that_are_ignored_do_not_save_a_process() {
        leaves_nothing("trap '' TERM INT HUP; echo $$; while :; do :; done", SHORT, Ending::TimedOut, 0);
    }

    /// Ends everything running in this process, so that process is one of its own.
    #[test]
    fn an_interrupt_ends_every_program_and_lets_no_other_start() {
        const NAME: &str = "program::tests::an_interrupt_ends_every_program_and_lets_no_other_start";
        if std::env::var_os("WORKBOOK_TEST_INTERRUPT").is_none() {
            let this = std::env::current_exe().expect("a path of the tests");
            let mut command = Command::new(this);
            command.args(["--exact", NAME]).env("WORKBOOK_TEST_INTERRUPT", "1");
            let run = run(&mut command, LIMITS).expect("the tests start");
            assert_eq!((run.ending, run.left_behind), (Ending::Exited(0), 0), "{}{}", run.stdout, run.stderr);
            assert!(run.stdout.contains("1 passed"), "{}", run.stdout);
            return;
        }
        let running = thread::spawn(|| run(&mut sh("sleep 1000 & sleep 1000"), LIMITS));
        thread::sleep(Duration::from_millis(300));
        interrupt::end_all();
        for result in [running.join().expect("no panic"), run(&mut sh("true"), LIMITS)] {
            let error = result.expect_err("it was interrupted");
            assert!(matches!(error.kind, ProgramErrorKind::Interrupted), "{error:?}");
        }
    }

    #[cfg(target_os = "linux")]
    mod linux {
        use super::*;

        #[test]
        fn a_process_in_another_session_is_ended() {
            leaves_nothing("setsid sleep 1000 & echo $!; sleep 0.2", LIMITS, Ending::Exited(0), 1);
        }

        #[test]
        fn a_daemon_is_ended() {
            leaves_nothing("(setsid sh -c 'echo $$; exec sleep 1000' &); sleep 1", LIMITS, Ending::Exited(0), 1);
        }

        #[test]
        fn a_daemon_without_environment_or_output_is_ended() {
            let script = "(env -i setsid sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &); sleep 1";
            leaves_nothing(script, LIMITS, Ending::Exited(0), 1);
        }

        #[test]
        fn a_daemon_and_its_children_in_other_sessions_are_ended() {
            let script = "(setsid sh -c 'echo $$; env -i setsid sleep 1000 & echo $!; wait' &); sleep 1";
            leaves_nothing(script, LIMITS, Ending::Exited(0), 2);
        }

        #[test]
        fn a_daemon_of_a_program_that_runs_too_long_is_ended() {
            leaves_nothing("(setsid sh -c 'echo $$; exec sleep 1000' &); exec sleep 1000", SHORT, Ending::TimedOut, 1);
        }

        #[test]
        fn processes_that_start_each_other_without_end_are_ended() {
            let script = "echo $$; f() { sleep 0.01; (f &); sleep 1; }; (f &) ; (setsid sh -c 'while :; do sleep 0.01 & done' &); sleep 1000";
            let run = run_sh(script, SHORT);
            assert_eq!(run.ending, Ending::TimedOut);
            assert!(run.left_behind > 1);
        }

        #[test]
        fn a_child_of_another_part_of_this_process_is_left_alone() {
            let mut stranger = sh("sleep 1000 & echo $!").stdout(Stdio::piped()).spawn().expect("sh starts");
            let mut orphan = String::new();
            // Not read to its end: the orphan holds the pipe.
            let mut pipe = io::BufReader::new(stranger.stdout.take().expect("piped"));
            io::BufRead::read_line(&mut pipe, &mut orphan).expect("a number");
            leaves_nothing("setsid sleep 1000 & echo $!; sleep 0.2", LIMITS, Ending::Exited(0), 1);
            assert!(is_alive(&orphan));
            stranger.wait().expect("sh ends");
            run_sh(&format!("kill {orphan}"), LIMITS);
        }

        #[test]
        fn runs_in_parallel_threads_end_only_their_own() {
            let steady = || run_sh("(setsid sh -c 'sleep 1; echo late' &) ; sleep 3; exit 7", LIMITS);
            let hasty = || {
                for _ in 0..10 {
                    leaves_nothing("sleep 1000 & echo $!; setsid sleep 1000 & echo $!", LIMITS, Ending::Exited(0), 2);
                }
            };
            thread::scope(|scope| {
                let steady: Vec<_> = (0..4).map(|_| scope.spawn(steady)).collect();
                (0..4).for_each(|_| drop(scope.spawn(hasty)));
                for thread in steady {
                    let run = thread.join().expect("no panic");
                    assert_eq!((run.ending, run.stdout.as_str()), (Ending::Exited(7), "late\n"));
                }
            });
        }

        #[test]
        fn limits_reach_the_program_and_what_it_starts() {
            let limits = run_sh("sleep 0.2; sh -c 'cat /proc/self/limits'", LIMITS).stdout;
            let soft = |name: &str| {
                let line = limits.lines().find_map(|line| line.strip_prefix(name)).expect("a known limit");
                line.split_whitespace().next().map(str::to_owned)
            };
            assert_eq!(soft("Max file size").as_deref(), Some("268435456"));
            assert_eq!(soft("Max core file size").as_deref(), Some("0"));
            assert_eq!(soft("Max data size").as_deref(), Some("4294967296"));
        }

        #[test]
        fn a_file_without_end_is_stopped() {
            let folder = tempfile::tempdir().expect("a folder");
            let mut command = sh("sleep 0.2; exec cat /dev/zero > endless");
            command.current_dir(folder.path());
            assert_eq!(run(&mut command, LIMITS).expect("sh starts").ending, Ending::Signalled(25));
        }
    }
}
