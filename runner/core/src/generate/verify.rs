//! Runs a proposed script on a copy of the schema and looks at what comes out. Nothing leaves here untried.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::catalogue::{Catalogue, Comparison};
use super::planned_statements::{PlanTask, ScriptPlan};
use super::statement_order::plan_half;
use super::{GenerateError, Half};
use crate::migration::application::{blames_reader, run_batch, run_beside_readers};
use crate::sql::name::Name;
use crate::sql::token::split_statements;

/// A script that was seen to work, and the schema it leaves.
pub(super) struct Proven {
    pub(super) plan: ScriptPlan,
    pub(super) result: Catalogue,
}

/// Outcome of a plan.
enum PlanOutcome {
    /// The schema, and the names of what is not as it should be.
    Ran(Catalogue, Vec<Name>),
    /// SQLite refused a statement of the group that alters this table.
    Failed { altered: Option<Name>, source: GenerateError },
}

/// Plans until a plan works: what `ALTER TABLE` does not bring about is made by a rebuild.
pub(super) fn prove_half(
    half: Half,
    from: &Catalogue,
    to: &Catalogue,
) -> Result<Proven, GenerateError> {
    let mut task = PlanTask { half, from, to, rebuilt: BTreeSet::new(), all_away: false };
    loop {
        let plan = plan_half(&task);
        let altered: BTreeSet<Name> =
            plan.groups.iter().filter_map(|group| group.altered.clone()).collect();
        let (suspects, error) = match run_plan(&plan, &task)? {
            PlanOutcome::Ran(result, wrong) if wrong.is_empty() => {
                return Ok(Proven { plan, result });
            }
            PlanOutcome::Ran(result, wrong) => {
                let only_written = result.list_differences(to, Comparison::Meaning).is_empty();
                let suspects: Vec<Name> =
                    wrong.iter().filter(|name| altered.contains(*name)).cloned().collect();
                if suspects.is_empty() && only_written {
                    return Ok(Proven { plan, result });
                }
                (suspects, GenerateError::Unproven { half, wrong })
            }
            PlanOutcome::Failed { altered, source } => {
                let blames_other = !task.all_away && fails_for_reader(&source);
                (altered.filter(|_| !blames_other).into_iter().collect(), source)
            }
        };
        if suspects.is_empty() && task.all_away {
            return Err(error);
        }
        // What is not the fault of an `ALTER TABLE` may be that of a view that is broken itself.
        task.all_away |= suspects.is_empty();
        task.rebuilt.extend(suspects);
    }
}

/// True if it was a view or a trigger that made a statement fail.
fn fails_for_reader(error: &GenerateError) -> bool {
    matches!(error, GenerateError::Statement { source, .. } if blames_reader(source))
}

fn run_plan(plan: &ScriptPlan, task: &PlanTask<'_>) -> Result<PlanOutcome, GenerateError> {
    let scratch = task.from.build_database()?;
    let run_step = if task.all_away { run_batch } else { run_beside_readers };
    for group in &plan.groups {
        for step in &group.statements {
            if let Err(error) = run_step(&scratch, &step.sql) {
                let source = GenerateError::Statement {
                    half: task.half,
                    statement: step.sql.clone(),
                    source: error,
                };
                return Ok(PlanOutcome::Failed { altered: group.altered.clone(), source });
            }
        }
    }
    let result = Catalogue::read(&scratch)?;
    // The way back restores words, the way there only what they mean.
    let comparison = if task.half == Half::Up { Comparison::Meaning } else { Comparison::Spelling };
    let wrong = result.list_differences(task.to, comparison);
    Ok(PlanOutcome::Ran(result, wrong))
}

/// Runs both halves as they will stand in the file: up, down, and up again.
pub(super) fn prove_script(
    current: &Catalogue,
    wanted: &Catalogue,
    up: &str,
    down: &str,
) -> Result<(), GenerateError> {
    let scratch = current.build_database()?;
    for (half, script, goal) in
        [(Half::Up, up, wanted), (Half::Down, down, current), (Half::Up, up, wanted)]
    {
        for statement in split_statements(script) {
            run_statement_of_half(&scratch, half, &script[statement])?;
        }
        let wrong = Catalogue::read(&scratch)?.list_differences(goal, Comparison::Meaning);
        if !wrong.is_empty() {
            return Err(GenerateError::Unproven { half, wrong });
        }
    }
    Ok(())
}

fn run_statement_of_half(
    scratch: &Connection,
    half: Half,
    statement: &str,
) -> Result<(), GenerateError> {
    run_batch(scratch, statement).map_err(|source| GenerateError::Statement {
        half,
        statement: statement.to_owned(),
        source,
    })
}
