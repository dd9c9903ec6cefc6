//! Reads `results.jsonl` one learner at a time, so that the size of a class does not matter.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

use super::result::ResultLine;
use crate::course::MEMORY;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "results.jsonl";

/// The results before the last run, in the folder of what can be made again.
const BEFORE: &str = "results-before.jsonl";

/// The place of the results before the last run.
pub(super) fn before(class: &Path) -> PathBuf {
    class.join(MEMORY).join(BEFORE)
}

/// Keeps the results as they are, before others take their place.
pub(super) fn keep_before(class: &Path) -> anyhow::Result<()> {
    let (now, kept) = (class.join(FILE), before(class));
    _ = fs::remove_file(&kept);
    if !now.is_file() {
        return Ok(());
    }
    // A second name costs nothing; some file systems have none.
    let linked = fs::hard_link(&now, &kept).or_else(|_| fs::copy(&now, &kept).map(|_| ()));
    linked.with_context(|| format!("failed to write `{}`", kept.display()))
}

/// The places of the results of each learner in the file.
#[derive(Default)]
pub(super) struct ResultIndex {
    path: PathBuf,
    ranges: BTreeMap<String, Range<u64>>,
}

#[derive(Deserialize)]
struct OnlyLearner {
    learner: String,
}

impl ResultIndex {
    /// Reads the file; where there is none, nobody has a result.
    pub(super) fn open(path: &Path) -> anyhow::Result<ResultIndex> {
        let mut index = ResultIndex { path: path.to_owned(), ranges: BTreeMap::new() };
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(index),
            file => file.with_context(|| format!("failed to read `{}`", path.display()))?,
        };
        let (mut file, mut line, mut at) = (BufReader::new(file), String::new(), 0);
        for number in 1.. {
            line.clear();
            let size = file.read_line(&mut line)? as u64;
            if size == 0 {
                break;
            }
            let OnlyLearner { learner } = serde_json::from_str(&line)
                .with_context(|| format!("{}:{number}: it is no result", path.display()))?;
            let range = index.ranges.entry(learner).or_insert(at..at);
            range.end = at + size;
            at += size;
        }
        Ok(index)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The results of a learner, by exercise.
    pub(super) fn lines_of(&self, learner: &str) -> anyhow::Result<BTreeMap<String, ResultLine>> {
        let Some(range) = self.ranges.get(learner) else { return Ok(BTreeMap::new()) };
        let mut file = File::open(&self.path)
            .with_context(|| format!("failed to read `{}`", self.path.display()))?;
        file.seek(SeekFrom::Start(range.start))?;
        let mut text = String::new();
        file.take(range.end - range.start).read_to_string(&mut text)?;
        let mut lines = BTreeMap::new();
        for line in text.lines() {
            let line: ResultLine = serde_json::from_str(line).with_context(|| {
                format!("`{}` has a line that is no result", self.path.display())
            })?;
            lines.insert(line.exercise.clone(), line);
        }
        Ok(lines)
    }
}
