//! Random pairs of schemas on a database that has a column, an index, a trigger, a table or a view more than its scripts
//! give: a generated script keeps it, or fails and changes nothing. `WORKBOOK_PAIRS` says how many.

use std::collections::BTreeMap;

use rusqlite::Connection;
use workbook_core::generate::{Rename, generate};
use workbook_core::migration::drift::DriftGuard;
use workbook_core::migration::run::{apply_guarded, revert_guarded};
use workbook_core::migration::{self, Half, MigrationError};
use workbook_core::sandbox::Sandbox;
use workbook_core::span::SourceFile;

use crate::pair::Pair;
use crate::random::number;
use crate::round_trip::{Change, database};
use crate::schema_model::{Random, quoted};

/// What only the database has: SQL that makes it, the query that sees it, and the table it is on.
struct Extra {
    sql: String,
    look: String,
    table: String,
}

impl Extra {
    fn random(random: &mut Random, tables: &[String]) -> Extra {
        let table = random.pick(tables);
        let on = quoted(&table);
        let find = |name: &str| format!("SELECT count(*) FROM sqlite_schema WHERE name = '{name}'");
        let (sql, look) = match random.below(5) {
            0 => (
                format!("ALTER TABLE {on} ADD COLUMN extra INT DEFAULT 5"),
                "SELECT count(*) FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS x WHERE x.name = 'extra'"
                    .to_owned(),
            ),
            1 => (format!("CREATE INDEX extra ON {on} (1)"), find("extra")),
            2 => {
                (format!("CREATE TRIGGER extra AFTER INSERT ON {on} BEGIN SELECT 1; END"), find("extra"))
            }
            3 => ("CREATE TABLE extra (a)".to_owned(), find("extra")),
            _ => (format!("CREATE VIEW extra AS SELECT count(*) AS n FROM {on}"), find("extra")),
        };
        Extra { sql, look, table }
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a long run is read by its numbers")]
fn what_only_the_database_has_is_kept_or_stands_in_the_way() {
    let (count, first) = (number("WORKBOOK_PAIRS", 200), number("WORKBOOK_SEED", 1));
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in first..first + count {
        let mut random = Random::new(seed);
        let change = Pair::random(&mut random).change();
        match judge(&change, &mut random) {
            Ok(name) => *counts.entry(name).or_default() += 1,
            Err(error) => panic!(
                "seed {seed}\n--- current\n{}\n--- rows\n{}\n--- renames\n{}\n--- wanted\n{}\n\n{error}",
                change.current,
                change.rows,
                change.renames.join("\n"),
                change.wanted
            ),
        }
    }
    if count >= 100 {
        assert!(counts.get("kept").is_some_and(|kept| kept * 5 > count), "{counts:?}");
        assert!(counts.get("stopped").is_some_and(|stopped| stopped * 20 > count), "{counts:?}");
    }
    if count > 200 {
        eprintln!("{counts:?}");
    }
}

fn judge(change: &Change, random: &mut Random) -> Result<&'static str, String> {
    let (Ok(current), Ok(wanted)) = (database(&change.current), database(&change.wanted)) else {
        return Ok("not valid");
    };
    let tables = list_tables(&current)?;
    if tables.is_empty() {
        return Ok("not valid");
    }
    let extra = Extra::random(random, &tables);
    let sql = format!("{}\n{}\n{};", change.current, change.rows, extra.sql);
    let Ok(rows) = database(&sql) else { return Ok("not valid") };
    let renames: Vec<Rename> =
        change.renames.iter().filter_map(|text| Rename::parse(text)).collect();
    // Rows are looked at by another test.
    let Ok(Some(generated)) = generate(&current, &wanted, &renames, None) else {
        return Ok("nothing to do");
    };
    let text = format!("-- migrate:up\n{}\n-- migrate:down\n{}", generated.up, generated.down);
    let script = migration::parse("1_change.sql", &SourceFile::new("1_change.sql", text))
        .map_err(|error| error.to_string())?;
    let open = |connection| Sandbox::of_own_database(connection, || false).expect("it is guarded");
    let guard = DriftGuard::new(open(current), &rows).map_err(|error| error.to_string())?;
    let guard = guard.ok_or_else(|| format!("{} is not seen", extra.sql))?;
    let sandbox = open(rows);
    let is_dropped = |half: Half| {
        let script = if half == Half::Up { &generated.up } else { &generated.down };
        script.contains(&format!("DROP TABLE {};", quoted(&extra.table)))
            && !script.contains(&format!("RENAME TO {};", quoted(&extra.table)))
    };
    for half in [Half::Up, Half::Down] {
        let before = dump(sandbox.connection())?;
        let ran = match half {
            Half::Up => apply_guarded(&sandbox, &script, Some(&guard)),
            Half::Down => revert_guarded(&sandbox, &script, Some(&guard)),
        };
        match ran {
            Ok(_) if is_dropped(half) => return Ok("dropped with its table"),
            Ok(_) => still_there(sandbox.connection(), &extra)
                .map_err(|error| format!("{half}: {error}\nof: {}", extra.sql))?,
            Err(error) => return stopped(&sandbox, &before, &error, half, &extra),
        }
    }
    Ok("kept")
}

fn stopped(
    sandbox: &Sandbox,
    before: &[String],
    error: &MigrationError,
    half: Half,
    extra: &Extra,
) -> Result<&'static str, String> {
    if dump(sandbox.connection())? != before {
        return Err(format!("{half} failed and left something: {error:?}\nof: {}", extra.sql));
    }
    Ok("stopped")
}

fn list_tables(connection: &Connection) -> Result<Vec<String>, String> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name <> 'schema_migrations' ORDER BY name";
    let read = || {
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()
    };
    read().map_err(|error| error.to_string())
}

fn still_there(connection: &Connection, extra: &Extra) -> Result<(), String> {
    let count: i64 = connection
        .query_row(&extra.look, [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    if count == 1 { Ok(()) } else { Err("it is gone".to_owned()) }
}

/// The schema, and how many rows each table has.
fn dump(connection: &Connection) -> Result<Vec<String>, String> {
    let read = || {
        let mut statement = connection.prepare(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE tbl_name <> 'schema_migrations' ORDER BY 1",
        )?;
        let mut found: Vec<String> =
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()?;
        for table in list_tables(connection).unwrap_or_default() {
            let sql = format!("SELECT count(*) FROM \"{table}\"");
            let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
            found.push(format!("{table}: {count}"));
        }
        Ok(found)
    };
    read().map_err(|error: rusqlite::Error| error.to_string())
}
