//! The sentences about rules for a database of the learner's own: what models, scripts and rows have to be like.

use std::ops::Range;

use super::difference::{count_more, describe_rows};
use super::schema::{advise_on_undoing, describe_change};
use super::script::{advise_on_sql_error, describe_sql_error};
use super::{Wording, join_names};
use crate::generate::Done;
use crate::migration::Half;
use crate::rows::{RowDifference, Value};
use crate::schema::ForeignKey;
use crate::schema::diff::SchemaChange;
use crate::script::{SqlError, SqlErrorKind};
use crate::sql::name::Name;

/// One thing that a script does, in words, and what it does it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    pub words: String,
    pub table: Option<Name>,
    pub column: Option<Name>,
}

/// A rule that is broken.
#[derive(Debug)]
pub enum RuleProblem {
    /// The models make these tables only, or none of them refers to another.
    Unrelated {
        tables: Vec<Name>,
    },
    TooFew {
        found: usize,
    },
    DoesNothing,
    SeveralThings {
        things: Vec<Thing>,
    },
    /// No script changes a table that an earlier one made.
    NothingChanged,
    /// A script runs in an empty database and not in one with rows, and the row that it stops at. `own_rule` when a rule
    /// that it makes refuses nearly every row.
    FailsOnRows {
        error: SqlError,
        row: Option<String>,
        own_rule: bool,
    },
    /// No row could be made up for a table that a script changes, and the learner has none there.
    NoRowsMade {
        table: Name,
    },
    /// A row or a value is gone that the half had no need to touch.
    Lost {
        half: Half,
        table: Name,
        difference: RowDifference,
        more: usize,
    },
    NoWayBack {
        is_empty: bool,
    },
    DownFails {
        error: SqlError,
    },
    /// After the way down the schema is another one than before the way up.
    NotRestored {
        change: SchemaChange,
    },
    OtherNotRestored {
        done: Done,
        what: String,
        table: Option<Name>,
    },
    /// After the way down the way up does not run any more, or makes something else.
    NotAgain {
        error: SqlError,
    },
    OtherwiseAgain,
    /// The models want it and the scripts do not make it, or the other way round.
    Disagree {
        change: SchemaChange,
    },
    /// The models have a check on a column that the scripts do not check.
    CheckMissing {
        table: Name,
        column: Name,
        expression: String,
    },
    /// After the first run of `populate` only these tables have rows, or no reference between them is set.
    NotPopulated {
        filled: Vec<Name>,
    },
    /// A later run changes rows; `others` when rows were added before it that are not its own.
    PopulatedAnew {
        table: Name,
        difference: RowDifference,
        more: usize,
        others: bool,
    },
    /// A later run fails, with the program's message.
    FailsAgain {
        message: String,
        others: bool,
    },
    Virtual {
        table: Name,
    },
}

impl RuleProblem {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            RuleProblem::Unrelated { .. } => "unrelated_models",
            RuleProblem::TooFew { .. } => "too_few_scripts",
            RuleProblem::DoesNothing => "empty_script",
            RuleProblem::SeveralThings { .. } => "several_things",
            RuleProblem::NothingChanged => "no_table_changed",
            RuleProblem::FailsOnRows { .. } => "fails_on_rows",
            RuleProblem::NoRowsMade { .. } => "no_rows_made",
            RuleProblem::Lost { .. } => "data_lost",
            RuleProblem::NoWayBack { .. } | RuleProblem::DownFails { .. } => "no_way_back",
            RuleProblem::NotRestored { .. }
            | RuleProblem::OtherNotRestored { .. }
            | RuleProblem::NotAgain { .. }
            | RuleProblem::OtherwiseAgain => "not_restored",
            RuleProblem::Disagree { .. } | RuleProblem::CheckMissing { .. } => "models_disagree",
            RuleProblem::NotPopulated { .. } => "not_populated",
            RuleProblem::PopulatedAnew { .. } | RuleProblem::FailsAgain { .. } => "populated_anew",
            RuleProblem::Virtual { .. } => "virtual_table",
        }
    }

    pub(crate) fn table(&self) -> Option<&str> {
        match self {
            RuleProblem::SeveralThings { things } => things.get(1)?.table.as_deref(),
            RuleProblem::NotRestored { change } | RuleProblem::Disagree { change } => {
                Some(change.table())
            }
            RuleProblem::OtherNotRestored { table, .. } => table.as_deref(),
            RuleProblem::Unrelated { tables } => tables.first().map(Name::as_str),
            RuleProblem::FailsOnRows { error, .. } => error.kind.table(),
            RuleProblem::NoRowsMade { table }
            | RuleProblem::CheckMissing { table, .. }
            | RuleProblem::Lost { table, .. }
            | RuleProblem::PopulatedAnew { table, .. }
            | RuleProblem::Virtual { table } => Some(table),
            _ => None,
        }
    }

    pub(crate) fn column(&self) -> Option<&str> {
        match self {
            RuleProblem::SeveralThings { things } => things.get(1)?.column.as_deref(),
            RuleProblem::NotRestored { change } | RuleProblem::Disagree { change } => {
                change.column()
            }
            RuleProblem::CheckMissing { column, .. }
            | RuleProblem::Lost { difference: RowDifference::Different { column, .. }, .. }
            | RuleProblem::PopulatedAnew {
                difference: RowDifference::Different { column, .. },
                ..
            } => Some(column),
            RuleProblem::FailsOnRows {
                error: SqlError { kind: SqlErrorKind::Sqlite { message, .. }, .. },
                ..
            } => super::column_of(message),
            _ => None,
        }
    }

    /// The bytes of the script at which the database stopped, where they are known.
    pub(crate) fn range(&self) -> Option<Range<usize>> {
        let (RuleProblem::FailsOnRows { error, .. }
        | RuleProblem::DownFails { error }
        | RuleProblem::NotAgain { error }) = self
        else {
            return None;
        };
        (!error.range.is_empty()).then(|| error.range.clone())
    }

    /// A statement that makes an index may say it, and not only the definition of a table.
    pub(crate) fn is_about_an_index(&self) -> bool {
        use SchemaChange::{IndexMissing, UniqueExtra, UniqueMissing};
        let RuleProblem::Disagree { change } = self else { return false };
        matches!(change, IndexMissing { .. } | UniqueExtra { .. } | UniqueMissing { .. })
    }

    pub(super) fn wording(&self) -> Wording {
        match self {
            RuleProblem::Unrelated { tables } => Wording::actual(match &tables[..] {
                [] => "the models make no table yet".to_owned(),
                [one] => format!("the models make one table, `{one}`"),
                _ => format!("the models make the tables {}, and none of them refers to another", join_names(tables)),
            })
            .expected("there should be at least two tables, and one should refer to another"),
            RuleProblem::TooFew { found } => Wording::actual(match found {
                0 => "there is no script yet".to_owned(),
                1 => "there is one script".to_owned(),
                many => format!("there are {many} scripts"),
            })
            .expected("there should be at least three"),
            RuleProblem::DoesNothing => Wording::actual("this script changes nothing".to_owned())
                .expected("each script should do one thing"),
            RuleProblem::SeveralThings { things } => {
                let words: Vec<&str> = things.iter().map(|thing| thing.words.as_str()).collect();
                Wording::actual(format!("this script does {} things: it {}", things.len(), words.join(", and it ")))
                    .expected("each script should do one")
            }
            RuleProblem::NothingChanged => {
                Wording::actual("no script changes the columns of a table that an earlier one has made".to_owned())
                    .expected("at least one should, since that is what happens to an application that is in use")
            }
            RuleProblem::FailsOnRows { error, row, own_rule } => {
                let (now, aside) = name_failure(error);
                let said = Wording::actual(format!("this script runs on empty tables and not on tables with rows: {now}"));
                let said = said.detail(&aside).expected(if *own_rule {
                    "at least two rows of the old table should fit the rule that it makes"
                } else {
                    "it should run whatever rows the tables before it allow"
                });
                match row {
                    Some(row) => said.detail(&format!(" (it stops at this row: {row})")),
                    None => said,
                }
            }
            RuleProblem::NoRowsMade { table } => Wording::actual(format!(
                "this script changes `{table}`, and no row could be made up that its rules allow, so it was tried without rows"
            ))
            .expected("`populate` should put a row there"),
            RuleProblem::Lost { half, table, difference, more } => describe_loss(*half, table, difference, *more),
            RuleProblem::NoWayBack { is_empty: true } => Wording::actual("the down half of this script is empty".to_owned())
                .expected("it should undo what the up half does"),
            RuleProblem::NoWayBack { is_empty: false } => Wording::actual("this script has no down half".to_owned())
                .expected("below a line `-- migrate:down` it should undo what the up half does"),
            RuleProblem::DownFails { error } => {
                let (now, aside) = name_failure(error);
                Wording::actual(format!("the down half does not run after the up half: {now}")).detail(&aside)
            }
            RuleProblem::NotRestored { change } => {
                let Wording { actual: now, .. } = describe_change(change, true);
                let when = if now.contains("the downgrade") { "" } else { "after up and down, " };
                Wording::actual(format!("{when}{now}")).expected("it should be as it was before the way up")
            }
            RuleProblem::OtherNotRestored { done, what, .. } => {
                let now = match done {
                    Done::Added => format!("after up and down, {what} is still there"),
                    Done::Dropped => format!("after up and down, {what} is gone"),
                    Done::Changed => format!("after up and down, {what} is not what it was"),
                };
                Wording::actual(now).expected("it should be as it was before the way up")
            }
            RuleProblem::NotAgain { error } => {
                let (now, aside) = name_failure(error);
                Wording::actual(format!("after up and down, the up half does not run a second time: {now}")).detail(&aside)
            }
            RuleProblem::OtherwiseAgain => {
                Wording::actual("after up and down, the up half makes another schema than the first time".to_owned())
            }
            RuleProblem::Disagree { change } => describe_disagreement(change),
            RuleProblem::CheckMissing { table, column, expression } => Wording::actual(format!(
                "the models have the check `{expression}` on `{table}`; the scripts have none on `{column}`"
            ))
            .expected("what a model refuses, the tables of the scripts should refuse too"),
            RuleProblem::NotPopulated { filled } => Wording::actual(match &filled[..] {
                [] => "`populate` adds no row".to_owned(),
                [one] => format!("`populate` adds rows to `{one}` alone"),
                _ => format!("`populate` adds rows to {}, and no row refers to a row of another table", join_names(filled)),
            })
            .expected("it should add at least one row that refers to a row of another table"),
            RuleProblem::PopulatedAnew { table, difference, more, others } => {
                let said = describe_rows(&format!("`{table}`"), difference, false);
                Wording { actual: format!("after {}, {}", name_other_run(*others), said.actual), ..said }
                    .detail(&count_more(*more, "row"))
            }
            RuleProblem::FailsAgain { message, others } => {
                Wording::actual(format!("{} fails: {message}", name_other_run(*others)))
                    .expected("`populate` should run as often as somebody likes")
            }
            RuleProblem::Virtual { table } => Wording::actual(format!("`{table}` is a virtual table"))
                .expected("here only ordinary tables can be graded"),
        }
    }

    pub(super) fn hint(&self) -> String {
        match self {
            RuleProblem::Unrelated { tables } if tables.is_empty() => {
                "draw your tables on paper, then write a model for each in `models.rs` and register it in `register`"
            }
            RuleProblem::Unrelated { tables } if tables.len() == 1 => {
                "add a model whose rows belong to rows of this one, and register it in `register`"
            }
            RuleProblem::Unrelated { .. } => {
                "ask which rows belong to which others: the model of the many gets a column with the key of the one, and `belongs_to`"
            }
            RuleProblem::TooFew { .. } => "ask what your application lacks next, and write a script for just that",
            RuleProblem::DoesNothing => "write below `-- migrate:up` what this script is for, or delete the file",
            RuleProblem::SeveralThings { .. } => {
                "leave one thing in this script and move each of the others to a script of its own, with a number after this one"
            }
            RuleProblem::NothingChanged => {
                "think of something that a table of yours could know about its rows and does not yet, and add it in a new script"
            }
            RuleProblem::FailsOnRows { error: SqlError { kind: SqlErrorKind::Sqlite { message, .. }, .. }, .. }
                if message.contains("NOT NULL") =>
            {
                "say in the script what such a row gets: a default, or a value made of its others"
            }
            RuleProblem::FailsOnRows { error, .. } => return advise_on_sql_error(&error.kind),
            RuleProblem::NoRowsMade { .. } => "add a row to this table in `populate`: it will be taken along to this script",
            RuleProblem::Lost { half: Half::Up, .. } => {
                "let the script leave alone what it is not about; what shall happen to rows is a script of its own"
            }
            RuleProblem::Lost { half: Half::Down, .. } => {
                "the way down gives back the old shape and keeps every value that still has a place in it"
            }
            RuleProblem::NoWayBack { .. } => "go through the up half from its last statement to its first, and undo each",
            RuleProblem::DownFails { error } => return advise_on_sql_error(&error.kind),
            RuleProblem::NotAgain { error } => return advise_on_sql_error(&error.kind),
            RuleProblem::NotRestored { change } => return advise_on_undoing(change),
            RuleProblem::OtherNotRestored { done: Done::Added, .. } => "drop in the down half what the up half makes",
            RuleProblem::OtherNotRestored { .. } => {
                "what is rebuilt or dropped takes its checks, indexes, triggers and views along: the down half has to make them again"
            }
            RuleProblem::OtherwiseAgain => "look at what the down half leaves, and what the up half makes of that",
            RuleProblem::Disagree { .. } | RuleProblem::CheckMissing { .. } => {
                "decide which of the two is right, and change the other; `workbook db migrate` writes the script that is missing"
            }
            RuleProblem::NotPopulated { .. } => {
                "add a row of the one first, and then a row of the many with the key of that one"
            }
            RuleProblem::PopulatedAnew { .. } | RuleProblem::FailsAgain { .. } => {
                "let `populate` look first what is there, or say what shall happen on a conflict, and add only what is missing"
            }
            RuleProblem::Virtual { .. } => "make it an ordinary table, or leave it out",
        }
        .to_owned()
    }
}

fn describe_loss(half: Half, table: &str, difference: &RowDifference, more: usize) -> Wording {
    let when = match half {
        Half::Up => "after the up half",
        Half::Down => "after up and down",
    };
    let said = describe_rows(&format!("`{table}`"), difference, false);
    let should = match half {
        Half::Up => "the script changes nothing about that, so it should stay",
        Half::Down => "the way down has a place for it, and could keep it",
    };
    let should =
        said.expected.map_or_else(|| should.to_owned(), |other| format!("{other}: {should}"));
    Wording {
        actual: format!("{when}, {}", said.actual),
        expected: Some(should),
        detail: said.detail,
    }
    .detail(&count_more(more, "row"))
}

/// Names what stopped a script, in the database's own words where it has some.
fn name_failure(error: &SqlError) -> (String, String) {
    let Wording { actual: now, detail: aside, .. } = describe_sql_error(&error.kind);
    (now.trim_start_matches("the database could not run this statement: ").to_owned(), aside)
}

fn name_other_run(others: bool) -> &'static str {
    if others {
        "another run of `populate`, with rows in the tables that are not its own"
    } else {
        "a second run of `populate`"
    }
}

/// Describes where models and scripts differ; what is expected is what the models want.
fn describe_disagreement(change: &SchemaChange) -> Wording {
    let (models, scripts) = match change {
        SchemaChange::TableMissing { table, .. } => {
            (format!("the models have a table `{table}`"), "the scripts do not make it".to_owned())
        }
        SchemaChange::TableExtra { table } => {
            (format!("the models have no table `{table}`"), "the scripts make one".to_owned())
        }
        SchemaChange::ColumnMissing { table, column, .. } => (
            format!("the models have a column `{table}.{column}`"),
            "the scripts do not make it".to_owned(),
        ),
        SchemaChange::ColumnExtra { table, column } => (
            format!("the models have no column `{table}.{column}`"),
            "the scripts make one".to_owned(),
        ),
        SchemaChange::Type { table, column, expected, actual } => (
            format!("in the models `{table}.{column}` is declared `{expected}`"),
            format!("in the scripts it is declared `{actual}`"),
        ),
        SchemaChange::Required { table, column, expected: true } => (
            format!("in the models `{table}.{column}` is required"),
            "in the scripts it allows NULL".to_owned(),
        ),
        SchemaChange::Required { table, column, expected: false } => (
            format!("in the models `{table}.{column}` is an `Option`"),
            "in the scripts it refuses NULL".to_owned(),
        ),
        SchemaChange::Default { table, column, expected, actual } => (
            format!("in the models `{table}.{column}` has {}", name_default(expected.as_ref())),
            format!("in the scripts it has {}", name_default(actual.as_ref())),
        ),
        SchemaChange::UniqueMissing { table, columns } => (
            format!("in the models {} is unique in `{table}`", join_names(columns)),
            "in the scripts it is not".to_owned(),
        ),
        SchemaChange::UniqueExtra { table, columns } => (
            format!("in the models {} is not unique in `{table}`", join_names(columns)),
            "in the scripts it is".to_owned(),
        ),
        SchemaChange::IndexMissing { table, columns } => (
            format!("the models have an index on {} of `{table}`", join_names(columns)),
            "the scripts have none".to_owned(),
        ),
        SchemaChange::ForeignKeyMissing { table, key } => (
            format!("in the models `{table}` refers to `{}`", key.table),
            "in the scripts it does not".to_owned(),
        ),
        SchemaChange::ForeignKeyExtra { table, key } => (
            format!("in the scripts `{table}` refers to `{}`", key.table),
            "in the models it does not".to_owned(),
        ),
        SchemaChange::ForeignKeyAction { table, expected, actual } => (
            format!(
                "in the models the reference of `{table}` to `{}` has {}",
                expected.table,
                name_actions(expected)
            ),
            format!("in the scripts it has {}", name_actions(actual)),
        ),
        SchemaChange::PrimaryKey { table, expected, actual } => (
            format!("in the models the primary key of `{table}` is {}", join_names(expected)),
            format!("in the scripts it is {}", join_names(actual)),
        ),
        other => {
            let Wording { actual: now, .. } = describe_change(other, false);
            (
                format!("the models and the scripts do not agree on `{}`", other.table()),
                format!("in the scripts, {now}"),
            )
        }
    };
    Wording::actual(format!("{models}, and {scripts}")).expected("the two should agree")
}

fn name_default(value: Option<&Value>) -> String {
    value.map_or_else(|| "no default".to_owned(), |value| format!("the default {value}"))
}

fn name_actions(key: &ForeignKey) -> String {
    format!("`ON DELETE {}`, `ON UPDATE {}`", key.on_delete, key.on_update)
}
