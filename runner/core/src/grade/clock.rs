//! Time that is left for an exercise.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::host::Host;
use crate::exercise::Exercise;

/// So many times the time of an exercise may be spent on comparing its program with the solution's.
const COMPARING: u32 = 6;

/// Counts the time of an exercise down. What is spent on comparing programs is not the answer's and counts for itself.
#[derive(Debug)]
pub(super) struct ExerciseClock {
    limit: Duration,
    spent: Mutex<Spent>,
}

#[derive(Debug)]
struct Spent {
    /// When the time is over, as [`Host::elapsed`] counts.
    end: Duration,
    comparing: Duration,
}

impl ExerciseClock {
    pub(super) fn start(host: &dyn Host, exercise: &Exercise) -> ExerciseClock {
        let limit = exercise.limits.time;
        let spent = Spent { end: host.elapsed() + limit, comparing: Duration::ZERO };
        ExerciseClock { limit, spent: Mutex::new(spent) }
    }

    pub(super) fn end(&self) -> Duration {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner).end
    }

    /// Tells whether a program may be compared once more: half of the time of the exercise is left for it, since a slow
    /// program must not fail by how often it is run.
    pub(super) fn can_compare(&self, now: Duration) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.end.saturating_sub(now) >= self.limit / 2 && spent.comparing < COMPARING * self.limit
    }

    /// Gives the time between two moments back to the answer: it went into comparing, or into an attempt to record in vain.
    pub(super) fn give_back(&self, from: Duration, to: Duration) {
        let took = to.saturating_sub(from);
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.end += took;
        spent.comparing += took;
    }
}
