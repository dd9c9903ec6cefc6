//! The list of what SQL may do in a sandbox. What is not on it is refused, so that what SQLite learns later is refused as well.

use rusqlite::hooks::{AuthAction, TransactionOperation};

use super::SandboxRefusal;
use crate::schema::version_table;
use crate::sql::name::Name;

/// SQLite's numbers for two actions, from <https://sqlite.org/c3ref/c_alter_table.html>.
const SQLITE_ATTACH: i32 = 24;
const SQLITE_DETACH: i32 = 25;

/// Pragmas that only look, or that a migration by the book needs.
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

/// Kinds of virtual tables that keep all they have in the database.
const MODULES: [&str; 6] = ["fts3", "fts4", "fts5", "geopoly", "rtree", "rtree_i32"];

/// Functions that compute a value from values. The last ones are called by `ALTER TABLE`; SQLite lets no statement name them.
#[rustfmt::skip]
const FUNCTIONS: [&str; 165] = [
    "->", "->>", "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "avg", "bm25", "ceil", "ceiling",
    "changes", "char", "coalesce", "concat", "concat_ws", "cos", "cosh", "count", "cume_dist", "current_date",
    "current_time", "current_timestamp", "date", "datetime", "degrees", "dense_rank", "exp", "first_value", "floor",
    "format", "fts5_get_locale", "fts5_insttoken", "fts5_locale", "glob", "group_concat", "hex", "highlight", "if",
    "ifnull", "iif", "instr", "json", "json_array", "json_array_length", "json_each", "json_error_position",
    "json_extract", "json_group_array", "json_group_object", "json_insert", "json_object", "json_patch",
    "json_pretty", "json_quote", "json_remove", "json_replace", "json_set", "json_tree", "json_type", "json_valid",
    "jsonb", "jsonb_array", "jsonb_extract", "jsonb_group_array", "jsonb_group_object", "jsonb_insert",
    "jsonb_object", "jsonb_patch", "jsonb_remove", "jsonb_replace", "jsonb_set", "julianday", "lag",
    "last_insert_rowid", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10", "log2",
    "lower", "ltrim", "match", "matchinfo", "max", "median", "min", "mod", "nth_value", "ntile", "nullif",
    "octet_length", "offsets", "optimize", "percent_rank", "percentile", "percentile_cont", "percentile_disc", "pi",
    "pow", "power", "printf", "quote", "radians", "random", "randomblob", "rank", "regexp", "replace", "round",
    "row_number", "rtreecheck", "rtreedepth", "rtreenode", "rtrim", "sign", "sin", "sinh", "snippet", "soundex",
    "sqlite_compileoption_get", "sqlite_compileoption_used", "sqlite_source_id", "sqlite_version", "sqrt", "strftime",
    "string_agg", "substr", "substring", "subtype", "sum", "tan", "tanh", "time", "timediff", "total",
    "total_changes", "trim", "trunc", "typeof", "unhex", "unicode", "unistr", "unistr_quote", "unixepoch", "unlikely",
    "upper", "zeroblob",
    "sqlite_add_constraint", "sqlite_drop_column", "sqlite_drop_constraint", "sqlite_fail", "sqlite_find_constraint",
    "sqlite_rename_column", "sqlite_rename_quotefix", "sqlite_rename_table", "sqlite_rename_test",
];

/// The refusal of an action; None for one that is on the list.
pub(super) fn refuse_action(action: &AuthAction<'_>) -> Option<SandboxRefusal> {
    match action {
        AuthAction::Insert { table_name }
        | AuthAction::Delete { table_name }
        | AuthAction::Update { table_name, .. }
        | AuthAction::DropTable { table_name }
        | AuthAction::AlterTable { table_name, .. } => is_version_table(table_name)
            .then(|| SandboxRefusal::Bookkeeping((*table_name).to_owned())),
        AuthAction::Select
        | AuthAction::Recursive
        | AuthAction::Read { .. }
        | AuthAction::CreateIndex { .. }
        | AuthAction::CreateTable { .. }
        | AuthAction::CreateTempIndex { .. }
        | AuthAction::CreateTempTable { .. }
        | AuthAction::CreateTempTrigger { .. }
        | AuthAction::CreateTempView { .. }
        | AuthAction::CreateTrigger { .. }
        | AuthAction::CreateView { .. }
        | AuthAction::DropIndex { .. }
        | AuthAction::DropTempIndex { .. }
        | AuthAction::DropTempTable { .. }
        | AuthAction::DropTempTrigger { .. }
        | AuthAction::DropTempView { .. }
        | AuthAction::DropTrigger { .. }
        | AuthAction::DropView { .. }
        | AuthAction::DropVtable { .. }
        | AuthAction::Reindex { .. }
        | AuthAction::Analyze { .. } => None,
        AuthAction::Function { function_name } => {
            refuse_unlisted(&FUNCTIONS, function_name, SandboxRefusal::Function)
        }
        AuthAction::Pragma { pragma_name, .. } => {
            refuse_unlisted(&PRAGMAS, pragma_name, SandboxRefusal::Pragma)
        }
        AuthAction::CreateVtable { module_name, .. } => {
            refuse_unlisted(&MODULES, module_name, SandboxRefusal::Module)
        }
        AuthAction::Transaction { operation } => {
            Some(SandboxRefusal::Transaction(transaction_word(*operation).to_owned()))
        }
        AuthAction::Savepoint { operation, .. } => {
            Some(SandboxRefusal::Transaction(savepoint_word(*operation).to_owned()))
        }
        // SQLite does not tell a name that is computed, and rusqlite no action without a name.
        AuthAction::Attach { .. }
        | AuthAction::Detach { .. }
        | AuthAction::Unknown { code: SQLITE_ATTACH | SQLITE_DETACH, .. } => {
            Some(SandboxRefusal::OtherFile)
        }
        _ => Some(SandboxRefusal::Unknown),
    }
}

fn is_version_table(table: &str) -> bool {
    let name = Name::from(table);
    name == version_table()
}

fn refuse_unlisted(
    list: &[&str],
    name: &str,
    refusal: fn(String) -> SandboxRefusal,
) -> Option<SandboxRefusal> {
    let found = Name::from(name);
    (!list.iter().any(|known| found == *known)).then(|| refusal(name.to_owned()))
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    /// SQLite's own functions that are not on the list: they load code, take pointers or write to a log.
    const REFUSED: [&str; 5] =
        ["fts3_tokenizer", "fts5", "fts5_source_id", "load_extension", "sqlite_log"];

    #[test]
    fn every_function_of_sqlite_is_on_one_of_the_two_lists() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let mut statement = connection
            .prepare("SELECT DISTINCT name FROM pragma_function_list")
            .expect("the query is right");
        let names = statement.query_map([], |row| row.get::<_, String>(0)).expect("it runs");
        for name in names {
            let name = name.expect("a name is text");
            let is_allowed = FUNCTIONS.contains(&name.as_str());
            assert_ne!(is_allowed, REFUSED.contains(&name.as_str()), "{name}");
        }
    }
}
