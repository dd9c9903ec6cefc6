//! Watches a program that runs: threads read what it prints and wait for its end, and one place takes in what they tell.

use std::io::{self, PipeReader, Read};
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

#[cfg(unix)]
use super::system_id;
use super::{ProcessTree, ProgramErrorKind, STDERR_TAIL};

/// A message of the threads around a program to the one that called `run`.
pub(super) enum ProgramEvent {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
    Closed(io::Result<()>),
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "there the end is asked for, see `ProcessTree::has_exited`")
    )]
    Exited,
    Interrupted,
}

/// Starts the threads that read what a program prints to standard output and to standard error.
pub(super) fn report_pipes(
    [stdout, stderr]: [PipeReader; 2],
    sender: &SyncSender<ProgramEvent>,
) -> io::Result<()> {
    report_output(stdout, sender.clone(), ProgramEvent::Stdout)?;
    report_output(stderr, sender.clone(), ProgramEvent::Stderr)
}

pub(super) fn report_output<R: Read + Send + 'static>(
    mut pipe: R,
    sender: SyncSender<ProgramEvent>,
    event: fn(Vec<u8>) -> ProgramEvent,
) -> io::Result<()> {
    let reading = thread::Builder::new().spawn(move || {
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
        sender.send(ProgramEvent::Closed(result)).ok();
    });
    reading.map(drop)
}

/// Tells of the end but leaves the process waitable, so that its number is not given to another one
/// before the group of that number has been ended.
#[cfg(unix)]
pub(super) fn report_exit(process: u32, sender: SyncSender<ProgramEvent>) -> io::Result<()> {
    use rustix::io::retry_on_intr;
    use rustix::process::{WaitId, WaitIdOptions, waitid};

    let process = system_id(process).ok_or(io::ErrorKind::InvalidInput)?;
    let waiting = thread::Builder::new().spawn(move || {
        // Fails when the program has been ended and waited for meanwhile.
        retry_on_intr(|| {
            waitid(WaitId::Pid(process), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        })
        .ok();
        sender.send(ProgramEvent::Exited).ok();
    });
    waiting.map(drop)
}

/// The output of a program so far, and whether it has ended.
pub(super) struct Watch<'a> {
    events: Receiver<ProgramEvent>,
    on_stderr: &'a mut dyn FnMut(&[u8]),
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
    room: usize,
    pub(super) open_pipes: usize,
    pub(super) exited: bool,
    pub(super) flooded: bool,
    pub(super) interrupted: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        events: Receiver<ProgramEvent>,
        room: usize,
        on_stderr: &'a mut dyn FnMut(&[u8]),
    ) -> Watch<'a> {
        let (stdout, stderr) = (Vec::new(), Vec::new());
        let (exited, flooded, interrupted) = (false, false, false);
        Watch {
            events,
            on_stderr,
            stdout,
            stderr,
            room,
            open_pipes: 2,
            exited,
            flooded,
            interrupted,
        }
    }

    /// True when there is nothing more to wait for but the end.
    pub(super) fn is_decided(&self) -> bool {
        self.exited || self.flooded || self.interrupted
    }

    /// Takes in events until `done`; `false` when that took longer than `patience`.
    pub(super) fn until(
        &mut self,
        mut tree: Option<&mut ProcessTree>,
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
                Err(_) => {
                    let exited = tree.as_mut().map_or(Ok(false), |tree| tree.has_exited());
                    self.exited |= exited.map_err(ProgramErrorKind::Watch)?;
                }
            }
        }
        Ok(true)
    }

    pub(super) fn take(&mut self, event: ProgramEvent) -> Result<(), ProgramErrorKind> {
        match event {
            ProgramEvent::Stdout(bytes) => {
                let admitted = self.admit(bytes.len());
                self.stdout.extend_from_slice(&bytes[..admitted]);
            }
            ProgramEvent::Stderr(bytes) => {
                let admitted = self.admit(bytes.len());
                (self.on_stderr)(&bytes[..admitted]);
                self.stderr.extend_from_slice(&bytes[..admitted]);
                if self.stderr.len() > 2 * STDERR_TAIL {
                    self.stderr.drain(..self.stderr.len() - STDERR_TAIL);
                }
            }
            ProgramEvent::Closed(result) => {
                self.open_pipes -= 1;
                result.map_err(ProgramErrorKind::Watch)?;
            }
            ProgramEvent::Exited => self.exited = true,
            ProgramEvent::Interrupted => self.interrupted = true,
        }
        Ok(())
    }

    /// Returns how many of `count` more bytes may be kept.
    pub(super) fn admit(&mut self, count: usize) -> usize {
        self.flooded |= count > self.room;
        let admitted = count.min(self.room);
        self.room -= admitted;
        admitted
    }
}

/// The interval of asking whether the program ended, where no thread waits for that.
const TICK: Duration = if cfg!(unix) { Duration::MAX } else { Duration::from_millis(5) };
