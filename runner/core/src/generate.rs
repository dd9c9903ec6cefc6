//! Writes the migration script that makes one schema of another, and the way back. It reads two or three databases,
//! changes none of them, and hands out nothing that it has not run itself on a copy of the schema.

mod broken;
mod catalogue;
mod change;

mod detect;
mod loss;
mod native;

mod planned_statements;
mod rebuild;
mod rename;
mod spelling;
mod stand_in;
mod statement_order;
mod stored_type;
mod table_order;
mod text;
mod verify;
mod witness;

use rusqlite::Connection;

use crate::migration::Half;
use crate::migration::application::explain_error;
use crate::sql::name::{Name, join_names};

pub use broken::{BrokenObjects, find_broken};
use catalogue::Catalogue;
pub use change::{Change, Done};
pub use loss::{Loss, LossKind};
use rename::Renamed;
pub use rename::{PossibleRename, Rename, RenameError};
pub use witness::{Refusal, RefusalKind};

/// A reversible script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The statements after `-- migrate:up`. They run in one transaction with foreign keys off.
    pub up: String,
    /// The statements after `-- migrate:down`.
    pub down: String,
    /// Changes from one schema to the other, one line each.
    pub detected: Vec<Change>,
    /// Losses that the script cannot help; it stands there as comments, too.
    pub losses: Vec<Loss>,
    /// Drops and adds that may have been meant as renames.
    pub possible_renames: Vec<PossibleRename>,
    /// Required columns without a default: the script runs only while their tables are empty.
    pub only_when_empty: Vec<(Name, Name)>,
    /// True if the rows are the same again after both halves, so that one trial of the first half is as good as two.
    pub restores_rows: bool,
}

/// Reason that there is no script.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    #[error(
        "`{table}` is a virtual table, which a script cannot carry over\nhint: leave it out of the schema and write its script by hand"
    )]
    Virtual { table: String },
    #[error("the definition of `{table}` cannot be read")]
    Unreadable { table: String },
    #[error(transparent)]
    Rename(#[from] RenameError),
    /// The rows that are there break the wanted schema; perhaps because a rename was not given.
    #[error("{}", refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Refused { refusals: Vec<Refusal>, possible_renames: Vec<PossibleRename> },
    #[error(
        "no way was found to write the {half} half: `{statement}` fails: {}",
        explain_error(source)
    )]
    Statement { half: Half, statement: String, source: rusqlite::Error },
    #[error(
        "no way was found to write the {half} half: it leaves `{}` different",
        join_names(wrong, "`, `")
    )]
    Unproven { half: Half, wrong: Vec<Name> },
    #[error("a schema cannot be read")]
    Sqlite(#[from] rusqlite::Error),
}

/// Writes the script that makes `wanted` of `current`; none when there is nothing to do.
///
/// Of `current` and `wanted` only the schema counts. `rows` is the real database, if there is one: changes that its
/// rows make impossible are refused, and losses are counted. The same schemas, renames and rows always give the same
/// script.
pub fn generate(
    current: &Connection,
    wanted: &Connection,
    renames: &[Rename],
    rows: Option<&Connection>,
) -> Result<Option<Generated>, GenerateError> {
    let change = SchemaPair::read(current, wanted, renames)?;
    if let Some(rows) = rows {
        change.refuse_for(rows)?;
    }
    change.write_script(rows)
}

/// As [`generate`] for a script that is run on the same rows next: what they make impossible fails there, and is named by
/// [`refuse_change`] then. A million rows are not read twice for nothing.
pub fn generate_for_trial(
    current: &Connection,
    wanted: &Connection,
    renames: &[Rename],
    rows: Option<&Connection>,
) -> Result<Option<Generated>, GenerateError> {
    SchemaPair::read(current, wanted, renames)?.write_script(rows)
}

/// Fails with all that the rows of the real database make impossible.
pub fn refuse_change(
    current: &Connection,
    wanted: &Connection,
    renames: &[Rename],
    rows: &Connection,
) -> Result<(), GenerateError> {
    SchemaPair::read(current, wanted, renames)?.refuse_for(rows)
}

/// Two schemas, and the first one with the renames done.
struct SchemaPair {
    start: Catalogue,
    renamed: Renamed,
    goal: Catalogue,
}

impl SchemaPair {
    fn read(
        current: &Connection,
        wanted: &Connection,
        renames: &[Rename],
    ) -> Result<SchemaPair, GenerateError> {
        let start = Catalogue::read(current)?;
        let mut goal = Catalogue::read(wanted)?;
        goal.carry_virtuals(&start);
        let renames = rename::with_other_case(renames, &start, &goal);
        let renamed = rename::apply_renames(&start, &goal, &renames)?;
        Ok(SchemaPair { start, renamed, goal })
    }

    fn detect(&self) -> Vec<Change> {
        let mut detected = self.renamed.changes.clone();
        detected.extend(detect::list_changes(&self.renamed.with_readers(), &self.goal));
        detected
    }

    fn refuse_for(&self, rows: &Connection) -> Result<(), GenerateError> {
        if self.detect().is_empty() {
            return Ok(());
        }
        witness::refuse_changes(rows, &self.start, &self.renamed, &self.goal)
    }

    fn write_script(&self, rows: Option<&Connection>) -> Result<Option<Generated>, GenerateError> {
        let SchemaPair { start, renamed, goal } = self;
        let detected = self.detect();
        if detected.is_empty() {
            return Ok(None);
        }
        let up = verify::prove_half(Half::Up, &renamed.catalogue, goal)?;
        let down = verify::prove_half(Half::Down, &up.result, &renamed.catalogue)?;
        let mut losses: Vec<Loss> =
            up.plan.losses.iter().chain(&down.plan.losses).cloned().collect();
        if let Some(rows) = rows {
            witness::count_losses(rows, renamed, &mut losses)?;
        }
        let restores_rows = up.plan.losses.is_empty() && keeps_values(&renamed.catalogue, goal);
        let up = join_parts(&join_lines(&renamed.up), &up.plan.render());
        let down = join_parts(&down.plan.render(), &join_lines(&renamed.down));
        verify::prove_script(start, goal, &up, &down)?;
        Ok(Some(Generated {
            up,
            down,
            detected,
            losses,
            possible_renames: rename::find_possible_renames(&renamed.catalogue, goal),
            only_when_empty: list_required_columns(&renamed.catalogue, goal),
            restores_rows,
        }))
    }
}

/// Names what separates one schema from another, virtual tables too.
pub fn compare_schemas(
    current: &Connection,
    other: &Connection,
) -> Result<Vec<Change>, GenerateError> {
    Ok(detect::list_changes(&Catalogue::read(current)?, &Catalogue::read(other)?))
}

/// Names what a script would have to do that makes `wanted` of `current`.
pub fn list_wanted_changes(
    current: &Connection,
    wanted: &Connection,
) -> Result<Vec<Change>, GenerateError> {
    let start = Catalogue::read(current)?;
    let mut goal = Catalogue::read(wanted)?;
    goal.carry_virtuals(&start);
    Ok(detect::list_changes(&start, &goal))
}

/// Names what separates two schemas, after these renames; neither may have a virtual table.
pub fn list_changes(
    current: &Connection,
    wanted: &Connection,
    renames: &[Rename],
) -> Result<Vec<Change>, GenerateError> {
    let start = Catalogue::read(current)?;
    let goal = Catalogue::read(wanted)?;
    if let Some(table) = start.virtuals.keys().chain(goal.virtuals.keys()).next() {
        return Err(GenerateError::Virtual { table: table.to_string() });
    }
    let renamed = rename::apply_renames(&start, &goal, renames)?;
    let mut found = renamed.changes;
    found.extend(detect::list_changes(&renamed.catalogue, &goal));
    Ok(found)
}

/// Finds drops and adds that may be one rename, beside those that are known. A column or a table may stand in several of
/// them.
pub fn find_possible_renames(
    current: &Connection,
    wanted: &Connection,
    known: &[Rename],
) -> Result<Vec<PossibleRename>, GenerateError> {
    let start = Catalogue::read(current)?;
    let goal = Catalogue::read(wanted)?;
    let renamed = rename::apply_renames(&start, &goal, known)?;
    Ok(rename::find_possible_renames(&renamed.catalogue, &goal))
}

/// Required columns without a default that tables get which are there already.
fn list_required_columns(from: &Catalogue, to: &Catalogue) -> Vec<(Name, Name)> {
    let mut found = Vec::new();
    for (name, table) in &to.tables {
        let Some(before) = from.tables.get(name) else { continue };
        let (now, before) = (&table.definition, &before.definition);
        let new = now.columns.iter().filter(|column| !before.has_column(&column.name));
        let required = new.filter(|column| now.requires_value(column));
        found.extend(required.map(|column| (now.name.clone(), column.name.clone())));
    }
    found
}

/// True if every column is still there and stores each value as before.
fn keeps_values(from: &Catalogue, to: &Catalogue) -> bool {
    from.tables.iter().all(|(name, before)| {
        let before = &before.definition;
        to.tables.get(name).map(|table| &table.definition).is_some_and(|now| {
            before.strict == now.strict
                && before.columns.iter().all(|old| {
                    now.column(&old.name).is_some_and(|new| {
                        old.normal_type == new.normal_type
                            && old.generated.is_some() == new.generated.is_some()
                    })
                })
        })
    })
}

fn join_lines(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{statement}\n")).collect()
}

/// Two parts of a half with a blank line between them, if there are two.
fn join_parts(one: &str, two: &str) -> String {
    let gap = if one.is_empty() || two.is_empty() { "" } else { "\n" };
    format!("{one}{gap}{two}")
}
