//! `workbook class grade`: takes the submissions of a class, grades them, and writes the results.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{Context, bail};
use jiff::Timestamp;
use workbook_core::grade::StarterFiles;

use super::Class;
use super::answer_cache::{self, AnswerCache};
use super::intake::{self, FoundSubmission, Intake};
use super::output_file::OutputFile;
use super::outputs;
use super::result::{AnswerGrade, MISSING, ResultLine};
use super::result_file::{self, ResultIndex};
use super::settings::{self, ClassExercise};
use super::shard::{self, PartBasis, Shard};
use super::submission::{self, HandedIn};
use super::times::{self, Times};
use super::warnings::{self, Warnings};
use super::work::{Grader, Task, given_files};
use crate::answer;
use crate::atomic;
use crate::cli::ClassGradeArgs;
use crate::command::Io;
use crate::command::course_copy::CourseCopyPlace;
use crate::course::select::select;
use crate::course::{Course, MEMORY};
use crate::exit::Exit;
use crate::program::can_confine;

/// Learners whose submissions are in memory at a time.
const AT_A_TIME: usize = 50;

/// The learners and exercises that a run is about.
pub(super) struct Selection {
    pub(super) learners: BTreeSet<usize>,
    /// Positions among the exercises of the class.
    pub(super) exercises: BTreeSet<usize>,
    is_everything: bool,
}

/// The results as they are written.
struct ResultWriter {
    out: OutputFile,
    lines: usize,
}

/// An exercise as it is graded.
struct PreparedExercise {
    /// The hash of everything that a verdict rests on.
    hash: String,
    /// The files that it gives.
    given: BTreeMap<String, Vec<u8>>,
    starter: StarterFiles,
}

/// The reading of one learner's answer to one exercise.
struct ReadAnswer {
    exercise: usize,
    /// None where nothing was handed in.
    key: Option<String>,
    changed_given: Vec<String>,
    from_starter: Vec<String>,
}

/// The submission of one learner, read.
#[derive(Default)]
struct ReadSubmission {
    answers: Vec<ReadAnswer>,
    /// The moment that a file in it tells.
    stamp: Option<Timestamp>,
    is_marked_late: bool,
    /// The reason that nothing of it could be taken.
    refused: Option<String>,
}

pub(super) fn grade_class(
    course: &Course,
    class: &Class,
    request: &ClassGradeArgs,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let shard = request.shard.as_deref().map(str::parse::<Shard>).transpose();
    let shard = shard.map_err(anyhow::Error::msg)?;
    let selection = select_work(course, class, &request.only, shard)?;
    require_sandbox(class, &selection)?;
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let folder = here.join(&request.submissions);
    let intake = intake::find_submissions(&folder, &class.roster)?;
    let has_marks = class.folder.join(result_file::FILE).is_file();
    if intake.submissions.is_empty() && (has_marks || !intake.refused.is_empty()) {
        bail!(
            "nothing in `{}` is of a learner of the roster, so nothing was graded\nhint: name the folder that has a folder or a zip for each learner{}",
            folder.display(),
            intake.refused.iter().map(|reason| format!("\n  {reason}")).collect::<String>()
        );
    }
    let own_times = Some(class.folder.join(times::FILE)).filter(|path| path.is_file());
    let times_file = request.times.as_ref().map(|path| here.join(path)).or(own_times);
    let mut nobody = Vec::new();
    let times = times_file.as_ref().map_or_else(
        || Ok(Times::default()),
        |path| times::read(path, course, &class.roster, &mut nobody),
    )?;
    super::tell_notes(&nobody, io)?;
    if class.settings.seed == 0 {
        writeln!(
            io.err,
            "warning: `{}` has no `seed`, so answers run beside the solution on rows that every copy of the course can make\nhint: take a large number that nobody knows: `seed = 48151623`",
            settings::FILE
        )?;
    }
    let name = shard.map_or_else(|| PathBuf::from(warnings::FILE), Shard::warnings_file);
    let mut warnings = Warnings::begin(&class.folder, &name)?;
    for refused in &intake.refused {
        warnings.add(refused, io)?;
    }
    atomic::make_folder(&class.folder, Path::new(MEMORY))?;
    let memory = class.folder.join(MEMORY);
    let without = [class.folder.clone(), folder];
    let target = memory.join("target");
    let copy = shard.map_or_else(|| "course".to_owned(), Shard::name);
    let inside = Path::new(MEMORY).join(copy);
    let place = CourseCopyPlace {
        base: &class.folder,
        inside: &inside,
        target: &target,
        seed: class.settings.seed,
        without: &without,
    };
    let run = ClassRun {
        class,
        selection,
        shard,
        times,
        prepared: prepare_exercises(course, class)?,
        chapters: course.chapters.iter().map(|chapter| chapter.stem.clone()).collect(),
        grader: Grader {
            course,
            exercises: &class.settings.exercises,
            cache: AnswerCache::open(memory.join("graded")),
            jobs: request
                .jobs
                .or_else(|| thread::available_parallelism().ok())
                .map_or(1, NonZeroUsize::get),
            place,
            copy: Mutex::new(None),
        },
    };
    let basis =
        PartBasis::new(class, run.prepared.iter().map(|one| &*one.hash), times_file.as_deref())?;
    let exit = run.grade_learners(&intake, &basis, &mut warnings, io)?;
    let exit = if warnings.has_any() { exit.max(Exit::Failed) } else { exit };
    warnings.finish()?;
    if shard.is_none() {
        outputs::write_outputs(class)?;
    }
    Ok(exit)
}

/// Programs of strangers run nowhere else than in a sandbox.
fn require_sandbox(class: &Class, selection: &Selection) -> anyhow::Result<()> {
    let mut exercises =
        selection.exercises.iter().map(|at| &class.settings.exercises[*at].exercise);
    match exercises.find(|exercise| exercise.runs_programs()) {
        Some(exercise) if !can_confine() => bail!(
            "`{}` runs programs, and this system has no sandbox for them\nhint: `workbook doctor` says more; grade on Linux, or leave such exercises out with `--only`",
            exercise.id
        ),
        _ => Ok(()),
    }
}

pub(super) fn select_work(
    course: &Course,
    class: &Class,
    only: &[String],
    shard: Option<Shard>,
) -> anyhow::Result<Selection> {
    let all = &class.settings.exercises;
    let (mut learners, mut exercises) = (BTreeSet::new(), BTreeSet::new());
    for word in only {
        if let Some(learner) = class.roster.find(word) {
            learners.insert(learner);
            continue;
        }
        let selected = select(course, std::slice::from_ref(word))
            .with_context(|| format!("there is no learner `{word}` in the roster"))?;
        let before = exercises.len();
        for one in selected {
            exercises.extend(all.iter().position(|known| known.exercise.id == one.entry.id));
        }
        if exercises.len() == before {
            bail!(
                "`{word}` adds no exercise that counts in this class\nhint: `class.toml` says which ones do"
            );
        }
    }
    if learners.is_empty() {
        learners = (0..class.roster.learners.len()).collect();
    }
    if let Some(shard) = shard {
        learners.retain(|learner| shard.holds(*learner));
    }
    if exercises.is_empty() {
        exercises = (0..all.len()).collect();
    }
    Ok(Selection { learners, exercises, is_everything: only.is_empty() })
}

fn prepare_exercises(course: &Course, class: &Class) -> anyhow::Result<Vec<PreparedExercise>> {
    let mut prepared = Vec::new();
    for ClassExercise { exercise, .. } in &class.settings.exercises {
        let given = given_files(course, exercise)?.into_iter();
        prepared.push(PreparedExercise {
            hash: answer_cache::hash_exercise(course, exercise, class.settings.seed)?,
            starter: answer::read_starter(course, exercise),
            given: given.map(|(name, bytes)| (crate::course::shown(&name), bytes)).collect(),
        });
    }
    Ok(prepared)
}

/// One run of `workbook class grade`.
struct ClassRun<'a> {
    class: &'a Class,
    selection: Selection,
    shard: Option<Shard>,
    times: Times,
    prepared: Vec<PreparedExercise>,
    /// The folders of the chapters.
    chapters: Vec<String>,
    grader: Grader<'a>,
}

impl ClassRun<'_> {
    /// Grades one group of learners after the other, so that no more than that is in memory, and writes all results as one
    /// file. What is not selected keeps the result it had.
    fn grade_learners(
        &self,
        intake: &Intake,
        basis: &PartBasis,
        warnings: &mut Warnings,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Exit> {
        let mut exit = Exit::Passed;
        let folder = &self.class.folder;
        let path = match self.shard {
            None => folder.join(result_file::FILE),
            Some(shard) => {
                atomic::make_folder(folder, Path::new(shard::FOLDER))?;
                shard.file(folder)
            }
        };
        let before = if self.selection.is_everything {
            ResultIndex::default()
        } else {
            ResultIndex::open(&path)?
        };
        let name = path.strip_prefix(folder)?;
        let mut out = ResultWriter { out: OutputFile::begin(folder, name)?, lines: 0 };
        let start = Instant::now();
        let all: Vec<usize> = (0..self.class.roster.learners.len()).collect();
        for group in all.chunks(AT_A_TIME) {
            exit = exit.max(self.grade_group(group, intake, &before, &mut out, warnings, io)?);
            let done = group.last().map_or(0, |last| last + 1);
            if done < all.len() {
                let left = start.elapsed().mul_f64((all.len() - done) as f64 / done as f64);
                let (all, seconds) = (all.len(), left.as_secs());
                writeln!(io.err, "{done} of {all} learners, about {seconds} s left")?;
            }
        }
        if let Some(shard) = self.shard {
            shard.write_end(out.lines, basis, &mut out.out)?;
        } else {
            result_file::keep_before(folder)?;
        }
        out.out.finish()?;
        Ok(exit)
    }

    fn grade_group(
        &self,
        group: &[usize],
        intake: &Intake,
        before: &ResultIndex,
        out: &mut ResultWriter,
        warnings: &mut Warnings,
        io: &mut Io<'_>,
    ) -> anyhow::Result<Exit> {
        let mut exit = Exit::Passed;
        let mut read: BTreeMap<usize, ReadSubmission> = BTreeMap::new();
        let mut tasks: BTreeMap<String, Task> = BTreeMap::new();
        let mut grades: BTreeMap<String, AnswerGrade> = BTreeMap::new();
        for learner in group.iter().filter(|one| self.selection.learners.contains(one)) {
            let mut notes = Vec::new();
            let found = intake.submissions.get(learner);
            let submission = match found {
                Some(found) => self.read_submission(found, &mut tasks, &mut notes),
                None => ReadSubmission {
                    refused: intake.refused_of.get(learner).cloned(),
                    ..ReadSubmission::default()
                },
            };
            let id = &self.class.roster.learners[*learner].id;
            warnings.add_of_learner(id, &notes, io)?;
            read.insert(*learner, submission);
        }
        tasks.retain(|key, _| match self.grader.cache.find(key) {
            Some(grade) => grades.insert(key.clone(), grade).is_some_and(|_| false),
            None => true,
        });
        grades.extend(self.grader.grade_all(tasks.into_values().collect())?);
        for learner in group {
            let lines = self.lines_of(*learner, &read, before, &grades)?;
            for line in &lines {
                serde_json::to_writer(&mut out.out, line)?;
                writeln!(out.out)?;
                out.lines += 1;
                if let Some(error) = &line.grade.error {
                    writeln!(io.err, "error: {} of `{}`: {error}", line.exercise, line.learner)?;
                    exit = Exit::Broken;
                }
            }
            if read.contains_key(learner) {
                writeln!(
                    io.out,
                    "{}",
                    describe_learner(&self.class.roster.learners[*learner].id, &lines)
                )?;
            }
        }
        Ok(exit)
    }

    /// Reads the answers of a learner, and adds those that nobody else has to the tasks.
    fn read_submission(
        &self,
        found: &FoundSubmission,
        tasks: &mut BTreeMap<String, Task>,
        notes: &mut Vec<String>,
    ) -> ReadSubmission {
        let mut submission = match submission::open(&found.path, &self.chapters) {
            Ok(submission) => submission,
            Err(reason) => {
                notes.push(reason.clone());
                return ReadSubmission { refused: Some(reason), ..ReadSubmission::default() };
            }
        };
        let mut answers = Vec::new();
        for exercise in self.selection.exercises.iter().copied() {
            let PreparedExercise { hash, given, starter } = &self.prepared[exercise];
            let of = &self.class.settings.exercises[exercise].exercise;
            let Some(handed_in) = submission.read_exercise(of, given, starter) else {
                let (changed_given, from_starter) = (Vec::new(), Vec::new());
                answers.push(ReadAnswer { exercise, key: None, changed_given, from_starter });
                continue;
            };
            let key = answer_cache::hash_answer(hash, &handed_in.edited);
            let HandedIn { edited, changed_given, from_starter } = handed_in;
            let task = Task { exercise, key: key.clone(), edited };
            tasks.entry(key.clone()).or_insert(task);
            answers.push(ReadAnswer { exercise, key: Some(key), changed_given, from_starter });
        }
        let stamp = submission.read_beside("timestamp.txt");
        let stamp = stamp.and_then(|text| intake::parse_nbgrader_time(&text));
        notes.append(&mut submission.notes);
        ReadSubmission { answers, stamp, is_marked_late: found.is_marked_late, refused: None }
    }

    /// The results of a learner in the order of the book.
    fn lines_of(
        &self,
        learner: usize,
        read: &BTreeMap<usize, ReadSubmission>,
        before: &ResultIndex,
        grades: &BTreeMap<String, AnswerGrade>,
    ) -> anyhow::Result<Vec<ResultLine>> {
        let id = &self.class.roster.learners[learner].id;
        let mut known: BTreeMap<String, ResultLine> = before.lines_of(id)?;
        let mut lines = Vec::new();
        for (at, one) in self.class.settings.exercises.iter().enumerate() {
            let submission = read.get(&learner).filter(|_| self.selection.exercises.contains(&at));
            let line = match submission {
                Some(submission) => Some(self.line_of(learner, at, submission, grades)?),
                None => known.remove(&one.exercise.id),
            };
            lines.extend(line);
        }
        Ok(lines)
    }

    fn line_of(
        &self,
        learner: usize,
        exercise: usize,
        submission: &ReadSubmission,
        grades: &BTreeMap<String, AnswerGrade>,
    ) -> anyhow::Result<ResultLine> {
        let class = &self.class.settings;
        let one = &class.exercises[exercise];
        let answer = submission.answers.iter().find(|answer| answer.exercise == exercise);
        let key = answer.and_then(|answer| answer.key.as_ref());
        let grade = match key {
            Some(key) => grades.get(key).cloned().context("an answer was not graded")?,
            None => AnswerGrade::missing(&one.exercise),
        };
        let id = &self.class.roster.learners[learner].id;
        // What the teacher says counts. A time in the submission may be the learner's own.
        let told = self.times.find(learner, &one.exercise.id);
        let moment = told.or(submission.stamp);
        let is_marked = submission.is_marked_late && told.is_none();
        let is_begun = key.is_some() && grade.verdict != "untouched";
        let late_days = if is_begun {
            let by_time = moment.map_or(0, |moment| class.late_days(one, id, moment));
            by_time.max(i64::from(is_marked && class.can_be_late(one, id)))
        } else {
            0
        };
        Ok(ResultLine {
            learner: id.clone(),
            exercise: one.exercise.id.clone(),
            version: self.prepared[exercise].hash[..12].to_owned(),
            answer: key.map(|key| key[..12].to_owned()),
            handed_in: moment.map(|moment| moment.to_string()),
            late_days,
            changed_given_files: answer.map(|one| one.changed_given.clone()).unwrap_or_default(),
            starter_files: answer.map(|one| one.from_starter.clone()).unwrap_or_default(),
            refused: submission.refused.clone(),
            grade,
        })
    }
}

/// `s-one: 42 of 57 points; 2 untouched, 1 not handed in; 1 day late`
fn describe_learner(id: &str, lines: &[ResultLine]) -> String {
    let count = |verdict: &str| lines.iter().filter(|line| line.grade.verdict == verdict).count();
    let (missing, untouched) = (count(MISSING), count("untouched"));
    if missing == lines.len() {
        let is_refused = lines.iter().any(|line| line.refused.is_some());
        let what = if is_refused { "nothing that can be taken" } else { "nothing handed in" };
        return format!("{id}: {what}");
    }
    let earned: u32 = lines.iter().map(|line| line.grade.earned).sum();
    let points: u32 = lines.iter().map(|line| line.grade.points).sum();
    let open = [(untouched, "untouched"), (missing, "not handed in")];
    let open = open.into_iter().filter(|(count, _)| *count > 0);
    let open: Vec<String> = open.map(|(count, what)| format!("{count} {what}")).collect();
    let late = match lines.iter().map(|line| line.late_days).max().unwrap_or(0) {
        0 => None,
        1 => Some("1 day late".to_owned()),
        days => Some(format!("{days} days late")),
    };
    let more = (!open.is_empty()).then(|| open.join(", ")).into_iter().chain(late);
    let more: String = more.map(|text| format!("; {text}")).collect();
    format!("{id}: {earned} of {points} points{more}")
}
