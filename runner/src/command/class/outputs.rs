//! Makes the gradebook and the feedback of the results, one learner at a time.

use std::path::Path;

use anyhow::Context;

use super::gradebook::{self, Gradebook};
use super::marks::LearnerMarks;
use super::output_file::OutputFile;
use super::result_file::{self, ResultIndex};
use super::{Class, feedback};

/// Writes `gradebook.csv` and the files in `feedback`, after the results and the overrides as they are now.
pub(super) fn write_outputs(class: &Class) -> anyhow::Result<()> {
    let results = ResultIndex::open(&class.folder.join(result_file::FILE))?;
    let path = class.folder.join(gradebook::FILE);
    let failed = || format!("failed to write `{}`", path.display());
    let mut file = OutputFile::begin(&class.folder, Path::new(gradebook::FILE))?;
    let mut book = Gradebook::begin(class, &mut file).with_context(failed)?;
    for learner in &class.roster.learners {
        let lines = results.lines_of(&learner.id)?;
        let marks = LearnerMarks::new(class, &learner.id, &lines);
        book.add(learner, &marks).with_context(failed)?;
        if !lines.is_empty() {
            feedback::write_feedback(class, learner, &lines, &marks)
                .with_context(|| format!("failed to write the feedback for `{}`", learner.id))?;
        }
    }
    book.finish().with_context(failed)?;
    file.finish()
}
