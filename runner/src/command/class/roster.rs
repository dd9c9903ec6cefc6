//! Reads `roster.csv`: the learners of a class, and the names that other systems have for them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::file_place::ClassFileError;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "roster.csv";

/// The columns it may have; the first is required.
pub(super) const COLUMNS: [&str; 9] = [
    "student",
    "first_name",
    "last_name",
    "email",
    "section",
    "github",
    "canvas_id",
    "moodle_id",
    "student_number",
];

/// A learner of a class. A name that the roster lacks is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Learner {
    /// The name of the learner in the class and in the names of files: `s-one`.
    pub(super) id: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: String,
    pub(super) section: String,
    pub(super) github: String,
    pub(super) canvas_id: String,
    /// The number of the participant in a worksheet of Moodle.
    pub(super) moodle_id: String,
    pub(super) student_number: String,
}

/// The learners of a class, in the order of the file.
#[derive(Debug)]
pub(super) struct Roster {
    pub(super) learners: Vec<Learner>,
}

impl Learner {
    pub(super) fn full_name(&self) -> String {
        [&*self.first_name, &*self.last_name].join(" ").trim().to_owned()
    }
}

impl Roster {
    /// The position of the learner with this name, whatever its case.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.find_by(id, |learner| &learner.id)
    }

    /// The position of the only learner for whom `name` is this, whatever its case.
    pub(super) fn find_by(&self, wanted: &str, name: impl Fn(&Learner) -> &str) -> Option<usize> {
        let wanted = wanted.to_lowercase();
        let all = self.learners.iter().enumerate();
        let mut found = all.filter_map(|(at, learner)| {
            (!wanted.is_empty() && name(learner).to_lowercase() == wanted).then_some(at)
        });
        found.next().filter(|_| found.next().is_none())
    }
}

pub(super) fn read(path: &Path) -> Result<Roster, ClassFileError> {
    let bytes = fs::read(path).map_err(|error| ClassFileError::whole(path, error))?;
    let text = String::from_utf8(bytes)
        .map_err(|error| ClassFileError::whole(path, format!("it is not UTF-8: {error}")))?;
    parse(path, text.trim_start_matches('\u{feff}'))
}

/// A reader of CSV that takes comments, and rows that end early.
pub(super) fn read_rows(text: &str) -> Reader<&[u8]> {
    ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(text.as_bytes())
}

fn parse(path: &Path, text: &str) -> Result<Roster, ClassFileError> {
    let mut rows = read_rows(text);
    let header = rows.headers().map_err(|error| ClassFileError::whole(path, error))?.clone();
    let columns = find_columns(path, text, &header)?;
    let mut learners = Vec::new();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for row in rows.records() {
        let row = row.map_err(|error| ClassFileError::whole(path, error))?;
        let fail = |column: usize, message: String| {
            Err(ClassFileError::at(path, text, &field_span(text, &row, column), message))
        };
        if row.len() > header.len() {
            return fail(header.len(), format!("the row has more than {} fields", header.len()));
        }
        let learner = read_learner(&row, &columns);
        if let Err(message) = check_id(&learner.id) {
            return fail(columns["student"], message);
        }
        if let Some(other) = known.insert(learner.id.to_lowercase(), learner.id.clone()) {
            return fail(columns["student"], format!("the learner `{other}` is there twice"));
        }
        learners.push(learner);
    }
    Ok(Roster { learners })
}

fn find_columns(
    path: &Path,
    text: &str,
    header: &StringRecord,
) -> Result<BTreeMap<&'static str, usize>, ClassFileError> {
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        let span = field_span(text, header, at);
        let known = COLUMNS.iter().find(|known| **known == name.trim());
        let Some(known) = known else {
            let known = COLUMNS.map(|name| format!("`{name}`")).join(", ");
            let message = format!("there is no column `{name}`; the columns are {known}");
            return Err(ClassFileError::at(path, text, &span, message));
        };
        if columns.insert(*known, at).is_some() {
            let message = format!("the column `{known}` is there twice");
            return Err(ClassFileError::at(path, text, &span, message));
        }
    }
    if !columns.contains_key("student") {
        return Err(ClassFileError::at(path, text, &(0..0), "there is no column `student`"));
    }
    Ok(columns)
}

fn read_learner(row: &StringRecord, columns: &BTreeMap<&'static str, usize>) -> Learner {
    let field = |name: &str| {
        let text = columns.get(name).and_then(|at| row.get(*at)).unwrap_or_default();
        text.trim().to_owned()
    };
    Learner {
        id: field("student"),
        first_name: field("first_name"),
        last_name: field("last_name"),
        email: field("email"),
        section: field("section"),
        github: field("github"),
        canvas_id: field("canvas_id"),
        moodle_id: field("moodle_id"),
        student_number: field("student_number"),
    }
}

/// The name becomes that of a file.
fn check_id(id: &str) -> Result<(), String> {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.@+".contains(&byte));
    if id.is_empty() {
        return Err("the learner has no name in the column `student`".to_owned());
    }
    if !is_plain || id.starts_with(['.', '-']) || id.len() > 100 {
        return Err(format!(
            "`{id}` is no name for a file: take letters without accents, digits and `-`, `_`, `.`, `@`, `+`"
        ));
    }
    Ok(())
}

/// The bytes of a field of a row, quotes included.
pub(super) fn field_span(text: &str, row: &StringRecord, field: usize) -> Range<usize> {
    let start = row.position().map_or(0, |position| position.byte() as usize);
    let row = text.get(start..).unwrap_or_default();
    let (mut at, mut is_quoted, mut begin) = (0, false, 0);
    for (offset, character) in row.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted && at == field => return start + begin..start + offset,
            ',' if !is_quoted => (at, begin) = (at + 1, offset + 1),
            '\n' if !is_quoted && offset > begin => return start + begin..start + offset,
            _ => (),
        }
    }
    start + begin..start + row.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match parse(Path::new("roster.csv"), text) {
            Ok(roster) => roster.learners.iter().map(|one| &*one.id).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_roster_names_the_place_of_a_mistake() {
        assert_eq!(told("# a comment\nemail,student\n\"a,b\",s-one\nc,s-two\n"), "s-one s-two");
        assert_eq!(
            told("student,mail\n").split(';').next(),
            Some("roster.csv:1:9: there is no column `mail`")
        );
        assert_eq!(told("email\n"), "roster.csv:1:1: there is no column `student`");
        assert_eq!(
            told("email,student\n\"a,b\",s-one\nc,S-One\n"),
            "roster.csv:3:3: the learner `s-one` is there twice"
        );
        assert_eq!(
            told("student\n../x\n").split(':').take(3).collect::<Vec<_>>(),
            ["roster.csv", "2", "1"]
        );
        assert_eq!(told("student\na,b\n"), "roster.csv:2:3: the row has more than 1 fields");
    }
}
