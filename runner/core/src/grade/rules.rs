//! Tries the whole answer against one rule: makes the databases that the rule looks at, and places what it finds. The rules
//! themselves are elsewhere.

use rusqlite::Connection;

use super::{AnswerRun, StepFailure};
use crate::exercise::GradingRule;
use crate::finding::{DatabaseProblem, Finding, Problem, RuleProblem};
use crate::locate::{locate_populate, locate_rule};
use crate::migration::{Half, Script, Target};
use crate::rules::{self, Broken, Halt, Scripts};
use crate::sample::{self, SamplePlan};
use crate::sandbox;
use crate::script::SqlErrorKind;
use crate::snapshot::State;

/// The function of the learner's that makes the tables of the models, and the one that fills them.
pub(super) const MODELS: &str = "create_all";
const POPULATE: &str = "populate";
/// Where the rows begin that others add between two runs of `populate`, and how many a table gets.
const SEED: u64 = 20_261_122;
const ROWS: usize = 5;

impl AnswerRun<'_> {
    /// Everything that breaks the rule.
    pub(super) fn rule(&self, rule: GradingRule) -> Result<Vec<Finding>, StepFailure> {
        let scripts = match rule {
            GradingRule::RelatedModels => &[],
            _ => self.scripts()?,
        };
        let broken = match rule {
            GradingRule::RelatedModels => {
                rules::related(&self.models()?.read_state()?.schema).into_iter().collect()
            }
            GradingRule::OneThingEach => self.on_scripts(scripts, rules::one_thing_each)?,
            GradingRule::WithRows => self.on_scripts(scripts, rules::with_rows)?,
            GradingRule::Reversible => self.on_scripts(scripts, rules::reversible)?,
            GradingRule::Agreement => {
                let (modelled, migrated) = (self.models()?, self.migrated()?);
                let (models, made) = (modelled.read_state()?.schema, migrated.read_state()?.schema);
                if models.tables.is_empty() && made.tables.is_empty() {
                    // Two schemas of nothing agree, and that says nothing.
                    rules::related(&models).into_iter().collect()
                } else {
                    let (wants, has) = (modelled.open_sandbox()?, migrated.open_sandbox()?);
                    let unchecked = rules::unchecked(wants.connection(), has.connection())?;
                    rules::agree(&models, &made).into_iter().chain(unchecked).collect()
                }
            }
            GradingRule::Populate => self.populate()?,
        };
        Ok(broken.into_iter().map(|broken| self.place_of(scripts, broken)).collect())
    }

    /// The answer on a database that its models have made.
    fn models(&self) -> Result<AnswerRun<'_>, StepFailure> {
        let run = self.afresh()?;
        run.call(MODELS)?;
        Ok(run)
    }

    /// The answer on a database that all its scripts have made.
    fn migrated(&self) -> Result<AnswerRun<'_>, StepFailure> {
        let run = self.afresh()?;
        run.migrate(Half::Up, &Target::All)?;
        Ok(run)
    }

    fn afresh(&self) -> Result<AnswerRun<'_>, StepFailure> {
        Ok(self.answer.run_on(self.answer.host.create_database()?))
    }

    fn on_scripts(
        &self,
        list: &[Script],
        rule: fn(&Scripts<'_>) -> Result<Vec<Broken>, Halt>,
    ) -> Result<Vec<Broken>, StepFailure> {
        // What `populate` does wrong is told by its own rule.
        let populated = || self.populated().ok();
        let guard = |connection| self.guard(connection);
        let scripts = Scripts { list, guard: &guard, populated: &populated };
        rule(&scripts).map_err(|halt| match halt {
            Halt::Script(error) => Finding::from(error).into(),
            Halt::Virtual { table } => self
                .place_of(list, Broken { problem: RuleProblem::Virtual { table }, script: None })
                .into(),
            Halt::TimeOver => Problem::Sql(SqlErrorKind::TimeOver).into(),
            Halt::Sqlite(error) => error.into(),
            Halt::Generate(error) => {
                Problem::Database(DatabaseProblem::Unreadable(error.to_string())).into()
            }
        })
    }

    /// The database of the scripts with the learner's own rows, in memory.
    fn populated(&self) -> Result<Connection, StepFailure> {
        let run = self.migrated()?;
        run.call(POPULATE)?;
        Ok(sandbox::copy(run.open_sandbox()?.connection())?)
    }

    /// Runs `populate` once, again, and again when others have added rows of their own.
    fn populate(&self) -> Result<Vec<Broken>, StepFailure> {
        let run = self.migrated()?;
        let empty = run.read_state()?;
        run.call(POPULATE).map_err(|stop| match stop {
            // What the program says may speak of a table, but it is this function that failed.
            StepFailure::Finding(finding)
                if finding.span.as_ref().is_none_or(|span| span.file().ends_with(".sql")) =>
            {
                Finding { span: locate_populate(&self.answer.sources), ..*finding }.into()
            }
            other => other,
        })?;
        let first = run.read_state()?;
        self.keep_for_inspect(&run);
        if let Some(broken) = rules::populated(&empty, &first) {
            return Ok(vec![broken]);
        }
        if let Some(broken) = run.again(&first, false)? {
            return Ok(vec![broken]);
        }
        run.add_rows_of_others()?;
        Ok(run.again(&run.read_state()?, true)?.into_iter().collect())
    }

    /// Where no step has a database of its own, `workbook inspect` shows this one.
    fn keep_for_inspect(&self, run: &AnswerRun<'_>) {
        // Without it, there is nothing to look at.
        self.shown.replace(run.database.copy().ok());
    }

    fn again(&self, before: &State, others: bool) -> Result<Option<Broken>, StepFailure> {
        match self.call(POPULATE) {
            Err(StepFailure::Finding(finding)) => {
                let problem = RuleProblem::FailsAgain { message: finding.message(), others };
                Ok(Some(Broken { problem, script: None }))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(rules::unchanged(before, &self.read_state()?, others)),
        }
    }

    fn add_rows_of_others(&self) -> Result<(), StepFailure> {
        let sandbox = self.open_sandbox()?;
        let plan = SamplePlan { seed: SEED, rows: ROWS, tables: None, ..SamplePlan::default() };
        sample::add_rows(sandbox.connection(), &plan)?;
        Ok(())
    }

    /// A broken rule with the place that decides it: in the half of a script, in the models, or in `populate`.
    fn place_of(&self, scripts: &[Script], Broken { problem, script }: Broken) -> Finding {
        let script = script.map(|(number, half)| (&scripts[number], half));
        let span = locate_rule(&problem, script, &self.answer.sources);
        Finding { problem: Problem::Rule(Box::new(problem)), span }
    }
}
