//! Records as the text of a snapshot, and back.

use std::fmt::Write as _;

use rusqlite::Connection;

use super::{Record, SnapshotError, SnapshotErrorKind};
use crate::rows::read::query_rows;
use crate::rows::{Rows, Value};
use crate::sql::name::always_quote_name;

/// Kind of a passage of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PassageKind {
    State,
    Result,
    Output,
    UnseenRows,
    UnseenState,
    UnseenResult,
    UnseenOutput,
    TripRows,
    TripDown,
    TripAgain,
}

/// The line that begins each passage, in the order in which they are written.
const HEADINGS: [(PassageKind, &str); 10] = [
    (PassageKind::State, "-- state:"),
    (PassageKind::Result, "-- result:"),
    (PassageKind::Output, "-- output:"),
    (PassageKind::UnseenRows, "-- unseen rows:"),
    (PassageKind::UnseenState, "-- unseen state:"),
    (PassageKind::UnseenResult, "-- unseen result:"),
    (PassageKind::UnseenOutput, "-- unseen output:"),
    (PassageKind::TripRows, "-- unseen rows before the way down:"),
    (PassageKind::TripDown, "-- unseen state after the way down:"),
    (PassageKind::TripAgain, "-- unseen state after the way up again:"),
];

/// Mark after `-- state:` when the state is that of the step before.
const AS_BEFORE: &str = " as before";

/// The text of a snapshot.
pub fn render(records: &[Record]) -> String {
    let mut text = String::new();
    let mut before: Option<&String> = None;
    for (index, record) in records.iter().enumerate() {
        _ = writeln!(text, "-- step {}: {}", index + 1, record.name);
        for (part, heading) in HEADINGS {
            match content(record, part) {
                Some(_) if part == PassageKind::State && record.state.as_ref() == before => {
                    _ = writeln!(text, "{heading}{AS_BEFORE}");
                }
                Some(content) => _ = write!(text, "{heading}\n{content}"),
                None => (),
            }
        }
        before = record.state.as_ref().or(before);
    }
    text
}

/// The lines of a passage; None when the record has nothing of the kind.
fn content(record: &Record, part: PassageKind) -> Option<String> {
    let unseen = record.unseen.as_ref();
    let trip = unseen.and_then(|unseen| unseen.round_trip.as_ref());
    match part {
        PassageKind::State => record.state.clone(),
        PassageKind::Result => record.result.as_ref().map(result_sql),
        PassageKind::Output => record.output.as_deref().map(output_lines),
        PassageKind::UnseenRows => unseen.map(|unseen| unseen.rows.clone()),
        PassageKind::UnseenState => unseen?.state.clone(),
        PassageKind::UnseenResult => unseen?.result.as_ref().map(result_sql),
        PassageKind::UnseenOutput => unseen?.output.as_deref().map(output_lines),
        PassageKind::TripRows => trip.map(|trip| trip.rows.clone()),
        PassageKind::TripDown => trip.map(|trip| trip.down.clone()),
        PassageKind::TripAgain => trip.map(|trip| trip.again.clone()),
    }
}

fn output_lines(output: &str) -> String {
    output.lines().map(|line| format!("{}\n", join_mark(line))).collect()
}

/// A line of output after the mark of one. Blanks at its end stay.
fn join_mark(line: &str) -> String {
    if line.is_empty() { "-- |".to_owned() } else { format!("-- | {line}") }
}

/// A result as a query that gives it.
fn result_sql(result: &Rows) -> String {
    let columns: Vec<String> =
        result.columns.iter().map(|column| always_quote_name(column)).collect();
    let row = |row: &Vec<Value>| {
        format!("  ({})", row.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    let rows = if result.rows.is_empty() {
        format!("  SELECT {} WHERE false", vec!["NULL"; columns.len()].join(", "))
    } else {
        format!("  VALUES\n{}", result.rows.iter().map(row).collect::<Vec<_>>().join(",\n"))
    };
    format!("WITH result ({}) AS (\n{rows}\n) SELECT * FROM result;\n", columns.join(", "))
}

/// A passage, with the number of the line that begins it.
struct Passage {
    part: PassageKind,
    line: usize,
    text: String,
}

/// Reads the text of a snapshot; the header that insta writes is passed over.
pub fn parse(text: &str) -> std::result::Result<Vec<Record>, SnapshotError> {
    let mut steps: Vec<(String, Vec<Passage>)> = Vec::new();
    for (number, line) in body(text) {
        if let Some((_, name)) =
            line.strip_prefix("-- step ").and_then(|rest| rest.split_once(": "))
        {
            steps.push((name.to_owned(), Vec::new()));
            continue;
        }
        let Some((_, passages)) = steps.last_mut() else {
            return Err(SnapshotError { line: number, kind: SnapshotErrorKind::NoStep });
        };
        let heading = HEADINGS
            .iter()
            .find(|(_, heading)| *heading == line.strip_suffix(AS_BEFORE).unwrap_or(line));
        match (heading, passages.last_mut()) {
            (Some((part, heading)), _) => {
                let text = if line == *heading { String::new() } else { AS_BEFORE.to_owned() };
                passages.push(Passage { part: *part, line: number, text });
            }
            (None, Some(passage)) => passage.take(line),
            (None, None) => {
                return Err(SnapshotError { line: number, kind: SnapshotErrorKind::NoPart });
            }
        }
    }
    let mut before = None;
    steps.into_iter().map(|(name, passages)| record(name, passages, &mut before)).collect()
}

impl Passage {
    fn take(&mut self, line: &str) {
        let line = match self.part {
            PassageKind::Output | PassageKind::UnseenOutput => {
                let line = line.strip_prefix("-- |").unwrap_or(line);
                line.strip_prefix(' ').unwrap_or(line)
            }
            _ => line,
        };
        _ = writeln!(self.text, "{line}");
    }

    fn result(&self) -> std::result::Result<Rows, SnapshotError> {
        read_result(&self.text)
            .map_err(|error| SnapshotError { line: self.line, kind: SnapshotErrorKind::Sql(error) })
    }
}

/// One step's record; `before` is the state of the last step that had one.
fn record(
    name: String,
    passages: Vec<Passage>,
    before: &mut Option<String>,
) -> std::result::Result<Record, SnapshotError> {
    let mut record = Record { name, ..Record::default() };
    for passage in passages {
        match passage.part {
            PassageKind::State if passage.text == AS_BEFORE => {
                let kind = SnapshotErrorKind::NoStateBefore;
                record.state =
                    Some(before.clone().ok_or(SnapshotError { line: passage.line, kind })?);
            }
            PassageKind::State => record.state = Some(passage.text),
            PassageKind::Result => record.result = Some(passage.result()?),
            PassageKind::Output => record.output = Some(passage.text),
            PassageKind::UnseenRows => record.unseen.get_or_insert_default().rows = passage.text,
            PassageKind::UnseenState => {
                record.unseen.get_or_insert_default().state = Some(passage.text)
            }
            PassageKind::UnseenResult => {
                record.unseen.get_or_insert_default().result = Some(passage.result()?)
            }
            PassageKind::UnseenOutput => {
                record.unseen.get_or_insert_default().output = Some(passage.text)
            }
            PassageKind::TripRows | PassageKind::TripDown | PassageKind::TripAgain => {
                let trip = record.unseen.get_or_insert_default().round_trip.get_or_insert_default();
                match passage.part {
                    PassageKind::TripRows => trip.rows = passage.text,
                    PassageKind::TripDown => trip.down = passage.text,
                    _ => trip.again = passage.text,
                }
            }
        }
    }
    *before = record.state.clone().or(before.take());
    Ok(record)
}

/// The numbered lines after insta's header.
fn body(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let header = if text.starts_with("---") { 2 } else { 0 };
    let mut rules = 0;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if rules < header {
            rules += usize::from(line == "---");
            return None;
        }
        Some((index + 1, line))
    })
}

fn read_result(sql: &str) -> rusqlite::Result<Rows> {
    let connection = Connection::open_in_memory()?;
    query_rows(&connection, sql, [])
}
