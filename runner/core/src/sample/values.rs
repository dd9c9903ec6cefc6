//! Makes up values for one column: what kind they are, and one after the other. It writes nothing.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use rusqlite::{Connection, Result};

use super::edges::{Allowed, Repeats, fits, without_repeats};
use super::pool::{LONGEST, edge_pool, edge_pool_of_sql, holds_other_types, texts_about_length};
use super::random::{Random, TextStyle, is_date, is_time, moment, similar, text};
use super::{Flavour, SamplePlan};
use crate::rows::Value;
use crate::rows::read::query_column;
use crate::schema::check::Check;
use crate::schema::{Affinity, Column, Table};
use crate::sql::name::quote_name;

/// Number of values that are tried before one is taken that is not as it should be.
const TRIES: usize = 24;

/// Kind of the values of a column.
#[derive(Clone, Debug, PartialEq)]
enum ValueKind {
    Bool,
    Json,
    /// A moment of this form.
    Moment(String),
    /// Whole numbers, about as large as these two.
    Number(i64, i64),
    Real,
    Text(TextStyle),
    Uuid,
    /// So many bytes.
    Blob(usize),
}

/// Generator of the values of one column.
pub(super) struct ColumnValues<'a> {
    connection: &'a Connection,
    kind: ValueKind,
    limit: usize,
    nullable: bool,
    /// Values that may be repeated: those of a column that is asked to repeat, or that has few values anyway.
    pub(super) repeats: bool,
    /// Values that differ only in the case of their letters are told apart.
    minds_case: bool,
    flavour: Flavour,
    /// All values there are, as they are told apart.
    seen: BTreeSet<Value>,
    existing: Vec<Value>,
    /// Values that the checks on the column hint at.
    hints: Vec<Value>,
    /// Values at the edges, or the only ones there are; and the place of the next among them.
    pool: Vec<Value>,
    next: usize,
    /// The place at which all of them have been used.
    last: usize,
    is_narrowed: bool,
    for_models: bool,
    /// The whole numbers that may stand here.
    numbers: RangeInclusive<i64>,
    /// The checks on this column alone, as a query with one parameter.
    test: Option<String>,
    previous: Option<Value>,
    phase: usize,
    random: Random,
}

impl<'a> ColumnValues<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        table: &Table,
        column: &Column,
        checks: &[Check],
        (plan, flavour): (&SamplePlan<'_>, Flavour),
        repeats: bool,
    ) -> Result<ColumnValues<'a>> {
        let existing = read_existing_values(connection, table, column)?;
        let mut random = Random::new(plan.seed, &format!("{}.{}", table.name, column.name));
        let kind = choose_kind(column, &existing, flavour);
        let alone: Vec<String> = checks
            .iter()
            .filter(|check| check.columns.len() == 1 && check.columns[0] == column.name)
            .map(|check| format!("coalesce(({}), 1)", check.expression))
            .collect();
        let test = (!alone.is_empty()).then(|| {
            format!(
                "SELECT {} FROM (SELECT ?1 AS {})",
                alone.join(" AND "),
                quote_name(&column.name)
            )
        });
        let test = test.filter(|test| connection.prepare(test).is_ok());
        let mentioning = checks.iter().filter(|check| check.columns.contains(&column.name));
        let hints = mentioning.flat_map(|check| hints(check, &kind)).collect();
        let allowed = Allowed::find(plan.allowed, table, column);
        let pool = match (allowed, plan.edges) {
            (Some(allowed), _) => narrowed_values(allowed, column, &existing),
            (None, Some(edges)) => {
                let mut values = edge_pool(column.affinity(), &existing, edges.mentioned);
                values.retain(|value| column.has_room_for(value) && is_short(value, edges.longest));
                if edges.for_models {
                    values.retain(|value| fits_model(column, &kind, value));
                }
                values
            }
            (None, None) => Vec::new(),
        };
        let for_models = plan.edges.is_some_and(|edges| edges.for_models);
        let next = plan.edges.map_or(0, |edges| edges.round * plan.rows + random.clone().below(3));
        let asked = plan.edges.map_or(Repeats::None, |edges| edges.repeats);
        let repeats = repeats || asked == Repeats::Equal;
        let minds_case = asked == Repeats::OtherCase;
        Ok(ColumnValues {
            connection,
            last: next + pool.len(),
            pool,
            next,
            is_narrowed: allowed.is_some(),
            for_models,
            numbers: if for_models { model_numbers(column) } else { i64::MIN..=i64::MAX },
            limit: find_length_limit(column),
            nullable: !column.required && !table.primary_key.columns.contains(&column.name),
            repeats: repeats || matches!(kind, ValueKind::Bool | ValueKind::Json),
            minds_case,
            flavour,
            seen: existing.iter().map(|value| tell_apart(value, minds_case)).collect(),
            hints,
            test,
            previous: None,
            phase: random.below(12),
            kind,
            existing,
            random,
        })
    }

    /// A value for row `row`; `attempt` counts how often the database has refused this row.
    pub(super) fn value(&mut self, row: usize, attempt: usize) -> Value {
        // In few rows those with a number of their own, which is every other one, need some too.
        let is_of_few = self.flavour == Flavour::Edges && !self.for_models;
        let turn = if is_of_few { row / 2 } else { row };
        let wants_null = if attempt < 4 {
            self.flavour != Flavour::Plain && (turn + self.phase) % 4 == 2
        } else {
            self.random.below(4) == 0
        };
        if self.nullable && wants_null {
            return Value::Null;
        }
        if let Some(value) = self.pick_from_pool(attempt) {
            return value;
        }
        if attempt >= 4 && self.random.below(2) == 0 {
            let pool: Vec<&Value> = self.hints.iter().chain(&self.existing).collect();
            if let Some(value) = self.random.pick(&pool) {
                return (*value).clone();
            }
        }
        let is_few = self.flavour != Flavour::Edges || row.is_multiple_of(2);
        if self.repeats && is_few && !matches!(self.kind, ValueKind::Bool) {
            return self.repeated();
        }
        self.fresh(row)
    }

    /// A value for a row that is like another one: the same where values may repeat, else next to it or at an edge.
    pub(super) fn value_like(&mut self, model: &Value, row: usize, attempt: usize) -> Value {
        let may_be_same = self.repeats && self.passes(model);
        match model {
            _ if may_be_same => model.clone(),
            // Scripts meet few rows: among them are those with one NULL where the other row has two.
            Value::Null if self.nullable && (self.for_models || row.is_multiple_of(2)) => {
                Value::Null
            }
            Value::Integer(number) if !self.is_narrowed => {
                self.next_to(*number).unwrap_or_else(|| self.value(row, attempt))
            }
            _ => self.value(row, attempt),
        }
    }

    /// The nearest number that no row has.
    fn next_to(&self, number: i64) -> Option<Value> {
        let near = (1..=50).flat_map(|by| [number.saturating_add(by), number.saturating_sub(by)]);
        let mut near = near.filter(|number| self.numbers.contains(number)).map(Value::Integer);
        near.find(|value| self.is_new(value) && self.passes(value))
    }

    /// The next of the values at the edges that may stand here; from the first again after the last.
    fn pick_from_pool(&mut self, attempt: usize) -> Option<Value> {
        if self.pool.is_empty() || !self.is_narrowed && attempt > 12 {
            return None;
        }
        let count = self.pool.len();
        // The rest are ordinary values, so that there are as many different ones as rows.
        if self.next >= self.last && !self.is_narrowed {
            return None;
        }
        let turn = (0..count.min(8)).find(|turn| {
            let value = &self.pool[(self.next + turn) % count];
            self.passes(value) && (self.is_narrowed || self.is_new(value))
        })?;
        let chosen = self.next + turn;
        self.next = chosen + 1;
        Some(self.pool[chosen % count].clone())
    }

    /// Remembers a value that the database took.
    pub(super) fn took(&mut self, value: &Value) {
        if *value != Value::Null {
            self.seen.insert(tell_apart(value, self.minds_case));
            self.previous = Some(value.clone());
        }
    }

    /// One of few values, the first of them most often.
    fn repeated(&mut self) -> Value {
        if self.existing.is_empty() {
            for at in 0..3 {
                let value = self.fresh(at);
                self.seen.insert(tell_apart(&value, self.minds_case));
                self.existing.push(value);
            }
        }
        let few = self.existing.len().min(3);
        let at = self.random.below(few + 1) % few;
        self.existing[at].clone()
    }

    /// A value that no row has, which a check on this column alone allows; now above, now below the one before it.
    fn fresh(&mut self, row: usize) -> Value {
        let mut allowed = None;
        for attempt in 0..TRIES {
            let value = self.made_up(row, attempt);
            if !self.passes(&value) {
                continue;
            }
            if self.is_new(&value) && (self.is_in_turn(&value, row) || attempt > TRIES / 3) {
                return value;
            }
            if allowed.is_none() || self.is_new(&value) {
                allowed = Some(value);
            }
        }
        if let Some(value) = allowed.clone().filter(|value| self.is_new(value)) {
            return value;
        }
        let pool: Vec<&Value> =
            self.hints.iter().chain(&self.existing).filter(|value| self.passes(value)).collect();
        let new: Vec<&Value> = pool.iter().copied().filter(|value| self.is_new(value)).collect();
        let pool = if new.is_empty() { pool } else { new };
        let chosen = self.random.clone().pick(&pool).map(|value| (*value).clone());
        // The next choice is another one.
        self.random.below(2);
        chosen.or(allowed).unwrap_or_else(|| self.made_up(row, 0))
    }

    fn is_new(&self, value: &Value) -> bool {
        self.repeats || !self.seen.contains(&tell_apart(value, self.minds_case))
    }

    /// Values go up and down in turn, so that their order is not that of the rows.
    fn is_in_turn(&self, value: &Value, row: usize) -> bool {
        let Some(previous) = &self.previous else { return true };
        if self.goes_up(row) {
            fold_case(value) > fold_case(previous)
        } else {
            fold_case(value) < fold_case(previous)
        }
    }

    fn goes_up(&self, row: usize) -> bool {
        (row + self.phase).is_multiple_of(2)
    }

    fn passes(&self, value: &Value) -> bool {
        let Some(test) = &self.test else { return true };
        let asked = self.connection.query_row(test, [value], |row| row.get::<_, bool>(0));
        // What cannot be asked alone is left to the database.
        asked.unwrap_or(true)
    }

    fn made_up(&mut self, row: usize, attempt: usize) -> Value {
        let turn = (self.flavour != Flavour::Plain).then(|| self.goes_up(row));
        let plain = self.flavour == Flavour::Plain;
        let random = &mut self.random;
        let texts = || {
            self.existing
                .iter()
                .filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None })
        };
        match &self.kind {
            ValueKind::Bool => Value::Integer(random.between(0, 1)),
            ValueKind::Json => {
                self.existing.first().cloned().unwrap_or_else(|| Value::Text("[]".to_owned()))
            }
            ValueKind::Moment(like) => Value::Text(moment(random, like)),
            // What a check asks for may be far from what is there.
            ValueKind::Number(..) if plain && attempt >= TRIES / 2 && !self.hints.is_empty() => {
                match random.pick(&self.hints) {
                    Some(Value::Integer(near)) => {
                        Value::Integer(near.saturating_add(random.between(-40, 40)))
                    }
                    other => other.cloned().unwrap_or(Value::Null),
                }
            }
            ValueKind::Number(from, to) => {
                Value::Integer(number(random, (*from, *to), row, turn, attempt))
            }
            ValueKind::Real => Value::Real(
                number(random, (1, 40), row, turn, attempt) as f64
                    + random.between(0, 3) as f64 / 4.0,
            ),
            ValueKind::Uuid => Value::Text(similar(random, "01234567-89ab-4cde-8f01-23456789abcd")),
            ValueKind::Blob(bytes) => Value::Blob(
                (0..*bytes).map(|_| u8::try_from(random.below(256)).unwrap_or(0)).collect(),
            ),
            // A check that asks for a pattern is more likely to like what it liked before.
            ValueKind::Text(_) if attempt > TRIES / 2 && attempt.is_multiple_of(2) => {
                let known: Vec<&String> = texts().collect();
                let like = random.pick(&known).map_or("abc-123", |like| like.as_str());
                Value::Text(similar(random, like))
            }
            ValueKind::Text(look) => {
                let other =
                    [TextStyle::Words, TextStyle::Slug, TextStyle::Email, TextStyle::Address];
                let look = if attempt > TRIES / 2 { other[attempt / 2 % 4] } else { *look };
                let style = match self.flavour {
                    Flavour::Plain => 5 * row,
                    Flavour::Varied | Flavour::Edges if attempt < 4 => row + self.phase,
                    Flavour::Varied | Flavour::Edges => attempt + self.phase,
                };
                Value::Text(text(random, look, style, self.limit))
            }
        }
    }
}

/// Numbers like those that are there; also large ones where values go up, and 0 once where they go down.
fn number(
    random: &mut Random,
    (from, to): (i64, i64),
    row: usize,
    goes_up: Option<bool>,
    attempt: usize,
) -> i64 {
    match attempt {
        0 if goes_up == Some(false) && matches!(row, 1 | 2) => 0,
        0..4 if goes_up == Some(true) && matches!(row % 5, 3 | 4) => {
            random.between(to.saturating_mul(10), to.saturating_mul(20).max(9_999))
        }
        0..6 => random.between(from, to.max(from + 60)),
        6..12 => random.between(1, 9),
        _ => random.between(0, to.saturating_mul(4)),
    }
}

/// Values that the checks on a column make worth trying: its texts and numbers, and what is next to them.
fn hints(check: &Check, kind: &ValueKind) -> Vec<Value> {
    let mut found = Vec::new();
    for literal in &check.literals {
        match (literal, kind) {
            (Value::Integer(length), ValueKind::Text(_))
                if check.measures && (0..=LONGEST).contains(length) =>
            {
                found.extend(texts_about_length("abcdefghij", *length));
            }
            (Value::Integer(number), ValueKind::Number(..) | ValueKind::Bool) => {
                found.extend(
                    [*number, number.saturating_add(1), number.saturating_sub(1)]
                        .map(Value::Integer),
                );
            }
            (Value::Integer(number), ValueKind::Real) => {
                found.extend([0.0, 0.5, -0.5].map(|by| Value::Real(*number as f64 + by)))
            }
            (literal, _) => found.push(literal.clone()),
        }
    }
    found
}

/// Tells whether a model can read a value of a column: a number of 32 bits unless the column is larger, and no text where
/// others have a form of their own, such as that of a moment.
fn fits_model(column: &Column, kind: &ValueKind, value: &Value) -> bool {
    match (kind, value) {
        (ValueKind::Text(_) | ValueKind::Real, _) => true,
        (ValueKind::Number(..), Value::Integer(number)) => model_numbers(column).contains(number),
        _ => false,
    }
}

/// The whole numbers that a model can read from a column.
fn model_numbers(column: &Column) -> RangeInclusive<i64> {
    let is_large = column.declared.to_ascii_uppercase().contains("BIG");
    if is_large { i64::MIN..=i64::MAX } else { i32::MIN.into()..=i32::MAX.into() }
}

fn is_short(value: &Value, longest: usize) -> bool {
    !matches!(value, Value::Text(text) if text.len() > longest)
}

/// The values that are worth trying in a column of a script or a query, NULL among them where it may stand there.
pub(super) fn list_values(
    connection: &Connection,
    table: &Table,
    column: &Column,
    mentioned: &[Value],
    allowed: &[Allowed],
) -> Result<Vec<Value>> {
    let existing = read_existing_values(connection, table, column)?;
    let narrowed = Allowed::find(allowed, table, column);
    let mut values = match narrowed {
        Some(allowed) => narrowed_values(allowed, column, &existing),
        None => {
            let affinity = column.affinity();
            let told = mentioned.iter().filter(|literal| fits(affinity, literal)).cloned();
            let pool = edge_pool_of_sql(affinity, &existing, mentioned);
            let mut values = without_repeats(told.chain(pool));
            // A longer text than the type says is tried only where there is one.
            if existing.iter().all(|value| column.has_room_for(value)) {
                values.retain(|value| column.has_room_for(value));
            }
            values
        }
    };
    if !column.required && narrowed.is_none() {
        values.insert(0, Value::Null);
    }
    Ok(values)
}

fn narrowed_values(allowed: &Allowed, column: &Column, existing: &[Value]) -> Vec<Value> {
    if holds_other_types(column.affinity(), existing) {
        allowed.values.clone()
    } else {
        allowed.for_affinity(column.affinity())
    }
}

/// The values a column has, without NULL.
fn read_existing_values(
    connection: &Connection,
    table: &Table,
    column: &Column,
) -> Result<Vec<Value>> {
    let (name, of) = (quote_name(&column.name), quote_name(&table.name));
    let sql =
        format!("SELECT DISTINCT {name} FROM {of} WHERE {name} IS NOT NULL ORDER BY 1 LIMIT 10000");
    query_column(connection, &sql)
}

fn choose_kind(column: &Column, existing: &[Value], flavour: Flavour) -> ValueKind {
    let declared = column.declared.to_ascii_uppercase();
    let says = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    let like = existing.first().or(column.default.as_ref());
    match like {
        _ if says(&["BOOL"]) => ValueKind::Bool,
        _ if says(&["JSON"]) => ValueKind::Json,
        Some(Value::Text(text)) if is_date(text) || is_time(text) => {
            ValueKind::Moment(text.clone())
        }
        Some(Value::Integer(_)) => whole_numbers(existing),
        Some(Value::Real(_)) => ValueKind::Real,
        Some(Value::Blob(bytes)) => ValueKind::Blob(bytes.len().clamp(1, 64)),
        Some(Value::Text(_)) if column.affinity() == Affinity::Text => {
            choose_text_kind(column, existing)
        }
        _ if says(&["UUID"]) => ValueKind::Uuid,
        _ if column.affinity() == Affinity::Integer => {
            let is_year =
                flavour == Flavour::Plain && column.name.to_ascii_lowercase().contains("year");
            if is_year { ValueKind::Number(1950, 2020) } else { whole_numbers(existing) }
        }
        _ if says(&["DATE", "TIME"]) => ValueKind::Moment(choose_moment_form(&declared).to_owned()),
        _ => match column.affinity() {
            Affinity::Blob if !declared.is_empty() => ValueKind::Blob(4),
            Affinity::Numeric if !declared.is_empty() && column.length().get(1) == Some(&0) => {
                whole_numbers(existing)
            }
            Affinity::Real | Affinity::Numeric => ValueKind::Real,
            _ => choose_text_kind(column, existing),
        },
    }
}

/// The form of a moment where no row shows one.
fn choose_moment_form(declared: &str) -> &'static str {
    if declared.contains("DATE") && !declared.contains("DATETIME") {
        "2026-05-01"
    } else if ["TIMEZONE", "TIME_ZONE", "TIMESTAMPTZ"].iter().any(|word| declared.contains(word)) {
        "2026-05-01 12:30:00+00:00"
    } else if declared.contains("DATETIME") || declared.contains("STAMP") {
        "2026-05-01 12:30:00"
    } else {
        "12:30:00"
    }
}

fn whole_numbers(existing: &[Value]) -> ValueKind {
    let numbers = existing
        .iter()
        .filter_map(|value| if let Value::Integer(number) = value { Some(*number) } else { None });
    let (least, most) = (numbers.clone().min().unwrap_or(1), numbers.max().unwrap_or(40));
    // Twenty times as much, the most there will be, has to be a number that Rust's `i32` can hold.
    let most = if most > i64::from(i32::MAX) { most / 20 } else { most.min(100_000_000) };
    ValueKind::Number(least.clamp(1, most.max(1)), most.max(1))
}

fn choose_text_kind(column: &Column, existing: &[Value]) -> ValueKind {
    let texts: Vec<&str> = existing
        .iter()
        .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
        .collect();
    let all =
        |like: &dyn Fn(&str) -> bool| !texts.is_empty() && texts.iter().all(|text| like(text));
    let name = column.name.to_ascii_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let style = if names(&["email"]) || all(&|text| text.contains('@')) {
        TextStyle::Email
    } else if names(&["url", "link"]) || all(&|text| text.contains("://")) {
        TextStyle::Address
    } else if names(&["slug"]) || all(&is_slug) {
        TextStyle::Slug
    } else {
        TextStyle::Words
    };
    ValueKind::Text(style)
}

/// True of small letters and digits with a hyphen between them.
fn is_slug(text: &str) -> bool {
    text.contains('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Longest text of a column, in characters.
fn find_length_limit(column: &Column) -> usize {
    let declared = column.length().first().copied().filter(|_| column.affinity() == Affinity::Text);
    declared.and_then(|length| usize::try_from(length).ok()).unwrap_or(200)
}

/// Texts that differ only by case are not told apart by every order.
/// A value as it is compared with those that are there.
fn tell_apart(value: &Value, minds_case: bool) -> Value {
    if minds_case { value.clone() } else { fold_case(value) }
}

fn fold_case(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.to_lowercase()),
        other => other.clone(),
    }
}
