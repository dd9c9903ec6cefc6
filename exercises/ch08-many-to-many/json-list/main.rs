//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::film;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(film::Entity).apply(db)
}

fn add_english_to_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Persepolis", "English")
}

fn add_german_to_metropolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Metropolis", "German")
}

fn add_english_to_heat(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Heat", "English")
}

fn films_in_english(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_in(db, "English")
}

fn films_in_maori(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_in(db, "Māori")
}

fn add_japanese_to_babel(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Babel", "Japanese")
}

fn add_small_english_to_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Persepolis", "english")
}

fn add_oodham_to_oceans_eleven(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::add_language(db, "Ocean's Eleven", "O'odham \"ñiok\"")
}

fn films_in_oodham(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_in(db, "O'odham \"ñiok\"")
}

/// No film is in it, whatever films there are.
fn films_in_no_language(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_in(db, "Lincos of 1960, 2nd draft")
}

fn films_in_small_english(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_in(db, "english")
}

/// Each title that only one film has gets two languages, one of them twice.
fn add_languages_to_each(db: &DatabaseConnection) -> Result<(), DbErr> {
    let titles = "SELECT title FROM film GROUP BY title HAVING count(*) = 1 ORDER BY 1";
    for title in workbook_harness::query_column::<String>(db, titles)? {
        for language in ["Welsh", "", "Welsh"] {
            play::add_language(db, &title, language)?;
        }
    }
    Ok(())
}

fn films_in_each_language(db: &DatabaseConnection) -> Result<(), DbErr> {
    let languages = "SELECT DISTINCT value FROM film, json_each(languages) ORDER BY 1";
    for language in workbook_harness::query_column::<String>(db, languages)? {
        play::films_in(db, &language)?;
    }
    Ok(())
}

/// Texts that are languages like any other.
const ODD_LANGUAGES: [&str; 20] = [
    " Welsh ",
    "Welsh",
    "Welsh ",
    " Welsh",
    "back\\slash",
    "back\\\\slash",
    "\\n",
    "two\nlines",
    "\r\n",
    "\ttab",
    "\u{1}",
    "\"quoted\"",
    "\\\"",
    "'",
    "a,b",
    "[\"Welsh\"]",
    "\\u0041",
    "%",
    "null",
    "🎬",
];

/// Adds thirty languages and then the odd ones to new films, and prints the titles that each of these leads to.
fn long_lists(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.execute_unprepared(
        "DELETE FROM film; \
        INSERT INTO film (title, languages) VALUES ('Long', '[]'), ('Odd', '[\"Odd\"]'), ('welsh', '[\"Welsh\"]')",
    )?;
    for number in (1..=30).chain([1, 7, 16, 30]) {
        play::add_language(db, "Long", &format!("Language {number}"))?;
    }
    for language in ODD_LANGUAGES {
        play::add_language(db, "Odd", language)?;
        play::add_language(db, "Odd", language)?;
    }
    play::add_language(db, "Long", ODD_LANGUAGES[5])?;
    Ok(())
}

fn films_in_odd_languages(db: &DatabaseConnection) -> Result<(), DbErr> {
    let numbered = (1..=31).map(|number| format!("Language {number}"));
    for language in numbered.chain(ODD_LANGUAGES.map(str::to_string)) {
        workbook_harness::print_line(&format!("{language:?}:"));
        play::films_in(db, &language)?;
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("add_english_to_persepolis", add_english_to_persepolis),
        ("add_german_to_metropolis", add_german_to_metropolis),
        ("add_english_to_heat", add_english_to_heat),
        ("films_in_english", films_in_english),
        ("films_in_maori", films_in_maori),
        ("add_japanese_to_babel", add_japanese_to_babel),
        ("add_small_english_to_persepolis", add_small_english_to_persepolis),
        ("add_oodham_to_oceans_eleven", add_oodham_to_oceans_eleven),
        ("films_in_oodham", films_in_oodham),
        ("films_in_small_english", films_in_small_english),
        ("films_in_no_language", films_in_no_language),
        ("add_languages_to_each", add_languages_to_each),
        ("films_in_each_language", films_in_each_language),
        ("long_lists", long_lists),
        ("films_in_odd_languages", films_in_odd_languages),
    ])
}
