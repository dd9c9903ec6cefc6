//! Makes wrong answers of a right one in SQL: each is the text with one small change. It runs nothing.

use std::ops::Range;

use workbook_core::sql::bracket::{bracket_depths, closing_bracket};
use workbook_core::sql::token::{TokenKind, split_statements};
use workbook_core::sql::word::{Word, split_words};

use super::Edit;

mod column;

/// Every small change of a script.
pub(super) fn make_edits(sql: &str) -> Vec<Edit> {
    let statements = split_statements(sql).into_iter().map(|span| Statement::new(sql, span));
    statements.flat_map(|statement| statement.all_edits()).collect()
}

/// One statement, split into words.
struct Statement<'a> {
    sql: &'a str,
    span: Range<usize>,
    words: Vec<Word<'a>>,
    /// Number of brackets each word stands in; a bracket stands outside of itself.
    depths: Vec<usize>,
}

/// A run of tokens, by their numbers.
type TokenRun = Range<usize>;

impl<'a> Statement<'a> {
    fn new(sql: &'a str, span: Range<usize>) -> Statement<'a> {
        let mut words = split_words(sql);
        words.retain(|word| span.start <= word.span.start && word.span.end <= span.end);
        let depths = bracket_depths(&words);
        Statement { sql, span, words, depths }
    }

    fn all_edits(&self) -> Vec<Edit> {
        let mut edits = vec![self.drop_statement()];
        edits.extend(self.column_edits());
        edits.extend(self.insert_edits());
        edits.extend(self.clause_edits());
        edits.extend(self.select_edits());
        edits.extend(self.name_list_edits());
        for at in 0..self.words.len() {
            edits.extend(self.literal_edit(at));
            edits.extend(self.operator_edit(at));
            edits.extend(self.word_edit(at));
        }
        edits
    }

    fn drop_statement(&self) -> Edit {
        let after = self.sql[self.span.end..].trim_start();
        let gap = self.sql.len() - self.span.end - after.len();
        let end = if after.starts_with(';') { self.span.end + gap + 1 } else { self.span.end };
        Edit::drop(format!("drop the statement {}", self.describe()), self.span.start..end)
    }

    /// The values of an `INSERT`: a row less, or a column less in the list and in every row.
    fn insert_edits(&self) -> Vec<Edit> {
        let Some(values) = self.find_word(0, "VALUES") else { return Vec::new() };
        let rows = self.split_items(values + 1..self.clause_end(values));
        let mut edits = Vec::new();
        for (index, row) in rows.iter().enumerate().filter(|_| rows.len() > 1) {
            edits.push(Edit::drop(
                format!("drop the row `{}`", super::shorten(self.text_of(row))),
                self.bytes_without(&rows, index),
            ));
        }
        let columns = values
            .checked_sub(1)
            .filter(|close| self.is_word(*close, ")"))
            .and_then(|close| self.open_of(close));
        let Some(open) = columns else { return edits };
        let columns = self.split_items(open + 1..values - 1);
        let lists: Vec<Vec<TokenRun>> =
            rows.iter().map(|row| self.split_items(row.start + 1..row.end - 1)).collect();
        for (index, column) in columns.iter().enumerate().filter(|_| columns.len() > 1) {
            let cells: Vec<&TokenRun> = lists.iter().filter_map(|list| list.get(index)).collect();
            // A column that is left out is NULL anyway.
            if cells.len() < lists.len()
                || cells.iter().all(|cell| self.text_of(cell).eq_ignore_ascii_case("NULL"))
            {
                continue;
            }
            let mut pieces = vec![(self.bytes_without(&columns, index), String::new())];
            pieces
                .extend(lists.iter().map(|list| (self.bytes_without(list, index), String::new())));
            let what =
                format!("leave out the column `{}` in {}", self.text_of(column), self.describe());
            edits.push(Edit { what, pieces });
        }
        edits
    }

    /// A clause less: `WHERE`, `ORDER BY` and the like, `DISTINCT`; one assignment less; the other direction.
    fn clause_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in 0..self.words.len() {
            const DROPPED: [&[&str]; 4] = [&["WHERE"], &["HAVING"], &["LIMIT"], &["GROUP", "BY"]];
            if DROPPED.iter().any(|words| self.are_words(at, words)) {
                edits.push(self.drop_run(at..self.clause_end(at)));
            } else if self.is_word(at, "DISTINCT") {
                edits.push(self.drop_run(at..at + 1));
            } else if self.are_words(at, &["ORDER", "BY"]) {
                let end = self.clause_end(at);
                edits.push(self.drop_run(at..end));
                edits.extend(
                    self.split_items(at + 2..end).iter().map(|term| self.other_direction(term)),
                );
            } else if self.is_word(at, "SET") && self.is_word(0, "UPDATE") {
                let assignments = self.split_items(at + 1..self.clause_end(at));
                let many = (0..assignments.len()).filter(|_| assignments.len() > 1);
                edits.extend(many.map(|index| {
                    let what = format!(
                        "drop `{}` from {}",
                        super::shorten(self.text_of(&assignments[index])),
                        self.describe()
                    );
                    Edit::drop(what, self.bytes_without(&assignments, index))
                }));
            }
        }
        edits
    }

    fn other_direction(&self, term: &TokenRun) -> Edit {
        let last = term.end - 1;
        let (place, text) = match self.text_at(last).to_ascii_uppercase().as_str() {
            "DESC" => (self.bytes_of(&(last..term.end)), "ASC"),
            "ASC" => (self.bytes_of(&(last..term.end)), "DESC"),
            _ => (self.words[last].span.end..self.words[last].span.end, " DESC"),
        };
        let what = format!(
            "order by `{}` the other way round in {}",
            super::shorten(self.text_of(term)),
            self.describe()
        );
        Edit { what, pieces: vec![(place, text.to_owned())] }
    }

    /// The columns of a result: one less, or two in each other's place.
    fn select_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in (0..self.words.len()).filter(|at| self.is_word(*at, "SELECT")) {
            let first = at
                + 1
                + usize::from(self.is_word(at + 1, "DISTINCT") || self.is_word(at + 1, "ALL"));
            let columns = self.split_items(first..self.clause_end(at));
            for (index, column) in columns.iter().enumerate().filter(|_| columns.len() > 1) {
                let what = format!(
                    "drop `{}` from {}",
                    super::shorten(self.text_of(column)),
                    self.describe()
                );
                edits.push(Edit::drop(what, self.bytes_without(&columns, index)));
            }
            // The columns of a result are known by their names; those of an `INSERT … SELECT` by their places.
            if self.is_word(0, "INSERT") {
                edits.extend(self.swap_edits(&columns));
            }
        }
        edits
    }

    /// Lists of nothing but names, as an `INSERT`, an index and a key have them.
    fn name_list_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let is_index = self.is_word(0, "CREATE")
            && (self.is_word(1, "INDEX") || self.are_words(1, &["UNIQUE", "INDEX"]));
        for open in (0..self.words.len()).filter(|at| self.is_word(*at, "(")) {
            let items = self.split_items(open + 1..self.close_of(open));
            let is_key = is_index && self.depths[open] == 0;
            let are_names = is_key || items.iter().all(|item| self.is_name(item));
            if items.len() < 2 || !are_names || self.defines_columns(open) {
                continue;
            }
            edits.extend(self.swap_edits(&items));
            for (index, item) in items.iter().enumerate().filter(|_| is_index) {
                let what = format!(
                    "drop `{}` from {}",
                    super::shorten(self.text_of(item)),
                    self.describe()
                );
                edits.push(Edit::drop(what, self.bytes_without(&items, index)));
            }
        }
        edits
    }

    /// True for an item that is one bare or quoted name.
    fn is_name(&self, item: &TokenRun) -> bool {
        let kind = self.words[item.start].kind;
        item.len() == 1 && matches!(kind, TokenKind::Word | TokenKind::Quoted)
    }

    /// Each two neighbours in a list, swapped.
    fn swap_edits(&self, items: &[TokenRun]) -> Vec<Edit> {
        items.windows(2).map(|pair| self.swap_items(&pair[0], &pair[1])).collect()
    }

    fn swap_items(&self, left: &TokenRun, right: &TokenRun) -> Edit {
        let one = super::shorten(self.text_of(left));
        let two = super::shorten(self.text_of(right));
        Edit {
            what: format!("swap `{one}` and `{two}` in {}", self.describe()),
            pieces: vec![
                (self.bytes_of(left), self.text_of(right).to_owned()),
                (self.bytes_of(right), self.text_of(left).to_owned()),
            ],
        }
    }

    fn literal_edit(&self, at: usize) -> Option<Edit> {
        let text = self.text_at(at);
        let other = match self.words[at].kind {
            TokenKind::Number => match text.parse::<i64>() {
                Ok(number) => number.checked_add(1)?.to_string(),
                Err(_) => (text.parse::<f64>().ok()? + 1.0).to_string(),
            },
            TokenKind::String if text == "''" => "NULL".to_owned(),
            TokenKind::String if text.starts_with('\'') && text.ends_with('\'') => {
                format!("{}x'", &text[..text.len() - 1])
            }
            TokenKind::Word if self.is_word(at, "NULL") && !self.is_rule(at) => "''".to_owned(),
            _ => return None,
        };
        Some(self.replace_run(at..at + 1, &other))
    }

    /// True for a NULL that is part of `NOT NULL`, `IS NULL` or `SET NULL`, and no value.
    fn is_rule(&self, at: usize) -> bool {
        self.follows(at, &["NOT", "IS", "SET"])
    }

    fn operator_edit(&self, at: usize) -> Option<Edit> {
        let other = match self.text_at(at) {
            "<" => "<=",
            "<=" => "<",
            ">" => ">=",
            ">=" => ">",
            "=" if self.is_assignment(at) => return None,
            "=" | "==" => "<>",
            "<>" | "!=" => "=",
            "+" if self.is_between_values(at) => "-",
            "-" if self.is_between_values(at) => "+",
            _ => return None,
        };
        Some(self.replace_run(at..at + 1, other))
    }

    fn is_between_values(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &self.words[before]);
        before.is_some_and(|word| word.kind != TokenKind::Symbol || word.is(")"))
    }

    /// True for a `=` that gives a column its value, as in `SET a = 1`.
    fn is_assignment(&self, at: usize) -> bool {
        let starts = (0..at).filter(|one| self.is_word(*one, "SET"));
        let mut lists = starts.flat_map(|set| self.split_items(set + 1..self.clause_end(set)));
        lists.any(|item| item.start + 1 == at)
    }

    fn word_edit(&self, at: usize) -> Option<Edit> {
        let other = match self.text_at(at).to_ascii_uppercase().as_str() {
            "AND" if !self.is_between(at) => "OR",
            "OR" if !self.follows(at, &["CREATE", "INSERT", "UPDATE"]) => "AND",
            "IS" if self.is_word(at + 1, "NOT") => return Some(self.replace_run(at..at + 2, "IS")),
            "IS" => "IS NOT",
            "LEFT" | "INNER" if self.is_word(at + 1, "JOIN") => {
                let other = if self.is_word(at, "LEFT") { "JOIN" } else { "LEFT JOIN" };
                return Some(self.replace_run(at..at + 2, other));
            }
            "JOIN" if !self.follows(at, &["LEFT", "INNER", "OUTER", "CROSS"]) => "LEFT JOIN",
            "UNION" if self.is_word(at + 1, "ALL") => {
                return Some(self.replace_run(at..at + 2, "UNION"));
            }
            "UNION" => "UNION ALL",
            "MIN" if self.is_word(at + 1, "(") => "max",
            "MAX" if self.is_word(at + 1, "(") => "min",
            "SUM" if self.is_word(at + 1, "(") => "count",
            "CASCADE" => "SET NULL",
            "UNIQUE" if self.is_word(at + 1, "INDEX") => return Some(self.drop_run(at..at + 1)),
            _ => return None,
        };
        Some(self.replace_run(at..at + 1, other))
    }

    /// True for an AND that belongs to the BETWEEN before it.
    fn is_between(&self, at: usize) -> bool {
        let last = (0..at).rev().find(|one| {
            self.is_word(*one, "BETWEEN") || self.is_word(*one, "AND") || self.is_word(*one, "OR")
        });
        last.is_some_and(|one| self.is_word(one, "BETWEEN"))
    }

    // Finding one's way among the tokens.

    /// True when one of the words stands right before a token.
    fn follows(&self, at: usize, words: &[&str]) -> bool {
        at > 0 && words.iter().any(|word| self.is_word(at - 1, word))
    }

    fn text_at(&self, at: usize) -> &'a str {
        self.words.get(at).map_or("", |word| word.text)
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.text_at(at).eq_ignore_ascii_case(word)
    }

    fn are_words(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.is_word(at + index, word))
    }

    fn find_word(&self, from: usize, word: &str) -> Option<usize> {
        (from..self.words.len()).find(|at| self.is_word(*at, word))
    }

    fn close_of(&self, open: usize) -> usize {
        closing_bracket(&self.words, open).unwrap_or(self.words.len())
    }

    fn open_of(&self, close: usize) -> Option<usize> {
        (0..close).rev().find(|at| self.is_word(*at, "(") && self.depths[*at] == self.depths[close])
    }

    /// End of the clause that begins here: before the next one, or with the brackets or the statement it is in.
    fn clause_end(&self, at: usize) -> usize {
        const NEXT: [&str; 13] = [
            "FROM",
            "WHERE",
            "GROUP",
            "HAVING",
            "WINDOW",
            "ORDER",
            "LIMIT",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "RETURNING",
            "ON",
            ";",
        ];
        let depth = self.depths[at];
        // A bracket stands outside of itself, so the one that closes around the clause has a smaller depth.
        let mut rest = at + 1..self.words.len();
        let end = rest.find(|one| {
            let here = self.depths[*one];
            here < depth || here == depth && NEXT.iter().any(|word| self.is_word(*one, word))
        });
        end.unwrap_or(self.words.len())
    }

    /// The parts of a run between its commas; none for an empty run.
    fn split_items(&self, run: TokenRun) -> Vec<TokenRun> {
        let Some(depth) = self.depths.get(run.start).copied().filter(|_| !run.is_empty()) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        let mut start = run.start;
        for at in run.clone().filter(|at| self.depths[*at] == depth && self.is_word(*at, ",")) {
            items.push(start..at);
            start = at + 1;
        }
        items.push(start..run.end);
        items.retain(|item| !item.is_empty());
        items
    }

    fn bytes_of(&self, run: &TokenRun) -> Range<usize> {
        self.words[run.start].span.start..self.words[run.end - 1].span.end
    }

    fn text_of(&self, run: &TokenRun) -> &'a str {
        &self.sql[self.bytes_of(run)]
    }

    /// The bytes to take away so that a list has one item less and its commas stay right.
    fn bytes_without(&self, items: &[TokenRun], index: usize) -> Range<usize> {
        let here = self.bytes_of(&items[index]);
        match (items.get(index + 1), index.checked_sub(1)) {
            (Some(next), _) => here.start..self.bytes_of(next).start,
            (None, Some(before)) => self.bytes_of(&items[before]).end..here.end,
            (None, None) => here,
        }
    }

    fn drop_run(&self, run: TokenRun) -> Edit {
        let what =
            format!("drop `{}` from {}", super::shorten(self.text_of(&run)), self.describe());
        Edit::drop(what, self.bytes_of(&run))
    }

    fn replace_run(&self, run: TokenRun, other: &str) -> Edit {
        let what = format!(
            "write `{other}` for `{}` in {}",
            super::shorten(self.text_of(&run)),
            self.describe()
        );
        Edit { what, pieces: vec![(self.bytes_of(&run), other.to_owned())] }
    }

    /// The statement as descriptions show it.
    fn describe(&self) -> String {
        format!("`{}`", super::shorten(&self.sql[self.span.clone()]))
    }
}

#[cfg(test)]
mod tests;
