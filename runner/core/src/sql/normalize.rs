//! Normalizes SQL text: for comparing, or for showing. The result is still SQL.

use std::collections::BTreeSet;

use super::name::{Name, is_keyword, is_plain, quote_name};
use super::token::TokenKind;
use super::word::{Word, split_words};

/// Normalizes an SQL text so that texts which mean the same compare equal: one case, one spacing,
/// one way of quoting, no comments.
pub fn normalize(sql: &str) -> String {
    normalize_words(&split_words(sql))
}

/// The same for words that were split already.
pub fn normalize_words(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for (at, word) in words.iter().enumerate() {
        if at > 0 && stands_apart(&words[at - 1], word) {
            text.push(' ');
        }
        text.push_str(&normalize_word(word));
    }
    text
}

fn normalize_word(word: &Word<'_>) -> String {
    match word.kind {
        TokenKind::Quoted => quote_name(&word.name().to_ascii_lowercase()),
        TokenKind::String if word.text.starts_with('\'') => word.text.to_owned(),
        _ => word.text.to_ascii_lowercase(),
    }
}

/// True if a space stands between two words: not within brackets, about a dot, or after the name of a function.
fn stands_apart(before: &Word<'_>, word: &Word<'_>) -> bool {
    let is_name = before.kind == TokenKind::Quoted
        || before.kind == TokenKind::Word && !is_keyword(before.text);
    let is_call = word.is("(") && is_name;
    !(is_call || before.is_any(&["(", "."]) || word.is_any(&[")", ",", "."]))
}

/// Normalizes only what `ALTER TABLE` may change: spacing and the quotes about names.
pub(crate) fn normalize_spelling(words: &[Word<'_>]) -> String {
    let spellings = words.iter().map(|word| match word.kind {
        TokenKind::Quoted => quote_name(&word.name()),
        _ => word.text.to_owned(),
    });
    spellings.collect::<Vec<_>>().join(" ")
}

/// Puts words on one line, with single spaces where the author had any, and without the quotes that the `known`
/// names do not need.
pub(crate) fn tidy_words(words: &[Word<'_>], known: &BTreeSet<Name>) -> String {
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
        text.push_str(&tidy_word(word, known));
        before = Some(word);
    }
    text
}

fn tidy_word(word: &Word<'_>, known: &BTreeSet<Name>) -> String {
    let name = Name::from(word.name());
    let needless = word.kind == TokenKind::Quoted && is_plain(&name) && known.contains(&name);
    if needless { name.into() } else { word.text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_mean_the_same_normalize_to_one() {
        let one = normalize("CHECK (\"Price\">=0 AND name <> 'A')");
        let two = normalize("check ( price >= 0 /* why */ and Name<>'A' )");
        assert_eq!(one, two);
        assert_ne!(one, normalize("CHECK (price >= 0 AND name <> 'a')"));
    }

    #[test]
    fn tidying_keeps_the_spaces_of_the_author_and_drops_needless_quotes() {
        let known = ["id".into(), "order".into()].into();
        let sql = "\"id\"   varchar(64)\n NOT NULL CHECK ( \"id\" <> \"x\" AND \"order\" > 1 )";
        let expected = "id varchar(64) NOT NULL CHECK (id <> \"x\" AND \"order\" > 1)";
        assert_eq!(tidy_words(&split_words(sql), &known), expected);
    }
}
