//! `workbook class export`: the results in the form that another system takes.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, bail};
use csv::{Writer, WriterBuilder};
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use serde_json::json;

use super::Class;
use super::feedback::display_name;
use super::gradebook::guard_cell;
use super::marks::{ExerciseMark, LearnerMarks, format_points};
use super::result::{MISSING, ResultLine};
use super::result_file::{self, ResultIndex};
use super::roster::Learner;
use crate::cli::ClassExportArg;
use crate::command::Io;
use crate::exit::Exit;
use crate::report::junit::escape_forbidden;

/// A learner with all that is exported.
struct Exported<'a> {
    learner: &'a Learner,
    lines: BTreeMap<String, ResultLine>,
    marks: LearnerMarks,
}

/// Points of a chapter, which is one column of a gradebook.
#[derive(Clone, Copy, Default)]
struct ChapterPoints {
    possible: f64,
    counted: f64,
    /// False while nothing of it was graded.
    is_graded: bool,
}

/// Writes the results of the class, for one learner or for all.
pub(super) fn export_results(
    class: &Class,
    format: ClassExportArg,
    only: Option<&str>,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let results = ResultIndex::open(&class.folder.join(result_file::FILE))?;
    let learners = match only {
        None => class.roster.learners.iter().collect(),
        Some(id) => {
            let at = class.roster.find(id);
            let at = at.with_context(|| format!("there is no learner `{id}` in the roster"))?;
            vec![&class.roster.learners[at]]
        }
    };
    let mut learners = learners.into_iter().map(|learner| read_learner(class, learner, &results));
    match format {
        ClassExportArg::Canvas => write_canvas(class, &mut learners, io.file)?,
        ClassExportArg::Moodle => write_moodle(class, &mut learners, io.file)?,
        ClassExportArg::Blackboard => write_blackboard(class, &mut learners, io.file)?,
        ClassExportArg::Brightspace => write_brightspace(class, &mut learners, io.file)?,
        ClassExportArg::Junit => write_junit(class, &mut learners, io.file)?,
        ClassExportArg::Gradescope | ClassExportArg::Classroom50 => {
            let Some(only) = learners.next().filter(|_| only.is_some()) else {
                bail!("this format holds one learner\nhint: say which one with `--learner`");
            };
            let value = match format {
                ClassExportArg::Gradescope => gradescope(class, &only?),
                _ => classroom50(class, &only?),
            };
            serde_json::to_writer_pretty(&mut *io.file, &value)?;
            writeln!(io.file)?;
        }
    }
    Ok(Exit::Passed)
}

type Learners<'a, 'b> = &'b mut dyn Iterator<Item = anyhow::Result<Exported<'a>>>;

fn read_learner<'a>(
    class: &Class,
    learner: &'a Learner,
    results: &ResultIndex,
) -> anyhow::Result<Exported<'a>> {
    let lines = results.lines_of(&learner.id)?;
    let marks = LearnerMarks::new(class, &learner.id, &lines);
    Ok(Exported { learner, lines, marks })
}

/// The chapters of the class, in the order of the book.
fn chapters(class: &Class) -> Vec<&str> {
    let mut chapters: Vec<&str> =
        class.settings.exercises.iter().map(|one| one.chapter.as_str()).collect();
    chapters.dedup();
    chapters
}

/// `ch1` as the title of a column that no gradebook takes for its own.
fn column_title(chapter: &str) -> String {
    format!("Chapter {}", chapter.trim_start_matches("ch"))
}

/// The points that there are for each chapter, as they are for somebody who was graded.
fn possible(class: &Class) -> Vec<f64> {
    let of = |chapter: &str| {
        let all = class.settings.exercises.iter().filter(|one| one.chapter == chapter);
        all.map(|one| f64::from(one.exercise.points()) * one.weight).sum()
    };
    chapters(class).into_iter().map(of).collect()
}

impl Exported<'_> {
    fn chapters(&self, class: &Class) -> Vec<ChapterPoints> {
        let of = |chapter: &str| {
            let all = class.settings.exercises.iter().zip(&self.marks.exercises);
            let own = all.filter(|(one, _)| one.chapter == chapter);
            let marks = own.filter_map(|(_, mark)| mark.as_ref());
            marks.fold(ChapterPoints::default(), |sum, mark| ChapterPoints {
                possible: sum.possible + mark.possible,
                counted: sum.counted + mark.counted,
                is_graded: true,
            })
        };
        chapters(class).into_iter().map(of).collect()
    }

    fn cells(&self, class: &Class) -> Vec<String> {
        self.chapters(class)
            .into_iter()
            .map(|sum| if sum.is_graded { format_points(sum.counted) } else { String::new() })
            .collect()
    }

    /// The exercises that were graded, with their results and marks.
    fn exercises<'b>(
        &'b self,
        class: &'b Class,
    ) -> impl Iterator<Item = (&'b ResultLine, &'b ExerciseMark)> {
        let all = class.settings.exercises.iter().zip(&self.marks.exercises);
        all.filter_map(|(one, mark)| Some((self.lines.get(&one.exercise.id)?, mark.as_ref()?)))
    }

    /// What was found first in each exercise of a chapter, as one text.
    fn comment(&self, class: &Class, chapter: &str) -> String {
        let all = class.settings.exercises.iter().filter(|one| one.chapter == chapter);
        let told = all.filter_map(|one| {
            let line = self.lines.get(&one.exercise.id)?;
            Some(format!("{}: {}", one.exercise.id, first_message(class, line)?))
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

fn first_message(class: &Class, line: &ResultLine) -> Option<String> {
    let is_tried = !["untouched", MISSING].contains(&line.grade.verdict.as_str());
    let first = line.grade.findings.first().filter(|_| is_tried)?;
    Some(escape_forbidden(first.told(&class.settings)))
}

/// `One, Student`, as gradebooks write a name.
fn sorted_name(learner: &Learner) -> String {
    match (learner.last_name.is_empty(), learner.first_name.is_empty()) {
        (false, false) => format!("{}, {}", learner.last_name, learner.first_name),
        _ => display_name(learner),
    }
}

fn write_canvas(
    class: &Class,
    learners: Learners<'_, '_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut rows = Writer::from_writer(out);
    let titles = chapters(class).into_iter().map(column_title);
    let header = ["Student", "ID", "SIS Login ID", "Section"].map(str::to_owned);
    rows.write_record(header.into_iter().chain(titles))?;
    let points = possible(class).into_iter().map(format_points);
    let first = ["    Points Possible", "", "", ""].map(str::to_owned);
    rows.write_record(first.into_iter().chain(points))?;
    for one in learners {
        let one = one?;
        let Learner { id, canvas_id, section, .. } = one.learner;
        let names = [guard_cell(&sorted_name(one.learner)), canvas_id.clone(), id.clone()];
        let names = names.into_iter().chain([guard_cell(section)]);
        rows.write_record(names.chain(one.cells(class)))?;
    }
    Ok(rows.flush()?)
}

fn write_moodle(
    class: &Class,
    learners: Learners<'_, '_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut rows = Writer::from_writer(out);
    let mut header = vec!["username".to_owned(), "email".to_owned()];
    for chapter in chapters(class) {
        let title = column_title(chapter);
        header.extend([title.clone(), format!("{title} feedback")]);
    }
    rows.write_record(header)?;
    for one in learners {
        let one = one?;
        let mut row = vec![one.learner.id.clone(), one.learner.email.clone()];
        for (chapter, cell) in chapters(class).into_iter().zip(one.cells(class)) {
            row.extend([cell, guard_cell(&one.comment(class, chapter))]);
        }
        rows.write_record(row)?;
    }
    Ok(rows.flush()?)
}

fn write_blackboard(
    class: &Class,
    learners: Learners<'_, '_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut rows = WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(out);
    let titles = chapters(class).into_iter().zip(possible(class)).map(|(chapter, points)| {
        format!("{} [Total Pts: {} Score]", column_title(chapter), format_points(points))
    });
    rows.write_record(["Username".to_owned()].into_iter().chain(titles))?;
    for one in learners {
        let one = one?;
        rows.write_record([one.learner.id.clone()].into_iter().chain(one.cells(class)))?;
    }
    Ok(rows.flush()?)
}

fn write_brightspace(
    class: &Class,
    learners: Learners<'_, '_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut rows = Writer::from_writer(out);
    let titles = chapters(class).into_iter();
    let titles = titles.map(|chapter| format!("{} Points Grade", column_title(chapter)));
    let header = ["OrgDefinedId", "Username"].map(str::to_owned).into_iter().chain(titles);
    rows.write_record(header.chain(["End-of-Line Indicator".to_owned()]))?;
    for one in learners {
        let one = one?;
        let names = [one.learner.student_number.clone(), one.learner.id.clone()];
        rows.write_record(names.into_iter().chain(one.cells(class)).chain(["#".to_owned()]))?;
    }
    Ok(rows.flush()?)
}

/// A `results.json` of Gradescope.
fn gradescope(class: &Class, one: &Exported<'_>) -> serde_json::Value {
    let tests: Vec<serde_json::Value> = one
        .exercises(class)
        .map(|(line, mark)| {
            let passed = line.grade.verdict == "passed";
            json!({
                "name": line.exercise,
                "score": rounded(mark.counted),
                "max_score": rounded(mark.possible),
                "status": if passed { "passed" } else { "failed" },
                "output": first_message(class, line).unwrap_or_else(|| line.grade.verdict.clone()),
                "output_format": "text",
                "visibility": "visible",
                "extra_data": {"kinds": kinds(line)},
            })
        })
        .collect();
    let (counted, possible) = (one.marks.counted(), one.marks.possible());
    json!({
        "score": rounded(counted),
        "output": format!("{} of {} points", format_points(counted), format_points(possible)),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": tests,
    })
}

/// A `result.json` of Classroom 50, without what its runner stamps. Its points are whole numbers.
fn classroom50(class: &Class, one: &Exported<'_>) -> serde_json::Value {
    let whole = |points: f64| points.round().max(0.0) as i64;
    let mut score = 0;
    let mut most = 0;
    let mut tests = Vec::new();
    for (line, mark) in one.exercises(class) {
        let possible = whole(mark.possible);
        let counted = whole(mark.counted).min(possible);
        (score, most) = (score + counted, most + possible);
        tests.push(json!({
            "test-name": line.exercise,
            "passed": line.grade.verdict == "passed",
            "score": counted,
            "max-score": possible,
            "kinds": kinds(line),
        }));
    }
    json!({
        "schema": "classroom50/result/v1",
        "username": one.learner.github,
        "score": score,
        "max-score": most,
        "tests": tests,
    })
}

/// The kinds of what was found, each once.
fn kinds(line: &ResultLine) -> Vec<&str> {
    let mut kinds: Vec<&str> = line.grade.findings.iter().map(|one| one.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn rounded(points: f64) -> f64 {
    (points * 100.0).round() / 100.0
}

/// Writes the suites of one learner after the other, so that no more than these are in memory.
fn write_junit(
    class: &Class,
    learners: Learners<'_, '_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    out.write_all(JUNIT_BEGIN.as_bytes())?;
    for one in learners {
        let mut document = Document::new("workbook");
        document.add_test_suites(suites_of(class, &one?));
        let text = document.to_string()?;
        // What stands around the suites is written once.
        if let (Some(start), Some(end)) = (text.find("<testsuite "), text.rfind(JUNIT_END)) {
            write!(out, "    {}", &text[start..end])?;
        }
    }
    writeln!(out, "{JUNIT_END}")?;
    Ok(())
}

const JUNIT_BEGIN: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"workbook\">\n";
const JUNIT_END: &str = "</testsuites>";

/// A suite for each chapter, with the learner's name in the class of a case: some readers keep one case of a name.
fn suites_of<'a>(
    class: &'a Class,
    one: &'a Exported<'_>,
) -> impl Iterator<Item = TestSuite> + use<'a> {
    chapters(class).into_iter().map(move |chapter| {
        let id = &one.learner.id;
        let mut suite = TestSuite::new(format!("{id} {chapter}"));
        let own = one.exercises(class);
        let own = own.filter(|(line, _)| line.exercise.split('/').next() == Some(chapter));
        for (line, mark) in own {
            let mut case = TestCase::new(line.exercise.clone(), status_of(class, line));
            case.set_classname(format!("{id}.{chapter}"));
            let points =
                format!("{}/{}", format_points(mark.counted), format_points(mark.possible));
            case.add_property(("points", &*points));
            let first = line.grade.findings.first();
            if let Some(file) = first.and_then(|finding| finding.file.clone()) {
                case.extra.insert("file".into(), file.into());
            }
            if let Some(at) = first.and_then(|finding| finding.line) {
                case.extra.insert("line".into(), at.to_string().into());
            }
            suite.add_test_case(case);
        }
        suite
    })
}

fn status_of(class: &Class, line: &ResultLine) -> TestCaseStatus {
    let mut status = match line.grade.verdict.as_str() {
        "passed" => return TestCaseStatus::success(),
        "untouched" | MISSING => TestCaseStatus::skipped(),
        "broken" => TestCaseStatus::non_success(NonSuccessKind::Error),
        _ => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let message = first_message(class, line).unwrap_or_else(|| line.grade.verdict.clone());
    if let Some(first) = line.grade.findings.first() {
        status.set_type(first.kind.clone());
    }
    status.set_message(message.clone()).set_description(message);
    status
}
