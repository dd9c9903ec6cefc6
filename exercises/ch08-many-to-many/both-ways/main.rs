//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{director, film, film_director};
use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let builder = db.get_schema_builder().register(film::Entity).register(director::Entity);
    builder.register(film_director::Entity).apply(db)
}

fn directors_of_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::directors_of(db, "Persepolis")
}

fn directors_of_the_matrix(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::directors_of(db, "The Matrix")
}

fn directors_of_heat(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::directors_of(db, "Heat")
}

fn films_of_lana(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_of(db, "Lana Wachowski")
}

fn films_of_agnes(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_of(db, "Agnès Varda")
}

fn films_of_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_of(db, "Nobody")
}

fn directors_of_persepolis_in_small_letters(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::directors_of(db, "persepolis")
}

fn directors_of_oceans_eleven(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::directors_of(db, "Ocean's Eleven")
}

fn films_of_obrien(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_of(db, "Conan O'Brien")
}

fn films_of_agnes_with_a_blank(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::films_of(db, "Agnès Varda ")
}

/// Each title that only one film has.
fn directors_of_each(db: &DatabaseConnection) -> Result<(), DbErr> {
    let titles = "SELECT title FROM film GROUP BY title HAVING count(*) = 1 ORDER BY 1";
    for title in workbook_harness::query_column::<String>(db, titles)? {
        play::directors_of(db, &title)?;
    }
    Ok(())
}

/// Each name that only one director has.
fn films_of_each(db: &DatabaseConnection) -> Result<(), DbErr> {
    let names = "SELECT name FROM director GROUP BY name HAVING count(*) = 1 ORDER BY 1";
    for name in workbook_harness::query_column::<String>(db, names)? {
        play::films_of(db, &name)?;
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("directors_of_persepolis", directors_of_persepolis),
        ("directors_of_the_matrix", directors_of_the_matrix),
        ("directors_of_heat", directors_of_heat),
        ("films_of_lana", films_of_lana),
        ("films_of_agnes", films_of_agnes),
        ("films_of_nobody", films_of_nobody),
        ("directors_of_persepolis_in_small_letters", directors_of_persepolis_in_small_letters),
        ("directors_of_oceans_eleven", directors_of_oceans_eleven),
        ("films_of_obrien", films_of_obrien),
        ("films_of_agnes_with_a_blank", films_of_agnes_with_a_blank),
        ("directors_of_each", directors_of_each),
        ("films_of_each", films_of_each),
    ])
}
