//! The program `workbook`, whole: arguments in, exit code out.

use workbook_authors::BookMaker;

fn main() -> std::process::ExitCode {
    workbook_authors::run(std::env::args_os(), BookMaker::BuiltIn(workbook_book::run))
}
