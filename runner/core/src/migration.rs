//! Migration scripts in dbmate's format: read, put in order, run up and down. Files are read by others.

use std::fmt;
use std::ops::Range;

use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};

use crate::script::SqlErrorKind;
use crate::span::{SourceFile, Span};
use crate::sql::token::{TokenKind, split_statements};
use crate::sql::word::split_words;

pub mod application;
pub mod changed_rows;
pub mod choose;
pub mod drift;
mod references;
pub mod refused_rows;
pub mod rendered;
pub mod run;
pub mod schema_file;
mod statistics;
pub mod version_table;
pub mod whole;

/// One script, `0002_add_price.sql`.
#[derive(Clone, Debug)]
pub struct Script {
    /// The digits its name starts with.
    pub version: String,
    /// The versions that it stands for, with its own: `-- squashes: 0001 0002` at its top.
    pub squashes: Vec<String>,
    pub file: SourceFile,
    up: ScriptHalf,
    down: Option<ScriptHalf>,
}

/// One of the two halves of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Up,
    Down,
}

/// The bytes of a half: its marker, and the text after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptHalf {
    pub marker: Range<usize>,
    pub body: Range<usize>,
    /// False with dbmate's option `transaction:false`.
    in_transaction: bool,
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Half::Up => "up",
            Half::Down => "down",
        })
    }
}

impl Script {
    /// The bytes of a half; None for a down half that has no marker.
    pub fn half(&self, half: Half) -> Option<&ScriptHalf> {
        match half {
            Half::Up => Some(&self.up),
            Half::Down => self.down.as_ref(),
        }
    }

    /// Whether a half runs in one transaction: not with dbmate's `transaction:false`.
    pub fn is_atomic(&self, half: Half) -> bool {
        self.half(half).is_none_or(|half| half.in_transaction)
    }

    /// True if this script does what the one with a version does or did.
    pub fn stands_for(&self, version: &str) -> bool {
        let mut versions = self.squashes.iter().chain([&self.version]);
        versions.any(|known| number(known) == number(version))
    }

    /// The text of the up half.
    pub fn up(&self) -> &str {
        &self.file.text[self.up.body.clone()]
    }

    /// The text of the down half; None without its marker.
    pub fn down(&self) -> Option<&str> {
        self.down.as_ref().map(|down| &self.file.text[down.body.clone()])
    }

    /// The file's own name, `0002_add_price.sql`.
    pub fn name(&self) -> &str {
        self.file.name.rsplit('/').next().unwrap_or_default()
    }

    /// What the name says besides the number: `add price` for `0002_add_price.sql`.
    pub fn message(&self) -> String {
        let name = self.name().trim_end_matches(".sql");
        name[self.version.len()..].replace('_', " ").trim().to_owned()
    }

    /// A hash of what the up half does: its words without white space and comments.
    pub fn checksum(&self) -> String {
        let up = self.up();
        let mut hash = Hash::new();
        for word in split_words(up) {
            // Databases keep this hash. It takes an operator character by character, as it always has.
            let width = if word.kind == TokenKind::Symbol { 1 } else { word.text.len() };
            for part in word.text.as_bytes().chunks(width) {
                hash.update(part);
                hash.update([0]);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// How far to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Up: everything pending. Down: everything applied.
    All,
    Steps(usize),
    /// Up: this version is the last to run. Down: this version is the last that stays.
    Version(String),
}

impl Target {
    /// Reads `all` (`head` or `base`), `sign` with a number of scripts (`+1` or `-1`), or a version. None for anything else.
    pub fn parse(text: &str, sign: char, all: &str) -> Option<Target> {
        if text == all {
            return Some(Target::All);
        }
        if let Some(count) = text.strip_prefix(sign).and_then(|count| count.parse().ok()) {
            return Some(Target::Steps(count));
        }
        let is_version = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        is_version.then(|| Target::Version(text.to_owned()))
    }
}

/// Why scripts could not be read or run, and the bytes to point at; None when it stands in no script.
#[derive(Debug, thiserror::Error)]
#[error("cannot run the migration scripts")]
pub struct MigrationError {
    pub span: Option<Span>,
    #[source]
    pub kind: MigrationErrorKind,
}

/// What kind of failure keeps scripts from running.
#[derive(Debug, thiserror::Error)]
pub enum MigrationErrorKind {
    #[error(transparent)]
    Script(#[from] ScriptProblem),
    #[error("one of its statements failed")]
    Sql(#[from] SqlErrorKind),
}

/// What is wrong with a script, or with a list of them, before any SQL runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptProblem {
    #[error("its name does not start with a number")]
    NoNumber,
    #[error("it has no line `-- migrate:up`")]
    NoUp,
    #[error("it has no line `-- migrate:down`")]
    NoDown,
    #[error("its down half is empty")]
    EmptyDown,
    #[error("a marker stands where it should not")]
    Marker,
    #[error("SQL stands before `-- migrate:up`")]
    Outside,
    #[error("it has the same number as `{other}`")]
    SameNumber { other: String },
    #[error("its name comes after `{other}`, but its number before")]
    OutOfOrder { other: String },
    /// A script that would count as applied, because a squashed one stands for its number.
    #[error("its number is one that `{other}` stands for")]
    StoodFor { other: String },
    #[error("there is no version `{version}`")]
    NoVersion { version: String },
    /// A squashed script on a database that has run only some of what it stands for, up to a version.
    #[error("the database has run only some of the scripts it stands for, up to `{version}`")]
    HalfSquashed {
        version: String,
        /// The folder that a squash moves the others to.
        folder: String,
    },
    /// A version in the database that no script has.
    #[error("the database has version `{version}`, for which there is no script")]
    NoScript { version: String },
}

impl MigrationError {
    /// A problem of a script as a whole.
    fn of_file(file: &SourceFile, problem: ScriptProblem) -> MigrationError {
        MigrationError { span: Some(Span::whole(file)), kind: problem.into() }
    }

    /// A problem at these bytes of a script.
    fn at(file: &SourceFile, range: Range<usize>, problem: ScriptProblem) -> MigrationError {
        MigrationError { span: Some(Span::new(file, range)), kind: problem.into() }
    }
}

/// Reads a script. `name` is the file's own name, which has the number.
pub fn parse(name: &str, file: &SourceFile) -> Result<Script, MigrationError> {
    let version: String = name.chars().take_while(char::is_ascii_digit).collect();
    if version.is_empty() {
        return Err(MigrationError::of_file(file, ScriptProblem::NoNumber));
    }
    let (up, down) = split_halves(&file.text);
    let Some(up) = up else {
        return Err(MigrationError::of_file(file, ScriptProblem::NoUp));
    };
    if let Some(wrong) = misplaced_marker(&file.text, &up, down.as_ref()) {
        return Err(MigrationError::at(file, wrong, ScriptProblem::Marker));
    }
    if let Some(outside) = split_statements(&file.text[..up.marker.start]).into_iter().next() {
        return Err(MigrationError::at(file, outside, ScriptProblem::Outside));
    }
    let squashes = parse_squashed(&file.text[..up.marker.start]);
    Ok(Script { version, squashes, file: file.clone(), up, down })
}

/// The line above a squashed script that names the versions it stands for.
pub const SQUASHES: &str = "-- squashes:";

/// The folder of the scripts that a squashed one stands for, without the number of the last one behind it.
pub const KEPT_SCRIPTS: &str = "before_";

fn parse_squashed(head: &str) -> Vec<String> {
    let words = head.lines().filter_map(|line| line.strip_prefix(SQUASHES));
    words.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// Splits the text of a script at its first markers into the up and the down half.
pub fn split_halves(text: &str) -> (Option<ScriptHalf>, Option<ScriptHalf>) {
    let markers = markers(text);
    let find = |word: &str| markers.iter().find(|marker| marker.word == word);
    let half = |marker: &Marker| {
        let next = markers.iter().find(|next| next.span.start > marker.span.start);
        let end = next.map_or(text.len(), |next| next.span.start);
        ScriptHalf {
            marker: marker.span.clone(),
            body: marker.span.end..end,
            in_transaction: marker.in_transaction,
        }
    };
    (find("up").map(half), find("down").map(half))
}

/// The first marker that is neither of the two, or a down half that comes first.
fn misplaced_marker(
    text: &str,
    up: &ScriptHalf,
    down: Option<&ScriptHalf>,
) -> Option<Range<usize>> {
    let mut spans = markers(text).into_iter().map(|marker| marker.span);
    let other =
        spans.find(|span| *span != up.marker && down.is_none_or(|down| *span != down.marker));
    let early = down.filter(|down| down.marker.start < up.marker.start);
    other.or_else(|| early.map(|down| down.marker.clone()))
}

struct Marker {
    word: String,
    span: Range<usize>,
    in_transaction: bool,
}

/// The lines that start with `-- migrate:`.
fn markers(text: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line
            .strip_prefix("--")
            .map(str::trim_start)
            .and_then(|rest| rest.strip_prefix("migrate:"));
        if let Some(words) = words {
            let mut words = words.split_whitespace();
            let word = words.next().unwrap_or_default().to_owned();
            // As dbmate does, `transaction: false` is read like `transaction:false`.
            let in_transaction = !words.collect::<String>().contains("transaction:false");
            found.push(Marker { word, span: start..start + line.trim_end().len(), in_transaction });
        }
        start += line.len();
    }
    found
}

/// Puts scripts in the order in which they run: that of their names, as dbmate has it.
///
/// Two with one number are an error, so is a number that a squashed script stands for, and so are names whose order is not that of their numbers (`10_b` before `9_a`):
/// a reader goes by the number.
pub fn in_order(mut scripts: Vec<Script>) -> Result<Vec<Script>, MigrationError> {
    scripts.sort_by(|one, two| {
        (number(&one.version), &one.file.name).cmp(&(number(&two.version), &two.file.name))
    });
    for pair in scripts.windows(2) {
        if number(&pair[0].version) == number(&pair[1].version) {
            let problem = ScriptProblem::SameNumber { other: pair[0].file.name.clone() };
            return Err(MigrationError::of_file(&pair[1].file, problem));
        }
    }
    for pair in scripts.windows(2) {
        if pair[0].file.name > pair[1].file.name {
            let problem = ScriptProblem::OutOfOrder { other: pair[1].file.name.clone() };
            return Err(MigrationError::of_file(&pair[0].file, problem));
        }
    }
    refuse_stood_for(&scripts)?;
    Ok(scripts)
}

/// Refuses a script whose number a squashed one stands for: it would count as applied and never run.
fn refuse_stood_for(scripts: &[Script]) -> Result<(), MigrationError> {
    for squashed in scripts.iter().filter(|script| !script.squashes.is_empty()) {
        let mut others = scripts.iter().filter(|other| other.version != squashed.version);
        if let Some(script) = others.find(|other| squashed.stands_for(&other.version)) {
            let problem = ScriptProblem::StoodFor { other: squashed.file.name.clone() };
            return Err(MigrationError::of_file(&script.file, problem));
        }
    }
    Ok(())
}

/// A version as a number of any length: without leading zeros, shorter is smaller.
fn number(version: &str) -> (usize, &str) {
    let digits = version.trim_start_matches('0');
    (digits.len(), digits)
}

#[cfg(test)]
mod tests {
    use super::run::{applied, downgrade, upgrade};
    use super::*;
    use crate::sandbox::Sandbox;
    use rusqlite::Connection;

    fn script(name: &str, text: &str) -> Script {
        parse(name, &SourceFile::new(name, text)).expect("the test's script is right")
    }

    fn sandbox() -> Sandbox {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        Sandbox::new(connection, || false).expect("the guards are set")
    }

    fn names(sandbox: &Sandbox) -> Vec<String> {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migrations' ORDER BY 1";
        let mut statement = sandbox.connection().prepare(sql).expect("the catalogue can be read");
        let names = statement.query_map([], |row| row.get(0)).expect("the catalogue can be read");
        names.collect::<Result<_, _>>().expect("names are text")
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let error =
            parse("1.sql", &SourceFile::new("1.sql", text)).expect_err("the script is wrong");
        assert_eq!(error.kind.to_string(), expected);
    }

    #[test]
    fn the_hash_that_databases_keep_stays_what_it_was() {
        let text = "-- migrate:up\nCREATE TABLE a (b CHECK (b <= 1||2)); -- why\n-- migrate:down\n";
        let expected = "77e799abdb215585788ef45a8278ea74f4d85583c99938d11763addeb889d169";
        assert_eq!(script("1_a.sql", text).checksum(), expected);
    }

    #[test]
    fn scripts_go_up_and_down_in_the_order_of_their_numbers() {
        let scripts = in_order(vec![
            script(
                "10_b.sql",
                "-- migrate:up\nCREATE TABLE b (id);\n-- migrate:down\nDROP TABLE b;",
            ),
            script(
                "09_a.sql",
                "-- migrate:up\nCREATE TABLE a (id);\n-- migrate:down\nDROP TABLE a;",
            ),
        ])
        .expect("the numbers differ");
        let sandbox = sandbox();
        upgrade(&sandbox, &scripts, &Target::Steps(1)).expect("the first script runs");
        assert_eq!(names(&sandbox), ["a"]);
        upgrade(&sandbox, &scripts, &Target::All).expect("the second script runs");
        assert_eq!(names(&sandbox), ["a", "b"]);
        downgrade(&sandbox, &scripts, &Target::Version("9".to_owned()))
            .expect("the second script is undone");
        assert_eq!(names(&sandbox), ["a"]);
        downgrade(&sandbox, &scripts, &Target::All).expect("the first script is undone");
        assert_eq!(names(&sandbox), [""; 0]);
    }

    #[test]
    fn a_script_that_fails_leaves_nothing_and_is_not_recorded() {
        let scripts = [script("1.sql", "-- migrate:up\nCREATE TABLE a (id);\nNONSENSE;\n")];
        let sandbox = sandbox();
        let error =
            upgrade(&sandbox, &scripts, &Target::All).expect_err("the second statement fails");
        let range = error.span.and_then(|span| span.range()).expect("a statement failed");
        assert_eq!(&scripts[0].file.text[range], "NONSENSE");
        assert_eq!(names(&sandbox), [""; 0]);
        assert_eq!(applied(sandbox.connection()).expect("the table can be read"), []);
    }

    #[test]
    fn rebuilding_a_parent_keeps_its_children() {
        let scripts = [
            script(
                "1.sql",
                "-- migrate:up
                 CREATE TABLE p (id INTEGER PRIMARY KEY);
                 CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE);
                 INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);",
            ),
            script(
                "2.sql",
                "-- migrate:up
                 CREATE TABLE new (id INTEGER PRIMARY KEY, a); INSERT INTO new (id) SELECT id FROM p;
                 DROP TABLE p; ALTER TABLE new RENAME TO p;",
            ),
        ];
        let sandbox = sandbox();
        upgrade(&sandbox, &scripts, &Target::All).expect("both scripts run");
        let children: i64 = sandbox
            .connection()
            .query_row("SELECT count(*) FROM c", [], |row| row.get(0))
            .expect("c can be read");
        assert_eq!(children, 1);
    }

    #[test]
    fn a_script_that_leaves_a_dangling_reference_is_refused() {
        let scripts = [script(
            "1.sql",
            "-- migrate:up
             CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id));
             INSERT INTO c VALUES (1);",
        )];
        let error = upgrade(&sandbox(), &scripts, &Target::All).expect_err("no such parent");
        let MigrationErrorKind::Sql(kind) = &error.kind else { panic!("{error:?}") };
        assert!(matches!(kind, SqlErrorKind::Dangling(found) if found.count == 1), "{error:?}");
    }

    #[test]
    fn a_script_is_refused_for_what_is_wrong_with_it() {
        refused("CREATE TABLE a (id);", "it has no line `-- migrate:up`");
        refused("CREATE TABLE a (id);\n-- migrate:up\n", "SQL stands before `-- migrate:up`");
        refused("-- migrate:down\n-- migrate:up\n", "a marker stands where it should not");
        refused("-- migrate:up\n-- migrate:dwon\n", "a marker stands where it should not");
        refused("-- migrate:up\n-- migrate:up\n", "a marker stands where it should not");
    }

    #[test]
    fn the_order_of_names_must_be_that_of_numbers() {
        let text = "-- migrate:up\n";
        let error = in_order(vec![script("9_a.sql", text), script("10_b.sql", text)])
            .expect_err("10_b sorts first");
        let said = "its name comes after `10_b.sql`, but its number before";
        assert_eq!(
            (error.span.as_ref().map_or("", Span::file), error.kind.to_string().as_str()),
            ("9_a.sql", said)
        );
    }

    #[test]
    fn two_scripts_may_not_share_a_number() {
        let text = "-- migrate:up\n";
        let error =
            in_order(vec![script("01_a.sql", text), script("1_b.sql", text)]).expect_err("01 is 1");
        assert_eq!(
            (error.span.as_ref().map_or("", Span::file), error.kind.to_string().as_str()),
            ("1_b.sql", "it has the same number as `01_a.sql`")
        );
    }
}
