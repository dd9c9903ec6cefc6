//! The command line: its shape and its help texts, and nothing else.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

mod help_texts;

use help_texts::{
    ABOUT, CHECK_EXAMPLES, CLASS_EXAMPLES, CLASS_GRADE_NOTES, CLASS_SIMILAR_NOTES,
    COMPLETIONS_EXAMPLES, DB_EXAMPLES, DOCTOR_NOTES, EXAMPLES, RESET_EXAMPLES, SQL_EXAMPLES,
    WATCH_NOTES,
};

#[derive(Parser)]
#[command(name = "workbook", version, about = ABOUT, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Cli {
    /// The course's folder [default: found by walking up from the current folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) course: Option<PathBuf>,
    /// None asks where one is and what comes next.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run exercises and say what is right and what is not yet
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Grade exercises whenever you save, on one screen, with keys for all else
    #[command(after_help = WATCH_NOTES)]
    Watch(WatchArgs),
    /// List every exercise, how far you are, and which comes next
    List,
    /// Begin with a chapter or an exercise: what comes before it is left out
    Start {
        /// A chapter, an exercise, or part of its name
        #[arg(value_name = "SELECTOR")]
        selector: String,
    },
    /// Leave an exercise out, so that another one is next
    Skip(SkipArgs),
    /// Show the task of an exercise, as the book tells it
    Show(ShowArgs),
    /// Show one more hint for an exercise
    Hint(ExerciseArgs),
    /// Bring back the untouched files of exercises; what they replace is kept aside
    #[command(after_help = RESET_EXAMPLES)]
    Reset(ResetArgs),
    /// Print the database the last check left, what differs, and the expected one
    Inspect(InspectArgs),
    /// Change a database with migration scripts, and undo the change
    #[command(after_help = DB_EXAMPLES)]
    Db(DbArgs),
    /// Build the book
    #[command(subcommand)]
    Book(BookCommand),
    /// Write a zip of your answers, to hand it in
    Submit {
        /// The file to write
        #[arg(value_name = "FILE", default_value = "submission.zip")]
        file: PathBuf,
    },
    /// Bring a new version of the course into your copy; your answers and your progress stay
    Update {
        /// The folder or the zip of the new version, as your teacher gives it out
        #[arg(long, value_name = "DIR|ZIP")]
        from: PathBuf,
    },
    /// For teachers: grade what a class hands in
    #[command(after_help = CLASS_EXAMPLES)]
    Class(ClassArgs),
    /// For authors of a course
    #[command(subcommand)]
    Dev(DevCommand),
    /// Say what this machine offers for a sandbox around programs, and what follows
    #[command(after_help = DOCTOR_NOTES)]
    Doctor,
    /// Print a script that completes commands in your shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Args)]
pub(crate) struct CheckArgs {
    /// A chapter (`ch4`), an exercise (`ch4/reverse-order`) or part of a name [default: the next one]
    #[arg(value_name = "SELECTOR")]
    pub(crate) selectors: Vec<String>,
    /// Run every exercise, also those that passed
    #[arg(long, conflicts_with = "selectors")]
    pub(crate) all: bool,
    /// Grade the reference solutions instead of your answers
    #[arg(long)]
    pub(crate) solutions: bool,
    /// How to report
    #[arg(long, value_enum, default_value_t = FormatArg::Human)]
    pub(crate) format: FormatArg,
    /// Keep the throwaway folder with the database, and say where it is
    #[arg(long)]
    pub(crate) keep: bool,
    /// Run programs beside those of the solutions too, on rows of all kinds; it takes longer
    #[arg(long)]
    pub(crate) thorough: bool,
    /// Show every step with its points, and everything that is wrong in full
    #[arg(long, short)]
    pub(crate) verbose: bool,
}

#[derive(Args)]
pub(crate) struct WatchArgs {
    /// An exercise, a chapter or part of a name [default: the next one, and each that you save]
    #[arg(value_name = "SELECTOR")]
    pub(crate) selector: Option<String>,
    /// Go on to the next exercise as soon as one has passed
    #[arg(long)]
    pub(crate) follow: bool,
    /// Look at the files again and again, where the system does not tell that one was saved
    #[arg(long)]
    pub(crate) poll: bool,
}

#[derive(Args)]
pub(crate) struct SkipArgs {
    #[command(flatten)]
    pub(crate) one: ExerciseArgs,
    /// Take in again what was left out; the selector says what
    #[arg(long, requires = "selector")]
    pub(crate) undo: bool,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) one: ExerciseArgs,
    /// Show how the course itself solves it, and why so; only once your own answer has passed
    #[arg(long, requires = "selector")]
    pub(crate) solution: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FormatArg {
    /// For people
    Human,
    /// One object, for programs
    Json,
    /// One object on a line for each exercise as it ends, for programs
    Jsonl,
    /// One line for each finding, `file:line:column: kind: message`, for editors
    Short,
    /// XML, for continuous integration
    Junit,
}

#[derive(Args)]
pub(crate) struct ExerciseArgs {
    /// An exercise, or part of its name [default: the next one]
    #[arg(value_name = "SELECTOR")]
    pub(crate) selector: Option<String>,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
pub(crate) struct ResetArgs {
    /// An exercise, part of its name, or a chapter
    #[arg(value_name = "SELECTOR")]
    pub(crate) selectors: Vec<String>,
    /// Every exercise
    #[arg(long, conflicts_with = "selectors")]
    pub(crate) all: bool,
}

#[derive(Args)]
pub(crate) struct InspectArgs {
    #[command(flatten)]
    pub(crate) one: ExerciseArgs,
    /// Open your database in the `sqlite3` shell instead
    #[arg(long)]
    pub(crate) open: bool,
}

#[derive(Args)]
pub(crate) struct DbArgs {
    /// The folder of the project, with its scripts and its `schema.sql` [default: the current folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Work in the folder of an exercise
    #[arg(long, global = true, value_name = "ID", conflicts_with = "dir")]
    pub(crate) exercise: Option<String>,
    /// The folder with the scripts, in the folder of the project [default: `migrations`]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) migrations_dir: Option<String>,
    /// The table of applied scripts [default: `schema_migrations`]
    #[arg(long, global = true, value_name = "TABLE")]
    pub(crate) migrations_table: Option<String>,
    /// The database [default: `DATABASE_URL`, set or in the current folder's `.env`, else `sqlite://app.db`]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    #[command(subcommand)]
    pub(crate) command: DbCommand,
}

#[derive(Subcommand)]
pub(crate) enum DbCommand {
    /// Make the folder for scripts, and keep database files out of source control
    Init,
    /// Write a script from the difference between the scripts so far and the wanted schema
    Migrate(MigrateArgs),
    /// Run pending scripts
    Upgrade {
        /// A version, or `+2` for so many scripts [default: all]
        #[arg(value_name = "VERSION|+N", allow_negative_numbers = true)]
        target: Option<String>,
        /// Run the scripts on a copy of the database, there and back, and say what they do, how long it takes, and which rows would be lost or refused
        #[arg(long, conflicts_with_all = ["sql", "backup", "dump_schema"])]
        dry_run: bool,
        /// Run nothing when a pending script is older than one that has been applied
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        with: RunArgs,
    },
    /// Undo applied scripts, newest first
    Downgrade {
        /// The version to go back to, `-2` for so many scripts, or `base` for all [default: one script]
        #[arg(value_name = "VERSION|-N|base", allow_negative_numbers = true)]
        target: Option<String>,
        #[command(flatten)]
        with: RunArgs,
    },
    /// Write one script that does what all of them do on an empty database, and keep these in a folder beside it
    Squash {
        /// What the script is called
        #[arg(short, long, default_value = "squashed")]
        message: String,
    },
    /// Mark the database as being at a version, without running anything
    Stamp {
        /// The version, or `head` for the newest script, or `base` for none
        #[arg(value_name = "VERSION|head|base")]
        version: String,
    },
    /// Show which version the database is at
    Current,
    /// List the scripts, applied and pending
    History,
    /// Say where scripts, database and wanted schema disagree; exit code 1 when they do
    Check,
    /// Show database, scripts and what disagrees in one table; exit code 1 when something does
    Status,
    /// Say what separates two of database, scripts and wanted schema; exit code 1 when something does
    Diff(DiffArgs),
    /// Show tables, columns and rows
    Show {
        /// A table [default: all of them]
        table: Option<String>,
    },
    /// Run SQL on the database, or open a prompt on it; it is only read, unless `--write` is given
    #[command(after_help = SQL_EXAMPLES)]
    Sql(SqlArgs),
}

#[derive(Args)]
pub(crate) struct SqlArgs {
    /// The statements [default: a prompt where a terminal is, else what comes on standard input]
    #[arg(value_name = "SQL")]
    pub(crate) statements: Option<String>,
    /// Run the statements of a file, or with `-` of standard input
    #[arg(long, value_name = "FILE", conflicts_with = "statements")]
    pub(crate) file: Option<PathBuf>,
    /// Let statements change the database; foreign keys are enforced
    #[arg(long)]
    pub(crate) write: bool,
}

#[derive(Args)]
pub(crate) struct MigrateArgs {
    /// What the script does, in a few words; it becomes part of its name
    #[arg(short, long)]
    pub(crate) message: String,
    /// A column or a table that has a new name: `table.column=new` or `table=new`
    #[arg(long, value_name = "OLD=NEW")]
    pub(crate) rename: Vec<String>,
    #[command(flatten)]
    pub(crate) wanted: WantedArgs,
    /// Write the script also when it fails on the rows there are, to be finished by hand
    #[arg(long)]
    pub(crate) draft: bool,
    /// Write a script with two empty halves
    #[arg(long, conflicts_with_all = ["rename", "to", "to_command"])]
    pub(crate) empty: bool,
}

#[derive(Args, Default)]
pub(crate) struct WantedArgs {
    /// The wanted schema [default: `schema.sql` in the folder, else the models of the exercise]
    #[arg(long, value_name = "FILE.sql|FILE.db")]
    pub(crate) to: Option<PathBuf>,
    /// A command that makes the wanted tables in the empty database that `DATABASE_URL` names, within 10 minutes
    /// [default: `WORKBOOK_TO_COMMAND`, set or in the current folder's `.env`]
    #[arg(long, value_name = "COMMAND", conflicts_with = "to")]
    pub(crate) to_command: Option<String>,
}

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// What to begin with
    #[arg(value_enum, default_value_t = SchemaArg::Database)]
    pub(crate) from: SchemaArg,
    /// What it would have to become
    #[arg(value_enum, default_value_t = SchemaArg::Scripts)]
    pub(crate) into: SchemaArg,
    #[command(flatten)]
    pub(crate) wanted: WantedArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaArg {
    /// The schema of the database as it is
    Database,
    /// The schema that running all scripts gives
    Scripts,
    /// The wanted schema
    Wanted,
}

#[derive(Args)]
pub(crate) struct RunArgs {
    /// Print the SQL and run nothing
    #[arg(long)]
    pub(crate) sql: bool,
    /// Copy the database first, and say where the copy is
    #[arg(long)]
    pub(crate) backup: bool,
    /// Afterwards write the schema of the database to a file [default: `schema.sql` in the folder of the project]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, conflicts_with = "sql")]
    pub(crate) dump_schema: Option<Option<PathBuf>>,
}

#[derive(Subcommand)]
pub(crate) enum BookCommand {
    /// Make the book's web pages
    Build,
    /// Be the preprocessor that mdBook calls
    #[command(hide = true)]
    Preprocess {
        /// `supports RENDERER`, as mdBook asks
        arguments: Vec<String>,
    },
}

#[derive(Args)]
pub(crate) struct ClassArgs {
    /// The folder of the class, with its `class.toml` [default: the current folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) class: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: ClassCommand,
}

#[derive(Subcommand)]
pub(crate) enum ClassCommand {
    /// Make the folder of a class, with a `class.toml` and a `roster.csv` to fill in
    Init {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Grade what the learners of a class handed in
    #[command(after_help = CLASS_GRADE_NOTES)]
    Grade(ClassGradeArgs),
    /// Write the course as learners get it: without solutions, kept answers and tests of the program
    Release {
        /// The folder to write, which is empty or not there
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// Bring a release that is there up to date
        #[arg(long)]
        update: bool,
        /// Try no programs in it, which takes minutes
        #[arg(long)]
        quick: bool,
    },
    /// Write `report.html`: learners by exercises, and what each exercise was told most often
    Report,
    /// Say how many began and passed each exercise, and what they get wrong
    Stats,
    /// Name answers of different learners that agree in more than the exercise forces on everybody
    #[command(after_help = CLASS_SIMILAR_NOTES)]
    Similar(ClassSimilarArgs),
    /// Put together the results of parts that were graded apart
    Merge,
    /// Write what other systems grade the class with: Gradescope, Classroom 50, and jobs for several machines
    Templates {
        /// The folder to write, which is empty or not there
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Print the results in the form that another system takes
    Export {
        /// The system
        #[arg(value_enum)]
        format: ClassExportArg,
        /// Only this learner; a results file of Gradescope or Classroom 50 holds one
        #[arg(long, value_name = "LEARNER")]
        learner: Option<String>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ClassExportArg {
    /// CSV for the gradebook of Canvas
    Canvas,
    /// CSV for the gradebook of Moodle
    Moodle,
    /// CSV for the Grade Center of Blackboard
    Blackboard,
    /// CSV for Brightspace
    Brightspace,
    /// `results.json` of Gradescope
    Gradescope,
    /// `result.json` of Classroom 50
    #[value(name = "classroom50")]
    Classroom50,
    /// XML, for continuous integration
    Junit,
}

#[derive(Args)]
pub(crate) struct ClassSimilarArgs {
    /// A folder that holds a folder or a zip for each learner
    #[arg(value_name = "SUBMISSIONS")]
    pub(crate) submissions: PathBuf,
    /// Only these learners, exercises or chapters
    #[arg(long, value_name = "LEARNER|ID")]
    pub(crate) only: Vec<String>,
    /// Also write the answers into this new folder, as JPlag reads them
    #[arg(long, value_name = "DIR")]
    pub(crate) jplag: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct ClassGradeArgs {
    /// A folder that holds a folder or a zip for each learner
    #[arg(value_name = "SUBMISSIONS")]
    pub(crate) submissions: PathBuf,
    /// Only these learners, exercises or chapters
    #[arg(long, value_name = "LEARNER|ID")]
    pub(crate) only: Vec<String>,
    /// The number of answers that are graded at a time [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// When each learner handed in: a CSV file with the columns `student` and `handed_in` [default: `times.csv` in the
    /// folder of the class, if it is there]
    #[arg(long, value_name = "FILE")]
    pub(crate) times: Option<PathBuf>,
    /// Only one of several parts, to be put together with `workbook class merge`
    #[arg(long, value_name = "I/N", conflicts_with = "only")]
    pub(crate) shard: Option<String>,
}

#[derive(Subcommand)]
pub(crate) enum DevCommand {
    /// Check the course itself: starters, solutions, snapshots, answers, mutants, book, files
    Check {
        /// An exercise, part of its name, or a chapter [default: the whole course]
        #[arg(value_name = "SELECTOR")]
        selectors: Vec<String>,
        /// Leave out mutants, which take minutes where programs are compiled
        #[arg(long)]
        quick: bool,
        /// Leave out the answers as well
        #[arg(long, conflicts_with = "quick")]
        no_answers: bool,
    },
    /// Print what the wrong and right answers kept for an exercise are told
    Answers {
        /// An exercise, or part of its name
        #[arg(value_name = "SELECTOR")]
        selector: String,
        /// Write to `answers.toml` the message of wrong answers that have none or another one
        #[arg(long)]
        accept: bool,
    },
    /// Print what the solution of an exercise does, as the text of its snapshot
    Record {
        /// An exercise, or part of its name
        #[arg(value_name = "SELECTOR")]
        selector: String,
    },
    /// Take the files of exercises as they are now for their untouched starters
    Starters {
        /// An exercise, part of its name, or a chapter
        #[arg(value_name = "SELECTOR", required = true)]
        selectors: Vec<String>,
    },
    /// Print the answers of SQL exercises, each with everything that it is graded by, as a line of JSON
    Pack {
        /// An exercise, part of its name, or a chapter
        #[arg(value_name = "SELECTOR", required = true)]
        selectors: Vec<String>,
    },
    /// Print the sentences of a task, each with the steps that hold it
    Tasks {
        /// An exercise, part of its name, or a chapter
        #[arg(value_name = "SELECTOR", required = true)]
        selectors: Vec<String>,
    },
    /// Print the book's page on the commands, `book/commands.md`
    Commands,
    /// Print the book's page on the exercises, `book/exercises.md`
    Exercises,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
