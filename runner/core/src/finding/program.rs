//! The sentences about programs that did not do their work.

use super::difference::cut;
use super::{ProgramProblem, Said, compiler};

impl ProgramProblem {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            ProgramProblem::NotCompiled { .. } => "compile_error",
            ProgramProblem::TimeOver { .. } => "time_limit",
            ProgramProblem::TooMuchOutput { .. } => "output_limit",
            ProgramProblem::Panicked { .. } => "panic",
            _ => "program_error",
        }
    }

    pub(super) fn said(&self) -> Said {
        Said::now(match self {
            ProgramProblem::NotCompiled { message, more, .. } => {
                format!(
                    "your Rust code does not compile: {message}{}",
                    match more {
                        0 => String::new(),
                        1 => " (and 1 more error)".to_owned(),
                        more => format!(" (and {more} more errors)"),
                    }
                )
            }
            ProgramProblem::Failed { code: 0, .. } => {
                "the program ended before your function did: something called `std::process::exit`".to_owned()
            }
            ProgramProblem::Failed { code, stderr } if stderr.trim().is_empty() => {
                format!("the program ended early, with exit code {code} and no message")
            }
            ProgramProblem::Failed { stderr, .. } => {
                format!("the program failed: {}", cut(stderr.trim().trim_start_matches("error: "), 1_000, 500))
            }
            ProgramProblem::Panicked { message } => format!("the program panicked: {message}"),
            ProgramProblem::Killed { signal } => format!("the program was killed by signal {signal}"),
            ProgramProblem::TimeOver { seconds } => {
                format!("the program was still running after {seconds} s and was stopped")
            }
            ProgramProblem::TooMuchOutput { bytes } => {
                format!("the program printed more than {bytes} bytes and was stopped")
            }
            ProgramProblem::LeftProcesses { count: 1 } => {
                "the program ended but left another one running, which was ended too".to_owned()
            }
            ProgramProblem::LeftProcesses { count } => {
                format!("the program ended but left {count} others running, which were ended too")
            }
            ProgramProblem::NotStarted { program, reason } => format!("`{program}` could not be started: {reason}"),
        })
    }

    pub(super) fn hint(&self) -> String {
        match self {
            ProgramProblem::NotCompiled { rendered, .. } => {
                let note = compiler::note(rendered).map(|note| format!("{note}; "));
                return note.unwrap_or_default() + compiler::NEXT;
            }
            ProgramProblem::Failed { stderr, .. } if stderr.trim().is_empty() => {
                "look for what ends the program before it is done"
            }
            ProgramProblem::Failed { .. } => {
                "when the message is the database's own, it names the table or column it stumbled over"
            }
            ProgramProblem::Panicked { .. } => "return the error with `?` instead of `unwrap` or `expect`",
            ProgramProblem::TimeOver { .. } => "look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open",
            ProgramProblem::TooMuchOutput { .. } => "look for a loop that prints without an end",
            ProgramProblem::Killed { .. } => "look for what uses all memory or ends the program by force",
            ProgramProblem::LeftProcesses { .. } => "wait for every process you start",
            ProgramProblem::NotStarted { .. } => "install it, or ask who wrote the exercise",
        }
        .to_owned()
    }
}
