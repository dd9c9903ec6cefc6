//! Programs that do what they should not, in the sandbox: with namespaces and without, for root and for an ordinary user.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::project::{Given, Project, Yours, stdout};

#[derive(serde::Deserialize)]
struct ProgramCase {
    script: String,
    #[serde(default)]
    kinds: Vec<String>,
    needs: Option<String>,
}

fn program_cases() -> BTreeMap<String, ProgramCase> {
    toml::from_str(include_str!("../hostile/programs/cases.toml")).expect("the list can be read")
}

const STEPS: &str = "[[steps]]\nname = \"run it\"\ncommand = [\"sh\", \"answer.sh\"]\n";

/// An exercise whose script should print `well`, and a neighbour that passes.
fn course() -> Project {
    let manifest = |title: &str| {
        format!("title = \"{title}\"\nfiles = [\"answer.sh\"]\n[limits]\nseconds = 5\n{STEPS}")
    };
    Project::empty()
        .exercise("ch01-only/it", &manifest("It"), &[Yours("answer.sh", "true\n", "echo well\n")])
        .exercise(
            "ch01-only/next",
            &manifest("Next"),
            &[Yours("answer.sh", "# mine\necho well\n", "echo well\n")],
        )
}

static ALONE: Mutex<()> = Mutex::new(());

/// Runs every case on a course; `means` says which of them the system has.
fn run_cases(project: &Project, means: &[&str]) {
    // Of several programs that fork without end at the same time, the machine would give the neighbours too little.
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let home = project.folder("home");
    let secret = format!("{home}/secret.txt");
    fs::write(&secret, "a secret").expect("a file can be written");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port().to_string();
    let root = project.root.to_str().expect("paths are text").to_owned();
    for (name, case) in program_cases() {
        if case.needs.is_some_and(|need| !means.contains(&&*need)) {
            continue;
        }
        let words = [("SECRET", &secret), ("COURSE", &root), ("PORT", &port)];
        let script =
            words.iter().fold(case.script, |script, (word, value)| script.replace(word, value));
        project.answer(&format!("{script}\n"));
        let before = project.files();
        let begun = Instant::now();
        let output = project.run_with(
            "",
            &["check", "ch1/it", "ch1/next", "--format", "json"],
            &[("PRIVATE_TOKEN", "a secret")],
        );
        assert!(begun.elapsed() < Duration::from_secs(20), "{name}: {:?}", begun.elapsed());
        let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let [answer, neighbour] = [0, 1].map(|index| &report["exercises"][index]);
        let kind = match answer["verdict"].as_str() {
            Some("failed") => &answer["steps"][0]["findings"][0]["kind"],
            _ => &answer["verdict"],
        };
        let kinds = if case.kinds.is_empty() { vec!["passed".to_owned()] } else { case.kinds };
        let kind = kind.as_str().unwrap_or_default().to_owned();
        assert!(kinds.contains(&kind), "{name}: {kind}: {report:#}");
        assert_eq!(neighbour["verdict"], "passed", "{name}: {report:#}");
        assert_eq!(project.files(), before, "{name}");
        assert_eq!(fs::read_to_string(&secret).ok().as_deref(), Some("a secret"), "{name}");
        project.leaves_nothing();
    }
}

#[test]
fn no_program_does_harm() {
    run_cases(&course(), &["namespaces"]);
}

#[test]
fn no_program_of_an_ordinary_user_does_harm() {
    let Some(project) = course().by_an_ordinary_user() else { return };
    run_cases(&project, &["namespaces"]);
}

#[test]
fn no_program_does_harm_where_there_are_no_namespaces() {
    let Some(project) = course().without_namespaces() else { return };
    assert!(stdout(&project.run(&["doctor"]).code(0)).contains("(namespaces)      none"));
    run_cases(&project, &[]);
}

#[test]
fn a_right_answer_passes_where_the_system_can_refuse_no_calls() {
    let starter = Yours("answer.sh", "true\n", "echo well\n");
    let manifest = format!("title = \"It\"\nfiles = [\"answer.sh\"]\n{STEPS}");
    let mut project = Project::empty().exercise("ch01-only/it", &manifest, &[starter]);
    project.answer("echo well\n");
    if !project.fail_call("seccomp", 1, "ENOSYS") {
        return;
    }
    let means = stdout(&project.run(&["doctor"]).code(1));
    assert!(means.contains("(seccomp)         none"), "{means}");
    project.run(&["check", "ch1/it"]).code(0);
}

#[test]
fn nothing_of_one_program_is_there_for_the_next() {
    let steps = |first: &str| {
        let step = |name: &str| {
            format!("[[steps]]\nname = \"{name}\"\ncommand = [\"sh\", \"{name}.sh\"]\n")
        };
        format!("title = \"It\"\nfiles = [\"{first}.sh\"]\n{}{}", step(first), step("look"))
    };
    let started = "true\n";
    let look = "set -- /proc/[0-9]*; echo $#; grep -c size=262144k /proc/mounts\n";
    let leave = "setsid -f env -i setsid sleep 1000 < /dev/null > /dev/null 2>&1\n";
    let project = Project::empty().exercise(
        "ch01-only/it",
        &steps("leave"),
        &[Yours("leave.sh", started, started), Given("look.sh", look)],
    );
    project.answer(leave);
    let output = project.run(&["check", "ch1/it", "--format", "json"]).code(1);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let steps = &report["exercises"][0]["steps"];
    let said = steps[0]["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(said.contains("left another one running"), "{report:#}");
    assert_eq!(steps[1]["verdict"], "passed", "{report:#}");
    project.leaves_nothing();
}

/// Grades a script with much time, and returns what is said of it first and how long that took.
fn grade_script(seconds: u64, script: &str) -> Option<(String, Duration)> {
    let manifest =
        format!("title = \"It\"\nfiles = [\"answer.sh\"]\n[limits]\nseconds = {seconds}\n{STEPS}");
    let starter = Yours("answer.sh", "true\n", "echo well\n");
    let project = Project::empty().exercise("ch01-only/it", &manifest, &[starter]);
    if stdout(&project.run(&["doctor"]).code(0)).contains("(namespaces)      none") {
        return None;
    }
    project.answer(script);
    let begun = Instant::now();
    let output = project.run(&["check", "ch1/it", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    let message = report["exercises"][0]["steps"][0]["findings"][0]["message"].as_str();
    project.leaves_nothing();
    Some((message.unwrap_or("well").to_owned(), begun.elapsed()))
}

#[test]
fn memory_is_limited_for_all_processes_together() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let keep = "(head -c 200000000 /dev/zero; sleep 60) | tail -n 1 > /dev/null &\n";
    let script = format!("{}wait\necho well\n", keep.repeat(20));
    let Some((said, time)) = grade_script(100, &script) else { return };
    let expected = "the program and what it started used too much memory and were stopped";
    assert!(said.starts_with(expected), "{said}");
    assert!(time < Duration::from_secs(50), "{time:?}");
}

#[test]
fn memory_that_processes_share_counts_once() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // The shell holds 100 MB, which its children have too until they write to it.
    let script = "big=$(head -c 100000000 /dev/zero | tr '\\0' x)\n\
                  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do (while [ -e answer.sh ] && [ ! -e \"$TMPDIR/go\" ]; do sleep 0.1; done) & done\n\
                  sleep 1; echo > \"$TMPDIR/go\"; wait; echo well\n";
    let Some((said, _)) = grade_script(100, script) else { return };
    assert_eq!(said, "well");
}

#[test]
fn processor_time_is_limited_for_all_processes_together() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Each is gone before its own limit, so only their sum is too much.
    let spin = "timeout 1 sh -c 'while :; do :; done' & timeout 1 sh -c 'while :; do :; done' & timeout 1 sh -c 'while :; do :; done'; wait\n";
    let script = format!("{}echo well\n", spin.repeat(40));
    let Some((said, time)) = grade_script(5, &script) else { return };
    let stopped = ["kept the processors busy for too long", "was still running after 5 s"];
    assert!(stopped.iter().any(|words| said.contains(words)), "{said}");
    assert!(time < Duration::from_secs(20), "{time:?}");
}

#[test]
fn what_a_killed_workbook_leaves_is_ended_and_swept_by_the_next() {
    let manifest =
        format!("title = \"It\"\nfiles = [\"answer.sh\"]\n[limits]\nseconds = 100\n{STEPS}");
    let starter = Yours("answer.sh", "true\n", "true\n");
    let project = Project::empty().exercise("ch01-only/it", &manifest, &[starter]);
    project.answer("setsid -f env -i setsid sleep 1000\nsleep 1000 &\nwait\n");
    let mut child = project.start(&["check", "it"]);
    wait_until(|| project.commands().iter().any(|command| command.starts_with("sleep")));
    child.kill().and_then(|()| child.wait()).expect("workbook ends");
    wait_until(|| project.processes().is_empty());
    let temporary = project.folder("tmp");
    assert_ne!(fs::read_dir(&temporary).expect("it is there").count(), 0);
    thread::sleep(Duration::from_secs(2));
    project.answer("true\n").run(&["check", "it"]).code(0);
    project.leaves_nothing();
}

fn wait_until(mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it takes too long");
        thread::sleep(Duration::from_millis(20));
    }
}

const PLAY: &str = "exercises/ch04-asking-questions/reverse-order/play.rs";

#[test]
fn the_compiler_reads_no_file_and_no_variable_that_is_none_of_its_own() {
    let project = Project::real();
    project.solve("ch04-asking-questions/reverse-order");
    let solved = project.read(PLAY);
    let solution = "../../../solutions/ch04-asking-questions/reverse-order/play.rs";
    for line in [
        "const STOLEN: &str = include_str!(\"/etc/hostname\");",
        &format!("const STOLEN: &str = include_str!(\"{solution}\");"),
        "include!(\"/etc/hostname\");",
        "#[path = \"/etc/hostname\"] mod stolen;",
    ] {
        project.write(PLAY, format!("{solved}\n{line}\n"));
        let said = stdout(&project.run(&["check", "reverse-order"]).code(1));
        assert!(said.contains("Permission denied"), "{line}: {said}");
    }
    project.write(PLAY, format!("{solved}\nconst STOLEN: &str = env!(\"PRIVATE_TOKEN\");\n"));
    let token = [("PRIVATE_TOKEN", "a secret")];
    let said = stdout(&project.run_with("", &["check", "reverse-order"], &token).code(1));
    assert!(said.contains("`PRIVATE_TOKEN` not defined"), "{said}");
    project.write(PLAY, &solved);
    project.run(&["check", "reverse-order"]).code(0);
}

#[test]
fn a_line_is_written_for_each_exercise_as_it_ends() {
    let project = Project::sample();
    let said = stdout(&project.run(&["check", "--all", "--format", "jsonl"]).code(1));
    let ids: Vec<String> = said
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|exercise| exercise["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(ids, ["ch1/notes", "ch1/greeting", "ch2/titles", "ch2/guests"]);
}
