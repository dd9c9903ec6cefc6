//! Findings about an answer, as data, and the sentences a learner reads about them. Nothing here looks at a database.

use serde::{Deserialize, Serialize};

use crate::migration::{MigrationError, MigrationErrorKind, ScriptProblem};
use crate::probe::Difference;
use crate::rows::RowDifference;
use crate::schema::diff::SchemaChange;
use crate::script::SqlErrorKind;
use crate::span::Span;
use crate::sql::name::Name;

pub mod compiler;
mod difference;
pub mod explain;
mod file;
pub mod probe;
mod program;
mod rule;
mod schema;
mod script;
mod unseen;

pub use difference::show_row;
use difference::{
    advise_on_lines, advise_on_result, advise_on_rows, count_more, cut_middle, describe_lines,
    describe_rows, name_row_difference,
};
use file::{advise_on_answer_problem, describe_answer_problem, describe_database_problem};
use probe::{advise_on_probe, describe_probe, name_rule, show_proof};
pub use rule::{RuleProblem, Thing};
use schema::{advise_on_change, advise_on_undoing, describe_change, name_change};
use script::{
    advise_on_script_problem, advise_on_sql_error, describe_script_problem, describe_sql_error,
    name_sql_error,
};
use unseen::{describe_unseen, show_witness};

/// One thing that is wrong, and where in the learner's files it is decided.
#[derive(Debug)]
pub struct Finding {
    pub problem: Problem,
    pub span: Option<Span>,
}

impl From<MigrationError> for Finding {
    fn from(MigrationError { span, kind }: MigrationError) -> Finding {
        let problem = match kind {
            MigrationErrorKind::Script(problem) => Problem::Migration(problem),
            MigrationErrorKind::Sql(kind) => Problem::Sql(kind),
        };
        Finding { problem, span }
    }
}

/// The sentences about a problem, each a fragment without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// State of the database, the program or a file now.
    pub actual: String,
    /// State that is asked for; None where the step's own words on what should be true say it better.
    pub expected: Option<String>,
    /// Text that stands behind both: the statement, the whole row, how much more differs.
    pub detail: String,
}

/// Kind of a finding, with what its sentence is made of.
#[derive(Debug)]
pub enum Problem {
    /// The schema differs; `undoing` when a downgrade should have brought it back. The witness is what proves it.
    Schema {
        change: SchemaChange,
        undoing: bool,
        witness: Option<Box<Difference>>,
    },
    /// A statement shows that a rule differs which a schema does not tell.
    Probe {
        difference: Box<Difference>,
        undoing: bool,
    },
    /// The rows of a table differ. `more` counts the differences that are not shown.
    Rows {
        table: Name,
        difference: RowDifference,
        more: usize,
        undoing: bool,
    },
    /// It is right on the rows of the task, but not on others.
    Unseen {
        stage: Stage,
        problem: Box<Problem>,
        /// The statements without which it does not show, where they were looked for.
        witness: Vec<String>,
    },
    /// The result of a query differs.
    Result {
        difference: RowDifference,
        more: usize,
    },
    /// Printed lines differ.
    Output {
        difference: LineDifference,
        more: usize,
        printer: Printer,
    },
    /// A statement passed that a rule should have refused.
    Accepted {
        statement: String,
    },
    /// A statement was refused that should have passed.
    Refused {
        statement: String,
        message: String,
    },
    /// A step succeeded that should have failed; its name.
    DidNotFail {
        step: String,
    },
    /// A step failed, but not in the way it should; what it said.
    FailedOtherwise {
        expected: String,
        message: String,
    },
    /// SQL failed, whoever ran it: a script, a step or a query.
    Sql(SqlErrorKind),
    Migration(ScriptProblem),
    Answer(AnswerProblem),
    Program(ProgramProblem),
    Database(DatabaseProblem),
    /// A rule for a database of the learner's own is broken.
    Rule(Box<RuleProblem>),
}

/// Stage of a step at which something showed on rows that the learner has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The step itself was run.
    Run,
    /// The script was undone.
    Down,
    /// And it was run again.
    Again,
}

/// Writer of the lines that a program printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printer {
    /// The learner's code, or nobody knows.
    Answer,
    /// The learner's code too, but some of it to the standard error.
    StandardError,
    /// The given program alone: it prints what the learner's code returns and leaves.
    Given,
}

/// One way in which printed lines differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineDifference {
    /// `instead` is a printed line that should not be there; None when there is none such.
    Missing {
        line: String,
        instead: Option<String>,
    },
    Extra(String),
    /// At line `number` (from 1) stands another line.
    Different {
        number: usize,
        expected: String,
        actual: String,
    },
    /// All lines are there, but at `number` stands another one.
    OutOfOrder {
        number: usize,
        expected: String,
        actual: String,
    },
}

impl LineDifference {
    /// The lines that differ: the expected one first, where there are two.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        let (one, other) = match self {
            LineDifference::Missing { line, instead } => (line, instead.as_ref()),
            LineDifference::Extra(line) => (line, None),
            LineDifference::Different { expected, actual, .. }
            | LineDifference::OutOfOrder { expected, actual, .. } => (expected, Some(actual)),
        };
        [Some(one), other].into_iter().flatten().map(String::as_str)
    }
}

/// Reason that a file of the learner cannot be read as an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerProblem {
    Missing,
    Empty,
    Directory,
    /// A pipe, a socket or a device.
    NotAFile,
    /// A symbolic link that leads out of the exercise's folder.
    LinkOutside,
    /// A file that is given, not the learner's, is not as it was.
    GivenChanged,
    TooLarge {
        limit: u64,
    },
    NotUtf8,
    NulByte,
    /// Lines end with a carriage return alone, which ends no line of SQL or Rust.
    CarriageReturns,
    /// The marks that git leaves where two versions of a file could not be joined.
    UnfinishedMerge,
    /// A macro of a Rust file that would reach into the given ones.
    SharedMacro,
    /// It is there under another name, that of a neighbour.
    Renamed {
        to: String,
    },
    /// The system's words.
    Unreadable(String),
}

/// Damage that an answer did to the file its database is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseProblem {
    /// A folder, a pipe or a link stands in its place.
    NotAFile,
    TooLarge {
        limit: u64,
    },
    /// SQLite's own words.
    Unreadable(String),
}

/// Reason that a program did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramProblem {
    /// rustc's message, its full text, and how many more errors it found.
    NotCompiled {
        message: String,
        rendered: String,
        more: usize,
    },
    /// The exit code, the text on standard error, and what was printed before.
    Failed {
        code: i32,
        stderr: String,
        printed: String,
    },
    Panicked {
        message: String,
    },
    /// By a signal, and the text on standard error.
    Killed {
        signal: i32,
        stderr: String,
    },
    TimeOver {
        seconds: u64,
    },
    TooMuchOutput {
        bytes: usize,
    },
    /// With everything it started.
    TooMuchMemory,
    /// With everything it started, on all processors.
    TooMuchWork,
    LeftProcesses {
        count: usize,
    },
    NotStarted {
        program: String,
        reason: String,
    },
}

impl Finding {
    /// Says it in words: [`Problem::message`] with the file that is marked.
    pub fn message(&self) -> String {
        self.problem.message(self.span.as_ref().map(Span::file))
    }
}

impl Wording {
    fn actual(actual: String) -> Wording {
        Wording { actual, expected: None, detail: String::new() }
    }

    fn expected(self, expected: &str) -> Wording {
        Wording { expected: Some(expected.to_owned()), ..self }
    }

    fn detail(self, detail: &str) -> Wording {
        Wording { detail: self.detail + detail, ..self }
    }
}

impl Problem {
    /// The stable name of this kind of problem, as reports in JSON give it.
    pub fn kind(&self) -> &'static str {
        match self {
            Problem::Schema { change, .. } => name_change(change),
            Problem::Probe { difference, .. } => name_rule(difference.rule),
            Problem::Rows { difference, undoing, .. } => name_row_difference(difference, *undoing),
            Problem::Unseen { stage: Stage::Run, .. } => "other_rows",
            Problem::Unseen { problem, .. } => problem.kind(),
            Problem::Result { difference, .. } => name_row_difference(difference, false),
            Problem::Output { .. } => "wrong_output",
            Problem::Accepted { .. } | Problem::DidNotFail { .. } => "should_fail",
            Problem::Refused { .. } => "should_not_fail",
            Problem::FailedOtherwise { .. } => "failed_otherwise",
            Problem::Sql(kind) => name_sql_error(kind),
            Problem::Migration(_) => "migration_script",
            Problem::Answer(AnswerProblem::GivenChanged) => "given_file",
            Problem::Answer(_) => "answer_file",
            Problem::Program(problem) => problem.kind(),
            Problem::Database(_) => "database_file",
            Problem::Rule(problem) => problem.kind(),
        }
    }

    /// The table it is about, where there is one.
    pub fn table(&self) -> Option<&str> {
        match self {
            Problem::Schema { change, .. } => Some(change.table()),
            Problem::Probe { difference, .. } => Some(&difference.table),
            Problem::Rows { table, .. } => Some(table),
            Problem::Unseen { problem, .. } => problem.table(),
            Problem::Sql(kind) => kind.table(),
            Problem::Rule(problem) => problem.table(),
            _ => None,
        }
    }

    /// The column it is about, where there is one.
    pub fn column(&self) -> Option<&str> {
        match self {
            Problem::Schema { change, .. } => change.column(),
            Problem::Probe { difference, .. } => difference.columns.first().map(Name::as_str),
            Problem::Unseen { problem, .. } => problem.column(),
            Problem::Refused { message, .. } => column_of(message),
            Problem::Rule(problem) => problem.column(),
            Problem::Sql(kind) => kind.column(),
            Problem::Rows { difference: RowDifference::Different { column, .. }, .. }
            | Problem::Result { difference: RowDifference::Different { column, .. }, .. } => {
                Some(column)
            }
            _ => None,
        }
    }

    /// Says what the database (or the program) does now and what it should do, in one or two sentences without a full stop.
    ///
    /// `file` is the place's file, for problems that are about a file.
    pub fn message(&self, file: Option<&str>) -> String {
        let Wording { actual, expected, detail } = self.full_wording(file);
        let expected = expected.map_or_else(String::new, |expected| format!("; {expected}"));
        cut_middle(&format!("{actual}{expected}{detail}"), 2_500, 500)
    }

    /// The same as data: what is so now apart from what should be. The detail is part of `actual`.
    pub fn wording(&self, file: Option<&str>) -> Wording {
        let Wording { actual, expected, detail } = self.full_wording(file);
        Wording {
            actual: cut_middle(&format!("{actual}{detail}"), 2_500, 500),
            expected: expected.map(|expected| cut_middle(&expected, 2_500, 500)),
            detail: String::new(),
        }
    }

    fn full_wording(&self, file: Option<&str>) -> Wording {
        let file = file.unwrap_or("the file");
        match self {
            Problem::Schema { change, undoing, witness } => describe_change(change, *undoing)
                .detail(&witness.as_deref().map(show_proof).unwrap_or_default()),
            Problem::Probe { difference, .. } => describe_probe(difference),
            Problem::Rows { table, difference, more, undoing } => {
                describe_rows(&format!("`{table}`"), difference, *undoing)
                    .detail(&count_more(*more, "row"))
            }
            Problem::Unseen { stage, problem, witness } => {
                describe_unseen(*stage, problem, file).detail(&show_witness(witness))
            }
            Problem::Result { difference, more } => {
                describe_rows("the result", difference, false).detail(&count_more(*more, "row"))
            }
            Problem::Output { difference, more, printer } => {
                describe_lines(difference, *printer).detail(&count_more(*more, "line"))
            }
            Problem::Accepted { statement } => {
                Wording::actual("your database accepted this statement".to_owned())
                    .expected("it must refuse it")
                    .detail(&format!(": {statement}"))
            }
            Problem::Refused { statement, message } => {
                Wording::actual(format!("your database refused this statement, saying `{message}`"))
                    .expected("it must accept it")
                    .detail(&format!(": {statement}"))
            }
            Problem::DidNotFail { step } => Wording::actual(format!("the step `{step}` succeeded"))
                .expected("it must end with an error"),
            Problem::FailedOtherwise { expected, message } => {
                Wording::actual(format!("this failed with `{message}`"))
                    .expected(&format!("it must fail with `{expected}`"))
            }
            Problem::Sql(kind) => describe_sql_error(kind),
            Problem::Migration(kind) => describe_script_problem(kind, file),
            Problem::Answer(problem) => describe_answer_problem(problem, file),
            Problem::Program(problem) => problem.wording(),
            Problem::Database(problem) => describe_database_problem(problem),
            Problem::Rule(problem) => problem.wording(),
        }
    }

    /// Advice on what to do next, in one sentence without a full stop.
    pub fn hint(&self) -> String {
        match self {
            Problem::Schema { change, undoing: true, .. } => advise_on_undoing(change),
            Problem::Schema { change, undoing: false, .. } => advise_on_change(change),
            Problem::Probe { difference, .. } => advise_on_probe(difference),
            Problem::Rows { undoing: true, .. } => {
                "a downgrade gives back the old shape and keeps every value that still has a place in it".to_owned()
            }
            Problem::Unseen { stage: Stage::Run, .. } => {
                "look for what is right only for the rows of the task: a name, a number or an id that is written down, or \
                 a row that is not there every time"
                    .to_owned()
            }
            Problem::Unseen { problem, .. } => problem.hint(),
            Problem::Result { difference, .. } => advise_on_result(difference),
            Problem::Rows { difference, .. } => advise_on_rows(difference),
            Problem::Output { difference, printer, .. } => advise_on_lines(difference, *printer),
            Problem::Accepted { .. } => {
                "find in this statement what must not be let in, then read what your file says about it: a rule is missing \
                 there, or lets too much through"
                    .to_owned()
            }
            Problem::Refused { .. } => {
                "find the rule in your file that refuses it, and see whether the task asks for it".to_owned()
            }
            Problem::DidNotFail { .. } => "something in your file lets it pass: an error that is kept back, or a script that does what it should refuse"
                .to_owned(),
            Problem::FailedOtherwise { .. } => {
                "let the error that the task asks for reach the caller, and no other in its place".to_owned()
            }
            Problem::Sql(kind) => advise_on_sql_error(kind),
            Problem::Migration(kind) => advise_on_script_problem(kind),
            Problem::Answer(problem) => advise_on_answer_problem(problem),
            Problem::Program(problem) => problem.hint(),
            Problem::Database(DatabaseProblem::TooLarge { .. }) => "look for what adds rows without an end".to_owned(),
            Problem::Rule(problem) => problem.hint(),
            Problem::Database(_) => {
                "leave the database's file to SQLite: look for what wrote to it in another way".to_owned()
            }
        }
    }
}

/// The column in SQLite's words: `NOT NULL constraint failed: cookie.name`.
fn column_of(message: &str) -> Option<&str> {
    let (_, named) = message.split_once(" constraint failed: ")?;
    named.split(',').next()?.split_once('.').map(|(_, column)| column)
}

fn quote_or_computed(name: &Name) -> String {
    match name.as_str() {
        "" => "computed value".to_owned(),
        name => format!("`{name}`"),
    }
}

/// Names as a phrase. Without one is what an index computes.
fn join_names(names: &[Name]) -> String {
    let quoted: Vec<String> = names.iter().map(quote_or_computed).collect();
    match &quoted[..] {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_index_computes_has_no_name() {
        let names = ["", "note"].map(Name::from);
        assert_eq!(join_names(&names), "computed value and `note`");
    }
}
