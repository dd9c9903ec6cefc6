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
    with_manifest("hints =", "hint =").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:4:1: unknown field `hint`, expected one of `title`, `goal`, `files`, `hints`, `first_message`, `praise`, `note`, `hint_for`, `limits`, `grade`, `unseen`, `holds`, `steps`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_wrong_type_is_marked() {
    with_manifest("seconds = 1", "seconds = \"one\"").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:7:11: invalid type: string "one", expected u64
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_syntax_error_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"head").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:10:16: invalid basic string, expected `"`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn an_unknown_key_of_a_step_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrad = \"head\"").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:10:1: unknown field `upgrad`, expected one of `name`, `why`, `fails`, `ordered`, `points`, `unseen`, `create_all`, `upgrade`, `downgrade`, `stamp`, `sql`, `sql_file`, `query`, `query_file`, `call`, `rejects`, `accepts`, `command`, `rule`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_step_that_does_two_things_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"head\"\nsql = \"SELECT 1\"").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:9:1: a step has only one of `create_all`, `upgrade`, `downgrade`, `stamp`, `sql`, `sql_file`, `query`, `query_file`, `call`, `rejects`, `accepts`, `command`, `rule`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_step_that_does_nothing_is_marked() {
    with_manifest("downgrade = \"-1\"", "name = \"nothing\"").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:21:1: a step needs one of `create_all`, `upgrade`, `downgrade`, `stamp`, `sql`, `sql_file`, `query`, `query_file`, `call`, `rejects`, `accepts`, `command`, `rule`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_step_with_an_unknown_target_is_marked() {
    with_manifest("upgrade = \"head\"", "upgrade = \"tail\"").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:9:1: expected `head`, `+1` or a version such as `0002`, found `tail`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_file_name_that_leads_out_of_the_exercise_is_marked() {
    with_manifest("migrations/0001_notes.sql", "../greeting/hello.sql").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:2:9: `../greeting/hello.sql` leads out of the exercise's folder
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
    with_manifest("migrations/0001_notes.sql", "/etc/passwd").stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:2:9: `/etc/passwd` leads out of the exercise's folder
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]);
}

#[test]
fn a_step_whose_file_leads_out_of_the_exercise_is_marked() {
    let project = Project::sample();
    project.edit(
        "exercises/ch02-questions/titles/exercise.toml",
        "books.sql",
        "../guests/guests.sql",
    );
    project.check("ch2").code(2).stdout_eq(str![[r#"
! ch2/titles
  could not be graded: exercises/ch02-questions/titles/exercise.toml:10:1: `../guests/guests.sql` leads out of the exercise's folder
· ch2/guests  Two guests (untouched)

not yet: a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
--> exercises/ch02-questions/guests/guests.sql
 = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

0 passed, 0 not yet, 1 untouched, 1 could not be graded
...

"#]]).stderr_eq(str![""]);
}

#[test]
fn a_folder_without_a_manifest_is_named() {
    let project = Project::sample();
    project.remove(NOTES);
    project
        .check("ch1")
        .code(2)
        .stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml: cannot be read: No such file or directory (os error 2)
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
! broken    ch1/notes     exercises/ch01-tables/notes/exercise.toml: cannot be read: No such file or directory (os error 2)  <- next
✓ passed    ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
1 of 4 passed

"#]]).stderr_eq(str![""]);
    project.run(&["reset", "ch1"]).code(0).stdout_eq(str![[r#"
ch1/greeting is untouched already

"#]]).stderr_eq(str![[r#"
warning: ch1/notes was left alone: exercises/ch01-tables/notes/exercise.toml: cannot be read: No such file or directory (os error 2)

"#]]);
    project.run(&["hint", "notes"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: exercises/ch01-tables/notes/exercise.toml: cannot be read: No such file or directory (os error 2)

"#]]);
}

#[test]
fn an_unknown_selector_is_answered_with_the_nearest() {
    let project = Project::sample();
    project.run(&["check", "titels"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no exercise or chapter `titels`
hint: did you mean `ch2/titles`?

"#]]);
    project.run(&["check", "ch9"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no exercise or chapter `ch9`
hint: did you mean `ch1`?

"#]]);
    project.run(&["check", ""]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no exercise or chapter ``
hint: did you mean `ch1`?

"#]]);
}

#[test]
fn the_number_of_a_chapter_that_is_not_there_stands_for_no_other() {
    let project = Project::sample();
    project.shell("mv exercises/ch02-questions exercises/ch12-questions").code(0);
    project.shell("rm -r exercises/ch01-tables tests/snapshots/ch01-tables").code(0);
    project.run(&["check", "ch1"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no exercise or chapter `ch1`
hint: did you mean `ch12`?

"#]]);
}

#[test]
fn an_ambiguous_selector_is_answered_with_what_it_could_mean() {
    let project = Project::sample();
    project.run(&["check", "t"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `t` is part of several names: `ch1/notes`, `ch1/greeting`, `ch2/titles`, `ch2/guests`
hint: type more of the one you mean

"#]]);
}

#[test]
fn a_missing_snapshot_is_named() {
    let project = Project::sample();
    project.remove(SNAPSHOT);
    project
        .check("ch1")
        .code(2)
        .stdout_eq(str![[r#"
! ch1/notes  A table for notes
  could not be graded: there is no snapshot `tests/snapshots/ch01-tables/notes.snap`
  hint: the course is not complete here: get it anew, or bring back the file with `git restore`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_garbled_snapshot_is_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write(SNAPSHOT, "nonsense\n").check("ch1").code(2).stdout_eq(str![[r#"
! ch1/notes  A table for notes
  could not be graded: the snapshot `tests/snapshots/ch01-tables/notes.snap` cannot be read: line 1: expected `-- step 1: NAME`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]).stderr_eq(str![""]);
    project
        .write(SNAPSHOT, b"\xff\xfe")
        .check("ch1")
        .code(2)
        .stdout_eq(str![[r#"
! ch1/notes  A table for notes
  could not be graded: failed to read `tests/snapshots/ch01-tables/notes.snap`: stream did not contain valid UTF-8
✓ ch1/greeting  A greeting (passed before, unchanged)
1 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_snapshot_whose_sql_does_not_run_is_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes").edit(SNAPSHOT, "CREATE TABLE note", "CREATE TABEL note");
    project.check("ch1").code(2).stdout_eq(str![[r#"
! ch1/notes  A table for notes
  could not be graded: the SQL that the snapshot `tests/snapshots/ch01-tables/notes.snap` has for the step `upgrade head` does not run: near "TABEL": syntax error
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]).stderr_eq(str![""]);
}

#[test]
fn a_snapshot_of_other_steps_is_named() {
    let project = Project::sample();
    project.edit(NOTES, "name = \"two notes\"", "name = \"a few notes\"");
    project
        .check("ch1")
        .code(2)
        .stdout_eq(str![[r#"
! ch1/notes  A table for notes
  could not be graded: the snapshot `tests/snapshots/ch01-tables/notes.snap` has other steps than `exercise.toml`
  hint: one of the two files is not the course's own: bring both back with `git restore`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_course_without_exercises_says_so() {
    let project = Project::empty();
    project
        .run(&["list"])
        .code(0)
        .stdout_eq(str![[r#"
0 of 0 passed

"#]])
        .stderr_eq(str![""]);
    project.run(&["show"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the course has no exercises

"#]]);
    project.run(&["check", "x"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the course has no exercises

"#]]);
}

#[test]
fn a_whole_course_has_no_problems() {
    Project::sample()
        .praised()
        .run(&["dev", "check"])
        .code(0)
        .stdout_eq(str![[r#"
4 exercises in 2 chapters checked, 0 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: 28, of them 28 failed, 0 equivalent, 0 survived

"#]])
        .stderr_eq(str![""]);
}

/// Checks the sample course itself after `spoil` has been at it.
#[track_caller]
fn dev_check(spoil: impl for<'a> FnOnce(&'a Project) -> &'a Project) -> OutputAssert {
    let project = Project::sample().praised();
    spoil(&project);
    project.run(&["dev", "check", "--quick"]).code(1).stderr_eq(str![""])
}

#[test]
fn dev_check_finds_a_step_that_gives_points_for_nothing() {
    let manifest = "exercises/ch02-questions/guests/exercise.toml";
    dev_check(|project| project.edit(manifest, "points = 0\n", "")).stdout_eq(str![[r#"
ch2/guests: the starter passes the step `the table`, so it should have `points = 0`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_starter_that_was_edited() {
    dev_check(|project| project.append("exercises/ch02-questions/guests/guests.sql", "-- more\n"))
        .stdout_eq(str![[r#"
ch2/guests: `guests.sql` was edited; go back with `workbook reset ch2/guests` or keep it with `workbook dev starters ch2/guests`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_starter_that_is_missing_and_dev_starters_makes_it() {
    let project = Project::sample().praised();
    project.remove("tests/starters/ch02-questions/guests/guests.sql");
    project.run(&["dev", "check"]).code(1).stdout_eq(str![[r#"
ch2/guests: `guests.sql` has no starter; make it with `workbook dev starters ch2/guests`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: 28, of them 28 failed, 0 equivalent, 0 survived

"#]]);
    project
        .run(&["dev", "starters", "guests"])
        .code(0)
        .stdout_eq(str![[r#"
tests/starters/ch02-questions/guests/guests.sql

"#]])
        .stderr_eq(str![""]);
    project.run(&["dev", "check"]).code(0);
}

#[test]
fn a_given_file_that_was_changed_is_told_on_a_pass_too() {
    let project = Project::sample();
    project.solve("ch02-questions/titles");
    project.write("exercises/ch02-questions/titles/books.sql", "-- nothing\n");
    project.check("ch2/titles").code(0).stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
...
  `exercises/ch02-questions/titles/books.sql` is given, and yours is not as it was: the course's own is used
1 passed, 0 not yet
...

"#]]);
}

#[test]
fn dev_check_finds_a_given_file_that_differs() {
    dev_check(|project| project.append("solutions/ch02-questions/titles/books.sql", "-- more\n"))
        .stdout_eq(str![[r#"
ch2/titles: the given file `books.sql` is not the same in `solutions`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
    dev_check(|project| project.remove("exercises/ch02-questions/titles/books.sql")).stdout_eq(
        str![[r#"
ch2/titles: the given file `books.sql` is only in `solutions`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]],
    );
}

#[test]
fn dev_check_finds_an_exercise_that_the_page_does_not_have() {
    dev_check(|project| project.edit("book/ch01-tables.md", "{#ch1-notes}", "{#ch1-note}"))
        .stdout_eq(str![[r#"
ch1: `book/ch01-tables.md` has no section `{#ch1-notes}`
ch1: `book/ch01-tables.md` has a section `{#ch1-note}`, but there is no such exercise
4 exercises in 2 chapters checked, 2 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_section_without_an_exercise() {
    dev_check(|project| {
        project.append("book/ch02-questions.md", "\n## More {#ch2-more}\n\nText.\n")
    })
    .stdout_eq(str![[r#"
ch2: `book/ch02-questions.md` has a section `{#ch2-more}`, but there is no such exercise
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_chapter_without_a_page() {
    dev_check(|project| project.remove("book/ch02-questions.md")).stdout_eq(str![[r#"
ch2: there is no page `book/ch02-questions.md`
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
    dev_check(|project| project.write("book/SUMMARY.md", "# Summary\n")).stdout_eq(str![[r#"
ch1: `book/SUMMARY.md` does not list its page
ch2: `book/SUMMARY.md` does not list its page
4 exercises in 2 chapters checked, 2 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_files_that_belong_to_no_exercise() {
    dev_check(|project| {
        project.write("exercises/ch01-tables/notes/scratch.txt", "x");
        project.write("solutions/ch01-tables/other/answer.sql", "x");
        project.write("tests/snapshots/ch01-tables/old.snap", "x");
        project.write("tests/starters/ch01-tables/notes/old.sql", "x")
    })
    .stdout_eq(str![[r#"
`exercises/ch01-tables/notes/scratch.txt` belongs to no exercise
`solutions/ch01-tables/other/answer.sql` belongs to no exercise
`tests/snapshots/ch01-tables/old.snap` belongs to no exercise
`tests/starters/ch01-tables/notes/old.sql` belongs to no exercise
4 exercises in 2 chapters checked, 4 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_wrong_first_message() {
    dev_check(|project| project.edit(NOTES, "there is no table `note` yet", "there is no table `nota` yet")).stdout_eq(
        str![[r#"
ch1/notes: the starter should first be told `there is no table `nota` yet`, but is told: there is no table `note` yet
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]],
    );
}

#[test]
fn dev_check_finds_a_starter_that_passes_or_should() {
    dev_check(|project| {
        project.solve("ch02-questions/guests");
        project.write(
            "tests/starters/ch02-questions/guests/guests.sql",
            project.read("solutions/ch02-questions/guests/guests.sql"),
        )
    })
    .stdout_eq(str![[r#"
ch2/guests: the starter passes; it should fail
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
    dev_check(|project| {
        project.edit(NOTES, "first_message = \"there is no table `note` yet\"\n", "")
    })
    .stdout_eq(str![[r#"
ch1/notes: the starter should pass, but is told: there is no table `note` yet
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_solution_that_fails_or_is_not_there() {
    dev_check(|project| project.write("solutions/ch02-questions/guests/guests.sql", "SELECT 1;\n")).stdout_eq(str![[
        r#"
ch2/guests: the solution does not pass: a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
4 exercises in 2 chapters checked, 1 problem
wrong answers: 8, accepted 0; right answers: 6, refused 0
mutants: left out, as `--quick` says

"#
    ]]);
    dev_check(|project| project.remove("solutions/ch02-questions/guests/guests.sql")).stdout_eq(str![[r#"
ch2/guests: the solution has no `guests.sql`
ch2/guests: the solution does not pass: the file `solutions/ch02-questions/guests/guests.sql` is not there
4 exercises in 2 chapters checked, 2 problems
wrong answers: 8, accepted 0; right answers: 6, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn dev_check_finds_a_broken_manifest_and_a_missing_snapshot() {
    dev_check(|project| {
        project.edit(NOTES, "hints =", "hint =");
        project.remove("tests/snapshots/ch02-questions/guests.snap")
    })
    .stdout_eq(str![[r#"
exercises/ch01-tables/notes/exercise.toml:7:1: unknown field `hint`, expected one of `title`, `goal`, `files`, `hints`, `first_message`, `praise`, `note`, `hint_for`, `limits`, `grade`, `unseen`, `holds`, `steps`
ch2/guests: cannot be graded: there is no snapshot `tests/snapshots/ch02-questions/guests.snap`
hint: the course is not complete here: get it anew, or bring back the file with `git restore`
3 exercises in 2 chapters checked, 2 problems
wrong answers: 4, accepted 0; right answers: 4, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn a_snapshot_of_a_solution_that_does_not_run_cannot_be_recorded() {
    let project = Project::empty();
    let manifest =
        "title = \"It\"\nfiles = [\"answer.sql\"]\n[[steps]]\nsql_file = \"answer.sql\"\n";
    project.draft("ch01-only/it", manifest, &[Yours("answer.sql", "SELECT 1;\n", "SELEC 1;\n")]);
    project.run(&["dev", "record", "it"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the solution of `ch1/it` does not run: the database could not run this statement: near "SELEC": syntax error (solutions/ch01-only/it/answer.sql:1:1)

"#]]);
}

#[test]
fn a_broken_exercise_does_not_keep_a_learner_from_the_next() {
    let project = Project::sample();
    project.edit(NOTES, "hints =", "hint =");
    project.run(&["check"]).code(2).stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml:4:1: unknown field `hint`, expected one of `title`, `goal`, `files`, `hints`, `first_message`, `praise`, `note`, `hint_for`, `limits`, `grade`, `unseen`, `holds`, `steps`
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]]).stderr_eq(str![""]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_manifest_is_not_waited_for() {
    let project = Project::sample();
    project.remove(NOTES);
    project.shell(&format!("mkfifo {NOTES}")).code(0);
    project
        .run(&["check", "ch1"])
        .code(2)
        .stdout_eq(str![[r#"
! ch1/notes
  could not be graded: exercises/ch01-tables/notes/exercise.toml: cannot be read: it is not a regular file
✓ ch1/greeting  A greeting
1 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn a_given_file_that_was_changed_does_not_count_is_told_and_reset_brings_it_back() {
    let project = Project::sample();
    let given = "exercises/ch02-questions/titles/books.sql";
    let before = project.read(given);
    project.write(given, "-- nothing\n");
    project
        .check("ch2/titles")
        .code(1)
        .stdout_eq(str![[r#"
· ch2/titles  Titles in order (untouched)
...
not yet: the result has the columns `1`; it should have `title`
...
  `exercises/ch02-questions/titles/books.sql` is given, and yours is not as it was: the course's own is used
0 passed, 0 not yet, 1 untouched
...

"#]])
        .stderr_eq(str![""]);
    project.run(&["reset", "titles"]).code(0).stdout_eq(str![[r#"
exercises/ch02-questions/titles/books.sql is as it was; yours is kept in .workbook/replaced/1/exercises/ch02-questions/titles/books.sql

"#]]).stderr_eq(str![""]);
    assert_eq!(project.read(given), before);
}
