//! Reads SQLite's own catalogue into a schema. It changes nothing.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use rusqlite::limits::Limit;
use rusqlite::{Connection, Result, Row};

use super::check::read_checks;
use super::{Column, ForeignKey, Index, IndexColumn, PrimaryKey, Schema, Table, version_table};
use crate::rows::Value;
use crate::sql::create_index::parse_create_index;
use crate::sql::create_table::{TableOptions, table_options};
use crate::sql::name::Name;
use crate::sql::word::split_words;

/// The rows of SQLite's catalogue: type, name, table and text of each object. They decide what the schema is.
type CatalogueRows = Vec<(String, String, String, Option<String>)>;

/// The texts that made the tables and indexes, by name. SQLite gives no two of them one name.
type Definitions = BTreeMap<Name, String>;

/// Number of schemas that are remembered: a check comes back to the same few again and again.
const REMEMBERED: usize = 8;

static LAST: Mutex<VecDeque<(CatalogueRows, Schema)>> = Mutex::new(VecDeque::new());

/// Reads the schema of `connection`'s main database.
pub fn schema(connection: &Connection) -> Result<Schema> {
    let catalogue = read_catalogue(connection)?;
    if let Some(schema) = recall_schema(&catalogue) {
        return Ok(schema);
    }
    let schema = read_schema(connection, &collect_definitions(&catalogue))?;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.truncate(REMEMBERED - 1);
    last.push_front((catalogue, schema.clone()));
    Ok(schema)
}

fn recall_schema(catalogue: &CatalogueRows) -> Option<Schema> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let (_, schema) = last.iter().find(|(of, _)| of == catalogue)?;
    Some(schema.clone())
}

fn read_catalogue(connection: &Connection) -> Result<CatalogueRows> {
    let mut statement =
        connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect()
}

fn collect_definitions(catalogue: &CatalogueRows) -> Definitions {
    let made = catalogue.iter().filter(|(kind, ..)| kind == "table" || kind == "index");
    made.filter_map(|(_, name, _, sql)| Some((name.as_str().into(), sql.clone()?))).collect()
}

fn read_schema(connection: &Connection, definitions: &Definitions) -> Result<Schema> {
    let mut schema = Schema::default();
    let reader = SchemaReader { connection, definitions };
    for name in read_tables(connection, definitions)? {
        let TableOptions { strict, without_rowid } = reader.options_of(&name);
        let primary = reader.read_primary_key(&name)?;
        let (uniques, indexes) = reader.read_indexes(&name)?;
        let mut table = Table {
            columns: read_columns(connection, &name, &primary)?,
            primary_key: primary,
            uniques,
            indexes,
            foreign_keys: reader.read_foreign_keys(&name)?,
            strict,
            without_rowid,
            name,
        };
        let definition = definitions.get(&table.name).map_or("", String::as_str);
        let checks = read_checks(definition, &table);
        for column in &mut table.columns {
            column.required |= checks.iter().any(|check| check.forbids_null(&column.name));
        }
        schema.tables.insert(table.name.clone(), table);
    }
    Ok(schema)
}

fn collect_rows<T>(
    connection: &Connection,
    sql: &str,
    name: &str,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    connection.prepare(sql)?.query_map([name], read)?.collect()
}

/// Reads the names of the tables. `pragma_table_list` is asked only where it must be: it computes the columns of every view,
/// which takes for ever where views stand on views.
fn read_tables(connection: &Connection, definitions: &Definitions) -> Result<Vec<Name>> {
    let has_virtual = definitions.values().any(|sql| sql.starts_with("CREATE VIRTUAL TABLE"));
    let but_shadows = if has_virtual {
        "AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
    } else {
        ""
    };
    let sql = format!(
        "SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND lower(name) <> lower(?1) {but_shadows} ORDER BY name"
    );
    collect_rows(connection, &sql, version_table(), |row| row.get(0))
}

/// Reads the parts of tables that depend on more than the table.
struct SchemaReader<'a> {
    connection: &'a Connection,
    definitions: &'a Definitions,
}

impl SchemaReader<'_> {
    fn options_of(&self, table: &Name) -> TableOptions {
        self.definitions.get(table).map(|sql| table_options(sql)).unwrap_or_default()
    }

    fn read_primary_key(&self, table: &Name) -> Result<PrimaryKey> {
        let sql = "SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk";
        let columns: Vec<Name> = collect_rows(self.connection, sql, table, |row| row.get(0))?;
        // A key that is an alias of the rowid is the only one for which SQLite keeps no index of its own.
        let sql = "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')";
        let has_index: bool = self.connection.query_row(sql, [table], |row| row.get(0))?;
        let is_alias = !has_index && !self.options_of(table).without_rowid;
        let fills_itself_in = columns.len() == 1 && is_alias;
        let autoincrement = match columns.first() {
            Some(column) if fills_itself_in => {
                self.connection.column_metadata(Some("main"), table, column.as_str())?.4
            }
            _ => false,
        };
        Ok(PrimaryKey { columns, fills_itself_in, autoincrement })
    }

    /// Reads the unique constraints and indexes, and the indexes that only make reading faster.
    fn read_indexes(&self, table: &Name) -> Result<(Vec<Index>, Vec<Index>)> {
        let sql =
            "SELECT name, \"unique\", partial, origin FROM pragma_index_list(?1) ORDER BY name";
        let mut uniques = Vec::new();
        let mut plain = Vec::new();
        let rows = collect_rows(self.connection, sql, table, |row: &Row<'_>| {
            Ok((
                row.get::<_, Name>(0)?,
                row.get::<_, bool>(1)?,
                row.get::<_, bool>(2)?,
                row.get::<_, String>(3)?,
            ))
        })?;
        for (name, unique, partial, origin) in rows {
            if origin == "pk" {
                continue;
            }
            let columns = read_index_columns(self.connection, &name)?;
            let by_words = partial || columns.iter().any(|column| column.name.is_empty());
            let names: Vec<Name> = columns.iter().map(|column| column.name.clone()).collect();
            let definition = self
                .definitions
                .get(&name)
                .and_then(|sql| parse_create_index(sql))
                .filter(|index| by_words && !(unique && index.leaves_out_only_nulls(&names)));
            let words = definition.map(|definition| definition.normalize_body());
            let index = Index { name, columns, words };
            if unique { &mut uniques } else { &mut plain }.push(index);
        }
        Ok((uniques, plain))
    }

    fn read_foreign_keys(&self, table: &Name) -> Result<Vec<ForeignKey>> {
        let sql = "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete
               FROM pragma_foreign_key_list(?1) ORDER BY id, seq";
        let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
        let rows = collect_rows(self.connection, sql, table, |row: &Row<'_>| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Name>(1)?,
                row.get::<_, Name>(2)?,
                row.get::<_, Option<Name>>(3)?,
                row.get::<_, String>(4)?,
                row.get::<_, String>(5)?,
            ))
        })?;
        for (id, parent, from, to, on_update, on_delete) in rows {
            if keys.last().is_none_or(|(last, _)| *last != id) {
                let key = ForeignKey {
                    columns: Vec::new(),
                    table: parent.clone(),
                    on_delete: normalize_action(on_delete),
                    on_update: normalize_action(on_update),
                };
                keys.push((id, key));
            }
            if let Some((_, key)) = keys.last_mut() {
                // Without a column of its own, a reference means the parent's primary key.
                let to = match to {
                    Some(to) => to,
                    None => self
                        .read_primary_key(&parent)
                        .ok()
                        .and_then(|primary| primary.columns.get(key.columns.len()).cloned())
                        .unwrap_or_default(),
                };
                key.columns.push((from, to));
            }
        }
        Ok(keys.into_iter().map(|(_, key)| key).collect())
    }
}

fn read_columns(connection: &Connection, table: &str, key: &PrimaryKey) -> Result<Vec<Column>> {
    let sql = "SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo(?1) ORDER BY cid";
    let mut columns = Vec::new();
    let rows = collect_rows(connection, sql, table, |row: &Row<'_>| {
        Ok((
            row.get::<_, Name>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, bool>(2)?,
            row.get::<_, Option<String>>(3)?,
            row.get::<_, i64>(4)?,
        ))
    })?;
    for (name, declared, not_null, default, hidden) in rows {
        let metadata = connection.column_metadata(Some("main"), table, name.as_str())?;
        let collation =
            metadata.1.map_or_else(String::new, |name| name.to_string_lossy().to_ascii_uppercase());
        let is_rowid = key.fills_itself_in && key.columns[0] == name;
        columns.push(Column {
            default: default.map(|text| evaluate_default(&declared, &text)).transpose()?,
            required: not_null || is_rowid,
            generated: hidden > 0,
            name,
            declared,
            collation,
        });
    }
    Ok(columns)
}

/// Words whose value is another one each time, from <https://sqlite.org/lang_datefunc.html> and the core functions.
const CHANGING: [&str; 12] = [
    "CURRENT_DATE",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "DATE",
    "TIME",
    "DATETIME",
    "JULIANDAY",
    "UNIXEPOCH",
    "STRFTIME",
    "TIMEDIFF",
    "RANDOM",
    "RANDOMBLOB",
];

/// Evaluates a default: SQLite itself is asked, in a table of its own. One that no row can get, because it is too large or
/// fails, is its own text.
fn evaluate_default(declared: &str, text: &str) -> Result<Value> {
    let scratch = Connection::open_in_memory()?;
    scratch.set_limit(Limit::SQLITE_LIMIT_LENGTH, 1_000_000)?;
    // A bare name is a text to SQLite, as in `DEFAULT EUR`; in brackets it is refused.
    let is_bare_name = make_default_table(&scratch, declared, &format!("({text})")).is_err();
    if is_bare_name {
        make_default_table(&scratch, declared, text)?;
    }
    if scratch.execute("INSERT INTO t DEFAULT VALUES", []).is_err() {
        return Ok(Value::Text(text.to_owned()));
    }
    let value = scratch.query_row("SELECT c FROM t", [], |row| row.get::<_, Value>(0))?;
    let changes = split_words(text).iter().any(|word| word.is_any(&CHANGING));
    Ok(if changes && !is_bare_name { value.shape() } else { value })
}

fn make_default_table(scratch: &Connection, declared: &str, default: &str) -> Result<()> {
    scratch.execute_batch(&format!("CREATE TABLE t (c {declared} DEFAULT {default})"))
}

fn read_index_columns(connection: &Connection, index: &str) -> Result<Vec<IndexColumn>> {
    let sql = "SELECT name, \"desc\", coll FROM pragma_index_xinfo(?1) WHERE key ORDER BY seqno";
    collect_rows(connection, sql, index, |row| {
        Ok(IndexColumn {
            name: row.get::<_, Option<Name>>(0)?.unwrap_or_default(),
            descending: row.get(1)?,
            collation: row.get::<_, String>(2)?.to_ascii_uppercase(),
        })
    })
}

fn normalize_action(action: String) -> String {
    if action == "RESTRICT" { "NO ACTION".to_owned() } else { action }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(sql: &str) -> Table {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        connection.execute_batch(sql).expect("the test's SQL is right");
        schema(&connection)
            .expect("the catalogue can be read")
            .tables
            .remove(&Name::from("t"))
            .expect("the table is called t")
    }

    #[test]
    fn only_a_single_integer_key_fills_itself_in() {
        for (sql, fills) in [
            ("CREATE TABLE t (id INTEGER PRIMARY KEY)", true),
            ("CREATE TABLE t (id integer NOT NULL, PRIMARY KEY (id))", true),
            ("CREATE TABLE t (id INT PRIMARY KEY)", false),
            ("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))", false),
            ("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID", false),
        ] {
            assert_eq!(table(sql).primary_key.fills_itself_in, fills, "{sql}");
        }
    }

    #[test]
    fn a_default_is_the_value_a_row_gets() {
        let found = table(
            "CREATE TABLE t (a INTEGER DEFAULT '7', b TEXT DEFAULT 7, c DEFAULT (1 + 1), d DEFAULT CURRENT_TIMESTAMP,
                             e DEFAULT (datetime('now')), f, g DEFAULT (NOT FALSE), h DEFAULT (upper('x')))",
        );
        let defaults: Vec<_> = found.columns.iter().map(|column| column.default.clone()).collect();
        let moment = Some(Value::Text("0000-00-00 00:00:00".to_owned()));
        assert_eq!(
            defaults,
            [
                Some(Value::Integer(7)),
                Some(Value::Text("7".to_owned())),
                Some(Value::Integer(2)),
                moment.clone(),
                moment,
                None,
                Some(Value::Integer(1)),
                Some(Value::Text("X".to_owned())),
            ]
        );
    }

    #[test]
    fn a_default_that_no_row_can_get_is_its_own_text() {
        for default in
            ["(hex(randomblob(400000000)))", "(abs(-9223372036854775807 - 1))", "(icu_root('a'))"]
        {
            let found = table(&format!("CREATE TABLE t (a TEXT DEFAULT {default})"));
            let Some(Value::Text(text)) = &found.columns[0].default else { panic!("{found:?}") };
            assert!(default.contains(&**text), "{text}");
        }
    }

    #[test]
    fn a_bare_name_as_a_default_is_a_text() {
        let found = table("CREATE TABLE t (a DEFAULT EUR, b DEFAULT \"EUR\")");
        let euro = Some(Value::Text("EUR".to_owned()));
        assert!(found.columns.iter().all(|column| column.default == euro), "{found:?}");
    }

    #[test]
    fn a_reference_without_a_column_means_the_key_of_the_parent() {
        let found = table(
            "CREATE TABLE p (k INTEGER PRIMARY KEY); CREATE TABLE t (p INTEGER REFERENCES p ON DELETE RESTRICT)",
        );
        assert_eq!(found.foreign_keys[0].columns, [("p".into(), "k".into())]);
        assert_eq!(found.foreign_keys[0].on_delete, "NO ACTION");
    }
}
