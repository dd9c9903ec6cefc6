//! The workbook's runner: parses arguments, runs a command, and turns its end into an exit code.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
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
mod terminal;

pub use command::book::{BookMaker, BookTask};
use exit::Exit;
use program::interrupt;
use terminal::GuardedWriter;

/// Runs `workbook` with the arguments of a process, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>, book_maker: BookMaker) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(code) = program::take_over(&arguments) {
        return code;
    }
    let mut out = GuardedWriter::new(anstream::stdout());
    let mut err = GuardedWriter::new(anstream::stderr());
    show_panics();
    let cli = match cli::Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(message) => {
            let message = with_escaped_arguments(message, &arguments);
            let stream: &mut dyn Write = if message.use_stderr() { &mut err } else { &mut out };
            _ = write!(stream, "{}", terminal::trust_colours(&message.render().ansi().to_string()))
                .and_then(|()| stream.flush());
            return ExitCode::from(u8::try_from(message.exit_code()).unwrap_or(2));
        }
    };
    end_programs_on_ctrl_c();
    let mut file = file_writer();
    let mut io = command::Io { out: &mut out, err: &mut err, file: &mut *file };
    let result = command::run(cli, arguments.get(1..).unwrap_or_default(), book_maker, &mut io);
    program::close_enclosures();
    let result = result.and_then(|exit| file.flush().map(|()| exit).map_err(Into::into));
    let exit = result
        .and_then(|exit| out.flush().map(|()| exit).map_err(Into::into))
        .unwrap_or_else(|error| {
            if !is_broken_pipe(&error) {
                _ = writeln!(err, "error: {error:#}").and_then(|()| err.flush());
            }
            Exit::Broken
        });
    if interrupt::is_interrupted() { ExitCode::from(exit::INTERRUPTED) } else { exit.into() }
}

/// Standard output for what is meant for a file or another program: as it is, unless a terminal stands there.
#[expect(clippy::disallowed_methods, reason = "streams are opened here and nowhere else")]
fn file_writer() -> Box<dyn Write> {
    let stdout = io::stdout();
    if stdout.is_terminal() { Box::new(GuardedWriter::new(stdout)) } else { Box::new(stdout) }
}

/// clap repeats arguments among its own colours, so it is asked once more with what is hidden in them escaped.
fn with_escaped_arguments(message: clap::Error, arguments: &[OsString]) -> clap::Error {
    let escaped = arguments.iter().map(|word| terminal::escape_hidden(&word.to_string_lossy()));
    cli::Cli::try_parse_from(escaped).err().unwrap_or(message)
}

/// A panic may repeat text of somebody else's.
#[expect(clippy::disallowed_methods, reason = "streams are opened here and nowhere else")]
fn show_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let mut err = GuardedWriter::new(io::stderr());
        _ = writeln!(err, "{panic}").and_then(|()| err.flush());
    }));
}

/// The first Ctrl-C ends what runs, so that its throwaway folders are removed; the second ends the workbook itself.
#[expect(clippy::disallowed_methods, reason = "who presses Ctrl-C twice waits for nothing more")]
fn end_programs_on_ctrl_c() {
    // Without a handler Ctrl-C ends the workbook at once; there is nobody to tell of it.
    _ = ctrlc::set_handler(|| {
        if interrupt::stop_work() {
            return;
        }
        if interrupt::is_interrupted() {
            std::process::exit(exit::INTERRUPTED.into());
        }
        interrupt::end_all();
    });
}

/// True when whoever read the output has had enough (`workbook list | head -1`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    kinds.into_iter().any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
