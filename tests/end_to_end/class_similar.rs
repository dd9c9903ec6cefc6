//! `workbook class similar`: answers that agree in more than the exercise forces, and those too short to tell.

use std::fs;

use crate::class::{GUESTS, NOTES, TITLES, class};
use crate::project::{NOTES_SOLUTION, Project, stderr, stdout};

/// The right answer with a remark of one's own, which another copies with other spaces and a changed end.
const REMARK: &str = "\
-- The note is kept as text, because nobody searches in it.
-- I had a number for the moment first, but then the years before 1970
-- came out wrong in the list that my sister prints every Sunday.
";
const COPY: &str = "\
-- Mine
-- The note is kept as text,   because nobody searches in it.
-- I had a number for the moment first, but then the years before 1970
-- came out wrong in the list that my brother prints on Monday.
";

fn similar(project: &Project, options: &[&str]) -> String {
    let arguments = [&["class", "similar", "handed-in", "--class", "class"][..], options].concat();
    let run = project.run(&arguments).code(0);
    assert_eq!(stderr(&run), "");
    stdout(&run)
}

/// A class of six, of whom two have the same remark and all have the right answer.
fn class_of_six() -> Project {
    let project = class();
    let learners: Vec<String> = (1..=6).map(|number| format!("s-{number}")).collect();
    project.write("class/roster.csv", format!("student\n{}\n", learners.join("\n")));
    for learner in &learners {
        project.hand_in(learner, NOTES, NOTES_SOLUTION);
        project.hand_in(learner, TITLES, "SELECT title FROM book ORDER BY year;\n");
    }
    project.hand_in("s-2", NOTES, format!("{REMARK}{NOTES_SOLUTION}"));
    project.hand_in("s-5", NOTES, format!("{COPY}{NOTES_SOLUTION}"));
    project
}

#[test]
fn only_what_the_exercise_does_not_force_is_told_and_short_answers_are_named() {
    let project = class_of_six();
    let said = similar(&project, &[]);
    let mut lines = said.lines();
    let first = lines.next().unwrap_or_default();
    assert!(first.starts_with("ch1/notes: s-2 and s-5 agree in "), "{said}");
    assert!(
        first.ends_with(
            "most of all in migrations/0001_notes.sql:1-3 and migrations/0001_notes.sql:2-4"
        ),
        "{said}"
    );
    assert_eq!(lines.next(), Some(""), "nobody else is named: {said}");
    assert!(said.contains("That is no proof."), "{said}");
    assert!(said.contains("2 of 12 answers are long enough"), "{said}");
    assert!(said.ends_with("Too short in: ch2/titles\n"), "{said}");
    assert_eq!(similar(&project, &[]), said, "a second run says the same");
    let only = similar(&project, &["--only", "ch2"]);
    assert!(only.starts_with("No answers agree in more"), "{only}");
    assert!(!said.contains("Most often together"), "they agree in one exercise: {said}");
    let remark = |end: &str| format!("{REMARK}-- {end}\nSELECT title FROM book ORDER BY year;\n");
    project.hand_in("s-2", TITLES, remark("a"));
    project.hand_in("s-5", TITLES, remark("b"));
    let said = similar(&project, &[]);
    assert!(said.contains("\nMost often together: s-2 and s-5 in 2 exercises\n"), "{said}");
    project.hand_in("s-6", NOTES, format!("{REMARK}{NOTES_SOLUTION}\n\n"));
    let said = similar(&project, &[]);
    assert!(said.starts_with("ch1/notes: s-2 and s-6 have the same answer, with "), "{said}");
    assert!(said.contains("\nch1/notes: s-2 (the same as s-6) and s-5 agree in "), "{said}");
}

#[test]
fn a_wrong_answer_that_the_course_keeps_is_nobodys_own() {
    let project = class_of_six();
    let kept = "tests/answers/ch01-tables/notes/wrong/remark/migrations/0001_notes.sql";
    project.write(kept, format!("{REMARK}{NOTES_SOLUTION}"));
    let said = similar(&project, &[]);
    assert!(said.starts_with("No answers agree in more"), "{said}");
}

#[test]
fn the_folders_that_jplag_reads_hold_what_each_has_written_and_what_was_given_to_all() {
    let project = class_of_six();
    let starter = "tests/starters/ch02-questions/guests/guests.sql";
    project.hand_in("s-1", GUESTS, project.read(starter));
    let said = similar(&project, &["--jplag", "compared"]);
    assert!(said.contains("-l rust -bc compared/starters compared/learners\n"), "{said}");
    let folders = fs::read_dir(project.root.join("compared/learners")).expect("it is there");
    assert_eq!(folders.count(), 6);
    let notes = "ch01-tables/notes/migrations/0001_notes.sql";
    let copy = project.read(&format!("compared/learners/s-5/{notes}"));
    assert_eq!(copy, format!("{COPY}{NOTES_SOLUTION}"));
    assert!(project.has(&format!("compared/starters/{notes}")));
    assert!(!project.has("compared/learners/s-1/ch02-questions/guests/guests.sql"));
    let again = ["class", "similar", "handed-in", "--class", "class", "--jplag", "compared"];
    let refused = project.run(&again).code(2);
    assert!(stderr(&refused).contains("is not empty"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_others_are_compared() {
    let project = class_of_six();
    project.write("handed-in/stranger/a.sql", "SELECT 1;\n");
    project.remove(&format!("handed-in/s-1/{NOTES}"));
    project.remove(&format!("handed-in/s-1/{TITLES}"));
    let run = project.run(&["class", "similar", "handed-in", "--class", "class"]).code(0);
    let said = stderr(&run);
    assert!(said.contains("warning: `stranger`: no learner"), "{said}");
    assert!(stdout(&run).starts_with("ch1/notes: s-2 and s-5 agree in "));
}
