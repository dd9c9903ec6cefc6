//! `workbook class` with odd submissions and with mistakes in the files of a class: each gets its message, and the others
//! are graded.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::class::{GUESTS, NOTES, TITLES, class};
use crate::project::{NOTES_SOLUTION, Project, stderr, stdout};

/// Hands in a zip with these files.
pub(crate) fn hand_in_zip(project: &Project, name: &str, files: &[(&str, &[u8])]) {
    let path = project.root.join("handed-in").join(name);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder can be made");
    let mut zip = ZipWriter::new(File::create(path).expect("a file can be made"));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file can be begun");
        zip.write_all(bytes).expect("bytes can be written");
    }
    zip.finish().expect("a zip can be ended");
}

/// Grades and returns what was said of the learners, and the warnings.
pub(crate) fn grade(project: &Project, code: i32) -> (String, String) {
    let run = project.run(&["class", "grade", "handed-in", "--class", "class"]).code(code);
    (stdout(&run), stderr(&run))
}

#[test]
fn odd_submissions_are_told_of_and_the_others_are_graded() {
    let project = class();
    let learners = "link dots bomb many twice folder pipe good bad-zip large".split(' ');
    let roster: String = learners.map(|name| format!("{name}\n")).collect();
    project.write("class/roster.csv", format!("student\n{roster}"));
    project.hand_in("good", NOTES, NOTES_SOLUTION);
    project.hand_in("link", NOTES, "");
    let link = project.root.join("handed-in/link").join(NOTES);
    fs::remove_file(&link).expect("a file can be removed");
    symlink(project.root.join("solutions/ch01-tables/notes/migrations/0001_notes.sql"), &link)
        .expect("a link can be made");
    let notes = NOTES_SOLUTION.as_bytes();
    hand_in_zip(&project, "dots.zip", &[("../../class/class.toml", b"x"), (NOTES, notes)]);
    let zeros = vec![b' '; 20_000_000];
    hand_in_zip(&project, "bomb.zip", &[(TITLES, &zeros), (NOTES, notes)]);
    drop(zeros);
    let many: Vec<String> = (0..100_000).map(|number| format!("x/{number}")).collect();
    let mut files: Vec<(&str, &[u8])> = many.iter().map(|name| (&**name, &b""[..])).collect();
    files.push((NOTES, notes));
    hand_in_zip(&project, "many.zip", &files);
    project.hand_in("twice", NOTES, NOTES_SOLUTION);
    hand_in_zip(&project, "Twice.zip", &[(NOTES, notes)]);
    project.hand_in("folder", &format!("{NOTES}/x"), "");
    project.hand_in("nobody", NOTES, NOTES_SOLUTION);
    project.write("handed-in/notes.txt", "x");
    project.write("handed-in/bad-zip.zip", "no zip");
    project.hand_in("large", GUESTS, vec![b' '; 2_000_000]);
    project.hand_in("pipe", TITLES, "");
    let pipe = project.root.join("handed-in/pipe").join(TITLES);
    fs::remove_file(&pipe).expect("a file can be removed");
    project.shell(&format!("mkfifo '{}'", pipe.display()));
    symlink("/etc", project.root.join("handed-in/elsewhere")).expect("a link can be made");

    let (said, told) = grade(&project, 1);
    for (name, earned) in [("good", 5), ("dots", 5), ("bomb", 5), ("link", 0), ("pipe", 0)] {
        assert!(said.contains(&format!("{name}: {earned} of 7 points")), "{name}: {said}");
    }
    for name in ["many", "twice", "bad-zip"] {
        assert!(said.contains(&format!("{name}: nothing that can be taken")), "{name}: {said}");
    }
    for message in [
        "`link`: `exercises/ch01-tables/notes/migrations/0001_notes.sql` is a link",
        "`dots`: `../../class/class.toml` leads out of the zip",
        "`bomb`: `exercises/ch02-questions/titles/titles.sql` has more than 1000000 bytes",
        "`many`: the zip holds 100001 files, more than 20000",
        "`Twice.zip` and `twice`: these are all of `twice`",
        "`folder`: `exercises/ch01-tables/notes/migrations/0001_notes.sql` is a folder",
        "`nobody`: no learner of the roster has this name",
        "`notes.txt`: it is no folder and no zip",
        "`bad-zip`: it is no zip",
        "`large`: `exercises/ch02-questions/guests/guests.sql` has more than",
        "`pipe`: `exercises/ch02-questions/titles/titles.sql` is a special file",
        "`elsewhere`: ",
    ] {
        assert!(told.contains(message), "{message} is not in\n{told}");
    }
}

#[test]
fn the_names_and_folders_of_other_systems_are_understood() {
    let project = class();
    let due = "name = \"Databases\"\n[exercises]\nch1 = 1\nch2 = 1\n[due]\nch1 = 2026-11-02T12:00:00+01:00\n";
    project.write("class/class.toml", due);
    let notes = NOTES_SOLUTION.as_bytes();
    let inside = NOTES.trim_start_matches("exercises/");
    for (learner, name, files) in [
        ("s-one", "onestudent_LATE_101_4711_answers.zip", vec![(NOTES, notes)]),
        ("s-two", "Student Two_58_assignsubmission_file_/my course.zip", vec![(inside, notes)]),
        ("s-one", "databases-ch1-one-on-github.zip", vec![(NOTES, notes)]),
    ] {
        _ = fs::remove_dir_all(project.root.join("handed-in"));
        let solution = ("course/solutions/ch01-tables/notes/migrations/0001_notes.sql", notes);
        hand_in_zip(&project, name, &[&files[..], &[solution]].concat());
        let (said, _) = grade(&project, 0);
        assert!(said.contains(&format!("{learner}: 5 of 7 points")), "{name}: {said}");
        assert_eq!(said.contains("1 day late"), name.contains("LATE"), "{said}");
    }
    _ = fs::remove_dir_all(project.root.join("handed-in"));
    // nbgrader has a folder for each assignment, and the time in it.
    project.hand_in("s-one/assignment", NOTES, NOTES_SOLUTION);
    project.hand_in("s-one/assignment", "timestamp.txt", "2026-11-02 10:00:00.000000 UTC\n");
    let (said, _) = grade(&project, 0);
    assert!(said.contains("s-one: 5 of 7 points"), "{said}");
    assert_eq!(project.results()[0]["handed_in"], "2026-11-02T10:00:00Z");
}

#[test]
fn programs_of_learners_are_graded_in_a_sandbox_each_by_its_own_code() {
    let project = Project::real();
    project.run(&["class", "init", "class"]).code(0);
    let model = "exercises/ch02-models/price/models.rs";
    let right = project.read("solutions/ch02-models/price/models.rs");
    let starter = project.read("tests/starters/ch02-models/price/models.rs");
    project.hand_in("s-one", model, right);
    // The other's answer, the snapshot and the settings of the class are out of reach.
    let stolen = ["handed-in/s-one/exercises/ch02-models/price/models.rs", "class/class.toml"];
    let reads = stolen.map(|file| {
        let path = project.root.join(file);
        format!("pub const _: &str = include_str!({:?});\n", path.display().to_string())
    });
    project.hand_in("s-two", model, format!("{starter}{}", reads.concat()));
    let said = project.grade_class(&["--only", "ch2/price"], 0);
    let lines: Vec<&str> = said.lines().collect();
    assert!(!lines[0].starts_with("s-one: 0 of"), "{said}");
    assert!(lines[1].starts_with("s-two: 0 of"), "{said}");
    let results = project.results();
    assert_eq!(results[0]["verdict"], "passed");
    let message = results[1]["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("couldn't read"), "{message}");
    project.leaves_nothing();
}

#[test]
fn a_mistake_in_a_file_of_the_class_is_told_with_its_place() {
    let project = class();
    fs::create_dir(project.root.join("handed-in")).expect("a folder can be made");
    let told = |file: &str, text: &str| {
        let before = if project.has(file) { Some(project.read(file)) } else { None };
        project.write(file, text);
        let run = project.run(&["class", "grade", "handed-in", "--class", "class"]).code(2);
        match before {
            Some(before) => _ = project.write(file, before),
            None => _ = project.remove(file),
        }
        let text = stderr(&run);
        text.rsplit_once("/class/").map_or(text.clone(), |(_, end)| end.trim_end().to_owned())
    };
    let settings = |text: &str| told("class/class.toml", text);
    assert_eq!(
        settings("name = \"A\"\n[exercises]\nch1 = 1\nch9 = 1\n"),
        "class.toml:4:1: there is no exercise or chapter `ch9`; hint: did you mean `ch1`?"
    );
    assert_eq!(
        settings("name = \"A\"\n[exercises]\nch1 = -1\n"),
        "class.toml:3:7: a weight is a number from 0 to 1000"
    );
    assert!(settings("name = \"A\"\nweight = 1\n").starts_with("class.toml:2:1: unknown field"));
    assert_eq!(
        settings("name = \"A\"\n[exercises]\nch1 = 1\n[due]\nch1 = 2026-11-02\n"),
        "class.toml:5:7: `2026-11-02` is no moment with its offset from UTC, such as `2026-11-02T23:59:00+01:00`"
    );
    assert_eq!(
        settings("name = \"A\"\nseed = -1\n[exercises]\nch1 = 1\n"),
        "class.toml:2:8: take a whole number from 0 to 1000000000000"
    );
    assert_eq!(
        settings("name = \"A\"\n[exercises]\nch1 = 1\n[late]\nper_day = 101\n"),
        "class.toml:5:11: take a number from 0 to 100"
    );
    assert_eq!(
        settings("name = \"A\"\n[exercises]\nch1 = inf\n"),
        "class.toml:3:7: a weight is a number from 0 to 1000"
    );
    assert_eq!(
        told("class/roster.csv", "student,section\ns-one,A\n s-one ,A\n"),
        "roster.csv:3:1: line 2 has the student `s-one` as well; one learner has it, and one line"
    );
    assert_eq!(
        told("class/roster.csv", "student,github\ns-one,a\ns-two,A\n"),
        "roster.csv:3:7: line 2 has the github `A` as well; one learner has it, and one line"
    );
    let extension = project.read("class/class.toml").replace("# s-one = 3", "s-two = 3");
    project.write("class/class.toml", extension);
    assert_eq!(
        told("class/roster.csv", "student,section\ns-one,\"A\ns-two,A\n"),
        "roster.csv:2:7: a quote begins here and does not end"
    );
    for points in ["5.5", "-1"] {
        let text = format!("student,exercise,points,reason\ns-one,ch1/notes,{points},\n");
        assert_eq!(
            told("class/overrides.csv", &text),
            "overrides.csv:2:17: `ch1/notes` has 5 points; give from 0 to 5 of them"
        );
    }
    assert_eq!(
        told("class/overrides.csv", "student,exercise,points,reason\ns-one,ch1/notes,many,\n"),
        "overrides.csv:2:17: `many` is no number"
    );
}

#[test]
fn a_learner_cannot_take_back_that_a_submission_is_late() {
    let project = class();
    let settings = "name = \"Databases\"\n[exercises]\nch1 = 1\nch2 = 1\n[due]\nch1 = 2026-11-02T12:00:00+01:00\n";
    project.write("class/class.toml", settings);
    let stamp = b"2026-11-01 10:00:00.000000 UTC\n";
    let files: [(&str, &[u8]); 2] = [(NOTES, NOTES_SOLUTION.as_bytes()), ("timestamp.txt", stamp)];
    hand_in_zip(&project, "onestudent_LATE_101_4711_answers.zip", &files);
    let (said, _) = grade(&project, 0);
    assert!(
        said.lines().any(|line| line.starts_with("s-one") && line.ends_with("; 1 day late")),
        "{said}"
    );
    // Only what is due can be late, and an extension is for that.
    project.write("class/class.toml", format!("{settings}[extensions]\ns-one = 1\n"));
    assert!(!grade(&project, 0).0.contains("late"));
    project.edit("class/class.toml", "ch1 = 2026-11-02T12:00:00+01:00", "");
    project.edit("class/class.toml", "s-one = 1", "");
    assert!(!grade(&project, 0).0.contains("late"));
}

#[test]
fn a_folder_of_nobody_and_a_word_for_nothing_leave_the_marks_alone() {
    let project = class();
    project.hand_in("s-one", NOTES, NOTES_SOLUTION);
    project.grade_class(&[], 0);
    let marks = project.read("class/gradebook.csv");
    project.write("nothing/exercises/a.sql", "SELECT 1;");
    let run = project.run(&["class", "grade", "nothing", "--class", "class"]).code(2);
    assert!(stderr(&run).contains("is of a learner of the roster"), "{}", stderr(&run));
    project.write("class/class.toml", "name = \"Databases\"\n[exercises]\nch1 = 1\n");
    let run = project.run(&["class", "grade", "handed-in", "--class", "class", "--only", "ch2"]);
    assert!(stderr(&run.code(2)).contains("adds no exercise that counts"));
    assert_eq!(project.read("class/gradebook.csv"), marks);
}
