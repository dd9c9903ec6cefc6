//! Names what separates two catalogues, in one fixed order. It decides nothing about how a change is made.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, Object};
use super::change::{Change, Done};
use super::rename::list_other_case;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ConstraintSpec, TableDefinition};
use crate::sql::name::{Name, join_names};

/// Lists the changes that make `to` of `from`: tables, then what is in them, then indexes, views and triggers.
pub(super) fn list_changes(from: &Catalogue, to: &Catalogue) -> Vec<Change> {
    let added = to.tables.iter().filter(|(key, _)| !from.tables.contains_key(*key));
    let dropped = from.tables.iter().filter(|(key, _)| !to.tables.contains_key(*key));
    let mut found: Vec<Change> =
        added.map(|(_, table)| Change::AddTable { table: table.definition.name.clone() }).collect();
    found.extend(
        dropped.map(|(_, table)| Change::DropTable { table: table.definition.name.clone() }),
    );
    for (key, after) in &to.tables {
        if let Some(before) = from.tables.get(key) {
            found.extend(compare_cases(&before.definition, &after.definition));
        }
        if let Some(before) = from.tables.get(key).filter(|before| *before != after) {
            found.extend(compare_tables(&before.definition, &after.definition));
        }
    }
    found.extend(compare_objects(&from.virtuals, &to.virtuals, |done, table| {
        Change::VirtualTable { done, table: table.name.clone() }
    }));
    found.extend(compare_indexes(from, to));
    found.extend(compare_objects(&from.views, &to.views, |done, view| Change::View {
        done,
        view: view.name.clone(),
    }));
    found.extend(compare_objects(&from.triggers, &to.triggers, |done, trigger| Change::Trigger {
        done,
        trigger: trigger.name.clone(),
        table: trigger.table.clone(),
    }));
    found
}

fn compare_cases(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let pairs = list_other_case(before, after).map(|(old, new)| Change::RenameColumn {
        table: after.name.clone(),
        column: old.clone(),
        to: new.clone(),
    });
    pairs.collect()
}

fn compare_tables(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let table = &after.name;
    let mut found = compare_columns(before, after);
    for column in &after.columns {
        if let Some(old) = before.column(&column.name) {
            found.extend(compare_column(table, old, column));
        }
    }
    found.extend(compare_constraints(before, after));
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

fn compare_columns(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let table = &after.name;
    let added = columns_only_in(after, before);
    let mut found: Vec<Change> = added
        .map(|column| Change::AddColumn { table: table.clone(), column: column.name.clone() })
        .collect();
    let dropped = columns_only_in(before, after);
    found.extend(
        dropped
            .map(|column| Change::DropColumn { table: table.clone(), column: column.name.clone() }),
    );
    if !columns_also_in(before, after).eq(columns_also_in(after, before)) {
        found.push(Change::Order { table: table.clone() });
    }
    found
}

fn columns_only_in<'a>(
    one: &'a TableDefinition,
    two: &TableDefinition,
) -> impl Iterator<Item = &'a ColumnDefinition> {
    one.columns.iter().filter(|column| !two.has_column(&column.name))
}

/// Names of the columns that both tables have, in the order of the first.
fn columns_also_in<'a>(
    one: &'a TableDefinition,
    two: &TableDefinition,
) -> impl Iterator<Item = &'a Name> {
    one.columns.iter().map(|column| &column.name).filter(|name| two.has_column(name))
}

fn compare_column(table: &Name, old: &ColumnDefinition, new: &ColumnDefinition) -> Vec<Change> {
    let table = table.clone();
    let column = new.name.clone();
    let mut found = Vec::new();
    if old.normal_type != new.normal_type {
        found.push(Change::Type {
            table: table.clone(),
            column: column.clone(),
            from: old.declared.clone(),
            to: new.declared.clone(),
        });
    }
    if old.not_null.is_some() != new.not_null.is_some() {
        let required = new.not_null.is_some();
        found.push(Change::Required { table: table.clone(), column: column.clone(), required });
    }
    if let Some([from, to]) = differing_clauses(old, new, default_text) {
        found.push(Change::Default { table: table.clone(), column: column.clone(), from, to });
    }
    if let Some([from, to]) = differing_clauses(old, new, collation_text) {
        found.push(Change::Collation { table: table.clone(), column: column.clone(), from, to });
    }
    if let Some([from, to]) = differing_clauses(old, new, generated_text) {
        found.push(Change::Generated { table, column, from, to });
    }
    found
}

/// A clause of a column before and after, if it has changed.
fn differing_clauses(
    old: &ColumnDefinition,
    new: &ColumnDefinition,
    clause_text: fn(&ColumnDefinition) -> Option<String>,
) -> Option<[Option<String>; 2]> {
    let texts = [clause_text(old), clause_text(new)];
    (texts[0] != texts[1]).then_some(texts)
}

fn default_text(column: &ColumnDefinition) -> Option<String> {
    column.default.as_ref().map(|default| default.clause.clone())
}

fn collation_text(column: &ColumnDefinition) -> Option<String> {
    column.collation.as_ref().map(|collation| collation.clause.to_ascii_uppercase())
}

fn generated_text(column: &ColumnDefinition) -> Option<String> {
    let generated = &column.generated.as_ref()?.clause;
    Some(format!("({}){}", generated.expression, if generated.stored { " stored" } else { "" }))
}

/// Constraints that only one side has; the ones that come or go with their columns are no changes of their own.
fn compare_constraints(before: &TableDefinition, after: &TableDefinition) -> Vec<Change> {
    let mut dropped = lacking_constraints(before, after);
    let mut added = lacking_constraints(after, before);
    let mut found = Vec::new();
    let table = after.name.clone();
    while let Some((one, two)) = find_twins(&dropped, &added) {
        let old = dropped.remove(one);
        let new = added.remove(two);
        found.push(match autoincrement_change(old, new) {
            Some(on) => Change::Autoincrement {
                table: table.clone(),
                column: join_names(new.kind.columns(), ", ").into(),
                on,
            },
            None => constraint_change(&table, Done::Changed, new),
        });
    }
    found.extend(dropped.into_iter().map(|old| constraint_change(&table, Done::Dropped, old)));
    found.extend(added.into_iter().map(|new| constraint_change(&table, Done::Added, new)));
    found
}

fn constraint_change(table: &Name, done: Done, constraint: &ConstraintSpec) -> Change {
    Change::Constraint { done, table: table.clone(), constraint: describe_constraint(constraint) }
}

fn lacking_constraints<'a>(
    one: &'a TableDefinition,
    two: &TableDefinition,
) -> Vec<&'a ConstraintSpec> {
    let only_here = only_in(&one.constraints, &two.constraints).into_iter();
    only_here
        .filter(|constraint| is_primary_key(constraint) || !goes_with_columns(constraint, two))
        .collect()
}

/// True if the columns it is on, or the one it stands beside, are not in the other table.
fn goes_with_columns(constraint: &ConstraintSpec, other: &TableDefinition) -> bool {
    let columns = constraint.kind.columns();
    let all_gone = !columns.is_empty() && columns.iter().all(|column| !other.has_column(column));
    all_gone || constraint.beside.as_ref().is_some_and(|home| !other.has_column(home))
}

fn is_primary_key(constraint: &ConstraintSpec) -> bool {
    matches!(constraint.kind, ConstraintKind::PrimaryKey { .. })
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
fn find_twins(dropped: &[&ConstraintSpec], added: &[&ConstraintSpec]) -> Option<(usize, usize)> {
    dropped
        .iter()
        .enumerate()
        .find_map(|(at, old)| Some((at, added.iter().position(|new| are_twins(old, new))?)))
}

fn are_twins(one: &ConstraintSpec, two: &ConstraintSpec) -> bool {
    let same_kind = std::mem::discriminant(&one.kind) == std::mem::discriminant(&two.kind);
    let same_columns = !one.kind.columns().is_empty() && one.kind.columns() == two.kind.columns();
    let same_name = one.name.is_some() && one.name == two.name;
    same_kind && (is_primary_key(one) || same_columns || same_name || one.kind == two.kind)
}

/// The new setting of `AUTOINCREMENT`, if it is all that changed.
fn autoincrement_change(old: &ConstraintSpec, new: &ConstraintSpec) -> Option<bool> {
    let (
        ConstraintKind::PrimaryKey { columns, autoincrement: was, .. },
        ConstraintKind::PrimaryKey { columns: now, autoincrement: is, .. },
    ) = (&old.kind, &new.kind)
    else {
        return None;
    };
    (columns == now && was != is && old.name == new.name).then_some(*is)
}

fn describe_constraint(constraint: &ConstraintSpec) -> String {
    let name = constraint.name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let columns = join_names(constraint.kind.columns(), ", ");
    match &constraint.kind {
        ConstraintKind::PrimaryKey { .. } => format!("primary key{name} ({columns})"),
        ConstraintKind::Unique { .. } => format!("unique constraint{name} ({columns})"),
        ConstraintKind::Check { expression, .. } => format!("check{name} ({expression})"),
        ConstraintKind::ForeignKey(reference) => {
            let to = if reference.to.is_empty() {
                String::new()
            } else {
                format!(" ({})", join_names(&reference.to, ", "))
            };
            format!("foreign key{name} ({columns}) to {}{to}", reference.table)
        }
    }
}

fn compare_indexes(from: &Catalogue, to: &Catalogue) -> Vec<Change> {
    let mut found = compare_objects(&from.indexes, &to.indexes, |done, index| Change::Index {
        done,
        index: index.name.clone(),
        table: index.table.clone(),
    });
    // An index that goes with its table is no change of its own; one of a new table is, because it has a name.
    found.retain(|change| match change {
        Change::Index { done: Done::Dropped, table, .. } => to.tables.contains_key(table),
        _ => true,
    });
    for old in from.indexes.values().filter(|old| !to.indexes.contains_key(&old.name)) {
        let mut others = to.indexes.values().filter(|new| !from.indexes.contains_key(&new.name));
        if let Some(new) = others.find(|new| new.normalize_body() == old.normalize_body()) {
            merge_into_rename(&mut found, old, new);
        }
    }
    found
}

/// Puts a rename in the place of a drop and an add, where both were found.
fn merge_into_rename(found: &mut Vec<Change>, old: &Object, new: &Object) {
    let has_drop = found.iter().any(|change| is_of_index(change, old, Done::Dropped));
    let has_add = found.iter().any(|change| is_of_index(change, new, Done::Added));
    if has_drop && has_add {
        found.retain(|change| {
            !is_of_index(change, old, Done::Dropped) && !is_of_index(change, new, Done::Added)
        });
        found.push(Change::RenameIndex { index: old.name.clone(), to: new.name.clone() });
    }
}

fn is_of_index(change: &Change, object: &Object, wanted: Done) -> bool {
    match change {
        Change::Index { done, index, .. } => *done == wanted && *index == object.name,
        _ => false,
    }
}

fn compare_objects(
    from: &BTreeMap<Name, Object>,
    to: &BTreeMap<Name, Object>,
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
