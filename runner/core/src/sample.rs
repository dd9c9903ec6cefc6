//! Rows made up from a schema, the same for the same seed, such that the database takes them.

use rusqlite::{Connection, Error, ErrorCode, Result, Statement, params_from_iter};

use crate::rows::Value;
use crate::rows::read::read_rows;
use crate::schema::check::checks;
use crate::schema::{Affinity, ForeignKey, Schema, Table, inspect};
use crate::sql::name::{Name, quote_name, quote_names};

mod amounts;
mod disturb;
mod edges;
mod pool;
mod random;
mod values;
mod vary;

use random::Random;
use values::ColumnValues;

pub use amounts::{Amounts, shifting_statements};
pub use disturb::{
    Disturbance, Ids, copying_statements, disturbing_statements, emptying_statements,
    newest_removed, removing_statements,
};
pub use edges::{Allowed, Edges, Repeats, literals};
pub(crate) use pool::{LONGEST as LONGEST_SAMPLE, edge_pool};
pub use vary::varying_statements;

/// Attempts at one row before it is given up.
const ATTEMPTS: usize = 48;

/// The most lost parents by one column that come back.
const MOST_LOST: usize = 12;

/// Numbers of one table are so far from those of the next.
const FAR_APART: i64 = 10_000_000;

/// Rows of a table that others are made like.
const MOST_MODELS: usize = 40;

/// Plan of the rows to make up.
#[derive(Clone, Copy, Debug, Default)]
pub struct SamplePlan<'a> {
    pub seed: u64,
    /// Number of rows a table gets, where its rules allow so many.
    pub rows: usize,
    /// The tables that get rows; None for all.
    pub tables: Option<&'a [Name]>,
    /// Columns whose values repeat: table and column. All others differ from row to row.
    pub repeat: &'a [(Name, Name)],
    /// What the rows are made to trip over, beside what any careless answer does.
    pub edges: Option<Edges<'a>>,
    /// The only values of some columns, as far as the task says so.
    pub allowed: &'a [Allowed],
}

/// Character of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    /// With what a careless answer trips over.
    Varied,
    /// With what any sensible rule allows: no NULL, no 0, plain words.
    Plain,
    /// At the edges, see [`Edges`].
    Edges,
}

/// One row that a database takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SampleRow {
    pub(crate) table: Name,
    /// Stored columns with their values, in the order of the table.
    pub(crate) values: Vec<(Name, Value)>,
}

/// Adds rows to the database on `connection`, parents before children, and returns them as `INSERT` statements of one row
/// each.
///
/// A table for which no row can be found is left out. A database that refuses them when all are there, for a reference
/// that it looks at last, gets none.
pub fn add_rows(connection: &Connection, plan: &SamplePlan<'_>) -> Result<Vec<String>> {
    let flavour = if plan.edges.is_some() { Flavour::Edges } else { Flavour::Varied };
    let trial = SampleSavepoint::begin(connection)?;
    let made = make_rows(&trial, &inspect::schema(connection)?, plan, flavour)?;
    Ok(if trial.keep()? { made.iter().map(SampleRow::sql).collect() } else { Vec::new() })
}

/// Rows that the database takes in this order, tried and taken back; `schema` is that of the database.
pub(crate) fn made(
    connection: &Connection,
    schema: &Schema,
    plan: &SamplePlan<'_>,
    flavour: Flavour,
) -> Result<Vec<SampleRow>> {
    make_rows(&SampleSavepoint::begin(connection)?, schema, plan, flavour)
}

fn make_rows(
    trial: &SampleSavepoint<'_>,
    schema: &Schema,
    plan: &SamplePlan<'_>,
    flavour: Flavour,
) -> Result<Vec<SampleRow>> {
    let mut made = Vec::new();
    for table in parents_first(schema) {
        if plan.tables.is_none_or(|wanted| wanted.contains(&table.name)) {
            TableSampler::new(trial.connection, (schema, table), plan, flavour)?
                .make(plan.rows, trial, &mut made)?;
        }
    }
    Ok(made)
}

impl SampleRow {
    pub(crate) fn sql(&self) -> String {
        let table = quote_name(&self.table);
        if self.values.is_empty() {
            return format!("INSERT INTO {table} DEFAULT VALUES");
        }
        let names = quote_names(self.values.iter().map(|(name, _)| name.as_str()));
        let values =
            self.values.iter().map(|(_, value)| value.to_string()).collect::<Vec<_>>().join(", ");
        format!("INSERT INTO {table} ({names}) VALUES ({values})")
    }
}

/// A savepoint, and foreign keys that are looked at, until it is dropped.
struct SampleSavepoint<'a> {
    connection: &'a Connection,
    kept_no_references: bool,
}

impl<'a> SampleSavepoint<'a> {
    fn begin(connection: &'a Connection) -> Result<SampleSavepoint<'a>> {
        let keeps: bool = connection.query_row("PRAGMA foreign_keys", [], |row| row.get(0))?;
        connection.execute_batch("PRAGMA foreign_keys = ON; SAVEPOINT sample")?;
        Ok(SampleSavepoint { connection, kept_no_references: !keeps })
    }

    /// Begins again after a trigger has rolled everything back.
    fn again(&self, made: &[SampleRow]) -> Result<()> {
        self.connection.execute_batch("SAVEPOINT sample")?;
        made.iter().try_for_each(|row| self.connection.execute(&row.sql(), []).map(drop))
    }

    /// Keeps what was added; false where the database refuses it as a whole.
    fn keep(self) -> Result<bool> {
        match self.connection.execute_batch("RELEASE sample") {
            Err(error) if is_interrupted(&error) => Err(error),
            released => Ok(released.is_ok()),
        }
    }
}

impl Drop for SampleSavepoint<'_> {
    fn drop(&mut self) {
        // A connection that cannot even do this reports it with the next statement.
        if !self.connection.is_autocommit() {
            _ = self.connection.execute_batch("ROLLBACK TO sample; RELEASE sample");
        }
        if self.kept_no_references {
            _ = self.connection.execute_batch("PRAGMA foreign_keys = OFF");
        }
    }
}

fn is_interrupted(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
}

/// The tables, each after those it refers to; in a circle, by name.
fn parents_first(schema: &Schema) -> Vec<&Table> {
    let mut left: Vec<&Table> = schema.tables.values().collect();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let next = left.iter().position(|table| !waits_for_parent(table, &left)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

fn waits_for_parent(table: &Table, left: &[&Table]) -> bool {
    let mut parents = table.foreign_keys.iter().map(|key| &key.table);
    parents.any(|parent| *parent != table.name && left.iter().any(|other| other.name == *parent))
}

/// Makes the rows of one table.
struct TableSampler<'a> {
    connection: &'a Connection,
    table: &'a Table,
    /// Adds one row, whose values are bound; None where no row can be added.
    insert: Option<Statement<'a>>,
    /// Stored columns in the order of the table, each with the source of its values.
    columns: Vec<(&'a Name, ValueSource<'a>)>,
    references: Vec<ReferencedRows>,
    /// Rows that were there, for two rows in three that are like one of them in all that may be alike: only those meet what
    /// asks for several things at once.
    models: Vec<Vec<Value>>,
    /// Two references share a column, so that a parent of the one may be none of the other.
    overlap: bool,
    flavour: Flavour,
    random: Random,
}

/// Source of the values of a column.
enum ValueSource<'a> {
    /// A number of its own for each row.
    Number(NewNumbers),
    SampleRow(Box<ColumnValues<'a>>),
}

impl ValueSource<'_> {
    fn may_repeat(&self) -> bool {
        matches!(self, ValueSource::SampleRow(values) if values.repeats)
    }
}

/// Numbers for new rows.
struct NewNumbers {
    /// The last one that went on from those before it.
    last: i64,
    /// Numbers for every other row, where no row has them; the next is the last of them.
    chosen: Vec<i64>,
}

impl NewNumbers {
    fn next(&mut self, row: usize, attempt: usize, random: &mut Random) -> Value {
        let is_chosen = attempt == 0 && row % 2 == 1;
        if let Some(number) = is_chosen.then(|| self.chosen.pop()).flatten() {
            return Value::Integer(number);
        }
        if attempt < 2 {
            self.last = self.last.saturating_add(random.between(2, 9));
        }
        Value::Integer(self.last)
    }
}

/// The rows one foreign key can refer to.
struct ReferencedRows {
    /// Positions of the columns among the stored ones, and true where they may be NULL.
    columns: Vec<(usize, bool)>,
    /// Positions of the columns it refers to, when that is the table itself.
    own: Option<Vec<usize>>,
    rows: Vec<Vec<Value>>,
    /// Counts the rows that got one of the many parents with few children.
    next: usize,
}

impl<'a> TableSampler<'a> {
    fn new(
        connection: &'a Connection,
        (schema, table): (&'a Schema, &'a Table),
        plan: &SamplePlan<'_>,
        flavour: Flavour,
    ) -> Result<TableSampler<'a>> {
        let checks = checks(connection, table)?;
        let mut random = Random::new(plan.seed, &table.name);
        let mut columns = Vec::new();
        for column in table.columns.iter().filter(|column| !column.generated) {
            let repeats =
                plan.repeat.iter().any(|(of, name)| *of == table.name && *name == column.name);
            let from = if is_number(table, &column.name) {
                let highest = read_highest_number(connection, table, &column.name)?;
                let first = highest.saturating_add(random.between(6, 30));
                ValueSource::Number(match plan.edges {
                    Some(edges) if edges.ids == Ids::Apart => NewNumbers {
                        last: first.saturating_add(number_apart(schema, table)),
                        chosen: lost_parents(connection, schema, table)?,
                    },
                    Some(edges) => NewNumbers { last: first, chosen: edges.row_numbers() },
                    None => NewNumbers { last: first, chosen: Vec::new() },
                })
            } else {
                ValueSource::SampleRow(Box::new(ColumnValues::new(
                    connection,
                    table,
                    column,
                    &checks,
                    (plan, flavour),
                    repeats,
                )?))
            };
            columns.push((&column.name, from));
        }
        let models = match flavour {
            Flavour::Edges => read_stored_rows(connection, table)?,
            Flavour::Varied | Flavour::Plain => Vec::new(),
        };
        let mut maker = TableSampler {
            connection,
            table,
            insert: connection.prepare(&insert_sql(table, &columns)).ok(),
            columns,
            references: Vec::new(),
            models,
            overlap: false,
            flavour,
            random,
        };
        for key in &table.foreign_keys {
            let parents = maker.parents(key)?;
            maker.references.extend(parents);
        }
        let places: Vec<usize> =
            maker.references.iter().flat_map(|key| &key.columns).map(|(at, _)| *at).collect();
        maker.overlap = places.iter().enumerate().any(|(at, place)| places[..at].contains(place));
        Ok(maker)
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|(name, _)| *name == column)
    }

    fn parents(&mut self, key: &ForeignKey) -> Result<Option<ReferencedRows>> {
        let is_free = |name: &str| {
            let is_key = self.table.primary_key.columns.iter().any(|key| key == name);
            !is_key && self.table.column(name).is_some_and(|column| !column.required)
        };
        let columns = key.columns.iter().map(|(from, _)| Some((self.place(from)?, is_free(from))));
        let columns: Option<Vec<(usize, bool)>> = columns.collect();
        let Some(columns) = columns else { return Ok(None) };
        let to: Vec<&str> = key.columns.iter().map(|(_, to)| to.as_str()).collect();
        let sql = format!(
            "SELECT {0} FROM {1} ORDER BY {0} LIMIT 1000",
            quote_names(to.iter().copied()),
            quote_name(&key.table)
        );
        // A table or a column that is not there can hold no parent.
        let Ok(mut statement) = self.connection.prepare(&sql) else { return Ok(None) };
        let mut rows = read_rows(statement.query([])?, usize::MAX)?.unwrap_or_default().rows;
        rows.retain(|row| !row.contains(&Value::Null));
        // The one with many children may be any of them; then come those that were there first, so that they get some too.
        if !rows.is_empty() {
            let many = rows.remove(self.random.below(rows.len()));
            rows.insert(0, many);
        }
        let is_own = key.table == self.table.name;
        let own = is_own.then(|| to.iter().filter_map(|to| self.place(to)).collect());
        let next = match self.flavour {
            Flavour::Edges => self.random.below(rows.len().max(1)),
            Flavour::Varied | Flavour::Plain => 0,
        };
        Ok(Some(ReferencedRows { columns, own, rows, next }))
    }

    fn make(
        &mut self,
        rows: usize,
        trial: &SampleSavepoint<'_>,
        made: &mut Vec<SampleRow>,
    ) -> Result<()> {
        if self.columns.is_empty() {
            return Ok(());
        }
        for row in 0..rows {
            let mut taken = false;
            for attempt in 0..ATTEMPTS {
                let values = self.values(row, attempt);
                taken = self.takes(&values)?;
                if self.connection.is_autocommit() {
                    trial.again(made)?;
                    taken = false;
                }
                if taken {
                    self.took(&values);
                    made.push(self.row(values));
                    break;
                }
            }
            if !taken {
                break;
            }
        }
        Ok(())
    }

    fn values(&mut self, row: usize, attempt: usize) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::with_capacity(self.columns.len());
        let wants_model = !row.is_multiple_of(3) && attempt < 4 && !self.models.is_empty();
        let model = wants_model.then(|| &self.models[(row - row / 3) % self.models.len()]);
        // One of the columns that could be alike is not, each in its turn: what asks for several things meets all but one.
        let alike = self.columns.iter().filter(|(_, from)| from.may_repeat()).count();
        let mut until_other = row / 3 % (2 * alike).max(1);
        for (at, (_, from)) in self.columns.iter_mut().enumerate() {
            let is_other = from.may_repeat() && until_other == 0;
            until_other = until_other.wrapping_sub(usize::from(from.may_repeat()));
            values.push(match (from, model.filter(|_| !is_other)) {
                (ValueSource::Number(numbers), _) => numbers.next(row, attempt, &mut self.random),
                (ValueSource::SampleRow(source), Some(model)) => {
                    source.value_like(&model[at], row, attempt)
                }
                (ValueSource::SampleRow(source), None) => source.value(row, attempt),
            });
        }
        let count = self.references.len();
        for (number, parents) in self.references.iter_mut().enumerate() {
            // Half of them get another parent; of a pair, which may be there already, one of the two.
            let has_same = attempt == 0 && row % 3 == 1 || number != (row + attempt) % count;
            if let Some(model) = model.filter(|_| has_same) {
                parents.columns.iter().for_each(|(at, _)| values[*at] = model[*at].clone());
                continue;
            }
            parents.choose(&mut self.random, self.flavour, (number, row, attempt), &mut values);
        }
        values
    }

    fn row(&self, values: Vec<Value>) -> SampleRow {
        let names = self.columns.iter().map(|(name, _)| (*name).clone());
        SampleRow { table: self.table.name.clone(), values: names.zip(values).collect() }
    }

    /// Tries whether the database takes the row, and every reference in it leads somewhere.
    fn takes(&mut self, row: &[Value]) -> Result<bool> {
        if !self.overlap {
            return self.inserts(row);
        }
        self.connection.execute_batch("SAVEPOINT sample_row")?;
        let takes = self.inserts(row)? && !self.dangles()?;
        if !self.connection.is_autocommit() {
            let end = if takes { "" } else { "ROLLBACK TO sample_row; " };
            self.connection.execute_batch(&format!("{end}RELEASE sample_row"))?;
        }
        Ok(takes)
    }

    fn inserts(&mut self, row: &[Value]) -> Result<bool> {
        let Some(insert) = &mut self.insert else { return Ok(false) };
        match insert.execute(params_from_iter(row)) {
            Ok(count) => Ok(count == 1),
            Err(error) if is_interrupted(&error) => Err(error),
            Err(_) => Ok(false),
        }
    }

    fn dangles(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check(?1))";
        self.connection.query_row(sql, [&self.table.name], |row| row.get(0))
    }

    fn took(&mut self, values: &[Value]) {
        for ((_, from), value) in self.columns.iter_mut().zip(values) {
            if let ValueSource::SampleRow(source) = from {
                source.took(value);
            }
        }
        for parents in &mut self.references {
            parents.rows.extend(
                parents.own.as_ref().map(|own| own.iter().map(|at| values[*at].clone()).collect()),
            );
        }
    }
}

/// Some of the rows of a table, as they are stored.
fn read_stored_rows(connection: &Connection, table: &Table) -> Result<Vec<Vec<Value>>> {
    let stored = table.columns.iter().filter(|column| !column.generated);
    let sql = format!(
        "SELECT {} FROM {} LIMIT {MOST_MODELS}",
        quote_names(stored.map(|column| column.name.as_str())),
        quote_name(&table.name)
    );
    let mut statement = connection.prepare(&sql)?;
    Ok(read_rows(statement.query([])?, usize::MAX)?.unwrap_or_default().rows)
}

impl ReferencedRows {
    /// Writes a parent into `values`: one that has many children, one of the others, or none.
    fn choose(
        &mut self,
        random: &mut Random,
        flavour: Flavour,
        at: (usize, usize, usize),
        values: &mut [Value],
    ) {
        let (number, row, attempt) = at;
        let wants_none = if attempt < 4 {
            flavour != Flavour::Plain && row % 4 == 2
        } else {
            random.below(4) == 0
        };
        let nullable = self.columns.iter().any(|(_, nullable)| *nullable);
        if nullable && (wants_none || self.rows.is_empty()) {
            let free = self.columns.iter().filter(|(_, nullable)| *nullable);
            free.for_each(|(at, _)| values[*at] = Value::Null);
            return;
        }
        // One parent is left without children, as long as others are enough.
        let usable = if attempt < ATTEMPTS / 2 {
            self.rows.len().saturating_sub(1).max(1)
        } else {
            self.rows.len()
        };
        let at = match (flavour, attempt) {
            (_, 1..) => random.below(usable),
            (Flavour::Edges, 0) if !row.is_multiple_of(4 + number) => {
                self.next += 1;
                self.next % usable
            }
            (Flavour::Varied | Flavour::Plain, 0) if !row.is_multiple_of(2 + number) => {
                (1 + number + row / (2 + number)) % usable
            }
            (_, 0) => 0,
        };
        let to = match (self.rows.get(at), &self.own) {
            (Some(parent), _) => parent.clone(),
            // The first row of a table that refers to itself is its own parent.
            (None, Some(own)) => own.iter().map(|at| values[*at].clone()).collect(),
            (None, None) => return,
        };
        for ((at, _), value) in self.columns.iter().zip(to) {
            values[*at] = value;
        }
    }
}

/// A statement that adds one row, with a value for each of the columns.
fn insert_sql(table: &Table, columns: &[(&Name, ValueSource<'_>)]) -> String {
    let names = quote_names(columns.iter().map(|(name, _)| name.as_str()));
    let values = vec!["?"; columns.len()].join(", ");
    format!("INSERT INTO {} ({names}) VALUES ({values})", quote_name(&table.name))
}

/// True of a column that is the key of the table and a number that refers to nothing.
fn is_number(table: &Table, column: &str) -> bool {
    table.primary_key.columns == [column]
        && !table.is_reference(column)
        && table.column(column).is_some_and(|column| column.affinity() == Affinity::Integer)
}

/// A number as far from those of other tables as no course goes.
fn number_apart(schema: &Schema, table: &Table) -> i64 {
    let place = schema.tables.keys().position(|name| *name == table.name).unwrap_or(0);
    i64::try_from(place).unwrap_or(0).saturating_mul(FAR_APART)
}

/// Lists numbers of this table that none of its rows has, although a column of another holds them that has the name of a
/// reference to it and is none: of rows that were set aside, whose parent may come back.
fn lost_parents(connection: &Connection, schema: &Schema, table: &Table) -> Result<Vec<i64>> {
    let keys = schema.tables.values().flat_map(|child| &child.foreign_keys);
    let mut lost = Vec::new();
    for key in keys.filter(|key| key.table == table.name) {
        let [(from, to)] = &key.columns[..] else { continue };
        let holding = schema.tables.values().filter(|other| {
            other.name != table.name && other.column(from).is_some() && !other.is_reference(from)
        });
        for other in holding {
            let sql = format!(
                "SELECT DISTINCT {from} FROM {other} WHERE typeof({from}) = 'integer'
                 AND {from} NOT IN (SELECT {to} FROM {table} WHERE {to} IS NOT NULL) LIMIT {MOST_LOST}",
                from = quote_name(from),
                other = quote_name(&other.name),
                to = quote_name(to),
                table = quote_name(&table.name),
            );
            let mut statement = connection.prepare(&sql)?;
            let numbers = statement.query_map([], |row| row.get(0))?;
            lost.extend(numbers.collect::<Result<Vec<i64>>>()?);
        }
    }
    Ok(lost)
}

fn read_highest_number(connection: &Connection, table: &Table, column: &str) -> Result<i64> {
    let sql = format!(
        "SELECT max(0, coalesce(max({}), 0)) FROM {}",
        quote_name(column),
        quote_name(&table.name)
    );
    connection.query_row(&sql, [], |row| row.get_ref(0).map(|value| value.as_i64().unwrap_or(0)))
}

#[cfg(test)]
mod tests;
