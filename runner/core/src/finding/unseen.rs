//! The sentences about rows that a learner has not seen: what is wrong with them is said, but not what they are.

use super::{LineDifference, Problem, Stage, Wording};
use crate::rows::RowDifference;

pub(super) fn describe_unseen(stage: Stage, problem: &Problem, file: &str) -> Wording {
    let when = match (stage, problem) {
        (Stage::Run, _) => {
            let now = format!("with other rows in the tables, {}", mask_values(problem, file));
            return Wording::actual(now).expected("the answer must be right for any rows");
        }
        (Stage::Down, Problem::Rows { .. }) => {
            "when the script is undone on a table with more rows, "
        }
        (Stage::Again, Problem::Rows { .. }) => {
            "when the script is undone and run again on a table with more rows, "
        }
        (Stage::Again, Problem::Migration(_) | Problem::Sql(_)) => {
            "when the script is undone and run again, "
        }
        // It says itself that it is about the way down.
        _ => "",
    };
    let said = problem.full_wording(Some(file));
    Wording { actual: format!("{when}{}", said.actual), ..said }
}

/// Says what is wrong without a value of the rows.
fn mask_values(problem: &Problem, file: &str) -> String {
    match problem {
        Problem::Rows { table, difference, more, .. } => {
            count_wrong_rows(&format!("`{table}`"), difference, more + 1)
        }
        Problem::Result { difference: RowDifference::Columns { .. }, .. } => {
            problem.message(Some(file))
        }
        Problem::Result { difference, more } => {
            count_wrong_rows("the result", difference, more + 1)
        }
        Problem::Output { difference, more } => count_wrong_lines(difference, more + 1),
        other => other.message(Some(file)),
    }
}

fn count_wrong_rows(of: &str, difference: &RowDifference, count: usize) -> String {
    match difference {
        RowDifference::Different { column, .. } => {
            format!(
                "{} of {of} {} a wrong value in `{column}`",
                count_nouns(count, "row"),
                if count == 1 { "has" } else { "have" }
            )
        }
        RowDifference::Missing(_) => {
            format!("{} {} missing from {of}", count_nouns(count, "row"), conjugate_to_be(count))
        }
        RowDifference::Extra(_) => {
            format!("{of} has {} that should not be there", count_nouns(count, "row"))
        }
        RowDifference::OutOfOrder { .. } => {
            format!("the rows of {of} come in another order than the task asks for")
        }
        RowDifference::Columns { .. } => format!("{of} has other columns than it should"),
    }
}

fn count_wrong_lines(difference: &LineDifference, count: usize) -> String {
    match difference {
        LineDifference::Missing { .. } => {
            format!(
                "{} {} missing from what the program prints",
                count_nouns(count, "line"),
                conjugate_to_be(count)
            )
        }
        LineDifference::Extra(_) => {
            format!("the program prints {} that should not be there", count_nouns(count, "line"))
        }
        LineDifference::Different { .. } => {
            format!(
                "{} of what the program prints {} wrong",
                count_nouns(count, "line"),
                conjugate_to_be(count)
            )
        }
        LineDifference::OutOfOrder { .. } => {
            "the program prints the right lines in another order than the task asks for".to_owned()
        }
    }
}

fn count_nouns(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn conjugate_to_be(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
