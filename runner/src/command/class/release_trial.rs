//! Tries a release: it compiles without a warning, each starter is told its first message, and each solution passes.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::Verdict;

use crate::check::{self, Options};
use crate::command::Io;
use crate::command::course_copy::{
    CourseCopy, CourseCopyPlace, copy_course_to, read_files, solution_files,
};
use crate::course::{self, Course, MEMORY};
use crate::event::Report;
use crate::program::{self, Ending, Limits, build};

/// The extent of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReleaseTrial {
    /// Only what needs no compiler.
    Quick,
    Full,
}

/// The numbers of what was tried.
#[derive(Default)]
pub(super) struct Tried {
    starters: usize,
    solutions: usize,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} starters and {} solutions tried", self.starters, self.solutions)
    }
}

/// Tries the release. What is wrong with the course is an error; a starter that is told something else is a warning.
pub(super) fn try_release(
    course: &Course,
    to: &Path,
    trial: ReleaseTrial,
    io: &mut Io<'_>,
) -> anyhow::Result<Tried> {
    let release = course::open(to)?;
    let (all, here) = (release.entries().count(), course.entries().count());
    if all != here {
        bail!("the release has {all} exercises, and the course {here}");
    }
    let has_programs = course.root.join("Cargo.toml").is_file();
    let target = if has_programs { build::target_folder(&course.root)? } else { PathBuf::new() };
    if has_programs && trial == ReleaseTrial::Full {
        compile(to, &target, io)?;
    }
    let inside = Path::new(MEMORY).join("release");
    let place = CourseCopyPlace {
        base: &course.root,
        inside: &inside,
        target: &target,
        seed: 0,
        without: &[],
    };
    let copy = copy_course_to(&release, &place)?;
    let mut tried = Tried::default();
    for entry in release.entries() {
        let exercise = entry.exercise().map_err(Clone::clone)?;
        if exercise.runs_programs() && trial == ReleaseTrial::Quick {
            continue;
        }
        try_starter(&release, exercise, &copy, io)?;
        tried.starters += 1;
        let has_solution = course.root.join(exercise.folder(Tree::Solutions)).is_dir();
        if has_solution {
            try_solution(course, exercise, &copy)?;
            tried.solutions += 1;
        }
    }
    Ok(tried)
}

fn compile(to: &Path, target: &Path, io: &mut Io<'_>) -> anyhow::Result<()> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let arguments = ["check", "--workspace", "--all-targets", "--locked", "--color", "never"];
    command.args(arguments).current_dir(to).env("CARGO_TARGET_DIR", target);
    let run = program::run_tool(&mut command, LIMITS).context("failed to compile the release")?;
    if run.ending != Ending::Exited(0) {
        bail!("the release does not compile:\n{}", run.stderr);
    }
    for line in run.stderr.lines().filter(|line| line.starts_with("warning")) {
        writeln!(io.err, "warning: the compiler says of the release: {line}")?;
    }
    Ok(())
}

const LIMITS: Limits = Limits { time: Duration::from_secs(1800), output_bytes: 64 << 20 };

fn try_starter(
    release: &Course,
    exercise: &Exercise,
    copy: &CourseCopy,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let report = if exercise.runs_programs() {
        let folder = release.root.join(exercise.folder(Tree::Exercises));
        copy.grade(exercise, &read_files(&folder)?)?
    } else {
        check::check(release, exercise, Options::quick(Tree::Exercises), &mut |_| ()).report
    };
    refuse_broken(exercise, &report)?;
    let told = report.exercise.findings().first().map(|(_, finding)| finding.message());
    let wanted = exercise.first_message.as_deref().unwrap_or_default();
    let passes = report.exercise.verdict == Verdict::Passed && exercise.first_message.is_none();
    if !passes && !told.as_deref().unwrap_or_default().contains(wanted) {
        writeln!(io.err, "warning: the starter of {} is not told `{wanted}`", exercise.id)?;
    }
    Ok(())
}

fn try_solution(course: &Course, exercise: &Exercise, copy: &CourseCopy) -> anyhow::Result<()> {
    let report = copy.grade(exercise, &solution_files(course, exercise)?)?;
    refuse_broken(exercise, &report)?;
    if report.exercise.verdict != Verdict::Passed {
        let findings = report.exercise.findings();
        let told = findings.first().map(|(_, finding)| finding.message()).unwrap_or_default();
        bail!("the solution of {} does not pass in the release: {told}", exercise.id);
    }
    Ok(())
}

fn refuse_broken(exercise: &Exercise, report: &Report) -> anyhow::Result<()> {
    match &report.exercise.error {
        Some(error) => bail!("{} cannot be graded in the release: {error}", exercise.id),
        None => Ok(()),
    }
}
