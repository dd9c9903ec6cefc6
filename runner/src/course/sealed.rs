//! The recorded states of an exercise as files. A release seals them, so that nobody reads an answer by accident while they
//! look for something else. That is no secret: letters and digits stand for others, as in a riddle whose answer is printed
//! upside down.

#[cfg(feature = "authors")]
use std::borrow::Cow;
use std::io;
use std::path::Path;

use super::read_text;

/// The first line of a sealed file.
const SEAL: &str = "The states that answers are compared with. They give the answer away, so they are not plain to read.\n";

/// Reads the text of a snapshot, sealed or not.
pub(crate) fn read_snapshot(path: &Path) -> io::Result<String> {
    let text = read_text(path)?;
    Ok(text.strip_prefix(SEAL).map(rotate).unwrap_or(text))
}

/// Seals the text of a snapshot, unless it is sealed.
#[cfg(feature = "authors")]
pub(crate) fn seal(text: &str) -> Cow<'_, str> {
    if text.starts_with(SEAL) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{SEAL}{}", rotate(text)))
}

/// Puts for each letter the 13th after it, and for each digit the 5th: done twice, it is the text again.
fn rotate(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            'a'..='z' => turn(letter, b'a', 26),
            'A'..='Z' => turn(letter, b'A', 26),
            '0'..='9' => turn(letter, b'0', 10),
            _ => letter,
        })
        .collect()
}

/// The letter half way around an alphabet of so many from `first` on.
fn turn(letter: char, first: u8, letters: u8) -> char {
    char::from(first + (letter as u8 - first + letters / 2) % letters)
}

#[cfg(all(test, feature = "authors"))]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_snapshot_says_nothing_and_is_read_as_it_was() {
        let text = "CREATE TABLE cookie (id INTEGER, note VARCHAR(200)); -- für 7\n";
        let sealed = seal(text).into_owned();
        assert!(!sealed.contains("cookie") && !sealed.contains("200"), "{sealed}");
        assert_eq!(seal(&sealed), sealed);
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        for written in [text, &sealed] {
            std::fs::write(file.path(), written).expect("it can be written");
            assert_eq!(read_snapshot(file.path()).expect("it can be read"), text);
        }
    }
}
