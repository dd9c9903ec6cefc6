//! Stands in for `linux` where the process group or job is all that can be ended and nothing limited from outside.

use std::ffi::OsString;
use std::io;
use std::mem;
use std::process::{Command, ExitCode};
use std::time::Duration;

use super::confinement::{Confinement, SandboxMeans};
use super::{Allowance, LauncherReport};

#[derive(Clone, Copy, Debug)]
pub(super) struct Mark;

impl Mark {
    pub(super) fn new() -> Mark {
        Mark
    }

    pub(super) fn put_on(self, _command: &mut Command) {}

    pub(super) fn hand_down<T>(self, spawn: impl FnOnce() -> T) -> T {
        spawn()
    }
}

pub(super) fn restrict(_process: u32, _allowance: Allowance, _time: Duration) {}

pub(super) fn end_strays(_mark: Mark, _patience: Duration) -> Option<usize> {
    Some(0)
}

/// There is no launcher here, and so no line to one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line {}

impl Line {
    pub(super) fn send_order(&mut self) {
        match *self {}
    }

    pub(super) fn hang_up(&self) -> bool {
        match *self {}
    }

    pub(super) fn read_report(&mut self) -> LauncherReport {
        match *self {}
    }
}

/// Programs run without a sandbox here.
pub(super) fn prepare_launcher(
    command: &mut Command,
    _confinement: &Confinement,
    _allowance: Allowance,
) -> io::Result<(Command, Option<Line>)> {
    Ok((mem::replace(command, Command::new("")), None))
}

pub(crate) fn can_confine() -> bool {
    false
}

pub(crate) fn find_sandbox_means() -> SandboxMeans {
    SandboxMeans::default()
}

pub(crate) fn take_over(_arguments: &[OsString]) -> Option<ExitCode> {
    None
}
