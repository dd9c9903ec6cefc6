//! Notes on errors of the compiler that SeaORM's macros and traits make hard to read: what in the code leads to them.

mod notes;

pub use notes::NOTES;

/// An error of the compiler, and the line that is said about it.
pub struct Note {
    /// The error's first line and where it points, as `join_opening` joins them; `*` stands for anything, also at the end.
    pub error: &'static str,
    /// Text that must stand somewhere in the compiler's as well.
    pub shown: &'static str,
    /// Cause in the code and where to look; `{0}` is what the first `*` stood for.
    says: &'static str,
}

/// Advice after any error of the compiler.
pub const NEXT: &str = "mend this error first; those after it often go away with it";

/// Finds the line about an error whose full text, with or without colours, is `rendered`; None where that text says enough.
pub fn find_note(rendered: &str) -> Option<String> {
    let text = strip_colours(rendered);
    let opening = join_opening(&text);
    let fitting = NOTES
        .iter()
        .copied()
        .flatten()
        .find_map(|note| Some((note, note.match_error(&opening, &text)?)));
    fitting.map(|(note, captures)| note.fill_in(&captures))
}

impl Note {
    /// True if this note is about the error with that full text.
    pub fn fits(&self, rendered: &str) -> bool {
        let text = strip_colours(rendered);
        self.match_error(&join_opening(&text), &text).is_some()
    }

    fn match_error<'a>(&self, opening: &'a str, text: &str) -> Option<Vec<&'a str>> {
        if text.contains(self.shown) { match_pattern(self.error, opening) } else { None }
    }

    fn fill_in(&self, captures: &[&str]) -> String {
        captures.iter().enumerate().fold(self.says.to_owned(), |says, (index, capture)| {
            says.replace(
                &format!("{{{index}}}"),
                &capture.replace("std::string::", "").replace("sea_orm::", ""),
            )
        })
    }
}

/// Strips the sequences that colour a text in a terminal.
fn strip_colours(rendered: &str) -> String {
    let mut parts = rendered.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// `error[E0308]: mismatched types at exercises/…/play.rs:9:31`
fn join_opening(text: &str) -> String {
    let place =
        text.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
    format!("{} at {place}", text.lines().next().unwrap_or_default())
}

/// Matches a text with a pattern: what each `*` stands for, as little as possible.
fn match_pattern<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split('*');
    let mut rest = text.strip_prefix(pieces.next()?)?;
    pieces
        .map(|piece| {
            let (before, after) = rest.split_once(piece)?;
            rest = after;
            Some(before)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_captures_do_not_get_into_the_words() {
        let rendered = "\u{1b}[1m\u{1b}[91merror[E0277]\u{1b}[0m\u{1b}[1m: the trait bound `sea_orm::Value: \
                        From<Vec<std::string::String>>` is not satisfied\u{1b}[0m\n \u{1b}[94m--> \u{1b}[0mmodels.rs:7:39\n";
        let said = find_note(rendered).expect("there is a note");
        assert!(
            said.starts_with("a field has the type `Vec<String>`, which no column can hold"),
            "{said}"
        );
    }

    #[test]
    fn an_error_that_says_enough_gets_no_note() {
        assert_eq!(
            find_note(
                "error[E0384]: cannot assign twice to immutable variable `x`\n --> play.rs:3:5\n"
            ),
            None
        );
    }
}
