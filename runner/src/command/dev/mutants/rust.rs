//! Makes wrong answers of a right one in Rust: each is the text with one small change. It compiles nothing.
//!
//! It goes by tokens, not by grammar, so that it also sees what stands in attributes and macros. A change that is no Rust
//! costs nothing: the compiler refuses it, and it is not counted.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::{Edit, short, sql};

mod list;
mod word;

/// Every small change of a file.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    // A solution that is no Rust has been told of by its own check.
    let Ok(tokens) = text.parse::<TokenStream>() else { return Vec::new() };
    let mut finder = Finder { text, edits: Vec::new() };
    finder.run(&tokens.into_iter().collect::<Vec<_>>(), "");
    finder.edits
}

/// What is in a pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
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
    /// What a change of would say nothing: comments, `use`, `derive`.
    Nothing,
    /// Whatever else: the arms of a `match`, a tuple, a module.
    Other,
}

struct Finder<'a> {
    text: &'a str,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    /// Looks at the tokens between two brackets; `within` is what descriptions say they are in.
    fn run(&mut self, tokens: &[TokenTree], within: &str) {
        for at in 0..tokens.len() {
            self.call(tokens, at, within);
            self.word(tokens, at, within);
            self.literal(tokens, at, within);
            self.operator(tokens, at, within);
            self.reference(tokens, at, within);
            if let TokenTree::Group(group) = &tokens[at] {
                self.group(group, inside(tokens, at), &tokens[..at], within);
            }
        }
    }

    fn group(&mut self, group: &Group, inside: Inside, before: &[TokenTree], within: &str) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        match inside {
            Inside::Nothing => (),
            Inside::Fields => self.fields(&tokens),
            Inside::Values => self.values(&tokens, within),
            Inside::Block => self.block(&tokens, before),
            Inside::Arguments => self.swaps(&list::items(&tokens), within),
            Inside::Macro => self.swaps(list::items(&tokens).get(1..).unwrap_or_default(), within),
            Inside::Items => self.list(&tokens, within),
            Inside::Attribute => return self.attribute(group, &tokens, before),
            Inside::Other => (),
        }
        match inside {
            Inside::Nothing | Inside::Block | Inside::Fields => (),
            _ => self.run(&tokens, within),
        }
    }

    /// Statements: one less, and another result.
    fn block(&mut self, tokens: &[TokenTree], before: &[TokenTree]) {
        for statement in statements(tokens) {
            let part = &tokens[statement.clone()];
            let text = self.slice(part).to_owned();
            let within = format!("`{}`", short(&text));
            let is_item =
                part.first().is_some_and(|first| ITEMS.iter().any(|word| is(first, word)));
            if !is_item && part.last().is_some_and(|last| is_mark(last, ';')) {
                self.edits
                    .push(Edit::drop(format!("drop the statement {within}"), self.bytes(part)));
            } else if !is_item
                && statement.end == tokens.len()
                && is_function(before)
                && text != "Ok(())"
            {
                let what = format!("write `Ok(())` for {within}");
                self.edits
                    .push(Edit { what, pieces: vec![(self.bytes(part), "Ok(())".to_owned())] });
            } else if !is_item && part.last().is_some_and(is_braces) {
                self.edits
                    .push(Edit::drop(format!("drop the statement {within}"), self.bytes(part)));
            }
            self.condition(part, &within);
            self.run(part, &within);
        }
    }

    /// `if` the other way round.
    fn condition(&mut self, part: &[TokenTree], within: &str) {
        let Some(start) = part.iter().position(|token| is(token, "if")) else { return };
        let Some(width) = part[start..].iter().position(is_braces).filter(|width| *width > 1)
        else {
            return;
        };
        let condition = &part[start + 1..start + width];
        if is(&condition[0], "let") {
            return;
        }
        let bytes = self.bytes(condition);
        let other = format!("!({})", &self.text[bytes.clone()]);
        self.edits.push(Edit {
            what: format!("turn the condition round in {within}"),
            pieces: vec![(bytes, other)],
        });
    }

    /// A call of a chain less: `.filter(…)`. A `?` behind it stays.
    fn call(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
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
        let what = format!("drop `{}` from {within}", short(self.slice(call)));
        self.edits.push(Edit::drop(what, self.bytes(call)));
    }

    /// Another connection: `db` where a transaction is used.
    fn reference(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
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
                pieces: vec![(self.bytes(&tokens[at..at + 2]), "db".to_owned())],
            });
        }
    }

    fn literal(&mut self, tokens: &[TokenTree], at: usize, within: &str) {
        let TokenTree::Literal(literal) = &tokens[at] else { return };
        let (text, bytes) = (literal.to_string(), self.bytes(&tokens[at..=at]));
        if let Some(inner) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            if self.is_sql(tokens, at, inner) {
                return self.sql(inner, bytes.start + 1, within);
            }
            let what = format!("write `{}x` for `{}` in {within}", short(inner), short(inner));
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

    /// Whether a text is SQL: in `extra = "…"`, or by its first word. One with a `\` in it is not read as such.
    fn is_sql(&self, tokens: &[TokenTree], at: usize, inner: &str) -> bool {
        let is_extra = at > 1 && is(&tokens[at - 2], "extra");
        let first = inner.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        !inner.contains('\\')
            && (is_extra
                || ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "WITH"]
                    .contains(&first.as_str()))
    }

    fn sql(&mut self, inner: &str, start: usize, within: &str) {
        let moved =
            |(bytes, text): (Range<usize>, String)| (bytes.start + start..bytes.end + start, text);
        for edit in sql::edits(inner) {
            let pieces = edit.pieces.into_iter().map(moved).collect();
            self.edits.push(Edit { what: format!("{} in {within}", edit.what), pieces });
        }
    }

    fn bytes(&self, tokens: &[TokenTree]) -> Range<usize> {
        let bytes =
            |token: Option<&TokenTree>| token.map_or(0..0, |token| token.span().byte_range());
        bytes(tokens.first()).start..bytes(tokens.last()).end
    }

    fn slice(&self, tokens: &[TokenTree]) -> &str {
        &self.text[self.bytes(tokens)]
    }
}

/// What the brackets at `at` hold, by what stands before and in them.
fn inside(tokens: &[TokenTree], at: usize) -> Inside {
    let TokenTree::Group(group) = &tokens[at] else { return Inside::Other };
    let before = |back: usize| at.checked_sub(back).map(|at| &tokens[at]);
    let marked = |back: usize, mark: char| before(back).is_some_and(|token| is_mark(token, mark));
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    match group.delimiter() {
        Delimiter::Bracket if marked(1, '#') || marked(1, '!') && marked(2, '#') => {
            match inner.first() {
                Some(first) if is(first, "sea_orm") && inner.len() == 2 => Inside::Attribute,
                _ => Inside::Nothing,
            }
        }
        Delimiter::Bracket => Inside::Items,
        Delimiter::Parenthesis if marked(1, '!') => Inside::Macro,
        Delimiter::Parenthesis if before(2).is_some_and(|token| is(token, "fn")) => Inside::Nothing,
        Delimiter::Parenthesis => match before(1) {
            Some(TokenTree::Ident(name)) if !KEYWORDS.contains(&name.to_string().as_str()) => {
                Inside::Arguments
            }
            Some(TokenTree::Punct(mark))
                if mark.as_char() == '>' && mark.spacing() == Spacing::Alone =>
            {
                Inside::Arguments
            }
            _ => Inside::Other,
        },
        Delimiter::Brace if marked(1, ':') => Inside::Nothing,
        Delimiter::Brace => braces(&tokens[..at], &inner),
        Delimiter::None => Inside::Other,
    }
}

fn braces(before: &[TokenTree], inner: &[TokenTree]) -> Inside {
    // What these braces belong to begins after the last statement or item.
    let begins = |token: &TokenTree| is_mark(token, ';') || is_braces(token);
    let start = before.iter().rposition(begins).map_or(0, |at| at + 1);
    let has = |word: &str| before[start..].iter().any(|token| is(token, word));
    if has("struct") {
        return Inside::Fields;
    }
    if has("mod") || has("impl") || has("trait") || has("enum") || inner.windows(2).any(is_arrow) {
        return Inside::Other;
    }
    let starts_like_values = match inner {
        [TokenTree::Ident(_), mark, ..] => is_alone(mark, ':') || is_mark(mark, ','),
        [TokenTree::Punct(one), TokenTree::Punct(two), ..] => {
            (one.as_char(), two.as_char()) == ('.', '.')
        }
        _ => false,
    };
    let named = matches!(before.last(), Some(TokenTree::Ident(name)) if name.to_string().starts_with(char::is_uppercase));
    if named && starts_like_values { Inside::Values } else { Inside::Block }
}

/// The statements of a block. One that ends with braces needs no semicolon.
fn statements(tokens: &[TokenTree]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let first = &tokens[start];
        let stands_alone = BLOCKS.iter().chain(ITEMS).any(|word| is(first, word))
            || is_braces(first)
            || is_mark(first, '#');
        let goes_on = tokens
            .get(at + 1)
            .is_some_and(|next| is(next, "else") || is_mark(next, '.') || is_mark(next, '?'));
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

/// Whether braces after these tokens are the body of a function.
fn is_function(before: &[TokenTree]) -> bool {
    let start = before.iter().rposition(is_braces).map_or(0, |at| at + 1);
    before[start..].iter().any(|token| is(token, "fn"))
}

fn is(token: &TokenTree, word: &str) -> bool {
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

/// What may stand between the name of a method and its arguments: `::<Vec<_>>`.
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
