//! `workbook dev check` and `workbook dev answers`: kept answers and mutants, and every way in which they can be wrong.

use std::time::{Duration, Instant};

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{Project, stdout};

const GUESTS: &str = "tests/answers/ch02-questions/guests";
/// The lists of the answers to `guests` and to `titles`.
const GUEST_LIST: &str = "tests/answers/ch02-questions/guests/answers.toml";
const TITLE_LIST: &str = "tests/answers/ch02-questions/titles/answers.toml";
const SOLUTION: &str = "INSERT INTO guest (name) VALUES ('Susan'), ('John');\n";

/// Checks one exercise after `spoil` has been at its answers, without its mutants.
#[track_caller]
fn guests(spoil: impl FnOnce(&Project)) -> OutputAssert {
    let project = Project::sample().praised();
    spoil(&project);
    project.run(&["dev", "check", "guests", "--quick"]).code(1).stderr_eq(str![""])
}

#[test]
fn a_wrong_answer_must_not_pass() {
    guests(|project| {
        let text = "-- With ids.\nINSERT INTO guest VALUES (1, 'Susan'), (2, 'John');\n";
        project.write(format!("{GUESTS}/wrong/one/guests.sql"), text);
    })
    .stdout_eq(str![[r#"
tests/answers/ch02-questions/guests/wrong/one: this wrong answer passes
1 exercise in 1 chapter checked, 1 problem
wrong answers: 4, accepted 1; right answers: 2, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn a_wrong_answer_must_be_told_its_message() {
    guests(|project| {
        project.edit(GUEST_LIST, "one = 'row is missing'", "one = 'there is no table `guest`'");
        project.edit(GUEST_LIST, "small = 'susan'\n", "");
        project.edit(GUEST_LIST, "thrice = 'row'", "thrice = \"two\\nlines\"");
        project.edit(GUEST_LIST, "turned = 'John'", "turned = ''");
        project.append(GUEST_LIST, "two = 'a right answer'\ngone = 'row'\n");
    })
    .stdout_eq(str![[r#"
tests/answers/ch02-questions/guests/answers.toml:3:10: the message of `thrice` should be one line
tests/answers/ch02-questions/guests/answers.toml:4:10: the message of `turned` should be one line
tests/answers/ch02-questions/guests/answers.toml:5:1: there is no wrong answer `two`
tests/answers/ch02-questions/guests/answers.toml:6:1: there is no wrong answer `gone`
tests/answers/ch02-questions/guests/answers.toml:2:7: the wrong answer `one` should first be told `there is no table `guest``, but is told: a row is missing from `guest`: id = 2, name = 'John'
tests/answers/ch02-questions/guests/answers.toml:1:1: the wrong answer `small` has no message; it is told: a row of `guest` has name = 'susan'; it should be 'Susan' (the row is: id = 1, name = 'susan')
1 exercise in 1 chapter checked, 6 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn a_right_answer_must_pass() {
    guests(|project| {
        project.write(format!("{GUESTS}/right/two/guests.sql"), "INSERT INTO guest (name) VALUES ('John');\n");
    })
    .stdout_eq(str![[r#"
tests/answers/ch02-questions/guests/right/two: this right answer does not pass: a row of `guest` has name = 'John'; it should be 'Susan' (the row is: id = 1, name = 'John') (and 1 more row differs)
1 exercise in 1 chapter checked, 1 problem
wrong answers: 4, accepted 0; right answers: 2, refused 1
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn an_answer_has_only_what_a_learner_edits_and_is_neither_the_solution_nor_there_twice() {
    guests(|project| {
        project.write(format!("{GUESTS}/right/two/notes.txt"), "x");
        project.write(format!("{GUESTS}/right/two/migrations/0001_more.sql"), "-- migrate:up\n-- migrate:down\n");
        project.write(format!("{GUESTS}/right/with-ids/guests.sql"), format!("-- Once more.\n\n{SOLUTION}"));
        project.write(
            format!("{GUESTS}/wrong/small/guests.sql"),
            "-- The same.\nINSERT INTO guest (name) VALUES ('Susan');\n",
        );
        project.remove(&format!("{GUESTS}/wrong/turned/guests.sql"));
    })
    .stdout_eq(str![[r#"
tests/answers/ch02-questions/guests/wrong/small: it is the same answer as `tests/answers/ch02-questions/guests/wrong/one`
tests/answers/ch02-questions/guests/wrong/turned: it is the solution itself
tests/answers/ch02-questions/guests/right/two: `notes.txt` is no file that a learner edits
tests/answers/ch02-questions/guests/right/with-ids: it is the solution itself
1 exercise in 1 chapter checked, 4 problems
wrong answers: 2, accepted 0; right answers: 0, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn an_exercise_has_enough_answers() {
    guests(|project| {
        for name in ["wrong/one/guests.sql", "right/two/guests.sql"] {
            project.remove(&format!("{GUESTS}/{name}"));
        }
        project.edit(GUEST_LIST, "one = 'row is missing'\n", "");
        std::fs::remove_dir(project.root.join(GUESTS).join("wrong/one")).expect("it is empty");
        std::fs::remove_dir(project.root.join(GUESTS).join("right/two")).expect("it is empty");
    })
    .stdout_eq(str![[r#"
ch2/guests: `tests/answers/ch02-questions/guests` has 3 wrong answers, fewer than 4
ch2/guests: `tests/answers/ch02-questions/guests` has 1 right answer, fewer than 2
1 exercise in 1 chapter checked, 2 problems
wrong answers: 3, accepted 0; right answers: 1, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn every_file_among_the_answers_belongs_to_an_exercise() {
    let project = Project::sample().praised();
    project.write("tests/answers/ch02-questions/gone/wrong/x/guests.sql", "SELECT 1;\n");
    project.write(format!("{GUESTS}/other.sql"), "SELECT 1;\n");
    project.write(format!("{GUESTS}/strange/x/guests.sql"), "SELECT 1;\n");
    project.run(&["dev", "check", "--quick"]).code(1).stdout_eq(str![[r#"
`tests/answers/ch02-questions/gone/wrong/x/guests.sql` belongs to no exercise
`tests/answers/ch02-questions/guests/other.sql` belongs to no exercise
`tests/answers/ch02-questions/guests/strange/x/guests.sql` belongs to no exercise
4 exercises in 2 chapters checked, 3 problems
wrong answers: 12, accepted 0; right answers: 8, refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn a_goal_is_one_sentence_that_only_the_exercise_tells_and_there_are_three_hints() {
    let project = Project::sample().praised();
    let (notes, titles) = (
        "exercises/ch01-tables/notes/exercise.toml",
        "exercises/ch02-questions/titles/exercise.toml",
    );
    project.edit(notes, "goal = \"Make it so.\"", "goal = \"Read `schema.sql`. Make it so.\"");
    project.edit(titles, "goal = \"Make it so.\"", "goal = \"Make it so\"");
    project.edit("exercises/ch02-questions/guests/exercise.toml", "goal = \"Make it so.\"\n", "");
    project.edit("exercises/ch02-questions/guests/exercise.toml", ", \"Three.\"", "");
    project.edit(
        "book/ch01-tables.md",
        "The text of the task",
        "**Goal:** make it.\n\nThe text of the task",
    );
    project.run(&["dev", "check", "--no-answers"]).code(1).stdout_eq(str![[r#"
ch1/notes: the `goal` should be one sentence that ends with a full stop, not: Read `schema.sql`. Make it so.
ch2/titles: the `goal` should be one sentence that ends with a full stop, not: Make it so
ch2/guests: there is no `goal`, which says in one sentence what is asked
ch2/guests: it has 2 of at least 3 `hints`
ch1: the section `{#ch1-notes}` of `book/ch01-tables.md` has a goal; only `exercise.toml` should
4 exercises in 2 chapters checked, 5 problems
answers and mutants: left out, as `--no-answers` says

"#]]);
}

#[test]
fn a_chapter_or_an_exercise_can_be_checked_alone() {
    let project = Project::sample().praised();
    project.remove("solutions/ch01-tables/notes/migrations/0001_notes.sql");
    project.run(&["dev", "check", "ch2"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
2 exercises in 1 chapter checked, 0 problems
wrong answers: 8, accepted 0; right answers: 4, refused 0
mutants: 8, of them 8 failed, 0 equivalent, 0 survived

"#]]);
    project.run(&["dev", "check", "titles", "guests", "--quick"]).code(0).stdout_eq(str![[r#"
2 exercises in 1 chapter checked, 0 problems
wrong answers: 8, accepted 0; right answers: 4, refused 0
mutants: left out, as `--quick` says

"#]]);
    project.run(&["dev", "check", "nothing"]).code(2).stdout_eq(str![""]);
}

#[test]
fn the_learners_files_stay_as_they_are() {
    let project = Project::sample().praised();
    let mine = "exercises/ch02-questions/guests/guests.sql";
    project.write(mine, "INSERT INTO guest (name) VALUES ('Me');\n");
    project.check("guests").code(1);
    let before = project.read(".workbook/progress.json");
    project.run(&["dev", "check", "guests"]).code(1).stdout_eq(str![[r#"
ch2/guests: `guests.sql` was edited; go back with `workbook reset ch2/guests` or keep it with `workbook dev starters ch2/guests`
ch2/guests: the starter should first be told `a row is missing from `guest``, but is told: a row of `guest` has name = 'Me'; it should be 'Susan' (the row is: id = 1, name = 'Me') (and 1 more row differs)
1 exercise in 1 chapter checked, 2 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 5, of them 5 failed, 0 equivalent, 0 survived

"#]]);
    assert_eq!(project.read(mine), "INSERT INTO guest (name) VALUES ('Me');\n");
    assert_eq!(project.read(".workbook/progress.json"), before);
    project.leaves_nothing();
}

/// The course with a question that does not ask for an order, so that some mutants of the answer pass.
fn without_order() -> Project {
    let project = Project::sample().praised();
    project.edit("exercises/ch02-questions/titles/exercise.toml", "ordered = true\n", "");
    for name in ["by-title", "downwards"] {
        let folder = format!("tests/answers/ch02-questions/titles/wrong/{name}");
        project.write(format!("{folder}/titles.sql"), format!("SELECT '{name}' AS title;\n"));
    }
    project
}

#[test]
fn a_mutant_must_not_pass() {
    without_order().run(&["dev", "check", "titles"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
ch2/titles: a mutant passes: titles.sql: drop `ORDER BY year` from `SELECT title FROM book ORDER BY year`; let a step refuse it, or give in `tests/answers/ch02-questions/titles/answers.toml` the reason why it is right
ch2/titles: a mutant passes: titles.sql: order by `year` the other way round in `SELECT title FROM book ORDER BY year`; let a step refuse it, or give in `tests/answers/ch02-questions/titles/answers.toml` the reason why it is right
1 exercise in 1 chapter checked, 2 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 3, of them 1 failed, 0 equivalent, 2 survived

"#]]);
}

#[test]
fn a_mutant_may_be_listed_as_equivalent() {
    let project = without_order();
    project.append(
        TITLE_LIST,
        r#"
[[equivalent]]
mutant = "titles.sql: drop `ORDER BY year` from `SELECT title FROM book ORDER BY year`"
reason = "The order is free."

[[equivalent]]
mutant = "titles.sql: order by `year` the other way round in `SELECT title FROM book ORDER BY year`"
reason = "The order is free."
"#,
    );
    project.run(&["dev", "check", "titles"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
1 exercise in 1 chapter checked, 0 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 3, of them 1 failed, 2 equivalent, 0 survived

"#]]);
}

#[test]
fn a_list_of_equivalent_mutants_must_be_true() {
    let project = Project::sample().praised();
    project.append(
        TITLE_LIST,
        r#"
[[equivalent]]
mutant = "titles.sql: drop `ORDER BY year` from `SELECT title FROM book ORDER BY year`"
reason = "It is not."

[[equivalent]]
mutant = "titles.sql: drop the moon"
reason = " "

[[equivalent]]
mutant = "titles.sql: drop the moon"
reason = "Twice."
"#,
    );
    project.run(&["dev", "check", "titles"]).code(1).stdout_eq(str![[r#"
tests/answers/ch02-questions/titles/answers.toml:13:10: the mutant `titles.sql: drop the moon` has no reason
tests/answers/ch02-questions/titles/answers.toml:12:10: there is no mutant `titles.sql: drop the moon`
tests/answers/ch02-questions/titles/answers.toml:16:10: the mutant `titles.sql: drop the moon` is listed twice
tests/answers/ch02-questions/titles/answers.toml:8:10: the mutant `titles.sql: drop `ORDER BY year` from `SELECT title FROM book ORDER BY year`` is listed, but it fails: row 1 of the result is title = 'Solaris'; in the right order it is title = 'Emil'
1 exercise in 1 chapter checked, 4 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 3, of them 3 failed, 0 equivalent, 0 survived

"#]]);
    project.write(TITLE_LIST, "[[equivalent]]\nmutants = 1\n");
    project.run(&["dev", "check", "titles"]).code(1).stdout_eq(str![[r#"
tests/answers/ch02-questions/titles/answers.toml:2:1: unknown field `mutants`, expected `mutant` or `reason`
1 exercise in 1 chapter checked, 1 problem
wrong answers: 0, accepted 0; right answers: 0, refused 0
mutants: 0, of them 0 failed, 0 equivalent, 0 survived

"#]]);
}

#[test]
fn answers_are_shown_as_a_learner_reads_them() {
    let project = Project::sample().praised();
    project.run(&["dev", "answers", "titles"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
── tests/answers/ch02-questions/titles/wrong/by-title
✗ ch2/titles  Titles in order

not yet: row 2 of the result is title = 'Momo'; in the right order it is title = 'Solaris'
--> exercises/ch02-questions/titles/titles.sql
 = next: find the column the task orders by, then what your file says about the order, and about its direction
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

── tests/answers/ch02-questions/titles/wrong/downwards
✗ ch2/titles  Titles in order

not yet: row 1 of the result is title = 'Momo'; in the right order it is title = 'Emil'
--> exercises/ch02-questions/titles/titles.sql
 = next: find the column the task orders by, then what your file says about the order, and about its direction
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

── tests/answers/ch02-questions/titles/wrong/one-less
✗ ch2/titles  Titles in order

not yet: a row is missing from the result: title = 'Momo'
--> exercises/ch02-questions/titles/titles.sql
 = next: hold this row against what your file says about it: which words leave it out, or make it another?
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

── tests/answers/ch02-questions/titles/wrong/years
✗ ch2/titles  Titles in order

not yet: the result has the columns `year`; it should have `title`
--> exercises/ch02-questions/titles/titles.sql
 = next: read in the task what is asked for, and compare it with the words between `SELECT` and `FROM`
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

── tests/answers/ch02-questions/titles/right/ascending
✓ ch2/titles  Titles in order
── tests/answers/ch02-questions/titles/right/inner
✓ ch2/titles  Titles in order

"#]]);
}

#[test]
fn messages_are_accepted_where_they_are_missing_or_not_true() {
    let project = Project::sample().praised();
    project.edit(GUEST_LIST, "one = 'row is missing'\n", "# The first.\n");
    project.edit(GUEST_LIST, "small = 'susan'", "small = 'something else' # why");
    project.run(&["dev", "answers", "guests"]).code(1);
    project.run(&["dev", "answers", "guests", "--accept"]).code(0).stderr_eq(str![[r#"
wrote the message of `one` to tests/answers/ch02-questions/guests/answers.toml
wrote the message of `small` to tests/answers/ch02-questions/guests/answers.toml

"#]]);
    snapbox::assert_data_eq!(
        project.read(GUEST_LIST),
        str![[r#"
[messages]
one = "a row is missing from `guest`: id = 2, name = 'John'"
# The first.
small = "a row of `guest` has name = 'susan'; it should be 'Susan' (the row is: id = 1, name = 'susan')" # why
thrice = 'row'
turned = 'John'

"#]]
    );
    project.run(&["dev", "answers", "guests"]).code(0);
    project.write(
        format!("{GUESTS}/wrong/one/guests.sql"),
        "INSERT INTO guest VALUES (1, 'Susan'), (2, 'John');\n",
    );
    let output = project.run(&["dev", "answers", "guests", "--accept"]).code(1);
    assert!(stdout(&output).contains(
        "problem: tests/answers/ch02-questions/guests/wrong/one: this wrong answer passes"
    ));
}

#[test]
fn ctrl_c_ends_a_check_of_the_course() {
    let project =
        Project::of("[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n", "answer.sh", "echo well\n");
    project.edit("exercises/ch01-only/it/exercise.toml", "seconds = 1", "seconds = 60");
    project.write("tests/answers/ch01-only/it/wrong/slow/answer.sh", "sleep 1000\n");
    let child = project.start(&["dev", "check"]);
    let start = Instant::now();
    while !project.commands().iter().any(|command| command.starts_with("sleep")) {
        assert!(start.elapsed() < Duration::from_secs(30), "the answer is not run");
        std::thread::sleep(Duration::from_millis(5));
    }
    project.shell(&format!("kill -INT {}", child.id())).code(0);
    let output = child.wait_with_output().expect("workbook ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(start.elapsed() < Duration::from_secs(50), "it went on");
    project.leaves_nothing();
}

#[test]
fn the_programs_of_answers_and_mutants_are_compiled_in_a_copy() {
    let project = Project::real();
    let mine = "exercises/ch04-asking-questions/reverse-order/play.rs";
    project.append(mine, "// mine\n");
    let output = project.run(&["dev", "check", "reverse-order"]);
    assert!(project.read(mine).ends_with("// mine\n"));
    snapbox::assert_data_eq!(
        stdout(&output).lines().last().unwrap_or_default(),
        str!["mutants: 5, of them 5 failed, 0 equivalent, 0 survived; 2 more do not compile"]
    );
    let list = "tests/answers/ch03-adding-and-changing-rows/all-or-nothing/answers.toml";
    let text = project.read(list);
    let line = text.lines().find(|line| line.starts_with("txn-moved =")).expect("it has a message");
    project.edit(list, line, "txn-moved = 'borrow of moved value'");
    project.run(&["dev", "check", "all-or-nothing", "--quick"]).code(1).stdout_eq(str![[r#"
tests/answers/ch03-adding-and-changing-rows/all-or-nothing/answers.toml:25:13: the wrong answer `txn-moved` should first be told `borrow of moved value`, but is told: your Rust code does not compile: mismatched types (and 1 more error)
1 exercise in 1 chapter checked, 1 problem
wrong answers: [..], accepted 0; right answers: [..], refused 0
mutants: left out, as `--quick` says

"#]]);
}

#[test]
fn starters_and_solutions_can_be_checked_without_the_answers() {
    let project = Project::sample().praised();
    project
        .write("tests/answers/ch02-questions/guests/wrong/solution/guests.sql", "not SQL at all");
    project.run(&["dev", "check", "guests", "--no-answers"]).code(0).stderr_eq(str![""]).stdout_eq(
        str![[r#"
1 exercise in 1 chapter checked, 0 problems
answers and mutants: left out, as `--no-answers` says

"#]],
    );
}

#[test]
fn every_sentence_of_a_task_is_held_or_asks_for_nothing() {
    let manifest = "exercises/ch02-questions/guests/exercise.toml";
    let task = "The text of the task `guests`.";
    let held = |sentences: &str| {
        let project = Project::sample().praised();
        project.edit("book/ch02-questions.md", task, &format!("{task} Add\ntwo guests."));
        project.append(manifest, &format!("\n[holds]\n{sentences}"));
        project
    };
    let project = held(&format!("'{task}' = []\n'Add two guests.' = ['add the guests']\n"));
    project.run(&["dev", "check", "guests", "--no-answers"]).code(0);
    project.run(&["dev", "tasks", "ch2/guests"]).code(0).stdout_eq(str![[r#"
ch2/guests  Two guests
  The text of the task `guests`.
      asks for nothing
  Add two guests.
      add the guests

"#]]);
    // As soon as one task is listed, all are to be.
    let project = held(&format!("'{task}' = []\n'Add three guests.' = ['the table']\n"));
    project.run(&["dev", "check", "ch2", "--no-answers"]).code(1).stdout_eq(str![[r#"
ch2/titles: `holds` says of no step that it holds this: The text of the task `titles`.
ch2/guests: `holds` lists what is no part of the task: Add three guests.
ch2/guests: `holds` says of no step that it holds this: Add two guests.
2 exercises in 1 chapter checked, 3 problems
answers and mutants: left out, as `--no-answers` says

"#]]);
    let project = held(&format!("'{task}' = []\n'Add two guests.' = ['add a guest']\n"));
    project.run(&["dev", "check", "guests", "--no-answers"]).code(1).stdout_eq(str![[r#"
exercises/ch02-questions/guests/exercise.toml:23:22: there is no step `add a guest`
0 exercises in 1 chapter checked, 1 problem
answers and mutants: left out, as `--no-answers` says

"#]]);
}
