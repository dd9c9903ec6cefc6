//! Records as the text of a snapshot, and back.

use std::fmt::Write as _;

use rusqlite::Connection;

use super::{Record, SnapshotError, SnapshotErrorKind, Unseen};
use crate::rows::read::query_rows;
use crate::rows::{Rows, Value};
use crate::sql::name::always_quote_name;

/// What a passage of a snapshot is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
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
const HEADINGS: [(Part, &str); 10] = [
    (Part::State, "-- state:"),
    (Part::Result, "-- result:"),
    (Part::Output, "-- output:"),
    (Part::UnseenRows, "-- unseen rows:"),
    (Part::UnseenState, "-- unseen state:"),
    (Part::UnseenResult, "-- unseen result:"),
    (Part::UnseenOutput, "-- unseen output:"),
    (Part::TripRows, "-- unseen rows before the way down:"),
    (Part::TripDown, "-- unseen state after the way down:"),
    (Part::TripAgain, "-- unseen state after the way up again:"),
];

/// What stands after `-- state:` when the state is that of the step before.
const AS_BEFORE: &str = " as before";

/// The text of a snapshot.
pub fn render(records: &[Record]) -> String {
    let mut text = String::new();
    let mut before: Option<&String> = None;
    for (index, record) in records.iter().enumerate() {
        _ = writeln!(text, "-- step {}: {}", index + 1, record.name);
        for (part, heading) in HEADINGS {
            match content(record, part) {
                Some(_) if part == Part::State && record.state.as_ref() == before => {
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
fn content(record: &Record, part: Part) -> Option<String> {
    let unseen = record.unseen.as_ref();
    let trip = unseen.and_then(|unseen| unseen.round_trip.as_ref());
    match part {
        Part::State => record.state.clone(),
        Part::Result => record.result.as_ref().map(result_sql),
        Part::Output => record.output.as_deref().map(output_lines),
        Part::UnseenRows => unseen.map(|unseen| unseen.rows.clone()),
        Part::UnseenState => unseen?.state.clone(),
        Part::UnseenResult => unseen?.result.as_ref().map(result_sql),
        Part::UnseenOutput => unseen?.output.as_deref().map(output_lines),
        Part::TripRows => trip.map(|trip| trip.rows.clone()),
        Part::TripDown => trip.map(|trip| trip.down.clone()),
        Part::TripAgain => trip.map(|trip| trip.again.clone()),
    }
}

fn output_lines(output: &str) -> String {
    output.lines().map(|line| format!("{}\n", format!("-- | {line}").trim_end())).collect()
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
    part: Part,
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
            Part::Output | Part::UnseenOutput => {
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
        let unseen = || Unseen::default();
        match passage.part {
            Part::State if passage.text == AS_BEFORE => {
                let kind = SnapshotErrorKind::NoStateBefore;
                record.state =
                    Some(before.clone().ok_or(SnapshotError { line: passage.line, kind })?);
            }
            Part::State => record.state = Some(passage.text),
            Part::Result => record.result = Some(passage.result()?),
            Part::Output => record.output = Some(passage.text),
            Part::UnseenRows => record.unseen.get_or_insert_with(unseen).rows = passage.text,
            Part::UnseenState => {
                record.unseen.get_or_insert_with(unseen).state = Some(passage.text)
            }
            Part::UnseenResult => {
                record.unseen.get_or_insert_with(unseen).result = Some(passage.result()?)
            }
            Part::UnseenOutput => {
                record.unseen.get_or_insert_with(unseen).output = Some(passage.text)
            }
            Part::TripRows | Part::TripDown | Part::TripAgain => {
                let trip =
                    record.unseen.get_or_insert_with(unseen).round_trip.get_or_insert_default();
                match passage.part {
                    Part::TripRows => trip.rows = passage.text,
                    Part::TripDown => trip.down = passage.text,
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
