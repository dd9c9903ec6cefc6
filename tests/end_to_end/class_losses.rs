//! `workbook class`: nothing that a learner handed in is lost in silence, and nobody gets a mark that is not theirs.

use std::fs;

use crate::class::{NOTES, TITLES, class};
use crate::class_odd::{grade, hand_in_zip};
use crate::project::{NOTES_SOLUTION, Project, stderr, stdout};

const BOOKS: &str = "exercises/ch02-questions/titles/books.sql";
const RIGHT_TITLES: &str = "SELECT title FROM book ORDER BY year;\n";

/// Lines about the learners, and warnings, of a run with other options.
fn grade_with(project: &Project, options: &[&str], code: i32) -> (String, String) {
    let arguments = [&["class", "grade", "handed-in", "--class", "class"], options].concat();
    let run = project.run(&arguments).code(code);
    (stdout(&run), stderr(&run))
}

#[test]
fn a_file_that_is_missing_beside_another_counts_as_it_was_handed_out() {
    let project = class();
    let manifest = "exercises/ch02-questions/titles/exercise.toml";
    project.edit(manifest, "[\"titles.sql\"]", "[\"titles.sql\", \"books.sql\"]");
    let books = project.read(BOOKS);
    project.write("tests/starters/ch02-questions/titles/books.sql", books);
    project.hand_in("s-one", TITLES, RIGHT_TITLES);
    let (said, told) = grade(&project, 1);
    assert!(said.contains("s-one: 1 of 7 points; 3 not handed in"), "{said}");
    let message = format!("`s-one`: `{BOOKS}` was not handed in; it counts as it was handed out");
    assert!(told.contains(&message), "{told}");
    assert_eq!(project.results()[2]["starter_files"], serde_json::json!(["books.sql"]));
    let feedback = project.read("class/feedback/s-one.md");
    assert!(feedback.contains("`books.sql` was not handed in, so it counts"), "{feedback}");
}

#[test]
fn what_is_there_twice_is_told() {
    let project = class();
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    project.hand_in("s-one/older", NOTES, "");
    project.hand_in("s-one/.workbook/replaced/1", NOTES, "");
    let zip = project.root.join("handed-in/s-two.zip");
    // No library that is careful writes such a zip, so its bytes are put together: the name of the same length is changed.
    let other = TITLES.replace("titles.sql", "titlez.sql");
    hand_in_zip(
        &project,
        "s-two.zip",
        &[
            (TITLES, b"SELECT 1;\n"),
            (&other, RIGHT_TITLES.as_bytes()),
            (&format!("__MACOSX/{NOTES}"), b"x"),
        ],
    );
    let bytes = fs::read(&zip).expect("the zip is there");
    let text = bytes.iter().map(|byte| char::from(*byte)).collect::<String>();
    let text = text.replace("titlez.sql", "titles.sql");
    let bytes: Vec<u8> = text.chars().map(|one| one as u8).collect();
    fs::write(&zip, bytes).expect("the zip can be written");
    let (said, told) = grade(&project, 1);
    assert!(said.contains("s-one: 5 of 7 points"), "{said}");
    assert!(said.contains("s-two: 1 of 7 points"), "the last one is read: {said}");
    for message in [
        "`s-one`: there are exercises in `exercises/` and in `older/exercises/`; those in `older/exercises/` are not read",
        "`s-two`: `exercises/ch02-questions/titles/titles.sql` is there twice; the last one is read",
    ] {
        assert!(told.contains(message), "{message} is not in\n{told}");
    }
    assert_eq!(told.matches("warning: ").count(), 2, "{told}");
}

#[test]
fn what_was_typed_into_moodle_takes_no_zip_away() {
    let project = class();
    let file = "Student One_57_assignsubmission_file";
    hand_in_zip(&project, &format!("{file}/answers.zip"), &[(NOTES, NOTES_SOLUTION.as_bytes())]);
    project.write("handed-in/Student One_57_assignsubmission_onlinetext/onlinetext.html", "Hello");
    let (said, told) = grade(&project, 0);
    assert!(said.contains("s-one: 5 of 7 points"), "{said}");
    assert_eq!(told, "");
    hand_in_zip(&project, &format!("{file}/more.zip"), &[(NOTES, b"")]);
    let (_, told) = grade(&project, 1);
    assert!(told.contains("`s-one`: it holds 2 zips; leave the one that counts"), "{told}");
}

#[test]
fn text_of_windows_is_read_or_told() {
    let project = class();
    let utf16 = RIGHT_TITLES.encode_utf16().flat_map(u16::to_le_bytes);
    project.hand_in("s-one", TITLES, [0xff, 0xfe].into_iter().chain(utf16).collect::<Vec<u8>>());
    project.hand_in("s-two", TITLES, b"SELECT title FROM book ORDER BY year; -- caf\xe9\n");
    let (said, told) = grade(&project, 1);
    assert!(said.contains("s-one: 1 of 7 points"), "{said}");
    assert!(
        told.contains(&format!("`s-one`: `{TITLES}` is UTF-16, and is read as such")),
        "{told}"
    );
    let message = format!("`s-two`: `{TITLES}` is no UTF-8 text, but perhaps Windows-1252");
    assert!(told.contains(&message), "{told}");
    let feedback = project.read("class/feedback/s-two.md");
    assert!(feedback.contains("hint: save the file as UTF-8"), "{feedback}");
}

#[test]
fn a_learner_is_told_why_nothing_could_be_taken() {
    let project = class();
    project.write("handed-in/s-one.zip", "no zip");
    project.hand_in("s-two", NOTES, NOTES_SOLUTION);
    hand_in_zip(&project, "two-on-github.zip", &[(NOTES, NOTES_SOLUTION.as_bytes())]);
    let (said, _) = grade(&project, 1);
    assert_eq!(said, "s-one: nothing that can be taken\ns-two: nothing that can be taken\n");
    let feedback = |learner: &str| project.read(&format!("class/feedback/{learner}.md"));
    let one = feedback("s-one");
    assert!(one.contains("What was handed in could not be taken: it is no zip"), "{one}");
    let two = feedback("s-two");
    assert!(two.contains("nobody could say which one counts"), "{two}");
    assert!(!format!("{one}{two}").contains("Nothing was handed in"));
}

#[test]
fn all_warnings_are_in_a_file_and_their_number_is_told() {
    let project = class();
    let names: Vec<String> = (1..=30).map(|number| format!("../{number}")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    files.push((NOTES, NOTES_SOLUTION.as_bytes()));
    hand_in_zip(&project, "s-one.zip", &files);
    let (_, told) = grade(&project, 1);
    assert_eq!(told.matches("leads out of the zip").count(), 20, "{told}");
    assert!(told.contains("`s-one`: 10 more, all of them in `"), "{told}");
    assert_eq!(project.read("class/warnings.txt").lines().count(), 30);
    hand_in_zip(&project, "s-one.zip", &[(NOTES, NOTES_SOLUTION.as_bytes())]);
    grade(&project, 0);
    assert!(!project.has("class/warnings.txt"), "it is of the last run");
}

#[test]
fn a_starter_with_other_line_ends_is_untouched_and_never_late() {
    let project = class();
    project.write(
        "class/class.toml",
        "name = \"A\"\nseed = 7\n[exercises]\nch2 = 1\n[due]\nch2 = 2026-11-02T12:00:00Z\n",
    );
    project.write("class/times.csv", "student,handed_in\ns-one,2026-11-09T12:00:00Z\n");
    let starter = project.read("tests/starters/ch02-questions/titles/titles.sql");
    project.hand_in("s-one", TITLES, format!("\u{feff}{}", starter.replace('\n', "\r\n")));
    let (said, _) = grade(&project, 0);
    assert!(said.contains("s-one: 0 of 2 points; 1 untouched, 1 not handed in\n"), "{said}");
    let stats = stdout(&project.run(&["class", "stats", "--class", "class"]).code(0));
    assert!(stats.contains("ch2/titles  0 began, 0 passed\n"), "{stats}");
}

#[test]
fn each_chapter_has_a_time_of_its_own() {
    let project = class();
    project.write(
        "class/class.toml",
        "name = \"A\"\nseed = 7\n[exercises]\nch1 = 1\nch2 = 1\n[due]\nch1 = 2026-11-02T12:00:00Z\nch2 = 2026-11-09T12:00:00Z\n",
    );
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    project.hand_in("s-one", TITLES, RIGHT_TITLES);
    project.write(
        "class/times.csv",
        "student,handed_in,exercise\ns-one,2026-11-10T11:00:00Z,\ns-one,2026-11-02T11:00:00Z,ch1\n",
    );
    grade(&project, 0);
    let results = project.results();
    let late = |at: usize| (results[at]["exercise"].clone(), results[at]["late_days"].clone());
    assert_eq!(late(0), ("ch1/notes".into(), 0.into()));
    assert_eq!(late(2), ("ch2/titles".into(), 1.into()));
    project.write("class/times.csv", "student,handed_in\ns-one,today\n");
    let (_, told) = grade(&project, 2);
    assert!(told.contains("times.csv:2:7: `today` is no moment"), "{told}");
}

#[test]
fn somebody_who_left_stops_nothing() {
    let project = class();
    let settings = "name = \"A\"\nseed = 7\n[exercises]\nch1 = 1\n[extensions]\nleft = 1\n";
    project.write("class/class.toml", settings);
    project.write("class/times.csv", "student,handed_in\nleft,2026-11-10T11:00:00Z\n");
    project.write("class/overrides.csv", "student,exercise,points,reason\nleft,ch1/notes,1,\n");
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    let (said, told) = grade(&project, 0);
    assert!(said.contains("s-one: 5 of 5 points"), "{said}");
    for place in ["class.toml:6:1", "times.csv:2:1", "overrides.csv:2:1"] {
        let message = format!("{place}: there is no learner `left` in the roster");
        assert!(told.contains(&message), "{message} is not in\n{told}");
    }
}

#[test]
fn who_is_not_graded_has_no_points_and_not_a_zero_with_a_sign() {
    let project = class();
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    grade_with(&project, &["--only", "s-one"], 0);
    let rows = project.gradebook();
    assert_eq!(rows[1][5..9].join("|"), "7|5|0|5", "what is missing counts");
    assert_eq!(rows[2][5..9].join("|"), "|||");
}

#[test]
fn rows_that_nobody_has_seen_are_shown_or_not_as_the_teacher_says() {
    let project = class();
    project.hand_in("s-one", TITLES, "SELECT title FROM book WHERE year < 1990 ORDER BY year;\n");
    grade(&project, 0);
    let result = &project.results()[2];
    assert_eq!(result["findings"][0]["is_unseen"], true, "{result}");
    let shown = |message: &str| {
        ["md", "html"]
            .map(|kind| project.read(&format!("class/feedback/s-one.{kind}")).contains(message))
    };
    let without = "on the rows of the task it is right";
    assert_eq!(shown(without), [false, false]);
    project.edit("class/class.toml", "show_rows = true", "show_rows = false");
    grade(&project, 0);
    assert_eq!(shown(without), [true, true]);
    let moodle = stdout(&project.run(&["class", "export", "moodle", "--class", "class"]).code(0));
    assert!(moodle.contains(without), "{moodle}");
    project.write("class/class.toml", "name = \"A\"\n[exercises]\nch1 = 1\n");
    let (_, told) = grade(&project, 0);
    assert!(told.contains("warning: `class.toml` has no `seed`"), "{told}");
}

#[test]
fn parts_of_another_version_are_not_put_together() {
    let project = class();
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    let both = |times: &str| {
        for part in ["1/2", "2/2"] {
            grade_with(&project, &["--shard", part, "--times", times], 0);
        }
    };
    project.write("times.csv", "student,handed_in\n");
    both("times.csv");
    let merge =
        |code: i32| stderr(&project.run(&["class", "merge", "--class", "class"]).code(code));
    assert_eq!(merge(0), "");
    for (file, old, new) in [
        ("class/class.toml", "ch1 = 1", "ch1 = 2"),
        ("exercises/ch01-tables/notes/exercise.toml", "title = \"", "title = \"My "),
        ("class/roster.csv", "s-two,Student", "s-two,Student T."),
    ] {
        project.edit(file, old, new);
        assert!(merge(2).contains("was graded by another version"), "{file}");
        both("times.csv");
        assert_eq!(merge(0), "", "{file}");
    }
    project.write("other.csv", "student,handed_in\ns-one,2026-11-10T11:00:00Z\n");
    grade_with(&project, &["--shard", "2/2", "--times", "other.csv"], 0);
    assert!(merge(2).contains("were graded with different times"));
}
