//! Parts of a class that are graded apart, on one machine or on many, and put together again: `class grade --shard` and
//! `class merge`.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use super::output_file::OutputFile;
use super::result::ResultLine;
use super::{Class, outputs, result_file};
use crate::command::Io;
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
    /// The learners of the whole class, so that parts of two rosters are told apart.
    learners: usize,
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

    pub(super) fn write_end(
        self,
        lines: usize,
        learners: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let end = PartEnd { part: self.number, of: self.of, lines, learners };
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
    fn check_end(&self, shard: Shard, learners: usize) -> anyhow::Result<()> {
        let path = self.path.display();
        if let Some((_, line)) = &self.next {
            bail!("`{path}` has a result of `{}`, who belongs to no such part", line.learner);
        }
        let Some(end) = &self.end else {
            bail!("`{path}` is torn: its end is missing; grade this part again");
        };
        let lines = self.read - 1;
        if *end != (PartEnd { part: shard.number, of: shard.of, lines, learners }) {
            bail!("`{path}` belongs to another class, or lines are missing; grade this part again");
        }
        Ok(())
    }
}

/// Puts the parts together, with the gradebook and the feedback; the result is that of one run, byte for byte.
pub(super) fn merge_parts(class: &Class, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let shards = find_parts(&class.folder.join(FOLDER))?;
    let files = shards.iter().map(|shard| PartReader::open(shard.file(&class.folder)));
    let mut parts: Vec<PartReader> = files.collect::<anyhow::Result<_>>()?;
    let mut out = OutputFile::begin(&class.folder, Path::new(result_file::FILE))?;
    for (at, learner) in class.roster.learners.iter().enumerate() {
        let part = at % parts.len();
        parts[part].take_learner(&learner.id, &mut out)?;
    }
    for (part, shard) in parts.iter().zip(&shards) {
        part.check_end(*shard, class.roster.learners.len())?;
    }
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
