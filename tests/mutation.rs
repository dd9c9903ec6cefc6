//! Changes texts at random, the same in every run.

/// A seeded sequence of numbers.
pub(crate) struct Sequence(pub(crate) u64);

impl Sequence {
    /// The next number, below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits are few") % end
    }
}

/// Takes a piece out of a text, doubles it, moves it to another place, or puts one of `parts` there.
pub(crate) fn mutate(text: &mut String, parts: &[&str], sequence: &mut Sequence) {
    let start = text.floor_char_boundary(sequence.below(text.len() + 1));
    let end = text.ceil_char_boundary((start + sequence.below(30)).min(text.len()));
    let to = text.floor_char_boundary(sequence.below(text.len() + 1));
    let piece = text[start..end].to_owned();
    match sequence.below(4) {
        0 => text.replace_range(start..end, ""),
        1 => text.insert_str(start, &piece),
        2 => text.insert_str(to, &piece),
        _ => text.replace_range(start..end, parts[sequence.below(parts.len())]),
    }
}
