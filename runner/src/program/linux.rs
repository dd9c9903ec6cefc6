//! Linux: limits a program from outside and ends what it left behind, wherever that went. Touches marked processes only.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, retry_on_intr};
use rustix::process::{
    Pid, PidfdFlags, Resource, Rlimit, Signal, WaitId, WaitIdOptions, WaitIdStatus, getpgrp,
    getpid, getrlimit, kill_process, pidfd_open, prlimit, set_child_subreaper, setrlimit, waitid,
};

use super::{Allowance, system_id};

mod enclosure;
mod file_rules;
#[cfg(feature = "authors")]
mod file_system;
mod first_process;
mod launch;
mod launcher;
mod line;
mod namespaces;
mod order;
mod private_folder;
mod program_files;
mod shared_use;
mod system_calls;

pub(super) use enclosure::Enclosure;
pub(crate) use enclosure::close_enclosures;
#[cfg(feature = "authors")]
pub(crate) use file_system::tells_of_changes;
pub(crate) use launcher::take_over;
pub(super) use line::{Line, prepare_launcher};
pub(crate) use line::{can_confine, find_sandbox_means};

/// A mark that every process of one run inherits, and no other process has.
///
/// It is a resource limit, which no kernel since 2.4 looks at, and a variable of the environment. The limit
/// is there from the first instruction, stays when a process has ended, and `env -i` does not reach it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(u64);

impl Mark {
    pub(super) fn new() -> Mark {
        // Two bits short of the whole: as a limit, all ones means that there is none.
        Mark(RandomState::new().hash_one(getpid().as_raw_nonzero()) >> 2)
    }

    pub(super) fn put_on(self, command: &mut Command) {
        // A workbook run by a workbook adds its mark, so that the outer one still finds what the inner one left.
        let marks = match std::env::var(VARIABLE) {
            Ok(outer) => format!("{outer}:{self}"),
            Err(_) => self.to_string(),
        };
        command.env(VARIABLE, marks);
    }

    /// Has the mark inherited by the process that `spawn` starts, and orphans given to us from then on.
    pub(super) fn hand_down<T>(self, spawn: impl FnOnce() -> T) -> T {
        // Refused by kernels before 3.4 only, and then the process group is all that is ended.
        set_child_subreaper(Some(getpid())).ok();
        // The limit is ours for a moment, as a child can inherit it in no other way without unsafe code.
        let _alone = SPAWNING.lock().unwrap_or_else(PoisonError::into_inner);
        let before = getrlimit(Resource::Locks);
        // Where a container forbids it, the environment alone has the mark.
        setrlimit(Resource::Locks, Rlimit { current: Some(self.0), ..before }).ok();
        let spawned = spawn();
        setrlimit(Resource::Locks, before).ok();
        spawned
    }

    /// True for a child of ours that belongs to the run. The limit alone does not tell in our own group: no program
    /// starts in that, but a browser may, which another thread opened while the limit was ours.
    fn is_on(self, process: Pid) -> bool {
        self.is_in_environment(process) || (self.is_in_limits(process) && !is_in_our_group(process))
    }

    fn is_in_limits(self, process: Pid) -> bool {
        let limits = fs::read_to_string(format!("/proc/{process}/limits")).unwrap_or_default();
        let soft = limits
            .lines()
            .find_map(|line| line.strip_prefix("Max file locks")?.split_whitespace().next());
        soft.is_some_and(|soft| soft == self.to_string())
    }

    fn is_in_environment(self, process: Pid) -> bool {
        let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
        let mut variables = environment.split(|byte| *byte == 0);
        let marks = variables
            .find_map(|variable| variable.strip_prefix(VARIABLE.as_bytes())?.strip_prefix(b"="));
        marks.is_some_and(|marks| {
            marks.split(|byte| *byte == b':').any(|mark| mark == self.to_string().as_bytes())
        })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn is_in_our_group(process: Pid) -> bool {
    status_field(process, GROUP).and_then(|group| parse_id(&group)) == Some(getpgrp())
}

/// Limits a program that has just started and whatever it starts from now on.
pub(super) fn restrict(process: u32, allowance: Allowance, time: Duration) {
    let Some(process) = system_id(process) else { return };
    for (resource, most) in list_caps(allowance, time) {
        let inherited = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let most = Some(most.min(inherited));
        // Some containers forbid it. The limits of time and output hold without it.
        prlimit(Some(process), resource, Rlimit { current: most, maximum: most }).ok();
    }
}

fn list_caps(allowance: Allowance, time: Duration) -> Vec<(Resource, u64)> {
    let mut caps = vec![(Resource::Core, 0)];
    if allowance == Allowance::Tool {
        caps.push((Resource::Data, TOOL_MEMORY_BYTES));
    }
    if allowance == Allowance::Program {
        let processors = thread::available_parallelism().map_or(1, |count| count.get() as u64);
        caps.push((Resource::Fsize, FILE_BYTES));
        // Not the address space: Java and JavaScript reserve far more of it than they ever use.
        caps.push((Resource::Data, MEMORY_BYTES));
        // In case the workbook itself is killed: an endless loop ends nevertheless.
        caps.push((Resource::Cpu, (time.as_secs() + 1) * processors + 1));
    }
    caps
}

/// Ends what a run left behind, after its program has been waited for. The number of processes that were
/// still running, or `None` when some of them could not be ended.
///
/// All of them are, or become when their parents are ended, our own children, because orphans are given to us.
/// Our children keep their numbers until we wait for them, so no signal can hit somebody else.
pub(super) fn end_strays(mark: Mark, patience: Duration) -> Option<usize> {
    let deadline = Instant::now() + patience;
    let mut running = 0;
    while has_children() {
        // Without /proc none can be found; the process group has been ended by then.
        let mut strays = find_children().unwrap_or_default();
        strays.retain(|process| mark.is_on(*process));
        if strays.is_empty() {
            break;
        }
        if Instant::now() > deadline {
            return None;
        }
        for process in &strays {
            // Fails for the ones that have ended by themselves.
            kill_process(*process, Signal::KILL).ok();
        }
        for process in strays {
            let signal =
                wait_for(process, deadline).ok()?.and_then(|status| status.terminating_signal());
            running += usize::from(signal == Some(Signal::KILL.as_raw()));
        }
    }
    Some(running)
}

/// The common case without a look at /proc: what has no children has left none behind.
fn has_children() -> bool {
    let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    !matches!(waitid(WaitId::All, look), Err(Errno::CHILD))
}

/// Waits for one of our children.
fn wait_for(process: Pid, deadline: Instant) -> rustix::io::Result<Option<WaitIdStatus>> {
    // Before Linux 5.3 there is no such descriptor, and the wait below takes as long as it takes.
    if let Ok(descriptor) = pidfd_open(process, PidfdFlags::empty()) {
        let left = Timespec::try_from(deadline.saturating_duration_since(Instant::now())).ok();
        if retry_on_intr(|| poll(&mut [PollFd::new(&descriptor, PollFlags::IN)], left.as_ref()))?
            == 0
        {
            return Err(Errno::TIMEDOUT);
        }
    }
    retry_on_intr(|| waitid(WaitId::Pid(process), WaitIdOptions::EXITED))
}

fn find_children() -> io::Result<HashSet<Pid>> {
    if !Path::new("/proc/thread-self/children").exists() {
        return children_by_parent();
    }
    // A reading can miss a child while a sibling disappears or moves to another thread, two in a row do not.
    let mut children = children_by_thread()?;
    children.extend(children_by_thread()?);
    Ok(children)
}

fn children_by_thread() -> io::Result<HashSet<Pid>> {
    let mut children = HashSet::new();
    for thread in fs::read_dir("/proc/self/task")? {
        // A thread that is gone has handed its children to another one.
        let numbers = fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        children.extend(numbers.split_whitespace().filter_map(parse_id));
    }
    Ok(children)
}

/// For kernels built without the list above: slower, as it looks at every process there is.
fn children_by_parent() -> io::Result<HashSet<Pid>> {
    let mut children = HashSet::new();
    for entry in fs::read_dir("/proc")? {
        let Some(process) = entry?.file_name().to_str().and_then(parse_id) else { continue };
        if status_field(process, PARENT).and_then(|parent| parse_id(&parent)) == Some(getpid()) {
            children.insert(process);
        }
    }
    Ok(children)
}

/// A field of /proc/PROCESS/stat, counted from the one after the name.
fn status_field(process: Pid, field: usize) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, in parentheses, may itself hold spaces and parentheses.
    let (_, fields) = status.rsplit_once(')')?;
    fields.split_whitespace().nth(field).map(str::to_owned)
}

fn parse_id(number: &str) -> Option<Pid> {
    number.parse().ok().and_then(system_id)
}

static SPAWNING: Mutex<()> = Mutex::new(());

const PARENT: usize = 1;
const GROUP: usize = 2;
const VARIABLE: &str = "WORKBOOK_RUN";
/// The largest file a program may write.
const FILE_BYTES: u64 = 256 << 20;
/// The most memory a program may write to.
const MEMORY_BYTES: u64 = 4 << 30;
/// The most memory a compiler may write to.
const TOOL_MEMORY_BYTES: u64 = 8 << 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a child without any care is what is looked for")]
    fn children_are_found_with_and_without_the_list_of_the_kernel() {
        let mut child = Command::new("sleep").arg("1000").spawn().expect("sleep starts");
        let id = system_id(child.id()).expect("not zero");
        assert!(children_by_thread().expect("a list").contains(&id));
        assert!(children_by_parent().expect("a list").contains(&id));
        child.kill().and_then(|()| child.wait()).expect("sleep ends");
    }
}
