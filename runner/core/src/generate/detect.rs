//! Names what separates two catalogues, in one fixed order. It decides nothing about how a change is made.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Object};
use super::change::{Change, Done};
use crate::sql::definition::{
    ColumnDefinition, ConstraintKind, ConstraintSpec, GeneratedSpec, TableDefinition,
};
use crate::sql::name::lookup_key;

/// Lists the changes that make `to` of `from`: tables, then what is in them, then indexes, views and triggers.
pub(super) fn changes(from: &Catalogue, to: &Catalogue) -> Vec<Change> {
    let added = to.tables.iter().filter(|(key, _)| !from.tables.contains_key(*key));
    let dropped = from.tables.iter().filter(|(key, _)| !to.tables.contains_key(*key));
    let mut found: Vec<Change> =
        added.map(|(_, table)| Change::AddTable { table: table.definition.name.clone() }).collect();
    found.extend(
        dropped.map(|(_, table)| Change::DropTable { table: table.definition.name.clone() }),
    );
    for (key, after) in &to.tables {
        if let Some(before) = from.tables.get(key).filter(|before| *before != after) {
            found.extend(in_table(&before.definition, &after.definition));
        }
    }
    found.extend(indexes(from, to));
    found.extend(objects(&from.views, &to.views, |done, view| Change::View {
        done,
        view: view.name.clone(),
    }));
    found.extend(objects(&from.triggers, &to.triggers, |done, trigger| Change::Trigger {
        done,
        trigger: trigger.name.clone(),
        table: trigger.table.clone(),
    }));
    found
}

fn in_table(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let table = &after.name;
    let mut found = columns(before, after);
    for column in &after.columns {
        if let Some(old) = before.column(&column.name) {
            found.extend(in_column(table, old, column));
        }
    }
    found.extend(constraints(before, after));
    if before.strict != after.strict {
        found.push(Change::Strict { table: table.clone(), on: after.strict });
    }
    if before.without_rowid != after.without_rowid {
        found.push(Change::WithoutRowid { table: table.clone(), on: after.without_rowid });
    }
    if found.is_empty() {
        found.push(Change::Definition { table: table.clone() });
    }
    found
}

fn columns(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let table = after.name.clone();
    let change = |column: &ColumnDefinition| (table.clone(), column.name.clone());
    let added = after.columns.iter().filter(|column| !before.has_column(&column.name)).map(change);
    let mut found: Vec<Change> =
        added.map(|(table, column)| Change::AddColumn { table, column }).collect();
    let dropped =
        before.columns.iter().filter(|column| !after.has_column(&column.name)).map(change);
    found.extend(dropped.map(|(table, column)| Change::DropColumn { table, column }));
    let kept = |one: &TableDefinition, two: &TableDefinition| {
        one.columns
            .iter()
            .map(|column| lookup_key(&column.name))
            .filter(|name| two.has_column(name))
            .collect::<Vec<_>>()
    };
    if kept(before, after) != kept(after, before) {
        found.push(Change::Order { table });
    }
    found
}

fn in_column(table: &str, old: &ColumnDefinition, new: &ColumnDefinition) -> Vec<Change> {
    let (table, column) = (table.to_owned(), new.name.clone());
    let mut found = Vec::new();
    if old.normal_type != new.normal_type {
        let (from, to) = (old.declared.clone(), new.declared.clone());
        found.push(Change::Type { table: table.clone(), column: column.clone(), from, to });
    }
    if old.not_null.is_some() != new.not_null.is_some() {
        let required = new.not_null.is_some();
        found.push(Change::Required { table: table.clone(), column: column.clone(), required });
    }
    let value =
        |column: &ColumnDefinition| column.default.as_ref().map(|default| default.clause.clone());
    if value(old) != value(new) {
        found.push(Change::Default {
            table: table.clone(),
            column: column.clone(),
            from: value(old),
            to: value(new),
        });
    }
    let value = |column: &ColumnDefinition| {
        column.collation.as_ref().map(|collation| collation.clause.to_ascii_uppercase())
    };
    if value(old) != value(new) {
        let (from, to) = (value(old), value(new));
        found.push(Change::Collation { table: table.clone(), column: column.clone(), from, to });
    }
    let value = |column: &ColumnDefinition| {
        column.generated.as_ref().map(|generated| expression(&generated.clause))
    };
    if value(old) != value(new) {
        let (from, to) = (value(old), value(new));
        found.push(Change::Generated { table, column, from, to });
    }
    found
}

fn expression(generated: &GeneratedSpec) -> String {
    format!("({}){}", generated.expression, if generated.stored { " stored" } else { "" })
}

/// Constraints that only one side has; the ones that come or go with their columns are no changes of their own.
fn constraints(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let mut dropped = lacking(before, after);
    let mut added = lacking(after, before);
    let mut found = Vec::new();
    let table = after.name.clone();
    while let Some((one, two)) = pair(&dropped, &added) {
        let (old, new) = (dropped.remove(one), added.remove(two));
        found.push(match autoincrement(old, new) {
            Some(on) => Change::Autoincrement {
                table: table.clone(),
                column: new.kind.columns().join(", "),
                on,
            },
            None => changed(&table, Done::Changed, new),
        });
    }
    found.extend(dropped.into_iter().map(|old| changed(&table, Done::Dropped, old)));
    found.extend(added.into_iter().map(|new| changed(&table, Done::Added, new)));
    found
}

fn changed(table: &str, done: Done, constraint: &ConstraintSpec) -> Change {
    Change::Constraint { done, table: table.to_owned(), constraint: described(constraint) }
}

fn lacking<'a>(one: &'a TableDefinition, two: &TableDefinition) -> Vec<&'a ConstraintSpec> {
    let goes_along = |constraint: &ConstraintSpec| {
        let columns = constraint.kind.columns();
        let all_gone = !columns.is_empty() && columns.iter().all(|column| !two.has_column(column));
        let home_gone = constraint.beside.as_ref().is_some_and(|home| !two.has_column(home));
        all_gone || home_gone
    };
    let is_key =
        |constraint: &ConstraintSpec| matches!(constraint.kind, ConstraintKind::PrimaryKey { .. });
    let only_here = only_in(&one.constraints, &two.constraints).into_iter();
    only_here.filter(|constraint| is_key(constraint) || !goes_along(constraint)).collect()
}

/// The constraints that `one` has more often than `two`.
pub(super) fn only_in<'a>(
    one: &'a [ConstraintSpec],
    two: &[ConstraintSpec],
) -> Vec<&'a ConstraintSpec> {
    let mut left: Vec<&ConstraintSpec> = two.iter().collect();
    let mut found = Vec::new();
    for constraint in one {
        match left.iter().position(|other| *other == constraint) {
            Some(at) => drop(left.remove(at)),
            None => found.push(constraint),
        }
    }
    found
}

/// A dropped and an added constraint that are one that changed: the same kind with the same name or on the same columns.
fn pair(dropped: &[&ConstraintSpec], added: &[&ConstraintSpec]) -> Option<(usize, usize)> {
    let twins = |one: &ConstraintSpec, two: &ConstraintSpec| {
        let same_kind = std::mem::discriminant(&one.kind) == std::mem::discriminant(&two.kind);
        let is_key = matches!(one.kind, ConstraintKind::PrimaryKey { .. });
        let same_columns =
            !one.kind.columns().is_empty() && one.kind.columns() == two.kind.columns();
        same_kind
            && (is_key
                || same_columns
                || one.name.is_some() && one.name == two.name
                || same_words(one, two))
    };
    let find = |old: &&ConstraintSpec| added.iter().position(|new| twins(old, new));
    dropped.iter().enumerate().find_map(|(at, old)| Some((at, find(old)?)))
}

fn same_words(one: &ConstraintSpec, two: &ConstraintSpec) -> bool {
    one.kind == two.kind
}

/// Whether the only thing that changed is that numbers are never given twice.
fn autoincrement(old: &ConstraintSpec, new: &ConstraintSpec) -> Option<bool> {
    let (
        ConstraintKind::PrimaryKey { columns, autoincrement: was, .. },
        ConstraintKind::PrimaryKey { columns: now, autoincrement: is, .. },
    ) = (&old.kind, &new.kind)
    else {
        return None;
    };
    (columns == now && was != is && old.name == new.name).then_some(*is)
}

fn described(constraint: &ConstraintSpec) -> String {
    let name = constraint.name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let columns = constraint.kind.columns().join(", ");
    match &constraint.kind {
        ConstraintKind::PrimaryKey { .. } => format!("primary key{name} ({columns})"),
        ConstraintKind::Unique { .. } => format!("unique constraint{name} ({columns})"),
        ConstraintKind::Check { expression, .. } => format!("check{name} ({expression})"),
        ConstraintKind::ForeignKey(reference) => {
            let to = if reference.to.is_empty() {
                String::new()
            } else {
                format!(" ({})", reference.to.join(", "))
            };
            format!("foreign key{name} ({columns}) to {}{to}", reference.table)
        }
    }
}

fn indexes(from: &Catalogue, to: &Catalogue) -> Vec<Change> {
    let survives =
        |catalogue: &Catalogue, index: &Object| catalogue.tables.contains_key(&index.table);
    let change = |done, index: &Object| Change::Index {
        done,
        index: index.name.clone(),
        table: index.table.clone(),
    };
    let mut found = objects(&from.indexes, &to.indexes, change);
    // An index that goes with its table is no change of its own; one of a new table is, because it has a name.
    found.retain(|change| match change {
        Change::Index { done: Done::Dropped, index, .. } => {
            survives(to, &from.indexes[&lookup_key(index)])
        }
        _ => true,
    });
    for old in from.indexes.values().filter(|old| !to.indexes.contains_key(&lookup_key(&old.name)))
    {
        let is_new = |new: &&Object| {
            !from.indexes.contains_key(&lookup_key(&new.name))
                && new.normalize_body() == old.normalize_body()
        };
        if let Some(new) = to.indexes.values().find(is_new) {
            rename(&mut found, old, new);
        }
    }
    found
}

fn rename(found: &mut Vec<Change>, old: &Object, new: &Object) {
    let is = |change: &Change, object: &Object, wanted: Done| matches!(change, Change::Index { done, index, .. } if *done == wanted && *index == object.name);
    let both = [(old, Done::Dropped), (new, Done::Added)];
    if both.iter().all(|(object, done)| found.iter().any(|change| is(change, object, *done))) {
        found.retain(|change| !both.iter().any(|(object, done)| is(change, object, *done)));
        found.push(Change::RenameIndex { index: old.name.clone(), to: new.name.clone() });
    }
}

fn objects(
    from: &BTreeMap<String, Object>,
    to: &BTreeMap<String, Object>,
    change: impl Fn(Done, &Object) -> Change,
) -> Vec<Change> {
    let added = to.iter().filter(|(key, _)| !from.contains_key(*key));
    let mut found: Vec<Change> = added.map(|(_, object)| change(Done::Added, object)).collect();
    let altered =
        to.iter().filter(|(key, object)| from.get(*key).is_some_and(|before| before != *object));
    found.extend(altered.map(|(_, object)| change(Done::Changed, object)));
    let dropped = from.iter().filter(|(key, _)| !to.contains_key(*key));
    found.extend(dropped.map(|(_, object)| change(Done::Dropped, object)));
    found
}
