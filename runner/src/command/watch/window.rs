//! `workbook watch` on a screen: the verdict, what the keys ask for, and the question before a reset.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::text::{Line, Text};
use workbook_core::exercise::Exercise;
use workbook_core::grade::Verdict;

use super::page::catch_output;
use super::screen::{self, Screen, ScreenPicture, Scroll};
use super::session::WatchSession;
use super::{AfterPass, Leaving, Noticing, WatchMessage};
use crate::command::Io;
use crate::command::check::GradedExercise;
use crate::command::inspect::InspectMode;
use crate::command::{hint, inspect, list, reset, show};
use crate::course::Course;
use crate::event::Event;
use crate::exit::Exit;
use crate::progress;
use crate::report::{Detail, Format, Reporter};
use crate::terminal::escape_hidden;

/// The longest time until a terminal that has gone is noticed.
const LOOK: Duration = Duration::from_secs(1);

/// The screen, and what is on it.
struct WatchWindow<'scope, 'env> {
    session: WatchSession<'scope, 'env>,
    screen: Screen,
    progress: (usize, usize),
    verdict: Text<'static>,
    /// The verdict of the exercise before, from which the session has followed to this one.
    passed_before: Option<Text<'static>>,
    shown: Shown,
    /// What went wrong, or what there is to know, until the next key.
    note: String,
}

/// What the greatest part of the screen shows.
enum Shown {
    Verdict,
    /// What a key asked for.
    Answer(Text<'static>),
    /// The question before a reset.
    Question(Text<'static>),
}

/// Shows verdicts and obeys keys until the learner leaves.
pub(super) fn run(
    session: WatchSession<'_, '_>,
    noticing: Noticing,
    messages: &Receiver<WatchMessage>,
    screen: Screen,
) -> anyhow::Result<Leaving> {
    let note = match noticing {
        Noticing::Told => "",
        Noticing::Looking => "saved files are noticed by looking again and again",
    };
    let mut window = WatchWindow {
        progress: session.count_passed(),
        session,
        screen,
        verdict: Text::default(),
        passed_before: None,
        shown: Shown::Verdict,
        note: note.to_owned(),
    };
    // Not every terminal that goes sends a signal.
    let mut is_drawn = false;
    while screen::can_draw() {
        if !is_drawn {
            window.draw()?;
        }
        let patience = window.session.patience();
        is_drawn = false;
        match messages.recv_timeout(patience.unwrap_or(LOOK).min(LOOK)) {
            Ok(WatchMessage::Saved(paths, writing)) => window.session.note_saved(&paths, writing),
            Ok(WatchMessage::Waiting(reason)) => window.session.note_waiting(reason),
            Ok(WatchMessage::Graded(result)) => {
                if let Some(graded) = window.session.take_verdict(*result) {
                    window.take_verdict(graded);
                }
            }
            Ok(WatchMessage::Key(key)) if key.kind == KeyEventKind::Release => (),
            Ok(WatchMessage::Key(key)) => {
                if let Some(leaving) = window.obey(key) {
                    return Ok(leaving);
                }
            }
            Ok(WatchMessage::Resized) => window.screen.resize()?,
            Err(RecvTimeoutError::Timeout) => is_drawn = patience.is_none(),
            Ok(WatchMessage::Interrupted) | Err(RecvTimeoutError::Disconnected) => {
                return Ok(Leaving::BySignal);
            }
        }
        window.session.go_on();
    }
    Ok(Leaving::BySignal)
}

impl WatchWindow<'_, '_> {
    fn draw(&mut self) -> std::io::Result<()> {
        let (body, keys) = match &self.shown {
            Shown::Verdict => (&self.verdict, self.keys()),
            Shown::Answer(text) => (text, [&[("Esc", "back")], &*self.keys()].concat()),
            Shown::Question(text) => (text, vec![("y", "yes"), ("n", "no")]),
        };
        let waits_for = self.session.waits_for();
        let is_old = waits_for.is_some() && matches!(self.shown, Shown::Verdict);
        let status = waits_for.unwrap_or(&self.note);
        let progress = self.progress;
        self.screen.draw(&ScreenPicture { progress, body, is_old, status, keys: &keys })
    }

    fn keys(&self) -> Vec<(&'static str, &'static str)> {
        let id = &self.session.exercise().id;
        let progress = progress::load(&self.session.course.root).unwrap_or_default();
        let follow = match self.session.after_pass {
            AfterPass::Stay => "follow",
            AfterPass::Follow => "do not follow",
        };
        let mut keys = vec![("h", "hint"), ("s", "task")];
        if progress.ever_passed(id) {
            keys.push(("o", "solution"));
        }
        keys.extend([("n", "next"), ("l", "list"), ("i", "inspect"), ("r", "reset")]);
        keys.extend([("f", follow), ("q", "quit")]);
        keys
    }

    /// Shows a verdict, and follows to the next exercise where that was asked for.
    fn take_verdict(&mut self, graded: GradedExercise) {
        let GradedExercise { report, failed } = graded;
        let has_passed = report.exercise.verdict == Verdict::Passed;
        let verdict = catch_output(|io| {
            let mut reporter = Reporter::new(Format::Human, Detail::First);
            Ok(reporter.report(Event::Finished(Box::new(report)), io.out, io.err)?)
        });
        // What has just passed is still to be seen above what comes next.
        let before = self.passed_before.take().into_iter().flat_map(|text| text.lines);
        self.verdict = Text::from(before.chain(verdict.lines).collect::<Vec<_>>());
        self.note.extend(failed.map(|error| format!("warning: {error}")));
        self.progress = self.session.count_passed();
        self.show(Shown::Verdict);
        if has_passed && self.session.after_pass == AfterPass::Follow {
            let mut passed = self.verdict.clone();
            passed.push_line(Line::default());
            if self.go_to_next() {
                self.passed_before = Some(passed);
            }
        }
    }

    fn show(&mut self, shown: Shown) {
        self.shown = shown;
        self.screen.scroll(Scroll::ToStart);
    }

    /// Does what a key asks for; returns how to leave if it asks for that.
    fn obey(&mut self, key: KeyEvent) -> Option<Leaving> {
        self.note.clear();
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return (key.code == KeyCode::Char('c')).then_some(Leaving::BySignal);
        }
        if matches!(self.shown, Shown::Question(_)) {
            self.take_answer(key.code);
            return None;
        }
        match key.code {
            KeyCode::Char('q') => return Some(Leaving::ByKey),
            KeyCode::Esc => self.show(Shown::Verdict),
            KeyCode::Up | KeyCode::Char('k') => self.screen.scroll(Scroll::Lines(-1)),
            KeyCode::Down | KeyCode::Char('j') => self.screen.scroll(Scroll::Lines(1)),
            KeyCode::PageUp => self.screen.scroll(Scroll::Windows(-1)),
            KeyCode::PageDown | KeyCode::Char(' ') => self.screen.scroll(Scroll::Windows(1)),
            KeyCode::Home => self.screen.scroll(Scroll::ToStart),
            KeyCode::Char('h') => self.answer(|course, id, io| hint::run(course, Some(id), io)),
            KeyCode::Char('s') => self.answer(|course, id, io| show::run(course, Some(id), io)),
            KeyCode::Char('o') => {
                self.answer(|course, id, io| show::solution(course, Some(id), io));
            }
            KeyCode::Char('l') => self.answer(|course, _, io| list::run(course, io)),
            KeyCode::Char('i') => {
                self.answer(|course, id, io| inspect::run(course, Some(id), InspectMode::Print, io))
            }
            KeyCode::Char('n') => _ = self.go_to_next(),
            KeyCode::Char('r') => self.ask_before_reset(),
            KeyCode::Char('c') => self.session.check_again(),
            KeyCode::Char('f') => {
                self.session.after_pass = match self.session.after_pass {
                    AfterPass::Stay => AfterPass::Follow,
                    AfterPass::Follow => AfterPass::Stay,
                };
            }
            _ => (),
        }
        None
    }

    /// Shows what a command says of the exercise.
    fn answer(&mut self, command: impl FnOnce(&Course, &str, &mut Io<'_>) -> anyhow::Result<Exit>) {
        let (course, id) = (self.session.course, &self.session.exercise().id);
        let text = catch_output(|io| command(course, id, io).map(drop));
        self.show(Shown::Answer(text));
    }

    fn go_to_next(&mut self) -> bool {
        let is_there = self.session.go_to_next();
        if !is_there {
            self.note =
                "nothing else that is watched is open: it has passed, or is left out".to_owned();
        }
        is_there
    }

    fn ask_before_reset(&mut self) {
        let Exercise { id, title, .. } = self.session.exercise();
        let question = format!(
            "Bring back the untouched files of {id}?\n\n{title}\n\nYours are kept in `.workbook/replaced`."
        );
        self.show(Shown::Question(Text::raw(escape_hidden(&question))));
    }

    fn take_answer(&mut self, key: KeyCode) {
        match key {
            KeyCode::Char('y' | 'Y') => {
                self.answer(|course, id, io| reset::run(course, &[id.to_owned()], io));
            }
            KeyCode::Char('n' | 'N' | 'q') | KeyCode::Esc => self.show(Shown::Verdict),
            _ => (),
        }
    }
}
