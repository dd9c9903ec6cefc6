//! Questions to somebody at a terminal that are answered by yes or no.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::Io;
use crate::program::interrupt;

/// Time between two looks at Ctrl-C.
const PAUSE: Duration = Duration::from_millis(50);

/// An answer to such a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YesOrNo {
    Yes,
    No,
    /// Ctrl-C, or the end of the input.
    None,
}

/// True if somebody sits there who can be asked.
#[expect(clippy::disallowed_methods, reason = "the stream is only asked whether it is a terminal")]
pub(super) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}

/// Asks until the answer is yes or no, or there is none.
pub(super) fn ask(question: &str, io: &mut Io<'_>) -> io::Result<YesOrNo> {
    loop {
        write!(io.err, "{question} [y/n] ")?;
        io.err.flush()?;
        let Some(line) = read_line()? else {
            writeln!(io.err)?;
            return Ok(YesOrNo::None);
        };
        match line.trim().to_lowercase().as_str() {
            "y" | "yes" => return Ok(YesOrNo::Yes),
            "n" | "no" => return Ok(YesOrNo::No),
            _ => writeln!(io.err, "please answer `y` or `n`; Ctrl-C leaves without a change")?,
        }
    }
}

/// Reads a line; None at the end of the input and after Ctrl-C, which does not end the reading itself.
#[expect(
    clippy::disallowed_methods,
    reason = "reading from a terminal cannot be ended, so it is left behind"
)]
fn read_line() -> io::Result<Option<String>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut line = String::new();
        // Nobody waits for it any more after Ctrl-C.
        _ = sender.send(io::stdin().read_line(&mut line).map(|bytes| (bytes > 0).then_some(line)));
    });
    loop {
        match receiver.recv_timeout(PAUSE) {
            Ok(line) => return line,
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
            Err(RecvTimeoutError::Timeout) if interrupt::is_interrupted() => return Ok(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
