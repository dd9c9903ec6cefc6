//! The whole program: has what only authors, teachers and their tools need, and is compiled when that is first asked for.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, bail};

use super::Io;
use super::book::BookMaker;
use crate::exit::Exit;
use crate::program::build::{self, BuildProgress};

/// The program that has everything, and its package.
const WHOLE_PROGRAM: &str = "workbook";

const NOTICE: &str = "this needs parts that are not compiled yet; once, and for about a minute:";

/// Has the whole program do what this one was asked for; `arguments` are without its name.
///
/// Fails in a program that is meant to have everything and was compiled without the feature `authors`.
pub(super) fn run(
    maker: BookMaker,
    arguments: &[OsString],
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let BookMaker::WholeProgram { checkout } = maker else {
        bail!("`{WHOLE_PROGRAM}` was compiled without the feature `authors`");
    };
    let program = compile(checkout.as_ref(), io)?;
    let status = start(&program, arguments);
    Ok(exit_of(status.with_context(|| format!("failed to start `{}`", program.display()))?))
}

#[expect(
    clippy::disallowed_methods,
    reason = "it is the workbook itself: it has the terminal, no limit, and its own answer to Ctrl-C"
)]
fn start(program: &Path, arguments: &[OsString]) -> io::Result<ExitStatus> {
    Command::new(program).args(arguments).status()
}

/// Returns the executable; cargo's own lines are shown where something has to be compiled.
fn compile(checkout: &Path, io: &mut Io<'_>) -> anyhow::Result<PathBuf> {
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
