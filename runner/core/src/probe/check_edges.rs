//! Values at the edges of what a check allows. Pure: no database.

use crate::rows::Value;
use crate::sample::{LONGEST_SAMPLE, SampleRow};
use crate::schema::check::Check;
use crate::schema::{Affinity, Column};
use crate::sql::name::Name;

/// Effect that is observed when a statement was accepted.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Observation {
    /// That it was.
    Acceptance,
    /// That it was. A database that refuses it may know more than the rule says, so only the other way round counts.
    Refusal,
    /// Value stored in a column.
    Stored(Name),
    /// A column is filled in, or not.
    FilledIn(Name),
    /// The column has this number again, or a lower one.
    Reused(Name, Value),
    /// Fate of the rows whose column refers to the first value, which may now be the second one.
    Children { table: Name, column: Name, from: Value, to: Value },
    /// All rows of all tables.
    Rows,
}

/// Finds the values about the edges of what a check allows in a column.
pub(super) fn find_edges(
    check: &Check,
    column: &Column,
    row: &SampleRow,
) -> Vec<(Value, Observation)> {
    let mut found: Vec<(Value, Observation)> = Vec::new();
    for literal in &check.literals {
        match (literal, column.affinity()) {
            (Value::Integer(length), Affinity::Text)
                if check.measures && (0..=LONGEST_SAMPLE).contains(length) =>
            {
                let text = row.value_of(&column.name);
                found.extend(
                    (length - 1..=length + 1)
                        .filter_map(|length| cut_to_length(text?, length))
                        .map(expect_acceptance),
                );
                found.extend(text_of_umlauts(*length).map(expect_acceptance));
                let longer = text.and_then(|text| cut_to_length(text, *length));
                found.extend(longer.and_then(with_blank_before).map(expect_acceptance));
            }
            (Value::Integer(_), Affinity::Text) => (),
            (Value::Integer(number), Affinity::Integer) => {
                let next = [number.saturating_sub(1), *number, number.saturating_add(1)];
                found.extend(next.map(Value::Integer).map(expect_acceptance));
            }
            (Value::Integer(_) | Value::Real(_), _) => {
                let number = if let Value::Integer(number) = literal {
                    *number as f64
                } else {
                    as_real(literal)
                };
                found.extend(
                    [-1.0, -0.01, 0.0, 0.01, 1.0]
                        .map(|by| expect_acceptance(Value::Real(number + by))),
                );
            }
            (Value::Text(text), Affinity::Text | Affinity::Blob | Affinity::Numeric) => {
                found.extend(texts_around(text, row.value_of(&column.name)));
            }
            _ => (),
        }
    }
    if !column.required {
        found.push(expect_acceptance(Value::Null));
    }
    found
}

pub(super) fn expect_acceptance(value: Value) -> (Value, Observation) {
    (value, Observation::Acceptance)
}

fn as_real(value: &Value) -> f64 {
    if let Value::Real(number) = value { *number } else { 0.0 }
}

/// Makes the text of the row so long: what else is asked of it is likely to hold still.
fn cut_to_length(text: &Value, length: i64) -> Option<Value> {
    let (Value::Text(text), Ok(length)) = (text, usize::try_from(length)) else { return None };
    let letters = text.chars().chain("abcdefghij".chars().cycle());
    Some(Value::Text(letters.take(length).collect()))
}

/// The text with a blank before it, which counts as a letter.
fn with_blank_before(text: Value) -> Option<Value> {
    match text {
        Value::Text(text) => Some(Value::Text(format!(" {text}"))),
        _ => None,
    }
}

/// A text of so many letters, each of them two bytes. What else a check asks of letters may refuse it.
fn text_of_umlauts(length: i64) -> Option<Value> {
    let length = usize::try_from(length).ok()?;
    Some(Value::Text("ü".repeat(length)))
}

/// A text of a check and one that is nearly it; of a pattern, what it may have been written against.
fn texts_around(text: &str, row: Option<&Value>) -> Vec<(Value, Observation)> {
    if !text.contains(['%', '_', '*', '?', '[']) {
        return vec![
            expect_acceptance(Value::Text(text.to_owned())),
            (Value::Text(format!("{text}x")), Observation::Refusal),
        ];
    }
    let Some(Value::Text(known)) = row else { return Vec::new() };
    let plain: Vec<char> =
        text.chars().filter(|c| !"%_*?[]^".contains(*c) && !c.is_alphanumeric()).collect();
    let without: String = known.chars().filter(|c| !plain.contains(c)).collect();
    let odd = [" ", "A", "é", "'", "!"].map(|odd| format!("{known}{odd}"));
    odd.into_iter().chain([without]).map(|text| (Value::Text(text), Observation::Refusal)).collect()
}
