//! The screen of `workbook watch`: its keys, its sizes, and the terminal that it leaves as it was.

use std::thread;
use std::time::Duration;

use crate::project::Project;
use crate::pseudo_terminal::PseudoTerminal;

const NOTES: &str = "exercises/ch01-tables/notes/migrations/0001_notes.sql";
const USUAL: (u16, u16) = (80, 24);

#[test]
fn each_key_does_what_it_says() {
    let project = Project::sample().praised();
    let starter = project.read(NOTES);
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    assert!(!terminal.screen().contains("solution"), "{}", terminal.screen());
    terminal.press("h");
    terminal.wait_for("hint for what was found last");
    terminal.press("h");
    terminal.wait_for("The first hint.");
    terminal.press("\u{1b}");
    terminal.wait_for("there is no table `note` yet");
    terminal.press("s");
    terminal.wait_for("The text of the task notes.");
    terminal.press("l");
    terminal.wait_for("<- next");
    terminal.press("i");
    terminal.wait_for("what differs");
    terminal.press("o");
    terminal.wait_for("can be seen once your own answer has passed");
    // A save brings the verdict back.
    project.solve("ch01-tables/notes");
    terminal.wait_for("What was right.");
    terminal.wait_for("o solution");
    terminal.press("o");
    terminal.wait_for("Why so: Why it is so.");
    // No, and then yes.
    terminal.press("r");
    terminal.wait_for("Bring back the untouched files of ch1/notes?");
    terminal.press("n");
    terminal.wait_for("What was right.");
    assert_ne!(project.read(NOTES), starter);
    terminal.press("r");
    terminal.wait_for("y yes");
    terminal.press("y");
    terminal.wait_for("there is no table `note` yet");
    assert_eq!(project.read(NOTES), starter);
    assert!(project.has(&format!(".workbook/replaced/1/{NOTES}")));
    terminal.press("n");
    terminal.wait_for("✓ ch1/greeting");
    terminal.press("f");
    terminal.wait_for("f do not follow");
    terminal.press("c");
    terminal.wait_for("ch2/titles");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn what_is_longer_than_the_screen_can_be_moved() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, (40, 10), &["watch"], &[]);
    terminal.wait_for("lines 1-");
    assert!(!terminal.screen().contains("after the step"), "{}", terminal.screen());
    terminal.press("\u{1b}[6~\u{1b}[6~\u{1b}[6~");
    terminal.wait_for("be true");
    terminal.press("\u{1b}[1~");
    terminal.wait_for("· ch1/notes");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_screen_may_be_narrow_or_get_another_size() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, (20, 40), &["watch"], &[]);
    terminal.wait_for("h hint");
    terminal.wait_for("ch1/notes");
    let screen = terminal.screen();
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("there is no table `note` yet"), "{screen}");
    assert!(words.contains("q quit"), "{screen}");
    for (columns, rows) in [(80, 24), (120, 50), (30, 12), (1, 1), (3, 2), (200, 60), (80, 24)] {
        terminal.resize(columns, rows);
        if columns >= 30 {
            terminal.wait_for("not yet: there is");
            terminal.wait_for("q quit");
        }
        thread::sleep(Duration::from_millis(50));
    }
    let lines = terminal.screen();
    assert_eq!(lines.matches("q quit").count(), 1, "{lines}");
    assert_eq!(lines.matches("not yet: there is").count(), 1, "{lines}");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn a_terminal_that_does_not_know_its_width_is_taken_for_a_usual_one() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, (0, 0), &["watch"], &[]);
    terminal.resize_only_seen(80, 24);
    terminal.press("s");
    terminal.wait_for("The text of the task");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn nothing_is_drawn_while_nothing_happens_and_only_what_changed_after_a_key() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    thread::sleep(Duration::from_millis(700));
    let before = terminal.bytes().len();
    thread::sleep(Duration::from_millis(1000));
    assert_eq!(terminal.bytes().len(), before, "{:?}", String::from_utf8_lossy(&terminal.bytes()));
    // What is found twice is said in other words; once more it is the same screen.
    project.append(NOTES, "-- A remark.\n");
    terminal.wait_for("in other words");
    thread::sleep(Duration::from_millis(700));
    let before = terminal.bytes().len();
    project.append(NOTES, "-- Another remark.\n");
    thread::sleep(Duration::from_millis(1000));
    let drawn = String::from_utf8_lossy(&terminal.bytes().split_off(before)).into_owned();
    assert!(!drawn.contains("note"), "{drawn:?}");
    let all = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    let cleared = all.matches("\u{1b}[2J").count();
    assert!(cleared <= 1, "cleared {cleared} times: {all:?}");
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn without_colours_there_are_none() {
    let project = Project::sample();
    let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[("NO_COLOR", "1")]);
    terminal.wait_for("there is no table `note` yet");
    terminal.press("q");
    terminal.wait_without("there is no table");
    let all = String::from_utf8_lossy(&terminal.bytes()).into_owned();
    let codes = all.split("\u{1b}[").filter_map(|part| part.split_once('m').map(|(code, _)| code));
    let colours: Vec<&str> = codes
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
        .filter(|code| {
            code.split(';').any(|number| {
                matches!(number.parse::<u32>(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107))
            })
        })
        .collect();
    assert_eq!(colours, [""; 0], "{all:?}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn the_terminal_is_as_it_was_after_each_way_to_leave() {
    let project = Project::sample();
    for (key, code) in [("q", 0), ("\u{3}", 130)] {
        let mut terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
        terminal.wait_for("there is no table `note` yet");
        terminal.press(key);
        assert_eq!(terminal.end(), code);
    }
    for signal in ["TERM", "INT", "HUP"] {
        let terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
        terminal.wait_for("there is no table `note` yet");
        terminal.signal(signal);
        assert_eq!(terminal.end(), 130, "{signal}");
    }
}

#[test]
fn it_ends_when_its_terminal_is_gone() {
    let project = Project::sample();
    let terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    terminal.hang_up();
    // In a session of its own no signal tells of it.
    let Some(project) = Project::sample().run_through(&["setsid", "--wait"]) else { return };
    let terminal = PseudoTerminal::start(&project, USUAL, &["watch"], &[]);
    terminal.wait_for("there is no table `note` yet");
    terminal.hang_up();
}
