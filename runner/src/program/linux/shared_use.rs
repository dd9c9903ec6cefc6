//! Sums the memory and the processor time of all processes in the namespaces, and tells when a program has used too much with
//! everything it started. What a process may have alone is a limit that it inherits.

use std::fs;
use std::mem;
use std::ops::Range;
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use rustix::param::{clock_ticks_per_second, page_size};

use crate::program::SharedLimit;

/// The most that all processes of one program may use together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SharedLimits {
    pub(super) memory_bytes: u64,
    pub(super) processor_seconds: u64,
}

/// Memory and processor time at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Usage {
    memory_bytes: u64,
    processor_ticks: u64,
}

/// A thread that looks at what a program uses while it runs. Neither the start nor the end of a program waits for it.
pub(super) struct UsageWatch {
    state: Arc<Mutex<WatchState>>,
    thread: Thread,
}

#[derive(Debug, Default)]
struct WatchState {
    program: Option<WatchedProgram>,
    /// The thread waits to be woken by the next program.
    is_asleep: bool,
}

#[derive(Debug)]
struct WatchedProgram {
    limits: SharedLimits,
    /// The processor time of all that had been waited for when it was first looked at.
    ticks_before: Option<u64>,
    broken: Option<SharedLimit>,
}

impl UsageWatch {
    /// Starts the thread; it calls `end_all` again and again while a program is over its limits.
    pub(super) fn start(end_all: fn()) -> std::io::Result<UsageWatch> {
        let state = Arc::new(Mutex::new(WatchState::default()));
        let watched = Arc::clone(&state);
        let thread = thread::Builder::new().spawn(move || watch_programs(&watched, end_all))?;
        Ok(UsageWatch { state, thread: thread.thread().clone() })
    }

    /// Begins to look at a program that has just started.
    pub(super) fn begin(&self, limits: SharedLimits) {
        let mut state = lock_state(&self.state);
        state.program = Some(WatchedProgram { limits, ticks_before: None, broken: None });
        if mem::take(&mut state.is_asleep) {
            self.thread.unpark();
        }
    }

    /// Ends looking; returns the limit that was broken.
    pub(super) fn finish(&self) -> Option<SharedLimit> {
        lock_state(&self.state).program.take()?.broken
    }
}

fn lock_state(state: &Mutex<WatchState>) -> MutexGuard<'_, WatchState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Looks from time to time as long as one program follows the other, and sleeps when none has come for a while.
fn watch_programs(state: &Mutex<WatchState>, end_all: fn()) {
    let mut vain_looks = 0;
    loop {
        let mut pause = BETWEEN_LOOKS.start;
        let mut locked = lock_state(state);
        if let Some(program) = &mut locked.program {
            vain_looks = 0;
            let begun = Instant::now();
            look_at_program(program, end_all);
            // The time of the processor that this process itself uses is limited too.
            pause = (begun.elapsed() * 20).clamp(BETWEEN_LOOKS.start, BETWEEN_LOOKS.end);
        } else {
            vain_looks += 1;
        }
        let is_asleep = vain_looks > VAIN_LOOKS;
        locked.is_asleep = is_asleep;
        drop(locked);
        if is_asleep {
            vain_looks = 0;
            thread::park();
        }
        thread::sleep(pause);
    }
}

fn look_at_program(program: &mut WatchedProgram, end_all: fn()) {
    let before = *program.ticks_before.get_or_insert_with(read_waited_ticks);
    program.broken = program.broken.or_else(|| find_broken_limit(program.limits, before));
    if program.broken.is_some() {
        end_all();
    }
}

fn find_broken_limit(limits: SharedLimits, ticks_before: u64) -> Option<SharedLimit> {
    let mut usage = sum_usage(&list_other_processes());
    usage.processor_ticks += read_waited_ticks().saturating_sub(ticks_before);
    if usage.processor_ticks > limits.processor_seconds * clock_ticks_per_second() {
        return Some(SharedLimit::ProcessorTime);
    }
    // Memory that several processes share is counted once only by a slower look.
    let is_over = usage.memory_bytes > limits.memory_bytes
        && sum_shared_once(&list_other_processes()) > limits.memory_bytes;
    is_over.then_some(SharedLimit::Memory)
}

/// All processes in the namespaces but this one.
pub(super) fn list_other_processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    processes.filter(|process| *process != process::id()).collect()
}

fn sum_usage(processes: &[u32]) -> Usage {
    let mut sum = Usage::default();
    for process in processes {
        let Some(usage) = read_status(*process).as_deref().and_then(parse_usage) else { continue };
        sum.memory_bytes += usage.memory_bytes;
        sum.processor_ticks += usage.processor_ticks;
    }
    sum
}

/// The memory of processes, each shared page counted in parts. One that hides its maps counts in full.
fn sum_shared_once(processes: &[u32]) -> u64 {
    let sizes = processes.iter().map(|process| {
        let maps = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok();
        maps.as_deref().and_then(parse_share).unwrap_or_else(|| {
            let usage = read_status(*process).as_deref().and_then(parse_usage);
            usage.unwrap_or_default().memory_bytes
        })
    });
    sizes.sum()
}

/// The processor time of all processes that this one has waited for, and of those they have waited for.
fn read_waited_ticks() -> u64 {
    let status = read_status(process::id()).unwrap_or_default();
    let fields = split_fields(&status);
    [WAITED_USER, WAITED_SYSTEM].iter().filter_map(|field| parse_field(&fields, *field)).sum()
}

fn read_status(process: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{process}/stat")).ok()
}

fn parse_usage(status: &str) -> Option<Usage> {
    let fields = split_fields(status);
    let times = [USER, SYSTEM, WAITED_USER, WAITED_SYSTEM];
    let processor_ticks = times.iter().filter_map(|field| parse_field(&fields, *field)).sum();
    let pages = parse_field(&fields, RESIDENT_PAGES)?;
    Some(Usage { memory_bytes: pages * page_size() as u64, processor_ticks })
}

/// The fields after the name of the program, which may itself hold blanks and parentheses.
fn split_fields(status: &str) -> Vec<&str> {
    let fields = status.rsplit_once(") ").map(|(_, fields)| fields.split_whitespace());
    fields.into_iter().flatten().collect()
}

fn parse_field(fields: &[&str], field: usize) -> Option<u64> {
    fields.get(field)?.parse().ok()
}

/// The bytes of `Pss:` in `smaps_rollup`.
fn parse_share(maps: &str) -> Option<u64> {
    let line = maps.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

const BETWEEN_LOOKS: Range<Duration> = Duration::from_millis(50)..Duration::from_millis(500);
/// So many looks without a program end in sleep.
const VAIN_LOOKS: u32 = 20;
/// Fields of `/proc/PROCESS/stat`, counted from the one after the name.
const USER: usize = 11;
const SYSTEM: usize = 12;
const WAITED_USER: usize = 13;
const WAITED_SYSTEM: usize = 14;
const RESIDENT_PAGES: usize = 21;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn what_a_process_uses_is_read_behind_any_name() {
        let status =
            "7 (a) R 1 (b) S 1 7 7 0 -1 0 0 0 0 0 10 20 3 4 20 0 1 0 9 99 5 18446744073709551615";
        let expected = Usage { memory_bytes: 5 * page_size() as u64, processor_ticks: 37 };
        assert_eq!(parse_usage(status), Some(expected));
        assert_eq!(parse_usage("7 (a) R"), None);
    }

    #[test]
    fn the_share_of_memory_is_read_in_bytes() {
        let maps =
            "55d0 ---p 00000000 00:00 0 [rollup]\nRss:  80 kB\nPss:   12 kB\nPss_Dirty: 8 kB\n";
        assert_eq!(parse_share(maps), Some(12 * 1024));
    }

    #[test]
    fn a_broken_limit_is_told_at_the_end() {
        static IS_BROKEN: AtomicBool = AtomicBool::new(false);
        let tell: fn() = || IS_BROKEN.store(true, Ordering::SeqCst);
        let watch = UsageWatch::start(tell).expect("a thread can be started");
        let enough = SharedLimits { memory_bytes: u64::MAX, processor_seconds: u64::MAX / 1000 };
        watch.begin(enough);
        thread::sleep(BETWEEN_LOOKS.start * 6);
        assert_eq!(watch.finish(), None);
        watch.begin(SharedLimits { processor_seconds: 0, ..enough });
        // On a busy machine it takes a while until somebody looks.
        let deadline = Instant::now() + Duration::from_secs(30);
        while !IS_BROKEN.load(Ordering::SeqCst) && Instant::now() < deadline {
            thread::sleep(BETWEEN_LOOKS.start);
        }
        assert_eq!(watch.finish(), Some(SharedLimit::ProcessorTime));
    }

    #[test]
    fn this_process_uses_memory_and_processors() {
        let own = sum_usage(&[process::id()]);
        assert!(own.memory_bytes > 100_000, "{own:?}");
        assert!(sum_shared_once(&[process::id()]) <= own.memory_bytes, "{own:?}");
    }
}
