//! Programs: the learner's Rust in the real course, and what misbehaves, in whatever language.

use std::thread;
use std::time::{Duration, Instant};

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{Given, Project, Yours};

const MODEL: &str = "exercises/ch02-models/cookie-model/models.rs";
const PLAY: &str = "exercises/ch04-asking-questions/reverse-order/play.rs";

#[test]
fn the_real_course_is_whole_and_its_solutions_pass() {
    let project = Project::real();
    let report = project.report_all(&["--solutions"], 0);
    let exercises = report["exercises"].as_array().expect("a list of exercises");
    assert!(exercises.len() > 10 && report["passed"] == exercises.len(), "{report:#}");
    for exercise in exercises {
        assert_eq!(exercise["earned"], exercise["points"], "{exercise:#}");
    }
    // The answers to all exercises take minutes, and `.ci/run` has them graded.
    project.run(&["dev", "check", "--no-answers"]).code(0);
}

#[test]
fn an_untouched_course_earns_no_point() {
    let project = Project::real();
    let report = project.report_all(&[], 1);
    let exercises = report["exercises"].as_array().expect("a list of exercises");
    for exercise in exercises {
        // The first exercise shows a pass, and is worth nothing.
        let verdict = if exercise["id"] == "ch1/hello" { "passed" } else { "untouched" };
        assert_eq!(exercise["verdict"], verdict, "{exercise:#}");
        assert_eq!(exercise["earned"], 0, "{exercise:#}");
    }
    assert_eq!(report["untouched"], exercises.len() - 1);
}

#[test]
fn a_model_is_graded_by_the_table_it_makes() {
    let project = Project::real();
    project.check("cookie-model").code(1).stdout_eq(str![[r#"
...
not yet: table `cookie` has no column `name` yet
 --> exercises/ch02-models/cookie-model/models.rs:[..]
  |
8 |     #[sea_orm(table_name = "cookie")]
  |                             ^^^^^^
  |
  = next: add the column `name` in your file
  = read: "One struct, one table" in book/ch02-models.md
  after the step `create the tables` this should be true: The model makes a table `cookie` with the columns `id`, `name`, `stock` and `recipe_url`.
  also: table `cookie` has no column `stock` yet (exercises/ch02-models/cookie-model/models.rs:8)
  also: table `cookie` has no column `recipe_url` yet (exercises/ch02-models/cookie-model/models.rs:8)

0 passed, 0 not yet, 1 untouched
...

"#]]);
    project.solve("ch02-models/cookie-model").check("cookie-model").code(0).stdout_eq(str![[r#"
...
✓ ch2/cookie-model  [..]
...
1 passed, 0 not yet
...

"#]]);
    project
        .edit(MODEL, "pub recipe_url: Option<String>", "pub recipe_url: String")
        .check("cookie-model")
        .code(1)
        .stdout_eq(str![[r#"
...
not yet: column `cookie.recipe_url` refuses NULL; a row may leave it without a value; this was refused: INSERT INTO cookie [..] VALUES ([..], NULL)
  --> exercises/ch02-models/cookie-model/models.rs:[..]
...
[..]pub recipe_url: String,
...
0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_function_is_graded_by_what_it_prints() {
    let project = Project::real();
    project.check("reverse-order").code(1).stdout_eq(str![[r#"
· ch4/reverse-order  The film list, last title first (untouched)

not yet: a line is missing from what the program printed: `Vertigo` (and 3 more lines differ)
--> exercises/ch04-asking-questions/reverse-order/play.rs
 = next: take this line as an example: which rows does the task ask for, and what in your code picks them?
 = read: "In an order" in book/ch04-asking-questions.md
  after the step `print the titles, last first` this should be true: There are four titles, one on a line: V before S before M before A.
  also: a line is missing from what the program printed: `Zodiac` (and 8 more lines differ)
  also: a line is missing from what the program printed: `😀` (and 38 more lines differ)
  also: with other rows in the tables, a line is missing from what the program printed: `😀 beyond the first plane`; the answer must be right for any rows (and 104 more lines differ); seen after `INSERT INTO film (id, title, year) VALUES (90, '😀 beyond the first plane', 56)`

0 passed, 0 not yet, 1 untouched
to go on:
  workbook show ch4/reverse-order               the task
  workbook hint ch4/reverse-order               a hint
  workbook check ch4/reverse-order              try again

"#]]);
    project.solve("ch04-asking-questions/reverse-order").check("reverse-order").code(0).stdout_eq(
        str![[r#"
...
✓ ch4/reverse-order  [..]
...
1 passed, 0 not yet
...

"#]],
    );
    project.edit(PLAY, "order_by_desc", "order_by_asc").check("reverse-order").code(1).stdout_eq(
        str![[r#"
...
not yet: the right lines were printed in another order: line 1 is `Alien`; it should be `Vertigo`
--> exercises/ch04-asking-questions/reverse-order/play.rs
...
0 passed, 1 not yet
...

"#]],
    );
}

#[test]
fn a_rust_program_finds_its_database_wherever_the_temporary_folder_is() {
    let project = Project::real();
    project.solve("ch04-asking-questions/reverse-order");
    for name in ["two words", "ünï–数", "a#b", "100%20"] {
        let folder = project.folder(name);
        let environment = [("TMPDIR", folder.as_str()), ("HOME", folder.as_str())];
        project.run_with("", &["check", "reverse-order"], &environment).code(0);
    }
}

#[test]
fn code_that_does_not_compile_gets_the_compilers_first_error() {
    let project = Project::real();
    project.edit(
        PLAY,
        "let _ = db;",
        "let titles: Vec<String> = db;\n    let more: u8 = \"no number\";",
    );
    project.check("reverse-order").code(1).stdout_eq(str![[r#"
...
error[E0308]: mismatched types
 --> exercises/ch04-asking-questions/reverse-order/play.rs:9:31
...
9 |     let titles: Vec<String> = db;
...
and 1 more error
next: mend this error first; those after it often go away with it
...
0 passed, 1 not yet
...

"#]]);
    let output = project.run(&["check", "reverse-order", "--format", "json"]).code(1);
    let report: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let finding = &report["exercises"][0]["steps"][0]["findings"][0];
    assert_eq!(
        (&finding["kind"], &finding["file"], &finding["line"]),
        (&"compile_error".into(), &PLAY.into(), &9.into())
    );
}

#[test]
fn an_error_in_the_learners_file_comes_before_those_in_given_files_and_gets_a_note() {
    let project = Project::real();
    let model = "exercises/ch02-models/own-table-name/models.rs";
    // The compiler begins with `main.rs`, which imports the module.
    project.edit(model, "pub mod film", "pub mod films").edit(
        model,
        "pub title: String",
        "pub title: Text",
    );
    project.check("own-table-name").code(1).stdout_eq(str![[r#"
✗ ch2/own-table-name  A table that already has a name

error[E0425]: cannot find type `Text` in this scope
  --> exercises/ch02-models/own-table-name/models.rs:13:20
   |
13 |         pub title: Text,
   |                    ^^^^ not found in this scope
and 3 more errors
note: Rust has no type `Text`; it may be one of SQL or of another language. The table of types in chapter 2 has what a field can be
next: mend this error first; those after it often go away with it

0 passed, 1 not yet
...

"#]]);
    let output = project.run(&["check", "own-table-name", "--format", "json"]).code(1);
    let report: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let hint = report["exercises"][0]["steps"][0]["findings"][0]["hint"]
        .as_str()
        .expect("there is a hint");
    assert!(
        hint.starts_with("Rust has no type `Text`") && hint.ends_with("often go away with it"),
        "{hint}"
    );
}

const MAIN: &str = "//! Given: what a program can do wrong.

mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn run(name: &str, db: &DatabaseConnection) -> Result<(), DbErr> {
    play::misbehave(name, db)
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        (\"well\", |db| run(\"well\", db)),
        (\"loops\", |db| run(\"loops\", db)),
        (\"panics\", |db| run(\"panics\", db)),
        (\"exits with 0\", |db| run(\"exits with 0\", db)),
        (\"exits with 3\", |db| run(\"exits with 3\", db)),
        (\"aborts\", |db| run(\"aborts\", db)),
        (\"reads\", |db| run(\"reads\", db)),
        (\"spawns\", |db| run(\"spawns\", db)),
    ])
}
";

const PLAY_WELL: &str = "//! Does nothing wrong.

use sea_orm::{DatabaseConnection, DbErr};

pub fn misbehave(_name: &str, _db: &DatabaseConnection) -> Result<(), DbErr> {
    println!(\"well\");
    Ok(())
}
";

const PLAY_BADLY: &str = "//! Does what its name says.

use sea_orm::{DatabaseConnection, DbErr};

pub fn misbehave(name: &str, _db: &DatabaseConnection) -> Result<(), DbErr> {
    match name {
        \"loops\" => loop { std::hint::spin_loop() },
        \"panics\" => panic!(\"no {} here\", \"cookie\"),
        \"exits with 0\" => std::process::exit(0),
        \"exits with 3\" => std::process::exit(3),
        \"aborts\" => std::process::abort(),
        \"reads\" => println!(\"{:?}\", std::io::stdin().lines().count()),
        \"spawns\" => drop(std::process::Command::new(\"sleep\").arg(\"1000\").spawn()),
        _ => println!(\"well\"),
    }
    Ok(())
}
";

#[test]
fn a_rust_program_that_misbehaves_is_told_what_it_did() {
    let path = "ch90-programs/play";
    let manifest = "title = \"Play\"\nfiles = [\"play.rs\"]\n[limits]\nseconds = 1\n[[steps]]\nname = \"play\"\ncall = \"well\"\n";
    let project = Project::real();
    project.programs(path);
    let project = project.exercise(
        path,
        manifest,
        &[Given("main.rs", MAIN), Yours("play.rs", PLAY_BADLY, PLAY_WELL)],
    );
    project.check("ch90").code(0);
    // The program stays the same, so that it is compiled once: only the function that is called changes.
    let call = |name: &str| {
        project.write(
            format!("exercises/{path}/exercise.toml"),
            manifest.replace("\"well\"", &format!("\"{name}\"")),
        );
        project.check("ch90").code(1).stderr_eq(str![""])
    };
    call("loops").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program was still running after 1 s and was stopped
--> exercises/ch90-programs/play/play.rs
 = next: look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open
  seen at the step `play`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("panics").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program panicked: no cookie here (at exercises/ch90-programs/play/play.rs:8:21)
 --> exercises/ch90-programs/play/play.rs:8:21
  |
8 |         "panics" => panic!("no {} here", "cookie"),
  |                     ^^^^^
  |
  = next: find the line that stops the program: what was it sure to find, and what does the task want done when that is not there?
  seen at the step `play`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("exits with 0").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program ended before your function did: something called `std::process::exit`
--> exercises/ch90-programs/play/play.rs
 = next: look for what ends the program before it is done
  seen at the step `play`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("exits with 3").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program ended early, with exit code 3 and no message
--> exercises/ch90-programs/play/play.rs
 = next: look for what ends the program before it is done
  seen at the step `play`
  in other words:
    Your function came back with an error, or the program ended before it could come back at all.
    The words of the message are those of whoever made the error: the database, which names a table or a rule, a field whose type does not fit, or a line of your own.
    Look at which of your calls can have led to these words.

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("aborts").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program was killed by signal 6
--> exercises/ch90-programs/play/play.rs
 = next: look for what uses all memory or ends the program by force
  seen at the step `play`
  in other words:
    Your function came back with an error, or the program ended before it could come back at all.
    The words of the message are those of whoever made the error: the database, which names a table or a rule, a field whose type does not fit, or a line of your own.
    Look at which of your calls can have led to these words.

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("reads").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: line 1 of what the program printed is `0`; it should be `well`
--> exercises/ch90-programs/play/play.rs
 = next: read the task again for what is printed, and in which order
 = read: "Each test its own" in book/ch11-configuration-and-tests.md
  seen at the step `play`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("spawns").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch90-programs/play/play.rs
 = next: wait for every process you start
  seen at the step `play`

0 passed, 0 not yet, 1 untouched
...

"#]]);
    call("no such function").stdout_eq(str![[r#"
· ch90/play  Play (untouched)

not yet: the program failed: there is no function `no such function`, only: well, loops, panics, exits with 0, exits with 3, aborts, reads, spawns
--> exercises/ch90-programs/play/play.rs
 = next: find the call in your code that this can have come from, and look at what it was given
  seen at the step `play`
  in other words:
    Your function came back with an error, or the program ended before it could come back at all.
    The words of the message are those of whoever made the error: the database, which names a table or a rule, a field whose type does not fit, or a line of your own.
    Look at which of your calls can have led to these words.

0 passed, 0 not yet, 1 untouched
...

"#]]);
}

/// Grades a shell script that should print `well`, then an exercise that passes.
#[track_caller]
fn script(answer: &str) -> OutputAssert {
    let steps = "[[steps]]\nname = \"run it\"\ncommand = [\"sh\", \"answer.sh\"]\n";
    let project = Project::of(steps, "answer.sh", "echo well\n");
    let next = "title = \"Next\"\nfiles = [\"next.sql\"]\n[[steps]]\nsql_file = \"next.sql\"\n";
    let project = project.exercise(
        "ch01-only/next",
        next,
        &[Yours("next.sql", "SELECT 1;\n", "SELECT 1;\n")],
    );
    project.answer(answer);
    project.check("ch1").code(1).stderr_eq(str![""])
}

#[test]
fn a_program_that_loops_is_stopped() {
    script("while :; do :; done\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program was still running after 1 s and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_sleeps_in_another_one_is_stopped_with_it() {
    script("sleep 1000\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program was still running after 1 s and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_reads_gets_no_input_and_does_not_wait() {
    script("read line || echo nothing to read\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: line 1 of what the program printed is `nothing to read`; it should be `well`
--> exercises/ch01-only/it/answer.sh
 = next: read the task again for what is printed, and in which order
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_prints_without_end_is_stopped() {
    script("while :; do echo 'again and again and again and again'; done\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program printed more than 1000000 bytes and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop that prints without an end
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("exec yes\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program printed more than 1000000 bytes and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop that prints without an end
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_complains_without_end_is_stopped() {
    script("exec yes >&2\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program printed more than 1000000 bytes and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop that prints without an end
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_fails_is_told_by_its_own_words_or_its_code() {
    script("echo 'no such cookie' >&2; exit 3\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program failed: no such cookie
--> exercises/ch01-only/it/answer.sh
 = next: find the call in your code that this can have come from, and look at what it was given
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("exit 3\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program ended early, with exit code 3 and no message
--> exercises/ch01-only/it/answer.sh
 = next: look for what ends the program before it is done
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_long_line_and_a_long_complaint_are_cut() {
    script("head -c 900000 /dev/zero | tr '\\0' x\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: line 1 of what the program printed is `xxxxx[..]… (899750 characters left out) …[..]`; it should be `well`
--> exercises/ch01-only/it/answer.sh
 = next: read the task again for what is printed, and in which order
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("head -c 900000 /dev/zero | tr '\\0' x >&2; exit 1\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program failed: xxxxx[..]… ([..] characters left out) …[..]
--> exercises/ch01-only/it/answer.sh
 = next: find the call in your code that this can have come from, and look at what it was given
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_that_is_killed_is_told_the_signal() {
    script("kill -9 $$\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program was killed by signal 9
--> exercises/ch01-only/it/answer.sh
 = next: look for what uses all memory or ends the program by force
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn bytes_that_are_no_text_are_no_reason_to_break() {
    script("printf 'w\\377ell\\n'\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: line 1 of what the program printed is `w�ell`; it should be `well`
--> exercises/ch01-only/it/answer.sh
 = next: the letters agree: compare the blanks, the quotes and the signs between them
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn what_a_program_leaves_running_is_ended() {
    script("sleep 1000 &\necho well\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch01-only/it/answer.sh
 = next: wait for every process you start
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("sleep 1000 > /dev/null 2>&1 &\necho well\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch01-only/it/answer.sh
 = next: wait for every process you start
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("(sleep 1000; sleep 1000) > /dev/null 2>&1 &\necho well\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch01-only/it/answer.sh
 = next: wait for every process you start
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn what_a_program_leaves_running_in_a_session_of_its_own_is_ended() {
    script("setsid sleep 1000 > /dev/null 2>&1 &\necho well\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch01-only/it/answer.sh
 = next: wait for every process you start
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
    script("setsid -f sh -c 'trap \"\" TERM HUP INT; sleep 1000; sleep 1000' > /dev/null 2>&1\necho well\n").stdout_eq(
        str![[r#"
✗ ch1/it  It

not yet: the program ended but left [..] running, which [..] ended too
--> exercises/ch01-only/it/answer.sh
 = next: wait for every process you start
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]],
    );
}

#[test]
fn what_a_program_that_is_stopped_has_started_is_ended_too() {
    script("setsid -f sleep 1000 > /dev/null 2>&1\nsleep 1000 &\nwait\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the program was still running after 1 s and was stopped
--> exercises/ch01-only/it/answer.sh
 = next: look for a loop without an end, or for something that waits: for the keyboard, or for a transaction that is still open
  seen at the step `run it`

✓ ch1/next  Next
1 passed, 1 not yet
...

"#]]);
}

/// Grades a shell script that gets a database with a table and should leave it as it is.
#[track_caller]
fn with_database(answer: &str) -> OutputAssert {
    let steps = "[[steps]]\nsql = \"CREATE TABLE film (title TEXT); INSERT INTO film VALUES ('Alien')\"\n\
                 [[steps]]\nname = \"run it\"\ncommand = [\"sh\", \"answer.sh\"]\n\
                 [[steps]]\nquery = \"SELECT title FROM film\"\n";
    let project = Project::of(steps, "answer.sh", "true\n");
    let file = "file=${DATABASE_URL#sqlite://}\nfile=${file%%\\?*}\n";
    project.answer(&format!("{file}test -s \"$file\" || exit 9\n{answer}"));
    project.check("ch1").code(1).stderr_eq(str![""])
}

#[test]
fn a_database_that_was_deleted_is_an_empty_one() {
    with_database("rm \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: there is no table `film` yet
--> exercises/ch01-only/it/answer.sh
 = next: make the table `film` in your file
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_database_that_was_overwritten_is_told_of() {
    with_database("echo 'this is no database, whatever one may think of it, and it is long enough' > \"$file\"\n")
        .stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the database cannot be read any more: file is not a database
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
    with_database(
        "printf 'no noise' | dd of=\"$file\" bs=1 seek=4000 conv=notrunc 2> /dev/null\n\
                   printf '\\377\\377\\377\\377' | dd of=\"$file\" bs=1 seek=100 conv=notrunc 2> /dev/null\n",
    )
    .stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the database cannot be read any more: database disk image is malformed
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_database_in_whose_place_stands_something_else_is_told_of() {
    with_database("rm \"$file\"; mkdir \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: something that is no file stands in the place of the database
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
    with_database("rm \"$file\"; mkfifo \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: something that is no file stands in the place of the database
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
    with_database("rm \"$file\"; ln -s /etc/passwd \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: something that is no file stands in the place of the database
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
    with_database("truncate -s 100M \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the database has grown over 64 MB
--> exercises/ch01-only/it/answer.sh
 = next: look for what adds rows without an end
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_gigabyte_in_the_place_of_the_database_is_not_read() {
    with_database("truncate -s 1G \"$file\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: the [..]
--> exercises/ch01-only/it/answer.sh
...
0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_pipe_beside_the_database_is_not_waited_for() {
    with_database("mkfifo \"$file-journal\"\n").stdout_eq(str![[r#"
✗ ch1/it  It

not yet: something that is no file stands in the place of the database
--> exercises/ch01-only/it/answer.sh
 = next: leave the database's file to SQLite: look for what wrote to it in another way
  seen at the step `run it`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_program_runs_in_the_folder_of_its_exercise() {
    let project = Project::of(
        "[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n",
        "answer.sh",
        "cat answer.sh\n",
    );
    project.answer("cat answer.sh\n").check("it").code(0);
}

#[test]
fn what_takes_longer_is_still_told_in_its_place() {
    let manifest =
        "title = \"It\"\nfiles = [\"answer.sh\"]\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    let exercise = |project: Project, path: &str, answer: &str| {
        project.exercise(path, manifest, &[Yours("answer.sh", answer, answer)])
    };
    let project = exercise(Project::empty(), "ch01-one/slow", "sleep 0.5\n");
    let project =
        exercise(exercise(project, "ch01-one/quick", "true\n"), "ch02-two/quick", "true\n");
    project.run(&["check", "--all"]).code(0).stdout_eq(str![[r#"
✓ ch1/slow  It
✓ ch1/quick  It
✓ ch2/quick  It
3 passed, 0 not yet
every exercise has passed

"#]]);
}

#[test]
fn control_c_ends_the_program_and_leaves_nothing_behind() {
    let steps = "[limits]\nseconds = 100\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    let manifest = format!("title = \"It\"\nfiles = [\"answer.sh\"]\n{steps}");
    let project = Project::empty().exercise(
        "ch01-only/it",
        &manifest,
        &[Yours("answer.sh", "true\n", "true\n")],
    );
    project.answer("sleep 1000 &\nwait\n");
    let child = project.start(&["check", "it"]);
    let begun = Instant::now();
    while !project.commands().iter().any(|command| command.starts_with("sleep")) {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", project.commands());
        thread::sleep(Duration::from_millis(20));
    }
    project.shell(&format!("kill -INT {}", child.id())).code(0);
    let output = child.wait_with_output().expect("workbook ends");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    project.leaves_nothing();
}

#[test]
#[cfg(unix)]
fn what_ran_out_of_time_is_not_run_again() {
    let steps = "[limits]\nseconds = 1\n\
                 [[steps]]\nname = \"once\"\ncommand = [\"sh\", \"answer.sh\"]\n\
                 [[steps]]\nname = \"again\"\ncommand = [\"sh\", \"answer.sh\"]\n";
    let manifest = format!("title = \"It\"\nfiles = [\"answer.sh\"]\n{steps}");
    let parts = [Yours("answer.sh", "# nothing yet\n", "echo done\n")];
    let project = Project::empty().exercise("ch01-only/it", &manifest, &parts);
    project.write("exercises/ch01-only/it/answer.sh", "while :; do :; done\n");
    let output = project.run(&["check", "it", "--format", "json"]).code(1);
    let report: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON");
    let steps = &report["exercises"][0]["steps"];
    assert_eq!(steps[0]["findings"][0]["kind"], "time_limit", "{report:#}");
    assert_eq!(steps[1]["blocked_by"], "once", "{report:#}");
}
