//! The writer between the program and a terminal: text is shown and never obeyed.
//!
//! Characters that a terminal obeys, or that nobody can see, are written as `\u{1b}`, whoever put them into the text. Colours
//! of the program's own come through since they are written as marks, which hold a number that is another one in every run:
//! no text from elsewhere can hold it. So nobody who writes a message has to think of where its parts come from.

use std::fmt::{self, Display, Formatter, Write as _};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::sync::OnceLock;

use anstyle::Style;

/// A style of the program's own. `{PAINT}` begins it, `{PAINT:#}` ends it.
#[derive(Clone, Copy)]
pub(crate) struct Paint(pub(crate) Style);

impl Display for Paint {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let style = self.0;
        let codes = if formatter.alternate() { format!("{style:#}") } else { format!("{style}") };
        formatter.write_str(&trust_colours(&codes))
    }
}

/// Turns the colours of a text into marks that the writer lets through. The text must be rendered by a library from parts
/// that hold no escape codes of anybody else's.
pub(crate) fn trust_colours(rendered: &str) -> String {
    let mut text = String::with_capacity(rendered.len());
    let mut rest = rendered;
    while let Some(start) = rest.find(ESCAPE) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        match colour_at(rest) {
            Some(codes) => {
                _ = write!(text, "{}{codes}{MARK_END}", mark_start());
                rest = &rest[ESCAPE.len() + codes.len() + 1..];
            }
            None => {
                text.push_str(ESCAPE);
                rest = &rest[ESCAPE.len()..];
            }
        }
    }
    text + rest
}

const ESCAPE: &str = "\u{1b}[";
const MARK_END: char = '\u{2}';
/// Longer than any mark.
const MARK_SIZE: usize = 80;

/// The codes of a colour at the start of a text: `1;31` of `ESC[1;31m`.
fn colour_at(text: &str) -> Option<&str> {
    let (codes, _) = text.strip_prefix(ESCAPE)?.split_once('m')?;
    codes.bytes().all(|byte| byte.is_ascii_digit() || byte == b';').then_some(codes)
}

fn mark_start() -> &'static str {
    static START: OnceLock<String> = OnceLock::new();
    START.get_or_init(|| format!("\u{1}{:016x}:", RandomState::new().hash_one(0)))
}

/// Returns true for a character that a terminal obeys or that cannot be seen. A line break and a tab are what they seem.
pub(crate) fn is_hidden(character: char) -> bool {
    match character {
        ' ' | '\n' | '\t' => false,
        _ if character.is_control() || character.is_whitespace() => true,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' => true,
        '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' => true,
        '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Returns the text as a terminal shows it, for whoever has to know how wide that is.
pub(crate) fn escape_hidden(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    text.chars().for_each(|character| push_escaped(character, &mut escaped));
    escaped
}

fn push_escaped(character: char, text: &mut String) {
    if is_hidden(character) {
        text.extend(character.escape_unicode());
    } else {
        text.push(character);
    }
}

/// A stream that may lead to a terminal.
pub(crate) struct GuardedWriter<W> {
    inner: W,
    /// The end of what was written, which may go on as a character or a mark.
    pending: Vec<u8>,
}

impl<W: Write> GuardedWriter<W> {
    pub(crate) fn new(inner: W) -> GuardedWriter<W> {
        GuardedWriter { inner, pending: Vec::new() }
    }
}

impl<W: Write> Write for GuardedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pending.extend_from_slice(bytes);
        let mut text = String::with_capacity(self.pending.len());
        let rest = escape_bytes(&self.pending, &mut text);
        let done = self.pending.len() - rest;
        self.pending.drain(..done);
        self.inner.write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = std::mem::take(&mut self.pending);
        self.inner.write_all(escape_hidden(&String::from_utf8_lossy(&rest)).as_bytes())?;
        self.inner.flush()
    }
}

/// Adds what the bytes say to a text, and returns how many at their end may go on.
fn escape_bytes(bytes: &[u8], text: &mut String) -> usize {
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        let is_last = chunks.peek().is_none();
        let rest = escape_text(chunk.valid(), is_last && chunk.invalid().is_empty(), text);
        if rest > 0 {
            return rest;
        }
        match chunk.invalid() {
            [] => (),
            cut if is_last && may_go_on(cut) => return cut.len(),
            _ => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    0
}

fn may_go_on(cut: &[u8]) -> bool {
    std::str::from_utf8(cut).is_err_and(|error| error.error_len().is_none())
}

fn escape_text(mut rest: &str, is_last: bool, text: &mut String) -> usize {
    while let Some(character) = rest.chars().next() {
        match mark_at(rest) {
            Some(codes) => {
                _ = write!(text, "{ESCAPE}{codes}m");
                rest = &rest[mark_start().len() + codes.len() + MARK_END.len_utf8()..];
                continue;
            }
            None if is_last && may_become_mark(rest) => return rest.len(),
            None => push_escaped(character, text),
        }
        rest = &rest[character.len_utf8()..];
    }
    0
}

fn mark_at(text: &str) -> Option<&str> {
    let (codes, _) = text.strip_prefix(mark_start())?.split_once(MARK_END)?;
    (codes.len() < MARK_SIZE).then_some(codes)
}

fn may_become_mark(text: &str) -> bool {
    let is_start = mark_start().starts_with(text) || text.starts_with(mark_start());
    is_start && text.len() < MARK_SIZE
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    /// What comes out when the text is written in pieces of so many bytes.
    fn written(text: &[u8], size: usize) -> String {
        let mut bytes = Vec::new();
        let mut writer = GuardedWriter::new(&mut bytes);
        text.chunks(size).for_each(|piece| writer.write_all(piece).expect("a list takes all"));
        writer.flush().expect("a list takes all");
        String::from_utf8(bytes).expect("it is text")
    }

    #[test]
    fn text_is_shown_and_own_colours_are_kept_however_it_is_cut() {
        let paint = Paint(AnsiColor::Red.on_default().bold());
        let text = format!("{paint}ä\u{1b}[31m€\u{202e}{paint:#}\ta\r\n");
        let wanted = "\u{1b}[1m\u{1b}[31mä\\u{1b}[31m€\\u{202e}\u{1b}[0m\ta\\u{d}\n";
        for size in [1, 2, 3, 7, 100] {
            assert_eq!(written(text.as_bytes(), size), wanted, "{size}");
        }
    }

    #[test]
    fn a_forged_mark_is_text() {
        let forged = "\u{1}0123456789abcdef:31\u{2}x";
        assert_eq!(written(forged.as_bytes(), 5), "\\u{1}0123456789abcdef:31\\u{2}x");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        assert_eq!(written(b"a\xffb\x9b31m\xe2\x82", 3), "a\u{fffd}b\u{fffd}31m\u{fffd}");
    }

    #[test]
    fn colours_of_a_library_are_kept_and_other_codes_are_not() {
        let rendered = "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m \u{1b}[2J\u{1b}]0;title\u{7}";
        assert_eq!(
            written(trust_colours(rendered).as_bytes(), 100),
            "\u{1b}[1m\u{1b}[38;5;9merror\u{1b}[0m \\u{1b}[2J\\u{1b}]0;title\\u{7}"
        );
    }
}
