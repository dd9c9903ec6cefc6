//! Random schemas as data, so that they can be changed a little and made smaller.

use std::fmt::Write as _;

/// A seeded sequence of numbers (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).expect("it is small")
    }

    pub(crate) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    pub(crate) tables: Vec<Table>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) views: Vec<View>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) virtuals: Vec<Virtual>,
}

/// A virtual table: its module with arguments.
#[derive(Clone, Debug)]
pub(crate) struct Virtual {
    pub(crate) name: String,
    pub(crate) module: &'static str,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) key: Key,
    /// Name, columns.
    pub(crate) uniques: Vec<(Option<String>, Vec<String>)>,
    pub(crate) checks: Vec<(Option<String>, String)>,
    pub(crate) references: Vec<Reference>,
    pub(crate) strict: bool,
    pub(crate) without_rowid: bool,
    pub(crate) lines: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) enum Key {
    #[default]
    None,
    /// A column `id`, with `AUTOINCREMENT` or not.
    Id(bool),
    Columns(Vec<String>),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) required: bool,
    pub(crate) default: Option<&'static str>,
    pub(crate) collation: Option<&'static str>,
    pub(crate) generated: Option<(String, bool)>,
    pub(crate) check: Option<String>,
    pub(crate) unique: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) name: Option<String>,
    pub(crate) column: String,
    pub(crate) table: String,
    pub(crate) action: &'static str,
    pub(crate) beside: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) unique: bool,
    pub(crate) parts: Vec<String>,
    pub(crate) only: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct View {
    pub(crate) name: String,
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Trigger {
    pub(crate) name: String,
    /// The table it is on, or a view.
    pub(crate) table: String,
    pub(crate) on_view: bool,
    /// The table its body writes to.
    pub(crate) other: String,
}

pub(crate) const TABLES: [&str; 6] = ["user", "post", "order", "Two Words", "tag", "v1.Bücher"];
pub(crate) const COLUMNS: [&str; 8] =
    ["a", "b", "c", "group", "Big Name", "d", "email", "Größe.cm"];
pub(crate) const KINDS: [&str; 5] = ["INTEGER", "TEXT", "REAL", "varchar(10)", "BLOB"];
pub(crate) const STRICT_KINDS: [&str; 5] = ["INTEGER", "TEXT", "REAL", "ANY", "BLOB"];

const MODULES: [&str; 5] = [
    "fts5(title, body)",
    "fts5(title, body, tokenize = 'porter')",
    "fts5(title)",
    "rtree(id, x0, x1)",
    "rtree_i32(id, x0, x1, y0, y1)",
];
/// Texts that stand in checks and partial indexes, in single quotes or in double ones: SQLite takes both for texts.
pub(crate) const TEXTS: [&str; 2] = ["never", "x;y"];

fn text_in_quotes(random: &mut Random, text: &str) -> String {
    if random.one_in(3) { format!("\"{text}\"") } else { format!("'{text}'") }
}

pub(crate) fn quoted(name: &str) -> String {
    let needs = name.contains([' ', '.']) || ["order", "group"].contains(&name);
    if needs { format!("\"{name}\"") } else { name.to_owned() }
}

pub(crate) fn list(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

impl Column {
    pub(crate) fn random(
        random: &mut Random,
        name: &str,
        strict: bool,
        others: &[String],
    ) -> Column {
        let kind = random.pick(if strict { &STRICT_KINDS } else { &KINDS });
        let mut column = Column { name: name.to_owned(), kind, ..Column::default() };
        column.vary(random, others);
        column
    }

    /// Everything but the name and the type.
    pub(crate) fn vary(&mut self, random: &mut Random, others: &[String]) {
        let is_number = matches!(self.kind, "INTEGER" | "REAL");
        self.required = random.one_in(3);
        self.default = match random.below(6) {
            0 if is_number => Some("7"),
            0 if self.kind == "BLOB" => Some("x'00'"),
            0 => Some("'none'"),
            1 if is_number => Some("(1 + 2)"),
            1 if self.kind != "BLOB" => Some("(lower('ABC'))"),
            2 if self.kind == "TEXT" => Some("CURRENT_TIMESTAMP"),
            _ => None,
        };
        self.collation = random.one_in(6).then_some("NOCASE");
        self.check = random
            .one_in(8)
            .then(|| format!("{} <> {}", quoted(&self.name), text_in_quotes(random, TEXTS[0])));
        self.unique = random.one_in(12);
        self.generated = None;
        if !others.is_empty() && random.one_in(10) {
            let from = quoted(&random.pick(others));
            let (kind, default, unique) = (self.kind, None, false);
            let text = if kind == "INTEGER" {
                format!("length({from})")
            } else {
                format!("{from} || 'x'")
            };
            let kind = if kind == "INTEGER" { kind } else { "TEXT" };
            let generated = Some((text, random.one_in(2)));
            let name = self.name.clone();
            *self = Column { name, kind, default, unique, generated, ..Column::default() };
        }
    }

    pub(crate) fn sql(&self) -> String {
        let mut text = format!("{} {}", quoted(&self.name), self.kind);
        if let Some((expression, stored)) = &self.generated {
            _ = write!(text, " AS ({expression}){}", if *stored { " STORED" } else { "" });
        }
        if self.required {
            text.push_str(" NOT NULL");
        }
        for (word, part) in [("DEFAULT", self.default), ("COLLATE", self.collation)] {
            if let Some(part) = part {
                _ = write!(text, " {word} {part}");
            }
        }
        if let Some(check) = &self.check {
            _ = write!(text, " CHECK ({check})");
        }
        if self.unique {
            text.push_str(" UNIQUE");
        }
        text
    }
}

impl Table {
    pub(crate) fn random(random: &mut Random, name: &str) -> Table {
        let strict = random.one_in(5);
        let mut table =
            Table { name: name.to_owned(), strict, lines: random.one_in(2), ..Table::default() };
        for name in COLUMNS {
            if random.one_in(2) {
                let others = table.plain();
                table.columns.push(Column::random(random, name, strict, &others));
            }
        }
        if table.plain().is_empty() {
            table.columns.push(Column { name: "z".to_owned(), kind: "TEXT", ..Column::default() });
        }
        table.choose_key(random);
        for _ in 0..random.below(3) {
            table.add_rule(random);
        }
        table
    }

    /// Columns that are not computed.
    pub(crate) fn plain(&self) -> Vec<String> {
        let plain = self.columns.iter().filter(|column| column.generated.is_none());
        plain.map(|column| column.name.clone()).collect()
    }

    pub(crate) fn choose_key(&mut self, random: &mut Random) {
        let plain = self.plain();
        self.without_rowid = false;
        self.key = match random.below(6) {
            0 => Key::None,
            1 => {
                self.without_rowid = random.one_in(2);
                let mut columns = vec![random.pick(&plain)];
                columns.extend(random.pick(&plain[..]).ne(&columns[0]).then(|| plain[0].clone()));
                columns.dedup();
                Key::Columns(columns)
            }
            other => Key::Id(other == 2),
        };
    }

    pub(crate) fn add_rule(&mut self, random: &mut Random) {
        let plain = self.plain();
        let name = random.one_in(2).then(|| format!("rule{}", random.below(3)));
        let column = random.pick(&plain);
        match random.below(3) {
            0 => self.uniques.push((name, vec![column])),
            1 => {
                let text = text_in_quotes(random, TEXTS[1]);
                self.checks.push((name, format!("{} IS NULL OR {0} <> {text}", quoted(&column))));
            }
            _ => self.uniques.push((name, plain.into_iter().take(2).collect())),
        }
    }

    pub(crate) fn sql(&self) -> String {
        let mut items = Vec::new();
        if let Key::Id(auto) = self.key {
            items.push(format!(
                "id INTEGER PRIMARY KEY{}",
                if auto { " AUTOINCREMENT" } else { "" }
            ));
        }
        for column in &self.columns {
            let mut item = column.sql();
            for reference in
                self.references.iter().filter(|one| one.beside && one.column == column.name)
            {
                item.push_str(&reference.sql());
            }
            items.push(item);
        }
        if let Key::Columns(columns) = &self.key {
            items.push(format!("PRIMARY KEY ({})", list(columns)));
        }
        let named = |name: &Option<String>| {
            name.as_ref().map_or(String::new(), |name| format!("CONSTRAINT {name} "))
        };
        items.extend(
            self.uniques
                .iter()
                .map(|(name, columns)| format!("{}UNIQUE ({})", named(name), list(columns))),
        );
        items.extend(
            self.checks.iter().map(|(name, check)| format!("{}CHECK ({check})", named(name))),
        );
        for reference in self.references.iter().filter(|one| !one.beside) {
            let key = format!("FOREIGN KEY ({})", quoted(&reference.column));
            items.push(format!("{}{key}{}", named(&reference.name), reference.sql()));
        }
        let options = [(self.strict, "STRICT"), (self.without_rowid, "WITHOUT ROWID")];
        let options: Vec<&str> =
            options.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        let (open, gap, close) = if self.lines { ("\n  ", ",\n  ", "\n") } else { ("", ", ", "") };
        format!(
            "CREATE TABLE {} ({open}{}{close}) {};",
            quoted(&self.name),
            items.join(gap),
            options.join(", ")
        )
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.columns.retain(|column| column.name != name);
        let word = quoted(name);
        self.columns.retain(|column| {
            column.generated.as_ref().is_none_or(|(text, _)| !text.contains(&word))
        });
        self.uniques.retain(|(_, columns)| !columns.iter().any(|column| column == name));
        self.checks.retain(|(_, check)| !check.starts_with(&format!("{word} ")));
        self.references.retain(|reference| reference.column != name);
        if matches!(&self.key, Key::Columns(columns) if columns.iter().any(|column| column == name))
        {
            self.key = Key::None;
            self.without_rowid = false;
        }
    }
}

impl Reference {
    pub(crate) fn sql(&self) -> String {
        format!(" REFERENCES {} (id){}", quoted(&self.table), self.action)
    }
}

impl Schema {
    pub(crate) fn random(random: &mut Random) -> Schema {
        let mut schema = Schema::default();
        for name in TABLES {
            if random.one_in(2) {
                schema.tables.push(Table::random(random, name));
            }
        }
        for _ in 0..random.below(9) {
            schema.add_something(random);
        }
        schema
    }

    pub(crate) fn add_something(&mut self, random: &mut Random) {
        if self.tables.is_empty() {
            return;
        }
        let at = random.below(self.tables.len());
        let number = random.below(4);
        let (table, columns) = (self.tables[at].name.clone(), self.tables[at].plain());
        match random.below(7) {
            0 | 1 => self.add_reference(random, at),
            2 => {
                let column = quoted(&random.pick(&columns));
                let forms = [
                    column.clone(),
                    format!("{column} DESC"),
                    format!("lower({column})"),
                    format!("{column} COLLATE NOCASE"),
                ];
                let text = text_in_quotes(random, TEXTS[0]);
                let conditions = [format!("{column} IS NOT NULL"), format!("{column} <> {text}")];
                let only = random.one_in(3).then(|| random.pick(&conditions));
                let (name, unique) = (format!("index{number}"), random.one_in(4));
                self.indexes.retain(|index| index.name != name);
                self.indexes.push(Index {
                    name,
                    table,
                    unique,
                    parts: vec![random.pick(&forms)],
                    only,
                });
            }
            3 => {
                let name = format!("view{number}");
                self.views.retain(|view| view.name != name);
                let columns = columns.into_iter().take(1 + random.below(2)).collect();
                self.views.push(View { name, table, columns });
            }
            4 => {
                let name = format!("search{}", number % 2);
                self.virtuals.retain(|one| one.name != name);
                self.virtuals.push(Virtual { name, module: random.pick(&MODULES) });
            }
            _ => self.add_trigger(random, &table),
        }
    }

    fn add_trigger(&mut self, random: &mut Random, table: &str) {
        let name = format!("trigger{}", random.below(4));
        let view = random.one_in(3).then(|| random.below(self.views.len()));
        let view = view.and_then(|at| self.views.get(at));
        let (table, on_view) = view.map_or((table, false), |view| (view.name.as_str(), true));
        let table = table.to_owned();
        let found = random.one_in(2).then(|| random.below(self.virtuals.len()));
        let other = found.and_then(|at| self.virtuals.get(at)).map(|found| found.name.clone());
        let other = other.unwrap_or_else(|| random.pick(&self.tables).name);
        self.triggers.retain(|trigger| trigger.name != name);
        self.triggers.push(Trigger { name, table, on_view, other });
    }

    fn add_reference(&mut self, random: &mut Random, at: usize) {
        let parents: Vec<String> = self
            .tables
            .iter()
            .filter(|table| matches!(table.key, Key::Id(_)))
            .map(|table| table.name.clone())
            .collect();
        let columns: Vec<String> = self.tables[at]
            .columns
            .iter()
            .filter(|column| column.generated.is_none() && column.kind == "INTEGER")
            .map(|column| column.name.clone())
            .collect();
        if parents.is_empty() || columns.is_empty() {
            return;
        }
        let actions =
            ["", " ON DELETE CASCADE", " ON UPDATE SET NULL", " DEFERRABLE INITIALLY DEFERRED"];
        let reference = Reference {
            name: random.one_in(3).then(|| "link".to_owned()),
            column: random.pick(&columns),
            table: random.pick(&parents),
            action: random.pick(&actions),
            beside: random.one_in(2),
        };
        self.tables[at].references.retain(|one| one.column != reference.column);
        self.tables[at].references.push(reference);
    }

    /// Takes away what refers to something that is gone.
    pub(crate) fn tidy(&mut self) {
        let tables = self.tables.clone();
        let find = |name: &str| tables.iter().find(|table| table.name == name);
        let keyed = |name: &str| find(name).is_some_and(|table| matches!(table.key, Key::Id(_)));
        for table in &mut self.tables {
            table.references.retain(|reference| keyed(&reference.table));
        }
        let word = |table: &str, text: &str| {
            find(table).is_some_and(|table| {
                table.columns.iter().any(|column| text.contains(&quoted(&column.name)))
            })
        };
        self.indexes.retain(|index| index.parts.iter().all(|part| word(&index.table, part)));
        self.views.retain(|view| {
            find(&view.table).is_some_and(|table| view.columns.iter().all(|name| table.has(name)))
        });
        let (views, virtuals) = (&self.views, &self.virtuals);
        self.triggers.retain(|trigger| {
            let is_view = |view: &View| trigger.on_view && view.name == trigger.table;
            let is_virtual = |other: &Virtual| other.name == trigger.other;
            (find(&trigger.table).is_some() || views.iter().any(is_view))
                && (find(&trigger.other).is_some() || virtuals.iter().any(is_virtual))
        });
    }

    pub(crate) fn sql(&self) -> String {
        let mut text = String::new();
        for table in &self.tables {
            _ = writeln!(text, "{}", table.sql());
        }
        for Virtual { name, module } in &self.virtuals {
            _ = writeln!(text, "CREATE VIRTUAL TABLE {name} USING {module};");
        }
        for index in &self.indexes {
            let unique = if index.unique { "UNIQUE " } else { "" };
            let only = index.only.as_ref().map_or(String::new(), |only| format!(" WHERE {only}"));
            let (name, table, parts) = (&index.name, quoted(&index.table), index.parts.join(", "));
            _ = writeln!(text, "CREATE {unique}INDEX {name} ON {table} ({parts}){only};");
        }
        for view in &self.views {
            let (name, columns, table) = (&view.name, list(&view.columns), quoted(&view.table));
            _ = writeln!(text, "CREATE VIEW {name} AS SELECT {columns} FROM {table};");
        }
        for trigger in &self.triggers {
            let (name, table, other) =
                (&trigger.name, quoted(&trigger.table), quoted(&trigger.other));
            let body = format!("BEGIN DELETE FROM {other} WHERE 1 = 0; END");
            let when = if trigger.on_view { "INSTEAD OF" } else { "AFTER" };
            _ = writeln!(text, "CREATE TRIGGER {name} {when} DELETE ON {table} {body};");
        }
        text
    }
}
