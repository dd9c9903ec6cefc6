//! Reads what cargo says in JSON: the executable, the packages of the workspace, and errors of the compiler.

use std::path::{Path, PathBuf};

use cargo_metadata::diagnostic::{self, DiagnosticLevel, DiagnosticSpan};
use cargo_metadata::{Artifact, Message};

use super::{Diagnostic, Freshness};

/// The messages of `cargo build --message-format=json`, without lines that are none.
pub(super) fn parse_messages(stdout: &str) -> Vec<Message> {
    Message::parse_stream(stdout.as_bytes()).filter_map(Result::ok).collect()
}

/// The executable of the program called `bin`.
pub(super) fn find_executable(messages: &[Message], bin: &str) -> Option<(PathBuf, Freshness)> {
    let mut ours = artifacts(messages).filter(|artifact| artifact.target.name == bin);
    ours.find_map(|artifact| {
        let freshness = if artifact.fresh { Freshness::Fresh } else { Freshness::Compiled };
        Some((artifact.executable.clone()?.into_std_path_buf(), freshness))
    })
}

/// The manifests of the packages of the workspace that were used.
pub(super) fn workspace_manifests(messages: &[Message]) -> Vec<PathBuf> {
    artifacts(messages)
        .filter(|artifact| artifact.package_id.repr.starts_with("path+"))
        .map(|artifact| artifact.manifest_path.clone().into_std_path_buf())
        .collect()
}

/// The compiler's errors, in its order.
pub(super) fn compiler_errors(messages: &[Message], root: &Path) -> Vec<Diagnostic> {
    let errors = messages.iter().filter_map(|message| match message {
        Message::CompilerMessage(message) if is_error(&message.message) => Some(&message.message),
        _ => None,
    });
    errors.map(|error| diagnostic_of(error, root)).collect()
}

fn artifacts(messages: &[Message]) -> impl Iterator<Item = &Artifact> {
    messages.iter().filter_map(|message| match message {
        Message::CompilerArtifact(artifact) => Some(artifact),
        _ => None,
    })
}

pub(super) fn is_error(error: &diagnostic::Diagnostic) -> bool {
    matches!(error.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
        && !error.message.starts_with("aborting due to")
        && !error.message.starts_with("could not compile")
}

fn diagnostic_of(error: &diagnostic::Diagnostic, root: &Path) -> Diagnostic {
    let span = primary_span(error, root);
    Diagnostic {
        rendered: error.rendered.clone().unwrap_or_else(|| error.message.clone()),
        message: error.message.clone(),
        file: span.map(|span| {
            let file = Path::new(&span.file_name);
            file.strip_prefix(root).unwrap_or(file).to_owned()
        }),
        line: span.map(|span| span.line_start),
        column: span.map(|span| span.column_start),
    }
}

pub(super) fn primary_span<'a>(
    error: &'a diagnostic::Diagnostic,
    root: &Path,
) -> Option<&'a DiagnosticSpan> {
    span_in_folder(error.spans.iter().find(|span| span.is_primary)?, root)
}

/// The span itself or, inside a macro of somebody else, the one that calls the macro.
fn span_in_folder<'a>(span: &'a DiagnosticSpan, root: &Path) -> Option<&'a DiagnosticSpan> {
    if root.join(&span.file_name).starts_with(root) {
        return Some(span);
    }
    span_in_folder(&span.expansion.as_ref()?.span, root)
}
