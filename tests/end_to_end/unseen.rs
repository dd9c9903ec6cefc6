//! Answers that are right on the rows of the task and wrong on others, and scripts that lose rows on the way back.

use snapbox::str;

use crate::project::{Given, Project, Yours};
use crate::steps::python;

const FILMS: &str =
    "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER NOT NULL);
INSERT INTO film VALUES (1, 'Alien', 1979), (2, 'Solaris', 1972), (3, 'Paprika', 2006);";

/// Films, and a query that the learner writes.
fn question() -> Project {
    let steps = format!(
        "[[steps]]\nsql = \"\"\"{FILMS}\"\"\"\n[[steps]]\nname = \"ask\"\nquery_file = \"answer.sql\"\nordered = true\n"
    );
    Project::of(&steps, "answer.sql", "SELECT title FROM film WHERE year < 2000 ORDER BY year")
}

#[test]
fn a_hard_coded_result_is_told_what_broke_and_after_which_row() {
    let project = question();
    project.answer("SELECT title FROM film WHERE id IN (1, 2) ORDER BY year");
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: with other rows in the tables, a row is missing from the result: title = 'x'; the answer must be right for any rows; seen after `INSERT INTO film (id, title, year) VALUES (105, 'x', 3)`
--> exercises/ch01-only/it/answer.sql
 = next: look for what is right only for the rows of the task: a name, a number or an id that is written down, or a row that is not there every time
  seen at the step `ask`

0 passed, 1 not yet
...

"#]]);
    project.answer("VALUES ('Solaris'), ('Alien')");
    project.run(&["check", "it"]).code(1);
}

#[test]
fn an_order_that_holds_by_luck_is_found() {
    let project = question();
    project.answer("SELECT title FROM film WHERE year < 2000 ORDER BY id DESC");
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: with other rows in the tables, row 1 of the result is title = '0'; in the right order it is title = 'Solaris'; seen after `INSERT INTO film (id, title, year) VALUES (97, '0', 1981)`
--> exercises/ch01-only/it/answer.sql
 = next: look for what is right only for the rows of the task: a name, a number or an id that is written down, or a row that is not there every time
  seen at the step `ask`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn another_right_query_passes() {
    let project = question();
    project.answer(
        "SELECT f.title AS title FROM film AS f WHERE NOT f.year >= 2000 ORDER BY f.year ASC, f.id",
    );
    project.check("it").code(0);
}

#[test]
fn a_moment_that_was_there_before_the_step_is_left_in_peace() {
    let notes =
        "CREATE TABLE note (id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
INSERT INTO note (id) VALUES (1);";
    let steps = format!(
        "[grade]\nvolatile = [\"note.at\"]\n[[steps]]\nsql = \"\"\"{notes}\"\"\"\n[[steps]]\nquery_file = \"answer.sql\"\n"
    );
    let project = Project::of(&steps, "answer.sql", "SELECT id FROM note");
    project.answer("SELECT note.id AS id FROM note");
    project.check("it").code(0);
}

/// A table with rows, and a script of the learner's that gives each row a label.
fn script() -> Project {
    let steps = "[[steps]]\nupgrade = \"0001\"\n[[steps]]\nsql = \"INSERT INTO product VALUES (1, 'kettle', 4), (2, 'towel', 30)\"\n\
                 [[steps]]\nname = \"up\"\nupgrade = \"head\"\n";
    let manifest = format!("title = \"Labels\"\nfiles = [\"migrations/0002_label.sql\"]\n{steps}");
    let parts = [
        Given(
            "migrations/0001_product.sql",
            "-- migrate:up\nCREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stock INTEGER NOT NULL);\n\
             -- migrate:down\nDROP TABLE product;\n",
        ),
        Yours("migrations/0002_label.sql", "-- migrate:up\n-- migrate:down\n", LABEL),
    ];
    Project::empty().exercise("ch01-only/it", &manifest, &parts)
}

const LABEL: &str = "-- migrate:up
ALTER TABLE product ADD COLUMN label TEXT;
UPDATE product SET label = name || '!';
-- migrate:down
ALTER TABLE product DROP COLUMN label;
";

#[test]
fn a_script_that_fills_in_the_rows_it_was_shown_is_found() {
    let project = script();
    let by_hand = "UPDATE product SET label = 'kettle!' WHERE id = 1; UPDATE product SET label = 'towel!' WHERE id = 2;";
    project.write(
        "exercises/ch01-only/it/migrations/0002_label.sql",
        LABEL.replace("UPDATE product SET label = name || '!';", by_hand),
    );
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Labels

not yet: with other rows in the tables, a row of `product` has label = NULL; it should be 'two' || char(10) || 'lines!' (the row is: id = 90, name = 'two' || char(10) || 'lines', stock = 2, label = NULL); seen after `INSERT INTO product (id, name, stock) VALUES (90, 'two' || char(10) || 'lines', 2)`
 --> exercises/ch01-only/it/migrations/0002_label.sql:3:71
  |
3 | UPDATE product SET label = 'kettle!' WHERE id = 1; UPDATE product SET label = 'towel!' WHERE id = 2;
  |                                                                       ^^^^^
  |
  = next: look for what is right only for the rows of the task: a name, a number or an id that is written down, or a row that is not there every time
  seen at the step `up`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_way_down_that_is_no_step_is_taken_all_the_same() {
    let project = script();
    let path = "exercises/ch01-only/it/migrations/0002_label.sql";
    let lossy = "DELETE FROM product WHERE stock > 10; ALTER TABLE product DROP COLUMN label;";
    project.write(path, LABEL.replace("ALTER TABLE product DROP COLUMN label;", lossy));
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Labels

not yet: when the script is undone on a table with more rows, a row is missing from `product` after the downgrade: id = 2, name = 'towel', stock = 30
 --> exercises/ch01-only/it/migrations/0002_label.sql:4:1
  |
4 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: a downgrade gives back the old shape and keeps every value that still has a place in it
  seen at the step `up`

0 passed, 1 not yet
...

"#]]);
    project.write(path, LABEL.replace("ALTER TABLE product DROP COLUMN label;", ""));
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  Labels

not yet: the down half of `0002_label.sql` is empty
 --> exercises/ch01-only/it/migrations/0002_label.sql:4:1
  |
4 | -- migrate:down
  | ^^^^^^^^^^^^^^^
  |
  = next: write below `-- migrate:down` what undoes the up half
  seen at the step `up`

0 passed, 1 not yet
...

"#]]);
    let rebuilt = "CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stock INTEGER NOT NULL);
        INSERT INTO other SELECT id, name, stock FROM product; DROP TABLE product; ALTER TABLE other RENAME TO product;";
    project.write(path, LABEL.replace("ALTER TABLE product DROP COLUMN label;", rebuilt));
    project.check("it").code(0);
}

#[test]
fn a_step_is_kept_from_other_rows_by_one_word() {
    let steps = format!(
        "[[steps]]\nsql = \"\"\"{FILMS}\"\"\"\n[[steps]]\nquery_file = \"answer.sql\"\nunseen = false\n"
    );
    let project = Project::of(&steps, "answer.sql", "SELECT title FROM film WHERE year < 2000");
    project.answer("VALUES ('Solaris'), ('Alien')");
    let said = project.run(&["check", "it"]).code(1);
    let said = String::from_utf8_lossy(&said.get_output().stdout).into_owned();
    assert!(said.contains("the result has the columns"), "{said}");
    project.answer("SELECT title FROM film WHERE id IN (1, 2)");
    project.check("it").code(0);
}

#[test]
fn a_rule_of_the_learner_that_refuses_other_rows_is_told() {
    let steps = "[[steps]]\nname = \"make\"\nsql_file = \"answer.sql\"\n[[steps]]\nsql = \"INSERT INTO t VALUES (1, 'a')\"\n\
                 [[steps]]\nname = \"again\"\nsql_file = \"more.sql\"\n";
    let manifest = format!("title = \"It\"\nfiles = [\"answer.sql\", \"more.sql\"]\n{steps}");
    let parts = [
        Yours(
            "answer.sql",
            "-- nothing yet\n",
            "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
        ),
        Yours("more.sql", "-- nothing yet\n", "UPDATE t SET name = upper(name)"),
    ];
    let project = Project::empty().exercise("ch01-only/it", &manifest, &parts);
    project.solve("ch01-only/it");
    project.write(
        "exercises/ch01-only/it/answer.sql",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT CHECK (length(name) < 3))",
    );
    project.check("it").code(1).stdout_eq(str![[r#"
...
not yet: table `t` refused a statement, saying `CHECK constraint failed: length(name) < 3`; it must accept it: INSERT INTO t (id, name) VALUES ([..])
...
"#]]);
}

#[test]
fn a_program_that_prints_what_it_saw_is_found() {
    let Some(python) = python() else { return };
    let steps = format!(
        "[[steps]]\nsql = \"\"\"{FILMS}\"\"\"\n[[steps]]\nname = \"print\"\ncommand = [\"{python}\", \"answer.py\"]\n"
    );
    let right = "import os, sqlite3\nconnection = sqlite3.connect(os.environ['DATABASE_URL'][9:].split('?')[0])\n\
                 print(connection.execute('SELECT count(*) FROM film').fetchone()[0])\n";
    let project = Project::of(&steps, "answer.py", right);
    project.answer("print(3)\n");
    project.check("it").code(1).stdout_eq(str![[r#"
✗ ch1/it  It

not yet: with other rows in the tables, line 1 of what the program printed is `3`; it should be `107`
--> exercises/ch01-only/it/answer.py
 = next: look for what is right only for the rows of the task: a name, a number or an id that is written down, or a row that is not there every time
  seen at the step `print`

0 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_number_that_is_written_down_is_as_good_as_one_from_the_database_unless_something_refers_to_it()
{
    let tables = "CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE b (a INTEGER REFERENCES a (id));";
    let alone = tables.replace(" REFERENCES a (id)", "");
    for (tables, right, code) in
        [(alone.as_str(), "INSERT INTO a (name) VALUES ('x')", 0), (tables, RIGHT, 1)]
    {
        let steps = format!(
            "[[steps]]\nsql = \"\"\"{tables}\"\"\"\n[[steps]]\nname = \"add\"\nsql_file = \"answer.sql\"\n"
        );
        let project = Project::of(&steps, "answer.sql", right);
        project.answer("INSERT INTO a (id, name) VALUES (1, 'x')");
        project.run(&["check", "it"]).code(code);
    }

    const RIGHT: &str =
        "INSERT INTO a (name) VALUES ('x'); INSERT INTO b SELECT max(id) FROM a WHERE false";
}
