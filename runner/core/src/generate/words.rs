//! The words of one SQL text: levelled for comparing, tidied for showing. It judges nothing.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::sql::name::{is_keyword, is_plain, lookup_key};
use crate::sql::token::{TokenKind, tokenize, unquote};

/// The operators of more than one character; longer ones first.
const OPERATORS: [&str; 10] = ["->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"];

/// One word, name, number, text or operator; comments are no words.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    pub(super) span: Range<usize>,
}

/// Cuts a text into words.
pub(super) fn words(sql: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    for token in tokenize(sql) {
        if token.kind == TokenKind::Comment || token.span.start < end {
            continue;
        }
        let operator =
            OPERATORS.iter().find(|operator| sql[token.span.start..].starts_with(**operator));
        end = match operator {
            Some(operator) if token.kind == TokenKind::Symbol => token.span.start + operator.len(),
            _ => token.span.end,
        };
        let span = token.span.start..end;
        found.push(Word { kind: token.kind, text: &sql[span.clone()], span });
    }
    found
}

impl Word<'_> {
    /// Whether it is this keyword or symbol; a quoted name never is.
    pub(super) fn is(&self, keyword: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Symbol)
            && self.text.eq_ignore_ascii_case(keyword)
    }

    pub(super) fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    /// The name it stands for; SQLite takes a text for a name too.
    pub(super) fn name(&self) -> String {
        match self.kind {
            TokenKind::String => self.text[1..self.text.len() - 1].replace("''", "'"),
            _ => unquote(self.text),
        }
    }

    fn levelled(&self) -> String {
        match self.kind {
            TokenKind::Quoted => bare(&lookup_key(&self.name())),
            TokenKind::String if self.text.starts_with('\'') => self.text.to_owned(),
            _ => self.text.to_ascii_lowercase(),
        }
    }

    fn as_written(&self) -> String {
        if self.kind == TokenKind::Quoted { bare(&self.name()) } else { self.text.to_owned() }
    }
}

/// A name without quotes where it can do without.
fn bare(name: &str) -> String {
    crate::sql::name::quote_name(name)
}

/// In one case, one spacing and one way of quoting; what is equal here means the same, and it is still SQL.
pub(super) fn level(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && is_apart(&words[at - 1], word) {
            text.push(' ');
        }
        text.push_str(&word.levelled());
    }
    text
}

/// Whether a space stands between two words: not within brackets, about a dot, or after the name of a function.
fn is_apart(before: &Word<'_>, word: &Word<'_>) -> bool {
    let is_name = before.kind == TokenKind::Quoted
        || before.kind == TokenKind::Word && !is_keyword(before.text);
    let is_call = word.is("(") && is_name;
    !(is_call || before.is_any(&["(", "."]) || word.is_any(&[")", ",", "."]))
}

/// In one spacing and one way of quoting, which is all that `ALTER TABLE` may change.
pub(super) fn written(words: &[Word<'_>]) -> String {
    words.iter().map(Word::as_written).collect::<Vec<_>>().join(" ")
}

/// Every name the text may mention, as keys.
pub(super) fn mentions(words: &[Word<'_>]) -> BTreeSet<String> {
    words
        .iter()
        .filter(|word| matches!(word.kind, TokenKind::Word | TokenKind::Quoted))
        .map(|word| lookup_key(&word.name()))
        .collect()
}

/// On one line, with single spaces where the author had any, and without the quotes that the `known` names do not need.
pub(super) fn tidy(words: &[Word<'_>], known: &BTreeSet<String>) -> String {
    let mut text = String::new();
    let mut before: Option<&Word<'_>> = None;
    for word in words {
        let apart = before.is_some_and(|before| {
            before.span.end < word.span.start && !before.is("(") && !word.is_any(&[")", ","])
                || before.is(",")
        });
        if apart {
            text.push(' ');
        }
        text.push_str(&tidied(word, known));
        before = Some(word);
    }
    text
}

fn tidied(word: &Word<'_>, known: &BTreeSet<String>) -> String {
    let name = word.name();
    let needless =
        word.kind == TokenKind::Quoted && is_plain(&name) && known.contains(&lookup_key(&name));
    if needless { name } else { word.text.to_owned() }
}

/// Whether a word may start or continue a name of a type: no keyword that begins a constraint.
pub(super) fn starts_constraint(word: &Word<'_>) -> bool {
    word.is_any(&[
        "CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "GENERATED",
        "AS",
        "FOREIGN",
    ])
}

/// Whether a lone word of a default is a value of its own rather than a text without quotes.
pub(super) fn is_value(word: &str) -> bool {
    is_keyword(word) || word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_mean_the_same_are_level() {
        let one = level(&words("CHECK (\"Price\">=0 AND name <> 'A')"));
        let two = level(&words("check ( price >= 0 /* why */ and Name<>'A' )"));
        assert_eq!(one, two);
        assert_ne!(one, level(&words("CHECK (price >= 0 AND name <> 'a')")));
    }

    #[test]
    fn tidying_keeps_the_spaces_of_the_author_and_drops_needless_quotes() {
        let known = ["id".to_owned(), "order".to_owned()].into();
        let sql = "\"id\"   varchar(64)\n NOT NULL CHECK ( \"id\" <> \"x\" AND \"order\" > 1 )";
        let expected = "id varchar(64) NOT NULL CHECK (id <> \"x\" AND \"order\" > 1)";
        assert_eq!(tidy(&words(sql), &known), expected);
    }
}
