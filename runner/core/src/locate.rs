//! Locates a problem in the learner's files: from what the problem tells and what ran, to the bytes that decide it.

use std::ops::Range;

use crate::finding::{Problem, ProgramProblem, RuleProblem, Stage};
use crate::migration::{Half, Script, split_halves};
use crate::probe::ProbeEffect;
use crate::rows::{RowDifference, Value};
use crate::schema::diff::SchemaChange;
use crate::span::{SourceFile, Span};
use crate::sql::name::Name;

mod definition;
mod search;

use definition::find_definition;
use search::{find_address, find_mention, find_model, find_text, find_values, find_words};

/// The files of the learner that had run when a problem showed; the place is looked for in these alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RanFiles {
    /// Any of the files may have decided.
    #[default]
    Any,
    /// The files whose names end so: one file of SQL, or `.rs` for a program.
    EndingIn(String),
    /// One half of these scripts, named as their files, in the order in which they ran.
    Scripts { names: Vec<String>, half: Half },
}

/// A file of the learner, or the half of a script in it.
#[derive(Debug)]
struct FilePart {
    file: SourceFile,
    range: Range<usize>,
    /// The bytes of the half's marker in the file.
    marker: Option<Range<usize>>,
}

/// The kind of statement that decides about a table or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// The one that makes the table or the column.
    Definition,
    /// The same, or one that makes an index on them.
    Index,
    /// The one that adds, changes or deletes rows of the table.
    Rows,
    /// The last that names them, whatever it does.
    Mention,
}

/// What a problem tells of the place that decides it.
#[derive(Debug)]
struct Clues<'a> {
    wanted: Wanted,
    table: Option<&'a str>,
    column: Option<&'a str>,
    /// The bytes of the one script that ran.
    range: Option<Range<usize>>,
    /// A message that names a file, a line and a column.
    address: Option<&'a str>,
    /// Words of the learner's that the message repeats.
    words: Option<&'a str>,
    /// Values of a row, and how many of them the line must hold that writes it.
    values: Option<(Vec<String>, usize)>,
    /// Whether it is about what a downgrade left.
    is_undoing: bool,
}

/// Locates a problem: where the files that ran decide about its table and column, or else at the marker of the half
/// that should, or else in the first file as a whole.
pub fn locate(problem: &Problem, files: &[SourceFile], ran: &RanFiles) -> Option<Span> {
    locate_clues(&Clues::of(problem), files, ran)
}

/// Locates a problem that a statement showed which is none of the learner's: where they speak of the statement's table.
/// After a way back, its halves are looked at before all others.
pub fn locate_table(
    problem: &Problem,
    table: Option<&str>,
    files: &[SourceFile],
    ran: &RanFiles,
) -> Option<Span> {
    let clues = Clues::of(problem);
    let clues = Clues { table: table.or(clues.table), ..clues };
    let ways_back: Vec<FilePart> = match ran {
        RanFiles::Scripts { half: Half::Down, .. } => {
            files_that_ran(files, ran).iter().map(FilePart::of_down_half).collect()
        }
        _ => Vec::new(),
    };
    let model = || {
        let table = clues.table.filter(|_| clues.words.is_none() && clues.column.is_none())?;
        parts_that_make(files).iter().find_map(|part| find_model(part, table))
    };
    clues
        .find_names(&ways_back)
        .or_else(model)
        .or_else(|| locate_clues(&clues, files, &RanFiles::Any))
}

/// Locates a broken rule: in the half of the script that breaks it, or else in the models, the scripts or `populate`.
pub fn locate_rule(
    rule: &RuleProblem,
    script: Option<(&Script, Half)>,
    files: &[SourceFile],
) -> Option<Span> {
    let Some((script, half)) = script else {
        return locate_rule_of_all(rule, files);
    };
    let ran = RanFiles::Scripts { names: vec![script.file.name.clone()], half };
    locate_clues(&Clues::of_rule(rule), std::slice::from_ref(&script.file), &ran)
}

/// Locates the function `populate`, which adds the learner's rows.
pub fn locate_populate(files: &[SourceFile]) -> Option<Span> {
    let parts = parts_that_make(&files_ending_in(files, "populate.rs"));
    let parts: Vec<&FilePart> = parts.iter().take(1).collect();
    find_text(&parts, "pub fn populate").or_else(|| parts.first().map(|part| part.whole()))
}

fn locate_rule_of_all(rule: &RuleProblem, files: &[SourceFile]) -> Option<Span> {
    let models = parts_that_make(&files_ending_in(files, "models.rs"));
    let scripts = parts_that_make(&files_ending_in(files, ".sql"));
    let whole = |parts: &[FilePart]| parts.last().map(FilePart::whole);
    let clues = Clues::of_rule(rule);
    match rule {
        RuleProblem::NotPopulated { .. }
        | RuleProblem::PopulatedAnew { .. }
        | RuleProblem::FailsAgain { .. } => locate_populate(files),
        RuleProblem::TooFew { .. } | RuleProblem::NothingChanged | RuleProblem::Virtual { .. } => {
            clues.find_names(&scripts).or_else(|| whole(&scripts))
        }
        // What is too much in the scripts stands in them, everything else in the models.
        RuleProblem::Disagree {
            change:
                SchemaChange::TableExtra { .. }
                | SchemaChange::ColumnExtra { .. }
                | SchemaChange::UniqueExtra { .. }
                | SchemaChange::ForeignKeyExtra { .. },
        } => clues.find_names(&scripts).or_else(|| whole(&models)),
        RuleProblem::Unrelated { tables } if tables.is_empty() => {
            let models: Vec<&FilePart> = models.iter().collect();
            find_text(&models, "pub fn register").or_else(|| models.last().map(|part| part.whole()))
        }
        _ => clues.find_names(&models).or_else(|| whole(&models)),
    }
}

fn locate_clues(clues: &Clues<'_>, files: &[SourceFile], ran: &RanFiles) -> Option<Span> {
    let ran_files = files_that_ran(files, ran);
    let is_down = matches!(ran, RanFiles::Scripts { half: Half::Down, .. });
    let is_down = is_down && !ran_files.is_empty();
    // A step that ran nothing of the learner's may show what any of their files decided.
    let files = if ran_files.is_empty() { files.to_vec() } else { ran_files };
    if clues.is_undoing
        && let Some(words) = clues.words
    {
        let ways_back: Vec<FilePart> = files.iter().map(FilePart::of_down_half).collect();
        if let Some(found) = find_words(&ways_back.iter().collect::<Vec<_>>(), words) {
            return Some(found);
        }
    }
    if clues.is_undoing
        && let Some(marker) = locate_way_back(clues, &files, is_down)
    {
        return Some(marker);
    }
    if let (Some(range), [file]) = (&clues.range, &files[..]) {
        return Some(Span::new(file, range.clone()));
    }
    let parts = if is_down && !clues.is_undoing {
        files.iter().map(FilePart::of_down_half).collect()
    } else {
        parts_that_make(&files)
    };
    clues
        .find(&parts)
        .or_else(|| parts.iter().rev().find_map(FilePart::marker))
        .or_else(|| parts.first().map(FilePart::whole))
}

/// Locates what a downgrade left: at the way back of the script that made it, or else of the one undone first.
fn locate_way_back(clues: &Clues<'_>, files: &[SourceFile], newest_first: bool) -> Option<Span> {
    let made = clues.find_names(&parts_that_make(files));
    let maker = made.and_then(|made| files.iter().find(|file| file.name == made.file()));
    if let Some(marker) = maker.and_then(|file| FilePart::of_down_half(file).marker()) {
        return Some(marker);
    }
    let mut markers: Vec<Span> =
        files.iter().filter_map(|file| FilePart::of_down_half(file).marker()).collect();
    if newest_first {
        markers.reverse();
    }
    markers.pop()
}

/// The files of the learner that ran, in the order in which they did.
fn files_that_ran(files: &[SourceFile], ran: &RanFiles) -> Vec<SourceFile> {
    match ran {
        RanFiles::Any => files.to_vec(),
        RanFiles::EndingIn(ending) => files_ending_in(files, ending),
        RanFiles::Scripts { names, .. } => names
            .iter()
            .filter_map(|name| files.iter().find(|file| file.name == *name).cloned())
            .collect(),
    }
}

fn files_ending_in(files: &[SourceFile], ending: &str) -> Vec<SourceFile> {
    files.iter().filter(|file| file.name.ends_with(ending)).cloned().collect()
}

/// The parts of files that make something: of a script its up half, of any other file all of it.
fn parts_that_make(files: &[SourceFile]) -> Vec<FilePart> {
    files.iter().map(FilePart::of_up_half).collect()
}

impl FilePart {
    /// The up half of a script, or else the file as far as a down half.
    fn of_up_half(file: &SourceFile) -> FilePart {
        let (up, down) = split_halves(&file.text);
        let end = down.map_or(file.text.len(), |down| down.marker.start);
        match up {
            Some(up) => FilePart {
                file: file.clone(),
                range: up.marker.start..up.body.end,
                marker: Some(up.marker),
            },
            None => FilePart { file: file.clone(), range: 0..end, marker: None },
        }
    }

    /// The down half of a script; nothing of a file that has none.
    fn of_down_half(file: &SourceFile) -> FilePart {
        let end = file.text.len();
        match split_halves(&file.text).1 {
            Some(down) => FilePart {
                file: file.clone(),
                range: down.marker.start..down.body.end,
                marker: Some(down.marker),
            },
            None => FilePart { file: file.clone(), range: end..end, marker: None },
        }
    }

    fn text(&self) -> &str {
        &self.file.text[self.range.clone()]
    }

    /// The span of bytes of the part's text.
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(&self.file, self.range.start + range.start..self.range.start + range.end)
    }

    fn marker(&self) -> Option<Span> {
        Some(Span::new(&self.file, self.marker.clone()?))
    }

    fn whole(&self) -> Span {
        Span::whole(&self.file)
    }

    fn is_rust(&self) -> bool {
        self.file.name.ends_with(".rs")
    }
}

impl<'a> Clues<'a> {
    fn of(problem: &'a Problem) -> Clues<'a> {
        if let Problem::Rule(rule) = problem {
            return Clues::of_rule(rule);
        }
        let (table, column) = names_to_find(problem);
        Clues {
            wanted: wanted(problem),
            table,
            column,
            range: None,
            address: panic_message(problem),
            words: repeated_words(problem),
            values: row_values(problem),
            is_undoing: is_undoing(problem),
        }
    }

    fn of_rule(rule: &'a RuleProblem) -> Clues<'a> {
        let wanted = if rule.kind() == "data_lost" {
            Wanted::Mention
        } else if rule.is_about_an_index() {
            Wanted::Index
        } else {
            Wanted::Definition
        };
        Clues {
            wanted,
            table: rule.table(),
            column: rule.column(),
            range: rule.range(),
            address: None,
            words: None,
            values: None,
            is_undoing: false,
        }
    }

    fn find(&self, parts: &[FilePart]) -> Option<Span> {
        let all: Vec<&FilePart> = parts.iter().collect();
        self.address
            .and_then(|message| find_address(&all, message))
            .or_else(|| find_words(&all, self.words?))
            .or_else(|| {
                let (values, least) = self.values.as_ref()?;
                find_values(&all, values, *least)
            })
            .or_else(|| self.find_names(parts))
    }

    /// Finds where the parts decide about the column of the table, or else about the table.
    fn find_names(&self, parts: &[FilePart]) -> Option<Span> {
        let of_column = self.column.and_then(|column| self.find_name(parts, Some(column), column));
        of_column.or_else(|| self.table.and_then(|table| self.find_name(parts, None, table)))
    }

    /// Finds the statement that makes it, or else the last that names it, since a later one decides.
    fn find_name(&self, parts: &[FilePart], column: Option<&str>, name: &str) -> Option<Span> {
        let made = |wanted| {
            let table = self.table?;
            parts.iter().rev().find_map(|part| find_definition(part, wanted, table, column))
        };
        let scope = column.and(self.table);
        // A table that is built anew is filled under another name.
        made(self.wanted)
            .or_else(|| parts.iter().rev().find_map(|part| find_mention(part, scope, name)))
            .or_else(|| made(Wanted::Definition))
    }
}

/// The kind of statement that decides: what makes something decides about a rule, any about a row.
fn wanted(problem: &Problem) -> Wanted {
    match (problem, problem.kind()) {
        (Problem::Unseen { problem, .. }, _) => wanted(problem),
        (Problem::Schema { .. } | Problem::Probe { .. }, "trigger" | "view") => Wanted::Mention,
        (Problem::Rows { .. }, _) => Wanted::Rows,
        (_, "unique" | "index") => Wanted::Index,
        (
            Problem::Schema { .. }
            | Problem::Probe { .. }
            | Problem::Accepted { .. }
            | Problem::Refused { .. },
            _,
        )
        | (Problem::Sql(_), "foreign_key") => Wanted::Definition,
        _ => Wanted::Mention,
    }
}

/// The table and the column to find: what stands in the files instead of what is missing.
fn names_to_find(problem: &Problem) -> (Option<&str>, Option<&str>) {
    match problem {
        Problem::Schema {
            change: SchemaChange::TableMissing { instead: Some(other), .. }, ..
        } => (Some(other), None),
        Problem::Schema {
            change: SchemaChange::ColumnMissing { table, instead: Some(other), .. },
            ..
        } => (Some(table), Some(other)),
        Problem::Unseen { problem, .. } => names_to_find(problem),
        Problem::Program(ProgramProblem::Failed { stderr, .. }) => unknown_column(stderr).unzip(),
        _ => (problem.table(), problem.column()),
    }
}

/// The message of a panic, which says where it was.
fn panic_message(problem: &Problem) -> Option<&str> {
    match problem {
        Problem::Program(ProgramProblem::Panicked { message }) => Some(message),
        _ => None,
    }
}

/// The rule that refused a row, or a type that does not work, in the learner's words.
fn repeated_words(problem: &Problem) -> Option<&str> {
    match problem {
        Problem::Refused { message, .. } => check_rule(message),
        Problem::Probe { difference, .. } => match &difference.what {
            ProbeEffect::Refused(message) => check_rule(message),
            _ => None,
        },
        Problem::Program(ProgramProblem::Failed { stderr, .. }) => {
            stderr.split_once(" unsupported by ")?.0.split_whitespace().last()
        }
        _ => None,
    }
}

/// The values of the row it is about, the wrong one first, and how many of them the line must hold.
fn row_values(problem: &Problem) -> Option<(Vec<String>, usize)> {
    let Problem::Rows { difference, undoing: false, .. } = problem else { return None };
    let (row, least) = match difference {
        RowDifference::Different { actual: row, .. } | RowDifference::Extra(row) => (row, 1),
        // What is missing may be there with a slip in one of its values.
        RowDifference::Missing(row) => (row, 2),
        RowDifference::Columns { .. } | RowDifference::OutOfOrder { .. } => return None,
    };
    let mut row: Vec<&(Name, Value)> = row.0.iter().collect();
    row.sort_by_key(|(name, _)| Some(name.as_str()) != problem.column());
    // A single character stands in any line.
    let values = row.into_iter().filter_map(|(_, value)| written(value));
    Some((values.filter(|text| text.len() > 1).collect(), least))
}

/// A value as it stands in a file; None for one that has no text of its own.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Integer(_) | Value::Real(_) => Some(value.to_string()),
        Value::Null | Value::Blob(_) => None,
    }
}

fn is_undoing(problem: &Problem) -> bool {
    match problem {
        Problem::Schema { undoing, .. }
        | Problem::Probe { undoing, .. }
        | Problem::Rows { undoing, .. } => *undoing,
        Problem::Unseen { stage, problem, .. } => *stage == Stage::Down || is_undoing(problem),
        _ => false,
    }
}

/// The rule in SQLite's words: `CHECK constraint failed: price > 0`.
fn check_rule(message: &str) -> Option<&str> {
    message.strip_prefix("CHECK constraint failed: ")
}

/// The table and the column in SQLite's words: `no such column: cookie.shelf in SELECT …`.
fn unknown_column(message: &str) -> Option<(&str, &str)> {
    let (_, named) = message.split_once("no such column: ")?;
    named.split_whitespace().next()?.split_once('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as a whole.
    pub(super) fn part(name: &str, text: &str) -> FilePart {
        FilePart { file: SourceFile::new(name, text), range: 0..text.len(), marker: None }
    }

    #[track_caller]
    fn check(
        text: &str,
        wanted: Wanted,
        (table, column): (&str, &str),
        expected: (usize, usize, usize),
    ) {
        let clues = Clues {
            wanted,
            table: Some(table),
            column: Some(column),
            range: None,
            address: None,
            words: None,
            values: None,
            is_undoing: false,
        };
        let span = clues.find_names(&[part("a.sql", text)]).expect("it is named in the text");
        let place = span.place().expect("it has a line");
        assert_eq!((place.line, place.column, place.width), expected);
    }

    #[test]
    fn a_column_is_found_where_its_table_is_made() {
        let text = "-- price of b\nCREATE TABLE a (price);\nCREATE TABLE b (\n  \"price\" REAL\n);";
        check(text, Wanted::Mention, ("b", "price"), (4, 4, 5));
    }

    #[test]
    fn a_table_is_found_in_the_attribute_of_a_model() {
        let text = "#[sea_orm(table_name = \"film\")]\npub struct Model {\n    pub id: i32,\n}\n";
        check(text, Wanted::Definition, ("film", "id"), (3, 9, 2));
    }

    #[test]
    fn an_unknown_column_leads_to_its_table() {
        check("CREATE TABLE a (id);", Wanted::Mention, ("a", "b"), (1, 14, 1));
    }

    #[test]
    fn a_column_the_database_does_not_know_is_looked_for_by_its_name() {
        let failed = |stderr: &str| {
            Problem::Program(ProgramProblem::Failed {
                code: 1,
                stderr: stderr.to_owned(),
                printed: String::new(),
            })
        };
        let unknown = failed(
            "error: Query Error: no such column: cookie.shelf in SELECT \"cookie\".\"id\" at offset 41\n",
        );
        assert_eq!(names_to_find(&unknown), (Some("cookie"), Some("shelf")));
        let other = failed("error: Query Error: no such table: cookie\n");
        assert_eq!(names_to_find(&other), (None, None));
    }

    #[test]
    fn a_place_is_looked_for_in_the_half_that_ran() {
        let text = |table: &str| {
            format!(
                "--migrate:up\nCREATE TABLE {table} (id);\n--migrate:down\nDROP TABLE {table};\n"
            )
        };
        let files = [SourceFile::new("1.sql", text("a")), SourceFile::new("2.sql", text("b"))];
        let ran = |names: &[&str], half| RanFiles::Scripts {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            half,
        };
        let line = |ran: &RanFiles| {
            let span = locate(&Problem::DidNotFail { step: "a".to_owned() }, &files, ran)
                .expect("a script ran");
            (span.file().to_owned(), span.place().map_or(0, |place| place.line))
        };
        assert_eq!(line(&ran(&["1.sql"], Half::Up)), ("1.sql".to_owned(), 1));
        assert_eq!(line(&ran(&["2.sql", "1.sql"], Half::Down)), ("1.sql".to_owned(), 3));
        assert_eq!(line(&RanFiles::Any), ("2.sql".to_owned(), 1));
    }
}
