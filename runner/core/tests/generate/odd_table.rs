//! Random `CREATE TABLE`s with odd names, all kinds of quotes, comments and every kind of constraint.

use crate::schema_model::Random;

const NAMES: [&str; 16] = [
    "a",
    "b1",
    "_c",
    "a€",
    "größe",
    "order",
    "select",
    "Two Words",
    "a\"b",
    "it's",
    "x--y",
    "(",
    "p,q",
    "CHECK",
    "a`b",
    "generated",
];
const BARE: [&str; 7] = ["a", "b1", "_c", "a€", "größe", "x$y", "generated"];
const TYPES: [&str; 9] = [
    "",
    "INTEGER",
    "TEXT",
    "varchar(10)",
    "decimal(10, -2)",
    "double precision",
    "GENERATED",
    "unsigned big int",
    "[my type]",
];
const SPACES: [&str; 6] = [" ", " ", "\n  ", " /* , ( */ ", " -- ) 'x\n", "\t"];

/// Makes a table that SQLite most likely takes.
pub(crate) fn odd_table(random: &mut Random) -> String {
    let count = 1 + random.below(4);
    let mut names: Vec<&str> = Vec::new();
    while names.len() < count {
        let name = random.pick(&NAMES);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut items: Vec<String> = names.iter().map(|name| column(random, name)).collect();
    for _ in 0..random.below(4) {
        items.push(constraint(random, &names));
    }
    let space = random.pick(&SPACES);
    let options = random.pick(&["", "", "", " STRICT", " WITHOUT ROWID", " STRICT, WITHOUT ROWID"]);
    let name = quoted(random, "odd table");
    format!("CREATE TABLE{space}{name}{space}({}){options}", items.join(&format!("{space},")))
}

fn column(random: &mut Random, name: &str) -> String {
    let mut words = vec![quoted(random, name), random.pick(&TYPES).to_owned()];
    for _ in 0..random.below(4) {
        if random.one_in(3) {
            words.push(format!("CONSTRAINT {}", random.pick(&BARE)));
        }
        let own = quoted(random, name);
        words.push(match random.below(11) {
            0 => "NOT NULL ON CONFLICT IGNORE".to_owned(),
            1 => "NULL".to_owned(),
            2 => "PRIMARY KEY DESC".to_owned(),
            3 => "UNIQUE ON CONFLICT REPLACE".to_owned(),
            4 => format!(
                "DEFAULT {}",
                random.pick(&["-1.5e-3", "'it''s'", "(1 + (2))", "x'00'", "abc"])
            ),
            5 => format!("COLLATE {}", random.pick(&["nocase", "\"RTRIM\"", "binary"])),
            6 => check(&own),
            7 => format!("REFERENCES {} ON DELETE SET NULL", quoted(random, "parent")),
            8 => "REFERENCES p (x, y) MATCH full NOT NULL DEFERRABLE INITIALLY DEFERRED".to_owned(),
            9 => "GENERATED ALWAYS AS (1 + length('(,')) STORED".to_owned(),
            _ => "NOT NULL".to_owned(),
        });
    }
    words.join(random.pick(&SPACES))
}

fn constraint(random: &mut Random, names: &[&str]) -> String {
    let (one, two) = (random.pick(names), random.pick(names));
    let [one, two] = [one, two].map(|name| quoted(random, name));
    let name = if random.one_in(2) { "CONSTRAINT \"my (rule)\" " } else { "" };
    let rule = match random.below(5) {
        0 => format!("PRIMARY KEY ({one} COLLATE nocase DESC)"),
        1 => format!("UNIQUE (({one}), {two} ASC) ON CONFLICT FAIL"),
        2 => check(&one),
        3 => format!("FOREIGN KEY ({one}, {two}) REFERENCES p ON UPDATE CASCADE NOT DEFERRABLE"),
        _ => format!("FOREIGN KEY ({one}) REFERENCES \"p (\" ({two}) DEFERRABLE"),
    };
    format!("{name}{rule}")
}

fn check(column: &str) -> String {
    format!("CHECK (({column} <> ')' OR length({column}) >= 2) AND {column} || 'a,b' != x'00')")
}

/// Writes a name bare, where it can be, or in one of the four kinds of quotes.
fn quoted(random: &mut Random, name: &str) -> String {
    match random.below(5) {
        0 if BARE.contains(&name) => name.to_owned(),
        1 => format!("`{}`", name.replace('`', "``")),
        2 if !name.contains(']') => format!("[{name}]"),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}
