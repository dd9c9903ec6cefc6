//! Reads `roster.csv`: the learners of a class, and the names that other systems have for them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use csv::StringRecord;

use super::csv_rows::{field_span, read_rows};
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

    /// The names that no two learners share, with their columns.
    fn names(&self) -> [(&'static str, &str); 6] {
        [
            ("student", &self.id),
            ("email", &self.email),
            ("github", &self.github),
            ("canvas_id", &self.canvas_id),
            ("moodle_id", &self.moodle_id),
            ("student_number", &self.student_number),
        ]
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

fn parse(path: &Path, text: &str) -> Result<Roster, ClassFileError> {
    let mut rows = read_rows(path, text)?;
    let header = rows.headers().map_err(|error| ClassFileError::whole(path, error))?.clone();
    let columns = find_columns(path, text, &header)?;
    let mut learners = Vec::new();
    let mut known: BTreeMap<(&str, String), u64> = BTreeMap::new();
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
        let line = row.position().map_or(0, csv::Position::line);
        for (name, value) in learner.names() {
            let earlier = known.insert((name, value.to_lowercase()), line);
            if let Some(earlier) = earlier.filter(|_| !value.is_empty()) {
                let message = format!(
                    "line {earlier} has the {name} `{value}` as well; one learner has it, and one line"
                );
                return fail(columns.get(name).copied().unwrap_or(0), message);
            }
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
            "roster.csv:3:3: line 2 has the student `S-One` as well; one learner has it, and one line"
        );
        assert_eq!(
            told("student,canvas_id\na,1\nb,\nc,\nd,1\n"),
            "roster.csv:5:3: line 2 has the canvas_id `1` as well; one learner has it, and one line"
        );
        assert_eq!(
            told("student,email\na,\"x\"\"y\"\nb,\"z\nc,\n"),
            "roster.csv:3:3: a quote begins here and does not end"
        );
        assert_eq!(
            told("student\n../x\n").split(':').take(3).collect::<Vec<_>>(),
            ["roster.csv", "2", "1"]
        );
        assert_eq!(told("student\na,b\n"), "roster.csv:2:3: the row has more than 1 fields");
    }
}
