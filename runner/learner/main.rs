//! The program `workbook-learner`: what `cargo run` compiles and runs in a checkout.

use workbook_learner::BookMaker;

/// The workspace from which it was compiled.
const CHECKOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn main() -> std::process::ExitCode {
    let maker = BookMaker::WholeProgram { checkout: CHECKOUT };
    workbook_learner::run(std::env::args_os(), maker)
}
