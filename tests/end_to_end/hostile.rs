//! Texts of strangers, wherever they can stand: a terminal shows them and obeys nothing.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use roxmltree::Document;
use rusqlite::Connection;
use serde_json::Value;

use crate::project::{Part, Project, stderr, stdout};
use Part::Yours;

#[derive(serde::Deserialize)]
struct Texts {
    texts: BTreeMap<String, String>,
}

fn texts() -> BTreeMap<String, String> {
    let texts: Texts =
        toml::from_str(include_str!("../hostile/texts.toml")).expect("the list can be read");
    texts.texts
}

/// What may not stand in the output, written down anew, so that the program is not asked what it hides.
fn is_bad(character: char) -> bool {
    let hidden = "\u{ad}\u{61c}\u{115f}\u{3164}\u{ffa0}\u{feff}\u{2060}";
    let ranges = ['\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202f}', '\u{2066}'..='\u{2069}'];
    (character.is_control() && character != '\n')
        || ranges.iter().any(|range| range.contains(&character))
        || ('\u{e0000}'..='\u{e0fff}').contains(&character)
        || "\u{a0}\u{2007}".contains(character)
        || hidden.contains(character)
}

/// Runs a command for a pipe and for a terminal, and looks at every character that comes out.
#[track_caller]
fn assert_shown(project: &Project, arguments: &[&str], about: &str) -> String {
    let output = project.run(arguments);
    let output = output.get_output();
    let piped = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!piped.contains(is_bad), "{about} {arguments:?}: {piped:?}");
    assert!(!piped.contains("panicked"), "{about}: {piped}");
    let terminal = project.in_terminal(100, arguments).1;
    let plain = without_colours(&terminal);
    assert!(!plain.contains(is_bad), "{about} {arguments:?} in a terminal: {terminal:?}");
    piped
}

/// The text without the colours that are the program's own; codes that it never writes stay.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split("\u{1b}[");
    plain.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let code = part.split_once('m').map(|(code, _)| code);
        match code.filter(|code| OWN_CODES.contains(code)) {
            Some(code) => plain.push_str(&part[code.len() + 1..]),
            None => plain.push_str(&format!("\u{1b}[{part}")),
        }
    }
    plain
}

/// Bold, dim, underlined and the colours of our styles; violet is none of them.
const OWN_CODES: &[&str] =
    &["0", "1", "2", "4", "31", "32", "33", "36", "91", "92", "93", "94", "96"];

fn quoted(text: &str, quote: char) -> String {
    format!("{quote}{}{quote}", text.replace(quote, &format!("{quote}{quote}")))
}

const GUESTS: &str = "exercises/ch02-questions/guests/guests.sql";
const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";

#[test]
fn a_terminal_obeys_nothing_in_an_answer() {
    let project = Project::sample();
    for (name, text) in texts() {
        let (value, name_of_table) = (quoted(&text, '\''), quoted(&text, '"'));
        project.write(GUESTS, format!("INSERT INTO guest (name) VALUES ({value});\n"));
        let said = assert_shown(&project, &["check", "ch2/guests"], &name);
        assert!(said.contains("not yet"), "{name}: {said}");
        assert_shown(&project, &["inspect", "ch2/guests"], &name);
        for answer in [format!("{text} guest;\n"), format!("SELECT * FROM {name_of_table};\n")] {
            project.write(GUESTS, answer);
            assert_shown(&project, &["check", "--verbose", "ch2/guests"], &name);
        }
        project.write(
            NOTES,
            format!("-- migrate:up\nCREATE TABLE {name_of_table} ({name_of_table} INT DEFAULT {value});\n"),
        );
        assert_shown(&project, &["check", "ch1/notes"], &name);
        assert_shown(&project, &["inspect", "ch1/notes"], &name);
        assert_shown(&project, &["hint", "ch1/notes"], &name);
    }
}

#[test]
fn a_terminal_obeys_nothing_a_program_prints() {
    let project =
        Project::of("[[steps]]\ncommand = [\"cat\", \"answer.txt\"]\n", "answer.txt", "one\n");
    for (name, text) in texts() {
        project.answer(&format!("{text}\n"));
        let said = assert_shown(&project, &["check", "it"], &name);
        assert!(said.contains("not yet"), "{name}: {said}");
    }
}

#[test]
fn reports_for_programs_hold_every_character_and_stay_what_they_are() {
    let project = Project::sample();
    for (name, text) in texts() {
        let value = quoted(&text, '\'');
        let bad = quoted(&text, '"');
        project.write(GUESTS, format!("INSERT INTO guest (name) VALUES ({value}), ({bad});\n"));
        let json = assert_shown(&project, &["check", "ch2/guests", "--format", "json"], &name);
        let json: Value =
            serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        let message = &json["exercises"][0]["steps"][1]["findings"][0]["message"];
        assert!(message.is_string(), "{name}: {json:#}");
        let xml = assert_shown(&project, &["check", "ch2/guests", "--format", "junit"], &name);
        Document::parse(&xml).unwrap_or_else(|error| panic!("{name}: {error}: {xml}"));
    }
}

#[test]
fn a_terminal_obeys_nothing_in_a_course() {
    for (name, text) in texts() {
        let manifest = format!(
            "title = {0}\nfiles = [\"a.sql\"]\nhints = [{0}]\n[[steps]]\nname = {0}\nsql_file = \"a.sql\"\n",
            toml::Value::String(text.clone())
        );
        let project = Project::empty().exercise(
            "ch01-only/it",
            &manifest,
            &[Yours("a.sql", "", "SELECT 1;")],
        );
        project.append("book/ch01-only.md", &format!("\n{text}\n"));
        for command in
            [&["check"][..], &["list"], &["show", "it"], &["hint", "it"], &["check", &text]]
        {
            assert_shown(&project, command, &name);
        }
        assert_shown(&project, &[&text], &name);
        project.write("exercises/ch01-only/it/exercise.toml", format!("{text} = 3\n"));
        assert_shown(&project, &["check"], &name);
    }
}

#[test]
fn a_terminal_obeys_nothing_in_a_database_or_the_name_of_a_file() {
    for (name, text) in texts() {
        let project = Project::empty();
        let [table, value] = [quoted(&text, '"'), quoted(&text, '\'')];
        let connection = Connection::open(project.root.join("app.db")).expect("it can be made");
        let sql =
            format!("CREATE TABLE {table} ({table} TEXT); INSERT INTO {table} VALUES ({value});");
        connection.execute_batch(&sql).expect("the names are quoted");
        drop(connection);
        fs::create_dir(project.root.join("migrations")).expect("a folder can be made");
        let file = format!("migrations/0001_{}.sql", text.replace('/', "_"));
        project.write(&file, format!("-- migrate:up\nINSERT INTO {table} VALUES ({value}), (;\n"));
        for command in [
            &["db", "show"][..],
            &["db", "show", &text],
            &["db", "history"],
            &["db", "current"],
            &["db", "check"],
            &["db", "upgrade"],
            &["db", "stamp", &text],
            &["db", "--dir", &text, "show"],
            &["db", "--database-url", &text, "show"],
        ] {
            assert_shown(&project, command, &name);
        }
    }
}

/// What may stand in the place of a file of `.workbook`.
const IN_THE_WAY: &[&str] = &[
    "mkfifo \"$file\"",
    "ln -s \"$PWD/precious.txt\" \"$file\"",
    "ln -s \"$PWD/not-there.txt\" \"$file\"",
    "ln -s loop \"$file\" && ln -s \"$file\" \"$(dirname \"$file\")/loop\"",
    "ln -s /dev/zero \"$file\"",
    "mkdir \"$file\"",
];

#[test]
fn what_stands_in_the_place_of_a_remembered_file_is_told_and_left_alone() {
    for file in ["progress.json", "lock"] {
        for way in IN_THE_WAY {
            let project = Project::sample();
            project.write("precious.txt", "mine");
            project.run(&["check", "notes"]).code(1);
            let line = format!("file=.workbook/{file}; rm -rf \"$file\"; {way}");
            project.shell(&line).code(0);
            for command in [&["check", "greeting"][..], &["list"], &["hint", "notes"]] {
                let begun = Instant::now();
                let output = project.run(command).code(0);
                let said = stderr(&output);
                assert!(begun.elapsed() < Duration::from_secs(10), "{command:?} {way}");
                let wanted = usize::from(file != "lock" || command[0] != "list");
                assert_eq!(said.matches("warning: ").count(), wanted, "{command:?} {way}: {said}");
            }
            let said = stderr(&project.run(&["reset", "notes"]).code(2));
            assert!(said.starts_with("error: "), "{way}: {said}");
            assert_eq!(project.read("precious.txt"), "mine", "{way}");
            assert!(!project.root.join("not-there.txt").exists(), "{way}");
        }
    }
}

#[test]
fn what_stands_in_the_place_of_a_kept_database_is_told_and_left_alone() {
    for file in ["yours.db", "last.json"] {
        for way in IN_THE_WAY {
            let project = Project::sample();
            project.write("precious.txt", "mine");
            project.run(&["check", "notes"]).code(1);
            let line =
                format!("file=.workbook/last/ch01-tables/notes/{file}; rm -f \"$file\"; {way}");
            project.shell(&line).code(0);
            let said = stderr(&project.run(&["inspect", "notes"]).code(2));
            assert!(said.contains("is not a regular file"), "{way}: {said}");
            assert_eq!(project.read("precious.txt"), "mine", "{way}");
        }
    }
}

#[test]
fn a_link_in_the_place_of_a_folder_of_the_workbook_leads_nowhere() {
    let project = Project::sample();
    project.run(&["check", "notes"]).code(1);
    project.write("elsewhere/expected.db", "mine");
    project.shell("rm -r .workbook/last/ch01-tables/notes; ln -s \"$PWD/elsewhere\" .workbook/last/ch01-tables/notes; cp .workbook/progress.json elsewhere/yours.db").code(0);
    let said = stderr(&project.run(&["inspect", "notes"]).code(2));
    assert!(said.contains("is a link or a file, and no folder"), "{said}");
    assert_eq!(project.read("elsewhere/expected.db"), "mine");
    project.write("mine/notes.txt", "mine");
    project.shell("rm -rf .workbook/answers; ln -s \"$PWD/mine\" .workbook/answers").code(0);
    let said = stderr(&project.run(&["dev", "check", "notes"]).code(2));
    assert!(said.contains("is a link or a file, and no folder"), "{said}");
    assert_eq!(project.read("mine/notes.txt"), "mine");
}

#[test]
fn large_values_and_many_columns_are_shown_in_part() {
    let project = Project::empty();
    let connection = Connection::open(project.root.join("app.db")).expect("it can be made");
    let columns: Vec<String> = (0..1_500).map(|number| format!("c{number}")).collect();
    let sql = format!(
        "CREATE TABLE wide ({});
         CREATE TABLE deep (a BLOB, b TEXT, c TEXT, d TEXT);
         INSERT INTO deep VALUES
             (zeroblob(32767), printf('%.*c', 65535, 'x'), printf('%.*c', 3000000, 'y'), char(10));
         INSERT INTO wide DEFAULT VALUES;",
        columns.join(", ")
    );
    connection.execute_batch(&sql).expect("the tables can be made");
    let said = assert_shown(&project, &["db", "show"], "large");
    assert!(said.len() < 20_000 && said.contains("1470 more columns"), "{}", said.len());
    assert!(said.contains("more characters)") && said.contains("char(10)"), "{said}");
}

#[test]
fn a_message_has_a_largest_size_in_every_report() {
    let project = Project::sample();
    let name = "n".repeat(100_000);
    for answer in [
        format!("INSERT INTO guest (name) VALUES ('Susan'), ('{name}');\n"),
        format!("INSERT INTO {name} (name) VALUES ('Susan');\n"),
        format!("CREATE TABLE \"{name}\" (\"{name}\" DEFAULT '{name}');\n"),
    ] {
        project.write(GUESTS, answer);
        for format in ["human", "json", "junit"] {
            let said = project.run(&["check", "guests", "--format", format]).code(1);
            let size = said.get_output().stdout.len();
            assert!(size < 40_000, "{format}: {size}");
        }
    }
}

/// What editors and systems leave beside a script.
const LEFTOVERS: &[&str] = &[
    "._0001_notes.sql",
    "0001_notes.sql~",
    ".0001_notes.sql.swp",
    "0001_notes.sql.orig",
    "#0001_notes.sql#",
];

#[test]
fn what_an_editor_leaves_beside_a_script_is_no_script() {
    let project = Project::sample();
    project.solve("ch01-tables/notes");
    let folder = "exercises/ch01-tables/notes/migrations";
    for name in LEFTOVERS {
        project.write(format!("{folder}/{name}"), b"Mac OS X \0\xff");
    }
    symlink("me@here.1234", project.root.join(folder).join(".#0001_notes.sql"))
        .expect("a link can be made");
    project.run(&["check", "notes"]).code(0);
    project.run(&["db", "--exercise", "ch1/notes", "upgrade"]).code(0);
    project.run(&["db", "--exercise", "ch1/notes", "history"]).code(0);
}

#[test]
fn a_path_of_an_exercise_stands_for_it() {
    let project = Project::sample();
    let file = "exercises/ch02-questions/guests/guests.sql";
    let absolute = project.root.join(file).to_str().expect("paths are text").to_owned();
    let with_line = format!("./{file}:12:3");
    for selector in [file, &with_line, &absolute, "book/../exercises/ch02-questions/guests"] {
        let said = stdout(&project.run(&["check", selector]).code(1));
        assert!(said.starts_with("· ch2/guests"), "{selector}: {said}");
    }
    let said = stdout(&project.run_in("exercises/ch02-questions/guests", &["check", "."]).code(1));
    assert!(said.starts_with("· ch2/guests"), "{said}");
    let said = stdout(&project.run_in("exercises/ch02-questions", &["check", "."]).code(1));
    assert!(said.contains("· ch2/titles") && said.contains("· ch2/guests"), "{said}");
}

/// Names that learners and systems give to a copy of `guests`.
const COPIES: &[&str] = &[
    "guests copy",
    "guests - Copy",
    "guests (2)",
    "guests-old",
    "guests.bak",
    "guests~",
    "Copy of guests",
    "Kopie von guests",
    ".guests",
    "mine",
];

#[test]
fn a_copied_folder_of_an_exercise_is_named_and_keeps_nobody_from_the_others() {
    let chapter = "exercises/ch02-questions";
    for copy in COPIES {
        let project = Project::sample();
        project.shell(&format!("cp -r {chapter}/guests '{chapter}/{copy}'")).code(0);
        let expected = format!(
            "`{chapter}/{copy}` is a copy of `{chapter}/guests`, and only the original is graded\n"
        );
        for selectors in [&["ch2"][..], &["--all"], &["guests"], &["ch2", "--format", "json"]] {
            let output = project.run(&[&["check"], selectors].concat()).code(1);
            assert_eq!(stderr(&output), format!("warning: {expected}"), "{selectors:?}");
            assert!(!stdout(&output).contains(copy), "{copy} {selectors:?}");
        }
        project.solve("ch02-questions/guests");
        project.solve("ch02-questions/titles");
        project.run(&["check", "ch2"]).code(0);
        let id = format!("ch2/{copy}");
        let file = format!("{chapter}/{copy}/guests.sql:1");
        for selector in [copy, &*id, &*file] {
            let said = stderr(&project.run(&["check", selector]).code(2));
            assert!(said.starts_with(&format!("error: {expected}")), "{selector}: {said}");
            assert!(said.contains("hint: did you mean `ch2/guests`?"), "{selector}: {said}");
        }
    }
}

#[test]
fn a_copied_folder_of_a_chapter_is_named_and_keeps_nobody_from_the_others() {
    for copy in ["ch02-questions copy", "ch02-questions-old", "ch2-mine"] {
        let project = Project::sample();
        project.shell(&format!("cp -r exercises/ch02-questions 'exercises/{copy}'")).code(0);
        let expected = format!(
            "`exercises/{copy}` is a copy of `exercises/ch02-questions`, and only the original is graded\n"
        );
        for selector in ["ch2", "--all", "2"] {
            let output = project.run(&["check", selector]).code(1);
            assert_eq!(stderr(&output), format!("warning: {expected}"), "{selector}");
            assert_eq!(stdout(&output).matches("ch2/guests").count(), 1, "{selector}");
        }
        let said = stderr(&project.run(&["check", copy]).code(2));
        assert!(said.starts_with(&format!("error: {expected}")), "{said}");
        assert!(said.contains("hint: did you mean `ch2`?"), "{said}");
    }
}

#[test]
fn a_folder_of_ones_own_is_no_exercise() {
    let project = Project::sample();
    project
        .shell("cd exercises/ch02-questions && mkdir notes .idea && echo 1 > notes/x.sql")
        .code(0);
    for selector in ["ch2", "--all"] {
        let output = project.run(&["check", selector]).code(1);
        assert!(!stdout(&output).contains("could not be graded"), "{}", stdout(&output));
    }
}

#[test]
fn a_folder_under_another_name_is_named_and_keeps_nobody_from_the_others() {
    for name in ["Guests", "guests-mine", "guests.bak"] {
        let project = Project::sample();
        let chapter = "exercises/ch02-questions";
        project.shell(&format!("mv {chapter}/guests {chapter}/{name}")).code(0);
        let said = stdout(&project.run(&["check", "ch2"]).code(2));
        let expected = format!(
            "could not be graded: `{chapter}/{name}` is no exercise of the course, and `{chapter}/guests` is not there\n  \
             hint: if you gave the folder another name, call it `{chapter}/guests` again\n"
        );
        assert!(said.contains(&expected), "{said}");
        assert!(said.contains("· ch2/titles"), "{said}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let project = Project::sample();
    project.shell("rm -r exercises/ch01-tables exercises/ch02-questions/guests").code(0);
    for (selector, folder) in [
        ("ch1", "exercises/ch01-tables"),
        ("1", "exercises/ch01-tables"),
        ("exercises/ch01-tables", "exercises/ch01-tables"),
        ("notes", "exercises/ch01-tables/notes"),
        ("ch2/guests", "exercises/ch02-questions/guests"),
    ] {
        let said = stderr(&project.run(&["check", selector]).code(2));
        assert!(
            said.starts_with(&format!("error: the folder `{folder}` is not there\n")),
            "{said}"
        );
    }
    project.run(&["check", "ch2/titles"]).code(1).stderr_eq("");
    for (selector, folders) in [
        ("--all", &["exercises/ch01-tables", "exercises/ch02-questions/guests"][..]),
        ("ch2", &["exercises/ch02-questions/guests"]),
    ] {
        let said = stderr(&project.run(&["check", selector]).code(1));
        assert_eq!(said.matches("warning: ").count(), folders.len(), "{selector}: {said}");
        for folder in folders {
            let expected = format!("warning: the folder `{folder}` is not there\nhint: ");
            assert!(said.contains(&expected), "{selector}: {said}");
        }
    }
    let said = stderr(&project.run(&["check", "99"]).code(2));
    assert!(said.starts_with("error: there is no exercise or chapter `99`\n"), "{said}");
}

#[test]
fn a_file_under_another_name_is_named() {
    for other in ["guests.sql.txt", "Guests.sql", "GUESTS.SQL"] {
        let project = Project::sample();
        project.solve("ch02-questions/guests");
        let folder = "exercises/ch02-questions/guests";
        project.shell(&format!("mv {folder}/guests.sql {folder}/{other}")).code(0);
        let said = stdout(&project.run(&["check", "guests"]).code(1));
        assert!(said.contains(&format!("is not there, but `{other}` is")), "{said}");
    }
}

#[test]
fn an_unfinished_merge_is_named() {
    let project = Project::sample();
    let sides = "INSERT INTO guest (name) VALUES ('Susan')";
    project.write(
        GUESTS,
        format!("-- two guests\n<<<<<<< HEAD\n{sides};\n=======\n{sides};\n>>>>>>> theirs\n"),
    );
    let said = stdout(&project.run(&["check", "guests"]).code(1));
    assert!(said.contains("holds both sides of an unfinished merge"), "{said}");
    assert!(said.contains("guests.sql:2:1"), "{said}");
}

#[test]
fn lines_that_end_with_a_carriage_return_alone_are_named() {
    let project = Project::sample();
    let right = project.read("solutions/ch02-questions/guests/guests.sql");
    project.write(GUESTS, format!("-- two guests\r{}", right.replace('\n', "\r")));
    let said = stdout(&project.run(&["check", "guests"]).code(1));
    assert!(said.contains("end with a carriage return alone"), "{said}");
    project.write(GUESTS, format!("-- two guests\r\n{}", right.replace('\n', "\r\n")));
    project.run(&["check", "guests"]).code(0);
}

#[test]
fn a_database_is_read_no_further_than_it_is_shown() {
    let project = Project::empty();
    let connection = Connection::open(project.root.join("app.db")).expect("it can be made");
    connection
        .execute_batch(
            "CREATE TABLE big (id INTEGER PRIMARY KEY, computed BLOB AS (zeroblob(30000)));
             INSERT INTO big (id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                 SELECT i FROM n;
             CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;",
        )
        .expect("the table can be made");
    drop(connection);
    let begun = Instant::now();
    let said = stdout(&project.run(&["db", "show"]).code(0));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(said.contains("big (100000 rows)") && said.contains("… and 99980 more"), "{said}");
}

#[test]
fn a_database_that_takes_for_ever_to_read_is_inspected_for_as_long_as_its_exercise_may_take() {
    let project = Project::sample();
    project.write(
        NOTES,
        "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text BLOB AS (zeroblob(3000000)));\n\
         INSERT INTO note (id) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000)\n\
         SELECT i FROM n;\n-- migrate:down\nDROP TABLE note;\n",
    );
    project.run(&["check", "notes"]).code(1);
    let begun = Instant::now();
    let output = project.run(&["inspect", "notes"]);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
}
