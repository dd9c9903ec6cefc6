//! Small random steps from one schema to another, and renames.

use crate::schema_model::{
    COLUMNS, Column, KINDS, Key, Random, STRICT_KINDS, Schema, TABLES, Table,
};

impl Schema {
    /// One step away from `self`.
    pub(crate) fn mutate(&mut self, random: &mut Random) {
        let free: Vec<&str> = TABLES
            .into_iter()
            .filter(|name| self.tables.iter().all(|table| table.name != *name))
            .collect();
        if self.tables.is_empty() || (random.one_in(8) && !free.is_empty()) {
            let name = random.pick(&free);
            self.tables.push(Table::random(random, name));
            return;
        }
        let at = random.below(self.tables.len());
        match random.below(10) {
            0 => _ = self.tables.remove(at),
            1 => self.add_something(random),
            2 => self.remove_something(random),
            _ => mutate_table(&mut self.tables[at], random),
        }
        self.tidy();
    }

    /// Renames a column or a table, wherever it is mentioned.
    pub(crate) fn rename(&mut self, random: &mut Random) -> Vec<String> {
        if self.tables.is_empty() {
            return Vec::new();
        }
        let at = random.below(self.tables.len());
        let table = self.tables[at].name.clone();
        if random.one_in(3) {
            self.rename_table(&table, "account");
            return vec![format!("{}=account", flagged(&table))];
        }
        let column = random.pick(&self.tables[at].columns).name;
        self.rename_column(at, &column, "renamed");
        vec![format!("{}.{}=renamed", flagged(&table), flagged(&column))]
    }

    fn rename_table(&mut self, from: &str, to: &str) {
        let named = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        for table in &mut self.tables {
            named(&mut table.name);
            table.references.iter_mut().for_each(|reference| named(&mut reference.table));
        }
        self.indexes.iter_mut().for_each(|index| named(&mut index.table));
        self.views.iter_mut().for_each(|view| named(&mut view.table));
        for trigger in &mut self.triggers {
            named(&mut trigger.table);
            named(&mut trigger.other);
        }
    }

    fn rename_column(&mut self, at: usize, from: &str, to: &str) {
        let table = &mut self.tables[at];
        let named = |name: &mut String| {
            if name == from {
                to.clone_into(name);
            }
        };
        for column in &mut table.columns {
            named(&mut column.name);
            column.generated.iter_mut().for_each(|(text, _)| *text = reworded(text, from, to));
            column.check.iter_mut().for_each(|text| *text = reworded(text, from, to));
        }
        if let Key::Columns(columns) = &mut table.key {
            columns.iter_mut().for_each(named);
        }
        table.uniques.iter_mut().for_each(|(_, columns)| columns.iter_mut().for_each(named));
        table.checks.iter_mut().for_each(|(_, text)| *text = reworded(text, from, to));
        table.references.iter_mut().for_each(|reference| named(&mut reference.column));
        for index in self.indexes.iter_mut().filter(|index| index.table == table.name) {
            index
                .parts
                .iter_mut()
                .chain(&mut index.only)
                .for_each(|text| *text = reworded(text, from, to));
        }
        for view in self.views.iter_mut().filter(|view| view.table == table.name) {
            view.columns.iter_mut().for_each(named);
        }
    }

    fn remove_something(&mut self, random: &mut Random) {
        match random.below(5) {
            4 => _ = self.virtuals.pop(),
            0 => _ = self.indexes.pop(),
            1 => _ = self.views.pop(),
            2 => _ = self.triggers.pop(),
            _ => {
                let at = random.below(self.tables.len());
                self.tables[at].references.pop();
            }
        }
    }
}

/// A name as `--rename` takes it.
fn flagged(name: &str) -> String {
    if name.contains('.') { format!("\"{name}\"") } else { name.to_owned() }
}

/// An expression with another name in it.
fn reworded(text: &str, from: &str, to: &str) -> String {
    let mut found = text.to_owned();
    for token in workbook_core::sql::token::tokenize(text).into_iter().rev() {
        if workbook_core::sql::token::unquote(&text[token.span.clone()]) == from {
            found.replace_range(token.span, to);
        }
    }
    found
}

fn mutate_table(table: &mut Table, random: &mut Random) {
    let at = random.below(table.columns.len());
    let others: Vec<String> =
        table.plain().into_iter().filter(|name| *name != table.columns[at].name).collect();
    let free: Vec<&str> = COLUMNS.into_iter().filter(|name| !table.has(name)).collect();
    match random.below(12) {
        0..=2 if !free.is_empty() => {
            let name = random.pick(&free);
            let column = Column::random(random, name, table.strict, &others);
            let place = if random.one_in(3) {
                random.below(table.columns.len())
            } else {
                table.columns.len()
            };
            table.columns.insert(place, column);
        }
        3 | 4 if others.len() > 1 => {
            let name = table.columns[at].name.clone();
            table.remove(&name);
        }
        5 | 6 => table.columns[at].vary(random, &[]),
        7 if table.columns[at].generated.is_none() => {
            // A default of the old type need not fit the new one.
            table.columns[at].default = None;
            table.columns[at].kind = random.pick(if table.strict { &STRICT_KINDS } else { &KINDS });
        }
        8 => table.choose_key(random),
        9 => table.add_rule(random),
        10 => {
            table.uniques.pop();
            table.checks.pop();
        }
        _ => {
            let other = random.below(table.columns.len());
            table.columns.swap(at, other);
        }
    }
}
