//! Dates and times as SQLite writes them: whether one is now, by the time that is passed in. No clock is asked.

use super::{DAY, MOMENT, Value};

/// The time that may pass between the start of a check and the moment a row is written, in seconds.
const SECONDS_OF_A_CHECK: i64 = 300;
const SECONDS_OF_A_DAY: i64 = 86_400;

/// A text that looks like a date, compared with the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The moment that is now, give or take what a check takes, or a day near it, wherever on earth.
    Now,
    Other,
    /// The text has no shape of a date.
    NoDate,
}

/// Compares a date, with a time or without, with `now` in seconds since 1970 UTC.
pub fn compare_with_now(text: &str, now: i64) -> Moment {
    let seconds = match Value::Text(text.to_owned()).shape() {
        Value::Text(shape) if shape == MOMENT => SECONDS_OF_A_CHECK,
        Value::Text(shape) if shape == DAY => 2 * SECONDS_OF_A_DAY,
        _ => return Moment::NoDate,
    };
    match unix_seconds(text) {
        Some(then) if then.abs_diff(now) <= seconds.unsigned_abs() => Moment::Now,
        _ => Moment::Other,
    }
}

/// Reads a date as SQLite's function `unixepoch` does; None for a day or a time that does not exist.
pub(crate) fn unix_seconds(text: &str) -> Option<i64> {
    let digits = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let midnight = days_since_1970(year, month, day) * SECONDS_OF_A_DAY;
    let Some(rest) = text.get(19..) else { return Some(midnight) };
    let (hour, minute, second) = (digits(11, 13)?, digits(14, 16)?, digits(17, 19)?);
    if hour > 24 || minute > 59 || second > 59 {
        return None;
    }
    Some(midnight + hour * 3_600 + minute * 60 + second - offset_seconds(rest)?)
}

/// Counts the days of the Gregorian calendar, which SQLite uses for all years.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March, so that the day that comes and goes is their last.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

/// Reads what follows the seconds: parts of a second, and `Z` or an offset from UTC such as `+01:00`.
fn offset_seconds(rest: &str) -> Option<i64> {
    let rest = match rest.strip_prefix('.') {
        Some(parts) if parts.starts_with(|c: char| c.is_ascii_digit()) => {
            parts.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        Some(_) => return None,
        None => rest,
    };
    let zone = rest.trim_matches(' ');
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') if zone.len() <= 1 => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn dates_are_read_as_sqlite_reads_them() {
        let connection = Connection::open_in_memory().expect("SQLite opens a database in memory");
        let sqlite = |text: &str| {
            let read = connection.query_row("SELECT unixepoch(?1)", [text], |row| row.get(0));
            read.expect("the function is known")
        };
        let days = (0..=9999).step_by(7).flat_map(|year| {
            ["01-01", "02-28", "02-29", "03-01", "02-31", "12-31", "13-01", "00-10"]
                .map(|day| format!("{year:04}-{day}"))
        });
        let times = [
            "2026-01-02 03:04:05",
            "2026-01-02T04:04:59.5+01:00",
            "2026-01-02 03:04:05Z",
            "2026-01-02 03:04:05 -00:30",
            "2026-01-02 03:04:05.",
            "2026-01-02 03:04:05 +1:00",
            "2026-01-02 03:04:05 +15:00",
            "2026-01-02 24:00:00",
            "2026-01-02 25:00:00",
            "2026-01-02 03:60:00",
            "2026-01-02 03:04:60",
            "2026-01-02 03:04:05 soon",
            "2026-01-02 03:04:05.123456Z ",
        ];
        for text in days.chain(times.map(str::to_owned)) {
            assert_eq!(unix_seconds(&text), sqlite(&text), "{text}");
        }
    }

    #[test]
    fn a_moment_is_now_for_minutes_and_a_day_for_days() {
        let now = 1_767_323_100; // 2026-01-02 03:05:00
        assert_eq!(compare_with_now("2026-01-02 03:01:00", now), Moment::Now);
        assert_eq!(compare_with_now("2026-01-02 04:05:00", now), Moment::Other);
        assert_eq!(compare_with_now("2026-01-03", now), Moment::Now);
        assert_eq!(compare_with_now("2026-01-05", now), Moment::Other);
        assert_eq!(compare_with_now("soon", now), Moment::NoDate);
    }
}
