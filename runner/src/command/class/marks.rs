//! Marks of a learner: points with their weights, less what being late costs, or what the teacher gives instead.

use std::collections::BTreeMap;

use super::Class;
use super::result::ResultLine;
use super::settings::ClassExercise;

/// The marks of a learner.
pub(super) struct LearnerMarks {
    /// In the order of the class's exercises; None where nothing was graded yet.
    pub(super) exercises: Vec<Option<ExerciseMark>>,
}

/// The mark of an exercise, in points times their weight.
#[derive(Clone, Debug)]
pub(super) struct ExerciseMark {
    pub(super) possible: f64,
    pub(super) earned: f64,
    pub(super) late_days: i64,
    /// What counts in the end.
    pub(super) counted: f64,
    /// The reason for points that the teacher gave.
    pub(super) override_reason: Option<String>,
}

impl LearnerMarks {
    pub(super) fn new(
        class: &Class,
        learner: &str,
        lines: &BTreeMap<String, ResultLine>,
    ) -> LearnerMarks {
        let all = class.settings.exercises.iter();
        let marks = all.map(|one| {
            let line = lines.get(&one.exercise.id)?;
            Some(ExerciseMark::new(class, learner, one, line))
        });
        LearnerMarks { exercises: marks.collect() }
    }

    pub(super) fn possible(&self) -> f64 {
        self.exercises.iter().flatten().map(|mark| mark.possible).sum()
    }

    pub(super) fn earned(&self) -> f64 {
        self.exercises.iter().flatten().map(|mark| mark.earned).sum()
    }

    pub(super) fn counted(&self) -> f64 {
        self.exercises.iter().flatten().map(|mark| mark.counted).sum()
    }

    pub(super) fn late_days(&self) -> i64 {
        self.exercises.iter().flatten().map(|mark| mark.late_days).max().unwrap_or(0)
    }
}

impl ExerciseMark {
    fn new(class: &Class, learner: &str, one: &ClassExercise, line: &ResultLine) -> ExerciseMark {
        let earned = f64::from(line.grade.earned) * one.weight;
        let given = class.overrides.get(&(learner.to_owned(), one.exercise.id.clone()));
        let in_time = earned * class.settings.late.percent_left(line.late_days) as f64 / 100.0;
        ExerciseMark {
            possible: f64::from(line.grade.points) * one.weight,
            earned,
            late_days: line.late_days,
            counted: given.map_or(in_time, |given| given.points * one.weight),
            override_reason: given.map(|given| given.reason.clone()),
        }
    }
}

/// Points with two decimals at most: `7`, `6.5`, `6.25`.
pub(super) fn format_points(points: f64) -> String {
    let text = format!("{points:.2}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "-0" => "0".to_owned(),
        text => text.to_owned(),
    }
}
