//! Goes on after a step that failed: grades every step that can still be told right from wrong, and says why not the others.

use std::fs;
use std::panic::resume_unwind;
use std::thread;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use workbook_core::exercise::{GradingRule, SqlSource};
use workbook_core::finding::{Finding, Problem, Stage};
use workbook_core::schema::diff::diff;
use workbook_core::snapshot::{Record, State};

use super::reference::Reference;
use super::{Action, CheckError, Run, Step, StepReport, Stop, Verdict};

/// The steps of one exercise, one after the other, on one database.
struct Grading<'a> {
    run: &'a Run<'a>,
    ground: Ground,
    /// What earlier steps were told, with the step: it is not told again.
    known: Vec<(String, String)>,
    failed: bool,
}

/// What the next step finds.
enum Ground {
    /// The database is as it should be, if only because the expected rows were put in.
    Sound,
    /// The tables are as they should be, but not their rows. What only looks at them is shown them as they are; before
    /// anything else is done, these are put in.
    Spoiled { since: String, expected: State },
    /// A step did its work, but left other tables than it should. What cannot be run on them is its fault.
    Shaky { since: String },
    /// A step could not do its work, and nothing can be said of what comes after it.
    Gone { since: String },
}

/// A step on other rows: a program is begun at once, since it takes its time to start; SQL is quicker without a thread.
enum Other<'scope, Look> {
    Begun(thread::ScopedJoinHandle<'scope, Result<Vec<Finding>, Stop>>),
    Waiting(Look),
}

/// Grades the steps one after the other, and on a copy those that are run on other rows too.
pub(super) fn steps(
    run: &Run<'_>,
    expected: &[Record],
    reference: Option<&Reference<'_>>,
) -> Result<Vec<StepReport>, CheckError> {
    let mut grading = Grading { run, ground: Ground::Sound, known: Vec::new(), failed: false };
    let mut steps: Vec<StepReport> = Vec::new();
    thread::scope(|scope| {
        let mut others = Vec::new();
        let mut besides = Vec::new();
        for (number, (step, record)) in (1..).zip(run.exercise.steps.iter().zip(expected)) {
            grading.prepare(step);
            let beside = match (reference, &grading.ground) {
                (Some(reference), Ground::Sound) => reference.beside(run, step, number)?,
                _ => None,
            };
            if let Some(reference) = reference {
                reference.take(step)?;
            }
            let copy = match (&record.unseen, &grading.ground) {
                (Some(unseen), Ground::Sound) => run.on_a_copy()?.map(|copy| (copy, unseen)),
                _ => None,
            };
            let is_slow = matches!(step.action, Action::Call(_) | Action::Command(_));
            let other = copy.map(|(copy, unseen)| {
                let look = move || copy.unseen_findings(step, unseen);
                if is_slow { Other::Begun(scope.spawn(look)) } else { Other::Waiting(look) }
            });
            let graded = grading.step(step, record)?;
            others.push(other.filter(|_| graded.verdict == Verdict::Passed));
            besides.push(beside.filter(|_| graded.verdict == Verdict::Passed));
            steps.push(graded);
        }
        for ((graded, other), (beside, step)) in
            steps.iter_mut().zip(others).zip(besides.into_iter().zip(&run.exercise.steps))
        {
            let found = match other {
                Some(Other::Begun(thread)) => {
                    Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
                }
                Some(Other::Waiting(look)) => Some(look()),
                None => None,
            };
            let found = match (found, beside) {
                (None, Some(beside)) => Some(beside.findings(step)),
                (Some(Ok(found)), Some(beside)) if found.is_empty() => Some(beside.findings(step)),
                (found, _) => found,
            };
            graded.findings = match found {
                None => continue,
                Some(Ok(findings)) => findings,
                Some(Err(Stop::Finding(finding))) => vec![*finding],
                Some(Err(Stop::Error(error))) => return Err(error),
            };
            if !graded.findings.is_empty() {
                graded.verdict = Verdict::Failed;
            }
        }
        Ok(())
    })?;
    settle(&mut steps);
    Ok(steps)
}

/// A step that cannot be run, because of the one called `since`.
pub(super) fn blocked(step: &Step, since: &str) -> StepReport {
    report(step, Verdict::Skipped, Vec::new(), Some(since.to_owned()))
}

fn report(
    step: &Step,
    verdict: Verdict,
    findings: Vec<Finding>,
    blocked_by: Option<String>,
) -> StepReport {
    let Step { name, why, points, .. } = step.clone();
    StepReport { name, verdict, findings, why, points, blocked_by }
}

impl Grading<'_> {
    /// Puts the right rows in before a step that does something.
    fn prepare(&mut self, step: &Step) {
        if let Ground::Spoiled { since, expected } = &self.ground
            && !only_looks(step)
        {
            self.ground = match self.put_rows(expected) {
                Ok(()) => Ground::Sound,
                // A rule that nobody asked for may refuse them.
                Err(_) => Ground::Shaky { since: since.clone() },
            };
        }
    }

    fn step(&mut self, step: &Step, record: &Record) -> Result<StepReport, CheckError> {
        if let Action::Rule(rule) = step.action {
            return self.rule(step, rule);
        }
        if let Ground::Gone { since } = &self.ground {
            return Ok(blocked(step, since));
        }
        let (findings, worked) = match (self.run.observe(step, record), &self.ground) {
            (Err(Stop::Error(error)), _) => return Err(error),
            (Err(Stop::Finding(finding)), Ground::Shaky { since })
                if !is_of_its_own(step, &finding.problem) =>
            {
                let since = since.clone();
                let report = blocked(step, &since);
                if step.action.changes_the_database() {
                    self.ground = Ground::Gone { since };
                }
                return Ok(report);
            }
            (Err(Stop::Finding(finding)), _) => (vec![*finding], false),
            (Ok(problems), _) => {
                let findings =
                    problems.into_iter().map(|problem| self.run.placed_at(step, problem));
                (findings.filter(|finding| self.told_by(finding).is_none()).collect(), true)
            }
        };
        if findings.is_empty() {
            return Ok(report(step, Verdict::Passed, findings, None));
        }
        self.tell(step, &findings);
        self.keep_the_first();
        if findings.iter().any(ran_out_of_time) {
            // It would take all its time again at every step.
            self.ground = Ground::Gone { since: step.name.clone() };
        } else if let Some(expected) = &record.state {
            let expected = self.run.expected_state(&step.name, expected)?;
            self.ground = self.ground_after(step, expected, worked);
        }
        Ok(report(step, Verdict::Failed, findings, None))
    }

    /// A rule stands for itself. One that cannot be tried, because of what another was told, waits for that.
    fn rule(&mut self, step: &Step, rule: GradingRule) -> Result<StepReport, CheckError> {
        let findings = match self.run.rule(rule) {
            Ok(findings) => findings,
            Err(Stop::Finding(finding)) => vec![*finding],
            Err(Stop::Error(error)) => return Err(error),
        };
        let first = findings.first().and_then(|finding| self.told_by(finding));
        if let Some(since) = first.map(str::to_owned)
            && findings.iter().all(|finding| self.told_by(finding).is_some())
        {
            return Ok(blocked(step, &since));
        }
        let findings: Vec<Finding> =
            findings.into_iter().filter(|finding| self.told_by(finding).is_none()).collect();
        self.tell(step, &findings);
        let verdict = if findings.is_empty() { Verdict::Passed } else { Verdict::Failed };
        Ok(report(step, verdict, findings, None))
    }

    /// The step that was told the same.
    fn told_by(&self, finding: &Finding) -> Option<&str> {
        let gist = finding.dedup_key();
        self.known.iter().find(|(known, _)| *known == gist).map(|(_, step)| step.as_str())
    }

    fn tell(&mut self, step: &Step, findings: &[Finding]) {
        self.known.extend(findings.iter().map(|finding| (finding.dedup_key(), step.name.clone())));
    }

    /// `workbook inspect` shows the database as the first failure left it.
    fn keep_the_first(&mut self) {
        let scratch = &self.run.scratch;
        if !self.failed && super::database::problem(scratch).is_none() {
            // Without it, what the last step left is shown.
            _ = fs::copy(scratch.database(), scratch.at_failure());
        }
        self.failed = true;
    }

    /// Where only the rows are wrong, the right ones can be put in, and the next step is graded for itself.
    fn ground_after(&self, step: &Step, expected: State, worked: bool) -> Ground {
        let since = match &self.ground {
            Ground::Shaky { since } | Ground::Spoiled { since, .. } => since.clone(),
            _ => step.name.clone(),
        };
        // A moment that was levelled is no value a program could read.
        let rules = &self.run.exercise.rules;
        let can_be_put = rules.volatile.is_empty()
            && self.run.state().is_ok_and(|actual| {
                diff(&expected.schema, &actual.schema, rules.insist).is_empty()
            });
        match worked {
            _ if can_be_put => Ground::Spoiled { since, expected },
            true => Ground::Shaky { since },
            false => Ground::Gone { since },
        }
    }

    /// Makes the rows of all tables the expected ones.
    fn put_rows(&self, expected: &State) -> rusqlite::Result<()> {
        let connection = Connection::open(self.run.scratch.database())?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.pragma_update(None, "foreign_keys", false)?;
        connection.execute_batch(&format!("BEGIN; {} COMMIT;", expected.as_rows()))
    }
}

/// Whether a step asks what the learner left, in the course's own words.
fn only_looks(step: &Step) -> bool {
    matches!(
        step.action,
        Action::Query(SqlSource::Text(_)) | Action::Rejects(_) | Action::Accepts(_)
    )
}

/// What a way down does wrong may show twice: in a step that is one, and when a script was undone on other rows. Then only
/// the step is told, since a learner can see its rows.
fn settle(steps: &mut [StepReport]) {
    let on_other_rows = |finding: &Finding| matches!(&finding.problem, Problem::Unseen { stage, .. } if *stage != Stage::Run);
    if steps.iter().flat_map(|step| &step.findings).all(on_other_rows) {
        return;
    }
    for step in steps.iter_mut().filter(|step| step.verdict == Verdict::Failed) {
        step.findings.retain(|finding| !on_other_rows(finding));
        if step.findings.is_empty() {
            step.verdict = Verdict::Passed;
        }
    }
}

/// The time of the step was over before it was done.
fn ran_out_of_time(finding: &Finding) -> bool {
    finding.problem.kind() == "time_limit"
}

/// Whether a failure says something about the tables that are there, rather than about those that are not.
fn is_of_its_own(step: &Step, problem: &Problem) -> bool {
    match step.action {
        Action::Rejects(_) => matches!(problem, Problem::Accepted { .. }),
        Action::Accepts(_) => matches!(problem, Problem::Refused { .. }),
        _ => false,
    }
}
