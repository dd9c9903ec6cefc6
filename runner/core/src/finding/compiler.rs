//! What in a learner's code leads to an error of the compiler that SeaORM's macros and traits make hard to read.

mod notes;

pub use notes::NOTES;

/// An error of the compiler, and the line that is said about it.
pub struct Note {
    /// The error's first line and where it points, as [`opening`] joins them; `*` stands for anything, also at the end.
    pub error: &'static str,
    /// What must stand somewhere in the compiler's text as well.
    pub shown: &'static str,
    /// What in the code leads to it and where to look; `{0}` is what the first `*` stood for.
    says: &'static str,
}

/// What to do after any error of the compiler.
pub const NEXT: &str = "mend this error first; those after it often go away with it";

/// The line about an error whose full text, with or without colours, is `rendered`; None where that text says enough.
pub fn note(rendered: &str) -> Option<String> {
    let text = plain(rendered);
    let opening = opening(&text);
    let fitting = NOTES
        .iter()
        .copied()
        .flatten()
        .find_map(|note| Some((note, note.captures(&opening, &text)?)));
    fitting.map(|(note, captures)| note.words(&captures))
}

impl Note {
    /// Whether this note is about the error with that full text.
    pub fn fits(&self, rendered: &str) -> bool {
        let text = plain(rendered);
        self.captures(&opening(&text), &text).is_some()
    }

    fn captures<'a>(&self, opening: &'a str, text: &str) -> Option<Vec<&'a str>> {
        if text.contains(self.shown) { captures(self.error, opening) } else { None }
    }

    fn words(&self, captures: &[&str]) -> String {
        captures.iter().enumerate().fold(self.says.to_owned(), |says, (index, capture)| {
            says.replace(
                &format!("{{{index}}}"),
                &capture.replace("std::string::", "").replace("sea_orm::", ""),
            )
        })
    }
}

/// The text without the sequences that colour it in a terminal.
fn plain(rendered: &str) -> String {
    let mut parts = rendered.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| plain + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// `error[E0308]: mismatched types at exercises/…/play.rs:9:31`
fn opening(text: &str) -> String {
    let place =
        text.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap_or_default();
    format!("{} at {place}", text.lines().next().unwrap_or_default())
}

/// What each `*` of the pattern stands for in the text, as little as possible.
fn captures<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
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
        let said = note(rendered).expect("there is a note");
        assert!(
            said.starts_with("a field has the type `Vec<String>`, which no column can hold"),
            "{said}"
        );
    }

    #[test]
    fn an_error_that_says_enough_gets_no_note() {
        assert_eq!(
            note("error[E0384]: cannot assign twice to immutable variable `x`\n --> play.rs:3:5\n"),
            None
        );
    }
}
