//! The command `check`: which exercises it grades, what it remembers, what it leaves.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::project::{Project, stdout};

#[test]
fn check_without_a_selector_grades_the_next_exercise() {
    let project = Project::sample();
    project.run(&["check"]).code(1).stdout_eq(str![[r#"
· ch1/notes  A table for notes (untouched)

not yet: there is no table `note` yet
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: make the table `note` in your file
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

0 passed, 0 not yet, 1 untouched
...

"#]]);
    project.solve("ch01-tables/notes").run(&["check"]).code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
1 passed, 0 not yet
next:
  workbook show ch1/greeting                    the task
  workbook check ch1/greeting                   try it

"#]]);
    project.run(&["check"]).code(0).stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
1 passed, 0 not yet
next:
  workbook show ch2/titles                      the task
  workbook check ch2/titles                     try it

"#]]);
}

#[test]
fn a_check_that_fails_ends_with_the_commands_to_go_on() {
    let output = Project::sample().check("ch2").code(1);
    let report = stdout(&output);
    let (_, end) =
        report.split_once("0 passed, 0 not yet, 2 untouched\n").expect("two exercises are open");
    snapbox::assert_data_eq!(
        end,
        str![[r#"
to go on:
  workbook show ch2/titles                      the task
  workbook hint ch2/titles                      a hint
  workbook check ch2/titles                     try again

"#]]
    );
}

#[test]
fn check_says_so_when_everything_has_passed() {
    let project = Project::sample();
    for path in ["ch01-tables/notes", "ch02-questions/titles", "ch02-questions/guests"] {
        project.solve(path);
    }
    project.run(&["check", "--all"]).code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
✓ ch1/greeting  A greeting
✓ ch2/titles  Titles in order
✓ ch2/guests  Two guests
4 passed, 0 not yet
every exercise has passed

"#]]);
    project.run(&["check"]).code(0).stdout_eq(str![[r#"
0 passed, 0 not yet
every exercise has passed

"#]]);
}

#[test]
fn check_takes_a_chapter_an_id_a_path_and_part_of_a_name() {
    for selector in ["ch2", "ch02", "2", "ch02-questions", "exercises/ch02-questions/"] {
        Project::sample().check(selector).code(1).stdout_eq(str![[r#"
· ch2/titles  Titles in order (untouched)

not yet: the result has the columns `1`; it should have `title`
--> exercises/ch02-questions/titles/titles.sql
 = next: read in the task what is asked for, and compare it with the words between `SELECT` and `FROM`
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

· ch2/guests  Two guests (untouched)
  a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
0 passed, 0 not yet, 2 untouched
...

"#]]);
    }
    for selector in [
        "ch2/guests",
        "guests",
        "uest",
        "ch02-questions/guests",
        "./exercises/ch02-questions/guests/",
    ] {
        Project::sample().check(selector).code(1).stdout_eq(str![[r#"
· ch2/guests  Two guests (untouched)

not yet: a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
--> exercises/ch02-questions/guests/guests.sql
 = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    }
}

#[test]
fn check_grades_several_exercises_once_each_in_the_order_of_the_book() {
    let project = Project::sample();
    project.run(&["check", "guests", "ch1", "greeting"]).code(1).stdout_eq(str![[r#"
· ch1/notes  A table for notes (untouched)

not yet: there is no table `note` yet
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: make the table `note` in your file
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting
· ch2/guests  Two guests (untouched)
  a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
1 passed, 0 not yet, 2 untouched
...

"#]]);
}

#[test]
fn what_passed_and_did_not_change_is_run_again_only_when_it_is_named() {
    let project = Project::sample();
    project.check("greeting").code(0).stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
1 passed, 0 not yet
next:
  workbook show ch1/notes                       the task
  workbook check ch1/notes                      try it

"#]]);
    project.check("ch1").code(1).stdout_eq(str![[r#"
· ch1/notes  A table for notes (untouched)

not yet: there is no table `note` yet
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: make the table `note` in your file
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting (passed before, unchanged)
1 passed, 0 not yet, 1 untouched
...

"#]]);
    project.check("greeting").code(0).stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
1 passed, 0 not yet
next:
  workbook show ch1/notes                       the task
  workbook check ch1/notes                      try it

"#]]);
    project.append("exercises/ch01-tables/greeting/hello.sql", "-- a comment\n");
    project.check("ch1").code(1).stdout_eq(str![[r#"
· ch1/notes  A table for notes (untouched)

not yet: there is no table `note` yet
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:1:1
  |
1 | -- migrate:up
  | ^^^^^^^^^^^^^
  |
  = next: make the table `note` in your file
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.
  in other words:
    A database holds only the tables that a statement or a model has made, each under exactly one name.
    As long as the table is not there, nothing can be put into it, so everything after it has to wait.
    Look first whether your file makes a table at all, then at the letters of its name.

✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 untouched
...

"#]]);
}

#[test]
fn what_does_not_pass_any_more_counts_as_open_again() {
    let project = Project::sample();
    project.check("greeting").code(0);
    project.write("exercises/ch01-tables/greeting/hello.sql", "SELECT 1;\n");
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
~ changed   ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]]);
    project.check("greeting").code(1);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
· open      ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]]);
}

#[test]
fn an_edit_of_a_script_with_the_name_of_a_database_counts() {
    let project = Project::sample();
    let script = "exercises/ch01-tables/greeting/migrations/0003_awards.db.sql";
    project.write(script, "-- migrate:up\n");
    project.check("greeting").code(0);
    project.write(script, "-- migrate:up\n-- changed\n");
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
...
~ changed   ch1/greeting  A greeting
...
"#]]);
}

#[test]
fn the_reference_solutions_pass_and_are_not_taken_for_the_learners() {
    let project = Project::sample();
    project.run(&["check", "--all", "--solutions"]).code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
✓ ch1/greeting  A greeting
✓ ch2/titles  Titles in order
✓ ch2/guests  Two guests
4 passed, 0 not yet

"#]]);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
· untouched ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]]);
}

#[test]
fn the_database_of_a_check_can_be_kept() {
    let project = Project::sample();
    let output = project.run(&["check", "greeting", "--keep"]).code(0).stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
  kept in [TMP]/workbook-[..]
1 passed, 0 not yet
next:
  workbook show ch1/notes                       the task
  workbook check ch1/notes                      try it

"#]]);
    let said = stdout(&output);
    let folder =
        said.lines().find_map(|line| line.trim().strip_prefix("kept in ")).expect("it says where");
    let database = rusqlite::Connection::open(Path::new(folder).join("exercise.db"))
        .expect("the database is there");
    let message: String = database
        .query_row("SELECT message FROM greeting", [], |row| row.get(0))
        .expect("it has a row");
    assert_eq!(message, "hello");
}

#[test]
fn the_course_is_found_from_any_folder_inside_it_or_named() {
    let project = Project::sample();
    project.run_in("exercises/ch01-tables/notes/migrations", &["check", "greeting"]).code(0);
    let course = project.root.to_str().expect("paths are text").to_owned();
    project.run_in("..", &["--course", &course, "check", "greeting"]).code(0);
    project.run_in("..", &["check", "greeting", "--course", "course"]).code(0);
    project.run_in("..", &["check", "greeting"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no course here: neither `[..]/world` nor a folder above it has both `exercises` and `book.toml`
hint: go into the course's folder, or name it with `--course`

"#]]);
    project.run(&["check", "--course", "book"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `[ROOT]/book` is no course: it needs a folder `exercises`

"#]]);
}

#[test]
fn a_check_changes_nothing_but_what_the_workbook_remembers() {
    let project = Project::sample();
    project.check("ch1").code(1);
    let names: Vec<_> =
        fs::read_dir(&project.root).expect("the course is there").flatten().collect();
    let mut names: Vec<_> =
        names.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, [".workbook", "book", "book.toml", "exercises", "solutions", "tests"]);
}
