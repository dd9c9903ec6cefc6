//! A whole database as SQL, with its rows, counters and version, and whether another one has the same.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension};

use super::rendered::{SchemaObject, list_objects};
use crate::schema::version_table;
use crate::sql::name::{always_quote_name, quote_name, quote_names, quote_text};

/// Renders what makes a database as this one is, rows too, and what takes it away again.
pub fn render_whole(connection: &Connection) -> rusqlite::Result<(String, String)> {
    let mut objects = list_objects(connection)?;
    objects.retain(|object| object.name != *version_table());
    let is_table = |object: &&SchemaObject| object.kind == "table";
    let mut up = String::new();
    for table in objects.iter().filter(is_table) {
        up.push_str(&table.end_statement());
    }
    for table in objects.iter().filter(is_table) {
        up.push_str(&render_rows(connection, &table.name)?);
    }
    for table in objects.iter().filter(|object| object.is_counted()) {
        up.push_str(&render_counter(connection, &table.name)?);
    }
    for object in objects.iter().filter(|object| !is_table(object)) {
        up.push_str(&object.end_statement());
    }
    let mut down = String::new();
    for kind in ["view", "table"] {
        for object in objects.iter().filter(|object| object.kind == kind) {
            down.push_str(&format!("DROP {} {};\n", kind.to_uppercase(), quote_name(&object.name)));
        }
    }
    let version = read_user_version(connection)?;
    if version != 0 {
        up.push_str(&format!("PRAGMA user_version = {version};\n"));
        down.push_str("PRAGMA user_version = 0;\n");
    }
    Ok((up, down))
}

/// Says what two databases with one schema differ in: the rows of a table, a counter, the version. None if in nothing.
pub fn find_difference(one: &Connection, other: &Connection) -> rusqlite::Result<Option<String>> {
    if read_user_version(one)? != read_user_version(other)? {
        return Ok(Some("`PRAGMA user_version`".to_owned()));
    }
    let objects = list_objects(one)?;
    let mut tables = objects.iter().filter(|object| object.kind == "table");
    for table in tables.clone().filter(|table| table.name != *version_table()) {
        let Some(columns) = read_columns(one, &table.name)? else { continue };
        let mut names: Vec<String> =
            columns.names.iter().map(|column| always_quote_name(column)).collect();
        names.extend(columns.rowid.map(str::to_owned));
        let from = always_quote_name(&table.name);
        let sql = format!("SELECT {} FROM main.{from} NOT INDEXED", names.join(", "));
        if !have_same_rows(one, other, &sql)? {
            return Ok(Some(format!("the rows of `{}`", &*table.name)));
        }
    }
    let sql = "SELECT name, seq FROM main.sqlite_sequence ORDER BY name";
    if tables.any(SchemaObject::is_counted) && !have_same_rows(one, other, sql)? {
        return Ok(Some("the counters of AUTOINCREMENT in `sqlite_sequence`".to_owned()));
    }
    Ok(None)
}

/// Compares by the values themselves, not by what is rendered of them.
fn have_same_rows(one: &Connection, other: &Connection, sql: &str) -> rusqlite::Result<bool> {
    let (mut one, mut other) = (one.prepare(sql)?, other.prepare(sql)?);
    let count = one.column_count();
    let (mut one, mut other) = (one.query([])?, other.query([])?);
    while let Some(left) = one.next()? {
        let Some(right) = other.next()? else { return Ok(false) };
        for index in 0..count {
            if !are_same(left.get_ref(index)?, right.get_ref(index)?) {
                return Ok(false);
            }
        }
    }
    Ok(other.next()?.is_none())
}

/// True of one value; the sign of a zero counts too.
fn are_same(one: ValueRef<'_>, other: ValueRef<'_>) -> bool {
    match (one, other) {
        (ValueRef::Real(one), ValueRef::Real(other)) => one.to_bits() == other.to_bits(),
        (one, other) => one == other,
    }
}

fn read_user_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA main.user_version", [], |row| row.get(0))
}

/// The columns of a table that a statement can write.
struct Columns {
    names: Vec<String>,
    /// What its rows' own number is called, where no column is that number.
    rowid: Option<&'static str>,
}

/// None for a virtual table, whose rows are its module's.
fn read_columns(connection: &Connection, table: &str) -> rusqlite::Result<Option<Columns>> {
    let sql = "SELECT c.name, c.hidden, t.wr
            OR c.pk AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name) WHERE origin = 'pk')
         FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c
         WHERE t.schema = 'main' AND t.type = 'table' AND t.name = ?1";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([table])?;
    let (mut all, mut names, mut needs_rowid) = (Vec::new(), Vec::new(), true);
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        all.push(name.to_ascii_lowercase());
        needs_rowid &= !row.get::<_, bool>(2)?;
        if row.get::<_, i64>(1)? == 0 {
            names.push(name);
        }
    }
    let free = ["rowid", "_rowid_", "oid"].into_iter().find(|name| !all.iter().any(|n| n == name));
    let rowid = free.filter(|_| needs_rowid);
    Ok((!names.is_empty()).then_some(Columns { names, rowid }))
}

/// The rows of a table as statements that write them; nothing of a virtual one.
fn render_rows(connection: &Connection, table: &str) -> rusqlite::Result<String> {
    let Some(columns) = read_columns(connection, table)? else { return Ok(String::new()) };
    let from = format!("main.{} NOT INDEXED", always_quote_name(table));
    let mut names = quote_names(columns.names.iter().map(String::as_str));
    let mut values: Vec<String> =
        columns.names.iter().map(|column| quote_value_sql(&always_quote_name(column))).collect();
    if let Some(rowid) = columns.rowid {
        // The numbers 1, 2, 3, … come by themselves.
        let sql = format!(
            "SELECT coalesce(max({rowid}) <> count(*) OR min({rowid}) <> 1, FALSE) FROM {from}"
        );
        if connection.query_row(&sql, [], |row| row.get(0))? {
            names = format!("{rowid}, {names}");
            values.insert(0, rowid.to_owned());
        }
    }
    let start = format!("INSERT INTO {} ({names}) VALUES (", quote_name(table));
    let mut text = String::new();
    let sql = format!("SELECT {} FROM {from}", values.join(" || ', ' || "));
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        text.push_str(&format!("{start}{});\n", row.get_ref(0)?.as_str()?));
    }
    Ok(text)
}

/// An expression for a value as SQL. `quote` ends a text at its first zero byte.
fn quote_value_sql(column: &str) -> String {
    format!(
        "CASE WHEN typeof({column}) = 'text' AND instr({column}, char(0)) > 0
              THEN 'CAST(x''' || hex({column}) || ''' AS TEXT)' ELSE quote({column}) END"
    )
}

/// What sets the counter of AUTOINCREMENT, where writing the rows does not leave it as it is.
fn render_counter(connection: &Connection, table: &str) -> rusqlite::Result<String> {
    let sql = "SELECT quote(seq) FROM main.sqlite_sequence WHERE name = ?1";
    let counter: Option<String> =
        connection.query_row(sql, [table], |row| row.get(0)).optional()?;
    let sql = format!("SELECT max(max(_rowid_), 0) FROM main.{}", always_quote_name(table));
    let last: Option<i64> = connection.query_row(&sql, [], |row| row.get(0))?;
    if counter == last.map(|last| last.to_string()) {
        return Ok(String::new());
    }
    let name = quote_text(table);
    let mut text = format!("DELETE FROM sqlite_sequence WHERE name = {name};\n");
    if let Some(counter) = counter {
        text += &format!("INSERT INTO sqlite_sequence (name, seq) VALUES ({name}, {counter});\n");
    }
    Ok(text)
}
