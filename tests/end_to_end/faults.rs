//! Faults of the machine: whatever breaks beneath a check is never told as a learner's mistake.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::project::{Project, Yours, stdout};

const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";
const PLAY: &str = "ch04-asking-questions/reverse-order";

/// The report of an exercise that no verdict was reached about.
#[track_caller]
fn assert_not_graded(project: &Project, selector: &str, environment: &[(&str, &str)]) -> String {
    let said =
        stdout(&project.run_with("", &["check", selector], environment).code(2)).replace("\n", " ");
    assert!(said.contains("could not be graded: "), "{said}");
    assert!(said.contains(" 0 passed, 0 not yet, 1 could not be graded"), "{said}");
    said
}

fn command_course(answer: &str) -> Project {
    let manifest =
        "title = \"It\"\nfiles = [\"answer.sh\"]\n[[steps]]\ncommand = [\"sh\", \"answer.sh\"]\n";
    Project::empty().exercise("ch01-only/it", manifest, &[Yours("answer.sh", "true\n", answer)])
}

#[test]
fn a_right_answer_is_not_graded_on_a_full_disk() {
    let project = Project::sample();
    project.solve("ch02-questions/guests");
    let Some(project) = project.on_a_disk_of("4k") else { return };
    let said = assert_not_graded(&project, "ch2/guests", &[]);
    assert!(said.contains("the disk for temporary files is full"), "{said}");
}

#[test]
fn a_database_over_its_limit_is_the_answers_own() {
    let project = Project::sample();
    let rows = "INSERT INTO guest (name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99)\n\
                SELECT hex(zeroblob(500000)) FROM n;\n";
    let said = stdout(&project.write(GUESTS, rows).check("ch2/guests").code(1));
    assert!(said.contains("the database may not grow over 64 MB"), "{said}");
}

#[test]
fn a_program_is_not_graded_on_a_full_disk() {
    let project = command_course("head -c 100000 /dev/zero > \"$TMPDIR/big\"; echo done\n");
    project.solve("ch01-only/it");
    let Some(project) = project.on_a_disk_of("32k") else { return };
    assert_not_graded(&project, "ch1/it", &[]);
}

#[test]
fn nothing_is_graded_where_the_temporary_folder_cannot_be_written_to() {
    let project = Project::sample();
    project.solve("ch02-questions/guests");
    let Some(project) = project.by_an_ordinary_user() else { return };
    let temporary = project.folder("tmp");
    let set_mode = |mode| fs::set_permissions(&temporary, Permissions::from_mode(mode));
    set_mode(0o555).expect("permissions can be changed");
    let said = assert_not_graded(&project, "ch2/guests", &[]);
    set_mode(0o755).expect("permissions can be changed");
    assert!(said.contains("failed to make a throwaway folder"), "{said}");
}

#[test]
fn without_threads_sql_is_graded_and_programs_are_not() {
    let project = Project::sample();
    project.solve("ch02-questions/guests");
    let Some(project) = project.by_an_ordinary_user() else { return };
    project.with_no_more_processes().run(&["check", "guests", "notes", "titles"]).code(1);

    let project = command_course("echo done\n");
    project.solve("ch01-only/it");
    let Some(project) = project.by_an_ordinary_user() else { return };
    assert_not_graded(&project.with_no_more_processes(), "ch1/it", &[]);
}

/// Calls by which SQLite writes, and how many of each may come to fail.
const WRITES: [(&str, u32); 3] = [("pwrite64", 12), ("ftruncate", 2), ("fdatasync", 3)];

#[test]
fn a_write_that_fails_is_no_fault_of_the_answer() {
    let mut project = Project::sample();
    project.solve("ch01-tables/notes").solve("ch02-questions/guests");
    let mut broken = 0;
    for (call, most) in WRITES {
        for number in 1..=most {
            if !project.fail_call(call, number, "EIO") {
                return;
            }
            let output = project.run(&["check", "notes", "guests"]);
            let code = output.get_output().status.code();
            assert!([Some(0), Some(2)].contains(&code), "{call} {number}: {}", stdout(&output));
            broken += u32::from(code == Some(2));
            project.fail_nothing();
            project.run(&["check", "notes", "guests"]).code(0);
        }
    }
    assert!(broken > 3, "hardly any failure was noticed: {broken}");
    project.leaves_nothing();
}

#[test]
fn a_script_is_applied_whole_or_not_at_all_whichever_write_fails() {
    let first = "-- migrate:up\nCREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT);\n\
                 INSERT INTO a (t) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300)\n\
                 SELECT hex(zeroblob(40)) FROM n;\n-- migrate:down\nDROP TABLE a;\n";
    let second = "-- migrate:up\nALTER TABLE a ADD COLUMN u TEXT;\nUPDATE a SET u = t || id;\n\
                  CREATE INDEX a_u ON a (u);\n-- migrate:down\nDROP INDEX a_u;\nALTER TABLE a DROP COLUMN u;\n";
    let mut project = Project::scripts(&[("1_a.sql", first), ("2_u.sql", second)]);
    project.run(&["db", "upgrade", "1"]).code(0);
    let start = fs::read(project.root.join("app.db")).expect("the database can be read");
    let before = project.dump("app.db");
    project.run(&["db", "upgrade"]).code(0);
    let after = project.dump("app.db");
    let mut failed = 0;
    for (call, most) in WRITES {
        for number in 1..=most {
            for error in ["EIO", "ENOSPC"] {
                project.write("app.db", &start);
                if !project.fail_call(call, number, error) {
                    return;
                }
                let code = project.run(&["db", "upgrade"]).get_output().status.code();
                project.fail_nothing();
                let found = project.dump("app.db");
                assert!(
                    found == if code == Some(0) { &*after } else { &*before },
                    "{call} {number}"
                );
                failed += u32::from(code != Some(0));
                project.run(&["db", "upgrade"]).code(0);
                assert!(project.dump("app.db") == after, "{call} {number}: again");
            }
        }
    }
    assert!(failed > 6, "hardly any failure was noticed: {failed}");
}

/// A program that stands between cargo and the compiler, and does `line` instead of compiling the exercise.
pub(crate) fn put_wrapper(project: &Project, line: &str) -> String {
    let name = format!("exercises/{PLAY}/wrapper.sh");
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *'--crate-name ch4_reverse_order '*) {line};; esac\nexec \"$@\"\n"
    );
    project.write(&name, script);
    let path = project.root.join(&name);
    fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("permissions can be changed");
    path.to_str().expect("paths are text").to_owned()
}

#[test]
fn a_compiler_that_is_killed_is_no_fault_of_the_answer() {
    let project = Project::real();
    project.solve(PLAY);
    let wrapper = put_wrapper(&project, "kill -9 $$");
    let wrapped = [("RUSTC_WORKSPACE_WRAPPER", &*wrapper)];
    let said = assert_not_graded(&project, "reverse-order", &wrapped);
    assert!(said.contains("signal: 9"), "{said}");
    put_wrapper(&project, "echo 'memory allocation of 9 bytes failed' >&2; kill -6 $$");
    assert_not_graded(&project, "reverse-order", &wrapped);
    put_wrapper(&project, "kill -11 $$");
    let said = stdout(&project.run_with("", &["check", "reverse-order"], &wrapped).code(1));
    assert!(said.contains("the compiler itself crashed"), "{said}");
}

#[test]
fn cargo_that_is_killed_is_no_fault_of_the_answer() {
    let project = Project::real();
    project.solve(PLAY);
    let cargo = put_wrapper(&project, "kill -9 $$");
    project.write(format!("exercises/{PLAY}/wrapper.sh"), "#!/bin/sh\nkill -9 $$\n");
    let said = assert_not_graded(&project, "reverse-order", &[("CARGO", &cargo)]);
    assert!(said.contains("cargo was ended by signal 9"), "{said}");
}

#[test]
fn a_linker_that_is_missing_is_named_with_the_way_to_get_one() {
    let project = Project::real();
    project.solve(PLAY);
    let processor = std::env::consts::ARCH.to_uppercase();
    let variable = format!("CARGO_TARGET_{processor}_UNKNOWN_LINUX_GNU_LINKER");
    let said = assert_not_graded(&project, "reverse-order", &[(&variable, "no-such-cc")]);
    assert!(said.contains("there is no `no-such-cc`, which links programs"), "{said}");
    assert!(said.contains("hint: install a C compiler"), "{said}");
}
