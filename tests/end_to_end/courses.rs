//! Courses with mistakes of their author: each is named with its place, and the other exercises are still graded.

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{Project, Yours};

const NOTES: &str = "exercises/ch01-tables/notes/exercise.toml";
const SNAPSHOT: &str = "tests/snapshots/ch01-tables/notes.snap";

/// Grades the first chapter with `new` for `old` in the `exercise.toml` of its first exercise.
#[track_caller]
fn with_manifest(old: &str, new: &str) -> OutputAssert {
    let project = Project::sample();
    project.edit(NOTES, old, new);
    project.check("ch1").code(2).stderr_eq(str![""])
}

#[test]
fn a_wrong_key_is_marked() {
    with_manifest("hints =", "hint =").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_wrong_type_is_marked() {
    with_manifest("seconds = 1", "seconds = \"one\"").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_syntax_error_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"head").stdout_eq(str![[r#""#]]);
}

#[test]
fn an_unknown_key_of_a_step_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrad = \"head\"").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_step_that_does_two_things_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"head\"\nsql = \"SELECT 1\"").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_step_that_does_nothing_is_marked() {
    with_manifest("downgrade = \"-1\"", "name = \"nothing\"").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_step_with_an_unknown_target_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"tail\"").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_file_name_that_leads_out_of_the_exercise_is_marked() {
    with_manifest("migrations/0001_notes.sql", "../greeting/hello.sql").stdout_eq(str![[r#""#]]);
    with_manifest("migrations/0001_notes.sql", "/etc/passwd").stdout_eq(str![[r#""#]]);
}

#[test]
fn a_step_whose_file_leads_out_of_the_exercise_is_refused() {
    let project = Project::sample();
    project.edit("exercises/ch02-questions/titles/exercise.toml", "books.sql", "../guests/guests.sql");
    project.check("titles").code(1).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn a_folder_without_a_manifest_is_named() {
    let project = Project::sample();
    project.remove(NOTES);
    project.check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
    project.run(&["list"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
    project.run(&["reset", "ch1"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
    project.run(&["hint", "notes"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
}

#[test]
fn an_unknown_selector_is_answered_with_the_nearest() {
    let project = Project::sample();
    project.run(&["check", "titels"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
    project.run(&["check", "ch9"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
    project.run(&["check", ""]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
}

#[test]
fn an_ambiguous_selector_is_answered_with_what_it_could_mean() {
    let project = Project::sample();
    project.run(&["check", "t"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
}

#[test]
fn a_missing_snapshot_is_named() {
    let project = Project::sample();
    project.remove(SNAPSHOT);
    project.check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn a_garbled_snapshot_is_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write(SNAPSHOT, "nonsense\n").check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
    project.write(SNAPSHOT, b"\xff\xfe").check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn a_snapshot_whose_sql_does_not_run_is_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes").edit(SNAPSHOT, "CREATE TABLE note", "CREATE TABEL note");
    project.check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn a_snapshot_of_other_steps_is_named() {
    let project = Project::sample();
    project.edit(NOTES, "name = \"two notes\"", "name = \"a few notes\"");
    project.check("ch1").code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn a_course_without_exercises_says_so() {
    let project = Project::empty();
    project.run(&["list"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
    project.run(&["show"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
    project.run(&["check", "x"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
}

#[test]
fn a_whole_course_has_no_problems() {
    Project::sample().run(&["dev", "check"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

/// Checks the sample course itself after `spoil` has been at it.
#[track_caller]
fn dev_check(spoil: impl FnOnce(&Project)) -> OutputAssert {
    let project = Project::sample();
    spoil(&project);
    project.run(&["dev", "check"]).code(1).stderr_eq(str![""])
}

#[test]
fn dev_check_finds_a_starter_that_was_edited() {
    dev_check(|project| drop(project.append("exercises/ch02-questions/guests/guests.sql", "-- more\n")))
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_starter_that_is_missing_and_dev_starters_makes_it() {
    let project = Project::sample();
    project.remove("tests/starters/ch02-questions/guests/guests.sql");
    project.run(&["dev", "check"]).code(1).stdout_eq(str![[r#""#]]);
    project.run(&["dev", "starters", "guests"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
    project.run(&["dev", "check"]).code(0);
}

#[test]
fn dev_check_finds_a_given_file_that_differs() {
    dev_check(|project| drop(project.append("solutions/ch02-questions/titles/books.sql", "-- more\n")))
        .stdout_eq(str![[r#""#]]);
    dev_check(|project| drop(project.remove("exercises/ch02-questions/titles/books.sql"))).stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_an_exercise_that_the_page_does_not_have() {
    dev_check(|project| drop(project.edit("book/ch01-tables.md", "{#ch1-notes}", "{#ch1-note}"))).stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_section_without_an_exercise() {
    dev_check(|project| drop(project.append("book/ch02-questions.md", "\n## More {#ch2-more}\n\nText.\n")))
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_chapter_without_a_page() {
    dev_check(|project| drop(project.remove("book/ch02-questions.md"))).stdout_eq(str![[r#""#]]);
    dev_check(|project| drop(project.write("book/SUMMARY.md", "# Summary\n"))).stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_files_that_belong_to_no_exercise() {
    let stray = |project: &Project| {
        project.write("exercises/ch01-tables/notes/scratch.txt", "x");
        project.write("solutions/ch01-tables/other/answer.sql", "x");
        project.write("tests/snapshots/ch01-tables/old.snap", "x");
        project.write("tests/starters/ch01-tables/notes/old.sql", "x");
    };
    dev_check(stray).stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_wrong_first_message() {
    dev_check(|project| drop(project.edit(NOTES, "there is no table `note` yet", "there is no table `nota` yet")))
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_starter_that_passes_or_should() {
    dev_check(|project| {
        project.solve("ch02-questions/guests");
        project.write("tests/starters/ch02-questions/guests/guests.sql", project.read("solutions/ch02-questions/guests/guests.sql"));
    })
    .stdout_eq(str![[r#""#]]);
    dev_check(|project| drop(project.edit(NOTES, "first_message = \"there is no table `note` yet\"\n", "")))
        .stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_solution_that_fails_or_is_not_there() {
    dev_check(|project| drop(project.write("solutions/ch02-questions/guests/guests.sql", "SELECT 1;\n"))).stdout_eq(str![[r#""#]]);
    dev_check(|project| drop(project.remove("solutions/ch02-questions/guests/guests.sql"))).stdout_eq(str![[r#""#]]);
}

#[test]
fn dev_check_finds_a_broken_manifest_and_a_missing_snapshot() {
    dev_check(|project| {
        project.edit(NOTES, "hints =", "hint =");
        project.remove("tests/snapshots/ch02-questions/guests.snap");
    })
    .stdout_eq(str![[r#""#]]);
}

#[test]
fn a_snapshot_of_a_solution_that_does_not_run_cannot_be_recorded() {
    let project = Project::empty();
    let manifest = "title = \"It\"\nfiles = [\"answer.sql\"]\n[[steps]]\nsql_file = \"answer.sql\"\n";
    project.draft("ch01-only/it", manifest, &[Yours("answer.sql", "SELECT 1;\n", "SELEC 1;\n")]);
    project.run(&["dev", "record", "it"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
}
