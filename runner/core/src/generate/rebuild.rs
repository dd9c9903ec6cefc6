//! The rebuild SQLite documents for what `ALTER TABLE` cannot do (<https://sqlite.org/lang_altertable.html>, section 7):
//! a new table, its rows copied, the old one dropped, the new one renamed. Foreign keys are off meanwhile.

use super::Half;
use super::catalogue::CatalogueTable;
use super::loss::{Loss, LossKind};
use super::planned_statements::{PlanTask, PlannedStatement, StatementGroup, loss_note};
use super::stand_in::needed_stand_in;
use super::stored_type::becomes_number;
use super::text::{Style, copy_rows};
use crate::sql::definition::{ColumnDefinition, TableDefinition};
use crate::sql::name::{Name, quote_name, quote_names, quote_text};
use crate::sql::word::split_words;

/// The statements that make `to` of `from`, and what the copy loses besides `losses`.
pub(super) fn plan_rebuild(
    task: &PlanTask<'_>,
    style: &Style,
    (from, to): (&CatalogueTable, &CatalogueTable),
    losses: &[Loss],
) -> (StatementGroup, Vec<Loss>) {
    let from = &from.definition;
    let to = &to.definition;
    let (mut columns, mut more) = copied_columns(task, from, to);
    match carry_row_numbers(task, from, to) {
        RowidHandling::Unread => {}
        RowidHandling::Kept(name) => columns.insert(0, (name.to_owned(), name.to_owned())),
        RowidHandling::Lost => {
            more.push(Loss::new(task.half, &to.name, None, LossKind::RowNumbers));
        }
    }
    let temporary = free_name(task, &format!("{}_new", to.name));
    let mut notes = vec![format!(
        "ALTER TABLE cannot do this: make {} anew and copy its rows.",
        quote_name(&to.name)
    )];
    notes.extend(losses.iter().chain(&more).map(loss_note));
    let mut statements = guard_key(task, from, to);
    statements.push(PlannedStatement { notes, sql: style.create_table(to, Some(&temporary)) });
    statements.push(PlannedStatement::new(copy_rows(&temporary, &from.name, &columns)));
    statements.extend(guard_numbers(task, &temporary, from, to));
    if from.has_autoincrement() && to.has_autoincrement() {
        statements.push(carry_counter(&from.name, &temporary));
    }
    statements.extend(drop_guarded(task, &temporary, from, &to.name));
    statements.push(PlannedStatement::new(format!(
        "ALTER TABLE {} RENAME TO {};",
        quote_name(&temporary),
        quote_name(&to.name)
    )));
    (StatementGroup { altered: None, statements }, more)
}

/// Drops the old table behind a guard that fails when a row was not copied, and that keeps the table from being dropped
/// where foreign keys are on: SQLite would delete the rows that refer to it.
fn drop_guarded(
    task: &PlanTask<'_>,
    temporary: &str,
    from: &TableDefinition,
    about: &Name,
) -> Vec<PlannedStatement> {
    let guard = quote_name(&free_name(task, &format!("{about}_guard")));
    let [old, new] = [from.name.as_str(), temporary].map(quote_name);
    let copied = quote_name(&format!("every_row_of_{}_is_copied", Name::in_lower_case(about)));
    let mut columns = vec![format!("{copied} CHECK ({copied})")];
    let mut values = vec![format!("(SELECT count(*) FROM {new}) = (SELECT count(*) FROM {old})")];
    let mut note = "A row that was not copied is refused here".to_owned();
    if let Some(key) = referenced_key(task, from) {
        let names = quote_names(key.iter().map(Name::as_str));
        columns.extend(key.iter().map(|name| quote_name(name)));
        columns
            .push(format!("FOREIGN KEY ({names}) REFERENCES {old} ({names}) ON DELETE RESTRICT"));
        let all_there = key.iter().map(|name| format!("{} IS NOT NULL", quote_name(name)));
        let all_there = all_there.collect::<Vec<_>>().join(" AND ");
        values.extend(key.iter().map(|name| {
            format!("(SELECT {} FROM {old} WHERE {all_there} LIMIT 1)", quote_name(name))
        }));
        note.push_str(", and so is dropping the table while foreign keys are on");
    }
    let create = PlannedStatement {
        notes: vec![format!("{note}.")],
        sql: format!("CREATE TABLE {guard} (\n  {}\n);", columns.join(",\n  ")),
    };
    let fill = format!("INSERT INTO {guard} SELECT\n  {};", values.join(",\n  "));
    let others = [fill, format!("DROP TABLE {old};"), format!("DROP TABLE {guard};")];
    std::iter::once(create).chain(others.into_iter().map(PlannedStatement::new)).collect()
}

/// The columns of a table that another one, or the table itself, refers to; None where nothing does.
fn referenced_key(task: &PlanTask<'_>, table: &TableDefinition) -> Option<Vec<Name>> {
    let definitions = task.from.tables.values().map(|other| &other.definition);
    let mut references = definitions
        .flat_map(TableDefinition::references)
        .filter(|reference| reference.table == table.name);
    let reference = references.next()?;
    let key: Vec<Name> = if reference.to.is_empty() {
        table.key_columns().into_iter().cloned().collect()
    } else {
        reference.to.clone()
    };
    Some(key)
        .filter(|key| !key.is_empty() && key.iter().all(|column| table.column(column).is_some()))
}

/// The first of `name`, `name2`, `name3`… that neither schema uses.
fn free_name(task: &PlanTask<'_>, name: &str) -> String {
    let numbered = (2_u32..).map(|number| format!("{name}{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !task.from.has_object(name) && !task.to.has_object(name)).unwrap_or_default()
}

/// What a rebuild does with the numbers of rows that no column holds.
enum RowidHandling {
    /// Nobody reads them, or a column holds them.
    Unread,
    /// They are copied under this name.
    Kept(&'static str),
    Lost,
}

fn carry_row_numbers(
    task: &PlanTask<'_>,
    from: &TableDefinition,
    to: &TableDefinition,
) -> RowidHandling {
    let is_held = to.rowid_column().is_some_and(|column| from.is_rowid(&column.name));
    if from.without_rowid || is_held || !reads_row_numbers(task, &from.name) {
        return RowidHandling::Unread;
    }
    let mut names = ROW_NUMBER.into_iter();
    match names.find(|name| !from.has_column(name) && !to.has_column(name)) {
        Some(name) if !to.without_rowid && to.rowid_column().is_none() => RowidHandling::Kept(name),
        _ => RowidHandling::Lost,
    }
}

/// The names that SQLite has for the number of a row.
const ROW_NUMBER: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// True if a view, a trigger or a virtual table may read the numbers of the rows of a table.
fn reads_row_numbers(task: &PlanTask<'_>, table: &Name) -> bool {
    let table = table.to_ascii_lowercase();
    [task.from, task.to].into_iter().any(|schema| {
        let readers = schema.views.values().chain(schema.triggers.values());
        let readers = readers.filter(|reader| {
            reader.mentions.iter().any(|name| ROW_NUMBER.contains(&&*name.to_ascii_lowercase()))
        });
        let readers = readers.chain(schema.virtuals.values());
        readers.into_iter().any(|reader| reader.sql.to_ascii_lowercase().contains(&table))
    })
}

/// Pairs of a column and what it is filled with. Columns that are not named get their default.
fn copied_columns(
    task: &PlanTask<'_>,
    from: &TableDefinition,
    to: &TableDefinition,
) -> (Vec<(String, String)>, Vec<Loss>) {
    let mut columns = Vec::new();
    let mut losses = Vec::new();
    for column in to.columns.iter().filter(|column| column.generated.is_none()) {
        if let Some(old) = from.column(&column.name) {
            columns.push((quote_name(&column.name), quote_name(&old.name)));
        } else if task.half == Half::Down
            && let Some(value) = needed_stand_in(task, to, column)
        {
            columns.push((quote_name(&column.name), value.clone()));
            let kind = LossKind::StandIn { value };
            losses.push(Loss::new(task.half, &to.name, Some(&column.name), kind));
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
    let columns = to.columns.iter().filter(|column| {
        !to.strict && from.column(&column.name).is_some_and(|old| becomes_number(old, column))
    });
    guard_columns(
        task,
        &to.name,
        (temporary, &columns.collect::<Vec<_>>()),
        &Guard {
            note: "Text that is not a number is refused here.",
            is: "is_a_number",
            check: |name| format!("typeof({name}) <> 'text'"),
            breaks: |name| format!("typeof({name}) = 'text'"),
        },
    )
}

/// Makes the script fail when NULL would stand in a key that is the number of its row: SQLite would invent one.
fn guard_key(
    task: &PlanTask<'_>,
    from: &TableDefinition,
    to: &TableDefinition,
) -> Vec<PlannedStatement> {
    let key = to
        .rowid_column()
        .filter(|column| !from.is_rowid(&column.name) && from.has_column(&column.name));
    guard_columns(
        task,
        &to.name,
        (&from.name, &key.into_iter().collect::<Vec<_>>()),
        &Guard {
            note: "NULL is refused here: SQLite would put a new number in its place.",
            is: "is_not_null",
            check: |name| format!("{name} IS NOT NULL"),
            breaks: |name| format!("{name} IS NULL"),
        },
    )
}

/// A rule for columns, by the name of the column.
struct Guard {
    /// The comment above the statement.
    note: &'static str,
    /// The end of the constraint's name, which SQLite shows when it is broken.
    is: &'static str,
    check: fn(&str) -> String,
    breaks: fn(&str) -> String,
}

/// A table that refuses the rows that break a rule, there only for the moment.
fn guard_columns(
    task: &PlanTask<'_>,
    about: &str,
    (source, columns): (&str, &[&ColumnDefinition]),
    guard: &Guard,
) -> Vec<PlannedStatement> {
    if columns.is_empty() {
        return Vec::new();
    }
    let table = quote_name(&free_name(task, &format!("{about}_guard")));
    let checks = columns.iter().map(|column| {
        let name = quote_name(&column.name);
        let rule = format!(
            "{}_{}_{}",
            Name::in_lower_case(about),
            Name::in_lower_case(&column.name),
            guard.is
        );
        format!("  {name} CONSTRAINT {} CHECK ({})", quote_name(&rule), (guard.check)(&name))
    });
    let checks = checks.collect::<Vec<_>>().join(",\n");
    let names = quote_names(columns.iter().map(|column| column.name.as_str()));
    let breaks = columns
        .iter()
        .map(|column| (guard.breaks)(&quote_name(&column.name)))
        .collect::<Vec<_>>()
        .join(" OR ");
    let create = PlannedStatement {
        notes: vec![guard.note.to_owned()],
        sql: format!("CREATE TABLE {table} (\n{checks}\n);"),
    };
    let fill =
        format!("INSERT INTO {table} SELECT {names} FROM {} WHERE {breaks};", quote_name(source));
    vec![create, PlannedStatement::new(fill), PlannedStatement::new(format!("DROP TABLE {table};"))]
}

/// Carries the counter over: it may stand higher than the highest number in use.
fn carry_counter(from: &str, temporary: &str) -> PlannedStatement {
    let [from, temporary] = [from, temporary].map(quote_text);
    PlannedStatement::new(format!(
        "UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old\n\
         WHERE sqlite_sequence.name = {temporary} AND old.name = {from};"
    ))
}
