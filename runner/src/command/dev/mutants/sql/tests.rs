//! Every kind of change, on a statement that has it.

use super::*;

/// The changes of a text, each as what stood there and what stands there now.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let piece =
        |(bytes, other): &(Range<usize>, String)| format!("{} → {other}", &text[bytes.clone()]);
    let shown = |edit: Edit| edit.pieces.iter().map(piece).collect::<Vec<_>>().join(", ");
    let found: Vec<String> = make_edits(text).into_iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_statement_a_table_a_column_and_each_rule_of_it() {
    check(
        "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL DEFAULT '' UNIQUE);",
        &[
            "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT NOT NULL DEFAULT '' UNIQUE); → ",
            "a → a_x",
            "id INTEGER PRIMARY KEY AUTOINCREMENT,  → ",
            "id → id_x",
            "INTEGER → TEXT",
            "PRIMARY KEY AUTOINCREMENT → ",
            "AUTOINCREMENT → ",
            ", b TEXT NOT NULL DEFAULT '' UNIQUE → ",
            "b → b_x",
            "TEXT → INTEGER",
            "NOT NULL → ",
            "DEFAULT '' → ",
            "UNIQUE → ",
            "'' → NULL",
        ],
    );
}

#[test]
fn references_rules_of_the_table_and_options() {
    check(
        "CREATE TABLE a (b INT REFERENCES c (id) ON DELETE SET NULL ON UPDATE CASCADE, UNIQUE (b, \"d\"), CHECK (b > 1)) STRICT",
        &[
            "CREATE TABLE a (b INT REFERENCES c (id) ON DELETE SET NULL ON UPDATE CASCADE, UNIQUE (b, \"d\"), CHECK (b > 1)) STRICT → ",
            "a → a_x",
            "b INT REFERENCES c (id) ON DELETE SET NULL ON UPDATE CASCADE,  → ",
            "b → b_x, b → b_x, b → b_x",
            "INT → TEXT",
            "REFERENCES c (id) ON DELETE SET NULL ON UPDATE CASCADE → ",
            "ON DELETE SET NULL → ",
            "ON UPDATE CASCADE → ",
            " →  NOT NULL",
            " →  UNIQUE",
            "UNIQUE (b, \"d\"),  → ",
            ", CHECK (b > 1) → ",
            " STRICT → ",
            "b → \"d\", \"d\" → b",
            "CASCADE → SET NULL",
            "> → >=",
            "1 → 2",
        ],
    );
}

#[test]
fn a_column_that_is_added() {
    check(
        "ALTER TABLE a ADD COLUMN b NUMERIC(1) CONSTRAINT x NOT NULL COLLATE NOCASE",
        &[
            "ALTER TABLE a ADD COLUMN b NUMERIC(1) CONSTRAINT x NOT NULL COLLATE NOCASE → ",
            "b → b_x",
            "NUMERIC(1) → TEXT",
            "CONSTRAINT x NOT NULL → ",
            "COLLATE NOCASE → ",
            " →  UNIQUE",
            "1 → 2",
        ],
    );
}

#[test]
fn an_index() {
    check(
        "CREATE UNIQUE INDEX i ON a (b, lower(c)) WHERE d IS NOT NULL",
        &[
            "CREATE UNIQUE INDEX i ON a (b, lower(c)) WHERE d IS NOT NULL → ",
            "WHERE d IS NOT NULL → ",
            "b → lower(c), lower(c) → b",
            "b,  → ",
            ", lower(c) → ",
            "UNIQUE → ",
            "IS NOT → IS",
        ],
    );
}

#[test]
fn rows() {
    check(
        "INSERT INTO a (b, c) VALUES (1, NULL), ('x', '')",
        &[
            "INSERT INTO a (b, c) VALUES (1, NULL), ('x', '') → ",
            "(1, NULL),  → ",
            ", ('x', '') → ",
            "b,  → , 1,  → , 'x',  → ",
            ", c → , , NULL → , , '' → ",
            "b → c, c → b",
            "1 → 2",
            "NULL → ''",
            "'x' → 'xx'",
            "'' → NULL",
        ],
    );
}

#[test]
fn an_update() {
    check(
        "UPDATE a SET b = 1, c = c + 1 WHERE d = 2 AND e BETWEEN 1 AND 2;",
        &[
            "UPDATE a SET b = 1, c = c + 1 WHERE d = 2 AND e BETWEEN 1 AND 2; → ",
            "b = 1,  → ",
            ", c = c + 1 → ",
            "WHERE d = 2 AND e BETWEEN 1 AND 2 → ",
            "1 → 2",
            "+ → -",
            "1 → 2",
            "= → <>",
            "2 → 3",
            "AND → OR",
            "1 → 2",
            "2 → 3",
        ],
    );
}

#[test]
fn a_query() {
    check(
        "SELECT DISTINCT b, max(c) FROM a LEFT JOIN d ON a.x = d.x GROUP BY b HAVING max(c) >= 2 ORDER BY b, c DESC LIMIT 3",
        &[
            "SELECT DISTINCT b, max(c) FROM a LEFT JOIN d ON a.x = d.x GROUP BY b HAVING max(c) >= 2 ORDER BY b, c DESC LIMIT 3 → ",
            "DISTINCT → ",
            "GROUP BY b → ",
            "HAVING max(c) >= 2 → ",
            "ORDER BY b, c DESC → ",
            " →  DESC",
            "DESC → ASC",
            "LIMIT 3 → ",
            "b,  → ",
            ", max(c) → ",
            "max → min",
            "LEFT JOIN → JOIN",
            "= → <>",
            "max → min",
            ">= → >",
            "2 → 3",
            "3 → 4",
        ],
    );
}

#[test]
fn queries_in_queries() {
    check(
        "SELECT 1 UNION SELECT (SELECT 2 WHERE 3 <> 4) -- end",
        &[
            "SELECT 1 UNION SELECT (SELECT 2 WHERE 3 <> 4) → ",
            "WHERE 3 <> 4 → ",
            "1 → 2",
            "UNION → UNION ALL",
            "2 → 3",
            "3 → 4",
            "<> → =",
            "4 → 5",
        ],
    );
}

#[test]
fn a_delete() {
    check(
        "DELETE FROM a WHERE b IS NULL OR c <= 1.5",
        &[
            "DELETE FROM a WHERE b IS NULL OR c <= 1.5 → ",
            "WHERE b IS NULL OR c <= 1.5 → ",
            "IS → IS NOT",
            "OR → AND",
            "<= → <",
            "1.5 → 2.5",
        ],
    );
}

#[test]
fn a_name_is_another_in_the_whole_script() {
    check(
        "-- migrate:up\nCREATE TABLE note (text TEXT);\n\n-- migrate:down\nDROP TABLE note;\n",
        &[
            "CREATE TABLE note (text TEXT); → ",
            "note → note_x, note → note_x",
            "text → text_x",
            "TEXT → INTEGER",
            " →  NOT NULL",
            " →  UNIQUE",
            "DROP TABLE note; → ",
        ],
    );
}
