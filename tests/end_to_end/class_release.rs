//! What learners get and hand in, and what a teacher reads of the whole class.

use std::fs;
use std::path::Path;

use crate::class::{NOTES, TITLES, class};
use crate::project::{NOTES_SOLUTION, Project, stderr, stdout};

#[test]
fn a_release_has_starters_and_no_answers_and_can_be_brought_up_to_date() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write("CONTRIBUTING.md", "for authors");
    let run = project.run(&["class", "release", "--to", "out"]).code(0);
    assert_eq!(stderr(&run), "");
    assert!(stdout(&run).contains("4 starters tried"), "{}", stdout(&run));
    let released = |name: &str| project.root.join("out").join(name);
    assert_eq!(
        fs::read(released(NOTES)).expect("the starter is there"),
        project.read("tests/starters/ch01-tables/notes/migrations/0001_notes.sql").into_bytes()
    );
    for there in ["exercises/ch02-questions/titles/books.sql", "README.md", ".gitignore"] {
        assert!(released(there).is_file(), "{there}");
    }
    for gone in [
        "solutions/ch01-tables/notes/migrations/0001_notes.sql",
        "solutions/ch02-questions/titles/titles.sql",
        "tests/answers",
        "CONTRIBUTING.md",
    ] {
        assert!(!released(gone).exists(), "{gone}");
    }
    // A given file is noticed when it is changed, so its second copy stays.
    assert!(released("solutions/ch02-questions/titles/books.sql").is_file());
    project.run_in("out", &["check", "ch1/notes"]).code(1);
    project.run(&["class", "release", "--to", "out"]).code(2);
    project.edit("book/ch01-tables.md", "# Chapter 1", "# The first chapter");
    let run = project.run(&["class", "release", "--to", "out", "--update"]).code(0);
    assert_eq!(stderr(&run), "");
    let page = fs::read_to_string(released("book/ch01-tables.md")).expect("the page is there");
    assert!(page.starts_with("# The first chapter"));
    project.write("mine/notes.txt", "x");
    project.run(&["class", "release", "--to", "mine", "--update"]).code(2);
    assert!(project.has("mine/notes.txt"));
}

#[test]
fn an_update_of_a_release_keeps_what_is_the_teachers() {
    let project = Project::sample();
    project.run(&["class", "release", "--to", "out"]).code(0);
    project.write("out/NOTES.md", "mine");
    project.write("out/exercises/ch09-mine/a.sql", "mine");
    project.write("out/README.md", "mine");
    project.edit("book/ch01-tables.md", "# Chapter 1", "# The first chapter");
    fs::remove_file(project.root.join("exercises/ch02-questions/titles/books.sql"))
        .expect("it is there");
    project.edit("exercises/ch02-questions/titles/exercise.toml", "books.sql", "titles.sql");
    let run = project.run(&["class", "release", "--to", "out", "--update"]);
    let said = stderr(&run);
    assert!(
        said.contains("note: `README.md` was changed here; your version is `README.md.yours` now"),
        "{said}"
    );
    for (file, text) in [
        ("out/NOTES.md", "mine"),
        ("out/exercises/ch09-mine/a.sql", "mine"),
        ("out/README.md.yours", "mine"),
    ] {
        assert_eq!(project.read(file), text);
    }
    assert!(project.read("out/README.md").starts_with("# Workbook"));
    assert!(!project.has("out/exercises/ch02-questions/titles/books.sql"));
}

#[test]
fn the_release_of_this_course_compiles_with_its_lock_file_as_it_is() {
    let project = Project::real();
    let to = project.folder("release");
    let run = project.run(&["class", "release", "--to", &to]).code(0);
    assert_eq!(stderr(&run), "");
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("course-target");
    let check = ["build", "--locked", "--offline", "-p", "exercises", "--bin", "ch2-price"];
    let mut cargo = std::process::Command::new("cargo");
    cargo.args(check).current_dir(&to).env("CARGO_TARGET_DIR", &shared);
    let output = cargo.output().expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "{said}");
}

#[test]
fn what_a_learner_submits_is_graded() {
    let project = class();
    project.solve("ch01-tables/notes");
    let first = project.run(&["submit"]).code(0);
    assert_eq!(stdout(&first).split(" in ").next(), Some("4 files"));
    let bytes = fs::read(project.root.join("submission.zip")).expect("it is there");
    project.run(&["submit", "again.zip"]).code(0);
    assert_eq!(fs::read(project.root.join("again.zip")).expect("it is there"), bytes);
    project.run(&["submit", NOTES]).code(2);
    assert_eq!(project.read(NOTES), NOTES_SOLUTION);
    project.write("handed-in/s-one.zip", bytes);
    assert_eq!(project.grade_class(&["--only", "s-one"], 0), "s-one: 5 of 7 points; 2 untouched\n");
}

#[test]
fn a_report_tells_of_the_class_and_lets_nobody_s_text_be_markup() {
    let project = class();
    project.edit("class/roster.csv", "Student,One", "<b>Student,One");
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    project.hand_in("s-one", TITLES, "SELECT title FROM book ORDER BY title;\n");
    project.hand_in("s-two", TITLES, "SELECT '<script>' AS title;\n");
    project.grade_class(&[], 0);
    let stats = stdout(&project.run(&["class", "stats", "--class", "class"]).code(0));
    assert!(
        stats.starts_with("My class: 2 of 2 learners graded, 5 of 14 points (36 %)\n"),
        "{stats}"
    );
    assert!(stats.contains("\nch2/titles    2 began, 0 passed; "), "{stats}");
    project.run(&["class", "report", "--class", "class"]).code(0);
    let report = project.read("class/report.html");
    assert!(report.contains("&lt;b&gt;Student One"), "{report}");
    assert!(!report.contains("<b>") && !report.contains("'<script>'"), "{report}");
    assert!(!report.contains("http://") && !report.contains("https://"), "{report}");
    assert!(report.contains("<h3>ch2/titles: Titles in order</h3>\n<p>2 began, 0 passed"));
    assert_eq!(report.matches("<span class=\"v\">passed, 5 of 5</span>").count(), 1);
}
