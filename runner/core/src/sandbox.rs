//! A connection on which foreign SQL can do no harm: no other files, no transactions of its own, bounded time and space.

mod allowed;
mod zone;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, Result};

use allowed::refuse_action;

/// The largest string, blob or statement, in bytes.
const VALUE_BYTES: i32 = 4_000_000;
/// The largest database, in pages of 4,096 bytes: 64 MB.
const DATABASE_PAGES: u32 = 16_384;
/// Memory that SQLite may take in this process, in bytes.
const HEAP_BYTES: u32 = 512_000_000;
/// Number of SQLite's instructions between two looks at the time.
const INSTRUCTIONS_PER_LOOK: i32 = 1_000;
/// The most columns that views and triggers may read in one statement. Of views that each read the one before twice, the
/// tenth has more; SQLite looks at no clock while it makes one query of them, and each further view doubles that time.
const READS_IN_VIEWS: u32 = 2_000;
/// The most looks while a statement is tried that may take no longer than one row needs.
const LOOKS_OF_A_TRIAL: u32 = 10_000;

/// Statement that a script may not run here, because it would reach beyond the exercise's database or its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxRefusal {
    /// `ATTACH`, `DETACH` or `VACUUM`: another database file.
    OtherFile,
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`: the word that was used.
    Transaction(String),
    /// A `PRAGMA` that changes how the database works, by name.
    Pragma(String),
    /// A function that does more than compute a value, by name.
    Function(String),
    /// A kind of virtual table, by name.
    Module(String),
    /// A change of rows or tables where a question is asked.
    Write,
    /// A write to the workbook's own table of applied versions, or to SQLite's catalogue.
    Bookkeeping(String),
    /// Views that read each other so often that nobody could wait for it.
    Nesting,
    /// A statement of a kind that is not on the list.
    Unknown,
}

/// A guarded connection. Statements run through [`Sandbox::connection`] are the grader's own and are trusted;
/// those run through [`Sandbox::foreign`] are not.
pub struct Sandbox {
    connection: Connection,
    watch: Arc<SandboxGuard>,
    /// The catalogue holds SQL that [`depends_on_connection`].
    needs_new: bool,
}

#[derive(Default)]
struct SandboxGuard {
    /// The database is the user's own: only what would break a script's transaction is refused.
    trusted: bool,
    /// A script on the user's own database that is not run in a transaction may begin and end its own.
    loose: AtomicBool,
    foreign: AtomicBool,
    /// The columns that views and triggers have read since a statement ran.
    reads_in_views: AtomicU32,
    stopped: AtomicBool,
    refusal: Mutex<Option<SandboxRefusal>>,
}

/// Words of SQL that leaves something on its connection, or that sees what was left: temporary tables, pragmas, modules,
/// numbers of earlier statements, functions that were replaced.
const CONNECTION_WORDS: [&str; 7] =
    ["temp", "pragma", "virtual", "changes", "last_insert_rowid", "localtime", "'utc'"];

/// True of SQL that does another thing on a connection that was used before than on a new one, or that may make what
/// comes after it do so.
pub(crate) fn depends_on_connection(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    CONNECTION_WORDS.iter().any(|word| sql.contains(word))
}

/// The same database once more, in memory.
pub fn copy(connection: &Connection) -> Result<Connection> {
    let mut copy = Connection::open_in_memory()?;
    Backup::new(connection, &mut copy)?.step(-1)?;
    Ok(copy)
}

/// The same database once more, in memory, for trying a statement: one that takes long is interrupted.
pub(crate) fn copy_for_trial(connection: &Connection) -> Result<Connection> {
    let trial = copy(connection)?;
    trial.execute_batch("PRAGMA foreign_keys = ON")?;
    lower_limits(&trial)?;
    let mut looks = 0_u32;
    let stop = move || {
        looks += 1;
        looks > LOOKS_OF_A_TRIAL
    };
    trial.progress_handler(INSTRUCTIONS_PER_LOOK, Some(stop))?;
    Ok(trial)
}

/// Does work of the grader's own on what foreign SQL or a program has made, on a connection that is used again: with the
/// limits and the list of a sandbox, and interrupted as soon as `stop` says true.
pub(crate) fn do_guarded<T>(
    connection: &Connection,
    stop: impl FnMut() -> bool + Send + 'static,
    work: impl FnOnce(&Connection) -> Result<T>,
) -> Result<T> {
    lower_limits(connection)?;
    let guard = SandboxGuard::default();
    connection.progress_handler(INSTRUCTIONS_PER_LOOK, Some(stop))?;
    connection.authorizer(Some(move |context: AuthContext<'_>| guard.authorize(&context)))?;
    let result = work(connection);
    remove_guards(connection);
    result
}

fn lower_limits(connection: &Connection) -> Result<()> {
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    Ok(())
}

/// Taking a callback away cannot fail on a connection that owns its database.
fn remove_guards(connection: &Connection) {
    _ = connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>);
    _ = connection.progress_handler(0, None::<fn() -> bool>);
}

impl Sandbox {
    /// Guards `connection`. `stop` is asked again and again while statements run; once it says true they are interrupted.
    pub fn new(
        connection: Connection,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Sandbox> {
        lower_limits(&connection)?;
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true),
            // "Alien" in double quotes is a name, never a string: the mistake gets an error instead of passing by luck.
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        ] {
            connection.set_db_config(config, on)?;
        }
        connection.execute_batch(&format!(
            "PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA max_page_count = {DATABASE_PAGES};
             PRAGMA hard_heap_limit = {HEAP_BYTES};"
        ))?;
        let catalogue = "SELECT coalesce(group_concat(sql), '') FROM sqlite_schema";
        let catalogue: Result<String> = connection.query_row(catalogue, [], |row| row.get(0));
        // A file that is no database is told of by the first statement that is asked of it.
        let catalogue = catalogue.unwrap_or_default();
        let mut sandbox = Sandbox::watching(connection, SandboxGuard::default(), stop)?;
        sandbox.use_grading_zone(&catalogue)?;
        sandbox.needs_new = depends_on_connection(&catalogue);
        Ok(sandbox)
    }

    /// Guards only the transaction of a script: for a user's own database, where nothing else is forbidden or limited.
    pub fn of_own_database(
        connection: Connection,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Sandbox> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
        Sandbox::watching(
            connection,
            SandboxGuard { trusted: true, ..SandboxGuard::default() },
            stop,
        )
    }

    fn watching(
        connection: Connection,
        watch: SandboxGuard,
        mut stop: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Sandbox> {
        let watch = Arc::new(watch);
        let seen = Arc::clone(&watch);
        connection.progress_handler(
            INSTRUCTIONS_PER_LOOK,
            Some(move || {
                let stop = stop();
                seen.stopped.fetch_or(stop, Ordering::Relaxed);
                seen.reads_in_views.store(0, Ordering::Relaxed);
                stop
            }),
        )?;
        let seen = Arc::clone(&watch);
        connection.authorizer(Some(move |context: AuthContext<'_>| seen.authorize(&context)))?;
        Ok(Sandbox { connection, watch, needs_new: false })
    }

    /// The connection, for statements of the grader's own.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Makes local time another one than UTC when `sql` speaks of it, so that no verdict depends on the machine's zone.
    /// Does nothing on a user's own database.
    pub(crate) fn use_grading_zone(&self, sql: &str) -> Result<()> {
        if self.watch.trusted || !zone::is_local(sql) {
            return Ok(());
        }
        zone::install(&self.connection, None)
    }

    /// Makes it this moment, as `YYYY-MM-DD HH:MM:SS` in UTC, from now on, if what the database holds may ask for the time.
    pub(crate) fn stop_the_clock(&self, now: &'static str) -> Result<()> {
        let catalogue = "SELECT coalesce(group_concat(sql), '') FROM sqlite_schema";
        let catalogue: String = self.connection.query_row(catalogue, [], |row| row.get(0))?;
        if !zone::asks_the_clock(&catalogue) {
            return Ok(());
        }
        zone::install(&self.connection, Some(now))
    }

    /// True when what the database holds makes each piece of SQL need a connection of its own.
    pub(crate) fn needs_new_connections(&self) -> bool {
        self.needs_new
    }

    /// The connection, on which the guards of the grader's own statements stay.
    pub(crate) fn into_guarded(self) -> Connection {
        self.connection
    }

    /// The connection, with its guards taken off.
    pub fn into_connection(self) -> Connection {
        remove_guards(&self.connection);
        self.connection
    }

    /// Runs `work`, whose statements are refused what [`SandboxRefusal`] lists.
    pub fn foreign<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        self.watch.foreign.store(true, Ordering::Relaxed);
        self.watch.reads_in_views.store(0, Ordering::Relaxed);
        let result = work(&self.connection);
        self.watch.foreign.store(false, Ordering::Relaxed);
        result
    }

    /// As [`Sandbox::foreign`], for a script that is not run in a transaction: on a user's own database it may begin
    /// and end its own.
    pub fn loosely<T>(&self, work: impl FnOnce() -> T) -> T {
        self.watch.loose.store(self.watch.trusted, Ordering::Relaxed);
        let result = work();
        self.watch.loose.store(false, Ordering::Relaxed);
        result
    }

    /// Takes what the last foreign statement was refused.
    pub fn take_refusal(&self) -> Option<SandboxRefusal> {
        self.watch.refusal.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// True when a statement was interrupted because its time was over.
    pub fn was_stopped(&self) -> bool {
        self.watch.stopped.load(Ordering::Relaxed)
    }
}

impl SandboxGuard {
    fn authorize(&self, context: &AuthContext<'_>) -> Authorization {
        if self.is_nested_too_deep(context) {
            *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(SandboxRefusal::Nesting);
            return Authorization::Deny;
        }
        let Some(refusal) = refuse_action(&context.action) else { return Authorization::Allow };
        if !self.foreign.load(Ordering::Relaxed) {
            let is_allowed = self.trusted || is_allowed_to_the_grader(&refusal);
            return if is_allowed { Authorization::Allow } else { Authorization::Deny };
        }
        // `VACUUM` fills a database of its own with all tables, the table of versions too.
        let is_copy = context.database_name.is_some_and(|name| name != "main");
        if is_copy && matches!(refusal, SandboxRefusal::Bookkeeping(_)) || !self.forbids(&refusal) {
            return Authorization::Allow;
        }
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        Authorization::Deny
    }

    fn is_nested_too_deep(&self, context: &AuthContext<'_>) -> bool {
        let is_read = matches!(context.action, AuthAction::Read { .. });
        is_read
            && context.accessor.is_some()
            && !self.trusted
            && self.reads_in_views.fetch_add(1, Ordering::Relaxed) >= READS_IN_VIEWS
    }

    fn forbids(&self, refusal: &SandboxRefusal) -> bool {
        match refusal {
            SandboxRefusal::Bookkeeping(_) | SandboxRefusal::Write => true,
            SandboxRefusal::Transaction(_) => !self.loose.load(Ordering::Relaxed),
            SandboxRefusal::OtherFile
            | SandboxRefusal::Pragma(_)
            | SandboxRefusal::Function(_)
            | SandboxRefusal::Module(_)
            | SandboxRefusal::Nesting
            | SandboxRefusal::Unknown => !self.trusted,
        }
    }
}

/// True of what the grader's own statements may do beyond a script. They name what foreign SQL has made, so that they
/// have a list as well.
fn is_allowed_to_the_grader(refusal: &SandboxRefusal) -> bool {
    match refusal {
        SandboxRefusal::Transaction(_) | SandboxRefusal::Bookkeeping(_) | SandboxRefusal::Write => {
            true
        }
        SandboxRefusal::OtherFile
        | SandboxRefusal::Pragma(_)
        | SandboxRefusal::Function(_)
        | SandboxRefusal::Module(_)
        | SandboxRefusal::Nesting
        | SandboxRefusal::Unknown => false,
    }
}
