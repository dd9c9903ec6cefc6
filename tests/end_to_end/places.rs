//! Where the workbook runs: odd paths, other processes beside it, folders it may not write to, a disk without room.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use snapbox::str;
use walkdir::WalkDir;

use crate::project::{Project, Yours};

#[test]
fn spaces_and_letters_of_every_language_may_stand_in_paths() {
    let project = Project::sample_in("Über alles – 数据 'db' 100% #1?x=y").praised();
    project.run(&["check", "--all", "--solutions"]).code(0).stderr_eq(str![""]);
    project.check("notes").code(1).stderr_eq(str![""]);
    project.solve("ch01-tables/notes").check("notes").code(0).stderr_eq(str![""]);
    project.run(&["inspect", "notes"]).code(0).stderr_eq(str![""]);
    project.run(&["reset", "notes"]).code(0).stderr_eq(str![""]);
    project.run(&["dev", "check"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_book_is_built_where_a_variable_or_the_temporary_folder_is_no_text() {
    let project = Project::sample();
    project.shell("MARK=$(printf 'a\\377b') workbook book build").code(0);
    project
        .shell("mkdir \"$(printf 'a\\377b')\"; TMPDIR=$PWD/$(printf 'a\\377b') workbook book build")
        .code(0);
}

#[test]
fn a_program_finds_its_database_wherever_the_temporary_folder_is() {
    let script = "case \"$DATABASE_URL\" in sqlite://*/exercise.db\\?mode=rwc) echo found;; *) echo \"$DATABASE_URL\";; esac\n";
    let manifest =
        "title = \"It\"\nfiles = [\"answer.sh\"]\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    let parts = [Yours("answer.sh", script, script)];
    let project = Project::empty_in("a folder – ü").exercise("ch01-only/it", manifest, &parts);
    project.check("it").code(0);
    assert!(project.read("tests/snapshots/ch01-only/it.snap").contains("found"));
}

#[test]
fn two_checks_at_once_are_both_right_and_both_remembered() {
    let project = Project::sample();
    for path in ["ch01-tables/notes", "ch02-questions/titles", "ch02-questions/guests"] {
        project.solve(path);
    }
    let names = ["notes", "greeting", "titles", "guests"];
    let children: Vec<_> =
        names.iter().cycle().take(12).map(|name| project.start(&["check", name])).collect();
    for child in children {
        let output = child.wait_with_output().expect("workbook ends");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    project.run(&["list"]).code(0).stdout_eq(str![[r#"
✓ passed    ch1/notes     A table for notes
✓ passed    ch1/greeting  A greeting
✓ passed    ch2/titles    Titles in order
✓ passed    ch2/guests    Two guests
4 of 4 passed

"#]]);
}

#[test]
fn a_course_that_cannot_be_written_to_is_still_graded() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    let Some(project) = project.by_an_ordinary_user() else { return };
    let write_protect = |mode: u32| {
        for entry in WalkDir::new(&project.root)
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_dir())
        {
            fs::set_permissions(entry.path(), Permissions::from_mode(mode))
                .expect("permissions can be changed");
        }
    };
    write_protect(0o555);
    project
        .check("ch1")
        .code(0)
        .stdout_eq(str![[r#"
✓ ch1/notes  A table for notes
✓ ch1/greeting  A greeting
2 passed, 0 not yet
next:
  workbook show ch1/notes                       the task
  workbook check ch1/notes                      try it

"#]])
        .stderr_eq(str![[r#"
warning: failed to keep your progress in `[ROOT]/.workbook/progress.json`: Permission denied (os error 13)

"#]]);
    project.run(&["list"]).code(0).stderr_eq(str![""]);
    project
        .run(&["hint", "notes"])
        .code(0)
        .stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]])
        .stderr_eq(str![[r#"
warning: failed to keep your progress in `[ROOT]/.workbook/progress.json`: Permission denied (os error 13)

"#]]);
    project.run(&["reset", "notes"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#"
error: failed to make `[ROOT]/.workbook/replaced`, where what is replaced is kept: Permission denied (os error 13)

"#]]);
    write_protect(0o755);
}

#[test]
fn a_full_disk_is_told_of() {
    let Some(project) = Project::sample().on_a_disk_of("64k") else { return };
    let rows = "INSERT INTO guest (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9)\n\
                SELECT hex(zeroblob(20000)) FROM n;\n";
    project.write("exercises/ch02-questions/guests/guests.sql", rows);
    project
        .check("ch2/guests")
        .code(2)
        .stdout_eq(str![[r#"
! ch2/guests  Two guests
  could not be graded: the disk for temporary files is full, or cannot be used: the database could not run this statement: database or disk is full
  hint: make room there, or name another folder in `TMPDIR`
0 passed, 0 not yet, 1 could not be graded

"#]])
        .stderr_eq(str![""]);
}

#[test]
fn no_folder_for_temporary_files_is_told_of() {
    let project = Project::sample();
    let output = project.run_with("", &["check", "greeting"], &[("TMPDIR", "/no/such/folder")]);
    output.code(2).stdout_eq(str![[r#"
! ch1/greeting  A greeting
  could not be graded: failed to make a throwaway folder in `/no/such/folder`: No such file or directory (os error 2) at path "/no/such/folder/workbook-[..]"
0 passed, 0 not yet, 1 could not be graded

"#]]).stderr_eq(str![""]);
}

#[test]
fn what_is_remembered_may_be_garbage() {
    for garbage in ["garbage", "", "{\"exercises\": 3}", "[3]"] {
        let project = Project::sample();
        project.write(".workbook/progress.json", garbage);
        project
            .run(&["list"])
            .code(0)
            .stdout_eq(str![[r#"
· untouched ch1/notes     A table for notes  <- next
· untouched ch1/greeting  A greeting
· untouched ch2/titles    Titles in order
· untouched ch2/guests    Two guests
0 of 4 passed

"#]])
            .stderr_eq(str![[r#"
warning: your progress in `[ROOT]/.workbook/progress.json` is not what the workbook wrote: [..]
hint: delete the file to start anew

"#]]);
        project
            .check("greeting")
            .code(0)
            .stdout_eq(str![[r#"
✓ ch1/greeting  A greeting
1 passed, 0 not yet
next:
  workbook show ch1/notes                       the task
  workbook check ch1/notes                      try it

"#]])
            .stderr_eq(str![[r#"
warning: your progress in `[ROOT]/.workbook/progress.json` is not what the workbook wrote: [..]
hint: delete the file to start anew

"#]]);
        project
            .run(&["hint", "notes"])
            .code(0)
            .stdout_eq(str![[r#"
ch1/notes hint 1 of 3: The first hint.
`workbook hint ch1/notes` shows one more

"#]])
            .stderr_eq(str![[r#"
warning: your progress in `[ROOT]/.workbook/progress.json` is not what the workbook wrote: [..]
hint: delete the file to start anew

"#]]);
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_for_what_is_remembered_is_told_of() {
    let project = Project::sample();
    project.write(".workbook", "not a folder");
    project.run(&["check", "ch1"]).code(1).stderr_eq(str![[r#"
warning: failed to read your progress in `[ROOT]/.workbook/progress.json`: Not a directory (os error 20)

"#]]);
    project.run(&["list"]).code(0).stderr_eq(str![[r#"
warning: failed to read your progress in `[ROOT]/.workbook/progress.json`: Not a directory (os error 20)

"#]]);
}
