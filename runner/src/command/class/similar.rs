//! `workbook class similar`: answers of different learners that agree in more than the exercise forces on everybody.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use workbook_core::exercise::{Exercise, Tree};
use workbook_core::grade::StarterFiles;

use super::grade::{Selection, select_work};
use super::jplag::{self, JplagFolder};
use super::similarity::{
    AgreeingPair, AnswerCollection, AnswerComparison, AnswerPlace, KnownPieces, LEAST, PIECE,
    learn_pieces,
};
use super::{Class, intake, submission};
use crate::answer::{self, EditedFiles};
use crate::cli::ClassSimilarArgs;
use crate::command::Io;
use crate::command::course_copy::read_files;
use crate::course::Course;
use crate::exit::Exit;

/// An exercise with the answers to it that are compared.
struct ComparedExercise<'a> {
    exercise: &'a Exercise,
    starter: StarterFiles,
    known: KnownPieces,
    answers: AnswerCollection,
}

/// The numbers of what was compared.
#[derive(Default)]
struct Compared {
    /// Exercises with two answers that are long enough.
    exercises: usize,
    answers: usize,
    long_enough: usize,
    /// The exercises whose answers are too short.
    short: Vec<String>,
    agreements: usize,
    /// The number of exercises in which two learners agree.
    together: BTreeMap<[usize; 2], usize>,
}

/// Pairs of learners that are named as those who agree most often.
const MOST_TOGETHER: usize = 10;
/// The most learners with one answer of whom each pair counts: in a larger group nobody stands out.
const LARGEST_GROUP: usize = 10;

impl Compared {
    fn count_group(&mut self, group: &[usize]) {
        self.agreements += 1;
        if group.len() <= LARGEST_GROUP {
            for (at, learner) in group.iter().enumerate() {
                self.count_together(&[*learner], &group[at + 1..]);
            }
        }
    }

    fn count_pair(&mut self, first: &[usize], second: &[usize]) {
        self.agreements += 1;
        if first.len().max(second.len()) <= LARGEST_GROUP {
            self.count_together(first, second);
        }
    }

    fn count_together(&mut self, first: &[usize], second: &[usize]) {
        for one in first {
            for other in second {
                *self.together.entry([*one.min(other), *one.max(other)]).or_default() += 1;
            }
        }
    }

    /// The learners who agree in several exercises, those who do most often first.
    fn most_together(&self) -> Vec<([usize; 2], usize)> {
        let pairs = self.together.iter().filter(|(_, times)| **times > 1);
        let mut pairs: Vec<_> = pairs.map(|(pair, times)| (*pair, *times)).collect();
        pairs.sort_by_key(|(pair, times)| (std::cmp::Reverse(*times), *pair));
        pairs
    }
}

/// Compares the answers of the class, and prints those that agree.
pub(super) fn print_similar(
    course: &Course,
    class: &Class,
    request: &ClassSimilarArgs,
    io: &mut Io<'_>,
) -> anyhow::Result<Exit> {
    let selection = select_work(course, class, &request.only, None)?;
    let here = std::env::current_dir().context("failed to find the current folder")?;
    let jplag = request.jplag.as_ref().map(|to| JplagFolder::begin(here.join(to))).transpose()?;
    let mut exercises = Vec::new();
    for at in &selection.exercises {
        exercises.push(prepare(course, &class.settings.exercises[*at].exercise)?);
    }
    if let Some(jplag) = &jplag {
        for one in &exercises {
            jplag.write_starter(one.exercise, &one.starter)?;
        }
    }
    let folder = here.join(&request.submissions);
    read_answers(course, class, &selection, &folder, &mut exercises, jplag.as_ref(), io)?;
    let mut compared = Compared::default();
    for one in exercises {
        let id = &one.exercise.id;
        print_exercise(class, id, &one.answers.compare(), &mut compared, io)?;
    }
    print_summary(class, &compared, io)?;
    if let Some(to) = &request.jplag {
        let (learners, starters) = (to.join(jplag::LEARNERS), to.join(jplag::STARTERS));
        writeln!(
            io.out,
            "\nFor JPlag: java -jar jplag.jar -l rust -bc {} {}\nWith `-s {}` it reads one exercise; for SQL, `-l text -p .sql`.",
            starters.display(),
            learners.display(),
            course.entries().next().map_or_else(String::new, |one| crate::course::shown(&one.path)),
        )?;
    }
    Ok(Exit::Passed)
}

/// Reads what the course itself says of an exercise: starter, solution, kept answers and given files.
fn prepare<'a>(course: &Course, exercise: &'a Exercise) -> anyhow::Result<ComparedExercise<'a>> {
    let mut known = KnownPieces::new();
    let kept = Path::new("tests/answers").join(&exercise.path);
    let folders = [exercise.starter(), exercise.folder(Tree::Solutions), kept];
    for folder in folders.map(|folder| course.root.join(folder)) {
        let files = if folder.is_dir() { read_files(&folder)? } else { BTreeMap::new() };
        files.values().for_each(|bytes| learn_pieces(&String::from_utf8_lossy(bytes), &mut known));
    }
    let starter = answer::read_starter(course, exercise);
    Ok(ComparedExercise { exercise, starter, known, answers: AnswerCollection::default() })
}

/// Reads one submission after the other.
fn read_answers(
    course: &Course,
    class: &Class,
    selection: &Selection,
    folder: &Path,
    exercises: &mut [ComparedExercise<'_>],
    jplag: Option<&JplagFolder>,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let chapters: Vec<String> =
        course.chapters.iter().map(|chapter| chapter.stem.clone()).collect();
    let intake = intake::find_submissions(folder, &class.roster)?;
    for refused in &intake.refused {
        writeln!(io.err, "warning: {refused}")?;
    }
    let nothing_given = BTreeMap::new();
    for (learner, found) in &intake.submissions {
        if !selection.learners.contains(learner) {
            continue;
        }
        let id = &class.roster.learners[*learner].id;
        let mut submission = match submission::open(&found.path, &chapters) {
            Ok(submission) => submission,
            Err(reason) => {
                writeln!(io.err, "warning: `{id}`: {reason}")?;
                continue;
            }
        };
        for one in &mut *exercises {
            let handed_in = submission.read_exercise(one.exercise, &nothing_given, &one.starter);
            let Some(handed_in) = handed_in else { continue };
            let files = texts(&handed_in.edited);
            let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            one.answers.add(*learner, files, &one.known);
            if let Some(jplag) = jplag {
                jplag.write_answer(id, one.exercise, &handed_in.edited, &one.starter)?;
            }
        }
    }
    Ok(())
}

fn texts(edited: &EditedFiles) -> Vec<(String, String)> {
    let readable = edited.iter().filter_map(|(name, bytes)| Some((name, bytes.as_ref().ok()?)));
    let texts = readable.map(|(name, bytes)| (name, String::from_utf8_lossy(bytes)));
    texts.map(|(name, text)| (name.clone(), text.into_owned())).collect()
}

fn print_exercise(
    class: &Class,
    id: &str,
    comparison: &AnswerComparison,
    compared: &mut Compared,
    io: &mut Io<'_>,
) -> anyhow::Result<()> {
    let learners = |at: usize| &comparison.answers[at].learners;
    let all: usize = comparison.answers.iter().map(|answer| answer.learners.len()).sum();
    let long: usize = comparison.long_enough().map(|at| learners(at).len()).sum();
    compared.answers += all;
    compared.long_enough += long;
    if long < 2 {
        if all > 0 {
            compared.short.push(id.to_owned());
        }
        return Ok(());
    }
    compared.exercises += 1;
    let names = |at: usize| -> Vec<&str> {
        learners(at).iter().map(|one| class.roster.learners[*one].id.as_str()).collect()
    };
    for at in comparison.long_enough().filter(|at| learners(*at).len() > 1) {
        let (all, own) = (join_names(&names(at)), comparison.own[at]);
        writeln!(io.out, "{id}: {all} have the same answer, with {own} pieces of their own")?;
        compared.count_group(learners(at));
    }
    for AgreeingPair { answers: [first, second], shared, of, places } in &comparison.pairs {
        let percent = shared * 100 / of;
        let [here, there] = places.each_ref().map(describe_place);
        writeln!(
            io.out,
            "{id}: {} and {} agree in {shared} of {of} pieces ({percent} %), most of all in {here} and {there}",
            name_holders(&names(*first)),
            name_holders(&names(*second))
        )?;
        compared.count_pair(learners(*first), learners(*second));
    }
    Ok(())
}

/// `ada`, `ada and ben`, `ada, ben and cleo`
fn join_names(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

/// `ada`, or `ada (the same as ben)`
fn name_holders(names: &[&str]) -> String {
    match names {
        [first, others @ ..] if !others.is_empty() => {
            format!("{first} (the same as {})", join_names(others))
        }
        _ => join_names(names),
    }
}

fn describe_place(place: &AnswerPlace) -> String {
    let (first, last) = (place.lines.start(), place.lines.end());
    if first == last {
        format!("{}:{first}", place.file)
    } else {
        format!("{}:{first}-{last}", place.file)
    }
}

fn print_summary(class: &Class, compared: &Compared, io: &mut Io<'_>) -> anyhow::Result<()> {
    let Compared { exercises, answers, long_enough, short, agreements, .. } = compared;
    if *agreements == 0 {
        writeln!(io.out, "No answers agree in more than the exercises force on everybody.")?;
    } else {
        let together = compared.most_together().into_iter().take(MOST_TOGETHER);
        let together = together.map(|(pair, times)| {
            let [one, other] = pair.map(|at| &class.roster.learners[at].id);
            format!("{one} and {other} in {times} exercises")
        });
        let together: Vec<String> = together.collect();
        if !together.is_empty() {
            writeln!(io.out, "\nMost often together: {}", together.join("; "))?;
        }
        writeln!(io.out, "\n{NO_PROOF}")?;
    }
    writeln!(
        io.out,
        "\n{exercises} exercises were compared; {long_enough} of {answers} answers are long enough to be told from others.\nA piece is {PIECE} words in a row that are not in the starter, the solution or a kept answer, and that few of the class\nhave. An answer with fewer than {LEAST} of them is too short."
    )?;
    if !short.is_empty() {
        writeln!(io.out, "Too short in: {}", short.join(", "))?;
    }
    Ok(())
}

const NO_PROOF: &str = "\
That is no proof. Learners who sit together, ask the same friend or read the same page write alike, too. Read the answers
and talk with the learners before you conclude anything.";
