//! `workbook db migrate`: the script it writes, what it says of it, and what it refuses to write.

use snapbox::str;

use crate::project::Project;

const FIRST: &str = "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n";

/// A folder whose database has the table of [`FIRST`] with two rows, made by a script that was written.
fn shop() -> Project {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", FIRST);
    project.run(&["db", "migrate", "-m", "Products!"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    let rows = "INSERT INTO product (name) VALUES ('tea'), ('jam')";
    project.open("app.db").execute_batch(rows).expect("the table is there");
    project
}

#[test]
fn a_change_goes_up_and_down_and_leaves_nothing_to_do() {
    let project = shop();
    project.write("schema.sql", FIRST.replace(");", ", price INTEGER CHECK (price > 0));"));
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
no script does this yet: add column product.price

"#]]);
    project.run(&["db", "migrate", "-m", "add price"]).code(0).stderr_eq(str![""]).stdout_eq(str![
        [r#"
detected: add column product.price
careful: when downgrading, every value of product.price is lost
wrote migrations/0002_add_price.sql: read it, then run `workbook db upgrade`

"#]
    ]);
    snapbox::assert_data_eq!(
        project.read("migrations/0002_add_price.sql"),
        str![[r#"
-- migrate:up
ALTER TABLE product ADD COLUMN price INTEGER CHECK (price > 0);

-- migrate:down
-- Data loss: every value of product.price is lost.
ALTER TABLE product DROP COLUMN price;

"#]]
    );
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
scripts, database and wanted schema agree

"#]]);
    project.run(&["db", "migrate", "-m", "again"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
nothing to do: the scripts give the wanted schema already

"#
    ]]);
    project.run(&["db", "downgrade"]).code(0);
    project.run(&["db", "show"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  product (2 rows)
    id                name
    INTEGER required  TEXT required
    ----------------  -------------
    1                 'tea'
    2                 'jam'

"#]]);
}

#[test]
fn a_possible_rename_is_pointed_out_and_made_only_when_it_is_given() {
    let project = shop();
    project.write("schema.sql", FIRST.replace("name", "title"));
    project.run(&["db", "migrate", "-m", "title"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: `product.title` is required and has no default, but `product` has 2 rows
hint: give `title` a default, or add it without NOT NULL, fill it in, and make it required in the next script
hint: if this is a rename, add --rename product.name=title

"#]]);
    assert!(!project.root.join("migrations/0002_title.sql").exists());
    project
        .run(&["db", "migrate", "-m", "title", "--rename", "product.name=title"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
detected: rename column product.name to title
wrote migrations/0002_title.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "show"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
  product (2 rows)
    id                title
    INTEGER required  TEXT required
    ----------------  -------------
    1                 'tea'
    2                 'jam'

"#]]);
}

#[test]
fn what_the_rows_make_impossible_is_refused_before_anything_is_written() {
    let project = shop();
    project
        .open("app.db")
        .execute_batch("INSERT INTO product (name) VALUES ('tea')")
        .expect("the table is there");
    project.write("schema.sql", FIRST.replace("NOT NULL", "NOT NULL UNIQUE"));
    project.run(&["db", "migrate", "-m", "unique"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: `name` becomes unique in `product`, but repeats: `name = 'tea' in id = 1 and id = 3`
hint: change or delete the rows that repeat first

"#
    ]]);
    project.write("schema.sql", FIRST.replace("name TEXT", "name INTEGER"));
    project.run(&["db", "migrate", "-m", "number"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: `product.name` becomes `INTEGER`, but holds something else in `id = 1`, `id = 2`, `id = 3`
hint: correct these values first, or add a new column and fill it from `name`

"#
    ]]);
    project.run(&["db", "history"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied  0001  products

"#]]);
}

#[test]
fn what_is_lost_is_marked_on_the_screen_and_in_the_script() {
    let project = shop();
    project.write("schema.sql", "CREATE TABLE maker (id INTEGER PRIMARY KEY);\n");
    project.run(&["db", "migrate", "-m", "makers"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: add table maker
detected: drop table product
careful: when upgrading, every row of product is lost (2 now)
careful: when downgrading, every row of maker is lost
wrote migrations/0002_makers.sql: read it, then run `workbook db upgrade`

"#
    ]]);
    snapbox::assert_data_eq!(
        project.read("migrations/0002_makers.sql"),
        str![[r#"
-- migrate:up
-- Data loss: every row of product is lost.
DROP TABLE product;

CREATE TABLE maker (
  id INTEGER PRIMARY KEY
);

-- migrate:down
-- Data loss: every row of maker is lost.
DROP TABLE maker;

CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

"#]]
    );
}

#[test]
fn an_empty_script_and_another_source_of_the_schema_can_be_asked_for() {
    let project = shop();
    project
        .run(&["db", "migrate", "-m", "by hand", "--empty"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
wrote migrations/0002_by_hand.sql with two empty halves

"#]]);
    snapbox::assert_data_eq!(
        project.read("migrations/0002_by_hand.sql"),
        str![[r#"
-- migrate:up

-- migrate:down

"#]]
    );
    project.remove("migrations/0002_by_hand.sql");
    let other = "CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL); CREATE INDEX by_name ON product (name)";
    rusqlite::Connection::open(project.root.join("other.db"))
        .and_then(|made| made.execute_batch(other))
        .expect("the statements are right");
    project
        .run(&["db", "migrate", "-m", "index", "--to", "other.db"])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
detected: add index by_name on product
wrote migrations/0002_index.sql: read it, then run `workbook db upgrade`

"#]]);
    project.write("wanted.sql", FIRST);
    project
        .run(&["db", "migrate", "-m", "back", "--to", "wanted.sql"])
        .code(0)
        .stderr_eq(str![[r#"
warning: scripts are pending; the rows were looked at as these leave them

"#]])
        .stdout_eq(str![[r#"
detected: drop index by_name on product
wrote migrations/0003_back.sql: read it, then run `workbook db upgrade`

"#]]);
}

#[test]
fn without_a_wanted_schema_or_a_usable_name_nothing_is_written() {
    let project = shop();
    project.run(&["db", "migrate", "-m", "!?"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the message `!?` has no letter or digit to make a name of

"#]]);
    project
        .run(&["db", "migrate", "-m", "x", "--rename", "name"])
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: expected `table.column=new` or `table=new`, found `name`
hint: a name with a dot or an equals sign stands in double quotes: '"a.b".c=d'

"#]]);
    project.write("schema.sql", "CREATE TABLE product (id INTEGER PRIMARY KEY,);\n");
    project.run(&["db", "migrate", "-m", "x"]).code(1).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the database could not run this statement: near ")": syntax error
 --> schema.sql:1:46
  |
1 | CREATE TABLE product (id INTEGER PRIMARY KEY,);
  |                                              ^
  |
  = next: look just before this bracket: a comma behind the last item is one too many, or an item is not finished

"#]]);
    project.remove("schema.sql");
    project.run(&["db", "migrate", "-m", "x"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: nothing says what the schema should become
hint: write it in `schema.sql`, or name a file with `--to`, or a command that makes the tables with `--to-command`

"#]]);
    project.run(&["db", "history"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
applied  0001  products

"#]]);
}

#[test]
fn models_that_do_not_compile_are_told_in_the_compilers_own_words() {
    let project = Project::real();
    project.solve("ch02-models/price").edit(
        "exercises/ch02-models/price/models.rs",
        "i32",
        "Price",
    );
    project.run(&["db", "--exercise", "ch2/price", "init"]).code(0);
    let output =
        project.run(&["db", "--exercise", "ch2/price", "migrate", "-m", "cookies"]).code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    // The line of the file is there, and not an empty one.
    for part in ["cannot find type `Price`", "pub id: Price", "next: mend this error first"] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn the_models_of_an_exercise_say_what_is_wanted() {
    let project = Project::real();
    let exercise = "ch2/price";
    project.solve("ch02-models/price");
    project.run(&["db", "--exercise", exercise, "init"]).code(0);
    project.run(&["db", "--exercise", exercise, "migrate", "-m", "cookies"]).code(0).stdout_eq(
        str![[r#"
detected: add table cookie
careful: when downgrading, every row of cookie is lost
wrote migrations/0001_cookies.sql: read it, then run `workbook db upgrade`

"#]],
    );
    project.run(&["db", "--exercise", exercise, "upgrade"]).code(0);
    project.run(&["db", "--exercise", exercise, "check"]).code(0).stdout_eq(str![[r#"
scripts, database and wanted schema agree

"#]]);
}

#[test]
fn a_rebuild_does_not_let_rows_vanish_over_a_conflict_clause() {
    for clause in ["REPLACE", "IGNORE"] {
        let project = Project::empty();
        project.run(&["db", "init"]).code(0);
        project.write("schema.sql", "CREATE TABLE tag (id INTEGER PRIMARY KEY, word TEXT);\n");
        project.run(&["db", "migrate", "-m", "tags"]).code(0);
        project.run(&["db", "upgrade"]).code(0);
        let unique = format!(
            "CREATE TABLE tag (id INTEGER PRIMARY KEY, word TEXT UNIQUE ON CONFLICT {clause});\n"
        );
        project.write("schema.sql", unique);
        project.run(&["db", "migrate", "-m", "unique"]).code(0);
        let rows = "INSERT INTO tag VALUES (1, 'a'), (2, 'a'), (3, 'b')";
        project.open("app.db").execute_batch(rows).expect("the table is there");
        let before = project.dump("app.db");
        let output = project.run(&["db", "upgrade"]).code(1).stdout_eq(str![""]);
        let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
        assert!(told.contains("UNIQUE constraint failed: tag_new.word"), "{told}");
        assert_eq!(project.dump("app.db"), before);
    }
}

#[test]
fn other_tables_go_on_beside_a_table_for_searching() {
    let project = Project::scripts(&[(
        "0001_notes.sql",
        "-- migrate:up
CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);
CREATE VIRTUAL TABLE found USING fts5 (body, content = note, content_rowid = id);
-- migrate:down
DROP TABLE found;
DROP TABLE note;
",
    )]);
    project.run(&["db", "upgrade"]).code(0);
    project.write(
        "schema.sql",
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, title TEXT);\n",
    );
    project.run(&["db", "migrate", "-m", "title"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: add column note.title
careful: when downgrading, every value of note.title is lost
wrote migrations/0002_title.sql: read it, then run `workbook db upgrade`

"#
    ]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
scripts, database and wanted schema agree

"#]]);
}

#[test]
fn what_only_an_application_knows_is_stood_in_for_while_schemas_are_compared() {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write(
        "schema.sql",
        "CREATE TABLE word (a TEXT COLLATE icu_root, b TEXT CHECK (b REGEXP 'x'));\n",
    );
    project
        .run(&["db", "migrate", "-m", "words"])
        .code(0)
        .stderr_eq(str![[r#"
warning: SQLite does not know the collation `icu_root`: run the script where the application makes it known
warning: SQLite does not know the function `REGEXP`: run the script where the application makes it known

"#]])
        .stdout_eq(str![[r#"
detected: add table word
careful: when downgrading, every row of word is lost
wrote migrations/0001_words.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "diff", "scripts", "wanted"]).code(0);
    let output = project.run(&["db", "upgrade"]).code(1);
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("no such collation sequence: icu_root"), "{told}");
}
