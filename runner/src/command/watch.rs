//! `workbook watch`: grades what is saved, at once, and shows it on one screen, or as plain reports where there is none.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::thread;

use anyhow::{Context, bail};
use ratatui::crossterm::event::{self, Event as TerminalEvent, KeyEvent};
use workbook_core::exercise::Exercise;

use super::Io;
use super::check::GradedExercise;
use crate::course::Course;
use crate::course::select::select;
use crate::exit::Exit;
use crate::program::interrupt;

mod changes;
mod page;
mod plain;
mod screen;
mod session;
mod window;

pub(crate) use changes::Noticing;
use changes::Writing;
use screen::Screen;
use session::WatchSession;

/// The arguments of `workbook watch`.
pub(crate) struct WatchRequest {
    pub(crate) selector: Option<String>,
    pub(crate) after_pass: AfterPass,
    pub(crate) noticing: Noticing,
}

/// The policy once an exercise has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AfterPass {
    Stay,
    /// The next exercise that has not passed is taken.
    Follow,
}

/// Something that happened, in whichever thread.
enum WatchMessage {
    /// These files changed; which ones is not known when there are none.
    Saved(Vec<PathBuf>, Writing),
    /// A check waits for something.
    Waiting(String),
    Graded(Box<thread::Result<GradedExercise>>),
    Key(KeyEvent),
    Resized,
    /// A signal asks the workbook to end.
    Interrupted,
}

/// The way in which a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    ByKey,
    BySignal,
}

pub(crate) fn watch_exercises(
    course: &Course,
    request: &WatchRequest,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let exercises = choose_exercises(course, request.selector.as_deref())?;
    let (sender, messages) = mpsc::channel();
    let telling = sender.clone();
    // Whoever has gone needs to be told of nothing, here and below.
    let _redirected =
        interrupt::redirect_interrupt(move || _ = telling.send(WatchMessage::Interrupted));
    let folder = course.root.join("exercises");
    let saved = sender.clone();
    let watched = changes::watch_folder(&folder, request.noticing, move |paths, writing| {
        _ = saved.send(WatchMessage::Saved(paths, writing));
    })
    .with_context(|| format!("failed to watch `{}`", folder.display()))?;
    let leaving = thread::scope(|scope| {
        let _check = EndOfChecks;
        let start =
            |sender| WatchSession::new(course, exercises, request.after_pass, scope, sender);
        if screen::can_draw() {
            let screen = Screen::take_over().context("failed to take over the terminal")?;
            read_input(sender.clone())?;
            window::run(start(sender), watched.noticing, &messages, screen)
        } else {
            plain::run(start(sender), watched.noticing, &messages, io)
        }
    })?;
    if leaving == Leaving::ByKey {
        interrupt::allow_programs();
    }
    Ok(Exit::Passed)
}

/// A guard: a check that still runs is ended when it is dropped.
struct EndOfChecks;

impl Drop for EndOfChecks {
    fn drop(&mut self) {
        interrupt::end_all();
    }
}

/// The exercises that may be graded: the selected ones, or all of the course.
fn choose_exercises<'a>(
    course: &'a Course,
    selector: Option<&str>,
) -> anyhow::Result<Vec<&'a Exercise>> {
    let entries: Vec<_> = match selector {
        Some(selector) => {
            select(course, &[selector.to_owned()])?.into_iter().map(|one| one.entry).collect()
        }
        None => course.entries().collect(),
    };
    let exercises: Vec<_> = entries.iter().filter_map(|entry| entry.exercise().ok()).collect();
    match entries.first().map(|first| first.exercise()) {
        None => bail!("the course has no exercises"),
        Some(Err(error)) if exercises.is_empty() => Err(error.clone().into()),
        Some(_) => Ok(exercises),
    }
}

/// Passes on what comes from the terminal, in a thread that nobody waits for: reading from a terminal cannot be ended, and
/// does not end by itself once that is gone.
fn read_input(sender: Sender<WatchMessage>) -> io::Result<()> {
    let read = move || loop {
        let message = match event::read() {
            Ok(TerminalEvent::Key(key)) => WatchMessage::Key(key),
            Ok(TerminalEvent::Resize(..)) => WatchMessage::Resized,
            Ok(_) => continue,
            Err(_) => WatchMessage::Interrupted,
        };
        let is_last = matches!(message, WatchMessage::Interrupted);
        if sender.send(message).is_err() || is_last {
            return;
        }
    };
    thread::Builder::new().spawn(read).map(drop)
}
