//! Runs real programs that misbehave, and looks whether any of them is still there.

#![expect(clippy::disallowed_methods, reason = "the tests also do what a program should not")]

use std::path::Path;
use std::thread;

use super::*;

const LIMITS: Limits = Limits { time: Duration::from_secs(60), output_bytes: 1 << 20 };
const SHORT: Limits = Limits { time: Duration::from_secs(1), ..LIMITS };

fn sh(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command
}

#[track_caller]
fn run_sh(script: &str, limits: Limits) -> Run {
    run(&mut sh(script), limits, None).expect("sh starts")
}

fn is_alive(process: &str) -> bool {
    let process = system_id(process.trim().parse().expect("a process number")).expect("not zero");
    rustix::process::test_kill_process(process).is_ok()
}

/// Runs a script that prints the numbers of the processes it leaves behind.
#[track_caller]
fn leaves_nothing(script: &str, limits: Limits, ending: Ending, left_behind: usize) {
    let run = run_sh(script, limits);
    assert_eq!(run.ending, ending, "{run:?}");
    assert!(!run.stdout.is_empty(), "it printed no process numbers");
    let alive: Vec<_> = run.stdout.lines().filter(|process| is_alive(process)).collect();
    assert_eq!(alive, Vec::<&str>::new());
    if cfg!(target_os = "linux") {
        assert_eq!(run.left_behind, left_behind, "{run:?}");
    }
}

#[test]
fn output_and_exit_code_are_reported_apart() {
    let run = run_sh("echo out; echo err >&2; exit 3", LIMITS);
    assert_eq!(run.ending, Ending::Exited(3));
    assert_eq!((run.stdout.as_str(), run.stderr.as_str(), run.left_behind), ("out\n", "err\n", 0));
}

#[test]
fn an_endless_loop_is_ended() {
    leaves_nothing("echo $$; while :; do :; done", SHORT, Ending::TimedOut, 0);
}

#[test]
fn what_an_endless_loop_printed_and_started_is_kept_and_ended() {
    leaves_nothing("sleep 1000 & echo $!; while :; do :; done", SHORT, Ending::TimedOut, 1);
}

#[test]
fn a_program_that_waits_for_input_gets_the_end_of_it() {
    let run = run_sh("cat; read line; echo read: $?", LIMITS);
    assert_eq!((run.ending, run.stdout.as_str()), (Ending::Exited(0), "read: 1\n"));
}

#[test]
fn a_flood_on_standard_output_is_stopped_and_its_beginning_kept() {
    let run = run_sh("yes", LIMITS);
    assert_eq!(run.ending, Ending::Flooded);
    assert_eq!(run.stdout.len(), LIMITS.output_bytes);
}

#[test]
fn a_flood_on_standard_error_is_stopped_and_its_end_kept() {
    let run = run_sh("yes >&2", LIMITS);
    assert_eq!((run.ending, run.stderr.len()), (Ending::Flooded, STDERR_TAIL));
}

#[test]
fn a_flood_on_both_at_once_counts_together() {
    let run = run_sh("yes & yes >&2", LIMITS);
    assert_eq!(run.ending, Ending::Flooded);
    assert!(run.stdout.len() <= LIMITS.output_bytes);
}

#[test]
fn a_flood_that_ends_by_itself_is_a_flood_nevertheless() {
    let limits = Limits { output_bytes: 10, ..LIMITS };
    let run = run_sh("echo 0123456789", limits);
    assert_eq!((run.ending, run.stdout.as_str()), (Ending::Flooded, "0123456789"));
}

#[test]
fn output_up_to_the_limit_is_no_flood() {
    let limits = Limits { output_bytes: 11, ..LIMITS };
    assert_eq!(run_sh("echo 0123456789", limits).ending, Ending::Exited(0));
}

#[test]
fn a_signal_is_reported_by_its_number() {
    assert_eq!(run_sh("kill -TERM $$", LIMITS).ending, Ending::Signalled(15));
}

#[test]
fn a_missing_program_is_named() {
    let error =
        run(&mut Command::new("no-such-program"), LIMITS, None).expect_err("it does not exist");
    assert_eq!(error.to_string(), "cannot run `no-such-program`");
    assert_eq!(error.reason(), "there is no such program");
    assert!(matches!(error.kind, ProgramErrorKind::NotFound), "{error:?}");
}

#[test]
fn a_folder_is_not_a_program() {
    let error = run(&mut Command::new("/"), LIMITS, None).expect_err("it is a folder");
    assert!(matches!(error.kind, ProgramErrorKind::NotExecutable), "{error:?}");
}

#[test]
fn a_missing_folder_to_run_in_is_not_a_missing_program() {
    let mut command = sh("true");
    command.current_dir("/no/such/folder");
    let error = run(&mut command, LIMITS, None).expect_err("it does not exist");
    assert!(
        matches!(error.kind, ProgramErrorKind::NoFolder { folder } if folder == Path::new("/no/such/folder"))
    );
}

#[test]
fn backtraces_are_off_and_other_variables_are_passed_on() {
    let mut command = sh("echo $RUST_BACKTRACE ${RUST_LIB_BACKTRACE-none} $DATABASE_URL $HOME");
    command
        .env("RUST_BACKTRACE", "full")
        .env("RUST_LIB_BACKTRACE", "1")
        .env("DATABASE_URL", "sqlite://x.db");
    let home = std::env::var("HOME").unwrap_or_default();
    let stdout = run(&mut command, LIMITS, None).expect("sh starts").stdout;
    assert_eq!(stdout.trim(), format!("0 none sqlite://x.db {home}").trim());
}

#[test]
fn a_background_process_is_ended_and_its_hold_on_the_output_not_waited_for() {
    leaves_nothing("sleep 1000 & echo $!", LIMITS, Ending::Exited(0), 1);
}

#[test]
fn a_background_process_that_ended_by_itself_was_not_left_behind() {
    leaves_nothing("true & echo $!; wait; sleep 0.1", LIMITS, Ending::Exited(0), 0);
}

#[test]
fn a_stopped_process_is_ended() {
    leaves_nothing("echo $$; kill -STOP $$", SHORT, Ending::TimedOut, 0);
}

#[test]
fn signals_that_are_ignored_do_not_save_a_process() {
    leaves_nothing(
        "trap '' TERM INT HUP; echo $$; while :; do :; done",
        SHORT,
        Ending::TimedOut,
        0,
    );
}

/// Ends everything running in this process, so that process is one of its own.
#[test]
fn an_interrupt_ends_every_program_and_lets_no_other_start() {
    const NAME: &str = "program::tests::an_interrupt_ends_every_program_and_lets_no_other_start";
    if std::env::var_os("WORKBOOK_TEST_INTERRUPT").is_none() {
        let this = std::env::current_exe().expect("a path of the tests");
        let mut command = Command::new(this);
        command.args(["--exact", NAME]).env("WORKBOOK_TEST_INTERRUPT", "1");
        let run = run(&mut command, LIMITS, None).expect("the tests start");
        assert_eq!(
            (run.ending, run.left_behind),
            (Ending::Exited(0), 0),
            "{}{}",
            run.stdout,
            run.stderr
        );
        assert!(run.stdout.contains("1 passed"), "{}", run.stdout);
        return;
    }
    let running = thread::spawn(|| run(&mut sh("sleep 1000 & sleep 1000"), LIMITS, None));
    thread::sleep(Duration::from_millis(300));
    interrupt::end_all();
    for result in [running.join().expect("no panic"), run(&mut sh("true"), LIMITS, None)] {
        let error = result.expect_err("it was interrupted");
        assert!(matches!(error.kind, ProgramErrorKind::Interrupted), "{error:?}");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::*;

    #[test]
    fn a_process_in_another_session_is_ended() {
        leaves_nothing("setsid sleep 1000 & echo $!; sleep 0.2", LIMITS, Ending::Exited(0), 1);
    }

    #[test]
    fn a_daemon_is_ended() {
        leaves_nothing(
            "(setsid sh -c 'echo $$; exec sleep 1000' &); sleep 1",
            LIMITS,
            Ending::Exited(0),
            1,
        );
    }

    #[test]
    fn a_daemon_without_environment_or_output_is_ended() {
        let script = "(env -i setsid sh -c 'echo $$; exec sleep 1000 >/dev/null 2>&1' &); sleep 1";
        leaves_nothing(script, LIMITS, Ending::Exited(0), 1);
    }

    #[test]
    fn a_daemon_and_its_children_in_other_sessions_are_ended() {
        let script =
            "(setsid sh -c 'echo $$; env -i setsid sleep 1000 & echo $!; wait' &); sleep 1";
        leaves_nothing(script, LIMITS, Ending::Exited(0), 2);
    }

    #[test]
    fn a_daemon_of_a_program_that_runs_too_long_is_ended() {
        leaves_nothing(
            "(setsid sh -c 'echo $$; exec sleep 1000' &); exec sleep 1000",
            SHORT,
            Ending::TimedOut,
            1,
        );
    }

    #[test]
    fn processes_that_start_each_other_without_end_are_ended() {
        let script = "echo $$; f() { sleep 0.01; (f &); sleep 1; }; (f &) ; (setsid sh -c 'while :; do sleep 0.01 & done' &); sleep 1000";
        let run = run_sh(script, SHORT);
        assert_eq!(run.ending, Ending::TimedOut);
        assert!(run.left_behind > 1);
    }

    #[test]
    fn a_child_of_another_part_of_this_process_is_left_alone() {
        let mut stranger =
            sh("sleep 1000 & echo $!").stdout(Stdio::piped()).spawn().expect("sh starts");
        let mut orphan = String::new();
        // Not read to its end: the orphan holds the pipe.
        let mut pipe = io::BufReader::new(stranger.stdout.take().expect("piped"));
        io::BufRead::read_line(&mut pipe, &mut orphan).expect("a number");
        leaves_nothing("setsid sleep 1000 & echo $!; sleep 0.2", LIMITS, Ending::Exited(0), 1);
        assert!(is_alive(&orphan));
        stranger.wait().expect("sh ends");
        run_sh(&format!("kill {orphan}"), LIMITS);
    }

    #[test]
    fn runs_in_parallel_threads_end_only_their_own() {
        let steady = || run_sh("(setsid sh -c 'sleep 1; echo late' &) ; sleep 3; exit 7", LIMITS);
        let hasty = || {
            for _ in 0..10 {
                leaves_nothing(
                    "sleep 1000 & echo $!; setsid sleep 1000 & echo $!",
                    LIMITS,
                    Ending::Exited(0),
                    2,
                );
            }
        };
        thread::scope(|scope| {
            let steady: Vec<_> = (0..4).map(|_| scope.spawn(steady)).collect();
            (0..4).for_each(|_| drop(scope.spawn(hasty)));
            for thread in steady {
                let run = thread.join().expect("no panic");
                assert_eq!((run.ending, run.stdout.as_str()), (Ending::Exited(7), "late\n"));
            }
        });
    }

    #[test]
    fn limits_reach_the_program_and_what_it_starts() {
        let limits = run_sh("sleep 0.2; sh -c 'cat /proc/self/limits'", LIMITS).stdout;
        let soft = |name: &str| {
            let line =
                limits.lines().find_map(|line| line.strip_prefix(name)).expect("a known limit");
            line.split_whitespace().next().map(str::to_owned)
        };
        assert_eq!(soft("Max file size").as_deref(), Some("268435456"));
        assert_eq!(soft("Max core file size").as_deref(), Some("0"));
        assert_eq!(soft("Max data size").as_deref(), Some("4294967296"));
    }

    #[test]
    fn a_file_without_end_is_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = sh("sleep 0.2; exec cat /dev/zero > endless");
        command.current_dir(folder.path());
        assert_eq!(
            run(&mut command, LIMITS, None).expect("sh starts").ending,
            Ending::Signalled(25)
        );
    }
}
