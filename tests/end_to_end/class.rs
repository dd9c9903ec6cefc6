//! `workbook class`: a class is graded from a folder of what it handed in, and its marks come out.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::project::{NOTES_SOLUTION, Project, stdout};

pub(crate) const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
pub(crate) const TITLES: &str = "exercises/ch02-questions/titles/titles.sql";
pub(crate) const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";
const RIGHT_TITLES: &str = "SELECT title FROM book ORDER BY year;\n";
const WRONG_TITLES: &str = "SELECT title FROM book ORDER BY title;\n";

/// The small course with a class of two, `s-one` and `s-two`.
pub(crate) fn class() -> Project {
    let project = Project::sample();
    project.run(&["class", "init", "class"]).code(0);
    project
}

impl Project {
    /// Hands in a file of an exercise.
    pub(crate) fn hand_in(&self, name: &str, file: &str, text: impl AsRef<[u8]>) -> &Project {
        self.write(format!("handed-in/{name}/{file}"), text)
    }

    /// Grades what was handed in; the lines about the learners.
    #[track_caller]
    pub(crate) fn grade_class(&self, options: &[&str], code: i32) -> String {
        let arguments = [&["class", "grade", "handed-in", "--class", "class"], options].concat();
        stdout(&self.run(&arguments).code(code))
    }

    pub(crate) fn results(&self) -> Vec<serde_json::Value> {
        let text = self.read("class/results.jsonl");
        text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }

    /// The gradebook, each line as its fields.
    pub(crate) fn gradebook(&self) -> Vec<Vec<String>> {
        read_csv(&self.read("class/gradebook.csv"))
    }

    fn graded_answers(&self) -> usize {
        let folder = self.root.join("class/.workbook/graded");
        walkdir::WalkDir::new(folder)
            .into_iter()
            .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()))
            .count()
    }
}

pub(crate) fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = rows.records().map(|row| row.expect("it is CSV"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_class_is_made_with_files_that_can_be_used_as_they_are() {
    let project = Project::sample();
    let made = project.run(&["class", "init", "class"]).code(0);
    assert_eq!(stdout(&made).lines().count(), 2);
    fs::create_dir(project.root.join("handed-in")).expect("a folder can be made");
    assert_eq!(project.grade_class(&[], 0), "s-one: nothing handed in\ns-two: nothing handed in\n");
    project.run(&["class", "init", "class"]).code(2);
    project.run(&["class", "grade", "handed-in"]).code(2);
}

#[test]
fn only_the_learners_own_files_are_taken_and_untouched_ones_earn_nothing() {
    let project = class();
    for name in ["ch01-tables/notes", "ch01-tables/greeting", "ch02-questions/titles"] {
        let from = project.root.join("tests/starters").join(name);
        for entry in walkdir::WalkDir::new(&from).into_iter().flatten() {
            if entry.file_type().is_file() {
                let inside = entry.path().strip_prefix(&from).expect("it is inside").display();
                let bytes = fs::read(entry.path()).expect("a starter can be read");
                project.hand_in("s-one", &format!("exercises/{name}/{inside}"), bytes);
            }
        }
    }
    project.hand_in("s-two", NOTES, NOTES_SOLUTION);
    project.hand_in("s-two", TITLES, "SELECT 1;\n");
    // Nothing of these is looked at.
    let manifest =
        "title = \"Easy\"\nfiles = [\"titles.sql\"]\n[[steps]]\nsql = \"SELECT 1\"\npoints = 500\n";
    project.hand_in("s-two", "exercises/ch02-questions/titles/exercise.toml", manifest);
    project.hand_in("s-two", "exercises/ch02-questions/titles/books.sql", "SELECT 1;\n");
    project.hand_in("s-two", "tests/snapshots/ch02-questions/titles.snap", "nonsense");
    assert_eq!(
        project.grade_class(&[], 0),
        "s-one: 0 of 7 points; 2 untouched, 1 not handed in\ns-two: 5 of 7 points; 2 not handed in\n"
    );
    let results = project.results();
    assert_eq!(results.len(), 8);
    let titles = &results[6];
    assert_eq!(titles["exercise"], "ch2/titles");
    assert_eq!(titles["changed_given_files"], serde_json::json!(["books.sql", "exercise.toml"]));
    assert_eq!(titles["points"], 1);
    assert_eq!(titles["findings"][0]["file"], TITLES);
    let feedback = project.read("class/feedback/s-two.md");
    assert!(feedback.contains("## ch2/titles: Titles in order\n\n0 of 1 points"), "{feedback}");
    assert!(feedback.contains(&format!("where: {TITLES}")), "{feedback}");
    assert!(project.read("class/feedback/s-two.html").contains("<h2>ch2/titles"));
}

#[test]
fn equal_answers_are_graded_once_and_a_second_run_grades_only_what_is_new() {
    let project = class();
    project.hand_in("s-one", TITLES, WRONG_TITLES);
    project.hand_in("s-two", TITLES, WRONG_TITLES);
    project.grade_class(&["--jobs", "2"], 0);
    assert_eq!(project.graded_answers(), 1);
    let before = project.read("class/results.jsonl");
    project.grade_class(&[], 0);
    assert_eq!(project.read("class/results.jsonl"), before);
    project.hand_in("s-two", TITLES, RIGHT_TITLES);
    assert_eq!(
        project.grade_class(&["--only", "s-two"], 0),
        "s-two: 1 of 7 points; 3 not handed in\n"
    );
    assert_eq!(project.graded_answers(), 2);
    assert_eq!(project.results()[2]["verdict"], "failed", "that of s-one is as it was");
    project.hand_in("s-two", GUESTS, "INSERT INTO guest (name) VALUES ('Susan'), ('John');\n");
    project.grade_class(&["--only", "ch2/titles"], 0);
    assert_eq!(project.results()[7]["verdict"], "missing", "that exercise was not asked for");
    project.run(&["class", "grade", "handed-in", "--class", "class", "--only", "s-three"]).code(2);
    let seed = project.read("class/class.toml");
    let seed = seed.lines().find(|line| line.starts_with("seed = ")).expect("it has a seed");
    project.edit("class/class.toml", seed, "seed = 7");
    project.grade_class(&["--only", "s-one"], 0);
    assert_eq!(project.graded_answers(), 3, "other rows may show something else");
}

#[test]
fn lateness_costs_what_the_class_says_and_overrides_outlive_a_regrade() {
    let project = class();
    let settings = "name = \"Databases\"\n[exercises]\nch1 = 2\nch2 = 1\n\"ch1/greeting\" = 0\n[due]\nch1 = 2026-11-02T12:00:00+01:00\n[late]\nper_day = 10\nat_most = 15\nuntil_days = 3\n[extensions]\nS-Two = 1\n";
    project.write("class/class.toml", settings);
    let moments = "student,handed_in\ns-one,2026-11-03T11:00:01Z\ns-two,2026-11-03T11:00:01Z\n";
    project.write("times.csv", moments);
    for learner in ["s-one", "s-two"] {
        project.hand_in(learner, NOTES, NOTES_SOLUTION);
    }
    project.grade_class(&["--times", "times.csv"], 0);
    let graded = project.read("class/gradebook.csv");
    fs::rename(project.root.join("times.csv"), project.root.join("class/times.csv"))
        .expect("it is there");
    project.grade_class(&["--only", "s-one"], 0);
    project.grade_class(&[], 0);
    assert_eq!(
        project.read("class/gradebook.csv"),
        graded,
        "the times of the class count by themselves"
    );
    project.write("times.csv", moments);
    let rows = project.gradebook();
    let row = |rows: &[Vec<String>], at: usize| rows[at][5..].join(" ");
    assert_eq!(
        row(&rows, 0),
        "possible earned late_days final overrides ch1/notes ch1/greeting ch2/titles ch2/guests"
    );
    assert_eq!(row(&rows, 1), "12 10 2 8.5 0 8.5 0 0 0");
    assert_eq!(row(&rows, 2), "12 10 1 9 0 9 0 0 0");
    let overrides = "student,exercise,points,reason\ns-one,ch2/guests,1,shown in class\n";
    project.write("class/overrides.csv", overrides);
    for _ in 0..2 {
        project.grade_class(&["--times", "times.csv"], 0);
        assert_eq!(row(&project.gradebook(), 1), "12 10 2 9.5 1 8.5 0 0 1");
        assert_eq!(project.read("class/overrides.csv"), overrides);
    }
    assert!(project.read("class/feedback/s-one.md").contains("shown in class"));
    project.edit("times.csv", "03T", "09T");
    project.grade_class(&["--times", "times.csv"], 0);
    assert_eq!(row(&project.gradebook(), 1), "12 10 8 1 1 0 0 0 1", "nothing counts after 3 days");
}

#[test]
fn a_kill_in_the_middle_loses_nothing_that_was_graded() {
    let project = class();
    let learners: Vec<String> = (1..=30).map(|number| format!("s-{number}")).collect();
    project.write("class/roster.csv", format!("student\n{}\n", learners.join("\n")));
    for (number, learner) in learners.iter().enumerate() {
        project.hand_in(learner, TITLES, format!("-- {number}\n{WRONG_TITLES}"));
        project.hand_in(learner, NOTES, format!("-- {number}\n{NOTES_SOLUTION}"));
    }
    let mut child = project.start(&["class", "grade", "handed-in", "--class", "class"]);
    let start = Instant::now();
    while project.graded_answers() < 5 && start.elapsed() < Duration::from_secs(50) {
        thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it has ended");
    let kept = project.graded_answers();
    assert!((5..60).contains(&kept), "{kept}");
    assert!(!project.has("class/results.jsonl"));
    let left = fs::read_dir(project.root.join("class")).expect("the class is there");
    assert_eq!(left.count(), 3, "nothing but `class.toml`, `roster.csv` and `.workbook`");
    let resumed = project.grade_class(&[], 0);
    let results = project.read("class/results.jsonl");
    assert_eq!(project.graded_answers(), 60);
    fs::remove_dir_all(project.root.join("class/.workbook")).expect("it can be removed");
    assert_eq!(project.grade_class(&[], 0), resumed);
    assert_eq!(project.read("class/results.jsonl"), results);
}

/// Numbers from 0 to below `end`, the same in every run.
fn next_number(state: &mut u64, end: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % end
}

/// The number of kills comes from `WORKBOOK_KILLS`.
#[test]
fn however_often_a_run_is_killed_the_results_are_those_of_one_that_was_not() {
    let kills = std::env::var("WORKBOOK_KILLS").ok();
    let kills: usize = kills.map_or(20, |text| text.parse().expect("it is a number"));
    let project = class();
    let learners: Vec<String> = (1..=30).map(|number| format!("s-{number}")).collect();
    project.write("class/roster.csv", format!("student\n{}\n", learners.join("\n")));
    for (number, learner) in learners.iter().enumerate() {
        project.hand_in(learner, TITLES, format!("-- {number}\n{WRONG_TITLES}"));
        project.hand_in(learner, NOTES, format!("-- {number}\n{NOTES_SOLUTION}"));
    }
    let files = ["class/results.jsonl", "class/gradebook.csv", "class/feedback/s-30.html"];
    let remove_all = || {
        for name in ["class/results.jsonl", "class/gradebook.csv"] {
            _ = fs::remove_file(project.root.join(name));
        }
        for name in ["class/.workbook", "class/feedback"] {
            _ = fs::remove_dir_all(project.root.join(name));
        }
    };
    let start = Instant::now();
    let said = project.grade_class(&[], 0);
    let whole_run = start.elapsed();
    let wanted = files.map(|name| project.read(name));
    let (mut state, mut killed) = (7, 0);
    while killed < kills {
        remove_all();
        // Each run goes on where the one before was killed, until one comes to its end.
        loop {
            let mut child = project.start(&["class", "grade", "handed-in", "--class", "class"]);
            let percent = next_number(&mut state, 110) as u32;
            thread::sleep(whole_run * percent / 100);
            if child.try_wait().expect("it was started").is_some() {
                break;
            }
            child.kill().expect("it can be killed");
            child.wait().expect("it has ended");
            killed += 1;
        }
        assert_eq!(files.map(|name| project.read(name)), wanted, "after {killed} kills");
        assert_eq!(project.grade_class(&[], 0), said);
        assert_eq!(files.map(|name| project.read(name)), wanted, "after {killed} kills");
    }
}

/// A class of which one was right in part, with a name that a spreadsheet would take for a formula.
fn graded_class() -> Project {
    let project = class();
    project.edit("class/roster.csv", "s-one,Student,One", "s-one,\"Stu, dent\",=One");
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    project.hand_in("s-one", TITLES, WRONG_TITLES);
    project.grade_class(&[], 0);
    project
}

fn export(project: &Project, format: &str, options: &[&str]) -> String {
    let arguments = [&["class", "export", format, "--class", "class"], options].concat();
    stdout(&project.run(&arguments).code(0))
}

#[test]
fn gradebooks_get_a_column_for_each_chapter() {
    let project = graded_class();
    let rows = |format: &str| {
        let rows = read_csv(&export(&project, format, &[]));
        rows.into_iter().map(|row| row.join("|")).collect::<Vec<_>>()
    };
    assert_eq!(
        rows("canvas"),
        [
            "Student|ID|SIS Login ID|Section|Chapter 1|Chapter 2",
            "    Points Possible||||5|2",
            "'=One, Stu, dent|101|s-one|A|5|0",
            "Two, Student|102|s-two|A|0|0",
        ]
    );
    let moodle = rows("moodle");
    assert_eq!(
        moodle[0],
        "username|email|Chapter 1|Chapter 1 feedback|Chapter 2|Chapter 2 feedback"
    );
    assert!(moodle[1].starts_with("s-one|s-one@example.org|5||0|ch2/titles: "), "{}", moodle[1]);
    assert_eq!(moodle[2], "s-two|s-two@example.org|0||0|");
    assert_eq!(
        rows("blackboard"),
        [
            "Username|Chapter 1 [Total Pts: 5 Score]|Chapter 2 [Total Pts: 2 Score]",
            "s-one|5|0",
            "s-two|0|0",
        ]
    );
    assert_eq!(
        rows("brightspace"),
        [
            "OrgDefinedId|Username|Chapter 1 Points Grade|Chapter 2 Points Grade|End-of-Line Indicator",
            "2001|s-one|5|0|#",
            "2002|s-two|0|0|#",
        ]
    );
}

#[test]
fn autograders_and_continuous_integration_get_their_files() {
    let project = graded_class();
    let json = |format: &str| -> serde_json::Value {
        let text = export(&project, format, &["--learner", "s-one"]);
        serde_json::from_str(&text).expect("it is JSON")
    };
    let gradescope = json("gradescope");
    assert_eq!(gradescope["score"], 5.0);
    assert_eq!(gradescope["tests"].as_array().map(Vec::len), Some(4));
    let titles = &gradescope["tests"][2];
    assert_eq!((&titles["status"], &titles["score"]), (&"failed".into(), &0.0.into()));
    let classroom = json("classroom50");
    assert_eq!(classroom["schema"], "classroom50/result/v1");
    assert_eq!((&classroom["score"], &classroom["max-score"]), (&5.into(), &7.into()));
    assert_eq!(classroom["tests"][0]["test-name"], "ch1/notes");
    assert_eq!(classroom["tests"][0]["passed"], true);
    project.run(&["class", "export", "gradescope", "--class", "class"]).code(2);

    let junit = export(&project, "junit", &[]);
    let document = roxmltree::Document::parse(&junit).expect("it is XML");
    let all = document.descendants().filter(|node| node.has_tag_name("testcase"));
    let cases: Vec<_> = all.collect();
    assert_eq!(cases.len(), 8);
    let suites = document.root_element().children().filter(|node| node.is_element());
    let names: Vec<_> = suites.filter_map(|node| node.attribute("name")).collect();
    assert_eq!(names, ["s-one ch1", "s-one ch2", "s-two ch1", "s-two ch2"]);
    let titles = cases[2];
    assert_eq!(titles.attribute("classname"), Some("s-one.ch2"));
    assert_eq!(titles.attribute("file"), Some(TITLES));
    let failure = titles.children().find(|node| node.has_tag_name("failure"));
    assert!(failure.and_then(|node| node.text()).is_some_and(|text| text.contains("row")));
    assert!(cases[7].children().any(|node| node.has_tag_name("skipped")));
}

#[test]
fn parts_that_were_graded_apart_are_put_together_as_one_run_would_have_it() {
    let project = class();
    let learners: Vec<String> = (1..=7).map(|number| format!("s-{number}")).collect();
    project.write("class/roster.csv", format!("student\n{}\n", learners.join("\n")));
    for (number, learner) in learners.iter().enumerate().skip(1) {
        project.hand_in(learner, TITLES, format!("-- {}\n{WRONG_TITLES}", number / 2));
    }
    project.grade_class(&[], 0);
    let names = ["class/results.jsonl", "class/gradebook.csv", "class/feedback/s-2.md"];
    let whole = names.map(|name| project.read(name));
    for name in names {
        project.remove(name);
    }
    fs::remove_dir_all(project.root.join("class/.workbook")).expect("it can be removed");
    let merge = |code: i32| {
        let run = project.run(&["class", "merge", "--class", "class"]).code(code);
        crate::project::stderr(&run)
    };
    assert!(merge(2).contains("failed to read"));
    let said = project.grade_class(&["--shard", "1/3"], 0);
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(merge(2).contains("these of 3 parts are missing: 2, 3"));
    for part in ["3/3", "2/3", "3/3"] {
        project.grade_class(&["--shard", part], 0);
    }
    assert_eq!(merge(0), "");
    assert_eq!(names.map(|name| project.read(name)), whole);
    let part = project.read("class/parts/2-of-3.jsonl");
    let torn = part.lines().take(3).map(|line| format!("{line}\n")).collect::<String>();
    project.write("class/parts/2-of-3.jsonl", &torn);
    assert!(merge(2).contains("its end is missing"));
    project.write("class/parts/2-of-3.jsonl", &torn[..torn.len() - 20]);
    assert!(merge(2).contains("grade this part again"));
    project.write("class/parts/2-of-3.jsonl", &part);
    project.write("class/parts/1-of-2.jsonl", &part);
    assert!(merge(2).contains("there are parts of 2 and of 3"));
    project.grade_class(&["--shard", "4/3"], 2);
}

/// Python's own readers, which know nothing of ours: `csv`, `json` and `xml.etree`.
const READ_BACK: &str = r#"
import csv, json, sys, xml.etree.ElementTree as tree
folder = sys.argv[1]
def rows(name, **options):
    with open(f"{folder}/{name}", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True, **options))
canvas = rows("canvas")
assert canvas[0]["Student"].strip() == "Points Possible" and canvas[0]["Chapter 2"] == "2", canvas
assert (canvas[1]["ID"], canvas[1]["Chapter 1"]) == ("101", "5"), canvas
assert not any(None in row or None in row.values() for row in canvas), canvas
moodle = rows("moodle")
assert float(moodle[0]["Chapter 1"]) == 5 and moodle[0]["Chapter 2 feedback"].startswith("ch2/titles: ")
assert [row["Username"] for row in rows("blackboard")] == ["s-one", "s-two"]
assert all(row["End-of-Line Indicator"] == chr(35) for row in rows("brightspace"))
gradescope = json.load(open(f"{folder}/gradescope"))
assert gradescope["score"] == sum(test["score"] for test in gradescope["tests"]) == 5
assert {test["visibility"] for test in gradescope["tests"]} == {"visible"}
classroom = json.load(open(f"{folder}/classroom50"))
for test in [classroom, *classroom["tests"]]:
    assert type(test["score"]) is int and 0 <= test["score"] <= test["max-score"], test
suites = tree.parse(f"{folder}/junit").getroot()
cases = list(suites.iter("testcase"))
assert len(cases) == 8 and len({(case.get("classname"), case.get("name")) for case in cases}) == 8
assert [case.get("name") for case in cases if case.find("failure") is not None] == ["ch2/titles"]
"#;

#[test]
fn what_is_exported_is_read_back_by_readers_that_are_not_ours() {
    let project = graded_class();
    for format in
        ["canvas", "moodle", "blackboard", "brightspace", "gradescope", "classroom50", "junit"]
    {
        let options: &[&str] = match format {
            "gradescope" | "classroom50" => &["--learner", "s-one"],
            _ => &[],
        };
        project.write(format!("exports/{format}"), export(&project, format, options));
    }
    let mut python = std::process::Command::new("python3");
    let output = python.args(["-c", READ_BACK]).arg(project.root.join("exports")).output();
    let output = output.expect("python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
