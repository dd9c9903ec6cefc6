//! A connection on which foreign SQL can do no harm: no other files, no transactions of its own, bounded time and space.

mod zone;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization, TransactionOperation};
use rusqlite::limits::Limit;
use rusqlite::{Connection, Result};

use crate::schema::VERSION_TABLE;
use crate::sql::name::Name;

/// The largest string, blob or statement, in bytes.
const VALUE_BYTES: i32 = 4_000_000;
/// The largest database, in pages of 4,096 bytes: 64 MB.
const DATABASE_PAGES: u32 = 16_384;
/// Memory that SQLite may take in this process, in bytes.
const HEAP_BYTES: u32 = 512_000_000;
/// Number of SQLite's instructions between two looks at the time.
const INSTRUCTIONS_PER_LOOK: i32 = 1_000;
/// SQLite's numbers for the two actions, from <https://sqlite.org/c3ref/c_alter_table.html>.
const SQLITE_ATTACH: i32 = 24;
const SQLITE_DETACH: i32 = 25;

/// Statement that a script may not run here, because it would reach beyond the exercise's database or its transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SandboxRefusal {
    /// `ATTACH`, `DETACH` or `VACUUM`: another database file.
    OtherFile,
    /// `BEGIN`, `COMMIT`, `ROLLBACK`, `SAVEPOINT`: the word that was used.
    Transaction(String),
    /// A `PRAGMA` that changes how the database works, by name.
    Pragma(String),
    /// A change of rows or tables where a question is asked.
    Write,
    /// A write to the workbook's own table of applied versions, or to SQLite's catalogue.
    Bookkeeping(String),
}

/// The pragmas that only look, or that a migration by the book needs.
const PRAGMAS: [&str; 14] = [
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "legacy_alter_table",
    "quick_check",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
];

/// A guarded connection. Statements run through [`Sandbox::connection`] are the grader's own and are trusted;
/// those run through [`Sandbox::foreign`] are not.
pub struct Sandbox {
    connection: Connection,
    watch: Arc<SandboxGuard>,
}

#[derive(Default)]
struct SandboxGuard {
    /// The database is the user's own: only what would break a script's transaction is refused.
    trusted: bool,
    /// A script on the user's own database that is not run in a transaction may begin and end its own.
    loose: AtomicBool,
    foreign: AtomicBool,
    stopped: AtomicBool,
    refusal: Mutex<Option<SandboxRefusal>>,
}

/// The same database once more, in memory.
pub fn copy(connection: &Connection) -> Result<Connection> {
    let mut copy = Connection::open_in_memory()?;
    Backup::new(connection, &mut copy)?.step(-1)?;
    Ok(copy)
}

impl Sandbox {
    /// Guards `connection`. `stop` is asked again and again while statements run; once it says true they are interrupted.
    pub fn new(
        connection: Connection,
        stop: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Sandbox> {
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100)?;
        connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
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
        let sandbox = Sandbox::watching(connection, SandboxGuard::default(), stop)?;
        // A file that is no database is told of by the first statement that is asked of it.
        sandbox.use_grading_zone(&catalogue.unwrap_or_default())?;
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
                stop
            }),
        )?;
        let seen = Arc::clone(&watch);
        connection.authorizer(Some(move |context: AuthContext<'_>| seen.authorize(&context)))?;
        Ok(Sandbox { connection, watch })
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
        zone::install(&self.connection)
    }

    /// The connection, with its guards taken off.
    pub fn into_connection(self) -> Connection {
        // Taking a callback away cannot fail on a connection that owns its database.
        _ = self.connection.authorizer(None::<fn(AuthContext<'_>) -> Authorization>);
        _ = self.connection.progress_handler(0, None::<fn() -> bool>);
        self.connection
    }

    /// Runs `work`, whose statements are refused what [`SandboxRefusal`] lists.
    pub fn foreign<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        self.watch.foreign.store(true, Ordering::Relaxed);
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
        if !self.foreign.load(Ordering::Relaxed) {
            return Authorization::Allow;
        }
        let refusal = match refusal(&context.action) {
            // `VACUUM` fills a database of its own with all tables, this one too.
            Some(SandboxRefusal::Bookkeeping(_))
                if context.database_name.is_some_and(|name| name != "main") =>
            {
                return Authorization::Allow;
            }
            Some(refusal) if self.forbids(&refusal) => refusal,
            _ => return Authorization::Allow,
        };
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        Authorization::Deny
    }

    fn forbids(&self, refusal: &SandboxRefusal) -> bool {
        match refusal {
            SandboxRefusal::Bookkeeping(_) | SandboxRefusal::Write => true,
            SandboxRefusal::Transaction(_) => !self.loose.load(Ordering::Relaxed),
            SandboxRefusal::OtherFile | SandboxRefusal::Pragma(_) => !self.trusted,
        }
    }
}

fn refusal(action: &AuthAction<'_>) -> Option<SandboxRefusal> {
    match action {
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => Some(SandboxRefusal::OtherFile),
        // SQLite does not tell a name that is computed, and rusqlite no action without a name.
        AuthAction::Unknown { code: SQLITE_ATTACH | SQLITE_DETACH, .. } => {
            Some(SandboxRefusal::OtherFile)
        }
        AuthAction::Transaction { operation } => {
            Some(SandboxRefusal::Transaction(transaction_word(*operation).to_owned()))
        }
        AuthAction::Savepoint { operation, .. } => {
            Some(SandboxRefusal::Transaction(savepoint_word(*operation).to_owned()))
        }
        AuthAction::Pragma { pragma_name, .. } => {
            let name = Name::from(*pragma_name);
            (!PRAGMAS.iter().any(|known| name == *known))
                .then(|| SandboxRefusal::Pragma((*pragma_name).to_owned()))
        }
        AuthAction::Insert { table_name }
        | AuthAction::Delete { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. }
            if is_version_table(table_name) =>
        {
            Some(SandboxRefusal::Bookkeeping((*table_name).to_owned()))
        }
        _ => None,
    }
}

fn transaction_word(operation: TransactionOperation) -> &'static str {
    match operation {
        TransactionOperation::Begin => "BEGIN",
        TransactionOperation::Rollback => "ROLLBACK",
        // rusqlite has no name for what SQLite calls `COMMIT` here.
        _ => "COMMIT",
    }
}

fn savepoint_word(operation: TransactionOperation) -> &'static str {
    match operation {
        TransactionOperation::Release => "RELEASE",
        TransactionOperation::Rollback => "ROLLBACK TO",
        _ => "SAVEPOINT",
    }
}

fn is_version_table(table: &str) -> bool {
    let name = Name::from(table);
    name == VERSION_TABLE
}
