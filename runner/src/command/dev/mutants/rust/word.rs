//! Makes wrong answers of single words and signs: another direction, another comparison, another type.

use proc_macro2::{Spacing, TokenTree};

use super::{Edit, EditFinder, is_mark};

/// Methods, with those that are easily taken for them.
const METHODS: &[(&str, &str)] = &[
    ("order_by_asc", "order_by_desc"),
    ("order_by_desc", "order_by_asc"),
    ("asc", "desc"),
    ("desc", "asc"),
    ("eq", "ne"),
    ("ne", "eq"),
    ("gt", "gte"),
    ("gte", "gt"),
    ("lt", "lte"),
    ("lte", "lt"),
    ("is_null", "is_not_null"),
    ("is_not_null", "is_null"),
    ("is_in", "is_not_in"),
    ("is_not_in", "is_in"),
    ("contains", "starts_with"),
    ("starts_with", "contains"),
    ("ends_with", "contains"),
    ("min", "max"),
    ("max", "min"),
    ("sum", "count"),
    ("inner_join", "left_join"),
    ("left_join", "inner_join"),
    ("commit", "rollback"),
    ("insert", "update"),
    ("update", "insert"),
    ("limit", "offset"),
    ("offset", "limit"),
];

/// Words that stand for a value or a type. A wider type than is asked for is no mistake.
const WORDS: &[(&str, &str)] = &[
    ("true", "false"),
    ("false", "true"),
    ("i64", "i32"),
    ("Asc", "Desc"),
    ("Desc", "Asc"),
    ("Cascade", "SetNull"),
    ("SetNull", "Cascade"),
];

impl EditFinder<'_> {
    pub(super) fn swap_word(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        let TokenTree::Ident(name) = &tokens[at] else { return };
        let is_method = at > 0
            && is_mark(&tokens[at - 1], '.')
            && matches!(tokens.get(at + 1), Some(TokenTree::Group(_) | TokenTree::Punct(_)));
        let table = if is_method { METHODS } else { WORDS };
        if let Some((_, other)) = table.iter().find(|(word, _)| name == word) {
            let what = format!("write `{other}` for `{name}` in {within}");
            self.edits.push(Edit {
                what,
                pieces: vec![(self.bytes_of(&tokens[at..=at]), (*other).to_owned())],
            });
        }
    }

    pub(super) fn change_operator(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        let TokenTree::Punct(first) = &tokens[at] else { return };
        let second = match tokens.get(at + 1) {
            Some(TokenTree::Punct(second)) if first.spacing() == Spacing::Joint => {
                Some(second.as_char())
            }
            _ => None,
        };
        let (width, other) = match (first.as_char(), second) {
            ('=', Some('=')) => (2, "!="),
            ('!', Some('=')) => (2, "=="),
            ('<', Some('=')) => (2, "<"),
            ('>', Some('=')) => (2, ">"),
            ('&', Some('&')) => (2, "||"),
            ('<', None) => (1, "<="),
            ('>', None) => (1, ">="),
            ('+', None) => (1, "-"),
            ('-', None) => (1, "+"),
            _ => return,
        };
        // With a space on either side it is no bracket of a type, no arrow and no sign.
        let bytes = self.bytes_of(&tokens[at..at + width]);
        let apart =
            self.text[..bytes.start].ends_with(' ') && self.text[bytes.end..].starts_with(' ');
        if apart {
            let what = format!("write `{other}` for `{}` in {within}", &self.text[bytes.clone()]);
            self.edits.push(Edit { what, pieces: vec![(bytes, other.to_owned())] });
        }
    }
}
