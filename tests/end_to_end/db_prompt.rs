//! `workbook db sql`: statements from the command line, a file, standard input, and a prompt on a terminal.

use snapbox::str;

use crate::project::Project;

/// A database with two products.
fn shop() -> Project {
    let project = Project::scripts(&[(
        "0001_product.sql",
        "-- migrate:up
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price INTEGER CHECK (price > 0));
CREATE TABLE review (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL REFERENCES product (id));
CREATE VIEW broken AS SELECT gone FROM product;
INSERT INTO product VALUES (1, 'kettle', 2490), (2, 'egg timer', NULL);
-- migrate:down
DROP VIEW broken;
DROP TABLE review;
DROP TABLE product;
",
    )]);
    project.run(&["db", "upgrade"]).code(0);
    project
}

fn count_products(project: &Project) -> i64 {
    let count =
        project.open("app.db").query_row("SELECT count(*) FROM product", [], |row| row.get(0));
    count.expect("the table can be read")
}

#[test]
fn the_rows_of_statements_are_shown_as_tables() {
    let project = shop();
    let statements = "SELECT * FROM product; SELECT 'a\u{1b}[31m' AS \"x y\", 2.0, x'00ff' WHERE 1; \
                      SELECT id FROM product WHERE 0";
    project.run(&["db", "sql", statements]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
id  name         price
--  -----------  -----
1   'kettle'     2490
2   'egg timer'  NULL
(2 rows)
x y                        2.0  x'00ff'
-------------------------  ---  -------
'a' || char(27) || '[31m'  2.0  x'00ff'
(1 row)
id
--
(0 rows)

"#]]);
}

#[test]
fn a_database_is_only_read_unless_it_may_be_written() {
    let project = shop();
    let before = project.dump("app.db");
    for statement in [
        "DELETE FROM product",
        "PRAGMA query_only = OFF; DROP TABLE product",
        "PRAGMA user_version = 3",
    ] {
        project.run(&["db", "sql", statement]).code(2).stderr_eq(str![[r#"
error: this would change the database, and only reading was asked for
hint: `workbook db sql --write` may change it

"#]]);
    }
    assert_eq!(project.dump("app.db"), before);
    let statements = "UPDATE product SET price = 100 WHERE id = 2; CREATE TABLE shelf (id); \
                      INSERT INTO product (name) VALUES ('whisk'), ('tea towel') RETURNING id";
    project.run(&["db", "sql", "--write", statements]).code(0).stdout_eq(str![[r#"
1 row changed
id
--
3
4
(2 rows)

"#]]);
    assert_eq!(count_products(&project), 4);
}

#[test]
fn the_first_statement_that_fails_ends_a_file_and_what_was_before_it_is_kept() {
    let project = shop();
    project.write(
        "repair.sql",
        "-- Two of three.\nINSERT INTO product (name) VALUES ('whisk');\n\
         INSERT INTO product (name, price) VALUES ('free', 0);\nDELETE FROM product;\n",
    );
    let arguments = ["db", "sql", "--write", "--file", "repair.sql"];
    project
        .run(&arguments)
        .code(1)
        .stdout_eq(str![[r#"
1 row changed

"#]])
        .stderr_eq(str![[r#"
error: the database could not run this statement: CHECK constraint failed: price > 0
 --> repair.sql:3:1
  |
3 | INSERT INTO product (name, price) VALUES ('free', 0);
  | ^^^^^^
  |
  = next: a rule of the table refused a row: compare the row with the rules the message names

"#]]);
    assert_eq!(count_products(&project), 3);
    let orphan = "INSERT INTO review (product_id) VALUES (9)";
    project.run(&["db", "sql", "--write", orphan]).code(1).stderr_eq(str![[r#"
error: the database could not run this statement: FOREIGN KEY constraint failed
 --> SQL:1:1
  |
1 | INSERT INTO review (product_id) VALUES (9)
  | ^^^^^^
  |
  = next: a rule of the table refused a row: compare the row with the rules the message names

"#]]);
}

#[test]
fn a_transaction_is_kept_only_once_it_is_committed() {
    let project = shop();
    let begun = "BEGIN; DELETE FROM product;";
    project.run(&["db", "sql", "--write", begun]).code(1).stderr_eq(str![[r#"
error: the transaction was begun and not committed, so nothing of it is kept

"#]]);
    assert_eq!(count_products(&project), 2);
    project.run(&["db", "sql", "--write", &format!("{begun} COMMIT")]).code(0);
    assert_eq!(count_products(&project), 0);
}

#[test]
fn statements_come_on_standard_input() {
    let project = shop();
    let line = "echo 'SELECT name FROM product' | workbook db sql";
    project.shell(line).code(0).stdout_eq(str![[r#"
name
-----------
'kettle'
'egg timer'
(2 rows)

"#]]);
    project
        .shell("echo 'SELECT nme FROM product' | workbook db sql --file -")
        .code(1)
        .stderr_eq(str![[r#"
error: the database could not run this statement: no such column: nme
 --> standard input:1:8
  |
1 | SELECT nme FROM product
  |        ^^^
  |
  = next: if this is a text, put it in single quotes; if it is a column, compare it with the statement that makes the table, letter by letter

"#]]);
    project.shell("workbook db sql 'SELECT 1 AS n FROM pragma_table_list, pragma_table_list, pragma_table_list, pragma_table_list, pragma_table_list, pragma_table_list' | head -1").code(0).stderr_eq("").stdout_eq(str![[r#"
n

"#]]);
}

#[test]
fn no_database_is_made_by_a_question() {
    let project = Project::empty();
    project.run(&["db", "sql", "--write", "SELECT 1"]).code(2).stderr_eq(str![[r#"
error: there is no database `app.db`
hint: `workbook db upgrade` makes it

"#]]);
    assert!(!project.has("app.db"));
}

/// What is shown to somebody who types these at the prompt.
fn type_at_prompt(project: &Project, arguments: &[&str], typed: &[&str]) -> String {
    let arguments = [&["db", "sql"], arguments].concat();
    let (code, shown) = project.in_terminal_typing(200, &arguments, typed);
    assert_eq!(code, 0, "{shown}");
    shown
}

/// Checks that these stand in a text, one after the other.
#[track_caller]
fn assert_shows(shown: &str, parts: &[&str]) {
    let mut rest = shown;
    for part in parts {
        let at =
            rest.find(part).unwrap_or_else(|| panic!("`{part}` is not in\n{rest}\nof\n{shown}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_prompt_takes_statements_of_several_lines_and_commands_with_a_dot() {
    let project = shop();
    let typed = [
        ".tables\r",
        "SELECT name\r",
        "FROM product\r",
        "WHERE id = 1;\r",
        "SELECT nme FROM product;\r",
        ".schema REVIEW\r",
        ".nonsense\r",
        "DELETE FROM product;\r",
        ".quit\r",
    ];
    let shown = type_at_prompt(&project, &[], &typed);
    let expected = [
        "app.db: only to be read",
        "name               kind   rows\n",
        "broken             view   ?\n",
        "product            table  2\n",
        "'kettle'\n(1 row)",
        "no such column: nme",
        "CREATE TABLE review (",
        "there is no command `.nonsense`",
        "`workbook db sql --write` may change it",
    ];
    assert_shows(&shown, &expected);
    assert_eq!(count_products(&project), 2);
}

#[test]
fn a_prompt_keeps_a_transaction_open_until_it_is_committed() {
    let project = shop();
    let typed = [
        "BEGIN;\r",
        "DELETE FROM product;\r",
        "SELECT count(*) AS n FROM product;\r",
        "ROLLBACK;\r",
        "BEGIN; DELETE FROM product WHERE id = 2;\r",
        "COMMIT;\r",
        "BEGIN;\r",
        "DELETE FROM product;\r",
        "\x04",
    ];
    let shown = type_at_prompt(&project, &["--write"], &typed);
    let expected = [
        "sql (open transaction)> ",
        "2 rows changed",
        "n\n-\n0",
        "1 row changed",
        "was begun and not committed",
    ];
    assert_shows(&shown, &expected);
    assert_eq!(count_products(&project), 1);
}

#[test]
fn a_prompt_remembers_lines_and_gives_up_a_line_at_ctrl_c() {
    let project = shop();
    type_at_prompt(&project, &[], &["SELECT 40 + 2 AS answer;\r", "\x04"]);
    let typed = ["\x1b[A\r", "SELECT 1,\r", "\x03", "SELECT 7 AS seven;\r", "\x04"];
    let shown = type_at_prompt(&project, &[], &typed);
    assert_shows(&shown, &["answer\n------\n42", "seven\n-----\n7"]);
}

#[test]
fn ctrl_c_ends_a_statement_and_not_the_prompt() {
    let project = shop();
    let endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n;";
    let typed = [&format!("{endless}\r\0\x03"), "SELECT 6 * 7 AS x;\r", "\x04"];
    let shown = type_at_prompt(&project, &[], &typed);
    assert_shows(&shown, &["error: interrupted", "x\n--\n42"]);
}
