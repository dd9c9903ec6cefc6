//! Makes wrong answers of what stands in a row: fields, arguments, attributes.

use proc_macro2::{Group, TokenTree};

use super::{Edit, EditFinder, is_alone, is_mark, is_word, shorten};

/// The parts between commas. A comma between `<` and `>` belongs to a type.
pub(super) fn split_items(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut depth = 0_i32;
    let items = tokens.split(|token| {
        if is_mark(token, '<') {
            depth += 1;
        } else if is_mark(token, '>') {
            depth = (depth - 1).max(0);
        }
        depth == 0 && is_mark(token, ',')
    });
    items.filter(|item| !item.is_empty()).collect()
}

impl EditFinder<'_> {
    /// The fields of a struct: one less, and other types.
    pub(super) fn edit_fields(&mut self, tokens: &[TokenTree]) {
        for field in split_items(tokens) {
            let (attributes, rest) = field.split_at(end_of_attributes(field));
            let within = format!("`{}`", shorten(self.text_of(rest)));
            let mut bytes = self.bytes_of(field);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            self.edits.push(Edit::drop(format!("drop the field {within}"), bytes));
            self.change_field_type(rest, &within);
            self.edit_tokens(attributes, &within);
            self.edit_tokens(rest, &within);
        }
    }

    fn change_field_type(&mut self, field: &[TokenTree], within: &str) {
        let Some(colon) = field.iter().position(|token| is_alone(token, ':')) else { return };
        let [of, inner @ ..] = &field[colon + 1..] else { return };
        let bytes = self.bytes_of(&field[colon + 1..]);
        let (what, other) = match inner {
            [open, inner @ .., close]
                if is_word(of, "Option") && is_mark(open, '<') && is_mark(close, '>') =>
            {
                ("take `Option` away from", self.text_of(inner).to_owned())
            }
            _ => (
                "put `Option` around the type of",
                format!("Option<{}>", &self.text[bytes.clone()]),
            ),
        };
        self.edits.push(Edit { what: format!("{what} {within}"), pieces: vec![(bytes, other)] });
    }

    /// The fields of a value: two values in each other's place, and one less where the rest has defaults.
    pub(super) fn edit_values(&mut self, tokens: &[TokenTree], within: &str) {
        let fields = split_items(tokens);
        let with_values = fields.iter().filter(|field| {
            field.get(1).is_some_and(|mark| is_alone(mark, ':')) && field.len() > 2
        });
        let values: Vec<&[TokenTree]> = with_values.map(|field| &field[2..]).collect();
        self.swap_neighbours(&values, within);
        let has_rest = fields.last().is_some_and(|last| is_mark(&last[0], '.'));
        for field in fields.iter().filter(|field| has_rest && !is_mark(&field[0], '.')) {
            let mut bytes = self.bytes_of(field);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            let what = format!("leave out `{}` in {within}", shorten(self.text_of(field)));
            self.edits.push(Edit::drop(what, bytes));
        }
    }

    /// The items of a list: one less, or two in each other's place.
    pub(super) fn edit_list(&mut self, tokens: &[TokenTree], within: &str) {
        let items = split_items(tokens);
        self.swap_neighbours(&items, within);
        for item in items.iter().filter(|_| items.len() > 1) {
            let mut bytes = self.bytes_of(item);
            bytes.end += usize::from(self.text[bytes.end..].starts_with(','));
            self.edits.push(Edit::drop(
                format!("drop `{}` from {within}", shorten(self.text_of(item))),
                bytes,
            ));
        }
    }

    pub(super) fn swap_neighbours(&mut self, items: &[&[TokenTree]], within: &str) {
        for pair in items.windows(2) {
            let [one, two] = [self.text_of(pair[0]).to_owned(), self.text_of(pair[1]).to_owned()];
            let what = format!("swap `{}` and `{}` in {within}", shorten(&one), shorten(&two));
            self.edits.push(Edit {
                what,
                pieces: vec![(self.bytes_of(pair[0]), two), (self.bytes_of(pair[1]), one)],
            });
        }
    }

    /// `#[sea_orm(…)]`: one of its items less, or all of it.
    pub(super) fn edit_attribute(
        &mut self,
        group: &Group,
        tokens: &[TokenTree],
        before: &[TokenTree],
    ) {
        let Some(TokenTree::Group(inner)) = tokens.get(1) else { return };
        let inner: Vec<TokenTree> = inner.stream().into_iter().collect();
        let items = split_items(&inner);
        let hash = before.last().map_or(0, |hash| hash.span().byte_range().start);
        let within = format!("`{}`", shorten(&self.text[hash..group.span().byte_range().end]));
        for (index, item) in items.iter().enumerate() {
            let mut bytes = self.bytes_of(item);
            match (items.get(index + 1), index.checked_sub(1)) {
                (Some(next), _) => bytes.end = self.bytes_of(next).start,
                (None, Some(before)) => bytes.start = self.bytes_of(items[before]).end,
                (None, None) => bytes = hash..group.span().byte_range().end,
            }
            self.edits.push(Edit::drop(
                format!("drop `{}` from {within}", shorten(self.text_of(item))),
                bytes,
            ));
        }
        self.edit_tokens(&inner, &within);
    }
}

/// Index of the first token after the attributes and doc comments of a field.
fn end_of_attributes(field: &[TokenTree]) -> usize {
    let mut end = 0;
    while field.get(end).is_some_and(|token| is_mark(token, '#')) && end + 2 < field.len() {
        end += 2;
    }
    end
}
