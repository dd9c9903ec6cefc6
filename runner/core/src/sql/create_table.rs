//! Parses `CREATE TABLE` into a definition. SQLite has accepted the text, so only what can stand in it is looked for;
//! expressions stay text, so they may nest as deep as they like.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bracket::{closing_bracket, split_at_commas};
use super::definition::{
    ColumnDefinition, ConstraintKind, ConstraintSpec, GeneratedSpec, KeyColumn, Named, NotNullSpec,
    ReferenceSpec, TableDefinition,
};
use super::name::{Name, is_keyword, quote_text};
use super::normalize::{normalize_words, tidy_words};
use super::token::TokenKind;
use super::word::{Word, span_of, split_words};

/// Parses a `CREATE TABLE`; None when the text is not understood, as that of a virtual table.
pub fn parse_create_table(sql: &str) -> Option<TableDefinition> {
    let words = split_words(sql);
    let (name, open) = parse_head(&words)?;
    let close = closing_bracket(&words, open)?;
    let inside = &words[open + 1..close];
    let items = split_at_commas(inside);
    let options = read_options(&words[close..]);
    let mut definition = TableDefinition {
        name: name.name().into(),
        sql: sql.to_owned(),
        name_span: name.span.clone(),
        items: items.iter().map(|item| span_of(&inside[item.clone()])).collect(),
        tail: words[close].span.start..sql.len(),
        columns: Vec::new(),
        constraints: Vec::new(),
        strict: options.strict,
        without_rowid: options.without_rowid,
    };
    for item in items {
        parse_item(Cursor { words: &inside[item], at: 0 }, &mut definition)?;
    }
    definition.constraints.sort_by(|one, two| (&one.kind, &one.name).cmp(&(&two.kind, &two.name)));
    Some(definition)
}

/// Options of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableOptions {
    pub(crate) strict: bool,
    pub(crate) without_rowid: bool,
}

/// Options that stand behind the columns of a `CREATE TABLE`; none when the text is not understood.
pub(crate) fn table_options(sql: &str) -> TableOptions {
    let words = split_words(sql);
    let Some((_, open)) = parse_head(&words) else { return TableOptions::default() };
    let Some(close) = closing_bracket(&words, open) else { return TableOptions::default() };
    read_options(&words[close..])
}

fn read_options(words: &[Word<'_>]) -> TableOptions {
    TableOptions {
        strict: words.iter().any(|word| word.is("STRICT")),
        without_rowid: words.iter().any(|word| word.is("WITHOUT")),
    }
}

/// Texts of the `CHECK`s of a table as they were written, in their order; none when the text is not understood.
pub(crate) fn check_expressions(sql: &str) -> Vec<String> {
    let Some(definition) = parse_create_table(sql) else { return Vec::new() };
    let constraints = definition.constraints.iter();
    let checks =
        constraints.filter(|constraint| matches!(constraint.kind, ConstraintKind::Check { .. }));
    let mut spans: Vec<Range<usize>> = checks.map(|check| check.span.clone()).collect();
    spans.sort_by_key(|span| span.start);
    spans.into_iter().filter_map(|span| bracketed_text(&sql[span])).collect()
}

/// Text in the first brackets.
fn bracketed_text(sql: &str) -> Option<String> {
    let words = split_words(sql);
    let open = words.iter().position(|word| word.is("("))?;
    let close = closing_bracket(&words, open)?;
    Some(sql[words[open].span.end..words[close].span.start].trim().to_owned())
}

/// Name of the table and index of the bracket after it.
fn parse_head<'a, 'b>(words: &'b [Word<'a>]) -> Option<(&'b Word<'a>, usize)> {
    let mut head = Cursor { words, at: 0 };
    head.eat_word("CREATE").then_some(())?;
    _ = head.eat_word("TEMP") || head.eat_word("TEMPORARY");
    head.eat_word("TABLE").then_some(())?;
    // SQLite keeps the text without these words.
    head.eat_all(&["IF", "NOT", "EXISTS"]);
    let mut name = head.next()?;
    if head.eat_word(".") {
        name = head.next()?;
    }
    head.peek()?.is("(").then_some((name, head.at))
}

struct Cursor<'a, 'b> {
    words: &'b [Word<'a>],
    at: usize,
}

fn parse_item(mut cursor: Cursor<'_, '_>, definition: &mut TableDefinition) -> Option<()> {
    let starts = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    if cursor.peek()?.is_any(&starts) {
        return cursor.parse_constraints(None, definition);
    }
    let span = span_of(cursor.words);
    let name = Name::from(cursor.next()?.name());
    let words = cursor.eat_type();
    let column = ColumnDefinition {
        declared: tidy_words(words, &BTreeSet::new()),
        normal_type: normalize_words(words),
        span,
        not_null: None,
        default: None,
        collation: None,
        generated: None,
        name,
    };
    let beside = Name::in_lower_case(&column.name);
    definition.columns.push(column);
    cursor.parse_constraints(Some(beside), definition)
}

impl<'a, 'b> Cursor<'a, 'b> {
    fn peek(&self) -> Option<&'b Word<'a>> {
        self.words.get(self.at)
    }

    fn next(&mut self) -> Option<&'b Word<'a>> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word)
    }

    fn comes_next(&self, keywords: &[&str]) -> bool {
        let rest = &self.words[self.at..];
        rest.len() >= keywords.len()
            && rest.iter().zip(keywords).all(|(word, keyword)| word.is(keyword))
    }

    fn eat_word(&mut self, keyword: &str) -> bool {
        self.eat_all(&[keyword])
    }

    fn eat_all(&mut self, keywords: &[&str]) -> bool {
        let comes = self.comes_next(keywords);
        self.at += if comes { keywords.len() } else { 0 };
        comes
    }

    /// Words in the brackets that open here.
    fn eat_brackets(&mut self) -> Option<&'b [Word<'a>]> {
        self.peek().filter(|word| word.is("("))?;
        let close = closing_bracket(self.words, self.at)?;
        let inside = &self.words[self.at + 1..close];
        self.at = close + 1;
        Some(inside)
    }

    /// Type of a column: all words up to the first constraint.
    fn eat_type(&mut self) -> &'b [Word<'a>] {
        let start = self.at;
        while self.peek().is_some() && !self.starts_constraint() {
            if self.eat_brackets().is_none() {
                self.at += 1;
            }
        }
        &self.words[start..self.at]
    }

    /// True at a word that cannot belong to a type.
    fn starts_constraint(&self) -> bool {
        const STARTS: [&str; 11] = [
            "CONSTRAINT",
            "PRIMARY",
            "NOT",
            "NULL",
            "UNIQUE",
            "CHECK",
            "DEFAULT",
            "COLLATE",
            "REFERENCES",
            "DEFERRABLE",
            "AS",
        ];
        // `GENERATED` alone is a type like any other word.
        self.comes_next(&["GENERATED", "ALWAYS", "AS"])
            || self.peek().is_some_and(|word| word.is_any(&STARTS))
    }

    fn parse_constraints(
        mut self,
        beside: Option<Name>,
        definition: &mut TableDefinition,
    ) -> Option<()> {
        while self.peek().is_some() {
            let start = self.at;
            let mut name = None;
            while self.eat_word("CONSTRAINT") {
                name = Some(Name::in_lower_case(&self.next()?.name()));
            }
            if self.peek().is_none() {
                // SQLite takes a name that names nothing.
                return Some(());
            }
            match (self.parse_clause(beside.as_ref())?, &beside) {
                (Clause::Constraint(kind), beside) => {
                    let span = span_of(&self.words[start..self.at]);
                    let beside = beside.clone();
                    definition.constraints.push(ConstraintSpec { name, kind, beside, span });
                }
                (Clause::Column(clause), Some(_)) => {
                    definition.columns.last_mut()?.set_clause(name, clause);
                }
                (Clause::Deferral { deferred }, Some(_)) => {
                    defer_last_reference(definition, deferred);
                }
                (Clause::Nothing, _) => (),
                (Clause::Column(_) | Clause::Deferral { .. }, None) => return None,
            }
        }
        Some(())
    }

    fn parse_clause(&mut self, beside: Option<&Name>) -> Option<Clause> {
        if self.comes_next(&["DEFERRABLE"]) || self.comes_next(&["NOT", "DEFERRABLE"]) {
            return Some(Clause::Deferral { deferred: self.eat_deferral()? });
        }
        let word = self.next()?;
        Some(Clause::Constraint(match word.text.to_ascii_uppercase().as_str() {
            "PRIMARY" => self.parse_primary_key(beside)?,
            "UNIQUE" => {
                let columns = self.parse_key_columns(beside)?;
                ConstraintKind::Unique { columns, conflict: self.eat_conflict() }
            }
            "CHECK" => {
                let expression = normalize_words(self.eat_brackets()?);
                ConstraintKind::Check { expression, conflict: self.eat_conflict() }
            }
            "FOREIGN" => {
                self.eat_word("KEY").then_some(())?;
                let columns = parse_names(self.eat_brackets()?);
                self.eat_word("REFERENCES").then_some(())?;
                ConstraintKind::ForeignKey(self.parse_reference(columns)?)
            }
            "REFERENCES" => {
                ConstraintKind::ForeignKey(self.parse_reference(vec![beside?.clone()])?)
            }
            _ => return self.parse_column_clause(word),
        }))
    }

    fn parse_column_clause(&mut self, word: &Word<'_>) -> Option<Clause> {
        Some(Clause::Column(match word.text.to_ascii_uppercase().as_str() {
            "NOT" => {
                self.eat_word("NULL").then_some(())?;
                ColumnClause::NotNull(NotNullSpec { conflict: self.eat_conflict() })
            }
            "NULL" => {
                self.eat_conflict();
                return Some(Clause::Nothing);
            }
            "DEFAULT" => ColumnClause::Default(self.parse_default()?),
            "COLLATE" => ColumnClause::Collation(self.next()?.name().to_ascii_lowercase()),
            "GENERATED" => {
                self.eat_all(&["ALWAYS", "AS"]).then_some(())?;
                ColumnClause::Generated(self.parse_generated()?)
            }
            "AS" => ColumnClause::Generated(self.parse_generated()?),
            _ => return None,
        }))
    }

    fn parse_primary_key(&mut self, beside: Option<&Name>) -> Option<ConstraintKind> {
        self.eat_word("KEY").then_some(())?;
        let mut columns = Vec::new();
        let mut autoincrement = false;
        if let Some(name) = beside {
            let descending = self.eat_descending();
            columns.push(KeyColumn { name: name.clone(), collation: None, descending });
        } else {
            let inside = self.eat_brackets()?;
            // Below the columns, the word stands inside the brackets.
            autoincrement = inside.last().is_some_and(|word| word.is("AUTOINCREMENT"));
            columns = parse_keys(&inside[..inside.len() - usize::from(autoincrement)])?;
        }
        let conflict = self.eat_conflict();
        let autoincrement = autoincrement || self.eat_word("AUTOINCREMENT");
        Some(ConstraintKind::PrimaryKey { columns, autoincrement, conflict })
    }

    fn parse_key_columns(&mut self, beside: Option<&Name>) -> Option<Vec<KeyColumn>> {
        match beside {
            Some(name) => {
                Some(vec![KeyColumn { name: name.clone(), collation: None, descending: false }])
            }
            None => parse_keys(self.eat_brackets()?),
        }
    }

    fn eat_descending(&mut self) -> bool {
        !self.eat_word("ASC") && self.eat_word("DESC")
    }

    fn eat_conflict(&mut self) -> Option<String> {
        self.eat_all(&["ON", "CONFLICT"])
            .then(|| self.next())
            .flatten()
            .map(|word| word.text.to_ascii_lowercase())
            .filter(|how| how != "abort")
    }

    fn parse_reference(&mut self, columns: Vec<Name>) -> Option<ReferenceSpec> {
        let table = Name::in_lower_case(&self.next()?.name());
        let to = self.eat_brackets().map(parse_names).unwrap_or_default();
        let mut reference = ReferenceSpec { columns, table, to, ..ReferenceSpec::default() };
        loop {
            if self.eat_all(&["ON", "DELETE"]) {
                reference.on_delete = self.parse_action()?;
            } else if self.eat_all(&["ON", "UPDATE"]) {
                reference.on_update = self.parse_action()?;
            } else if self.eat_all(&["ON", "INSERT"]) {
                // SQLite reads it and forgets it.
                self.parse_action()?;
            } else if self.eat_word("MATCH") {
                self.next()?;
            } else if let Some(deferred) = self.eat_deferral() {
                reference.deferred = deferred;
            } else {
                return Some(reference);
            }
        }
    }

    /// Parses the action on a row whose parent goes; None is the same as `NO ACTION`.
    fn parse_action(&mut self) -> Option<Option<String>> {
        let first = self.next()?;
        if first.is("NO") {
            self.eat_word("ACTION");
            return Some(None);
        }
        let second = if first.is("SET") { self.next() } else { None };
        let words: Vec<Word<'_>> = [Some(first), second].into_iter().flatten().cloned().collect();
        Some(Some(normalize_words(&words)))
    }

    /// Reads `[NOT] DEFERRABLE` and what follows: true if the reference is checked at the end of a transaction.
    fn eat_deferral(&mut self) -> Option<bool> {
        let negated = self.eat_all(&["NOT", "DEFERRABLE"]);
        (negated || self.eat_word("DEFERRABLE")).then_some(())?;
        let deferred = self.eat_all(&["INITIALLY", "DEFERRED"]);
        self.eat_all(&["INITIALLY", "IMMEDIATE"]);
        Some(deferred && !negated)
    }

    fn parse_default(&mut self) -> Option<String> {
        if let Some(inside) = self.eat_brackets() {
            return Some(normalize_words(inside));
        }
        let start = self.at;
        _ = self.eat_word("-") || self.eat_word("+");
        self.next()?;
        Some(normalize_default(&self.words[start..self.at]))
    }

    fn parse_generated(&mut self) -> Option<GeneratedSpec> {
        let expression = normalize_words(self.eat_brackets()?);
        let stored = self.eat_word("STORED");
        self.eat_word("VIRTUAL");
        Some(GeneratedSpec { expression, stored })
    }
}

enum Clause {
    Constraint(ConstraintKind),
    Column(ColumnClause),
    /// A deferral apart from its reference, as in `REFERENCES p NOT NULL DEFERRABLE`.
    Deferral {
        deferred: bool,
    },
    Nothing,
}

enum ColumnClause {
    NotNull(NotNullSpec),
    Default(String),
    Collation(String),
    Generated(GeneratedSpec),
}

impl ColumnDefinition {
    fn set_clause(&mut self, name: Option<Name>, clause: ColumnClause) {
        match clause {
            ColumnClause::NotNull(clause) => self.not_null = Some(Named { name, clause }),
            ColumnClause::Default(clause) => self.default = Some(Named { name, clause }),
            ColumnClause::Collation(clause) => self.collation = Some(Named { name, clause }),
            ColumnClause::Generated(clause) => self.generated = Some(Named { name, clause }),
        }
    }
}

/// A deferral belongs to the reference that was read last.
fn defer_last_reference(definition: &mut TableDefinition, deferred: bool) {
    let last =
        definition.constraints.iter_mut().rev().find_map(|constraint| match &mut constraint.kind {
            ConstraintKind::ForeignKey(reference) => Some(reference),
            _ => None,
        });
    if let Some(reference) = last {
        reference.deferred = deferred;
    }
}

/// Normalizes a default to an expression: a name without brackets is a text.
pub(crate) fn normalize_default(words: &[Word<'_>]) -> String {
    match words {
        [word] if word.may_name() && !is_value(word) => quote_text(&word.name()),
        _ => normalize_words(words),
    }
}

/// True for a lone word of a default that is a value of its own rather than a text without quotes.
fn is_value(word: &Word<'_>) -> bool {
    word.kind == TokenKind::Word && (is_keyword(word.text) || word.is_any(&["TRUE", "FALSE"]))
}

fn parse_names(inside: &[Word<'_>]) -> Vec<Name> {
    split_at_commas(inside)
        .into_iter()
        .filter_map(|item| inside[item].first())
        .map(|word| Name::in_lower_case(&word.name()))
        .collect()
}

fn parse_keys(inside: &[Word<'_>]) -> Option<Vec<KeyColumn>> {
    split_at_commas(inside).into_iter().map(|item| parse_key(&inside[item])).collect()
}

/// Reads one column of a key. Brackets about it mean nothing: no expression may stand there.
fn parse_key(words: &[Word<'_>]) -> Option<KeyColumn> {
    let bare: Vec<Word<'_>> =
        words.iter().filter(|word| !word.is_any(&["(", ")"])).cloned().collect();
    let mut cursor = Cursor { words: &bare, at: 0 };
    let name = Name::in_lower_case(&cursor.next()?.name());
    let mut collation = None;
    while cursor.eat_word("COLLATE") {
        collation = Some(cursor.next()?.name().to_ascii_lowercase());
    }
    Some(KeyColumn { name, collation, descending: cursor.eat_descending() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, two: &str, expected: bool) {
        let read = |items: &str| {
            parse_create_table(&format!("CREATE TABLE t {items}")).expect("the table can be read")
        };
        assert_eq!(read(one) == read(two), expected, "{one}\n{two}");
    }

    #[test]
    fn definitions_are_equal_when_they_mean_the_same() {
        same("(a INT)", "( \"A\"  int ) -- a", true);
        same("(a INT, b INT)", "(b INT, a INT)", false);
        same("(a INT PRIMARY KEY)", "(a INT, PRIMARY KEY (a))", true);
        same(
            "(a INTEGER PRIMARY KEY AUTOINCREMENT)",
            "(a INTEGER, PRIMARY KEY (a AUTOINCREMENT))",
            true,
        );
        same("(a UNIQUE CHECK (a > 0))", "(a, CHECK (A>0), UNIQUE (a))", true);
        same(
            "(a REFERENCES p (id))",
            "(a, FOREIGN KEY (a) REFERENCES P(id) ON DELETE NO ACTION)",
            true,
        );
        same("(a REFERENCES p (id))", "(a REFERENCES p)", false);
        same(
            "(a REFERENCES p ON DELETE SET NULL)",
            "(a REFERENCES p ON DELETE SET DEFAULT)",
            false,
        );
        same("(a REFERENCES p DEFERRABLE INITIALLY DEFERRED)", "(a REFERENCES p)", false);
        same(
            "(a REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED NOT NULL)",
            "(a NOT NULL REFERENCES p)",
            true,
        );
        same("(a NULL DEFAULT (0))", "(a DEFAULT 0)", true);
        same("(a DEFAULT \"x\")", "(a DEFAULT 'x')", true);
        same("(a DEFAULT -1.5e-3)", "(a DEFAULT - 1.5E-3)", true);
        same("(a CONSTRAINT x CHECK (a))", "(a CONSTRAINT y CHECK (a))", false);
        same("(a, b, UNIQUE (a) CHECK (b) UNIQUE (b))", "(a UNIQUE, b UNIQUE, CHECK (b))", true);
        same("(a GENERATED ALWAYS AS (1) VIRTUAL)", "(a AS (1))", true);
        same("(a AS (1) STORED)", "(a AS (1))", false);
        same("(a NOT NULL ON CONFLICT IGNORE)", "(a NOT NULL ON CONFLICT ABORT)", false);
        same("(a decimal(10, 2), b)", "(a DECIMAL(10,2), b)", true);
        same("(a) STRICT", "(a)", false);
        same(
            "(a PRIMARY KEY) WITHOUT ROWID, STRICT",
            "(a PRIMARY KEY) STRICT, WITHOUT ROWID",
            true,
        );
    }
}
