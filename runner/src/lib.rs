//! The workbook's runner: parses arguments, runs a command, and turns its end into an exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

mod address;
mod answer;
mod atomic;
pub mod book;
mod check;
mod cli;
mod command;
mod content_hash;
pub mod course;
mod event;
mod exit;
mod program;
mod progress;
mod report;
mod scripts;

pub use command::book::{BookMaker, BookTask};
use exit::Exit;
use program::interrupt;

/// Runs `workbook` with the arguments of a process, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, book_maker: BookMaker) -> ExitCode {
    let mut out = anstream::stdout().lock();
    let mut err = anstream::stderr().lock();
    let cli = match cli::Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(message) => {
            // clap knows whether this is help or a mistake, and where each belongs.
            _ = message.print();
            return ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2));
        }
    };
    end_programs_on_ctrl_c();
    let result = command::run(cli, book_maker, &mut command::Io { out: &mut out, err: &mut err });
    let exit = result
        .and_then(|exit| out.flush().map(|()| exit).map_err(Into::into))
        .unwrap_or_else(|error| {
            if !is_broken_pipe(&error) {
                _ = writeln!(err, "error: {error:#}");
            }
            Exit::Broken
        });
    if interrupt::is_interrupted() { ExitCode::from(exit::INTERRUPTED) } else { exit.into() }
}

/// The first Ctrl-C ends what runs, so that its throwaway folders are removed; the second ends the workbook itself.
#[expect(clippy::disallowed_methods, reason = "who presses Ctrl-C twice waits for nothing more")]
fn end_programs_on_ctrl_c() {
    let handler = || match interrupt::is_interrupted() {
        true => std::process::exit(exit::INTERRUPTED.into()),
        false => interrupt::end_all(),
    };
    // Without a handler Ctrl-C ends the workbook at once; there is nobody to tell of it.
    _ = ctrlc::set_handler(handler);
}

/// Whether whoever read the output has had enough (`workbook list | head -1`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    kinds.into_iter().any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
