//! Chooses, among the statements that made rows, those with the row that a printed line speaks of.

use crate::finding::Problem;
use crate::rows::Value;
use crate::sample;
use crate::sql::token::split_statements;

/// The shortest text that says which row is meant, in characters.
const SHORTEST: usize = 2;

/// The statement of `rows` that has most of each line in which printed and expected lines differ; none where no text of theirs stands in it.
pub(super) fn choose_telling_rows(rows: &str, problem: &Problem) -> Vec<String> {
    let Problem::Output { difference, .. } = problem else { return Vec::new() };
    let statements: Vec<&str> =
        split_statements(rows).into_iter().map(|range| rows[range].trim()).collect();
    let mut chosen: Vec<String> = Vec::new();
    for line in difference.lines() {
        let told = statements.iter().map(|statement| (length_told(statement, line), statement));
        // The first of those that tell as much.
        let best = told.rev().max_by_key(|(length, _)| *length);
        if let Some((SHORTEST.., statement)) = best
            && !chosen.iter().any(|other| other == statement)
        {
            chosen.push((*statement).to_owned());
        }
    }
    chosen
}

/// The characters of the longest text of a statement that stands in the line.
fn length_told(statement: &str, line: &str) -> usize {
    let texts = sample::literals(statement).into_iter().filter_map(|value| match value {
        Value::Text(text) if line.contains(&*text) => Some(text.chars().count()),
        _ => None,
    });
    texts.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{LineDifference, Printer};

    #[test]
    fn the_row_is_shown_that_the_line_speaks_of() {
        let rows = "INSERT INTO film (id, title) VALUES (7, 'Heat');\n\
                    INSERT INTO film (id, title) VALUES (8, 'Heat; and dust');\n\
                    INSERT INTO film (id, title) VALUES (9, '');\n";
        let choose = |expected: &str, actual: &str| {
            let difference = LineDifference::Different {
                number: 1,
                expected: expected.to_owned(),
                actual: actual.to_owned(),
            };
            let problem = Problem::Output { difference, more: 0, printer: Printer::Answer };
            choose_telling_rows(rows, &problem)
        };
        let film = |values: &str| format!("INSERT INTO film (id, title) VALUES ({values})");
        let dust = film("8, 'Heat; and dust'");
        assert_eq!(choose("1: Heat; and dust", "1: Heat"), [dust.clone(), film("7, 'Heat'")]);
        assert_eq!(choose("1: Heat; and dust", "2: Heat; and dust"), [dust]);
        let none: [String; 0] = [];
        assert_eq!(choose("12", "13"), none);
    }
}
