//! What is wrong with an answer, as data, and the sentences a learner reads about it. Nothing here looks at a database.

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

use difference::{and_more, cut, line_hint, line_said, row_hint, row_kind, row_said};
use file::{answer_hint, answer_said, database_said};
use probe::{probe_hint, probe_kind, probe_said, proof};
pub use rule::{RuleProblem, Thing};
use schema::{change_hint, change_kind, change_said, undo_hint};
use script::{migration_hint, migration_said, sql_hint, sql_kind, sql_said};
use unseen::unseen_said;

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
pub struct Said {
    /// What the database, the program or a file does or is now.
    pub now: String,
    /// What it should do; None where the step's own words on what should be true say it better.
    pub should: Option<String>,
    /// What stands behind both: the statement, the whole row, how much more differs.
    pub aside: String,
}

/// What is wrong.
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
    },
    /// The result of a query differs.
    Result {
        difference: RowDifference,
        more: usize,
    },
    /// What a program printed differs.
    Output {
        difference: LineDifference,
        more: usize,
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
    /// A step succeeded that should have failed.
    DidNotFail,
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

/// When something showed on rows that the learner has not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The step itself was run.
    Run,
    /// What it did was undone.
    Down,
    /// And it was run again.
    Again,
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

/// Why a file of the learner cannot be read as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The system's words.
    Unreadable(String),
}

/// What an answer made of the file its database is in.
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

/// Why a program did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProgramProblem {
    /// rustc's message, its full text, and how many more errors it found.
    NotCompiled {
        message: String,
        rendered: String,
        more: usize,
    },
    /// What it wrote to standard error.
    Failed {
        code: i32,
        stderr: String,
    },
    Panicked {
        message: String,
    },
    Killed {
        signal: i32,
    },
    TimeOver {
        seconds: u64,
    },
    TooMuchOutput {
        bytes: usize,
    },
    LeftProcesses {
        count: usize,
    },
    NotStarted {
        program: String,
        reason: String,
    },
}

impl Finding {
    /// What is wrong, in words: [`Problem::message`] with the file that is marked.
    pub fn message(&self) -> String {
        self.problem.message(self.span.as_ref().map(Span::file))
    }
}

impl Said {
    fn now(now: String) -> Said {
        Said { now, should: None, aside: String::new() }
    }

    fn should(self, should: &str) -> Said {
        Said { should: Some(should.to_owned()), ..self }
    }

    fn aside(self, aside: &str) -> Said {
        Said { aside: self.aside + aside, ..self }
    }
}

impl Problem {
    /// The stable name of this kind of problem, as reports in JSON give it.
    pub fn kind(&self) -> &'static str {
        match self {
            Problem::Schema { change, .. } => change_kind(change),
            Problem::Probe { difference, .. } => probe_kind(difference.rule),
            Problem::Rows { difference, undoing, .. } => row_kind(difference, *undoing),
            Problem::Unseen { stage: Stage::Run, .. } => "other_rows",
            Problem::Unseen { problem, .. } => problem.kind(),
            Problem::Result { difference, .. } => row_kind(difference, false),
            Problem::Output { .. } => "wrong_output",
            Problem::Accepted { .. } | Problem::DidNotFail => "should_fail",
            Problem::Refused { .. } => "should_not_fail",
            Problem::FailedOtherwise { .. } => "failed_otherwise",
            Problem::Sql(kind) => sql_kind(kind),
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
            Problem::Rows { difference: RowDifference::Different { column, .. }, .. }
            | Problem::Result { difference: RowDifference::Different { column, .. }, .. } => {
                Some(column)
            }
            _ => None,
        }
    }

    /// What the database (or the program) does now and what it should do, in one or two sentences without a full stop.
    ///
    /// `file` is the place's file, for problems that are about a file.
    pub fn message(&self, file: Option<&str>) -> String {
        let Said { now, should, aside } = self.all_said(file);
        let should = should.map_or_else(String::new, |should| format!("; {should}"));
        cut(&format!("{now}{should}{aside}"), 2_500, 500)
    }

    /// The same as data: what is so now apart from what should be. What stands behind both is part of `now`.
    pub fn said(&self, file: Option<&str>) -> Said {
        let Said { now, should, aside } = self.all_said(file);
        let now = cut(&format!("{now}{aside}"), 2_500, 500);
        Said { now, should: should.map(|should| cut(&should, 2_500, 500)), aside: String::new() }
    }

    fn all_said(&self, file: Option<&str>) -> Said {
        let file = file.unwrap_or("the file");
        match self {
            Problem::Schema { change, undoing, witness } => change_said(change, *undoing)
                .aside(&witness.as_deref().map(proof).unwrap_or_default()),
            Problem::Probe { difference, .. } => probe_said(difference),
            Problem::Rows { table, difference, more, undoing } => {
                row_said(&format!("`{table}`"), difference, *undoing).aside(&and_more(*more, "row"))
            }
            Problem::Unseen { stage, problem } => unseen_said(*stage, problem, file),
            Problem::Result { difference, more } => {
                row_said("the result", difference, false).aside(&and_more(*more, "row"))
            }
            Problem::Output { difference, more } => {
                line_said(difference).aside(&and_more(*more, "line"))
            }
            Problem::Accepted { statement } => {
                Said::now("your database accepted this statement".to_owned())
                    .should("it must refuse it")
                    .aside(&format!(": {statement}"))
            }
            Problem::Refused { statement, message } => {
                Said::now(format!("your database refused this statement, saying `{message}`"))
                    .should("it must accept it")
                    .aside(&format!(": {statement}"))
            }
            Problem::DidNotFail => {
                Said::now("this succeeded".to_owned()).should("it must end with an error")
            }
            Problem::FailedOtherwise { expected, message } => {
                Said::now(format!("this failed with `{message}`"))
                    .should(&format!("it must fail with `{expected}`"))
            }
            Problem::Sql(kind) => sql_said(kind),
            Problem::Migration(kind) => migration_said(kind, file),
            Problem::Answer(problem) => answer_said(problem, file),
            Problem::Program(problem) => problem.said(),
            Problem::Database(problem) => database_said(problem),
            Problem::Rule(problem) => problem.said(),
        }
    }

    /// What to do next, in one sentence without a full stop.
    pub fn hint(&self) -> String {
        match self {
            Problem::Schema { change, undoing: true, .. } => undo_hint(change),
            Problem::Schema { change, undoing: false, .. } => change_hint(change),
            Problem::Probe { difference, .. } => probe_hint(difference),
            Problem::Rows { undoing: true, .. } => {
                "a downgrade gives back the old shape and keeps every value that still has a place in it".to_owned()
            }
            Problem::Unseen { stage: Stage::Run, .. } => {
                "look for what is right only for the rows of the task: a name, a number or an id that is written down, or \
                 a row that is not there every time"
                    .to_owned()
            }
            Problem::Unseen { problem, .. } => problem.hint(),
            Problem::Result { difference: RowDifference::Extra(_), .. } => {
                "read this row for what it says of your tables, and find what in your file makes it so".to_owned()
            }
            Problem::Rows { difference, .. } | Problem::Result { difference, .. } => row_hint(difference),
            Problem::Output { difference, .. } => line_hint(difference),
            Problem::Accepted { .. } => {
                "find in this statement what must not be let in, then read what your file says about it: a rule is missing \
                 there, or lets too much through"
                    .to_owned()
            }
            Problem::Refused { .. } => {
                "find the rule in your file that refuses it, and see whether the task asks for it".to_owned()
            }
            Problem::DidNotFail => "something in your file lets it pass: an error that is kept back, or a script that does what it should refuse"
                .to_owned(),
            Problem::FailedOtherwise { .. } => {
                "let the error that the task asks for reach the caller, and no other in its place".to_owned()
            }
            Problem::Sql(kind) => sql_hint(kind),
            Problem::Migration(kind) => migration_hint(kind),
            Problem::Answer(problem) => answer_hint(problem),
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

fn list(names: &[Name]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match &quoted[..] {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}
