//! What editors and systems leave beside a script, and the paths they copy; a check that is long.

use std::fs;
use std::os::unix::fs::symlink;

use snapbox::str;

use crate::project::{Project, Yours, stdout};

const NOTES: &str = "exercises/ch01-tables/notes";

/// Names that an editor or a system gives to files it leaves beside `0001_notes.sql`.
const LEFTOVERS: &[&str] = &[
    "._0001_notes.sql",
    ".0001_notes.sql",
    ".0001_notes.sql.swp",
    "0001_notes.sql~",
    "0001_notes.sql.orig",
    "0001_notes.sql.rej",
    "0001_notes.sql.bak",
    "#0001_notes.sql#",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
];

fn leave(project: &Project, folder: &str) {
    for name in LEFTOVERS {
        project.write(format!("{folder}/{name}"), b"\0\x05\x16\x07 no SQL");
    }
    symlink("me@here.1234", project.root.join(folder).join(".#0001_notes.sql"))
        .expect("a link can be made");
}

#[test]
fn what_an_editor_leaves_beside_a_script_is_no_script() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    leave(&project, &format!("{NOTES}/migrations"));
    project.run(&["check", "notes"]).code(0).stderr_eq(str![""]);
}

#[test]
fn what_an_editor_leaves_beside_a_script_of_ones_own_is_no_script() {
    let script = "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY);\n-- migrate:down\nDROP TABLE note;\n";
    let project = Project::scripts(&[("0001_notes.sql", script)]);
    leave(&project, "migrations");
    project.run(&["db", "upgrade"]).code(0).stderr_eq(str![""]);
    let history = stdout(&project.run(&["db", "history"]).code(0));
    assert_eq!(history.matches("0001").count(), 1, "{history}");
}

#[test]
fn a_path_means_the_exercise_it_is_in() {
    let project = Project::sample();
    let whole = project.root.join(NOTES).join("migrations/0001_notes.sql");
    let whole = whole.to_str().expect("paths are text");
    for (folder, selector) in [
        (NOTES, "."),
        (&*format!("{NOTES}/migrations"), "../"),
        (NOTES, "migrations/0001_notes.sql"),
        ("", &*format!("./{NOTES}/exercise.toml")),
        ("book", whole),
    ] {
        let said = stdout(&project.run_in(folder, &["check", selector]).code(1));
        assert!(said.starts_with("· ch1/notes  "), "{folder} {selector}: {said}");
        assert!(
            said.contains("\n0 passed, 0 not yet, 1 untouched\n"),
            "{folder} {selector}: {said}"
        );
    }
    let said = stdout(&project.run_in("exercises/ch01-tables", &["check", "."]).code(1));
    assert!(said.contains("1 passed, 0 not yet, 1 untouched"), "{said}");
    fs::create_dir(project.root.join("empty")).expect("a folder can be made");
    project.run_in("empty", &["check", "."]).code(2);
}

#[test]
fn a_check_may_list_more_than_can_be_tried() {
    let numbers: Vec<String> = (0..60_000).map(|number| number.to_string()).collect();
    let script = format!(
        "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, n CHECK (n IN ({})));\n\
         -- migrate:down\nDROP TABLE note;\n",
        numbers.join(",")
    );
    let project = Project::sample();
    project.write(format!("{NOTES}/migrations/0001_notes.sql"), script);
    project.run(&["check", "notes"]).code(1).stderr_eq(str![""]);
}

#[test]
fn a_check_writes_nothing_through_a_link_in_its_memory() {
    let project = Project::sample();
    let elsewhere = project.root.join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("a folder can be made");
    fs::create_dir_all(project.root.join(".workbook")).expect("a folder can be made");
    symlink(&elsewhere, project.root.join(".workbook/last")).expect("a link can be made");
    let told = project.run(&["check", "notes"]).code(1).get_output().stderr.clone();
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(told.contains("is a link or a file, and no folder"), "{told}");
    assert_eq!(fs::read_dir(&elsewhere).expect("it is there").count(), 0);
}

#[test]
fn a_copied_folder_is_no_exercise() {
    let project = Project::sample();
    for name in ["notes copy", "notes - Copy", "notes (2)"] {
        project.shell(&format!("cp -r {NOTES} 'exercises/ch01-tables/{name}'")).code(0);
    }
    let listed = stdout(&project.run(&["list"]).code(0));
    assert!(listed.ends_with("0 of 4 passed\n") && !listed.contains("opy"), "{listed}");
    let said = project.run(&["check", "notes copy"]).code(2).get_output().stderr.clone();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.contains("hint: did you mean `ch1/notes`?"), "{said}");
}

#[test]
fn the_folder_of_the_course_means_all_of_it() {
    let project = Project::sample();
    for folder in ["", "exercises"] {
        let said = stdout(&project.run_in(folder, &["check", "."]).code(1));
        assert!(said.contains("1 passed, 0 not yet, 3 untouched"), "{folder}: {said}");
    }
}

#[test]
fn a_program_finds_its_database_in_a_folder_of_any_name() {
    let script =
        "cat \"${DATABASE_URL#sqlite://}\" 2> /dev/null; ls \"$TMPDIR\" > /dev/null && echo well\n";
    let manifest =
        "title = \"It\"\nfiles = [\"answer.sh\"]\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    let parts = [Yours("answer.sh", "true\n", script)];
    let name = "a ?b%c#d 'e' \"f\"";
    let project = Project::empty_in(name).exercise("ch01-only/it", manifest, &parts);
    project.solve("ch01-only/it").check("it").code(0);
}
