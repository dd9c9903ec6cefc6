//! Counts the things a script does: all that it changes about one table, in one way, is one.

use crate::finding::Thing;
use crate::generate::{Change, Done};
use crate::sql::name::Name;

/// A way to change something.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Deed {
    Make(Name),
    Drop(Name),
    RenameTable(Name),
    /// Columns, rules or indexes that a table gets.
    Add(Name),
    Remove(Name),
    Change(Name),
    /// Columns or indexes that get another name.
    Rename(Name),
    View(Name),
}

/// Changes that can be one thing, in the ways they can be.
struct ChangeGroup<'a> {
    deeds: Vec<Deed>,
    changes: Vec<&'a Change>,
}

/// Lists the things a script does. Rows that change along with a table are part of that.
pub(super) fn list_things(changes: &[Change], rows_changed: bool) -> Vec<Thing> {
    let mut groups: Vec<ChangeGroup<'_>> = Vec::new();
    let mut along = Vec::new();
    for change in changes {
        let deeds = list_deeds(change);
        if deeds.is_empty() {
            along.push(change);
            continue;
        }
        match groups.iter_mut().find(|group| group.deeds.iter().any(|deed| deeds.contains(deed))) {
            Some(group) => {
                group.deeds.retain(|deed| deeds.contains(deed));
                group.changes.push(change);
            }
            None => groups.push(ChangeGroup { deeds, changes: vec![change] }),
        }
    }
    // What may go along with anything is a thing of its own when there is nothing else.
    if groups.is_empty() {
        let words = along.first().map(ToString::to_string);
        let words = words.or_else(|| rows_changed.then(|| "changes rows".to_owned()));
        return words.map(|words| Thing { words, table: None, column: None }).into_iter().collect();
    }
    groups.iter().map(describe_thing).collect()
}

/// True of a change of the columns of a table that was there, or their rules. An index is beside a table, not in it.
pub(super) fn changes_a_table(change: &Change) -> bool {
    matches!(
        change,
        Change::RenameColumn { .. }
            | Change::AddColumn { .. }
            | Change::DropColumn { .. }
            | Change::Type { .. }
            | Change::Required { .. }
            | Change::Default { .. }
            | Change::Collation { .. }
            | Change::Generated { .. }
            | Change::Constraint { .. }
    )
}

/// Returns the table it is about, as it was called before.
pub(super) fn table_before(change: &Change) -> Option<&Name> {
    changes_a_table(change).then(|| change.table()).flatten()
}

fn changed_column(change: &Change) -> Option<&Name> {
    match change {
        Change::AddColumn { column, .. }
        | Change::DropColumn { column, .. }
        | Change::RenameColumn { column, .. }
        | Change::Type { column, .. }
        | Change::Required { column, .. }
        | Change::Default { column, .. }
        | Change::Collation { column, .. }
        | Change::Generated { column, .. } => Some(column),
        _ => None,
    }
}

/// The ways in which a change can be part of one thing; none for what goes along with any.
fn list_deeds(change: &Change) -> Vec<Deed> {
    match change {
        Change::AddTable { table } => vec![Deed::Make(table.clone())],
        Change::DropTable { table } => vec![Deed::Drop(table.clone())],
        Change::RenameTable { to, .. } => vec![Deed::RenameTable(to.clone())],
        Change::AddColumn { table, .. } => vec![Deed::Add(table.clone())],
        Change::DropColumn { table, .. } => vec![Deed::Remove(table.clone())],
        Change::RenameColumn { table, .. } => vec![Deed::Rename(table.clone())],
        Change::Type { table, .. }
        | Change::Required { table, .. }
        | Change::Default { table, .. }
        | Change::Collation { table, .. }
        | Change::Generated { table, .. }
        | Change::Autoincrement { table, .. }
        | Change::Strict { table, .. }
        | Change::WithoutRowid { table, .. } => vec![Deed::Change(table.clone())],
        Change::Constraint { done, table, .. } => match done {
            Done::Added => vec![Deed::Add(table.clone()), Deed::Change(table.clone())],
            Done::Dropped => vec![Deed::Remove(table.clone()), Deed::Change(table.clone())],
            // A key may change because of a column that comes, goes or is renamed.
            Done::Changed => vec![
                Deed::Change(table.clone()),
                Deed::Add(table.clone()),
                Deed::Remove(table.clone()),
                Deed::Rename(table.clone()),
            ],
        },
        Change::Index { done, table, .. } | Change::Trigger { done, table, .. } => match done {
            Done::Added => vec![Deed::Add(table.clone()), Deed::Make(table.clone())],
            Done::Dropped => vec![Deed::Remove(table.clone()), Deed::Drop(table.clone())],
            // An index or a trigger on a column follows what becomes of it.
            Done::Changed => Vec::new(),
        },
        Change::View { done: Done::Added | Done::Dropped, view } => {
            vec![Deed::View(view.clone())]
        }
        // These show what another change brings about: a view without a column, columns in another order.
        Change::View { .. }
        | Change::Order { .. }
        | Change::Definition { .. }
        | Change::VirtualTable { .. }
        | Change::RenameIndex { .. } => Vec::new(),
    }
}

fn describe_thing(group: &ChangeGroup<'_>) -> Thing {
    let first = group.changes[0];
    let table = Change::table(first).cloned();
    let column = group.changes.iter().find_map(|change| changed_column(change)).cloned();
    let of = table.clone().unwrap_or_default();
    let what = list_items(&group.changes);
    let words = match (&group.deeds[0], first) {
        (Deed::Make(_), _) => format!("makes the table `{of}`"),
        (Deed::Drop(_), _) => format!("drops the table `{of}`"),
        (Deed::RenameTable(_), Change::RenameTable { to, .. }) => {
            format!("renames the table `{of}` to `{to}`")
        }
        (Deed::RenameTable(_), _) => format!("renames the table `{of}`"),
        (Deed::Add(_), _) => format!("adds {what} to `{of}`"),
        (Deed::Remove(_), _) => format!("takes {what} from `{of}`"),
        (Deed::Change(_), _) => format!("changes {what} of `{of}`"),
        (Deed::Rename(_), _) => format!("renames {what} of `{of}`"),
        (Deed::View(_), change) => change.to_string(),
    };
    Thing { words, table, column }
}

/// Names what is added, taken or changed, each once.
fn list_items(changes: &[&Change]) -> String {
    let mut items: Vec<String> = Vec::new();
    for change in changes {
        let item = match (changed_column(change), change) {
            (Some(column), _) => format!("`{column}`"),
            (None, Change::Index { index, .. }) => format!("the index `{index}`"),
            (None, Change::Trigger { trigger, .. }) => format!("the trigger `{trigger}`"),
            _ => "a rule".to_owned(),
        };
        if !items.contains(&item) {
            items.push(item);
        }
    }
    match &items[..] {
        [init @ .., last] if !init.is_empty() => format!("{} and {last}", init.join(", ")),
        _ => items.concat(),
    }
}
