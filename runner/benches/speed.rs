//! How fast a check is, as ratios to other programs that do the same work, run in turn: `cargo bench`.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

mod timing;

use timing::{can_run, median, print_comparison, print_limit, run, time_in_turn, verdict};

const WORKBOOK: &str = env!("CARGO_BIN_EXE_workbook");

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course");
    let course = copy_of_the_course(root);
    measure_sql_exercise(&course);
    measure_rust_exercise(&course);
    measure_all_solutions(&course);
}

/// A SQL exercise, the whole process, beside the `sqlite3` shell running the same scripts on a new file.
fn measure_sql_exercise(course: &Course) {
    if !can_run(Command::new("sqlite3").arg("--version")) {
        println!("SQL exercise: skipped, there is no `sqlite3` shell");
        return;
    }
    let folder = course.root.join("solutions/ch06-changing-tables/add-price");
    let (up, down) = read_halves(&folder.join("migrations/0002_add_price.sql"));
    let (first, _) = read_halves(&folder.join("migrations/0001_products.sql"));
    let rows = fs::read_to_string(folder.join("rows.sql")).expect("the rows can be read");
    let script = format!("{first}{rows}{up}SELECT * FROM product;{down}{up}SELECT * FROM product;");
    let script_file = course.root.join("bench.sql");
    fs::write(&script_file, script).expect("the copy can be written");
    // An answer that is right in another way than the solution, beside which it is run.
    let answer = "tests/answers/ch06-changing-tables/add-price/right/without-the-word-column";
    let script = Path::new("migrations/0002_add_price.sql");
    let own = course.root.join("exercises/ch06-changing-tables/add-price").join(script);
    fs::copy(course.root.join(answer).join(script), own).expect("the copy can be written");
    let (ours, shell) = time_in_turn(
        31,
        &mut || run(course.workbook().args(["check", "ch6/add-price"])),
        &mut || run_in_shell(course, &script_file),
    );
    print_comparison("SQL exercise, whole process", ours, "sqlite3 shell", shell, 2.0);
    print_limit("SQL exercise, whole process", ours, Duration::from_millis(15));
}

fn run_in_shell(course: &Course, script: &Path) -> Duration {
    let database = course.root.join("bench.db");
    _ = fs::remove_file(&database);
    let input = fs::File::open(script).expect("it was just written");
    run(Command::new("sqlite3").arg(database).stdin(input))
}

/// A Rust exercise after an edit, beside a bare `cargo build` of its binary plus running it; and unchanged.
fn measure_rust_exercise(course: &Course) {
    let file = course.root.join("solutions/ch04-asking-questions/reverse-order/play.rs");
    let text = fs::read_to_string(&file).expect("the solution can be read");
    // Both need their dependencies compiled before anything is measured.
    run_with_bare_cargo(course);
    check_rust_exercise(course);
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for number in 0..7 {
        edit_file(&file, &text, 2 * number);
        ours.push(check_rust_exercise(course));
        edit_file(&file, &text, 2 * number + 1);
        theirs.push(run_with_bare_cargo(course));
    }
    print_comparison(
        "Rust exercise after an edit",
        median(ours),
        "bare cargo build and run",
        median(theirs),
        1.1,
    );
    check_rust_exercise(course);
    print_limit(
        "Rust exercise, unchanged",
        median((0..15).map(|_| check_rust_exercise(course)).collect()),
        Duration::from_millis(10),
    );
}

fn check_rust_exercise(course: &Course) -> Duration {
    run(course.workbook().args(["check", "ch4/reverse-order", "--solutions"]))
}

/// Builds and runs the program of the same exercise as somebody without this project would.
fn run_with_bare_cargo(course: &Course) -> Duration {
    let bin = "ch4-reverse-order-solution";
    let database = course.root.join("bench-rust.db");
    _ = fs::remove_file(&database);
    let url = format!("sqlite://{}?mode=rwc", database.display());
    let mut took =
        run(course.cargo().args(["build", "--quiet", "--package", "solutions", "--bin", bin]));
    for function in ["create_all", "reverse_order"] {
        let program = course.target.join("debug").join(bin);
        took += run(Command::new(program).arg(function).env("DATABASE_URL", &url));
    }
    took
}

fn edit_file(file: &Path, text: &str, number: u32) {
    fs::write(file, format!("{text}\n// edit {number}\n")).expect("the copy can be written");
}

/// Every solution of the course, and courses of growing size.
fn measure_all_solutions(course: &Course) {
    check_all(course);
    let took = median((0..5).map(|_| check_all(course)).collect());
    let count = count_exercises(&course.root);
    print_rate("all solutions of the course", count, took);
    for copies in [50, 100, 200, 400] {
        let grown = Course { root: grown_course(course, copies), target: course.target.clone() };
        print_rate(
            &format!("a course of {copies} SQL exercises"),
            copies,
            median((0..5).map(|_| check_all(&grown)).collect()),
        );
    }
}

fn check_all(course: &Course) -> Duration {
    run(course.workbook().args(["check", "--all", "--solutions"]))
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
    let chapter = "ch06-changing-tables";
    let name = "add-price";
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

fn count_exercises(root: &Path) -> usize {
    list_entries(root.join("exercises"))
        .flat_map(list_entries)
        .filter(|folder| folder.join("exercise.toml").is_file())
        .count()
}

fn list_entries(folder: PathBuf) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

/// The statements of a script's two halves.
fn read_halves(script: &Path) -> (String, String) {
    let text = fs::read_to_string(script).expect("the script can be read");
    let (up, down) = text.split_once("-- migrate:down").expect("a script has two halves");
    (up.to_owned(), down.to_owned())
}

fn print_rate(what: &str, count: usize, took: Duration) {
    let each = count as f64 / took.as_secs_f64();
    println!(
        "{what}: {took:.1?}, {each:.0} exercises a second, {} the target of 60",
        verdict(each >= 60.0)
    );
}
