//! Runs what the book shows of Python: the files beside our examples, and sessions of `flask` commands.
//!
//! Python and its packages stand in a virtual environment in the target folder, made once for a list of requirements.
//! Where there is no Python, or nothing can be downloaded, this side of the book is skipped with a word; in continuous
//! integration, where the variable `CI` is set, that is a failure.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{block_problems, file_name, read, root, shown};

const REQUIREMENTS: &str = "exercises/examples/flask/requirements.txt";

/// For one command, and for making the environment, which downloads some megabytes. A busy machine is slow.
const COMMAND: Duration = Duration::from_secs(120);
const INSTALL: Duration = Duration::from_secs(300);

/// What Alembic says at every start. These lines may be left out on a page.
const EVERY_TIME: &[&str] = &[
    "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.",
    "INFO  [alembic.runtime.migration] Will assume non-transactional DDL.",
    "INFO  [alembic.runtime.plugins] setting up autogenerate plugin",
];

/// The folder of an application, as a page calls it. Where it really is differs from run to run.
const SHOWN_FOLDER: &str = "/home/me/films";

#[test]
fn a_page_that_lies_about_python_is_found_out() {
    let lies = |page: &str| block_problems("page.md", page);
    let nothing: [&str; 0] = [];
    // These need no Python.
    assert_eq!(lies("```python\nprint(1)\n```\n").len(), 1);
    assert_eq!(
        lies("```python\n{{#include exercises/examples/flask/shop.py:no_such_anchor}}\n```\n")
            .len(),
        1
    );
    assert_eq!(
        lies("```console,flask\nflask db init\n```\n"),
        ["page.md:1: `flask db init` is no command"]
    );
    assert_eq!(
        lies("```console,flask\n$ make\n```\n"),
        ["page.md:1: `make` is no command of a Flask session"]
    );
    assert_eq!(lies("```text,both\nhello\n```\n").len(), 1);
    if python().is_none() {
        return;
    }
    let include = "```python\n{{#include ../exercises/examples/flask/payments.py:keep}}\n```\n";
    let lies_in_the_book =
        |text: &str| block_problems("book/page.md", &format!("{include}```text\n{text}\n```\n"));
    assert_eq!(lies_in_the_book("far too long 90071992547409.94"), nothing);
    assert_eq!(lies_in_the_book("far too long 90071992547409.93").len(), 1);
    let page = "```python,file=one.py\nprint('one', '9f3a60bd1c27', flush=True)\n```\n";
    let page = format!("{page}```console,flask\n$ python one.py\n```\n");
    assert_eq!(lies(&format!("{page}```text\none a1b2c3d4e5f6\n```\n")), nothing);
    assert_eq!(
        lies(&format!("{page}```text\ntwo a1b2c3d4e5f6\n```\n")),
        ["page.md:7: this is not what is printed, which is\none 9f3a60bd1c27"]
    );
    assert_eq!(lies(&page.replace("one.py\n```", "none.py\n```")).len(), 1, "a command that fails");
    assert_eq!(
        lies(&page.replace("console,flask", "console,flask,fails")).len(),
        1,
        "one that should fail"
    );
    assert_eq!(command_problems("flask db upgrade --sql").join("; "), "");
    assert_eq!(
        command_problems("flask db upgrade --slq"),
        ["`flask db upgrade` does not know `--slq`"]
    );
    assert_eq!(command_problems("flask db upgarde"), ["`flask db` does not know `upgarde`"]);
}

#[test]
fn the_page_names_the_versions_it_is_run_with() {
    let (page, list) = (
        read(&root().join("book/coming-from-flask-sqlalchemy.md")),
        read(&root().join(REQUIREMENTS)),
    );
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, listed) in [
        ("Flask-SQLAlchemy", "Flask-SQLAlchemy"),
        ("SQLAlchemy", "SQLAlchemy"),
        ("Flask-Migrate", "Flask-Migrate"),
        ("Alembic", "alembic"),
    ] {
        let mut lines =
            list.lines().filter_map(|line| line.strip_prefix(listed)?.strip_prefix("=="));
        let version = lines.next().unwrap_or_else(|| panic!("{REQUIREMENTS} lacks `{listed}`"));
        let (shown, _) = version.rsplit_once('.').expect("a version has a point");
        assert!(
            page.contains(&format!(" {name} {shown} "))
                || page.contains(&format!(" {name} {shown},")),
            "{name} {shown}"
        );
    }
}

#[test]
fn an_id_that_is_random_stands_for_one_id_only() {
    let shown = ["111111111111 -> 222222222222 (head)", "<base> -> 111111111111"];
    let fits = |real: [&str; 2]| fits(&shown, &real.map(str::to_owned), &mut BTreeMap::new());
    assert!(fits(["aaaaaaaaaaaa -> bbbbbbbbbbbb (head)", "<base> -> aaaaaaaaaaaa"]));
    assert!(!fits(["aaaaaaaaaaaa -> bbbbbbbbbbbb (head)", "<base> -> bbbbbbbbbbbb"]));
    assert!(!fits(["aaaaaaaaaaaa -> aaaaaaaaaaaa (head)", "<base> -> aaaaaaaaaaaa"]));
    assert!(!fits(["aaaaaaaaaaaa -> bbbbbbbbbbbb", "<base> -> aaaaaaaaaaaa"]));
    assert_eq!(ids("versions/632e11fcf2f3_name.py 632e11fcf2f 632e11fcf2f34"), ["632e11fcf2f3"]);
}

/// What a file of Python prints. Each is run once, whatever number of pages show it. `None`: there is no Python.
pub(crate) fn file_output(path: &Path) -> Option<Result<String, String>> {
    static OUTPUTS: Mutex<BTreeMap<PathBuf, Result<String, String>>> = Mutex::new(BTreeMap::new());
    let python = python()?;
    let mut outputs = OUTPUTS.lock().unwrap_or_else(PoisonError::into_inner);
    let output = outputs.entry(path.to_owned()).or_insert_with(|| {
        let folder = TempDir::new().expect("a folder can be made");
        let (well, output) = finish(command(python, folder.path()).arg(path), COMMAND)?;
        if well { Ok(output) } else { Err(format!("`{}` fails: {output}", shown(path))) }
    });
    Some(output.clone())
}

/// What is wrong with a command line of `flask`, going by its own help.
pub(crate) fn command_problems(line: &str) -> Vec<String> {
    let mut words = line.split_whitespace().skip(1);
    let (Some("db"), Some(name), Some(python)) = (words.next(), words.next(), python()) else {
        return Vec::new();
    };
    let groups = help(python, &["db"]);
    if !groups.lines().any(|line| line.split_whitespace().next() == Some(name)) {
        return vec![format!("`flask db` does not know `{name}`")];
    }
    let help = help(python, &["db", name]);
    let known = |option: &&str| help.split([' ', ',', '\n']).any(|word| word == *option);
    let unknown = words.filter(|word| word.starts_with("--") && !known(word));
    unknown.map(|option| format!("`flask db {name}` does not know `{option}`")).collect()
}

fn help(python: &Path, of: &[&str]) -> String {
    static HELPS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut helps = HELPS.lock().unwrap_or_else(PoisonError::into_inner);
    let ask = || {
        let folder = TempDir::new().expect("a folder can be made");
        // Only an application knows the commands of Flask-Migrate.
        let app = "from flask import Flask\nfrom flask_migrate import Migrate\nfrom flask_sqlalchemy import SQLAlchemy\n\n\
                   app = Flask(__name__)\nMigrate(app, SQLAlchemy())\n";
        fs::write(folder.path().join("app.py"), app).expect("a file can be written");
        let asked = finish(
            command(python, folder.path()).args(["-m", "flask"]).args(of).arg("--help"),
            COMMAND,
        );
        asked.unwrap_or_else(|problem| panic!("flask {of:?} --help: {problem}")).1
    };
    helps.entry(of.join(" ")).or_insert_with(ask).clone()
}

/// The application a page builds with Flask, in a folder of its own.
pub(crate) struct Application {
    folder: TempDir,
    /// The ids on the page, each with the one that Alembic made up this time.
    ids: BTreeMap<String, String>,
}

/// How a session is to end.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum End {
    Well,
    /// Its last command fails.
    Failed,
}

impl Application {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a folder can be made"), ids: BTreeMap::new() }
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), String> {
        fs::write(self.folder.path().join(name), text)
            .map_err(|error| format!("`{name}` cannot be written: {error}"))
    }

    /// Runs a session and returns everything it prints. `None`: there is no Python.
    pub(crate) fn session(&self, text: &str, end: End) -> Result<Option<String>, String> {
        let mut commands = Vec::new();
        for line in text.lines() {
            let command =
                line.strip_prefix("$ ").ok_or_else(|| format!("`{line}` is no command"))?;
            let known = ["flask", "python", "workbook", "cat", "mkdir", "rm"];
            if !known.contains(&command.split_whitespace().next().unwrap_or_default()) {
                return Err(format!("`{command}` is no command of a Flask session"));
            }
            commands.push(command);
        }
        let Some(python) = python() else { return Ok(None) };
        let mut printed = String::new();
        for (index, command) in commands.iter().enumerate() {
            let (well, output) = self.perform(python, command)?;
            let is_last = index + 1 == commands.len();
            if well == (is_last && end == End::Failed) {
                return Err(format!(
                    "`{command}` {}: {output}",
                    if well { "does not fail" } else { "fails" }
                ));
            }
            printed.push_str(&output);
        }
        let folder = self.folder.path().canonicalize().expect("the folder is there");
        Ok(Some(printed.replace(&*folder.to_string_lossy(), SHOWN_FOLDER)))
    }

    fn perform(&self, python: &Path, line: &str) -> Result<(bool, String), String> {
        let folder = self.folder.path();
        let line =
            self.ids.iter().fold(line.to_owned(), |line, (shown, real)| line.replace(shown, real));
        match &arguments(&line)[..] {
            ["flask", arguments @ ..] => {
                finish(command(python, folder).args(["-m", "flask"]).args(arguments), COMMAND)
            }
            ["python", arguments @ ..] => finish(command(python, folder).args(arguments), COMMAND),
            ["workbook", arguments @ ..] => {
                let mut workbook = command(Path::new(env!("CARGO_BIN_EXE_workbook")), folder);
                finish(workbook.args(arguments).env("PATH", beside(python)), COMMAND)
            }
            ["mkdir", name] => {
                fs::create_dir(folder.join(name)).map_err(|error| error.to_string())?;
                Ok((true, String::new()))
            }
            ["cat", file] => {
                let text = fs::read_to_string(only(folder, file)?)
                    .map_err(|error| format!("`{file}`: {error}"))?;
                Ok((true, text))
            }
            ["rm", file] => {
                fs::remove_file(only(folder, file)?).map_err(|error| error.to_string())?;
                Ok((true, String::new()))
            }
            _ => Err(format!("`{line}` is no command of a Flask session")),
        }
    }

    /// Whether the lines of a page stand together in what was printed, whichever ids Alembic made up; the error is what was
    /// printed, with the ids of the page as far as they are known.
    pub(crate) fn prints(&mut self, output: &str, text: &str) -> Result<(), String> {
        let lines = |text: &str| {
            text.trim_end().lines().map(|line| without_date(line.trim_end())).collect::<Vec<_>>()
        };
        let wanted = lines(text);
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let left_out = |line: &str| {
            EVERY_TIME.iter().any(|start| line.starts_with(start)) && !wanted.contains(&line)
        };
        let real: Vec<String> = lines(output).into_iter().filter(|line| !left_out(line)).collect();
        let mut windows = real.windows(wanted.len().max(1));
        let found = windows.find_map(|window| {
            let mut ids = self.ids.clone();
            fits(&wanted, window, &mut ids).then_some(ids)
        });
        let as_on_the_page = |text: String| {
            self.ids.iter().fold(text, |text, (shown, real)| text.replace(real, shown))
        };
        self.ids = found.ok_or_else(|| as_on_the_page(real.join("\n")))?;
        Ok(())
    }
}

/// The programs beside this Python, and after them all others.
fn beside(python: &Path) -> OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let own = python.parent().expect("a program is in a folder").to_owned();
    let all = std::iter::once(own).chain(std::env::split_paths(&others));
    std::env::join_paths(all).expect("the paths are paths")
}

/// The words of a command; those in double quotes are one.
fn arguments(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for (index, piece) in line.split('"').enumerate() {
        if index % 2 == 1 { words.push(piece) } else { words.extend(piece.split_whitespace()) }
    }
    words
}

/// The one file a name stands for. A script is called by a random id, so a page says `versions/*_create_film.py`.
fn only(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let Some((start, end)) = name.split_once('*') else { return Ok(folder.join(name)) };
    let (inside, start) = start.rsplit_once('/').unwrap_or(("", start));
    let entries =
        fs::read_dir(folder.join(inside)).map_err(|error| format!("`{inside}`: {error}"))?;
    let files = entries.map(|entry| entry.expect("a folder can be read").path());
    let is_meant = |name: &str| name.starts_with(start) && name.ends_with(end);
    let found: Vec<PathBuf> = files.filter(|file| is_meant(&file_name(file))).collect();
    match &found[..] {
        [file] => Ok(file.clone()),
        _ => Err(format!("`{name}` stands for {} files, not for one", found.len())),
    }
}

fn without_date(line: &str) -> String {
    if line.starts_with("Create Date: ") { "Create Date:".to_owned() } else { line.to_owned() }
}

/// Whether two lists of lines are the same but for ids, of which each stands for one other all over the page.
fn fits(shown: &[&str], real: &[String], names: &mut BTreeMap<String, String>) -> bool {
    let same = shown.iter().zip(real).all(|(shown, real)| {
        let (of_page, of_run) = (ids(shown), ids(real));
        let blank = |line: &str, ids: &[&str]| {
            ids.iter().fold(line.to_owned(), |line, id| line.replace(id, "ID"))
        };
        let pairs = of_page.iter().zip(&of_run);
        blank(shown, &of_page) == blank(real, &of_run)
            && pairs
                .into_iter()
                .all(|(shown, real)| names.entry((*shown).into()).or_insert((*real).into()) == real)
    });
    same && names.values().collect::<BTreeSet<_>>().len() == names.len()
}

/// Alembic's ids in a line: twelve hexadecimal digits.
fn ids(line: &str) -> Vec<&str> {
    let words = line.split(|c: char| !c.is_ascii_alphanumeric());
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    words.filter(|word| word.len() == 12 && word.chars().all(is_digit)).collect()
}

// Python.

/// The Python of the environment. `None`, after a word on why, where there can be none.
fn python() -> Option<&'static Path> {
    static PYTHON: OnceLock<Option<PathBuf>> = OnceLock::new();
    let made = PYTHON.get_or_init(|| match environment() {
        Ok(python) => Some(python),
        Err(why) => {
            assert!(
                std::env::var_os("CI").is_none(),
                "the Python side of the book cannot be run: {why}"
            );
            // Not `eprintln!`, which a test that passes keeps to itself.
            writeln!(io::stderr(), "skipped: the Python side of the book: {why}")
                .expect("there is a standard error");
            None
        }
    });
    made.as_deref()
}

/// Makes the environment, unless it is there.
fn environment() -> Result<PathBuf, String> {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(tmp).map_err(|error| error.to_string())?;
    // Another test run may be making it just now.
    let lock = File::create(tmp.join("flask-venv.lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;

    let base = if cfg!(windows) { "python" } else { "python3" };
    let asked = finish(Command::new(base).arg("--version"), COMMAND)
        .map_err(|error| format!("`{base}`: {error}"))?;
    let requirements = root().join(REQUIREMENTS);
    let wanted = asked.1 + &read(&requirements);
    let folder = tmp.join("flask-venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let made_of = folder.join("made-of.txt");
    if fs::read_to_string(&made_of).is_ok_and(|made_of| made_of == wanted) && python.exists() {
        return Ok(python);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    must(Command::new(base).args(["-m", "venv"]).arg(&folder))?;
    let pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"];
    let patience = ["--timeout", "15", "--retries", "1"];
    must(command(&python, tmp).args(pip).args(patience).arg("-r").arg(&requirements))?;
    // Written last: an environment without it is only half made.
    fs::write(made_of, wanted).map_err(|error| error.to_string())?;
    Ok(python)
}

fn must(command: &mut Command) -> Result<(), String> {
    match finish(command, INSTALL)? {
        (true, _) => Ok(()),
        (false, output) => {
            Err(output.trim_end().lines().last().unwrap_or("it printed nothing").to_owned())
        }
    }
}

/// Python in a folder, without what the person who runs the tests has set for their own applications.
fn command(python: &Path, folder: &Path) -> Command {
    let mut command = Command::new(python);
    let is_theirs = |name: &str| {
        ["FLASK_", "PYTHON", "SQLALCHEMY_"].iter().any(|start| name.starts_with(start))
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_theirs(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL");
    // What is printed to both streams keeps its order. And no module is kept, for files here change within a second.
    command.env("PYTHONUNBUFFERED", "1").env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    command.current_dir(folder);
    command
}

/// Waits for a command, but not for ever: whether it ended well, and what it printed to either stream.
fn finish(command: &mut Command, limit: Duration) -> Result<(bool, String), String> {
    let mut output = tempfile::tempfile().map_err(|error| error.to_string())?;
    let stream = || output.try_clone().map_err(|error| error.to_string());
    command.stdin(Stdio::null()).stdout(stream()?).stderr(stream()?);
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        if begun.elapsed() > limit {
            child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
            return Err(format!("it was stopped after {} s", limit.as_secs()));
        }
        thread::sleep(Duration::from_millis(20));
    };
    let mut text = Vec::new();
    output
        .rewind()
        .and_then(|()| output.read_to_end(&mut text))
        .map_err(|error| error.to_string())?;
    Ok((status.success(), String::from_utf8_lossy(&text).into_owned()))
}
