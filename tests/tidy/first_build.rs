//! What a newcomer waits for: few packages before the first check, and none of them a second time for a Rust exercise.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::files::root;
use crate::{NONE, assert_none};

/// As many packages as the first `cargo run` may compile. Look for a lighter one before you raise it. Five of them are the
/// sandbox of Linux: `landlock` with `enumflags2`, its derive and the `syn` of that, and `seccompiler`. One, `allocator-api2`, is
/// a feature of `hashbrown` that `ratatui` wants, which cargo switches on for all packages of the workspace.
const PACKAGES: usize = 90;

/// What only authors and teachers need is compiled when it is first asked for.
const NOT_BEFORE_A_CHECK: [&str; 13] = [
    "mdbook",
    "workbook-authors",
    "workbook-book",
    "sea-orm",
    "quick-junit",
    "indicatif",
    "rustyline",
    "ratatui",
    "#notify@",
    "toml_edit",
    "#csv@",
    "#jiff@",
    "#zip@",
];

#[test]
fn the_first_check_waits_for_few_packages_and_none_is_built_twice() {
    // `cargo run` builds the one program that a default member names its `default-run`.
    let first = unit_graph(&["--bin", "workbook-learner"]);
    assert_none(package_problems(&first));
    for what in [["--bin", "ch2-cookie-model"], ["--example", "ch02_models"]] {
        let next = unit_graph(&[&["--package", "exercises"], &what[..]].concat());
        assert_none(repetition_problems(&[&first, &next]));
    }
}

#[test]
fn the_rule_on_the_first_build_can_fail() {
    let unit = |id: &str, features: &[&str]| {
        serde_json::json!({
            "pkg_id": id, "mode": "build", "features": features, "profile": {"opt_level": "0"},
            "target": {"name": id, "kind": ["lib"]}
        })
    };
    let plain = [unit("a#b@1.0.0", &[]), unit("a#mdbook-core@1.0.0", &[])];
    assert_eq!(package_problems(&plain[..1]), NONE);
    assert_eq!(package_problems(&plain), ["a first check waits for `a#mdbook-core@1.0.0`"]);
    let many: Vec<Value> = (0..=PACKAGES).map(|n| unit(&format!("a#b@{n}"), &[])).collect();
    assert_eq!(package_problems(&many).len(), 1);
    assert_eq!(repetition_problems(&[&plain[..1], &plain]), NONE);
    assert_eq!(
        repetition_problems(&[&plain[..1], &[unit("a#b@1.0.0", &["std"])]]),
        ["`a#b@1.0.0` is built with [\"std\"] and with []; see `runner/harness/Cargo.toml`"]
    );
}

/// The calls of the compiler that a `cargo build` with these arguments makes in an empty target folder.
#[expect(clippy::disallowed_methods, reason = "a test asks cargo for its plan")]
fn unit_graph(arguments: &[&str]) -> Vec<Value> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--unit-graph", "-Z", "unstable-options"]).args(arguments);
    // Only a look at the plan needs it; nothing is compiled.
    let output = cargo.current_dir(root()).env("RUSTC_BOOTSTRAP", "1").output();
    let output = output.expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo says\n{text}");
    let graph: Value = serde_json::from_slice(&output.stdout).expect("the graph is JSON");
    graph["units"].as_array().expect("units are a list").clone()
}

fn package_problems(units: &[Value]) -> Vec<String> {
    let packages: BTreeSet<&str> =
        units.iter().filter_map(|unit| unit["pkg_id"].as_str()).collect();
    let is_late = |id: &&str| NOT_BEFORE_A_CHECK.iter().any(|name| id.contains(name));
    let late = packages.iter().copied().filter(is_late);
    let mut wrong: Vec<String> = late.map(|id| format!("a first check waits for `{id}`")).collect();
    if packages.len() > PACKAGES {
        wrong.push(format!("a first check waits for {} packages", packages.len()));
    }
    wrong
}

/// What is built in two ways, because features or profiles differ.
fn repetition_problems(builds: &[&[Value]]) -> Vec<String> {
    let mut ways: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for unit in builds.iter().copied().flatten() {
        let what = format!("{} {} {}", unit["pkg_id"], unit["target"], unit["mode"]);
        let way = (unit["features"].to_string(), unit["profile"].to_string());
        ways.entry(what).or_default().insert(way);
    }
    let twice = ways.into_iter().filter(|(_, ways)| ways.len() > 1);
    twice
        .map(|(what, ways)| {
            let name = what.split(' ').next().unwrap_or_default().trim_matches('"').to_owned();
            let features: Vec<_> = ways.into_iter().map(|(features, _)| features).collect();
            format!(
                "`{name}` is built with {}; see `runner/harness/Cargo.toml`",
                features.join(" and with ")
            )
        })
        .collect()
}
