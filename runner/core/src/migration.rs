//! Migration scripts in dbmate's format: read, put in order, run up and down. Files are read by others.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::script::ScriptError;
use crate::sql::token::{TokenKind, split_statements, tokenize};

mod references;
pub mod run;

/// One script, `0002_add_price.sql`.
#[derive(Clone, Debug)]
pub struct Script {
    /// The digits its name starts with.
    pub version: String,
    /// Its name as reports show it.
    pub file: String,
    pub text: String,
    up: Half,
    down: Option<Half>,
}

impl Script {
    /// Whether the up half (or else the down half) runs in one transaction: not with dbmate's `transaction:false`.
    pub fn is_atomic(&self, up: bool) -> bool {
        if up {
            self.up.in_transaction
        } else {
            self.down.as_ref().is_none_or(|down| down.in_transaction)
        }
    }

    /// The text of the up half.
    pub fn up(&self) -> &str {
        &self.text[self.up.span.clone()]
    }

    /// The text of the down half; None without its marker.
    pub fn down(&self) -> Option<&str> {
        self.down.as_ref().map(|down| &self.text[down.span.clone()])
    }

    /// What the name says besides the number: `add price` for `0002_add_price.sql`.
    pub fn message(&self) -> String {
        let name = self.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".sql");
        name[self.version.len()..].replace('_', " ").trim().to_owned()
    }

    /// A hash of what the up half does: its words without white space and comments.
    pub fn checksum(&self) -> String {
        let up = self.up();
        let mut hash = Sha256::new();
        for token in tokenize(up).into_iter().filter(|token| token.kind != TokenKind::Comment) {
            // Databases keep this hash. It takes an operator character by character, as it always has.
            let width = if token.kind == TokenKind::Symbol { 1 } else { token.span.len() };
            for part in up[token.span].as_bytes().chunks(width) {
                hash.update(part);
                hash.update([0]);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// One half of a script: the bytes of its marker, and those of the text after it.
#[derive(Clone, Debug)]
struct Half {
    marker: Range<usize>,
    span: Range<usize>,
    /// False with dbmate's option `transaction:false`.
    in_transaction: bool,
}

/// How far to go.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Why scripts could not be read or run.
#[derive(Debug, thiserror::Error)]
#[error("cannot run the migration script `{file}`")]
pub struct MigrationError {
    pub file: String,
    #[source]
    pub kind: MigrationErrorKind,
}

/// What is wrong with a script.
#[derive(Debug, thiserror::Error)]
pub enum MigrationErrorKind {
    #[error("its name does not start with a number")]
    NoNumber,
    #[error("it has no line `-- migrate:up`")]
    NoUp,
    #[error("it has no line `-- migrate:down`")]
    NoDown,
    #[error("its down half is empty")]
    EmptyDown,
    /// The bytes of the marker that should not be there.
    #[error("a marker stands where it should not")]
    Marker(Range<usize>),
    /// The bytes of SQL before the first marker.
    #[error("SQL stands before `-- migrate:up`")]
    Outside(Range<usize>),
    #[error("it has the same number as `{other}`")]
    SameNumber { other: String },
    #[error("its name comes after `{other}`, but its number before")]
    OutOfOrder { other: String },
    #[error("there is no version `{version}`")]
    NoVersion { version: String },
    /// A version in the database that no script has.
    #[error("the database has version `{version}`, for which there is no script")]
    NoScript { version: String },
    /// Offsets count from the start of the script's text.
    #[error("one of its statements failed")]
    Failed(#[from] ScriptError),
}

/// Reads a script. `name` is the file's own name, `file` what reports call it.
pub fn parse(name: &str, file: &str, text: &str) -> Result<Script, MigrationError> {
    let fail = |kind| Err(MigrationError { file: file.to_owned(), kind });
    let version: String = name.chars().take_while(char::is_ascii_digit).collect();
    if version.is_empty() {
        return fail(MigrationErrorKind::NoNumber);
    }
    let markers = markers(text);
    let Some(up) = markers.iter().find(|marker| marker.word == "up") else {
        return fail(MigrationErrorKind::NoUp);
    };
    let down = markers.iter().find(|marker| marker.word == "down");
    if let Some(wrong) = markers
        .iter()
        .find(|marker| marker.span != up.span && Some(&marker.span) != down.map(|d| &d.span))
    {
        return fail(MigrationErrorKind::Marker(wrong.span.clone()));
    }
    if let Some(down) = down.filter(|down| down.span.start < up.span.start) {
        return fail(MigrationErrorKind::Marker(down.span.clone()));
    }
    if let Some(outside) = split_statements(&text[..up.span.start]).into_iter().next() {
        return fail(MigrationErrorKind::Outside(outside));
    }
    let up_end = down.map_or(text.len(), |down| down.span.start);
    Ok(Script {
        version,
        file: file.to_owned(),
        text: text.to_owned(),
        up: Half {
            marker: up.span.clone(),
            span: up.span.end..up_end,
            in_transaction: up.in_transaction,
        },
        down: down.map(|down| Half {
            marker: down.span.clone(),
            span: down.span.end..text.len(),
            in_transaction: down.in_transaction,
        }),
    })
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
/// Two with one number are an error, and so are names whose order is not that of their numbers (`10_b` before `9_a`):
/// a reader goes by the number.
pub fn in_order(mut scripts: Vec<Script>) -> Result<Vec<Script>, MigrationError> {
    let wrong = |script: &Script, kind| Err(MigrationError { file: script.file.clone(), kind });
    scripts.sort_by(|one, two| {
        (number(&one.version), &one.file).cmp(&(number(&two.version), &two.file))
    });
    for pair in scripts.windows(2) {
        if number(&pair[0].version) == number(&pair[1].version) {
            return wrong(&pair[1], MigrationErrorKind::SameNumber { other: pair[0].file.clone() });
        }
    }
    for pair in scripts.windows(2) {
        if pair[0].file > pair[1].file {
            return wrong(&pair[0], MigrationErrorKind::OutOfOrder { other: pair[1].file.clone() });
        }
    }
    Ok(scripts)
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
    use crate::script::ScriptErrorKind;
    use rusqlite::Connection;

    fn script(name: &str, text: &str) -> Script {
        parse(name, name, text).expect("the test's script is right")
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
        let error = parse("1.sql", "1.sql", text).expect_err("the script is wrong");
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
        let MigrationErrorKind::Failed(error) = error.kind else { panic!("{error:?}") };
        assert_eq!(&scripts[0].text[error.offset..error.offset + error.width], "NONSENSE");
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
        let MigrationErrorKind::Failed(error) = error.kind else { panic!("{error:?}") };
        assert!(
            matches!(&error.kind, ScriptErrorKind::Dangling(found) if found.count == 1),
            "{error:?}"
        );
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
        assert_eq!((error.file.as_str(), error.kind.to_string().as_str()), ("9_a.sql", said));
    }

    #[test]
    fn two_scripts_may_not_share_a_number() {
        let text = "-- migrate:up\n";
        let error =
            in_order(vec![script("01_a.sql", text), script("1_b.sql", text)]).expect_err("01 is 1");
        assert_eq!(
            (error.file.as_str(), error.kind.to_string().as_str()),
            ("1_b.sql", "it has the same number as `01_a.sql`")
        );
    }
}
