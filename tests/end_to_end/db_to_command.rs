//! `workbook db` with a command that makes the wanted tables: a program of the user's own, in any language.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::project::Project;

/// A folder of scripts, of which the newest makes the table `film`, and beside it another that a command upgrades.
fn project() -> Project {
    let project = Project::scripts(&[(
        "0001_film.sql",
        "-- migrate:up\nCREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n\
         -- migrate:down\nDROP TABLE film;\n",
    )]);
    project.write(
        "models/migrations/0001_film.sql",
        "-- migrate:up\nCREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, stars INTEGER);\n\
         -- migrate:down\nDROP TABLE film;\n",
    );
    project
}

/// A line of shell that runs the workbook on the folder `models`, in the database that `DATABASE_URL` names.
fn upgrade_models() -> String {
    format!("{} db --dir models upgrade", env!("CARGO_BIN_EXE_workbook"))
}

#[test]
fn the_tables_that_a_command_makes_are_the_wanted_ones() {
    let project = project();
    project.run(&["db", "upgrade"]).code(0);
    let command = upgrade_models();
    project.run(&["db", "diff", "scripts", "wanted", "--to-command", &command]).code(1).stdout_eq(
        str![[r#"
add column film.stars

"#]],
    );
    let arguments = ["db", "migrate", "-m", "stars", "--to-command", &command];
    project.run(&arguments).code(0).stdout_eq(str![[r#"
detected: add column film.stars
careful: when downgrading, every value of film.stars is lost
wrote migrations/0002_stars.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&arguments).code(0).stdout_eq(str![[r#"
nothing to do: the scripts give the wanted schema already

"#]]);
    project.leaves_nothing();
    assert!(!project.has("models/app.db"), "the command was given another database");
}

#[test]
fn a_setting_names_the_command_for_every_subcommand() {
    let project = project();
    project.write(".env", format!("WORKBOOK_TO_COMMAND=\"{}\"\n", upgrade_models()));
    project.write("schema.sql", "CREATE TABLE never_looked_at (id INTEGER PRIMARY KEY);\n");
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(1).stdout_eq(str![[r#"
no script does this yet: add column film.stars

"#]]);
    project.run(&["db", "status"]).code(1).stdout_eq(str![[r#"
  database  app.db         there
  script    0001_film.sql  applied
! schema    wanted         no script does this yet: add column film.stars

"#]]);
    let environment = [("WORKBOOK_TO_COMMAND", "echo not now >&2; exit 3")];
    project.run_with("", &["db", "check"], &environment).code(2).stderr_eq(str![[r#"
running `echo not now >&2; exit 3` to make the wanted tables …
error: `echo not now >&2; exit 3` failed with exit code 3
it printed:
not now

"#]]);
}

#[test]
fn a_command_that_makes_nothing_is_told_of_and_nothing_is_written() {
    let project = project();
    for (command, said) in [
        (
            "echo 'no such model' >&2; exit 3",
            str![[r#"
running `echo 'no such model' >&2; exit 3` to make the wanted tables …
error: `echo 'no such model' >&2; exit 3` failed with exit code 3
it printed:
no such model

"#]],
        ),
        (
            "echo done",
            str![[r#"
running `echo done` to make the wanted tables …
error: `echo done` made no table
it printed:
done
hint: it has to make the tables in the database that `DATABASE_URL` names

"#]],
        ),
        (
            "no-such-program",
            str![[r#"
running `no-such-program` to make the wanted tables …
error: `no-such-program` failed with exit code 127
it printed:
sh: 1: no-such-program: not found

"#]],
        ),
        (
            "echo 'no database at all, but a text that is long enough' > \"${DATABASE_URL#sqlite://}\"",
            str![[r#"
running `echo 'no database at all, but a text that is long enough' > "${DATABASE_URL#sqlite://}"` to make the wanted tables …
error: `echo 'no database at all, but a text that is long enough' > "${DATABASE_URL#sqlite://}"` made no table
hint: it has to make the tables in the database that `DATABASE_URL` names

"#]],
        ),
    ] {
        let assert = project.run(&["db", "migrate", "-m", "x", "--to-command", command]);
        assert.code(2).stdout_eq(str![""]).stderr_eq(said);
    }
    project.run(&["db", "migrate", "-m", "x", "--to-command", "kill -9 $$"]).code(2);
    assert_eq!(project.run(&["db", "history"]).get_output().stdout, b"pending  0001  film\n");
    project.leaves_nothing();
}

#[test]
fn a_command_may_leave_its_database_in_any_mode_and_with_rows() {
    let project = project();
    project.write(
        "wal.py",
        "import os, sqlite3\n\
         database = sqlite3.connect(os.environ['DATABASE_URL'].removeprefix('sqlite://').split('?')[0])\n\
         database.execute('PRAGMA journal_mode = WAL')\n\
         database.executescript('CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT NOT NULL, stars);'\n    \
             'INSERT INTO film VALUES (1, \"Alien\", 5);')\n\
         os._exit(0)\n",
    );
    let arguments = ["db", "migrate", "-m", "stars", "--to-command", "python3 wal.py"];
    project.run(&arguments).code(0).stdout_eq(str![[r#"
detected: add column film.stars
careful: when downgrading, every value of film.stars is lost
wrote migrations/0002_stars.sql: read it, then run `workbook db upgrade`

"#]]);
    project.leaves_nothing();
}

/// The program of a project that has nothing to do with the course, except that it links the same libraries.
const MODELS: &str = "//! Makes the tables of all models in the database that `DATABASE_URL` names.

use sea_orm::{Database, DbErr};

mod director {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = \"director\")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
        #[sea_orm(has_many)]
        pub films: HasMany<super::film::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = \"film\")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub director_id: i32,
        #[sea_orm(belongs_to, from = \"director_id\", to = \"id\")]
        pub director: HasOne<super::director::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn main() -> Result<(), DbErr> {
    let address = std::env::var(\"DATABASE_URL\").expect(\"DATABASE_URL is set\");
    let db = Database::connect(address)?;
    let schema = db.get_schema_builder();
    schema.register(director::Entity).register(film::Entity).apply(&db)?;
    db.close()
}
";

/// Lays a project beside the course with the libraries that the course has locked, so that nothing is downloaded.
fn lay_project_of_seaorm(folder: &Path) {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(course.join("Cargo.toml")).expect("the manifest is there");
    let library = manifest.lines().find(|line| line.starts_with("sea-orm = "));
    let library = library.expect("the workspace names SeaORM");
    let (_, profiles) = manifest.split_once("[profile.dev]").expect("a profile is set");
    let text = format!(
        "[package]\nname = \"films\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         [dependencies]\n{library}\n\n[workspace]\n\n[profile.dev]{profiles}"
    );
    fs::create_dir_all(folder.join("src/bin")).expect("a folder can be made");
    for (name, text) in [("Cargo.toml", text.as_str()), ("src/bin/schema.rs", MODELS)] {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
    fs::copy(course.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the lock file is there");
}

#[test]
fn models_in_seaorm_of_a_project_outside_the_course_are_compared() {
    let mut project = Project::empty();
    // The same folder each time, so that cargo compiles it once; two tests at a time would write into it.
    project.root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("films");
    _ = fs::remove_dir_all(project.root.join("migrations"));
    _ = fs::remove_file(project.root.join("app.db"));
    lay_project_of_seaorm(&project.root);
    project.write(".env", "WORKBOOK_TO_COMMAND=\"cargo run --offline -q --bin schema\"\n");
    project.run(&["db", "init"]).code(0);
    project.run(&["db", "migrate", "-m", "first"]).code(0).stdout_eq(str![[r#"
detected: add table director
detected: add table film
careful: when downgrading, every row of film is lost
careful: when downgrading, every row of director is lost
wrote migrations/0001_first.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0).stdout_eq(str![[r#"
scripts, database and wanted schema agree

"#]]);
    project.edit(
        "src/bin/schema.rs",
        "pub title: String,",
        "pub title: String,\n        pub year: Option<i32>,",
    );
    project.run(&["db", "migrate", "-m", "year"]).code(0).stdout_eq(str![[r#"
detected: add column film.year
careful: when downgrading, every value of film.year is lost
wrote migrations/0002_year.sql: read it, then run `workbook db upgrade`

"#]]);
    project.run(&["db", "upgrade"]).code(0);
    project.run(&["db", "check"]).code(0);
    project.edit("src/bin/schema.rs", "Option<i32>", "Option<i33>");
    let error = project.run(&["db", "check"]).code(2).get_output().stderr.clone();
    let error = String::from_utf8(error).expect("it is text");
    assert!(error.contains("failed with exit code 101\nit printed:\nerror[E0"), "{error}");
}
