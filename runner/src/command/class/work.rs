//! Grades answers, several at a time, with the code that `workbook check` grades with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::{fs, io};

use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use workbook_core::exercise::{Exercise, Tree};

use super::answer_cache::AnswerCache;
use super::result::AnswerGrade;
use super::settings::ClassExercise;
use crate::answer::{self, EditedFiles};
use crate::atomic;
use crate::check;
use crate::command::course_copy::{self, AnswerFiles, CourseCopy, CourseCopyPlace};
use crate::course::Course;
use crate::event::{Report, Teaching};
use crate::program::interrupt;

/// An answer that is to be graded.
pub(super) struct Task {
    /// The position of its exercise among those of the class.
    pub(super) exercise: usize,
    /// The hash of its content.
    pub(super) key: String,
    pub(super) edited: EditedFiles,
}

/// The way to grade answers of a class.
pub(super) struct Grader<'a> {
    pub(super) course: &'a Course,
    pub(super) exercises: &'a [ClassExercise],
    pub(super) cache: AnswerCache,
    pub(super) jobs: usize,
    /// Where answers with programs are compiled and run.
    pub(super) place: CourseCopyPlace<'a>,
    /// That place, once it is needed; one answer has it at a time.
    pub(super) copy: Mutex<Option<CourseCopy>>,
}

type Queue = Mutex<Vec<Task>>;
type Grades = BTreeMap<String, AnswerGrade>;

impl Grader<'_> {
    /// Grades these answers, and keeps each result as soon as it is there. Those with programs are graded one after the
    /// other, beside the others.
    pub(super) fn grade_all(&self, tasks: Vec<Task>) -> anyhow::Result<Grades> {
        let (programs, plain): (Vec<_>, Vec<_>) =
            tasks.into_iter().partition(|task| self.exercise_of(task).runs_programs());
        let progress = make_progress_bar(programs.len() + plain.len());
        let (programs, plain) = (Mutex::new(programs), Mutex::new(plain));
        let grades = Mutex::new(Ok(Grades::new()));
        thread::scope(|scope| {
            for _ in 1..self.jobs {
                let work = || self.work_through(&[&plain], &grades, &progress);
                // A machine that has no more threads grades in this one.
                _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            self.work_through(&[&programs, &plain], &grades, &progress);
        });
        progress.finish_and_clear();
        if interrupt::is_interrupted() {
            bail!("interrupted; what was graded is kept, and the same command goes on from there");
        }
        grades.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn work_through(
        &self,
        queues: &[&Queue],
        grades: &Mutex<anyhow::Result<Grades>>,
        progress: &ProgressBar,
    ) {
        for queue in queues {
            while let Some(task) = take(queue) {
                let graded = self.grade_one(&task);
                progress.inc(1);
                let mut grades = hold(grades);
                match (graded, &mut *grades) {
                    (Ok(grade), Ok(known)) => _ = known.insert(task.key, grade),
                    (Ok(_), Err(_)) => return,
                    (Err(error), grades) => {
                        *grades = Err(error);
                        return;
                    }
                }
                if interrupt::is_interrupted() {
                    return;
                }
            }
        }
    }

    fn exercise_of(&self, task: &Task) -> &Exercise {
        &self.exercises[task.exercise].exercise
    }

    fn grade_one(&self, task: &Task) -> anyhow::Result<AnswerGrade> {
        let exercise = self.exercise_of(task);
        let answer = answer::with_edited(self.course, exercise, &task.edited);
        let report = if exercise.runs_programs() && answer.is_readable() {
            self.grade_in_copy(exercise, &task.edited)?
        } else {
            check::check_answer(self.course, exercise, &answer, self.place.seed).report
        };
        let readings = self.course.explained().up_to(&exercise.id);
        let sections = Teaching { readings, ..Teaching::default() }.sections();
        let grade = AnswerGrade::new(&report.exercise, &sections);
        if grade.error.is_none() && !interrupt::is_interrupted() {
            let key = &task.key;
            self.cache.keep(key, &grade).context("failed to keep the result of an answer")?;
        }
        Ok(grade)
    }

    /// Grades an answer in a copy of the course, in which nothing else is a learner's.
    fn grade_in_copy(&self, exercise: &Exercise, edited: &EditedFiles) -> anyhow::Result<Report> {
        let mut files = given_files(self.course, exercise)?;
        let readable = edited
            .iter()
            .filter_map(|(name, bytes)| Some((PathBuf::from(name), bytes.as_ref().ok()?.clone())));
        files.extend(readable);
        let mut copy = hold(&self.copy);
        if copy.is_none() {
            *copy = Some(course_copy::copy_course_to(self.course, &self.place)?);
        }
        let Some(copy) = &*copy else { bail!("there is no copy of the course") };
        // Another process of the same class builds in the same folder: a program stays what it was until it has run.
        fs::create_dir_all(self.place.target)?;
        let lock = atomic::open_lock(&self.place.target.join("class.lock"))?;
        lock.lock().or_else(|error| match error.kind() {
            io::ErrorKind::Unsupported => Ok(()),
            _ => Err(error),
        })?;
        copy.grade(exercise, &files)
    }
}

/// A bar on standard error with the time that is left, if that is a terminal.
fn make_progress_bar(answers: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} answers, {eta} left");
    let bar = ProgressBar::new(answers as u64);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// The files of an exercise that are not the learner's, as the course has them.
pub(super) fn given_files(course: &Course, exercise: &Exercise) -> anyhow::Result<AnswerFiles> {
    let mut files = AnswerFiles::new();
    for tree in [Tree::Exercises, Tree::Solutions] {
        let folder = course.root.join(exercise.folder(tree));
        if folder.is_dir() {
            files.extend(course_copy::read_files(&folder)?);
        }
    }
    files.retain(|name, _| !exercise.is_edited(name));
    Ok(files)
}

fn take(queue: &Queue) -> Option<Task> {
    hold(queue).pop()
}

fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
