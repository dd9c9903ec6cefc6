//! Files that are no answers: each gets one clear message, and the next exercise is still graded.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use snapbox::cmd::OutputAssert;
use snapbox::str;

use crate::project::{NOTES_SOLUTION, Project};

const FILE: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";

/// Grades the chapter, whose first exercise has its file made by `make`; the second passes.
#[track_caller]
fn with_file(make: impl FnOnce(PathBuf)) -> OutputAssert {
    let project = Project::sample();
    project.remove(FILE);
    make(project.root.join(FILE));
    project.check("ch1").stderr_eq(str![""])
}

#[track_caller]
fn with_bytes(bytes: &[u8]) -> OutputAssert {
    with_file(|path| fs::write(path, bytes).expect("the file can be written"))
}

#[test]
fn a_missing_file_is_named() {
    with_file(|_| ()).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` is not there
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn an_empty_file_is_named() {
    with_bytes(b"").code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` is empty
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
    with_bytes(b" \n\t\n").code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` is empty
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let Some(project) = Project::sample().by_an_ordinary_user() else { return };
    fs::set_permissions(project.root.join(FILE), Permissions::from_mode(0o000))
        .expect("permissions can be changed");
    project.run(&["check", "ch1"]).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` cannot be read: Permission denied (os error 13)
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: see whether you may read the file
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]).stderr_eq(str![""]);
}

#[test]
fn a_folder_in_the_place_of_a_file_is_named() {
    with_file(|path| fs::create_dir(path).expect("a folder can be made")).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` is a folder; it should be a file
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_pipe_is_not_waited_for() {
    let make =
        |path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo starts").success());
    with_file(make).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` is not a regular file, so it is not read
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_link_out_of_the_exercise_is_not_followed() {
    with_file(|path| symlink("/etc/passwd", path).expect("a link can be made")).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` is a link that leads out of the exercise's folder, so it is not read
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_link_inside_the_exercise_is_followed() {
    let make = |path: PathBuf| {
        fs::write(path.with_file_name("mine.txt"), NOTES_SOLUTION)
            .expect("the file can be written");
        symlink("mine.txt", path).expect("a link can be made");
    };
    with_file(make).code(0);
}

#[test]
fn a_link_to_itself_is_named() {
    with_file(|path| symlink("0001_notes.sql", path).expect("a link can be made")).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` cannot be read: Too many levels of symbolic links (os error 40)
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: see whether you may read the file
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn bytes_that_are_no_text_are_marked() {
    with_bytes(b"-- migrate:up\nCREATE TABLE caf\xe9 (id);\n").code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` holds bytes here that are not UTF-8 text
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:17
  |
2 | CREATE TABLE caf
  |                 ^
  |
  = next: save the file as UTF-8 in your editor
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_nul_byte_is_marked() {
    with_bytes(b"-- migrate:up\nCREATE TABLE note\0 (id);\n").code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: `exercises/ch01-tables/notes/migrations/0001_notes.sql` holds a NUL byte here, which no text has
 --> exercises/ch01-tables/notes/migrations/0001_notes.sql:2:18
  |
2 | CREATE TABLE note
  |                  ^
  |
  = next: save the file as UTF-8 in your editor
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn a_byte_order_mark_and_line_ends_of_windows_do_no_harm() {
    with_bytes(format!("\u{feff}{NOTES_SOLUTION}").replace('\n', "\r\n").as_bytes()).code(0);
}

#[test]
fn a_file_of_a_gigabyte_is_not_read() {
    let make = |path| {
        File::create(path)
            .and_then(|file| file.set_len(1 << 30))
            .expect("a sparse file can be made")
    };
    with_file(make).code(1).stdout_eq(str![[r#"
✗ ch1/notes  A table for notes

not yet: the file `exercises/ch01-tables/notes/migrations/0001_notes.sql` is larger than 1000000 bytes, so it is not read
--> exercises/ch01-tables/notes/migrations/0001_notes.sql
 = next: `workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace
  seen at the step `files`

✓ ch1/greeting  A greeting
1 passed, 1 not yet
...

"#]]);
}

#[test]
fn reset_takes_whatever_stands_in_the_place_of_a_file() {
    let project = Project::sample();
    let path = project.root.join(FILE);
    let starter = project.read(FILE);
    let makers: [fn(&PathBuf); 5] = [
        |_| (),
        |path| fs::create_dir(path).expect("a folder can be made"),
        |path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo starts").success()),
        |path| symlink("/etc/passwd", path).expect("a link can be made"),
        |path| {
            File::create(path)
                .and_then(|file| file.set_len(1 << 30))
                .expect("a sparse file can be made")
        },
    ];
    for make in makers {
        project.remove(FILE);
        make(&path);
        project.run(&["reset", "notes"]).code(0).stderr_eq(str![""]);
        assert_eq!(project.read(FILE), starter);
    }
    assert!(fs::read_to_string("/etc/passwd").is_ok(), "what a link leads to stays where it is");
}
