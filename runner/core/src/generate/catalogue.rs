//! A schema as SQLite's own catalogue has it: every object with its text, and what the pragmas say of it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row};

use super::GenerateError;
use super::spelling::{level_default, level_index, level_operators, level_table};
use crate::migration::application::run_batch;
use crate::schema::version_table;
use crate::sql::create_index::parse_create_index;
use crate::sql::create_table::normalize_default;
use crate::sql::create_table::parse_create_table;
use crate::sql::definition::TableDefinition;
use crate::sql::name::Name;
use crate::sql::normalize::{normalize_spelling, normalize_words};
use crate::sql::word::{mentioned_names, split_words};

/// Everything that is part of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Catalogue {
    pub(super) tables: BTreeMap<Name, CatalogueTable>,
    /// Virtual tables, by their texts; the tables in which they keep what they hold are left out.
    pub(super) virtuals: BTreeMap<Name, Object>,
    pub(super) indexes: BTreeMap<Name, Object>,
    pub(super) views: BTreeMap<Name, Object>,
    pub(super) triggers: BTreeMap<Name, Object>,
}

/// A table and what SQLite's pragmas say of it, one line each, in an order that means nothing.
#[derive(Clone, Debug)]
pub(super) struct CatalogueTable {
    pub(super) definition: TableDefinition,
    facts: BTreeSet<String>,
}

/// An index, a view or a trigger.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) name: Name,
    /// The table it is on; a view's own name.
    pub(super) table: Name,
    pub(super) sql: String,
    /// When it was made: what a view reads was there before it.
    pub(super) place: usize,
    /// Every name in its text.
    pub(super) mentions: BTreeSet<Name>,
    normal_text: String,
    spelling: String,
    facts: BTreeSet<String>,
}

impl PartialEq for CatalogueTable {
    fn eq(&self, other: &CatalogueTable) -> bool {
        self.definition == other.definition && self.facts == other.facts
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.normal_text == other.normal_text
            && self.table == other.table
            && self.facts == other.facts
    }
}

impl Object {
    pub(super) fn is_unique(&self) -> bool {
        parse_create_index(&self.sql).is_some_and(|index| index.is_unique)
    }

    /// True if one of these names stands in its text.
    pub(super) fn mentions_any(&self, names: &BTreeSet<&Name>) -> bool {
        names.iter().any(|name| self.mentions.contains(*name))
    }

    /// Normalized text of an index without its name, for finding one that was only renamed.
    pub(super) fn normalize_body(&self) -> String {
        let body = parse_create_index(&self.sql).map(|index| index.normalize_body());
        let table = Name::in_lower_case(&self.table);
        format!("{} {table} {}", self.is_unique(), body.unwrap_or_default())
    }
}

impl Catalogue {
    /// Reads the main database of `connection`.
    pub(super) fn read(connection: &Connection) -> Result<Catalogue, GenerateError> {
        let mut catalogue = Catalogue::default();
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema
                   WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(tbl_name) <> lower(?1)
                     AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
                   ORDER BY rowid";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([version_table()])?;
        while let Some(row) = rows.next()? {
            catalogue.add_object(row)?;
        }
        catalogue.level_indexes();
        catalogue.read_facts(connection)?;
        Ok(catalogue)
    }

    fn add_object(&mut self, row: &Row<'_>) -> Result<(), GenerateError> {
        let kind: String = row.get(0)?;
        let name: Name = row.get(1)?;
        let sql: String = row.get(3)?;
        let place = self.tables.len() + self.object_maps().map(BTreeMap::len).iter().sum::<usize>();
        if kind == "table" && !is_virtual(&sql) {
            self.tables.insert(name.clone(), parse_table(name, &sql)?);
            return Ok(());
        }
        let object = parse_object(name, &row.get::<_, String>(2)?, sql, place);
        let objects = match kind.as_str() {
            "table" => &mut self.virtuals,
            "index" => &mut self.indexes,
            "view" => &mut self.views,
            _ => &mut self.triggers,
        };
        objects.insert(object.name.clone(), object);
        Ok(())
    }

    /// Brings the texts of indexes to one spelling, now that the columns of their tables are known.
    fn level_indexes(&mut self) {
        for index in self.indexes.values_mut() {
            let Some(table) = self.tables.get(&index.table) else { continue };
            let sql = level_index(&index.sql, &table.definition);
            if sql != index.sql {
                *index = parse_object(index.name.clone(), &index.table, sql, index.place);
            }
        }
    }

    fn read_facts(&mut self, connection: &Connection) -> Result<(), GenerateError> {
        for sql in TABLE_FACTS {
            read_facts(connection, sql, |name, fact| {
                if let Some(table) = self.tables.get_mut(name) {
                    table.facts.insert(fact);
                }
            })?;
        }
        read_facts(connection, INDEX_FACTS, |name, fact| {
            if let Some(index) = self.indexes.get_mut(name) {
                index.facts.insert(fact);
            }
        })
    }

    /// An empty database in memory with this schema. Foreign keys are off in it, as they are while a script runs.
    pub(super) fn build_database(&self) -> Result<Connection, GenerateError> {
        let connection = Connection::open_in_memory()?;
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = OFF; BEGIN;")?;
        for sql in self.in_order() {
            run_batch(&connection, sql)?;
        }
        connection.execute_batch("COMMIT")?;
        Ok(connection)
    }

    fn in_order(&self) -> Vec<&str> {
        let tables = self.tables.values().map(|table| table.definition.sql.as_str());
        let indexes = by_place(&self.virtuals).into_iter().chain(by_place(&self.indexes));
        let others = by_place(&self.views).into_iter().chain(by_place(&self.triggers));
        tables.chain(indexes.chain(others).map(|object| object.sql.as_str())).collect()
    }

    /// True if a table, index or view has this name.
    pub(super) fn has_object(&self, name: &str) -> bool {
        let name = Name::from(name);
        self.tables.contains_key(&name)
            || self.virtuals.contains_key(&name)
            || self.indexes.contains_key(&name)
            || self.views.contains_key(&name)
    }

    /// Every name of a table, column or constraint: what may lose needless quotes.
    pub(super) fn collect_names(&self) -> BTreeSet<Name> {
        let mut names: BTreeSet<Name> =
            self.tables.keys().chain(self.indexes.keys()).cloned().collect();
        for table in self.tables.values() {
            names.extend(table.definition.columns.iter().map(|column| column.name.clone()));
            names.extend(
                table
                    .definition
                    .constraints
                    .iter()
                    .filter_map(|constraint| constraint.name.clone()),
            );
        }
        names
    }

    /// Names of the objects in which `self` differs from `wanted`, tables first.
    pub(super) fn list_differences(&self, wanted: &Catalogue, comparison: Comparison) -> Vec<Name> {
        let by_words = comparison == Comparison::Spelling;
        let mut found = find_unequal(&self.tables, &wanted.tables, |one, two| {
            let spellings = [one, two].map(|table| table.definition.normalize_spelling());
            one == two && (!by_words || spellings[0] == spellings[1])
        });
        for (ours, theirs) in self.object_maps().into_iter().zip(wanted.object_maps()) {
            found.extend(find_unequal(ours, theirs, |one, two| {
                one == two && (!by_words || one.spelling == two.spelling)
            }));
        }
        found
    }

    fn object_maps(&self) -> [&BTreeMap<Name, Object>; 4] {
        [&self.virtuals, &self.indexes, &self.views, &self.triggers]
    }

    /// Takes over the virtual tables of the schema before, and the triggers that fill them, where this one has none at
    /// all: models cannot speak of them.
    pub(super) fn carry_virtuals(&mut self, before: &Catalogue) {
        if !self.virtuals.is_empty() {
            return;
        }
        self.virtuals = before.virtuals.clone();
        let names: BTreeSet<&Name> = before.virtuals.keys().collect();
        for (name, trigger) in &before.triggers {
            if trigger.mentions_any(&names) && self.tables.contains_key(&trigger.table) {
                self.triggers.entry(name.clone()).or_insert_with(|| trigger.clone());
            }
        }
    }
}

/// Closeness of a comparison of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// Texts that are written differently and mean the same are equal.
    Meaning,
    /// Only what `ALTER TABLE` itself rewrites (white space, quotes about names) may differ.
    Spelling,
}

/// Objects in the order in which they were made.
pub(super) fn by_place(objects: &BTreeMap<Name, Object>) -> Vec<&Object> {
    let mut sorted: Vec<&Object> = objects.values().collect();
    sorted.sort_by_key(|object| object.place);
    sorted
}

fn find_unequal<T>(
    ours: &BTreeMap<Name, T>,
    theirs: &BTreeMap<Name, T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Name> {
    let names: BTreeSet<&Name> = ours.keys().chain(theirs.keys()).collect();
    let unequal = names.into_iter().filter(|name| match (ours.get(*name), theirs.get(*name)) {
        (Some(one), Some(two)) => !same(one, two),
        _ => true,
    });
    unequal.cloned().collect()
}

fn parse_table(name: Name, sql: &str) -> Result<CatalogueTable, GenerateError> {
    match parse_create_table(sql) {
        Some(definition) => Ok(CatalogueTable {
            definition: level_table(TableDefinition { name, ..definition }),
            facts: BTreeSet::new(),
        }),
        None => Err(GenerateError::Unreadable { table: name.into() }),
    }
}

fn is_virtual(sql: &str) -> bool {
    split_words(sql).get(1).is_some_and(|word| word.is("VIRTUAL"))
}

fn parse_object(name: Name, table: &str, sql: String, place: usize) -> Object {
    let words = split_words(&sql);
    // The name is left out: quotes about it may come and go.
    let start = words.iter().position(|word| name == *word.name()).map_or(0, |at| at + 1);
    let unique = words.get(1).is_some_and(|word| word.is("UNIQUE"));
    // Ascending is what an index is anyway.
    let telling = words[start..].iter().filter(|word| !word.is("ASC")).cloned();
    let mut telling: Vec<_> = telling.collect();
    level_operators(&mut telling);
    Object {
        table: table.into(),
        place,
        mentions: mentioned_names(&words),
        normal_text: format!("{unique} {}", normalize_words(&telling)),
        spelling: format!("{unique} {}", normalize_spelling(&words[start..])),
        facts: BTreeSet::new(),
        name,
        sql,
    }
}

fn read_facts(
    connection: &Connection,
    sql: &str,
    mut found: impl FnMut(&Name, String),
) -> Result<(), GenerateError> {
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text =
            row.get::<_, Option<String>>(2)?.map(|text| normalize_default(&split_words(&text)));
        let text = text.map(|text| level_default(&text)).filter(|text| text != "null");
        found(
            &row.get::<_, Name>(0)?,
            format!("{} {}", row.get::<_, String>(1)?, text.unwrap_or_default()),
        );
    }
    Ok(())
}

/// The name of the table, a fact, and a text that is compared by its words.
const TABLE_FACTS: [&str; 4] = [
    "SELECT lower(name), format('table strict %d wr %d', strict, wr), NULL
     FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
    "SELECT lower(t.name), format('column %d %Q required %d key %d hidden %d', x.cid, lower(x.name), x.\"notnull\", x.pk,
                                  x.hidden),
            x.dflt_value
     FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS x
     WHERE t.type = 'table' AND t.sql NOT LIKE 'CREATE VIRTUAL%'",
    "SELECT lower(t.name), format('key %s %d %s', i.origin, i.\"unique\",
                                  (SELECT group_concat(format('%Q %d %s', lower(x.name), x.\"desc\", lower(x.coll)) ORDER BY x.seqno)
                                   FROM pragma_index_xinfo(i.name) AS x WHERE x.key)), NULL
     FROM sqlite_schema AS t, pragma_index_list(t.name) AS i WHERE t.type = 'table' AND i.origin <> 'c'",
    "SELECT lower(t.name), format('reference %Q %s %s %s', lower(f.\"table\"), f.on_update, f.on_delete,
                                  group_concat(format('%Q %Q', lower(f.\"from\"), lower(f.\"to\")) ORDER BY f.seq)), NULL
     FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' GROUP BY t.name, f.id",
];

const INDEX_FACTS: &str =
    "SELECT lower(i.name), format('column %d %Q %d %s key %d', x.seqno, lower(x.name), x.\"desc\",
                                                       lower(x.coll), x.key), NULL
     FROM sqlite_schema AS i, pragma_index_xinfo(i.name) AS x WHERE i.type = 'index' AND i.sql IS NOT NULL";
