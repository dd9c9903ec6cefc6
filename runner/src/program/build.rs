//! Builds one program of the course with cargo, or sees that nothing changed. Prints nothing itself.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use std::{env, fs, io};

use serde::Deserialize;

use super::{Allowance, Ending, Limits, ProgramError, ProgramErrorKind, Run, supervise};

mod record;

use record::Inputs;

/// A program of the course.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// The folder of the workspace.
    pub(crate) root: &'a Path,
    pub(crate) package: &'a str,
    pub(crate) bin: &'a str,
    /// Files whose content decides whether to build again, relative to `root` or not. What cargo itself names
    /// (the modules, the harness, their manifests) and the lock file need not be among them.
    pub(crate) sources: &'a [PathBuf],
}

#[derive(Debug)]
#[must_use]
pub(crate) enum Outcome {
    /// The executable.
    Ready(PathBuf),
    /// What the compiler refused, in its order; never empty.
    Rejected(Vec<Diagnostic>),
}

/// An error of the compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// As the compiler prints it in a terminal, with the code around it and colours.
    pub(crate) rendered: String,
    pub(crate) message: String,
    /// Relative to the folder of the workspace, when it is below that.
    pub(crate) file: Option<PathBuf>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
}

/// What a build tells while it takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress<'a> {
    /// Something changed, so cargo is started.
    Started,
    /// A line of cargo that explains a long wait: dependencies are fetched or compiled, or another cargo is at
    /// work. A build after an edit has none.
    News(&'a str),
}

/// Why it is not known whether a program compiles. A mistake in the program is an `Outcome`, never an error.
#[derive(Debug, thiserror::Error)]
#[error("cannot build `{bin}`")]
pub(crate) struct BuildError {
    pub(crate) bin: String,
    #[source]
    pub(crate) kind: BuildErrorKind,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildErrorKind {
    #[error("there is no `{program}`\nhint: install Rust from https://rustup.rs, then open a new terminal")]
    NoCargo { program: String },
    #[error(transparent)]
    Cargo(ProgramError),
    #[error("cargo failed\n{output}")]
    Failed { output: String },
    #[error("cargo was not done after {} s", .0.as_secs())]
    TimedOut(Duration),
    #[error("cargo printed more than {0} bytes")]
    Flooded(usize),
    #[error("cargo was ended by signal {0}")]
    Signalled(i32),
    #[error("cargo named no executable")]
    NoExecutable,
    #[error("failed to write `{path}`")]
    Write { path: PathBuf, source: io::Error },
}

/// Builds a program, without starting cargo when a record in `cache_dir` says that nothing changed.
pub(crate) fn build(
    target: &Target<'_>,
    cache_dir: &Path,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Outcome, BuildError> {
    build_with(&Cargo::from(env::vars_os()), target, cache_dir, progress)
}

fn build_with(
    cargo: &Cargo,
    target: &Target<'_>,
    cache_dir: &Path,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Outcome, BuildError> {
    let failed = |kind| BuildError { bin: target.bin.to_owned(), kind };
    let record = cache_dir.join(format!("{}-{}.json", target.package, target.bin));
    let inputs = Inputs { root: target.root, sources: target.sources, settings: cargo.settings() };
    if let Some(executable) = record::recall(&record, &inputs) {
        return Ok(Outcome::Ready(executable));
    }
    progress(Progress::Started);
    let mut compile = || cargo.build(target, progress).and_then(|run| compiled(&run, target));
    match compile_all(&mut compile, &record, &inputs).map_err(failed)? {
        (_, Compiled::Rejected(errors)) => Ok(Outcome::Rejected(errors)),
        (started, Compiled::Ready { executable, manifests }) => {
            record::remember(&record, &inputs, &executable, manifests, started)
                .map_err(|source| failed(BuildErrorKind::Write { path: record, source }))?;
            Ok(Outcome::Ready(executable))
        }
    }
}

/// Compiles, and once more when cargo overlooked a change. Also says when that began.
fn compile_all(
    compile: &mut dyn FnMut() -> Result<Compiled, BuildErrorKind>,
    record: &Path,
    inputs: &Inputs<'_>,
) -> Result<(SystemTime, Compiled), BuildErrorKind> {
    let started = SystemTime::now();
    let compiled = compile()?;
    let overlooked = match &compiled {
        Compiled::Ready { executable, .. } => record::overlooked(record, inputs, executable),
        Compiled::Rejected(_) => Vec::new(),
    };
    if overlooked.is_empty() {
        return Ok((started, compiled));
    }
    for file in overlooked {
        touch(&file).map_err(|source| BuildErrorKind::Write { path: file, source })?;
    }
    Ok((SystemTime::now(), compile()?))
}

fn touch(file: &Path) -> io::Result<()> {
    fs::File::options().write(true).open(file)?.set_modified(SystemTime::now())
}

/// The cargo to use and the environment to use it in.
struct Cargo {
    program: OsString,
    environment: Vec<(OsString, OsString)>,
}

impl Cargo {
    /// Leaves out what an outer `cargo run` has set for us. A build script that looks at such a variable would
    /// otherwise run again, with all that depends on it, whenever we are started in the other way.
    fn from(environment: impl Iterator<Item = (OsString, OsString)>) -> Cargo {
        let environment: Vec<_> = environment.filter(|(name, _)| !is_set_by_cargo(&name.to_string_lossy())).collect();
        let named = environment.iter().find(|(name, _)| name == "CARGO");
        let program = named.map_or_else(|| OsString::from("cargo"), |(_, program)| program.clone());
        Cargo { program, environment }
    }

    /// The variables that change what is built, or where.
    fn settings(&self) -> Vec<&(OsString, OsString)> {
        let mut settings: Vec<_> = self.environment.iter().filter(|(name, _)| is_setting(name)).collect();
        settings.sort();
        settings
    }

    fn build(&self, target: &Target<'_>, progress: &mut dyn FnMut(Progress<'_>)) -> Result<Run, BuildErrorKind> {
        let mut command = Command::new(&self.program);
        command.args(["build", "--color", "never", "--package", target.package, "--bin", target.bin]);
        command.arg("--message-format=json-diagnostic-rendered-ansi");
        command.current_dir(target.root).env_clear().envs(self.environment.iter().cloned());
        let mut news = News { line: Vec::new(), progress };
        supervise(&mut command, LIMITS, Allowance::Tool, &mut |bytes| news.read(bytes)).map_err(|error| {
            match error.kind {
                ProgramErrorKind::NotFound => BuildErrorKind::NoCargo { program: error.program },
                _ => BuildErrorKind::Cargo(error),
            }
        })
    }
}

/// Whether cargo sets this variable for the programs and tests it starts. `CARGO` itself stays: that cargo is to
/// be used again.
fn is_set_by_cargo(name: &str) -> bool {
    let names = [
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MAKEFLAGS",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_LINKS",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_RUSTC_CURRENT_DIR",
        "CARGO_TARGET_TMPDIR",
        "OUT_DIR",
    ];
    let prefixes = ["CARGO_BIN_EXE_", "CARGO_CFG_", "CARGO_FEATURE_", "CARGO_PKG_"];
    names.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

fn is_setting(name: &OsString) -> bool {
    let name = name.to_string_lossy();
    name == "RUSTFLAGS"
        || name == "CARGO_ENCODED_RUSTFLAGS"
        || ["CARGO_BUILD_", "CARGO_TARGET_", "CARGO_PROFILE_"].iter().any(|prefix| name.starts_with(prefix))
}

/// Cuts cargo's standard error into lines and passes on the ones worth showing.
struct News<'a> {
    line: Vec<u8>,
    progress: &'a mut dyn FnMut(Progress<'_>),
}

impl News<'_> {
    fn read(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = String::from_utf8_lossy(&self.line);
                if explains_a_wait(&line) {
                    (self.progress)(Progress::News(line.trim()));
                }
                self.line.clear();
            }
        }
    }
}

fn explains_a_wait(line: &str) -> bool {
    let line = line.trim();
    match line.split_once(' ') {
        Some(("Updating" | "Downloading" | "Downloaded" | "Blocking", _)) => true,
        // After an edit only packages of the course are compiled; cargo names their folder.
        Some(("Compiling", package)) => !package.ends_with(')'),
        Some(("warning:", rest)) => rest.starts_with("spurious network error"),
        // From rustup, which may install a compiler first.
        Some(("info:", _)) => true,
        _ => false,
    }
}

/// An `Outcome` with what is needed to remember it.
enum Compiled {
    Ready {
        executable: PathBuf,
        /// Of the packages of the workspace that were used.
        manifests: Vec<PathBuf>,
    },
    Rejected(Vec<Diagnostic>),
}

fn compiled(run: &Run, target: &Target<'_>) -> Result<Compiled, BuildErrorKind> {
    let messages: Vec<Message> = run.stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    match run.ending {
        Ending::Exited(0) => {
            let executable = executable(&messages, target.bin).ok_or(BuildErrorKind::NoExecutable)?;
            Ok(Compiled::Ready { executable, manifests: manifests(&messages) })
        }
        Ending::Exited(_) => rejection(errors(&messages, target.root), &run.stderr),
        Ending::Signalled(signal) => Err(BuildErrorKind::Signalled(signal)),
        Ending::TimedOut => Err(BuildErrorKind::TimedOut(LIMITS.time)),
        Ending::Flooded => Err(BuildErrorKind::Flooded(LIMITS.output_bytes)),
    }
}

fn executable(messages: &[Message], bin: &str) -> Option<PathBuf> {
    messages.iter().find_map(|message| match message {
        Message::Artifact { target, executable, .. } if target.name == bin => executable.clone(),
        _ => None,
    })
}

fn manifests(messages: &[Message]) -> Vec<PathBuf> {
    let manifests = messages.iter().filter_map(|message| match message {
        Message::Artifact { package_id, manifest_path, .. } if package_id.starts_with("path+") => {
            Some(manifest_path.clone())
        }
        _ => None,
    });
    manifests.collect()
}

fn errors(messages: &[Message], root: &Path) -> Vec<Diagnostic> {
    let messages = messages.iter().filter_map(|message| match message {
        Message::Compiler { message } if message.is_error() => Some(message),
        _ => None,
    });
    messages.map(|message| message.diagnostic(root)).collect()
}

/// Tells a mistake in the program from a compiler that could not do its work: a linker that is missing, a
/// full disk and a missing file are errors of the compiler too, but without a place in the code.
fn rejection(errors: Vec<Diagnostic>, stderr: &str) -> Result<Compiled, BuildErrorKind> {
    if errors.iter().any(|error| error.file.is_some()) {
        return Ok(Compiled::Rejected(errors));
    }
    let lines: Vec<_> = stderr.lines().collect();
    let tail = &lines[lines.len().saturating_sub(STDERR_LINES)..];
    let errors = errors.iter().map(|error| error.rendered.trim_end());
    let output: Vec<_> = errors.chain(tail.iter().copied()).collect();
    Err(BuildErrorKind::Failed { output: output.join("\n") })
}

/// A line of `cargo build --message-format=json`.
#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Artifact { target: ArtifactTarget, executable: Option<PathBuf>, package_id: String, manifest_path: PathBuf },
    #[serde(rename = "compiler-message")]
    Compiler { message: CompilerMessage },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct ArtifactTarget {
    name: String,
}

#[derive(Deserialize)]
struct CompilerMessage {
    message: String,
    level: String,
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Span {
    file_name: PathBuf,
    line_start: usize,
    column_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

impl CompilerMessage {
    fn is_error(&self) -> bool {
        // A crash of the compiler is `error: internal compiler error`.
        self.level.starts_with("error")
            && !self.message.starts_with("aborting due to")
            && !self.message.starts_with("could not compile")
    }

    fn diagnostic(&self, root: &Path) -> Diagnostic {
        let place = self.spans.iter().find(|span| span.is_primary).and_then(|span| span.in_folder(root));
        Diagnostic {
            rendered: self.rendered.clone().unwrap_or_else(|| self.message.clone()),
            message: self.message.clone(),
            file: place.map(|span| span.file_name.strip_prefix(root).unwrap_or(&span.file_name).to_owned()),
            line: place.map(|span| span.line_start),
            column: place.map(|span| span.column_start),
        }
    }
}

impl Span {
    /// The place itself or, inside a macro of somebody else, the place that calls the macro.
    fn in_folder(&self, root: &Path) -> Option<&Span> {
        if root.join(&self.file_name).starts_with(root) {
            return Some(self);
        }
        self.expansion.as_ref()?.span.in_folder(root)
    }
}

const LIMITS: Limits = Limits { time: Duration::from_secs(600), output_bytes: 64 << 20 };
const STDERR_LINES: usize = 40;

#[cfg(test)]
mod tests {
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
            let cargo = Cargo::from(env_with(&folder.path().join("target")));
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

        fn try_build(&self) -> Result<Outcome, BuildError> {
            let target = Target { root: self.path(), package: "answers", bin: "answers", sources: &[] };
            build_with(&self.cargo, &target, &self.path().join("builds"), &mut |_| ())
        }

        #[track_caller]
        fn executable(&self) -> PathBuf {
            match self.try_build() {
                Ok(Outcome::Ready(executable)) => executable,
                other => panic!("it should build: {other:?}"),
            }
        }

        #[track_caller]
        fn output(&self) -> String {
            let limits = Limits { time: Duration::from_secs(60), output_bytes: 1000 };
            crate::program::run(&mut Command::new(self.executable()), limits).expect("it starts").stdout
        }

        #[track_caller]
        fn diagnostics(&self) -> Vec<Diagnostic> {
            match self.try_build() {
                Ok(Outcome::Rejected(diagnostics)) => diagnostics,
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
        workspace.write("Cargo.toml", &format!("{MANIFEST}[dependencies]\nharness.path = \"the harness\"\n"));
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
        workspace.cargo = Cargo::from(env_with(&workspace.path().join("elsewhere")));
        assert_ne!(workspace.executable(), executable);
    }

    #[test]
    fn a_file_saved_during_the_build_is_not_vouched_for() {
        let workspace = Workspace::new(GREET);
        workspace.executable();
        let tomorrow = SystemTime::now() + Duration::from_secs(86400);
        let file = fs::File::options().write(true).open(workspace.path().join("src/main.rs")).expect("a file");
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
        let file = fs::File::options().write(true).open(workspace.path().join("src/main.rs")).expect("a file");
        file.set_modified(yesterday).expect("a new time");
        assert_eq!(workspace.output(), "I am older\n");
        workspace.without_cargo().executable();
    }

    #[test]
    fn errors_come_in_order_with_their_places_and_without_the_closing_remarks() {
        let workspace = Workspace::new("fn main() {\n    let x: u8 = \"one\";\n    undefined();\n}\n");
        let diagnostics = workspace.diagnostics();
        let places: Vec<_> =
            diagnostics.iter().map(|error| (error.line, error.column, error.message.as_str())).collect();
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
        let workspace = Workspace::new("struct Cookie;\nfn main() {\n    assert_eq!(Cookie, Cookie);\n}\n");
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
        let BuildErrorKind::Failed { output } = workspace.error() else { panic!("not a failure of cargo") };
        assert!(output.contains("Cargo.toml"), "{output}");
    }

    #[test]
    fn a_missing_source_and_a_failing_build_script_are_not_mistakes_of_the_program() {
        let workspace = Workspace::new(GREET);
        workspace.write("build.rs", "fn main() { panic!(\"no library here\") }");
        let BuildErrorKind::Failed { output } = workspace.error() else { panic!("not a failure of cargo") };
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
        let target = Target { root: workspace.path(), package: "answers", bin: "answers", sources: &[] };
        let outcome = build_with(&workspace.cargo, &target, Path::new("/sys/builds"), &mut |_| ());
        assert!(matches!(outcome, Ok(Outcome::Ready(_))), "{outcome:?}");
    }

    /// The dependency's build script looks at what `cargo run` sets, and counts how often it runs.
    #[test]
    fn a_workbook_started_by_cargo_run_does_not_compile_dependencies_again() {
        let workspace = Workspace::new(PRINT_ENVIRONMENT);
        workspace.write("Cargo.toml", &format!("{MANIFEST}[dependencies]\ncurious.path = \"curious\"\n"));
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

        let inner = Workspace { cargo: Cargo::from(variables.into_iter()), ..workspace };
        inner.write("src/main.rs", GREET);
        assert_eq!(inner.output(), "hello\n");
        assert_eq!(fs::read_to_string(inner.path().join("curious/runs")).expect("a count"), ".");
    }

    const PRINT_ENVIRONMENT: &str = "fn main() { for (n, v) in std::env::vars() { print!(\"{n}={v}\\0\") } }";
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
        for piece in ["  Compil", "ing libc v0.2.1\n   Compiling a v1.0.0 (/a)\n", "Upda", "ting x\n", "Updating"] {
            news.read(piece.as_bytes());
        }
        assert_eq!(lines, ["News(\"Compiling libc v0.2.1\")", "News(\"Updating x\")"]);
    }
}
