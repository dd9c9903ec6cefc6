//! Each kind of step, with a right and a wrong answer.

use std::process::Command;

use serde_json::Value;
use snapbox::str;

use crate::project::{Given, Project, Yours, skipped};

#[test]
fn upgrading_to_head_makes_what_the_script_says_or_names_what_is_missing() {
    let project = Project::sample();
    project
        .check("ch1/notes")
        .code(1)
        .stdout_eq(str![[r#"
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

"#]])
        .stderr_eq(str![""]);
    project
        .solve("ch01-tables/notes")
        .check("ch1/notes")
        .code(0)
        .stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
1 passed, 0 not yet
next:
  workbook show ch1/greeting                    the task
  workbook check ch1/greeting                   try it

"#]])
        .stderr_eq(str![""]);
}

/// Three scripts, of which the second is the learner's.
fn scripts(steps: &str) -> Project {
    let manifest = format!("title = \"Scripts\"\nfiles = [\"migrations/0002_b.sql\"]\n{steps}");
    let parts = [
        Given(
            "migrations/0001_a.sql",
            "-- migrate:up\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE a;\n",
        ),
        Yours("migrations/0002_b.sql", "-- migrate:up\n-- migrate:down\n", RIGHT),
        Given(
            "migrations/0003_c.sql",
            "-- migrate:up\nCREATE TABLE c (id INTEGER);\n-- migrate:down\nDROP TABLE c;\n",
        ),
    ];
    let project = Project::empty().exercise("ch01-only/it", &manifest, &parts);
    project.solve("ch01-only/it").check("ch1/it").code(0);
    project
}

const RIGHT: &str = "-- migrate:up\nALTER TABLE a ADD COLUMN b TEXT;\n-- migrate:down\nALTER TABLE a DROP COLUMN b;\n";

#[test]
fn upgrading_by_one_runs_one_script_at_a_time() {
    let project =
        scripts("[[steps]]\nupgrade = \"+1\"\n[[steps]]\nname = \"the next\"\nupgrade = \"+1\"\n");
    project.answer(&RIGHT.replace("ADD COLUMN b", "ADD COLUMN bee"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: table `a` has no column `b` yet; it has one called `bee`, which was not asked for
 --> exercises/ch01-only/it/migrations/0002_b.sql:2:26
  |
2 | ALTER TABLE a ADD COLUMN bee TEXT;
  |                          ^^^
  |
  = next: if `bee` is what the task calls `b`, look at what your file says it is called in the database; if it is something else, `b` has to be added
  seen at the step `the next`
  also: table `a` has a column `bee` that was not asked for (exercises/ch01-only/it/migrations/0002_b.sql:2)

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn upgrading_to_a_version_stops_there() {
    let project = scripts("[[steps]]\nupgrade = \"0002\"\n");
    project.answer(&format!("{RIGHT}\n").replace("TEXT;", "TEXT;\nCREATE TABLE c (id INTEGER);"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: there is a table `c` that was not asked for
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:14
  |
3 | CREATE TABLE c (id INTEGER);
  |              ^
  |
  = next: take it out, or see whether its name is a slip of the one the task asks for
  seen at the step `upgrade 0002`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn downgrading_by_one_must_leave_nothing_of_the_script() {
    let project = scripts("[[steps]]\nupgrade = \"0002\"\n[[steps]]\ndowngrade = \"-1\"\n");
    project.answer(&RIGHT.replace("ALTER TABLE a DROP COLUMN b;", "SELECT 1;"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: table `a` still has the column `b`
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:1
  |
3 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: a down half takes away what the up half added, and leaves nothing of its own behind
  seen at the step `downgrade -1`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn downgrading_to_a_version_keeps_that_version() {
    let project = scripts("[[steps]]\nupgrade = \"head\"\n[[steps]]\ndowngrade = \"0001\"\n");
    project.answer(&RIGHT.replace("ALTER TABLE a DROP COLUMN b;", "DROP TABLE a;"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: table `a` is gone after the downgrade; it must be there again
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:1
  |
3 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: after the down half the table must be exactly as it was before the up half
  seen at the step `downgrade 0001`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn downgrading_to_base_undoes_every_script() {
    let project = scripts("[[steps]]\nupgrade = \"head\"\n[[steps]]\ndowngrade = \"base\"\n");
    project
        .answer(&RIGHT.replace("ALTER TABLE a DROP COLUMN b;", "CREATE TABLE rest (id INTEGER);"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: the downgrade left the table `rest` behind
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:1
  |
3 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: a down half takes away what the up half added, and leaves nothing of its own behind
  seen at the step `downgrade base`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_stamp_makes_scripts_count_as_applied_without_running_them() {
    let steps = "[[steps]]\nsql = \"CREATE TABLE a (id INTEGER PRIMARY KEY)\"\n[[steps]]\nstamp = \"0001\"\n\
                 [[steps]]\nupgrade = \"head\"\n[[steps]]\nstamp = \"base\"\n\
                 [[steps]]\nname = \"as if it were new\"\nupgrade = \"+1\"\nfails = \"already exists\"\n\
                 [[steps]]\nstamp = \"head\"\n[[steps]]\nname = \"back\"\ndowngrade = \"0001\"\n";
    let project = scripts(steps);
    project.answer(&RIGHT.replace("TEXT;", "INTEGER;"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: column `a.b` is `INTEGER`; it should hold text
 --> exercises/ch01-only/it/migrations/0002_b.sql:2:26
  |
2 | ALTER TABLE a ADD COLUMN b INTEGER;
  |                          ^
  |
  = next: read in the task which kind of value the column holds
  seen at the step `upgrade head`

0 passed, 1 not yet
...

"#]]);
    project.answer(&RIGHT.replace("DROP COLUMN b;", "RENAME TO z;"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: there is no table `a` yet; there is one called `z`, which was not asked for
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:1
  |
3 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: after the down half the table must be exactly as it was before the up half
  seen at the step `back`
  also: the downgrade left the table `z` behind (exercises/ch01-only/it/migrations/0002_b.sql:3)

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_stamp_needs_a_version() {
    let project = Project::empty();
    let manifest =
        "title = \"Scripts\"\nfiles = [\"migrations/0001_a.sql\"]\n[[steps]]\nstamp = \"+1\"\n";
    project.draft(
        "ch01-only/it",
        manifest,
        &[Yours("migrations/0001_a.sql", "-- migrate:up\n", RIGHT)],
    );
    project.check("ch1/it").code(2).stdout_eq(str![[r#"
! ch1/it
  could not be graded: exercises/ch01-only/it/exercise.toml:3:1: expected `head`, `base` or a version such as `0002`, found `+1`
0 passed, 0 not yet, 1 could not be graded

"#]]);
}

/// Two scripts of one number in a folder that is the learner's as a whole; one of them has to get another number.
fn one_number_twice() -> Project {
    let manifest = "title = \"Twice\"\ngoal = \"Give each script a number.\"\nfiles = [\"migrations/\"]\n\
                    hints = [\"One.\", \"Two.\", \"Three.\"]\nfirst_message = \"has the same number\"\n\
                    praise = \"One order.\"\nnote = \"It ran nowhere.\"\n\
                    [[steps]]\nupgrade = \"0002\"\n[[steps]]\nupgrade = \"head\"\n";
    let first =
        "-- migrate:up\nCREATE TABLE a (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE a;\n";
    let project = Project::empty();
    let id = project.draft("ch01-only/it", manifest, &[Given("migrations/0001_a.sql", first)]);
    for (name, text) in [("0001_a.sql", first), ("0002_b.sql", RIGHT), ("0002_c.sql", OTHER)] {
        project.write(format!("exercises/ch01-only/it/migrations/{name}"), text);
    }
    for (name, text) in [("0001_a.sql", first), ("0002_b.sql", RIGHT), ("0003_c.sql", OTHER)] {
        project.write(format!("solutions/ch01-only/it/migrations/{name}"), text);
    }
    let snapshot = project.run(&["dev", "record", &id]).code(0).get_output().stdout.clone();
    project.write("tests/snapshots/ch01-only/it.snap", snapshot);
    project.run(&["dev", "starters", &id]).code(0);
    for (case, scripts) in TWICE {
        for (name, text) in scripts.iter().chain([&("0001_a.sql", first)]) {
            project.write(format!("tests/answers/ch01-only/it/{case}/migrations/{name}"), text);
        }
    }
    let messages = TOLD.map(|(name, message)| format!("{name} = '{message}'\n")).concat();
    project.write("tests/answers/ch01-only/it/answers.toml", format!("[messages]\n{messages}"));
    project
}

/// Answers to it. What is not among the scripts of one is not there.
const TWICE: [(&str, &[(&str, &str)]); 6] = [
    ("wrong/c-lost", &[("0002_b.sql", RIGHT)]),
    ("wrong/b-lost", &[("0002_c.sql", OTHER)]),
    ("wrong/b-moved", &[("0002_c.sql", OTHER), ("0003_b.sql", RIGHT)]),
    ("wrong/twice", &[("0002_b.sql", RIGHT), ("0002_c.sql", OTHER)]),
    ("right/another-number", &[("0002_b.sql", RIGHT), ("0007_c.sql", OTHER)]),
    ("right/another-name", &[("0002_b.sql", RIGHT), ("0003_other.sql", OTHER)]),
];

const TOLD: [(&str, &str); 4] = [
    ("c-lost", "there is no table `c` yet"),
    ("b-lost", "`b`"),
    ("b-moved", "`b`"),
    ("twice", "has the same number"),
];

const OTHER: &str = "-- migrate:up\nCREATE TABLE c (id INTEGER);\n-- migrate:down\nDROP TABLE c;\n";

#[test]
fn a_script_in_a_folder_of_the_learners_can_be_renamed() {
    let project = one_number_twice();
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
· ch1/it  Twice (untouched)

not yet: `exercises/ch01-only/it/migrations/0002_c.sql` has the same number as `exercises/ch01-only/it/migrations/0002_b.sql`
--> exercises/ch01-only/it/migrations/0002_c.sql
 = next: scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`
  seen at the step `upgrade 0002`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    project.run(&["dev", "check"]).code(0).stdout_eq(str![[r#"
1 exercise in 1 chapter checked, 0 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 19, of them 19 failed, 0 equivalent, 0 survived

"#]]);
    let folder = "exercises/ch01-only/it/migrations";
    project
        .remove(&format!("{folder}/0002_c.sql"))
        .write(format!("{folder}/0010_other.sql"), OTHER);
    project.check("ch1/it").code(0).stdout_eq(str![[r#"
✓ ch1/it  Twice
  One order.
  `workbook show --solution ch1/it` shows another way to write it
1 passed, 0 not yet
every exercise has passed

"#]]);
    project.run(&["dev", "check"]).code(1).stdout_eq(str![[r#"
ch1/it: `migrations/0002_c.sql` was edited; go back with `workbook reset ch1/it` or keep it with `workbook dev starters ch1/it`
ch1/it: `migrations/0010_other.sql` has no starter; make it with `workbook dev starters ch1/it`
ch1/it: the starter passes; it should fail
`exercises/ch01-only/it/migrations/0010_other.sql` belongs to no exercise
1 exercise in 1 chapter checked, 4 problems
wrong answers: 4, accepted 0; right answers: 2, refused 0
mutants: 19, of them 19 failed, 0 equivalent, 0 survived

"#]]);
    project.run(&["reset", "ch1/it"]).code(0).stdout_eq(str![[r#"
exercises/ch01-only/it/migrations/0002_c.sql is there again
exercises/ch01-only/it/migrations/0010_other.sql was added and is taken away; it is kept in .workbook/replaced/1/exercises/ch01-only/it/migrations/0010_other.sql

"#]]);
    project.run(&["dev", "check"]).code(0);
    project.solve("ch01-only/it").check("ch1/it").code(0);
}

#[test]
fn starters_that_were_renamed_are_kept_by_their_new_names() {
    let project = one_number_twice();
    let folder = "exercises/ch01-only/it/migrations";
    project.remove(&format!("{folder}/0002_c.sql")).write(format!("{folder}/0002_d.sql"), OTHER);
    project.run(&["dev", "starters", "ch1/it"]).code(0).stdout_eq(str![[r#"
tests/starters/ch01-only/it/migrations/0001_a.sql
tests/starters/ch01-only/it/migrations/0002_b.sql
tests/starters/ch01-only/it/migrations/0002_d.sql

"#]]);
    project.run(&["dev", "check"]).code(0);
}

#[test]
fn a_downgrade_that_loses_rows_is_told_which() {
    let steps = "[[steps]]\nupgrade = \"0002\"\n[[steps]]\nsql = \"INSERT INTO a (id, b) VALUES (1, 'x'), (2, NULL)\"\n\
                 [[steps]]\ndowngrade = \"-1\"\n";
    let project = scripts(steps);
    project.answer(&RIGHT.replace("DROP COLUMN b;", "DROP COLUMN b;\nDELETE FROM a WHERE id = 2;"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Scripts

not yet: a row is missing from `a` after the downgrade: id = 2
 --> exercises/ch01-only/it/migrations/0002_b.sql:3:1
  |
3 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: a downgrade gives back the old shape and keeps every value that still has a place in it
  seen at the step `downgrade -1`

0 passed, 1 not yet
...

"#]]);
}

const TABLE: &str = "CREATE TABLE cookie (name TEXT NOT NULL, price INTEGER CHECK (price >= 0));\n";

/// The learner's file makes a table; then come these steps.
fn table(steps: &str) -> Project {
    let project =
        Project::of(&format!("[[steps]]\nsql_file = \"answer.sql\"\n{steps}"), "answer.sql", TABLE);
    project.answer(TABLE).check("ch1/it").code(0);
    project
}

#[test]
fn a_statement_of_the_exercise_runs_on_the_learners_table() {
    let project =
        table("[[steps]]\nname = \"a cookie\"\nsql = \"INSERT INTO cookie VALUES ('Lemon', 3)\"\n");
    project.answer(&TABLE.replace("price >= 0", "price > 5"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: table `cookie` refused a statement, saying `CHECK constraint failed: price > 5`; it must accept it: INSERT INTO cookie (name, price) VALUES ('Yellow dragon', 0)
 --> exercises/ch01-only/it/answer.sql:1:63
  |
1 | CREATE TABLE cookie (name TEXT NOT NULL, price INTEGER CHECK (price > 5));
  |                                                               ^^^^^^^^^
  |
  = next: read the rule the message names with this row in your hand: where is the border, and where does the task draw it?
  seen at the step `answer.sql`
  also: your database refused this statement, saying `CHECK constraint failed: price > 5`; it must accept it: INSERT INTO cookie VALUES ('Lemon', 3) (exercises/ch01-only/it/answer.sql:1)

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_file_of_statements_is_compared_by_the_rows_it_leaves() {
    let project = Project::sample();
    project.check("ch2/guests").code(1).stdout_eq(str![[r#"
· ch2/guests  Two guests (untouched)

not yet: a row is missing from `guest`: id = 1, name = 'Susan' (and 1 more row differs)
--> exercises/ch02-questions/guests/guests.sql
 = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    project.write(
        "exercises/ch02-questions/guests/guests.sql",
        "INSERT INTO guest (name) VALUES ('Susan'), ('Jon');\n",
    );
    project.check("ch2/guests").code(1).stdout_eq(str![[r#"
✗ ch2/guests  Two guests

not yet: a row of `guest` has name = 'Jon'; it should be 'John' (the row is: id = 2, name = 'Jon')
 --> exercises/ch02-questions/guests/guests.sql:1:46
  |
1 | INSERT INTO guest (name) VALUES ('Susan'), ('Jon');
  |                                              ^^^
  |
  = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

0 passed, 1 not yet
...

"#]]);
    project.solve("ch02-questions/guests").check("ch2/guests").code(0);
}

#[test]
fn an_unordered_query_takes_rows_in_any_order_but_not_other_rows() {
    let steps = "[[steps]]\nsql = \"CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1), (2), (3);\"\n\
                 [[steps]]\nquery_file = \"answer.sql\"\n";
    let project = Project::of(steps, "answer.sql", "SELECT id FROM t;\n");
    project.answer("SELECT id FROM t ORDER BY id DESC;\n").check("ch1/it").code(0);
    project.answer("SELECT id FROM t WHERE id > 1;\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: a row is missing from the result: id = 1
--> exercises/ch01-only/it/answer.sql
 = next: hold this row against what your file says about it: which words leave it out, or make it another?
  seen at the step `answer.sql`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn an_ordered_query_tells_the_first_row_out_of_order() {
    let project = Project::sample();
    project.solve("ch02-questions/titles").check("ch2/titles").code(0);
    project.write(
        "exercises/ch02-questions/titles/titles.sql",
        "SELECT title FROM book ORDER BY title;\n",
    );
    project.check("ch2/titles").code(1).stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: row 2 of the result is title = 'Momo'; in the right order it is title = 'Solaris'
--> exercises/ch02-questions/titles/titles.sql
 = next: find the column the task orders by, then what your file says about the order, and about its direction
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_statement_that_must_be_refused_is_shown_when_it_is_not() {
    let project = table(
        "[[steps]]\nname = \"a gift\"\nrejects = \"INSERT INTO cookie VALUES ('Lemon', -1)\"\n",
    );
    project.answer(&TABLE.replace("price >= 0", "price >= -9"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: table `cookie` accepted a statement although no row may have `price` = -1; it must refuse it: INSERT INTO cookie (name, price) VALUES ('Yellow dragon', -1)
 --> exercises/ch01-only/it/answer.sql:1:42
  |
1 | CREATE TABLE cookie (name TEXT NOT NULL, price INTEGER CHECK (price >= -9));
  |                                          ^^^^^
  |
  = next: look for the rule about this in your file: is it there, and what does it say of the first value that is too much or too little?
  seen at the step `answer.sql`
  also: your database accepted this statement; it must refuse it: INSERT INTO cookie VALUES ('Lemon', -1) (exercises/ch01-only/it/answer.sql:1)

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_statement_that_must_be_accepted_is_shown_when_it_is_not() {
    let project = table(
        "[[steps]]\nname = \"for free\"\naccepts = \"INSERT INTO cookie VALUES ('Lemon', 0)\"\n",
    );
    project.answer(&TABLE.replace("price >= 0", "price > 0"));
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: table `cookie` refused a statement, saying `CHECK constraint failed: price > 0`; it must accept it: INSERT INTO cookie (name, price) VALUES ('Yellow dragon', 0)
 --> exercises/ch01-only/it/answer.sql:1:63
  |
1 | CREATE TABLE cookie (name TEXT NOT NULL, price INTEGER CHECK (price > 0));
  |                                                               ^^^^^^^^^
  |
  = next: read the rule the message names with this row in your hand: where is the border, and where does the task draw it?
  seen at the step `answer.sql`
  also: your database refused this statement, saying `CHECK constraint failed: price > 0`; it must accept it: INSERT INTO cookie VALUES ('Lemon', 0) (exercises/ch01-only/it/answer.sql:1)

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_step_that_must_fail_has_to_fail_in_the_right_way() {
    let steps = "[[steps]]\nsql = \"CREATE TABLE t (a INTEGER CHECK (a > 0))\"\n\
                 [[steps]]\nsql_file = \"answer.sql\"\nfails = \"CHECK constraint failed\"\n";
    let project = Project::of(steps, "answer.sql", "INSERT INTO t VALUES (0);\n");
    project.answer("INSERT INTO t VALUES (-3);\n").check("ch1/it").code(0);
    project.answer("INSERT INTO t VALUES (1);\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the step `answer.sql` succeeded; it must end with an error
--> exercises/ch01-only/it/answer.sql
 = next: something in your file lets it pass: an error that is kept back, or a script that does what it should refuse
  seen at the step `answer.sql`

0 passed, 1 not yet
...

"#]]);
    project.answer("INSERT INTO t VALUES (0, 0);\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: this failed with `the database could not run this statement: table t has 1 columns but 2 values were supplied`; it must fail with `CHECK constraint failed`
 --> exercises/ch01-only/it/answer.sql:1:1
  |
1 | INSERT INTO t VALUES (0, 0);
  | ^^^^^^
  |
  = next: let the error that the task asks for reach the caller, and no other in its place
  seen at the step `answer.sql`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_shell_script_takes_part_by_what_it_prints() {
    let project = Project::of(
        "[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n",
        "answer.sh",
        "echo one\necho two\n",
    );
    project.answer("printf 'one  \\ntwo'\n").check("ch1/it").code(0);
    project.answer("echo two; echo one\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the right lines were printed in another order: line 1 is `two`; it should be `one`
--> exercises/ch01-only/it/answer.sh
 = next: find the column the task orders by, then what your code says about the order, and about its direction
  seen at the step `command sh`

0 passed, 1 not yet
...

"#]]);
    project.answer("echo one; echo 2\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: line 2 of what the program printed is `2`; it should be `two`
--> exercises/ch01-only/it/answer.sh
 = next: read the task again for what is printed, and in which order
  seen at the step `command sh`
  in other words:
    What your program prints is compared line by line with what the task asks for.
    A blank more, a label nobody asked for or another order makes a line another one.
    Look first at how many lines there should be and which comes first, and only then at the words of a line.

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_in_another_language_is_graded_by_what_it_leaves_in_the_database() {
    let Some(python) = python() else { return };
    let right = "import os, sqlite3\n\
                 path = os.environ['DATABASE_URL'].removeprefix('sqlite://').split('?')[0]\n\
                 with sqlite3.connect(path) as db:\n    db.execute('CREATE TABLE film (title TEXT NOT NULL)')\n    \
                 db.execute(\"INSERT INTO film VALUES ('Alien')\")\nprint('made')\n";
    let project = Project::of(
        &format!("[[steps]]\nname = \"run it\"\ncommand = [\"{python}\", \"answer.py\"]\n"),
        "answer.py",
        right,
    );
    project.answer(right).check("ch1/it").code(0);
    project.answer(&right.replace("Alien", "Aliens")).check("ch1/it").code(1).stdout_eq(str![[
        r#"
✗ ch1/it  It

not yet: a row is missing from `film`: title = 'Alien' (and 1 more row differs)
--> exercises/ch01-only/it/answer.py
 = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `run it`

0 passed, 1 not yet
...

"#
    ]]);
    project.answer("raise SystemExit('no idea')\n").check("ch1/it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program failed: no idea
--> exercises/ch01-only/it/answer.py
 = next: find the call in your code that this can have come from, and look at what it was given
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_may_leave_a_write_ahead_log() {
    let Some(python) = python() else { return };
    let right = "import os, sqlite3\n\
                 path = os.environ['DATABASE_URL'].removeprefix('sqlite://').split('?')[0]\n\
                 db = sqlite3.connect(path, isolation_level=None)\ndb.execute('PRAGMA journal_mode = WAL')\n\
                 db.execute('CREATE TABLE film (title TEXT NOT NULL)')\n\
                 db.execute(\"INSERT INTO film VALUES ('Alien')\")\nassert os.path.exists(path + '-wal')\nos._exit(0)\n";
    let steps = format!(
        "[[steps]]\nname = \"run it\"\ncommand = [\"{python}\", \"answer.py\"]\n[[steps]]\nquery = \"SELECT title FROM film\"\n"
    );
    let project = Project::of(&steps, "answer.py", right);
    assert!(project.read("tests/snapshots/ch01-only/it.snap").contains("'Alien'"));
    project.answer(right).check("ch1/it").code(0);
}

/// Where Python is: what is found first may be a wrapper that needs the tester's own environment.
pub(crate) fn python() -> Option<String> {
    let output =
        Command::new("python3").args(["-c", "import sqlite3, sys; print(sys.executable)"]).output();
    match output {
        Ok(output) if output.status.success() => {
            String::from_utf8(output.stdout).ok().map(|path| path.trim().to_owned())
        }
        _ => skipped("there is no `python3` with SQLite"),
    }
}

#[test]
fn a_program_that_is_not_installed_is_named() {
    let project =
        Project::of("[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n", "answer.sh", "true\n");
    project.edit("exercises/ch01-only/it/exercise.toml", "\"sh\",", "\"no-such-program\",");
    project.edit("tests/snapshots/ch01-only/it.snap", "command sh", "command no-such-program");
    project.check("ch1/it").code(1).stdout_eq(str![[r#"
· ch1/it  It (untouched)

not yet: `no-such-program` could not be started: [..]
 |
 = next: install it, or ask who wrote the exercise
  seen at the step `command no-such-program`

0 passed, 0 not yet, 1 untouched
...

"#]]);
}

#[test]
fn a_step_that_leaves_wrong_rows_does_not_spoil_the_next_one() {
    let steps = "[[steps]]\nsql = \"CREATE TABLE t (a INTEGER)\"\n[[steps]]\nname = \"one\"\nsql_file = \"answer.sql\"\n\
                 [[steps]]\nname = \"look\"\nquery = \"SELECT a FROM t\"\n\
                 [[steps]]\nname = \"two\"\nsql = \"UPDATE t SET a = a + 1\"\n\
                 [[steps]]\nname = \"sum\"\nquery = \"SELECT sum(a) AS a FROM t\"\n";
    let project = Project::of(steps, "answer.sql", "INSERT INTO t VALUES (1)");
    project.answer("INSERT INTO t VALUES (5)");
    assert_eq!(
        steps_of(&project),
        [
            ["sql", "passed", ""],
            ["one", "failed", ""],
            ["look", "failed", ""],
            ["two", "passed", ""],
            ["sum", "passed", ""]
        ]
    );
}

#[test]
fn steps_on_a_wrong_table_are_graded_as_far_as_they_can_be_run() {
    let steps = "[[steps]]\nname = \"make\"\nsql_file = \"answer.sql\"\n\
                 [[steps]]\nname = \"unique\"\nrejects = \"INSERT INTO t (a) VALUES (1), (1)\"\n\
                 [[steps]]\nname = \"no b\"\naccepts = \"INSERT INTO t (a, b) VALUES (1, NULL)\"\n\
                 [[steps]]\nname = \"fill\"\nsql = \"INSERT INTO t (a) VALUES (1)\"\n\
                 [[steps]]\nname = \"fill b\"\nsql = \"INSERT INTO t (a, b) VALUES (2, 2)\"\n\
                 [[steps]]\nname = \"ask\"\nquery = \"SELECT a FROM t\"\n";
    let project = Project::of(steps, "answer.sql", "CREATE TABLE t (a INTEGER UNIQUE, b INTEGER)");
    project.answer("CREATE TABLE t (a INTEGER UNIQUE)");
    assert_eq!(
        steps_of(&project),
        [
            ["make", "failed", ""],
            ["unique", "passed", ""],
            ["no b", "skipped", "make"],
            ["fill", "passed", ""],
            ["fill b", "skipped", "make"],
            ["ask", "skipped", "make"],
        ]
    );
}

/// Each step's name, its verdict, and the step that it was skipped for.
fn steps_of(project: &Project) -> Vec<[String; 3]> {
    let output = project.run(&["check", "it", "--format", "json"]).code(1);
    let report: Value = serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let steps = report["exercises"][0]["steps"].as_array().expect("a list of steps");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    steps
        .iter()
        .map(|step| ["name", "verdict", "blocked_by"].map(|field| text(&step[field])))
        .collect()
}
