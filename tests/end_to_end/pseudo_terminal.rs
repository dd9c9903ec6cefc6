//! A terminal with somebody at it: what a program draws on it, as it would be seen, keys, and another size.

use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::project::Project;

/// The longest time that anything on a screen may be waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs the words after it, and keeps beside the course how the terminal was set before and after, and the exit code.
const SCRIPT: &str = "folder=$1; shift
stty -a > \"$folder/before\"
\"$@\"
echo $? > \"$folder/code\"
stty -a > \"$folder/after\"
";

/// A terminal in which `workbook` runs.
pub(crate) struct PseudoTerminal<'a> {
    project: &'a Project,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    drawn: Arc<Drawn>,
    reading: Option<thread::JoinHandle<()>>,
    folder: String,
}

/// What was written to it, seen and as bytes; whoever waits is woken.
struct Drawn {
    state: Mutex<(vt100::Parser, Vec<u8>)>,
    more: Condvar,
    /// True once nobody looks any more.
    is_left: AtomicBool,
}

impl<'a> PseudoTerminal<'a> {
    /// Starts `workbook` in a terminal of so many columns and rows, with more in the environment.
    pub(crate) fn start(
        project: &'a Project,
        (columns, rows): (u16, u16),
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> PseudoTerminal<'a> {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let terminal = native_pty_system().openpty(size).expect("a pseudo terminal can be had");
        let folder = project.folder("terminal");
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", SCRIPT, "sh", &folder]);
        command.args(project.words().chain(arguments.iter().copied()));
        command.cwd(&project.root);
        command.env_clear();
        for (name, value) in project.environment() {
            command.env(name, value);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = terminal.slave.spawn_command(command).expect("workbook starts");
        let mut reader = terminal.master.try_clone_reader().expect("the terminal can be read");
        let writer = terminal.master.take_writer().expect("the terminal can be written to");
        let parser = vt100::Parser::new(rows.max(1), columns.max(1), 0);
        let drawn = Arc::new(Drawn {
            state: Mutex::new((parser, Vec::new())),
            more: Condvar::new(),
            is_left: AtomicBool::new(false),
        });
        let shared = Arc::clone(&drawn);
        let reading = thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                if shared.is_left.load(Ordering::SeqCst) {
                    return;
                }
                let mut state = shared.state.lock().expect("nobody panics with it");
                state.0.process(&chunk[..count]);
                state.1.extend_from_slice(&chunk[..count]);
                shared.more.notify_all();
            }
        });
        PseudoTerminal {
            project,
            master: terminal.master,
            writer,
            child,
            drawn,
            reading: Some(reading),
            folder,
        }
    }

    /// Waits until a text is to be seen, and returns how long that took.
    #[track_caller]
    pub(crate) fn wait_for(&self, text: &str) -> Duration {
        self.wait_until(text, |screen| screen.contains(text))
    }

    /// Waits until a text is no longer to be seen.
    #[track_caller]
    pub(crate) fn wait_without(&self, text: &str) -> Duration {
        self.wait_until(&format!("no `{text}`"), |screen| !screen.contains(text))
    }

    #[track_caller]
    fn wait_until(&self, what: &str, is_seen: impl Fn(&str) -> bool) -> Duration {
        let begun = Instant::now();
        let state = self.drawn.state.lock().expect("nobody panics with it");
        let (state, timeout) = self
            .drawn
            .more
            .wait_timeout_while(state, PATIENCE, |state| !is_seen(&seen(&state.0)))
            .expect("nobody panics with it");
        let screen = seen(&state.0);
        drop(state);
        assert!(!timeout.timed_out(), "waited for {what}, and saw\n{screen}");
        begun.elapsed()
    }

    /// The text that is to be seen.
    pub(crate) fn screen(&self) -> String {
        seen(&self.drawn.state.lock().expect("nobody panics with it").0)
    }

    /// Everything that was written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.drawn.state.lock().expect("nobody panics with it").1.clone()
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes what is typed");
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) {
        let mut state = self.drawn.state.lock().expect("nobody panics with it");
        state.0.screen_mut().set_size(rows, columns);
        drop(state);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).expect("a terminal can have another size");
    }

    /// Lets what is drawn be seen in this size, of which the terminal itself knows nothing.
    pub(crate) fn resize_only_seen(&self, columns: u16, rows: u16) {
        let mut state = self.drawn.state.lock().expect("nobody panics with it");
        state.0.screen_mut().set_size(rows, columns);
    }

    /// Sends a signal to `workbook`, not to the shell around it.
    pub(crate) fn signal(&self, signal: &str) {
        let line = format!("kill -{signal} $(pgrep -P {})", self.child.process_id().unwrap_or(0));
        self.project.shell(&line).code(0);
    }

    /// Takes the terminal away, as when its window is closed, and waits until everything in it has ended.
    #[track_caller]
    pub(crate) fn hang_up(mut self) {
        self.drawn.is_left.store(true, Ordering::SeqCst);
        // What this key draws wakes whoever reads.
        self.press("l");
        thread::sleep(Duration::from_millis(500));
        let PseudoTerminal { project, master, writer, .. } = self;
        drop((master, writer));
        wait_for_end(project);
    }

    /// Waits for the end, after which the terminal must be as it was, and returns the exit code.
    #[track_caller]
    pub(crate) fn end(mut self) -> i32 {
        let begun = Instant::now();
        while self.child.try_wait().expect("the shell can be asked").is_none() {
            assert!(begun.elapsed() < PATIENCE, "it does not end, and shows\n{}", self.screen());
            thread::sleep(Duration::from_millis(5));
        }
        // Then everything has been seen.
        if let Some(reading) = self.reading.take() {
            reading.join().expect("it reads to the end");
        }
        let read = |name: &str| {
            std::fs::read_to_string(format!("{}/{name}", self.folder)).expect("the shell wrote it")
        };
        // The first line holds its size, which is another matter.
        let settings = |name| read(name).lines().skip(1).collect::<Vec<_>>().join("\n");
        assert_eq!(settings("before"), settings("after"), "the terminal is not set as it was");
        let state = self.drawn.state.lock().expect("nobody panics with it");
        assert!(!state.0.screen().alternate_screen(), "the other screen is still shown");
        assert!(!state.0.screen().hide_cursor(), "the cursor is still hidden");
        drop(state);
        self.project.leaves_nothing();
        read("code").trim().parse().expect("it is a number")
    }
}

/// The text on a screen; a blank at which no line is broken looks like any other.
fn seen(parser: &vt100::Parser) -> String {
    parser.screen().contents().replace('\u{a0}', " ")
}

/// Waits until no process of a project runs, which must not take long.
#[track_caller]
fn wait_for_end(project: &Project) {
    let begun = Instant::now();
    while !project.processes().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5), "still there: {:?}", project.commands());
        thread::sleep(Duration::from_millis(20));
    }
}
