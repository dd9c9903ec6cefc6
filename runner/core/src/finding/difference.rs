//! The sentences about rows and printed lines that differ. What is too long to read is cut, with the number of what is left out.

use super::{LineDifference, Wording, list};
use crate::rows::{DAY, MOMENT, Row, RowDifference, Value};
use crate::script::Dangling;

pub(super) fn name_row_difference(difference: &RowDifference, undoing: bool) -> &'static str {
    match difference {
        RowDifference::Columns { .. } => "wrong_columns",
        RowDifference::Missing(_) | RowDifference::Different { .. } if undoing => "data_lost",
        RowDifference::Different { .. } => "different_row",
        RowDifference::Missing(_) => "missing_row",
        RowDifference::Extra(_) => "extra_row",
        RowDifference::OutOfOrder { .. } => "wrong_order",
    }
}

pub(super) fn describe_rows(place: &str, difference: &RowDifference, undoing: bool) -> Wording {
    let again = if undoing { " after the downgrade" } else { "" };
    match difference {
        RowDifference::Columns { expected, actual } if actual.is_empty() => {
            Wording::actual("no question was asked yet, so there is no result".to_owned())
                .expected(&format!("{place} should have {}", list(expected)))
        }
        RowDifference::Columns { expected, actual } => {
            Wording::actual(format!("{place} has the columns {}", list(actual)))
                .expected(&format!("it should have {}", list(expected)))
        }
        RowDifference::Different { column, expected, actual } => {
            let value = |row: &Row| {
                let found = row.0.iter().find(|(name, _)| name == column);
                found.map_or_else(String::new, |(_, value)| shown(value))
            };
            Wording::actual(format!("a row of {place} has {column} = {}{again}", value(actual)))
                .expected(&format!("it should be {}", value(expected)))
                .detail(&format!(" (the row is: {})", row_text(actual)))
        }
        RowDifference::Missing(row) => {
            Wording::actual(format!("a row is missing from {place}{again}: {}", row_text(row)))
        }
        RowDifference::Extra(row) => Wording::actual(format!(
            "{place} has a row{again} that should not be there: {}",
            row_text(row)
        )),
        RowDifference::OutOfOrder { position, expected, actual } => {
            Wording::actual(format!("row {position} of {place} is {}", row_text(actual)))
                .expected(&format!("in the right order it is {}", row_text(expected)))
        }
    }
}

pub(super) fn describe_lines(difference: &LineDifference) -> Wording {
    match difference {
        LineDifference::Missing { line, instead } => {
            let said = Wording::actual(format!(
                "a line is missing from what the program printed: `{}`",
                short(line)
            ));
            let instead = instead
                .as_ref()
                .map(|other| format!("; it printed `{}`, which should not be there", short(other)));
            said.detail(&instead.unwrap_or_default())
        }
        LineDifference::Extra(line) => Wording::actual(format!(
            "the program printed a line that should not be there: `{}`",
            short(line)
        )),
        LineDifference::Different { number, expected, actual } => Wording::actual(format!(
            "line {number} of what the program printed is `{}`",
            short(actual)
        ))
        .expected(&format!("it should be `{}`", short(expected))),
        LineDifference::OutOfOrder { number, expected, actual } => Wording::actual(format!(
            "the right lines were printed in another order: line {number} is `{}`",
            short(actual)
        ))
        .expected(&format!("it should be `{}`", short(expected))),
    }
}

/// Where to look, by what the two values have in common.
pub(super) fn advise_on_rows(difference: &RowDifference) -> String {
    let of = |row: &Row, column: &str| {
        row.0.iter().find(|(name, _)| name == column).map(|(_, value)| value.clone())
    };
    if let RowDifference::Different { column, expected, actual } = difference {
        let hint = match (of(expected, column), of(actual, column)) {
            (Some(Value::Null), _) => Some(
                "NULL is no value at all, and neither a text nor 0: what in your file puts a value there?",
            ),
            (_, Some(Value::Null)) => {
                Some("nothing was written there: what in your file should fill this column?")
            }
            (Some(Value::Text(one)), Some(Value::Text(two))) => likeness(&one, &two),
            _ => None,
        };
        if let Some(hint) = hint {
            return hint.to_owned();
        }
    }
    "compare with `workbook inspect`, which shows your database beside the expected one".to_owned()
}

/// Where to look, by what the two lines have in common.
pub(super) fn advise_on_lines(difference: &LineDifference) -> String {
    let alike = match difference {
        LineDifference::Missing { line, instead: Some(other) } => likeness(line, other),
        LineDifference::Different { expected, actual, .. } => likeness(expected, actual),
        LineDifference::OutOfOrder { .. } => Some(
            "find the column the task orders by, then what your code says about the order, and about its direction",
        ),
        LineDifference::Missing { instead: None, .. } | LineDifference::Extra(_) => Some(
            "take this line as an example: which rows does the task ask for, and what in your code picks them?",
        ),
    };
    alike.unwrap_or("read the task again for what is printed, and in which order").to_owned()
}

/// In what two texts that differ are alike; None when it is in nothing much.
fn likeness(expected: &str, actual: &str) -> Option<&'static str> {
    let only = |keep: fn(&char) -> bool| {
        expected.chars().filter(keep).eq(actual.chars().filter(keep))
            && expected.chars().any(|c| keep(&c))
    };
    if expected.to_lowercase() == actual.to_lowercase() {
        Some("only large and small letters differ: compare them one by one")
    } else if only(|c| c.is_alphanumeric()) {
        Some("the letters agree: compare the blanks, the quotes and the signs between them")
    } else if only(|c| !c.is_ascii_digit())
        && numbers(actual).zip(numbers(expected)).all(|(two, one)| two == "0" || two == one)
    {
        Some(
            "your code found none of what it counts: which line asks the database for it, and what does it ask?",
        )
    } else if only(|c| !c.is_ascii_digit()) {
        Some(
            "the words agree and a number does not: where does your code take it from, and out of which rows?",
        )
    } else if !expected.is_empty() && actual.contains(expected) {
        Some("what the task asks for is there, and something around it that is not asked for")
    } else if !actual.is_empty() && expected.contains(actual) {
        Some("a part of what the task asks for is not there")
    } else {
        None
    }
}

fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}

/// Names rows that refer to nothing: `p_id = 99 where id = 7`.
pub(super) fn describe_dangling(found: &Dangling) -> Wording {
    let Dangling { child, parent, count, elsewhere, rows, .. } = found;
    let refer = if *count == 1 { "1 row refers" } else { &format!("{count} rows refer") };
    let mut named: Vec<String> = rows
        .iter()
        .map(|row| format!("{} where {}", row_text(&row.refers), row_text(&row.key)))
        .collect();
    if let Some(more) = count.checked_sub(rows.len()).filter(|more| *more > 0) {
        named.push(format!("and {more} more"));
    }
    let elsewhere = match elsewhere {
        0 => String::new(),
        1 => "; 1 row of another table does so too".to_owned(),
        count => format!("; {count} rows of other tables do so too"),
    };
    let named = named.join("; ");
    Wording::actual(format!(
        "in `{child}`, {refer} to a row of `{parent}` that does not exist: {named}{elsewhere}"
    ))
}

/// The text, or its first and last characters with the number of those between them that are left out.
pub(super) fn cut(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let Some(left_out) = count.checked_sub(first + last).filter(|left_out| *left_out > 0) else {
        return text.to_owned();
    };
    let head: String = text.chars().take(first).collect();
    let tail: String = text.chars().skip(count - last).collect();
    format!("{head}… ({left_out} characters left out) …{tail}")
}

/// What was levelled because it is another one each time, in words: its shape would be read as a value.
pub(super) fn shape(value: &Value) -> Option<String> {
    let Value::Text(text) = value else { return None };
    match text.as_str() {
        MOMENT => Some("a date with a time".to_owned()),
        DAY => Some("a date without a time".to_owned()),
        _ => None,
    }
}

/// A value as a report shows it.
pub(super) fn shown(value: &Value) -> String {
    shape(value).unwrap_or_else(|| short(&value.to_string()))
}

/// A value or a line, cut so that what is beside it can still be seen.
fn short(text: &str) -> String {
    cut(text, 200, 50)
}

fn row_text(row: &Row) -> String {
    let values = row.0.iter().map(|(column, value)| format!("{column} = {}", shown(value)));
    values.collect::<Vec<_>>().join(", ")
}

pub(super) fn count_more(count: usize, noun: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!(" (and 1 more {noun} differs)"),
        _ => format!(" (and {count} more {noun}s differ)"),
    }
}

#[cfg(test)]
mod tests {
    use super::likeness;

    #[track_caller]
    fn check(expected: &str, actual: &str, hint: &str) {
        assert!(
            likeness(expected, actual).unwrap_or("nothing").contains(hint),
            "{expected} {actual}"
        );
    }

    #[test]
    fn a_hint_says_what_two_texts_have_in_common() {
        check("Vertigo", "VERTIGO", "large and small letters");
        check("Vertigo", "\"Vertigo\"", "the letters agree");
        check("susan: 2", "susan: 4", "a number does not");
        check("susan: 2", "susan: 0", "found none");
        check("Vertigo", "1. Vertigo", "something around it");
        check("susan: 2", "susan", "a part");
        check("Vertigo", "Alien", "nothing");
        check("2", "3", "nothing");
    }
}
