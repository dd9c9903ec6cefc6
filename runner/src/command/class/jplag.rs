//! Writes answers into the folders that JPlag reads: `learners`, with a folder for each, and `starters`, which is given to
//! all. See <https://github.com/jplag/JPlag/blob/main/docs/1.-How-to-Use-JPlag.md>.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use workbook_core::exercise::Exercise;
use workbook_core::grade::StarterFiles;

use crate::answer::EditedFiles;
use crate::atomic;

/// The folder of the learners' folders, and that of the starters.
pub(super) const LEARNERS: &str = "learners";
pub(super) const STARTERS: &str = "starters";

/// The folder that is written.
pub(super) struct JplagFolder {
    root: PathBuf,
}

impl JplagFolder {
    /// Takes a folder that is empty or not there.
    pub(super) fn begin(root: PathBuf) -> anyhow::Result<JplagFolder> {
        let is_empty = fs::read_dir(&root).map_or(true, |mut entries| entries.next().is_none());
        if !is_empty || root.is_file() {
            bail!("`{}` is not empty\nhint: name a new folder", root.display());
        }
        Ok(JplagFolder { root })
    }

    pub(super) fn write_starter(
        &self,
        exercise: &Exercise,
        starter: &StarterFiles,
    ) -> anyhow::Result<()> {
        let folder = Path::new(STARTERS).join(&exercise.path);
        starter.iter().try_for_each(|(name, bytes)| self.write(&folder.join(name), bytes))
    }

    /// Writes the files of an answer that are not as they were handed out.
    pub(super) fn write_answer(
        &self,
        learner: &str,
        exercise: &Exercise,
        edited: &EditedFiles,
        starter: &StarterFiles,
    ) -> anyhow::Result<()> {
        let folder = Path::new(LEARNERS).join(learner).join(&exercise.path);
        for (name, bytes) in edited {
            if let Ok(bytes) = bytes
                && starter.get(name) != Some(bytes)
            {
                self.write(&folder.join(name), bytes)?;
            }
        }
        Ok(())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.root.join(path);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)
            .and_then(|()| atomic::write(&path, bytes))
            .with_context(|| format!("failed to write `{}`", path.display()))
    }
}
