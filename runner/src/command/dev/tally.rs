//! Counts what a check of a course graded.

use std::io::{self, Write};

/// Answers and mutants, and what became of them.
#[derive(Default)]
pub(super) struct GradingTally {
    pub(super) wrong: usize,
    /// Wrong answers that pass.
    pub(super) accepted: usize,
    pub(super) right: usize,
    /// Right answers that do not.
    pub(super) refused: usize,
    /// Those that compile.
    pub(super) mutants: usize,
    pub(super) failed: usize,
    pub(super) equivalent: usize,
    pub(super) survived: usize,
    pub(super) not_compiled: usize,
}

/// Extent of a check of the course: answers and mutants take minutes in a course with programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckDepth {
    Whole,
    /// All but mutants.
    Quick,
    /// Starters and solutions only.
    NoAnswers,
}

impl GradingTally {
    pub(super) fn write_totals(&self, depth: CheckDepth, out: &mut dyn Write) -> io::Result<()> {
        let GradingTally {
            wrong,
            accepted,
            right,
            refused,
            mutants,
            failed,
            equivalent,
            survived,
            not_compiled,
        } = self;
        if depth == CheckDepth::NoAnswers {
            return writeln!(out, "answers and mutants: left out, as `--no-answers` says");
        }
        writeln!(
            out,
            "wrong answers: {wrong}, accepted {accepted}; right answers: {right}, refused {refused}"
        )?;
        if depth == CheckDepth::Quick {
            return writeln!(out, "mutants: left out, as `--quick` says");
        }
        write!(
            out,
            "mutants: {mutants}, of them {failed} failed, {equivalent} equivalent, {survived} survived"
        )?;
        match not_compiled {
            0 => writeln!(out),
            1 => writeln!(out, "; 1 more does not compile"),
            more => writeln!(out, "; {more} more do not compile"),
        }
    }
}
