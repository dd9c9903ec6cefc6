//! The sentences about statements that show what a database does otherwise, and where they belong.

use std::collections::BTreeSet;

use super::difference::describe_rows;
use super::schema::describe_change;
use super::{Finding, Problem, Wording, join_names};
use crate::probe::{Difference, Fate, ProbeEffect, ProbedRule};
use crate::sql::bracket::{closing_bracket, split_at_commas};
use crate::sql::name::Name;
use crate::sql::token::split_statements;
use crate::sql::word::{Word, span_of, split_words};

/// Kinds that cannot be told apart from the rules of a table as long as they are wrong.
const SHAPE: [&str; 6] =
    ["missing_table", "missing_column", "extra_column", "type", "primary_key", "strict"];

/// The tables of which a finding says already that their schema differs.
pub fn differing_tables(problems: &[Problem]) -> BTreeSet<Name> {
    let schemas = problems.iter().filter(|problem| matches!(problem, Problem::Schema { .. }));
    schemas.filter_map(Problem::table).map(Name::from).collect()
}

/// Adds what probes have shown: to the finding that says so already, or as one of its own.
pub fn add(problems: &mut Vec<Problem>, differences: Vec<Difference>, undoing: bool) {
    for difference in differences {
        let mut known = problems.iter_mut();
        match known.find(|problem| is_same_finding(problem, &difference)) {
            Some(Problem::Schema { witness, .. }) if witness.is_none() => {
                *witness = Some(Box::new(difference))
            }
            Some(_) => (),
            None => {
                if problems.iter().all(|problem| leaves_news(problem, &difference)) {
                    problems.push(Problem::Probe { difference: Box::new(difference), undoing });
                }
            }
        }
    }
}

fn is_of_table(problem: &Problem, table: &Name) -> bool {
    problem.table().is_some_and(|of| *table == *of) && !matches!(problem, Problem::Rows { .. })
}

/// True if the difference need not come from the problem.
fn leaves_news(problem: &Problem, difference: &Difference) -> bool {
    if !is_of_table(problem, &difference.table) {
        return true;
    }
    match difference.rule {
        ProbedRule::Check => !SHAPE.contains(&problem.kind()),
        _ => matches!(problem, Problem::Probe { .. }),
    }
}

/// True if a problem is what the difference shows.
fn is_same_finding(problem: &Problem, difference: &Difference) -> bool {
    let columns = &difference.columns;
    let same_column = match problem {
        Problem::Probe { difference: other, .. } => other.columns == *columns,
        _ => problem.column().is_none_or(|column| columns.iter().any(|name| name == column)),
    };
    is_of_table(problem, &difference.table) && same_column && is_of_one_family(problem, difference)
}

fn is_of_one_family(problem: &Problem, difference: &Difference) -> bool {
    let kind = problem.kind();
    let shown = name_rule(difference.rule);
    let in_family = match problem {
        // Who lacks a value, or may not, also stands out where it is left out or checked.
        Problem::Probe { .. } => {
            [["nullability", "default", "check"], ["foreign_key", "foreign_key_action", ""]]
                .iter()
                .any(|family| family.contains(&kind) && family.contains(&shown))
        }
        _ => kind == "foreign_key" && shown == "foreign_key_action",
    };
    kind == shown || in_family
}

impl Finding {
    /// Key that tells it from other findings: its message without the statement that proves it, which may be another one
    /// after the next step.
    pub fn dedup_key(&self) -> String {
        match &self.problem {
            Problem::Schema { change, undoing, .. } => describe_change(change, *undoing).actual,
            Problem::Probe { difference, .. } => {
                format!("{} {} {:?}", self.problem.kind(), difference.table, difference.columns)
            }
            _ => self.message(),
        }
    }
}

pub(super) fn name_rule(rule: ProbedRule) -> &'static str {
    match rule {
        ProbedRule::NotNull => "nullability",
        ProbedRule::Default => "default",
        ProbedRule::Unique => "unique",
        ProbedRule::PrimaryKey => "primary_key",
        ProbedRule::ForeignKey => "foreign_key",
        ProbedRule::ForeignKeyAction => "foreign_key_action",
        ProbedRule::Check => "check",
        ProbedRule::Trigger => "trigger",
        ProbedRule::View => "view",
    }
}

/// Says what the database did now, what it should do, and the statement that proves it.
pub(super) fn describe_probe(difference: &Difference) -> Wording {
    let Difference { rule, table, columns, statement, what } = difference;
    let subject = if *rule == ProbedRule::View { "view" } else { "table" };
    let said = match what {
        ProbeEffect::Accepted => {
            let reason = name_reason(*rule, columns, statement);
            Wording::actual(format!("table `{table}` accepted a statement although {reason}"))
                .expected("it must refuse it")
        }
        ProbeEffect::Refused(message) => {
            Wording::actual(format!("table `{table}` refused a statement, saying `{message}`"))
                .expected("it must accept it")
        }
        ProbeEffect::Broken(message) => {
            Wording::actual(format!("{subject} `{table}` cannot be used: `{message}`"))
                .expected("this must run")
        }
        ProbeEffect::Stored { column, actual } => Wording::actual(format!(
            "column `{table}.{column}` got {actual} where nothing was said about it"
        ))
        .expected("another value belongs there"),
        ProbeEffect::OtherMoment { column, actual, now } => Wording::actual(format!(
            "column `{table}.{column}` got '{actual}' by itself when it was {now} in UTC"
        ))
        .expected("it should be that moment"),
        ProbeEffect::Reused => {
            Wording::actual(format!("table `{table}` gave the number of a deleted row again"))
                .expected("it must never do so")
        }
        ProbeEffect::Children { table: children, expected, actual } => Wording::actual(format!(
            "when a row changes or goes, what refers to it in `{children}` {}",
            describe_fate(*actual).0
        ))
        .expected(&format!("{} should {}", join_names(columns), describe_fate(*expected).1)),
        ProbeEffect::Rows { table, difference } if *rule == ProbedRule::View => {
            return describe_rows(&format!("view `{table}`"), difference, false);
        }
        ProbeEffect::Rows { table, difference } => {
            describe_rows(&format!("`{table}`"), difference, false).detail("; it came of this")
        }
        ProbeEffect::NoView => return Wording::actual(format!("there is no view `{table}` yet")),
        ProbeEffect::ViewLeft => {
            return Wording::actual(format!("the view `{table}` is still there"))
                .expected("it belongs to a script that is undone now");
        }
    };
    said.detail(&format!(": {statement}"))
}

fn name_reason(rule: ProbedRule, columns: &[Name], statement: &str) -> String {
    let names = join_names(columns);
    match rule {
        ProbedRule::NotNull => format!("{names} is NULL"),
        ProbedRule::Default => format!("nothing is said about {names}"),
        ProbedRule::Unique | ProbedRule::PrimaryKey => format!("another row has the same {names}"),
        ProbedRule::ForeignKey | ProbedRule::ForeignKeyAction => {
            format!("{names} then refers to a row that is not there")
        }
        ProbedRule::Check => match find_written_values(statement, columns) {
            Some(values) => format!("no row may have {values}"),
            None => format!("no row may have such a value of {names}"),
        },
        ProbedRule::Trigger | ProbedRule::View => "the task forbids it".to_owned(),
    }
}

/// Finds what the last `INSERT` of a statement writes into the columns: ``pieces` = 1001`. None where it does not write
/// all of them.
fn find_written_values(statement: &str, columns: &[Name]) -> Option<String> {
    let last = &statement[split_statements(statement).pop()?];
    let words = split_words(last);
    let (names, rest) = split_list(&words)?;
    let (values, rest) = match rest {
        [keyword, ..] if keyword.is("VALUES") => split_list(rest)?,
        _ => return None,
    };
    if !rest.is_empty() || columns.is_empty() {
        return None;
    }
    let written = columns.iter().map(|column| {
        let at = names.iter().position(|name| name.iter().any(|word| *column == *word.name()))?;
        let value = &last[span_of(values.get(at)?)];
        Some(format!("`{column}` = {}", show_value_with_length(value)))
    });
    Some(written.collect::<Option<Vec<String>>>()?.join(" and "))
}

/// Splits words after their first list in brackets: its items, and what comes after it.
fn split_list<'a, 'b>(words: &'b [Word<'a>]) -> Option<(Vec<&'b [Word<'a>]>, &'b [Word<'a>])> {
    let open = words.iter().position(|word| word.is("("))?;
    let close = closing_bracket(words, open)?;
    let inside = &words[open + 1..close];
    let items = split_at_commas(inside).into_iter().map(|item| &inside[item]);
    Some((items.collect(), &words[close + 1..]))
}

/// Shows a value; of a text so long that nobody would count, the length too.
fn show_value_with_length(value: &str) -> String {
    match value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(text) if text.chars().count() > 12 => {
            format!("{value} ({} characters)", text.replace("''", "'").chars().count())
        }
        _ => value.to_owned(),
    }
}

/// Describes what becomes of children: as it is, and as it should be.
fn describe_fate(fate: Fate) -> (&'static str, &'static str) {
    match fate {
        Fate::Refused => ("keeps it from being changed or deleted", "keep it from being so"),
        Fate::Deleted => ("is deleted with it", "be deleted with it"),
        Fate::Null => ("gets NULL instead", "become NULL"),
        Fate::Followed => ("gets its new number", "get its new number"),
        Fate::Left => ("is left as it was, and leads nowhere", "stay as it was"),
        Fate::Other => ("gets another value", "get another value"),
    }
}

/// Shows the proof of a finding about a schema, to be put behind its sentence.
pub(super) fn show_proof(witness: &Difference) -> String {
    let now = match &witness.what {
        ProbeEffect::Accepted => "this was accepted".to_owned(),
        ProbeEffect::Refused(_) => "this was refused".to_owned(),
        ProbeEffect::Stored { actual, .. } => format!("this left {actual} there"),
        ProbeEffect::OtherMoment { actual, now, .. } => {
            format!("this left '{actual}' there when it was {now}")
        }
        ProbeEffect::Reused => "this got the number of the deleted row".to_owned(),
        ProbeEffect::Children { .. } => "seen with this".to_owned(),
        ProbeEffect::Broken(_)
        | ProbeEffect::Rows { .. }
        | ProbeEffect::NoView
        | ProbeEffect::ViewLeft => {
            return String::new();
        }
    };
    format!("; {now}: {}", witness.statement)
}

pub(super) fn advise_on_probe(difference: &Difference) -> String {
    match difference.rule {
        _ if difference.what == ProbeEffect::ViewLeft => {
            "take it away in the down half of the script that makes it"
        }
        ProbedRule::View => "run the query of the view by hand and compare its rows with those of the tables",
        ProbedRule::Trigger => "look at what your file says happens by itself when a row comes, changes or goes",
        ProbedRule::Check if matches!(difference.what, ProbeEffect::Refused(_)) => {
            "read the rule the message names with this row in your hand: where is the border, and where does the task draw it?"
        }
        ProbedRule::Check => {
            "look for the rule about this in your file: is it there, and what does it say of the first value that is too much \
             or too little?"
        }
        _ => "find the line of the column in your file, and read what it says about this value",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::find_written_values;
    use crate::sql::name::Name;

    #[track_caller]
    fn check(statement: &str, columns: &[&str], expected: Option<&str>) {
        let columns: Vec<Name> = columns.iter().map(|&name| name.into()).collect();
        assert_eq!(find_written_values(statement, &columns).as_deref(), expected, "{statement}");
    }

    #[test]
    fn the_values_of_the_row_that_is_tried_are_read_from_its_statement() {
        let sale = "INSERT INTO p (id) VALUES (1); INSERT INTO sale (\"Pieces\", note) VALUES (1001, 'a, (b)')";
        check(sale, &["pieces"], Some("`pieces` = 1001"));
        check(sale, &["note", "pieces"], Some("`note` = 'a, (b)' and `pieces` = 1001"));
        check(
            "INSERT INTO t (a) VALUES ('Nobody''s walnut')",
            &["a"],
            Some("`a` = 'Nobody''s walnut' (15 characters)"),
        );
        check(sale, &["paid"], None);
        check("UPDATE sale SET pieces = 1001", &["pieces"], None);
        check(sale, &[], None);
    }
}
