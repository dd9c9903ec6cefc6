//! Reads `class.toml`: which exercises count, how much, until when, and what being late costs.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;
use workbook_core::exercise::Exercise;

use super::file_place::ClassFileError;
use super::roster::Roster;
use crate::course::Course;
use crate::course::select::select;

/// The name of the file in the folder of a class.
pub(super) const FILE: &str = "class.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClass {
    name: Spanned<String>,
    seed: Option<Spanned<i64>>,
    exercises: Spanned<BTreeMap<Spanned<String>, Spanned<f64>>>,
    #[serde(default)]
    due: BTreeMap<Spanned<String>, Spanned<Datetime>>,
    #[serde(default)]
    late: RawLateRule,
    #[serde(default)]
    extensions: BTreeMap<Spanned<String>, Spanned<i64>>,
    #[serde(default)]
    feedback: RawFeedback,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFeedback {
    show_rows: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLateRule {
    per_day: Option<Spanned<i64>>,
    at_most: Option<Spanned<i64>>,
    until_days: Option<Spanned<i64>>,
}

/// The validated settings of a class.
#[derive(Debug)]
pub(super) struct ClassSettings {
    pub(super) name: String,
    /// Makes the rows on which answers are run beside the solution others than learners find; 0 is everybody's.
    pub(super) seed: u64,
    /// True where feedback may show one of these rows.
    pub(super) shows_rows: bool,
    /// In the order of the book.
    pub(super) exercises: Vec<ClassExercise>,
    pub(super) late: LateRule,
    /// Days that a learner has beyond every due date, by the learner's name in the roster.
    pub(super) extensions: BTreeMap<String, i64>,
}

/// An exercise that counts.
#[derive(Clone, Debug)]
pub(super) struct ClassExercise {
    pub(super) exercise: Exercise,
    pub(super) chapter: String,
    /// Its points count so many times.
    pub(super) weight: f64,
    pub(super) due: Option<Timestamp>,
}

/// The cost of handing in late, in hundredths of the points.
#[derive(Clone, Copy, Debug)]
pub(super) struct LateRule {
    /// For each day that has begun.
    pub(super) per_day: i64,
    pub(super) at_most: i64,
    /// After so many days nothing counts.
    pub(super) until_days: Option<i64>,
}

impl LateRule {
    /// The hundredths of the points that are left after so many days.
    pub(super) fn percent_left(self, days: i64) -> i64 {
        if days > 0 && self.until_days.is_some_and(|until| days > until) {
            return 0;
        }
        100 - (days.max(0).saturating_mul(self.per_day)).min(self.at_most)
    }
}

impl ClassSettings {
    /// Tells whether an answer that its system calls late, without saying how much, is: it is due, and the learner has no
    /// extension.
    pub(super) fn can_be_late(&self, one: &ClassExercise, learner: &str) -> bool {
        one.due.is_some() && !self.extensions.contains_key(learner)
    }

    /// The days that an answer of a learner is late, each counted once it has begun.
    pub(super) fn late_days(&self, one: &ClassExercise, learner: &str, moment: Timestamp) -> i64 {
        let Some(due) = one.due else { return 0 };
        let extension = self.extensions.get(learner).copied().unwrap_or(0);
        let seconds = moment.as_second() - due.as_second() - extension * SECONDS_OF_A_DAY;
        if seconds > 0 { (seconds - 1) / SECONDS_OF_A_DAY + 1 } else { 0 }
    }
}

/// Seeds are added to and multiplied by small numbers.
pub(super) const LARGEST_SEED: u64 = 1_000_000_000_000;

/// Sums of points stay numbers that a spreadsheet shows.
const LARGEST_WEIGHT: f64 = 1000.0;

const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// A mistake in words, with the bytes it is about.
type WrongSetting = (Range<usize>, String);

/// Reads the file of a class. Extensions of learners who left are noted.
pub(super) fn read(
    path: &Path,
    course: &Course,
    roster: &Roster,
    notes: &mut Vec<ClassFileError>,
) -> Result<ClassSettings, ClassFileError> {
    let text = fs::read_to_string(path).map_err(|error| ClassFileError::whole(path, error))?;
    let raw: RawClass = toml::from_str(&text).map_err(|error| {
        ClassFileError::at(path, &text, &error.span().unwrap_or_default(), error.message())
    })?;
    notes.extend(
        raw.extensions
            .keys()
            .filter(|one| roster.find(one.get_ref()).is_none())
            .map(|one| ClassFileError::nobody(path, &text, &one.span(), one.get_ref())),
    );
    validate(raw, course, roster)
        .map_err(|(span, message)| ClassFileError::at(path, &text, &span, message))
}

fn validate(
    raw: RawClass,
    course: &Course,
    roster: &Roster,
) -> Result<ClassSettings, WrongSetting> {
    let span = raw.exercises.span();
    let weights = by_exercise(course, raw.exercises.into_inner(), |weight| {
        let is_weight = (0.0..=LARGEST_WEIGHT).contains(weight.get_ref());
        is_weight
            .then_some(*weight.get_ref())
            .ok_or_else(|| format!("a weight is a number from 0 to {LARGEST_WEIGHT}"))
    })?;
    let due = by_exercise(course, raw.due, read_moment)?;
    let mut exercises = Vec::new();
    for chapter in &course.chapters {
        for entry in &chapter.entries {
            let Some(weight) = weights.get(&entry.id) else { continue };
            let exercise = entry.exercise().map_err(|error| (span.clone(), error.to_string()))?;
            exercises.push(ClassExercise {
                exercise: exercise.clone(),
                chapter: chapter.id.clone(),
                weight: *weight,
                due: due.get(&entry.id).copied(),
            });
        }
    }
    if exercises.is_empty() {
        return Err((span, "name at least one exercise or chapter that counts".to_owned()));
    }
    Ok(ClassSettings {
        name: raw.name.into_inner(),
        seed: read_seed(raw.seed)?,
        exercises,
        shows_rows: raw.feedback.show_rows.unwrap_or(true),
        late: read_late_rule(raw.late)?,
        extensions: read_extensions(raw.extensions, roster)?,
    })
}

/// Values for chapters and exercises as values for exercises; one for an exercise takes the place of its chapter's.
fn by_exercise<R, V>(
    course: &Course,
    values: BTreeMap<Spanned<String>, R>,
    read: impl Fn(&R) -> Result<V, String>,
) -> Result<BTreeMap<String, V>, WrongSetting>
where
    R: HasSpan,
    V: Copy,
{
    let mut chosen: BTreeMap<String, (bool, V)> = BTreeMap::new();
    for (selector, value) in values {
        let value = read(&value).map_err(|message| (value.span_of(), message))?;
        let selected = select(course, &[selector.get_ref().clone()]).map_err(|error| {
            let message = error.to_string().replace('\n', "; ");
            (selector.span(), message)
        })?;
        let is_chapter = selected.len() > 1 || !selector.get_ref().contains('/');
        for one in selected {
            let known = chosen.get(&one.entry.id);
            if known.is_none_or(|(was_chapter, _)| *was_chapter || !is_chapter) {
                chosen.insert(one.entry.id.clone(), (is_chapter, value));
            }
        }
    }
    Ok(chosen.into_iter().map(|(id, (_, value))| (id, value)).collect())
}

/// A value that knows where it stands.
trait HasSpan {
    fn span_of(&self) -> Range<usize>;
}

impl<T> HasSpan for Spanned<T> {
    fn span_of(&self) -> Range<usize> {
        self.span()
    }
}

fn read_seed(seed: Option<Spanned<i64>>) -> Result<u64, WrongSetting> {
    let Some(seed) = seed else { return Ok(0) };
    let number = u64::try_from(*seed.get_ref()).ok().filter(|number| *number <= LARGEST_SEED);
    number.ok_or_else(|| (seed.span(), format!("take a whole number from 0 to {LARGEST_SEED}")))
}

fn read_moment(moment: &Spanned<Datetime>) -> Result<Timestamp, String> {
    let text = moment.get_ref().to_string();
    text.parse().map_err(|_| {
        format!(
            "`{text}` is no moment with its offset from UTC, such as `2026-11-02T23:59:00+01:00`"
        )
    })
}

fn read_late_rule(raw: RawLateRule) -> Result<LateRule, WrongSetting> {
    let percent = |value: Option<Spanned<i64>>, usual: i64| match value {
        None => Ok(usual),
        Some(value) if (0..=100).contains(value.get_ref()) => Ok(*value.get_ref()),
        Some(value) => Err((value.span(), "take a number from 0 to 100".to_owned())),
    };
    let until_days = match raw.until_days {
        Some(days) if *days.get_ref() < 0 => {
            return Err((days.span(), "take a number of days, from 0 on".to_owned()));
        }
        days => days.map(Spanned::into_inner),
    };
    Ok(LateRule {
        per_day: percent(raw.per_day, 0)?,
        at_most: percent(raw.at_most, 100)?,
        until_days,
    })
}

fn read_extensions(
    raw: BTreeMap<Spanned<String>, Spanned<i64>>,
    roster: &Roster,
) -> Result<BTreeMap<String, i64>, WrongSetting> {
    let mut extensions = BTreeMap::new();
    for (learner, days) in raw {
        let Some(at) = roster.find(learner.get_ref()) else { continue };
        if *days.get_ref() < 0 {
            return Err((days.span(), "take a number of days, from 0 on".to_owned()));
        }
        extensions.insert(roster.learners[at].id.clone(), days.into_inner());
    }
    Ok(extensions)
}
