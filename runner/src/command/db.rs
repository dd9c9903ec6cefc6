//! `workbook db`: migrations for a folder with scripts and a database, the learner's or anybody's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use workbook_core::finding::Finding;
use workbook_core::migration::Script;
use workbook_core::migration::run::{self, Applied};

use super::Io;
use crate::address::{self, Address, Mode};
use crate::cli::{Db, DbCommand};
use crate::course::{Course, Exercise, Tree};
use crate::exit::Exit;
use crate::report::snippet;
use crate::scripts;

mod check;
mod history;
mod init;
mod migrate;
mod move_to;
mod show;
mod stamp;
mod wanted;

/// How long another process may keep the database locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// What every subcommand works on.
pub(crate) struct Project {
    /// The folder, absolute.
    folder: PathBuf,
    database: Address,
    /// The exercise it is the folder of, when it was named as one.
    exercise: Option<(Course, Exercise)>,
}

/// A command that did not do its work because of what stands in a script, or in the database it was run on.
enum Stop {
    Finding(Box<Finding>),
    Error(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Stop {
    fn from(error: E) -> Stop {
        Stop::Error(error.into())
    }
}

/// Runs a subcommand. `exercise` finds an exercise by its id.
pub(crate) fn run(
    arguments: Db,
    exercise: impl FnOnce(&str) -> anyhow::Result<(Course, Exercise)>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let exercise = arguments.exercise.as_deref().map(exercise).transpose()?;
    let folder = match (&arguments.dir, &exercise) {
        (Some(folder), _) => here.join(folder),
        (None, Some((course, exercise))) => course.root.join(exercise.folder(Tree::Exercises)),
        (None, None) => here,
    };
    if !folder.is_dir() {
        bail!("there is no folder `{}`", folder.display());
    }
    let database = database(&folder, arguments.database_url.as_deref())?;
    let project = Project { folder, database, exercise };
    let result = match arguments.command {
        DbCommand::Init => init::run(&project, io),
        DbCommand::Migrate(arguments) => migrate::run(&project, &arguments, io),
        DbCommand::Upgrade { target, with } => move_to::upgrade(&project, target.as_deref(), &with, io),
        DbCommand::Downgrade { target, with } => move_to::downgrade(&project, target.as_deref(), &with, io),
        DbCommand::Stamp { version } => stamp::run(&project, &version, io),
        DbCommand::Current => history::current(&project, io),
        DbCommand::History => history::run(&project, io),
        DbCommand::Check => check::run(&project, io),
        DbCommand::Show { table } => show::run(&project, table.as_deref(), io),
    };
    match result {
        Ok(exit) => Ok(exit),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Finding(finding)) => {
            writeln!(io.err, "{}", snippet::render("error", &finding))?;
            Ok(Exit::Failed)
        }
    }
}

/// The address given, else the one in the environment, else the one in the folder's `.env`, else `app.db`.
fn database(folder: &Path, given: Option<&str>) -> anyhow::Result<Address> {
    let text = match given {
        Some(text) => text.to_owned(),
        None => match std::env::var("DATABASE_URL") {
            Ok(text) => text,
            Err(_) => from_dotenv(folder)?.unwrap_or_else(|| "sqlite://app.db".to_owned()),
        },
    };
    Ok(address::parse(folder, &text)?)
}

fn from_dotenv(folder: &Path) -> anyhow::Result<Option<String>> {
    let path = folder.join(".env");
    let entries = match dotenvy::from_path_iter(&path) {
        Err(dotenvy::Error::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        entries => entries.with_context(|| format!("failed to read `{}`", path.display()))?,
    };
    let entries: Vec<(String, String)> =
        entries.collect::<Result<_, _>>().with_context(|| format!("failed to read `{}`", path.display()))?;
    Ok(entries.into_iter().find(|(name, _)| name == "DATABASE_URL").map(|(_, value)| value))
}

impl Project {
    /// Every script in the folder, in order.
    fn scripts(&self) -> Result<Vec<Script>, Stop> {
        scripts::read(&self.folder, Path::new("")).map_err(Stop::Finding)
    }

    /// The database for reading. None when it is not there yet.
    fn read_only(&self) -> anyhow::Result<Option<Connection>> {
        let path = &self.database.path;
        if !path.exists() {
            return Ok(None);
        }
        self.open(OpenFlags::SQLITE_OPEN_READ_ONLY).map(Some)
    }

    /// The database for writing; it is made when it is not there, unless its address forbids it.
    fn writable(&self) -> anyhow::Result<Connection> {
        let flags = match self.database.mode {
            Mode::ReadOnly => bail!("the address of the database says `mode=ro`, so nothing can be changed in it"),
            Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        self.open(flags)
    }

    fn open(&self, flags: OpenFlags) -> anyhow::Result<Connection> {
        let open = || {
            let connection = Connection::open_with_flags(&self.database.path, flags)?;
            connection.busy_timeout(PATIENCE)?;
            // Opening a file reads nothing yet; whether it is a database shows only now.
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        self.readable(open())
    }

    /// A failure of SQLite in one sentence, with what to do next.
    fn readable<T>(&self, result: rusqlite::Result<T>) -> anyhow::Result<T> {
        result.map_err(|error| {
            let hint = match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => "name a SQLite database, or a file that is not there yet",
                Some(ErrorCode::DatabaseCorrupt) => "bring back a copy of it from before it was damaged",
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                    "another program is writing to it; try again when that is done"
                }
                Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                    "see whether you may write to the file and its folder"
                }
                _ => "see whether the file is there and may be read",
            };
            let message = match &error {
                rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
                other => other.to_string(),
            };
            anyhow::anyhow!("cannot use the database `{}`: {message}\nhint: {hint}", self.shown().display())
        })
    }

    /// The database's path, relative to the folder when it is in it.
    fn shown(&self) -> &Path {
        self.database.path.strip_prefix(&self.folder).unwrap_or(&self.database.path)
    }

    /// What has been applied; nothing where there is no database yet.
    fn applied(&self) -> anyhow::Result<Vec<Applied>> {
        match self.read_only()? {
            Some(connection) => self.readable(run::applied(&connection)),
            None => Ok(Vec::new()),
        }
    }

    /// Makes the folder the database is in, so that `sqlite://data/app.db` works at once.
    fn make_room(&self) -> anyhow::Result<()> {
        match self.database.path.parent() {
            Some(parent) if self.database.mode == Mode::Create => {
                fs::create_dir_all(parent).with_context(|| format!("failed to make `{}`", parent.display()))
            }
            _ => Ok(()),
        }
    }
}

/// `0002_add_price.sql`
fn name(script: &Script) -> &str {
    script.file.rsplit('/').next().unwrap_or(&script.file)
}
