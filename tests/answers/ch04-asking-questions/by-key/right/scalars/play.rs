//! Only the one value that is wanted is asked for.

use crate::models::film;
use sea_orm::*;

pub fn print_film(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    let question = film::Entity::find_by_id(id).select_only().column(film::Column::Title);
    let title: Option<String> = question.into_tuple().one(db)?;
    match title {
        Some(title) => println!("{title}"),
        None => println!("there is no film {id}"),
    }
    Ok(())
}

pub fn year_of(db: &DatabaseConnection, id: i32) -> Result<i32, DbErr> {
    let question = film::Entity::find_by_id(id).select_only().column(film::Column::Year);
    let year: Option<i32> = question.into_tuple().one(db)?;
    year.ok_or(DbErr::RecordNotFound(id.to_string()))
}
