//! The workbook's end of the line to a launcher: orders go out, and what became of the program comes back.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::launcher::{LauncherStage, OWN_PROGRAM};
use super::order::LaunchOrder;
use super::program_files::{companions_of, find_program};
use super::shared_use::SharedLimits;
use super::{file_rules, system_calls};
use crate::program::confinement::{Confinement, SandboxMeans};
use crate::program::{self, Allowance, Ending, LauncherReport, Limits, SharedLimit};

/// The line to one launcher, with the order that waits to be sent.
#[derive(Debug)]
pub(in crate::program) struct Line {
    stream: UnixStream,
    order: LaunchOrder,
}

/// False once namespaces were refused: then none are tried any more.
static HAS_NAMESPACES: AtomicBool = AtomicBool::new(true);

/// True once namespaces were refused.
pub(super) fn has_seen_no_namespaces() -> bool {
    !HAS_NAMESPACES.load(Ordering::Relaxed)
}

pub(super) fn remember_no_namespaces() {
    HAS_NAMESPACES.store(false, Ordering::Relaxed);
}

/// The command that starts a launcher that becomes `command`, and the line to it.
pub(in crate::program) fn prepare_launcher(
    command: &mut Command,
    confinement: &Confinement,
    allowance: Allowance,
) -> io::Result<(Command, Option<Line>)> {
    let (stream, theirs) = UnixStream::pair()?;
    let order = write_order(command, confinement, allowance, SharedLimits::default())?;
    let mut launcher = Command::new(OWN_PROGRAM);
    launcher
        .arg(LauncherStage::Become.word())
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .env_clear();
    launcher.envs(order.environment.iter().map(|(name, value)| (name, value)));
    Ok((launcher, Some(Line { stream, order })))
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
    ran.is_ok() && !has_seen_no_namespaces()
}

impl Line {
    /// Sends the order. A launcher that is gone already is found out when its end is asked for.
    pub(in crate::program) fn send_order(&mut self) {
        self.order.write_to(&mut self.stream).ok();
    }

    /// What the launcher told, after it has ended.
    pub(in crate::program) fn read_report(&mut self) -> LauncherReport {
        let mut text = String::new();
        // Nobody else holds the other end, so this waits for nothing; and if it did, not for long.
        self.stream.set_read_timeout(Some(Duration::from_secs(1))).ok();
        self.stream.read_to_string(&mut text).ok();
        parse_report(&text)
    }
}

pub(super) fn parse_report(text: &str) -> LauncherReport {
    let mut ending = None;
    let mut left_behind = 0;
    for line in text.lines() {
        match line.split_once(' ') {
            None if line == "unreachable" => return LauncherReport::Unreachable,
            Some(("failed", number)) => {
                let number = number.parse().unwrap_or(0);
                return LauncherReport::NotStarted(io::Error::from_raw_os_error(number));
            }
            Some(("unenclosed", _)) => return LauncherReport::NotEnclosed,
            Some(("broken", reason)) => return LauncherReport::Broken(reason.to_owned()),
            Some(("exited", code)) => ending = code.parse().ok().map(Ending::Exited),
            Some(("signalled", signal)) => ending = signal.parse().ok().map(Ending::Signalled),
            Some(("overused", "memory")) => ending = Some(Ending::Overused(SharedLimit::Memory)),
            Some(("overused", _)) => ending = Some(Ending::Overused(SharedLimit::ProcessorTime)),
            Some(("left", count)) => left_behind = count.parse().unwrap_or(0),
            _ => (),
        }
    }
    match ending {
        Some(ending) => LauncherReport::Ended { ending, left_behind },
        None => LauncherReport::Nothing,
    }
}

pub(super) fn write_order(
    command: &Command,
    confinement: &Confinement,
    allowance: Allowance,
    limits: SharedLimits,
) -> io::Result<LaunchOrder> {
    let is_foreign = allowance == Allowance::Program;
    let folder = match command.get_current_dir() {
        Some(folder) => folder.to_owned(),
        None => env::current_dir()?,
    };
    let program = find_program(command.get_program(), &folder)?;
    let mut readable = companions_of(&program);
    let own = confinement.readable.iter().filter(|path| path.exists());
    readable.extend(own.cloned().chain([program.clone()]));
    Ok(LaunchOrder {
        program,
        arguments: command.get_args().map(OsStr::to_owned).collect(),
        environment: list_environment(command, confinement, is_foreign),
        folder,
        readable,
        listable: confinement.listable.clone(),
        writable: confinement.writable.clone(),
        private: confinement.private.clone().unwrap_or_default(),
        limits,
        is_foreign,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_read_line_by_line() {
        let report = |text| format!("{:?}", parse_report(text));
        assert_eq!(report("exited 3\nleft 2\n"), "Ended { ending: Exited(3), left_behind: 2 }");
        assert_eq!(report("signalled 9\n"), "Ended { ending: Signalled(9), left_behind: 0 }");
        let ended = report("overused memory\nleft 20\n");
        assert_eq!(ended, "Ended { ending: Overused(Memory), left_behind: 20 }");
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
