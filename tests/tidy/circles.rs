//! The modules below one module import each other in no circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::files::{SourceModule, crate_sources, module};
use crate::imports::resolve;
use crate::tokens::{covers, is_test, paths, without};
use crate::{NONE, assert_none};

#[test]
fn the_modules_below_one_module_import_each_other_in_no_circle() {
    // `command` may import anything.
    let below_command = |source: &SourceModule| covers("command", &source.name);
    let sources: Vec<SourceModule> =
        crate_sources().into_iter().filter(|source| !below_command(source)).collect();
    assert_none(circle_problems(&sources));
}

#[test]
fn the_rule_on_circles_below_a_module_can_fail() {
    let found = |one: &str, three: &str| {
        let [one, three] = [module("core::a::one", one), module("core::a::three", three)];
        let two = module("core::a::two::deep", "fn f() { crate::a::three::run() }");
        circle_problems(&[module("core::a", "use one::One;"), one, two, three])
    };
    assert_eq!(found("use super::two::deep::Two;", "use super::Half;"), NONE);
    assert_eq!(
        found("use super::two::deep::Two;", "use super::one::One;"),
        ["`core::a::one` imports itself, by way of `core::a::two`, `core::a::three`"]
    );
    assert_eq!(
        found("use super::three;", "\nuse crate::a::{one, two};"),
        [
            "`core::a::one` imports itself, by way of `core::a::three`",
            "`core::a::two` imports itself, by way of `core::a::three`"
        ]
    );
}

/// Circles of imports among the modules directly below one module, the shortest from each module.
fn circle_problems(sources: &[SourceModule]) -> Vec<String> {
    let imports = sibling_imports(sources);
    let mut reported: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    let mut wrong = Vec::new();
    for start in imports.keys() {
        let Some(circle) = shortest_circle(&imports, start) else { continue };
        if reported.insert(circle.iter().copied().collect()) {
            let others: Vec<String> = circle[1..].iter().map(|name| format!("`{name}`")).collect();
            wrong.push(format!("`{start}` imports itself, by way of {}", others.join(", ")));
        }
    }
    wrong
}

/// For each module what it imports of its siblings; what is below a module counts as the module.
fn sibling_imports(sources: &[SourceModule]) -> BTreeMap<String, BTreeSet<String>> {
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        for (_, path) in paths(without(&source.tokens, is_test)) {
            let Some(target) = resolve(&source.name, &path, &[]) else { continue };
            let [ours, theirs] = [&source.name, &target].map(|name| name.split("::").collect());
            let (ours, theirs): (Vec<&str>, Vec<&str>) = (ours, theirs);
            let common = ours.iter().zip(&theirs).take_while(|(one, two)| one == two).count();
            let is_below = common > usize::from(ours[0] == "core") && common < ours.len();
            let [own, other] =
                [ours, theirs].map(|name| name[..name.len().min(common + 1)].join("::"));
            if is_below && sources.iter().any(|source| covers(&other, &source.name)) {
                imports.entry(own).or_default().insert(other);
            }
        }
    }
    imports
}

/// Modules on the shortest way from `start` back to it, `start` first.
fn shortest_circle<'a>(
    imports: &'a BTreeMap<String, BTreeSet<String>>,
    start: &'a str,
) -> Option<Vec<&'a str>> {
    let mut seen = BTreeSet::new();
    let mut ways = VecDeque::from([vec![start]]);
    while let Some(way) = ways.pop_front() {
        for next in imports.get(way[way.len() - 1]).into_iter().flatten() {
            if next == start {
                return Some(way);
            }
            if seen.insert(next) {
                ways.push_back(way.iter().copied().chain([next.as_str()]).collect());
            }
        }
    }
    None
}
