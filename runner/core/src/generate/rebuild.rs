//! The rebuild SQLite documents for what `ALTER TABLE` cannot do (<https://sqlite.org/lang_altertable.html>, section 7):
//! a new table, its rows copied, the old one dropped, the new one renamed. Foreign keys are off meanwhile.

use super::Half;
use super::catalogue::Table;
use super::loss::{Loss, LossKind};
use super::plan::{PlanTask, PlannedStatement, StatementGroup, loss_note};
use super::stand_in::needed;
use super::stored_type::becomes_number;
use super::text::{Style, copy};
use crate::sql::definition::{ColumnDefinition, TableDefinition};
use crate::sql::name::{lookup_key, quote_name, quote_names, quote_text};
use crate::sql::word::split_words;

/// The statements that make `to` of `from`, and what the copy loses besides `losses`.
pub(super) fn group(
    task: &PlanTask<'_>,
    style: &Style,
    (from, to): (&Table, &Table),
    losses: &[Loss],
) -> (StatementGroup, Vec<Loss>) {
    let (from, to) = (&from.definition, &to.definition);
    let (columns, more) = copied(task, from, to);
    let temporary = free_name(task, &format!("{}_new", to.name));
    let mut notes = vec![format!(
        "ALTER TABLE cannot do this: make {} anew and copy its rows.",
        quote_name(&to.name)
    )];
    notes.extend(losses.iter().chain(&more).map(loss_note));
    let mut statements = guard_key(task, from, to);
    statements.push(PlannedStatement { notes, sql: style.create_table(to, Some(&temporary)) });
    statements.push(PlannedStatement::new(copy(&temporary, &from.name, &columns)));
    statements.extend(guard_numbers(task, &temporary, from, to));
    if from.has_autoincrement() && to.has_autoincrement() {
        statements.push(counter(&from.name, &temporary));
    }
    statements.push(PlannedStatement::new(format!("DROP TABLE {};", quote_name(&from.name))));
    statements.push(PlannedStatement::new(format!(
        "ALTER TABLE {} RENAME TO {};",
        quote_name(&temporary),
        quote_name(&to.name)
    )));
    (StatementGroup { altered: None, statements }, more)
}

/// The first of `name`, `name2`, `name3`… that neither schema uses.
fn free_name(task: &PlanTask<'_>, name: &str) -> String {
    let taken = |name: &str| task.from.has_object(name) || task.to.has_object(name);
    let numbered = (2_u32..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Pairs of a column and what it is filled with. Columns that are not named get their default.
fn copied(
    task: &PlanTask<'_>,
    from: &TableDefinition,
    to: &TableDefinition,
) -> (Vec<(String, String)>, Vec<Loss>) {
    let (mut columns, mut losses) = (Vec::new(), Vec::new());
    for column in to.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(old) = from.column(&column.name) {
            columns.push((quote_name(&column.name), quote_name(&old.name)));
        } else if task.half == Half::Down
            && let Some(value) = needed(task, to, column)
        {
            columns.push((quote_name(&column.name), value.clone()));
            let (table, column) = (to.name.clone(), Some(column.name.clone()));
            losses.push(Loss {
                half: task.half,
                table,
                column,
                kind: LossKind::StandIn { value },
                values: None,
            });
        }
    }
    if columns.is_empty() {
        columns.extend(any_column(to));
    }
    (columns, losses)
}

/// Without a common column, a row is still a row: one column is named so that each row is made again.
fn any_column(to: &TableDefinition) -> Option<(String, String)> {
    let column = to.columns.iter().find(|column| column.generated.is_none())?;
    let value = column.default_value().unwrap_or("NULL");
    let is_plain = split_words(value).len() == 1;
    Some((quote_name(&column.name), if is_plain { value.to_owned() } else { format!("({value})") }))
}

/// Makes the script fail when text that is not a number would stand in a column for numbers. A strict table does that
/// by itself.
fn guard_numbers(
    task: &PlanTask<'_>,
    temporary: &str,
    from: &TableDefinition,
    to: &TableDefinition,
) -> Vec<PlannedStatement> {
    let endangered = |column: &&ColumnDefinition| {
        from.column(&column.name).is_some_and(|old| becomes_number(old, column))
    };
    let columns: Vec<&ColumnDefinition> =
        to.columns.iter().filter(|column| !to.strict && endangered(column)).collect();
    let check = |name: &str| format!("typeof({name}) <> 'text'");
    let note = "Text that is not a number is refused here.";
    guard(
        task,
        &to.name,
        note,
        (temporary, &columns),
        &Guard { is: "is_a_number", check, breaks: |name| format!("typeof({name}) = 'text'") },
    )
}

/// Makes the script fail when NULL would stand in a key that is the number of its row: SQLite would invent one.
fn guard_key(
    task: &PlanTask<'_>,
    from: &TableDefinition,
    to: &TableDefinition,
) -> Vec<PlannedStatement> {
    let becomes_key =
        |column: &&ColumnDefinition| !from.is_rowid(&column.name) && from.has_column(&column.name);
    let columns: Vec<&ColumnDefinition> =
        to.rowid_column().filter(becomes_key).into_iter().collect();
    let check = |name: &str| format!("{name} IS NOT NULL");
    let note = "NULL is refused here: SQLite would put a new number in its place.";
    guard(
        task,
        &to.name,
        note,
        (&from.name, &columns),
        &Guard { is: "is_not_null", check, breaks: |name| format!("{name} IS NULL") },
    )
}

/// A rule for columns, by the name of the column.
struct Guard {
    /// The end of the constraint's name, which SQLite shows when it is broken.
    is: &'static str,
    check: fn(&str) -> String,
    breaks: fn(&str) -> String,
}

/// A table that refuses the rows that break a rule, there only for the moment.
fn guard(
    task: &PlanTask<'_>,
    about: &str,
    note: &str,
    (source, columns): (&str, &[&ColumnDefinition]),
    guard: &Guard,
) -> Vec<PlannedStatement> {
    if columns.is_empty() {
        return Vec::new();
    }
    let table = quote_name(&free_name(task, &format!("{about}_guard")));
    let rule = |name: &str| {
        quote_name(&format!("{}_{}_{}", lookup_key(about), lookup_key(name), guard.is))
    };
    let check = |column: &&ColumnDefinition| {
        let name = quote_name(&column.name);
        format!("  {name} CONSTRAINT {} CHECK ({})", rule(&column.name), (guard.check)(&name))
    };
    let checks = columns.iter().map(check).collect::<Vec<_>>().join(",\n");
    let names = quote_names(columns.iter().map(|column| column.name.as_str()));
    let breaks = columns
        .iter()
        .map(|column| (guard.breaks)(&quote_name(&column.name)))
        .collect::<Vec<_>>()
        .join(" OR ");
    let create = PlannedStatement {
        notes: vec![note.to_owned()],
        sql: format!("CREATE TABLE {table} (\n{checks}\n);"),
    };
    let fill =
        format!("INSERT INTO {table} SELECT {names} FROM {} WHERE {breaks};", quote_name(source));
    vec![create, PlannedStatement::new(fill), PlannedStatement::new(format!("DROP TABLE {table};"))]
}

/// Carries the counter over: it may stand higher than the highest number in use.
fn counter(from: &str, temporary: &str) -> PlannedStatement {
    let [from, temporary] = [from, temporary].map(quote_text);
    PlannedStatement::new(format!(
        "UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old\n\
         WHERE sqlite_sequence.name = {temporary} AND old.name = {from};"
    ))
}
