//! The changes of a table that `ALTER TABLE` can make, also on a table with rows. Whether it really does is tried later.

use super::Half;
use super::detect::only_in;
use super::planned_statements::PlanTask;
use super::stand_in::needed_stand_in;
use crate::sql::definition::{ColumnDefinition, ConstraintKind, ConstraintSpec, TableDefinition};
use crate::sql::name::Name;
use crate::sql::word::{mentioned_names, split_words};

/// One `ALTER TABLE`.
pub(super) enum Alteration<'a> {
    Drop {
        column: &'a ColumnDefinition,
    },
    /// The column of the wanted definition, with the constraints on it that stand elsewhere in that definition.
    Add {
        definition: &'a TableDefinition,
        column: &'a ColumnDefinition,
        apart: Vec<&'a ConstraintSpec>,
    },
}

/// The statements that make `to` of `from`, drops first; none when a rebuild is needed.
pub(super) fn plan_alterations<'a>(
    task: &PlanTask<'a>,
    from: &'a TableDefinition,
    to: &'a TableDefinition,
) -> Option<Vec<Alteration<'a>>> {
    let same_options = (from.strict, from.without_rowid) == (to.strict, to.without_rowid);
    if !same_options || !keeps_columns(from, to) || !can_drop(from, to) {
        return None;
    }
    let dropped = from.columns.iter().filter(|column| !to.has_column(&column.name));
    let mut found: Vec<Alteration<'_>> =
        dropped.map(|column| Alteration::Drop { column }).collect();
    let mut constraints = only_in(&to.constraints, &from.constraints);
    for column in to.columns.iter().filter(|column| !from.has_column(&column.name)) {
        found.push(plan_addition(task, to, column, &mut constraints)?);
    }
    constraints.is_empty().then_some(found)
}

/// True if the kept columns are as they were, in the order they had, and all new ones come after them.
fn keeps_columns(from: &TableDefinition, to: &TableDefinition) -> bool {
    let kept: Vec<&ColumnDefinition> =
        from.columns.iter().filter(|column| to.has_column(&column.name)).collect();
    to.columns.len() >= kept.len()
        && !kept.is_empty()
        && kept.iter().zip(&to.columns).all(|(one, two)| *one == two)
}

/// True if only constraints go that go with a column: SQLite drops no column of a key or a unique constraint.
fn can_drop(from: &TableDefinition, to: &TableDefinition) -> bool {
    only_in(&from.constraints, &to.constraints).into_iter().all(|constraint| {
        let goes_along = constraint.beside.as_ref().is_some_and(|home| !to.has_column(home));
        goes_along
            && matches!(
                constraint.kind,
                ConstraintKind::Check { .. } | ConstraintKind::ForeignKey(_)
            )
    })
}

fn plan_addition<'a>(
    task: &PlanTask<'a>,
    to: &'a TableDefinition,
    column: &'a ColumnDefinition,
    constraints: &mut Vec<&'a ConstraintSpec>,
) -> Option<Alteration<'a>> {
    if !has_constant_default(column)
        || column.generated.as_ref().is_some_and(|generated| generated.clause.stored)
    {
        return None;
    }
    // On the way back, rows get a stand-in for what they lost, which only a copy can give them.
    if task.half == Half::Down && needed_stand_in(task, to, column).is_some() {
        return None;
    }
    let name = &column.name;
    let (beside, rest) = std::mem::take(constraints)
        .into_iter()
        .partition::<Vec<_>, _>(|constraint| constraint.beside.as_ref() == Some(name));
    let (apart, rest) = rest.into_iter().partition::<Vec<_>, _>(|constraint| {
        task.half == Half::Up && can_move_beside(constraint, name)
    });
    if beside.iter().chain(&apart).any(|constraint| constraint.kind.forbids_duplicates()) {
        return None;
    }
    *constraints = rest;
    Some(Alteration::Add { definition: to, column, apart })
}

/// True if a constraint of the table can stand beside the column just as well.
fn can_move_beside(constraint: &ConstraintSpec, column: &Name) -> bool {
    match &constraint.kind {
        ConstraintKind::ForeignKey(reference) => reference.columns == std::slice::from_ref(column),
        ConstraintKind::Check { expression, .. } => {
            mentioned_names(&split_words(expression)).contains(column)
        }
        ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. } => false,
    }
}

/// True if existing rows can get the default without being written: SQLite demands a plain value.
fn has_constant_default(column: &ColumnDefinition) -> bool {
    let Some(default) = &column.default else { return true };
    let words = split_words(&default.clause);
    let value = match &words[..] {
        [sign, value] if sign.is_any(&["+", "-"]) => value,
        [value] => value,
        _ => return false,
    };
    !value.text.starts_with("current_")
}
