//! The program `workbook`: arguments in, exit code out.

fn main() -> std::process::ExitCode {
    workbook::run(std::env::args_os())
}
