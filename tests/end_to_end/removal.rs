//! Nothing is deleted or written over that the program did not make.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use snapbox::str;

use crate::project::{Project, stderr, stdout};

/// The course with another `build-dir`, or with none.
fn with_build_dir(folder: Option<&str>) -> Project {
    let project = Project::sample();
    let line = folder.map_or_else(String::new, |folder| format!("build-dir = \"{folder}\""));
    project.edit("book.toml", "build-dir = \"book-html\"", &line);
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    project.write(".workbook/progress.json", "{}");
    project
}

/// Builds the book, which must be refused with these words and change nothing.
#[track_caller]
fn assert_refused(project: &Project, words: &str) {
    let before = all_files(project);
    let said = stderr(&project.run(&["book", "build"]).code(2).stdout_eq(str![""]));
    assert!(said.contains(words) && said.contains("\nhint: "), "{said}");
    assert_eq!(all_files(project), before, "{words}");
}

/// Every file, those of `.workbook` and `.git` too.
fn all_files(project: &Project) -> BTreeMap<PathBuf, Option<String>> {
    let inside = walkdir::WalkDir::new(&project.root).into_iter().flatten();
    inside.map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).ok())).collect()
}

#[test]
fn the_book_is_not_built_where_the_course_is_written() {
    let itself = "which is a folder of the course itself";
    for (folder, words) in [
        (None, itself),
        (Some("book"), itself),
        (Some("./book/../book/"), itself),
        (Some("missing/../exercises"), itself),
        (Some("."), "which holds the course"),
        (Some(".."), "which holds the course"),
        (Some("/"), "which holds the course"),
        (Some("exercises"), itself),
        (Some("solutions"), itself),
        (Some("tests"), itself),
        (Some(".git"), itself),
        (Some(".workbook"), itself),
        (Some("book/html"), "which lies in `book`, a folder of the course itself"),
        (
            Some("exercises/ch01-tables/notes"),
            "which lies in `exercises`, a folder of the course itself",
        ),
    ] {
        assert_refused(&with_build_dir(folder), words);
    }
}

#[test]
fn a_link_to_the_course_does_not_hide_it() {
    let project = with_build_dir(Some("book-html"));
    symlink("exercises", project.root.join("book-html")).expect("a link can be made");
    assert_refused(&project, "which is a folder of the course itself");
    let outside = with_build_dir(Some("book-html"));
    outside.write("../elsewhere/precious.txt", "mine");
    symlink("../elsewhere", outside.root.join("book-html")).expect("a link can be made");
    assert_refused(&outside, "`precious.txt`");
}

#[test]
fn a_folder_with_files_of_somebody_is_no_place_for_the_book() {
    let project = with_build_dir(Some("book-html"));
    project.write("book-html", "a file");
    assert_refused(&project, "a file stands in the place of the folder");
    let project = with_build_dir(Some("site"));
    for name in ["a.txt", "b/c.txt", "d", "e", "f"] {
        project.write(format!("site/{name}"), "mine");
    }
    assert_refused(&project, "`a.txt`, `b/c.txt`, `d` and 2 more");
    let looks_like_one = with_build_dir(Some("site"));
    looks_like_one.write("site/index.html", "my own page").write("site/.nojekyll", "");
    assert_refused(&looks_like_one, "it was not made by `workbook book build`");
}

#[test]
fn a_built_book_takes_the_place_of_the_one_before() {
    let project = with_build_dir(Some("out/html"));
    fs::create_dir_all(project.root.join("out/html")).expect("a folder can be made");
    project.write("book/assets/old.png", "a picture");
    project.run(&["book", "build"]).code(0);
    assert!(project.has("out/html/assets/old.png"));
    project.remove("book/assets/old.png");
    project.append("book/ch01-tables.md", "\nA new sentence.\n");
    project.run(&["book", "build"]).code(0);
    assert!(project.read("out/html/ch01-tables.html").contains("A new sentence."));
    assert!(!project.root.join("out/html/assets").exists());
    project.write("out/html/notes.txt", "mine");
    assert_refused(&project, "`notes.txt`");
}

#[test]
fn a_built_book_without_a_list_of_its_files_is_known_by_its_files() {
    let project = with_build_dir(Some("book-html"));
    project.run(&["book", "build"]).code(0);
    project.remove("book-html/.built-by-workbook");
    project.append("book/ch01-tables.md", "\nA new sentence.\n");
    project.run(&["book", "build"]).code(0);
    assert!(project.read("book-html/ch01-tables.html").contains("A new sentence."));
    project.remove("book-html/.built-by-workbook");
    project.write("book-html/notes.txt", "mine");
    assert_refused(&project, "`notes.txt`");
}

#[test]
fn a_book_that_cannot_be_built_leaves_the_one_before() {
    let project = with_build_dir(Some("book-html"));
    project.run(&["book", "build"]).code(0);
    project.append("book/ch01-tables.md", "\n<!-- tables of ch1/that -->\n");
    let before = all_files(&project);
    project.run(&["book", "build"]).code(2);
    assert_eq!(all_files(&project), before);
}

#[test]
fn reset_takes_a_link_away_and_not_what_it_leads_to() {
    let project = Project::sample();
    project.write("mine/0007_mine.sql", "mine");
    project.shell("rm -r exercises/ch01-tables/notes/migrations && ln -s \"$PWD/mine\" exercises/ch01-tables/notes/migrations").code(0);
    let said = stdout(&project.run(&["reset", "notes"]).code(0));
    assert!(said.contains("exercises/ch01-tables/notes/migrations was added"), "{said}");
    assert_eq!(project.read("mine/0007_mine.sql"), "mine");
    assert!(!project.has("mine/0001_notes.sql"));
    assert!(project.has("exercises/ch01-tables/notes/migrations/0001_notes.sql"));
}

#[test]
fn a_reset_that_stops_half_way_says_what_it_did() {
    let project = Project::sample();
    project.write("exercises/ch02-questions/guests/guests.sql", "mine");
    project.write("exercises/ch01-tables/notes/migrations/0001_notes.sql", "mine");
    project.shell("rm tests/starters/ch02-questions/guests/guests.sql; mkdir tests/starters/ch02-questions/guests/guests.sql").code(0);
    let output = project.run(&["reset", "notes", "guests"]).code(2);
    let said = stdout(&output);
    assert!(said.contains("yours is kept in .workbook/replaced/1/exercises/ch01-tables"), "{said}");
    assert!(stderr(&output).contains("failed to read"), "{}", stderr(&output));
    assert_eq!(project.read("exercises/ch02-questions/guests/guests.sql"), "mine");
}

#[test]
fn a_file_that_cannot_be_brought_back_is_not_lost() {
    let Some(project) = Project::sample().by_an_ordinary_user() else { return };
    let folder = project.root.join("exercises/ch02-questions/guests");
    fs::write(folder.join("guests.sql"), "mine").expect("a file can be written");
    let protect = |mode| {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("it is ours");
    };
    protect(0o555);
    let said = stderr(&project.run(&["reset", "guests"]).code(2));
    protect(0o755);
    assert!(said.contains("failed to keep") && said.contains("guests.sql"), "{said}");
    assert_eq!(project.read("exercises/ch02-questions/guests/guests.sql"), "mine");
}
