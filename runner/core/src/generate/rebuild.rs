//! The rebuild SQLite documents for what `ALTER TABLE` cannot do (<https://sqlite.org/lang_altertable.html>, section 7):
//! a new table, its rows copied, the old one dropped, the new one renamed. Foreign keys are off meanwhile.

use super::Half;
use super::catalogue::Table;
use super::definition::{Column, Definition};
use super::loss::{Loss, LossKind, becomes_number};
use super::name::{key, list, literal, quoted};
use super::plan::{Group, Step, Task, note};
use super::stand_in::stand_in;
use super::text::{Style, copy};

/// The statements that make `to` of `from`, and what the copy loses besides `losses`.
pub(super) fn group(
    task: &Task<'_>,
    style: &Style,
    (from, to): (&Table, &Table),
    losses: &[Loss],
) -> (Group, Vec<Loss>) {
    let (from, to) = (&from.definition, &to.definition);
    let (columns, more) = copied(task, from, to);
    let temporary = free_name(task, &format!("{}_new", to.name));
    let mut notes = vec![format!("ALTER TABLE cannot do this: make {} anew and copy its rows.", quoted(&to.name))];
    notes.extend(losses.iter().chain(&more).map(note));
    let mut steps = vec![
        Step { notes, sql: style.create_table(to, Some(&temporary)) },
        Step::new(copy(&temporary, &from.name, &columns)),
    ];
    steps.extend(guard(task, &temporary, from, to));
    if from.autoincrement() && to.autoincrement() {
        steps.push(counter(&from.name, &temporary));
    }
    steps.push(Step::new(format!("DROP TABLE {};", quoted(&from.name))));
    steps.push(Step::new(format!("ALTER TABLE {} RENAME TO {};", quoted(&temporary), quoted(&to.name))));
    (Group { altered: None, steps }, more)
}

/// The first of `name`, `name2`, `name3`… that neither schema uses.
fn free_name(task: &Task<'_>, name: &str) -> String {
    let taken = |name: &str| task.from.has(name) || task.to.has(name);
    let numbered = (2_u32..).map(|number| format!("{name}{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Pairs of a column and what it is filled with. Columns that are not named get their default.
fn copied(task: &Task<'_>, from: &Definition, to: &Definition) -> (Vec<(String, String)>, Vec<Loss>) {
    let (mut columns, mut losses) = (Vec::new(), Vec::new());
    for column in to.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(old) = from.column(&column.name) {
            columns.push((quoted(&column.name), quoted(&old.name)));
        } else if task.half == Half::Down && to.must_be_given(column) {
            let value = stand_in(task.to, to, column);
            columns.push((quoted(&column.name), value.clone()));
            let (table, column) = (to.name.clone(), Some(column.name.clone()));
            losses.push(Loss { half: task.half, table, column, kind: LossKind::StandIn { value }, values: None });
        }
    }
    if columns.is_empty() {
        columns.extend(any_column(to));
    }
    (columns, losses)
}

/// Without a common column, a row is still a row: one column is named so that each row is made again.
fn any_column(to: &Definition) -> Option<(String, String)> {
    let column = to.columns.iter().find(|column| column.generated.is_none())?;
    let value = column.default_value().unwrap_or("NULL");
    let is_plain = super::words::words(value).len() == 1;
    Some((quoted(&column.name), if is_plain { value.to_owned() } else { format!("({value})") }))
}

/// Makes the script fail when text that is not a number would stand in a column for numbers. A strict table does that
/// by itself.
fn guard(task: &Task<'_>, temporary: &str, from: &Definition, to: &Definition) -> Vec<Step> {
    if to.strict {
        return Vec::new();
    }
    let endangered = |column: &&Column| from.column(&column.name).is_some_and(|old| becomes_number(old, column));
    let columns: Vec<&Column> = to.columns.iter().filter(endangered).collect();
    if columns.is_empty() {
        return Vec::new();
    }
    let table = free_name(task, &format!("{}_guard", to.name));
    let check = |column: &&Column| {
        let (name, table) = (quoted(&column.name), key(&to.name));
        let rule = quoted(&format!("{table}_{}_is_a_number", key(&column.name)));
        format!("  {name} CONSTRAINT {rule} CHECK (typeof({name}) <> 'text')")
    };
    let checks = columns.iter().map(check).collect::<Vec<_>>().join(",\n");
    let names = list(columns.iter().map(|column| column.name.as_str()));
    let is_text = |column: &&Column| format!("typeof({}) = 'text'", quoted(&column.name));
    let texts = columns.iter().map(is_text).collect::<Vec<_>>().join(" OR ");
    let (table, temporary) = (quoted(&table), quoted(temporary));
    vec![
        Step {
            notes: vec!["Text that is not a number is refused here.".to_owned()],
            sql: format!("CREATE TABLE {table} (\n{checks}\n);"),
        },
        Step::new(format!("INSERT INTO {table} SELECT {names} FROM {temporary} WHERE {texts};")),
        Step::new(format!("DROP TABLE {table};")),
    ]
}

/// Carries the counter over: it may stand higher than the highest number in use.
fn counter(from: &str, temporary: &str) -> Step {
    let [from, temporary] = [from, temporary].map(literal);
    Step::new(format!(
        "UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old\n\
         WHERE sqlite_sequence.name = {temporary} AND old.name = {from};"
    ))
}
