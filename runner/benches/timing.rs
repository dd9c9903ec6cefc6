//! Times commands and says how they compare; shared by the benchmarks.

#![expect(clippy::disallowed_methods, reason = "what is measured is the bare program")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) fn can_run(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a command, which must succeed, and returns the time it takes.
pub(crate) fn run(command: &mut Command) -> Duration {
    let start = Instant::now();
    let output = command.output().expect("the program starts");
    let took = start.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {said}{}",
        String::from_utf8_lossy(&output.stdout)
    );
    took
}

/// The medians of two things done in turn, so that a busy moment of the machine falls on both.
pub(crate) fn time_in_turn(
    times: usize,
    one: &mut dyn FnMut() -> Duration,
    two: &mut dyn FnMut() -> Duration,
) -> (Duration, Duration) {
    let mut ones = Vec::new();
    let mut twos = Vec::new();
    for _ in 0..times {
        ones.push(one());
        twos.push(two());
    }
    (median(ones), median(twos))
}

pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

pub(crate) fn verdict(good: bool) -> &'static str {
    if good { "within" } else { "OVER" }
}

pub(crate) fn print_comparison(
    what: &str,
    ours: Duration,
    other: &str,
    theirs: Duration,
    target: f64,
) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let verdict = verdict(ratio <= target);
    println!(
        "{what}: {ours:.1?}; {other}: {theirs:.1?}; ratio {ratio:.2}, {verdict} the target of {target}"
    );
}

pub(crate) fn print_limit(what: &str, took: Duration, target: Duration) {
    println!("{what}: {took:.1?}, {} the target of {target:.0?}", verdict(took <= target));
}
