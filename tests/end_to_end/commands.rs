//! The commands beside `check`: what each says, how it ends, what it leaves.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use snapbox::str;

use crate::project::{Project, Yours, stderr, stdout};

const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";

#[test]
fn a_wrong_word_on_the_command_line_is_answered_with_the_right_one() {
    let project = Project::sample();
    project.run(&["chek"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: unrecognized subcommand 'chek'

  tip: a similar subcommand exists: 'check'

Usage: workbook [OPTIONS] [COMMAND]

For more information, try '--help'.

"#]]);
    project.run(&["check", "--all", "ch1"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the argument '--all' cannot be used with '[SELECTOR]...'

Usage: workbook check --all [SELECTOR]...

For more information, try '--help'.

"#]]);
    project.run(&["reset"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the following required arguments were not provided:
  <SELECTOR|--all>

Usage: workbook reset <SELECTOR|--all>

For more information, try '--help'.

"#]]);
}

#[test]
fn list_says_how_far_one_is_and_what_comes_next() {
    let project = Project::sample();
    project
        .run(&["list"])
        .code(0)
        .stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
· untouched ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]])
        .stderr_eq(str![""]);
    project.solve("ch01-tables/notes").check("ch1");
    project
        .run(&["list"])
        .code(0)
        .stdout_eq(str![[r#"
✓ passed    ch1/notes     A table for notes
✓ passed    ch1/greeting  A greeting
· untouched ch2/titles    Titles in order  <- next
· untouched ch2/guests    Two guests
2 of 4 passed

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn show_tells_the_task_as_the_book_does() {
    let project = Project::sample();
    project.write("book/ch01-tables.md", BOOK);
    project.edit(
        "exercises/ch01-tables/notes/exercise.toml",
        "files =",
        "goal = \"Make a table.\"\nfiles =",
    );
    project
        .run(&["show", "notes"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/notes  Notes

Goal: Make a table.

Make a table with two columns:

• id
• text

SELECT 1;


"#]])
        .stderr_eq(str![""]);
    project
        .run(&["show"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/greeting  A note

Say hello.


"#]])
        .stderr_eq(str![""]);
    project.run(&["show", "ch1"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `ch1` is part of several names: `ch1/greeting`, `ch1/notes`
hint: type more of the one you mean

"#]]);
}

const BOOK: &str = "# Tables

Not this.

## A note {#ch1-greeting}

Say *hello*.

## Notes {#ch1-notes}

Make a table with [two columns](#here):

- `id`
- `text`

```sql
SELECT 1;
```

## After {#after}

Nor this.
";

#[test]
fn each_hint_is_plainer_than_the_one_before_until_there_are_no_more() {
    let project = Project::sample();
    project
        .run(&["hint", "notes"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]])
        .stderr_eq(str![""]);
    project.run(&["hint"]).code(0).stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
ch1/notes hint 2 of 3: The second hint.
`workbook hint ch1/notes` shows one more

"#]]);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
ch1/notes hint 2 of 3: The second hint.
ch1/notes hint 3 of 3: The last hint.

"#]]);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
ch1/notes hint 2 of 3: The second hint.
ch1/notes hint 3 of 3: The last hint.

"#]]);
    project.run(&["hint", "titles"]).code(0).stdout_eq(str![[r#"
ch2/titles hint 1 of 1: The only hint.

"#]]);
    project.run(&["hint", "greeting"]).code(0).stdout_eq(str![[r#"
ch1/greeting needs no hints

"#]]);
}

#[test]
fn reset_brings_a_file_back_and_keeps_what_it_replaces() {
    let project = Project::sample();
    let starter = project.read(GUESTS);
    project.write(GUESTS, "my work\n");
    project.run(&["reset", "guests"]).code(0).stdout_eq(str![[r#"
exercises/ch02-questions/guests/guests.sql is as it was; yours is kept in .workbook/replaced/1/exercises/ch02-questions/guests/guests.sql

"#]]).stderr_eq(str![""]);
    assert_eq!(project.read(GUESTS), starter);
    assert_eq!(project.read(&format!(".workbook/replaced/1/{GUESTS}")), "my work\n");
    project.write(GUESTS, "more work\n");
    project.run(&["reset", "guests"]).code(0).stdout_eq(str![[r#"
exercises/ch02-questions/guests/guests.sql is as it was; yours is kept in .workbook/replaced/2/exercises/ch02-questions/guests/guests.sql

"#]]);
    assert_eq!(project.read(&format!(".workbook/replaced/1/{GUESTS}")), "my work\n");
    assert_eq!(project.read(&format!(".workbook/replaced/2/{GUESTS}")), "more work\n");
}

#[test]
fn reset_takes_scripts_away_that_were_added() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write("exercises/ch01-tables/notes/migrations/0002_more.sql", "-- migrate:up\n");
    project.run(&["reset", "ch1"]).code(0).stdout_eq(str![[r#"
exercises/ch01-tables/notes/migrations/0001_notes.sql is as it was; yours is kept in .workbook/replaced/1/exercises/ch01-tables/notes/migrations/0001_notes.sql
exercises/ch01-tables/notes/migrations/0002_more.sql was added and is taken away; it is kept in .workbook/replaced/1/exercises/ch01-tables/notes/migrations/0002_more.sql
ch1/greeting is untouched already

"#]]);
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

0 passed, 0 not yet, 1 untouched
...

"#]]);
}

#[test]
fn reset_brings_a_missing_file_back_and_leaves_an_untouched_one_alone() {
    let project = Project::sample();
    project.remove(GUESTS);
    project
        .run(&["reset", "--all"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/notes is untouched already
ch1/greeting is untouched already
ch2/titles is untouched already
exercises/ch02-questions/guests/guests.sql is there again

"#]])
        .stderr_eq(str![""]);
    assert!(!project.root.join(".workbook/replaced").exists(), "nothing was replaced");
}

#[test]
fn reset_forgets_what_had_passed_and_the_hints() {
    let project = Project::sample();
    project.solve("ch02-questions/guests").check("guests").code(0);
    project.run(&["hint", "titles"]).code(0);
    project.run(&["reset", "ch2"]).code(0);
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
· untouched ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]]);
    project.check("ch2").code(1).stdout_eq(str![[r#"
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

#[test]
fn inspect_shows_the_learners_database_beside_the_expected_one() {
    let project = Project::sample();
    project.run(&["inspect", "guests"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: no check of `ch2/guests` has left a database yet
hint: run `workbook check ch2/guests` first

"#]]);
    project
        .write(GUESTS, "INSERT INTO guest (name) VALUES ('Susan'), ('Jon');\n")
        .check("guests")
        .code(1);
    project
        .run(&["inspect", "guests"])
        .code(0)
        .stdout_eq(str![[r#"
ch2/guests, after its step `add the guests`

what differs
  - a row of `guest` has name = 'Jon'; it should be 'John' (the row is: id = 2, name = 'Jon')

your database (.workbook/last/ch02-questions/guests/yours.db)
  guest (2 rows)
    id                name
    INTEGER required  TEXT required
    ----------------  -------------
    1                 'Susan'
    2                 'Jon'

the expected one (.workbook/last/ch02-questions/guests/expected.db)
  guest (2 rows)
    id                name
    INTEGER required  TEXT required
    ----------------  -------------
    1                 'Susan'
    2                 'John'


"#]])
        .stderr_eq(str![""]);
}

#[test]
fn inspect_says_which_rules_defaults_and_indexes_differ() {
    let table = |price: &str, rest: &str| {
        format!(
            "CREATE TABLE pie (id INTEGER PRIMARY KEY, price INTEGER NOT NULL {price});\n{rest}"
        )
    };
    let project = Project::of(
        "[[steps]]\nsql_file = \"pie.sql\"\n",
        "pie.sql",
        &table("DEFAULT 1 CHECK (price > 0)", "CREATE INDEX pie_price ON pie (price);\n"),
    );
    project.answer(&table("DEFAULT 0", "CREATE VIEW cheap AS SELECT id FROM pie;\n"));
    project.check("it").code(1);
    project.run(&["inspect", "it"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
ch1/it, after its step `pie.sql`

what differs
  - column `pie.price` gets 0 by default; the task asks for another value; this left 0 there: INSERT INTO pie (id) VALUES (64)
  - table `pie` has no index on `price`
  - table `pie` accepted a statement although no row may have `price` = -1; it must refuse it: INSERT INTO pie (id, price) VALUES (64, -1)

your database (.workbook/last/ch01-only/it/yours.db)
  pie (0 rows)
    id                price
    INTEGER required  INTEGER required
    ----------------  ----------------

the expected one (.workbook/last/ch01-only/it/expected.db)
  pie (0 rows)
    id                price
    INTEGER required  INTEGER required
    ----------------  ----------------


"#]]);
}

#[test]
fn inspect_finds_nothing_where_both_databases_are_alike() {
    let project = Project::sample();
    project.check("greeting").code(0);
    project.run(&["inspect", "greeting"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
ch1/greeting, after its step `hello.sql`

what differs
  nothing in the tables that this exercise counts

your database (.workbook/last/ch01-tables/greeting/yours.db)
  greeting (1 row)
    message
    TEXT required
    -------------
    'hello'

the expected one (.workbook/last/ch01-tables/greeting/expected.db)
  greeting (1 row)
    message
    TEXT required
    -------------
    'hello'


"#]]);
}

#[test]
fn inspect_opens_the_learners_database_in_the_shell_of_sqlite() {
    let project = Project::sample();
    project.check("greeting").code(0);
    project.write("bin/sqlite3", "#!/bin/sh\necho \"opened ${1##*/course/}\"\n");
    fs::set_permissions(project.root.join("bin/sqlite3"), Permissions::from_mode(0o755))
        .expect("it is ours");
    let bin = project.root.join("bin");
    let path = [("PATH", bin.to_str().expect("paths are text"))];
    project
        .run_with("", &["inspect", "greeting", "--open"], &path)
        .code(0)
        .stdout_eq(str![[r#"
opened .workbook/last/ch01-tables/greeting/yours.db

"#]])
        .stderr_eq(str![""]);
    project.remove("bin/sqlite3");
    project
        .run_with("", &["inspect", "greeting", "--open"], &path)
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: failed to start the `sqlite3` shell: No such file or directory (os error 2)

"#]]);
}

#[test]
fn mdbook_may_ask_for_the_preprocessor() {
    let project = Project::sample();
    project
        .run(&["book", "preprocess", "supports", "html"])
        .code(0)
        .stdout_eq(str![""])
        .stderr_eq(str![""]);
    project.run(&["book", "preprocess"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: expected a book on standard input; mdBook starts this command by itself: Unable to parse the input: EOF while parsing a value at line 1 column 0

"#]]);
}

#[test]
fn the_book_is_built_with_what_is_built_in() {
    let project = Project::sample();
    project.run(&["book", "build"]).code(0).stdout_eq(str![[r#"
the book is in book-html/index.html

"#]]);
    let page = project.read("book-html/ch01-tables.html");
    assert!(page.contains("The text of the task"), "{page}");
    assert!(
        page.contains("<section class=\"exercise-card\" aria-labelledby=\"ch1-notes\">"),
        "{page}"
    );
    assert!(page.contains("<code class=\"language-console\">$ workbook check ch1/notes"), "{page}");
}

#[test]
fn an_exercise_of_sql_can_be_done_in_its_page() {
    let project = Project::sample();
    project.run(&["book", "build"]).code(0);
    let page = project.read("book-html/ch01-tables.html");
    let door = "class=\"workplace-door\" data-exercise=\"ch1-notes\"";
    assert!(page.contains(door), "{page}");
    let data = project.read("book-html/workplace/ch1-notes.js");
    assert!(
        data.starts_with("workplaceData('ch1-notes', {") && data.contains("\"sealed\""),
        "{data}"
    );
    assert!(!data.contains("\"solution\""), "{data}");

    project.append("book.toml", "\n[preprocessor.workbook]\nsolutions-in-pages = false\n");
    project.run(&["book", "build"]).code(0);
    let data = project.read("book-html/workplace/ch1-notes.js");
    assert!(data.contains("\"rest\"") && !data.contains("\"sealed\""), "{data}");

    project.edit("book.toml", "solutions-in-pages = false", "solutions-in-pages = \"no\"");
    let said = stderr(&project.run(&["book", "build"]).code(2));
    let words =
        "`preprocessor.workbook.solutions-in-pages` in `book.toml` should be `true` or `false`";
    assert!(said.contains(words), "{said}");
}

/// A page that asks for a picture, and what the built page has in its place, as far as `wanted` begins it.
fn pictures(request: &str) -> (Project, String) {
    let steps = "title = \"It\"\nfiles = [\"a.sql\"]\n[[steps]]\n\
                 sql = \"CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER DEFAULT 1900)\"\n\
                 [[steps]]\nsql_file = \"a.sql\"\n";
    let right = "CREATE TABLE shown (id INTEGER PRIMARY KEY, film_id INTEGER NOT NULL REFERENCES film (id));\n\
                 ALTER TABLE film DROP COLUMN year; ALTER TABLE film ADD COLUMN \"a<b\" TEXT;\n\
                 CREATE INDEX by_title ON film (title);\n";
    let project =
        Project::empty().exercise("ch01-only/it", steps, &[Yours("a.sql", "SELECT 1;\n", right)]);
    project.append("book/ch01-only.md", &format!("\n{request}\n\nMore text.\n"));
    let code = project.run(&["book", "build"]).get_output().status.code();
    let page =
        if code == Some(0) { project.read("book-html/ch01-only.html") } else { String::new() };
    (project, page)
}

#[test]
fn tables_are_drawn_from_the_recorded_states() {
    let page = pictures("<!-- tables of ch1/it -->").1;
    assert!(page.contains(
        "Table film: id, primary key, INTEGER; title, TEXT; a&lt;b, TEXT, may be NULL; index (title). Table shown: id, \
         primary key, INTEGER; film_id, foreign key, INTEGER. Many rows of shown.film_id may refer to one film.id."
    ), "{page}");
    assert_eq!(page.matches("class=\"arrow same\"").count(), 1, "{page}");
    assert!(page.contains("More text."), "{page}");
    let first = pictures("<!-- tables of ch1/it, step 1 -->").1;
    assert!(first.contains("year, INTEGER, may be NULL, by default 1900"), "{first}");
    assert!(!first.contains("shown"), "{first}");
}

#[test]
fn what_changed_is_marked_by_a_sign_and_told_in_words() {
    let page = pictures("<!-- tables of ch1/it, from step 1 to step 2 -->").1;
    assert!(page.contains(
        "Table film: id, primary key, INTEGER; title, TEXT; a&lt;b, TEXT, may be NULL, added; year, INTEGER, may be NULL, \
         by default 1900, dropped; index (title), added. Table shown (added): id, primary key, INTEGER; film_id, foreign \
         key, INTEGER. Many rows of shown.film_id may refer to one film.id (added)."
    ), "{page}");
    assert!(page.contains("<b>+</b> added") && page.contains("<b>−</b> dropped"), "{page}");
}

#[test]
fn show_tells_in_words_what_a_picture_of_the_task_shows() {
    let project = pictures("<!-- tables of ch1/it, from step 1 to step 2 -->").0;
    let output = project.run(&["show", "ch1/it"]).code(0);
    let said = String::from_utf8_lossy(&output.get_output().stdout)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert!(
        said.contains(
            "• Table shown (added): id, primary key, INTEGER; film_id, foreign key, INTEGER. •"
        ),
        "{said}"
    );
    assert!(said.contains("More text.") && !said.contains("<!--"), "{said}");
}

#[test]
fn a_picture_that_cannot_be_drawn_stops_the_book_and_says_where() {
    for (request, wanted) in [
        ("<!-- tables of ch1/that -->", "there is no such exercise"),
        ("<!-- tables of ch1/it, step 3 -->", "the exercise has only 2 steps"),
        ("<!-- tables of ch1/it, step one -->", "expected `, step 1` or `, from step 1 to step 2`"),
    ] {
        let project = pictures(request).0;
        let output = project.run(&["book", "build"]).code(2);
        let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(said.contains("failed to draw the tables of `Chapter 1`: line 7"), "{said}");
        assert!(said.contains(request) && said.contains(wanted), "{said}");
    }
}

#[test]
fn completions_are_made_for_every_shell() {
    let project = Project::sample();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&project.run(&["completions", shell]).code(0).stderr_eq(str![""]));
        assert!(script.contains("inspect") && script.contains("solutions"), "{shell}: {script}");
    }
    let line = "workbook completions bash > script && if command -v bash > /dev/null; then bash -n script; fi";
    project.shell(line).code(0).stderr_eq(str![""]);
}

#[test]
fn every_example_in_the_help_works() {
    let steps = "title = \"It\"\nfiles = [\"a.sql\"]\nhints = [\"One.\"]\n[[steps]]\nsql_file = \"a.sql\"\n";
    let part = [Yours("a.sql", "SELECT 1;\n", "CREATE TABLE a (id);\n")];
    let project = Project::empty().exercise("ch01-one/first-table", steps, &part).exercise(
        "ch02-two/price",
        steps,
        &part,
    );
    let mut examples = Vec::new();
    for command in
        [&["--help"][..], &["check", "--help"], &["reset", "--help"], &["completions", "--help"]]
    {
        let help = stdout(&project.run(command).code(0).stderr_eq(str![""]));
        let after = help.split("Examples:\n").nth(1).expect("the help has examples").to_owned();
        let lines = after.lines().take_while(|line| line.starts_with("  workbook"));
        examples.extend(
            lines.map(|line| line.trim().split("  ").next().unwrap_or_default().to_owned()),
        );
    }
    assert!(examples.len() > 10, "{examples:?}");
    let home = "mkdir -p ~/.local/share/bash-completion/completions ~/.config/fish/completions";
    for example in examples {
        let output = project.shell(&format!("{home}; {example}")).stderr_eq(str![""]);
        let code = output.get_output().status.code();
        assert!(matches!(code, Some(0 | 1)), "{example} ended with {code:?}");
    }
}

#[test]
fn help_is_asked_for_on_standard_output() {
    let project = Project::sample();
    project
        .run(&["--help"])
        .code(0)
        .stdout_eq(str![[r#"
Grades the exercises of a workbook by what the database does

Usage: workbook [OPTIONS] [COMMAND]

Commands:
  check        Run exercises and say what is right and what is not yet
  watch        Grade exercises whenever you save, on one screen, with keys for all else
  list         List every exercise, how far you are, and which comes next
  start        Begin with a chapter or an exercise: what comes before it is left out
  skip         Leave an exercise out, so that another one is next
  show         Show the task of an exercise, as the book tells it
  hint         Show one more hint for an exercise
  reset        Bring back the untouched files of exercises; what they replace is kept aside
  inspect      Print the database the last check left, what differs, and the expected one
  db           Change a database with migration scripts, and undo the change
  book         Build the book
  submit       Write a zip of your answers, to hand it in
  update       Bring a new version of the course into your copy; your answers and your progress stay
  class        For teachers: grade what a class hands in
  dev          For authors of a course
  doctor       Say what this machine offers for a sandbox around programs, and what follows
  completions  Print a script that completes commands in your shell

Options:
      --course <DIR>  The course's folder [default: found by walking up from the current folder]
  -h, --help          Print help
  -V, --version       Print version

Examples:
  workbook                       see where you are, and what to do next
  workbook check                 grade the next exercise
  workbook check ch1             grade a chapter
  workbook show first-table      read the task of an exercise
  workbook hint first-table      get one more hint
  workbook list                  see how far you are

"#]])
        .stderr_eq(str![""]);
    let version = stdout(&project.run(&["--version"]).code(0));
    assert_eq!(version.trim(), format!("workbook {}", env!("CARGO_PKG_VERSION")));
}
