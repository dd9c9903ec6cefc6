//! The sentences about rows and printed lines that differ. What is too long to read is cut, with the number of what is left out.

use super::{LineDifference, Printer, Wording, join_names};
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
            let expected = find_value(expected, column).unwrap_or(&Value::Null);
            let now = find_value(actual, column).unwrap_or(&Value::Null);
            let should = if is_same_kind_of_moment(expected, now) {
                "the moment now, in UTC".to_owned()
            } else {
                show_value(expected)
            };
            Wording::actual(format!("a row of {place} has {column} = {}{again}", show_value(now)))
                .expected(&format!("it should be {should}"))
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

pub(super) fn describe_lines(difference: &LineDifference, printer: Printer) -> Wording {
    let program = match printer {
        Printer::Given => "the given program",
        Printer::Answer | Printer::StandardError => "the program",
    };
    match difference {
        LineDifference::Missing { line, instead } => {
            let said = Wording::actual(format!(
                "a line is missing from what {program} printed: {}",
                quote_line(line)
            ));
            let instead = instead.as_ref().map(|other| {
                format!("; it printed {}, which should not be there", quote_line(other))
            });
            said.detail(&instead.unwrap_or_default())
        }
        LineDifference::Extra(line) => Wording::actual(format!(
            "{program} printed a line that should not be there: {}",
            quote_line(line)
        )),
        LineDifference::Different { number, expected, actual } => Wording::actual(format!(
            "line {number} of what {program} printed is {}",
            quote_line(actual)
        ))
        .expected(&format!("it should be {}", quote_line(expected))),
        LineDifference::OutOfOrder { number, expected, actual } => Wording::actual(format!(
            "the right lines were printed in another order: line {number} is {}",
            quote_line(actual)
        ))
        .expected(&format!("it should be {}", quote_line(expected))),
    }
}

/// Quotes a line such that what cannot be seen in it can.
fn quote_line(line: &str) -> String {
    if line.is_empty() { "an empty line".to_owned() } else { format!("`{}`", shorten(line)) }
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

/// Advice on a question, by what is wrong with its rows.
pub(super) fn advise_on_result(difference: &RowDifference) -> String {
    match difference {
        RowDifference::Extra(_) => {
            "read this row for what it says of your tables, and find what in your file makes it so".to_owned()
        }
        RowDifference::Missing(_) => {
            "hold this row against what your file says about it: which words leave it out, or make it another?".to_owned()
        }
        RowDifference::Columns { .. } => {
            "read in the task what is asked for, and compare it with the words between `SELECT` and `FROM`".to_owned()
        }
        RowDifference::OutOfOrder { .. } => {
            "find the column the task orders by, then what your file says about the order, and about its direction".to_owned()
        }
        RowDifference::Different { .. } => advise_on_rows(difference),
    }
}

/// Advice on where to look, by who printed the lines and what the two have in common.
pub(super) fn advise_on_lines(difference: &LineDifference, printer: Printer) -> String {
    match printer {
        Printer::Given if is_number_zero(difference) => {
            "the given `main.rs` prints what your code returns and leaves. A row with the id 0 was given it: `Set(0)` is a \
             value like any other, and where nothing is set the database chooses"
                .to_owned()
        }
        Printer::Given => {
            "the given `main.rs` prints this, from what your code returns and leaves in the database: find the line there, \
             and the function it calls"
                .to_owned()
        }
        Printer::StandardError if matches!(difference, LineDifference::Missing { .. }) => {
            "some of your lines go elsewhere: `eprintln!` and `dbg!` write to the standard error, and only what `println!` \
             writes is compared"
                .to_owned()
        }
        Printer::Answer | Printer::StandardError => advise_on_own_lines(difference),
    }
}

/// True of two lines that differ in one number, which is 0 and should not be.
fn is_number_zero(difference: &LineDifference) -> bool {
    let LineDifference::Different { expected, actual, .. } = difference else { return false };
    agree_in(expected, actual, |c| !c.is_ascii_digit())
        && find_numbers(actual)
            .zip(find_numbers(expected))
            .any(|(now, wanted)| now == "0" && wanted != "0")
}

fn advise_on_own_lines(difference: &LineDifference) -> String {
    let alike = match difference {
        LineDifference::Missing { line, instead: Some(other) } => hint_at_likeness(line, other),
        LineDifference::Different { expected, actual, .. } => hint_at_likeness(expected, actual),
        LineDifference::OutOfOrder { .. } => Some(
            "find the column the task orders by, then what your code says about the order, and about its direction",
        ),
        LineDifference::Extra(line) if line.is_empty() => Some(
            "`println!` ends its line by itself: look for a `\\n`, or for a `println!` with nothing in it",
        ),
        LineDifference::Extra(_) => Some(
            "find what prints this line: either the task asks for no such line, or your code picks a row too many",
        ),
        LineDifference::Missing { instead: None, .. } => Some(
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

/// True of a moment in the shape of the expected one, which was masked since it is now: it is the wrong moment.
pub(super) fn is_same_kind_of_moment(expected: &Value, actual: &Value) -> bool {
    let (Value::Text(expected), Value::Text(actual)) = (expected, actual) else { return false };
    let as_zeros = |c: char| if c.is_ascii_digit() { '0' } else { c };
    [MOMENT, DAY].contains(&expected.as_str())
        && actual != expected
        && actual.chars().map(as_zeros).collect::<String>().starts_with(expected.as_str())
}

/// Shows a value as a report does.
pub(super) fn show_value(value: &Value) -> String {
    describe_moment(value).unwrap_or_else(|| shorten(&value.to_string()))
}

/// Cuts a value or a line so that what is beside it can still be seen.
fn shorten(text: &str) -> String {
    cut_middle(&show_invisible(text), 200, 50)
}

/// Writes as `\u{a0}` what looks like a blank and is none, or like nothing at all.
fn show_invisible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        let is_blank = character.is_whitespace() && !character.is_ascii();
        let is_nothing =
            matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        match character {
            _ if is_blank || is_nothing => shown.extend(character.escape_unicode()),
            '\t' => shown.push_str("\\t"),
            _ => shown.push(character),
        }
    }
    shown
}

fn find_value<'a>(row: &'a Row, column: &Name) -> Option<&'a Value> {
    row.0.iter().find(|(name, _)| name == column).map(|(_, value)| value)
}

/// Shows a row with the names of its columns: `id = 1, name = 'a'`.
pub fn show_row(row: &Row) -> String {
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
    use super::*;

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

    #[test]
    fn what_cannot_be_seen_in_a_line_is_shown() {
        assert_eq!(quote_line("oat\u{a0}bar"), "`oat\\u{a0}bar`");
        assert_eq!(quote_line(""), "an empty line");
        assert_eq!(quote_line("Käse 1"), "`Käse 1`");
        assert_eq!(show_value(&Value::Text("a\u{200b}b".to_owned())), "'a\\u{200b}b'");
    }

    #[test]
    fn the_hint_about_a_line_goes_by_who_printed_it() {
        let line = |expected: &str, actual: &str| LineDifference::Different {
            number: 1,
            expected: expected.to_owned(),
            actual: actual.to_owned(),
        };
        let given = |difference: &LineDifference| advise_on_lines(difference, Printer::Given);
        assert!(given(&line("oat has the id 1", "oat has the id 0")).contains("`Set(0)`"));
        assert!(given(&line("oat has the id 1", "no oat")).contains("the given `main.rs`"));
        let extra = LineDifference::Extra("added oat".to_owned());
        assert!(advise_on_lines(&extra, Printer::Answer).contains("what prints this line"));
        let missing = LineDifference::Missing { line: "Alien".to_owned(), instead: None };
        assert!(advise_on_lines(&missing, Printer::StandardError).contains("`eprintln!`"));
        assert!(advise_on_lines(&missing, Printer::Answer).contains("which rows"));
    }

    #[test]
    fn a_moment_that_is_not_now_is_told_from_what_is_none() {
        let text = |text: &str| Value::Text(text.to_owned());
        assert!(is_same_kind_of_moment(&text(MOMENT), &text("2026-01-01 00:00:00")));
        assert!(!is_same_kind_of_moment(&text(MOMENT), &text("2026-01-01")));
        assert!(!is_same_kind_of_moment(&text(MOMENT), &text(MOMENT)));
        assert!(!is_same_kind_of_moment(&text("Alien"), &text("2026-01-01")));
    }
}
