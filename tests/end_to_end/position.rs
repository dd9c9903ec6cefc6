//! `workbook` alone: what it says of where one is, and in which folder.

use snapbox::str;

use crate::project::Project;

const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";

#[test]
fn workbook_alone_says_what_comes_next_and_in_which_file() {
    let project = Project::sample();
    project
        .run(&[])
        .code(0)
        .stdout_eq(str![[r#"
0 of 4 passed
next: ch1/notes  A table for notes
  exercises/ch01-tables/notes/migrations/0001_notes.sql:1
  workbook show ch1/notes                       the task
  workbook hint ch1/notes                       a hint
  workbook check ch1/notes                      grade it

"#]])
        .stderr_eq(str![""]);
    assert!(!project.root.join(".workbook").exists(), "asking remembers nothing");
}

#[test]
fn workbook_alone_repeats_what_was_told_last_with_its_line() {
    let project = Project::sample();
    project.solve("ch01-tables/notes").check("notes").code(0);
    project.solve("ch01-tables/greeting").check("greeting").code(0);
    project.write(NOTES, "-- A note.\n-- migrate:up\nCRATE TABLE note (id);\n-- migrate:down\n");
    project.check("notes").code(1);
    project.run(&[]).code(0).stdout_eq(str![[r#"
1 of 4 passed
next: ch1/notes  A table for notes
  exercises/ch01-tables/notes/migrations/0001_notes.sql:3
  last check: the database could not run this statement: near "CRATE": syntax error
  workbook show ch1/notes                       the task
  workbook hint ch1/notes                       a hint
  workbook check ch1/notes                      grade it

"#]]);
    // From another folder, too, the path leads to the file.
    project.run_in("exercises/ch01-tables", &[]).code(0).stdout_eq(str![[r#"
1 of 4 passed
next: ch1/notes  A table for notes
  [ROOT]/exercises/ch01-tables/notes/migrations/0001_notes.sql:3
  last check: the database could not run this statement: near "CRATE": syntax error
  workbook show ch1/notes                       the task
  workbook hint ch1/notes                       a hint
  workbook check ch1/notes                      grade it

"#]]);
}

#[test]
fn workbook_alone_says_that_all_is_done_or_that_there_is_nothing() {
    let project = Project::sample();
    for path in ["notes", "titles", "guests"] {
        let chapter = if path == "notes" { "ch01-tables" } else { "ch02-questions" };
        project.solve(&format!("{chapter}/{path}"));
    }
    project.run(&["check", "--all"]).code(0);
    project.run(&[]).code(0).stdout_eq(str![[r#"
4 of 4 passed
every exercise has passed

"#]]);
    Project::empty().run(&[]).code(0).stdout_eq(str![[r#"
0 of 0 passed
there is no exercise to do

"#]]);
}

#[test]
fn workbook_alone_goes_past_an_exercise_that_is_broken() {
    let project = Project::sample();
    project.write("exercises/ch01-tables/notes/exercise.toml", "titel = 1\n");
    let output = project.run(&[]).code(0).stdout_eq(str![[r#"
0 of 4 passed
next: ch1/greeting  A greeting
...
"#]]);
    output.stderr_eq(str![[r#"
warning: exercises/ch01-tables/notes/exercise.toml:1:1: [..]

"#]]);
}

#[test]
fn workbook_alone_in_a_folder_without_a_course_says_so() {
    let project = Project::empty();
    let elsewhere = project.folder("elsewhere");
    project.run_in(&elsewhere, &[]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no course here: neither `[..]elsewhere` nor a folder above it has both `exercises` and `book.toml`

"#]]);
}
