//! `workbook class`: what a class hands in, from its roster to its marks.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::Io;
use crate::cli::{ClassArgs, ClassCommand};
use crate::course::Course;
use crate::exit::Exit;

mod answer_cache;
mod csv_rows;
mod export;
mod feedback;
mod file_place;
mod grade;
mod gradebook;
mod init;
mod intake;
mod jplag;
mod learner_name;
mod marks;
mod output_file;
mod outputs;
mod overrides;
mod overview;
mod release;
mod release_templates;
mod release_trial;
mod report;
mod result;
mod result_file;
mod roster;
mod settings;
mod shard;
mod similar;
mod similarity;
mod stats;
mod submission;
mod templates;
mod times;
mod warnings;
mod work;

use file_place::ClassFileError;
use overrides::Overrides;
use release::Existing;
use release_trial::ReleaseTrial;
use roster::Roster;
use settings::ClassSettings;

/// The folder of a class, with what its files say.
struct Class {
    folder: PathBuf,
    settings: ClassSettings,
    roster: Roster,
    overrides: Overrides,
}

pub(super) fn run(
    arguments: ClassArgs,
    open: &dyn Fn() -> anyhow::Result<Course>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let folder = arguments.class.map_or_else(|| here.clone(), |folder| here.join(folder));
    match arguments.command {
        ClassCommand::Init { folder } => init::make_class(&open()?, &folder, io),
        ClassCommand::Grade(request) => {
            let course = open()?;
            let class = open_class(&course, &folder, io)?;
            grade::grade_class(&course, &class, &request, io)
        }
        ClassCommand::Release { to, update, quick } => {
            let existing = if update { Existing::Update } else { Existing::Refuse };
            let trial = if quick { ReleaseTrial::Quick } else { ReleaseTrial::Full };
            release::release_course(&open()?, &here.join(to), existing, trial, io)
        }
        ClassCommand::Report => report::write_report(&open_class(&open()?, &folder, io)?, io),
        ClassCommand::Stats => stats::print_stats(&open_class(&open()?, &folder, io)?, io),
        ClassCommand::Templates { to } => {
            let course = open()?;
            let class = open_class(&course, &folder, io)?;
            templates::write_templates(&course, &class, &here.join(to), io)
        }
        ClassCommand::Similar(request) => {
            let course = open()?;
            let class = open_class(&course, &folder, io)?;
            similar::print_similar(&course, &class, &request, io)
        }
        ClassCommand::Merge => {
            let course = open()?;
            let class = open_class(&course, &folder, io)?;
            shard::merge_parts(&course, &class, io)
        }
        ClassCommand::Export { format, learner } => {
            let class = open_class(&open()?, &folder, io)?;
            export::export_results(&class, format, learner.as_deref(), io)
        }
    }
}

fn open_class(course: &Course, folder: &Path, io: &mut Io<'_>) -> anyhow::Result<Class> {
    if !folder.join(settings::FILE).is_file() {
        bail!(
            "there is no `{}` in `{}`\nhint: name the folder of the class with `--class`, or make one: `workbook class init DIR`",
            settings::FILE,
            folder.display()
        );
    }
    let roster = roster::read(&folder.join(roster::FILE))?;
    let mut notes = Vec::new();
    let settings = settings::read(&folder.join(settings::FILE), course, &roster, &mut notes)?;
    let overrides = overrides::read(&folder.join(overrides::FILE), &roster, &settings, &mut notes)?;
    tell_notes(&notes, io)?;
    Ok(Class { folder: folder.to_owned(), settings, roster, overrides })
}

/// Tells of lines in the files of the class that do not count.
fn tell_notes(notes: &[ClassFileError], io: &mut Io<'_>) -> anyhow::Result<()> {
    for note in notes {
        writeln!(io.err, "warning: {note}")?;
    }
    Ok(())
}
