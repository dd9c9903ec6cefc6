//! Turns events into bytes: for people, one line for each finding, as JSON, as JSON lines, as JUnit.

use std::io::{self, Write};

use crate::event::Event;

pub(crate) mod human;
pub(crate) mod json;
#[cfg(feature = "authors")]
pub(crate) mod junit;
pub(crate) mod result_table;
mod short;
pub(crate) mod snippet;
pub(crate) mod tables;

/// The longest value or name in a table that is shown, in characters.
const CELL: usize = 100;

/// Which report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Human,
    Json,
    /// A line of JSON for each exercise as it ends.
    JsonLines,
    /// A line for each finding, for editors.
    Short,
    #[cfg(feature = "authors")]
    Junit,
}

/// How much a report for people tells; those for programs always tell everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The first thing that is wrong in full, the others in one line each.
    First,
    /// Every step, and everything that is wrong in full.
    EveryStep,
}

/// A report that is being written.
pub(crate) enum Reporter {
    Human(human::Human),
    Json(json::Json),
    JsonLines,
    Short,
    #[cfg(feature = "authors")]
    Junit(junit::Junit),
}

impl Reporter {
    pub(crate) fn new(format: Format, detail: Detail) -> Reporter {
        match format {
            Format::Human => Reporter::Human(human::Human::new(detail)),
            Format::Json => Reporter::Json(json::Json::default()),
            Format::JsonLines => Reporter::JsonLines,
            Format::Short => Reporter::Short,
            #[cfg(feature = "authors")]
            Format::Junit => Reporter::Junit(junit::Junit::default()),
        }
    }

    /// Reports an event: results to `out`, progress and warnings to `err`.
    pub(crate) fn report(
        &mut self,
        event: Event,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> io::Result<()> {
        match &event {
            Event::Warning(text) => return writeln!(err, "warning: {text}"),
            Event::Building { id } => return writeln!(err, "compiling the program of {id} …"),
            Event::News(line) => return writeln!(err, "  {line}"),
            _ => (),
        }
        match self {
            Reporter::Human(human) => human.report(event, out),
            Reporter::Json(json) => json.report(event, out),
            Reporter::JsonLines => json::report_line(event, out),
            Reporter::Short => short::report(event, out),
            #[cfg(feature = "authors")]
            Reporter::Junit(junit) => junit.report(event, out),
        }
    }
}
