//! Only the module `program` knows an operating system.

use proc_macro2::TokenTree;

use crate::files::{SourceFile, rust_files, source};
use crate::tokens::{visit, without};
use crate::{NONE, assert_none, each};

#[test]
fn only_the_program_module_knows_an_operating_system() {
    assert_none(each(&rust_files(&["runner"]), system_problems));
}

#[test]
fn the_rule_on_operating_systems_can_fail() {
    let system = |name: &str, text: &str| system_problems(&source(name, text));
    let program = "runner/src/program.rs";
    assert_eq!(
        system(
            program,
            "#[cfg(target_os = \"linux\")]\nfn f() { read(\"/proc/self\") }\nfn g() {}"
        ),
        NONE
    );
    assert_eq!(
        system(program, "fn f() { read(\"/proc/self\") }"),
        ["runner/src/program.rs:1: `/proc` without `#[cfg(target_os = \"linux\")]`"]
    );
    assert_eq!(
        system("a.rs", "#[cfg(target_os = \"linux\")]\nfn f() {}"),
        ["a.rs:1: `target_os` outside of `program`"]
    );
}

fn system_problems(file: &SourceFile) -> Vec<String> {
    let is_program = file.name.starts_with("runner/src/program");
    let mut wrong = Vec::new();
    visit(file.tokens(), &mut |tokens| {
        for token in tokens.iter().filter(|token| !is_program && token.to_string() == "target_os") {
            wrong.push(format!(
                "{}:{}: `target_os` outside of `program`",
                file.name,
                token.span().start().line
            ));
        }
    });
    let is_linux = |condition: &str| condition == "target_os = \"linux\"";
    if file.condition.as_deref().is_some_and(is_linux) {
        return wrong;
    }
    visit(without(&file.tokens(), is_linux), &mut |tokens| {
        let strings = tokens.iter().filter(|token| {
            matches!(token, TokenTree::Literal(_)) && token.to_string().contains("/proc")
        });
        wrong.extend(strings.map(|token| {
            format!(
                "{}:{}: `/proc` without `#[cfg(target_os = \"linux\")]`",
                file.name,
                token.span().start().line
            )
        }));
    });
    wrong
}
