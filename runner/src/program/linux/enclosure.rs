//! Namespaces that stay for one program after the other, since making them costs more than most programs take. Nothing of
//! one program runs any more when the next is started in them.

use std::env;
use std::io::{self, PipeReader, Read, Write};
use std::mem;
use std::net::Shutdown;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use process_wrap::std::CommandWrap;

use super::Mark;
use super::launcher::{LauncherStage, OWN_PROGRAM};
use super::line::{has_seen_no_namespaces, parse_report, remember_no_namespaces, write_order};
use super::order::{self, REPORT_END};
use super::shared_use::SharedLimits;
use crate::program::confinement::Confinement;
use crate::program::{Allowance, LauncherReport, ProcessTree, ProgramErrorKind, ProgramEvent};

/// Namespaces with a first process that starts in them what it is told to.
pub(in crate::program) struct Enclosure {
    tree: ProcessTree,
    line: UnixStream,
    limits: EnclosureLimits,
    /// The time that the program may take which it was opened for.
    time: Duration,
    /// The programs that ran in it.
    runs: usize,
    report: Option<JoinHandle<String>>,
}

/// The limits that programs inherit from their enclosure, and that nothing can raise again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct EnclosureLimits {
    allowance: Allowance,
    time: Duration,
}

impl EnclosureLimits {
    /// More time of the processor does no harm: the clock on the wall ends a program before, as long as there is a workbook, and
    /// without one its enclosure is gone.
    fn suffice_for(self, wanted: EnclosureLimits) -> bool {
        self.allowance == wanted.allowance && self.time >= wanted.time
    }
}

/// The enclosures that wait for a next program.
static IDLE: Mutex<Vec<Enclosure>> = Mutex::new(Vec::new());

/// Programs after which an enclosure is given up: the time of the processor that its first process uses is limited too.
const MOST_RUNS: usize = 500;

/// The most memory that a program may have with everything it started.
const SHARED_MEMORY_BYTES: u64 = 2 << 30;

/// Ends the enclosures that wait for a next program.
pub(crate) fn close_enclosures() {
    mem::take(&mut *lock_idle()).clear();
}

fn lock_idle() -> std::sync::MutexGuard<'static, Vec<Enclosure>> {
    IDLE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Enclosure {
    /// One that waits, or a new one. None where there were no namespaces before.
    pub(in crate::program) fn open(
        allowance: Allowance,
        time: Duration,
    ) -> Result<Option<Enclosure>, ProgramErrorKind> {
        if has_seen_no_namespaces() {
            return Ok(None);
        }
        let limits = EnclosureLimits { allowance, time };
        let mut idle = lock_idle();
        if let Some(index) = idle.iter().position(|one| one.limits.suffice_for(limits)) {
            let mut enclosure = idle.swap_remove(index);
            enclosure.time = time;
            return Ok(Some(enclosure));
        }
        drop(idle);
        make_enclosure(limits)
            .map(Some)
            .map_err(|error| ProgramErrorKind::Sandbox(error.to_string()))
    }

    /// Begins to make one for a program that is run soon, unless one waits. Making it takes longer than most programs do.
    pub(in crate::program) fn prepare(allowance: Allowance, time: Duration) {
        if has_seen_no_namespaces() {
            return;
        }
        let limits = EnclosureLimits { allowance, time };
        let mut idle = lock_idle();
        if idle.iter().any(|one| one.limits.suffice_for(limits)) {
            return;
        }
        // What is wrong with it is told when a program is to be started.
        idle.extend(make_enclosure(limits).ok());
    }

    /// Starts a program and returns what it prints to standard output and to standard error.
    pub(in crate::program) fn start(
        &mut self,
        command: &mut Command,
        confinement: &Confinement,
    ) -> io::Result<[PipeReader; 2]> {
        self.tree.mark.put_on(command);
        let limits = list_shared_limits(self.time);
        let order = write_order(command, confinement, self.limits.allowance, limits)?;
        let (stdout, their_stdout) = io::pipe()?;
        let (stderr, their_stderr) = io::pipe()?;
        // One whose first process is gone is found out when its report is read.
        order::send_order(&self.line, &order, [their_stdout.as_fd(), their_stderr.as_fd()]).ok();
        self.runs += 1;
        Ok([stdout, stderr])
    }

    /// Starts the thread that waits for the report on the program.
    pub(in crate::program) fn report_to(
        &mut self,
        sender: SyncSender<ProgramEvent>,
    ) -> io::Result<()> {
        let mut line = self.line.try_clone()?;
        let reading = thread::Builder::new().spawn(move || {
            let report = read_report(&mut line);
            sender.send(ProgramEvent::Exited).ok();
            report
        });
        self.report = Some(reading?);
        Ok(())
    }

    /// Asks for the end of the program, so that what it did is brought back.
    pub(in crate::program) fn end_program(&self) {
        order::send_end(&self.line).ok();
    }

    /// The report on the program, once it has ended. After a good one the enclosure waits for the next program.
    pub(in crate::program) fn finish(mut self) -> LauncherReport {
        let text = self.report.take().and_then(|reading| reading.join().ok()).unwrap_or_default();
        match parse_report(&text) {
            LauncherReport::Nothing => {
                LauncherReport::Broken("the first process of the sandbox was ended".to_owned())
            }
            LauncherReport::NotEnclosed => {
                remember_no_namespaces();
                LauncherReport::NotEnclosed
            }
            LauncherReport::Broken(reason) => LauncherReport::Broken(reason),
            report => {
                if self.runs < MOST_RUNS && super::system_calls::is_known_processor() {
                    lock_idle().push(self);
                }
                report
            }
        }
    }
}

impl Drop for Enclosure {
    fn drop(&mut self) {
        // Whoever still waits for a report waits no longer.
        self.line.shutdown(Shutdown::Both).ok();
    }
}

fn make_enclosure(limits: EnclosureLimits) -> io::Result<Enclosure> {
    let (line, theirs) = UnixStream::pair()?;
    let stage = match limits.allowance {
        Allowance::Program => LauncherStage::EnclosePrograms,
        Allowance::Tool => LauncherStage::EncloseTools,
    };
    let mut command = Command::new(OWN_PROGRAM);
    command.arg(stage.word()).stdin(Stdio::from(OwnedFd::from(theirs))).env_clear();
    let kept = ["PATH", "TMPDIR"];
    command.envs(kept.into_iter().filter_map(|name| Some((name, env::var_os(name)?))));
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mark = Mark::new();
    mark.put_on(&mut command);
    let tree = ProcessTree::spawn(&mut CommandWrap::from(command), mark)?;
    super::restrict(tree.child.id(), limits.allowance, limits.time);
    // It starts nothing before it is limited.
    (&line).write_all(&[0]).ok();
    Ok(Enclosure { tree, line, limits, time: limits.time, runs: 0, report: None })
}

/// The limits of a program that may take so long: as much work as one processor does in that time.
fn list_shared_limits(time: Duration) -> SharedLimits {
    SharedLimits { memory_bytes: SHARED_MEMORY_BYTES, processor_seconds: time.as_secs() + 1 }
}

/// Reads until the report is whole or nobody is there to end it.
fn read_report(line: &mut UnixStream) -> String {
    let mut report = Vec::new();
    let mut buffer = [0; 1024];
    while !report.ends_with(REPORT_END.as_bytes()) {
        match line.read(&mut buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Ok(count) if count > 0 => report.extend_from_slice(&buffer[..count]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&report).into_owned()
}
