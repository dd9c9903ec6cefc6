//! Reads the `CREATE TABLE` that SQLite keeps into a definition. SQLite has accepted the text, so only what can stand
//! in it is looked for.

use std::ops::Range;

use super::definition::{
    Column, Constraint, Definition, Generated, KeyColumn, Named, NotNull, Reference, Rule,
};
use super::words::{Word, is_value, level, starts_constraint, tidy, words};
use crate::sql::name::{lookup_key, quote_text};
use crate::sql::token::TokenKind;

/// The definition of a table; none when the text is not understood.
pub(super) fn table(sql: &str) -> Option<Definition> {
    let words = words(sql);
    let name = words.get(2)?;
    let open = words.iter().position(|word| word.is("("))?;
    let close = closing(&words, open)?;
    let items = items(&words, open + 1..close);
    let mut definition = Definition {
        name: name.name(),
        sql: sql.to_owned(),
        name_span: name.span.clone(),
        items: items.iter().map(|item| span(&words[item.clone()])).collect(),
        tail: words[close].span.start..sql.len(),
        columns: Vec::new(),
        constraints: Vec::new(),
        strict: words[close..].iter().any(|word| word.is("STRICT")),
        without_rowid: words[close..].iter().any(|word| word.is("WITHOUT")),
    };
    for item in items {
        read_item(Cursor { words: &words[item], at: 0 }, &mut definition)?;
    }
    definition.constraints.sort_by(|one, two| (&one.rule, &one.name).cmp(&(&two.rule, &two.name)));
    Some(definition)
}

fn span(words: &[Word<'_>]) -> Range<usize> {
    words.first().map_or(0, |word| word.span.start)..words.last().map_or(0, |word| word.span.end)
}

/// The bracket that closes the one at `open`.
pub(super) fn closing(words: &[Word<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        if word.is("(") {
            depth += 1;
        } else if word.is(")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// What stands between commas, brackets aside.
pub(super) fn items(words: &[Word<'_>], within: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut start, mut depth) = (Vec::new(), within.start, 0_usize);
    for at in within.clone() {
        match () {
            () if words[at].is("(") => depth += 1,
            () if words[at].is(")") => depth = depth.saturating_sub(1),
            () if words[at].is(",") && depth == 0 => {
                found.push(start..at);
                start = at + 1;
            }
            () => (),
        }
    }
    found.push(start..within.end);
    found
}

struct Cursor<'a> {
    words: &'a [Word<'a>],
    at: usize,
}

fn read_item(mut cursor: Cursor<'_>, definition: &mut Definition) -> Option<()> {
    let starts = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    if cursor.peek()?.is_any(&starts) {
        return cursor.constraints(None, definition);
    }
    let name = cursor.next()?.name();
    let declared = cursor.declared();
    let span = span(cursor.words);
    let column = Column {
        levelled: level(&words(&declared)),
        name,
        declared,
        span,
        required: None,
        default: None,
        collation: None,
        generated: None,
    };
    let home = lookup_key(&column.name);
    definition.columns.push(column);
    cursor.constraints(Some(home), definition)
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<&'a Word<'a>> {
        self.words.get(self.at)
    }

    fn next(&mut self) -> Option<&'a Word<'a>> {
        let word = self.words.get(self.at)?;
        self.at += 1;
        Some(word)
    }

    fn eat(&mut self, keyword: &str) -> bool {
        let found = self.peek().is_some_and(|word| word.is(keyword));
        self.at += usize::from(found);
        found
    }

    fn eat_all(&mut self, keywords: &[&str]) -> bool {
        let rest = &self.words[self.at..];
        let found = rest.len() >= keywords.len()
            && rest.iter().zip(keywords).all(|(word, keyword)| word.is(keyword));
        self.at += if found { keywords.len() } else { 0 };
        found
    }

    /// What stands in the brackets that open here.
    fn brackets(&mut self) -> Option<&'a [Word<'a>]> {
        self.peek().filter(|word| word.is("("))?;
        let close = closing(self.words, self.at)?;
        let inside = &self.words[self.at + 1..close];
        self.at = close + 1;
        Some(inside)
    }

    /// The type of a column: all words up to the first constraint.
    fn declared(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|word| !starts_constraint(word)) {
            if self.brackets().is_none() {
                self.at += 1;
            }
        }
        tidy(&self.words[start..self.at], &std::collections::BTreeSet::new())
    }

    fn constraints(mut self, home: Option<String>, definition: &mut Definition) -> Option<()> {
        while self.peek().is_some() {
            self.eat(",");
            let start = self.at;
            let mut name = None;
            while self.eat("CONSTRAINT") {
                name = Some(lookup_key(&self.next()?.name()));
            }
            match (self.rule(home.as_deref())?, &home) {
                (Part::Rule(rule), home) => {
                    let span = span(&self.words[start..self.at]);
                    definition.constraints.push(Constraint {
                        name,
                        rule,
                        home: home.clone(),
                        span,
                    });
                }
                (Part::Column(part), Some(_)) => definition.columns.last_mut()?.set(name, part),
                (Part::Nothing, _) => (),
                (Part::Column(_), None) => return None,
            }
        }
        Some(())
    }

    fn rule(&mut self, home: Option<&str>) -> Option<Part> {
        let word = self.next()?;
        Some(match () {
            () if word.is("PRIMARY") => Part::Rule(self.primary_key(home)?),
            () if word.is("UNIQUE") => {
                let columns = self.key_columns(home)?;
                Part::Rule(Rule::Unique { columns, conflict: self.conflict() })
            }
            () if word.is("CHECK") => {
                let expression = level(self.brackets()?);
                Part::Rule(Rule::Check { expression, conflict: self.conflict() })
            }
            () if word.is("FOREIGN") => {
                self.eat("KEY");
                let columns = names(self.brackets()?);
                self.eat("REFERENCES").then_some(())?;
                Part::Rule(Rule::ForeignKey(self.reference(columns)?))
            }
            () if word.is("REFERENCES") => {
                Part::Rule(Rule::ForeignKey(self.reference(vec![home?.to_owned()])?))
            }
            () => self.column_part(word)?,
        })
    }

    fn column_part(&mut self, word: &Word<'_>) -> Option<Part> {
        let part = match () {
            () if word.is("NOT") => {
                self.eat("NULL").then_some(())?;
                ColumnPart::NotNull(NotNull { conflict: self.conflict() })
            }
            () if word.is("NULL") => {
                self.conflict();
                return Some(Part::Nothing);
            }
            () if word.is("DEFAULT") => ColumnPart::Default(self.default()?),
            () if word.is("COLLATE") => ColumnPart::Collation(lookup_key(&self.next()?.name())),
            () if word.is("GENERATED") => {
                self.eat_all(&["ALWAYS", "AS"]).then_some(())?;
                ColumnPart::Generated(self.generated()?)
            }
            () if word.is("AS") => ColumnPart::Generated(self.generated()?),
            () => return None,
        };
        Some(Part::Column(part))
    }

    fn primary_key(&mut self, home: Option<&str>) -> Option<Rule> {
        self.eat("KEY").then_some(())?;
        let mut columns = match home {
            Some(home) => {
                vec![KeyColumn { name: home.to_owned(), collation: None, descending: self.order() }]
            }
            None => Vec::new(),
        };
        let mut autoincrement = false;
        if home.is_none() {
            let inside = self.brackets()?;
            // Below the columns, the word stands inside the brackets.
            autoincrement = inside.last().is_some_and(|word| word.is("AUTOINCREMENT"));
            columns = keys(&inside[..inside.len() - usize::from(autoincrement)])?;
        }
        let conflict = self.conflict();
        let autoincrement = autoincrement || self.eat("AUTOINCREMENT");
        Some(Rule::PrimaryKey { columns, autoincrement, conflict })
    }

    fn key_columns(&mut self, home: Option<&str>) -> Option<Vec<KeyColumn>> {
        match home {
            Some(home) => {
                Some(vec![KeyColumn { name: home.to_owned(), collation: None, descending: false }])
            }
            None => keys(self.brackets()?),
        }
    }

    fn order(&mut self) -> bool {
        !self.eat("ASC") && self.eat("DESC")
    }

    fn conflict(&mut self) -> Option<String> {
        self.eat_all(&["ON", "CONFLICT"])
            .then(|| self.next())
            .flatten()
            .map(|word| lookup_key(word.text))
            .filter(|how| how != "abort")
    }

    fn reference(&mut self, columns: Vec<String>) -> Option<Reference> {
        let table = lookup_key(&self.next()?.name());
        let to = self.brackets().map(names).unwrap_or_default();
        let mut reference = Reference { columns, table, to, ..Reference::default() };
        loop {
            if self.eat_all(&["ON", "DELETE"]) {
                reference.on_delete = self.action()?;
            } else if self.eat_all(&["ON", "UPDATE"]) {
                reference.on_update = self.action()?;
            } else if self.eat("MATCH") {
                self.next()?;
            } else if self.eat_all(&["NOT", "DEFERRABLE"]) {
                self.initially();
                reference.deferred = false;
            } else if self.eat("DEFERRABLE") {
                reference.deferred = self.initially();
            } else {
                return Some(reference);
            }
        }
    }

    /// What happens to a row whose parent goes; nothing is the same as `NO ACTION`.
    fn action(&mut self) -> Option<Option<String>> {
        let first = self.next()?;
        if first.is("NO") {
            self.eat("ACTION");
            return Some(None);
        }
        let second = if first.is("SET") { self.next() } else { None };
        Some(Some(level(&[Some(first), second].into_iter().flatten().cloned().collect::<Vec<_>>())))
    }

    fn initially(&mut self) -> bool {
        let deferred = self.eat_all(&["INITIALLY", "DEFERRED"]);
        self.eat_all(&["INITIALLY", "IMMEDIATE"]);
        deferred
    }

    fn default(&mut self) -> Option<String> {
        if let Some(inside) = self.brackets() {
            return Some(level(inside));
        }
        let start = self.at;
        if !self.eat("-") {
            self.eat("+");
        }
        self.next()?;
        Some(default(&self.words[start..self.at]))
    }

    fn generated(&mut self) -> Option<Generated> {
        let expression = level(self.brackets()?);
        let stored = self.eat("STORED");
        self.eat("VIRTUAL");
        Some(Generated { expression, stored })
    }
}

enum Part {
    Rule(Rule),
    Column(ColumnPart),
    Nothing,
}

enum ColumnPart {
    NotNull(NotNull),
    Default(String),
    Collation(String),
    Generated(Generated),
}

impl Column {
    fn set(&mut self, name: Option<String>, part: ColumnPart) {
        match part {
            ColumnPart::NotNull(what) => self.required = Some(Named { name, what }),
            ColumnPart::Default(what) => self.default = Some(Named { name, what }),
            ColumnPart::Collation(what) => self.collation = Some(Named { name, what }),
            ColumnPart::Generated(what) => self.generated = Some(Named { name, what }),
        }
    }
}

/// A default as an expression: a name without brackets is a text.
pub(super) fn default(words: &[Word<'_>]) -> String {
    match words {
        [word]
            if word.kind == TokenKind::Quoted
                || (word.kind == TokenKind::Word && !is_value(word.text)) =>
        {
            quote_text(&word.name())
        }
        _ => level(words),
    }
}

fn names(inside: &[Word<'_>]) -> Vec<String> {
    items(inside, 0..inside.len())
        .into_iter()
        .filter_map(|item| inside[item].first())
        .map(|word| lookup_key(&word.name()))
        .collect()
}

fn keys(inside: &[Word<'_>]) -> Option<Vec<KeyColumn>> {
    let key_column = |item: Range<usize>| {
        let mut cursor = Cursor { words: &inside[item], at: 0 };
        let name = lookup_key(&cursor.next()?.name());
        let collation = cursor
            .eat("COLLATE")
            .then(|| cursor.next())
            .flatten()
            .map(|word| lookup_key(&word.name()));
        Some(KeyColumn { name, collation, descending: cursor.order() })
    };
    items(inside, 0..inside.len()).into_iter().map(key_column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(one: &str, two: &str, expected: bool) {
        let read =
            |items: &str| table(&format!("CREATE TABLE t {items}")).expect("the table can be read");
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
