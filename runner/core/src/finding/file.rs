//! The sentences about files that cannot be used: an answer that is no text, a database that is none any more.

use super::{AnswerProblem, DatabaseProblem};

pub(super) fn answer_message(problem: &AnswerProblem, file: &str) -> String {
    match problem {
        AnswerProblem::Missing => format!("the file `{file}` is not there"),
        AnswerProblem::Empty => format!("the file `{file}` is empty"),
        AnswerProblem::Directory => format!("`{file}` is a folder; it should be a file"),
        AnswerProblem::NotAFile => format!("`{file}` is not a regular file, so it is not read"),
        AnswerProblem::LinkOutside => {
            format!("`{file}` is a link that leads out of the exercise's folder, so it is not read")
        }
        AnswerProblem::GivenChanged => format!("the given file `{file}` is not as it was"),
        AnswerProblem::TooLarge { limit } => {
            format!("the file `{file}` is larger than {limit} bytes, so it is not read")
        }
        AnswerProblem::NotUtf8 => format!("`{file}` holds bytes here that are not UTF-8 text"),
        AnswerProblem::NulByte => format!("`{file}` holds a NUL byte here, which no text has"),
        AnswerProblem::Unreadable(reason) => format!("the file `{file}` cannot be read: {reason}"),
    }
}

pub(super) fn answer_hint(problem: &AnswerProblem) -> String {
    match problem {
        AnswerProblem::NotUtf8 | AnswerProblem::NulByte => "save the file as UTF-8 in your editor",
        AnswerProblem::Unreadable(_) => "see whether you may read the file",
        _ => "`workbook reset` and the exercise's name bring back the file as it was, and keep aside what they replace",
    }
    .to_owned()
}

pub(super) fn database_message(problem: &DatabaseProblem) -> String {
    match problem {
        DatabaseProblem::NotAFile => "something that is no file stands in the place of the database".to_owned(),
        DatabaseProblem::TooLarge { limit } => format!("the database has grown over {} MB", limit / 1_000_000),
        DatabaseProblem::Unreadable(message) => format!("the database cannot be read any more: {message}"),
    }
}
