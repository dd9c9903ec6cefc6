//! The sentences about files that cannot be used: an answer that is no text, a database that is none any more.

use super::{AnswerProblem, DatabaseProblem, Wording};

pub(super) fn describe_answer_problem(problem: &AnswerProblem, file: &str) -> Wording {
    let not_read = "so it is not read";
    match problem {
        AnswerProblem::Missing => Wording::actual(format!("the file `{file}` is not there")),
        AnswerProblem::Empty => Wording::actual(format!("the file `{file}` is empty")),
        AnswerProblem::Directory => {
            Wording::actual(format!("`{file}` is a folder")).expected("it should be a file")
        }
        AnswerProblem::NotAFile => {
            Wording::actual(format!("`{file}` is not a regular file, {not_read}"))
        }
        AnswerProblem::LinkOutside => Wording::actual(format!(
            "`{file}` is a link that leads out of the exercise's folder, {not_read}"
        )),
        AnswerProblem::GivenChanged => {
            Wording::actual(format!("the given file `{file}` is not as it was"))
        }
        AnswerProblem::TooLarge { limit } => {
            Wording::actual(format!("the file `{file}` is larger than {limit} bytes, {not_read}"))
        }
        AnswerProblem::NotUtf8 => {
            Wording::actual(format!("`{file}` holds bytes here that are not UTF-8 text"))
        }
        AnswerProblem::NulByte => {
            Wording::actual(format!("`{file}` holds a NUL byte here, which no text has"))
        }
        AnswerProblem::CarriageReturns => Wording::actual(format!(
            "the lines of `{file}` end with a carriage return alone, so that all of it is one line"
        )),
        AnswerProblem::UnfinishedMerge => {
            Wording::actual(format!("`{file}` holds both sides of an unfinished merge"))
        }
        AnswerProblem::SharedMacro => {
            Wording::actual(format!("`{file}` shares a macro with the other files of the program"))
                .expected("a macro may only be used in the file that it stands in")
        }
        AnswerProblem::Renamed { to } => {
            Wording::actual(format!("the file `{file}` is not there, but `{to}` is"))
        }
        AnswerProblem::Unreadable(reason) => {
            Wording::actual(format!("the file `{file}` cannot be read: {reason}"))
        }
    }
}

pub(super) fn advise_on_answer_problem(problem: &AnswerProblem) -> String {
    match problem {
        AnswerProblem::NotUtf8 | AnswerProblem::NulByte => "save the file as UTF-8 in your editor",
        AnswerProblem::CarriageReturns => {
            "save the file with line ends of Unix (LF) or Windows (CRLF): an editor shows them in its status line"
        }
        AnswerProblem::UnfinishedMerge => {
            "keep one of the two sides, and delete the other with the three lines of marks: `<<<<<<<`, `=======` and `>>>>>>>`"
        }
        AnswerProblem::SharedMacro => "take that attribute away, or write a function in place of the macro",
        AnswerProblem::Renamed { .. } => "rename that file: its name counts letter by letter, and its ending too",
        AnswerProblem::Unreadable(_) => "see whether you may read the file",
        _ => "`workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace",
    }
    .to_owned()
}

pub(super) fn describe_database_problem(problem: &DatabaseProblem) -> Wording {
    Wording::actual(match problem {
        DatabaseProblem::NotAFile => {
            "something that is no file stands in the place of the database".to_owned()
        }
        DatabaseProblem::TooLarge { limit } => {
            format!("the database has grown over {} MB", limit / 1_000_000)
        }
        DatabaseProblem::Unreadable(message) => {
            format!("the database cannot be read any more: {message}")
        }
    })
}
