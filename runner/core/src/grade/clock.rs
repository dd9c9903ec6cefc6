//! Time that is left for an exercise.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::host::Host;
use crate::exercise::Exercise;

/// So many times the time of an exercise may be spent on comparing its program with the solution's.
const COMPARING_PROGRAMS: u32 = 6;
/// So many times on comparing its SQL, which a database does while it is graded.
const COMPARING_SQL: u32 = 1;

/// Counts the time of an exercise down. What is spent on comparing is not the answer's and counts for itself.
#[derive(Debug)]
pub(super) struct ExerciseClock {
    limit: Duration,
    /// The most time for comparing.
    comparing: Duration,
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
        let times = if exercise.runs_programs() { COMPARING_PROGRAMS } else { COMPARING_SQL };
        ExerciseClock { limit, comparing: times * limit, spent: Mutex::new(spent) }
    }

    pub(super) fn end(&self) -> Duration {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner).end
    }

    /// Tells whether a program may be compared once more: half of the time of the exercise is left for it, since a slow
    /// program must not fail by how often it is run.
    pub(super) fn can_compare(&self, now: Duration) -> bool {
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.end.saturating_sub(now) >= self.limit / 2 && spent.comparing < self.comparing
    }

    /// Gives the time between two moments back to the answer, as far as there is some for it: it went into comparing, or into
    /// an attempt to record in vain.
    pub(super) fn give_back(&self, from: Duration, to: Duration) {
        let took = to.saturating_sub(from);
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.comparing.saturating_sub(spent.comparing);
        spent.end += took.min(left);
        spent.comparing += took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparing_takes_no_time_from_the_answer_until_it_has_had_its_own() {
        let second = Duration::from_secs(1);
        let clock = ExerciseClock {
            limit: 10 * second,
            comparing: 10 * second,
            spent: Mutex::new(Spent { end: 10 * second, comparing: Duration::ZERO }),
        };
        for (from, to, end) in [(1, 9, 18), (12, 16, 20), (17, 19, 20)] {
            clock.give_back(from * second, to * second);
            assert_eq!(clock.end(), end * second);
        }
    }
}
