//! The sentences about rows and printed lines that differ. What is too long to read is cut, with the number of what is left out.

use super::{LineDifference, Wording, join_names};
use crate::rows::{DAY, MOMENT, Row, RowDifference, Value};
use crate::script::Dangling;
use crate::sql::name::Name;

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
                .expected(&format!("{place} should have {}", join_names(expected)))
        }
        RowDifference::Columns { expected, actual } => {
            Wording::actual(format!("{place} has the columns {}", join_names(actual)))
                .expected(&format!("it should have {}", join_names(expected)))
        }
        RowDifference::Different { column, expected, actual } => {
            let expected = find_value(expected, column).map(show_value).unwrap_or_default();
            let now = find_value(actual, column).map(show_value).unwrap_or_default();
            Wording::actual(format!("a row of {place} has {column} = {now}{again}"))
                .expected(&format!("it should be {expected}"))
                .detail(&format!(" (the row is: {})", show_row(actual)))
        }
        RowDifference::Missing(row) => {
            Wording::actual(format!("a row is missing from {place}{again}: {}", show_row(row)))
        }
        RowDifference::Extra(row) => Wording::actual(format!(
            "{place} has a row{again} that should not be there: {}",
            show_row(row)
        )),
        RowDifference::OutOfOrder { position, expected, actual } => {
            Wording::actual(format!("row {position} of {place} is {}", show_row(actual)))
                .expected(&format!("in the right order it is {}", show_row(expected)))
        }
    }
}

pub(super) fn describe_lines(difference: &LineDifference) -> Wording {
    match difference {
        LineDifference::Missing { line, instead } => {
            let said = Wording::actual(format!(
                "a line is missing from what the program printed: `{}`",
                shorten(line)
            ));
            let instead = instead.as_ref().map(|other| {
                format!("; it printed `{}`, which should not be there", shorten(other))
            });
            said.detail(&instead.unwrap_or_default())
        }
        LineDifference::Extra(line) => Wording::actual(format!(
            "the program printed a line that should not be there: `{}`",
            shorten(line)
        )),
        LineDifference::Different { number, expected, actual } => Wording::actual(format!(
            "line {number} of what the program printed is `{}`",
            shorten(actual)
        ))
        .expected(&format!("it should be `{}`", shorten(expected))),
        LineDifference::OutOfOrder { number, expected, actual } => Wording::actual(format!(
            "the right lines were printed in another order: line {number} is `{}`",
            shorten(actual)
        ))
        .expected(&format!("it should be `{}`", shorten(expected))),
    }
}

/// Advice on where to look, by what the two values have in common.
pub(super) fn advise_on_rows(difference: &RowDifference) -> String {
    if let RowDifference::Different { column, expected, actual } = difference {
        let hint = match (find_value(expected, column), find_value(actual, column)) {
            (Some(Value::Null), _) => Some(
                "NULL is no value at all, and neither a text nor 0: what in your file puts a value there?",
            ),
            (_, Some(Value::Null)) => {
                Some("nothing was written there: what in your file should fill this column?")
            }
            (Some(Value::Text(one)), Some(Value::Text(two))) => hint_at_likeness(one, two),
            _ => None,
        };
        if let Some(hint) = hint {
            return hint.to_owned();
        }
    }
    "compare with `workbook inspect`, which shows your database beside the expected one".to_owned()
}

/// Advice on where to look, by what the two lines have in common.
pub(super) fn advise_on_lines(difference: &LineDifference) -> String {
    let alike = match difference {
        LineDifference::Missing { line, instead: Some(other) } => hint_at_likeness(line, other),
        LineDifference::Different { expected, actual, .. } => hint_at_likeness(expected, actual),
        LineDifference::OutOfOrder { .. } => Some(
            "find the column the task orders by, then what your code says about the order, and about its direction",
        ),
        LineDifference::Missing { instead: None, .. } | LineDifference::Extra(_) => Some(
            "take this line as an example: which rows does the task ask for, and what in your code picks them?",
        ),
    };
    alike.unwrap_or("read the task again for what is printed, and in which order").to_owned()
}

/// Names in what two texts that differ are alike; None when it is in nothing much.
fn hint_at_likeness(expected: &str, actual: &str) -> Option<&'static str> {
    let same_words = agree_in(expected, actual, |c| !c.is_ascii_digit());
    if expected.to_lowercase() == actual.to_lowercase() {
        Some("only large and small letters differ: compare them one by one")
    } else if agree_in(expected, actual, |c| c.is_alphanumeric()) {
        Some("the letters agree: compare the blanks, the quotes and the signs between them")
    } else if same_words
        && find_numbers(actual)
            .zip(find_numbers(expected))
            .all(|(two, one)| two == "0" || two == one)
    {
        Some(
            "your code found none of what it counts: which line asks the database for it, and what does it ask?",
        )
    } else if same_words {
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

/// True if two texts have the same characters of one kind, and any at all.
fn agree_in(expected: &str, actual: &str, is_of_kind: fn(&char) -> bool) -> bool {
    expected.chars().filter(is_of_kind).eq(actual.chars().filter(is_of_kind))
        && expected.chars().any(|c| is_of_kind(&c))
}

fn find_numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty())
}

/// Names rows that refer to nothing: `p_id = 99 where id = 7`.
pub(super) fn describe_dangling(found: &Dangling) -> Wording {
    let Dangling { child, parent, count, elsewhere, rows, .. } = found;
    let refer = if *count == 1 { "1 row refers" } else { &format!("{count} rows refer") };
    let mut named: Vec<String> = rows
        .iter()
        .map(|row| format!("{} where {}", show_row(&row.refers), show_row(&row.key)))
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

/// Cuts a long text to its first and last characters, with the number of those between them that are left out.
pub(super) fn cut_middle(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let Some(left_out) = count.checked_sub(first + last).filter(|left_out| *left_out > 0) else {
        return text.to_owned();
    };
    let head: String = text.chars().take(first).collect();
    let tail: String = text.chars().skip(count - last).collect();
    format!("{head}… ({left_out} characters left out) …{tail}")
}

/// Describes a masked moment in words: its shape would be read as a value. None for any other value.
pub(super) fn describe_moment(value: &Value) -> Option<String> {
    let Value::Text(text) = value else { return None };
    match text.as_str() {
        MOMENT => Some("a date with a time".to_owned()),
        DAY => Some("a date without a time".to_owned()),
        _ => None,
    }
}

/// Shows a value as a report does.
pub(super) fn show_value(value: &Value) -> String {
    describe_moment(value).unwrap_or_else(|| shorten(&value.to_string()))
}

/// Cuts a value or a line so that what is beside it can still be seen.
fn shorten(text: &str) -> String {
    cut_middle(text, 200, 50)
}

fn find_value<'a>(row: &'a Row, column: &Name) -> Option<&'a Value> {
    row.0.iter().find(|(name, _)| name == column).map(|(_, value)| value)
}

fn show_row(row: &Row) -> String {
    let values = row.0.iter().map(|(column, value)| format!("{column} = {}", show_value(value)));
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
    use super::hint_at_likeness;

    #[track_caller]
    fn check(expected: &str, actual: &str, hint: &str) {
        assert!(
            hint_at_likeness(expected, actual).unwrap_or("nothing").contains(hint),
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
