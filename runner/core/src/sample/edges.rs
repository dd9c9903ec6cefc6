//! Values that a careless answer trips over: the edges of the types, and what two answers mention, with its neighbours.
//! Pure: no database.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::disturb::Ids;
use crate::rows::Value;
use crate::schema::{Affinity, Column, Table};
use crate::sql::name::Name;
use crate::sql::token::TokenKind;
use crate::sql::word::split_words;

/// The longest literal that is worth trying as a value, in bytes.
const LONGEST: usize = 200;
/// Numbers of rows that are seldom seen: in a table that is large or old, 0, below 0.
const ODD_NUMBERS: [i64; 7] = [10_007, 1_000_003, -2_000_017, 3_000_000_019, -5, 1_017, 0];
/// The largest mentioned number that may be one of a row.
const MOST_MENTIONED: i64 = 1_000_000;
/// The most literals of one answer that are tried.
const MOST: usize = 60;

/// Rows at the edges of types and rules, and at what two answers mention.
#[derive(Clone, Copy, Debug)]
pub struct Edges<'a> {
    /// The literals of both answers.
    pub mentioned: &'a [Value],
    /// Counts up from 0: each round gets other edges.
    pub round: usize,
    pub repeats: Repeats,
    /// Whether rows that come get other numbers than the next ones: large ones.
    pub ids: Ids,
    /// Whether they then get the numbers that the answers mention too.
    pub numbers_mentioned: bool,
    /// Whether they may then get numbers below 0. A program that adds a row may not be able to read such a number back.
    pub numbers_below_zero: bool,
    /// The longest text, in bytes: rows that are recorded are read by people too.
    pub longest: usize,
    /// Whether the models of a program read the rows, so that each value is one of its column's type.
    pub for_models: bool,
}

/// How alike the values of two rows may be, where no rule forbids it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    Equal,
    /// They differ, but maybe only in the case of their letters.
    OtherCase,
    None,
}

impl Edges<'_> {
    /// True where a program that adds a row may not be able to read its number back.
    pub(crate) fn is_risky(&self) -> bool {
        self.for_models && self.numbers_below_zero
    }

    /// Numbers that rows may get, the most telling last: what the answers mention, with its neighbours, and large ones.
    pub(super) fn row_numbers(&self) -> Vec<i64> {
        if matches!(self.ids, Ids::Kept | Ids::Apart) {
            return Vec::new();
        }
        let mentioned = if self.numbers_mentioned { self.mentioned } else { &[] };
        let least = if self.numbers_below_zero { -MOST_MENTIONED } else { 0 };
        let small: BTreeSet<i64> = mentioned
            .iter()
            .flat_map(neighbours)
            .filter_map(|value| match value {
                Value::Integer(number) if number != 0 => Some(number),
                _ => None,
            })
            .filter(|number| (least..=MOST_MENTIONED).contains(number))
            .collect();
        let most = if self.for_models { I32_MAX } else { i64::MAX };
        let fits = |number: &i64| *number <= most && (self.numbers_below_zero || *number >= 0);
        most_telling_last(mentioned, &small, ODD_NUMBERS.into_iter().filter(fits))
    }
}

/// Few rows are there for many numbers: first come those that are mentioned, with some large ones, then those with the other
/// sign, and at last those beside them.
fn most_telling_last(
    mentioned: &[Value],
    small: &BTreeSet<i64>,
    large: impl Iterator<Item = i64>,
) -> Vec<i64> {
    let large: Vec<i64> = large.collect();
    let (first, rest) = large.split_at(large.len().min(3));
    let is_mentioned = |number: &&i64| mentioned.contains(&Value::Integer(**number));
    let is_turned = |number: &&i64| mentioned.contains(&Value::Integer(-**number));
    let told = small.iter().filter(is_mentioned).chain(first);
    let turned = small.iter().filter(|number| !is_mentioned(number) && is_turned(number));
    let beside = small.iter().filter(|number| !is_mentioned(number) && !is_turned(number));
    let mut numbers: Vec<i64> = told.chain(turned).chain(beside).chain(rest).copied().collect();
    numbers.reverse();
    numbers
}

/// The only values that a column has. Where a script changes its type, those that fit the type it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Allowed {
    pub table: Name,
    pub column: Name,
    pub values: Vec<Value>,
}

impl Allowed {
    /// Finds what a column is narrowed to, if it is.
    pub(crate) fn find<'a>(
        all: &'a [Allowed],
        table: &Table,
        column: &Column,
    ) -> Option<&'a Allowed> {
        all.iter().find(|one| one.table == table.name && one.column == column.name)
    }

    /// The values that a column of this affinity stores as they are written.
    pub(crate) fn for_affinity(&self, affinity: Affinity) -> Vec<Value> {
        self.values.iter().filter(|value| fits(affinity, value)).cloned().collect()
    }
}

/// Values at the edges of what a column of this affinity may hold, the most telling first.
///
/// `alike` are values that the column has already: their other cases and forms are among the edges.
pub(crate) fn edge_values(affinity: Affinity, alike: &[Value]) -> Vec<Value> {
    let mut found = match affinity {
        Affinity::Integer => whole_numbers(),
        Affinity::Real | Affinity::Numeric => {
            let parts = [0.5, -0.5, 1_000_000.25].map(Value::Real);
            parts.into_iter().chain(whole_numbers()).collect()
        }
        Affinity::Text | Affinity::Blob => TEXTS.iter().map(|text| text_value(text)).collect(),
    };
    if matches!(affinity, Affinity::Text | Affinity::Blob) {
        found.push(Value::Text("Long ago and far away ".repeat(16)));
    }
    let forms = alike.iter().take(2).flat_map(neighbours);
    found.extend(forms.filter(|form| fits(affinity, form)));
    without_repeats(found)
}

/// A value, and what is next to it: one less and one more of a number; a text in its other cases, with a blank, longer,
/// shorter.
pub(crate) fn neighbours(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => {
            let (more, less) = (number.saturating_add(1), number.saturating_sub(1));
            let next = [*number, more, less, number.saturating_neg()];
            next.into_iter().map(Value::Integer).collect()
        }
        Value::Real(number) => [0.0, 0.5, -0.5].map(|by| Value::Real(number + by)).into(),
        Value::Text(text) => {
            let shorter = text.chars().next_back().map_or("", |last| text.trim_end_matches(last));
            let forms = [text.clone(), text.to_uppercase(), text.to_lowercase()];
            let others = [format!("{text} "), format!("{text}s"), shorter.to_owned()];
            forms.into_iter().chain(others).map(Value::Text).collect()
        }
        Value::Null | Value::Blob(_) => vec![value.clone()],
    }
}

/// The numbers and texts that a file of an answer mentions, each once, in their order. Reads SQL and Rust.
pub fn literals(text: &str) -> Vec<Value> {
    let words = split_words(text);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let negative = at > 0 && words[at - 1].is("-");
        match word.kind {
            TokenKind::Number => found.extend(number(word.text, negative)),
            TokenKind::String | TokenKind::Quoted => found.extend(quoted_text(word.text)),
            TokenKind::Word | TokenKind::Comment | TokenKind::Symbol => (),
        }
    }
    let mut found = without_repeats(found);
    found.truncate(MOST);
    found
}

/// Texts with what breaks a statement that is put together, a comparison, a pattern or an order.
const TEXTS: [&str; 17] = [
    "O'Brien",
    "The umbrella",
    "",
    "Blank at the end ",
    " ",
    "two\nlines",
    "100 %",
    "Übung",
    "no\u{a0}break",
    "0",
    "x",
    " blank before",
    "two  blanks",
    "😀 beyond the first plane",
    "Ａ wide",
    "Long ago and far away, and once more",
    "Long ago and far away, and once less",
];

fn text_value(text: &str) -> Value {
    Value::Text(text.to_owned())
}

const I32_MAX: i64 = i32::MAX as i64;
const I32_MIN: i64 = i32::MIN as i64;

fn whole_numbers() -> Vec<Value> {
    [0, -1, 1, 2, I32_MAX, I32_MIN, I32_MAX + 1, I32_MIN - 1, i64::MAX, i64::MIN]
        .map(Value::Integer)
        .into()
}

/// A number as it is written in SQL or in Rust, such as `40`, `-2.5` or `1_000_i64`.
fn number(word: &str, negative: bool) -> Option<Value> {
    let digits = word.replace('_', "");
    let end = digits.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(digits.len());
    let sign = if negative { "-" } else { "" };
    let signed = format!("{sign}{}", &digits[..end]);
    let whole = signed.parse().ok().map(Value::Integer);
    whole.or_else(|| signed.parse().ok().map(Value::Real))
}

fn quoted_text(word: &str) -> Option<Value> {
    let quote = word.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = word.strip_prefix(quote)?.strip_suffix(quote)?;
    let twice = [quote, quote].iter().collect::<String>();
    let text = inner.replace(&twice, &quote.to_string());
    (text.len() <= LONGEST).then_some(Value::Text(text))
}

/// Whether a column of this affinity stores the value as it is written.
pub(super) fn fits(affinity: Affinity, value: &Value) -> bool {
    match value {
        Value::Integer(_) => affinity != Affinity::Text,
        Value::Real(_) => matches!(affinity, Affinity::Real | Affinity::Numeric),
        Value::Text(_) => matches!(affinity, Affinity::Text | Affinity::Blob),
        Value::Null | Value::Blob(_) => false,
    }
}

pub(super) fn without_repeats(values: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(values: &[Value]) -> Vec<String> {
        values.iter().map(Value::to_string).collect()
    }

    #[test]
    fn literals_of_sql_are_numbers_and_texts() {
        let sql = "SELECT 'a''b', 12, -3 FROM t -- 99\nWHERE x < 0.5 AND y = 12";
        assert_eq!(shown(&literals(sql)), ["'a''b'", "12", "-3", "0.5"]);
    }

    #[test]
    fn literals_of_rust_are_read_too() {
        let rust = r#"find().filter(Column::Year.lt(1_979_i64)).filter(Column::Name.eq("oat"))"#;
        assert_eq!(shown(&literals(rust)), ["1979", "'oat'"]);
    }

    #[test]
    fn a_text_has_its_other_cases_beside_it() {
        let found = neighbours(&Value::Text("Oat".to_owned()));
        assert_eq!(shown(&found), ["'Oat'", "'OAT'", "'oat'", "'Oat '", "'Oats'", "'Oa'"]);
    }

    #[test]
    fn rows_get_the_numbers_that_answers_mention_and_large_ones() {
        let mentioned = [Value::Integer(7), Value::Text("7".to_owned())];
        let edges = Edges {
            mentioned: &mentioned,
            round: 0,
            repeats: Repeats::None,
            ids: Ids::New,
            numbers_mentioned: true,
            numbers_below_zero: false,
            longest: 100,
            for_models: true,
        };
        let numbers = edges.row_numbers();
        assert!([6, 7, 8, 1_000_003].iter().all(|number| numbers.contains(number)), "{numbers:?}");
        assert!(numbers.iter().all(|number| *number <= I32_MAX), "{numbers:?}");
        assert!(numbers.iter().all(|number| *number >= 0), "{numbers:?}");
        assert!(Edges { numbers_below_zero: true, ..edges }.row_numbers().contains(&-7));
        assert!(!Edges { numbers_mentioned: false, ..edges }.row_numbers().contains(&7));
        assert_eq!(Edges { ids: Ids::Kept, ..edges }.row_numbers(), [0; 0]);
    }
}
