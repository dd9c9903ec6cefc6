//! SQL that fails, reaches too far or never ends: the statement is marked, and the next exercise is still graded.

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{NOTES_SOLUTION, Project};

/// Grades `answer` as the query of `ch2/titles`, then `ch2/guests`, which passes.
#[track_caller]
fn query(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project
        .solve("ch02-questions/guests")
        .write("exercises/ch02-questions/titles/titles.sql", answer);
    project.check("ch2").code(1).stderr_eq(str![""])
}

/// Grades `answer` as the statements of `ch2/guests`, after `ch2/titles`, which passes.
#[track_caller]
fn statements(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project
        .solve("ch02-questions/titles")
        .write("exercises/ch02-questions/guests/guests.sql", answer);
    project.check("ch2").code(1).stderr_eq(str![""])
}

/// Grades `answer` as the script of `ch1/notes`, then `ch1/greeting`, which passes.
#[track_caller]
fn script(answer: &str) -> OutputAssert {
    let project = Project::sample();
    project.write("exercises/ch01-tables/notes/migrations/0001_notes.sql", answer);
    project.check("ch1").code(1).stderr_eq(str![""])
}

#[test]
fn a_syntax_error_is_marked() {
    query("-- a comment\nSELECT title\nFORM book;\n").stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: the database could not run this statement: near "book": syntax error
 --> exercises/ch02-questions/titles/titles.sql:3:6
  |
3 | FORM book;
  |      ^^^^
  |
  = next: the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn an_unknown_table_is_marked() {
    query("SELECT title FROM books;\n").stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: the database could not run this statement: no such table: books
 --> exercises/ch02-questions/titles/titles.sql:1:19
  |
1 | SELECT title FROM books;
  |                   ^^^^^
  |
  = next: compare the name of the table with the statement that makes it; if they agree, see whether that statement has run by then
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn an_unfinished_text_is_marked_where_it_starts() {
    statements("INSERT INTO guest (name)\nVALUES ('Susan), ('John');\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: a quoted text starts here and is never closed
 --> exercises/ch02-questions/guests/guests.sql:2:24
  |
2 | VALUES ('Susan), ('John');
  |                        ^
  |
  = next: add the closing quote, or look above for a quote inside a text: it is written twice, as in 'it''s'
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn other_files_are_out_of_reach() {
    statements("ATTACH DATABASE 'other.db' AS other;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: this statement reaches for another database file; an exercise has only its own
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | ATTACH DATABASE 'other.db' AS other;
  | ^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
    statements("DETACH DATABASE main;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: this statement reaches for another database file; an exercise has only its own
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | DETACH DATABASE main;
  | ^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
    statements("VACUUM INTO 'copy.db';\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: the database could not run this statement: cannot VACUUM from within a transaction
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | VACUUM INTO 'copy.db';
  | ^^^^^^
  |
  = next: take this statement out: it rewrites or copies the whole database
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_transaction_of_its_own_is_refused() {
    statements("BEGIN;\nINSERT INTO guest (name) VALUES ('Susan'), ('John');\nCOMMIT;\n")
        .stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: `BEGIN` cannot stand in this file; the whole file is run as one transaction already
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | BEGIN;
  | ^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
    statements("INSERT INTO guest (name) VALUES ('Susan'), ('John');\nCOMMIT;\n").stdout_eq(str![
        [r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: `COMMIT` cannot stand in this file; the whole file is run as one transaction already
 --> exercises/ch02-questions/guests/guests.sql:2:1
  |
2 | COMMIT;
  | ^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]
    ]);
    statements("INSERT INTO guest (name) VALUES ('Susan');\nROLLBACK;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: `ROLLBACK` cannot stand in this file; the whole file is run as one transaction already
 --> exercises/ch02-questions/guests/guests.sql:2:1
  |
2 | ROLLBACK;
  | ^^^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
    statements("SAVEPOINT a;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: `SAVEPOINT` cannot stand in this file; the whole file is run as one transaction already
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | SAVEPOINT a;
  | ^^^^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn the_catalogue_cannot_be_written() {
    statements("PRAGMA writable_schema = ON;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: `PRAGMA writable_schema` changes how the whole database works; that is not allowed here
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | PRAGMA writable_schema = ON;
  | ^^^^^^
  |
  = next: take this statement out
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
    statements("DELETE FROM sqlite_schema;\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: the database could not run this statement: table sqlite_master may not be modified
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | DELETE FROM sqlite_schema;
  | ^^^^^^
  |
  = next: read the message word by word: it names what the database did not understand
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn extensions_cannot_be_loaded() {
    query("SELECT load_extension('/tmp/evil.so');\n").stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: the function `load_extension` does more than compute a value; that is not allowed here
 --> exercises/ch02-questions/titles/titles.sql:1:8
  |
1 | SELECT load_extension('/tmp/evil.so');
  |        ^^^^^^^^^^^^^^
  |
  = next: take this statement out
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_value_that_is_too_large_is_refused() {
    query("SELECT zeroblob(1000000000);\n").stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: the database could not run this statement: string or blob too big
 --> exercises/ch02-questions/titles/titles.sql:1:1
  |
1 | SELECT zeroblob(1000000000);
  | ^^^^^^
  |
  = next: one value may hold 4 MB at most, and the task asks for far less
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]]);
    statements("INSERT INTO guest (name) VALUES (randomblob(1000000000));\n").stdout_eq(str![[
        r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: the database could not run this statement: string or blob too big
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | INSERT INTO guest (name) VALUES (randomblob(1000000000));
  | ^^^^^^
  |
  = next: one value may hold 4 MB at most, and the task asks for far less
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#
    ]]);
}

#[test]
fn a_query_without_end_is_stopped() {
    query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n").stdout_eq(
        str![[r#"
✗ ch2/titles  Titles in order

not yet: this ran longer than it may, and was stopped
 --> exercises/ch02-questions/titles/titles.sql:1:1
  |
1 | WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;
  | ^^^^
  |
  = next: look for a recursion without an end, or a join that pairs every row with every row
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]],
    );
}

#[test]
fn a_result_without_end_is_stopped() {
    query("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS title FROM n;\n").stdout_eq(
        str![[r#"
✗ ch2/titles  Titles in order

not yet: the result of this is larger than 10000 bytes, and was stopped
 --> exercises/ch02-questions/titles/titles.sql:1:1
  |
1 | WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS title FROM n;
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = next: ask for fewer rows
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]],
    );
}

#[test]
fn a_join_of_every_row_with_every_row_is_stopped() {
    let hundred = "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100) SELECT i FROM n)";
    let joined = [hundred; 6].join(", ");
    query(&format!("SELECT count(*)\nFROM {joined};\n")).stdout_eq(str![[r#"
✗ ch2/titles  Titles in order

not yet: this ran longer than it may, and was stopped
 --> exercises/ch02-questions/titles/titles.sql:1:1
  |
1 | SELECT count(*)
  | ^^^^^^
  |
  = next: look for a recursion without an end, or a join that pairs every row with every row
  after the step `ask for the titles` this should be true: The titles come in the order of the years.

✓ ch2/guests  Two guests
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_database_that_grows_without_end_is_stopped() {
    statements(
        "INSERT INTO guest (name)\nWITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)\n\
         SELECT hex(zeroblob(1000000)) FROM n;\n",
    )
    .stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: the database could not run this statement: database or disk is full
 --> exercises/ch02-questions/guests/guests.sql:1:1
  |
1 | INSERT INTO guest (name)
  | ^^^^^^
  |
  = next: the database may not grow over 64 MB, and the disk must have room for it
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn the_table_of_versions_is_out_of_reach() {
    script(
        &NOTES_SOLUTION
            .replace("DROP TABLE note;", "DROP TABLE note;\nDROP TABLE schema_migrations;"),
    )
    .stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the table `schema_migrations` is kept by the workbook; a script may not change it
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:9:1
  |
9 | DROP TABLE schema_migrations;
  | ^^^^
  |
  = next: take this statement out
  seen at the step `downgrade -1`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
    script(&NOTES_SOLUTION.replace("\n-- migrate:down", "DELETE FROM schema_migrations;\n-- migrate:down")).stdout_eq(
        str![[r#"
✗ ch1/notes  A table for notes

not yet: the table `schema_migrations` is kept by the workbook; a script may not change it
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:6:1
  |
6 | DELETE FROM schema_migrations;
  | ^^^^^^
  |
  = next: take this statement out
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]],
    );
}

#[test]
fn two_scripts_with_one_number_are_both_named() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write(
        "exercises/ch01-tables/notes/migrations/01_more.sql",
        "-- migrate:up\n-- migrate:down\n",
    );
    project.check("ch1").code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/01_more.sql` has the same number as `exercises/ch01-tables/notes/migrations/0001_notes.sql`
--> exercises/ch01-tables/notes/migrations/01_more.sql
 = next: scripts run in the order of the numbers their names start with; each has its own, as in `0002_add_price.sql`
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_script_that_lacks_its_markers_is_told_how_they_look() {
    script("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n").stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` has no line `-- migrate:up`
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
    script(&NOTES_SOLUTION.replace("-- migrate:down\nDROP TABLE note;\n", "")).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` has no line `-- migrate:down`, so it cannot be undone
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: a script has one line `-- migrate:up` with what to do below it, then one line `-- migrate:down` with what undoes it
  seen at the step `downgrade -1`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
    script(&NOTES_SOLUTION.replace("DROP TABLE note;", "")).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the down half of `0001_notes.sql` is empty
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:7:1
  |
7 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: write below `-- migrate:down` what undoes the up half
  seen at the step `downgrade -1`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_mistake_in_a_script_is_marked_in_the_script() {
    script(&NOTES_SOLUTION.replace("PRIMARY KEY,", "PRIMARY KEY")).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the database could not run this statement: near "text": syntax error
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:4:3
  |
4 |   text TEXT NOT NULL
  |   ^^^^
  |
  = next: the mistake is at the marked word or just before it: a missing comma, bracket or semicolon, a misspelt word, or one that only another database knows
  after the step `upgrade head` this should be true: There is a table `note` with an `id` and a required `text`.

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_long_value_is_cut_with_the_number_of_what_is_left_out() {
    statements("INSERT INTO guest (name) VALUES ('Susan'), (hex(zeroblob(100000)));\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: a row of `guest` has name = '0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000… (199752 characters left out) …0000000000000000000000000000000000000000000000000'; it should be 'John' (the row is: id = 2, name = '0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000… (199752 characters left out) …0000000000000000000000000000000000000000000000000')
 --> exercises/ch02-questions/guests/guests.sql:1:20
  |
1 | INSERT INTO guest (name) VALUES ('Susan'), (hex(zeroblob(100000)));
  |                    ^^^^
  |
  = next: compare with `workbook inspect`, which shows your database beside the expected one
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}

#[test]
fn what_a_terminal_would_take_for_a_command_is_spelt_out() {
    statements("INSERT INTO guest (name) VALUES ('Susan'), ('\u{1b}[31mJohn\u{7}');\n").stdout_eq(str![[r#"
✓ ch2/titles  Titles in order
✗ ch2/guests  Two guests

not yet: a row of `guest` has name = char(27) || '[31mJohn' || char(7); it should be 'John' (the row is: id = 2, name = char(27) || '[31mJohn' || char(7))
 --> exercises/ch02-questions/guests/guests.sql:1:46
  |
1 | INSERT INTO guest (name) VALUES ('Susan'), ('␛[31mJohn␇');
  |                                              ^^^^^^^^^^
  |
  = next: what the task asks for is there, and something around it that is not asked for
  seen at the step `add the guests`

1 passed, 1 not yet
...

"#]]);
}
