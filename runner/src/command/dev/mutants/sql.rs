//! Makes wrong answers of a right one in SQL: each is the text with one small change. It runs nothing.

use std::ops::Range;

use workbook_core::sql::token::{self, Token, TokenKind};

use super::Edit;

mod column;

/// Every small change of a script.
pub(super) fn edits(sql: &str) -> Vec<Edit> {
    let statements = token::split_statements(sql).into_iter().map(|span| Statement::new(sql, span));
    statements.flat_map(|statement| statement.edits()).collect()
}

/// One statement, cut into tokens without its comments.
struct Statement<'a> {
    sql: &'a str,
    span: Range<usize>,
    tokens: Vec<Token>,
    /// For each token, how many brackets it stands in; a bracket stands outside of itself.
    depths: Vec<usize>,
}

/// A run of tokens, by their numbers.
type Run = Range<usize>;

impl<'a> Statement<'a> {
    fn new(sql: &'a str, span: Range<usize>) -> Statement<'a> {
        let inside = |token: &Token| span.start <= token.span.start && token.span.end <= span.end;
        let tokens: Vec<Token> = token::tokenize(sql)
            .into_iter()
            .filter(|token| token.kind != TokenKind::Comment && inside(token))
            .collect();
        let mut depth: usize = 0;
        let depth_of = |token: &Token| {
            let before = depth;
            match &sql[token.span.clone()] {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => return before,
            }
            before.min(depth)
        };
        let depths = tokens.iter().map(depth_of).collect();
        Statement { sql, span, tokens, depths }
    }

    fn edits(&self) -> Vec<Edit> {
        let mut edits = vec![self.drop_statement()];
        edits.extend(self.column_edits());
        edits.extend(self.insert_edits());
        edits.extend(self.clause_edits());
        edits.extend(self.select_edits());
        edits.extend(self.name_list_edits());
        for at in 0..self.tokens.len() {
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
        Edit::drop(format!("drop the statement {}", self.shown()), self.span.start..end)
    }

    /// The values of an `INSERT`: a row less, or a column less in the list and in every row.
    fn insert_edits(&self) -> Vec<Edit> {
        let Some(values) = self.find(0, "VALUES") else { return Vec::new() };
        let rows = self.items(values + 1..self.clause_end(values));
        let mut edits = Vec::new();
        for (index, row) in rows.iter().enumerate().filter(|_| rows.len() > 1) {
            edits.push(Edit::drop(
                format!("drop the row `{}`", super::short(self.slice(row))),
                self.without(&rows, index),
            ));
        }
        let columns = values
            .checked_sub(1)
            .filter(|close| self.is(*close, ")"))
            .and_then(|close| self.open_of(close));
        let Some(open) = columns else { return edits };
        let columns = self.items(open + 1..values - 1);
        let lists: Vec<Vec<Run>> =
            rows.iter().map(|row| self.items(row.start + 1..row.end - 1)).collect();
        for (index, column) in columns.iter().enumerate().filter(|_| columns.len() > 1) {
            let cells: Vec<&Run> = lists.iter().filter_map(|list| list.get(index)).collect();
            // A column that is left out is NULL anyway.
            if cells.len() < lists.len()
                || cells.iter().all(|cell| self.slice(cell).eq_ignore_ascii_case("NULL"))
            {
                continue;
            }
            let mut pieces = vec![(self.without(&columns, index), String::new())];
            pieces.extend(lists.iter().map(|list| (self.without(list, index), String::new())));
            let what = format!("leave out the column `{}` in {}", self.slice(column), self.shown());
            edits.push(Edit { what, pieces });
        }
        edits
    }

    /// A clause less: `WHERE`, `ORDER BY` and the like, `DISTINCT`; one assignment less; the other direction.
    fn clause_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in 0..self.tokens.len() {
            let named = |words: &[&str]| self.are(at, words);
            if named(&["WHERE"])
                || named(&["HAVING"])
                || named(&["LIMIT"])
                || named(&["GROUP", "BY"])
            {
                edits.push(self.drop_run(at..self.clause_end(at)));
            } else if named(&["DISTINCT"]) {
                edits.push(self.drop_run(at..at + 1));
            } else if named(&["ORDER", "BY"]) {
                let end = self.clause_end(at);
                edits.push(self.drop_run(at..end));
                edits.extend(self.items(at + 2..end).iter().map(|term| self.other_direction(term)));
            } else if named(&["SET"]) && self.is(0, "UPDATE") {
                let assignments = self.items(at + 1..self.clause_end(at));
                let many = (0..assignments.len()).filter(|_| assignments.len() > 1);
                edits.extend(many.map(|index| {
                    let what = format!(
                        "drop `{}` from {}",
                        super::short(self.slice(&assignments[index])),
                        self.shown()
                    );
                    Edit::drop(what, self.without(&assignments, index))
                }));
            }
        }
        edits
    }

    fn other_direction(&self, term: &Run) -> Edit {
        let last = term.end - 1;
        let (place, text) = match self.text(last).to_ascii_uppercase().as_str() {
            "DESC" => (self.bytes(&(last..term.end)), "ASC"),
            "ASC" => (self.bytes(&(last..term.end)), "DESC"),
            _ => (self.tokens[last].span.end..self.tokens[last].span.end, " DESC"),
        };
        let what = format!(
            "order by `{}` the other way round in {}",
            super::short(self.slice(term)),
            self.shown()
        );
        Edit { what, pieces: vec![(place, text.to_owned())] }
    }

    /// The columns of a result: one less, or two in each other's place.
    fn select_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        for at in (0..self.tokens.len()).filter(|at| self.is(*at, "SELECT")) {
            let first = at + 1 + usize::from(self.is(at + 1, "DISTINCT") || self.is(at + 1, "ALL"));
            let columns = self.items(first..self.clause_end(at));
            for (index, column) in columns.iter().enumerate().filter(|_| columns.len() > 1) {
                let what =
                    format!("drop `{}` from {}", super::short(self.slice(column)), self.shown());
                edits.push(Edit::drop(what, self.without(&columns, index)));
            }
            // The columns of a result are known by their names; those of an `INSERT … SELECT` by their places.
            if self.is(0, "INSERT") {
                edits.extend(self.swaps(&columns));
            }
        }
        edits
    }

    /// Lists of nothing but names, as an `INSERT`, an index and a key have them.
    fn name_list_edits(&self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let is_index =
            self.is(0, "CREATE") && (self.is(1, "INDEX") || self.are(1, &["UNIQUE", "INDEX"]));
        for open in (0..self.tokens.len()).filter(|at| self.is(*at, "(")) {
            let items = self.items(open + 1..self.close_of(open));
            let is_name = |item: &Run| {
                item.len() == 1
                    && matches!(self.tokens[item.start].kind, TokenKind::Word | TokenKind::Quoted)
                    || is_index && self.depths[open] == 0
            };
            if items.len() < 2 || !items.iter().all(is_name) || self.defines_columns(open) {
                continue;
            }
            edits.extend(self.swaps(&items));
            for (index, item) in items.iter().enumerate().filter(|_| is_index) {
                let what =
                    format!("drop `{}` from {}", super::short(self.slice(item)), self.shown());
                edits.push(Edit::drop(what, self.without(&items, index)));
            }
        }
        edits
    }

    fn swaps(&self, items: &[Run]) -> Vec<Edit> {
        let swap = |pair: &[Run]| {
            let [one, two] = [self.slice(&pair[0]), self.slice(&pair[1])];
            let what = format!(
                "swap `{}` and `{}` in {}",
                super::short(one),
                super::short(two),
                self.shown()
            );
            Edit {
                what,
                pieces: vec![
                    (self.bytes(&pair[0]), two.to_owned()),
                    (self.bytes(&pair[1]), one.to_owned()),
                ],
            }
        };
        items.windows(2).map(swap).collect()
    }

    fn literal_edit(&self, at: usize) -> Option<Edit> {
        let text = self.text(at);
        let other = match self.tokens[at].kind {
            TokenKind::Number => match text.parse::<i64>() {
                Ok(number) => number.checked_add(1)?.to_string(),
                Err(_) => (text.parse::<f64>().ok()? + 1.0).to_string(),
            },
            TokenKind::String if text == "''" => "NULL".to_owned(),
            TokenKind::String if text.starts_with('\'') && text.ends_with('\'') => {
                format!("{}x'", &text[..text.len() - 1])
            }
            TokenKind::Word if self.is(at, "NULL") && !self.is_rule(at) => "''".to_owned(),
            _ => return None,
        };
        Some(self.replace(at..at + 1, &other))
    }

    /// Whether this NULL is part of `NOT NULL`, `IS NULL` or `SET NULL`, and no value.
    fn is_rule(&self, at: usize) -> bool {
        at.checked_sub(1)
            .is_some_and(|before| ["NOT", "IS", "SET"].iter().any(|word| self.is(before, word)))
    }

    fn operator_edit(&self, at: usize) -> Option<Edit> {
        let other = match self.text(at) {
            "<" => "<=",
            "<=" => "<",
            ">" => ">=",
            ">=" => ">",
            "=" if self.assigns(at) => return None,
            "=" | "==" => "<>",
            "<>" | "!=" => "=",
            "+" if self.is_between_values(at) => "-",
            "-" if self.is_between_values(at) => "+",
            _ => return None,
        };
        Some(self.replace(at..at + 1, other))
    }

    fn is_between_values(&self, at: usize) -> bool {
        let value =
            |token: &Token| token.kind != TokenKind::Symbol || &self.sql[token.span.clone()] == ")";
        at.checked_sub(1).is_some_and(|before| value(&self.tokens[before]))
    }

    /// Whether this `=` gives a column its value, as in `SET a = 1`.
    fn assigns(&self, at: usize) -> bool {
        let starts = (0..at).filter(|one| self.is(*one, "SET"));
        let mut lists = starts.flat_map(|set| self.items(set + 1..self.clause_end(set)));
        lists.any(|item| item.start + 1 == at)
    }

    fn word_edit(&self, at: usize) -> Option<Edit> {
        let before = |word: &str| at > 0 && self.is(at - 1, word);
        let other = match self.text(at).to_ascii_uppercase().as_str() {
            "AND" if !self.is_between(at) => "OR",
            "OR" if !before("CREATE") && !before("INSERT") && !before("UPDATE") => "AND",
            "IS" if self.is(at + 1, "NOT") => return Some(self.replace(at..at + 2, "IS")),
            "IS" => "IS NOT",
            "LEFT" | "INNER" if self.is(at + 1, "JOIN") => {
                let other = if self.is(at, "LEFT") { "JOIN" } else { "LEFT JOIN" };
                return Some(self.replace(at..at + 2, other));
            }
            "JOIN" if !["LEFT", "INNER", "OUTER", "CROSS"].iter().any(|word| before(word)) => {
                "LEFT JOIN"
            }
            "UNION" if self.is(at + 1, "ALL") => return Some(self.replace(at..at + 2, "UNION")),
            "UNION" => "UNION ALL",
            "MIN" if self.is(at + 1, "(") => "max",
            "MAX" if self.is(at + 1, "(") => "min",
            "SUM" if self.is(at + 1, "(") => "count",
            "CASCADE" => "SET NULL",
            "UNIQUE" if self.is(at + 1, "INDEX") => return Some(self.drop_run(at..at + 1)),
            _ => return None,
        };
        Some(self.replace(at..at + 1, other))
    }

    /// Whether this AND belongs to the BETWEEN before it.
    fn is_between(&self, at: usize) -> bool {
        let last = (0..at)
            .rev()
            .find(|one| self.is(*one, "BETWEEN") || self.is(*one, "AND") || self.is(*one, "OR"));
        last.is_some_and(|one| self.is(one, "BETWEEN"))
    }

    // Finding one's way among the tokens.

    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| &self.sql[token.span.clone()])
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.text(at).eq_ignore_ascii_case(word)
    }

    fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.is(at + index, word))
    }

    fn find(&self, from: usize, word: &str) -> Option<usize> {
        (from..self.tokens.len()).find(|at| self.is(*at, word))
    }

    fn close_of(&self, open: usize) -> usize {
        let close = |at: &usize| self.is(*at, ")") && self.depths[*at] == self.depths[open];
        (open + 1..self.tokens.len()).find(close).unwrap_or(self.tokens.len())
    }

    fn open_of(&self, close: usize) -> Option<usize> {
        (0..close).rev().find(|at| self.is(*at, "(") && self.depths[*at] == self.depths[close])
    }

    /// Where the clause that begins here ends: before the next one, or with the brackets or the statement it is in.
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
        let ends = |one: &usize| {
            let here = self.depths[*one];
            here < depth || here == depth && NEXT.iter().any(|word| self.is(*one, word))
        };
        (at + 1..self.tokens.len()).find(ends).unwrap_or(self.tokens.len())
    }

    /// The parts of a run between its commas; none for an empty run.
    fn items(&self, run: Run) -> Vec<Run> {
        let Some(depth) = self.depths.get(run.start).copied().filter(|_| !run.is_empty()) else {
            return Vec::new();
        };
        let mut items = Vec::new();
        let mut start = run.start;
        for at in run.clone().filter(|at| self.depths[*at] == depth && self.is(*at, ",")) {
            items.push(start..at);
            start = at + 1;
        }
        items.push(start..run.end);
        items.retain(|item| !item.is_empty());
        items
    }

    fn bytes(&self, run: &Run) -> Range<usize> {
        self.tokens[run.start].span.start..self.tokens[run.end - 1].span.end
    }

    fn slice(&self, run: &Run) -> &'a str {
        &self.sql[self.bytes(run)]
    }

    /// The bytes to take away so that a list has one item less and its commas stay right.
    fn without(&self, items: &[Run], index: usize) -> Range<usize> {
        let here = self.bytes(&items[index]);
        match (items.get(index + 1), index.checked_sub(1)) {
            (Some(next), _) => here.start..self.bytes(next).start,
            (None, Some(before)) => self.bytes(&items[before]).end..here.end,
            (None, None) => here,
        }
    }

    fn drop_run(&self, run: Run) -> Edit {
        let what = format!("drop `{}` from {}", super::short(self.slice(&run)), self.shown());
        Edit::drop(what, self.bytes(&run))
    }

    fn replace(&self, run: Run, other: &str) -> Edit {
        let what =
            format!("write `{other}` for `{}` in {}", super::short(self.slice(&run)), self.shown());
        Edit { what, pieces: vec![(self.bytes(&run), other.to_owned())] }
    }

    /// The statement as descriptions show it.
    fn shown(&self) -> String {
        format!("`{}`", super::short(&self.sql[self.span.clone()]))
    }
}

#[cfg(test)]
mod tests;
