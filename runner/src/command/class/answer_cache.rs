//! Keeps what was graded by the content of the answer, so that a second run grades only what is new. Each result is a file
//! of its own, written whole: a kill loses none.

use std::io;
use std::path::{Path, PathBuf};

use hmac_sha256::Hash;
use workbook_core::exercise::{Exercise, Tree};

use super::result::AnswerGrade;
use crate::answer::EditedFiles;
use crate::atomic;
use crate::command::course_copy::read_files;
use crate::content_hash::{content_hash, hex};
use crate::course::Course;

/// The folder of the results of one class.
pub(super) struct AnswerCache {
    folder: PathBuf,
}

impl AnswerCache {
    pub(super) fn open(folder: PathBuf) -> AnswerCache {
        AnswerCache { folder }
    }

    pub(super) fn find(&self, key: &str) -> Option<AnswerGrade> {
        serde_json::from_slice(&atomic::read_regular(&self.path_of(key)).ok()?).ok()
    }

    pub(super) fn keep(&self, key: &str, grade: &AnswerGrade) -> io::Result<()> {
        atomic::write(&self.path_of(key), &serde_json::to_vec(grade)?)
    }

    fn path_of(&self, key: &str) -> PathBuf {
        self.folder.join(&key[..2]).join(format!("{}.json", &key[2..]))
    }
}

/// Hash of everything that the verdict on any answer to an exercise rests on: the exercise, its solution, its starter, and
/// the seed of the class.
pub(super) fn hash_exercise(
    course: &Course,
    exercise: &Exercise,
    seed: u64,
) -> anyhow::Result<String> {
    let mut hash = Hash::new();
    hash.update(seed.to_le_bytes());
    hash.update(content_hash(course, exercise));
    for folder in [exercise.folder(Tree::Solutions), exercise.starter()] {
        let folder = course.root.join(folder);
        let files = if folder.is_dir() { read_files(&folder)? } else { Default::default() };
        for (name, bytes) in files {
            hash_file(&mut hash, &name, &bytes);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Hash of an answer to an exercise with this hash.
pub(super) fn hash_answer(exercise: &str, edited: &EditedFiles) -> String {
    let mut hash = Hash::new();
    hash.update(exercise);
    for (name, bytes) in edited {
        match bytes {
            Ok(bytes) => hash_file(&mut hash, Path::new(name), bytes),
            Err(problem) => {
                hash_file(&mut hash, Path::new(name), format!("\0{problem:?}").as_bytes())
            }
        }
    }
    hex(&hash.finalize())
}

fn hash_file(hash: &mut Hash, name: &Path, bytes: &[u8]) {
    hash.update(Hash::hash(name.to_string_lossy().as_bytes()));
    hash.update(Hash::hash(bytes));
}
