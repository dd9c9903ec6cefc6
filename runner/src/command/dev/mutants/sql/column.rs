//! Makes wrong answers of column definitions and of the rules of a table.

use super::{Edit, Run, Statement, TokenKind};
use crate::command::dev::mutants::short;

/// A rule of a column: `NOT NULL`, `DEFAULT 0`, `REFERENCES user (id) ON DELETE CASCADE`.
struct Rule {
    run: Run,
    /// Its first word, after `CONSTRAINT name`.
    first: usize,
    /// Parts that may be missing on their own, such as `ON DELETE CASCADE`.
    parts: Vec<Run>,
}

/// The words that begin a rule of a column, and so end its type.
const RULES: [&str; 10] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
];
/// The words that begin a rule of a table.
const TABLE_RULES: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

impl Statement<'_> {
    /// Changes of what a `CREATE TABLE` or an `ADD COLUMN` defines.
    pub(super) fn column_edits(&self) -> Vec<Edit> {
        if let Some(column) = self.added_column() {
            return self.definition_edits(&column);
        }
        let Some(open) = self.definitions() else { return Vec::new() };
        let close = self.close_of(open);
        let mut edits = self.rename(open - 1, "table").into_iter().collect::<Vec<_>>();
        let items = self.items(open + 1..close);
        for (index, item) in items.iter().enumerate() {
            let is_rule = TABLE_RULES.iter().any(|word| self.is(item.start, word));
            if items.len() > 1 {
                let noun = if is_rule { "rule" } else { "column" };
                let what = format!("drop the {noun} `{}`", short(self.slice(item)));
                edits.push(Edit::drop(what, self.without(&items, index)));
            }
            match is_rule {
                true => edits
                    .extend(self.actions(item).into_iter().map(|part| self.drop_from(&part, item))),
                false => edits.extend(self.definition_edits(item)),
            }
        }
        if close + 1 < self.tokens.len() {
            edits.extend(self.items(close + 1..self.tokens.len()).into_iter().map(|option| {
                let what = format!("drop `{}` from {}", self.slice(&option), self.shown());
                Edit::drop(
                    what,
                    self.tokens[close].span.end..self.bytes(&(close..self.tokens.len())).end,
                )
            }));
        }
        edits
    }

    /// Whether this bracket holds the columns of a `CREATE TABLE`.
    pub(super) fn defines_columns(&self, open: usize) -> bool {
        self.definitions() == Some(open)
    }

    /// The bracket with the columns of a `CREATE TABLE`.
    fn definitions(&self) -> Option<usize> {
        let table = (1..3).find(|at| self.is(*at, "TABLE"))?;
        let open = self.find(table, "(")?;
        (self.is(0, "CREATE") && self.find(0, "AS").is_none_or(|at| self.depths[at] > 0))
            .then_some(open)
    }

    fn added_column(&self) -> Option<Run> {
        let add = self.find(0, "ADD").filter(|_| self.are(0, &["ALTER", "TABLE"]))?;
        let start = add + 1 + usize::from(self.is(add + 1, "COLUMN"));
        (start < self.tokens.len()).then_some(start..self.tokens.len())
    }

    fn definition_edits(&self, item: &Run) -> Vec<Edit> {
        let mut edits: Vec<Edit> = self.rename(item.start, "column").into_iter().collect();
        let begins_rule = |at: &usize| self.begins_rule(*at);
        let rules = (item.start + 1..item.end).find(begins_rule).unwrap_or(item.end);
        edits.extend(self.other_type(item, item.start + 1..rules));
        let rules = self.rules(rules..item.end);
        for rule in &rules {
            edits.push(self.drop_from(&rule.run, item));
            edits.extend(rule.parts.iter().map(|part| self.drop_from(part, item)));
        }
        let is_key = rules.iter().any(|rule| self.is(rule.first, "PRIMARY"));
        for word in ["NOT NULL", "UNIQUE"] {
            let first = word.split(' ').next().unwrap_or_default();
            let has = rules.iter().any(|rule| self.is(rule.first, first));
            if !has && !is_key {
                let end = self.bytes(item).end;
                let what = format!("add `{word}` to `{}`", short(self.slice(item)));
                edits.push(Edit { what, pieces: vec![(end..end, format!(" {word}"))] });
            }
        }
        edits
    }

    fn begins_rule(&self, at: usize) -> bool {
        RULES.iter().any(|word| self.is(at, word)) || self.is(at, "AS")
    }

    /// The rules of a column one by one. `CONSTRAINT name` belongs to the one after it.
    fn rules(&self, run: Run) -> Vec<Rule> {
        let mut rules = Vec::new();
        let mut start = run.start;
        while start < run.end {
            let named = if self.is(start, "CONSTRAINT") { start + 2 } else { start };
            // `NOT NULL` and `DEFAULT NULL` have a second word that would begin a rule; a default is one value.
            let least =
                named + if self.is(named, "NOT") || self.is(named, "DEFAULT") { 2 } else { 1 };
            let depth = self.depths[run.start];
            let ends = |at: &usize| {
                self.depths[*at] == depth
                    && self.begins_rule(*at)
                    && !self.is_part(*at)
                    && !(self.is(*at, "AS") && self.is(named, "GENERATED"))
            };
            let end = (least..run.end).find(ends).unwrap_or(run.end);
            let rule = start..end;
            let mut parts = self.actions(&rule);
            parts.extend(
                (named + 1..end).filter(|at| self.is(*at, "AUTOINCREMENT")).map(|at| at..at + 1),
            );
            rules.push(Rule { run: rule, first: named, parts });
            start = end;
        }
        rules
    }

    /// `ON DELETE SET NULL`, `ON DELETE SET DEFAULT` and `NOT DEFERRABLE` go on with a word that else begins a rule.
    fn is_part(&self, at: usize) -> bool {
        self.is(at - 1, "SET") || self.is(at, "NOT") && self.is(at + 1, "DEFERRABLE")
    }

    /// What happens to a reference: `ON DELETE …` and `ON UPDATE …`.
    fn actions(&self, run: &Run) -> Vec<Run> {
        let begins = |at: &usize| {
            self.is(*at, "ON") && (self.is(at + 1, "DELETE") || self.is(at + 1, "UPDATE"))
        };
        let width = |at: usize| if self.is(at + 2, "SET") || self.is(at + 2, "NO") { 4 } else { 3 };
        run.clone().filter(begins).map(|at| at..(at + width(at)).min(run.end)).collect()
    }

    fn drop_from(&self, part: &Run, item: &Run) -> Edit {
        let what = format!("drop `{}` from `{}`", short(self.slice(part)), short(self.slice(item)));
        Edit::drop(what, self.bytes(part))
    }

    fn other_type(&self, item: &Run, run: Run) -> Option<Edit> {
        if run.is_empty() {
            return None;
        }
        let name = self.slice(&run).to_ascii_uppercase();
        let is_text = ["CHAR", "TEXT", "CLOB"].iter().any(|word| name.contains(word));
        let other = if is_text { "INTEGER" } else { "TEXT" };
        let what =
            format!("write `{other}` for `{}` in `{}`", self.slice(&run), short(self.slice(item)));
        Some(Edit { what, pieces: vec![(self.bytes(&run), other.to_owned())] })
    }

    /// Another name for what is defined here, everywhere in the file.
    fn rename(&self, at: usize, noun: &str) -> Option<Edit> {
        let name = self.text(at);
        let other = match self.tokens.get(at)?.kind {
            TokenKind::Word => format!("{name}_x"),
            TokenKind::Quoted => {
                format!("{}_x{}", &name[..name.len() - 1], &name[name.len() - 1..])
            }
            _ => return None,
        };
        let tokens = workbook_core::sql::token::tokenize(self.sql).into_iter();
        let same = tokens.filter(|token| {
            token.kind != TokenKind::Comment && &self.sql[token.span.clone()] == name
        });
        let pieces = same.map(|token| (token.span, other.clone())).collect();
        Some(Edit { what: format!("rename the {noun} `{name}`"), pieces })
    }
}
