//! Random pairs of schemas with random rows. `WORKBOOK_PAIRS` says how many, `WORKBOOK_SEED` where to start; what fails
//! is shrunk and printed, to be kept as a case in `changes.txt`.

use std::collections::BTreeMap;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::pair::Pair;
use crate::round_trip::{Change, database, round_trip};
use crate::schema_model::{Random, TEXTS};

/// What one pair showed.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    Right,
    /// The two schemas are the same, or one of them or the rows are not valid.
    Nothing,
    /// The rows stand against the change, and really do.
    Refused,
    /// The way up lost what the ways after it would have needed, and said so.
    Lost,
    Wrong(String),
}

/// Parts of schemas that have to be among what goes there and back.
const PARTS: [&str; 9] = [
    "fts5",
    "rtree",
    "INSTEAD OF",
    "DELETE FROM search",
    " <> \"never\")",
    "<> \"x;y\"",
    " <> \"never\";",
    "AUTOINCREMENT",
    "WITHOUT ROWID",
];

pub(crate) fn number(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
#[expect(clippy::print_stderr, reason = "a long run is read by its numbers")]
fn random_schemas_go_there_and_back() {
    let (count, first) = (number("WORKBOOK_PAIRS", 200), number("WORKBOOK_SEED", 1));
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in first..first + count {
        let pair = Pair::random(&mut Random::new(seed));
        let verdict = judge(&pair.change());
        if let Verdict::Wrong(_) = verdict {
            let change = shrunk(pair).change();
            let Verdict::Wrong(error) = judge(&change) else { unreachable!("it stays wrong") };
            panic!(
                "seed {seed}\n--- current\n{}\n--- rows\n{}\n--- renames\n{}\n--- wanted\n{}\n\n{error}",
                change.current,
                change.rows,
                change.renames.join("\n"),
                change.wanted
            );
        }
        if verdict == Verdict::Right {
            let schemas = pair.change();
            let is_there = |part: &&str| schemas.current.contains(*part);
            PARTS.into_iter().filter(is_there).for_each(|part| *seen.entry(part).or_default() += 1);
        }
        let name = match verdict {
            Verdict::Right => "right",
            Verdict::Nothing => "nothing to do",
            Verdict::Refused => "refused",
            _ => "lost",
        };
        *counts.entry(name).or_default() += 1;
    }
    // A few pairs say nothing about how many are worth trying.
    if count >= 100 {
        assert!(counts.get("right").is_some_and(|right| right * 2 > count), "{counts:?}");
        assert!(counts.get("lost").is_none_or(|lost| lost * 20 < count), "{counts:?}");
        assert_eq!(seen.len(), PARTS.len(), "{seen:?}");
    }
    if count > 200 {
        eprintln!("{counts:?} {seen:?}");
    }
}

fn judge(change: &Change) -> Verdict {
    let valid = [format!("{}\n{}", change.current, change.rows), change.wanted.clone()];
    let dangles = |sql: &String| database(sql).map_or(true, |rows| dangling(&rows));
    if dangles(&valid[0]) || database(&valid[1]).is_err() || names_no_column(&change.wanted) {
        return Verdict::Nothing;
    }
    match round_trip(change) {
        Ok(_) => Verdict::Right,
        Err(error) if error == "nothing was detected" || error.contains(": Rename(") => {
            Verdict::Nothing
        }
        // SQLite 3.51 cannot rename a column of a table without rowid that stands in two equal keys.
        Err(error) if error.contains("error in table") && error.contains("after rename") => {
            Verdict::Nothing
        }
        Err(error) if error.contains("Refused {") => {
            let without = Change { rows: String::new(), ..change.clone() };
            match round_trip(&without) {
                Err(error) => Verdict::Wrong(format!("without rows: {error}")),
                Ok(trip) => really_impossible(change, &trip.generated.up),
            }
        }
        Err(error)
            if ["down: ", "up again: "].iter().any(|half| error.starts_with(half))
                && lost_rows(change) =>
        {
            Verdict::Lost
        }
        Err(error) => Verdict::Wrong(error),
    }
}

/// Whether a name in double quotes names nothing. SQLite takes it for a text unless it is told not to, as each connection
/// of the program tells it, so that such a schema never gets as far as a migration.
fn names_no_column(schema: &str) -> bool {
    let strict = database("").expect("an empty database");
    strict.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false).expect("a known setting");
    // These are meant as texts.
    let meant = TEXTS.iter().fold(schema.to_owned(), |schema, text| {
        schema.replace(&format!("\"{text}\""), &format!("'{text}'"))
    });
    strict.execute_batch(&meant).is_err()
}

/// A refusal is right when the script would have failed.
fn really_impossible(change: &Change, up: &str) -> Verdict {
    let rows =
        database(&format!("{}\n{}", change.current, change.rows)).expect("it was valid before");
    let fails = rows.execute_batch(up).is_err();
    if fails || dangling(&rows) {
        Verdict::Refused
    } else {
        Verdict::Wrong("refused without need".to_owned())
    }
}

fn dangling(rows: &Connection) -> bool {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)";
    rows.query_row(sql, [], |row| row.get::<_, bool>(0)).unwrap_or(true)
}

/// Whether the way up dropped something that held values.
fn lost_rows(change: &Change) -> bool {
    use workbook_core::generate::{Rename, generate};
    use workbook_core::migration::Half;
    let read = |sql: &str| database(sql).expect("it was valid before");
    let rows = read(&format!("{}\n{}", change.current, change.rows));
    let renames: Vec<Rename> =
        change.renames.iter().filter_map(|text| Rename::parse(text)).collect();
    let generated = generate(&read(&change.current), &read(&change.wanted), &renames, Some(&rows));
    let Ok(Some(generated)) = generated else { return false };
    generated.losses.iter().any(|loss| loss.half == Half::Up && loss.values != Some(0))
}

fn shrunk(mut pair: Pair) -> Pair {
    while let Some(smaller) =
        pair.smaller().into_iter().find(|one| matches!(judge(&one.change()), Verdict::Wrong(_)))
    {
        pair = smaller;
    }
    pair
}
