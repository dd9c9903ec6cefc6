//! Records what every reference solution does and compares it with the accepted snapshot, which insta reviews.

#![expect(clippy::disallowed_methods, reason = "a test starts the program as a user does")]

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_solution_does_what_its_snapshot_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course");
    for exercise in exercises(root) {
        let name =
            exercise.file_name().expect("an exercise has a name").to_string_lossy().into_owned();
        let chapter = exercise.parent().expect("an exercise is in a chapter");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(root.join("tests/snapshots").join(chapter));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, record(root, &exercise)));
    }
}

/// What the solution does, as `workbook dev record` prints it.
fn record(root: &Path, exercise: &Path) -> String {
    let selector = exercise.to_str().expect("exercises have plain names");
    let mut command = Command::new(env!("CARGO_BIN_EXE_workbook"));
    let output = command
        .args(["dev", "record", selector])
        .current_dir(root)
        .output()
        .expect("workbook starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{selector}: {error}");
    String::from_utf8(output.stdout).expect("a snapshot is text")
}

/// The folders that have an `exercise.toml`, relative to `exercises`.
fn exercises(root: &Path) -> Vec<PathBuf> {
    let folders = |folder: &Path| {
        let entries = folder.read_dir().expect("the course can be read");
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| entry.expect("the course can be read").path()).collect();
        paths.sort();
        paths.retain(|path| path.is_dir());
        paths
    };
    let base = root.join("exercises");
    let all = folders(&base).into_iter().flat_map(|chapter| folders(&chapter));
    let all = all.filter(|folder| folder.join("exercise.toml").is_file());
    all.map(|folder| folder.strip_prefix(&base).expect("it is below").to_owned()).collect()
}
