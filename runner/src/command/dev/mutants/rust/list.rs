//! Makes wrong answers of what stands in a row: fields, arguments, attributes.

use proc_macro2::{Group, TokenTree};

use super::{Edit, Finder, is, is_alone, is_mark, short};

/// The parts between commas. A comma between `<` and `>` belongs to a type.
pub(super) fn items(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut depth = 0_i32;
    let separates = |token: &TokenTree| {
        if let TokenTree::Punct(mark) = token {
            match mark.as_char() {
                '<' => depth += 1,
                '>' => depth = (depth - 1).max(0),
                _ => (),
            }
        }
        depth == 0 && is_mark(token, ',')
    };
    tokens.split(separates).filter(|item| !item.is_empty()).collect()
}

impl Finder<'_> {
    /// The fields of a struct: one less, and other types.
    pub(super) fn fields(&mut self, tokens: &[TokenTree]) {
        for field in items(tokens) {
            let (attributes, rest) = field.split_at(attributes_end(field));
            let within = format!("`{}`", short(self.slice(rest)));
            let mut bytes = self.bytes(field);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            self.edits.push(Edit::drop(format!("drop the field {within}"), bytes));
            self.field_type(rest, &within);
            self.run(attributes, &within);
            self.run(rest, &within);
        }
    }

    fn field_type(&mut self, field: &[TokenTree], within: &str) {
        let Some(colon) = field.iter().position(|token| is_alone(token, ':')) else { return };
        let [of, inner @ ..] = &field[colon + 1..] else { return };
        let bytes = self.bytes(&field[colon + 1..]);
        let (what, other) = match inner {
            [open, inner @ .., close]
                if is(of, "Option") && is_mark(open, '<') && is_mark(close, '>') =>
            {
                ("take `Option` away from", self.slice(inner).to_owned())
            }
            _ => (
                "put `Option` around the type of",
                format!("Option<{}>", &self.text[bytes.clone()]),
            ),
        };
        self.edits.push(Edit { what: format!("{what} {within}"), pieces: vec![(bytes, other)] });
    }

    /// The fields of a value: two values in each other's place, and one less where the rest has defaults.
    pub(super) fn values(&mut self, tokens: &[TokenTree], within: &str) {
        let fields = items(tokens);
        let value = |field: &&[TokenTree]| {
            field.get(1).is_some_and(|mark| is_alone(mark, ':')) && field.len() > 2
        };
        let values: Vec<&[TokenTree]> =
            fields.iter().filter(|field| value(field)).map(|field| &field[2..]).collect();
        self.swaps(&values, within);
        let has_rest = fields.last().is_some_and(|last| is_mark(&last[0], '.'));
        for field in fields.iter().filter(|field| has_rest && !is_mark(&field[0], '.')) {
            let mut bytes = self.bytes(field);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            let what = format!("leave out `{}` in {within}", short(self.slice(field)));
            self.edits.push(Edit::drop(what, bytes));
        }
    }

    /// The items of a list: one less, or two in each other's place.
    pub(super) fn list(&mut self, tokens: &[TokenTree], within: &str) {
        let items = items(tokens);
        self.swaps(&items, within);
        for item in items.iter().filter(|_| items.len() > 1) {
            let mut bytes = self.bytes(item);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            self.edits.push(Edit::drop(
                format!("drop `{}` from {within}", short(self.slice(item))),
                bytes,
            ));
        }
    }

    pub(super) fn swaps(&mut self, items: &[&[TokenTree]], within: &str) {
        for pair in items.windows(2) {
            let [one, two] = [self.slice(pair[0]).to_owned(), self.slice(pair[1]).to_owned()];
            let what = format!("swap `{}` and `{}` in {within}", short(&one), short(&two));
            self.edits.push(Edit {
                what,
                pieces: vec![(self.bytes(pair[0]), two), (self.bytes(pair[1]), one)],
            });
        }
    }

    /// `#[sea_orm(…)]`: one of its items less, or all of it.
    pub(super) fn attribute(&mut self, group: &Group, tokens: &[TokenTree], before: &[TokenTree]) {
        let Some(TokenTree::Group(inner)) = tokens.get(1) else { return };
        let inner: Vec<TokenTree> = inner.stream().into_iter().collect();
        let items = items(&inner);
        let hash = before.last().map_or(0, |hash| hash.span().byte_range().start);
        let within = format!("`{}`", short(&self.text[hash..group.span().byte_range().end]));
        for (index, item) in items.iter().enumerate() {
            let mut bytes = self.bytes(item);
            match (items.get(index + 1), index.checked_sub(1)) {
                (Some(next), _) => bytes.end = self.bytes(next).start,
                (None, Some(before)) => bytes.start = self.bytes(items[before]).end,
                (None, None) => bytes = hash..group.span().byte_range().end,
            }
            self.edits.push(Edit::drop(
                format!("drop `{}` from {within}", short(self.slice(item))),
                bytes,
            ));
        }
        self.run(&inner, &within);
    }
}

/// Where the attributes and doc comments before a field end.
fn attributes_end(field: &[TokenTree]) -> usize {
    let mut end = 0;
    while field.get(end).is_some_and(|token| is_mark(token, '#')) && end + 2 < field.len() {
        end += 2;
    }
    end
}
