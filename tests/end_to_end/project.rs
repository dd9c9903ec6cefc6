//! The fixture: a course in a folder of its own, the real binary run on it, and what must hold after every run.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use snapbox::cmd::{Command, OutputAssert};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A course, and the world its commands see: a home folder, a folder for temporary files, a clean environment.
pub(crate) struct Project {
    /// The course's folder.
    pub(crate) root: PathBuf,
    world: PathBuf,
    /// What the command is run through, when not directly: a program and its arguments.
    through: Vec<String>,
    /// For the real course, which one test uses at a time.
    _lock: Option<File>,
    _folder: TempDir,
}

/// A file of an exercise.
pub(crate) enum Part<'a> {
    /// The same in the exercise and its solution.
    Given(&'a str, &'a str),
    /// The learner's: its name, the starter and the solution.
    Yours(&'a str, &'a str, &'a str),
}

pub(crate) use Part::{Given, Yours};

/// How long one run may take. Only a course with Rust exercises needs more, while cargo builds SeaORM for the first time.
const SECONDS: u64 = 60;
const SECONDS_WITH_CARGO: u64 = 900;

const WORKBOOK: &str = env!("CARGO_BIN_EXE_workbook");

impl Project {
    /// A course without exercises.
    pub(crate) fn empty() -> Project {
        Project::empty_in("world")
    }

    /// A course without exercises, all of whose paths lead through a folder of this name.
    pub(crate) fn empty_in(name: &str) -> Project {
        let folder = TempDir::with_prefix("end-to-end-").expect("a temporary folder can be made");
        let world = folder.path().join(name);
        let project = Project {
            root: world.join("course"),
            world,
            through: Vec::new(),
            _lock: None,
            _folder: folder,
        };
        project.make_world();
        project.write(
            "book.toml",
            "[book]\ntitle = \"A small course\"\nsrc = \"book\"\n\n[build]\nbuild-dir = \"book-html\"\n",
        );
        project.write("book/SUMMARY.md", "# Summary\n");
        fs::create_dir_all(project.root.join("exercises")).expect("a folder can be made");
        project
    }

    /// A small course in SQL only: three exercises whose starters fail and one, `ch1/greeting`, that passes as it is.
    pub(crate) fn sample() -> Project {
        Project::sample_in("world")
    }

    pub(crate) fn sample_in(name: &str) -> Project {
        Project::empty_in(name)
            .exercise(
                "ch01-tables/notes",
                NOTES,
                &[Yours("migrations/0001_notes.sql", NOTES_STARTER, NOTES_SOLUTION)],
            )
            .exercise("ch01-tables/greeting", GREETING, &[Yours("hello.sql", HELLO, HELLO)])
            .exercise(
                "ch02-questions/titles",
                TITLES,
                &[Given("books.sql", BOOKS), Yours("titles.sql", TITLES_STARTER, TITLES_SOLUTION)],
            )
            .exercise(
                "ch02-questions/guests",
                GUESTS,
                &[Yours("guests.sql", GUESTS_STARTER, GUESTS_SOLUTION)],
            )
            .with_answers()
    }

    /// Wrong and right answers to every exercise of the small course, as many as `dev check` asks for.
    fn with_answers(self) -> Project {
        for (path, file, wrong, right) in ANSWERS {
            let folder = format!("tests/answers/{path}");
            for (name, text, _) in *wrong {
                self.write(format!("{folder}/wrong/{name}/{file}"), text);
            }
            if !wrong.is_empty() {
                let messages =
                    wrong.iter().map(|(name, _, message)| format!("{name} = '{message}'\n"));
                let list = format!("[messages]\n{}", messages.collect::<String>());
                self.write(format!("{folder}/answers.toml"), list);
            }
            for (name, text) in *right {
                self.write(format!("{folder}/right/{name}/{file}"), text);
            }
        }
        self
    }

    /// The same course, with words for after a pass in every exercise: `What was right.` and `Why it is so.`
    pub(crate) fn praised(self) -> Project {
        let manifests = inside(&self.root.join("exercises"))
            .into_iter()
            .filter(|name| name.ends_with("exercise.toml"));
        for name in manifests {
            let path = format!("exercises/{}", name.display());
            let mut text = self.read(&path).replace("hints = [\"The only hint.\"]", HINTS);
            if !text.contains("hints =") {
                text.insert_str(0, &format!("{HINTS}\n"));
            }
            let words =
                "goal = \"Make it so.\"\npraise = \"What was right.\"\nnote = \"Why it is so.\"";
            self.write(&path, format!("{words}\n{text}"));
        }
        self
    }

    /// A course with the one exercise `ch1/it`: these steps, and one file of the learner with its right answer.
    pub(crate) fn of(steps: &str, file: &str, right: &str) -> Project {
        let manifest =
            format!("title = \"It\"\nfiles = [\"{file}\"]\n[limits]\nseconds = 1\n{steps}");
        Project::empty().exercise(
            "ch01-only/it",
            &manifest,
            &[Yours(file, "-- nothing yet\n", right)],
        )
    }

    /// A copy of this repository's course with its untouched starters. Its folder stays from run to run, so that cargo
    /// compiles SeaORM once and what has not changed never again.
    pub(crate) fn real() -> Project {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let lock = File::create(shared.join("course.lock")).expect("the lock can be made");
        lock.lock().expect("the lock can be had");
        let folder = TempDir::with_prefix("end-to-end-").expect("a temporary folder can be made");
        let (root, world) = (shared.join("course"), folder.path().join("world"));
        let project =
            Project { root, world, through: Vec::new(), _lock: Some(lock), _folder: folder };
        project.make_world();
        project.lay(&real_files());
        project
    }

    fn make_world(&self) {
        for folder in [&self.root, &self.world.join("home"), &self.world.join("tmp")] {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
    }

    /// Makes the course's folder hold exactly these files, touching only what differs.
    fn lay(&self, files: &BTreeMap<PathBuf, Vec<u8>>) {
        let found: Vec<_> =
            WalkDir::new(&self.root).contents_first(true).into_iter().flatten().collect();
        for entry in found {
            let known =
                entry.path().strip_prefix(&self.root).is_ok_and(|path| files.contains_key(path));
            if entry.file_type().is_dir() {
                // Only an empty folder can be removed, and only that is in the way.
                _ = fs::remove_dir(entry.path());
            } else if !known {
                fs::remove_file(entry.path()).expect("a file of a test before can be removed");
            }
        }
        for (path, bytes) in files {
            if !fs::read(self.root.join(path)).is_ok_and(|found| found == *bytes) {
                self.write(path, bytes);
            }
        }
    }

    /// Adds an exercise with its section in the book, its starter and its solution, and records its snapshot.
    #[track_caller]
    pub(crate) fn exercise(self, path: &str, manifest: &str, parts: &[Part<'_>]) -> Project {
        let id = self.draft(path, manifest, parts);
        let snapshot = self.run(&["dev", "record", &id]).code(0).get_output().stdout.clone();
        self.write(format!("tests/snapshots/{path}.snap"), snapshot);
        self
    }

    /// Adds an exercise without a snapshot and gives its id.
    pub(crate) fn draft(&self, path: &str, manifest: &str, parts: &[Part<'_>]) -> String {
        let (chapter, name) = path.split_once('/').expect("a chapter and a name");
        let number = chapter[2..4].trim_start_matches('0');
        let id = format!("ch{number}/{name}");
        self.write(format!("exercises/{path}/exercise.toml"), manifest);
        for part in parts {
            let (name, starter, solution) = match *part {
                Given(name, text) => (name, text, text),
                Yours(name, starter, solution) => {
                    self.write(format!("tests/starters/{path}/{name}"), starter);
                    (name, starter, solution)
                }
            };
            self.write(format!("exercises/{path}/{name}"), starter);
            self.write(format!("solutions/{path}/{name}"), solution);
        }
        let page = format!("book/{chapter}.md");
        if !self.root.join(&page).exists() {
            self.write(&page, format!("# Chapter {number}\n"));
            self.append("book/SUMMARY.md", &format!("- [Chapter {number}]({chapter}.md)\n"));
        }
        self.append(
            &page,
            &format!(
                "\n## The task {name} {{#ch{number}-{name}}}\n\nThe text of the task `{name}`.\n"
            ),
        );
        id
    }

    /// Adds a program of its own to each tree of the real course, as its `Cargo.toml` wants it.
    pub(crate) fn programs(&self, path: &str) {
        let name = path.split_once('/').expect("a chapter and a name").1;
        let chapter = path[2..4].trim_start_matches('0');
        for (tree, end) in [("exercises", ""), ("solutions", "-solution")] {
            let bin = format!(
                "\n[[bin]]\nname = \"ch{chapter}-{name}{end}\"\npath = \"{path}/main.rs\"\n"
            );
            self.append(&format!("{tree}/Cargo.toml"), &bin);
        }
    }

    /// Makes a folder beside the course, for whatever a test wants there.
    pub(crate) fn folder(&self, name: &str) -> String {
        let folder = self.world.join(name);
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder.to_str().expect("paths are text").to_owned()
    }

    /// Writes a file of the course, with the folders it is in.
    pub(crate) fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) -> &Project {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .expect("a folder can be made");
        fs::write(&path, text).expect("a file can be written");
        self
    }

    /// A folder with these migration scripts, for `workbook db`.
    pub(crate) fn scripts(scripts: &[(&str, &str)]) -> Project {
        let project = Project::empty();
        for (name, text) in scripts {
            project.write(format!("migrations/{name}"), text);
        }
        project
    }

    /// Opens a database in the course's folder, which must be there.
    pub(crate) fn open(&self, path: &str) -> Connection {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let connection = Connection::open_with_flags(self.root.join(path), flags)
            .expect("the database is there");
        connection.busy_timeout(Duration::from_secs(30)).expect("the time can be set");
        connection
    }

    /// All that a database says: its schema and every row, those of SQLite's and our own tables too.
    pub(crate) fn dump(&self, path: &str) -> String {
        dump(&self.open(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn append(&self, path: &str, text: &str) -> &Project {
        self.write(path, self.read(path) + text)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    /// Replaces the first `old` in a file, which must be there.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, old: &str, new: &str) -> &Project {
        let text = self.read(path);
        assert!(text.contains(old), "`{old}` is not in {path}:\n{text}");
        self.write(path, text.replacen(old, new, 1))
    }

    pub(crate) fn remove(&self, path: &str) -> &Project {
        fs::remove_file(self.root.join(path)).expect("a file can be removed");
        self
    }

    /// Puts the reference answer of an exercise in the place of the learner's.
    pub(crate) fn solve(&self, path: &str) -> &Project {
        let solution = self.root.join("solutions").join(path);
        for name in inside(&self.root.join("tests/starters").join(path)) {
            if !solution.join(&name).exists() {
                self.remove(&format!("exercises/{path}/{}", name.display()));
            }
        }
        for name in inside(&solution) {
            let bytes = fs::read(solution.join(&name)).expect("a solution can be read");
            self.write(Path::new("exercises").join(path).join(&name), bytes);
        }
        self
    }

    /// Writes the learner's one file of the exercise that [`Project::of`] made.
    pub(crate) fn answer(&self, text: &str) -> &Project {
        let names = inside(&self.root.join("tests/starters/ch01-only/it"));
        self.write(Path::new("exercises/ch01-only/it").join(&names[0]), text)
    }

    /// Runs `workbook` in the course's folder.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> OutputAssert {
        self.run_in("", arguments)
    }

    /// Runs `workbook` in a folder of the course.
    #[track_caller]
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> OutputAssert {
        self.run_with(folder, arguments, &[])
    }

    /// Runs `workbook` with more in its environment.
    #[track_caller]
    pub(crate) fn run_with(
        &self,
        folder: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> OutputAssert {
        let words: Vec<&str> = self.words().chain(arguments.iter().copied()).collect();
        let seconds =
            if self.root.join("Cargo.toml").exists() { SECONDS_WITH_CARGO } else { SECONDS };
        let command = Command::new(words[0])
            .args(&words[1..])
            .current_dir(self.root.join(folder))
            .env_clear();
        let command = command.envs(self.environment()).envs(environment.iter().copied());
        let result =
            command.timeout(Duration::from_secs(seconds)).with_assert(self.assert()).assert();
        assert_eq!(self.processes(), [0; 0], "processes are left running");
        if let Some((report, commands)) = stdout(&result).split_once(TO_GO_ON) {
            assert_eq!(commands, commands_to_go_on(report), "the report ends otherwise");
        }
        result
    }

    /// Runs `workbook check`, which may change nothing but `.workbook`, and may leave nothing in the temporary folder. The
    /// report of an exercise that fails ends with the commands to go on with, so that snapshots need not repeat them.
    #[track_caller]
    pub(crate) fn check(&self, selector: &str) -> OutputAssert {
        let before = self.files();
        let result = self.run(&["check", selector]);
        assert_eq!(self.files(), before, "files were changed");
        self.leaves_nothing();
        let report = stdout(&result);
        let is_open = report.contains("✗ ") || report.contains("(untouched)");
        assert_eq!(is_open, report.contains(TO_GO_ON), "{report}");
        result
    }

    /// Grades every exercise, and returns the report as JSON.
    #[track_caller]
    pub(crate) fn report_all(&self, options: &[&str], code: i32) -> serde_json::Value {
        let arguments = [&["check", "--all", "--format", "json"], options].concat();
        let output = self.run(&arguments).code(code);
        serde_json::from_slice(&output.get_output().stdout).expect("it is JSON")
    }

    /// Removes what the workbook remembers of the course.
    pub(crate) fn forget(&self) {
        // Before the first command nothing is remembered.
        _ = fs::remove_dir_all(self.root.join(".workbook"));
    }

    /// No process still runs and no temporary file is there.
    #[track_caller]
    pub(crate) fn leaves_nothing(&self) {
        assert_eq!(self.processes(), [0; 0], "processes are left running");
        assert_eq!(
            inside(&self.world.join("tmp")),
            [""; 0].map(PathBuf::from),
            "temporary files are left"
        );
    }

    /// What cargo prints in the course's folder, however it ends.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> String {
        let command = Command::new("cargo").args(arguments).current_dir(&self.root).env_clear();
        let output = command.envs(self.environment()).output().expect("cargo starts");
        String::from_utf8(output.stdout).expect("cargo prints text")
    }

    /// Starts `workbook` without waiting for it.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.start_with(arguments, Stdio::piped())
    }

    /// Starts `workbook` with this standard output.
    pub(crate) fn start_with(&self, arguments: &[&str], stdout: Stdio) -> Child {
        let mut command = std::process::Command::new(WORKBOOK);
        command.args(arguments).current_dir(&self.root).env_clear().envs(self.environment());
        command
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(Stdio::piped())
            .spawn()
            .expect("workbook starts")
    }

    /// Runs a line of shell in the course's folder, in which `workbook` is the program under test.
    #[track_caller]
    pub(crate) fn shell(&self, line: &str) -> OutputAssert {
        let line = format!("workbook() {{ {WORKBOOK} \"$@\"; }}\n{line}");
        let words: Vec<&str> =
            self.through.iter().map(String::as_str).chain(["sh", "-c", &line]).collect();
        let command = Command::new(words[0]).args(&words[1..]).current_dir(&self.root).env_clear();
        let command = command.envs(self.environment()).timeout(Duration::from_secs(SECONDS));
        command.with_assert(self.assert()).assert()
    }

    /// Runs `workbook` in a terminal of so many columns and gives its exit code and what the terminal got.
    pub(crate) fn in_terminal(&self, columns: u16, arguments: &[&str]) -> (u32, String) {
        self.in_terminal_typing(columns, arguments, &[])
    }

    /// The same, with somebody at the terminal who types these, each once a prompt or a question waits for it. A NUL is a
    /// pause, after which something runs.
    pub(crate) fn in_terminal_typing(
        &self,
        columns: u16,
        arguments: &[&str],
        typed: &[&str],
    ) -> (u32, String) {
        self.in_terminal_with(columns, arguments, &[], typed)
    }

    /// The same, with more in the environment.
    pub(crate) fn in_terminal_with(
        &self,
        columns: u16,
        arguments: &[&str],
        environment: &[(&str, &str)],
        typed: &[&str],
    ) -> (u32, String) {
        let size = PtySize { rows: 24, cols: columns, pixel_width: 0, pixel_height: 0 };
        let terminal = native_pty_system().openpty(size).expect("a pseudo terminal can be had");
        let mut command = CommandBuilder::new(WORKBOOK);
        command.args(arguments);
        command.cwd(&self.root);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        let mut child = terminal.slave.spawn_command(command).expect("workbook starts");
        drop(terminal.slave);
        let mut reader = terminal.master.try_clone_reader().expect("the terminal can be read");
        let mut writer = terminal.master.take_writer().expect("the terminal can be written to");
        let mut bytes = Vec::new();
        for text in typed {
            read_to_prompt(&mut *reader, &mut bytes);
            type_text(&mut *writer, text);
        }
        // Linux reports an error, not an end, when the last program of a terminal has gone.
        _ = reader.read_to_end(&mut bytes);
        let status = child.wait().expect("workbook ends");
        (
            status.exit_code(),
            String::from_utf8(bytes).expect("workbook writes text").replace("\r\n", "\n"),
        )
    }

    /// The same course, with its commands run by a user who may not do everything; None where that cannot be had.
    pub(crate) fn by_an_ordinary_user(mut self) -> Option<Project> {
        if fs::metadata(&self.root).expect("the course is there").uid() != 0 {
            return Some(self);
        }
        let whole = self._folder.path();
        for entry in WalkDir::new(whole).into_iter().flatten() {
            std::os::unix::fs::lchown(entry.path(), Some(NOBODY), Some(NOBODY))
                .expect("root may give files away");
        }
        fs::set_permissions(whole, fs::Permissions::from_mode(0o755))
            .expect("root may change permissions");
        let user = format!("--reuid={NOBODY}");
        let group = format!("--regid={NOBODY}");
        self.through =
            ["setpriv", &user, &group, "--clear-groups", "--"].map(str::to_owned).to_vec();
        self.runs()
            .then_some(self)
            .or_else(|| skipped("there is no ordinary user who may run the program"))
    }

    /// The same course, with its temporary folder on a disk of this size; None where none can be mounted.
    pub(crate) fn on_a_disk_of(mut self, size: &str) -> Option<Project> {
        let line = format!(
            "mount -t tmpfs -o size={size} tmpfs '{}' && exec \"$@\"",
            self.world.join("tmp").display()
        );
        self.through = ["unshare", "--map-root-user", "--mount", "sh", "-c", &line, "sh"]
            .map(str::to_owned)
            .to_vec();
        self.runs().then_some(self).or_else(|| skipped("no small disk can be mounted"))
    }

    /// The same course of an ordinary user, who may start no more processes and threads.
    pub(crate) fn with_no_more_processes(mut self) -> Project {
        self.through.extend(["prlimit", "--nproc=0", "--"].map(str::to_owned));
        self
    }

    /// Has one system call of each thread of `workbook` fail from now on: the one with this number. False where that cannot
    /// be had.
    pub(crate) fn fail_call(&mut self, call: &str, number: u32, error: &str) -> bool {
        let calls = format!("trace={call}");
        let failure = format!("inject={call}:error={error}:when={number}");
        self.through = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &calls, "-e", &failure]
            .map(str::to_owned)
            .to_vec();
        let can_fail = self.runs();
        can_fail.then_some(()).or_else(|| skipped("no system call can be made to fail")).is_some()
    }

    /// Writes these system calls of `workbook` to a file of the course from now on, a line for each. False where that
    /// cannot be had.
    pub(crate) fn record_calls(&mut self, calls: &str, file: &str) -> bool {
        let calls = format!("trace={calls}");
        self.through =
            ["strace", "-f", "-qq", "-o", file, "-e", &calls].map(str::to_owned).to_vec();
        let can_record = self.runs();
        can_record.then_some(()).or_else(|| skipped("no system call can be recorded")).is_some()
    }

    /// The same course, where every system call works again and none is recorded.
    pub(crate) fn fail_nothing(&mut self) {
        self.through.clear();
    }

    /// The same course, with its commands run through a program; None where that does not work here.
    pub(crate) fn run_through(mut self, words: &[&str]) -> Option<Project> {
        self.through = words.iter().map(|word| (*word).to_owned()).collect();
        self.runs().then_some(self).or_else(|| skipped("the commands cannot be run that way"))
    }

    /// The same course, where nobody may make a namespace of users; None where that cannot be had.
    pub(crate) fn without_namespaces(self) -> Option<Project> {
        let line = "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"";
        self.run_through(&["unshare", "--map-root-user", "sh", "-c", line, "sh"])
    }

    /// Whether `workbook` starts at all in the way it is run here.
    fn runs(&self) -> bool {
        let words: Vec<&str> = self.words().chain(["--version"]).collect();
        let command = Command::new(words[0]).args(&words[1..]).current_dir(&self.root).env_clear();
        command.envs(self.environment()).output().is_ok_and(|output| output.status.success())
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.through.iter().map(String::as_str).chain([WORKBOOK])
    }

    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let passed = ["PATH", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"];
        let mut environment: Vec<(String, String)> = passed
            .iter()
            .filter_map(|name| Some((name.to_string(), std::env::var(name).ok()?)))
            .collect();
        let home = std::env::var("HOME").unwrap_or_default();
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if std::env::var_os(name).is_none() && Path::new(&home).join(folder).is_dir() {
                environment.push((name.to_owned(), format!("{home}/{folder}")));
            }
        }
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR")).join("course-target");
        for (name, path) in [
            ("HOME", self.world.join("home")),
            ("TMPDIR", self.world.join("tmp")),
            ("CARGO_TARGET_DIR", shared),
        ] {
            environment.push((name.to_owned(), path.to_str().expect("paths are text").to_owned()));
        }
        environment
    }

    fn assert(&self) -> snapbox::Assert {
        let mut redactions = snapbox::Redactions::new();
        redactions.insert("[ROOT]", self.root.clone()).expect("the name is right");
        redactions.insert("[TMP]", self.world.join("tmp")).expect("the name is right");
        snapbox::Assert::new()
            .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
            .redact_with(redactions)
    }

    /// Every file of the course outside `.workbook` with what is in it; of what is no plain file, only what it is.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, String> {
        let names = inside(&self.root).into_iter().filter(|name| !name.starts_with(".workbook"));
        names.map(|name| (name.clone(), content(&self.root.join(name)))).collect()
    }

    /// The processes that were started by this project's commands and still run. A process keeps its first environment
    /// whatever it becomes, and this project's temporary folder is in no other's.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let mark = format!("TMPDIR={}", self.world.join("tmp").display()).into_bytes();
        let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() };
        let numbers =
            processes.flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let ours = |number: &u32| {
            fs::read(format!("/proc/{number}/environ")).is_ok_and(|environment| {
                environment.split(|byte| *byte == 0).any(|pair| pair.starts_with(&mark))
            })
        };
        numbers.filter(ours).collect()
    }

    /// The command lines of those processes, with blanks between their words.
    pub(crate) fn commands(&self) -> Vec<String> {
        let lines = self.processes().into_iter().map(|process| {
            fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default()
        });
        lines.map(|line| line.replace('\0', " ")).collect()
    }
}

/// Types a text; a NUL in it is a pause.
fn type_text(writer: &mut dyn Write, text: &str) {
    for (at, part) in text.split('\0').enumerate() {
        if at > 0 {
            thread::sleep(Duration::from_millis(500));
        }
        writer.write_all(part.as_bytes()).expect("the terminal takes what is typed");
    }
}

/// Reads what a terminal shows until a prompt ends it, or the program has gone.
fn read_to_prompt(reader: &mut dyn Read, bytes: &mut Vec<u8>) {
    let show = |bytes: &[u8]| anstream::adapter::strip_bytes(bytes).into_vec();
    let before = show(bytes).len();
    let mut chunk = [0; 4096];
    loop {
        match reader.read(&mut chunk) {
            Ok(count) if count > 0 => bytes.extend_from_slice(&chunk[..count]),
            _ => return,
        }
        let shown = show(bytes);
        let shown = shown.strip_suffix(b"\r").unwrap_or(&shown);
        let is_prompt = shown.ends_with(b"> ") || shown.ends_with(b"[y/n] ");
        if shown.len() > before && is_prompt {
            return;
        }
    }
}

/// The line before the commands that end the report of an exercise that fails.
const TO_GO_ON: &str = "\nto go on:\n";

/// The commands that must end a report: they are about the first exercise in it that fails or is untouched.
fn commands_to_go_on(report: &str) -> String {
    let failed = report.lines().find_map(|line| {
        let untouched = line.ends_with("(untouched)").then(|| line.strip_prefix("· "));
        line.strip_prefix("✗ ").or(untouched.flatten())
    });
    let id = failed.and_then(|line| line.split(' ').next()).expect("an exercise fails");
    let commands = [("show", "the task"), ("hint", "a hint"), ("check", "try again")];
    let lines = commands.map(|(command, purpose)| {
        let command = format!("workbook {command} {id}");
        format!("  {command:<44}  {purpose}\n")
    });
    lines.concat()
}

/// Says that a test had to leave something out.
#[expect(clippy::print_stderr, reason = "a test that cannot run here must not look as if it had")]
pub(crate) fn skipped<T>(why: &str) -> Option<T> {
    eprintln!("skipped: {why}");
    None
}

/// What a command wrote to standard error.
pub(crate) fn stderr(output: &OutputAssert) -> String {
    String::from_utf8_lossy(&output.get_output().stderr).into_owned()
}

/// What a command wrote to standard output.
pub(crate) fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).expect("workbook writes text")
}

fn dump(connection: &Connection) -> rusqlite::Result<String> {
    let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let all: Vec<(String, String, String)> =
        connection.prepare(sql)?.query_map([], read)?.collect::<Result<_, _>>()?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let mut text = format!("user_version {version}\n");
    for (kind, name, sql) in all {
        text += &format!("{kind} {name}: {sql}\n");
        if kind == "table" {
            let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\""))?;
            let width = statement.column_count();
            let read = |row: &rusqlite::Row<'_>| {
                (0..width).map(|index| row.get::<_, Value>(index)).collect()
            };
            let mut rows =
                statement.query_map([], read)?.collect::<rusqlite::Result<Vec<Vec<Value>>>>()?;
            rows.sort_by_key(|row| format!("{row:?}"));
            text.extend(rows.iter().map(|row| format!("  {row:?}\n")));
        }
    }
    Ok(text)
}

/// A user and group that own nothing.
const NOBODY: u32 = 65534;

/// The first line of every file is enough to see a change in one that is too large to compare.
fn content(path: &Path) -> String {
    let metadata = fs::symlink_metadata(path).expect("the file is there");
    let kind = metadata.file_type();
    match kind {
        _ if kind.is_symlink() => {
            format!("link to {:?}", fs::read_link(path).expect("a link can be read"))
        }
        _ if kind.is_fifo() => "pipe".to_owned(),
        _ if metadata.len() > 1_000_000 => format!("{} bytes", metadata.len()),
        _ => format!(
            "{:o} {:?}",
            metadata.mode(),
            fs::read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        ),
    }
}

/// The files in a folder and its folders, relative to it.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| entry.path().strip_prefix(folder).expect("it is below").to_owned()).collect()
}

/// What of this repository makes the course and lets cargo build its programs, without anything a learner changed.
fn real_files() -> BTreeMap<PathBuf, Vec<u8>> {
    let repository =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the runner is in the course");
    let read = |path: &Path| fs::read(repository.join(path)).expect("the repository can be read");
    let mut files = BTreeMap::new();
    for name in ["Cargo.toml", "Cargo.lock", "book.toml"] {
        files.insert(PathBuf::from(name), read(Path::new(name)));
    }
    let pending = |name: &Path| name.extension().is_some_and(|extension| extension == "new");
    for tree in
        ["book", "runner", "solutions", "tests/answers", "tests/snapshots", "tests/starters"]
    {
        for name in inside(&repository.join(tree)).into_iter().filter(|name| !pending(name)) {
            let path = Path::new(tree).join(name);
            files.insert(path.clone(), read(&path));
        }
    }
    for name in inside(&repository.join("exercises")) {
        let path = Path::new("exercises").join(&name);
        let starter = Path::new("tests/starters").join(&name);
        let given = name.ends_with("exercise.toml")
            || (repository.join("solutions").join(&name).exists()
                && !may_be_renamed(repository, &name));
        if files.contains_key(&starter) {
            files.insert(path, read(&starter));
        } else if given || name.starts_with("examples") {
            files.insert(path.clone(), read(&path));
        }
    }
    for (starter, bytes) in files.clone() {
        if let Ok(name) = starter.strip_prefix("tests/starters") {
            files.insert(Path::new("exercises").join(name), bytes);
        }
    }
    files
}

/// Whether a script is in a folder that is the learner's as a whole: it need not be there by the name it was given.
fn may_be_renamed(repository: &Path, name: &Path) -> bool {
    let folder =
        name.parent().filter(|folder| folder.ends_with("migrations")).and_then(Path::parent);
    let manifest =
        folder.map(|folder| repository.join("exercises").join(folder).join("exercise.toml"));
    manifest
        .and_then(|path| fs::read_to_string(path).ok())
        .is_some_and(|text| text.contains("\"migrations/\""))
}

const HINTS: &str = "hints = [\"One.\", \"Two.\", \"Three.\"]";

const NOTES: &str = r#"title = "A table for notes"
files = ["migrations/0001_notes.sql"]
first_message = "there is no table `note` yet"
hints = ["The first hint.", "The second hint.", "The last hint."]

[limits]
seconds = 1

[[steps]]
upgrade = "head"
why = "There is a table `note` with an `id` and a required `text`."

[[steps]]
name = "a note without a text"
rejects = "INSERT INTO note (text) VALUES (NULL)"

[[steps]]
name = "two notes"
sql = "INSERT INTO note (text) VALUES ('buy milk'), ('call home')"

[[steps]]
downgrade = "-1"

[[steps]]
name = "up again"
upgrade = "head"
"#;

const NOTES_STARTER: &str = "-- migrate:up
-- To do: create the table `note`.

-- migrate:down
-- To do: remove it.
";

pub(crate) const NOTES_SOLUTION: &str = "-- migrate:up
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
);

-- migrate:down
DROP TABLE note;
";

const GREETING: &str = r#"title = "A greeting"
files = ["hello.sql"]

[[steps]]
sql_file = "hello.sql"
points = 0
"#;

const HELLO: &str = "CREATE TABLE greeting (message TEXT NOT NULL);
INSERT INTO greeting (message) VALUES ('hello');
";

const TITLES: &str = r#"title = "Titles in order"
files = ["titles.sql"]
first_message = "the result has the columns"
hints = ["The only hint."]

[limits]
seconds = 1
output_bytes = 10000

[[steps]]
name = "the books"
sql_file = "books.sql"
points = 0

[[steps]]
name = "ask for the titles"
query_file = "titles.sql"
ordered = true
why = "The titles come in the order of the years."
"#;

const BOOKS: &str = "CREATE TABLE book (title TEXT NOT NULL, year INTEGER NOT NULL);
INSERT INTO book (title, year) VALUES ('Solaris', 1961), ('Momo', 1973), ('Emil', 1929);
";

const TITLES_STARTER: &str = "-- To do: ask for the titles, the oldest book first.
SELECT 1;
";

const TITLES_SOLUTION: &str = "SELECT title FROM book ORDER BY year;
";

const GUESTS: &str = r#"title = "Two guests"
files = ["guests.sql"]
first_message = "a row is missing from `guest`"

[limits]
seconds = 1

[[steps]]
name = "the table"
sql = "CREATE TABLE guest (id INTEGER PRIMARY KEY, name TEXT NOT NULL)"
points = 0

[[steps]]
name = "add the guests"
sql_file = "guests.sql"
"#;

const GUESTS_STARTER: &str = "-- To do: add Susan and John.
";

const GUESTS_SOLUTION: &str = "INSERT INTO guest (name) VALUES ('Susan'), ('John');
";

/// An exercise, the file its answers are in, its wrong answers with what they are told, and its right ones.
type Answers = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static [(&'static str, &'static str)],
);

const ANSWERS: &[Answers] = &[
    (
        "ch01-tables/notes",
        "migrations/0001_notes.sql",
        &[
            (
                "may-be-null",
                "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n-- migrate:down\nDROP TABLE note;\n",
                "column `note.text` allows NULL",
            ),
            (
                "no-down",
                "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n-- migrate:down\n",
                "the down half of `0001_notes.sql` is empty",
            ),
            (
                "other-name",
                "-- migrate:up\nCREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n-- migrate:down\nDROP TABLE notes;\n",
                "there is no table `note` yet",
            ),
            (
                "typo",
                "-- migrate:up\nCRATE TABLE note (id);\n-- migrate:down\nDROP TABLE note;\n",
                "near \"CRATE\"",
            ),
        ],
        &[
            (
                "another-type",
                "-- migrate:up\nCREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR NOT NULL);\n-- migrate:down\nDROP TABLE note;\n",
            ),
            (
                "in-two-steps",
                "-- migrate:up\nCREATE TABLE n (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\nALTER TABLE n RENAME TO note;\n-- migrate:down\nDROP TABLE note;\n",
            ),
        ],
    ),
    (
        "ch01-tables/greeting",
        "hello.sql",
        &[],
        &[
            (
                "select",
                "CREATE TABLE greeting (message TEXT NOT NULL);\nINSERT INTO greeting SELECT 'hello';\n",
            ),
            (
                "no-columns",
                "CREATE TABLE greeting (message TEXT NOT NULL);\nINSERT INTO greeting VALUES ('hello');\n",
            ),
        ],
    ),
    (
        "ch02-questions/titles",
        "titles.sql",
        &[
            ("by-title", "SELECT title FROM book ORDER BY title;\n", "row"),
            ("downwards", "SELECT title FROM book ORDER BY year DESC;\n", "row"),
            ("one-less", "SELECT title FROM book WHERE year < 1973 ORDER BY year;\n", "row"),
            ("years", "SELECT year FROM book ORDER BY year;\n", "the result has the columns"),
        ],
        &[
            ("ascending", "SELECT title FROM book ORDER BY year ASC;\n"),
            ("inner", "SELECT title FROM (SELECT * FROM book) ORDER BY year;\n"),
        ],
    ),
    (
        "ch02-questions/guests",
        "guests.sql",
        &[
            ("one", "INSERT INTO guest (name) VALUES ('Susan');\n", "row is missing"),
            ("small", "INSERT INTO guest (name) VALUES ('susan'), ('John');\n", "susan"),
            ("thrice", "INSERT INTO guest (name) VALUES ('Susan'), ('John'), ('John');\n", "row"),
            ("turned", "INSERT INTO guest (name) VALUES ('John'), ('Susan');\n", "John"),
        ],
        &[
            (
                "two",
                "INSERT INTO guest (name) VALUES ('Susan');\nINSERT INTO guest (name) VALUES ('John');\n",
            ),
            ("with-ids", "INSERT INTO guest (id, name) VALUES (1, 'Susan'), (2, 'John');\n"),
        ],
    ),
];
