//! The database of an answer as each script and step of a check left it, and as it should be, for showing. It judges nothing.

use std::cell::{Cell, RefCell};

use serde::Serialize;

use super::{AnswerRun, StepFailure, Verdict, shorten};
use crate::exercise::Step;
use crate::finding::Finding;
use crate::migration::{Half, Target, choose, run};
use crate::rows::{Rows, Value};
use crate::schema::Table;
use crate::snapshot::{Record, State};

/// The most of each that is shown.
const MOST_FRAMES: usize = 60;
const MOST_TABLES: usize = 12;
const MOST_COLUMNS: usize = 24;
const MOST_ROWS: usize = 40;
/// The longest value, in characters.
const LONGEST_VALUE: usize = 120;
/// The most bytes of values in all frames together.
const MOST_BYTES: usize = 1_000_000;

/// One database of a check.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// The step, counted from 0.
    step: usize,
    /// The script that was run last, and in which half, in the midst of a step or at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    script: Option<RanScript>,
    /// True if the rows that are expected were put in before the step, because those of the answer were wrong.
    put_right: bool,
    /// The versions that are applied; None where there is no table of them.
    versions: Vec<String>,
    tables: Vec<TableFrame>,
    /// The tables as they should be, at the end of a step.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<Vec<TableFrame>>,
}

#[derive(Clone, Debug, Serialize)]
struct RanScript {
    name: String,
    half: &'static str,
}

/// A table as it is shown: values are written as SQL.
#[derive(Debug, Serialize)]
struct TableFrame {
    name: String,
    columns: Vec<ColumnFrame>,
    /// The names of the columns that tell rows from each other; none where there is no key.
    key: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The number of rows, of which the first are shown.
    count: usize,
}

#[derive(Debug, Serialize)]
struct ColumnFrame {
    name: String,
    declared: String,
    required: bool,
}

/// Takes the frames of a check while it runs.
#[derive(Debug, Default)]
pub(super) struct FrameRecorder {
    frames: RefCell<Vec<Frame>>,
    step: Cell<usize>,
    put_right: Cell<bool>,
    script: RefCell<Option<RanScript>>,
    bytes: Cell<usize>,
}

impl FrameRecorder {
    pub(super) fn into_frames(self) -> Vec<Frame> {
        self.frames.into_inner()
    }

    fn push(&self, frame: Frame) {
        self.frames.borrow_mut().push(frame);
    }

    fn is_full(&self) -> bool {
        self.frames.borrow().len() >= MOST_FRAMES || self.bytes.get() >= MOST_BYTES
    }

    fn take_bytes(&self, tables: &[TableFrame]) {
        let values = tables.iter().flat_map(|table| &table.rows).flatten();
        self.bytes.set(self.bytes.get() + values.map(String::len).sum::<usize>());
    }
}

impl AnswerRun<'_> {
    /// Notes that the expected rows take the place of the answer's.
    pub(super) fn record_put_right(&self) {
        if let Some(recorder) = &self.recorder {
            recorder.put_right.set(true);
        }
    }

    /// Runs one half of the scripts that a target asks for, and takes the database after each.
    pub(super) fn migrate_recording(
        &self,
        recorder: &FrameRecorder,
        half: Half,
        target: &Target,
    ) -> Result<(), StepFailure> {
        let applied = self.do_own(run::applied).map_err(|error| self.unreadable(&error))?;
        let chosen = match half {
            Half::Up => choose::pending(self.scripts()?, &applied, target),
            Half::Down => choose::undoable(self.scripts()?, &applied, target),
        };
        for script in chosen.map_err(Finding::from)? {
            self.migrate_at_once(half, &Target::Steps(1))?;
            let half = match half {
                Half::Up => "up",
                Half::Down => "down",
            };
            recorder.script.replace(Some(RanScript { name: script.file.name.clone(), half }));
            self.record_frame(recorder, None);
        }
        Ok(())
    }

    /// Takes the database as a step left it, in the place of the frame of the step's last script.
    pub(super) fn frame_step(&self, step: &Step, record: &Record, verdict: Verdict) {
        let Some(recorder) = &self.recorder else { return };
        if let Some(expected) = record.state.as_ref().filter(|_| verdict != Verdict::Skipped) {
            let number = recorder.step.get();
            let mut frames = recorder.frames.borrow_mut();
            if frames.last().is_some_and(|last| last.step == number) {
                recorder.put_right.set(frames.pop().is_some_and(|last| last.put_right));
            }
            drop(frames);
            self.record_frame(recorder, self.answer.read_state(step, expected).ok());
        }
        recorder.step.set(recorder.step.get() + 1);
        recorder.script.replace(None);
    }

    /// A database that cannot be read has no frame: what is wrong with it is a finding.
    fn record_frame(&self, recorder: &FrameRecorder, expected: Option<State>) {
        if recorder.is_full() {
            return;
        }
        let Ok(state) = self.read_state() else { return };
        let Ok(versions) = self.do_own(run::applied) else { return };
        let tables = self.show_tables(state);
        let expected = expected.map(|state| self.show_tables(state));
        recorder.take_bytes(&tables);
        recorder.take_bytes(expected.as_deref().unwrap_or_default());
        recorder.push(Frame {
            step: recorder.step.get(),
            script: recorder.script.borrow().clone(),
            put_right: recorder.put_right.take(),
            versions: versions.into_iter().map(|applied| applied.version).collect(),
            tables,
            expected,
        });
    }

    /// The first tables of a state with their first rows; a moment that cannot repeat is masked on both sides.
    fn show_tables(&self, state: State) -> Vec<TableFrame> {
        let volatile = &self.answer.exercise.rules.volatile;
        let State { schema, rows, .. } = state.mask_volatile(volatile, self.answer.host.now());
        let tables = schema.tables.iter().take(MOST_TABLES);
        tables.filter_map(|(key, table)| Some(show_table(table, rows.get(key)?))).collect()
    }
}

fn show_table(table: &Table, rows: &Rows) -> TableFrame {
    let columns = table.columns.iter().take(MOST_COLUMNS);
    let shown = rows.rows.iter().take(MOST_ROWS);
    TableFrame {
        name: table.name.to_string(),
        columns: columns
            .map(|column| ColumnFrame {
                name: column.name.to_string(),
                declared: column.declared.clone(),
                required: column.required,
            })
            .collect(),
        key: table.primary_key.columns.iter().map(ToString::to_string).collect(),
        rows: shown.map(|row| row.iter().take(MOST_COLUMNS).map(show_value).collect()).collect(),
        count: rows.rows.len(),
    }
}

fn show_value(value: &Value) -> String {
    shorten(&value.to_string(), LONGEST_VALUE).into_owned()
}
