//! An `exercise.toml` is an exercise, or an error with its place.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;
use workbook_authors::course;

static COURSE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::create_dir_all(folder.path().join("exercises/ch01-only/it")).expect("a folder can be made");
    folder
});

fuzz_target!(|text: &str| {
    let root = COURSE.path();
    fs::write(root.join("exercises/ch01-only/it/exercise.toml"), text).expect("it can be written");
    let course = course::open(root).expect("the folder is there");
    for entry in course.entries() {
        if let Err(error) = entry.exercise() {
            assert!(!error.to_string().is_empty());
        }
    }
});
