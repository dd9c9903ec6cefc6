//! An exercise as data: its steps, its limits, its hints, and the names of its files. Where it is read from is known elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::sample::Allowed;
use crate::snapshot::Rules;
use crate::sql::name::Name;

mod step;

pub use step::{Action, GradingRule, SqlSource, Step};

/// The file from which a program's functions are called.
pub const MAIN: &str = "main.rs";
/// The file with the models of such a program, where there is one.
pub const MODELS: &str = "models.rs";

/// A validated exercise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Exercise {
    pub id: String,
    /// `ch01-why-a-database/first-table`
    pub path: PathBuf,
    pub title: String,
    /// The task, in one sentence.
    pub goal: Option<String>,
    /// The files that the learner edits, relative to the exercise's folder. A name that ends with `/` is a folder of scripts, which
    /// may be renamed, added and taken away in it.
    pub files: Vec<String>,
    pub hints: Vec<String>,
    /// Part of what the untouched starter is told first; None for one that passes.
    pub first_message: Option<String>,
    /// One line after a pass: what was right.
    pub praise: Option<String>,
    /// The reasons for the solution, for after a pass.
    pub note: Option<String>,
    /// Hints for one kind of finding (`nullability`), or for one at a table or column (`nullability cookie.name`).
    pub hint_for: BTreeMap<String, String>,
    pub limits: ExerciseLimits,
    pub rules: Rules,
    pub unseen: UnseenRows,
    pub steps: Vec<Step>,
    /// True when it has a program of its own, in `main.rs`.
    pub has_program: bool,
    /// True when that prints lines by itself, beside those of the learner's code.
    pub main_prints: bool,
}

/// The rows that are made up for running what the learner wrote once more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnseenRows {
    /// The number of rows that a table gets.
    pub rows: usize,
    /// Columns whose values repeat: table and column. Elsewhere no two are the same, so that no order is left open.
    pub repeat: Vec<(Name, Name)>,
    /// The only values of some columns, where the task narrows them.
    pub allowed: Vec<Allowed>,
}

/// The limits of what runs an answer: time for the exercise as a whole, output for each step.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ExerciseLimits {
    pub time: Duration,
    pub output_bytes: usize,
}

/// One of the two trees of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tree {
    Exercises,
    Solutions,
}

impl Tree {
    /// The folder's name.
    pub fn name(self) -> &'static str {
        match self {
            Tree::Exercises => "exercises",
            Tree::Solutions => "solutions",
        }
    }
}

impl Exercise {
    /// The points of all its steps.
    pub fn points(&self) -> u32 {
        self.steps.iter().map(|step| step.points).sum()
    }

    /// Its folder in one of the trees, relative to the course.
    pub fn folder(&self, tree: Tree) -> PathBuf {
        Path::new(tree.name()).join(&self.path)
    }

    /// Tells whether a file in its folder is the learner's.
    pub fn is_edited(&self, name: &Path) -> bool {
        self.files.iter().any(|entry| match entry.strip_suffix('/') {
            Some(folder) => name.starts_with(folder),
            None => Path::new(entry) == name,
        })
    }

    /// Tells whether rules grade it, and not the states that a solution leaves.
    pub fn has_rules(&self) -> bool {
        self.steps.iter().any(|step| matches!(step.action, Action::Rule(_)))
    }

    /// Tells whether a step runs a program: its own, or another.
    pub fn runs_programs(&self) -> bool {
        self.has_program || self.steps.iter().any(|step| matches!(step.action, Action::Command(_)))
    }

    /// The name of its program.
    pub fn program(&self, tree: Tree) -> String {
        let name = self.id.replace('/', "-");
        match tree {
            Tree::Exercises => name,
            Tree::Solutions => format!("{name}-solution"),
        }
    }

    /// Its accepted states, relative to the course.
    pub fn snapshot(&self) -> PathBuf {
        // A dot in the name of an exercise begins no extension.
        let mut path = Path::new("tests/snapshots").join(&self.path).into_os_string();
        path.push(".snap");
        path.into()
    }

    /// The folder with the files a learner edits as they were, relative to the course.
    pub fn starter(&self) -> PathBuf {
        Path::new("tests/starters").join(&self.path)
    }
}
