//! Words of an SQL text: its tokens without comments, each with the text it covers.

use std::collections::BTreeSet;
use std::ops::Range;

use super::name::Name;
use super::token::{TokenKind, tokenize, unquote};

/// Token that is no comment: a name, keyword, number, text or operator.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    /// Bytes of the text that was split.
    pub span: Range<usize>,
}

/// Splits a text into words.
pub fn split_words(sql: &str) -> Vec<Word<'_>> {
    let tokens = tokenize(sql).into_iter().filter(|token| token.kind != TokenKind::Comment);
    tokens
        .map(|token| Word { kind: token.kind, text: &sql[token.span.clone()], span: token.span })
        .collect()
}

impl Word<'_> {
    /// True if it is this keyword or symbol; a quoted name never is.
    pub fn is(&self, keyword: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Symbol)
            && self.text.eq_ignore_ascii_case(keyword)
    }

    pub fn is_any(&self, keywords: &[&str]) -> bool {
        keywords.iter().any(|keyword| self.is(keyword))
    }

    /// True if it may be a name: bare or quoted, keywords included.
    pub fn may_name(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Quoted)
    }

    /// Byte of the text at which the name starts, without its quote.
    pub fn start_of_name(&self) -> usize {
        self.span.start + usize::from(self.kind == TokenKind::Quoted)
    }

    /// Name it stands for; SQLite takes a text for a name too.
    pub fn name(&self) -> String {
        unquote(self.text)
    }
}

/// Collects every name that the words may mention.
pub(crate) fn mentioned_names(words: &[Word<'_>]) -> BTreeSet<Name> {
    words.iter().filter(|word| word.may_name()).map(|word| Name::from(word.name())).collect()
}

/// Bytes from the first of the words to the end of the last.
pub(crate) fn span_of(words: &[Word<'_>]) -> Range<usize> {
    words.first().map_or(0, |word| word.span.start)..words.last().map_or(0, |word| word.span.end)
}
