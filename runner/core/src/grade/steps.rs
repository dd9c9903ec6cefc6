//! Grades the steps of an exercise one after the other, and on other rows too. After a step that failed it goes on with every
//! step that can still be told right from wrong, and says why not the others.

use std::sync::Arc;

use super::host::do_both;
use super::reference::Reference;
use super::{AnswerRun, Database, GradeError, MOST_FINDINGS, StepFailure, StepReport, Verdict};
use crate::exercise::{Action, GradingRule, SqlSource, Step};
use crate::finding::{Finding, Problem, Stage};
use crate::schema::Schema;
use crate::schema::diff::diff;
use crate::script::SqlErrorKind;
use crate::snapshot::{Record, State, UnseenRecord, put_rows};

/// The steps, graded, with the database as the first failure left it.
pub(super) struct GradedSteps {
    pub(super) steps: Vec<StepReport>,
    pub(super) at_failure: Option<Arc<dyn Database>>,
}

/// The steps of one exercise, one after the other, on one database.
struct StepGrader<'a> {
    run: &'a AnswerRun<'a>,
    reference: Option<&'a Reference<'a>>,
    state: DatabaseState,
    /// The findings that earlier steps were told, each with its step: none is told again.
    known: Vec<(String, String)>,
    failed: bool,
    /// The database that the step before should have left; None for an empty one.
    expected_before: Option<&'a str>,
    at_failure: Option<Arc<dyn Database>>,
}

/// The database as the next step finds it.
enum DatabaseState {
    /// As it should be, if only because the expected rows were put in.
    AsExpected,
    /// The tables are as they should be, but not their rows. What only looks at them is shown them as they are; before
    /// anything else is done, these are put in.
    WrongRows { since: String, expected: State },
    /// A step did its work, but left other tables than it should. What cannot be run on them is its fault.
    WrongSchema { since: String },
    /// A step could not do its work, and nothing can be said of what comes after it.
    Unusable { since: String },
}

/// Grades the steps one after the other.
pub(super) fn grade_steps<'a>(
    run: &'a AnswerRun<'a>,
    expected: &'a [Record],
    reference: Option<&'a Reference<'a>>,
) -> Result<GradedSteps, GradeError> {
    let mut grader = StepGrader {
        run,
        reference,
        state: DatabaseState::AsExpected,
        known: Vec::new(),
        failed: false,
        expected_before: None,
        at_failure: None,
    };
    let numbered = (1..).zip(run.answer.exercise.steps.iter().zip(expected));
    let mut steps = Vec::new();
    for (number, (step, record)) in numbered {
        let report = grader.grade(step, record, number)?;
        run.frame_step(step, record, report.verdict);
        steps.push(report);
        grader.expected_before = record.state.as_deref().or(grader.expected_before);
    }
    settle(&mut steps);
    let at_failure = grader.at_failure.or_else(|| run.shown.take());
    Ok(GradedSteps { steps, at_failure })
}

impl StepGrader<'_> {
    /// Grades one step, and on other rows what passes.
    fn grade(
        &mut self,
        step: &Step,
        record: &Record,
        number: u64,
    ) -> Result<StepReport, GradeError> {
        self.put_right(step);
        let is_sound = matches!(self.state, DatabaseState::AsExpected);
        let comparison = match self.reference.filter(|_| is_sound) {
            Some(reference) => reference.compare(self.run, step, number)?,
            None => None,
        };
        if let Some(reference) = self.reference {
            reference.take(self.run, step)?;
        }
        // Where a script is compared on databases made for both, the recorded one shows no more.
        let is_compared = comparison.is_some() && !self.run.answer.exercise.runs_programs();
        let unseen = record.unseen.as_ref().filter(|_| is_sound && !is_compared);
        let (mut report, mut found) = self.grade_on_rows(step, record, unseen)?;
        self.blame_disk(&report.findings)?;
        if report.verdict != Verdict::Passed {
            return Ok(report);
        }
        if let (Ok([]), Some(comparison)) = (found.as_deref(), &comparison) {
            found = comparison.findings(step);
        }
        report.findings = match found {
            Ok(findings) => findings,
            Err(StepFailure::Finding(finding)) => vec![*finding],
            Err(StepFailure::Error(error)) => return Err(error),
        };
        self.blame_disk(&report.findings)?;
        if !report.findings.is_empty() {
            report.verdict = Verdict::Failed;
        }
        Ok(report)
    }

    /// An error instead of the findings, if one of them is no learner's fault: the disk was full or broken.
    fn blame_disk(&self, findings: &[Finding]) -> Result<(), GradeError> {
        let blamed = findings.iter().find(|finding| self.is_of_the_disk(&finding.problem));
        blamed.map_or(Ok(()), |finding| Err(GradeError::Disk(finding.problem.message(None))))
    }

    fn is_of_the_disk(&self, problem: &Problem) -> bool {
        match problem {
            Problem::Sql(SqlErrorKind::Sqlite { message, reason }) => {
                self.run.is_disk_failure(*reason, message)
            }
            Problem::Unseen { problem, .. } => self.is_of_the_disk(problem),
            _ => false,
        }
    }

    /// Grades one step, and what it does on the recorded other rows if it passes. A program is run on both at once, since
    /// it takes its time to start.
    fn grade_on_rows(
        &mut self,
        step: &Step,
        record: &Record,
        unseen: Option<&UnseenRecord>,
    ) -> Result<(StepReport, Result<Vec<Finding>, StepFailure>), GradeError> {
        let Some(unseen) = unseen else {
            return Ok((self.grade_step(step, record)?, Ok(Vec::new())));
        };
        let Some(copy) = self.run.copy()? else {
            return Ok((self.grade_step(step, record)?, Ok(Vec::new())));
        };
        let answer = self.run.answer;
        let look = move || copy.unseen_findings(step, &answer.read_unseen(step, unseen)?);
        if matches!(step.action, Action::Call(_) | Action::Command(_)) {
            let (found, report) = do_both(answer.host, look, || self.grade_step(step, record));
            return Ok((report?, found));
        }
        let report = self.grade_step(step, record)?;
        let found = if report.verdict == Verdict::Passed { look() } else { Ok(Vec::new()) };
        Ok((report, found))
    }

    /// Puts the right rows in before a step that does something.
    fn put_right(&mut self, step: &Step) {
        if let DatabaseState::WrongRows { since, expected } = &self.state
            && !only_looks(step)
        {
            self.state = match self.put_rows(expected) {
                Ok(()) => {
                    self.run.record_put_right();
                    DatabaseState::AsExpected
                }
                // A rule that nobody asked for may refuse them.
                Err(_) => DatabaseState::WrongSchema { since: since.clone() },
            };
        }
    }

    fn grade_step(&mut self, step: &Step, record: &Record) -> Result<StepReport, GradeError> {
        if let Action::Rule(rule) = step.action {
            return self.grade_rule(step, rule);
        }
        if let DatabaseState::Unusable { since } = &self.state {
            return Ok(StepReport::blocked(step, since));
        }
        let (findings, worked) = match (self.run.observe(step, record), &self.state) {
            (Err(StepFailure::Error(error)), _) => return Err(error),
            (Err(StepFailure::Finding(finding)), DatabaseState::WrongSchema { since })
                if !is_of_its_own(step, &finding.problem) =>
            {
                let since = since.clone();
                let report = StepReport::blocked(step, &since);
                if step.action.changes_the_database() {
                    self.state = DatabaseState::Unusable { since };
                }
                return Ok(report);
            }
            (Err(StepFailure::Finding(finding)), _) => (vec![*finding], false),
            (Ok(problems), _) => {
                let problems = problems.into_iter().take(MOST_FINDINGS);
                let findings = problems.map(|problem| self.run.locate_in_step(step, problem));
                (findings.filter(|finding| self.told_by(finding).is_none()).collect(), true)
            }
        };
        if findings.is_empty() {
            return Ok(StepReport::new(step, Verdict::Passed, findings));
        }
        self.tell(step, &findings);
        self.keep_the_first();
        if findings.iter().any(ran_out_of_time) {
            // It would take all its time again at every step.
            self.state = DatabaseState::Unusable { since: step.name.clone() };
        } else if let Some(expected) = &record.state {
            let expected = self.run.answer.read_state(step, expected)?;
            self.state = self.state_after(step, expected, worked)?;
        }
        Ok(StepReport::new(step, Verdict::Failed, findings))
    }

    /// A rule stands for itself. One that cannot be tried, because of what another was told, waits for that.
    fn grade_rule(&mut self, step: &Step, rule: GradingRule) -> Result<StepReport, GradeError> {
        let findings = match self.run.rule(rule) {
            Ok(findings) => findings,
            Err(StepFailure::Finding(finding)) => vec![*finding],
            Err(StepFailure::Error(error)) => return Err(error),
        };
        let first = findings.first().and_then(|finding| self.told_by(finding));
        if let Some(since) = first.map(str::to_owned)
            && findings.iter().all(|finding| self.told_by(finding).is_some())
        {
            return Ok(StepReport::blocked(step, &since));
        }
        let findings: Vec<Finding> =
            findings.into_iter().filter(|finding| self.told_by(finding).is_none()).collect();
        self.tell(step, &findings);
        let verdict = if findings.is_empty() { Verdict::Passed } else { Verdict::Failed };
        Ok(StepReport::new(step, verdict, findings))
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
        let database = &self.run.database;
        if !self.failed && database.problem().is_none() {
            // Without it, what the last step left is shown.
            self.at_failure = database.copy().ok();
        }
        self.failed = true;
    }

    /// The state that a failed step leaves. If only the rows are wrong, the right ones can be put in, and the next step is
    /// graded for itself.
    fn state_after(
        &self,
        step: &Step,
        expected: State,
        worked: bool,
    ) -> Result<DatabaseState, GradeError> {
        let since = match &self.state {
            DatabaseState::WrongSchema { since } | DatabaseState::WrongRows { since, .. } => {
                since.clone()
            }
            _ => step.name.clone(),
        };
        // A moment that was masked is no value a program could read.
        let rules = &self.run.answer.exercise.rules;
        let can_be_put = rules.volatile.is_empty()
            && self.run.read_state().is_ok_and(|actual| {
                diff(&expected.schema, &actual.schema, rules.insist).is_empty()
            });
        Ok(if can_be_put {
            DatabaseState::WrongRows { since, expected }
        } else if worked && self.has_begun(step, &expected)? {
            DatabaseState::WrongSchema { since }
        } else {
            DatabaseState::Unusable { since }
        })
    }

    /// Tells whether anything that the tables lacked before the step is there now. Where nothing is, the steps that follow
    /// would find things as they were, and pass for nothing.
    fn has_begun(&self, step: &Step, expected: &State) -> Result<bool, GradeError> {
        if !matches!(self.state, DatabaseState::AsExpected | DatabaseState::WrongRows { .. }) {
            return Ok(true);
        }
        let insist = self.run.answer.exercise.rules.insist;
        let before = match self.expected_before {
            Some(text) => self.run.answer.read_state(step, text)?.schema,
            None => Schema::default(),
        };
        let Ok(now) = self.run.read_state() else { return Ok(true) };
        let lacking = diff(&expected.schema, &now.schema, insist);
        let lacked = diff(&expected.schema, &before, insist);
        if lacked.is_empty() {
            return Ok(now.schema != before);
        }
        Ok(lacked.iter().any(|change| !lacking.iter().any(|now| now.is_same_lack(change))))
    }

    /// Makes the rows of all tables the expected ones.
    fn put_rows(&self, expected: &State) -> rusqlite::Result<()> {
        self.run.do_own(|connection| put_rows(connection, &expected.as_rows()))
    }
}

/// Tells whether a step asks what the learner left, in the course's own words.
fn only_looks(step: &Step) -> bool {
    matches!(
        step.action,
        Action::Query(SqlSource::Text(_)) | Action::Rejects(_) | Action::Accepts(_)
    )
}

/// What a way down does wrong may show twice: in a step that is one, and when a script was undone on other rows. Then only
/// the step is told, since a learner can see its rows.
fn settle(steps: &mut [StepReport]) {
    if steps.iter().flat_map(|step| &step.findings).all(is_on_other_rows) {
        return;
    }
    for step in steps.iter_mut().filter(|step| step.verdict == Verdict::Failed) {
        step.findings.retain(|finding| !is_on_other_rows(finding));
        if step.findings.is_empty() {
            step.verdict = Verdict::Passed;
        }
    }
}

/// True of what showed when a script was undone on other rows, or run again there.
fn is_on_other_rows(finding: &Finding) -> bool {
    matches!(&finding.problem, Problem::Unseen { stage, .. } if *stage != Stage::Run)
}

/// The time of the step was over before it was done.
fn ran_out_of_time(finding: &Finding) -> bool {
    finding.problem.kind() == "time_limit"
}

/// Tells whether a failure says something about the tables that are there, rather than about those that are not.
fn is_of_its_own(step: &Step, problem: &Problem) -> bool {
    match step.action {
        Action::Rejects(_) => matches!(problem, Problem::Accepted { .. }),
        Action::Accepts(_) => matches!(problem, Problem::Refused { .. }),
        _ => false,
    }
}
