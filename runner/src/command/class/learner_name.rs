//! Finds whose a submission is, by the names that other systems give to what they hand out.

use super::roster::Roster;

/// The owner that the name of a submission tells, and what else it tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NamedOwner {
    /// The position in the roster.
    pub(super) learner: usize,
    /// True when the system wrote that it came late.
    pub(super) is_late: bool,
}

/// The learner whose submission has this name, with or without `.zip` at its end.
pub(super) fn find_owner(name: &str, roster: &Roster) -> Option<NamedOwner> {
    let stem = strip_zip(name);
    let in_time = |learner| NamedOwner { learner, is_late: false };
    find_by_own_name(stem, roster)
        .map(in_time)
        .or_else(|| find_canvas_owner(name, roster))
        .or_else(|| find_moodle_owner(name, roster).map(in_time))
        .or_else(|| find_by_suffix(stem, roster).map(in_time))
}

pub(super) fn strip_zip(name: &str) -> &str {
    let stem = [".zip", ".ZIP", ".Zip"].iter().find_map(|ending| name.strip_suffix(ending));
    stem.unwrap_or(name)
}

fn find_by_own_name(stem: &str, roster: &Roster) -> Option<usize> {
    roster
        .find(stem)
        .or_else(|| roster.find_by(stem, |learner| &learner.github))
        .or_else(|| roster.find_by(stem, |learner| &learner.email))
}

/// `onestudent_LATE_101_4711_answers.zip`: the number of the user, then that of the file. A name may hold numbers as well,
/// so the first one has to be in the roster.
fn find_canvas_owner(name: &str, roster: &Roster) -> Option<NamedOwner> {
    let parts: Vec<&str> = name.split('_').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    for at in 0..parts.len().saturating_sub(2) {
        if !is_number(parts[at]) || !is_number(parts[at + 1]) {
            continue;
        }
        if let Some(learner) = roster.find_by(parts[at], |learner| &learner.canvas_id) {
            let is_late = at > 0 && parts[at - 1] == "LATE";
            return Some(NamedOwner { learner, is_late });
        }
    }
    None
}

/// `Student One_57_assignsubmission_file_`: the full name, then the number of the participant.
fn find_moodle_owner(name: &str, roster: &Roster) -> Option<usize> {
    let (before, _) = name.split_once("_assignsubmission_")?;
    let (full_name, participant) = before.rsplit_once('_')?;
    let by_number = roster.find_by(participant, |learner| &learner.moodle_id);
    by_number.or_else(|| {
        let wanted = full_name.replace('_', " ").to_lowercase();
        let all = 0..roster.learners.len();
        let mut found = all.filter(|at| roster.learners[*at].full_name().to_lowercase() == wanted);
        found.next().filter(|_| found.next().is_none() && !wanted.is_empty())
    })
}

/// `databases-ch1-one-on-github`: a classroom and an assignment before the name on GitHub, all of which may hold `-`.
fn find_by_suffix(stem: &str, roster: &Roster) -> Option<usize> {
    let ends = stem.match_indices('-').map(|(at, _)| &stem[at + 1..]);
    ends.into_iter().find_map(|end| roster.find_by(end, |learner| &learner.github))
}

#[cfg(test)]
mod tests {
    use super::super::roster::Learner;
    use super::*;

    fn roster() -> Roster {
        let learner = |id: &str, last: &str, github: &str, canvas: &str, moodle: &str| Learner {
            id: id.to_owned(),
            first_name: "Student".to_owned(),
            last_name: last.to_owned(),
            github: github.to_owned(),
            canvas_id: canvas.to_owned(),
            moodle_id: moodle.to_owned(),
            ..Learner::default()
        };
        Roster {
            learners: vec![
                learner("s-one", "One", "one-on-github", "101", "57"),
                learner("s-two", "Two", "github", "102", ""),
            ],
        }
    }

    #[test]
    fn the_names_of_other_systems_tell_the_learner() {
        let owner =
            |name: &str| find_owner(name, &roster()).map(|owner| (owner.learner, owner.is_late));
        for name in ["s-one", "S-One.zip", "one-on-github", "databases-ch1-one-on-github"] {
            assert_eq!(owner(name), Some((0, false)), "{name}");
        }
        assert_eq!(owner("databases-ch1-github"), Some((1, false)));
        assert_eq!(owner("onestudent_101_4711_answers.zip"), Some((0, false)));
        assert_eq!(owner("two_7_8_student_LATE_102_4712_answers-1.zip"), Some((1, true)));
        assert_eq!(owner("Anyone_57_assignsubmission_file_"), Some((0, false)));
        assert_eq!(owner("Student Two_99_assignsubmission_file_x.zip"), Some((1, false)));
        for name in ["s-three", "onestudent_103_4711_a.zip", "_assignsubmission_", "-", ""] {
            assert_eq!(owner(name), None, "{name}");
        }
    }
}
