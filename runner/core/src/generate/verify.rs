//! Runs a proposed script on a copy of the schema and looks at what comes out. Nothing leaves here untried.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::catalogue::{Catalogue, Comparison};
use super::plan::{PlanTask, ScriptPlan};
use super::planner::plan_half;
use super::{GenerateError, Half};
use crate::sql::token::split_statements;

/// A script that was seen to work, and the schema it leaves.
pub(super) struct Proven {
    pub(super) plan: ScriptPlan,
    pub(super) result: Catalogue,
}

/// What came of a plan.
enum Outcome {
    /// The schema, and the names of what is not as it should be.
    Ran(Catalogue, Vec<String>),
    /// SQLite refused a statement of the group that alters this table.
    Failed { altered: Option<String>, source: GenerateError },
}

/// Plans until a plan works: what `ALTER TABLE` does not bring about is made by a rebuild.
pub(super) fn proven(
    half: Half,
    from: &Catalogue,
    to: &Catalogue,
) -> Result<Proven, GenerateError> {
    let mut task = PlanTask { half, from, to, rebuilt: BTreeSet::new(), all_away: false };
    loop {
        let plan = plan_half(&task);
        let altered: BTreeSet<String> =
            plan.groups.iter().filter_map(|group| group.altered.clone()).collect();
        let (suspects, error) = match run(&plan, &task)? {
            Outcome::Ran(result, wrong) if wrong.is_empty() => return Ok(Proven { plan, result }),
            Outcome::Ran(result, wrong) => {
                let only_written = result.differences(to, Comparison::Meaning).is_empty();
                let suspects: Vec<String> =
                    wrong.iter().filter(|name| altered.contains(*name)).cloned().collect();
                if suspects.is_empty() && only_written {
                    return Ok(Proven { plan, result });
                }
                (suspects, GenerateError::Unproven { half, wrong })
            }
            Outcome::Failed { altered, source } => {
                let blames_other = !task.all_away && blames_reader(&source);
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

/// Whether SQLite stumbled over a view or trigger: `error in view v after drop column: …`.
fn blames_reader(error: &GenerateError) -> bool {
    let GenerateError::Statement { source, .. } = error else { return false };
    let message = source.to_string();
    message.starts_with("error in view") || message.starts_with("error in trigger")
}

fn run(plan: &ScriptPlan, task: &PlanTask<'_>) -> Result<Outcome, GenerateError> {
    let scratch = task.from.build()?;
    for group in &plan.groups {
        for step in &group.statements {
            if let Err(error) = scratch.execute_batch(&step.sql) {
                let source = GenerateError::Statement {
                    half: task.half,
                    statement: step.sql.clone(),
                    source: error,
                };
                return Ok(Outcome::Failed { altered: group.altered.clone(), source });
            }
        }
    }
    let result = Catalogue::read(&scratch)?;
    // The way back restores words, the way there only what they mean.
    let comparison = if task.half == Half::Up { Comparison::Meaning } else { Comparison::Spelling };
    let wrong = result.differences(task.to, comparison);
    Ok(Outcome::Ran(result, wrong))
}

/// Runs both halves as they will stand in the file: up, down, and up again.
pub(super) fn whole(
    current: &Catalogue,
    wanted: &Catalogue,
    up: &str,
    down: &str,
) -> Result<(), GenerateError> {
    let scratch = current.build()?;
    for (half, script, goal) in
        [(Half::Up, up, wanted), (Half::Down, down, current), (Half::Up, up, wanted)]
    {
        for statement in split_statements(script) {
            run_one(&scratch, half, &script[statement])?;
        }
        let wrong = Catalogue::read(&scratch)?.differences(goal, Comparison::Meaning);
        if !wrong.is_empty() {
            return Err(GenerateError::Unproven { half, wrong });
        }
    }
    Ok(())
}

fn run_one(scratch: &Connection, half: Half, statement: &str) -> Result<(), GenerateError> {
    let fail = |source| GenerateError::Statement { half, statement: statement.to_owned(), source };
    scratch.execute_batch(statement).map_err(fail)
}
