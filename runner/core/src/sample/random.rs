//! Numbers that look random and are the same every time, and the words and moments made of them.

/// SplitMix64: small, and the same on every machine.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// A row of numbers of its own for each name.
    pub(super) fn new(seed: u64, name: &str) -> Random {
        Random(
            name.to_ascii_lowercase().bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            }),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `end`; 0 when there is none.
    pub(super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = u64::try_from(to.saturating_sub(from)).unwrap_or(0).saturating_add(1);
        from.saturating_add(i64::try_from(self.next() % width).unwrap_or(0))
    }

    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Style of the texts of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextStyle {
    Words,
    Slug,
    Email,
    Address,
}

/// A text of at most `limit` characters. Five in a row differ by what a careless answer trips over.
pub(super) fn text(random: &mut Random, look: TextStyle, style: usize, limit: usize) -> String {
    for _ in 0..8 {
        let text = any_text(random, look, style);
        if text.chars().count() <= limit {
            return text;
        }
    }
    let short: String = (0..limit.min(12)).map(|_| any_letter(random, b'a', 26)).collect();
    if look == TextStyle::Words { capital(&short) } else { short }
}

/// Every text of words begins with a capital of ASCII and goes on in small letters, so that there is one alphabetical order,
/// whether or not capitals count.
fn any_text(random: &mut Random, look: TextStyle, style: usize) -> String {
    let mut word = |of: &[&str]| random.pick(of).copied().unwrap_or("word").to_owned();
    match (look, style % 5) {
        (TextStyle::Slug, _) => format!("{}-{}", word(&NOUNS), word(&NOUNS)),
        (TextStyle::Email, _) => format!("{}.{}@example.org", word(&NOUNS), word(&NOUNS)),
        (TextStyle::Address, _) => format!("https://example.org/{}/{}", word(&NOUNS), word(&NOUNS)),
        (TextStyle::Words, 0) => format!("{} {}", capital(&word(&NOUNS)), word(&NOUNS)),
        (TextStyle::Words, 1) => format!("{} {}", word(&OWNERS), word(&NOUNS)),
        (TextStyle::Words, 2) => format!("{} {}", word(&ACCENTED), word(&NOUNS)),
        (TextStyle::Words, 3) => capital(&word(&NOUNS)),
        (TextStyle::Words, _) => {
            let shout = word(&NOUNS).to_uppercase();
            format!("{} and {shout} with {}", capital(&word(&NOUNS)), word(&NOUNS))
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text like `like`, with other letters and digits in the same places.
pub(super) fn similar(random: &mut Random, like: &str) -> String {
    like.chars()
        .map(|c| match c {
            '0'..='9' => any_letter(random, b'0', 10),
            'a'..='f' => any_letter(random, b'a', 6),
            'g'..='z' => any_letter(random, b'g', 20),
            'A'..='F' => any_letter(random, b'A', 6),
            'G'..='Z' => any_letter(random, b'G', 20),
            other => other,
        })
        .collect()
}

/// One of the `count` letters or digits from `first` on.
fn any_letter(random: &mut Random, first: u8, count: usize) -> char {
    char::from(first + u8::try_from(random.below(count)).unwrap_or(0))
}

/// A moment in the form of `like`: the date, the time and what follows stand where they stand there.
pub(super) fn moment(random: &mut Random, like: &str) -> String {
    let date = format!(
        "{:04}-{:02}-{:02}",
        random.between(2019, 2027),
        random.between(1, 12),
        random.between(1, 28)
    );
    let time = format!(
        "{:02}:{:02}:{:02}",
        random.between(0, 23),
        random.between(0, 59),
        random.between(0, 59)
    );
    if !is_date(like) {
        return time.chars().take(like.chars().count()).collect();
    }
    let (_, rest) = like.split_at(10);
    if rest.is_empty() {
        return date;
    }
    let (between, rest) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
    let shown =
        rest.bytes().take(8).take_while(|byte| byte.is_ascii_digit() || *byte == b':').count();
    let (_, after) = rest.split_at(shown);
    // The digits of a fraction may be any; those of a time zone may not.
    let fraction = after
        .strip_prefix('.')
        .map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count() + 1);
    let (fraction, zone) = after.split_at(fraction);
    format!("{date}{between}{}{}{zone}", &time[..shown], similar(random, fraction))
}

/// Recognizes a text that starts like `2026-05-01`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() >= 10 && matches(&text.as_bytes()[..10], b"0000-00-00")
}

/// Recognizes a time of day, `12:30` or `12:30:00`.
pub(super) fn is_time(text: &str) -> bool {
    matches(text.as_bytes(), b"00:00:00") || matches(text.as_bytes(), b"00:00")
}

fn matches(text: &[u8], pattern: &[u8]) -> bool {
    let mut pairs = text.iter().zip(pattern);
    text.len() == pattern.len()
        && pairs.all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == wanted,
        })
}

#[rustfmt::skip]
const NOUNS: [&str; 48] = [
    "apple", "barley", "cedar", "daisy", "ember", "fennel", "ginger", "harbour", "island", "juniper", "kettle", "lantern",
    "maple", "nutmeg", "orchard", "pepper", "quince", "river", "saffron", "thunder", "umbrella", "velvet", "walnut", "yarrow",
    "almond", "button", "candle", "dragon", "eagle", "forest", "garden", "honey", "iron", "jacket", "kitten", "lemon",
    "mirror", "needle", "olive", "paper", "quartz", "rocket", "silver", "tunnel", "violet", "window", "yellow", "zebra",
];
const OWNERS: [&str; 8] =
    ["Grandma's", "Baker's", "Owner's", "Sailor's", "Dancer's", "Nobody's", "Winter's", "Queen's"];
const ACCENTED: [&str; 8] =
    ["Crème", "Jalapeño", "Käse", "Zoë", "Señor", "Piñata", "Façade", "Tromsø"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_keeps_the_form_it_is_like() {
        let mut random = Random::new(1, "t");
        for (like, pattern) in [
            ("2026-05-01 12:30:00", "0000-00-00 00:00:00"),
            ("2026-05-01T12:30:00.123456Z", "0000-00-00T00:00:00.000000Z"),
            ("2026-05-01 12:30:00 +00:00", "0000-00-00 00:00:00 +00:00"),
            ("2026-05-01T12:30", "0000-00-00T00:00"),
            ("2026-05-01", "0000-00-00"),
            ("12:30:00", "00:00:00"),
        ] {
            let made = moment(&mut random, like);
            assert!(matches(made.as_bytes(), pattern.as_bytes()), "{like} gave {made}");
            assert!(!like.ends_with("+00:00") || made.ends_with("+00:00"), "{like} gave {made}");
        }
    }

    #[test]
    fn a_text_fits_its_limit() {
        let mut random = Random::new(1, "t");
        for limit in [0, 1, 2, 5, 20, 100] {
            for style in 0..5 {
                let made = text(&mut random, TextStyle::Words, style, limit);
                assert!(made.chars().count() <= limit, "{made} is longer than {limit}");
            }
        }
    }
}
