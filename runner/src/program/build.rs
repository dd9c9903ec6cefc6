//! stub
use std::path::{Path, PathBuf};
pub(crate) struct Target<'a> {
    pub(crate) root: &'a Path,
    pub(crate) package: &'a str,
    pub(crate) bin: &'a str,
    pub(crate) sources: &'a [PathBuf],
}
pub(crate) enum Outcome {
    Ready(PathBuf),
    Rejected(Vec<Diagnostic>),
}
pub(crate) struct Diagnostic {
    pub(crate) rendered: String,
    pub(crate) message: String,
    pub(crate) file: Option<PathBuf>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
}
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub(crate) struct BuildError;
pub(crate) fn build(t: &Target<'_>, _c: &Path, b: &mut dyn FnMut()) -> Result<Outcome, BuildError> {
    b();
    let s = std::process::Command::new("cargo")
        .args(["build", "-q", "-p", t.package, "--bin", t.bin])
        .current_dir(t.root)
        .status()
        .map_err(|_| BuildError)?;
    if s.success() {
        Ok(Outcome::Ready(t.root.join("target/debug").join(t.bin)))
    } else {
        Ok(Outcome::Rejected(vec![]))
    }
}
