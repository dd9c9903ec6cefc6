//! The workbook's end of the line to a launcher: orders go out, and what became of the program comes back.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{env, fs};

use super::launcher::{LauncherStage, OWN_PROGRAM};
use super::order::LaunchOrder;
use super::{file_rules, system_calls};
use crate::program::confinement::{Confinement, SandboxMeans};
use crate::program::{self, Allowance, Ending, LauncherReport, Limits};

/// The line to one launcher, with the order that waits to be sent.
#[derive(Debug)]
pub(in crate::program) struct Line {
    stream: UnixStream,
    order: LaunchOrder,
    stage: LauncherStage,
}

/// False once namespaces were refused: then none are tried any more.
static HAS_NAMESPACES: AtomicBool = AtomicBool::new(true);

/// The command that starts a launcher for `command`, and the line to it.
pub(in crate::program) fn prepare_launcher(
    command: &mut Command,
    confinement: &Confinement,
    allowance: Allowance,
) -> io::Result<(Command, Option<Line>)> {
    let stage = if HAS_NAMESPACES.load(Ordering::Relaxed) {
        LauncherStage::Enclose
    } else {
        LauncherStage::Become
    };
    let (stream, theirs) = UnixStream::pair()?;
    let order = write_order(command, confinement, allowance)?;
    let mut launcher = Command::new(OWN_PROGRAM);
    launcher.arg(stage.word()).stdin(Stdio::from(OwnedFd::from(theirs))).env_clear();
    launcher.envs(order.environment.iter().map(|(name, value)| (name, value)));
    Ok((launcher, Some(Line { stream, order, stage })))
}

/// Tells whether other files are out of a program's reach.
pub(crate) fn can_confine() -> bool {
    file_rules::find_landlock_version().is_some()
}

/// Tries each means of a sandbox once.
pub(crate) fn find_sandbox_means() -> SandboxMeans {
    SandboxMeans {
        landlock: file_rules::find_landlock_version(),
        seccomp: system_calls::can_refuse_calls(),
        namespaces: has_namespaces(),
    }
}

/// Runs a program that does nothing in namespaces.
fn has_namespaces() -> bool {
    let limits = Limits { time: Duration::from_secs(10), output_bytes: 1000 };
    let confinement = Confinement::default();
    let ran = program::run(&mut Command::new("true"), limits, Some(&confinement));
    ran.is_ok() && HAS_NAMESPACES.load(Ordering::Relaxed)
}

impl Line {
    /// Sends the order. A launcher that is gone already is found out when its end is asked for.
    pub(in crate::program) fn send_order(&mut self) {
        self.order.write_to(&mut self.stream).ok();
    }

    /// Asks for the end of the program, so that what it did is brought back. False where nobody listens any more.
    pub(in crate::program) fn hang_up(&self) -> bool {
        self.stage == LauncherStage::Enclose && self.stream.shutdown(Shutdown::Write).is_ok()
    }

    /// What the launcher told, after it has ended.
    pub(in crate::program) fn read_report(&mut self) -> LauncherReport {
        let mut text = String::new();
        // Nobody else holds the other end, so this waits for nothing; and if it did, not for long.
        self.stream.set_read_timeout(Some(Duration::from_secs(1))).ok();
        self.stream.read_to_string(&mut text).ok();
        let report = parse_report(&text);
        if matches!(report, LauncherReport::NotEnclosed) {
            HAS_NAMESPACES.store(false, Ordering::Relaxed);
        }
        match (report, self.stage) {
            (LauncherReport::Nothing, LauncherStage::Enclose) => {
                LauncherReport::Broken("the first process of the sandbox was ended".to_owned())
            }
            (report, _) => report,
        }
    }
}

fn parse_report(text: &str) -> LauncherReport {
    let mut ending = None;
    let mut left_behind = 0;
    for line in text.lines() {
        match line.split_once(' ') {
            Some(("failed", number)) => {
                let number = number.parse().unwrap_or(0);
                return LauncherReport::NotStarted(io::Error::from_raw_os_error(number));
            }
            Some(("unenclosed", _)) => return LauncherReport::NotEnclosed,
            Some(("broken", reason)) => return LauncherReport::Broken(reason.to_owned()),
            Some(("exited", code)) => ending = code.parse().ok().map(Ending::Exited),
            Some(("signalled", signal)) => ending = signal.parse().ok().map(Ending::Signalled),
            Some(("left", count)) => left_behind = count.parse().unwrap_or(0),
            _ => (),
        }
    }
    match ending {
        Some(ending) => LauncherReport::Ended { ending, left_behind },
        None => LauncherReport::Nothing,
    }
}

fn write_order(
    command: &Command,
    confinement: &Confinement,
    allowance: Allowance,
) -> io::Result<LaunchOrder> {
    let is_foreign = allowance == Allowance::Program;
    let folder = match command.get_current_dir() {
        Some(folder) => folder.to_owned(),
        None => env::current_dir()?,
    };
    let program = find_program(command.get_program(), &folder)?;
    let mut readable: BTreeSet<PathBuf> = system_paths().clone();
    let own = companions_of(&program).into_iter().chain([program.clone()]);
    readable.extend(confinement.readable.iter().cloned().chain(own).filter(|path| path.exists()));
    let mut writable = confinement.writable.clone();
    writable.extend(DEVICES.iter().map(PathBuf::from));
    Ok(LaunchOrder {
        program,
        arguments: command.get_args().map(OsStr::to_owned).collect(),
        environment: list_environment(command, confinement, is_foreign),
        folder,
        readable: readable.into_iter().collect(),
        listable: confinement.listable.clone(),
        writable,
        private: confinement.private.clone().unwrap_or_default(),
        is_foreign,
    })
}

/// What every program may read of the system: looked for once, since each path costs every program a rule.
fn system_paths() -> &'static BTreeSet<PathBuf> {
    static PATHS: OnceLock<BTreeSet<PathBuf>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let companions = search_path().flat_map(|folder| companion_folders(&folder));
        let folders = SYSTEM_FOLDERS.iter().map(PathBuf::from);
        let paths = folders.chain(search_path()).chain(companions);
        paths.filter(|path| path.exists()).collect()
    })
}

/// The file that a name stands for, as it is looked for in `PATH`.
fn find_program(name: &OsStr, folder: &Path) -> io::Result<PathBuf> {
    if name.as_bytes().contains(&b'/') {
        return Ok(folder.join(name));
    }
    let candidates: Vec<PathBuf> =
        search_path().map(|folder| folder.join(name)).filter(|file| file.exists()).collect();
    let is_executable =
        |file: &&PathBuf| rustix::fs::access(file.as_path(), rustix::fs::Access::EXEC_OK).is_ok();
    let found = candidates.iter().find(|file| file.is_file() && is_executable(file));
    found.or(candidates.first()).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn search_path() -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    folders.into_iter().filter(|folder| folder.is_absolute())
}

/// What is installed beside a program, once by the path it was asked for and once by the one it has.
fn companions_of(program: &Path) -> Vec<PathBuf> {
    let real = fs::canonicalize(program).unwrap_or_default();
    let folders = [program, &real].into_iter().filter_map(Path::parent);
    let mut companions: Vec<PathBuf> = folders.flat_map(companion_folders).collect();
    companions.push(real);
    companions
}

/// Libraries and the like beside a folder of programs; nothing else of its neighbours, which may be a home folder.
fn companion_folders(programs: &Path) -> Vec<PathBuf> {
    let Some(parent) = programs.parent() else { return Vec::new() };
    COMPANIONS.iter().map(|name| parent.join(name)).collect()
}

fn list_environment(
    command: &Command,
    confinement: &Confinement,
    is_foreign: bool,
) -> Vec<(OsString, OsString)> {
    let given =
        command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    if !is_foreign {
        return given.filter(|(name, _)| is_for_tools(&name.to_string_lossy())).collect();
    }
    let mut environment: Vec<(OsString, OsString)> =
        env::vars_os().filter(|(name, _)| is_for_programs(&name.to_string_lossy())).collect();
    if let Some(folder) = &confinement.private {
        environment.extend(["HOME", "TMPDIR"].map(|name| (name.into(), folder.clone().into())));
    }
    environment.extend(given);
    environment
}

/// True for what says where and in which language a program runs, and keeps no secret.
fn is_for_programs(name: &str) -> bool {
    let names =
        ["PATH", "LANG", "LANGUAGE", "TZ", "TERM", "JAVA_HOME", "PYENV_ROOT", "VIRTUAL_ENV"];
    names.contains(&name) || name.starts_with("LC_")
}

/// True for what cargo, rustc, a C compiler and their build scripts look at, and keeps no secret.
fn is_for_tools(name: &str) -> bool {
    let prefixes = [
        "AR",
        "CARGO",
        "CC",
        "CFLAGS",
        "CXX",
        "HOST_",
        "LD",
        "LIBRARY_PATH",
        "LIBSQLITE3_SYS_",
        "MACOSX_",
        "NUM_JOBS",
        "PKG_CONFIG",
        "RANLIB",
        "RUST",
        "SQLITE_",
        "TARGET_",
        "WORKBOOK_",
    ];
    let secrets = ["TOKEN", "SECRET", "PASSWORD", "CREDENTIAL"];
    let names = ["HOME", "TMPDIR", "USER"];
    (is_for_programs(name)
        || names.contains(&name)
        || prefixes.iter().any(|prefix| name.starts_with(prefix)))
        && !secrets.iter().any(|secret| name.contains(secret))
}

/// What a program that is linked at its start reads, and nothing that tells of the machine's users.
const SYSTEM_FOLDERS: &[&str] = &[
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/nix/store",
    "/gnu/store",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/ld.so.preload",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/timezone",
    "/sys/devices/system/cpu",
    "/sys/kernel/mm/transparent_hugepage",
    "/sys/fs/cgroup",
];

const DEVICES: &[&str] = &["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

const COMPANIONS: &[&str] = &[
    "bin",
    "sbin",
    "shims",
    "lib",
    "lib32",
    "lib64",
    "libexec",
    "include",
    "versions",
    "plugins",
    "version",
    "pyvenv.cfg",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_line_by_line() {
        let report = |text| format!("{:?}", parse_report(text));
        assert_eq!(report("exited 3\nleft 2\n"), "Ended { ending: Exited(3), left_behind: 2 }");
        assert_eq!(report("signalled 9\n"), "Ended { ending: Signalled(9), left_behind: 0 }");
        assert!(report("failed 2\n").starts_with("NotStarted(Os { code: 2"));
        assert_eq!(report("unenclosed no\n"), "NotEnclosed");
        assert_eq!(report(""), "Nothing");
    }

    #[test]
    fn secrets_are_in_no_environment() {
        let names = ["CARGO_REGISTRY_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "EDITOR"];
        assert_eq!(names.map(is_for_tools), [false; 4]);
        let names = ["PATH", "CARGO_HOME", "RUSTFLAGS", "CC_x86_64-unknown-linux-gnu"];
        assert_eq!(names.map(is_for_tools), [true; 4]);
    }
}
