//! Two random schemas and rows for the first, and how to make such a pair smaller.

use crate::round_trip::Change;
use crate::schema_model::{
    COLUMNS, Column, Key, Random, Schema, TABLES, Table, Virtual, list, quoted,
};

/// A schema, its rows, and what it becomes.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    current: Schema,
    wanted: Schema,
    rows: Vec<String>,
    renames: Vec<String>,
}

impl Pair {
    pub(crate) fn random(random: &mut Random) -> Pair {
        let current = Schema::random(random);
        let mut wanted = current.clone();
        if random.one_in(10) {
            wanted = Schema::random(random);
        }
        let renames = if random.one_in(4) { wanted.rename(random) } else { Vec::new() };
        for _ in 0..=random.below(4) {
            wanted.mutate(random);
        }
        let rows = rows(&current, random);
        Pair { current, wanted, rows, renames }
    }

    pub(crate) fn change(&self) -> Change {
        let (current, wanted) = (self.current.sql(), self.wanted.sql());
        Change { current, wanted, rows: self.rows.join("\n"), renames: self.renames.clone() }
    }

    /// The pair with one thing less, in every way.
    pub(crate) fn smaller(&self) -> Vec<Pair> {
        let mut found = Vec::new();
        for at in 0..self.rows.len() {
            let mut pair = self.clone();
            pair.rows.remove(at);
            found.push(pair);
        }
        for at in 0..self.renames.len() {
            let mut pair = self.clone();
            pair.renames.remove(at);
            found.push(pair);
        }
        for name in TABLES {
            found.extend(self.without(|schema| schema.tables.retain(|table| table.name != name)));
            let on = move |schema: &mut Schema, work: &dyn Fn(&mut Table)| {
                schema.tables.iter_mut().filter(|table| table.name == name).for_each(work);
            };
            for column in COLUMNS {
                found.extend(self.without(|schema| on(schema, &|table| table.remove(column))));
                let plain = |table: &mut Table| {
                    let columns = table.columns.iter_mut().filter(|one| one.name == column);
                    columns.for_each(|one| {
                        *one =
                            Column { name: one.name.clone(), kind: one.kind, ..Column::default() }
                    });
                };
                found.extend(self.without(|schema| on(schema, &plain)));
            }
            found.extend(self.without(|schema| on(schema, &|table| table.uniques.clear())));
            found.extend(self.without(|schema| on(schema, &|table| table.checks.clear())));
            found.extend(self.without(|schema| on(schema, &|table| table.references.clear())));
            found.extend(self.without(|schema| on(schema, &|table| table.strict = false)));
            found.extend(self.without(|schema| on(schema, &|table| table.lines = false)));
            found.extend(self.without(|schema| {
                on(schema, &|table| (table.key, table.without_rowid) = (Key::None, false));
            }));
        }
        found.extend(self.without(|schema| _ = schema.indexes.pop()));
        found.extend(self.without(|schema| _ = schema.views.pop()));
        found.extend(self.without(|schema| _ = schema.triggers.pop()));
        found.extend(self.without(|schema| _ = schema.virtuals.pop()));
        let text = |pair: &Pair| format!("{:?}", pair.change());
        let own = text(self);
        found.retain(|pair| text(pair) != own);
        found
    }

    /// Something taken from both schemas, or from one.
    fn without(&self, work: impl Fn(&mut Schema)) -> [Pair; 3] {
        let work = |schema: &mut Schema| {
            work(schema);
            schema.tidy();
        };
        let (mut both, mut current, mut wanted) = (self.clone(), self.clone(), self.clone());
        work(&mut both.current);
        work(&mut both.wanted);
        work(&mut current.current);
        work(&mut wanted.wanted);
        [both, current, wanted]
    }
}

fn rows(schema: &Schema, random: &mut Random) -> Vec<String> {
    let mut found = Vec::new();
    for table in &schema.tables {
        for _ in 0..random.below(4) {
            let plain: Vec<&Column> =
                table.columns.iter().filter(|column| column.generated.is_none()).collect();
            let names: Vec<String> = plain.iter().map(|column| column.name.clone()).collect();
            let values: Vec<&str> = plain.iter().map(|column| value(column, random)).collect();
            let (name, names, values) = (quoted(&table.name), list(&names), values.join(", "));
            found.push(format!("INSERT OR IGNORE INTO {name} ({names}) VALUES ({values});"));
        }
    }
    for Virtual { name, module } in &schema.virtuals {
        let values = match *module {
            "fts5(title)" => "'jam'",
            "rtree(id, x0, x1)" => "7, 0.5, 1.5",
            "rtree_i32(id, x0, x1, y0, y1)" => "7, 0, 1, 2, 3",
            _ => "'jam', 'of plums'",
        };
        found.push(format!("INSERT INTO {name} VALUES ({values});"));
    }
    // Rows that refer to nothing go, and those that referred to them, and so on.
    let references = || {
        schema.tables.iter().flat_map(|table| table.references.iter().map(move |one| (table, one)))
    };
    for (table, reference) in references().cycle().take(references().count() * 3) {
        let (name, column, parent) =
            (quoted(&table.name), quoted(&reference.column), quoted(&reference.table));
        found.push(format!("DELETE FROM {name} WHERE {column} NOT IN (SELECT id FROM {parent});"));
    }
    found
}

fn value(column: &Column, random: &mut Random) -> &'static str {
    if !column.required && random.one_in(4) {
        return "NULL";
    }
    match column.kind {
        "INTEGER" => {
            random.pick(&["1", "2", "3", "40", "9223372036854775807", "-9223372036854775807 - 1"])
        }
        "REAL" => {
            random.pick(&["1.5", "2.0", "-3.25", "1.7976931348623157e308", "5e-324", "9e999"])
        }
        "BLOB" => random.pick(&["x'0102'", "x''", "x'00'", "zeroblob(5000)"]),
        _ => random.pick(&[
            "'x'",
            "'X'",
            "'some text'",
            "''",
            "'12'",
            "'it''s'",
            "'Übergröße 🦀'",
            "'a' || char(0) || 'b'",
            "char(10)",
        ]),
    }
}
