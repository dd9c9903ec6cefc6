//! Finds answers to one exercise that agree in more than the exercise forces on everybody. Pure: no files, no printing.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

/// The words in a row that make a piece.
pub(super) const PIECE: usize = 6;
/// The fewest pieces of its own by which an answer can be told from another.
pub(super) const LEAST: usize = 20;
/// The most words of an answer that are compared.
const MOST_WORDS: usize = 10_000;
/// The share of the class, as its inverse, in which a piece is of the exercise and nobody's own, and the bounds of the number
/// that it stands for: the upper one keeps the work linear.
const SHARE: usize = 10;
const FEW: usize = 4;
const MANY: usize = 20;
/// The share of the shorter answer's own pieces, in hundredths, that two answers have to share.
const AGREEMENT: usize = 60;

/// Hashes of the pieces that an exercise gives or asks for.
pub(super) type KnownPieces = HashSet<u64>;

/// Words in a row, and where they stand.
#[derive(Clone, Debug)]
struct Piece {
    hash: u64,
    file: usize,
    first_line: usize,
    last_line: usize,
}

/// An answer as it is compared: its pieces that the exercise does not give or ask for.
#[derive(Debug)]
pub(super) struct ComparedAnswer {
    /// Those who handed it in, by their positions in the roster; spaces, line ends and case may differ.
    pub(super) learners: Vec<usize>,
    files: Vec<String>,
    pieces: Vec<Piece>,
}

/// The answers to one exercise, as they come in.
#[derive(Default)]
pub(super) struct AnswerCollection {
    answers: Vec<ComparedAnswer>,
    /// The positions of the answers by their words.
    by_words: HashMap<u64, usize>,
}

/// Two answers that agree.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AgreeingPair {
    /// Positions among the answers.
    pub(super) answers: [usize; 2],
    /// The pieces that both have and few others.
    pub(super) shared: usize,
    /// The pieces that the shorter one has and few others.
    pub(super) of: usize,
    /// The longest passage, in each of the two.
    pub(super) places: [AnswerPlace; 2],
}

/// Lines of a file of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AnswerPlace {
    pub(super) file: String,
    pub(super) lines: RangeInclusive<usize>,
}

/// The result of comparing all answers to an exercise.
pub(super) struct AnswerComparison {
    pub(super) answers: Vec<ComparedAnswer>,
    /// For each answer its pieces that few others have.
    pub(super) own: Vec<usize>,
    /// Those that agree most come first.
    pub(super) pairs: Vec<AgreeingPair>,
}

impl AnswerComparison {
    /// The positions of the answers that are long enough to be told from others.
    pub(super) fn long_enough(&self) -> impl Iterator<Item = usize> {
        (0..self.answers.len()).filter(|at| self.own[*at] >= LEAST)
    }
}

/// Adds the pieces of a text to those that are nobody's own.
pub(super) fn learn_pieces(text: &str, known: &mut KnownPieces) {
    known.extend(cut_pieces(&split_words(text), 0).map(|piece| piece.hash));
}

impl AnswerCollection {
    /// Adds what a learner handed in: files by their names.
    pub(super) fn add<'a>(
        &mut self,
        learner: usize,
        files: impl Iterator<Item = (&'a str, &'a str)>,
        known: &KnownPieces,
    ) {
        let mut answer =
            ComparedAnswer { learners: vec![learner], files: Vec::new(), pieces: Vec::new() };
        let (mut hasher, mut left) = (DefaultHasher::new(), MOST_WORDS);
        for (name, text) in files {
            let mut words = split_words(text);
            words.truncate(left);
            left -= words.len();
            words.iter().for_each(|(word, _)| word.hash(&mut hasher));
            let own = cut_pieces(&words, answer.files.len());
            answer.pieces.extend(own.filter(|piece| !known.contains(&piece.hash)));
            answer.files.push(name.to_owned());
        }
        let at = *self.by_words.entry(hasher.finish()).or_insert(self.answers.len());
        match self.answers.get_mut(at) {
            Some(same) => same.learners.push(learner),
            None => self.answers.push(answer),
        }
    }

    pub(super) fn compare(self) -> AnswerComparison {
        let AnswerCollection { mut answers, .. } = self;
        let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, answer) in answers.iter().enumerate() {
            for piece in &answer.pieces {
                let known = holders.entry(piece.hash).or_default();
                if known.last() != Some(&at) {
                    known.push(at);
                }
            }
        }
        let most = (answers.len() / SHARE).clamp(FEW, MANY);
        holders.retain(|_, answers| answers.len() <= most);
        for answer in &mut answers {
            let mut seen = HashSet::new();
            answer
                .pieces
                .retain(|piece| holders.contains_key(&piece.hash) && seen.insert(piece.hash));
        }
        let own: Vec<usize> = answers.iter().map(|answer| answer.pieces.len()).collect();
        let mut shared: HashMap<[usize; 2], usize> = HashMap::new();
        for answers in holders.values() {
            for (at, first) in answers.iter().enumerate() {
                for second in &answers[at + 1..] {
                    *shared.entry([*first, *second]).or_default() += 1;
                }
            }
        }
        let pairs = shared.into_iter().filter_map(|(pair, shared)| {
            let of = own[pair[0]].min(own[pair[1]]);
            let places = (shared >= LEAST && shared * 100 >= of * AGREEMENT)
                .then(|| longest_passage(&answers[pair[0]], &answers[pair[1]]))?;
            Some(AgreeingPair { answers: pair, shared, of, places })
        });
        let mut pairs: Vec<AgreeingPair> = pairs.collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.shared), pair.answers));
        AnswerComparison { answers, own, pairs }
    }
}

/// The place where two answers agree over most pieces in a row, in each of the two.
fn longest_passage(first: &ComparedAnswer, second: &ComparedAnswer) -> [AnswerPlace; 2] {
    let in_second: BTreeMap<u64, &Piece> =
        second.pieces.iter().map(|piece| (piece.hash, piece)).collect();
    let runs = first.pieces.chunk_by(|before, next| {
        let is_shared = in_second.contains_key(&before.hash) == in_second.contains_key(&next.hash);
        is_shared && before.file == next.file
    });
    let shared = runs.filter(|run| in_second.contains_key(&run[0].hash));
    // Of several that are equally long the first counts.
    let longest = shared.rev().max_by_key(|run| run.len()).unwrap_or_default();
    let others: Vec<&Piece> =
        longest.iter().filter_map(|piece| in_second.get(&piece.hash).copied()).collect();
    [place_of(first, longest.iter()), place_of(second, others.into_iter())]
}

fn place_of<'a>(
    answer: &ComparedAnswer,
    pieces: impl Iterator<Item = &'a Piece> + Clone,
) -> AnswerPlace {
    let file = pieces.clone().next().map_or(0, |piece| piece.file);
    let pieces = pieces.filter(|piece| piece.file == file);
    let first = pieces.clone().map(|piece| piece.first_line).min().unwrap_or(1);
    let last = pieces.map(|piece| piece.last_line).max().unwrap_or(1);
    AnswerPlace { file: answer.files.get(file).cloned().unwrap_or_default(), lines: first..=last }
}

fn cut_pieces(words: &[(String, usize)], file: usize) -> impl Iterator<Item = Piece> {
    words.windows(PIECE).map(move |words| {
        let mut hasher = DefaultHasher::new();
        words.iter().for_each(|(word, _)| word.hash(&mut hasher));
        let (first_line, last_line) = (words[0].1, words[PIECE - 1].1);
        Piece { hash: hasher.finish(), file, first_line, last_line }
    })
}

/// Splits a text of any language, right or broken, into words and single signs, each with its line. Comments are words too:
/// nothing is more somebody's own.
fn split_words(text: &str) -> Vec<(String, usize)> {
    let mut words = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(letter) = rest.chars().next() {
            let end = rest
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end.max(letter.len_utf8()));
            words.push((word.to_lowercase(), at + 1));
            rest = after.trim_start();
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTER: &str = "-- write the table\nCREATE TABLE it (\n);\n";

    fn compare(answers: &[&str], forced: &[&str]) -> AnswerComparison {
        let mut known = KnownPieces::new();
        forced.iter().for_each(|text| learn_pieces(text, &mut known));
        let mut collection = AnswerCollection::default();
        for (learner, text) in answers.iter().enumerate() {
            collection.add(learner, [("it.sql", *text)].into_iter(), &known);
        }
        collection.compare()
    }

    /// A text of this many words that no text with another name shares.
    fn prose(name: &str, words: usize) -> String {
        (0..words).map(|at| format!("{name}{at}\n")).collect()
    }

    #[test]
    fn words_are_those_of_any_language_and_spaces_and_case_do_not_count() {
        let words = |text: &str| {
            let words = split_words(text).into_iter();
            words.map(|(word, line)| format!("{word}:{line}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            words("SELECT a_b,\n  'ä–x' -- y"),
            "select:1 a_b:1 ,:1 ':2 ä:2 –:2 x:2 ':2 -:2 -:2 y:2"
        );
        assert_eq!(words(" \n\n"), "");
    }

    #[test]
    fn what_the_starter_and_the_solution_say_is_nobodys_own() {
        let solution = prose("solution", 60);
        let same = format!("{STARTER}{solution}");
        let comparison = compare(&[&same, &format!("{same} more")], &[STARTER, &same]);
        assert!(comparison.pairs.is_empty());
        assert_eq!(comparison.long_enough().count(), 0);
    }

    #[test]
    fn a_copy_with_small_changes_is_found_with_its_place() {
        let copied = prose("copied", 40);
        let first = format!("{STARTER}{copied}");
        let second = format!("{STARTER}-- all mine\n{}", copied.replace("copied7\n", "other\n"));
        let comparison = compare(&[&first, &prose("else", 50), &second], &[STARTER]);
        let [pair] = comparison.pairs.as_slice() else { panic!("{:?}", comparison.pairs) };
        assert_eq!(pair.answers, [0, 2]);
        assert!((27..=35).contains(&pair.shared), "{pair:?}");
        assert_eq!(pair.places[0].lines, 12..=43);
        assert_eq!(pair.places[1].lines, 13..=44);
        assert_eq!(comparison.long_enough().count(), 3);
    }

    #[test]
    fn what_many_of_a_class_write_is_forced_and_short_answers_say_nothing() {
        let common = prose("common", 40);
        let many: Vec<String> =
            (0..10).map(|at| format!("{common}{}", prose(&format!("own{at}x"), 5))).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(compare(&many, &[]).pairs.is_empty());
        assert_eq!(compare(&many[..4], &[]).pairs.len(), 6, "four may have it from each other");
        let short = [prose("short", 20), format!("{}more", prose("short", 20))];
        let comparison = compare(&[&short[0], &short[1]], &[]);
        assert_eq!((comparison.pairs.len(), comparison.long_enough().count()), (0, 0));
    }

    #[test]
    fn the_same_answer_is_compared_once_however_many_handed_it_in() {
        let text = prose("same", 40);
        let upper = text.to_uppercase();
        let all: Vec<&str> = (0..30).map(|at| if at % 2 == 0 { &*text } else { &*upper }).collect();
        let comparison = compare(&all, &[]);
        assert_eq!(comparison.answers.len(), 1);
        assert_eq!(comparison.answers[0].learners, (0..30).collect::<Vec<_>>());
        assert_eq!(comparison.own, [35]);
    }
}
