//! `workbook db`: where the folder and the database come from.

use snapbox::str;

use crate::db::{PRODUCT, shop};
use crate::project::Project;

/// Upgrades with these arguments, environment and `.env`, and names the databases there are afterwards.
#[track_caller]
fn upgraded(arguments: &[&str], environment: &[(&str, &str)], dotenv: &str) -> Vec<String> {
    let project = shop();
    if !dotenv.is_empty() {
        project.write(".env", dotenv);
    }
    let arguments: Vec<&str> =
        ["db"].into_iter().chain(arguments.iter().copied()).chain(["upgrade"]).collect();
    project.run_with("", &arguments, environment).code(0).stderr_eq(str![""]);
    databases(&project)
}

fn databases(project: &Project) -> Vec<String> {
    let files = walkdir::WalkDir::new(&project.root).sort_by_file_name().into_iter().flatten();
    let paths =
        files.filter(|file| file.path().extension().is_some_and(|extension| extension == "db"));
    let shown = |file: walkdir::DirEntry| {
        let path = file.path().strip_prefix(&project.root).expect("it is below");
        path.to_str().expect("paths are text").to_owned()
    };
    paths.map(shown).collect()
}

#[test]
fn the_database_is_the_first_that_is_named() {
    let environment = [("DATABASE_URL", "sqlite:environment.db")];
    let dotenv = "DATABASE_URL=sqlite:dotenv.db\n";
    assert_eq!(
        upgraded(&["--database-url", "sqlite:given.db"], &environment, dotenv),
        ["given.db"]
    );
    assert_eq!(upgraded(&[], &environment, dotenv), ["environment.db"]);
    assert_eq!(upgraded(&[], &[], dotenv), ["dotenv.db"]);
    assert_eq!(upgraded(&[], &[], "OTHER=1\n"), ["app.db"]);
    assert_eq!(upgraded(&[], &[], ""), ["app.db"]);
}

#[test]
fn an_address_is_read_as_sea_orm_reads_it() {
    let to = |address: &str| upgraded(&["--database-url", address], &[], "");
    assert_eq!(to("sqlite:x.db"), ["x.db"]);
    assert_eq!(to("sqlite://x.db"), ["x.db"]);
    assert_eq!(to("sqlite://data/deep/x.db?mode=rwc"), ["data/deep/x.db"]);
    assert_eq!(to("sqlite:./x y.db?cache=private"), ["x y.db"]);
}

#[test]
fn three_slashes_are_an_absolute_path() {
    let project = shop();
    let outside = project.folder("elsewhere");
    for (number, address) in
        [format!("sqlite://{outside}/1.db"), format!("sqlite:{outside}/2.db")].iter().enumerate()
    {
        project.run(&["db", "--database-url", address, "upgrade"]).code(0).stderr_eq(str![""]);
        let path = format!("{outside}/{}.db", number + 1);
        assert!(project.dump(&path).contains("table maker"), "{path}");
    }
    assert_eq!(databases(&project), [""; 0]);
}

#[test]
fn the_mode_of_an_address_is_kept_to() {
    let project = shop();
    let run = |mode: &str, command: &str| {
        project.run(&["db", "--database-url", &format!("sqlite:x.db?mode={mode}"), command])
    };
    run("rw", "upgrade").code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: there is no database `x.db`, and its address says `mode=rw`, so none is made

"#]]);
    run("ro", "upgrade").code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the address of the database says `mode=ro`, so nothing can be changed in it

"#]]);
    run("ro", "stamp").code(2);
    run("ro", "history").code(0).stderr_eq(str![""]);
    assert_eq!(databases(&project), [""; 0]);
    run("rwc", "upgrade").code(0).stderr_eq(str![""]);
    let before = project.dump("x.db");
    run("ro", "current").code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
0003_maker.sql
nothing is pending

"#]]);
    run("ro", "upgrade").code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
nothing is pending

"#]]);
    run("ro", "downgrade").code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: the address of the database says `mode=ro`, so nothing can be changed in it

"#]]);
    assert_eq!(project.dump("x.db"), before);
    run("rw", "downgrade").code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
database: x.db
undid 0003_maker.sql

"#]]);
}

#[test]
fn a_dotenv_file_may_have_quotes_comments_and_export() {
    for line in [
        "DATABASE_URL='sqlite:a b.db'",
        "DATABASE_URL=\"sqlite:a b.db\"  # ours",
        "# a comment\n\nexport DATABASE_URL=\"sqlite://a b.db\"\nOTHER='$x'",
        "OTHER=a\r\nDATABASE_URL=\"sqlite:a b.db\"\r\n",
        "NAME=a\nDATABASE_URL=\"sqlite:$NAME b.db\"",
    ] {
        assert_eq!(upgraded(&[], &[], line), ["a b.db"], "{line}");
    }
}

#[test]
fn a_wrong_address_is_refused_and_says_where_it_stands() {
    let project = shop();
    let given = |address: &str| {
        project.run(&["db", "--database-url", address, "current"]).code(2).stdout_eq(str![""])
    };
    given("app.db").stderr_eq(str![[r#"
error: --database-url: `app.db` is not the address of a SQLite database
hint: write it as `sqlite:app.db`, or `sqlite:///` and a full path

"#]]);
    given("sqlite:").stderr_eq(str![[r#"
error: --database-url: `sqlite:` names no file
hint: write it as `sqlite:app.db`, or `sqlite:///` and a full path

"#]]);
    given("sqlite::memory:").stderr_eq(str![[r#"
error: --database-url: a database in memory would be gone when the command ends
hint: name a file, as in `sqlite:app.db`

"#]]);
    given("sqlite:x.db?mode=rx").stderr_eq(str![[r#"
error: --database-url: `mode=rx` is not known
hint: it is `ro`, `rw` or `rwc`

"#]]);
    let secret = [("DATABASE_URL", "postgres://me:secret@localhost/app")];
    project.run_with("", &["db", "current"], &secret).code(2).stdout_eq(str![""]).stderr_eq(str![
        [r#"
error: DATABASE_URL: `postgres://…` is not the address of a SQLite database
hint: write it as `sqlite:app.db`, or `sqlite:///` and a full path

"#]
    ]);
    project
        .run_with("", &["db", "current"], &[("DATABASE_URL", "")])
        .code(2)
        .stdout_eq(str![""])
        .stderr_eq(str![[r#"
error: DATABASE_URL: `` is not the address of a SQLite database
hint: write it as `sqlite:app.db`, or `sqlite:///` and a full path

"#]]);
    project.write(".env", "DATABASE_URL=mysql://localhost\n");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: DATABASE_URL in `.env`: `mysql://…` is not the address of a SQLite database
hint: write it as `sqlite:app.db`, or `sqlite:///` and a full path

"#]]);
}

#[test]
fn a_dotenv_file_that_cannot_be_read_is_named() {
    let project = shop();
    project.write(".env", "A=1\nthis is no setting\nDATABASE_URL=sqlite:x.db\n");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: line 2 of `[ROOT]/.env` is no setting
hint: a line is `NAME=value`; a value with spaces stands in quotes

"#]]);
    project.write(".env", "DATABASE_URL='sqlite:x.db\n");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: line 1 of `[ROOT]/.env` is no setting
hint: a line is `NAME=value`; a value with spaces stands in quotes

"#]]);
    project.write(".env", b"DATABASE_URL=sqlite:\xff.db\n");
    project.run(&["db", "current"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: failed to read `[ROOT]/.env`: stream did not contain valid UTF-8

"#]]);
    project.run(&["db", "--database-url", "sqlite:y.db", "upgrade"]).code(0).stderr_eq(str![""]);
}

#[test]
fn the_folder_is_the_one_given_or_the_current_one() {
    let project = shop();
    project
        .write("shop/migrations/0001_product.sql", PRODUCT)
        .write("shop/.env", "DATABASE_URL=sqlite:shop.db");
    project.run(&["db", "--dir", "shop", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
database: app.db, which is new
applied 0001_product.sql

"#
    ]]);
    project.run_in("shop", &["db", "current"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
no script has been applied
1 script is pending

"#]]);
    project
        .run_in("shop", &["db", "upgrade", "--dir", ".."])
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
database: shop.db, which is new
applied 0001_product.sql
applied 0002_add_price.sql
applied 0003_maker.sql

"#]]);
    assert_eq!(databases(&project), ["app.db", "shop/shop.db"]);
    project.run(&["db", "--dir", "nowhere", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(
        str![[r#"
error: there is no folder `[ROOT]/nowhere`

"#]],
    );
}

#[test]
fn the_folder_may_be_that_of_an_exercise() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.run(&["db", "--exercise", "notes", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(
        str![[r#"
database: app.db, which is new
applied 0001_notes.sql

"#]],
    );
    assert_eq!(databases(&project), ["exercises/ch01-tables/notes/app.db"]);
    project.run(&["db", "--exercise", "ch1/notes", "show"]).code(0).stderr_eq(str![""]).stdout_eq(
        str![[r#"
  note (0 rows)
    id                text
    INTEGER required  TEXT required
    ----------------  -------------

"#]],
    );
    project.check("notes").code(0);
    project.run(&["db", "--exercise", "nots", "upgrade"]).code(2).stdout_eq(str![""]).stderr_eq(
        str![[r#"
error: there is no exercise or chapter `nots`
hint: did you mean `ch1/notes`?

"#]],
    );
    project
        .run(&["db", "--exercise", "notes", "--dir", ".", "upgrade"])
        .code(2)
        .stdout_eq(str![""]);
}

#[test]
fn a_folder_of_ones_own_may_be_linked_and_have_large_scripts() {
    let project = Project::empty();
    let outside = project.folder("elsewhere");
    let rows =
        "INSERT INTO product (name) VALUES ('a long name that makes the script a long one');\n"
            .repeat(15_000);
    project.write(
        format!("{outside}/0001_product.sql"),
        PRODUCT.replace("\n-- migrate:down", &format!("{rows}\n-- migrate:down")),
    );
    std::os::unix::fs::symlink(&outside, project.root.join("migrations"))
        .expect("a link can be made");
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
database: app.db, which is new
applied 0001_product.sql

"#]]);
}

#[test]
fn a_relative_address_is_read_where_the_command_runs() {
    let project = Project::empty();
    project.write("db/migrations/0001_product.sql", PRODUCT);
    let named = [("DATABASE_URL", "sqlite:db/my.db")];
    project
        .run_with("", &["db", "--dir", "db", "upgrade"], &named)
        .code(0)
        .stderr_eq(str![""])
        .stdout_eq(str![[r#"
database: db/my.db, which is new
applied 0001_product.sql

"#]]);
    assert_eq!(databases(&project), ["db/my.db"]);
    for command in ["current", "check"] {
        project.run_with("", &["db", "--dir", "db", command], &named).code(0);
    }
    project.write(".env", "DATABASE_URL=sqlite:db/my.db\n");
    project.write("db/.env", "DATABASE_URL=sqlite:other.db\n");
    project.run(&["db", "--dir", "db", "downgrade"]).code(0).stderr_eq(str![""]).stdout_eq(str![[
        r#"
database: db/my.db
undid 0001_product.sql

"#
    ]]);
    let flag = ["db", "--dir", "db", "--database-url", "sqlite:db/my.db", "upgrade"];
    project.run(&flag).code(0).stderr_eq(str![""]).stdout_eq(str![[r#"
database: db/my.db
applied 0001_product.sql

"#]]);
    assert_eq!(databases(&project), ["db/my.db"]);
}
