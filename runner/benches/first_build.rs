//! How long a newcomer waits for the first check, as a ratio to the least that a program with SQLite in it takes to build.
//!
//! `cargo bench --bench first_build` builds a fresh clone of the last commit, each time in an empty target folder.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

#[expect(dead_code, reason = "other benchmarks need more of it")]
mod timing;

use timing::{print_comparison, print_limit, run, time_in_turn};

/// Builds of each kind: a median of three.
const TIMES: usize = 3;

fn main() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let clone = folder.path().join("workbook");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    run(Command::new("git").args(["clone", "--quiet"]).arg(root).arg(&clone));
    run(cargo(&clone).args(["fetch", "--locked"]));
    let mut first_check = || build(&clone, &["run", "--locked", "--", "check", "ch1/hello"]);
    let mut sqlite = || build(&clone, &["build", "--locked", "--package", "rusqlite"]);
    let (ours, theirs) = time_in_turn(TIMES, &mut first_check, &mut sqlite);
    print_comparison("the first check", ours, "rusqlite and SQLite alone", theirs, 2.5);
    print_limit("the first check", ours, Duration::from_secs(40));
}

/// Runs cargo with an empty target folder, and returns the time it takes.
fn build(clone: &Path, arguments: &[&str]) -> Duration {
    let target = tempfile::tempdir().expect("there is room for a folder");
    run(cargo(clone).args(arguments).env("CARGO_TARGET_DIR", target.path()))
}

fn cargo(clone: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(clone);
    command
}
