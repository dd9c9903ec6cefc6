//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use models::{award, director, film, film_director};
use sea_orm::{DatabaseConnection, DbErr, EntityTrait, QueryOrder};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let builder = db.get_schema_builder().register(film::Entity).register(director::Entity);
    builder.register(film_director::Entity).register(award::Entity).apply(db)
}

fn unlink_satrapi_from_bound(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Bound", "Marjane Satrapi")
}

fn unlink_satrapi_from_heat(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Heat", "Marjane Satrapi")
}

fn unlink_nobody_from_bound(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Bound", "Nobody")
}

fn remove_satrapi(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Marjane Satrapi")
}

fn remove_paronnaud(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Vincent Paronnaud")
}

fn remove_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Nobody")
}

fn unlink_obrien_from_oceans_eleven(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Ocean's Eleven", "Conan O'Brien")
}

fn unlink_satrapi_from_persepolis(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::unlink(db, "Persepolis", "Marjane Satrapi")
}

fn remove_obrien(db: &DatabaseConnection) -> Result<(), DbErr> {
    play::remove_director(db, "Conan O'Brien")
}

/// Takes every other pair apart, as far as its title and name say which it is.
fn unlink_every_other(db: &DatabaseConnection) -> Result<(), DbErr> {
    let pairs = film_director::Entity::find()
        .order_by_asc(film_director::COLUMN.film_id)
        .order_by_asc(film_director::COLUMN.director_id)
        .all(db)?;
    for pair in pairs.into_iter().step_by(2) {
        let film = film::Entity::find_by_id(pair.film_id).one(db)?;
        let director = director::Entity::find_by_id(pair.director_id).one(db)?;
        if let (Some(film), Some(director)) = (film, director) {
            play::unlink(db, &film.title, &director.name)?;
        }
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("unlink_satrapi_from_bound", unlink_satrapi_from_bound),
        ("unlink_satrapi_from_heat", unlink_satrapi_from_heat),
        ("unlink_nobody_from_bound", unlink_nobody_from_bound),
        ("remove_satrapi", remove_satrapi),
        ("remove_paronnaud", remove_paronnaud),
        ("remove_nobody", remove_nobody),
        ("unlink_obrien_from_oceans_eleven", unlink_obrien_from_oceans_eleven),
        ("unlink_satrapi_from_persepolis", unlink_satrapi_from_persepolis),
        ("remove_obrien", remove_obrien),
        ("unlink_every_other", unlink_every_other),
    ])
}
