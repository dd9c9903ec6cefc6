//! `workbook book`: has the book made by what is compiled in, or by the whole program.

use std::ffi::OsString;
use std::io::Write;

use super::{Io, whole_program};
use crate::course::Course;
use crate::exit::Exit;

/// Who makes the book.
pub enum BookMaker {
    /// What is compiled into this program; it gets the task and where to write.
    BuiltIn(fn(BookTask<'_>, &mut dyn Write) -> anyhow::Result<()>),
    /// The whole program of the checkout in this folder, compiled when it is first asked for.
    WholeProgram { checkout: &'static str },
}

/// What `workbook book` is asked for.
pub enum BookTask<'a> {
    Build(&'a Course),
    /// Be the preprocessor that mdBook calls with these arguments.
    Preprocess(&'a [String]),
}

/// Makes the book; `arguments` are those of this program, without its name.
pub(crate) fn run(
    task: BookTask<'_>,
    maker: BookMaker,
    arguments: &[OsString],
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    match maker {
        BookMaker::BuiltIn(make) => {
            let out = if matches!(task, BookTask::Build(_)) { &mut *io.out } else { &mut *io.file };
            make(task, out).map(|()| Exit::Passed)
        }
        maker @ BookMaker::WholeProgram { .. } => whole_program::run(maker, arguments, io),
    }
}
