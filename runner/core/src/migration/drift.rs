//! Drift: what a database has and none of the scripts that were applied to it. A script that was written without
//! knowing of it may not take it away.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::sandbox::Sandbox;
use crate::schema::version_table;
use crate::sql::name::{Name, quote_name};
use crate::sql::word::split_words;

/// Something in a database that has a name; an index and a trigger are on a table, a column is in one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct DriftObject {
    kind: DriftKind,
    table: Name,
    name: Name,
}

/// Kind of a named object; a view counts as a table, since the two share their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum DriftKind {
    Table,
    Column,
    Index,
    Trigger,
}

/// Watches that scripts keep what only the database has.
pub struct DriftGuard {
    /// The database as the applied scripts give it, without rows of anybody's.
    expected: Sandbox,
    drift: RefCell<BTreeSet<DriftObject>>,
}

impl DriftGuard {
    /// Compares a database with what its applied scripts give; None when it has nothing that they do not give.
    pub fn new(expected: Sandbox, database: &Connection) -> rusqlite::Result<Option<DriftGuard>> {
        let drift = find_drift(expected.connection(), database)?;
        Ok((!drift.is_empty()).then(|| DriftGuard { expected, drift: RefCell::new(drift) }))
    }

    /// The database without drift: what runs on the real one has to run here before anything is looked for.
    pub(super) fn expected(&self) -> &Sandbox {
        &self.expected
    }

    /// Lists what a script, which has just been run on both databases, took away without saying so.
    pub(super) fn find_lost(
        &self,
        database: &Connection,
        script: &str,
    ) -> rusqlite::Result<Vec<String>> {
        let still_there = find_drift(self.expected.connection(), database)?;
        let tables = list_objects(database)?;
        let dropped = list_drops(script);
        let drift = self.drift.borrow();
        // With its table renamed, a column or an index is another one of the same name.
        let moved: Vec<&DriftObject> = still_there.difference(&drift).collect();
        let lost = drift.difference(&still_there).filter(|object| {
            !moved.iter().any(|other| object.is_same_but_table(other))
                && !object.is_dropped_on_purpose(&dropped, &tables)
        });
        let lost: Vec<String> = lost.map(DriftObject::describe).collect();
        drop(drift);
        if lost.is_empty() {
            self.drift.replace(still_there);
        }
        Ok(lost)
    }
}

impl DriftObject {
    fn is_same_but_table(&self, other: &DriftObject) -> bool {
        (self.kind, &self.name) == (other.kind, &other.name)
    }

    /// True if the script says that it drops it, or the table it belongs to.
    fn is_dropped_on_purpose(
        &self,
        dropped: &BTreeSet<(DriftKind, Name)>,
        now: &BTreeSet<DriftObject>,
    ) -> bool {
        let table = (DriftKind::Table, self.table.clone());
        let table_is_there =
            now.iter().any(|object| object.kind == DriftKind::Table && object.name == self.table);
        dropped.contains(&(self.kind, self.name.clone()))
            || dropped.contains(&table) && !table_is_there
    }

    fn describe(&self) -> String {
        let name = quote_name(&self.name);
        match self.kind {
            DriftKind::Table => format!("table `{name}`"),
            DriftKind::Column => format!("column `{}.{name}`", quote_name(&self.table)),
            DriftKind::Index => format!("index `{name}`"),
            DriftKind::Trigger => format!("trigger `{name}`"),
        }
    }
}

fn find_drift(
    expected: &Connection,
    database: &Connection,
) -> rusqlite::Result<BTreeSet<DriftObject>> {
    let known = list_objects(expected)?;
    Ok(list_objects(database)?.difference(&known).cloned().collect())
}

fn list_objects(connection: &Connection) -> rusqlite::Result<BTreeSet<DriftObject>> {
    let mut found = BTreeSet::new();
    for (kinds, sql) in [(None, OBJECTS), (Some(DriftKind::Column), COLUMNS)] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([version_table()])?;
        while let Some(row) = rows.next()? {
            let kind = kinds.unwrap_or(match row.get_ref(0)?.as_str()? {
                "index" => DriftKind::Index,
                "trigger" => DriftKind::Trigger,
                _ => DriftKind::Table,
            });
            found.insert(DriftObject { kind, table: row.get(1)?, name: row.get(2)? });
        }
    }
    Ok(found)
}

const OBJECTS: &str = "SELECT type, tbl_name, name FROM main.sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(tbl_name) <> ?1";

const COLUMNS: &str = "SELECT 'column', t.name, x.name FROM main.sqlite_schema AS t, pragma_table_xinfo(t.name) AS x
    WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      AND lower(t.name) <> ?1";

/// The names that stand after `DROP` in a text of SQL.
fn list_drops(sql: &str) -> BTreeSet<(DriftKind, Name)> {
    let words = split_words(sql);
    let mut found = BTreeSet::new();
    for at in (0..words.len()).filter(|at| words[*at].is("DROP")) {
        let mut rest = words[at + 1..].iter().peekable();
        let kind =
            rest.next_if(|word| word.is_any(&["COLUMN", "TABLE", "VIEW", "INDEX", "TRIGGER"]));
        let kind = match kind {
            Some(word) if word.is("INDEX") => DriftKind::Index,
            Some(word) if word.is("TRIGGER") => DriftKind::Trigger,
            Some(word) if word.is_any(&["TABLE", "VIEW"]) => DriftKind::Table,
            _ => DriftKind::Column,
        };
        while rest.next_if(|word| word.is_any(&["IF", "EXISTS"])).is_some() {}
        let Some(mut name) = rest.next() else { continue };
        if rest.next_if(|word| word.is(".")).is_some() {
            name = rest.next().unwrap_or(name);
        }
        found.insert((kind, Name::from(&*name.name())));
    }
    found
}
