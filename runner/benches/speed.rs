//! How fast a check is, as ratios to other programs that do the same work, run in turn: `cargo bench`.
//!
//! `cargo bench -- first-build` measures instead how long the first build of the learner's side takes.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

mod timing;

use timing::{compare, in_turn, limit, median, run, runs, word};

const WORKBOOK: &str = env!("CARGO_BIN_EXE_workbook");

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course");
    if std::env::args().any(|argument| argument == "first-build") {
        return first_build(root);
    }
    let course = copy_of_the_course(root);
    sql_exercise(&course);
    rust_exercise(&course);
    all_solutions(&course);
}

/// A SQL exercise, the whole process, beside the `sqlite3` shell running the same scripts on a new file.
fn sql_exercise(course: &Course) {
    if !runs(Command::new("sqlite3").arg("--version")) {
        println!("SQL exercise: skipped, there is no `sqlite3` shell");
        return;
    }
    let folder = course.root.join("solutions/ch06-changing-tables/add-price");
    let (up, down) = halves(&folder.join("migrations/0002_add_price.sql"));
    let (first, _) = halves(&folder.join("migrations/0001_products.sql"));
    let rows = fs::read_to_string(folder.join("rows.sql")).expect("the rows can be read");
    let script = format!("{first}{rows}{up}SELECT * FROM product;{down}{up}SELECT * FROM product;");
    let script_file = course.root.join("bench.sql");
    fs::write(&script_file, script).expect("the copy can be written");
    let mut shell = || {
        let database = course.root.join("bench.db");
        _ = fs::remove_file(&database);
        let input = fs::File::open(&script_file).expect("it was just written");
        run(Command::new("sqlite3").arg(database).stdin(input))
    };
    let mut ours = || run(course.workbook().args(["check", "ch6/add-price", "--solutions"]));
    let (ours, shell) = in_turn(31, &mut ours, &mut shell);
    compare("SQL exercise, whole process", ours, "sqlite3 shell", shell, 3.0);
    limit("SQL exercise, whole process", ours, Duration::from_millis(15));
}

/// A Rust exercise after an edit, beside a bare `cargo build` of its binary plus running it; and unchanged.
fn rust_exercise(course: &Course) {
    let file = course.root.join("solutions/ch04-asking-questions/reverse-order/play.rs");
    let text = fs::read_to_string(&file).expect("the solution can be read");
    let mut edits = 0;
    let mut edit = || {
        edits += 1;
        fs::write(&file, format!("{text}\n// edit {edits}\n")).expect("the copy can be written");
    };
    let bin = "ch4-reverse-order-solution";
    let database = course.root.join("bench-rust.db");
    let bare_run = || {
        _ = fs::remove_file(&database);
        let url = format!("sqlite://{}?mode=rwc", database.display());
        let mut took =
            run(course.cargo().args(["build", "--quiet", "--package", "solutions", "--bin", bin]));
        for function in ["create_all", "reverse_order"] {
            let program = course.target.join("debug").join(bin);
            took += run(Command::new(program).arg(function).env("DATABASE_URL", &url));
        }
        took
    };
    let check = || run(course.workbook().args(["check", "ch4/reverse-order", "--solutions"]));
    // Both need their dependencies compiled before anything is measured.
    bare_run();
    check();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..7 {
        edit();
        ours.push(check());
        edit();
        theirs.push(bare_run());
    }
    compare(
        "Rust exercise after an edit",
        median(ours),
        "bare cargo build and run",
        median(theirs),
        1.15,
    );
    check();
    limit(
        "Rust exercise, unchanged",
        median((0..15).map(|_| check()).collect()),
        Duration::from_millis(30),
    );
}

/// Every solution of the course, and courses of growing size.
fn all_solutions(course: &Course) {
    let all = || run(course.workbook().args(["check", "--all", "--solutions"]));
    all();
    let took = median((0..5).map(|_| all()).collect());
    let count = count_of_exercises(&course.root);
    rate("all solutions of the course", count, took);
    for copies in [50, 100, 200, 400] {
        let grown = Course { root: grown_course(course, copies), target: course.target.clone() };
        let all = || run(grown.workbook().args(["check", "--all", "--solutions"]));
        rate(
            &format!("a course of {copies} SQL exercises"),
            copies,
            median((0..5).map(|_| all()).collect()),
        );
    }
}

/// The first build before a first check, as `cargo run -- check ch1` does it, in an empty target folder.
fn first_build(root: &Path) {
    let target = tempfile::tempdir().expect("there is room for a folder");
    let mut cargo = Command::new("cargo");
    cargo.current_dir(root).env("CARGO_TARGET_DIR", target.path());
    let took = run(cargo.args(["build", "--quiet", "--bin", "workbook-learner"]));
    limit("first build, before a first check", took, Duration::from_secs(40));
}

struct Course {
    root: PathBuf,
    target: PathBuf,
}

impl Course {
    fn workbook(&self) -> Command {
        let mut command = Command::new(WORKBOOK);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    fn cargo(&self) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }
}

/// A copy in the target folder, so that no file of the learner is touched; it is kept, with what it compiled.
fn copy_of_the_course(root: &Path) -> Course {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let copy = base.join("bench-course");
    _ = fs::remove_dir_all(&copy);
    for name in [
        "Cargo.toml",
        "Cargo.lock",
        "book.toml",
        "book",
        "exercises",
        "solutions",
        "runner",
        "tests",
    ] {
        copy_all(&root.join(name), &copy.join(name));
    }
    Course { root: copy, target: base.join("bench-target") }
}

/// A course of many copies of one SQL exercise.
fn grown_course(course: &Course, copies: usize) -> PathBuf {
    let root = course.root.with_file_name(format!("bench-grown-{copies}"));
    _ = fs::remove_dir_all(&root);
    let (chapter, name) = ("ch06-changing-tables", "add-price");
    for index in 0..copies {
        for tree in ["exercises", "solutions"] {
            let from = course.root.join(tree).join(chapter).join(name);
            copy_all(&from, &root.join(tree).join(chapter).join(format!("{name}-{index}")));
        }
        let snapshots = Path::new("tests/snapshots").join(chapter);
        let from = course.root.join(&snapshots).join(name).with_extension("snap");
        copy_all(&from, &root.join(&snapshots).join(format!("{name}-{index}.snap")));
    }
    fs::write(root.join("book.toml"), "").expect("the folder was just made");
    root
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder can be made");
        for entry in fs::read_dir(from).expect("the course can be read") {
            let entry = entry.expect("the course can be read");
            copy_all(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a copy has a folder"))
            .expect("a folder can be made");
        fs::copy(from, to).expect("a file can be copied");
    }
}

fn count_of_exercises(root: &Path) -> usize {
    let folders = |folder: PathBuf| {
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    };
    folders(root.join("exercises"))
        .flat_map(folders)
        .filter(|folder| folder.join("exercise.toml").is_file())
        .count()
}

/// The statements of a script's two halves.
fn halves(script: &Path) -> (String, String) {
    let text = fs::read_to_string(script).expect("the script can be read");
    let (up, down) = text.split_once("-- migrate:down").expect("a script has two halves");
    (up.to_owned(), down.to_owned())
}

fn rate(what: &str, count: usize, took: Duration) {
    let each = count as f64 / took.as_secs_f64();
    println!(
        "{what}: {took:.1?}, {each:.0} exercises a second, {} the target of 50",
        word(each >= 50.0)
    );
}
