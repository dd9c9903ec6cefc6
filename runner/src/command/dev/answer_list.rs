//! Reads and edits `answers.toml`: what each wrong answer of an exercise is told first, and why some mutants are right.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;
use toml_edit::{DocumentMut, Item, Value};
use workbook_core::exercise::Exercise;
use workbook_core::span::{Place, place_of};

use super::answers;
use crate::course::{Course, shown};

/// Name of the file, in the folder of an exercise's answers.
pub(super) const ANSWER_LIST: &str = "answers.toml";

const MESSAGES: &str = "messages";

/// The `answers.toml` of one exercise. It may be empty, and so may be left out.
pub(super) struct AnswerList {
    /// Relative to the course.
    pub(super) path: PathBuf,
    text: String,
    entries: ListEntries,
}

/// The entries of an `answers.toml`, each with the bytes it stands in.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ListEntries {
    /// Part of the first message to each wrong answer, by the answer's name.
    #[serde(default)]
    messages: Option<Spanned<BTreeMap<Spanned<String>, Spanned<String>>>>,
    #[serde(default)]
    equivalent: Vec<EquivalentMutant>,
}

/// A mutant that passes and is a right answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EquivalentMutant {
    pub(super) mutant: Spanned<String>,
    pub(super) reason: Spanned<String>,
}

/// Reads the list of an exercise. An error is a line that names the file and, where it can, the place in it.
pub(super) fn read_answer_list(course: &Course, exercise: &Exercise) -> Result<AnswerList, String> {
    let path = answers::folder(exercise).join(ANSWER_LIST);
    match fs::read_to_string(course.root.join(&path)) {
        Ok(text) => AnswerList::parse(path, text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            AnswerList::parse(path, String::new())
        }
        Err(error) => Err(format!("{}: {error}", shown(&path))),
    }
}

impl AnswerList {
    fn parse(path: PathBuf, text: String) -> Result<AnswerList, String> {
        match toml::from_str(&text) {
            Ok(entries) => Ok(AnswerList { path, text, entries }),
            Err(error) => {
                let place = locate(&path, &text, &error.span().unwrap_or_default());
                Err(format!("{place}: {}", error.message()))
            }
        }
    }

    /// The messages with the names of the answers they belong to, in the order of the file.
    pub(super) fn messages(&self) -> Vec<(&Spanned<String>, &Spanned<String>)> {
        let messages = self.entries.messages.iter().flat_map(|messages| messages.get_ref());
        let mut messages: Vec<_> = messages.collect();
        messages.sort_by_key(|(name, _)| name.span().start);
        messages
    }

    /// The message of a wrong answer.
    pub(super) fn message_of(&self, answer: &str) -> Option<&Spanned<String>> {
        self.entries.messages.as_ref()?.get_ref().get(answer)
    }

    pub(super) fn equivalent(&self) -> &[EquivalentMutant] {
        &self.entries.equivalent
    }

    pub(super) fn equivalent_of(&self, name: &str) -> Option<&EquivalentMutant> {
        self.equivalent().iter().find(|entry| entry.mutant.get_ref() == name)
    }

    /// `file:line:column` of an entry.
    pub(super) fn place_of(&self, entry: &Spanned<String>) -> String {
        locate(&self.path, &self.text, &entry.span())
    }

    /// `file:line:column` of the table that a missing message should be added to.
    pub(super) fn place_of_messages(&self) -> String {
        let span = self.entries.messages.as_ref().map(Spanned::span);
        locate(&self.path, &self.text, &span.unwrap_or_default())
    }

    /// The text of the list with another message for one answer. Comments and all else stay.
    pub(super) fn with_message(&self, answer: &str, message: &str) -> Result<AnswerList, String> {
        let mut document: DocumentMut =
            self.text.parse().map_err(|error| format!("{}: {error}", shown(&self.path)))?;
        let table = document.entry(MESSAGES).or_insert_with(toml_edit::table);
        write_message(table, answer, message);
        AnswerList::parse(self.path.clone(), document.to_string())
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Puts a message into the table, in the place of the one before or else in the order of names.
fn write_message(table: &mut Item, answer: &str, message: &str) {
    let Some(table) = table.as_table_like_mut() else { return };
    if let Some(value) = table.get_mut(answer).and_then(Item::as_value_mut) {
        let decor = value.decor().clone();
        *value = Value::from(message);
        *value.decor_mut() = decor;
    } else {
        table.insert(answer, toml_edit::value(message));
        table.sort_values();
    }
}

fn locate(path: &Path, text: &str, span: &Range<usize>) -> String {
    let Place { line, column, .. } = place_of(text, span.clone());
    format!("{}:{line}:{column}", shown(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<AnswerList, String> {
        AnswerList::parse(PathBuf::from("answers.toml"), text.to_owned())
    }

    /// The list after each of these messages was written into it.
    #[track_caller]
    fn check(text: &str, messages: &[(&str, &str)], expected: &str) {
        let mut list = parse(text).expect("the text is a list");
        for (answer, message) in messages {
            list = list.with_message(answer, message).expect("a message can be written");
        }
        assert_eq!(list.text(), expected);
    }

    #[test]
    fn a_message_is_written_in_the_place_of_the_one_before() {
        check(
            "# Kept.\n[messages]\na = \"one\" # why\n\n# Of b.\nb = 'two'\n\n[[equivalent]]\nmutant = 'm'\nreason = 'r'\n",
            &[("a", "a \"quoted\" `word`")],
            "# Kept.\n[messages]\na = 'a \"quoted\" `word`' # why\n\n# Of b.\nb = 'two'\n\n[[equivalent]]\nmutant = 'm'\nreason = 'r'\n",
        );
    }

    #[test]
    fn a_new_message_stands_in_the_order_of_names() {
        check(
            "[messages]\na = \"one\"\n# Of c.\nc = \"three\"\n",
            &[("b", "two")],
            "[messages]\na = \"one\"\nb = \"two\"\n# Of c.\nc = \"three\"\n",
        );
        check("", &[("b", "it's"), ("a", "one")], "[messages]\na = \"one\"\nb = \"it's\"\n");
    }

    #[test]
    fn a_list_of_mutants_gets_a_table_of_messages() {
        check(
            "[[equivalent]]\nmutant = 'm'\nreason = 'r'\n",
            &[("a", "one")],
            "[[equivalent]]\nmutant = 'm'\nreason = 'r'\n\n[messages]\na = \"one\"\n",
        );
    }

    #[test]
    fn places_count_lines_and_letters() {
        let list = parse("# ä\n[messages]\na = \"ä\"\nb = \"b\"\n").expect("the text is a list");
        let message = list.message_of("b").expect("b has a message");
        assert_eq!(list.place_of(message), "answers.toml:4:5");
        assert_eq!(list.place_of_messages(), "answers.toml:2:1");
        let error = parse("[messages]\na = 1\n").err();
        assert_eq!(
            error.as_deref(),
            Some("answers.toml:2:5: invalid type: integer `1`, expected a string")
        );
    }
}
