//! stub
use std::process::Command;
use std::time::Duration;
pub(crate) mod build;
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) time: Duration,
    pub(crate) output_bytes: usize,
}
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Exited(i32),
    Signalled(i32),
    TimedOut,
    Flooded,
}
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) ending: Ending,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) left_behind: usize,
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub(crate) struct ProgramError;
impl ProgramError {
    pub(crate) fn reason(&self) -> String {
        String::new()
    }
}
pub(crate) fn run(command: &mut Command, _l: Limits) -> Result<Run, ProgramError> {
    let o = command.output().map_err(|_| ProgramError)?;
    Ok(Run {
        ending: Ending::Exited(o.status.code().unwrap_or(1)),
        stdout: String::from_utf8_lossy(&o.stdout).into(),
        stderr: String::from_utf8_lossy(&o.stderr).into(),
        left_behind: 0,
    })
}
