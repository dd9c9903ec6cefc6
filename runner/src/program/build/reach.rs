//! What cargo and all it runs may use while it builds a learner's program: the compiler, the libraries and that program.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::BuildTarget;
use crate::program::confinement::Confinement;

/// The files for one build. `output` is cargo's target folder, `temporary` a folder for files that are thrown away.
pub(super) fn confine_build(
    target: &BuildTarget<'_>,
    environment: &[(OsString, OsString)],
    output: &Path,
    temporary: &Path,
) -> Confinement {
    let root = target.root;
    let mut readable = list_tool_files(environment);
    for folder in root.ancestors() {
        readable.extend(CONFIGURATION.iter().map(|name| folder.join(name)));
    }
    readable.push(root.join("Cargo.lock"));
    readable.extend(list_course_files(root));
    let sources = target.sources.iter().map(|source| root.join(source));
    readable.extend(sources.filter_map(|source| source.parent().map(Path::to_owned)));
    Confinement {
        readable,
        listable: vec![root.to_owned()],
        writable: vec![output.to_owned(), temporary.to_owned()],
        private: None,
    }
}

/// Where cargo builds, unless a file of its configuration outside of `root` says otherwise.
pub(super) fn usual_output(root: &Path, environment: &[(OsString, OsString)]) -> PathBuf {
    let named = find_variable(environment, "CARGO_TARGET_DIR")
        .or_else(|| find_variable(environment, "CARGO_BUILD_TARGET_DIR"));
    let named = named.or_else(|| configured_output(root));
    root.join(named.unwrap_or_else(|| PathBuf::from("target")))
}

/// The `build.target-dir` of the configuration that stands in `root`.
fn configured_output(root: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(root.join(".cargo/config.toml")).ok()?;
    let settings: toml::Table = text.parse().ok()?;
    let output = settings.get("build")?.get("target-dir")?.as_str()?;
    Some(PathBuf::from(output))
}

fn find_variable(environment: &[(OsString, OsString)], name: &str) -> Option<PathBuf> {
    environment.iter().find(|(one, _)| one == name).map(|(_, value)| PathBuf::from(value))
}

/// Compilers and downloaded libraries; not the keys that cargo keeps beside them.
fn list_tool_files(environment: &[(OsString, OsString)]) -> Vec<PathBuf> {
    let home = find_variable(environment, "HOME").unwrap_or_default();
    let folder = |name, usual| find_variable(environment, name).unwrap_or_else(|| home.join(usual));
    let cargo = folder("CARGO_HOME", ".cargo");
    let mut files = vec![folder("RUSTUP_HOME", ".rustup")];
    files.extend(CARGO_FILES.iter().map(|name| cargo.join(name)));
    files
}

/// The manifests of the workspace, and the packages of the course that its manifests name as libraries.
fn list_course_files(root: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let Ok(manifest) = text.parse::<toml::Table>() else { return Vec::new() };
    let Some(workspace) = manifest.get("workspace") else { return vec![root.to_owned()] };
    let members = workspace.get("members").and_then(toml::Value::as_array);
    let members = members.into_iter().flatten().filter_map(toml::Value::as_str);
    let manifests = members.map(|member| root.join(member).join("Cargo.toml"));
    let libraries = workspace.get("dependencies").and_then(toml::Value::as_table);
    let libraries =
        libraries.into_iter().flatten().filter_map(|(_, one)| one.get("path")?.as_str());
    manifests.chain(libraries.map(|path| root.join(path))).collect()
}

const CONFIGURATION: &[&str] =
    &["Cargo.toml", ".cargo/config.toml", ".cargo/config", "rust-toolchain", "rust-toolchain.toml"];

const CARGO_FILES: &[&str] = &["bin", "registry", "git", "config.toml", "config", "env"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_where_the_configuration_of_the_course_puts_it() {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let root = folder.path();
        assert_eq!(usual_output(root, &[]), root.join("target"));
        fs::create_dir(root.join(".cargo")).expect("the folder can be made");
        fs::write(root.join(".cargo/config.toml"), "[build]\ntarget-dir = \"/elsewhere\"\n")
            .expect("the file can be written");
        assert_eq!(usual_output(root, &[]), Path::new("/elsewhere"));
        let named = [("CARGO_TARGET_DIR".into(), "named".into())];
        assert_eq!(usual_output(root, &named), root.join("named"));
    }
}
