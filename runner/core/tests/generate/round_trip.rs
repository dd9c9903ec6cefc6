//! One change, there and back and there again, on a database with rows. The catalogue is read here by code of its own.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::types::Value;
use workbook_core::generate::{Generated, Rename, generate};

/// Two schemas and the rows of the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) current: String,
    pub(crate) rows: String,
    pub(crate) wanted: String,
    pub(crate) renames: Vec<String>,
}

/// What a round trip showed.
pub(crate) struct Trip {
    pub(crate) generated: Generated,
    /// Whether the way back restored every text to the byte.
    pub(crate) exact: bool,
}

pub(crate) fn database(sql: &str) -> Result<Connection, String> {
    let connection = Connection::open_in_memory().map_err(|error| error.to_string())?;
    run(&connection, "PRAGMA foreign_keys = OFF;")?;
    run(&connection, sql)?;
    Ok(connection)
}

fn run(connection: &Connection, sql: &str) -> Result<(), String> {
    connection.execute_batch(sql).map_err(|error| format!("{error}\nin:\n{sql}"))
}

/// Migrates, upgrades, downgrades and upgrades again; says what went wrong first.
pub(crate) fn round_trip(change: &Change) -> Result<Trip, String> {
    let schema = database(&change.current)?;
    let wanted = database(&change.wanted)?;
    let rows = database(&format!("{}\n{}", change.current, change.rows))?;
    let renames: Vec<Rename> =
        change.renames.iter().map(|text| Rename::parse(text).expect("a rename")).collect();
    let script = |current: &Connection, wanted: &Connection, renames: &[Rename]| {
        generate(current, wanted, renames, Some(&rows))
            .map_err(|error| format!("{error}: {:?}", error))
    };
    let generated = script(&schema, &wanted, &renames)?.ok_or("nothing was detected")?;
    let again = script(&schema, &wanted, &renames)?.ok_or("nothing was detected")?;
    same("the script of a second run", &again, &generated)?;
    let without_rows =
        generate(&schema, &wanted, &renames, None).map_err(|error| error.to_string())?;
    let without_rows = without_rows.ok_or("nothing was detected without rows")?;
    same(
        "the script without rows",
        &(&without_rows.up, &without_rows.down),
        &(&generated.up, &generated.down),
    )?;

    let expected = database(&format!("{};{}", change.wanted, carried(&schema, &wanted)?))?;
    let (start, goal) = (facts(&rows)?, facts(&expected)?);
    let start_texts = texts(&rows, str::to_owned)?;
    let columns = kept(&rows, &expected, &renames)?;
    let before = values(&rows, &columns, 0)?;
    apply(&rows, &generated.up).map_err(|error| format!("up: {error}"))?;
    same("the catalogue after up", &facts(&rows)?, &goal)?;
    same("the rows after up", &values(&rows, &columns, 1)?, &before)?;
    if let Some(more) = generate(&rows, &wanted, &[], None).map_err(|error| error.to_string())? {
        return Err(format!("after up there is still: {:?}", more.detected));
    }
    let counters_up = counters(&rows)?;
    apply(&rows, &generated.down).map_err(|error| format!("down: {error}"))?;
    same("the catalogue after down", &facts(&rows)?, &start)?;
    same("the rows after down", &values(&rows, &columns, 0)?, &before)?;
    same(
        "the texts after down",
        &texts(&rows, levelled)?,
        &texts(&database(&change.current)?, levelled)?,
    )?;
    let exact = texts(&rows, str::to_owned)? == start_texts;
    apply(&rows, &generated.up).map_err(|error| format!("up again: {error}"))?;
    same("the catalogue after the second up", &facts(&rows)?, &goal)?;
    same("the rows after the second up", &values(&rows, &columns, 1)?, &before)?;
    same("the counters after the second up", &counters(&rows)?, &counters_up)?;
    Ok(Trip { generated, exact })
}

/// Virtual tables, and triggers that write to them, which stay where the wanted schema has no virtual table at all.
fn carried(current: &Connection, wanted: &Connection) -> Result<String, String> {
    let is_virtual = "sql LIKE 'CREATE VIRTUAL%'";
    let read = |connection: &Connection, which: &str| {
        let sql = format!(
            "SELECT sql || ';', name, tbl_name FROM sqlite_schema WHERE sql IS NOT NULL AND {which}"
        );
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?;
        rows.collect::<Result<Vec<[String; 3]>, rusqlite::Error>>()
    };
    let found = || {
        if !read(wanted, is_virtual)?.is_empty() {
            return Ok(String::new());
        }
        let virtuals = read(current, is_virtual)?;
        let there = read(wanted, "true")?;
        let is_there = |name: &String| there.iter().any(|[_, other, _]| other == name);
        let writes = |sql: &String| virtuals.iter().any(|[_, name, _]| sql.contains(name));
        let mut triggers = read(current, "type = 'trigger'")?;
        triggers.retain(|[sql, name, table]| writes(sql) && is_there(table) && !is_there(name));
        Ok(virtuals.iter().chain(&triggers).map(|[sql, ..]| sql.as_str()).collect())
    };
    found().map_err(|error: rusqlite::Error| error.to_string())
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, got: &T, want: &T) -> Result<(), String> {
    if got == want { Ok(()) } else { Err(format!("{what}:\n  got  {got:#?}\n  want {want:#?}")) }
}

/// Runs a half as the runner does: in one transaction, foreign keys off, references checked before the commit.
fn apply(connection: &Connection, sql: &str) -> Result<(), String> {
    run(connection, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;")?;
    run(connection, sql)?;
    let sql = "SELECT count(*) FROM pragma_foreign_key_check";
    match connection.query_row(sql, [], |row| row.get::<_, i64>(0)) {
        Ok(0) => run(connection, "COMMIT;"),
        Ok(count) => Err(format!("{count} references dangle")),
        // A parent without the unique key it needs: the schema itself is so.
        Err(_) => run(connection, "COMMIT;"),
    }
}

fn lines(connection: &Connection, sql: &str) -> Result<Vec<String>, String> {
    let read = || {
        let mut statement = connection.prepare(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let values: Result<Vec<Value>, _> = (0..width).map(|index| row.get(index)).collect();
            lines.push(format!("{:?}", values?));
        }
        Ok(lines)
    };
    read().map_err(|error: rusqlite::Error| format!("{error}\nin:\n{sql}"))
}

const OWN: &str = "t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND t.name <> 'schema_migrations'";

/// What SQLite's pragmas say, in an order of its own; names of constraints' own indexes are left out.
fn facts(connection: &Connection) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for sql in [
        format!("SELECT lower(t.name), type, ncol, wr, strict FROM pragma_table_list AS t WHERE schema = 'main' AND {OWN}"),
        format!(
            "SELECT lower(t.name), x.cid, lower(x.name), lower(x.type), x.\"notnull\", trim(x.dflt_value), x.pk, x.hidden
             FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS x WHERE t.type = 'table' AND {OWN}"
        ),
        format!(
            "SELECT lower(t.name), iif(i.origin = 'c', lower(i.name), ''), i.\"unique\", i.origin, i.partial,
                    (SELECT group_concat(format('%d %s %d %s %d', x.seqno, lower(x.name), x.\"desc\", lower(x.coll), x.key))
                     FROM pragma_index_xinfo(i.name) AS x)
             FROM sqlite_schema AS t, pragma_index_list(t.name) AS i WHERE t.type = 'table' AND {OWN}"
        ),
        format!(
            "SELECT lower(t.name), lower(f.\"table\"), f.on_update, f.on_delete,
                    group_concat(format('%s %s', lower(f.\"from\"), lower(f.\"to\")) ORDER BY f.seq)
             FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table' AND {OWN}
             GROUP BY t.name, f.id"
        ),
    ] {
        let mut more = lines(connection, &sql)?;
        more.sort();
        found.extend(more);
    }
    let others: Vec<String> = texts(connection, levelled)?
        .into_iter()
        .filter(|(name, _)| !name.starts_with("table"))
        .map(|(name, text)| format!("{name}: {text}"))
        .collect();
    found.extend(others);
    Ok(found)
}

/// The texts of all objects by kind and name.
fn texts(
    connection: &Connection,
    level: fn(&str) -> String,
) -> Result<BTreeMap<String, String>, String> {
    let sql = format!(
        "SELECT type || ' ' || lower(name), sql FROM sqlite_schema AS t WHERE sql IS NOT NULL AND {OWN}"
    );
    let read = || {
        let mut statement = connection.prepare(&sql)?;
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, level(&row.get::<_, String>(1)?))))?;
        rows.collect::<Result<_, rusqlite::Error>>()
    };
    read().map_err(|error| error.to_string())
}

/// Without what `ALTER TABLE` itself may change: white space, comments and quotes about names and texts.
fn levelled(sql: &str) -> String {
    let tokens = workbook_core::sql::token::tokenize(sql);
    let words = tokens
        .into_iter()
        .filter(|token| token.kind != workbook_core::sql::token::TokenKind::Comment);
    words
        .map(|token| sql[token.span].trim_matches(['"', '`', '[', ']', '\'']).to_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A column that both schemas have with one type: table and column, before and after.
type Kept = Vec<[(String, Vec<String>); 2]>;

fn kept(current: &Connection, wanted: &Connection, renames: &[Rename]) -> Result<Kept, String> {
    let (old, new) = (columns(current)?, columns(wanted)?);
    let table = |name: &String| {
        let to = renames.iter().find(|rename| rename.column.is_none() && rename.table == **name);
        to.map_or(name.clone(), |rename| rename.to.to_lowercase())
    };
    let column = |table: &str, name: &str| {
        let is_it = |rename: &&Rename| {
            rename.table == *table && rename.column.as_ref().is_some_and(|column| *column == *name)
        };
        renames.iter().find(is_it).map_or(name.to_owned(), |rename| rename.to.to_lowercase())
    };
    let mut kept = Vec::new();
    for (name, before) in &old {
        let to = table(name);
        let Some(after) = new.get(&to) else { continue };
        let pairs = before.iter().filter_map(|(one, kind)| {
            let two = column(name, one);
            (after.get(&two) == Some(kind)).then(|| (one.clone(), two))
        });
        let (one, two): (Vec<_>, Vec<_>) = pairs.unzip();
        // Nothing can be copied into a virtual table that is made anew.
        if one.is_empty() && before.values().any(|kind| kind.starts_with("create virtual")) {
            continue;
        }
        kept.push([(name.clone(), one), (to, two)]);
    }
    Ok(kept)
}

/// The ordinary columns of all tables with their types.
fn columns(connection: &Connection) -> Result<BTreeMap<String, BTreeMap<String, String>>, String> {
    let sql = format!(
        "SELECT lower(t.name), lower(x.name), iif(t.sql LIKE 'CREATE VIRTUAL%', lower(t.sql), lower(x.type)), x.hidden
         FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS x
         WHERE t.type = 'table' AND {OWN} AND t.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
    );
    let read = || {
        let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let table = found.entry(row.get(0)?).or_default();
            if row.get::<_, i64>(3)? == 0 {
                table.insert(row.get(1)?, row.get(2)?);
            }
        }
        Ok(found)
    };
    read().map_err(|error: rusqlite::Error| error.to_string())
}

/// The values of the kept columns, row by row, and the number of rows.
fn values(connection: &Connection, kept: &Kept, side: usize) -> Result<Vec<Vec<String>>, String> {
    let table = |pair: &[(String, Vec<String>); 2]| {
        let (table, columns) = &pair[side];
        let columns: Vec<String> =
            columns.iter().map(|column| format!(", {}", quoted(column))).collect();
        let mut found =
            lines(connection, &format!("SELECT 1{} FROM {}", columns.join(""), quoted(table)))?;
        found.sort();
        Ok(found)
    };
    kept.iter().map(table).collect()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn counters(connection: &Connection) -> Result<Vec<String>, String> {
    let there = "SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'";
    if lines(connection, there)?.is_empty() {
        return Ok(Vec::new());
    }
    lines(connection, "SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
}
