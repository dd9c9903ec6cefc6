//! What learners get and hand in, and what a teacher reads of the whole class.

use std::fs;
use std::path::Path;

use crate::class::{NOTES, TITLES, class};
use crate::class_odd::hand_in_zip;
use crate::project::{NOTES_SOLUTION, Project, stderr, stdout};

#[test]
fn a_release_has_starters_and_no_answers_and_can_be_brought_up_to_date() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    project.write("CONTRIBUTING.md", "for authors");
    let run = project.run(&["class", "release", "--to", "out"]).code(0);
    assert_eq!(stderr(&run), "");
    assert!(stdout(&run).contains("4 starters and 4 solutions tried"), "{}", stdout(&run));
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
    let plain = project.read("tests/snapshots/ch01-tables/notes.snap");
    let sealed = project.read("out/tests/snapshots/ch01-tables/notes.snap");
    assert!(plain.contains("CREATE TABLE") && !sealed.contains("CREATE TABLE"), "{sealed}");
    project.run_in("out", &["check", "ch1/notes"]).code(1);
    project.run_in("out", &["inspect", "ch1/notes"]).code(0);
    project.write(format!("out/{NOTES}"), NOTES_SOLUTION);
    project.run_in("out", &["check", "ch1/notes"]).code(0);
    project.run_in("out", &["reset", "ch1/notes"]).code(0);
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
    let run = project.run(&["class", "release", "--to", &to, "--quick"]).code(0);
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

/// Runs git in a folder of the project; what it printed.
fn git(project: &Project, folder: &str, arguments: &[&str]) -> String {
    let mut git = std::process::Command::new("git");
    let output = git.args(arguments).current_dir(project.root.join(folder)).output();
    let output = output.expect("git starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_release_is_a_repository_with_one_commit_and_settings_for_what_learners_use() {
    let project = Project::sample();
    project.run(&["class", "release", "--to", "out"]).code(0);
    assert_eq!(git(&project, "out", &["rev-list", "--count", "HEAD"]), "1\n");
    assert_eq!(git(&project, "out", &["status", "--porcelain"]), "");
    for name in
        [".devcontainer/devcontainer.json", ".vscode/settings.json", ".vscode/extensions.json"]
    {
        let text = project.read(&format!("out/{name}"));
        serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
    }
    project.run(&["class", "release", "--to", "out", "--update"]).code(0);
    assert_eq!(git(&project, "out", &["rev-list", "--count", "HEAD"]), "1\n");
}

#[test]
fn a_solution_that_does_not_pass_in_a_release_is_told() {
    let project = Project::sample();
    project.write("solutions/ch02-questions/titles/titles.sql", "SELECT 1;\n");
    let run = project.run(&["class", "release", "--to", "out"]).code(2);
    let said = stderr(&run);
    assert!(said.contains("the solution of ch2/titles does not pass in the release"), "{said}");
}

/// A learner's copy of the release of a course, which has passed and answered something.
fn learners_copy(project: &Project) {
    project.run(&["class", "release", "--to", "out"]).code(0);
    project.shell("cp -r out mine");
    project.write(format!("mine/{NOTES}"), NOTES_SOLUTION);
    project.write(format!("mine/{TITLES}"), "SELECT title FROM book;\n");
    project.run_in("mine", &["check", "ch1/notes"]).code(0);
}

#[test]
fn a_new_version_of_the_course_leaves_answers_and_progress_alone() {
    let project = Project::sample();
    learners_copy(&project);
    let progress = project.read("mine/.workbook/progress.json");
    project.edit("book/ch01-tables.md", "# Chapter 1", "# The first chapter");
    for tree in ["exercises", "tests/starters"] {
        let starter = format!("{tree}/ch02-questions/titles/titles.sql");
        project.write(&starter, "-- A better starter.\nSELECT 1;\n");
        let guests = format!("{tree}/ch02-questions/guests/guests.sql");
        project.write(&guests, "-- A better one as well.\nSELECT 1;\n");
    }
    project.write("mine/book.toml", "mine");
    project.write("mine/own.md", "mine");
    project.run(&["class", "release", "--to", "out", "--update"]).code(0);
    let run = project.run_in("mine", &["update", "--from", "../out"]).code(0);
    let told = stderr(&run);
    assert!(told.contains(&format!("`{TITLES}` has a new starter; your answer stays")), "{told}");
    assert!(told.contains("your version is `book.toml.yours` now"), "{told}");
    assert_eq!(told.matches("note: ").count(), 2, "{told}");
    assert!(project.read("mine/book/ch01-tables.md").starts_with("# The first chapter"));
    assert_eq!(project.read(&format!("mine/{NOTES}")), NOTES_SOLUTION);
    assert_eq!(project.read(&format!("mine/{TITLES}")), "SELECT title FROM book;\n");
    let guests = project.read("mine/exercises/ch02-questions/guests/guests.sql");
    assert!(guests.starts_with("-- A better one"), "an untouched one is the new one: {guests}");
    assert_eq!(project.read("mine/.workbook/progress.json"), progress);
    assert_eq!(project.read("mine/own.md"), "mine");
    let again = project.run_in("mine", &["update", "--from", "../out"]).code(0);
    assert_eq!(stderr(&again), "", "a second time changes nothing");
    project.run_in("mine", &["reset", "ch2/titles"]).code(0);
    assert!(project.read(&format!("mine/{TITLES}")).starts_with("-- A better starter"));
}

#[test]
fn a_new_version_comes_as_a_zip_too_and_what_is_none_changes_nothing() {
    let project = Project::sample();
    learners_copy(&project);
    project.edit("book/ch01-tables.md", "# Chapter 1", "# The first chapter");
    project.run(&["class", "release", "--to", "out", "--update"]).code(0);
    let files = walkdir::WalkDir::new(project.root.join("out")).into_iter().flatten();
    let files: Vec<(String, Vec<u8>)> = files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(&project.root).expect("it is inside");
            (name.display().to_string(), fs::read(entry.path()).expect("it can be read"))
        })
        .collect();
    let list: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    hand_in_zip(&project, "new.zip", &list);
    let before = project.read("mine/book/ch01-tables.md");
    project.write("handed-in/bad.zip", "no zip");
    hand_in_zip(&project, "other.zip", &[("a/b.txt", b"x")]);
    for from in ["../handed-in/bad.zip", "../handed-in/other.zip", "../handed-in", "../nothing"] {
        project.run_in("mine", &["update", "--from", from]).code(2);
    }
    project.edit("out/book/ch01-tables.md", "# The first", "# A first");
    let run = project.run_in("mine", &["update", "--from", "../out"]).code(2);
    assert!(stderr(&run).contains("is not as the release was made"), "{}", stderr(&run));
    project.run(&["update", "--from", "out"]).code(2);
    assert_eq!(project.read("mine/book/ch01-tables.md"), before);
    project.run_in("mine", &["update", "--from", "../handed-in/new.zip"]).code(0);
    assert!(project.read("mine/book/ch01-tables.md").starts_with("# The first chapter"));
}

#[test]
fn a_report_says_what_changed_with_the_last_run() {
    let project = class();
    project.hand_in("s-one", TITLES, "SELECT title FROM book ORDER BY title;\n");
    project.grade_class(&[], 0);
    let report = || {
        project.run(&["class", "report", "--class", "class"]).code(0);
        let text = project.read("class/report.html");
        text.split_once("What changed with the last run</h2>").expect("it has it").1.to_owned()
    };
    assert!(report().starts_with("\n<p>Nothing.</p>"), "there was no run before");
    project.hand_in("s-one", TITLES, "SELECT title FROM book ORDER BY year;\n");
    project.hand_in("s-two", NOTES, NOTES_SOLUTION);
    project.grade_class(&[], 0);
    let changed = report();
    for line in [
        "<li>Student One, ch2/titles: tried, 0 points → passed, 1 points</li>",
        "<li>Student Two, ch1/notes: not handed in, 0 points → passed, 5 points</li>",
    ] {
        assert!(changed.contains(line), "{line} is not in {changed}");
    }
    assert_eq!(changed.matches("<li>").count(), 2, "{changed}");
    let stats = stdout(&project.run(&["class", "stats", "--class", "class"]).code(0));
    assert!(stats.ends_with("2 results changed with the last run\n"), "{stats}");
    project.grade_class(&[], 0);
    assert!(report().starts_with("\n<p>Nothing.</p>"), "the same again");
}

#[test]
fn a_bar_tells_the_time_that_is_left_on_a_terminal_only() {
    let project = class();
    for learner in ["s-one", "s-two"] {
        project.hand_in(learner, TITLES, format!("-- {learner}\nSELECT title FROM book;\n"));
    }
    let command = "class grade handed-in --class class";
    let terminal = |line: &str| {
        let mut script = std::process::Command::new("script");
        script.args(["--quiet", "--return", "--command", line, "/dev/null"]);
        let output = script.current_dir(&project.root).env("TERM", "xterm").output();
        String::from_utf8_lossy(&output.expect("script starts").stdout).into_owned()
    };
    let workbook = env!("CARGO_BIN_EXE_workbook");
    let shown = terminal(&format!("'{workbook}' {command}"));
    assert!(shown.contains(" of 2 answers, ") && shown.contains("s-two: 0 of 7"), "{shown}");
    let run = project.run(&command.split(' ').collect::<Vec<_>>()).code(0);
    assert_eq!(stderr(&run), "");
}
