//! Lists the values that are worth trying in a column: those at the edges of its type, and what the answers mention. Pure: no
//! database.

use super::edges::{edge_values, fits, neighbours};
use crate::rows::Value;
use crate::schema::Affinity;

/// The longest text that is made because a check measures it.
pub(crate) const LONGEST: i64 = 100_000;
/// The place among the values of a column at which those for SQL come.
const EARLY: usize = 6;
/// Texts in a column of numbers: some begin with a number, some only look like one or like a truth value.
const OTHER_TYPES: [&str; 6] = ["12 boxes", "none", "", "true", "1,5", " x1"];

/// Values at the edges of a column, in turn with what the answers mention and its neighbours.
///
/// Where the column holds texts though it is one of numbers, texts are among them.
pub(crate) fn edge_pool(affinity: Affinity, existing: &[Value], mentioned: &[Value]) -> Vec<Value> {
    let mut found = edge_values(affinity, existing);
    let mut told: Vec<Value> =
        mentioned.iter().flat_map(|literal| told(affinity, existing, literal)).collect();
    if holds_other_types(affinity, existing) {
        let texts = mentioned.iter().filter(|literal| matches!(literal, Value::Text(_)));
        told.splice(0..0, texts.flat_map(neighbours));
        found.splice(0..0, OTHER_TYPES.map(|text| Value::Text(text.to_owned())));
    }
    let (mut found, mut told) = (found.into_iter(), told.into_iter());
    let mut pool = Vec::new();
    loop {
        let (edge, literal) = (found.next(), told.next());
        if edge.is_none() && literal.is_none() {
            return pool;
        }
        pool.extend(literal.into_iter().chain(edge));
    }
}

/// Values at the edges of a column that a script or a query reads.
pub(super) fn edge_pool_of_sql(
    affinity: Affinity,
    existing: &[Value],
    mentioned: &[Value],
) -> Vec<Value> {
    let mut values = edge_pool(affinity, existing, mentioned);
    let early = values.len().min(EARLY);
    values.splice(early..early, values_of_sql(affinity, existing, mentioned));
    values
}

/// More values at the edges, for scripts and queries: texts with a blank before them or letters of three bytes, and the word
/// NULL.
fn values_of_sql(affinity: Affinity, existing: &[Value], mentioned: &[Value]) -> Vec<Value> {
    match affinity {
        Affinity::Integer | Affinity::Real | Affinity::Numeric => Vec::new(),
        Affinity::Text | Affinity::Blob => {
            let letters = letters_like(existing);
            let lengths = mentioned.iter().filter_map(|literal| match literal {
                Value::Integer(length @ 1..=LONGEST) => Some(*length),
                _ => None,
            });
            let measured = lengths.flat_map(|length| {
                let blank_before = [length, length - 1].map(|rest| prefixed(" ", letters, rest));
                let wide = [length, length + 1].map(|length| text_of_length("€", length));
                blank_before.into_iter().chain(wide)
            });
            [Value::Text("NULL".to_owned())].into_iter().chain(measured).collect()
        }
    }
}

/// What a literal of an answer makes worth trying in a column: itself and its neighbours, or texts of that length.
fn told(affinity: Affinity, existing: &[Value], literal: &Value) -> Vec<Value> {
    match (affinity, literal) {
        (Affinity::Text | Affinity::Blob, Value::Integer(length @ 1..=LONGEST)) => {
            texts_about_length(letters_like(existing), *length)
        }
        (Affinity::Text | Affinity::Blob, Value::Text(_))
        | (Affinity::Integer | Affinity::Numeric, Value::Integer(_)) => neighbours(literal),
        (Affinity::Real, Value::Integer(number)) => neighbours(&Value::Real(*number as f64)),
        (Affinity::Real | Affinity::Numeric, Value::Real(_)) => neighbours(literal),
        _ => Vec::new(),
    }
}

/// True where SQLite keeps texts in a column of numbers, as it does without a rule on their type.
pub(super) fn holds_other_types(affinity: Affinity, existing: &[Value]) -> bool {
    existing.iter().any(|value| matches!(value, Value::Text(_)) && !fits(affinity, value))
}

/// Texts of so many letters, one more and one less, with a blank at the end that makes them so long or too long, and in two
/// bytes each.
pub(super) fn texts_about_length(letters: &str, length: i64) -> Vec<Value> {
    let mut texts: Vec<Value> =
        [length, length + 1, length - 1].map(|length| text_of_length(letters, length)).into();
    for shorter in [length - 1, length] {
        if let Value::Text(text) = text_of_length(letters, shorter) {
            texts.push(Value::Text(text + " "));
        }
    }
    // A letter is not a byte.
    texts.push(text_of_length("ü", length));
    texts
}

/// The letters over and over, up to so many; no letter where the length is negative.
fn text_of_length(letters: &str, length: i64) -> Value {
    let count = usize::try_from(length).unwrap_or(0);
    Value::Text(letters.chars().cycle().take(count).collect())
}

fn prefixed(before: &str, letters: &str, rest: i64) -> Value {
    match text_of_length(letters, rest) {
        Value::Text(text) => Value::Text(format!("{before}{text}")),
        other => other,
    }
}

/// The letters of a text that is there, for longer and shorter ones.
fn letters_like(existing: &[Value]) -> &str {
    let texts = existing.iter().filter_map(|value| match value {
        Value::Text(text) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    });
    texts.into_iter().next().unwrap_or("abcdefghij")
}
