//! The rows of the real database as they will be after the script, as SQL that reads them where they are.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, Statement, params};

use crate::generate::GenerateError;
use crate::generate::catalogue::Catalogue;
use crate::generate::rename::Renamed;
use crate::sql::definition::{ColumnDefinition, ReferenceSpec, TableDefinition};
use crate::sql::name::{Name, quote_name, quote_text};

/// Number of rows a refusal names.
const SHOWN: usize = 3;
/// The column that says which row of the old table it is.
pub(super) const ROW: &str = "\"the row\"";

pub(super) struct After<'a> {
    pub(super) rows: &'a Connection,
    pub(super) start: &'a Catalogue,
    pub(super) renamed: &'a Renamed,
    pub(super) goal: &'a Catalogue,
}

/// Rows that were found: the first few by name, and how many there are.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) rows: Vec<String>,
    pub(super) count: i64,
}

/// The table a reference points to.
pub(super) struct Parent {
    pub(super) relation: String,
    pub(super) columns: Vec<Name>,
}

impl After<'_> {
    /// The rows of a wanted table, under its name; none when the database does not have it as it is expected.
    pub(super) fn rows_of(&self, table: &Name) -> Result<Option<String>, GenerateError> {
        let now = &self.goal.tables[table].definition;
        let old = self.renamed.old_table(table);
        let Some(before) = self.start.tables.get(old) else { return Ok(None) };
        if !self.has_all(&before.definition)? {
            return Ok(None);
        }
        let mut columns = vec![format!("{} AS {ROW}", row_name(&before.definition))];
        for column in now.columns.iter().filter(|column| column.generated.is_none()) {
            let old = self.renamed.old_column(table, &column.name);
            let value = match before.definition.column(old) {
                Some(old) => quote_name(&old.name),
                None if now.is_rowid(&column.name) => "row_number() OVER ()".to_owned(),
                None => format!("({})", column.default_value().unwrap_or("NULL")),
            };
            columns.push(format!("{value} AS {}", quote_name(&column.name)));
        }
        let mut relation = format!(
            "SELECT {} FROM main.{}",
            columns.join(", "),
            quote_name(&before.definition.name)
        );
        if self.changes_values(table, &before.definition)
            && let Some(stored) = self.store_rows(now, &relation)
        {
            return Ok(Some(stored));
        }
        for column in &now.columns {
            if let Some(generated) = &column.generated {
                let expression = &generated.clause.expression;
                relation = format!(
                    "SELECT *, ({expression}) AS {} FROM ({relation})",
                    quote_name(&column.name)
                );
            }
        }
        Ok(Some(format!("({relation}) AS {}", quote_name(&now.name))))
    }

    /// True if a value may be stored or compared otherwise in the wanted table.
    fn changes_values(&self, table: &Name, before: &TableDefinition) -> bool {
        self.goal.tables[table].definition.columns.iter().any(|column| {
            before.column(self.renamed.old_column(table, &column.name)).is_some_and(|old| {
                old.normal_type != column.normal_type || old.collation != column.collation
            })
        })
    }

    /// Stores the rows in a temporary table with the wanted types and collations, and no other rules; None where the
    /// database takes no temporary table, or these rows not.
    fn store_rows(&self, now: &TableDefinition, relation: &str) -> Option<String> {
        let name = quote_name(&format!("{} as wanted", now.name));
        let stored = format!("(SELECT * FROM temp.{name}) AS {}", quote_name(&now.name));
        if self.rows.prepare(&format!("SELECT 1 FROM temp.{name}")).is_ok() {
            return Some(stored);
        }
        let columns = now.columns.iter().map(|column| describe_column(now, column));
        let columns = std::iter::once(ROW.to_owned()).chain(columns).collect::<Vec<_>>().join(", ");
        let filled = now.columns.iter().filter(|column| column.generated.is_none());
        let filled = filled.map(|column| quote_name(&column.name));
        let filled = std::iter::once(ROW.to_owned()).chain(filled).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "CREATE TEMP TABLE {name} ({columns}); INSERT INTO temp.{name} ({filled}) {relation};"
        );
        self.rows.execute_batch(&sql).ok().map(|()| stored)
    }

    /// Drops what was stored of the rows.
    pub(super) fn drop_stored(&self) {
        for table in self.goal.tables.values() {
            let name = quote_name(&format!("{} as wanted", table.definition.name));
            // A database that takes no temporary table has none of them.
            _ = self.rows.execute_batch(&format!("DROP TABLE IF EXISTS temp.{name}"));
        }
    }

    fn has_all(&self, table: &TableDefinition) -> Result<bool, GenerateError> {
        let sql = "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE name = ?2 COLLATE NOCASE";
        let mut statement = self.rows.prepare(sql)?;
        for column in &table.columns {
            let count: i64 =
                statement.query_row(params![table.name, column.name], |row| row.get(0))?;
            if count == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// True if the script changes the table, so that references to it have to be looked at again.
    pub(super) fn has_changed(&self, table: &Name) -> bool {
        self.renamed.catalogue.tables.get(table) != self.goal.tables.get(table)
    }

    /// Finds the rows a reference points to; none when that cannot be told.
    pub(super) fn parent_of(
        &self,
        reference: &ReferenceSpec,
    ) -> Result<Option<Parent>, GenerateError> {
        let Some(table) = self.goal.tables.get(&reference.table) else {
            let columns = reference.columns.clone();
            return Ok(Some(Parent { relation: empty_parent(&columns), columns }));
        };
        let columns: Vec<Name> = if reference.to.is_empty() {
            table.definition.key_columns().into_iter().cloned().collect()
        } else {
            reference.to.clone()
        };
        let old = self.renamed.old_table(&reference.table);
        let relation = if self.start.tables.contains_key(old) {
            let rows = self.rows_of(&reference.table)?;
            rows.map(|rows| format!("(SELECT * FROM {rows}) AS \"the parent\""))
        } else {
            Some(empty_parent(&columns))
        };
        Ok(relation
            .filter(|_| columns.len() == reference.columns.len())
            .map(|relation| Parent { relation, columns }))
    }

    /// The rows of a relation for which a condition is true.
    pub(super) fn rows_where(
        &self,
        relation: &str,
        condition: &str,
    ) -> Result<Seen, GenerateError> {
        self.read_rows(&format!("SELECT {ROW}, count(*) OVER () FROM {relation} WHERE {condition}"))
    }

    /// Reads names of rows and their number. A query that this database cannot run (a function it does not know) says
    /// nothing: the script itself will.
    pub(super) fn read_rows(&self, sql: &str) -> Result<Seen, GenerateError> {
        let Ok(mut statement) = self.rows.prepare(&format!("{sql} LIMIT {SHOWN}")) else {
            return Ok(Seen::default());
        };
        let mut rows = statement.query([])?;
        let mut seen = Seen::default();
        while let Some(row) = rows.next()? {
            seen.rows.push(row.get(0)?);
            seen.count = row.get(1)?;
        }
        Ok(seen)
    }

    /// The rows whose value a column of another type does not take: SQLite is asked, in a table of its own.
    pub(super) fn find_misfits(
        &self,
        relation: &str,
        column: &str,
        trial: &str,
        demand: &str,
    ) -> Result<Seen, GenerateError> {
        let scratch = Connection::open_in_memory()?;
        let mut trial = Trial::new(&scratch, trial, demand)?;
        let name = quote_name(column);
        let sql = format!("SELECT {ROW}, {name} FROM {relation} WHERE {name} IS NOT NULL");
        let mut statement = self.rows.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut seen = Seen::default();
        while let Some(row) = rows.next()? {
            if !trial.takes_value(&row.get(1)?)? {
                seen.count += 1;
                if seen.rows.len() < SHOWN {
                    seen.rows.push(row.get(0)?);
                }
            }
        }
        Ok(seen)
    }
}

/// A table with one column of the wanted type, for one value at a time.
struct Trial<'a> {
    insert: Statement<'a>,
    test: Statement<'a>,
    clear: Statement<'a>,
}

impl<'a> Trial<'a> {
    fn new(scratch: &'a Connection, table: &str, demand: &str) -> Result<Trial<'a>, GenerateError> {
        scratch.execute_batch(table)?;
        Ok(Trial {
            insert: scratch.prepare("INSERT INTO t VALUES (?1)")?,
            test: scratch.prepare(&format!("SELECT {demand} FROM t"))?,
            clear: scratch.prepare("DELETE FROM t")?,
        })
    }

    fn takes_value(&mut self, value: &Value) -> Result<bool, GenerateError> {
        match self.insert.execute([value]) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                return Ok(false);
            }
            result => result?,
        };
        let fits = self.test.query_row([], |row| row.get(0))?;
        self.clear.execute([])?;
        Ok(fits)
    }
}

/// A column with its type, collation and expression, and without a rule on its values.
fn describe_column(table: &TableDefinition, column: &ColumnDefinition) -> String {
    // Outside of a strict table, `ANY` would make numbers of texts.
    let takes_any = table.strict && column.normal_type == "any";
    let declared = if takes_any { "" } else { &column.declared };
    let collation = column.collation.as_ref().map_or_else(String::new, |collation| {
        format!(" COLLATE {}", quote_name(&collation.clause))
    });
    let generated = column.generated.as_ref().map_or_else(String::new, |generated| {
        format!(" GENERATED ALWAYS AS ({})", generated.clause.expression)
    });
    format!("{} {declared}{collation}{generated}", quote_name(&column.name))
}

/// An expression that names a row: by its key, or by its number where it has none.
fn row_name(table: &TableDefinition) -> String {
    let keys = table.key_columns();
    if keys.is_empty() && !table.without_rowid {
        return "'rowid = ' || rowid".to_owned();
    }
    let parts = keys.iter().map(|key| {
        let name = table.column(key).map_or(*key, |column| &column.name);
        format!("{} || quote({})", quote_text(&format!("{name} = ")), quote_name(name))
    });
    parts.collect::<Vec<_>>().join(" || ', ' || ")
}

/// A parent table without rows, as SQL.
fn empty_parent(columns: &[Name]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("NULL AS {}", quote_name(column))).collect();
    format!("(SELECT {} WHERE false) AS \"the parent\"", columns.join(", "))
}
