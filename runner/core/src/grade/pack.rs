//! An answer with everything that it is graded by, as one piece of data that can be sent to where it is graded.

use serde::{Deserialize, Serialize};

use super::{AnswerFolder, Assignment, Host, Sections, SolutionBeside, StarterFiles};
use crate::exercise::Exercise;

/// An assignment that owns its parts.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Pack {
    pub exercise: Exercise,
    pub answer: AnswerFolder,
    pub solution: Option<AnswerFolder>,
    pub starter: StarterFiles,
    /// The text of the accepted snapshot.
    pub snapshot: String,
    pub sections: Sections,
    /// The time of day in seconds since 1970, in UTC.
    pub now: i64,
}

impl Pack {
    /// The assignment, with the solution on the same system.
    pub fn assignment<'a>(&'a self, host: &'a dyn Host) -> Assignment<'a> {
        Assignment {
            exercise: &self.exercise,
            answer: &self.answer,
            solution: self.solution.as_ref().map(|folder| SolutionBeside { folder, host, seed: 0 }),
            starter: &self.starter,
            snapshot: &self.snapshot,
        }
    }
}
