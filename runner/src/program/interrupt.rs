//! Lists the programs that run now, so that Ctrl-C can end them all. Handles no signal itself.

use std::collections::BTreeMap;
use std::sync::mpsc::SyncSender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::{PATIENCE, ProgramEvent};

/// A program's place in the list, given up when this is dropped.
pub(super) struct Listed(u64);

struct List {
    closed: bool,
    next: u64,
    running: BTreeMap<u64, SyncSender<ProgramEvent>>,
}

static LIST: Mutex<List> = Mutex::new(List { closed: false, next: 0, running: BTreeMap::new() });
static LEFT: Condvar = Condvar::new();

/// The work that Ctrl-C ends instead of the workbook.
static WORK: Mutex<Option<StopWork>> = Mutex::new(None);

type StopWork = Box<dyn Fn() + Send>;

/// A guard: Ctrl-C ends a piece of work, and nothing else, until it is dropped.
#[cfg(feature = "authors")]
pub(crate) struct RedirectedInterrupt;

/// Has Ctrl-C call `stop` as long as the result lives.
#[cfg(feature = "authors")]
pub(crate) fn redirect_interrupt(stop: impl Fn() + Send + 'static) -> RedirectedInterrupt {
    *lock_work() = Some(Box::new(stop));
    RedirectedInterrupt
}

/// Stops the piece of work that Ctrl-C is to end; false when there is none.
pub(crate) fn stop_work() -> bool {
    let work = lock_work();
    work.iter().for_each(|stop| stop());
    work.is_some()
}

#[cfg(feature = "authors")]
impl Drop for RedirectedInterrupt {
    fn drop(&mut self) {
        *lock_work() = None;
    }
}

fn lock_work() -> MutexGuard<'static, Option<StopWork>> {
    WORK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends every running program and what it started, and lets no other one start.
///
/// For the handler of Ctrl-C: the programs are out of the terminal's reach, so without this they would
/// outlive the workbook. Each `run` under way returns `Interrupted`. Waits until they are gone, though not
/// for longer than some seconds.
pub(crate) fn end_all() {
    let mut list = lock_list();
    list.closed = true;
    let running: Vec<_> = list.running.values().cloned().collect();
    drop(list);
    for sender in running {
        // Fails when that program has just ended by itself.
        sender.send(ProgramEvent::Interrupted).ok();
    }
    // Nothing more can be done about one that is still there after this time.
    LEFT.wait_timeout_while(lock_list(), PATIENCE, |list| !list.running.is_empty()).ok();
}

/// Takes back [`end_all`], once all it ended is gone: programs may start again.
#[cfg(feature = "authors")]
pub(crate) fn allow_programs() {
    lock_list().closed = false;
}

/// True once [`end_all`] was called: whoever works on should stop.
pub(crate) fn is_interrupted() -> bool {
    lock_list().closed
}

/// Lists a program about to start; `None` after `end_all`.
pub(super) fn list(sender: SyncSender<ProgramEvent>) -> Option<Listed> {
    let mut list = lock_list();
    if list.closed {
        return None;
    }
    let place = list.next;
    list.next += 1;
    list.running.insert(place, sender);
    Some(Listed(place))
}

impl Drop for Listed {
    fn drop(&mut self) {
        lock_list().running.remove(&self.0);
        LEFT.notify_all();
    }
}

fn lock_list() -> MutexGuard<'static, List> {
    // The list is whole between any two statements, so a panic elsewhere does not spoil it.
    LIST.lock().unwrap_or_else(PoisonError::into_inner)
}
