//! Tries the whole answer against one rule: makes the databases that the rule looks at, and places what it finds. The rules
//! themselves are elsewhere.

use std::fs;

use rusqlite::Connection;
use workbook_core::exercise::GradingRule;
use workbook_core::finding::{DatabaseProblem, Finding, Problem, RuleProblem};
use workbook_core::generate::Half;
use workbook_core::migration::{Script, Target, run};
use workbook_core::place::{self, Place, Source};
use workbook_core::rules::{self, Broken, Halt, Scripts};
use workbook_core::sample::{self, SamplePlan};
use workbook_core::sandbox::{self, Sandbox};
use workbook_core::schema::diff::SchemaChange;
use workbook_core::script::ScriptErrorKind;
use workbook_core::snapshot::State;

use super::{CheckError, Run, Scratch, Stop};
use crate::scripts;

/// The function of the learner's that makes the tables of the models, and the one that fills them.
const MODELS: &str = "create_all";
const POPULATE: &str = "populate";
/// Where the rows begin that others add between two runs of `populate`, and how many a table gets.
const SEED: u64 = 20_261_122;
const ROWS: usize = 5;

impl Run<'_> {
    /// Everything that breaks the rule.
    pub(super) fn rule(&self, rule: GradingRule) -> Result<Vec<Finding>, Stop> {
        let scripts = match rule {
            GradingRule::RelatedModels => &[],
            _ => self.scripts()?,
        };
        let broken = match rule {
            GradingRule::RelatedModels => {
                rules::related(&self.models()?.state()?.schema).into_iter().collect()
            }
            GradingRule::OneThingEach => self.on_scripts(scripts, rules::one_thing_each)?,
            GradingRule::WithRows => self.on_scripts(scripts, rules::with_rows)?,
            GradingRule::Reversible => self.on_scripts(scripts, rules::reversible)?,
            GradingRule::Agreement => {
                let (modelled, migrated) = (self.models()?, self.migrated()?);
                let (models, made) = (modelled.state()?.schema, migrated.state()?.schema);
                if models.tables.is_empty() && made.tables.is_empty() {
                    // Two schemas of nothing agree, and that says nothing.
                    rules::related(&models).into_iter().collect()
                } else {
                    let (wants, has) = (modelled.sandbox()?, migrated.sandbox()?);
                    let unchecked = rules::unchecked(wants.connection(), has.connection())?;
                    rules::agree(&models, &made).into_iter().chain(unchecked).collect()
                }
            }
            GradingRule::Populate => self.populate()?,
        };
        Ok(broken.into_iter().map(|broken| self.place_of(scripts, broken)).collect())
    }

    /// The answer on a database that its models have made.
    fn models(&self) -> Result<Run<'_>, Stop> {
        let run = self.afresh()?;
        run.call(MODELS)?;
        Ok(run)
    }

    /// The answer on a database that all its scripts have made.
    fn migrated(&self) -> Result<Run<'_>, Stop> {
        let run = self.afresh()?;
        run.migrate(run::upgrade, &Target::All)?;
        Ok(run)
    }

    fn afresh(&self) -> Result<Run<'_>, Stop> {
        let fail = |source| CheckError::Scratch { folder: std::env::temp_dir(), source };
        Ok(self.on(Scratch::new().map_err(fail)?))
    }

    fn on_scripts(
        &self,
        list: &[Script],
        rule: fn(&Scripts<'_>) -> Result<Vec<Broken>, Halt>,
    ) -> Result<Vec<Broken>, Stop> {
        // What `populate` does wrong is told by its own rule.
        let populated = || self.populated().ok();
        let guard = |connection| Sandbox::new(connection, self.stop());
        let scripts = Scripts { list, guard: &guard, populated: &populated };
        rule(&scripts).map_err(|halt| match halt {
            Halt::Script(error) => scripts::finding_in(list, error).into(),
            Halt::Virtual { table } => self
                .place_of(list, Broken { problem: RuleProblem::Virtual { table }, script: None })
                .into(),
            Halt::TimeOver => Problem::Sql(ScriptErrorKind::TimeOver).into(),
            Halt::Sqlite(error) => error.into(),
            Halt::Generate(error) => {
                Problem::Database(DatabaseProblem::Unreadable(error.to_string())).into()
            }
        })
    }

    /// The database of the scripts with the learner's own rows, in memory.
    fn populated(&self) -> Result<Connection, Stop> {
        let run = self.migrated()?;
        run.call(POPULATE)?;
        Ok(sandbox::copy(run.sandbox()?.connection())?)
    }

    /// Runs `populate` once, again, and again when others have added rows of their own.
    fn populate(&self) -> Result<Vec<Broken>, Stop> {
        let run = self.migrated()?;
        let empty = run.state()?;
        run.call(POPULATE).map_err(|stop| match stop {
            // What the program says may speak of a table, but it is this function that failed.
            Stop::Finding(finding)
                if finding.place.as_ref().is_none_or(|place| place.file.ends_with(".sql")) =>
            {
                Finding { place: self.place_of_populate(), ..*finding }.into()
            }
            other => other,
        })?;
        let first = run.state()?;
        self.keep(&run);
        if let Some(broken) = rules::populated(&empty, &first) {
            return Ok(vec![broken]);
        }
        if let Some(broken) = run.again(&first, false)? {
            return Ok(vec![broken]);
        }
        run.add_rows_of_others()?;
        Ok(run.again(&run.state()?, true)?.into_iter().collect())
    }

    /// Where no step has a database of its own, `workbook inspect` shows this one.
    fn keep(&self, run: &Run<'_>) {
        if !self.scratch.database().exists() {
            // Without it, there is nothing to look at.
            _ = fs::copy(run.scratch.database(), self.scratch.database());
        }
    }

    fn again(&self, before: &State, others: bool) -> Result<Option<Broken>, Stop> {
        match self.call(POPULATE) {
            Err(Stop::Finding(finding)) => {
                let problem = RuleProblem::FailsAgain { message: finding.message(), others };
                Ok(Some(Broken { problem, script: None }))
            }
            Err(error) => Err(error),
            Ok(_) => Ok(rules::unchanged(before, &self.state()?, others)),
        }
    }

    fn add_rows_of_others(&self) -> Result<(), Stop> {
        let sandbox = self.sandbox()?;
        let plan = SamplePlan { seed: SEED, rows: ROWS, tables: None, repeat: &[] };
        let made = sample::rows(sandbox.connection(), &plan)?;
        Ok(made.iter().try_for_each(|row| sandbox.connection().execute_batch(row))?)
    }

    /// A broken rule with the place that decides it: in the half of a script, in the models, or in `populate`.
    fn place_of(&self, scripts: &[Script], Broken { problem, script }: Broken) -> Finding {
        let problem = Problem::Rule(Box::new(problem));
        let place = match script {
            Some((number, half)) => Some(place_in(&scripts[number], half, &problem)),
            None => self.place_without_script(&problem),
        };
        Finding { problem, place }
    }

    fn place_of_populate(&self) -> Option<Place> {
        let file = self.sources.iter().find(|source| source.name.ends_with("populate.rs"))?;
        let function = place::find_text(std::slice::from_ref(file), "pub fn populate");
        function.or_else(|| Some(Place::whole(&file.name)))
    }

    fn place_without_script(&self, problem: &Problem) -> Option<Place> {
        let with = |ending: &str| -> Vec<Source> {
            self.sources.iter().filter(|source| source.name.ends_with(ending)).cloned().collect()
        };
        let named = |sources: &[Source]| {
            let (table, column) = (problem.table(), problem.column());
            place::find(&super::making(sources), problem.sought(), table, column)
        };
        let (models, scripts) = (with("models.rs"), with(".sql"));
        let whole = |sources: &[Source]| sources.last().map(|source| Place::whole(&source.name));
        let Problem::Rule(rule) = problem else { return None };
        match &**rule {
            RuleProblem::NotPopulated { .. }
            | RuleProblem::PopulatedAnew { .. }
            | RuleProblem::FailsAgain { .. } => self.place_of_populate(),
            RuleProblem::TooFew { .. }
            | RuleProblem::NothingChanged
            | RuleProblem::Virtual { .. } => named(&scripts).or_else(|| whole(&scripts)),
            // What is too much in the scripts stands in them, everything else in the models.
            RuleProblem::Disagree {
                change:
                    SchemaChange::TableExtra { .. }
                    | SchemaChange::ColumnExtra { .. }
                    | SchemaChange::UniqueExtra { .. }
                    | SchemaChange::ForeignKeyExtra { .. },
            } => named(&scripts).or_else(|| whole(&models)),
            RuleProblem::Unrelated { tables } if tables.is_empty() => {
                place::find_text(&models, "pub fn register").or_else(|| whole(&models))
            }
            _ => named(&models).or_else(|| whole(&models)),
        }
    }
}

/// Where one half of a script speaks of what the problem is about, or else the half's marker.
fn place_in(script: &Script, half: Half, problem: &Problem) -> Place {
    let span = match problem {
        Problem::Rule(rule) => rule.span(),
        _ => None,
    };
    if let Some(span) = span {
        return Place::at(&script.file, &script.text, span.start, span.len());
    }
    let marker = if half == Half::Up { "-- migrate:up" } else { "-- migrate:down" };
    let down = script.text.find("-- migrate:down").unwrap_or(script.text.len());
    let text = match half {
        Half::Up => script.text[..down].to_owned(),
        // The lines stay where they are.
        Half::Down => {
            script.text[..down].chars().map(|c| if c == '\n' { c } else { ' ' }).collect::<String>()
                + &script.text[down..]
        }
    };
    let whole = [Source { name: script.file.clone(), text: script.text.clone() }];
    let half = [Source { name: script.file.clone(), text }];
    let named = place::find(&half, problem.sought(), problem.table(), problem.column());
    named.or_else(|| place::find_text(&whole, marker)).unwrap_or_else(|| Place::whole(&script.file))
}
