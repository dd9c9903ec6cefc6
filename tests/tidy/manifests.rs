//! One SQLite, one edition and one version in the whole workspace.

use std::fs;

use crate::files::root;
use crate::{NONE, assert_none};

#[test]
fn there_is_one_sqlite_one_edition_and_one_version() {
    let read =
        |name: &str| fs::read_to_string(root().join(name)).expect("the workspace can be read");
    assert_none(lock_problems(&read("Cargo.lock")));
    let workspace: toml::Table = read("Cargo.toml").parse().expect("Cargo.toml is TOML");
    for member in workspace["workspace"]["members"].as_array().expect("members are a list") {
        let name = format!("{}/Cargo.toml", member.as_str().expect("a member is a path"));
        assert_none(manifest_problems(&name, &read(&name)));
    }
}

#[test]
fn the_rule_on_one_sqlite_can_fail() {
    let one = "name = \"libsqlite3-sys\"\nname = \"rusqlite\"\n";
    assert_eq!(lock_problems(one), NONE);
    assert_eq!(lock_problems(&format!("{one}{one}")).len(), 2);
    let good = "[package]\nversion.workspace = true\nedition.workspace = true\n[dependencies]\nrusqlite.workspace = true";
    assert_eq!(manifest_problems("a", good), NONE);
    let bad =
        "[package]\nversion = \"1.0.0\"\nedition = \"2021\"\n[dependencies]\nrusqlite = \"1\"";
    assert_eq!(manifest_problems("a", bad).len(), 3);
}

fn lock_problems(lock: &str) -> Vec<String> {
    let count =
        |name: &str| lock.lines().filter(|line| *line == format!("name = \"{name}\"")).count();
    let counted = ["libsqlite3-sys", "rusqlite"].map(|name| (name, count(name)));
    let wrong = counted.iter().filter(|(_, count)| *count != 1);
    wrong.map(|(name, count)| format!("Cargo.lock has {count} of `{name}`, not one")).collect()
}

fn manifest_problems(name: &str, text: &str) -> Vec<String> {
    let manifest: toml::Table = text.parse().expect("a Cargo.toml is TOML");
    let inherited =
        |value: Option<&toml::Value>| value.is_none_or(|value| value.get("workspace").is_some());
    let package = &manifest["package"];
    let mut wrong: Vec<String> = Vec::new();
    for key in ["edition", "version"] {
        if package.get(key).is_none() || !inherited(package.get(key)) {
            wrong.push(format!("{name}: `{key}` is not the workspace's"));
        }
    }
    for group in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for library in ["rusqlite", "libsqlite3-sys", "sea-orm"] {
            if !inherited(manifest.get(group).and_then(|group| group.get(library))) {
                wrong.push(format!("{name}: `{library}` is not the workspace's"));
            }
        }
    }
    wrong
}
