//! The table of changes, `changes.txt`: each case is migrated, run there and back, and its scripts are on record.

use std::fmt::Write as _;

use workbook_core::migration::{self, Target};
use workbook_core::sandbox::Sandbox;
use workbook_core::span::SourceFile;

use crate::round_trip::{Change, database, round_trip};

struct Case {
    name: String,
    change: Change,
    detected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let text = include_str!("changes.txt");
    text.split("\n=== ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let (name, rest) = text.split_once('\n').expect("a case has a name");
    let mut case = Case { name: name.to_owned(), change: Change::default(), detected: Vec::new() };
    for section in rest.split("--- ").skip(1) {
        let (title, body) = section.split_once('\n').expect("a section has a title");
        let lines = || body.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        match title {
            "current" => case.change.current = body.trim().to_owned(),
            "rows" => case.change.rows = body.trim().to_owned(),
            "wanted" => case.change.wanted = body.trim().to_owned(),
            "renames" => case.change.renames = lines(),
            "detected" => case.detected = lines(),
            other => panic!("{name}: unknown section {other}"),
        }
    }
    case
}

#[test]
fn every_change_goes_there_and_back() {
    let mut wrong = String::new();
    let mut scripts = String::new();
    let (mut exact, mut count) = (0, 0);
    for case in cases() {
        count += 1;
        match round_trip(&case.change) {
            Err(error) => _ = writeln!(wrong, "=== {}\n{error}\n", case.name),
            Ok(trip) => {
                exact += usize::from(trip.exact);
                let detected: Vec<String> =
                    trip.generated.detected.iter().map(ToString::to_string).collect();
                let detected = detected.join("\n");
                if detected != case.detected.join("\n") {
                    _ = writeln!(wrong, "=== {}\ndetected:\n{detected}\n", case.name);
                }
                let renames = trip
                    .generated
                    .possible_renames
                    .iter()
                    .map(|rename| format!("-- possible: {rename}\n"));
                let (up, down) = (&trip.generated.up, &trip.generated.down);
                let renames: String = renames.collect();
                _ = write!(
                    scripts,
                    "=== {}\n{renames}-- migrate:up\n{up}\n-- migrate:down\n{down}\n",
                    case.name
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 100, "{count} cases");
    insta::assert_snapshot!("scripts", scripts);
    // The others were rebuilt, and SQLite puts quotes about the name of a table it renames.
    insta::assert_snapshot!("exact", format!("{exact} of {count} cases come back to the byte"));
}

#[test]
fn every_script_runs_as_a_migration() {
    for case in cases() {
        let trip = round_trip(&case.change).expect("the other test says what is wrong");
        let (up, down) = (trip.generated.up, trip.generated.down);
        let text = format!("-- migrate:up\n{up}\n-- migrate:down\n{down}");
        let scripts = [migration::parse("1_change.sql", &SourceFile::new("1_change.sql", text))
            .expect("it has both halves")];
        let rows = format!("{}\n{}", case.change.current, case.change.rows);
        let sandbox = Sandbox::new(database(&rows).expect("it was valid before"), || false)
            .expect("it is guarded");
        for _ in 0..2 {
            let result = migration::run::upgrade(&sandbox, &scripts, &Target::All);
            let result =
                result.and_then(|_| migration::run::downgrade(&sandbox, &scripts, &Target::All));
            assert!(result.is_ok(), "{}: {result:?}", case.name);
        }
    }
}

#[test]
fn the_names_of_cases_differ() {
    let mut names: Vec<String> = cases().into_iter().map(|case| case.name).collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}
