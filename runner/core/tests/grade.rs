//! The grading loop on a host that is made up: no file, no process, and a clock that this test moves.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use workbook_core::exercise::{Action, Exercise, ExerciseLimits, SqlSource, Step, UnseenRows};
use workbook_core::finding::Finding;
use workbook_core::grade::{
    AnswerFolder, Assignment, Database, ExerciseReport, GradeError, Host, MemoryDatabase,
    SolutionBeside, StarterFiles, Verdict, grade, grade_in_frames, record,
};
use workbook_core::rows::Order;
use workbook_core::snapshot::Rules;

const TABLE: &str = "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL);";
const ROWS: &str =
    "INSERT INTO film (title) VALUES ('Alien'), ('Heat'); UPDATE film SET title = upper(title);";

/// A host on which every timer that is started costs some time.
#[derive(Default)]
struct SlowHost {
    cost: Duration,
    elapsed: Mutex<Duration>,
    limits: Mutex<Vec<Duration>>,
}

impl Host for SlowHost {
    fn create_database(&self) -> Result<Arc<dyn Database>, GradeError> {
        Ok(Arc::new(MemoryDatabase::new()?))
    }

    fn prepare_program(&self) -> Result<Option<Finding>, GradeError> {
        Ok(None)
    }

    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        1_800_000_000
    }

    /// Stops nothing: what is looked at is how much time is given.
    fn start_timer(&self, limit: Duration) -> Box<dyn FnMut() -> bool + Send> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner).push(limit);
        *self.elapsed.lock().unwrap_or_else(PoisonError::into_inner) += self.cost;
        Box::new(|| false)
    }

    fn do_both<'w>(&self, other: Box<dyn FnOnce() + Send + 'w>, this: Box<dyn FnOnce() + 'w>) {
        this();
        other();
    }
}

fn exercise() -> Exercise {
    Exercise {
        id: "ch1/films".to_owned(),
        path: PathBuf::from("ch01-films/films"),
        title: "Films".to_owned(),
        goal: None,
        files: vec!["table.sql".to_owned(), "rows.sql".to_owned()],
        hints: Vec::new(),
        first_message: None,
        praise: None,
        note: None,
        hint_for: BTreeMap::new(),
        limits: ExerciseLimits { time: Duration::from_secs(10), output_bytes: 10_000 },
        rules: Rules::default(),
        unseen: UnseenRows { rows: 5, repeat: Vec::new(), allowed: Vec::new() },
        steps: vec![step("the table", "table.sql"), step("the rows", "rows.sql")],
        has_program: false,
        main_prints: false,
    }
}

fn step(name: &str, file: &str) -> Step {
    Step {
        name: name.to_owned(),
        action: Action::Sql(SqlSource::File(file.to_owned())),
        fails: None,
        why: None,
        order: Order::Free,
        points: 1,
        unseen: true,
    }
}

fn folder(table: &str, rows: &str) -> AnswerFolder {
    let file = |text: &str| Ok(text.as_bytes().to_vec());
    AnswerFolder {
        name: "exercises/ch01-films/films".to_owned(),
        edited: vec!["table.sql".to_owned(), "rows.sql".to_owned()],
        scripts: Ok(Vec::new()),
        files: BTreeMap::from([
            ("table.sql".to_owned(), file(table)),
            ("rows.sql".to_owned(), file(rows)),
        ]),
    }
}

fn grade_on(host: &SlowHost, answer: &AnswerFolder) -> ExerciseReport {
    grade_beside_starter(host, answer, &StarterFiles::new())
}

fn grade_beside_starter(
    host: &SlowHost,
    answer: &AnswerFolder,
    starter: &StarterFiles,
) -> ExerciseReport {
    grade_with_seed(host, answer, starter, 0)
}

fn grade_with_seed(
    host: &SlowHost,
    answer: &AnswerFolder,
    starter: &StarterFiles,
    seed: u64,
) -> ExerciseReport {
    let (exercise, solution) = (exercise(), folder(TABLE, ROWS));
    let database = || Arc::new(MemoryDatabase::new().expect("there is memory"));
    let snapshot = record(&exercise, &solution, &SlowHost::default(), database());
    let assignment = Assignment {
        exercise: &exercise,
        answer,
        solution: Some(SolutionBeside { folder: &solution, host, seed }),
        starter,
        snapshot: &snapshot.expect("the solution can be recorded"),
    };
    grade(&assignment, host, database()).expect("it can be graded").report
}

#[test]
fn an_answer_is_graded_from_data_alone() {
    let host = SlowHost::default();
    let other = TABLE.replace("INTEGER PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY");
    let report = grade_on(&host, &folder(&other, ROWS));
    assert_eq!((report.verdict, report.earned()), (Verdict::Passed, 2));

    let report = grade_on(&host, &folder(TABLE, "INSERT INTO film VALUES (1, 'ALIEN');"));
    assert_eq!((report.verdict, report.earned()), (Verdict::Failed, 1));
    assert_eq!(report.findings()[0].1.problem.kind(), "missing_row");
}

/// The databases on the way of a check, as a page reads them.
fn frames_of(answer: &AnswerFolder) -> Vec<serde_json::Value> {
    let (exercise, solution, host) = (exercise(), folder(TABLE, ROWS), SlowHost::default());
    let database = || Arc::new(MemoryDatabase::new().expect("there is memory"));
    let snapshot = record(&exercise, &solution, &SlowHost::default(), database());
    let assignment = Assignment {
        exercise: &exercise,
        answer,
        solution: None,
        starter: &StarterFiles::new(),
        snapshot: &snapshot.expect("the solution can be recorded"),
    };
    let (graded, frames) =
        grade_in_frames(&assignment, &host, database()).expect("it can be graded");
    let report = grade(&assignment, &host, database()).expect("it can be graded").report;
    assert_eq!(graded.report.verdict, report.verdict, "looking inside changes nothing");
    frames.iter().map(|frame| serde_json::to_value(frame).expect("it is JSON")).collect()
}

#[test]
fn each_step_is_shown_beside_what_it_should_have_left() {
    let frames = frames_of(&folder(
        TABLE,
        "INSERT INTO film VALUES (1, 'ALIEN'), (5, NULL || 'x'), (6, 'it''s');",
    ));
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[0]["tables"][0]["rows"], serde_json::json!([]));
    // A statement that fails leaves the rows as they were.
    assert_eq!(frames[1]["tables"][0]["rows"], serde_json::json!([]));
    assert_eq!(
        frames[1]["expected"][0]["rows"],
        serde_json::json!([["1", "'ALIEN'"], ["2", "'HEAT'"]])
    );
    assert_eq!(frames[1]["expected"][0]["key"], serde_json::json!(["id"]));
}

#[test]
fn what_is_shown_of_a_large_database_is_bounded() {
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000) \
                INSERT INTO film (title) SELECT printf('%.*c', 1000, 'x') FROM n;";
    let frames = frames_of(&folder(TABLE, many));
    let film = &frames[1]["tables"][0];
    assert_eq!(
        (film["count"].as_u64(), film["rows"].as_array().map(Vec::len)),
        (Some(5000), Some(40))
    );
    assert!(frames[1].to_string().len() < 20_000);
}

#[test]
fn an_answer_for_the_shown_rows_alone_fails_beside_the_solution() {
    let rows = "INSERT INTO film (title) VALUES ('ALIEN'), ('HEAT');";
    let report = grade_on(&SlowHost::default(), &folder(TABLE, rows));
    assert_eq!(report.verdict, Verdict::Failed, "the titles of other films stay as they were");
}

#[test]
fn another_seed_makes_other_rows() {
    let grade = |rows: &str, seed| {
        let answer = folder(TABLE, rows);
        grade_with_seed(&SlowHost::default(), &answer, &StarterFiles::new(), seed)
    };
    let shown = |seed| {
        let report = grade("INSERT INTO film (title) VALUES ('ALIEN'), ('HEAT');", seed);
        report.findings()[0].1.message()
    };
    let messages = [0, 1, u64::MAX].map(shown);
    assert!(messages[0] != messages[1] && messages[1] != messages[2], "{messages:#?}");
    assert_eq!(shown(1), messages[1], "the same seed makes the same rows");
    assert_eq!(grade(ROWS, u64::MAX).verdict, Verdict::Passed);
}

#[test]
fn nothing_is_left_on_a_connection_for_the_next_file() {
    let host = SlowHost::default();
    let insert = "INSERT INTO film (title) SELECT title FROM";
    let table = format!("{TABLE} CREATE TEMP TABLE seen AS SELECT 'ALIEN' AS title;");
    let report = grade_on(&host, &folder(&table, &format!("{insert} seen; {ROWS}")));
    let message = report.findings()[0].1.message();
    assert!(message.contains("no such table: seen"), "{message}");

    let table = format!("{TABLE} INSERT INTO film VALUES (40, 'Up'); DELETE FROM film;");
    let rows = "SELECT count(*), last_insert_rowid(), changes(), total_changes() FROM film;";
    let film = "INSERT INTO film VALUES (1 + last_insert_rowid(), 'ALIEN'), (2, 'HEAT');";
    let report = grade_on(&host, &folder(&table, &format!("{rows} {film}")));
    let stage = report.findings()[0].1.problem.kind();
    assert_ne!(stage, "missing_row", "the number of another file's row was seen");
}

#[test]
fn an_answer_that_fails_is_untouched_while_it_is_the_starter() {
    let host = SlowHost::default();
    let text = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let starter = StarterFiles::from([text("table.sql", TABLE), text("rows.sql", "SELECT 1;")]);
    let verdict = |rows| grade_beside_starter(&host, &folder(TABLE, rows), &starter).verdict;
    assert_eq!(verdict("SELECT 1;"), Verdict::Untouched);
    assert_eq!(verdict("SELECT 2;"), Verdict::Failed);
    assert_eq!(verdict(ROWS), Verdict::Passed);
}

#[test]
fn one_limit_of_time_holds_for_the_whole_exercise() {
    let host = SlowHost { cost: Duration::from_secs(6), ..SlowHost::default() };
    grade_on(&host, &folder(TABLE, ROWS));
    let limits = host.limits.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert_eq!(limits[0], Duration::from_secs(10));
    assert!(limits.windows(2).all(|pair| pair[1] <= pair[0]), "{limits:?}");
    assert_eq!(limits.last(), Some(&Duration::ZERO));
}
