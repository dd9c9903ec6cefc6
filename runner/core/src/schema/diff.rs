//! Names the differences between two schemas. Pure: no database, no printing.

use serde::{Deserialize, Serialize};

use super::{Column, ForeignKey, Index, Schema, Table};
use crate::rows::Value;
use crate::sql::name::Name;

/// One difference, with what was expected and what is there.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemaChange {
    TableMissing {
        table: Name,
        instead: Option<Name>,
    },
    TableExtra {
        table: Name,
    },
    ColumnMissing {
        table: Name,
        column: Name,
        instead: Option<Name>,
    },
    ColumnExtra {
        table: Name,
        column: Name,
    },
    Type {
        table: Name,
        column: Name,
        expected: String,
        actual: String,
    },
    /// SQLite takes any words behind a column for its type: here the name of another column is among them.
    TypeSwallows {
        table: Name,
        column: Name,
        actual: String,
        other: Name,
    },
    Required {
        table: Name,
        column: Name,
        expected: bool,
    },
    Default {
        table: Name,
        column: Name,
        expected: Option<Value>,
        actual: Option<Value>,
    },
    Collation {
        table: Name,
        column: Name,
        expected: String,
        actual: String,
    },
    PrimaryKey {
        table: Name,
        expected: Vec<Name>,
        actual: Vec<Name>,
    },
    /// The key has the right column but is not filled in by the database.
    KeyNotFilledIn {
        table: Name,
        column: Name,
    },
    Autoincrement {
        table: Name,
        column: Name,
        expected: bool,
    },
    UniqueMissing {
        table: Name,
        columns: Vec<Name>,
    },
    UniqueExtra {
        table: Name,
        columns: Vec<Name>,
    },
    IndexMissing {
        table: Name,
        columns: Vec<Name>,
    },
    /// An index that only makes reading faster is still there after its script was undone, or after one that drops it.
    IndexLeft {
        table: Name,
        index: Name,
    },
    IndexName {
        table: Name,
        expected: Name,
        actual: Name,
    },
    /// An index stands in the place of the expected one.
    IndexDiffers {
        table: Name,
        expected: Index,
        actual: Index,
        unique: bool,
    },
    ForeignKeyMissing {
        table: Name,
        key: ForeignKey,
    },
    ForeignKeyExtra {
        table: Name,
        key: ForeignKey,
    },
    /// The reference is there, but another thing happens when the parent is deleted (or renumbered).
    ForeignKeyAction {
        table: Name,
        expected: ForeignKey,
        actual: ForeignKey,
    },
    ColumnOrder {
        table: Name,
        expected: Vec<Name>,
        actual: Vec<Name>,
    },
    NotStrict {
        table: Name,
    },
}

impl SchemaChange {
    /// True of a change that names the same thing, whatever stands in its place.
    pub fn is_same_lack(&self, other: &SchemaChange) -> bool {
        use SchemaChange::{ColumnMissing, TableMissing};
        match (self, other) {
            (TableMissing { table: one, .. }, TableMissing { table: two, .. }) => one == two,
            (
                ColumnMissing { table: one, column, .. },
                ColumnMissing { table: two, column: other, .. },
            ) => one == two && column == other,
            (one, two) => one == two,
        }
    }
}

/// Differences beyond behaviour that one exercise counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insist {
    pub autoincrement: bool,
    pub column_order: bool,
    pub index_names: bool,
}

/// Lists what separates `actual` from `expected`, in the order a learner should mend it: missing tables first,
/// extra ones last.
pub fn diff(expected: &Schema, actual: &Schema, insist: Insist) -> Vec<SchemaChange> {
    let mut changes = Vec::new();
    let extra: Vec<&Table> = actual
        .tables
        .iter()
        .filter(|(key, _)| !expected.tables.contains_key(*key))
        .map(|(_, table)| table)
        .collect();
    for (key, want) in &expected.tables {
        if !actual.tables.contains_key(key) {
            let instead = find_only_item(&extra).map(|table| table.name.clone());
            changes.push(SchemaChange::TableMissing { table: want.name.clone(), instead });
        }
    }
    for (key, want) in &expected.tables {
        if let Some(got) = actual.tables.get(key) {
            changes.extend(diff_tables(want, got, insist));
        }
    }
    changes.extend(
        extra.into_iter().map(|table| SchemaChange::TableExtra { table: table.name.clone() }),
    );
    changes
}

fn find_only_item<'a, T>(items: &[&'a T]) -> Option<&'a T> {
    if let [item] = items { Some(item) } else { None }
}

fn diff_tables(want: &Table, got: &Table, insist: Insist) -> Vec<SchemaChange> {
    let swallowing: Vec<(&Column, &Column)> = got
        .columns
        .iter()
        .filter_map(|column| Some((column, find_swallowed_column(column, want)?)))
        .collect();
    let mut changes: Vec<SchemaChange> =
        swallowing.iter().map(|(column, other)| report_swallowed(want, column, other)).collect();
    changes.extend(find_missing_columns(want, got));
    changes.extend(diff_primary_key(want, got, insist));
    for column in &want.columns {
        if let Some(other) = got.column(&column.name) {
            let told = swallowing.iter().any(|(column, _)| *column == other);
            let columns = diff_columns(&want.name, column, other).into_iter();
            changes.extend(
                columns.filter(|change| !(told && matches!(change, SchemaChange::Type { .. }))),
            );
        }
    }
    changes.extend(diff_indexes(want, got, insist));
    changes.extend(diff_foreign_keys(want, got));
    let table = want.name.clone();
    // A STRICT table only refuses more, and what it must take is tried with statements.
    if want.strict && !got.strict {
        changes.push(SchemaChange::NotStrict { table: table.clone() });
    }
    let extra = got.columns.iter().filter(|column| want.column(&column.name).is_none());
    changes.extend(extra.map(|column| SchemaChange::ColumnExtra {
        table: table.clone(),
        column: column.name.clone(),
    }));
    if insist.column_order && changes.is_empty() {
        let expected = column_names(want);
        let actual = column_names(got);
        if expected != actual {
            changes.push(SchemaChange::ColumnOrder { table, expected, actual });
        }
    }
    changes
}

fn column_names(table: &Table) -> Vec<Name> {
    table.columns.iter().map(|column| column.name.clone()).collect()
}

/// Finds the other column of the table whose name stands in the type of this one: a comma is missing before it, or words
/// of another database stand there.
fn find_swallowed_column<'a>(column: &Column, want: &'a Table) -> Option<&'a Column> {
    let meant = want.column(&column.name);
    let meant = meant.map(|column| names_in_type(&column.declared)).unwrap_or_default();
    let words = names_in_type(&column.declared);
    want.columns.iter().find(|other| {
        words.contains(&other.name) && !meant.contains(&other.name) && other.name != column.name
    })
}

/// Words of a declared type after its first that may be names.
fn names_in_type(declared: &str) -> Vec<Name> {
    // What types of several words are made of.
    const OF_TYPES: [&str; 12] = [
        "big",
        "character",
        "double",
        "int",
        "integer",
        "large",
        "precision",
        "time",
        "unsigned",
        "varying",
        "with",
        "zone",
    ];
    let words = declared.split(|c: char| !c.is_alphanumeric() && c != '_').skip(1);
    let names = words.map(Name::from);
    names.filter(|name| OF_TYPES.iter().all(|word| name != word)).collect()
}

fn report_swallowed(want: &Table, column: &Column, other: &Column) -> SchemaChange {
    SchemaChange::TypeSwallows {
        table: want.name.clone(),
        column: column.name.clone(),
        actual: column.declared.clone(),
        other: other.name.clone(),
    }
}

fn find_missing_columns(want: &Table, got: &Table) -> Vec<SchemaChange> {
    let extra: Vec<&Column> =
        got.columns.iter().filter(|column| want.column(&column.name).is_none()).collect();
    let missing: Vec<&Column> =
        want.columns.iter().filter(|column| got.column(&column.name).is_none()).collect();
    let instead =
        find_only_item(&missing).and(find_only_item(&extra)).map(|column| column.name.clone());
    let changes = missing.into_iter().map(|column| SchemaChange::ColumnMissing {
        table: want.name.clone(),
        column: column.name.clone(),
        instead: instead.clone(),
    });
    changes.collect()
}

fn diff_primary_key(want: &Table, got: &Table, insist: Insist) -> Option<SchemaChange> {
    let expected = &want.primary_key;
    let actual = &got.primary_key;
    let table = want.name.clone();
    let column = expected.columns.first().cloned().unwrap_or_default();
    if expected.columns != actual.columns {
        Some(SchemaChange::PrimaryKey {
            table,
            expected: expected.columns.clone(),
            actual: actual.columns.clone(),
        })
    } else if expected.fills_itself_in && !actual.fills_itself_in {
        Some(SchemaChange::KeyNotFilledIn { table, column })
    } else if insist.autoincrement && expected.autoincrement != actual.autoincrement {
        Some(SchemaChange::Autoincrement { table, column, expected: expected.autoincrement })
    } else {
        None
    }
}

fn diff_columns(table: &Name, want: &Column, got: &Column) -> Vec<SchemaChange> {
    let column = want.name.clone();
    let mut changes = Vec::new();
    // A length nobody asked for changes nothing in SQLite, so it is no difference.
    if want.affinity() != got.affinity()
        || (!want.length().is_empty() && want.length() != got.length())
    {
        changes.push(SchemaChange::Type {
            table: table.clone(),
            column: column.clone(),
            expected: want.declared.clone(),
            actual: got.declared.clone(),
        });
    }
    if want.required != got.required {
        changes.push(SchemaChange::Required {
            table: table.clone(),
            column: column.clone(),
            expected: want.required,
        });
    }
    let expected = default_value(want);
    let actual = default_value(got);
    if expected != actual {
        changes.push(SchemaChange::Default {
            table: table.clone(),
            column: column.clone(),
            expected,
            actual,
        });
    }
    if want.collation != got.collation {
        changes.push(SchemaChange::Collation {
            table: table.clone(),
            column,
            expected: want.collation.clone(),
            actual: got.collation.clone(),
        });
    }
    changes
}

/// Default of a column; one of NULL and none are the same behaviour.
fn default_value(column: &Column) -> Option<Value> {
    column.default.clone().filter(|value| *value != Value::Null)
}

fn diff_indexes(want: &Table, got: &Table, insist: Insist) -> Vec<SchemaChange> {
    let table = want.name.clone();
    let mut changes = Vec::new();
    let mut extra: Vec<&Index> =
        got.uniques.iter().filter(|index| is_lacking(index, &want.uniques)).collect();
    for index in want.uniques.iter().filter(|index| is_lacking(index, &got.uniques)) {
        let stand_in = extra.iter().position(|other| is_unique_in_place_of(index, other));
        changes.push(match stand_in.map(|at| extra.remove(at)) {
            Some(other) => report_other_index(&table, index, other, true),
            None => {
                SchemaChange::UniqueMissing { table: table.clone(), columns: index.column_names() }
            }
        });
    }
    for index in extra.into_iter().filter(|index| !is_implied(index, want)) {
        changes.push(SchemaChange::UniqueExtra {
            table: table.clone(),
            columns: index.column_names(),
        });
    }
    let readable: Vec<Index> = got.indexes.iter().chain(&got.uniques).cloned().collect();
    for index in want.indexes.iter().filter(|index| !serves_among(index, &readable)) {
        let mut unasked = got.indexes.iter().filter(|other| !serves_among(other, &want.indexes));
        changes.push(match unasked.find(|other| is_in_place_of(index, other)) {
            Some(other) => report_other_index(&table, index, other, false),
            None => {
                SchemaChange::IndexMissing { table: table.clone(), columns: index.column_names() }
            }
        });
    }
    if insist.index_names && changes.is_empty() {
        changes.extend(diff_index_names(want, got));
    }
    changes
}

/// Lists the indexes that a script has made and its way down has left; a schema may have more of them than another
/// elsewhere.
pub fn list_left_indexes(before: &Schema, after: &Schema) -> Vec<SchemaChange> {
    let tables =
        after.tables.values().filter_map(|table| Some((table, before.tables.get(&table.name)?)));
    tables
        .flat_map(|(after, before)| {
            after.indexes.iter().filter(|index| !serves_among(index, &before.indexes)).map(
                |index| SchemaChange::IndexLeft {
                    table: after.name.clone(),
                    index: index.name.clone(),
                },
            )
        })
        .collect()
}

/// Lists the indexes that a script should have taken away: they were there `before`, none of that name is `wanted`, and one is
/// there `after`. One that came by another name is not missed.
pub fn list_kept_indexes(before: &Schema, wanted: &Schema, after: &Schema) -> Vec<SchemaChange> {
    let dropped = before.tables.values().flat_map(|table| {
        let wanted = wanted.tables.get(&table.name).map_or(&[][..], |table| &table.indexes);
        let is_gone = |index: &&Index| wanted.iter().all(|other| other.name != index.name);
        table.indexes.iter().filter(is_gone).map(move |index| (&table.name, &index.name, wanted))
    });
    let kept = dropped.filter_map(|(table, name, wanted)| {
        let kept = after.tables.get(table)?.indexes.iter().find(|index| index.name == *name)?;
        (!serves_among(kept, wanted))
            .then(|| SchemaChange::IndexLeft { table: table.clone(), index: name.clone() })
    });
    kept.collect()
}

fn report_other_index(table: &Name, index: &Index, other: &Index, unique: bool) -> SchemaChange {
    SchemaChange::IndexDiffers {
        table: table.clone(),
        expected: index.clone(),
        actual: other.clone(),
        unique,
    }
}

/// True of an index that was meant for the expected one: it begins with its first column, or has its name and is on an
/// expression where that is not, or the other way round.
fn is_in_place_of(index: &Index, other: &Index) -> bool {
    let first = |index: &Index| index.columns.first().map(|column| column.name.clone());
    let has_expression = |index: &Index| index.columns.iter().any(|column| column.name.is_empty());
    let has_its_name = index.name == other.name && has_expression(index) != has_expression(other);
    first(index) == first(other) || has_its_name
}

/// The same of a unique index. Other columns say better by themselves what is wrong.
fn is_unique_in_place_of(index: &Index, other: &Index) -> bool {
    (index.words != other.words || index.column_names() == other.column_names())
        && is_in_place_of(index, other)
}

fn is_lacking(index: &Index, among: &[Index]) -> bool {
    !among.iter().any(|other| same_index(index, other))
}

fn diff_index_names(want: &Table, got: &Table) -> Vec<SchemaChange> {
    let wrong = named_indexes(want).filter_map(|index| {
        let twin = named_indexes(got).find(|other| same_index(index, other))?;
        (index.name != twin.name).then(|| SchemaChange::IndexName {
            table: want.name.clone(),
            expected: index.name.clone(),
            actual: twin.name.clone(),
        })
    });
    wrong.collect()
}

fn named_indexes(table: &Table) -> impl Iterator<Item = &Index> {
    let all = table.uniques.iter().chain(&table.indexes);
    all.filter(|index| !index.name.starts_with("sqlite_autoindex"))
}

/// True of a unique index that refuses nothing which the key and the other unique indexes of the table do not.
fn is_implied(index: &Index, table: &Table) -> bool {
    let key = table.primary_key.columns.iter();
    let key: Vec<_> =
        key.filter_map(|name| Some((name, &*table.column(name)?.collation))).collect();
    let whole = table.uniques.iter().filter(|other| other.words.is_none());
    let stricter = whole.map(sorted_columns).chain((!key.is_empty()).then_some(key));
    let columns = sorted_columns(index);
    stricter.into_iter().any(|other| other.iter().all(|column| columns.contains(column)))
}

/// Compares two unique indexes by the rows they refuse: the order of columns does not matter to that.
fn same_index(one: &Index, two: &Index) -> bool {
    one.words == two.words && (one.words.is_some() || sorted_columns(one) == sorted_columns(two))
}

fn sorted_columns(index: &Index) -> Vec<(&Name, &str)> {
    let columns = index.columns.iter();
    let mut found: Vec<_> =
        columns.map(|column| (&column.name, column.collation.as_str())).collect();
    found.sort();
    found
}

fn serves_among(index: &Index, among: &[Index]) -> bool {
    among.iter().any(|other| same_order(index, other))
}

/// Compares two indexes by the readings they serve: the same columns, in the same order, compared in the same way.
fn same_order(one: &Index, two: &Index) -> bool {
    let columns = one.columns.iter().zip(&two.columns);
    one.words == two.words
        && one.columns.len() == two.columns.len()
        && columns
            .into_iter()
            .all(|(one, two)| one.name == two.name && one.collation == two.collation)
}

fn diff_foreign_keys(want: &Table, got: &Table) -> Vec<SchemaChange> {
    let table = &want.name;
    let mut changes = Vec::new();
    for key in &want.foreign_keys {
        match got.foreign_keys.iter().find(|other| same_reference(key, other)) {
            None => changes
                .push(SchemaChange::ForeignKeyMissing { table: table.clone(), key: key.clone() }),
            Some(other) if !acts_alike(effects(want, key), effects(got, other)) => {
                changes.push(SchemaChange::ForeignKeyAction {
                    table: table.clone(),
                    expected: key.clone(),
                    actual: other.clone(),
                });
            }
            Some(_) => (),
        }
    }
    let extra = got
        .foreign_keys
        .iter()
        .filter(|key| !want.foreign_keys.iter().any(|other| same_reference(key, other)));
    changes.extend(
        extra.map(|key| SchemaChange::ForeignKeyExtra { table: table.clone(), key: key.clone() }),
    );
    changes
}

/// Tells whether rows have what was asked for when what they refer to goes or changes. That they follow another number is
/// allowed where nothing was asked for: it refuses nothing, and nothing is lost.
fn acts_alike(want: [&str; 2], got: [&str; 2]) -> bool {
    want == got || want[0] == got[0] && want[1] == "NO ACTION" && got[1] == "CASCADE"
}

/// The actions of a foreign key on deletion and on change, by what they do: the default of a column that has none is NULL.
fn effects<'a>(table: &Table, key: &'a ForeignKey) -> [&'a str; 2] {
    let has_default = |name: &Name| {
        table
            .column(name)
            .and_then(|column| column.default.as_ref())
            .is_some_and(|default| *default != Value::Null)
    };
    let sets_null = !key.columns.iter().any(|(from, _)| has_default(from));
    [&key.on_delete, &key.on_update]
        .map(|action| if action == "SET DEFAULT" && sets_null { "SET NULL" } else { action })
}

fn same_reference(one: &ForeignKey, two: &ForeignKey) -> bool {
    one.table == two.table && sorted_pairs(one) == sorted_pairs(two)
}

fn sorted_pairs(key: &ForeignKey) -> Vec<&(Name, Name)> {
    let mut pairs: Vec<_> = key.columns.iter().collect();
    pairs.sort();
    pairs
}

#[cfg(test)]
mod tests;
