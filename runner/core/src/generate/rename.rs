//! Renames: the ones that were asked for, carried out, and the ones that may have been meant, pointed out.

use std::collections::BTreeMap;
use std::fmt;

use rusqlite::Connection;

use super::catalogue::{Catalogue, Object, by_place};
use super::change::Change;
use super::text::end_statement;
use super::{GenerateError, Half};
use crate::migration::application::{run_batch, run_beside_readers};
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
    /// Reads `table.column=new` or `table=new`; a name with a dot or an equals sign stands in double quotes.
    pub fn parse(text: &str) -> Option<Rename> {
        let (table, rest) = split_name(text)?;
        let (column, rest) = match rest.strip_prefix('.') {
            Some(rest) => {
                let (column, rest) = split_name(rest)?;
                (Some(column), rest)
            }
            None => (None, rest),
        };
        let to = rest.strip_prefix('=')?;
        let to = match split_name(to) {
            Some((name, "")) if to.starts_with('"') => name,
            _ => to.to_owned(),
        };
        let column = column.map(Name::from);
        (!to.is_empty()).then(|| Rename { table: table.into(), column, to: to.into() })
    }
}

impl fmt::Display for Rename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [table, to] = [&self.table, &self.to].map(|name| quote_if_needed(name));
        match &self.column {
            Some(column) => write!(f, "{table}.{}={to}", quote_if_needed(column)),
            None => write!(f, "{table}={to}"),
        }
    }
}

/// The name at the start of a text, bare up to a dot or an equals sign, or in double quotes, and the rest.
fn split_name(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '=']).unwrap_or(text.len());
        return (end > 0).then(|| (text[..end].to_owned(), &text[end..]));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let end = rest.find('"')?;
        name.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        let Some(more) = rest.strip_prefix('"') else { break };
        name.push('"');
        rest = more;
    }
    (!name.is_empty()).then_some((name, rest))
}

fn quote_if_needed(name: &str) -> String {
    if name.contains(['.', '=', '"']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

/// The renames that were asked for, and those of columns that are only written in another case now.
pub(super) fn with_other_case(renames: &[Rename], from: &Catalogue, to: &Catalogue) -> Vec<Rename> {
    let mut found = renames.to_vec();
    for (name, table) in &to.tables {
        let Some(before) = from.tables.get(name) else { continue };
        for (old, new) in list_other_case(&before.definition, &table.definition) {
            let rename = Rename {
                table: before.definition.name.clone(),
                column: Some(old.clone()),
                to: new.clone(),
            };
            if !found.contains(&rename) {
                found.push(rename);
            }
        }
    }
    found
}

/// Pairs of names of one column, before and now, that are written in another case.
pub(super) fn list_other_case<'a>(
    before: &'a TableDefinition,
    now: &'a TableDefinition,
) -> impl Iterator<Item = (&'a Name, &'a Name)> {
    let pairs = now.columns.iter().filter_map(|column| {
        let old = before.column(&column.name)?;
        Some((&old.name, &column.name))
    });
    pairs.filter(|(old, new)| old.as_str() != new.as_str())
}

/// The current schema after all renames.
pub(super) struct Renamed {
    pub(super) catalogue: Catalogue,
    pub(super) changes: Vec<Change>,
    pub(super) up: Vec<String>,
    pub(super) down: Vec<String>,
    /// Views and triggers that had to go out of the way of a rename.
    away: [BTreeMap<Name, Object>; 2],
    /// Earlier names of tables, and of columns by their table and name.
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, Name), Name>,
}

impl Renamed {
    /// The catalogue with the views and triggers that only went out of the way.
    pub(super) fn with_readers(&self) -> Catalogue {
        let mut catalogue = self.catalogue.clone();
        let [views, triggers] = self.away.clone();
        catalogue.views.extend(views);
        catalogue.triggers.extend(triggers);
        catalogue
    }

    /// Drops all views and triggers before the renames; they are made again after the way back.
    fn put_readers_away(
        &mut self,
        scratch: &Connection,
        current: &Catalogue,
    ) -> Result<Vec<String>, GenerateError> {
        let views = by_place(&current.views).into_iter().map(|view| ("VIEW", view));
        let triggers = by_place(&current.triggers).into_iter().map(|trigger| ("TRIGGER", trigger));
        let readers: Vec<_> = views.chain(triggers).collect();
        for (kind, reader) in readers.iter().rev() {
            let drop = format!("DROP {kind} IF EXISTS {};", quote_name(&reader.name));
            run_batch(scratch, &drop)?;
            self.up.push(drop);
        }
        self.away = [current.views.clone(), current.triggers.clone()];
        Ok(readers.iter().map(|(_, reader)| end_statement(&reader.sql)).collect())
    }

    /// Name that the table had before.
    pub(super) fn old_table<'a>(&'a self, table: &'a Name) -> &'a Name {
        self.tables.get(table).unwrap_or(table)
    }

    /// Name that the column of a table (by its new name) had before.
    pub(super) fn old_column<'a>(&'a self, table: &Name, column: &'a Name) -> &'a Name {
        self.columns.get(&(table.clone(), column.clone())).unwrap_or(column)
    }

    fn run_table_rename(
        &mut self,
        scratch: &Connection,
        from: &str,
        to: &str,
    ) -> Result<(), GenerateError> {
        self.run_rename(scratch, rename_table_sql(from, to), rename_table_sql(to, from))
    }

    fn run_column_rename(
        &mut self,
        scratch: &Connection,
        table: &str,
        [from, to]: [&Name; 2],
    ) -> Result<(), GenerateError> {
        let [up, down] =
            [(from, to), (to, from)].map(|(one, two)| rename_column_sql(table, one, two));
        self.run_rename(scratch, up, down)
    }

    fn run_rename(
        &mut self,
        scratch: &Connection,
        up: String,
        down: String,
    ) -> Result<(), GenerateError> {
        run_beside_readers(scratch, &up).map_err(|source| GenerateError::Statement {
            half: Half::Up,
            statement: up.clone(),
            source,
        })?;
        self.up.push(up);
        self.down.insert(0, down);
        Ok(())
    }
}

/// Carries out the renames on a copy of `current`: columns first, then tables. What views and triggers stand in the way
/// of is tried again without them.
pub(super) fn apply_renames(
    current: &Catalogue,
    wanted: &Catalogue,
    renames: &[Rename],
) -> Result<Renamed, GenerateError> {
    match try_renames(current, wanted, renames, Readers::Stay) {
        Err(GenerateError::Statement { .. }) => {
            try_renames(current, wanted, renames, Readers::GoAway)
        }
        result => result,
    }
}

/// What becomes of views and triggers during renames.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    Stay,
    GoAway,
}

fn try_renames(
    current: &Catalogue,
    wanted: &Catalogue,
    renames: &[Rename],
    readers: Readers,
) -> Result<Renamed, GenerateError> {
    let mut renamed = Renamed {
        away: Default::default(),
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
    let made_again = if readers == Readers::GoAway {
        renamed.put_readers_away(&scratch, current)?
    } else {
        Vec::new()
    };
    let tables: Vec<&Rename> = renames.iter().filter(|rename| rename.column.is_none()).collect();
    let mut moves = Vec::new();
    for rename in renames {
        if let Some(column) = &rename.column {
            let schemas = (current, wanted);
            moves.push(prepare_column(&mut renamed, &scratch, schemas, (rename, column), renames)?);
        }
    }
    for ColumnMove { table, from, to } in &moves {
        renamed.run_column_rename(&scratch, table, [from, to])?;
    }
    rename_tables(&mut renamed, &scratch, (current, wanted), &tables)?;
    renamed.down.extend(made_again);
    renamed.catalogue = Catalogue::read(&scratch)?;
    Ok(renamed)
}

/// A rename of a column once what was in its way is aside.
struct ColumnMove {
    table: Name,
    from: Name,
    to: Name,
}

/// Gets ready to rename a column: one whose name another one is to have goes out of the way.
fn prepare_column(
    renamed: &mut Renamed,
    scratch: &Connection,
    (current, wanted): (&Catalogue, &Catalogue),
    (rename, column): (&Rename, &Name),
    renames: &[Rename],
) -> Result<ColumnMove, GenerateError> {
    let mut tables = renames.iter().filter(|other| other.column.is_none());
    // The table may be given by its old name or by its new one.
    let moved = tables.find(|other| other.table == rename.table || other.to == rename.table);
    let old = moved.map_or(&rename.table, |moved| &moved.table);
    let new = moved.map_or(&rename.table, |moved| &moved.to);
    let Some(before) = current.tables.get(old) else {
        return Err(RenameError::NoTable { table: rename.table.clone() }.into());
    };
    let Some(after) = wanted.tables.get(new) else {
        return Err(RenameError::NotWanted { name: new.to_string() }.into());
    };
    let same_table: Vec<&Rename> =
        renames.iter().filter(|other| other.table == rename.table).collect();
    let [column, to] =
        resolve_columns(&before.definition, &after.definition, [column, &rename.to], &same_table)?;
    let table = before.definition.name.clone();
    renamed.columns.insert((new.clone(), to.clone()), column.clone());
    renamed.changes.push(Change::RenameColumn {
        table: table.clone(),
        column: column.clone(),
        to: to.clone(),
    });
    let is_in_the_way = column != to && same_table.iter().any(|other| other.to == column);
    if !is_in_the_way {
        return Ok(ColumnMove { table, from: column, to });
    }
    let aside = choose_free_name(&column, |name| {
        before.definition.has_column(name) || after.definition.has_column(name)
    });
    renamed.run_column_rename(scratch, &table, [&column, &aside])?;
    Ok(ColumnMove { table, from: aside, to })
}

/// A name like this one that is not taken, for what has to go out of the way.
fn choose_free_name(name: &Name, is_taken: impl Fn(&Name) -> bool) -> Name {
    let mut aside = Name::from(format!("{name}_aside"));
    while is_taken(&aside) {
        aside = Name::from(format!("{aside}_"));
    }
    aside
}

/// The two names of a column as the two tables spell them, if it can be renamed.
fn resolve_columns(
    before: &TableDefinition,
    after: &TableDefinition,
    [column, to]: [&Name; 2],
    renames: &[&Rename],
) -> Result<[Name; 2], RenameError> {
    let table = &before.name;
    let Some(old) = before.column(column) else {
        return Err(RenameError::NoColumn { table: table.clone(), column: column.clone() });
    };
    if column == to && old.name.as_str() != to.as_str() && after.has_column(to) {
        return Ok([old.name.clone(), after.column(to).map_or(to, |new| &new.name).clone()]);
    }
    if after.has_column(column) && !renames.iter().any(|other| other.to == *column) {
        return Err(RenameError::StillWanted { name: format!("{table}.{}", old.name) });
    }
    if before.has_column(to) && !renames.iter().any(|other| other.column.as_ref() == Some(to)) {
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

/// Renames tables, also in a chain, in a swap, and in case only: one whose name another one is to have goes out of the way
/// first.
fn rename_tables(
    renamed: &mut Renamed,
    scratch: &Connection,
    (current, wanted): (&Catalogue, &Catalogue),
    renames: &[&Rename],
) -> Result<(), GenerateError> {
    let mut moves = Vec::new();
    for rename in renames {
        let [table, to] = resolve_tables(current, wanted, rename, renames)?;
        renamed.tables.insert(to.clone(), table.clone());
        renamed.changes.push(Change::RenameTable { table: table.clone(), to: to.clone() });
        let is_in_the_way = renames.iter().any(|other| other.to == table);
        if !is_in_the_way {
            moves.push((table, to));
            continue;
        }
        let aside =
            choose_free_name(&table, |name| current.has_object(name) || wanted.has_object(name));
        renamed.run_table_rename(scratch, &table, &aside)?;
        moves.push((aside, to));
    }
    moves.iter().try_for_each(|(from, to)| renamed.run_table_rename(scratch, from, to))
}

/// The two names of a table as the two schemas spell them, if it can be renamed beside the other `renames`.
fn resolve_tables(
    current: &Catalogue,
    wanted: &Catalogue,
    rename: &Rename,
    renames: &[&Rename],
) -> Result<[Name; 2], RenameError> {
    let Some(before) = current.tables.get(&rename.table) else {
        return Err(RenameError::NoTable { table: rename.table.clone() });
    };
    let table = before.definition.name.clone();
    let is_given_away = renames.iter().any(|other| other.to == table);
    if wanted.tables.contains_key(&table) && !is_given_away {
        return Err(RenameError::StillWanted { name: table.into() });
    }
    let becomes_free = renames.iter().any(|other| other.table == rename.to);
    if current.has_object(&rename.to) && !becomes_free {
        return Err(RenameError::Taken { name: rename.to.to_string() });
    }
    match wanted.tables.get(&rename.to) {
        Some(after) if after.definition.name.as_str() == table.as_str() => {
            Err(RenameError::StillWanted { name: table.into() })
        }
        Some(after) => Ok([table, after.definition.name.clone()]),
        None => Err(RenameError::NotWanted { name: rename.to.to_string() }),
    }
}

fn rename_table_sql(one: &str, two: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {};", quote_name(one), quote_name(two))
}

/// Drops and adds that look like one thing under another name.
pub(super) fn find_possible_renames(from: &Catalogue, to: &Catalogue) -> Vec<PossibleRename> {
    let mut found = find_table_renames(from, to);
    for (name, new) in &to.tables {
        if let Some(old) = from.tables.get(name) {
            found.extend(find_column_renames(&old.definition, &new.definition));
        }
    }
    found
}

fn find_table_renames(from: &Catalogue, to: &Catalogue) -> Vec<PossibleRename> {
    let dropped = list_only_in(from, to);
    let added = list_only_in(to, from);
    let pairs = dropped.iter().flat_map(|old| {
        let alike = added.iter().filter(move |new| {
            let shared = count_shared_columns(old, new);
            let all = old.columns.len().max(new.columns.len());
            old.columns == new.columns || 2 * shared > all
        });
        alike.map(move |new| (old, new))
    });
    pairs
        .map(|(old, new)| Rename { table: old.name.clone(), column: None, to: new.name.clone() })
        .collect()
}

/// The tables of one schema that another one does not have.
fn list_only_in<'a>(one: &'a Catalogue, other: &Catalogue) -> Vec<&'a TableDefinition> {
    let only = one.tables.iter().filter(|(name, _)| !other.tables.contains_key(*name));
    only.map(|(_, table)| &table.definition).collect()
}

fn count_shared_columns(one: &TableDefinition, other: &TableDefinition) -> usize {
    one.columns.iter().filter(|column| other.has_column(&column.name)).count()
}

fn find_column_renames(old: &TableDefinition, new: &TableDefinition) -> Vec<PossibleRename> {
    let dropped = old.columns.iter().filter(|column| !new.has_column(&column.name));
    let added: Vec<&ColumnDefinition> =
        new.columns.iter().filter(|column| !old.has_column(&column.name)).collect();
    let dropped: Vec<&ColumnDefinition> = dropped.collect();
    // Where there is only one of each, another type or rule may have come with the new name.
    let is_only_pair = dropped.len() == 1 && added.len() == 1;
    let pairs = dropped.into_iter().flat_map(|one| {
        let alike = added.iter().filter(move |two| {
            is_only_pair || one.normal_type == two.normal_type || resembles(&one.name, &two.name)
        });
        alike.map(move |two| (one, two))
    });
    let renames = pairs.map(|(one, two)| Rename {
        table: old.name.clone(),
        column: Some(one.name.clone()),
        to: two.name.clone(),
    });
    renames.collect()
}

/// True if one name of some length stands in the other: `mail` in `email`, `name` in `fullName`.
fn resembles(one: &Name, other: &Name) -> bool {
    let [one, other] = [one, other].map(|name| name.to_ascii_lowercase());
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short.len() > 2 && long.contains(&short)
}
