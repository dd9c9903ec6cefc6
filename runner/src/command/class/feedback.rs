//! Writes what a learner is told: points, and the first thing that is wrong in each exercise with its place and a hint.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::Class;
use super::marks::{ExerciseMark, LearnerMarks, format_points};
use super::result::{GradeFinding, MISSING, ResultLine};
use super::roster::Learner;
use super::settings::ClassExercise;
use crate::atomic;
use crate::course::MEMORY;
use crate::terminal::escape_hidden;

/// The name of the folder in that of a class.
pub(super) const FOLDER: &str = "feedback";

/// An exercise as the feedback tells of it.
struct ToldExercise<'a> {
    of: &'a ClassExercise,
    line: &'a ResultLine,
    mark: &'a ExerciseMark,
}

/// Writes `feedback/ID.md` and `feedback/ID.html`.
pub(super) fn write_feedback(
    class: &Class,
    learner: &Learner,
    lines: &BTreeMap<String, ResultLine>,
    marks: &LearnerMarks,
) -> io::Result<()> {
    let told = class.settings.exercises.iter().zip(&marks.exercises);
    let told: Vec<ToldExercise<'_>> = told
        .filter_map(|(of, mark)| {
            let line = lines.get(&of.exercise.id)?;
            Some(ToldExercise { of, line, mark: mark.as_ref()? })
        })
        .collect();
    let folder = class.folder.join(FOLDER);
    atomic::make_folder(&class.folder, Path::new(FOLDER))?;
    atomic::make_folder(&class.folder, Path::new(MEMORY))?;
    let (markdown, html) =
        (markdown(class, learner, marks, &told), html(class, learner, marks, &told));
    write_where_new(&folder.join(format!("{}.md", learner.id)), &markdown)?;
    write_where_new(&folder.join(format!("{}.html", learner.id)), &html)
}

/// Leaves a file as it is whose text is the same: its time tells when something changed.
fn write_where_new(path: &Path, text: &str) -> io::Result<()> {
    if atomic::read_regular(path).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().and_then(Path::parent).unwrap_or(Path::new("."));
    atomic::write_by_way_of(&folder.join(MEMORY), path, text.as_bytes())
}

fn total(marks: &LearnerMarks) -> String {
    format!("{} of {} points", format_points(marks.counted()), format_points(marks.possible()))
}

impl ToldExercise<'_> {
    fn points(&self) -> String {
        let ExerciseMark { possible, counted, .. } = self.mark;
        format!("{} of {} points", format_points(*counted), format_points(*possible))
    }

    /// What is so beside the points, in a sentence.
    fn state(&self) -> Option<String> {
        if let Some(reason) = &self.mark.override_reason {
            let graded = format_points(self.mark.earned);
            return Some(format!("The points were given by hand (graded: {graded}). {reason}"));
        }
        let late = match self.line.late_days {
            0 => String::new(),
            1 => " It came a day late.".to_owned(),
            days => format!(" It came {days} days late."),
        };
        let state = match self.line.grade.verdict.as_str() {
            MISSING if self.line.refused.is_some() => "What was handed in could not be taken:",
            MISSING => "Nothing was handed in.",
            "untouched" => "The files are as they were handed out.",
            "passed" => "Everything is right.",
            "broken" => "It could not be graded; that is not your fault.",
            _ => "",
        };
        let refused = self.line.refused.as_ref().map(|reason| format!(" {reason}."));
        let starters = self.line.starter_files.iter();
        let starters: String = starters
            .map(|name| format!(" `{name}` was not handed in, so it counts as it was handed out."))
            .collect();
        let text = format!("{state}{}{starters}{late}", refused.unwrap_or_default());
        (!text.is_empty()).then(|| text.trim().to_owned())
    }

    /// The first thing to mend, where something was tried.
    fn finding(&self) -> Option<&GradeFinding> {
        let is_tried = !["untouched", MISSING].contains(&self.line.grade.verdict.as_str());
        self.line.grade.findings.first().filter(|_| is_tried)
    }
}

fn place(finding: &GradeFinding) -> Option<String> {
    let file = finding.file.as_ref()?;
    Some(finding.line.map_or_else(|| file.clone(), |line| format!("{file}:{line}")))
}

fn markdown(
    class: &Class,
    learner: &Learner,
    marks: &LearnerMarks,
    told: &[ToldExercise<'_>],
) -> String {
    let mut text = format!(
        "# {}: {}\n\n{}\n",
        escape(&class.settings.name),
        escape(&display_name(learner)),
        total(marks)
    );
    for one in told {
        let (id, title) = (&one.of.exercise.id, escape(&one.of.exercise.title));
        _ = write!(text, "\n## {id}: {title}\n\n{}\n", one.points());
        if let Some(state) = one.state() {
            _ = write!(text, "\n{}\n", escape(&state));
        }
        if let Some(finding) = one.finding() {
            _ = write!(
                text,
                "\n- **{}**: {}\n",
                escape(&finding.step),
                escape(&on_one_line(finding.told(&class.settings)))
            );
            for (what, value) in details(class, finding) {
                _ = writeln!(text, "- {what}: {}", escape(&on_one_line(&value)));
            }
        }
    }
    text
}

/// The place, the hint and the section of a finding, as far as it has them.
fn details(class: &Class, finding: &GradeFinding) -> Vec<(&'static str, String)> {
    let hint = finding.told_hint(&class.settings);
    let hint = (!hint.is_empty()).then(|| hint.to_owned());
    let all = [("where", place(finding)), ("hint", hint), ("read", finding.section.clone())];
    all.into_iter().filter_map(|(what, value)| Some((what, value?))).collect()
}

fn html(
    class: &Class,
    learner: &Learner,
    marks: &LearnerMarks,
    told: &[ToldExercise<'_>],
) -> String {
    let (name, class_name) = (escape(&display_name(learner)), escape(&class.settings.name));
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{class_name}: {name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{class_name}: {name}</h1>\n<p>{}</p>\n",
        total(marks)
    );
    for one in told {
        let (id, title) = (escape(&one.of.exercise.id), escape(&one.of.exercise.title));
        _ = write!(text, "<h2>{id}: {title}</h2>\n<p>{}</p>\n", one.points());
        if let Some(state) = one.state() {
            _ = writeln!(text, "<p>{}</p>", escape(&state));
        }
        if let Some(finding) = one.finding() {
            let (step, message) = (escape(&finding.step), escape(finding.told(&class.settings)));
            _ = write!(text, "<ul>\n<li><strong>{step}</strong>: <span>{message}</span></li>\n");
            for (what, value) in details(class, finding) {
                _ = writeln!(text, "<li>{what}: <span>{}</span></li>", escape(&value));
            }
            text.push_str("</ul>\n");
        }
    }
    text.push_str("</main>\n</body>\n</html>\n");
    text
}

pub(super) fn display_name(learner: &Learner) -> String {
    let name = learner.full_name();
    if name.is_empty() { learner.id.clone() } else { name }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text of a stranger's as it may stand in Markdown and in HTML.
pub(super) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    escape_hidden(&text.replace('"', "&quot;"))
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem;color-scheme:light dark}span{white-space:pre-wrap;overflow-wrap:anywhere}";
