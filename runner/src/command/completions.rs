//! `workbook completions`: a script that completes commands in a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Io;
use crate::cli::Cli;
use crate::exit::Exit;

pub(crate) fn run(shell: Shell, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "workbook", &mut script);
    io.file.write_all(&script)?;
    Ok(Exit::Passed)
}
