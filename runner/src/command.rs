//! Chooses the subcommand and gives it the course and its streams. Only here is it known what standard output is.

use std::ffi::OsString;
use std::io::Write;

use anyhow::Context;
use workbook_core::exercise::{Exercise, Tree};

#[cfg(feature = "authors")]
use crate::cli::WatchArgs;
use crate::cli::{BookCommand, CheckArgs, Cli, Command, FormatArg, ShowArgs, SkipArgs};
use crate::content_hash::content_hash;
use crate::course::select::{SelectError, Selected, select};
use crate::course::{self, Course, Entry};
use crate::exit::Exit;
use crate::progress::{self, Progress, Standing};
use crate::report::{Detail, Format};

pub(crate) mod book;
mod check;
#[cfg(feature = "authors")]
mod class;
mod completions;
#[cfg(feature = "authors")]
mod course_copy;
mod db;
#[cfg(feature = "authors")]
mod dev;
mod doctor;
mod hint;
mod inspect;
mod leave_out;
mod list;
mod position;
#[cfg(feature = "authors")]
mod released_files;
mod reset;
mod show;
#[cfg(feature = "authors")]
mod submit;
#[cfg(feature = "authors")]
mod update;
#[cfg(feature = "authors")]
mod watch;
mod whole_program;

use book::{BookMaker, BookTask};

/// Where a command writes: results to `out`, progress and warnings to `err`, and to `file` what is meant for a file or
/// another program, byte for byte.
pub(crate) struct Io<'a> {
    pub(crate) out: &'a mut dyn Write,
    pub(crate) err: &'a mut dyn Write,
    pub(crate) file: &'a mut dyn Write,
}

/// Runs the command that was asked for; `arguments` are those of this program, without its name.
pub(crate) fn run(
    cli: Cli,
    arguments: &[OsString],
    book_maker: BookMaker,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let open = || -> anyhow::Result<Course> {
        let here = std::env::current_dir().context("failed to find the current folder")?;
        Ok(match &cli.course {
            Some(folder) => course::open(&here.join(folder))?,
            None => course::find(&here)?,
        })
    };
    let Some(command) = cli.command else {
        return position::tell_position(&open()?, io);
    };
    match command {
        Command::Check(request) => match format_of(request.format) {
            Some(format) => check::run(&open()?, &check_request(request, format), io),
            None => whole_program::run(book_maker, arguments, io),
        },
        #[cfg(feature = "authors")]
        Command::Watch(arguments) => {
            watch::watch_exercises(&open()?, &watch_request(arguments), io)
        }
        #[cfg(not(feature = "authors"))]
        Command::Watch(_) => whole_program::run(book_maker, arguments, io),
        Command::Start { selector } => leave_out::start_at(&open()?, &selector, io),
        Command::Skip(SkipArgs { one, undo }) => {
            let wish = if undo { leave_out::Skip::TakeIn } else { leave_out::Skip::LeaveOut };
            leave_out::skip(&open()?, one.selector.as_deref(), wish, io)
        }
        Command::List => list::run(&open()?, io),
        Command::Show(ShowArgs { one, solution: false }) => {
            show::run(&open()?, one.selector.as_deref(), io)
        }
        Command::Show(ShowArgs { one, solution: true }) => {
            show::solution(&open()?, one.selector.as_deref(), io)
        }
        Command::Hint(one) => hint::run(&open()?, one.selector.as_deref(), io),
        Command::Reset(arguments) => reset::run(&open()?, &arguments.selectors, io),
        Command::Inspect(arguments) => inspect::run(
            &open()?,
            arguments.one.selector.as_deref(),
            inspect_mode(arguments.open),
            io,
        ),
        #[cfg(not(feature = "authors"))]
        Command::Db(request) if db::asks_for_prompt(&request) => {
            whole_program::run(book_maker, arguments, io)
        }
        Command::Db(arguments) => {
            let exercise = |id: &str| {
                let course = open()?;
                let selected = only(select(&course, &[id.to_owned()])?, id)?;
                let exercise = selected.entry.exercise().map_err(Clone::clone)?.clone();
                Ok((course, exercise))
            };
            db::run(arguments, exercise, io)
        }
        Command::Book(BookCommand::Build) => {
            book::run(BookTask::Build(&open()?), book_maker, arguments, io)
        }
        Command::Book(BookCommand::Preprocess { arguments: task }) => {
            book::run(BookTask::Preprocess(&task), book_maker, arguments, io)
        }
        #[cfg(feature = "authors")]
        Command::Submit { file } => {
            let here = std::env::current_dir().context("failed to find the current folder")?;
            submit::write_submission(&open()?, &here.join(file), io)
        }
        #[cfg(not(feature = "authors"))]
        Command::Submit { .. } => whole_program::run(book_maker, arguments, io),
        #[cfg(feature = "authors")]
        Command::Update { from } => {
            let here = std::env::current_dir().context("failed to find the current folder")?;
            update::update_course(&open()?, &here.join(from), io)
        }
        #[cfg(not(feature = "authors"))]
        Command::Update { .. } => whole_program::run(book_maker, arguments, io),
        #[cfg(feature = "authors")]
        Command::Class(arguments) => class::run(arguments, &open, io),
        #[cfg(not(feature = "authors"))]
        Command::Class(_) => whole_program::run(book_maker, arguments, io),
        #[cfg(feature = "authors")]
        Command::Dev(command) => dev::run(command, &open, io),
        #[cfg(not(feature = "authors"))]
        Command::Dev(_) => whole_program::run(book_maker, arguments, io),
        Command::Doctor => doctor::examine_machine(io),
        Command::Completions { shell } => completions::run(shell, io),
    }
}

fn check_request(arguments: CheckArgs, format: Format) -> check::Request {
    use crate::check::{Keep, Options};
    let what = match (arguments.all, arguments.selectors.is_empty()) {
        (true, _) => check::What::All,
        (false, true) => check::What::Next,
        (false, false) => check::What::Selected(arguments.selectors),
    };
    check::Request {
        what,
        options: Options {
            tree: if arguments.solutions { Tree::Solutions } else { Tree::Exercises },
            keep: if arguments.keep { Keep::Folder } else { Keep::Nothing },
            thorough: arguments.thorough,
            seed: 0,
        },
        format,
        detail: if arguments.verbose { Detail::EveryStep } else { Detail::First },
    }
}

#[cfg(feature = "authors")]
fn watch_request(arguments: WatchArgs) -> watch::WatchRequest {
    use watch::{AfterPass, Noticing, WatchRequest};
    WatchRequest {
        selector: arguments.selector,
        after_pass: if arguments.follow { AfterPass::Follow } else { AfterPass::Stay },
        noticing: if arguments.poll { Noticing::Looking } else { Noticing::Told },
    }
}

/// The report of that name; None for one that only the whole program can write.
fn format_of(argument: FormatArg) -> Option<Format> {
    match argument {
        FormatArg::Human => Some(Format::Human),
        FormatArg::Json => Some(Format::Json),
        FormatArg::Jsonl => Some(Format::JsonLines),
        FormatArg::Short => Some(Format::Short),
        #[cfg(feature = "authors")]
        FormatArg::Junit => Some(Format::Junit),
        #[cfg(not(feature = "authors"))]
        FormatArg::Junit => None,
    }
}

fn inspect_mode(open: bool) -> inspect::InspectMode {
    if open { inspect::InspectMode::Open } else { inspect::InspectMode::Print }
}

/// What is remembered of the learner; None when it cannot be read, which is told here.
fn progress_or_warn(course: &Course, io: &mut Io<'_>) -> anyhow::Result<Option<Progress>> {
    match progress::load(&course.root) {
        Ok(progress) => Ok(Some(progress)),
        Err(error) => {
            writeln!(io.err, "warning: {error}")?;
            Ok(None)
        }
    }
}

/// The first exercise, in the order of the book, that is not left out and has not passed as it is now.
fn next<'a>(course: &'a Course, progress: &Progress) -> Option<&'a Entry> {
    open_entries(course, progress).next()
}

/// The exercises that are neither left out nor passed as they are now, in the order of the book.
fn open_entries<'a>(course: &'a Course, progress: &Progress) -> impl Iterator<Item = &'a Entry> {
    let left_out = leave_out::find_left_out(course, progress);
    course.entries().filter(move |entry| {
        !left_out.contains(&*entry.id) && standing(course, entry, progress) != Standing::Passed
    })
}

fn standing(course: &Course, entry: &Entry, progress: &Progress) -> Standing {
    match entry.exercise() {
        Ok(exercise) => standing_of(course, exercise, progress),
        Err(_) => Standing::Open,
    }
}

fn standing_of(course: &Course, exercise: &Exercise, progress: &Progress) -> Standing {
    progress.standing(&exercise.id, || content_hash(course, exercise))
}

/// The one exercise a command is about: the selected one, or the next.
fn one<'a>(
    course: &'a Course,
    selector: Option<&str>,
    io: &mut Io<'_>,
) -> anyhow::Result<&'a Exercise> {
    let entry = match selector {
        Some(selector) => only(select(course, &[selector.to_owned()])?, selector)?.entry,
        None => {
            let progress = progress_or_warn(course, io)?.unwrap_or_default();
            next(course, &progress)
                .or_else(|| course.entries().last())
                .context("the course has no exercises")?
        }
    };
    Ok(entry.exercise().map_err(Clone::clone)?)
}

/// The only exercise that a selector chose.
fn only<'a>(mut selected: Vec<Selected<'a>>, selector: &str) -> Result<Selected<'a>, SelectError> {
    match (selected.pop(), selected.is_empty()) {
        (Some(one), true) => Ok(one),
        (last, _) => {
            let matches =
                selected.iter().chain(&last).map(|one| format!("`{}`", one.entry.id)).collect();
            Err(SelectError::Several { selector: selector.to_owned(), matches })
        }
    }
}
