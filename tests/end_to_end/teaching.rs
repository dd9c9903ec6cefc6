//! What is said beyond what is wrong: what to read, plainer words, hints for a mistake, praise, the solution, every step.

use serde_json::Value;
use snapbox::str;

use crate::project::{Project, Yours};

const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
const MANIFEST: &str = "exercises/ch01-tables/notes/exercise.toml";
/// An answer whose column takes NULL.
const OPTIONAL: &str = "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n-- migrate:down\nDROP TABLE note;\n";

/// The sample course with the hints for `ch1/notes` that are given.
fn with_hints(hints: &str) -> Project {
    let project = Project::sample();
    project.edit(MANIFEST, "[limits]", &format!("[hint_for]\n{hints}\n[limits]"));
    project
}

#[test]
fn what_is_found_twice_in_a_row_is_told_in_plainer_words() {
    let project = Project::sample();
    let before = project.check("notes").code(1);
    assert!(!String::from_utf8_lossy(&before.get_output().stdout).contains("in other words"));
    project.check("notes").code(1).stdout_eq(str![[r#"
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

0 passed, 0 not yet, 1 untouched
...

"#]]);
}

#[test]
fn another_finding_or_a_pass_begins_anew() {
    let project = Project::sample();
    let is_plainer = || {
        let output = project.check("notes");
        String::from_utf8_lossy(&output.get_output().stdout).contains("in other words")
    };
    assert_eq!([is_plainer(), is_plainer(), is_plainer()], [false, true, true]);
    project.write(NOTES, OPTIONAL);
    assert_eq!([is_plainer(), is_plainer()], [false, true]);
    project.solve("ch01-tables/notes");
    assert!(!is_plainer());
    project.write(NOTES, OPTIONAL);
    assert_eq!([is_plainer(), is_plainer()], [false, true]);
    project.run(&["reset", "notes"]).code(0);
    assert_eq!([is_plainer(), is_plainer()], [false, true]);
}

#[test]
fn the_same_kind_in_another_column_is_another_finding() {
    let steps = "[[steps]]\nname = \"the table\"\nsql_file = \"a.sql\"\n";
    let project = Project::of(steps, "a.sql", "CREATE TABLE a (b NOT NULL, c NOT NULL);\n");
    let is_plainer = |text: &str| {
        let output = project.answer(text).check("it");
        String::from_utf8_lossy(&output.get_output().stdout).contains("in other words")
    };
    assert!(!is_plainer("CREATE TABLE a (b, c NOT NULL);\n"));
    assert!(!is_plainer("CREATE TABLE a (b NOT NULL, c);\n"));
    assert!(is_plainer("-- again\nCREATE TABLE a (b NOT NULL, c);\n"));
}

#[test]
fn the_first_hint_is_for_what_was_found_last_and_then_come_the_others() {
    let project = with_hints(
        "\"nullability note.text\" = \"Look at `text`.\"\nnullability = \"Not this one.\"\n",
    );
    project.write(NOTES, OPTIONAL).check("notes").code(1);
    project
        .run(&["hint", "notes"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/notes hint for what was found last: Look at `text`.
`workbook hint ch1/notes` shows one more

"#]])
        .stderr_eq(str![""]);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint for what was found last: Look at `text`.
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]]);
    project.write(
        NOTES,
        "-- migrate:up\nCREATE TABLE notes (id);\n-- migrate:down\nDROP TABLE notes;\n",
    );
    project.check("notes").code(1);
    // Another finding has a hint of its own; those that were shown before stay.
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint for what was found last: Read the name of the table in the task aloud, then the name your file makes: one letter more or less, or a plural, makes another table.
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]]);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint for what was found last: Read the name of the table in the task aloud, then the name your file makes: one letter more or less, or a plural, makes another table.
ch1/notes hint 1 of 3: The first hint.
ch1/notes hint 2 of 3: The second hint.
`workbook hint ch1/notes` shows one more

"#]]);
    project.solve("ch01-tables/notes").check("notes").code(0);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
ch1/notes hint 2 of 3: The second hint.
ch1/notes hint 3 of 3: The last hint.

"#]]);
}

#[test]
fn the_closest_hint_of_the_exercise_is_taken() {
    let cases = [
        (
            "\"nullability note.text\" = \"column\"\n\"nullability note\" = \"table\"\nnullability = \"kind\"\n",
            "column",
        ),
        (
            "\"nullability note.id\" = \"column\"\n\"nullability note\" = \"table\"\nnullability = \"kind\"\n",
            "table",
        ),
        ("\"nullability user\" = \"table\"\nnullability = \"kind\"\n", "kind"),
        ("unique = \"kind\"\n", "Find the two kinds of column in the task"),
    ];
    for (hints, expected) in cases {
        let project = with_hints(hints);
        project.write(NOTES, OPTIONAL).check("notes").code(1);
        let output = project.run(&["hint", "notes"]).code(0);
        let said = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
        assert!(
            said.starts_with(&format!("ch1/notes hint for what was found last: {expected}")),
            "{hints}: {said}"
        );
    }
}

#[test]
fn a_hint_for_a_finding_needs_no_hints_of_the_exercise() {
    let project = Project::sample();
    project.check("guests").code(1);
    project.run(&["hint", "guests"]).code(0).stdout_eq(str![[r#"
ch2/guests hint for what was found last: Find the line in your file that should make this row and compare it with the row named in the report, character by character; NULL, '' and 0 are three different values.

"#]]);
}

#[test]
fn a_pass_is_told_what_was_right_and_where_another_answer_is() {
    let project = Project::sample().praised();
    project
        .solve("ch01-tables/notes")
        .check("notes")
        .code(0)
        .stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
  What was right.
  `workbook show --solution ch1/notes` shows another way to write it
1 passed, 0 not yet
next:
  workbook show ch1/greeting                    the task
  workbook check ch1/greeting                   try it

"#]])
        .stderr_eq(str![""]);
    // What has not changed is only counted.
    project.check("ch1").code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes (passed before, unchanged)
✓ ch1/greeting  A greeting
  What was right.
  `workbook show --solution ch1/greeting` shows another way to write it
2 passed, 0 not yet
next:
  workbook show ch2/titles                      the task
  workbook check ch2/titles                     try it

"#]]);
}

#[test]
fn many_exercises_at_once_and_the_solutions_are_not_praised() {
    let project = Project::sample().praised();
    project.run(&["check", "--all"]).code(1).stdout_eq(str![[r#"
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
· ch2/titles  Titles in order (untouched)
  the result has the columns `1`; it should have `title`
· ch2/guests  Two guests (untouched)
  a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
1 passed, 0 not yet, 3 untouched
...

"#]]);
    project.run(&["check", "greeting", "--solutions"]).code(0).stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
1 passed, 0 not yet

"#]]);
}

#[test]
fn the_solution_is_shown_only_once_the_exercise_has_passed() {
    let project = Project::sample().praised();
    project.run(&["show", "--solution", "notes"]).code(1).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: the solution of `ch1/notes` can be seen once your own answer has passed
hint: `workbook check ch1/notes` says what is missing, `workbook hint ch1/notes` gives a hint

"#
    ]]);
    project.check("notes").code(1);
    project.run(&["check", "notes", "--solutions"]).code(0);
    project.run(&["show", "--solution", "notes"]).code(1).stdout_eq(str![""]);
    project.solve("ch01-tables/notes").check("notes").code(0);
    project
        .run(&["show", "--solution", "notes"])
        .code(0)
        .stdout_eq(str![[r#"
solutions/ch01-tables/notes/migrations/0001_notes.sql

-- migrate:up
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- migrate:down
DROP TABLE note;

Why so: Why it is so.

"#]])
        .stderr_eq(str![""]);
    // It passed once, and that stays true.
    project.write(NOTES, OPTIONAL).check("notes").code(1);
    project.run(&["show", "notes", "--solution"]).code(0);
    project.run(&["reset", "notes"]).code(0);
    project.check("notes").code(1);
    project.run(&["show", "notes", "--solution"]).code(0);
    project.run(&["show", "--solution"]).code(2).stdout_eq(str![""]);
}

#[test]
fn a_course_without_solutions_does_not_offer_one() {
    let project = Project::sample().praised();
    project
        .solve("ch01-tables/notes")
        .remove("solutions/ch01-tables/notes/migrations/0001_notes.sql");
    project.check("notes").code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
  What was right.
1 passed, 0 not yet
next:
  workbook show ch1/greeting                    the task
  workbook check ch1/greeting                   try it

"#]]);
    project.run(&["show", "--solution", "notes"]).code(1).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: this copy of the course is without the solution of `ch1/notes`
hint: whoever gave you the course can show it to you

"#
    ]]);
}

#[test]
fn a_pass_that_an_older_version_remembered_counts() {
    let project = Project::sample();
    project.write(
        ".workbook/progress.json",
        r#"{ "exercises": { "ch1/notes": { "passed": "0123", "hints": 1 } } }"#,
    );
    project.run(&["show", "--solution", "notes"]).code(0);
    project.check("notes").code(1);
    project.run(&["show", "--solution", "notes"]).code(0);
}

#[test]
fn where_nothing_can_be_remembered_there_is_a_warning_and_the_first_hint() {
    let project = Project::sample();
    project.write(".workbook", "a file stands in the way");
    for _ in 0..2 {
        let output = project.run(&["check", "notes"]).code(1);
        assert!(String::from_utf8_lossy(&output.get_output().stderr).starts_with("warning: "));
        assert!(!String::from_utf8_lossy(&output.get_output().stdout).contains("in other words"));
    }
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]]);
}

#[test]
fn every_step_is_shown_with_its_points_and_all_that_is_wrong() {
    let project = Project::sample();
    project.edit(MANIFEST, "name = \"two notes\"", "name = \"two notes\"\npoints = 3");
    project.write(NOTES, OPTIONAL);
    project
        .run(&["check", "notes", "--verbose"])
        .code(1)
        .stdout_eq(str![[r#"
✗ ch1/notes  A table for notes (5 of 7 points)
  ✗ upgrade head (0 of 1 point)

not yet: column `note.text` allows NULL; a row without a value there must be refused; this was accepted: INSERT INTO note (id, text) VALUES (64, NULL)
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:44
  |
2 | CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
  |                                            ^^^^
  |
  = next: look at the line of `text`: what says whether a value must be there?
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

  ✗ a note without a text (0 of 1 point)

not yet: your database accepted this statement; it must refuse it: INSERT INTO note (text) VALUES (NULL)
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:14
  |
2 | CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
  |              ^^^^
  |
  = next: find in this statement what must not be let in, then read what your file says about it: a rule is missing there, or lets too much through
  seen at the step `a note without a text`

  ✓ two notes (3 of 3 points)
  ✓ downgrade -1 (1 of 1 point)
  ✓ up again (1 of 1 point)
0 passed, 1 not yet
...

"#]])
        .stderr_eq(str![""]);
    project.run(&["check", "notes", "-v"]).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes (5 of 7 points)
  ✗ upgrade head (0 of 1 point)

not yet: column `note.text` allows NULL; a row without a value there must be refused; this was accepted: INSERT INTO note (id, text) VALUES (64, NULL)
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:44
  |
2 | CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
  |                                            ^^^^
  |
  = next: look at the line of `text`: what says whether a value must be there?
  in other words:
    NULL means that there is no value, which is neither 0 nor an empty text.
    A column takes NULL or refuses it, and the database goes by what the column was declared with, not by what a program hopes for.
    Look at the line of this column, and at the task: may a row be without this value, or must every row have one?
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

  ✗ a note without a text (0 of 1 point)

not yet: your database accepted this statement; it must refuse it: INSERT INTO note (text) VALUES (NULL)
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:14
  |
2 | CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);
  |              ^^^^
  |
  = next: find in this statement what must not be let in, then read what your file says about it: a rule is missing there, or lets too much through
  seen at the step `a note without a text`

  ✓ two notes (3 of 3 points)
  ✓ downgrade -1 (1 of 1 point)
  ✓ up again (1 of 1 point)
0 passed, 1 not yet
...

"#]]);
    project.solve("ch01-tables/notes");
    project.run(&["check", "notes", "-v"]).code(0).stdout_eq(str![[r#"
✓ ch1/notes  A table for notes (7 of 7 points)
  ✓ upgrade head (1 of 1 point)
  ✓ a note without a text (1 of 1 point)
  ✓ two notes (3 of 3 points)
  ✓ downgrade -1 (1 of 1 point)
  ✓ up again (1 of 1 point)
1 passed, 0 not yet
next:
  workbook show ch1/greeting                    the task
  workbook check ch1/greeting                   try it

"#]]);
    let json = project.run(&["check", "notes", "-v", "--format", "json"]).code(0);
    serde_json::from_slice::<Value>(&json.get_output().stdout).expect("it is JSON all the same");
}

#[test]
fn every_exercise_is_shown_in_full_when_all_is_asked_for() {
    Project::sample().run(&["check", "ch2", "-v"]).code(1).stdout_eq(str![[r#"
· ch2/titles  Titles in order (0 of 1 point) (untouched)
  ✓ the books
  ✗ ask for the titles (0 of 1 point)

not yet: the result has the columns `1`; it should have `title`
--> exercises/ch02-questions/titles/titles.sql
 = next: read in the task what is asked for, and compare it with the words between `SELECT` and `FROM`
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

· ch2/guests  Two guests (0 of 1 point) (untouched)
  ✓ the table
  ✗ add the guests (0 of 1 point)

not yet: a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
--> exercises/ch02-questions/guests/guests.sql
 = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

0 passed, 0 not yet, 2 untouched
...

"#]]);
}

#[test]
fn a_finding_names_the_last_section_the_learner_has_come_to() {
    let steps = "title = \"It\"\nfiles = [\"a.sql\"]\n[[steps]]\nname = \"the table\"\nsql_file = \"a.sql\"\n";
    let part = [Yours("a.sql", "-- nothing yet\nSELECT 1;\n", "CREATE TABLE a (id);\n")];
    let project = (1..=4).fold(Project::empty(), |project, chapter| {
        project.exercise(&format!("ch0{chapter}-of-four/it"), steps, &part)
    });
    for chapter in 1..=4 {
        let (file, task) = (
            format!("book/ch0{chapter}-of-four.md"),
            format!("### It {{#ch{chapter}-it}}\n\nDo it.\n"),
        );
        project.write(
            &file,
            format!("# Four\n\n## Of `tables` {{#tables}}\n\n{task}\n## Of more {{#more}}\n"),
        );
    }
    let sections = "\"ch02-of-four.md#tables\", \"ch02-of-four.md#more\", \"ch04-of-four.md#tables\", \"ch04-of-four.md#more\"";
    project.write("book/explained.toml", format!("missing_table = [{sections}]\n"));
    let section = |id: &str| {
        let output = project.run(&["check", id, "--format", "json"]).code(1);
        let report: Value =
            serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
        report["exercises"][0]["steps"][0]["findings"][0]["section"].as_str().map(str::to_owned)
    };
    assert_eq!(section("ch1/it"), None);
    assert_eq!(section("ch2/it").as_deref(), Some("book/ch02-of-four.md#tables"));
    assert_eq!(section("ch3/it").as_deref(), Some("book/ch02-of-four.md#more"));
    assert_eq!(section("ch4/it").as_deref(), Some("book/ch04-of-four.md#tables"));
    project.check("ch3/it").code(1).stdout_eq(str![[r#"
· ch3/it  It (untouched)

not yet: there is no table `a` yet
--> exercises/ch03-of-four/it/a.sql
 = next: make the table `a` in your file
 = read: "Of more" in book/ch02-of-four.md
  seen at the step `the table`
  in other words:
    A database holds only the tables that a statement or a model has made, each under exactly one name.
    As long as the table is not there, nothing can be put into it, so everything after it has to wait.
    Look first whether your file makes a table at all, then at the letters of its name.

0 passed, 0 not yet, 1 untouched
...

"#]]);
}

#[test]
fn what_should_be_is_told_by_the_step_where_the_finding_does_not() {
    let output = Project::sample().run(&["check", "notes", "--format", "json"]).code(1);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let finding = &report["exercises"][0]["steps"][0]["findings"][0];
    assert_eq!(finding["now"], "there is no table `note` yet");
    assert_eq!(finding["should"], "There is a table `note` with an `id` and a required `text`.");
}

#[test]
fn dev_check_finds_what_explains_nothing_and_what_nothing_explains() {
    let project = Project::sample().praised();
    project.write(
        "book/explained.toml",
        "missing_table = [\"ch02-questions.md#ch2-titles\", \"ch01-tables.md#ch1-notes\"]
missing_row = [\"ch01-tables.md#nowhere\"]
extra_row = [\"ch07-none.md#rows\"]
row_missing = [\"ch01-tables.md#ch1-notes\"]
",
    );
    project.run(&["dev", "check", "--quick"]).code(1).stdout_eq(str![[r#"
book/explained.toml: `extra_row`: `ch07-none.md#rows` leads nowhere
book/explained.toml: `missing_row`: `ch01-tables.md#nowhere` leads nowhere
book/explained.toml: `missing_table`: `ch01-tables.md#ch1-notes` is not behind the section named before it; name the sections in the order of the book
book/explained.toml: there is no kind of finding `row_missing`
...
book/explained.toml: no section explains `missing_row`
book/explained.toml: no section explains `extra_row`
...
4 exercises in 2 chapters checked, [..] problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]).stderr_eq(str![""]);
    project.write("book/explained.toml", "missing_table = 3\n");
    project.run(&["dev", "check", "--quick"]).code(1).stdout_eq(str![[r#"
book/explained.toml:1: invalid type: integer `3`, expected a sequence
4 exercises in 2 chapters checked, 1 problem
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
    // Nobody is kept from working.
    project.check("greeting").code(0);
}

#[test]
fn dev_check_asks_for_praise_and_a_note_and_knows_every_kind() {
    let project = with_hints("unqiue = \"A slip.\"\n");
    project
        .run(&["dev", "check", "--quick"])
        .code(1)
        .stdout_eq(str![[r#"
ch1/notes: there is no `goal`, which says in one sentence what is asked
ch1/notes: there is no `praise`, which is said after a pass
ch1/notes: there is no `note` on why its solution is written so
ch1/notes: `[hint_for]` names `unqiue`, which is no kind of finding
ch1/greeting: there is no `goal`, which says in one sentence what is asked
ch1/greeting: there is no `praise`, which is said after a pass
ch2/titles: there is no `goal`, which says in one sentence what is asked
ch2/titles: it has 1 of at least 3 `hints`
ch2/titles: there is no `praise`, which is said after a pass
ch2/titles: there is no `note` on why its solution is written so
ch2/guests: there is no `goal`, which says in one sentence what is asked
ch2/guests: it has 0 of at least 3 `hints`
ch2/guests: there is no `praise`, which is said after a pass
ch2/guests: there is no `note` on why its solution is written so
4 exercises in 2 chapters checked, 14 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]])
        .stderr_eq(str![""]);
}
