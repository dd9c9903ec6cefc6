//! A throwaway folder with a database file in it, removed when it is dropped; programs run on it.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rusqlite::Connection;
use workbook_core::exercise::ExerciseLimits;
use workbook_core::finding::{DatabaseProblem, ProgramProblem};
use workbook_core::grade::{Database, GradeError, OWN_PRAGMAS, OwnWork, ProgramCall};

use super::CheckError;
use crate::program::confinement::Confinement;
use crate::program::throwaway::{self, ThrowawayFolder};
use crate::program::{self, Ending, SharedLimit, interrupt};

/// The largest database that is read back, in bytes.
const LIMIT: u64 = 64_000_000;

/// The folder and its database.
#[derive(Debug)]
pub(super) struct ScratchDatabase {
    folder: ThrowawayFolder,
    programs: Arc<Programs>,
}

/// The programs that an exercise may run.
#[derive(Debug)]
pub(super) struct Programs {
    /// The compiled program, in exercises that have one.
    pub(super) own: Option<PathBuf>,
    /// The folder of the answer, in which commands run.
    pub(super) folder: PathBuf,
}

impl ScratchDatabase {
    /// Makes an empty folder where the system keeps such things.
    pub(super) fn new(programs: Arc<Programs>) -> Result<ScratchDatabase, CheckError> {
        let folder = ThrowawayFolder::create().map_err(CheckError::scratch)?;
        throwaway::sweep_once(folder.path());
        Ok(ScratchDatabase { folder, programs })
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("exercise.db")
    }

    /// The address a program finds in `DATABASE_URL`.
    fn url(&self) -> String {
        format!("sqlite://{}?mode=rwc", self.file().display())
    }

    /// Keeps the folder and says where it is.
    pub(super) fn keep(self) -> PathBuf {
        self.folder.keep()
    }

    fn confinement(&self) -> Confinement {
        Confinement::in_private_folder(self.folder.path())
    }

    fn own_command(&self, function: &str) -> Command {
        let mut command = Command::new(self.programs.own.as_deref().unwrap_or(Path::new("")));
        command.arg(function).current_dir(self.folder.path());
        command
    }
}

impl Database for ScratchDatabase {
    fn connect(&self) -> rusqlite::Result<Connection> {
        let connection = Connection::open(self.file())?;
        connection.pragma_update(None, "journal_mode", "MEMORY")?;
        Ok(connection)
    }

    fn has_room(&self) -> bool {
        fill_file(self.folder.path()).is_ok()
    }

    fn do_own(&self, work: OwnWork<'_>) -> rusqlite::Result<()> {
        let connection = self.connect()?;
        connection.execute_batch(OWN_PRAGMAS)?;
        work(&connection)
    }

    fn copy(&self) -> Result<Arc<dyn Database>, GradeError> {
        let copy = ScratchDatabase::new(Arc::clone(&self.programs))?;
        match fs::copy(self.file(), copy.file()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(CheckError::scratch(error).into())
            }
            _ => Ok(Arc::new(copy)),
        }
    }

    /// A program may have put anything in the place of the database, and in that of the files SQLite keeps beside it;
    /// a pipe there would be waited for, a link followed.
    fn problem(&self) -> Option<DatabaseProblem> {
        let database = self.file();
        let name = database.file_name()?.to_string_lossy();
        let entries = fs::read_dir(self.folder.path()).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&*name))
        {
            match entry.metadata() {
                Ok(metadata) if !metadata.is_file() => return Some(DatabaseProblem::NotAFile),
                Ok(metadata) if metadata.len() > LIMIT => {
                    return Some(DatabaseProblem::TooLarge { limit: LIMIT });
                }
                _ => (),
            }
        }
        None
    }

    fn run_program(
        &self,
        call: ProgramCall<'_>,
        limits: ExerciseLimits,
    ) -> Result<Result<String, ProgramProblem>, GradeError> {
        match call {
            ProgramCall::Function(function) => {
                let done = self.folder.path().join(".done");
                _ = fs::remove_file(&done);
                let mut command = self.own_command(function);
                command.env("WORKBOOK_DONE", &done);
                let ran = self.run(command, self.confinement(), function, limits)?;
                // The harness makes the file once the function has returned.
                if ran.is_ok() && !done.exists() {
                    return Ok(Err(ProgramProblem::Failed {
                        code: 0,
                        stderr: String::new(),
                        printed: String::new(),
                    }));
                }
                Ok(ran)
            }
            ProgramCall::Command(words) => {
                let mut command = Command::new(call.name());
                command.args(&words[1..]).current_dir(&self.programs.folder);
                let confinement = self.confinement().reading(&self.programs.folder);
                self.run(command, confinement, call.name(), limits)
            }
        }
    }
}

impl ScratchDatabase {
    fn run(
        &self,
        mut command: Command,
        confinement: Confinement,
        name: &str,
        ExerciseLimits { time, output_bytes }: ExerciseLimits,
    ) -> Result<Result<String, ProgramProblem>, GradeError> {
        command.env("DATABASE_URL", self.url());
        let limits = program::Limits { time, output_bytes };
        let run = match program::run(&mut command, limits, Some(&confinement)) {
            Ok(run) => run,
            Err(_) if interrupt::is_interrupted() => return Err(GradeError::Interrupted),
            Err(error) if error.is_ours() => return Err(CheckError::from(error).into()),
            Err(error) => {
                let (program, reason) = (name.to_owned(), error.reason());
                return Ok(Err(ProgramProblem::NotStarted { program, reason }));
            }
        };
        // Where the folder is no file system of its own, a program may have found the disk full.
        if run.ending != Ending::Exited(0) && speaks_of_the_disk(&run.stderr) && !self.has_room() {
            return Err(GradeError::Disk(run.stderr));
        }
        Ok(Err(match run.ending {
            Ending::Exited(0) if run.left_behind > 0 => {
                ProgramProblem::LeftProcesses { count: run.left_behind }
            }
            Ending::Exited(0) => return Ok(Ok(run.stdout)),
            Ending::Exited(code) => match find_panic(&run.stderr) {
                Some(message) => ProgramProblem::Panicked { message },
                None => ProgramProblem::Failed { code, stderr: run.stderr, printed: run.stdout },
            },
            Ending::Signalled(signal) => ProgramProblem::Killed { signal, stderr: run.stderr },
            Ending::TimedOut => ProgramProblem::TimeOver { seconds: time.as_secs() },
            Ending::Flooded => ProgramProblem::TooMuchOutput { bytes: output_bytes },
            Ending::Overused(SharedLimit::Memory) => ProgramProblem::TooMuchMemory,
            Ending::Overused(SharedLimit::ProcessorTime) => ProgramProblem::TooMuchWork,
        }))
    }
}

fn speaks_of_the_disk(stderr: &str) -> bool {
    ["disk is full", "No space left on device"].iter().any(|words| stderr.contains(words))
}

/// Writes as much as a database may hold, and removes it: no other question is answered by quotas and limits too.
fn fill_file(folder: &Path) -> io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    io::copy(&mut io::repeat(0).take(LIMIT), &mut file)?;
    Ok(())
}

/// The words of a Rust panic in a program's standard error.
fn find_panic(stderr: &str) -> Option<String> {
    let start = stderr.find("panicked at ")?;
    let mut lines = stderr[start..].lines();
    let place = lines.next()?.trim_start_matches("panicked at ").trim_end_matches(':');
    let said: Vec<&str> = lines.take_while(|line| !line.starts_with("note: ")).collect();
    Some(format!("{} (at {place})", said.join(" ").trim()))
}
