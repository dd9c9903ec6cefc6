//! Stands in for `linux` where the process group or job is all that can be ended and nothing limited from outside.

use std::ffi::OsString;
use std::io::{self, PipeReader};
use std::mem;
#[cfg(feature = "authors")]
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::mpsc::SyncSender;
use std::time::Duration;

use super::confinement::{Confinement, SandboxMeans};
use super::{Allowance, LauncherReport, ProgramErrorKind, ProgramEvent};

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

    pub(super) fn read_report(&mut self) -> LauncherReport {
        match *self {}
    }
}

/// There are no namespaces here.
#[derive(Clone, Copy, Debug)]
pub(super) enum Enclosure {}

impl Enclosure {
    pub(super) fn prepare(_allowance: Allowance, _time: Duration) {}

    pub(super) fn open(
        _allowance: Allowance,
        _time: Duration,
    ) -> Result<Option<Enclosure>, ProgramErrorKind> {
        Ok(None)
    }

    pub(super) fn start(
        &mut self,
        _command: &mut Command,
        _confinement: &Confinement,
    ) -> io::Result<[PipeReader; 2]> {
        match *self {}
    }

    pub(super) fn report_to(&mut self, _sender: SyncSender<ProgramEvent>) -> io::Result<()> {
        match *self {}
    }

    pub(super) fn end_program(&self) {
        match *self {}
    }

    pub(super) fn finish(self) -> LauncherReport {
        match self {}
    }
}

pub(crate) fn close_enclosures() {}

/// Other systems tell, or fail at once.
#[cfg(feature = "authors")]
pub(crate) fn tells_of_changes(_folder: &Path) -> bool {
    true
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
