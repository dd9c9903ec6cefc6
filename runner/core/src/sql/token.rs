//! Splits SQL into tokens and statements as SQLite's own tokenizer does, keeping byte offsets; accepts invalid SQL.

use std::ops::Range;

/// The operators of more than one character; longer ones first.
const LONG_OPERATORS: [&str; 10] = ["->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>"];

/// Kind of a token. White space is not a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A keyword or a bare name.
    Word,
    /// A name in `"…"`, `[…]` or backticks.
    Quoted,
    /// A `'…'` string or an `x'…'` blob.
    String,
    Number,
    /// `-- …` or `/* … */`.
    Comment,
    /// A bracket, a comma or an operator, which may have several characters.
    Symbol,
}

/// One token and the bytes of the text it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Range<usize>,
}

/// Splits `sql` into tokens, comments included. An unfinished one (a string without its end) runs to
/// the end of the text.
pub fn tokenize(sql: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < sql.len() {
        let rest = &sql[start..];
        let space = space_length(rest);
        if space > 0 {
            start += space;
            continue;
        }
        let (kind, length) = measure_token(rest);
        found.push(Token { kind, span: start..start + length });
        start += length;
    }
    found
}

/// Length of the white space at the start: that of SQLite, to which any other belongs to a name,
/// and a byte order mark.
fn space_length(rest: &str) -> usize {
    const MARK: char = '\u{feff}';
    if rest.starts_with(MARK) {
        return MARK.len_utf8();
    }
    run_length(rest, |c| matches!(c, '\t' | '\n' | '\x0c' | '\r' | ' '))
}

fn measure_token(rest: &str) -> (TokenKind, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    match first {
        '-' if rest.starts_with("--") => {
            (TokenKind::Comment, rest.find('\n').unwrap_or(rest.len()))
        }
        '/' if rest.starts_with("/*") => {
            (TokenKind::Comment, rest[2..].find("*/").map_or(rest.len(), |end| end + 4))
        }
        '\'' => (TokenKind::String, quoted_length(rest, '\'')),
        'x' | 'X' if rest[1..].starts_with('\'') => {
            (TokenKind::String, 1 + quoted_length(&rest[1..], '\''))
        }
        '"' | '`' => (TokenKind::Quoted, quoted_length(rest, first)),
        '[' => (TokenKind::Quoted, rest.find(']').map_or(rest.len(), |end| end + 1)),
        '0'..='9' => (TokenKind::Number, number_length(rest)),
        '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
            (TokenKind::Number, number_length(rest))
        }
        _ if is_name_char(first) => (TokenKind::Word, run_length(rest, is_name_char)),
        _ => (TokenKind::Symbol, symbol_length(rest, first)),
    }
}

/// Length of a quoted token; a doubled quote inside stands for itself.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = rest[at..].find(quote) {
        at += end + 1;
        if !rest[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// Length of a number, the sign of its exponent included: `1.5e-3`.
fn number_length(rest: &str) -> usize {
    let length = run_length(rest, is_number_char);
    let (number, more) = rest.split_at(length);
    let is_hex = number.starts_with("0x") || number.starts_with("0X");
    let signed =
        more.strip_prefix(['+', '-']).filter(|more| more.starts_with(|c: char| c.is_ascii_digit()));
    match signed {
        Some(exponent) if !is_hex && number.ends_with(['e', 'E']) => {
            length + 1 + run_length(exponent, is_number_char)
        }
        _ => length,
    }
}

fn symbol_length(rest: &str, first: char) -> usize {
    let long = LONG_OPERATORS.iter().find(|operator| rest.starts_with(**operator));
    long.map_or(first.len_utf8(), |operator| operator.len())
}

fn run_length(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

/// True for what SQLite takes for a part of a name: every byte from 0x80 up is one.
fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || !c.is_ascii()
}

fn is_number_char(c: char) -> bool {
    is_name_char(c) || c == '.'
}

/// Text of a name or string without its quotes, of all four kinds; other tokens as they are written.
pub fn unquote(text: &str) -> String {
    let Some(quote) = text.chars().next() else { return String::new() };
    let close = if quote == '[' { ']' } else { quote };
    if !matches!(quote, '"' | '`' | '\'' | '[') || text.len() < 2 || !text.ends_with(close) {
        return text.to_owned();
    }
    let inner = &text[1..text.len() - 1];
    if quote == '[' { inner.to_owned() } else { inner.replace(&text[..1].repeat(2), &text[..1]) }
}

/// Splits `sql` into statements, each without its semicolon and leading comments. The semicolons inside the body of a
/// `CREATE TRIGGER` belong to it, and so do comments before the semicolon at its end: SQLite keeps those of a view.
pub fn split_statements(sql: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut current: Option<Range<usize>> = None;
    let mut words: Vec<String> = Vec::new();
    let mut cases = 0_usize;
    let mut begins = false;
    for token in tokenize(sql).into_iter().filter(|token| token.kind != TokenKind::Comment) {
        let text = sql[token.span.clone()].to_ascii_uppercase();
        let in_body = begins && is_trigger(&words);
        if text == ";" && !(in_body && words.last().is_none_or(|word| word != "END")) {
            // Of spaces only those of SQL: a no-break space is a token, which a statement may consist of.
            let end =
                sql[..token.span.start].trim_end_matches([' ', '\t', '\n', '\x0c', '\r']).len();
            found.extend(current.take().map(|range| range.start..end));
            words.clear();
            begins = false;
            continue;
        }
        begins |= text == "BEGIN";
        match text.as_str() {
            "CASE" => cases += 1,
            // The END of a CASE closes the expression, not the body of the trigger.
            "END" if cases > 0 => {
                cases -= 1;
                words.push("END CASE".to_owned());
            }
            _ => words.push(text),
        }
        let start = current.as_ref().map_or(token.span.start, |range| range.start);
        current = Some(start..token.span.end);
    }
    found.extend(current);
    found
}

/// True of a text whose last statement is closed by a semicolon, so that no line can go on with it.
pub fn ends_statement(sql: &str) -> bool {
    // What follows it is a statement of its own.
    let next = format!("{sql}\nX");
    split_statements(&next).last().is_some_and(|last| last.start == sql.len() + 1)
        && split_statements(sql).last().is_some()
}

fn is_trigger(words: &[String]) -> bool {
    let mut words = words.iter().map(String::as_str);
    words.next() == Some("CREATE")
        && match words.next() {
            Some("TEMP" | "TEMPORARY") => words.next() == Some("TRIGGER"),
            word => word == Some("TRIGGER"),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_with_its_own_semicolon() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;";
        for open in
            ["SELECT 1", "SELECT ';", "SELECT 1; SELECT", trigger, "SELECT 1 -- ;", "", "/* ;"]
        {
            assert!(!ends_statement(open), "{open}");
        }
        for closed in ["SELECT 1;", "SELECT ';' ; -- x", &format!("{trigger} END;")] {
            assert!(ends_statement(closed), "{closed}");
        }
    }

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let found: Vec<_> = split_statements(sql).into_iter().map(|range| &sql[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_do_not_end_a_statement() {
        check(
            "SELECT 'a;''b' ; -- c;\n/* ; */ SELECT \";\" , [;];",
            &["SELECT 'a;''b'", "SELECT \";\" , [;]"],
        );
        check("SELECT 1 /* one; */ ; SELECT 2 -- two", &["SELECT 1 /* one; */", "SELECT 2"]);
    }

    #[test]
    fn the_body_of_a_trigger_is_one_statement() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; DELETE FROM b; END";
        check(&format!("{trigger}; SELECT 1"), &[trigger, "SELECT 1"]);
    }

    #[test]
    fn an_unfinished_string_runs_to_the_end() {
        check("SELECT 1; SELECT 'a;", &["SELECT 1", "SELECT 'a;"]);
    }

    #[test]
    fn the_sign_of_an_exponent_belongs_to_its_number() {
        let numbers = |sql: &str| {
            tokenize(sql).into_iter().map(|token| sql[token.span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            numbers("1e-5 1.5E+3 .5 0x1e-5 1-2"),
            ["1e-5", "1.5E+3", ".5", "0x1e", "-", "5", "1", "-", "2"]
        );
        assert_eq!(numbers("a.b 2.e"), ["a", ".", "b", "2.e"]);
    }

    #[test]
    fn a_name_may_hold_every_character_beyond_ascii() {
        let words = |sql: &str| {
            tokenize(sql).into_iter().map(|token| sql[token.span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(words("a€ (b™ TEXT)"), ["a€", "(", "b™", "TEXT", ")"]);
        // A space that is not ASCII belongs to the name, as it does to SQLite.
        assert_eq!(words("a\u{a0}b\u{2003} c"), ["a\u{a0}b\u{2003}", "c"]);
        assert_eq!(words("\u{feff}SELECT"), ["SELECT"]);
    }

    #[test]
    fn an_operator_of_several_characters_is_one_token() {
        let sql = "a->>'$'||b<=c<>d";
        let found: Vec<_> = tokenize(sql).into_iter().map(|token| &sql[token.span]).collect();
        assert_eq!(found, ["a", "->>", "'$'", "||", "b", "<=", "c", "<>", "d"]);
    }

    #[test]
    fn names_and_texts_lose_their_quotes() {
        for (quoted, expected) in [
            ("\"a\"\"b\"", "a\"b"),
            ("`a``b`", "a`b"),
            ("[a\"b]", "a\"b"),
            ("'it''s'", "it's"),
            ("bare", "bare"),
            ("\"", "\""),
            ("", ""),
        ] {
            assert_eq!(unquote(quoted), expected);
        }
    }

    #[test]
    fn empty_statements_and_lone_comments_are_no_statements() {
        check(";; -- nothing\n;", &[]);
    }

    #[test]
    fn a_space_that_is_none_in_sql_is_a_statement() {
        check("SELECT 1; \u{a0};", &["SELECT 1", "\u{a0}"]);
        check("  \x0b ;", &["\x0b"]);
    }
}
