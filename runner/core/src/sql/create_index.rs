//! Parses the `CREATE INDEX` that SQLite keeps.

use std::slice::from_ref;

use super::bracket::{closing_bracket, split_at_commas, strip_brackets};
use super::name::Name;
use super::normalize::normalize_words;
use super::token::TokenKind;
use super::word::{Word, split_words};

/// Index as its `CREATE INDEX` defines it.
#[derive(Clone, Debug)]
pub(crate) struct IndexDefinition<'a> {
    pub(crate) is_unique: bool,
    /// Columns and expressions, each with its collation and order.
    pub(crate) parts: Vec<Vec<Word<'a>>>,
    /// Condition of a partial index; empty for an index on all rows.
    pub(crate) condition: Vec<Word<'a>>,
}

/// Parses a `CREATE INDEX`; None when the text is none.
pub(crate) fn parse_create_index(sql: &str) -> Option<IndexDefinition<'_>> {
    let words = split_words(sql);
    let open = words.iter().position(|word| word.is("("))?;
    let close = closing_bracket(&words, open)?;
    let inside = &words[open + 1..close];
    let is_partial = words.get(close + 1).is_some_and(|word| word.is("WHERE"));
    let condition = if is_partial { &words[close + 2..] } else { &[] };
    Some(IndexDefinition {
        is_unique: words.get(1).is_some_and(|word| word.is("UNIQUE")),
        parts: split_at_commas(inside).into_iter().map(|part| inside[part].to_vec()).collect(),
        condition: condition.to_vec(),
    })
}

impl IndexDefinition<'_> {
    /// Normalizes what the index is on; brackets around the condition mean nothing.
    pub(crate) fn normalize_body(&self) -> String {
        let condition = strip_brackets(&self.condition);
        let mut parts: Vec<String> = self.parts.iter().map(|part| normalize_words(part)).collect();
        if self.is_unique {
            // To what it refuses, neither their order matters nor what never differs.
            let telling = parts.iter().filter(|part| !is_fixed(part, condition)).cloned();
            let telling: Vec<String> = telling.collect();
            if !telling.is_empty() {
                parts = telling;
            }
            parts.sort();
        }
        let parts = format!("({})", parts.join(", "));
        match condition {
            [] => parts,
            condition => format!("{parts} where {}", normalize_condition(condition)),
        }
    }
}

/// Tells whether a column has one value in all rows for which the condition holds.
fn is_fixed(column: &str, condition: &[Word<'_>]) -> bool {
    !has_branches(condition)
        && condition.split(|word| word.is("AND")).any(|part| match part {
            [one, operator, other] if operator.is_any(&["=", "==", "IS"]) => {
                [(one, other), (other, one)].into_iter().any(|(name, value)| {
                    matches!(value.kind, TokenKind::Number | TokenKind::String)
                        && name.may_name()
                        && normalize_words(from_ref(name)) == column
                })
            }
            _ => false,
        })
}

/// Tells whether a condition may hold in more ways than one, so that its parts cannot be read one by one.
fn has_branches(condition: &[Word<'_>]) -> bool {
    condition.iter().any(|word| word.is_any(&["BETWEEN", "OR", "CASE", "("]))
}

/// Normalizes a condition. In one whose parts must all hold, their order means nothing, nor which side of a comparison comes
/// first.
fn normalize_condition(condition: &[Word<'_>]) -> String {
    if has_branches(condition) {
        return normalize_words(condition);
    }
    let mut parts: Vec<String> =
        condition.split(|word| word.is("AND")).map(normalize_comparison).collect();
    parts.sort();
    parts.join(" and ")
}

/// Normalizes a comparison: the column comes first.
fn normalize_comparison(words: &[Word<'_>]) -> String {
    let turned = match words {
        [one, operator, other] if !one.may_name() && other.may_name() => {
            TURNED.iter().find(|(written, _)| operator.is(written)).map(|(_, turned)| *turned)
        }
        _ => None,
    };
    match (turned, words) {
        (Some(turned), [one, _, other]) => {
            format!(
                "{} {turned} {}",
                normalize_words(from_ref(other)),
                normalize_words(from_ref(one))
            )
        }
        _ => normalize_words(words),
    }
}

/// Each comparison, and the one that says the same with its sides exchanged.
const TURNED: [(&str, &str); 8] = [
    ("=", "="),
    ("==", "="),
    ("<>", "<>"),
    ("!=", "<>"),
    ("<", ">"),
    (">", "<"),
    ("<=", ">="),
    (">=", "<="),
];

impl IndexDefinition<'_> {
    /// Tells whether its condition only leaves out rows in which one of `columns`, those of the index, is NULL. Such rows
    /// are never equal to others, so a unique index is the same without it.
    pub(crate) fn leaves_out_only_nulls(&self, columns: &[Name]) -> bool {
        let condition = strip_brackets(&self.condition);
        !condition.is_empty()
            && condition.split(|word| word.is("AND")).all(|part| match strip_brackets(part) {
                [column, rest @ ..] if column.may_name() => {
                    columns.contains(&Name::from(column.name())) && demands_a_value(rest)
                }
                _ => false,
            })
    }
}

/// Tells whether words are `IS NOT NULL`, in one of its two forms.
fn demands_a_value(words: &[Word<'_>]) -> bool {
    match words {
        [not_null] => not_null.is("NOTNULL"),
        [is, not, null] => is.is("IS") && not.is("NOT") && null.is("NULL"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_value_mean_nothing_to_a_unique_index() {
        let leaves_out = |condition: &str| {
            let sql = format!("CREATE UNIQUE INDEX i ON t (a, \"b c\") WHERE {condition}");
            let index = parse_create_index(&sql).expect("it is an index");
            index.leaves_out_only_nulls(&[Name::from("a"), Name::from("b c")])
        };
        assert!(leaves_out("a IS NOT NULL"));
        assert!(leaves_out("(A notnull) AND \"b c\" IS NOT NULL"));
        assert!(!leaves_out("d IS NOT NULL"));
        assert!(!leaves_out("a IS NOT NULL AND d = 1"));
        assert!(!leaves_out("a IS NULL"));
        assert!(!leaves_out("a <> ''"));
    }

    #[test]
    fn an_index_is_read_part_by_part() {
        let sql = "CREATE UNIQUE INDEX \"on (x)\" ON t (a, lower(b, 'c,d') DESC) WHERE ((a > 1))";
        let index = parse_create_index(sql).expect("it is an index");
        assert!(index.is_unique);
        assert_eq!(index.parts.len(), 2);
        assert_eq!(index.normalize_body(), "(a, lower(b, 'c,d') desc) where a > 1");
    }

    #[test]
    fn sides_and_parts_of_a_condition_have_no_order() {
        let body = |condition: &str| {
            let sql = format!("CREATE INDEX i ON t (a) WHERE {condition}");
            parse_create_index(&sql).expect("it is an index").normalize_body()
        };
        assert_eq!(body("1 = b AND 3 > c"), body("c < 3 AND b = 1"));
        assert_eq!(body("1 = b AND 3 > c"), "(a) where b = 1 and c < 3");
        assert_ne!(body("b < 1"), body("1 < b"));
        assert_eq!(body("b BETWEEN 2 AND 1"), "(a) where b between 2 and 1");
    }

    #[test]
    fn a_column_with_one_value_means_nothing_to_a_unique_index() {
        let body = |index: &str| {
            let sql = format!("CREATE {index}");
            parse_create_index(&sql).expect("it is an index").normalize_body()
        };
        let without = body("UNIQUE INDEX i ON t (a) WHERE b = 1");
        assert_eq!(body("UNIQUE INDEX i ON t (b, a) WHERE 1 = b"), without);
        assert_eq!(body("UNIQUE INDEX i ON t (b) WHERE b = 1"), "(b) where b = 1");
        let several = ["UNIQUE INDEX i ON t (b, a) WHERE b > 1", "INDEX i ON t (b, a) WHERE b = 1"];
        for index in several {
            assert_ne!(body(index), body(&index.replace("b, a", "a")));
        }
    }

    #[test]
    fn brackets_are_stripped_only_when_they_hold_the_whole_condition() {
        let sql = "create index i on t(a) where (a) = (b)";
        let index = parse_create_index(sql).expect("it is an index");
        assert!(!index.is_unique);
        assert_eq!(index.normalize_body(), "(a) where (a) = (b)");
    }
}
