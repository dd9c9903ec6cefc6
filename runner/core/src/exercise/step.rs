//! A step of an exercise: what it does, which of it counts, and each kind there is.

use serde::{Deserialize, Serialize};

use crate::migration::Target;
use crate::rows::Order;

/// One step of an exercise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub name: String,
    pub action: Action,
    /// Part of its message when it must fail.
    pub fails: Option<String>,
    /// The state after it, in a sentence for the learner: what should be true.
    pub why: Option<String>,
    /// The order in which result rows or printed lines are compared.
    pub order: Order,
    /// The points that it counts.
    pub points: u32,
    /// True when it is run on unseen rows too, if it runs what the learner wrote.
    pub unseen: bool,
}

/// The work of a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Action {
    Upgrade(Target),
    Downgrade(Target),
    /// Every script up to there counts as applied, none after it; none is run.
    Stamp(Target),
    Sql(SqlSource),
    Query(SqlSource),
    Rejects(String),
    Accepts(String),
    /// A function of the exercise's program; `create_all` is one.
    Call(String),
    Command(Vec<String>),
    /// The whole answer is tried against a rule; no state is recorded for it.
    Rule(GradingRule),
}

/// A rule for a database of the learner's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GradingRule {
    /// The models make two tables, and one refers to another.
    RelatedModels,
    /// There are three scripts, and each does one thing.
    OneThingEach,
    /// One script changes a table of an earlier one, and all of them run on tables with rows.
    WithRows,
    Reversible,
    /// The scripts make what the models make.
    Agreement,
    /// The function `populate` fills related tables, and may be run again.
    Populate,
}

/// SQL written in the step, or the name of a file in the exercise's folder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum SqlSource {
    Text(String),
    File(String),
}

impl Action {
    /// Tells whether the state of the database is recorded and compared after it.
    pub fn changes_the_database(&self) -> bool {
        !matches!(
            self,
            Action::Query(_) | Action::Rejects(_) | Action::Accepts(_) | Action::Rule(_)
        )
    }
}
