//! The parts of a start that all launchers share: system calls are refused, a program is made ready, a failure is told.

use std::io;
use std::process::{Command, Stdio};

use super::order::LaunchOrder;
use super::system_calls::{self, CallRulesError, Signals};

/// What a launcher tells of the program.
#[derive(Debug, thiserror::Error)]
pub(super) enum LaunchError {
    #[error("failed {}", .0.raw_os_error().unwrap_or(0))]
    Program(io::Error),
    #[error("unreachable")]
    Unreachable,
    #[error("unenclosed {0}")]
    Namespaces(io::Error),
    #[error("broken {0}")]
    Machine(io::Error),
    #[error("broken {0}")]
    Files(#[from] landlock::RulesetError),
    #[error("broken {0}")]
    Calls(#[from] CallRulesError),
}

/// The code of a launcher that could not do its work; it has said why on its line.
pub(super) const FAILED: u8 = 125;

/// Refuses system calls to the calling thread and to what it starts from now on.
pub(super) fn restrict_calls(is_foreign: bool, signals: Signals) -> Result<(), LaunchError> {
    // Landlock asks for it, and seccomp needs it where there is no Landlock.
    rustix::thread::set_no_new_privs(true).map_err(|error| LaunchError::Machine(error.into()))?;
    match system_calls::refuse_calls(is_foreign, signals) {
        Err(CallRulesError::Processor) => Ok(()),
        // What cannot be had was found before, and whoever needs it has not come as far as this.
        Err(error) if error.is_absent() => Ok(()),
        result => Ok(result?),
    }
}

/// The command that an order describes.
pub(super) fn program_of(order: &LaunchOrder) -> Command {
    let mut command = Command::new(&order.program);
    command.args(&order.arguments).env_clear();
    command.envs(order.environment.iter().map(|(name, value)| (name, value)));
    if !order.folder.as_os_str().is_empty() {
        command.current_dir(&order.folder);
    }
    command.stdin(Stdio::null());
    command
}
