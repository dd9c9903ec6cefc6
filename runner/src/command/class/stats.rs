//! `workbook class stats`: what a class did, in a terminal.

use super::Class;
use super::marks::format_points;
use super::overview::survey_class;
use crate::command::Io;
use crate::exit::Exit;

/// Prints a line for each exercise: how many began and passed, and what is wrong most often.
pub(super) fn print_stats(class: &Class, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let overview = survey_class(class, &mut |_, _, _| Ok(()))?;
    let (learners, all) = (overview.learners, class.roster.learners.len());
    let share =
        if overview.possible > 0.0 { 100.0 * overview.counted / overview.possible } else { 0.0 };
    writeln!(
        io.out,
        "{}: {learners} of {all} learners graded, {} of {} points ({share:.0} %)",
        class.settings.name,
        format_points(overview.counted),
        format_points(overview.possible)
    )?;
    let width = overview.exercises.iter().map(|one| one.id.len()).max().unwrap_or(0);
    for one in &overview.exercises {
        let (began, passed) = (one.began(), one.passed);
        write!(io.out, "{:width$}  {began} began, {passed} passed", one.id)?;
        if one.late > 0 {
            write!(io.out, ", {} late", one.late)?;
        }
        for (kind, found) in one.most_found().into_iter().take(3) {
            write!(io.out, "; {kind} {}", found.count)?;
        }
        writeln!(io.out)?;
    }
    if overview.changed > 0 {
        writeln!(io.out, "{} results changed with the last run", overview.changed)?;
    }
    Ok(Exit::Passed)
}
