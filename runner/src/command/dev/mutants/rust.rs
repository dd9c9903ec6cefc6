//! Makes wrong answers of a right one in Rust: each is the text with one small change. It compiles nothing.
//!
//! It goes by tokens, not by grammar, so that it also sees what stands in attributes and macros. A change that is no Rust
//! costs nothing: the compiler refuses it, and it is not counted.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::{Edit, shorten, sql};

mod list;
mod word;

/// Every small change of a file.
pub(super) fn make_edits(text: &str) -> Vec<Edit> {
    // A solution that is no Rust has been told of by its own check.
    let Ok(tokens) = text.parse::<TokenStream>() else { return Vec::new() };
    let mut finder = EditFinder { text, edits: Vec::new() };
    finder.edit_tokens(&tokens.into_iter().collect::<Vec<_>>(), "");
    finder.edits
}

/// Content of a pair of brackets, which says how it can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BracketContent {
    /// The fields of a struct that is declared.
    Fields,
    /// The fields of a value: `Model { id: 1 }`.
    Values,
    /// Statements.
    Block,
    /// The arguments of a call.
    Arguments,
    /// The arguments of a macro: the first is the text of `println!`.
    Macro,
    /// The items of `[…]` or `vec![…]`.
    Items,
    /// `#[sea_orm(…)]`
    Attribute,
    /// Comments, `use` and `derive`, a change of which would say nothing.
    Nothing,
    /// Whatever else: the arms of a `match`, a tuple, a module.
    Other,
}

struct EditFinder<'a> {
    text: &'a str,
    edits: Vec<Edit>,
}

impl EditFinder<'_> {
    /// Looks at the tokens between two brackets; `within` is what descriptions say they are in.
    fn edit_tokens(&mut self, tokens: &[TokenTree], within: &str) {
        for at in 0..tokens.len() {
            self.drop_call(tokens, at, within);
            self.swap_word(tokens, at, within);
            self.change_literal(tokens, at, within);
            self.change_operator(tokens, at, within);
            self.change_reference(tokens, at, within);
            if let TokenTree::Group(group) = &tokens[at] {
                self.edit_group(group, classify_brackets(tokens, at), &tokens[..at], within);
            }
        }
    }

    fn edit_group(
        &mut self,
        group: &Group,
        inside: BracketContent,
        before: &[TokenTree],
        within: &str,
    ) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        match inside {
            BracketContent::Nothing => (),
            BracketContent::Fields => self.edit_fields(&tokens),
            BracketContent::Values => self.edit_values(&tokens, within),
            BracketContent::Block => self.edit_block(&tokens, before),
            BracketContent::Arguments => self.swap_neighbours(&list::split_items(&tokens), within),
            BracketContent::Macro => self
                .swap_neighbours(list::split_items(&tokens).get(1..).unwrap_or_default(), within),
            BracketContent::Items => self.edit_list(&tokens, within),
            BracketContent::Attribute => return self.edit_attribute(group, &tokens, before),
            BracketContent::Other => (),
        }
        match inside {
            BracketContent::Nothing | BracketContent::Block | BracketContent::Fields => (),
            _ => self.edit_tokens(&tokens, within),
        }
    }

    /// Statements: one less, and another result.
    fn edit_block(&mut self, tokens: &[TokenTree], before: &[TokenTree]) {
        for statement in split_statements(tokens) {
            let part = &tokens[statement.clone()];
            let text = self.text_of(part).to_owned();
            let within = format!("`{}`", shorten(&text));
            let is_item =
                part.first().is_some_and(|first| ITEMS.iter().any(|word| is_word(first, word)));
            if !is_item && part.last().is_some_and(|last| is_mark(last, ';')) {
                self.edits
                    .push(Edit::drop(format!("drop the statement {within}"), self.bytes_of(part)));
            } else if !is_item
                && statement.end == tokens.len()
                && is_function(before)
                && text != "Ok(())"
            {
                let what = format!("write `Ok(())` for {within}");
                self.edits
                    .push(Edit { what, pieces: vec![(self.bytes_of(part), "Ok(())".to_owned())] });
            } else if !is_item && part.last().is_some_and(is_braces) {
                self.edits
                    .push(Edit::drop(format!("drop the statement {within}"), self.bytes_of(part)));
            }
            self.negate_condition(part, &within);
            self.edit_tokens(part, &within);
        }
    }

    /// `if` the other way round.
    fn negate_condition(&mut self, part: &[TokenTree], within: &str) {
        let Some(start) = part.iter().position(|token| is_word(token, "if")) else { return };
        let Some(width) = part[start..].iter().position(is_braces).filter(|width| *width > 1)
        else {
            return;
        };
        let condition = &part[start + 1..start + width];
        if is_word(&condition[0], "let") {
            return;
        }
        let bytes = self.bytes_of(condition);
        let other = format!("!({})", &self.text[bytes.clone()]);
        self.edits.push(Edit {
            what: format!("turn the condition round in {within}"),
            pieces: vec![(bytes, other)],
        });
    }

    /// A call of a chain less: `.filter(…)`. A `?` behind it stays.
    fn drop_call(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        // The second point of `..Default::default()` calls nothing.
        let calls = at > 0 && is_mark(&tokens[at], '.') && !is_mark(&tokens[at - 1], '.');
        if !calls || !matches!(tokens.get(at + 1), Some(TokenTree::Ident(_))) {
            return;
        }
        let Some(width) = tokens[at + 2..].iter().take(8).position(|token| !is_turbofish(token))
        else {
            return;
        };
        let end = at + 2 + width;
        if !matches!(&tokens[end], TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
        {
            return;
        }
        let call = &tokens[at..=end];
        let what = format!("drop `{}` from {within}", shorten(self.text_of(call)));
        self.edits.push(Edit::drop(what, self.bytes_of(call)));
    }

    /// Another connection: `db` where a transaction is used.
    fn change_reference(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        let [TokenTree::Punct(mark), TokenTree::Ident(name)] =
            &tokens[at..tokens.len().min(at + 2)]
        else {
            return;
        };
        let ends = tokens.get(at + 2).is_none_or(|next| is_mark(next, ','));
        if mark.as_char() == '&' && *name != "db" && ends && self.text.contains("db: &") {
            let what = format!("write `db` for `&{name}` in {within}");
            self.edits.push(Edit {
                what,
                pieces: vec![(self.bytes_of(&tokens[at..at + 2]), "db".to_owned())],
            });
        }
    }

    fn change_literal(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        let TokenTree::Literal(literal) = &tokens[at] else { return };
        let text = literal.to_string();
        let bytes = self.bytes_of(&tokens[at..=at]);
        if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            if self.is_sql(tokens, at, inner) {
                return self.edit_sql(inner, bytes.start + 1, within);
            }
            let what = format!("write `{}x` for `{}` in {within}", shorten(inner), shorten(inner));
            let pieces = vec![(bytes.end - 1..bytes.end - 1, "x".to_owned())];
            return self.edits.push(Edit { what, pieces });
        }
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let other = text[..digits].parse::<u64>().ok().and_then(|number| number.checked_add(1));
        let Some(other) = other.map(|number| format!("{number}{}", &text[digits..])) else {
            return;
        };
        let what = format!("write `{other}` for `{text}` in {within}");
        self.edits.push(Edit { what, pieces: vec![(bytes, other)] });
    }

    /// True for a text that is SQL: in `extra = "…"`, or by its first word. One with a `\` in it is not read as such.
    fn is_sql(&self, tokens: &[TokenTree], at: usize, inner: &str) -> bool {
        let is_extra = at > 1 && is_word(&tokens[at - 2], "extra");
        let first = inner.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        !inner.contains('\\')
            && (is_extra
                || ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "WITH"]
                    .contains(&first.as_str()))
    }

    fn edit_sql(&mut self, inner: &str, start: usize, within: &str) {
        for mut edit in sql::make_edits(inner) {
            for (bytes, _) in &mut edit.pieces {
                *bytes = bytes.start + start..bytes.end + start;
            }
            edit.what = format!("{} in {within}", edit.what);
            self.edits.push(edit);
        }
    }

    fn bytes_of(&self, tokens: &[TokenTree]) -> Range<usize> {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return 0..0 };
        first.span().byte_range().start..last.span().byte_range().end
    }

    fn text_of(&self, tokens: &[TokenTree]) -> &str {
        &self.text[self.bytes_of(tokens)]
    }
}

/// Classifies the brackets at `at` by what stands before and in them.
fn classify_brackets(tokens: &[TokenTree], at: usize) -> BracketContent {
    let TokenTree::Group(group) = &tokens[at] else { return BracketContent::Other };
    let before = at.checked_sub(1).map(|at| &tokens[at]);
    let two_before = at.checked_sub(2).map(|at| &tokens[at]);
    let is_macro = before.is_some_and(|token| is_mark(token, '!'));
    let is_function = two_before.is_some_and(|token| is_word(token, "fn"));
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    match group.delimiter() {
        Delimiter::Bracket if is_attribute(&tokens[..at]) => match inner.first() {
            Some(first) if is_word(first, "sea_orm") && inner.len() == 2 => {
                BracketContent::Attribute
            }
            _ => BracketContent::Nothing,
        },
        Delimiter::Bracket => BracketContent::Items,
        Delimiter::Parenthesis if is_macro => BracketContent::Macro,
        Delimiter::Parenthesis if is_function => BracketContent::Nothing,
        Delimiter::Parenthesis => match before {
            Some(TokenTree::Ident(name)) if !KEYWORDS.contains(&name.to_string().as_str()) => {
                BracketContent::Arguments
            }
            Some(TokenTree::Punct(mark))
                if mark.as_char() == '>' && mark.spacing() == Spacing::Alone =>
            {
                BracketContent::Arguments
            }
            _ => BracketContent::Other,
        },
        Delimiter::Brace if before.is_some_and(|token| is_mark(token, ':')) => {
            BracketContent::Nothing
        }
        Delimiter::Brace => classify_braces(&tokens[..at], &inner),
        Delimiter::None => BracketContent::Other,
    }
}

/// True after `#` or `#!`.
fn is_attribute(before: &[TokenTree]) -> bool {
    match before {
        [.., hash, bang] if is_mark(bang, '!') => is_mark(hash, '#'),
        [.., hash] => is_mark(hash, '#'),
        [] => false,
    }
}

/// Classifies braces by the item or expression before them and by their first tokens.
fn classify_braces(before: &[TokenTree], inner: &[TokenTree]) -> BracketContent {
    // What these braces belong to begins after the last statement or item.
    let last = before.iter().rposition(|token| is_mark(token, ';') || is_braces(token));
    let head = &before[last.map_or(0, |at| at + 1)..];
    if has_word(head, &["struct"]) {
        return BracketContent::Fields;
    }
    if has_word(head, &["mod", "impl", "trait", "enum"]) || inner.windows(2).any(is_arrow) {
        return BracketContent::Other;
    }
    let starts_like_values = match inner {
        [TokenTree::Ident(_), mark, ..] => is_alone(mark, ':') || is_mark(mark, ','),
        [TokenTree::Punct(one), TokenTree::Punct(two), ..] => {
            (one.as_char(), two.as_char()) == ('.', '.')
        }
        _ => false,
    };
    let named = matches!(before.last(), Some(TokenTree::Ident(name)) if name.to_string().starts_with(char::is_uppercase));
    if named && starts_like_values { BracketContent::Values } else { BracketContent::Block }
}

fn has_word(tokens: &[TokenTree], words: &[&str]) -> bool {
    tokens.iter().any(|token| words.iter().any(|word| is_word(token, word)))
}

/// The statements of a block. One that ends with braces needs no semicolon.
fn split_statements(tokens: &[TokenTree]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let first = &tokens[start];
        let stands_alone = BLOCKS.iter().chain(ITEMS).any(|word| is_word(first, word))
            || is_braces(first)
            || is_mark(first, '#');
        let goes_on = tokens
            .get(at + 1)
            .is_some_and(|next| is_word(next, "else") || is_mark(next, '.') || is_mark(next, '?'));
        if is_mark(token, ';') || is_braces(token) && stands_alone && !goes_on {
            found.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}

/// True when braces after these tokens are the body of a function.
fn is_function(before: &[TokenTree]) -> bool {
    let start = before.iter().rposition(is_braces).map_or(0, |at| at + 1);
    before[start..].iter().any(|token| is_word(token, "fn"))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if *name == word)
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark)
}

fn is_alone(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(found) if found.as_char() == mark && found.spacing() == Spacing::Alone)
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// `=>` of an arm.
fn is_arrow(pair: &[TokenTree]) -> bool {
    is_mark(&pair[0], '=') && !is_alone(&pair[0], '=') && is_mark(&pair[1], '>')
}

/// True for what may stand between the name of a method and its arguments: `::<Vec<_>>`.
fn is_turbofish(token: &TokenTree) -> bool {
    match token {
        TokenTree::Punct(mark) => matches!(mark.as_char(), ':' | '<' | '>' | ','),
        TokenTree::Ident(_) => true,
        _ => false,
    }
}

const ITEMS: &[&str] =
    &["use", "fn", "pub", "struct", "enum", "impl", "mod", "const", "static", "type", "trait"];
const BLOCKS: &[&str] = &["for", "while", "loop", "if", "match", "unsafe"];
const KEYWORDS: &[&str] = &[
    "if", "in", "match", "while", "return", "for", "as", "let", "move", "else", "mut", "ref", "pub",
];

#[cfg(test)]
mod tests;
