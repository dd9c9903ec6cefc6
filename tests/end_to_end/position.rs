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
hint: go into the course's folder, or name it with `--course`

"#]]);
}

#[test]
fn whoever_begins_later_is_asked_for_nothing_before() {
    let project = Project::sample();
    project.run(&["start", "ch2"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
you begin with ch2/titles
2 exercises before it are left out; `workbook start ch1/notes` begins with the first again

"#]]);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
- left out  ch1/notes     A table for notes
- left out  ch1/greeting  A greeting
· untouched ch2/titles    Titles in order  <- next
· untouched ch2/guests    Two guests
0 of 4 passed, 2 left out

"#]]);
    project.solve("ch02-questions/titles").solve("ch02-questions/guests");
    project.run(&["check"]).code(0).stdout_eq(str![[r#"
...
next:
  workbook show ch2/guests                      the task
...
"#]]);
    project.run(&["check"]).code(0).stdout_eq(str![[r#"
...
every exercise has passed but 2 that you left out

"#]]);
    project.run(&[]).code(0).stdout_eq(str![[r#"
2 of 4 passed, 2 left out
every exercise has passed but 2 that you left out

"#]]);
    project.run(&["start", "ch1"]).code(0).stdout_eq(str![[r#"
you begin with ch1/notes

"#]]);
    project.run(&[]).code(0).stdout_eq(str![[r#"
2 of 4 passed
next: ch1/notes  A table for notes
...
"#]]);
}

#[test]
fn an_exercise_is_left_out_until_it_is_taken_in_again() {
    let project = Project::sample();
    project.run(&["skip"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
ch1/notes is left out; `workbook skip --undo ch1/notes` takes it in again
next: ch1/greeting

"#]]);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
- left out  ch1/notes     A table for notes
· untouched ch1/greeting  A greeting  <- next
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed, 1 left out

"#]]);
    // Its own name grades it all the same.
    project.solve("ch01-tables/notes").check("notes").code(0);
    project.run(&["skip", "--undo", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes is taken in
next: ch1/greeting

"#]]);
    project.run(&["skip", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes has passed; it would be left out if it no longer did
next: ch1/greeting

"#]]);
    project.run(&["start", "ch2"]).code(0).stdout_eq(str![[r#"
you begin with ch2/titles
1 exercise before it is left out; `workbook start ch1/notes` begins with the first again
1 of the course is skipped; `workbook skip --undo` takes one in again

"#]]);
    project.run(&["skip", "--undo", "greeting"]).code(0).stdout_eq(str![[r#"
ch1/greeting comes before the exercise you begin with; `workbook start ch1/greeting` begins here
next: ch2/titles

"#]]);
    project.run(&["skip", "gusts"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no exercise or chapter `gusts`
hint: did you mean `ch2/guests`?

"#]]);
    project.run(&["skip", "--undo"]).code(2).stdout_eq(str![""]);
}
