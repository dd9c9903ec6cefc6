//! A file with a schema as tools write it: `.schema` and `.dump` of the shell, or dbmate. Rows and settings are left out,
//! however many there are.

use std::ops::Range;

use crate::sql::token::unquote;

/// What makes the schema that a file holds.
#[derive(Debug, PartialEq, Eq)]
pub struct SchemaFile {
    /// The text with blanks in the place of all that makes no schema, so that every statement stands where it stood.
    pub text: String,
    /// The statements of virtual tables, which a dump writes as rows of SQLite's catalogue.
    pub virtuals: Vec<String>,
}

/// First words of statements that make no schema.
const PASSED_OVER: [&str; 18] = [
    "ANALYZE",
    "BEGIN",
    "COMMIT",
    "DELETE",
    "END",
    "EXPLAIN",
    "INSERT",
    "PRAGMA",
    "REINDEX",
    "RELEASE",
    "REPLACE",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "UPDATE",
    "VACUUM",
    "VALUES",
    "WITH",
];

/// Keeps of a file what makes its schema.
pub fn parse_schema_file(sql: &str) -> SchemaFile {
    let mut file = SchemaFile { text: String::with_capacity(sql.len()), virtuals: Vec::new() };
    let mut done = 0;
    for statement in scan_statements(sql) {
        if statement.makes_schema(sql) {
            continue;
        }
        file.virtuals.extend(statement.virtual_table(sql));
        file.text.push_str(&sql[done..statement.span.start]);
        blank_out(&mut file.text, &sql[statement.span.clone()]);
        done = statement.span.end;
    }
    file.text.push_str(&sql[done..]);
    file
}

fn blank_out(text: &mut String, statement: &str) {
    text.extend(statement.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
}

/// A statement, with its semicolon, and its first words.
struct ScannedStatement {
    span: Range<usize>,
    words: Vec<Range<usize>>,
    /// Its last text in single quotes.
    last_text: Option<Range<usize>>,
}

/// How many words of a statement are looked at.
const FIRST_WORDS: usize = 6;

impl ScannedStatement {
    fn is_word(&self, sql: &str, at: usize, words: &[&str]) -> bool {
        let word = self.words.get(at).map_or("", |span| &sql[span.clone()]);
        words.contains(&word.to_ascii_uppercase().as_str())
    }

    fn makes_schema(&self, sql: &str) -> bool {
        if self.is_word(sql, 0, &PASSED_OVER) {
            return false;
        }
        // SQLite makes its own tables itself.
        let names =
            self.words.iter().skip(2).map(|span| unquote(&sql[span.clone()]).to_ascii_lowercase());
        let mut names = names.skip_while(|name| ["if", "not", "exists"].contains(&name.as_str()));
        let is_own = names.next().is_some_and(|name| name.starts_with("sqlite_"));
        !(self.is_word(sql, 0, &["CREATE"]) && self.is_word(sql, 1, &["TABLE"]) && is_own)
    }

    /// The statement that a row of the catalogue holds.
    fn virtual_table(&self, sql: &str) -> Option<String> {
        let is_catalogue = self.is_word(sql, 0, &["INSERT"])
            && self.is_word(sql, 2, &["SQLITE_SCHEMA", "SQLITE_MASTER"]);
        let text = unquote(&sql[self.last_text.clone().filter(|_| is_catalogue)?]);
        text.to_ascii_uppercase().starts_with("CREATE VIRTUAL").then_some(text)
    }
}

/// Splits a text into statements in one pass that keeps nothing but where they stand: a dump can be long.
fn scan_statements(sql: &str) -> Vec<ScannedStatement> {
    let mut found = Vec::new();
    let mut current: Option<ScannedStatement> = None;
    let mut cases = 0_usize;
    let mut in_body = false;
    let mut at = 0;
    while at < sql.len() {
        let (end, kind) = scan_piece(sql.as_bytes(), at);
        let piece = at..end;
        at = end;
        if kind == PieceKind::Blank {
            continue;
        }
        if kind == PieceKind::End && !in_body {
            found.extend(current.take().map(|statement| close_statement(statement, end)));
            continue;
        }
        let statement = current.get_or_insert_with(|| ScannedStatement {
            span: piece.clone(),
            words: Vec::new(),
            last_text: None,
        });
        statement.span.end = end;
        if kind == PieceKind::Text {
            statement.last_text = Some(piece.clone());
        }
        if matches!(kind, PieceKind::Word | PieceKind::Text | PieceKind::Name)
            && statement.words.len() < FIRST_WORDS
        {
            statement.words.push(piece.clone());
        }
        if kind == PieceKind::Word {
            let is_trigger = (1..=2).any(|word| statement.is_word(sql, word, &["TRIGGER"]));
            match sql[piece].to_ascii_uppercase().as_str() {
                "BEGIN" if is_trigger => (in_body, cases) = (true, 0),
                "CASE" => cases += 1,
                "END" if cases > 0 => cases -= 1,
                "END" => in_body = false,
                _ => (),
            }
        }
    }
    found.extend(current);
    found
}

fn close_statement(mut statement: ScannedStatement, end: usize) -> ScannedStatement {
    statement.span.end = end;
    statement
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    /// White space or a comment.
    Blank,
    /// A bare word or a number.
    Word,
    /// A name in quotes.
    Name,
    /// A text in single quotes.
    Text,
    /// A semicolon.
    End,
    Symbol,
}

/// The piece that starts at a byte: where it ends, and what it is.
fn scan_piece(bytes: &[u8], start: usize) -> (usize, PieceKind) {
    let rest = &bytes[start..];
    let until = |found: Option<usize>| found.map_or(bytes.len(), |length| start + length);
    match rest {
        [b'-', b'-', ..] => (until(rest.iter().position(|byte| *byte == b'\n')), PieceKind::Blank),
        [b'/', b'*', ..] => {
            let close = rest[2..].windows(2).position(|pair| pair == b"*/");
            (until(close.map(|at| at + 4)), PieceKind::Blank)
        }
        [b'[', ..] => {
            let close = rest.iter().position(|byte| *byte == b']');
            (until(close.map(|at| at + 1)), PieceKind::Name)
        }
        [quote @ (b'\'' | b'"' | b'`'), ..] => {
            let kind = if *quote == b'\'' { PieceKind::Text } else { PieceKind::Name };
            (start + quoted_length(rest, *quote), kind)
        }
        [b';', ..] => (start + 1, PieceKind::End),
        [first, ..] if first.is_ascii_whitespace() => (start + 1, PieceKind::Blank),
        [first, ..] if is_word_byte(*first) => {
            let close = rest.iter().position(|byte| !is_word_byte(*byte));
            (until(close), PieceKind::Word)
        }
        _ => (start + 1, PieceKind::Symbol),
    }
}

/// Bytes of letters that are not ASCII belong to words.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// The length of a quoted piece; a quote that is written twice is one of its characters.
fn quoted_length(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == quote) {
        at += next + 1;
        if bytes.get(at) != Some(&quote) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::token::split_statements;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let file = parse_schema_file(sql);
        assert_eq!(file.text.len(), sql.len());
        let kept: Vec<&str> =
            split_statements(&file.text).into_iter().map(|span| &sql[span]).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn rows_and_settings_are_left_out() {
        check(
            "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE a (b); -- it's\nINSERT INTO a VALUES('x;''y'), (\"z;\");
             /* ; */ INSERT INTO a VALUES(2);\nCREATE TABLE sqlite_sequence(name,seq);\nDELETE FROM sqlite_sequence;
             ANALYZE sqlite_schema; CREATE TABLE IF NOT EXISTS 'sqlite_stat1'(tbl); CREATE INDEX c ON a (b);\nCOMMIT;",
            &["CREATE TABLE a (b)", "CREATE INDEX c ON a (b)"],
        );
    }

    #[test]
    fn the_body_of_a_trigger_belongs_to_it() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN
            UPDATE a SET b = CASE WHEN b THEN 1 ELSE 2 END; INSERT INTO a VALUES (1); END";
        check(
            &format!("{trigger}; INSERT INTO a VALUES (1); CREATE VIEW v AS SELECT 1"),
            &[trigger, "CREATE VIEW v AS SELECT 1"],
        );
    }

    #[test]
    fn what_is_no_statement_is_kept_to_be_told_of() {
        check(
            "CREATE TABEL a (b); NONSENSE 'ü' [x;y",
            &["CREATE TABEL a (b)", "NONSENSE 'ü' [x;y"],
        );
    }

    #[test]
    fn a_virtual_table_of_a_dump_is_read_from_its_row() {
        let dump = "PRAGMA writable_schema=ON;
            INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','f','f',0,'CREATE VIRTUAL TABLE f USING fts5(a, tokenize=''porter'')');
            CREATE TABLE IF NOT EXISTS 'f_data'(id INTEGER PRIMARY KEY, block BLOB);";
        let file = parse_schema_file(dump);
        assert_eq!(file.virtuals, ["CREATE VIRTUAL TABLE f USING fts5(a, tokenize='porter')"]);
    }
}
