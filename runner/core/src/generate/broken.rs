//! Finds views, triggers and references of a schema that speak of what is not there.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::GenerateError;
use super::catalogue::Catalogue;
use crate::migration::application::{ApplicationPart, explain_error};
use crate::sql::name::{Name, join_names, quote_name};
use crate::sql::word::split_words;

/// Names of the views, triggers and references that cannot work, each with the reason.
pub type BrokenObjects = BTreeMap<String, String>;

/// Finds what is broken in a schema. Nothing is changed.
pub fn find_broken(connection: &Connection) -> Result<BrokenObjects, GenerateError> {
    let catalogue = Catalogue::read(connection)?;
    let mut found = BrokenObjects::new();
    for view in catalogue.views.values() {
        let reads = format!("SELECT * FROM {} LIMIT 0", quote_name(&view.name));
        if let Some(why) = explain_failure(connection, &reads) {
            found.insert(format!("view `{}`", view.name), why);
        }
    }
    for trigger in catalogue.triggers.values() {
        if let Some(column) = find_unknown_column(&catalogue, &trigger.sql, &trigger.table) {
            found
                .insert(format!("trigger `{}`", trigger.name), format!("no such column: {column}"));
        } else if let Some(why) = explain_trigger(connection, &catalogue, &trigger.table) {
            let others = catalogue.triggers.values().filter(|one| one.table == trigger.table);
            // SQLite does not say which of several triggers it is; the one that mentions the missing name is.
            let is_alone = others.count() == 1;
            let missing = why.rsplit([' ', '.']).next().unwrap_or_default().to_owned();
            if is_alone || trigger.mentions.contains(&missing.into()) {
                found.insert(format!("trigger `{}`", trigger.name), why);
            }
        }
    }
    for table in catalogue.tables.values() {
        for reference in table.definition.references() {
            if !catalogue.tables.contains_key(&reference.table) {
                let columns = join_names(&reference.columns, ", ");
                let name = format!("reference `{}.{columns}`", table.definition.name);
                found.insert(name, format!("no such table: {}", reference.table));
            }
        }
    }
    Ok(found)
}

/// A column that a trigger waits for with `UPDATE OF`, and that its table does not have: SQLite takes such a trigger, and
/// never runs it.
fn find_unknown_column(catalogue: &Catalogue, sql: &str, table: &str) -> Option<Name> {
    let table = &catalogue.tables.get(&table.into())?.definition;
    let words = split_words(sql);
    let start = words.windows(2).position(|pair| pair[0].is("UPDATE") && pair[1].is("OF"))? + 2;
    let end = words.iter().position(|word| word.is("BEGIN"))?;
    let columns = words.get(start..end)?.iter().take_while(|word| !word.is("ON"));
    let mut columns = columns.filter(|word| !word.is(",")).map(|word| Name::from(&*word.name()));
    columns.find(|name| !table.has_column(name))
}

/// Compiles the statements that run the triggers of a table; the first failure is the reason.
fn explain_trigger(connection: &Connection, catalogue: &Catalogue, table: &str) -> Option<String> {
    let name = quote_name(table);
    let columns = catalogue.tables.get(&table.into()).map(|table| {
        let columns = table.definition.columns.iter().filter(|one| one.generated.is_none());
        // Each of them, because a trigger may be for one only.
        columns.map(|column| quote_name(&column.name)).map(|name| format!("{name} = {name}"))
    });
    let update = columns.map(|columns| {
        format!("EXPLAIN UPDATE {name} SET {}", columns.collect::<Vec<_>>().join(", "))
    });
    let statements = [
        Some(format!("EXPLAIN INSERT INTO {name} DEFAULT VALUES")),
        Some(format!("EXPLAIN DELETE FROM {name}")),
        update,
    ];
    // A table of the schema may well be a view that no statement can change.
    if catalogue.views.contains_key(&table.into()) {
        return None;
    }
    statements.into_iter().flatten().find_map(|sql| explain_failure(connection, &sql))
}

/// SQLite's reason that a statement cannot be compiled; what only an application knows is none.
fn explain_failure(connection: &Connection, sql: &str) -> Option<String> {
    let error = connection.prepare(sql).err()?;
    let why = explain_error(&error);
    // Whether keys fit is seen when references are checked.
    let is_other =
        why.starts_with("foreign key mismatch") || ApplicationPart::parse(&why).is_some();
    (!is_other).then_some(why)
}
