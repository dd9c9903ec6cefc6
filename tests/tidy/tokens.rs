//! Reads Rust as tokens without comments: paths without the braces of `use`, and code without tests.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Whether `name` is `outer` or something in it.
pub(crate) fn covers(outer: &str, name: &str) -> bool {
    name.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

pub(crate) fn is_test(condition: &str) -> bool {
    let mut words = condition.split(|c: char| !c.is_alphanumeric());
    words.clone().any(|word| word == "test") && words.all(|word| word != "not")
}

/// Every path with its line: `use a::{b, c::d}` is `a::b` and `a::c::d`.
pub(crate) fn paths(tokens: TokenStream) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    visit(tokens, &mut |tokens| {
        let mut index = 0;
        while index < tokens.len() {
            index += path_at(&tokens[index..], &[], &mut found);
        }
    });
    found
}

/// Reads the path that begins here, if one does, and says how many tokens it took.
fn path_at(
    tokens: &[TokenTree],
    before: &[String],
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let [TokenTree::Ident(first), ..] = tokens else { return 1 };
    let line = first.span().start().line;
    let mut path = before.to_vec();
    if before.is_empty() || *first != "self" {
        path.push(first.to_string());
    }
    let mut index = 1;
    while let [TokenTree::Punct(one), TokenTree::Punct(two), next, ..] = &tokens[index..]
        && (one.as_char(), one.spacing(), two.as_char()) == (':', Spacing::Joint, ':')
    {
        match next {
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let items = inner.split(|token| token.to_string() == ",");
                items.for_each(|item| _ = path_at(item, &path, found));
                // `visit` goes into the group as well, but there its words have no path before them and lead nowhere.
                return index + 3;
            }
            TokenTree::Punct(star) if star.as_char() == '*' => path.push("*".to_owned()),
            _ => break,
        }
        index += 3;
    }
    found.push((line, path));
    index
}

/// Shows `look` every run of tokens: the file's, and that of each bracket in it.
pub(crate) fn visit(tokens: TokenStream, look: &mut dyn FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    look(&tokens);
    for token in tokens {
        if let TokenTree::Group(group) = token {
            visit(group.stream(), look);
        }
    }
}

/// The tokens without the items whose `#[cfg(…)]` has a condition that is `unwanted`.
pub(crate) fn without(tokens: &TokenStream, unwanted: impl Fn(&str) -> bool + Copy) -> TokenStream {
    let mut tokens = tokens.clone().into_iter().peekable();
    let mut kept: Vec<TokenTree> = Vec::new();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(hash), Some(TokenTree::Group(group)))
                if hash.as_char() == '#'
                    && condition(group.stream()).is_some_and(|condition| unwanted(&condition)) =>
            {
                tokens.next();
                // An item ends with its body or with a semicolon.
                let is_end = |token: &TokenTree| match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    other => other.to_string() == ";",
                };
                for token in tokens.by_ref() {
                    if is_end(&token) {
                        break;
                    }
                }
            }
            (TokenTree::Group(group), _) => {
                let mut inner =
                    proc_macro2::Group::new(group.delimiter(), without(&group.stream(), unwanted));
                inner.set_span(group.span());
                kept.push(inner.into());
            }
            _ => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

/// `test` of `cfg(test)`.
fn condition(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name), TokenTree::Group(group)] if *name == "cfg" => {
            Some(group.stream().to_string())
        }
        _ => None,
    }
}
