//! Walks over the round brackets of an SQL text. No walk recurses, so texts may nest as deep as they like.

use std::ops::Range;

use super::word::Word;

/// Index of the bracket that closes the one at `open`; None when it is never closed.
pub fn closing_bracket(words: &[Word<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// Number of brackets each word stands in; a bracket stands as deep as what is around it.
pub fn bracket_depths(words: &[Word<'_>]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut depths = Vec::with_capacity(words.len());
    for word in words {
        if word.is(")") {
            depth = depth.saturating_sub(1);
        }
        depths.push(depth);
        if word.is("(") {
            depth += 1;
        }
    }
    depths
}

/// Splits words at the commas that stand in no bracket.
pub fn split_at_commas(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let depths = bracket_depths(words);
    let commas = (0..words.len()).filter(|at| depths[*at] == 0 && words[*at].is(","));
    let mut start = 0;
    let mut items = Vec::new();
    for end in commas.chain([words.len()]) {
        items.push(start..end);
        start = end + 1;
    }
    items
}

/// Strips the brackets that hold all of the words, however many pairs there are.
pub fn strip_brackets<'a, 'b>(words: &'b [Word<'a>]) -> &'b [Word<'a>] {
    let pairs = pair_brackets(words);
    let mut range = 0..words.len();
    while range.len() > 1 && pairs[range.start] == Some(range.end - 1) {
        range = range.start + 1..range.end - 1;
    }
    &words[range]
}

/// Index of the closing bracket for each opening one that has one.
fn pair_brackets(words: &[Word<'_>]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; words.len()];
    let mut open = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if word.is("(") {
            open.push(at);
        } else if word.is(")")
            && let Some(opened) = open.pop()
        {
            pairs[opened] = Some(at);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::word::split_words;
    use super::*;

    #[track_caller]
    fn check_stripped(sql: &str, expected: &str) {
        let words = split_words(sql);
        let text: Vec<&str> = strip_brackets(&words).iter().map(|word| word.text).collect();
        assert_eq!(text.join(" "), expected);
    }

    #[test]
    fn only_brackets_around_all_are_stripped() {
        check_stripped("((a))", "a");
        check_stripped("((a) + (b))", "( a ) + ( b )");
        check_stripped("(a) + (b)", "( a ) + ( b )");
        check_stripped("(')' \"(\")", "')' \"(\"");
        check_stripped("((a)", "( ( a )");
        check_stripped("()", "");
    }

    #[test]
    fn commas_in_brackets_and_texts_do_not_split() {
        let sql = "a, f(b, c), 'd,e', [g,h]";
        let words = split_words(sql);
        let lengths: Vec<usize> = split_at_commas(&words).iter().map(Range::len).collect();
        assert_eq!(lengths, [1, 6, 1, 1]);
    }

    #[test]
    fn brackets_may_nest_as_deep_as_they_like() {
        let sql = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
        check_stripped(&sql, "a");
        let words = split_words(&sql);
        assert_eq!(closing_bracket(&words, 0), Some(200_000));
        assert_eq!(bracket_depths(&words)[100_000], 100_000);
    }
}
