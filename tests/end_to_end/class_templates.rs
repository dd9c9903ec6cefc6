//! What a release and `workbook class templates` write for other systems is started as those systems start it.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::class::{GUESTS, NOTES, TITLES, class};
use crate::project::{NOTES_SOLUTION, Project, skipped, stderr};

const WORKBOOK: &str = env!("CARGO_BIN_EXE_workbook");
const WRONG_TITLES: &str = "SELECT title FROM book ORDER BY title;\n";
/// What the tests take from PyPI.
const REQUIREMENTS: &str = "PyYAML==6.0.3\nhyperqueue==0.27.0\n";

/// A Python with these packages; None where it cannot be had.
fn python() -> Option<PathBuf> {
    static MADE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = MADE.get_or_init(make_python).clone();
    made.map_or_else(
        |why| {
            assert!(std::env::var_os("CI").is_none(), "there is no Python with PyYAML: {why}");
            skipped(&format!("there is no Python with PyYAML: {why}"))
        },
        Some,
    )
}

fn make_python() -> Result<PathBuf, String> {
    let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let lock =
        File::create(shared.join("templates-venv.lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    let folder = shared.join("templates-venv");
    let (python, made) = (folder.join("bin/python"), folder.join("made-of.txt"));
    if python.exists() && fs::read_to_string(&made).is_ok_and(|made| made == REQUIREMENTS) {
        return Ok(python);
    }
    let must = |command: &mut Command| {
        let output = command.output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() { Ok(()) } else { Err(said.into_owned()) }
    };
    must(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    must(Command::new(&python).args(pip).args(REQUIREMENTS.lines()))?;
    fs::write(made, REQUIREMENTS).map_err(|error| error.to_string())?;
    Ok(python)
}

/// A YAML file of the project, read by PyYAML.
fn read_yaml(project: &Project, python: &Path, name: &str) -> serde_json::Value {
    // A key `on` is true in YAML 1.1, and JSON has no such key.
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    let output = Command::new(python).args(["-c", script]).arg(project.root.join(name)).output();
    let output = output.expect("python starts");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("it is JSON")
}

impl Project {
    /// Programs of these names that stand in the place of those a system installs.
    fn stand_in(&self, name: &str, script: &str) {
        self.write(format!("bin/{name}"), format!("#!/bin/sh\n{script}\n"));
        let path = self.root.join("bin").join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is there");
    }

    /// Starts a program in a folder, with the stand-ins before all others.
    fn start_system(&self, folder: &str, line: &[&str], variables: &[(&str, &str)]) -> Output {
        let path = std::env::var("PATH").expect("there is a path");
        let mut command = Command::new(line[0]);
        command.args(&line[1..]).current_dir(self.root.join(folder)).env_remove("CI");
        command.env("PATH", format!("{}:{path}", self.root.join("bin").display()));
        command.envs(variables.iter().copied()).output().expect("it starts")
    }
}

/// A learner's copy of the release, in which `cargo run` is the program of the tests.
fn released() -> Project {
    let project = Project::sample();
    project.run(&["class", "release", "--to", "out"]).code(0);
    // What stands behind `--` are the arguments of the program.
    let cargo = format!("while [ \"$1\" != -- ]; do shift; done; shift; exec {WORKBOOK} \"$@\"");
    project.stand_in("cargo", &cargo);
    project
}

fn bash(script: &str) -> [&str; 5] {
    ["bash", "-eo", "pipefail", "-c", script]
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn the_workflow_of_a_release_tells_at_the_lines_and_is_red_only_when_grading_broke() {
    let Some(python) = python() else { return };
    let project = released();
    let workflow = read_yaml(&project, &python, "out/.github/workflows/check.yml");
    let steps = workflow["jobs"]["check"]["steps"].as_array().expect("it has steps");
    let last = steps.last().expect("it has steps");
    assert_eq!((&last["name"], &last["shell"]), (&"Check the exercises".into(), &"bash".into()));
    let script = last["run"].as_str().expect("it is a script");
    let run = |summary: &str| {
        let summary = project.root.join(summary);
        let summary = summary.to_str().expect("it is a text");
        project.start_system("out", &bash(script), &[("GITHUB_STEP_SUMMARY", summary)])
    };
    let open = run("open.md");
    assert_eq!((open.status.code(), told(&open)), (Some(0), String::new()), "exercises are open");
    assert!(project.read("open.md").starts_with("1 of 4 exercises passed\n\n| exercise |"));
    project.write(format!("out/{NOTES}"), NOTES_SOLUTION);
    project.write(format!("out/{TITLES}"), "-- Mine\nSELECT titel FROM book;\n");
    let failed = run("failed.md");
    assert_eq!(failed.status.code(), Some(0), "a mistake is no failure of the run");
    let lines = told(&failed);
    let start = format!("::warning file={TITLES},line=2,title=ch2/titles::");
    assert!(lines.starts_with(&start) && lines.lines().count() == 1, "{lines}");
    let summary = project.read("failed.md");
    assert!(summary.contains("\n| ch1/notes | passed | 5 of 5 |  |\n"), "{summary}");
    project.write("out/exercises/ch01-tables/notes/exercise.toml", "title = ");
    let broken = run("broken.md");
    assert_eq!(broken.status.code(), Some(2));
    let lines = told(&broken);
    assert!(lines.lines().all(|line| line.starts_with("| ")) && !lines.is_empty(), "{lines}");
}

#[test]
fn what_a_learner_wrote_is_no_command_of_a_workflow() {
    let Some(python) = python() else { return };
    let project = released();
    let workflow = read_yaml(&project, &python, "out/.github/workflows/check.yml");
    let steps = workflow["jobs"]["check"]["steps"].as_array().expect("it has steps");
    let script = steps.last().and_then(|step| step["run"].as_str()).expect("it is a script");
    let answer = "INSERT INTO guest (name) VALUES ('a\n::error::b,%0A'), ('|<b>`');\n";
    project.write(format!("out/{GUESTS}"), answer);
    let summary = project.root.join("summary.md");
    let summary = summary.to_str().expect("it is a text");
    let run = project.start_system("out", &bash(script), &[("GITHUB_STEP_SUMMARY", summary)]);
    assert_eq!(run.status.code(), Some(0));
    let lines = told(&run);
    assert!(lines.starts_with("::warning ") && lines.lines().count() == 1, "{lines}");
    let summary = project.read("summary.md");
    assert!(!summary.contains("<b>") && summary.lines().count() == 8, "{summary}");
}

#[test]
fn the_pipeline_of_a_release_is_red_only_when_grading_broke() {
    let Some(python) = python() else { return };
    let project = released();
    let pipeline = read_yaml(&project, &python, "out/.gitlab-ci.yml");
    let check = &pipeline["check"];
    let lines = check["script"].as_array().expect("it has a script").iter();
    let script: Vec<&str> = lines.map(|line| line.as_str().expect("it is a line")).collect();
    let script = script.join("\n");
    let report = check["artifacts"]["reports"]["junit"].as_str().expect("it has a report");
    project.write(format!("out/{TITLES}"), WRONG_TITLES);
    let run = || project.start_system("out", &bash(&script), &[]);
    let failed = run();
    assert_eq!(failed.status.code(), Some(0), "{}", String::from_utf8_lossy(&failed.stderr));
    let junit = project.read(&format!("out/{report}"));
    let document = roxmltree::Document::parse(&junit).expect("it is XML");
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
    assert!(cases.count() >= 4, "{junit}");
    assert!(document.descendants().any(|node| node.has_tag_name("failure")), "{junit}");
    project.write("out/exercises/ch01-tables/notes/exercise.toml", "title = ");
    assert_ne!(run().status.code(), Some(0));
}

/// The templates of a class, with the program of the tests where a system installs one.
fn templates() -> Project {
    let project = class();
    let seed = project.read("class/class.toml");
    let seed = seed.lines().find(|line| line.starts_with("seed = ")).expect("it has a seed");
    project.edit("class/class.toml", seed, "seed = 48151623");
    project.edit("class/class.toml", "# s-one = 3", "s-one = 3");
    let run = project.run(&["class", "templates", "--to", "templates", "--class", "class"]).code(0);
    assert_eq!(stderr(&run), "");
    project.run(&["class", "templates", "--to", "templates", "--class", "class"]).code(2);
    project.stand_in("workbook", &format!("exec {WORKBOOK} \"$@\""));
    project
}

/// The names and the texts of a zip's files, and whether each may be started.
fn read_zip(path: &Path) -> Vec<(String, String, bool)> {
    let file = File::open(path).expect("it is there");
    let mut zip = zip::ZipArchive::new(file).expect("it is a zip");
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("it can be read");
        let mut text = String::new();
        _ = std::io::Read::read_to_string(&mut file, &mut text);
        let can_start = file.unix_mode().is_some_and(|mode| mode & 0o111 == 0o111);
        files.push((file.name().expect("it is a text").into_owned(), text, can_start));
    }
    files
}

/// Unpacks a zip as the systems do, with another's program.
fn unpack(project: &Project, zip: &str, to: &str) {
    let (zip, to) = (project.root.join(zip), project.root.join(to));
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])";
    let output = Command::new("python3").args(["-c", script]).args([zip, to]).output();
    assert!(output.expect("python starts").status.success());
}

#[test]
fn the_autograder_of_gradescope_grades_a_submission_where_gradescope_puts_it() {
    let project = templates();
    let zip = "templates/gradescope/autograder.zip";
    let files = read_zip(&project.root.join(zip));
    let can_start = files.iter().filter(|(.., can_start)| *can_start);
    let can_start: Vec<&str> = can_start.map(|(name, ..)| name.as_str()).collect();
    assert_eq!(can_start, ["setup.sh", "run_autograder"]);
    unpack(&project, zip, "autograder/source");
    fs::create_dir_all(project.root.join("autograder/results")).expect("a folder can be made");
    let setup = project.start_system("autograder", &["bash", "source/setup.sh"], &[]);
    assert!(setup.status.success(), "{}", String::from_utf8_lossy(&setup.stderr));
    let starter = project.read("autograder/source/class/results.jsonl");
    assert!(starter.contains("\"verdict\":\"untouched\""), "{starter}");

    project.write(format!("autograder/submission/{NOTES}"), NOTES_SOLUTION);
    project.write(format!("autograder/submission/{TITLES}"), WRONG_TITLES);
    let base = project.root.join("autograder");
    let base = base.to_str().expect("it is a text");
    let run = || {
        let line = ["bash", "source/run_autograder"];
        project.start_system("autograder", &line, &[("AUTOGRADER", base)])
    };
    let results = || -> serde_json::Value {
        serde_json::from_str(&project.read("autograder/results/results.json")).expect("it is JSON")
    };
    let graded = run();
    assert!(graded.status.success(), "{}", String::from_utf8_lossy(&graded.stderr));
    let found = results();
    assert_eq!((&found["score"], &found["output"]), (&5.0.into(), &"5 of 7 points".into()));
    let tests = found["tests"].as_array().expect("it has tests");
    assert!(tests.len() == 4 && tests.iter().all(|test| test["visibility"] == "visible"));

    fs::remove_dir_all(project.root.join("autograder/submission")).expect("it is there");
    project.write("autograder/submission/essay.txt", "Mine.\n");
    assert!(run().status.success());
    assert_eq!(results()["score"], 0.0, "what is no answer earns nothing");

    project.stand_in("workbook", "exit 2");
    assert!(!run().status.success());
    assert_eq!(results()["score"], 0, "a run that broke leaves a whole file");
    assert!(results()["output"].as_str().is_some_and(|text| text.contains("tell your teacher")));
}

#[test]
fn the_autograder_of_classroom_50_grades_a_checkout_and_gives_nothing_away() {
    let project = templates();
    let files = read_zip(&project.root.join("templates/classroom50/course.zip"));
    assert!(files.iter().any(|(name, ..)| name == "course/book.toml"));
    for (name, text, _) in &files {
        assert!(!name.ends_with("solutions/ch01-tables/notes/migrations/0001_notes.sql"), "{name}");
        let is_private = ["48151623", "s-one", RIGHT_TITLES].iter().any(|word| text.contains(word));
        assert!(!is_private, "{name}: {text}");
    }
    project.write(format!("checkout/{NOTES}"), NOTES_SOLUTION);
    project.write(format!("checkout/{TITLES}"), WRONG_TITLES);
    let autograder = project.root.join("templates/classroom50/autograder.py");
    let line = ["python3", autograder.to_str().expect("it is a text")];
    let output = project.root.join("output.txt");
    let variables = [
        ("CLASSROOM", "databases"),
        ("ASSIGNMENT", "ch1"),
        ("ASSIGNMENT_TYPE", "individual"),
        ("OWNER", "s-one"),
        ("USERNAME", "s-one"),
        ("SUBMISSION_TAG", "submit/2026-11-02T10-00-00Z-a1b2c3d"),
        ("COMMIT_URL", "https://example.org/c"),
        ("RELEASE_URL", "https://example.org/r"),
        ("REVIEW_URL", "https://example.org/v"),
        ("GITHUB_OUTPUT", output.to_str().expect("it is a text")),
        ("WORKBOOK", WORKBOOK),
    ];
    let graded = project.start_system("checkout", &line, &variables);
    assert!(graded.status.success(), "{}", String::from_utf8_lossy(&graded.stderr));
    let text = project.read("checkout/result.json");
    let result: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    let strings = [
        ("schema", "classroom50/result/v1"),
        ("classroom", "databases"),
        ("assignment", "ch1"),
        ("assignment_type", "individual"),
        ("owner", "s-one"),
        ("username", "s-one"),
        ("submission", "submit/2026-11-02T10-00-00Z-a1b2c3d"),
        ("commit", "https://example.org/c"),
        ("release", "https://example.org/r"),
        ("review", "https://example.org/v"),
    ];
    for (name, value) in strings {
        assert_eq!(result[name], value, "{name}");
    }
    let moment = result["datetime"].as_str().expect("it is a text");
    assert!(moment.len() == 20 && moment.ends_with('Z'), "{moment}");
    assert_eq!((&result["score"], &result["max-score"]), (&5.into(), &7.into()));
    assert_eq!(result.as_object().map(serde_json::Map::len), Some(strings.len() + 4));
    assert!(project.read("checkout/release-body.md").contains("## ch1/notes"));
    assert_eq!(project.read("output.txt"), "summary=5 of 7 points\n");

    project.write("elsewhere.txt", "mine");
    project.remove("checkout/result.json");
    let link = project.root.join("checkout/result.json");
    std::os::unix::fs::symlink(project.root.join("elsewhere.txt"), link).expect("it can be made");
    assert!(project.start_system("checkout", &line, &variables).status.success());
    assert_eq!(project.read("elsewhere.txt"), "mine", "a link of the learner's is not followed");
    let broken = [&variables[..10], &[("WORKBOOK", "false")]].concat();
    let broken_first = [&variables[..10], &[("WORKBOOK", "sh -c 'exit 2' --")]].concat();
    assert_eq!(project.start_system("checkout", &line, &broken_first).status.code(), Some(2));
    assert!(!project.start_system("checkout", &line, &broken).status.success());
}

const RIGHT_TITLES: &str = "SELECT title FROM book ORDER BY year;";

/// A class of this many, each with an answer of their own.
fn large_class(learners: usize) -> Project {
    let project = templates();
    let ids: Vec<String> = (1..=learners).map(|number| format!("s-{number}")).collect();
    project.write("class/roster.csv", format!("student\n{}\n", ids.join("\n")));
    project.edit("class/class.toml", "s-one = 3", "");
    for (number, id) in ids.iter().enumerate() {
        let text = if number % 3 == 0 { RIGHT_TITLES } else { WRONG_TITLES };
        project.hand_in(id, TITLES, format!("-- {number}\n{text}\n"));
    }
    project
}

/// The variables that `part.sh` is given, beside the one that names the part.
fn part_variables(project: &Project, parts: &str) -> Vec<(&'static str, String)> {
    let folder = |name: &str| project.root.join(name).display().to_string();
    vec![
        ("PARTS", parts.to_owned()),
        ("COURSE", folder("")),
        ("CLASS", folder("class")),
        ("HANDED_IN", folder("handed-in")),
    ]
}

/// The results and the marks of the class, graded by one process.
fn graded_by_one(project: &Project) -> [String; 2] {
    project.grade_class(&[], 0);
    let files = ["class/results.jsonl", "class/gradebook.csv"];
    let texts = files.map(|name| project.read(name));
    for name in files {
        project.remove(name);
    }
    fs::remove_dir_all(project.root.join("class/.workbook")).expect("it can be removed");
    texts
}

#[test]
fn each_scheduler_names_a_part_in_its_own_way_and_the_parts_make_the_whole() {
    let Some(python) = python() else { return };
    let project = large_class(10);
    let whole = graded_by_one(&project);
    let part = project.root.join("templates/machines/part.sh");
    let line = ["bash", part.to_str().expect("it is a text")];
    let common = part_variables(&project, "4");
    let names = [
        ("SLURM_ARRAY_TASK_ID", "1"),
        ("HQ_TASK_ID", "2"),
        ("JOB_COMPLETION_INDEX", "2"),
        ("PART", "4"),
    ];
    for name in names {
        let mut variables: Vec<(&str, &str)> =
            common.iter().map(|(name, value)| (*name, value.as_str())).collect();
        variables.push(name);
        let run = project.start_system("", &line, &variables);
        assert!(run.status.success(), "{name:?}: {}", String::from_utf8_lossy(&run.stderr));
    }
    project.run(&["class", "merge", "--class", "class"]).code(0);
    let merged = ["class/results.jsonl", "class/gradebook.csv"].map(|name| project.read(name));
    assert_eq!(merged, whole);

    let job = read_yaml(&project, &python, "templates/machines/kubernetes.yaml");
    assert_eq!((&job["kind"], &job["spec"]["completionMode"]), (&"Job".into(), &"Indexed".into()));
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let parts = job["spec"]["completions"].to_string();
    assert_eq!(container["env"][0], serde_json::json!({"name": "PARTS", "value": parts}));
    let matrix = read_yaml(&project, &python, "templates/machines/github-matrix.yml");
    let part = &matrix["jobs"]["part"];
    let numbers = part["strategy"]["matrix"]["part"].as_array().map(Vec::len);
    let variables = part["steps"]
        .as_array()
        .and_then(|steps| steps.iter().find_map(|step| step["env"].as_object()));
    let parts = variables.and_then(|variables| variables["PARTS"].as_str());
    assert_eq!(parts.map(str::to_owned), numbers.map(|parts| parts.to_string()));
}

/// Parts on a cluster of HyperQueue, one of which is killed in the middle and started again.
const ON_HYPERQUEUE: &str = r#"
import os, pathlib, signal, subprocess, sys, time
from hyperqueue import LocalCluster, Job
from hyperqueue.cluster import WorkerConfig
from hyperqueue.client import FailedJobsException
folder, script, parts = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
graded = pathlib.Path(os.environ["CLASS"]) / ".workbook" / "graded"

def submit(client, numbers):
    job = Job(folder)
    for number in numbers:
        names = ["PARTS", "COURSE", "CLASS", "HANDED_IN", "PATH"]
        job.program(["bash", script], env={"PART": str(number), **{name: os.environ[name] for name in names}})
    return client.submit(job)

def kill_one():
    """Kills the part that works, once it has graded something."""
    for _ in range(6000):
        done = sum(1 for file in graded.glob("*/*.json"))
        found = subprocess.run(["pgrep", "-f", "--", f"--class {os.environ['CLASS']} .*--shard"], capture_output=True, text=True)
        if done >= 20 and found.stdout:
            os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
            return
        time.sleep(0.005)
    raise SystemExit("no part was ever seen at work")

with LocalCluster(server_dir=str(folder / "server")) as cluster:
    cluster.start_worker(WorkerConfig(cores=1))
    cluster.start_worker(WorkerConfig(cores=1))
    client = cluster.client()
    job = submit(client, range(1, parts + 1))
    kill_one()
    try:
        client.wait_for_jobs([job])
        raise SystemExit("the part that was killed did not fail")
    except FailedJobsException as failure:
        assert str(failure).count("exit code") == 1, failure
    client.wait_for_jobs([submit(client, range(1, parts + 1))])
"#;

#[test]
fn parts_that_hyperqueue_runs_make_the_whole_though_one_is_killed() {
    let Some(python) = python() else { return };
    let learners = std::env::var("WORKBOOK_LEARNERS").ok().and_then(|text| text.parse().ok());
    let project = large_class(learners.unwrap_or(200));
    let whole = graded_by_one(&project);
    let part = project.root.join("templates/machines/part.sh");
    let folder = project.folder("queue");
    fs::create_dir_all(Path::new(&folder).join("server")).expect("a folder can be made");
    let common = part_variables(&project, "8");
    let variables: Vec<(&str, &str)> =
        common.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let python = python.to_str().expect("it is a text").to_owned();
    let line = [&*python, "-c", ON_HYPERQUEUE, &*folder, part.to_str().expect("a text"), "8"];
    let run = project.start_system("", &line, &variables);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{}\n{said}", told(&run));
    project.run(&["class", "merge", "--class", "class"]).code(0);
    let merged = ["class/results.jsonl", "class/gradebook.csv"].map(|name| project.read(name));
    assert_eq!(merged, whole);
}
