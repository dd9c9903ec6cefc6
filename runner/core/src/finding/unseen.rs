//! The sentences about rows that a learner has not seen: one row or line that is wrong, and how such rows are made.

use super::difference::cut_middle;
use super::{Problem, Stage, Wording};

/// What is asked for where the finding itself does not say it.
const RIGHT_FOR_ANY: &str = "the answer must be right for any rows";

pub(super) fn describe_unseen(stage: Stage, problem: &Problem, file: &str) -> Wording {
    let when = match (stage, problem) {
        (Stage::Run, _) => {
            let said = problem.full_wording(Some(file));
            let expected = said.expected.or_else(|| Some(RIGHT_FOR_ANY.to_owned()));
            let actual = format!("with other rows in the tables, {}", said.actual);
            return Wording { actual, expected, ..said };
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

/// The most statements that are shown of those after which it shows.
const SHOWN: usize = 2;

/// Shows the statements that make the rows on which it shows.
pub(super) fn show_witness(statements: &[String]) -> String {
    if statements.is_empty() {
        return String::new();
    }
    let mut shown: Vec<String> = statements
        .iter()
        .take(SHOWN)
        .map(|statement| format!("`{}`", cut_middle(statement.trim_end_matches(';'), 300, 100)))
        .collect();
    match statements.len().saturating_sub(SHOWN) {
        0 => (),
        1 => shown.push("1 more statement".to_owned()),
        more => shown.push(format!("{more} more statements")),
    }
    format!("; seen after {}", shown.join(" and "))
}
