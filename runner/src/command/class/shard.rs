//! Parts of a class that are graded apart, on one machine or on many, and put together again: `class grade --shard` and
//! `class merge`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Lines, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use hmac_sha256::Hash;
use serde::{Deserialize, Serialize};

use super::output_file::OutputFile;
use super::result::ResultLine;
use super::{Class, answer_cache, outputs, result_file, roster, settings};
use crate::command::Io;
use crate::content_hash::hex;
use crate::course::Course;
use crate::exit::Exit;

/// The folder of the parts in that of a class.
pub(super) const FOLDER: &str = "parts";

/// One part of several: `3/40`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// From 1 on.
    number: usize,
    of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| {
            Some(Shard { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        numbers
            .filter(|shard: &Shard| (1..=shard.of).contains(&shard.number))
            .ok_or_else(|| "take a part and how many there are: `3/40`".to_owned())
    }
}

/// The last line of a part: whoever reads it knows that the part is whole.
#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct PartEnd {
    part: usize,
    of: usize,
    lines: usize,
    #[serde(flatten)]
    basis: PartBasis,
}

/// Hashes of what a part was graded by, so that parts of two versions are told apart.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct PartBasis {
    /// Of the settings, the roster and the exercises of the class.
    class: String,
    /// Of the file with the times, if there was one.
    times: String,
}

impl PartBasis {
    /// Takes the hashes of the exercises of the class.
    pub(super) fn new<'a>(
        class: &Class,
        exercises: impl Iterator<Item = &'a str>,
        times: Option<&Path>,
    ) -> anyhow::Result<PartBasis> {
        let read = |path: &Path| {
            fs::read(path).with_context(|| format!("failed to read `{}`", path.display()))
        };
        let mut hash = Hash::new();
        for name in [settings::FILE, roster::FILE] {
            hash.update(Hash::hash(&read(&class.folder.join(name))?));
        }
        exercises.for_each(|exercise| hash.update(exercise));
        let times = times.map(read).transpose()?;
        Ok(PartBasis {
            class: hex(&hash.finalize()),
            times: times.map(|bytes| hex(&Hash::hash(&bytes))).unwrap_or_default(),
        })
    }
}

impl Shard {
    /// True for a learner, by the position in the roster, who belongs to this part.
    pub(super) fn holds(self, learner: usize) -> bool {
        learner % self.of == self.number - 1
    }

    /// The file of the part in the folder of the class.
    pub(super) fn file(self, class: &Path) -> PathBuf {
        class.join(FOLDER).join(format!("{}-of-{}.jsonl", self.number, self.of))
    }

    /// The name of what belongs to this part alone: `part-3-of-40`.
    pub(super) fn name(self) -> String {
        format!("part-{}-of-{}", self.number, self.of)
    }

    /// The path of its warnings in the folder of the class.
    pub(super) fn warnings_file(self) -> PathBuf {
        Path::new(FOLDER).join(format!("{}-of-{}-warnings.txt", self.number, self.of))
    }

    pub(super) fn write_end(
        self,
        lines: usize,
        basis: &PartBasis,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let end = PartEnd { part: self.number, of: self.of, lines, basis: basis.clone() };
        writeln!(out, "{}", serde_json::to_string(&end)?)
    }
}

/// A part that is read line by line.
struct PartReader {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    /// The line that was read and not taken yet.
    next: Option<(String, ResultLine)>,
    read: usize,
    end: Option<PartEnd>,
}

impl PartReader {
    fn open(path: PathBuf) -> anyhow::Result<PartReader> {
        let file =
            File::open(&path).with_context(|| format!("failed to read `{}`", path.display()))?;
        let lines = BufReader::new(file).lines();
        let mut part = PartReader { path, lines, next: None, read: 0, end: None };
        part.advance()?;
        Ok(part)
    }

    fn advance(&mut self) -> anyhow::Result<()> {
        self.next = None;
        let Some(text) = self.lines.next() else { return Ok(()) };
        let text = text.with_context(|| format!("failed to read `{}`", self.path.display()))?;
        if self.end.is_some() {
            bail!("`{}` goes on after its end", self.path.display());
        }
        self.read += 1;
        if let Ok(end) = serde_json::from_str(&text) {
            self.end = Some(end);
            return Ok(());
        }
        let line = serde_json::from_str(&text).with_context(|| {
            format!("{}:{}: it is no result; grade this part again", self.path.display(), self.read)
        })?;
        self.next = Some((text, line));
        Ok(())
    }

    /// Hands on the results of one learner, which come next or not at all.
    fn take_learner(&mut self, id: &str, out: &mut dyn Write) -> anyhow::Result<()> {
        while let Some((text, _)) = self.next.take_if(|(_, line)| line.learner == id) {
            writeln!(out, "{text}")?;
            self.advance()?;
        }
        Ok(())
    }

    /// Checks that the part is whole, once everything was taken.
    fn check_end(&self, shard: Shard) -> anyhow::Result<()> {
        let path = self.path.display();
        if let Some((_, line)) = &self.next {
            bail!(
                "`{path}` has a result of `{}`, who belongs to no such part; grade this part again",
                line.learner
            );
        }
        let Some(end) = &self.end else {
            bail!("`{path}` is torn: its end is missing; grade this part again");
        };
        let lines = self.read - 1;
        if (end.part, end.of, end.lines) != (shard.number, shard.of, lines) {
            bail!("`{path}` belongs elsewhere, or lines are missing; grade this part again");
        }
        Ok(())
    }

    /// Reads the last line of a part, without what is before it.
    fn read_basis(path: &Path) -> anyhow::Result<Option<PartBasis>> {
        let failed = || format!("failed to read `{}`", path.display());
        let mut file = File::open(path).with_context(failed)?;
        let size = file.metadata().with_context(failed)?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(LONGEST_END))).with_context(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).with_context(failed)?;
        let text = String::from_utf8_lossy(&bytes);
        let end = text.lines().next_back().and_then(|line| serde_json::from_str(line).ok());
        Ok(end.map(|end: PartEnd| end.basis))
    }
}

/// More bytes than the last line of a part has.
const LONGEST_END: u64 = 1000;

/// Refuses parts that were graded by another version of the course or of the class than the one that is there now, or with
/// other times than their neighbours.
fn check_basis(course: &Course, class: &Class, shards: &[Shard]) -> anyhow::Result<()> {
    let all = class.settings.exercises.iter();
    let hashes =
        all.map(|one| answer_cache::hash_exercise(course, &one.exercise, class.settings.seed));
    let hashes = hashes.collect::<anyhow::Result<Vec<_>>>()?;
    let now = PartBasis::new(class, hashes.iter().map(String::as_str), None)?;
    let mut first: Option<(PathBuf, PartBasis)> = None;
    for shard in shards {
        let path = shard.file(&class.folder);
        // A part without an end is told of when it is read.
        let Some(basis) = PartReader::read_basis(&path)? else { continue };
        if basis.class != now.class {
            bail!(
                "`{}` was graded by another version of the course, of `{}` or of `{}`\nhint: grade this part again, or bring back that version",
                path.display(),
                settings::FILE,
                roster::FILE
            );
        }
        match &first {
            None => first = Some((path, basis)),
            Some((other, first)) if first.times != basis.times => bail!(
                "`{}` and `{}` were graded with different times\nhint: grade one of them again",
                other.display(),
                path.display()
            ),
            Some(_) => (),
        }
    }
    Ok(())
}

/// Puts the parts together, with the gradebook and the feedback; the result is that of one run, byte for byte.
pub(super) fn merge_parts(course: &Course, class: &Class, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let shards = find_parts(&class.folder.join(FOLDER))?;
    check_basis(course, class, &shards)?;
    let files = shards.iter().map(|shard| PartReader::open(shard.file(&class.folder)));
    let mut parts: Vec<PartReader> = files.collect::<anyhow::Result<_>>()?;
    let mut out = OutputFile::begin(&class.folder, Path::new(result_file::FILE))?;
    for (at, learner) in class.roster.learners.iter().enumerate() {
        let part = at % parts.len();
        parts[part].take_learner(&learner.id, &mut out)?;
    }
    for (part, shard) in parts.iter().zip(&shards) {
        part.check_end(*shard)?;
    }
    result_file::keep_before(&class.folder)?;
    out.finish()?;
    outputs::write_outputs(class)?;
    writeln!(io.out, "{} parts put together", parts.len())?;
    Ok(Exit::Passed)
}

/// The parts that are there, in order: all of them, of one division only.
fn find_parts(folder: &Path) -> anyhow::Result<Vec<Shard>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("failed to read `{}`", folder.display()))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let found: Vec<Shard> = names
        .filter_map(|name| name.strip_suffix(".jsonl")?.replace("-of-", "/").parse().ok())
        .collect();
    let divisions: BTreeSet<usize> = found.iter().map(|shard| shard.of).collect();
    let mut divisions = divisions.into_iter();
    let (of, others) = (divisions.next(), divisions.next());
    let Some(of) = of else { bail!("there are no parts in `{}`", folder.display()) };
    if let Some(other) = others {
        bail!(
            "there are parts of {of} and of {other} in `{}`\nhint: remove those that do not count",
            folder.display()
        );
    }
    let missing = (1..=of).filter(|number| !found.iter().any(|shard| shard.number == *number));
    let missing: Vec<String> = missing.map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        bail!("these of {of} parts are missing: {}", missing.join(", "));
    }
    Ok((1..=of).map(|number| Shard { number, of }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_a_number_of_a_number() {
        assert_eq!("3/40".parse(), Ok(Shard { number: 3, of: 40 }));
        for wrong in ["0/4", "5/4", "3", "/", "a/b", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        let part: Shard = "2/3".parse().expect("it is one");
        assert_eq!((0..7).filter(|at| part.holds(*at)).collect::<Vec<_>>(), [1, 4]);
    }
}
