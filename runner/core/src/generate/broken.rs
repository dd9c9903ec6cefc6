//! Finds views, triggers and references of a schema that speak of what is not there.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::GenerateError;
use super::catalogue::Catalogue;
use crate::migration::application::{ApplicationPart, explain_error};
use crate::sql::name::{join_names, quote_name};

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
        if let Some(why) = explain_trigger(connection, &catalogue, &trigger.table) {
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

/// Compiles the statements that run the triggers of a table; the first failure is the reason.
fn explain_trigger(connection: &Connection, catalogue: &Catalogue, table: &str) -> Option<String> {
    let name = quote_name(table);
    let column = catalogue
        .tables
        .get(&table.into())
        .and_then(|table| table.definition.columns.iter().find(|one| one.generated.is_none()))
        .map(|column| quote_name(&column.name));
    let update = column.map(|column| format!("EXPLAIN UPDATE {name} SET {column} = {column}"));
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
