//! Rows as values with their types, and what separates two lists of them.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::sql::name::Name;

pub mod moment;
pub mod print;
pub mod read;

/// One value as SQLite stores it. `0`, `0.0`, `'0'`, `''` and NULL are five different values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    /// A blob, or a text that is not UTF-8.
    Blob(Vec<u8>),
}

/// Named columns and rows of as many values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    pub columns: Vec<Name>,
    pub rows: Vec<Vec<Value>>,
}

/// Order that two lists of rows are compared in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    Counts,
    Free,
    /// By these columns; rows that are equal in all of them may stand in any order.
    By(Vec<Name>),
}

/// One row, shown with the names of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<(Name, Value)>);

/// One way in which two lists of rows differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowDifference {
    /// The two results do not have the same columns.
    Columns {
        expected: Vec<Name>,
        actual: Vec<Name>,
    },
    /// A row with the same key holds another value in `column`.
    Different {
        column: Name,
        expected: Row,
        actual: Row,
    },
    Missing(Row),
    Extra(Row),
    /// All rows are there, but at `position` (from 1) stands another one.
    OutOfOrder {
        position: usize,
        expected: Row,
        actual: Row,
    },
}

impl Value {
    /// Roughly how many bytes it prints as.
    pub fn size(&self) -> usize {
        match self {
            Value::Null | Value::Integer(_) | Value::Real(_) => 8,
            Value::Text(text) => text.len(),
            Value::Blob(bytes) => bytes.len(),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Null => 0,
            Value::Integer(_) => 1,
            Value::Real(_) => 2,
            Value::Text(_) => 3,
            Value::Blob(_) => 4,
        }
    }

    /// Masks all that may change from run to run: a digit becomes `0`, and so does a number.
    #[must_use]
    pub fn shape(&self) -> Value {
        match self {
            Value::Integer(_) => Value::Integer(0),
            Value::Real(_) => Value::Real(0.0),
            Value::Text(text) if moment(text) => Value::Text(MOMENT.to_owned()),
            Value::Text(text) => Value::Text(
                text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect(),
            ),
            other => other.clone(),
        }
    }
}

/// Mask of a date with a time.
pub const MOMENT: &str = "0000-00-00 00:00:00";
/// The shape of a date.
pub const DAY: &str = "0000-00-00";

/// Recognizes a text that starts like a date with a time: `2026-05-01 12:30:00` or with a `T`, whatever follows.
fn moment(text: &str) -> bool {
    let pattern = "0000-00-00?00:00:00";
    text.len() >= pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            b'?' => matches!(byte, b' ' | b'T'),
            _ => byte == wanted,
        })
}

impl Ord for Value {
    fn cmp(&self, other: &Value) -> Ordering {
        match (self, other) {
            (Value::Integer(one), Value::Integer(two)) => one.cmp(two),
            (Value::Real(one), Value::Real(two)) => one.total_cmp(two),
            (Value::Text(one), Value::Text(two)) => one.cmp(two),
            (Value::Blob(one), Value::Blob(two)) => one.cmp(two),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Value {}

/// As an SQL literal on one line, so that what is printed can be typed, and two different values never look the same.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("NULL"),
            Value::Integer(number) => write!(f, "{number}"),
            Value::Real(number) if number.is_infinite() => {
                f.write_str(if *number > 0.0 { "9e999" } else { "-9e999" })
            }
            Value::Real(number) => write!(f, "{number:?}"),
            Value::Text(text) => write_text(f, text),
            Value::Blob(bytes) => {
                f.write_str("x'")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("'")
            }
        }
    }
}

/// A text in quotes; control characters are spelled `char(10)`.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let pieces: Vec<String> = text
        .split_inclusive(char::is_control)
        .flat_map(|piece| match piece.chars().next_back() {
            Some(control) if control.is_control() => {
                let plain = &piece[..piece.len() - control.len_utf8()];
                vec![quote(plain), format!("char({})", u32::from(control))]
            }
            _ => vec![quote(piece)],
        })
        .filter(|piece| piece != "''")
        .collect();
    f.write_str(&if pieces.is_empty() { "''".to_owned() } else { pieces.join(" || ") })
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl Rows {
    /// The rows with only `columns`, in that order. None when one of them is not there.
    fn project(&self, columns: &[Name]) -> Option<Vec<Vec<Value>>> {
        let indexes: Option<Vec<usize>> = columns.iter().map(|column| self.index(column)).collect();
        let indexes = indexes?;
        Some(
            self.rows
                .iter()
                .map(|row| indexes.iter().map(|index| row[*index].clone()).collect())
                .collect(),
        )
    }

    /// Position of a column.
    pub fn index(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known == column)
    }

    fn named(&self, row: &[Value]) -> Row {
        Row(self.columns.iter().cloned().zip(row.iter().cloned()).collect())
    }
}

/// Lists what separates two results: rows with another value first, then missing ones, then extra ones, then order.
///
/// `key` names the columns by which a row is known; without one, rows are equal or they are not. Columns that only
/// `actual` has are left out.
pub fn compare(expected: &Rows, actual: &Rows, order: &Order, key: &[Name]) -> Vec<RowDifference> {
    let Some(found) = actual.project(&expected.columns) else {
        let columns = RowDifference::Columns {
            expected: expected.columns.clone(),
            actual: actual.columns.clone(),
        };
        return vec![columns];
    };
    let (missing, extra) = leftovers(&expected.rows, &found);
    let mut differences = pair(expected, missing, extra, key);
    if differences.is_empty() {
        let counts: Vec<usize> = match order {
            Order::Counts => (0..expected.columns.len()).collect(),
            Order::Free => Vec::new(),
            Order::By(columns) => {
                columns.iter().filter_map(|column| expected.index(column)).collect()
            }
        };
        let mut pairs = expected.rows.iter().zip(&found);
        let wrong = pairs.position(|(one, two)| !are_same(one, two, &counts));
        differences.extend(wrong.map(|index| RowDifference::OutOfOrder {
            position: index + 1,
            expected: expected.named(&expected.rows[index]),
            actual: expected.named(&found[index]),
        }));
    }
    differences
}

/// True if two rows have the same values in the columns with these numbers.
fn are_same(one: &[Value], two: &[Value], columns: &[usize]) -> bool {
    columns.iter().all(|index| one[*index] == two[*index])
}

type Leftovers<'a> = (Vec<&'a Vec<Value>>, Vec<&'a Vec<Value>>);

/// The rows that only one side has, counting how often each stands there.
fn leftovers<'a>(expected: &'a [Vec<Value>], actual: &'a [Vec<Value>]) -> Leftovers<'a> {
    let mut counts: BTreeMap<&Vec<Value>, usize> = BTreeMap::new();
    for row in actual {
        *counts.entry(row).or_default() += 1;
    }
    let mut take = |row: &'a Vec<Value>| match counts.get_mut(row) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let missing = expected.iter().filter(|row| take(row)).collect();
    // What is left in `counts` is extra: walk backwards, so that the later of equal rows count as the extra ones.
    let mut extra: Vec<_> = actual.iter().rev().filter(|row| !take(row)).collect();
    extra.reverse();
    (missing, extra)
}

/// Joins a missing row with the extra row of the same key: that is one row with another value.
fn pair(
    expected: &Rows,
    missing: Vec<&Vec<Value>>,
    mut extra: Vec<&Vec<Value>>,
    key: &[Name],
) -> Vec<RowDifference> {
    let key: Vec<usize> = key.iter().filter_map(|column| expected.index(column)).collect();
    let mut different = Vec::new();
    let mut gone = Vec::new();
    for row in missing {
        let twin = extra.iter().position(|other| are_same(row, other, &key));
        let Some(twin) = twin.filter(|_| !key.is_empty()) else {
            gone.push(RowDifference::Missing(expected.named(row)));
            continue;
        };
        let other = extra.remove(twin);
        let column = row.iter().zip(other).position(|(one, two)| one != two).unwrap_or(0);
        different.push(RowDifference::Different {
            column: expected.columns[column].clone(),
            expected: expected.named(row),
            actual: expected.named(other),
        });
    }
    different.extend(gone);
    different.extend(extra.into_iter().map(|row| RowDifference::Extra(expected.named(row))));
    different
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(columns: &[&str], rows: &[&[Value]]) -> Rows {
        Rows {
            columns: columns.iter().map(|&column| column.into()).collect(),
            rows: rows.iter().map(|row| row.to_vec()).collect(),
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn values_of_another_type_are_other_values() {
        let values = [
            Value::Null,
            text(""),
            Value::Integer(0),
            text("0"),
            Value::Real(0.0),
            Value::Blob(vec![]),
        ];
        for (i, one) in values.iter().enumerate() {
            for (j, two) in values.iter().enumerate() {
                assert_eq!(one == two, i == j, "{one} and {two}");
                assert_eq!(one.to_string() == two.to_string(), i == j, "{one} and {two}");
            }
        }
    }

    #[test]
    fn a_control_character_is_spelled_out() {
        assert_eq!(text("a\n'b").to_string(), "'a' || char(10) || '''b'");
        assert_eq!(text("\0").to_string(), "char(0)");
    }

    #[test]
    fn equal_rows_are_counted() {
        let one = rows(&["a"], &[&[Value::Integer(1)], &[Value::Integer(1)]]);
        let two = rows(&["a"], &[&[Value::Integer(1)]]);
        let row = Row(vec![("a".into(), Value::Integer(1))]);
        assert_eq!(compare(&one, &two, &Order::Free, &[]), [RowDifference::Missing(row.clone())]);
        assert_eq!(compare(&two, &one, &Order::Free, &[]), [RowDifference::Extra(row)]);
    }

    #[test]
    fn columns_are_found_by_name() {
        let one = rows(&["a", "b"], &[&[Value::Integer(1), text("x")]]);
        let two = rows(&["B", "A", "c"], &[&[text("x"), Value::Integer(1), Value::Null]]);
        assert_eq!(compare(&one, &two, &Order::Counts, &[]), []);
    }

    #[test]
    fn a_row_with_the_same_key_and_another_value_is_one_difference() {
        let one = rows(&["id", "b"], &[&[Value::Integer(1), text("x")]]);
        let two = rows(&["id", "b"], &[&[Value::Integer(1), text("y")]]);
        let found = compare(&one, &two, &Order::Free, &["id".into()]);
        assert!(
            matches!(&found[..], [RowDifference::Different { column, .. }] if column == "b"),
            "{found:?}"
        );
    }

    #[test]
    fn order_counts_only_when_asked() {
        let one = rows(&["a"], &[&[Value::Integer(1)], &[Value::Integer(2)]]);
        let two = rows(&["a"], &[&[Value::Integer(2)], &[Value::Integer(1)]]);
        assert_eq!(compare(&one, &two, &Order::Free, &[]), []);
        let found = compare(&one, &two, &Order::Counts, &[]);
        assert!(matches!(&found[..], [RowDifference::OutOfOrder { position: 1, .. }]), "{found:?}");
    }

    #[test]
    fn rows_that_tie_may_stand_in_any_order() {
        let of = |letters: [&str; 3]| {
            let years = [1, 1, 2].map(Value::Integer);
            let rows = years
                .into_iter()
                .zip(letters)
                .map(|(year, letter)| vec![year, text(letter)])
                .collect();
            Rows { columns: vec!["year".into(), "title".into()], rows }
        };
        let (one, two) = (of(["a", "b", "c"]), of(["b", "a", "c"]));
        let by =
            |columns: &[&str]| Order::By(columns.iter().map(|&column| column.into()).collect());
        assert_eq!(compare(&one, &two, &by(&["year"]), &[]), []);
        assert_eq!(compare(&one, &two, &by(&["year", "title"]), &[]).len(), 1);
        let mut backwards = two;
        backwards.rows.reverse();
        assert_eq!(compare(&one, &backwards, &by(&["year"]), &[]).len(), 1);
    }

    #[test]
    fn moments_have_one_shape() {
        assert_eq!(
            text("2026-05-01 12:30:00").shape(),
            text("2027-01-02T01:02:03.5+00:00").shape()
        );
        assert_ne!(text("yesterday").shape(), text("2027-01-02 01:02:03").shape());
    }
}
