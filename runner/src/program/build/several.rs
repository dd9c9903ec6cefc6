//! Builds many programs with one cargo.

use std::env;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use cargo_metadata::Message;

use super::messages::{
    find_executable, is_error, parse_messages, primary_span, workspace_manifests,
};
use super::record::{self, Inputs};
use super::{
    BuildError, BuildErrorKind, BuildTarget, Cargo, read_build, record_path, wait_for_other_builds,
};
use crate::program::Ending;

/// Builds several programs of one package with one cargo. Each gets its own record in `cache_dir`, so that a later
/// [`build`](super::build) need not start cargo. None for a program that the compiler refuses.
pub(crate) fn build_all(
    targets: &[BuildTarget<'_>],
    cache_dir: &Path,
) -> Result<Vec<Option<PathBuf>>, BuildError> {
    let Some(first) = targets.first() else { return Ok(Vec::new()) };
    let mut cargo = Cargo::from_environment(env::vars_os());
    // They are not edited and built again, so there is no use in keeping what a second build could start from.
    cargo.environment.push(("CARGO_INCREMENTAL".into(), "0".into()));
    let _alone = wait_for_other_builds();
    let started = SystemTime::now();
    let bins: Vec<&str> = targets.iter().map(|target| target.bin).collect();
    let run = cargo.build(first, &bins, &mut |_| ()).map_err(|kind| kind.in_build_of(first.bin))?;
    let messages = parse_messages(&run.stdout);
    if !matches!(run.ending, Ending::Exited(_)) {
        _ = read_build(&run, first).map_err(|kind| kind.in_build_of(first.bin))?;
    }
    let manifests = workspace_manifests(&messages);
    let mut executables = Vec::new();
    for target in targets {
        let executable = find_executable(&messages, target.bin).map(|(executable, _)| executable);
        if let Some(executable) = &executable {
            let record = record_path(cache_dir, target);
            let inputs =
                Inputs { root: target.root, sources: target.sources, settings: cargo.settings() };
            record::remember(&record, &inputs, executable, manifests.clone(), started).map_err(
                |source| BuildErrorKind::Write { path: record, source }.in_build_of(first.bin),
            )?;
        } else if !refuses_program(&messages, target.bin, target.root) {
            // Neither built nor refused: the compiler could not do its work.
            return Err(BuildErrorKind::Failed { output: run.stderr }.in_build_of(first.bin));
        }
        executables.push(executable);
    }
    Ok(executables)
}

/// True if the compiler found a mistake in the code of the program called `bin`, one of several.
fn refuses_program(messages: &[Message], bin: &str, root: &Path) -> bool {
    messages.iter().any(|message| match message {
        Message::CompilerMessage(message) => {
            message.target.name == bin
                && is_error(&message.message)
                && primary_span(&message.message, root).is_some()
        }
        _ => false,
    })
}
