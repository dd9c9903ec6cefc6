//! Sums the memory and the processor time of all processes in the namespaces, and tells when a program has used too much with
//! everything it started. What a process may have alone is a limit that it inherits.

use std::fs;
use std::ops::Range;
use std::process;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
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

/// A thread that looks at what a program uses while it runs.
pub(super) struct UsageWatch {
    programs: Sender<SharedLimits>,
    ends: Sender<()>,
    findings: Receiver<Option<SharedLimit>>,
}

impl UsageWatch {
    /// Starts the thread; it calls `end_all` again and again while a program is over its limits.
    pub(super) fn start(end_all: fn()) -> std::io::Result<UsageWatch> {
        let (programs, started) = mpsc::channel();
        let (ends, ended) = mpsc::channel();
        let (sender, findings) = mpsc::channel();
        thread::Builder::new().spawn(move || {
            for limits in started {
                _ = sender.send(watch_program(limits, &ended, end_all));
            }
        })?;
        Ok(UsageWatch { programs, ends, findings })
    }

    /// Begins to look at a program that is about to start.
    pub(super) fn begin(&self, limits: SharedLimits) {
        self.programs.send(limits).ok();
    }

    /// Ends looking; returns the limit that was broken.
    pub(super) fn finish(&self) -> Option<SharedLimit> {
        self.ends.send(()).ok();
        self.findings.recv().ok().flatten()
    }
}

fn watch_program(limits: SharedLimits, ended: &Receiver<()>, end_all: fn()) -> Option<SharedLimit> {
    let before = read_waited_ticks();
    let mut broken = None;
    let mut pause = BETWEEN_LOOKS.start;
    while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        let begun = Instant::now();
        broken = broken.or_else(|| find_broken_limit(limits, before));
        if broken.is_some() {
            end_all();
        }
        // The time of the processor that this process itself uses is limited too.
        pause = (begun.elapsed() * 20).clamp(BETWEEN_LOOKS.start, BETWEEN_LOOKS.end);
    }
    broken
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
/// Fields of `/proc/PROCESS/stat`, counted from the one after the name.
const USER: usize = 11;
const SYSTEM: usize = 12;
const WAITED_USER: usize = 13;
const WAITED_SYSTEM: usize = 14;
const RESIDENT_PAGES: usize = 21;

#[cfg(test)]
mod tests {
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
        let watch = UsageWatch::start(|| ()).expect("a thread can be started");
        let enough = SharedLimits { memory_bytes: u64::MAX, processor_seconds: u64::MAX / 1000 };
        let little = SharedLimits { processor_seconds: 0, ..enough };
        for (limits, broken) in [(enough, None), (little, Some(SharedLimit::ProcessorTime))] {
            watch.begin(limits);
            thread::sleep(BETWEEN_LOOKS.start * 6);
            assert_eq!(watch.finish(), broken, "{limits:?}");
        }
    }

    #[test]
    fn this_process_uses_memory_and_processors() {
        let own = sum_usage(&[process::id()]);
        assert!(own.memory_bytes > 100_000, "{own:?}");
        assert!(sum_shared_once(&[process::id()]) <= own.memory_bytes, "{own:?}");
    }
}
