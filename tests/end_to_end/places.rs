//! Where the workbook runs: odd paths, other processes beside it, folders it may not write to, a disk without room.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use snapbox::str;
use walkdir::WalkDir;

use crate::project::{Project, Yours};

#[test]
fn spaces_and_letters_of_every_language_may_stand_in_paths() {
    let project = Project::sample_in("Über alles – 数据 'db' 100% #1?x=y");
    project.run(&["check", "--all", "--solutions"]).code(0).stderr_eq(str![""]);
    project.check("notes").code(1).stderr_eq(str![""]);
    project.solve("ch01-tables/notes").check("notes").code(0).stderr_eq(str![""]);
    project.run(&["inspect", "notes"]).code(0).stderr_eq(str![""]);
    project.run(&["reset", "notes"]).code(0).stderr_eq(str![""]);
    project.run(&["dev", "check"]).code(0).stderr_eq(str![""]);
}

#[test]
fn a_program_finds_its_database_wherever_the_temporary_folder_is() {
    let script = "case \"$DATABASE_URL\" in sqlite://*/exercise.db\\?mode=rwc) echo found;; *) echo \"$DATABASE_URL\";; esac\n";
    let manifest = "title = \"It\"\nfiles = [\"answer.sh\"]\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
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
    let children: Vec<_> = names.iter().cycle().take(12).map(|name| project.start(&["check", name])).collect();
    for child in children {
        let output = child.wait_with_output().expect("workbook ends");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    project.run(&["list"]).code(0).stdout_eq(str![[r#""#]]);
}

#[test]
fn a_course_that_cannot_be_written_to_is_still_graded() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    let Some(project) = project.as_ordinary_user() else { return };
    let write_protect = |mode: u32| {
        for entry in WalkDir::new(&project.root).into_iter().flatten().filter(|entry| entry.file_type().is_dir()) {
            fs::set_permissions(entry.path(), Permissions::from_mode(mode)).expect("permissions can be changed");
        }
    };
    write_protect(0o555);
    project.check("ch1").code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
    project.run(&["list"]).code(0).stderr_eq(str![""]);
    project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
    project.run(&["reset", "notes"]).code(2).stdout_eq(str![""]).stderr_eq(str![[r#""#]]);
    write_protect(0o755);
}

#[test]
fn a_full_disk_is_told_of() {
    let Some(project) = Project::sample().on_a_tiny_disk() else { return };
    let rows = "INSERT INTO guest (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9)\n\
                SELECT hex(zeroblob(20000)) FROM n;\n";
    project.write("exercises/ch02-questions/guests/guests.sql", rows);
    project.solve("ch02-questions/titles");
    project.check("ch2").code(1).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn no_folder_for_temporary_files_is_told_of() {
    let project = Project::sample();
    let output = project.run_with("", &["check", "greeting"], &[("TMPDIR", "/no/such/folder")]);
    output.code(2).stdout_eq(str![[r#""#]]).stderr_eq(str![""]);
}

#[test]
fn what_is_remembered_may_be_garbage() {
    for garbage in ["garbage", "", "{\"exercises\": 3}", "[]"] {
        let project = Project::sample();
        project.write(".workbook/progress.json", garbage);
        project.run(&["list"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
        project.check("greeting").code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
        project.run(&["hint", "notes"]).code(0).stdout_eq(str![[r#""#]]).stderr_eq(str![[r#""#]]);
    }
}

#[test]
fn a_file_in_the_place_of_the_folder_for_what_is_remembered_is_told_of() {
    let project = Project::sample();
    project.write(".workbook", "not a folder");
    project.run(&["check", "ch1"]).code(1).stderr_eq(str![[r#""#]]);
    project.run(&["list"]).code(0).stderr_eq(str![[r#""#]]);
}
