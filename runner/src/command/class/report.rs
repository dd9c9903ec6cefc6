//! `workbook class report`: one HTML file on a class, that needs no server and asks no other host.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use super::Class;
use super::feedback::{display_name, escape};
use super::marks::format_points;
use super::output_file::OutputFile;
use super::overview::{ClassOverview, state_of, survey_class};
use crate::command::Io;
use crate::exit::Exit;

/// The name of the file in the folder of a class.
const FILE: &str = "report.html";

/// The signs of the states: meaning is never told by colour alone.
const SIGNS: [(&str, &str, &str); 6] = [
    ("passed", "✓", "p"),
    ("partly", "◐", "h"),
    ("tried", "✗", "t"),
    ("untouched", "·", "u"),
    ("not handed in", "–", "m"),
    ("not graded", "?", "b"),
];

/// Writes the report: the learners by exercises, then what each exercise was told most often.
pub(super) fn write_report(class: &Class, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let path = class.folder.join(FILE);
    let failed = || format!("failed to write `{}`", path.display());
    let mut out = OutputFile::begin(&class.folder, Path::new(FILE))?;
    out.write_all(head(class).as_bytes()).with_context(failed)?;
    let overview = survey_class(class, &mut |at, lines, marks| {
        let learner = &class.roster.learners[at];
        let (name, id) = (escape(&display_name(learner)), escape(&learner.id));
        let mut row = format!("<tr><th scope=\"row\" title=\"{id}\">{name}</th>");
        _ = write!(row, "<td>{}</td>", format_points(marks.counted()));
        for (one, mark) in class.settings.exercises.iter().zip(&marks.exercises) {
            let Some((line, mark)) = lines.get(&one.exercise.id).zip(mark.as_ref()) else {
                row.push_str("<td></td>");
                continue;
            };
            row.push_str(&cell(state_of(line), line.late_days, mark.counted, mark.possible));
        }
        row.push_str("</tr>\n");
        Ok(out.write_all(row.as_bytes())?)
    })?;
    out.write_all(foot(class, &overview).as_bytes()).with_context(failed)?;
    out.finish()?;
    writeln!(io.out, "{}", path.display())?;
    Ok(Exit::Passed)
}

fn cell(state: &str, late_days: i64, counted: f64, possible: f64) -> String {
    let (_, sign, class) = SIGNS.into_iter().find(|(name, ..)| *name == state).unwrap_or(SIGNS[5]);
    let late = if late_days > 0 { ", late" } else { "" };
    let clock = if late_days > 0 { "<sup aria-hidden=\"true\">L</sup>" } else { "" };
    let points = format!("{} of {}", format_points(counted), format_points(possible));
    format!(
        "<td class=\"{class}\"><span aria-hidden=\"true\" title=\"{state}{late}: {points}\">{sign}{clock}</span><span class=\"v\">{state}{late}, {points}</span></td>"
    )
}

fn head(class: &Class) -> String {
    let name = escape(&class.settings.name);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{name}</h1>\n<h2 id=\"map\">Learners and exercises</h2>\n<p>"
    );
    let key = SIGNS
        .map(|(state, sign, class)| format!("<span class=\"k {class}\">{sign}</span> {state}"));
    text.push_str(&key.join(", "));
    text.push_str(", <sup>L</sup> late. Choose the head of a column to sort by it.</p>\n<div class=\"w\" tabindex=\"0\" role=\"region\" aria-labelledby=\"map\">\n<table id=\"t\">\n<thead>\n<tr>");
    let exercises = class.settings.exercises.iter().map(|one| one.exercise.id.as_str());
    for title in ["learner", "points"].into_iter().chain(exercises) {
        _ = write!(
            text,
            "<th scope=\"col\"><button type=\"button\">{}</button></th>",
            escape(title)
        );
    }
    text.push_str("</tr>\n</thead>\n<tbody>\n");
    text
}

fn foot(class: &Class, overview: &ClassOverview) -> String {
    let mut text = "</tbody>\n</table>\n</div>\n<h2>What each exercise was told</h2>\n".to_owned();
    for one in &overview.exercises {
        let (id, title) = (escape(&one.id), escape(&one.title));
        _ = write!(
            text,
            "<h3>{id}: {title}</h3>\n<p>{} began, {} passed, {} untouched, {} not handed in, {} late.</p>\n",
            one.began(),
            one.passed,
            one.untouched,
            one.missing,
            one.late
        );
        let found = one.most_found();
        if found.is_empty() {
            continue;
        }
        text.push_str("<ol>\n");
        for (kind, found) in found.into_iter().take(5) {
            let (kind, message) = (escape(kind), escape(&found.message));
            _ = write!(text, "<li>{kind}, {}, such as: {message}", count_times(found.count));
            if let Some(section) = &found.section {
                _ = write!(text, " <small>(teach again: {})</small>", escape(section));
            }
            text.push_str("</li>\n");
        }
        text.push_str("</ol>\n");
    }
    text.push_str(&list_changes(class, overview));
    text.push_str(&format!("</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"));
    text
}

/// What is otherwise than before the last run.
fn list_changes(class: &Class, overview: &ClassOverview) -> String {
    let mut text = "<h2>What changed with the last run</h2>\n".to_owned();
    if overview.changes.is_empty() {
        text.push_str("<p>Nothing.</p>\n");
        return text;
    }
    text.push_str("<ul>\n");
    for change in &overview.changes {
        let name = escape(&display_name(&class.roster.learners[change.learner]));
        let exercise = escape(&change.exercise);
        let describe = |(state, points): (&str, u32)| format!("{state}, {points} points");
        let before = change.before.map_or_else(|| "no result".to_owned(), describe);
        _ = writeln!(text, "<li>{name}, {exercise}: {before} → {}</li>", describe(change.now));
    }
    text.push_str("</ul>\n");
    let more = overview.changed - overview.changes.len();
    if more > 0 {
        _ = writeln!(text, "<p>And {more} more.</p>");
    }
    text
}

fn count_times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

const STYLE: &str = "\
:root{color-scheme:light dark;--g:light-dark(#c9ecd0,#1d4a2a);--y:light-dark(#f6e7b0,#5a4a10);--r:light-dark(#f5c9c4,#5c2620);--n:light-dark(#ececec,#333)}\
body{font:1rem/1.5 system-ui,sans-serif;margin:1rem}main{max-width:80rem;margin:auto}.w{overflow:auto;max-height:80vh}\
table{border-collapse:collapse}th,td{border:1px solid light-dark(#999,#777);padding:.1rem .4rem;text-align:center}\
thead th{position:sticky;top:0;background:light-dark(#fff,#121212)}tbody th{text-align:left;white-space:nowrap}\
button{font:inherit;background:none;border:0;color:inherit;cursor:pointer;writing-mode:vertical-rl}\
.p{background:var(--g)}.h{background:var(--y)}.t,.b{background:var(--r)}.u,.m{background:var(--n)}.k{padding:0 .3rem}\
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}li{overflow-wrap:anywhere}\
@media print{.w{overflow:visible;max-height:none}button{writing-mode:vertical-rl}}";

const SCRIPT: &str = "\
const t=document.getElementById('t'),b=t.tBodies[0];let last=-1,way=1;\
t.tHead.querySelectorAll('button').forEach((button,at)=>button.addEventListener('click',()=>{\
way=last===at?-way:1;last=at;\
const value=row=>row.cells[at].textContent;\
[...b.rows].sort((x,y)=>way*value(x).localeCompare(value(y),undefined,{numeric:true})).forEach(row=>b.append(row));\
t.tHead.querySelectorAll('th').forEach((th,n)=>n===at?th.setAttribute('aria-sort',way>0?'ascending':'descending'):th.removeAttribute('aria-sort'));\
}));";
