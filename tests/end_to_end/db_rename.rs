//! `workbook db migrate`: names, and what is written otherwise and means the same.

use snapbox::str;

use crate::project::{Project, stdout};

/// A folder whose database a script made of this schema; another one is wanted now.
fn folder(schema: &str, wanted: &str) -> Project {
    let project = Project::empty();
    project.run(&["db", "init"]).code(0);
    project.write("schema.sql", schema);
    project.run(&["db", "migrate", "-m", "first"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.write("schema.sql", wanted);
    project
}

/// Migrates with a rename, up, down and up again.
#[track_caller]
fn renamed(project: &Project, renames: &[&str]) {
    let renames = renames.iter().flat_map(|rename| ["--rename", rename]);
    let arguments: Vec<&str> = ["db", "migrate", "-m", "next"].into_iter().chain(renames).collect();
    project.run(&arguments).code(0).stderr_eq(str![""]);
    // SQLite puts a name that it renames in quotes.
    let dump = || project.dump("app.db").replace('"', "");
    let before = dump();
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
    project.run(&["db", "downgrade"]).code(0);
    assert_eq!(dump(), before);
    project.run(&["db", "upgrade"]).code(0);
}

/// What a query gives, as one text.
fn ask(project: &Project, sql: &str) -> String {
    project.open("app.db").query_row(sql, [], |row| row.get(0)).expect("the query runs")
}

#[test]
fn tables_are_renamed_in_case_only() {
    let readers = "CREATE TABLE lid (jar_id INT REFERENCES JAR (id));
        CREATE VIEW jars AS SELECT id FROM JAR; CREATE INDEX by_id ON lid (jar_id);";
    let schema = |name: &str| {
        format!("CREATE TABLE JAR (id INTEGER PRIMARY KEY, label TEXT); {readers}")
            .replace("JAR", name)
    };
    let project = folder(&schema("jar"), &schema("Jar"));
    let rows = "INSERT INTO jar VALUES (1, 'plums'); INSERT INTO lid VALUES (1);";
    project.open("app.db").execute_batch(rows).expect("the rows are taken");
    renamed(&project, &["jar=Jar"]);
    let names = "SELECT group_concat(name) FROM sqlite_schema WHERE name LIKE 'jar%'";
    assert_eq!(ask(&project, names), "Jar,jars");
    assert_eq!(ask(&project, "SELECT label FROM jars JOIN jar USING (id)"), "plums");
    project.run(&["db", "migrate", "-m", "x", "--rename", "Jar=Jar"]).code(2);
}

#[test]
fn tables_are_renamed_in_a_chain_and_swapped() {
    let table = |name: &str, column: &str| {
        format!("CREATE TABLE {name} (id INTEGER PRIMARY KEY, {column} TEXT);\n")
    };
    let project = folder(
        &(table("a", "x") + &table("b", "y") + &table("c", "z")),
        &(table("b", "x") + &table("a", "y") + &table("d", "z")),
    );
    let rows = "INSERT INTO a (x) VALUES ('of a'); INSERT INTO b (y) VALUES ('of b');
        INSERT INTO c (z) VALUES ('of c');";
    project.open("app.db").execute_batch(rows).expect("the rows are taken");
    renamed(&project, &["a=b", "b=a", "c=d"]);
    assert_eq!(ask(&project, "SELECT x || y || z FROM a, b, d"), "of aof bof c");
    project.write("schema.sql", table("c", "x") + &table("b", "y") + &table("d", "z"));
    project.run(&["db", "migrate", "-m", "chain", "--rename", "b=c", "--rename", "a=b"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
    assert_eq!(ask(&project, "SELECT x || y || z FROM b, c, d"), "of aof bof c");
}

#[test]
fn columns_are_renamed_in_a_chain_and_swapped() {
    let project = folder(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c INT);",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b TEXT, a TEXT, d INT);",
    );
    let row = "INSERT INTO t VALUES (1, 'of a', 'of b', 3);";
    project.open("app.db").execute_batch(row).expect("the row is taken");
    renamed(&project, &["t.a=b", "t.b=a", "t.c=d"]);
    assert_eq!(ask(&project, "SELECT b || a || d FROM t"), "of aof b3");
    project.write("schema.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, c TEXT, b INT);");
    let renames = ["--rename", "t.d=b", "--rename", "t.b=a", "--rename", "t.a=c"];
    project.run(&[&["db", "migrate", "-m", "chain"], &renames[..]].concat()).code(0);
    project.run(&["db", "upgrade"]).code(0);
    assert_eq!(ask(&project, "SELECT a || c || b FROM t"), "of aof b3");
}

#[test]
fn a_text_in_double_quotes_does_not_stand_in_the_way_of_other_tables() {
    let quoted = "CREATE TABLE jar (a TEXT CHECK (a <> \"none\"));
        CREATE INDEX full ON jar (a) WHERE a <> \"empty\";";
    let project = folder(
        &format!("{quoted} CREATE TABLE lid (b);"),
        &format!("{quoted} CREATE TABLE lid (b, c);"),
    );
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: add column lid.c
careful: when downgrading, every value of lid.c is lost
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#
    ]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "downgrade"]).code(0);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
}

#[test]
fn names_are_told_as_they_are_written() {
    let project = folder(
        "CREATE TABLE \"OpeningHours\" (a TEXT CHECK (a <> \"x\")); CREATE INDEX i ON \"OpeningHours\" (a);",
        "CREATE TABLE \"OpeningHours\" (a TEXT);",
    );
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: drop check (a <> 'x') on OpeningHours
detected: drop index i on OpeningHours
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#
    ]]);
}

#[test]
fn another_spelling_of_a_rule_is_nothing_to_do() {
    let project = folder(
        "CREATE TABLE t (a INT DEFAULT 1 CHECK (a != 1), b TEXT COLLATE BINARY, c DEFAULT NULL, CHECK ((b == 'x')));
         CREATE INDEX i ON t (a) WHERE a != 3;",
        "CREATE TABLE t (a INT DEFAULT +1 CHECK (a <> 1) CHECK (a <> 1), b TEXT, c, CHECK (b = 'x'));
         CREATE INDEX i ON t (a) WHERE a <> 3;",
    );
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
nothing to do: the scripts give the wanted schema already

"#
    ]]);
}

#[test]
fn a_column_in_another_case_is_renamed() {
    let project = folder(
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, fullname TEXT);",
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, fullName TEXT);",
    );
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
no script does this yet: rename column guest.fullname to fullName

"#]]);
    renamed(&project, &["guest.fullname=fullName"]);
    assert!(project.dump("app.db").contains("fullName"));
    project.write("schema.sql", "CREATE TABLE guest (id INTEGER PRIMARY KEY, FULLNAME TEXT);");
    renamed(&project, &[]);
}

#[test]
fn views_in_the_way_of_a_rename_are_made_again() {
    let project = folder(
        "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT b FROM v;
         CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT b FROM w; END;",
        "CREATE TABLE t (a, c); CREATE VIEW v AS SELECT * FROM t; CREATE VIEW w AS SELECT c FROM v;
         CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT c FROM w; END;",
    );
    renamed(&project, &["t.b=c"]);
}

#[test]
fn a_view_with_a_function_of_an_application_does_not_stand_in_the_way() {
    let view = "CREATE VIEW v AS SELECT own_setting(a) AS s FROM t;";
    let project = folder(
        &format!("CREATE TABLE t (a, b); {view}"),
        &format!("CREATE TABLE t (a, c, d TEXT); {view}"),
    );
    project.run(&["db", "migrate", "-m", "next", "--rename", "t.b=c"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "downgrade"]).code(0).stderr_eq(str![""]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
}

#[test]
fn names_with_dots_stand_in_double_quotes() {
    let project = folder(
        "CREATE TABLE \"a.b\" (id INTEGER PRIMARY KEY, c TEXT);",
        "CREATE TABLE \"a.c\" (id INTEGER PRIMARY KEY, \"d=\" TEXT);",
    );
    renamed(&project, &["\"a.b\"=\"a.c\"", "\"a.b\".c=\"d=\""]);
}

#[test]
fn a_rename_with_another_type_is_pointed_out() {
    let project = folder(
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, name VARCHAR(20));",
        "CREATE TABLE guest (id INTEGER PRIMARY KEY, full_name TEXT NOT NULL DEFAULT '');",
    );
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: add column guest.full_name
detected: drop column guest.name
careful: when upgrading, every value of guest.name is lost
careful: when downgrading, every value of guest.full_name is lost
if this is a rename, delete the script and run this again with --rename guest.name=full_name
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#
    ]]);
}

#[test]
fn what_a_change_would_leave_broken_is_refused_by_name() {
    let project = folder(
        "CREATE TABLE t (a, b); CREATE VIEW v AS SELECT b FROM t; CREATE TABLE log (c PRIMARY KEY);
         CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END;
         CREATE TABLE u (l REFERENCES log (c));",
        "CREATE TABLE t (a); CREATE VIEW v AS SELECT b FROM t; CREATE TABLE log (c PRIMARY KEY);
         CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END;
         CREATE TABLE u (l REFERENCES log (c));",
    );
    project.run(&["db", "migrate", "-m", "next"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: trigger `r` would not work: no such column: new.b
view `v` would not work: no such column: b
hint: change or drop it in the wanted schema, too

"#
    ]]);
    project.open("app.db").execute_batch("DROP TABLE log").expect("nothing refers to it");
    project.write("schema.sql", "");
    project.run(&["db", "check"]).code(1).stderr_eq(str![""]).stdout_eq(str![[r#"
table `log` is missing in the database
reference `u.l` does not work: no such table: log
trigger `r` does not work: no such table: main.log
no script does this yet: drop table log
no script does this yet: drop table t
no script does this yet: drop table u
no script does this yet: drop view v
no script does this yet: drop trigger r on t

"#]]);
}

#[test]
fn time_stamps_go_on_as_time_stamps() {
    let project = Project::scripts(&[(
        "20240101000000_first.sql",
        "-- migrate:up\nCREATE TABLE a (b);\n-- migrate:down\nDROP TABLE a;\n",
    )]);
    project.run(&["db", "migrate", "-m", "next", "--empty"]).code(0).stderr_eq(str![""]).stdout_eq(
        str![[r#"
wrote migrations/20[..]_next.sql with two empty halves

"#]],
    );
    assert!(!project.has("migrations/20240101000001_next.sql"));
}

#[test]
fn a_script_that_only_runs_on_an_empty_table_says_so() {
    let project = folder("CREATE TABLE t (a);", "CREATE TABLE t (a, b INT NOT NULL);");
    project.run(&["db", "migrate", "-m", "next"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
detected: add column t.b
careful: when downgrading, every value of t.b is lost
careful: when upgrading, t has to be empty: b is required and has no default
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#
    ]]);
}

#[test]
fn of_a_long_table_only_the_first_rows_are_read() {
    let project = Project::empty();
    let rows = "CREATE TABLE t (id INTEGER PRIMARY KEY, a);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        INSERT INTO t SELECT i, hex(zeroblob(100)) FROM n;";
    rusqlite::Connection::open(project.root.join("app.db"))
        .and_then(|made| made.execute_batch(rows))
        .expect("the statements are right");
    let output = project.run(&["db", "show", "t"]).code(0).stderr_eq(str![""]);
    let out = String::from_utf8_lossy(&output.get_output().stdout).into_owned();
    assert!(out.contains("t (1000 rows)") && out.contains("and 980 more"), "{out}");
    assert!(out.lines().all(|line| line.len() < 200), "{out}");
}

#[test]
fn a_trigger_for_a_column_that_goes_is_refused_by_name() {
    let trigger = "CREATE TRIGGER r AFTER UPDATE OF b ON t BEGIN INSERT INTO log VALUES (1); END;";
    let project = folder(
        &format!("CREATE TABLE t (a, b); CREATE TABLE log (c); {trigger}"),
        &format!("CREATE TABLE t (a); CREATE TABLE log (c); {trigger}"),
    );
    project.run(&["db", "migrate", "-m", "next"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: trigger `r` would not work: no such column: b
hint: change or drop it in the wanted schema, too

"#
    ]]);
    let project = folder(
        &format!("CREATE TABLE t (a, b); CREATE TABLE log (c); {trigger}"),
        &format!("CREATE TABLE t (a, b); {trigger}"),
    );
    project.run(&["db", "migrate", "-m", "next"]).code(2).stdout_eq(str![""]).stderr_eq(str![[
        r#"
error: trigger `r` would not work: no such table: main.log
hint: change or drop it in the wanted schema, too

"#
    ]]);
}

#[test]
fn the_flag_of_a_possible_rename_can_be_pasted_into_a_shell() {
    let project =
        folder("CREATE TABLE \"it's a.b\" (c d);", "CREATE TABLE \"it's a.b\" (\"d e\" d);");
    let output = project.run(&["db", "migrate", "-m", "next"]).code(0);
    let said = stdout(&output);
    let flag = said
        .lines()
        .find_map(|line| line.split_once("run this again with "))
        .map(|(_, flag)| flag.to_owned())
        .expect(&said);
    project.remove("migrations/0002_next.sql");
    project.shell(&format!("workbook db migrate -m next {flag}")).code(0).stdout_eq(str![[r#"
detected: rename column it's a.b.c to d e
wrote migrations/0002_next.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "migrate", "-m", "next", "--rename", "a.b.c=d"]).code(2).stderr_eq(str![[
        r#"
error: expected `table.column=new` or `table=new`, found `a.b.c=d`
hint: a name with a dot or an equals sign stands in double quotes: '"a.b".c=d'

"#
    ]]);
}
