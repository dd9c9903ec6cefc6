//! `workbook class init`: the folder of a class, with files to fill in.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use anyhow::{Context, bail};

use super::{roster, settings};
use crate::atomic;
use crate::command::Io;
use crate::course::Course;
use crate::exit::Exit;

/// Makes the folder with a `class.toml` that names every chapter, and a `roster.csv` with two learners.
pub(super) fn make_class(course: &Course, folder: &Path, io: &mut Io<'_>) -> anyhow::Result<Exit> {
    let files = [(settings::FILE, settings_text(course)), (roster::FILE, ROSTER.to_owned())];
    for (name, _) in &files {
        if fs::symlink_metadata(folder.join(name)).is_ok() {
            bail!("`{}` is there already", folder.join(name).display());
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        atomic::write(&path, text.as_bytes())
            .with_context(|| format!("failed to write `{}`", path.display()))?;
        writeln!(io.out, "{}", path.display())?;
    }
    Ok(Exit::Passed)
}

fn settings_text(course: &Course) -> String {
    let weights: String =
        course.chapters.iter().map(|chapter| format!("{} = 1\n", chapter.id)).collect();
    SETTINGS.replace("CHAPTERS\n", &weights).replace("SEED", &random_seed().to_string())
}

/// A number that nobody can guess from another class's.
fn random_seed() -> u64 {
    RandomState::new().hash_one(0) % settings::LARGEST_SEED
}

const SETTINGS: &str = r#"# The settings of a class. `workbook class grade` reads them and names the line of a mistake.

name = "My class"

# Answers are also run beside the course's own, on rows that are made from this number. Keep it to yourself: in their own
# copies learners find other rows.
seed = SEED

# The exercises that count: a chapter (`ch1`) or an exercise (`"ch6/add-price"`), and how many times its points count.
# What is said of an exercise takes the place of what is said of its chapter.
[exercises]
CHAPTERS

# When they are due: a chapter or an exercise, and a moment with its offset from UTC. What has no line is never late.
[due]
# ch1 = 2026-11-02T23:59:00+01:00

# What being late costs: so many hundredths of the points for each day that has begun, at most so many, and nothing
# counts any more after so many days.
[late]
per_day = 10
at_most = 50
# until_days = 7

# Days that a learner of the roster has beyond every due date.
[extensions]
# s-one = 3

# What learners are told of a mistake that shows only on rows they have not seen: one such row, or (false) none.
[feedback]
show_rows = true
"#;

const ROSTER: &str = "\
# The learners of the class, one on a line. Only `student` is required: the name in files and in the reports. The other
# columns are the names that other systems have for them, and those that gradebooks ask for.
student,first_name,last_name,email,section,github,canvas_id,moodle_id,student_number
s-one,Student,One,s-one@example.org,A,one-on-github,101,57,2001
s-two,Student,Two,s-two@example.org,A,two-on-github,102,58,2002
";
