//! Renames: the ones that were asked for, carried out, and the ones that may have been meant, pointed out.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use super::catalogue::Catalogue;
use super::change::Change;
use super::{GenerateError, Half};
use crate::migration::application::run_batch;
use crate::sql::definition::{ColumnDefinition, TableDefinition};
use crate::sql::name::{Name, quote_name};

/// A rename the user asks for, `table.column=new` or `table=new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    pub table: Name,
    /// None when the table itself is renamed.
    pub column: Option<Name>,
    pub to: Name,
}

/// A rename that may be behind a drop and an add. It prints as what `--rename` takes.
pub type PossibleRename = Rename;

/// Reason that a rename cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    #[error("there is no table `{table}` to rename")]
    NoTable { table: Name },
    #[error("there is no column `{table}.{column}` to rename")]
    NoColumn { table: Name, column: Name },
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
        (!empty).then(|| Rename {
            table: table.into(),
            column: column.map(Name::from),
            to: to.into(),
        })
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
    /// Earlier names of tables, and of columns by their table and name.
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, Name), Name>,
}

impl Renamed {
    /// Name that the table had before.
    pub(super) fn old_table<'a>(&'a self, table: &'a Name) -> &'a Name {
        self.tables.get(table).unwrap_or(table)
    }

    /// Name that the column of a table (by its new name) had before.
    pub(super) fn old_column<'a>(&'a self, table: &Name, column: &'a Name) -> &'a Name {
        self.columns.get(&(table.clone(), column.clone())).unwrap_or(column)
    }

    fn run_rename(
        &mut self,
        scratch: &Connection,
        up: String,
        down: String,
    ) -> Result<(), GenerateError> {
        run_batch(scratch, &up).map_err(|source| GenerateError::Statement {
            half: Half::Up,
            statement: up.clone(),
            source,
        })?;
        self.up.push(up);
        self.down.insert(0, down);
        Ok(())
    }
}

/// Carries out the renames on a copy of `current`: columns first, then tables.
pub(super) fn apply_renames(
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
    let scratch = current.build_database()?;
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
    (rename, column): (&Rename, &Name),
    tables: &[&Rename],
) -> Result<(), GenerateError> {
    // The table may be given by its old name or by its new one.
    let moved = tables.iter().find(|other| other.table == rename.table || other.to == rename.table);
    let old = moved.map_or(&rename.table, |moved| &moved.table);
    let new = moved.map_or(&rename.table, |moved| &moved.to);
    let Some(before) = current.tables.get(old) else {
        return Err(RenameError::NoTable { table: rename.table.clone() }.into());
    };
    let Some(after) = wanted.tables.get(new) else {
        return Err(RenameError::NotWanted { name: new.to_string() }.into());
    };
    let [column, to] =
        resolve_columns(&before.definition, &after.definition, [column, &rename.to])?;
    let table = before.definition.name.clone();
    renamed.columns.insert((new.clone(), to.clone()), column.clone());
    renamed.run_rename(
        scratch,
        rename_column_sql(&table, &column, &to),
        rename_column_sql(&table, &to, &column),
    )?;
    renamed.changes.push(Change::RenameColumn { table, column, to });
    Ok(())
}

/// The two names of a column as the two tables spell them, if it can be renamed.
fn resolve_columns(
    before: &TableDefinition,
    after: &TableDefinition,
    [column, to]: [&Name; 2],
) -> Result<[Name; 2], RenameError> {
    let table = &before.name;
    let Some(old) = before.column(column) else {
        return Err(RenameError::NoColumn { table: table.clone(), column: column.clone() });
    };
    if after.has_column(column) {
        return Err(RenameError::StillWanted { name: format!("{table}.{}", old.name) });
    }
    if before.has_column(to) {
        return Err(RenameError::Taken { name: format!("{table}.{to}") });
    }
    match after.column(to) {
        Some(new) => Ok([old.name.clone(), new.name.clone()]),
        None => Err(RenameError::NotWanted { name: format!("{table}.{to}") }),
    }
}

fn rename_column_sql(table: &str, one: &str, two: &str) -> String {
    let [table, one, two] = [table, one, two].map(quote_name);
    format!("ALTER TABLE {table} RENAME COLUMN {one} TO {two};")
}

fn rename_table(
    renamed: &mut Renamed,
    scratch: &Connection,
    (current, wanted): (&Catalogue, &Catalogue),
    rename: &Rename,
) -> Result<(), GenerateError> {
    let Some(before) = current.tables.get(&rename.table) else {
        return Err(RenameError::NoTable { table: rename.table.clone() }.into());
    };
    let table = before.definition.name.clone();
    if wanted.tables.contains_key(&table) {
        return Err(RenameError::StillWanted { name: table.into() }.into());
    }
    if current.has_object(&rename.to) {
        return Err(RenameError::Taken { name: rename.to.to_string() }.into());
    }
    let Some(after) = wanted.tables.get(&rename.to) else {
        return Err(RenameError::NotWanted { name: rename.to.to_string() }.into());
    };
    let to = after.definition.name.clone();
    renamed.tables.insert(to.clone(), table.clone());
    renamed.run_rename(scratch, rename_table_sql(&table, &to), rename_table_sql(&to, &table))?;
    renamed.changes.push(Change::RenameTable { table, to });
    Ok(())
}

fn rename_table_sql(one: &str, two: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {};", quote_name(one), quote_name(two))
}

/// Drops and adds that look like one thing under another name.
pub(super) fn find_possible_renames(from: &Catalogue, to: &Catalogue) -> Vec<PossibleRename> {
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
            found.extend(find_column_renames(&old.definition, &new.definition));
        }
    }
    found
}

fn find_column_renames(old: &TableDefinition, new: &TableDefinition) -> Vec<PossibleRename> {
    let dropped = old.columns.iter().filter(|column| !new.has_column(&column.name));
    let added: Vec<&ColumnDefinition> =
        new.columns.iter().filter(|column| !old.has_column(&column.name)).collect();
    let pairs = dropped.flat_map(|one| {
        added.iter().filter(|two| one.equals_but_name(two)).map(move |two| (one, two))
    });
    let renames = pairs.map(|(one, two)| Rename {
        table: old.name.clone(),
        column: Some(one.name.clone()),
        to: two.name.clone(),
    });
    renames.collect()
}
