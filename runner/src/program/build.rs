//! Builds one program of the course with cargo, or sees that nothing changed. Prints nothing itself.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use std::{env, fs, io};

use anstream::adapter::strip_str;
use cargo_metadata::MetadataCommand;

use super::confinement::Confinement;
use super::throwaway::ThrowawayFolder;
use super::{
    Allowance, Ending, Limits, ProgramError, ProgramErrorKind, Run, can_confine, supervise,
};

mod messages;
mod reach;
mod record;
#[cfg(feature = "authors")]
mod several;

use messages::{compiler_errors, find_executable, parse_messages, workspace_manifests};
use record::Inputs;
#[cfg(feature = "authors")]
pub(crate) use several::build_all;

/// A program of the course.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BuildTarget<'a> {
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
pub(crate) enum BuildOutcome {
    /// The executable.
    Ready(PathBuf),
    /// Errors of the compiler, in its order; never empty.
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

/// Progress of a build that takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuildProgress<'a> {
    /// Something changed, so cargo is started.
    Started,
    /// A line of cargo that explains a long wait: dependencies are fetched or compiled, or another cargo is at
    /// work. A build after an edit has none.
    News(&'a str),
}

/// A build that never came to a verdict on the program. A mistake in the program is an `BuildOutcome`, never an error.
#[derive(Debug, thiserror::Error)]
#[error("cannot build `{bin}`")]
pub(crate) struct BuildError {
    pub(crate) bin: String,
    #[source]
    pub(crate) kind: BuildErrorKind,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildErrorKind {
    #[error(
        "there is no `{program}`\nhint: install Rust from https://rustup.rs, then open a new terminal"
    )]
    NoCargo { program: String },
    #[error(
        "there is no `{program}`, which links programs\nhint: install a C compiler: `sudo apt install build-essential` on Debian and Ubuntu, `xcode-select --install` on macOS"
    )]
    NoLinker { program: String },
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

impl BuildErrorKind {
    fn in_build_of(self, bin: &str) -> BuildError {
        BuildError { bin: bin.to_owned(), kind: self }
    }
}

/// Builds a program, without starting cargo when a record in `cache_dir` says that nothing changed.
pub(crate) fn build(
    target: &BuildTarget<'_>,
    cache_dir: &Path,
    progress: &mut dyn FnMut(BuildProgress<'_>),
) -> Result<BuildOutcome, BuildError> {
    let mut cargo = Cargo::from_environment(env::vars_os());
    if !can_confine() {
        return build_with(&cargo, target, cache_dir, progress);
    }
    let inputs = Inputs { root: target.root, sources: target.sources, settings: cargo.settings() };
    if let Some(executable) = record::recall(&record_path(cache_dir, target), &inputs) {
        return Ok(BuildOutcome::Ready(executable));
    }
    let temporary = ThrowawayFolder::create().map_err(|source| {
        BuildErrorKind::Write { path: env::temp_dir(), source }.in_build_of(target.bin)
    })?;
    let output = reach::usual_output(target.root, &cargo.environment);
    // A folder that is not there cannot be named to the sandbox. Cargo says so if it cannot be made.
    fs::create_dir_all(&output).ok();
    cargo.environment.retain(|(name, _)| name != "TMPDIR");
    cargo.environment.push(("TMPDIR".into(), temporary.path().into()));
    cargo.confine(target, &output, temporary.path());
    match build_with(&cargo, target, cache_dir, progress) {
        Err(BuildError { kind: BuildErrorKind::Failed { .. }, .. }) => {}
        outcome => return outcome,
    }
    // Libraries may have to be fetched, which runs nothing of theirs; and cargo may build somewhere else.
    let outside = Cargo { confinement: None, ..cargo };
    outside.run(target.root, &["fetch"], progress).map_err(|kind| kind.in_build_of(target.bin))?;
    let output = target_folder(target.root).unwrap_or(output);
    let mut cargo = outside;
    cargo.confine(target, &output, temporary.path());
    build_with(&cargo, target, cache_dir, progress)
}

/// Builds a program of a default member of the workspace that `folder` is in, and returns its executable. The features of
/// shared libraries are the same as in a plain `cargo run`, so that none is compiled twice.
pub(crate) fn build_default_member(
    folder: &Path,
    bin: &str,
    progress: &mut dyn FnMut(BuildProgress<'_>),
) -> Result<PathBuf, BuildError> {
    let cargo = Cargo::from_environment(env::vars_os());
    let arguments = ["build", "--color", "never", "--message-format=json", "--bin", bin];
    let run = cargo.run(folder, &arguments, progress).map_err(|kind| kind.in_build_of(bin))?;
    let target = BuildTarget { root: folder, package: "", bin, sources: &[] };
    match read_build(&run, &target).map_err(|kind| kind.in_build_of(bin))? {
        Compiled::Ready { executable, .. } => Ok(executable),
        Compiled::Rejected(errors) => {
            let errors: Vec<_> = errors.into_iter().map(|error| error.rendered).collect();
            Err(BuildErrorKind::Failed { output: errors.join("\n") }.in_build_of(bin))
        }
    }
}

/// The folder in which cargo builds the workspace in `root`.
pub(crate) fn target_folder(root: &Path) -> Result<PathBuf, BuildError> {
    const COMMAND: &str = "cargo metadata";
    let cargo = Cargo::from_environment(env::vars_os());
    let run = cargo
        .run(root, &["metadata", "--no-deps", "--format-version", "1"], &mut |_| ())
        .map_err(|kind| kind.in_build_of(COMMAND))?;
    match MetadataCommand::parse(&run.stdout) {
        Ok(metadata) => Ok(metadata.target_directory.into_std_path_buf()),
        Err(_) => Err(BuildErrorKind::Failed { output: run.stderr }.in_build_of(COMMAND)),
    }
}

fn record_path(cache_dir: &Path, target: &BuildTarget<'_>) -> PathBuf {
    cache_dir.join(format!("{}-{}.json", target.package, target.bin))
}

fn build_with(
    cargo: &Cargo,
    target: &BuildTarget<'_>,
    cache_dir: &Path,
    progress: &mut dyn FnMut(BuildProgress<'_>),
) -> Result<BuildOutcome, BuildError> {
    let record = record_path(cache_dir, target);
    let inputs = Inputs { root: target.root, sources: target.sources, settings: cargo.settings() };
    if let Some(executable) = record::recall(&record, &inputs) {
        return Ok(BuildOutcome::Ready(executable));
    }
    let _alone = wait_for_other_builds();
    progress(BuildProgress::Started);
    let compiled = compile_again_if_overlooked(
        &mut || {
            let run = cargo.build(target, &[target.bin], progress)?;
            read_build(&run, target)
        },
        &record,
        &inputs,
    );
    match compiled.map_err(|kind| kind.in_build_of(target.bin))? {
        (_, Compiled::Rejected(errors)) => Ok(BuildOutcome::Rejected(errors)),
        (started, Compiled::Ready { executable, manifests, .. }) => {
            record::remember(&record, &inputs, &executable, manifests, started).map_err(
                |source| BuildErrorKind::Write { path: record, source }.in_build_of(target.bin),
            )?;
            Ok(BuildOutcome::Ready(executable))
        }
    }
}

/// Cargo takes every processor and locks its folder: a second one beside it would only wait, and say so.
fn wait_for_other_builds() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Compiles, and once more when cargo overlooked a change. Also says when that began.
fn compile_again_if_overlooked(
    compile: &mut dyn FnMut() -> Result<Compiled, BuildErrorKind>,
    record: &Path,
    inputs: &Inputs<'_>,
) -> Result<(SystemTime, Compiled), BuildErrorKind> {
    let started = SystemTime::now();
    let compiled = compile()?;
    let overlooked = match &compiled {
        Compiled::Ready { executable, freshness: Freshness::Fresh, .. } => {
            record::overlooked_files(record, inputs, executable)
        }
        _ => Vec::new(),
    };
    if overlooked.is_empty() {
        return Ok((started, compiled));
    }
    for file in overlooked {
        match set_modified_now(&file) {
            // Nobody has copied anything over a file that cannot be written.
            Err(error) if record::cannot_be_written(error.kind()) => (),
            result => result.map_err(|source| BuildErrorKind::Write { path: file, source })?,
        }
    }
    Ok((SystemTime::now(), compile()?))
}

fn set_modified_now(file: &Path) -> io::Result<()> {
    fs::File::options().write(true).open(file)?.set_modified(SystemTime::now())
}

/// The cargo to use and the environment to use it in.
struct Cargo {
    program: OsString,
    environment: Vec<(OsString, OsString)>,
    /// What it may use, where it runs in a sandbox.
    confinement: Option<Confinement>,
}

impl Cargo {
    /// Leaves out what an outer `cargo run` has set for us. A build script that looks at such a variable would
    /// otherwise run again, with all that depends on it, whenever we are started in the other way.
    fn from_environment(environment: impl Iterator<Item = (OsString, OsString)>) -> Cargo {
        let environment: Vec<_> =
            environment.filter(|(name, _)| !is_set_by_cargo(&name.to_string_lossy())).collect();
        let named = environment.iter().find(|(name, _)| name == "CARGO");
        let program = named.map_or_else(|| OsString::from("cargo"), |(_, program)| program.clone());
        Cargo { program, environment, confinement: None }
    }

    /// Keeps the builds from now on from all files that they do not need, and from the network.
    fn confine(&mut self, target: &BuildTarget<'_>, output: &Path, temporary: &Path) {
        self.confinement = Some(reach::confine_build(target, &self.environment, output, temporary));
    }

    /// The variables that change what is built, or where.
    fn settings(&self) -> Vec<&(OsString, OsString)> {
        let mut settings: Vec<_> =
            self.environment.iter().filter(|(name, _)| is_setting(name)).collect();
        settings.sort();
        settings
    }

    /// Builds programs of the package and the folder that `target` names.
    fn build(
        &self,
        target: &BuildTarget<'_>,
        bins: &[&str],
        progress: &mut dyn FnMut(BuildProgress<'_>),
    ) -> Result<Run, BuildErrorKind> {
        let mut arguments = vec!["build", "--color", "never", "--package", target.package];
        arguments.push("--message-format=json-diagnostic-rendered-ansi");
        if self.confinement.is_some() {
            arguments.push("--offline");
        }
        if bins.len() > 1 {
            arguments.push("--keep-going");
        }
        arguments.extend(bins.iter().flat_map(|bin| ["--bin", *bin]));
        self.run(target.root, &arguments, progress)
    }

    fn run(
        &self,
        folder: &Path,
        arguments: &[&str],
        progress: &mut dyn FnMut(BuildProgress<'_>),
    ) -> Result<Run, BuildErrorKind> {
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .envs(self.environment.iter().cloned());
        let mut news = News { line: Vec::new(), progress };
        let confinement = self.confinement.as_ref();
        supervise(&mut command, LIMITS, Allowance::Tool, confinement, &mut |bytes| {
            news.read_output(bytes)
        })
        .map_err(|error| match error.kind {
            ProgramErrorKind::NotFound => BuildErrorKind::NoCargo { program: error.program },
            _ => BuildErrorKind::Cargo(error),
        })
    }
}

/// True for a variable that cargo sets for the programs and tests it starts. `CARGO` itself stays: that cargo is to
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
        || ["CARGO_BUILD_", "CARGO_TARGET_", "CARGO_PROFILE_"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Cuts cargo's standard error into lines and passes on the ones worth showing.
struct News<'a> {
    line: Vec<u8>,
    progress: &'a mut dyn FnMut(BuildProgress<'_>),
}

impl News<'_> {
    fn read_output(&mut self, bytes: &[u8]) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                let line = String::from_utf8_lossy(&self.line);
                if explains_a_wait(&line) {
                    (self.progress)(BuildProgress::News(line.trim()));
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

/// A `BuildOutcome` with what is needed to remember it.
enum Compiled {
    Ready {
        executable: PathBuf,
        freshness: Freshness,
        /// Of the packages of the workspace that were used.
        manifests: Vec<PathBuf>,
    },
    Rejected(Vec<Diagnostic>),
}

/// Origin of an executable: cargo compiled it just now, or took one that was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Freshness {
    Compiled,
    Fresh,
}

fn read_build(run: &Run, target: &BuildTarget<'_>) -> Result<Compiled, BuildErrorKind> {
    let messages = parse_messages(&run.stdout);
    match run.ending {
        Ending::Exited(0) => {
            let (executable, freshness) =
                find_executable(&messages, target.bin).ok_or(BuildErrorKind::NoExecutable)?;
            Ok(Compiled::Ready { executable, freshness, manifests: workspace_manifests(&messages) })
        }
        Ending::Exited(_) => match find_crash(&run.stderr, target.bin) {
            Some(crash) => Ok(Compiled::Rejected(vec![crash])),
            None => read_rejection(compiler_errors(&messages, target.root), &run.stderr),
        },
        Ending::Signalled(signal) => Err(BuildErrorKind::Signalled(signal)),
        // No limit of a tool is shared.
        Ending::Overused(_) => Err(BuildErrorKind::NoExecutable),
        Ending::TimedOut => Err(BuildErrorKind::TimedOut(LIMITS.time)),
        Ending::Flooded => Err(BuildErrorKind::Flooded(LIMITS.output_bytes)),
    }
}

/// Tells a mistake in the program from a compiler that could not do its work: a linker that is missing, a
/// full disk and a missing file are errors of the compiler too, but without a place in the code.
fn read_rejection(errors: Vec<Diagnostic>, stderr: &str) -> Result<Compiled, BuildErrorKind> {
    if errors.iter().any(|error| error.file.is_some()) {
        return Ok(Compiled::Rejected(errors));
    }
    if let Some(program) = errors.iter().find_map(|error| missing_linker(&error.message)) {
        return Err(BuildErrorKind::NoLinker { program: program.to_owned() });
    }
    if let Some(symbol) = errors.iter().find_map(|error| clashing_symbol(&error.rendered)) {
        let message = format!("`{symbol}` is there twice: once here, once in a library");
        return Ok(Compiled::Rejected(vec![without_place(&message)]));
    }
    let lines: Vec<_> = stderr.lines().collect();
    let tail = &lines[lines.len().saturating_sub(STDERR_LINES)..];
    // This text goes where there are no colours, too.
    let errors = errors.iter().map(|error| strip_str(error.rendered.trim_end()).to_string());
    let output: Vec<_> = errors.chain(tail.iter().map(|line| line.to_string())).collect();
    Err(BuildErrorKind::Failed { output: output.join("\n") })
}

/// The end of a compiler that a program overtaxed, by nesting something very deeply. One that was killed, or had no memory, is
/// no fault of the program's.
fn find_crash(stderr: &str, bin: &str) -> Option<Diagnostic> {
    let of_the_program = format!("--crate-name {} ", bin.replace('-', "_"));
    let is_crash = |line: &str| {
        line.contains(&of_the_program) && CRASHES.iter().any(|crash| line.contains(crash))
    };
    let crashed = stderr.lines().any(is_crash) && !stderr.contains("memory allocation of");
    crashed.then(|| without_place(CRASHED))
}

/// An error about a program as a whole.
fn without_place(message: &str) -> Diagnostic {
    Diagnostic {
        rendered: format!("error: {message}"),
        message: message.to_owned(),
        file: None,
        line: None,
        column: None,
    }
}

/// The name in a linker's error about a function that two parts of a program have, in the words of lld, ld or Apple's.
fn clashing_symbol(rendered: &str) -> Option<&str> {
    let rest = ["duplicate symbol: ", "multiple definition of `", "duplicate symbol '"]
        .into_iter()
        .find_map(|words| rendered.split_once(words))?
        .1;
    rest.split(['\n', '\r', '\'', ';']).next()
}

/// The name in an error of the compiler about a linker that is not there.
fn missing_linker(message: &str) -> Option<&str> {
    message.strip_prefix("linker `")?.strip_suffix("` not found")
}

const CRASHED: &str = "the compiler itself crashed: is something nested very deeply?";

/// Cargo's words for a compiler that ended by a fault of memory or gave up.
const CRASHES: [&str; 2] = ["(signal: 11,", "(signal: 6,"];

const LIMITS: Limits = Limits { time: Duration::from_secs(600), output_bytes: 64 << 20 };
const STDERR_LINES: usize = 40;

#[cfg(test)]
mod tests;
