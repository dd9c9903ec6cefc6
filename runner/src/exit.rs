//! The exit codes, in one place.

use std::process::ExitCode;

/// The end of a run, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[must_use]
pub(crate) enum Exit {
    /// Everything passed.
    Passed = 0,
    /// Some answers did not pass.
    Failed = 1,
    /// The run itself broke.
    Broken = 2,
}

/// The run was ended by Ctrl-C: 128 and the number of the signal, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}
