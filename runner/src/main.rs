//! The program `workbook`, whole: arguments in, exit code out.

use workbook_learner::BookMaker;

fn main() -> std::process::ExitCode {
    workbook_learner::run(std::env::args_os(), BookMaker::BuiltIn(workbook_book::run))
}
