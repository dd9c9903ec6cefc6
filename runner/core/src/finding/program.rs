//! The sentences about programs that did not do their work.

use super::difference::cut_middle;
use super::{ProgramProblem, Wording, compiler};

impl ProgramProblem {
    pub(super) fn kind(&self) -> &'static str {
        match self {
            ProgramProblem::NotCompiled { .. } => "compile_error",
            ProgramProblem::TimeOver { .. } | ProgramProblem::TooMuchWork => "time_limit",
            ProgramProblem::TooMuchOutput { .. } => "output_limit",
            ProgramProblem::Panicked { .. } => "panic",
            _ => "program_error",
        }
    }

    pub(super) fn wording(&self) -> Wording {
        Wording::actual(match self {
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
                "the program ended before your function did: something called `std::process::exit`"
                    .to_owned()
            }
            ProgramProblem::Failed { code, stderr, .. } if stderr.trim().is_empty() => {
                format!("the program ended early, with exit code {code} and no message")
            }
            ProgramProblem::Failed { stderr, .. } => {
                format!(
                    "the program failed: {}",
                    cut_middle(stderr.trim().trim_start_matches("error: "), 1_000, 500)
                )
            }
            ProgramProblem::Panicked { message } => format!("the program panicked: {message}"),
            ProgramProblem::Killed { stderr, .. } if stderr.contains("overflowed its stack") => {
                "the program ran out of its stack: a function calls itself without an end"
                    .to_owned()
            }
            ProgramProblem::Killed { signal, stderr } => {
                let words = cut_middle(stderr.trim(), 1_000, 500);
                let said = if words.is_empty() { String::new() } else { format!(": {words}") };
                format!("the program was killed by signal {signal}{said}")
            }
            ProgramProblem::TimeOver { seconds } => {
                format!("the program was still running after {seconds} s and was stopped")
            }
            ProgramProblem::TooMuchOutput { bytes } => {
                format!("the program printed more than {bytes} bytes and was stopped")
            }
            ProgramProblem::TooMuchMemory => {
                "the program and what it started used too much memory and were stopped".to_owned()
            }
            ProgramProblem::TooMuchWork => {
                "the program and what it started kept the processors busy for too long and were stopped"
                    .to_owned()
            }
            ProgramProblem::LeftProcesses { count: 1 } => {
                "the program ended but left another one running, which was ended too".to_owned()
            }
            ProgramProblem::LeftProcesses { count } => {
                format!("the program ended but left {count} others running, which were ended too")
            }
            ProgramProblem::NotStarted { program, reason } => {
                format!("`{program}` could not be started: {reason}")
            }
        })
    }

    pub(super) fn hint(&self) -> String {
        match self {
            ProgramProblem::NotCompiled { rendered, .. } => {
                let note = compiler::find_note(rendered).map(|note| format!("{note}; "));
                return note.unwrap_or_default() + compiler::NEXT;
            }
            ProgramProblem::Failed { stderr, .. } if stderr.trim().is_empty() => {
                "look for what ends the program before it is done"
            }
            ProgramProblem::Failed { stderr, .. } => advise_on_failure(stderr),
            ProgramProblem::Panicked { message } => advise_on_panic(message),
            ProgramProblem::TimeOver { .. } => "look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open",
            ProgramProblem::TooMuchOutput { .. } => "look for a loop that prints without an end",
            ProgramProblem::Killed { stderr, .. } if stderr.contains("overflowed its stack") => {
                "look for a function that calls itself, and for what should end that"
            }
            ProgramProblem::Killed { .. } => "look for what uses all memory or ends the program by force",
            ProgramProblem::TooMuchMemory => "look for what keeps all it reads, and for what starts more and more processes",
            ProgramProblem::TooMuchWork => "look for a loop without an end, and for what starts more and more processes or threads",
            ProgramProblem::LeftProcesses { .. } => "wait for every process you start",
            ProgramProblem::NotStarted { .. } => "install it, or ask who wrote the exercise",
        }
        .to_owned()
    }
}

/// Advice on an error, by who made it: the types of the fields, the code itself or the database.
fn advise_on_failure(message: &str) -> &'static str {
    if contains_any(message, &["out of range", "out of bounds"]) {
        "a stored number does not fit into the type of its field: look at the largest one that has to be read, and at the \
         table of types in chapter 2"
    } else if contains_any(message, &[" unsupported by "]) {
        "SQLite has no number like the type in this message: look for it among your fields, and at the table of types in \
         chapter 2"
    } else if contains_any(message, &["None of the records are inserted"]) {
        "to `exec` it is an error when nothing was added; where that may happen, another function counts what was added"
    } else if contains_any(message, &["DbErr::"]) {
        "your own code returned this error: find the line that makes it, and ask of the task whether that is an error, and \
         which one"
    } else if contains_any(message, &[" constraint failed"]) {
        "a rule of a table refused what your code wrote: the message names the rule, and often the column"
    } else if contains_any(message, &["no such table", "no such column", "has no column named"]) {
        "compare the name in the message with what the table or the column is called in your files"
    } else {
        "find the call in your code that this can have come from, and look at what it was given"
    }
}

fn contains_any(message: &str, words: &[&str]) -> bool {
    words.iter().any(|word| message.contains(word))
}

/// Advice on a panic, by what was not there.
fn advise_on_panic(message: &str) -> &'static str {
    if message.contains("`Option::") {
        "there was nothing in this `Option`, and `unwrap` cannot go on: what does the task want done when nothing is found?"
    } else if message.contains("`Result::") {
        "return the error with `?` instead of `unwrap` or `expect`"
    } else if message.contains("out of bounds") || message.contains("out of range") {
        "there are fewer of them than this line counts on: what does the task want done when there are few, or none?"
    } else {
        "find the line that stops the program: what was it sure to find, and what does the task want done when that is not there?"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_about_an_error_goes_by_who_made_it() {
        for (message, words) in [
            ("Query Error: Integer 5000000000 out of range at index 2", "does not fit"),
            ("Type Error: u64 unsupported by rusqlite", "no number like"),
            ("DbErr::RecordNotFound(\"there are no films\")", "your own code"),
            ("Execution Error: UNIQUE constraint failed: user.username", "a rule of a table"),
            ("Query Error: no such column: post.text", "compare the name"),
            ("None of the records are inserted", "nothing was added"),
            ("out of coffee", "find the call"),
        ] {
            assert!(advise_on_failure(message).contains(words), "{message}");
        }
    }

    #[test]
    fn the_hint_about_a_panic_goes_by_what_was_missing() {
        assert!(
            advise_on_panic("called `Option::unwrap()` on a `None` value")
                .contains("nothing is found")
        );
        assert!(
            advise_on_panic("called `Result::unwrap()` on an `Err` value: Custom(\"x\")")
                .contains("`?`")
        );
        assert!(
            advise_on_panic("index out of bounds: the len is 0 but the index is 0")
                .contains("fewer")
        );
        assert!(advise_on_panic("no such user").contains("sure to find"));
    }
}
