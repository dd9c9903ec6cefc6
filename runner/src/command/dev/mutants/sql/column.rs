//! Makes wrong answers of column definitions and of the rules of a table.

use workbook_core::sql::word::split_words;

use super::{Edit, Statement, TokenKind, TokenRun};
use crate::command::dev::mutants::shorten;

/// A rule of a column: `NOT NULL`, `DEFAULT 0`, `REFERENCES user (id) ON DELETE CASCADE`.
struct ColumnRule {
    run: TokenRun,
    /// Its first word, after `CONSTRAINT name`.
    first: usize,
    /// Parts that may be missing on their own, such as `ON DELETE CASCADE`.
    parts: Vec<TokenRun>,
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
        let mut edits = self.rename_everywhere(open - 1, "table").into_iter().collect::<Vec<_>>();
        let items = self.split_items(open + 1..close);
        for (index, item) in items.iter().enumerate() {
            let is_rule = TABLE_RULES.iter().any(|word| self.is_word(item.start, word));
            if items.len() > 1 {
                let noun = if is_rule { "rule" } else { "column" };
                let what = format!("drop the {noun} `{}`", shorten(self.text_of(item)));
                edits.push(Edit::drop(what, self.bytes_without(&items, index)));
            }
            if is_rule {
                let actions = self.reference_actions(item).into_iter();
                edits.extend(actions.map(|part| self.drop_from(&part, item)));
            } else {
                edits.extend(self.definition_edits(item));
            }
        }
        if close + 1 < self.words.len() {
            edits.extend(self.split_items(close + 1..self.words.len()).into_iter().map(|option| {
                let what = format!("drop `{}` from {}", self.text_of(&option), self.describe());
                Edit::drop(
                    what,
                    self.words[close].span.end..self.bytes_of(&(close..self.words.len())).end,
                )
            }));
        }
        edits
    }

    /// True for the bracket that holds the columns of a `CREATE TABLE`.
    pub(super) fn defines_columns(&self, open: usize) -> bool {
        self.definitions() == Some(open)
    }

    /// The bracket with the columns of a `CREATE TABLE`.
    fn definitions(&self) -> Option<usize> {
        let table = (1..3).find(|at| self.is_word(*at, "TABLE"))?;
        let open = self.find_word(table, "(")?;
        (self.is_word(0, "CREATE") && self.find_word(0, "AS").is_none_or(|at| self.depths[at] > 0))
            .then_some(open)
    }

    fn added_column(&self) -> Option<TokenRun> {
        let add = self.find_word(0, "ADD").filter(|_| self.are_words(0, &["ALTER", "TABLE"]))?;
        let start = add + 1 + usize::from(self.is_word(add + 1, "COLUMN"));
        (start < self.words.len()).then_some(start..self.words.len())
    }

    fn definition_edits(&self, item: &TokenRun) -> Vec<Edit> {
        let mut edits: Vec<Edit> =
            self.rename_everywhere(item.start, "column").into_iter().collect();
        let mut rest = item.start + 1..item.end;
        let rules = rest.find(|at| self.begins_rule(*at)).unwrap_or(item.end);
        edits.extend(self.other_type(item, item.start + 1..rules));
        let rules = self.column_rules(rules..item.end);
        for rule in &rules {
            edits.push(self.drop_from(&rule.run, item));
            edits.extend(rule.parts.iter().map(|part| self.drop_from(part, item)));
        }
        let is_key = rules.iter().any(|rule| self.is_word(rule.first, "PRIMARY"));
        for word in ["NOT NULL", "UNIQUE"] {
            let first = word.split(' ').next().unwrap_or_default();
            let has = rules.iter().any(|rule| self.is_word(rule.first, first));
            if !has && !is_key {
                let end = self.bytes_of(item).end;
                let what = format!("add `{word}` to `{}`", shorten(self.text_of(item)));
                edits.push(Edit { what, pieces: vec![(end..end, format!(" {word}"))] });
            }
        }
        edits
    }

    fn begins_rule(&self, at: usize) -> bool {
        RULES.iter().any(|word| self.is_word(at, word)) || self.is_word(at, "AS")
    }

    /// The rules of a column one by one. `CONSTRAINT name` belongs to the one after it.
    fn column_rules(&self, run: TokenRun) -> Vec<ColumnRule> {
        let mut rules = Vec::new();
        let mut start = run.start;
        while start < run.end {
            let named = if self.is_word(start, "CONSTRAINT") { start + 2 } else { start };
            // `NOT NULL` and `DEFAULT NULL` have a second word that would begin a rule; a default is one value.
            let least = named
                + if self.is_word(named, "NOT") || self.is_word(named, "DEFAULT") { 2 } else { 1 };
            let depth = self.depths[run.start];
            let end = (least..run.end).find(|at| {
                self.depths[*at] == depth
                    && self.begins_rule(*at)
                    && !self.is_part(*at)
                    && !(self.is_word(*at, "AS") && self.is_word(named, "GENERATED"))
            });
            let end = end.unwrap_or(run.end);
            let rule = start..end;
            let mut parts = self.reference_actions(&rule);
            parts.extend(
                (named + 1..end)
                    .filter(|at| self.is_word(*at, "AUTOINCREMENT"))
                    .map(|at| at..at + 1),
            );
            rules.push(ColumnRule { run: rule, first: named, parts });
            start = end;
        }
        rules
    }

    /// `ON DELETE SET NULL`, `ON DELETE SET DEFAULT` and `NOT DEFERRABLE` go on with a word that else begins a rule.
    fn is_part(&self, at: usize) -> bool {
        self.is_word(at - 1, "SET") || self.is_word(at, "NOT") && self.is_word(at + 1, "DEFERRABLE")
    }

    /// Actions of a reference: `ON DELETE …` and `ON UPDATE …`.
    fn reference_actions(&self, run: &TokenRun) -> Vec<TokenRun> {
        let starts = run.clone().filter(|at| {
            self.is_word(*at, "ON")
                && (self.is_word(at + 1, "DELETE") || self.is_word(at + 1, "UPDATE"))
        });
        let actions = starts.map(|at| {
            let has_two_words = self.is_word(at + 2, "SET") || self.is_word(at + 2, "NO");
            let width = if has_two_words { 4 } else { 3 };
            at..(at + width).min(run.end)
        });
        actions.collect()
    }

    fn drop_from(&self, part: &TokenRun, item: &TokenRun) -> Edit {
        let what = format!(
            "drop `{}` from `{}`",
            shorten(self.text_of(part)),
            shorten(self.text_of(item))
        );
        Edit::drop(what, self.bytes_of(part))
    }

    fn other_type(&self, item: &TokenRun, run: TokenRun) -> Option<Edit> {
        if run.is_empty() {
            return None;
        }
        let name = self.text_of(&run).to_ascii_uppercase();
        let is_text = ["CHAR", "TEXT", "CLOB"].iter().any(|word| name.contains(word));
        let other = if is_text { "INTEGER" } else { "TEXT" };
        let what = format!(
            "write `{other}` for `{}` in `{}`",
            self.text_of(&run),
            shorten(self.text_of(item))
        );
        Some(Edit { what, pieces: vec![(self.bytes_of(&run), other.to_owned())] })
    }

    /// Another name for what is defined here, everywhere in the file.
    fn rename_everywhere(&self, at: usize, noun: &str) -> Option<Edit> {
        let name = self.text_at(at);
        let other = match self.words.get(at)?.kind {
            TokenKind::Word => format!("{name}_x"),
            TokenKind::Quoted => {
                format!("{}_x{}", &name[..name.len() - 1], &name[name.len() - 1..])
            }
            _ => return None,
        };
        let same = split_words(self.sql).into_iter().filter(|word| word.text == name);
        let pieces = same.map(|word| (word.span, other.clone())).collect();
        Some(Edit { what: format!("rename the {noun} `{name}`"), pieces })
    }
}
