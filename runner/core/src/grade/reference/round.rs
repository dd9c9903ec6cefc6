//! Databases on which a step of the answer and of the solution are compared, by what became of the rows that were there.

use crate::rows::Value;
use crate::sample::{Amounts, Disturbance, Ids, Repeats};

/// The seed of the rows; with the number of the step and the round, so that no two are alike.
const SEED: u64 = 20_261_101;

/// A database on which a step is compared, by what becomes of the rows that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// They stay, and others come. No rows come between the way up and the way down: they would hide a counter that
    /// the way down forgets.
    AsTheyAre,
    /// They get other numbers, and so do those that come.
    OtherNumbers,
    /// Some are gone.
    Fewer,
    /// They get other numbers, those that come get others once more, and what is counted is below 0 everywhere.
    LowAmounts,
    /// They stay, and beside some of them come others that differ in one column.
    OneOther,
    /// There are none.
    Empty,
}

impl Round {
    /// What becomes of the numbers of rows.
    pub(super) fn ids(self) -> Ids {
        match self {
            Round::OtherNumbers | Round::LowAmounts => Ids::New,
            Round::AsTheyAre | Round::Fewer | Round::OneOther | Round::Empty => Ids::Kept,
        }
    }

    /// What becomes of the rows, if anything. Those whose numbers the answers mention may go.
    pub(super) fn disturbance(self, mentioned: &[Value]) -> Option<Disturbance<'_>> {
        let (seed, gone) = match self {
            Round::AsTheyAre | Round::OneOther | Round::Empty => return None,
            Round::OtherNumbers | Round::LowAmounts => (0, &[][..]),
            Round::Fewer => (1, mentioned),
        };
        Some(Disturbance { seed, ids: self.ids(), gone })
    }

    /// What becomes at last of the numbers in columns that are no key.
    pub(super) fn amounts(self) -> Option<Amounts> {
        match self {
            Round::OtherNumbers => Some(Amounts::High),
            Round::LowAmounts => Some(Amounts::Low),
            Round::AsTheyAre | Round::Fewer | Round::OneOther | Round::Empty => None,
        }
    }

    /// The way down and up again, which takes most of the time.
    pub(super) fn trip(self) -> Trip<'static> {
        match self {
            Round::AsTheyAre | Round::OneOther => Trip::With(&[]),
            Round::OtherNumbers => Trip::WithMadeUpRows,
            Round::Fewer | Round::LowAmounts | Round::Empty => Trip::None,
        }
    }

    /// The seed of the rows that a step finds here, from that of the step.
    pub(super) fn seed(self, step: u64) -> u64 {
        SEED.wrapping_add(step.wrapping_mul(100)).wrapping_add(self as u64)
    }
}

/// The way down and up again of a script, with the rows that come before.
#[derive(Clone, Copy)]
pub(super) enum Trip<'a> {
    None,
    With(&'a [String]),
    WithMadeUpRows,
}

/// The character of the rows that come between the way up and the way down.
#[derive(Clone, Copy)]
pub(super) struct LaterRows {
    pub(super) repeats: Repeats,
    pub(super) ids: Ids,
    /// Some differ from others in one column.
    pub(super) vary: bool,
}

impl LaterRows {
    /// One is tried after the other, since the solution's way down may stop at rows that are alike, or at a number that two
    /// tables have.
    pub(super) const ALL: [LaterRows; 5] = [
        LaterRows { repeats: Repeats::Equal, ids: Ids::New, vary: true },
        LaterRows { repeats: Repeats::Equal, ids: Ids::New, vary: false },
        LaterRows { repeats: Repeats::OtherCase, ids: Ids::New, vary: false },
        LaterRows { repeats: Repeats::None, ids: Ids::New, vary: false },
        LaterRows { repeats: Repeats::None, ids: Ids::Apart, vary: false },
    ];
}
