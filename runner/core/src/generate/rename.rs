//! Renames: the ones that were asked for, carried out, and the ones that may have been meant, pointed out.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use super::catalogue::Catalogue;
use super::change::Change;
use super::{GenerateError, Half};
use crate::sql::definition::{ColumnDefinition, TableDefinition};
use crate::sql::name::{lookup_key, quote_name, same_name};

/// A rename the user asks for, `table.column=new` or `table=new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    pub table: String,
    /// None when the table itself is renamed.
    pub column: Option<String>,
    pub to: String,
}

/// A rename that may be behind a drop and an add. It prints as what `--rename` takes.
pub type PossibleRename = Rename;

/// Why a rename cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    #[error("there is no table `{table}` to rename")]
    NoTable { table: String },
    #[error("there is no column `{table}.{column}` to rename")]
    NoColumn { table: String, column: String },
    #[error("the wanted schema still has `{name}`")]
    StillWanted { name: String },
    #[error("the wanted schema has no `{name}`")]
    NotWanted { name: String },
    #[error("there is a `{name}` already")]
    Taken { name: String },
}

impl Rename {
    /// Reads `table.column=new` or `table=new`.
    pub fn parse(text: &str) -> Option<Rename> {
        let (old, to) = text.split_once('=')?;
        let (table, column) = match old.split_once('.') {
            Some((table, column)) => (table, Some(column)),
            None => (old, None),
        };
        let empty = [Some(table), column, Some(to)].into_iter().flatten().any(str::is_empty);
        let (table, to) = (table.to_owned(), to.to_owned());
        (!empty).then(|| Rename { table, column: column.map(str::to_owned), to })
    }
}

impl fmt::Display for Rename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{}.{column}={}", self.table, self.to),
            None => write!(f, "{}={}", self.table, self.to),
        }
    }
}

/// The current schema after all renames.
pub(super) struct Renamed {
    pub(super) catalogue: Catalogue,
    pub(super) changes: Vec<Change>,
    pub(super) up: Vec<String>,
    pub(super) down: Vec<String>,
    /// What a table, and a column in it, was called before; by keys.
    tables: BTreeMap<String, String>,
    columns: BTreeMap<(String, String), String>,
}

impl Renamed {
    /// What the table was called before.
    pub(super) fn old_table<'a>(&'a self, table: &'a str) -> &'a str {
        self.tables.get(&lookup_key(table)).map_or(table, String::as_str)
    }

    /// What the column of a table (by its new name) was called before.
    pub(super) fn old_column<'a>(&'a self, table: &str, column: &'a str) -> &'a str {
        self.columns.get(&(lookup_key(table), lookup_key(column))).map_or(column, String::as_str)
    }

    fn add(&mut self, scratch: &Connection, up: String, down: String) -> Result<(), GenerateError> {
        let fail =
            |source| GenerateError::Statement { half: Half::Up, statement: up.clone(), source };
        scratch.execute_batch(&up).map_err(fail)?;
        self.up.push(up);
        self.down.insert(0, down);
        Ok(())
    }
}

/// Carries out the renames on a copy of `current`: columns first, then tables.
pub(super) fn apply(
    current: &Catalogue,
    wanted: &Catalogue,
    renames: &[Rename],
) -> Result<Renamed, GenerateError> {
    let mut renamed = Renamed {
        catalogue: current.clone(),
        changes: Vec::new(),
        up: Vec::new(),
        down: Vec::new(),
        tables: BTreeMap::new(),
        columns: BTreeMap::new(),
    };
    if renames.is_empty() {
        return Ok(renamed);
    }
    let scratch = current.build()?;
    let tables: Vec<&Rename> = renames.iter().filter(|rename| rename.column.is_none()).collect();
    for rename in renames {
        if let Some(column) = &rename.column {
            rename_column(&mut renamed, &scratch, (current, wanted), (rename, column), &tables)?;
        }
    }
    for rename in tables {
        rename_table(&mut renamed, &scratch, (current, wanted), rename)?;
    }
    renamed.catalogue = Catalogue::read(&scratch)?;
    Ok(renamed)
}

fn rename_column(
    renamed: &mut Renamed,
    scratch: &Connection,
    (current, wanted): (&Catalogue, &Catalogue),
    (rename, column): (&Rename, &str),
    tables: &[&Rename],
) -> Result<(), GenerateError> {
    // The table may be given by its old name or by its new one.
    let moved = tables.iter().find(|other| {
        same_name(&other.table, &rename.table) || same_name(&other.to, &rename.table)
    });
    let (old, new) =
        moved.map_or((&rename.table, &rename.table), |moved| (&moved.table, &moved.to));
    let no_table = || RenameError::NoTable { table: rename.table.clone() };
    let before = &current.tables.get(&lookup_key(old)).ok_or_else(no_table)?.definition;
    let after = &wanted
        .tables
        .get(&lookup_key(new))
        .ok_or_else(|| RenameError::NotWanted { name: new.clone() })?
        .definition;
    let no_column =
        || RenameError::NoColumn { table: before.name.clone(), column: column.to_owned() };
    let column = before.column(column).ok_or_else(no_column)?.name.clone();
    let full = |column: &str| format!("{}.{column}", before.name);
    match () {
        () if after.has_column(&column) => Err(RenameError::StillWanted { name: full(&column) })?,
        () if before.has_column(&rename.to) => Err(RenameError::Taken { name: full(&rename.to) })?,
        () => (),
    }
    let to = after
        .column(&rename.to)
        .ok_or_else(|| RenameError::NotWanted { name: full(&rename.to) })?
        .name
        .clone();
    let sql = |one: &str, two: &str| {
        format!(
            "ALTER TABLE {} RENAME COLUMN {} TO {};",
            quote_name(&before.name),
            quote_name(one),
            quote_name(two)
        )
    };
    renamed.columns.insert((lookup_key(new), lookup_key(&to)), column.clone());
    renamed.add(scratch, sql(&column, &to), sql(&to, &column))?;
    renamed.changes.push(Change::RenameColumn { table: before.name.clone(), column, to });
    Ok(())
}

fn rename_table(
    renamed: &mut Renamed,
    scratch: &Connection,
    (current, wanted): (&Catalogue, &Catalogue),
    rename: &Rename,
) -> Result<(), GenerateError> {
    let no_table = || RenameError::NoTable { table: rename.table.clone() };
    let table = current
        .tables
        .get(&lookup_key(&rename.table))
        .ok_or_else(no_table)?
        .definition
        .name
        .clone();
    match () {
        () if wanted.tables.contains_key(&lookup_key(&table)) => {
            Err(RenameError::StillWanted { name: table.clone() })?
        }
        () if current.has_object(&rename.to) => {
            Err(RenameError::Taken { name: rename.to.clone() })?
        }
        () => (),
    }
    let not_wanted = || RenameError::NotWanted { name: rename.to.clone() };
    let to =
        wanted.tables.get(&lookup_key(&rename.to)).ok_or_else(not_wanted)?.definition.name.clone();
    let sql = |one: &str, two: &str| {
        format!("ALTER TABLE {} RENAME TO {};", quote_name(one), quote_name(two))
    };
    renamed.tables.insert(lookup_key(&to), table.clone());
    renamed.add(scratch, sql(&table, &to), sql(&to, &table))?;
    renamed.changes.push(Change::RenameTable { table, to });
    Ok(())
}

/// Drops and adds that look like one thing under another name.
pub(super) fn possible(from: &Catalogue, to: &Catalogue) -> Vec<PossibleRename> {
    let mut found = Vec::new();
    for (name, old) in from.tables.iter().filter(|(name, _)| !to.tables.contains_key(*name)) {
        let new = to.tables.iter().filter(|(name, _)| !from.tables.contains_key(*name));
        let alike = new.filter(|(_, new)| old.definition.columns == new.definition.columns);
        found.extend(alike.map(|(_, new)| Rename {
            table: from.tables[name].definition.name.clone(),
            column: None,
            to: new.definition.name.clone(),
        }));
    }
    for (name, new) in &to.tables {
        if let Some(old) = from.tables.get(name) {
            found.extend(columns(&old.definition, &new.definition));
        }
    }
    found
}

fn columns(old: &TableDefinition, new: &TableDefinition) -> Vec<PossibleRename> {
    let dropped = old.columns.iter().filter(|column| !new.has_column(&column.name));
    let added: Vec<&ColumnDefinition> =
        new.columns.iter().filter(|column| !old.has_column(&column.name)).collect();
    let pairs = dropped.flat_map(|one| {
        added.iter().filter(|two| one.equals_but_name(two)).map(move |two| (one, two))
    });
    let rename = |(one, two): (&ColumnDefinition, &&ColumnDefinition)| Rename {
        table: old.name.clone(),
        column: Some(one.name.clone()),
        to: two.name.clone(),
    };
    pairs.map(rename).collect()
}
