//! `workbook doctor`: what this machine offers for a sandbox around programs, and what follows from it.

use super::Io;
use crate::exit::Exit;
use crate::program::confinement::SandboxMeans;
use crate::program::find_sandbox_means;

pub(crate) fn examine_machine(io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let means = find_sandbox_means();
    let landlock = match means.landlock {
        Some(version) => format!("version {version}"),
        None => "none".to_owned(),
    };
    writeln!(io.out, "files out of reach (Landlock)          {landlock}")?;
    writeln!(io.out, "system calls refused (seccomp)         {}", said(means.seccomp))?;
    writeln!(io.out, "processes of its own (namespaces)      {}", said(means.namespaces))?;
    writeln!(io.out)?;
    for line in consequences(means) {
        writeln!(io.out, "{line}")?;
    }
    Ok(if means.confines() { Exit::Passed } else { Exit::Failed })
}

fn said(is_there: bool) -> &'static str {
    if is_there { "yes" } else { "none" }
}

fn consequences(means: SandboxMeans) -> Vec<&'static str> {
    if !means.confines() {
        return NO_SANDBOX.to_vec();
    }
    let mut lines = vec![SANDBOX];
    if means.landlock.is_some_and(|version| version < SCOPES) {
        lines.push(NO_SCOPES);
    }
    lines.push(if means.namespaces { NAMESPACES } else { NO_NAMESPACES });
    lines
}

/// The version of Landlock that keeps signals among a program's own processes.
const SCOPES: i32 = 6;

const NO_SANDBOX: &[&str] = &[
    "Programs run without a sandbox: they can read and change your files and use the network.",
    "Grade only your own answers here; for those of others use Linux or the container of `Containerfile`.",
];
const SANDBOX: &str = "Programs run in a sandbox: without network, and with no files but the system's and a folder of their own.";
const NO_SCOPES: &str =
    "This kernel cannot keep their signals in: a program can signal itself and its group only.";
const NAMESPACES: &str = "That folder is limited in size, memory and processor time are limited for all processes of a program together,\nand everything ends with the program, even if the workbook is killed.";
const NO_NAMESPACES: &str = "That folder is not limited in size, memory and processor time are limited for each process alone, and what outlives a workbook that is killed is ended by nobody.\nTo allow namespaces: sysctl kernel.apparmor_restrict_unprivileged_userns=0, or run in a virtual machine.";
