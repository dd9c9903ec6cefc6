//! `workbook db`: migrations for a folder with scripts and a database, the learner's or anybody's.

use std::env::VarError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use rusqlite::{Connection, OpenFlags};
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::finding::Finding;
use workbook_core::migration::choose::Applied;
use workbook_core::migration::run;
use workbook_core::migration::version_table::{VersionTable, find_version_table};
use workbook_core::migration::{MigrationError, MigrationErrorKind, Script, ScriptProblem};
use workbook_core::sandbox::Sandbox;
use workbook_core::schema::{USUAL_VERSION_TABLE, name_version_table, version_table};
use workbook_core::script::{Reason, SqlError, SqlErrorKind};
use workbook_core::span::place_of;

use super::Io;
use crate::address::{self, Address, Mode};
use crate::cli::{DbArgs, DbCommand};
use crate::course::Course;
use crate::exit::Exit;
use crate::program::interrupt;
use crate::report::snippet;
use crate::scripts::{self, ScriptFolder};
use move_to::LateScripts;

mod check;
mod dry_run;
mod dump_schema;
mod history;
mod init;
mod migrate;
mod move_to;
mod question;
mod show;
mod sql;
mod squash;
mod stamp;
mod survey;
mod trial;
mod wanted;
mod wanted_command;

/// How long another process may keep the database locked.
const PATIENCE: Duration = Duration::from_secs(5);

/// The folder and the database that every subcommand works on.
pub(crate) struct Project {
    /// The folder that the scripts and `schema.sql` are in, absolute.
    folder: PathBuf,
    scripts: ScriptFolder,
    /// The folder that a database without an address is in, and from which paths are shown.
    home: PathBuf,
    database: Address,
    /// True if nothing says where the database is, so that it is the usual file.
    is_usual_database: bool,
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
    arguments: DbArgs,
    exercise: impl FnOnce(&str) -> anyhow::Result<(Course, Exercise)>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let exercise = arguments.exercise.as_deref().map(exercise).transpose()?;
    let home = match &exercise {
        Some((course, exercise)) => course.root.join(exercise.folder(Tree::Exercises)),
        None => here.clone(),
    };
    let folder = arguments.dir.as_ref().map_or_else(|| home.clone(), |folder| here.join(folder));
    if !folder.is_dir() {
        bail!("there is no folder `{}`", folder.display());
    }
    let given = find_address(&here, &home, arguments.database_url.as_deref())?;
    let is_usual_database = given.is_none();
    let database = match given {
        Some(database) => database,
        None => address::parse(&home, USUAL_ADDRESS)?,
    };
    if let Some(name) = &arguments.migrations_table {
        name_version_table(name);
    }
    let scripts = arguments.migrations_dir.as_deref().unwrap_or(scripts::FOLDER);
    let scripts = ScriptFolder::new(&folder, scripts);
    let project = Project { folder, scripts, home, database, is_usual_database, exercise };
    let named = arguments.migrations_table.is_some();
    if !matches!(&arguments.command, DbCommand::Init | DbCommand::Show { .. } | DbCommand::Sql(_)) {
        project.check_version_table(named, io)?;
    }
    let result = match arguments.command {
        DbCommand::Init => init::run(&project, io),
        DbCommand::Migrate(arguments) => migrate::run(&project, &arguments, io),
        DbCommand::Upgrade { target, dry_run: true, strict, .. } => {
            dry_run::try_upgrade(&project, target.as_deref(), LateScripts::new(strict), io)
        }
        DbCommand::Upgrade { target, strict, with, .. } => {
            move_to::upgrade(&project, target.as_deref(), LateScripts::new(strict), &with, io)
        }
        DbCommand::Downgrade { target, with } => {
            move_to::downgrade(&project, target.as_deref(), &with, io)
        }
        DbCommand::Squash { message } => squash::run(&project, &message, io),
        DbCommand::Stamp { version } => stamp::run(&project, &version, io),
        DbCommand::Current => history::show_current(&project, io),
        DbCommand::History => history::run(&project, io),
        DbCommand::Check => check::run(&project, io),
        DbCommand::Status => check::show_status(&project, io),
        DbCommand::Diff(arguments) => check::show_diff(&project, &arguments, io),
        DbCommand::Show { table } => show::run(&project, table.as_deref(), io),
        DbCommand::Sql(arguments) => sql::run(&project, &arguments, io),
    };
    match result {
        Ok(exit) => Ok(exit),
        Err(Stop::Error(error)) => Err(error),
        Err(Stop::Finding(finding)) => {
            writeln!(io.err, "{}", snippet::render("error", &finding, None))?;
            Ok(Exit::Failed)
        }
    }
}

/// True where somebody at a terminal is to be asked for statements, for which a library is needed that only the whole program
/// has.
#[cfg(not(feature = "authors"))]
pub(super) fn asks_for_prompt(arguments: &DbArgs) -> bool {
    matches!(&arguments.command, DbCommand::Sql(arguments) if sql::asks_for_prompt(arguments))
}

/// The database where nothing names another one.
const USUAL_ADDRESS: &str = "sqlite://app.db";

/// The address given, else the one in the environment, both relative to the folder `here`; else the one in the `.env` of
/// the folder `home`, relative to that file.
fn find_address(here: &Path, home: &Path, given: Option<&str>) -> anyhow::Result<Option<Address>> {
    if let Some(text) = given {
        return address::parse(here, text).map(Some).context("--database-url");
    }
    match read_setting(here, home, "DATABASE_URL")? {
        Some(Setting { folder, value, from }) => {
            address::parse(folder, &value).map(Some).context(from.describe("DATABASE_URL"))
        }
        None => Ok(None),
    }
}

/// A variable that was set, and the folder that its value is relative to.
struct Setting<'a> {
    folder: &'a Path,
    value: String,
    from: SettingSource,
}

#[derive(Clone, Copy)]
enum SettingSource {
    Environment,
    Dotenv,
}

impl SettingSource {
    fn describe(self, name: &str) -> String {
        match self {
            SettingSource::Environment => name.to_owned(),
            SettingSource::Dotenv => format!("{name} in `.env`"),
        }
    }
}

/// Reads a variable of the environment, else of the `.env` in the folder `home`.
fn read_setting<'a>(
    here: &'a Path,
    home: &'a Path,
    name: &str,
) -> anyhow::Result<Option<Setting<'a>>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(Setting { folder: here, value, from: SettingSource::Environment })),
        Err(VarError::NotUnicode(_)) => bail!("{name}: it is not UTF-8 text"),
        Err(VarError::NotPresent) => Ok(read_dotenv(home, name)?.map(|value| Setting {
            folder: home,
            value,
            from: SettingSource::Dotenv,
        })),
    }
}

fn read_dotenv(folder: &Path, name: &str) -> anyhow::Result<Option<String>> {
    let path = folder.join(".env");
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.with_context(|| format!("failed to read `{}`", path.display()))?,
    };
    let entries: Vec<(String, String)> = dotenvy::from_read_iter(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| match error {
            // The line itself may hold a password, so only its number is shown.
            dotenvy::Error::LineParse(line, _) => {
                let number =
                    text.find(line.trim_end()).map_or(1, |at| place_of(&text, at..at).line);
                let hint = "a line is `NAME=value`; a value with spaces stands in quotes";
                anyhow!("line {number} of `{}` is no setting\nhint: {hint}", path.display())
            }
            other => anyhow!(other).context(format!("failed to read `{}`", path.display())),
        })?;
    Ok(entries.into_iter().find(|(found, _)| found == name).map(|(_, value)| value))
}

impl Project {
    /// Every script in the folder, in order.
    fn read_scripts(&self) -> Result<Vec<Script>, Stop> {
        let folder = self.scripts.path();
        if folder.is_dir() {
            return self.scripts.read().map_err(Stop::Finding);
        }
        let wrong = if folder.exists() {
            "a file stands in the place of the folder"
        } else {
            "there is no folder"
        };
        let hint = "`workbook db init` makes it; `--dir` or `--migrations-dir` says where it is";
        Err(anyhow!("{wrong} `{}`\nhint: {hint}", folder.display()).into())
    }

    /// Turns an error about the scripts as a whole, or about what was asked of them, into the end of a command.
    fn stop_at(error: MigrationError) -> Stop {
        if let MigrationErrorKind::Script(ScriptProblem::NoVersion { version }) = &error.kind {
            let hint = "`workbook db history` lists the scripts with their numbers";
            return anyhow!("there is no script with the number `{version}`\nhint: {hint}").into();
        }
        Stop::Finding(Box::new(error.into()))
    }

    /// Opens the database for reading. None when it is not there yet.
    fn open_for_reading(&self) -> anyhow::Result<Option<Connection>> {
        if !self.database.path.exists() {
            return Ok(None);
        }
        // After a kill SQLite must put the file right before anybody can read it, and for that it has to write.
        let flags = match self.database.mode {
            Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Mode::ReadWrite | Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let connection = self.open_with(flags)?;
        self.explain_failure(connection.pragma_update(None, "query_only", true))?;
        Ok(Some(connection))
    }

    /// Refuses a table of versions that is none, and warns of one that is to be made beside another.
    fn check_version_table(&self, is_named: bool, io: &mut Io<'_>) -> anyhow::Result<()> {
        let name = version_table();
        if name.is_empty() || name.to_ascii_lowercase().starts_with("sqlite_") {
            bail!(
                "`{name}` cannot be a table: SQLite keeps such names for itself\n\
                 hint: `--migrations-table` takes the name of a table of versions"
            );
        }
        let Some(database) = self.open_for_reading()? else { return Ok(()) };
        match self.explain_failure(find_version_table(&database))? {
            VersionTable::Missing { other } if is_named && other => writeln!(
                io.err,
                "warning: there is no table `{name}` yet; the versions in `{USUAL_VERSION_TABLE}` are not looked at"
            )?,
            VersionTable::Missing { .. } | VersionTable::There => (),
            VersionTable::Foreign(what) => bail!(
                "`{name}` is {what}, and no table of the versions of scripts\n\
                 hint: `--migrations-table` names the table of versions; where there is none of this name, it is made"
            ),
        }
        Ok(())
    }

    /// Opens the database for running scripts. Ctrl-C stops a script that runs.
    fn open_sandbox(&self) -> anyhow::Result<Sandbox> {
        let connection = self.open_for_writing()?;
        self.explain_failure(Sandbox::of_own_database(connection, interrupt::is_interrupted))
    }

    /// Opens the database for writing; it is made when it is not there, unless its address forbids it.
    fn open_for_writing(&self) -> anyhow::Result<Connection> {
        let flags = match self.database.mode {
            Mode::ReadOnly => {
                bail!("the address of the database says `mode=ro`, so nothing can be changed in it")
            }
            Mode::ReadWrite if !self.database.path.exists() => {
                bail!(
                    "there is no database `{}`, and its address says `mode=rw`, so none is made",
                    self.shown_path().display()
                )
            }
            Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
        self.open_with(flags)
    }

    fn open_with(&self, flags: OpenFlags) -> anyhow::Result<Connection> {
        if self.database.path.is_dir() {
            bail!("`{}` is a folder; the database is a file", self.shown_path().display());
        }
        self.explain_failure(open_database(&self.database.path, flags))
    }

    /// Says a failure of SQLite in one sentence, with what to do next.
    fn explain_failure<T>(&self, result: rusqlite::Result<T>) -> anyhow::Result<T> {
        result.map_err(|error| match SqlError::from(&error).kind {
            SqlErrorKind::Sqlite { message, reason } => self.describe_unusable(&message, reason),
            other => anyhow!(other),
        })
    }

    /// Says in SQLite's words that the database cannot be used, with what to do next.
    fn describe_unusable(&self, message: &str, reason: Reason) -> anyhow::Error {
        let hint = match reason {
            Reason::Locked => "another program is writing to it; try again when that is done",
            Reason::ReadOnly if self.database.mode == Mode::ReadOnly => {
                "a program was stopped while it wrote to it; open it once without `mode=ro`, which puts it right"
            }
            Reason::ReadOnly => "see whether you may write to the file and its folder",
            Reason::Damaged if message.contains("not a database") => {
                "name a SQLite database, or a file that is not there yet"
            }
            Reason::Damaged => "bring back a copy of it from before it was damaged",
            Reason::Full => "make room on the disk, and run the command again",
            _ => "see whether the file is there and may be read",
        };
        anyhow!(
            "cannot use the database `{}`: {message}\nhint: {hint}",
            self.shown_path().display()
        )
    }

    /// The database's path, relative to where the command runs when it is in it.
    fn shown_path(&self) -> &Path {
        self.database.path.strip_prefix(&self.home).unwrap_or(&self.database.path)
    }

    /// Reads the applied versions; none where there is no database yet.
    fn read_applied(&self) -> anyhow::Result<Vec<Applied>> {
        match self.open_for_reading()? {
            Some(connection) => self.explain_failure(run::applied(&connection)),
            None => Ok(Vec::new()),
        }
    }

    /// Makes the folder the database is in, so that `sqlite://data/app.db` works at once.
    fn make_room(&self) -> anyhow::Result<()> {
        match self.database.path.parent() {
            Some(parent) if self.database.mode == Mode::Create => fs::create_dir_all(parent)
                .with_context(|| format!("failed to make `{}`", parent.display())),
            _ => Ok(()),
        }
    }
}

fn open_database(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // Opening a file reads nothing yet; whether it is a database shows only now.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}
