//! Builds real packages with the real cargo.

#![expect(clippy::disallowed_methods, reason = "a program that was built is run as it is")]

use std::process::Stdio;

use anstream::adapter::strip_str;

use super::*;

const MANIFEST: &str = "[package]\nname = \"answers\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
const GREET: &str = "fn main() { println!(\"hello\") }\n";

/// A workspace of one package with one program, and a cargo that builds it in its own target folder.
struct Workspace {
    folder: tempfile::TempDir,
    cargo: Cargo,
}

impl Workspace {
    fn new(main: &str) -> Workspace {
        let folder = tempfile::tempdir().expect("a folder");
        let cargo = Cargo::from_environment(env_with(&folder.path().join("target")));
        let workspace = Workspace { folder, cargo };
        workspace.write("Cargo.toml", MANIFEST);
        workspace.write("src/main.rs", main);
        workspace
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, file: &str, content: &str) {
        let file = self.path().join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, content).expect("written");
    }

    fn without_cargo(mut self) -> Workspace {
        self.cargo.program = "no-such-cargo".into();
        self
    }

    fn try_build(&self) -> Result<BuildOutcome, BuildError> {
        let sources = [PathBuf::from("src/main.rs")];
        let target = BuildTarget {
            root: self.path(),
            package: "answers",
            bin: "answers",
            sources: &sources,
        };
        build_with(&self.cargo, &target, &self.path().join("builds"), &mut |_| ())
    }

    #[track_caller]
    fn executable(&self) -> PathBuf {
        match self.try_build() {
            Ok(BuildOutcome::Ready(executable)) => executable,
            other => panic!("it should build: {other:?}"),
        }
    }

    #[track_caller]
    fn output(&self) -> String {
        let limits = Limits { time: Duration::from_secs(60), output_bytes: 1000 };
        crate::program::run(&mut Command::new(self.executable()), limits, None)
            .expect("it starts")
            .stdout
    }

    #[track_caller]
    fn diagnostics(&self) -> Vec<Diagnostic> {
        match self.try_build() {
            Ok(BuildOutcome::Rejected(diagnostics)) => diagnostics,
            other => panic!("it should not compile: {other:?}"),
        }
    }

    #[track_caller]
    fn error(&self) -> BuildErrorKind {
        self.try_build().expect_err("it should fail").kind
    }
}

/// Our environment, with `folder` as the target folder.
fn env_with(folder: &Path) -> impl Iterator<Item = (OsString, OsString)> {
    let others = env::vars_os().filter(|(name, _)| name != "CARGO_TARGET_DIR");
    others.chain([("CARGO_TARGET_DIR".into(), folder.into())])
}

#[test]
fn a_program_is_built_and_an_edit_is_seen() {
    let workspace = Workspace::new(GREET);
    assert_eq!(workspace.output(), "hello\n");
    workspace.write("src/main.rs", &GREET.replace("hello", "good morning"));
    assert_eq!(workspace.output(), "good morning\n");
}

#[test]
fn two_copies_of_a_course_that_share_a_target_folder_get_each_its_own_program() {
    let mine = Workspace::new(GREET);
    let mut yours = Workspace::new(&GREET.replace("hello", "good morning"));
    yours.cargo = Cargo::from_environment(env_with(&mine.path().join("target")));
    for _ in 0..2 {
        assert_eq!(mine.output(), "hello\n");
        assert_eq!(yours.output(), "good morning\n");
    }
}

#[test]
fn an_unchanged_program_needs_no_cargo() {
    let workspace = Workspace::new(GREET);
    let executable = workspace.executable();
    // The first build wrote a lock file, which is one of the files that decide.
    workspace.executable();
    assert_eq!(workspace.without_cargo().executable(), executable);
}

#[test]
fn a_saved_file_with_the_same_content_needs_no_cargo() {
    let workspace = Workspace::new(GREET);
    workspace.executable();
    workspace.executable();
    workspace.write("src/main.rs", GREET);
    workspace.without_cargo().executable();
}

#[test]
fn a_change_in_a_package_of_the_course_is_seen_although_no_source_names_it() {
    let workspace = Workspace::new("fn main() { println!(\"{}\", harness::WORD) }");
    workspace.write(
        "Cargo.toml",
        &format!("{MANIFEST}[dependencies]\nharness.path = \"the harness\"\n"),
    );
    workspace.write("the harness/Cargo.toml", &MANIFEST.replace("answers", "harness"));
    workspace.write("the harness/src/lib.rs", "pub const WORD: &str = \"one\";");
    assert_eq!(workspace.output(), "one\n");
    assert_eq!(workspace.output(), "one\n");
    workspace.write("the harness/src/lib.rs", "pub const WORD: &str = \"two\";");
    assert_eq!(workspace.output(), "two\n");
    assert_eq!(workspace.output(), "two\n");
    workspace.write("the harness/Cargo.toml", "");
    assert!(matches!(workspace.error(), BuildErrorKind::Failed { .. }));
}

#[test]
fn another_target_folder_and_a_missing_executable_are_built_again() {
    let mut workspace = Workspace::new(GREET);
    fs::remove_file(workspace.executable()).expect("removed");
    let executable = workspace.executable();
    workspace.cargo = Cargo::from_environment(env_with(&workspace.path().join("elsewhere")));
    assert_ne!(workspace.executable(), executable);
}

#[test]
fn a_file_saved_during_the_build_is_not_vouched_for() {
    let workspace = Workspace::new(GREET);
    workspace.executable();
    let tomorrow = SystemTime::now() + Duration::from_secs(86400);
    let file =
        fs::File::options().write(true).open(workspace.path().join("src/main.rs")).expect("a file");
    file.set_modified(tomorrow).expect("a new time");
    fs::remove_dir_all(workspace.path().join("builds")).ok();
    workspace.executable();
    assert!(matches!(workspace.without_cargo().error(), BuildErrorKind::NoCargo { .. }));
}

#[test]
fn an_older_file_copied_over_a_newer_one_is_compiled() {
    let workspace = Workspace::new(GREET);
    workspace.executable();
    workspace.executable();
    workspace.write("src/main.rs", &GREET.replace("hello", "I am older"));
    let yesterday = SystemTime::now() - Duration::from_secs(86400);
    let file =
        fs::File::options().write(true).open(workspace.path().join("src/main.rs")).expect("a file");
    file.set_modified(yesterday).expect("a new time");
    assert_eq!(workspace.output(), "I am older\n");
    workspace.without_cargo().executable();
}

#[test]
fn errors_come_in_order_with_their_places_and_without_the_closing_remarks() {
    let workspace = Workspace::new("fn main() {\n    let x: u8 = \"one\";\n    undefined();\n}\n");
    let diagnostics = workspace.diagnostics();
    let places: Vec<_> = diagnostics
        .iter()
        .map(|error| (error.line, error.column, error.message.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (Some(2), Some(17), "mismatched types"),
            (Some(3), Some(5), "cannot find function `undefined` in this scope"),
        ]
    );
    assert_eq!(diagnostics[0].file.as_deref(), Some(Path::new("src/main.rs")));
    assert!(strip_str(&diagnostics[0].rendered).to_string().contains("let x: u8 = \"one\";"));
}

#[test]
fn an_error_inside_a_macro_of_the_standard_library_is_placed_at_its_call() {
    let workspace =
        Workspace::new("struct Cookie;\nfn main() {\n    assert_eq!(Cookie, Cookie);\n}\n");
    assert_eq!(workspace.diagnostics()[0].line, Some(3));
    assert_eq!(workspace.diagnostics()[0].file.as_deref(), Some(Path::new("src/main.rs")));
}

#[test]
fn a_repaired_program_is_ready_and_a_broken_one_is_not_remembered_as_ready() {
    let workspace = Workspace::new(GREET);
    workspace.executable();
    workspace.write("src/main.rs", "fn main() { undefined() }");
    assert_eq!(workspace.diagnostics().len(), 1);
    assert_eq!(workspace.diagnostics().len(), 1);
    workspace.write("src/main.rs", GREET);
    assert_eq!(workspace.output(), "hello\n");
}

#[test]
fn a_broken_manifest_is_reported_in_the_words_of_cargo() {
    let workspace = Workspace::new(GREET);
    workspace.write("Cargo.toml", "[package\n");
    let BuildErrorKind::Failed { output } = workspace.error() else {
        panic!("not a failure of cargo")
    };
    assert!(output.contains("Cargo.toml"), "{output}");
}

#[test]
fn a_missing_source_and_a_failing_build_script_are_not_mistakes_of_the_program() {
    let workspace = Workspace::new(GREET);
    workspace.write("build.rs", "fn main() { panic!(\"no library here\") }");
    let BuildErrorKind::Failed { output } = workspace.error() else {
        panic!("not a failure of cargo")
    };
    assert!(output.contains("no library here"), "{output}");

    let workspace = Workspace::new("include!(\"absent.rs\");");
    assert_eq!(workspace.diagnostics()[0].line, Some(1));
    fs::remove_file(workspace.path().join("src/main.rs")).expect("removed");
    assert!(matches!(workspace.error(), BuildErrorKind::Failed { .. }));
}

#[test]
fn a_missing_cargo_comes_with_a_hint() {
    let error = Workspace::new(GREET).without_cargo().try_build().expect_err("no cargo");
    assert_eq!(error.to_string(), "cannot build `answers`");
    assert!(error.kind.to_string().starts_with("there is no `no-such-cargo`\nhint: install Rust"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let workspace = Workspace::new(GREET);
    let target =
        BuildTarget { root: workspace.path(), package: "answers", bin: "answers", sources: &[] };
    let outcome = build_with(&workspace.cargo, &target, Path::new("/sys/builds"), &mut |_| ());
    assert!(matches!(outcome, Ok(BuildOutcome::Ready(_))), "{outcome:?}");
}

/// The dependency's build script looks at what `cargo run` sets, and counts how often it runs.
#[test]
fn a_workbook_started_by_cargo_run_does_not_compile_dependencies_again() {
    let workspace = Workspace::new(PRINT_ENVIRONMENT);
    workspace
        .write("Cargo.toml", &format!("{MANIFEST}[dependencies]\ncurious.path = \"curious\"\n"));
    workspace.write("curious/Cargo.toml", &MANIFEST.replace("answers", "curious"));
    workspace.write("curious/src/lib.rs", "");
    workspace.write("curious/build.rs", CURIOUS);
    workspace.executable();

    let mut outer = Command::new(&workspace.cargo.program);
    outer.args(["run", "--quiet"]).current_dir(workspace.path());
    outer.env_clear().envs(workspace.cargo.environment.iter().cloned()).stderr(Stdio::inherit());
    let printed = String::from_utf8(outer.output().expect("cargo runs").stdout).expect("text");
    let variables = printed.split('\0').filter_map(|variable| variable.split_once('='));
    let variables: Vec<_> = variables.map(|(name, value)| (name.into(), value.into())).collect();
    assert!(variables.iter().any(|(name, _)| name == "CARGO_MANIFEST_DIR"), "{variables:?}");

    let inner = Workspace { cargo: Cargo::from_environment(variables.into_iter()), ..workspace };
    inner.write("src/main.rs", GREET);
    assert_eq!(inner.output(), "hello\n");
    assert_eq!(fs::read_to_string(inner.path().join("curious/runs")).expect("a count"), ".");
}

const PRINT_ENVIRONMENT: &str =
    "fn main() { for (n, v) in std::env::vars() { print!(\"{n}={v}\\0\") } }";
const CURIOUS: &str = "use std::{fs, io::Write};
fn main() {
    for name in [\"DIR\", \"PATH\"] { println!(\"cargo:rerun-if-env-changed=CARGO_MANIFEST_{name}\") }
    for name in [\"NAME\", \"VERSION\"] { println!(\"cargo:rerun-if-env-changed=CARGO_PKG_{name}\") }
    fs::File::options().create(true).append(true).open(\"runs\").unwrap().write_all(b\".\").unwrap();
}
";

#[test]
fn only_long_waits_are_news() {
    let news = [
        "    Updating crates.io index",
        "  Downloaded libc v0.2.1",
        "    Blocking waiting for file lock on build directory",
        "   Compiling libsqlite3-sys v0.36.0",
        "warning: spurious network error (3 tries remaining): timeout",
        "info: downloading component rustc",
    ];
    let silent = [
        "   Compiling exercises v0.1.0 (/home/me/course/exercises)",
        "    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.40s",
        "error: could not compile `exercises` (bin \"ch2-price\") due to 1 previous error",
        "warning: unused variable: `x`",
    ];
    assert_eq!(news.map(explains_a_wait), [true; 6]);
    assert_eq!(silent.map(explains_a_wait), [false; 4]);
}

#[test]
fn lines_are_put_together_from_pieces() {
    let mut lines = Vec::new();
    let mut news = News { line: Vec::new(), progress: &mut |news| lines.push(format!("{news:?}")) };
    for piece in [
        "  Compil",
        "ing libc v0.2.1\n   Compiling a v1.0.0 (/a)\n",
        "Upda",
        "ting x\n",
        "Updating",
    ] {
        news.read_output(piece.as_bytes());
    }
    assert_eq!(lines, ["News(\"Compiling libc v0.2.1\")", "News(\"Updating x\")"]);
}

#[test]
fn a_name_that_two_parts_of_a_program_have_is_the_programs_mistake() {
    let own = "#[unsafe(no_mangle)] pub extern \"C\" fn same() -> u8 { 1 }";
    let workspace = Workspace::new(&format!("{own}\nfn main() {{ harness::other(); same(); }}"));
    let manifest = format!("{MANIFEST}[dependencies]\nharness.path = \"harness\"\n");
    workspace.write("Cargo.toml", &manifest);
    workspace.write("harness/Cargo.toml", &MANIFEST.replace("answers", "harness"));
    workspace.write("harness/src/lib.rs", &format!("{own} pub fn other() {{ same(); }}"));
    let diagnostics = workspace.diagnostics();
    let [only] = &diagnostics[..] else { panic!("one is expected: {diagnostics:?}") };
    assert_eq!(only.message, "`same` is there twice: once here, once in a library");
}
