//! `workbook book`: has the book made by what is built in, or by the whole program, which is compiled for it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::Context;

use super::Io;
use crate::course::Course;
use crate::exit::Exit;
use crate::program::build::{self, BuildProgress};

/// Who makes the book.
pub enum BookMaker {
    /// What is compiled into this program; it gets the task and where to write.
    BuiltIn(fn(BookTask<'_>, &mut dyn Write) -> anyhow::Result<()>),
    /// The whole program of the checkout in this folder, compiled when it is first asked for.
    WholeProgram { checkout: &'static str },
}

/// What `workbook book` is asked for.
pub enum BookTask<'a> {
    Build(&'a Course),
    /// Be the preprocessor that mdBook calls with these arguments.
    Preprocess(&'a [String]),
}

/// The program that has everything, and its package.
const WHOLE_PROGRAM: &str = "workbook";

const NOTICE: &str =
    "the book needs parts that are not compiled yet; once, and for about a minute:";

pub(crate) fn run(task: BookTask<'_>, maker: BookMaker, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    match maker {
        BookMaker::BuiltIn(make) => {
            let out = if matches!(task, BookTask::Build(_)) { &mut *io.out } else { &mut *io.file };
            make(task, out).map(|()| Exit::Passed)
        }
        BookMaker::WholeProgram { checkout } => run_whole_program(task, checkout.as_ref(), io),
    }
}

/// Compiles the whole program where it is missing or out of date, and gives it the task.
#[expect(
    clippy::disallowed_methods,
    reason = "it is the workbook itself: it has the terminal, no limit, and its own answer to Ctrl-C"
)]
fn run_whole_program(task: BookTask<'_>, checkout: &Path, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let program = compile_whole_program(checkout, io)?;
    let mut command = Command::new(&program);
    match task {
        BookTask::Build(course) => {
            command.arg("--course").arg(&course.root).args(["book", "build"]);
        }
        BookTask::Preprocess(arguments) => {
            command.args(["book", "preprocess", "--"]).args(arguments);
        }
    }
    let status =
        command.status().with_context(|| format!("failed to start `{}`", program.display()))?;
    Ok(exit_of(status))
}

/// Returns the executable; cargo's own lines are shown where something has to be compiled.
fn compile_whole_program(checkout: &Path, io: &mut Io<'_>) -> anyhow::Result<PathBuf> {
    let mut notice = Some(NOTICE);
    let mut written = Ok(());
    let program = build::build_default_member(checkout, WHOLE_PROGRAM, &mut |progress| {
        if let (BuildProgress::News(line), true) = (progress, written.is_ok()) {
            // Waiting for another cargo is no reason to expect a long build.
            let notice = if line.starts_with("Blocking") { None } else { notice.take() };
            written = write_news(notice, line, io.err);
        }
    })?;
    written?;
    Ok(program)
}

fn write_news(notice: Option<&str>, line: &str, err: &mut dyn Write) -> io::Result<()> {
    if let Some(notice) = notice {
        writeln!(err, "{notice}")?;
    }
    writeln!(err, "  {line}")
}

/// The whole program has said what there is to say.
fn exit_of(status: ExitStatus) -> Exit {
    match status.code() {
        Some(0) => Exit::Passed,
        Some(1) => Exit::Failed,
        _ => Exit::Broken,
    }
}
