//! The sentences about schemas that differ.

use super::difference::{describe_moment, is_same_kind_of_moment, show_value};
use super::{Wording, join_names};
use crate::rows::Value;
use crate::schema::diff::SchemaChange;
use crate::schema::{Affinity, ForeignKey, Index, affinity};
use crate::sql::name::Name;

impl SchemaChange {
    pub(super) fn table(&self) -> &str {
        match self {
            SchemaChange::TableMissing { table, .. }
            | SchemaChange::TableExtra { table }
            | SchemaChange::ColumnMissing { table, .. }
            | SchemaChange::ColumnExtra { table, .. }
            | SchemaChange::Type { table, .. }
            | SchemaChange::TypeSwallows { table, .. }
            | SchemaChange::Required { table, .. }
            | SchemaChange::Default { table, .. }
            | SchemaChange::Collation { table, .. }
            | SchemaChange::PrimaryKey { table, .. }
            | SchemaChange::KeyNotFilledIn { table, .. }
            | SchemaChange::Autoincrement { table, .. }
            | SchemaChange::UniqueMissing { table, .. }
            | SchemaChange::UniqueExtra { table, .. }
            | SchemaChange::IndexMissing { table, .. }
            | SchemaChange::IndexLeft { table, .. }
            | SchemaChange::IndexName { table, .. }
            | SchemaChange::IndexDiffers { table, .. }
            | SchemaChange::ForeignKeyMissing { table, .. }
            | SchemaChange::ForeignKeyExtra { table, .. }
            | SchemaChange::ForeignKeyAction { table, .. }
            | SchemaChange::ColumnOrder { table, .. }
            | SchemaChange::NotStrict { table, .. } => table,
        }
    }

    pub(super) fn column(&self) -> Option<&str> {
        match self {
            SchemaChange::ColumnMissing { column, .. }
            | SchemaChange::ColumnExtra { column, .. }
            | SchemaChange::Type { column, .. }
            | SchemaChange::TypeSwallows { column, .. }
            | SchemaChange::Required { column, .. }
            | SchemaChange::Default { column, .. }
            | SchemaChange::Collation { column, .. }
            | SchemaChange::KeyNotFilledIn { column, .. }
            | SchemaChange::Autoincrement { column, .. } => Some(column),
            SchemaChange::UniqueMissing { columns, .. }
            | SchemaChange::UniqueExtra { columns, .. }
            | SchemaChange::IndexMissing { columns, .. } => columns.first().map(Name::as_str),
            SchemaChange::IndexDiffers { expected, .. } => {
                let mut names = expected.columns.iter().map(|column| column.name.as_str());
                names.find(|name| !name.is_empty())
            }
            SchemaChange::ForeignKeyMissing { key, .. }
            | SchemaChange::ForeignKeyExtra { key, .. }
            | SchemaChange::ForeignKeyAction { expected: key, .. } => {
                key.columns.first().map(|(from, _)| from.as_str())
            }
            _ => None,
        }
    }
}

pub(super) fn name_change(change: &SchemaChange) -> &'static str {
    match change {
        SchemaChange::TableMissing { .. } => "missing_table",
        SchemaChange::TableExtra { .. } => "extra_table",
        SchemaChange::ColumnMissing { .. } => "missing_column",
        SchemaChange::ColumnExtra { .. } => "extra_column",
        SchemaChange::Type { .. } | SchemaChange::TypeSwallows { .. } => "type",
        SchemaChange::Required { .. } => "nullability",
        SchemaChange::Default { .. } => "default",
        SchemaChange::Collation { .. } => "collation",
        SchemaChange::PrimaryKey { .. }
        | SchemaChange::KeyNotFilledIn { .. }
        | SchemaChange::Autoincrement { .. } => "primary_key",
        SchemaChange::UniqueMissing { .. }
        | SchemaChange::UniqueExtra { .. }
        | SchemaChange::IndexDiffers { unique: true, .. } => "unique",
        SchemaChange::IndexMissing { .. }
        | SchemaChange::IndexLeft { .. }
        | SchemaChange::IndexName { .. }
        | SchemaChange::IndexDiffers { .. } => "index",
        SchemaChange::ForeignKeyMissing { .. } | SchemaChange::ForeignKeyExtra { .. } => {
            "foreign_key"
        }
        SchemaChange::ForeignKeyAction { .. } => "foreign_key_action",
        SchemaChange::ColumnOrder { .. } => "column_order",
        SchemaChange::NotStrict { .. } => "strict",
    }
}

pub(super) fn describe_change(change: &SchemaChange, undoing: bool) -> Wording {
    let (actual, expected) = actual_and_expected(change, undoing);
    Wording { actual, expected, detail: String::new() }
}

/// The words for what is so now, and those for what should be.
fn actual_and_expected(change: &SchemaChange, undoing: bool) -> (String, Option<String>) {
    match change {
        SchemaChange::TableMissing { table, instead: None } if undoing => now_and_wanted(
            format!("table `{table}` is gone after the downgrade"),
            "it must be there again",
        ),
        SchemaChange::TableMissing { table, instead: None } => {
            (format!("there is no table `{table}` yet"), None)
        }
        SchemaChange::TableMissing { table, instead: Some(other) } => {
            let named = format!("there is one called `{other}`, which was not asked for");
            (format!("there is no table `{table}` yet; {named}"), None)
        }
        SchemaChange::TableExtra { table } if undoing => {
            (format!("the downgrade left the table `{table}` behind"), None)
        }
        SchemaChange::TableExtra { table } => {
            (format!("there is a table `{table}` that was not asked for"), None)
        }
        SchemaChange::ColumnMissing { table, column, .. } if undoing => now_and_wanted(
            format!("table `{table}` has lost its column `{column}`"),
            "the downgrade must leave it there",
        ),
        SchemaChange::ColumnMissing { table, column, instead: None } => {
            (format!("table `{table}` has no column `{column}` yet"), None)
        }
        SchemaChange::ColumnMissing { table, column, instead: Some(other) } => {
            let named = format!("it has one called `{other}`, which was not asked for");
            (format!("table `{table}` has no column `{column}` yet; {named}"), None)
        }
        SchemaChange::ColumnExtra { table, column } if undoing => {
            (format!("table `{table}` still has the column `{column}`"), None)
        }
        SchemaChange::ColumnExtra { table, column } => {
            (format!("table `{table}` has a column `{column}` that was not asked for"), None)
        }
        SchemaChange::Type { table, column, expected, actual } => (
            format!("column `{table}.{column}` is {}", show_type(actual)),
            Some(describe_wanted_type(expected, actual)),
        ),
        SchemaChange::TypeSwallows { table, column, actual, other } => {
            let actual = actual.split_whitespace().collect::<Vec<_>>().join(" ");
            let now = format!(
                "column `{table}.{column}` has the type `{actual}`, with the name `{other}` in it"
            );
            (now, Some(format!("`{other}` is a column of its own, and no part of a type")))
        }
        SchemaChange::Required { table, column, expected: true } => now_and_wanted(
            format!("column `{table}.{column}` allows NULL"),
            "a row without a value there must be refused",
        ),
        SchemaChange::Required { table, column, expected: false } => now_and_wanted(
            format!("column `{table}.{column}` refuses NULL"),
            "a row may leave it without a value",
        ),
        SchemaChange::Default { table, column, expected: Some(_), actual: None } => {
            let should = "a row that does not name it must get a value by itself";
            now_and_wanted(format!("column `{table}.{column}` has no default"), should)
        }
        SchemaChange::Default { table, column, expected: None, actual: Some(actual) } => {
            now_and_wanted(
                format!("column `{table}.{column}` has the default {}", show_value(actual)),
                "none was asked for",
            )
        }
        SchemaChange::Default { table, column, expected, actual } => {
            let actual = actual.as_ref().unwrap_or(&Value::Null);
            let now = format!("column `{table}.{column}` gets {} by default", show_default(actual));
            (now, Some(describe_wanted_default(expected.as_ref(), actual)))
        }
        SchemaChange::Collation { table, column, expected, actual } => (
            format!("column `{table}.{column}` compares text {}", describe_collation(actual)),
            Some(format!("it should compare text {}", describe_collation(expected))),
        ),
        SchemaChange::PrimaryKey { table, expected, actual } if actual.is_empty() => (
            format!("table `{table}` has no primary key"),
            Some(format!("it should be {}", join_names(expected))),
        ),
        SchemaChange::PrimaryKey { table, expected, actual } => {
            let should = format!("it should be {}", join_names(expected));
            (format!("the primary key of `{table}` is {}", join_names(actual)), Some(should))
        }
        SchemaChange::KeyNotFilledIn { table, column } => {
            let but = "but the database does not give new rows a number there";
            (format!("column `{table}.{column}` is a key, {but}"), None)
        }
        SchemaChange::Autoincrement { table, column, expected: true } => now_and_wanted(
            format!("the number of a deleted row of `{table}` can be given again in `{column}`"),
            "it must never be",
        ),
        SchemaChange::Autoincrement { table, column, .. } => (
            format!("column `{table}.{column}` is marked AUTOINCREMENT, which was not asked for"),
            None,
        ),
        SchemaChange::UniqueMissing { table, columns } => now_and_wanted(
            format!("two rows of `{table}` may have the same {}", join_names(columns)),
            "the second must be refused",
        ),
        SchemaChange::UniqueExtra { table, columns } => now_and_wanted(
            format!("two rows of `{table}` may not have the same {}", join_names(columns)),
            "that must be allowed",
        ),
        SchemaChange::IndexMissing { table, columns } => {
            (format!("table `{table}` has no index on {}", join_names(columns)), None)
        }
        SchemaChange::IndexDiffers { table, expected, actual, unique } => {
            let kind = if *unique { "the unique index" } else { "the index" };
            let (now, should) = describe_index(expected, actual);
            (format!("{kind} `{}` of `{table}` {now}", actual.name), Some(should))
        }
        SchemaChange::IndexLeft { table, index } if !undoing => now_and_wanted(
            format!("table `{table}` still has an index called `{index}`"),
            "the task takes that index away",
        ),
        SchemaChange::IndexLeft { table, index } => now_and_wanted(
            format!("table `{table}` still has the index `{index}`, which your script made"),
            "the way back takes away what the script made",
        ),
        SchemaChange::IndexName { table, expected, actual } => {
            let should = format!("the task asks for the name `{expected}`");
            (format!("an index of `{table}` is called `{actual}`"), Some(should))
        }
        SchemaChange::ForeignKeyMissing { table, key } => now_and_wanted(
            format!(
                "column {} of `{table}` may hold what is no {} in `{}`",
                name_child_columns(key),
                name_parent_columns(key),
                key.table
            ),
            "it must refer to one that exists",
        ),
        SchemaChange::ForeignKeyExtra { table, key } => (
            format!(
                "column {} of `{table}` refers to `{}`, which was not asked for",
                name_child_columns(key),
                key.table
            ),
            None,
        ),
        SchemaChange::ForeignKeyAction { table, expected, actual } => {
            describe_actions(table, expected, actual)
        }
        SchemaChange::ColumnOrder { table, expected, actual } => (
            format!("the columns of `{table}` stand in the order {}", join_names(actual)),
            Some(format!("the task asks for {}", join_names(expected))),
        ),
        SchemaChange::NotStrict { table } => now_and_wanted(
            format!("table `{table}` stores values of any type in its columns"),
            "a value of another type than the column's must be refused",
        ),
    }
}

/// Tells whether one of an index's columns is an expression, which has no name.
fn has_expression(columns: &[Name]) -> bool {
    columns.iter().any(|name| name.is_empty())
}

/// Describes in what an index differs: in its columns, or in the rows that it holds.
fn describe_index(expected: &Index, actual: &Index) -> (String, String) {
    let (wanted, names) = (expected.column_names(), actual.column_names());
    if has_expression(&names) && !has_expression(&wanted) {
        let should = format!("it should be on {} itself", join_names(&wanted));
        return ("is on an expression".to_owned(), should);
    }
    if has_expression(&wanted) && !has_expression(&names) {
        let now = format!("is on {} itself", join_names(&names));
        return (now, "the task asks for an expression".to_owned());
    }
    if names != wanted {
        let now = format!("is on {}", join_names(&names));
        return (now, format!("it should be on {}", join_names(&wanted)));
    }
    if let Some(collation) = find_other_collation(expected, actual) {
        let now = format!("compares text {}", describe_collation(collation.1));
        return (now, format!("it should compare text {}", describe_collation(collation.0)));
    }
    match (expected.is_partial(), actual.is_partial()) {
        (true, true) => (
            "holds only the rows of its `WHERE`, which is another one than it should be".to_owned(),
            "the task says which rows it is about".to_owned(),
        ),
        (true, false) => (
            "holds all rows".to_owned(),
            "it should hold only some of them, by a `WHERE`: the task says which".to_owned(),
        ),
        (false, true) => {
            ("holds only the rows of its `WHERE`".to_owned(), "it should hold all rows".to_owned())
        }
        (false, false) => (
            "is on another expression than it should be".to_owned(),
            "the task says what it is about".to_owned(),
        ),
    }
}

/// The first two collations that differ in two indexes on the same columns.
fn find_other_collation<'a>(expected: &'a Index, actual: &'a Index) -> Option<(&'a str, &'a str)> {
    let columns = expected.columns.iter().zip(&actual.columns);
    columns.map(|(one, two)| (&*one.collation, &*two.collation)).find(|(one, two)| one != two)
}

fn now_and_wanted(now: String, should: &str) -> (String, Option<String>) {
    (now, Some(should.to_owned()))
}

/// Shows a default as a report does: the digits of one that is another each time were masked to zeros.
fn show_default(value: &Value) -> String {
    match value {
        Value::Text(text) if (6..=20).contains(&text.len()) && text.chars().all(|c| c == '0') => {
            format!("a text of {} digits", text.len())
        }
        other => show_value(other),
    }
}

/// Describes what a default should be, without giving it away.
fn describe_wanted_default(expected: Option<&Value>, actual: &Value) -> String {
    match (expected, actual) {
        (Some(value), actual) if is_same_kind_of_moment(value, actual) => {
            "it should be the moment at which the row is added, in UTC: another one for each row"
                .to_owned()
        }
        (Some(value), _) if describe_moment(value).is_some() => {
            format!("the task asks for {}", show_value(value))
        }
        (Some(Value::Text(_)), Value::Text(_)) => "the task asks for another text".to_owned(),
        (_, Value::Text(_)) => {
            "that is a text, and the task asks for another kind of value".to_owned()
        }
        _ => "the task asks for another value".to_owned(),
    }
}

fn show_type(word: &str) -> String {
    if word.is_empty() { "without a type".to_owned() } else { format!("`{word}`") }
}

/// Describes what a column should hold: in plain words, or as it is declared where only the length is another.
fn describe_wanted_type(expected: &str, actual: &str) -> String {
    if affinity(expected) == affinity(actual) {
        return format!("it should be {}", show_type(expected));
    }
    match affinity(expected) {
        Affinity::Integer => "it should hold whole numbers".to_owned(),
        Affinity::Text => format!("it should hold text{}", describe_length(expected)),
        Affinity::Real => "it should hold numbers with a fraction".to_owned(),
        Affinity::Numeric | Affinity::Blob => format!("it should be {}", show_type(expected)),
    }
}

/// `, declared as `varchar(50)`` for a type with a length.
fn describe_length(declared: &str) -> String {
    if declared.contains('(') { format!(", declared as `{declared}`") } else { String::new() }
}

/// Describes in words how a collation compares.
fn describe_collation(collation: &str) -> String {
    match collation.to_ascii_uppercase().as_str() {
        "BINARY" => "with `a` and `A` as two different letters".to_owned(),
        "NOCASE" => "with `a` and `A` as the same letter".to_owned(),
        "RTRIM" => "without the blanks at its end".to_owned(),
        _ => format!("by {collation}"),
    }
}

/// Describes what happens to the rows of `child` with their parent; only what differs is told.
fn describe_actions(
    child: &str,
    expected: &ForeignKey,
    actual: &ForeignKey,
) -> (String, Option<String>) {
    let (event, expected_action, actual_action) = if expected.on_delete == actual.on_delete {
        ("renumbered", &expected.on_update, &actual.on_update)
    } else {
        ("deleted", &expected.on_delete, &actual.on_delete)
    };
    let parent = &expected.table;
    let now = describe_action(actual_action, event).replace("be deleted", "are deleted");
    let now = format!("when a row of `{parent}` is {event}, its rows in `{child}` {now}");
    (now, Some(format!("they should {}", describe_action(expected_action, event))))
}

fn describe_action(action: &str, event: &str) -> &'static str {
    match (action, event) {
        ("CASCADE", "deleted") => "be deleted with it",
        ("CASCADE", _) => "get the new number",
        ("SET NULL", _) => "stay, with NULL in place of the number",
        ("SET DEFAULT", _) => "stay, with the column's default in place of the number",
        _ => "stop that, and nothing changes",
    }
}

fn name_child_columns(key: &ForeignKey) -> String {
    join_names(&key.columns.iter().map(|(from, _)| from.clone()).collect::<Vec<_>>())
}

fn name_parent_columns(key: &ForeignKey) -> String {
    join_names(&key.columns.iter().map(|(_, to)| to.clone()).collect::<Vec<_>>())
}

pub(super) fn advise_on_change(change: &SchemaChange) -> String {
    match change {
        SchemaChange::TableMissing { table: name, instead: Some(other) }
        | SchemaChange::ColumnMissing { column: name, instead: Some(other), .. } => advise_on_other_name(name, other),
        SchemaChange::TableMissing { table, .. } => format!("make the table `{table}` in your file"),
        SchemaChange::ColumnMissing { column, .. } => format!("add the column `{column}` in your file"),
        SchemaChange::TableExtra { .. } | SchemaChange::ColumnExtra { .. } => {
            "take it out, or see whether its name is a slip of the one the task asks for".to_owned()
        }
        SchemaChange::Type { expected, actual, .. } if affinity(expected) == affinity(actual) => {
            "the kind of value is right and the length is not: look for what says in your file how long it may be"
                .to_owned()
        }
        SchemaChange::Type { .. } => "read in the task which kind of value the column holds".to_owned(),
        SchemaChange::Required { column, .. } => {
            format!("look at the line of `{column}`: what says whether a value must be there?")
        }
        SchemaChange::Default { column, .. } => {
            format!("look at the line of `{column}`: what does a row get that says nothing about it?")
        }
        SchemaChange::TypeSwallows { other, .. } => {
            format!(
                "look just before `{other}`: a comma ends a column, and without one SQLite reads on, also over words it does not know"
            )
        }
        SchemaChange::UniqueMissing { columns, .. } => {
            format!(
                "look for what says in your file that {} must differ from row to row: is it there, and about just that?",
                join_names(columns)
            )
        }
        SchemaChange::IndexDiffers { .. } => {
            "read the statement that makes this index word by word beside the task: its columns, and its `WHERE`".to_owned()
        }
        SchemaChange::IndexLeft { .. } => {
            "go through the script: does it drop this index, and make none of its name again?".to_owned()
        }
        SchemaChange::IndexMissing { .. } => {
            "look at the statements that make an index: is there one for just these columns, in this order?".to_owned()
        }
        SchemaChange::PrimaryKey { expected, .. } => {
            format!("look for the words that make a key: do they stand where your file speaks of {}?", join_names(expected))
        }
        SchemaChange::UniqueExtra { .. } => "look at which columns your file says must differ from row to row".to_owned(),
        SchemaChange::ForeignKeyMissing { .. } | SchemaChange::ForeignKeyExtra { .. } | SchemaChange::ForeignKeyAction { .. } => {
            "look at how your file says that one table refers to the other".to_owned()
        }
        SchemaChange::KeyNotFilledIn { .. } => {
            "SQLite numbers new rows for one phrase only behind the name of a key: compare yours with the chapter's"
                .to_owned()
        }
        _ => "compare your file with the list in the task".to_owned(),
    }
}

/// Advice on a name that was not asked for in place of one that was.
fn advise_on_other_name(name: &str, other: &str) -> String {
    if are_alike(name, other) {
        return "compare the two names letter by letter".to_owned();
    }
    format!(
        "if `{other}` is what the task calls `{name}`, look at what your file says it is called in the database; if it is \
         something else, `{name}` has to be added"
    )
}

/// True if one name can be a slip of the other: a few letters apart.
fn are_alike(one: &str, two: &str) -> bool {
    let one: Vec<char> = one.to_lowercase().chars().collect();
    let two: Vec<char> = two.to_lowercase().chars().collect();
    let allowed = (one.len().min(two.len()) / 2).clamp(1, 2);
    // The row of Levenshtein's table for the letters of `one` so far.
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (index, letter) in one.iter().enumerate() {
        let mut left = index + 1;
        let mut above_left = std::mem::replace(&mut row[0], left);
        for (other, above) in two.iter().zip(row.iter_mut().skip(1)) {
            let changed = above_left + usize::from(letter != other);
            left = changed.min(left + 1).min(*above + 1);
            above_left = std::mem::replace(above, left);
        }
    }
    row.last().is_some_and(|distance| *distance <= allowed)
}

pub(super) fn advise_on_undoing(change: &SchemaChange) -> String {
    match change {
        SchemaChange::TableExtra { .. } | SchemaChange::ColumnExtra { .. } => {
            "a down half takes away what the up half added, and leaves nothing of its own behind".to_owned()
        }
        SchemaChange::IndexLeft { .. } => {
            "go through the up half statement by statement: is each one undone in the down half?".to_owned()
        }
        SchemaChange::UniqueMissing { .. }
        | SchemaChange::IndexMissing { .. }
        | SchemaChange::IndexDiffers { .. } => {
            "an index goes when its table goes: after the down half there must be the ones from before the up half"
                .to_owned()
        }
        _ => "after the down half the table must be exactly as it was before the up half".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::IndexColumn;

    #[test]
    fn only_names_a_few_letters_apart_are_alike() {
        for (one, two) in [
            ("cookie", "cookies"),
            ("stock", "stok"),
            ("price", "pirce"),
            ("about", "aboutMe"),
            ("Id", "id"),
        ] {
            assert!(are_alike(one, two), "{one} {two}");
        }
        for (one, two) in
            [("type", "kind"), ("price", "price_cents"), ("id", "no"), ("film_list", "film")]
        {
            assert!(!are_alike(one, two), "{one} {two}");
        }
    }

    #[test]
    fn a_default_that_is_the_moment_is_said_in_words() {
        let text = |text: &str| Some(Value::Text(text.into()));
        let change = |expected, actual| {
            let change = SchemaChange::Default {
                table: "movie".into(),
                column: "at".into(),
                expected,
                actual,
            };
            let Wording { actual: now, expected: should, .. } = describe_change(&change, false);
            format!("{now}; {}", should.unwrap_or_default())
        };
        let moment = || text("0000-00-00 00:00:00");
        let said = change(moment(), text("0000-00-00"));
        assert_eq!(
            said,
            "column `movie.at` gets a date without a time by default; the task asks for a date with a time"
        );
        let said = change(moment(), text("2026-01-01 00:00:00"));
        assert!(
            said.contains("'2026-01-01 00:00:00' by default; it should be the moment"),
            "{said}"
        );
        let said = change(moment(), text("0000000000"));
        assert!(
            said.starts_with("column `movie.at` gets a text of 10 digits by default; "),
            "{said}"
        );
        let said = change(Some(Value::Integer(1)), text("true"));
        assert!(said.ends_with(
            "gets 'true' by default; that is a text, and the task asks for another kind of value"
        ));
    }

    #[test]
    fn an_index_is_said_to_be_on_what_it_is_on() {
        let index = |columns: &[&str], words: Option<&str>| Index {
            name: "by_shelf".into(),
            columns: columns
                .iter()
                .map(|&name| IndexColumn {
                    name: name.into(),
                    descending: false,
                    collation: "BINARY".to_owned(),
                })
                .collect(),
            words: words.map(str::to_owned),
        };
        let said = |expected: Index, actual: Index| {
            let change =
                SchemaChange::IndexDiffers { table: "box".into(), expected, actual, unique: false };
            describe_change(&change, false).actual
        };
        let plain = || index(&["shelf"], None);
        let partial = |on: &str| index(&["shelf"], Some(on));
        for (expected, actual, words) in [
            (plain(), index(&["shelf", "row"], None), "is on `shelf` and `row`"),
            (plain(), index(&[""], Some("(lower(shelf))")), "is on an expression"),
            (plain(), partial("(shelf) where row > 1"), "holds only the rows of its `WHERE`"),
            (partial("(shelf) where row > 1"), plain(), "holds all rows"),
            (
                partial("(shelf) where row > 1"),
                partial("(shelf) where row > 2"),
                "holds only the rows of its `WHERE`, which is another one than it should be",
            ),
        ] {
            assert_eq!(said(expected, actual), format!("the index `by_shelf` of `box` {words}"));
        }
    }
}
