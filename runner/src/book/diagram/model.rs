//! What a picture of tables shows, before it is drawn: boxes with lines, arrows between them, and what changed.

use std::collections::BTreeMap;

use workbook_core::schema::{Column, ForeignKey, Index, Schema, Table};
use workbook_core::sql::name::Name;

/// The tables of one schema, or what separates two.
pub(super) struct Picture {
    /// Parents before their children.
    pub(super) boxes: Vec<TableBox>,
    pub(super) arrows: Vec<Arrow>,
    /// Whether it shows what changed.
    pub(super) compares: bool,
}

/// A table.
pub(super) struct TableBox {
    pub(super) name: Name,
    pub(super) mark: ChangeMark,
    /// 0 for a table that refers to no other, else one more than the table it refers to.
    pub(super) level: usize,
    pub(super) lines: Vec<Line>,
}

/// A column, or an index below the columns.
pub(super) struct Line {
    pub(super) mark: ChangeMark,
    /// `PK`, `FK`, `U` or several of them.
    pub(super) keys: String,
    pub(super) name: String,
    /// Its type, with `?` where NULL is allowed.
    pub(super) kind: String,
    /// What it was before it changed.
    pub(super) was: Option<String>,
}

/// A reference, from a line of one box to a line of another.
pub(super) struct Arrow {
    pub(super) from: (usize, usize),
    pub(super) to: (usize, usize),
    /// Whether several rows may refer to one.
    pub(super) many: bool,
    pub(super) mark: ChangeMark,
}

/// What became of something between two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChangeMark {
    Same,
    Added,
    Dropped,
    Changed,
}

/// What `after` looks like, marked by what it was `before`.
pub(super) fn picture(before: Option<&Schema>, after: &Schema) -> Picture {
    let none = Schema::default();
    let old = before.unwrap_or(&none);
    let mut tables: BTreeMap<&Name, (Option<&Table>, Option<&Table>)> = BTreeMap::new();
    for (key, table) in &old.tables {
        tables.entry(key).or_default().0 = Some(table);
    }
    for (key, table) in &after.tables {
        tables.entry(key).or_default().1 = Some(table);
    }
    let mut pairs: Vec<(usize, Option<&Table>, &Table, ChangeMark)> = Vec::new();
    for (was, is) in tables.into_values() {
        let Some(shown) = is.or(was) else { continue };
        let mark = match (was, is) {
            _ if before.is_none() => ChangeMark::Same,
            (None, _) => ChangeMark::Added,
            (_, None) => ChangeMark::Dropped,
            _ => ChangeMark::Same,
        };
        let schema = if after.tables.contains_key(&shown.name) { after } else { old };
        pairs.push((level(shown, schema, 0), was, shown, mark));
    }
    pairs.sort_by_key(|(level, _, table, _)| (*level, table.name.clone()));
    let boxes: Vec<TableBox> = pairs
        .iter()
        .map(|(level, was, table, mark)| TableBox {
            name: table.name.clone(),
            mark: *mark,
            level: *level,
            lines: lines(
                was.filter(|_| *mark == ChangeMark::Same && before.is_some()),
                table,
                *mark,
            ),
        })
        .collect();
    let arrows = pairs.iter().enumerate().flat_map(|(at, (_, was, table, mark))| {
        arrows(&boxes, at, *was, table, *mark, before.is_some())
    });
    let arrows = arrows.collect();
    Picture { boxes, arrows, compares: before.is_some() }
}

/// How many tables stand between a table and one that refers to nothing. Tables that refer to each other end the count.
fn level(table: &Table, schema: &Schema, depth: usize) -> usize {
    let parents = table.foreign_keys.iter().filter_map(|key| schema.tables.get(&key.table));
    let parents = parents.filter(|parent| parent.name != table.name && depth < schema.tables.len());
    parents
        .map(|parent| level(parent, schema, depth + 1) + 1)
        .max()
        .unwrap_or(0)
        .min(schema.tables.len())
}

/// The lines of a table, of which `was` is what it was before.
fn lines(was: Option<&Table>, table: &Table, whole: ChangeMark) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for column in &table.columns {
        let old = was.map(|was| (was, was.column(&column.name)));
        let (kind, keys) = (kind(column, table), keys(&column.name, table));
        let (mark, before) = match old {
            None => (whole, None),
            Some((_, None)) => (ChangeMark::Added, None),
            Some((was, Some(old))) => {
                let before = [self::keys(&old.name, was), self::kind(old, was)];
                let same = before == [keys.clone(), kind.clone()];
                // A column that has only become a key, or unique, was nothing that its type does not say still.
                let told = !same && before != [String::new(), kind.clone()];
                (
                    if same { ChangeMark::Same } else { ChangeMark::Changed },
                    told.then(|| before.join(" ").trim().to_owned()),
                )
            }
        };
        lines.push(Line { mark, keys, name: column.name.to_string(), kind, was: before });
    }
    let dropped =
        was.into_iter().flat_map(|was| was.columns.iter().map(move |column| (was, column)));
    for (was, column) in dropped.filter(|(_, column)| table.column(&column.name).is_none()) {
        let (kind, keys) = (kind(column, was), keys(&column.name, was));
        lines.push(Line {
            mark: ChangeMark::Dropped,
            keys,
            name: column.name.to_string(),
            kind,
            was: None,
        });
    }
    let now = indexes(table);
    let before = was.map(indexes);
    for index in &now {
        let mark = match &before {
            None => whole,
            Some(before) if before.contains(index) => ChangeMark::Same,
            Some(_) => ChangeMark::Added,
        };
        lines.push(index_line(index, mark));
    }
    for index in before.iter().flatten().filter(|index| !now.contains(index)) {
        lines.push(index_line(index, ChangeMark::Dropped));
    }
    lines
}

fn index_line(index: &str, mark: ChangeMark) -> Line {
    Line { mark, keys: String::new(), name: index.to_owned(), kind: String::new(), was: None }
}

/// Its type and, in short, its rules.
fn kind(column: &Column, table: &Table) -> String {
    let is_key = table.primary_key.columns.contains(&column.name);
    let mut kind = column.declared.clone();
    if !column.required && !is_key {
        kind.push_str(" ?");
    }
    if let Some(value) = &column.default {
        let text = value.to_string();
        let text = if text.contains("0000-00-00") { "now".to_owned() } else { text };
        kind.push_str(&format!(" = {text}"));
    }
    kind.trim().to_owned()
}

/// What a column is a key of.
fn keys(name: &Name, table: &Table) -> String {
    let is_it = |other: &Name| other == name;
    let alone = |index: &Index| {
        index.words.is_none() && index.columns.len() == 1 && is_it(&index.columns[0].name)
    };
    let all = [
        ("PK", table.primary_key.columns.iter().any(is_it)),
        (
            "FK",
            table.foreign_keys.iter().any(|key| key.columns.iter().any(|(from, _)| is_it(from))),
        ),
        ("U", table.uniques.iter().any(alone)),
    ];
    all.iter().filter(|(_, has)| *has).map(|(word, _)| *word).collect::<Vec<_>>().join(" ")
}

/// The uniques over several columns, and the indexes, in words.
fn indexes(table: &Table) -> Vec<String> {
    let uniques =
        table.uniques.iter().filter(|index| index.columns.len() > 1 || index.words.is_some());
    let uniques = uniques.map(|index| format!("unique ({})", contents(index)));
    let indexes = table.indexes.iter().map(|index| format!("index ({})", contents(index)));
    uniques.chain(indexes).collect()
}

/// The columns of an index; its name, if words say what it is on.
fn contents(index: &Index) -> String {
    match &index.words {
        Some(_) => index.name.to_string(),
        None => joined(&index.column_names()),
    }
}

fn joined(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

fn arrows(
    boxes: &[TableBox],
    at: usize,
    was: Option<&Table>,
    table: &Table,
    mark: ChangeMark,
    compares: bool,
) -> Vec<Arrow> {
    let place = |table: &Name, column: &Name| {
        let found = boxes.iter().position(|one| one.name == *table)?;
        let line = boxes[found].lines.iter().position(|line| *column == *line.name)?;
        Some((found, line))
    };
    let same =
        |one: &ForeignKey, two: &ForeignKey| one.columns == two.columns && one.table == two.table;
    let arrow = |key: &ForeignKey, owner: &Table, mark: ChangeMark| {
        let (from, to) = key.columns.first()?;
        let alone = |name: &Name| key.columns.len() == 1 && name == from;
        let is_unique = owner.uniques.iter().any(|index| {
            index.words.is_none() && index.columns.len() == 1 && alone(&index.columns[0].name)
        }) || (owner.primary_key.columns.len() == 1
            && alone(&owner.primary_key.columns[0]));
        let line = boxes[at].lines.iter().position(|line| *from == *line.name)?;
        Some(Arrow { from: (at, line), to: place(&key.table, to)?, many: !is_unique, mark })
    };
    let old = was.map_or(&[][..], |was| &was.foreign_keys);
    let now = table.foreign_keys.iter().filter_map(|key| {
        let mark = match mark {
            ChangeMark::Same if compares && !old.iter().any(|other| same(key, other)) => {
                ChangeMark::Added
            }
            other => other,
        };
        arrow(key, table, mark)
    });
    let gone = old.iter().filter(|key| {
        mark == ChangeMark::Same && !table.foreign_keys.iter().any(|other| same(key, other))
    });
    now.chain(gone.filter_map(|key| arrow(key, was.unwrap_or(table), ChangeMark::Dropped)))
        .collect()
}
