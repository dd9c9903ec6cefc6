//! Every hostile SQL of `tests/hostile/sql.toml`, graded by the real program: its verdict, its time, its neighbours, and that
//! nothing is changed, made elsewhere or left running.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use crate::project::{Project, stdout};

/// One hostile answer.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HostileAnswer {
    /// The exercise of the small course that it answers.
    answers: String,
    text: String,
    /// What `{repeat}` in the text is, and how many times.
    #[serde(default)]
    repeat: String,
    #[serde(default)]
    times: usize,
    /// Part of what the report must say.
    says: String,
    /// What it may say instead on a machine that is slow.
    or: Option<String>,
}

impl HostileAnswer {
    fn text(&self, outside: &str) -> String {
        let times = (1..=self.times).map(|number| {
            let before = self.repeat.replace("##", &(number - 1).to_string());
            before.replace('#', &number.to_string())
        });
        let text = self.text.replace("{outside}", outside);
        text.replace("{repeat}", &times.collect::<String>())
    }
}

/// The exercises of the small course: name, file that is answered, folder.
const EXERCISES: [(&str, &str, &str); 3] = [
    ("ch1/notes", "migrations/0001_notes.sql", "ch01-tables/notes"),
    ("ch2/titles", "titles.sql", "ch02-questions/titles"),
    ("ch2/guests", "guests.sql", "ch02-questions/guests"),
];

/// The exercises' limit of a second and one more; what is not optimized is given more.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 12 } else { 2 });

#[test]
fn hostile_sql_does_no_harm() {
    try_every_answer(&Project::sample());
}

#[test]
fn hostile_sql_does_no_harm_to_an_ordinary_user() {
    if let Some(project) = Project::sample().by_an_ordinary_user() {
        try_every_answer(&project);
    }
}

fn try_every_answer(project: &Project) {
    let cases: BTreeMap<String, HostileAnswer> =
        toml::from_str(include_str!("../hostile/sql.toml")).expect("the list can be read");
    let outside = project.folder("outside");
    let mut harm = Vec::new();
    for (name, answer) in &cases {
        EXERCISES.iter().for_each(|(.., folder)| _ = project.solve(folder));
        let (id, file, folder) = EXERCISES
            .iter()
            .find(|(id, ..)| id.ends_with(&answer.answers))
            .unwrap_or_else(|| panic!("{name} answers no exercise"));
        project.write(format!("exercises/{folder}/{file}"), answer.text(&outside));
        project.forget();
        let begun = Instant::now();
        let report = stdout(&project.check("--all"));
        let took = begun.elapsed();
        let neighbours = EXERCISES.iter().map(|(id, ..)| *id).filter(|other| other != id);
        let passed = neighbours.chain(["ch1/greeting"]).map(|other| format!("✓ {other} "));
        let instead = answer.or.as_ref().filter(|words| report.contains(*words));
        let says = instead.unwrap_or(&answer.says).clone();
        let wanted = passed.chain([format!("✗ {id} "), says]);
        harm.extend(
            wanted
                .filter(|words| !report.contains(words))
                .map(|words| format!("{name} does not say {words}: {report}")),
        );
        if took > LIMIT {
            harm.push(format!("{name} took {took:?}"));
        }
        let made = fs::read_dir(&outside).expect("the folder is there").count();
        assert_eq!(made, 0, "{name} made files elsewhere");
    }
    assert!(harm.is_empty(), "{}", harm.join("\n\n"));
}
