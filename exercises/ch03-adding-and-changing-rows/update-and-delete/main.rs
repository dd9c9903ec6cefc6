//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod play;

use sea_orm::{DatabaseConnection, DbErr};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(models::cookie::Entity).apply(db)
}

fn cookie_3_gets_dearer(db: &DatabaseConnection) -> Result<(), DbErr> {
    change(db, 3, 135)
}

fn cookie_8_gets_cheaper(db: &DatabaseConnection) -> Result<(), DbErr> {
    change(db, 8, 95)
}

fn cookie_8_for_nothing(db: &DatabaseConnection) -> Result<(), DbErr> {
    change(db, 8, 0)
}

fn remove_5(db: &DatabaseConnection) -> Result<(), DbErr> {
    remove(db, 5)
}

fn remove_8(db: &DatabaseConnection) -> Result<(), DbErr> {
    remove(db, 8)
}

fn cookie_9000_gets_dearer(db: &DatabaseConnection) -> Result<(), DbErr> {
    change(db, 9_000, i32::MAX)
}

fn remove_9000(db: &DatabaseConnection) -> Result<(), DbErr> {
    remove(db, 9_000)
}

fn change(db: &DatabaseConnection, id: i32, price_cents: i32) -> Result<(), DbErr> {
    match play::change_price(db, id, price_cents)? {
        true => println!("cookie {id} costs {price_cents} cents now"),
        false => println!("there is no cookie {id}"),
    }
    Ok(())
}

fn remove(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    println!("rows deleted: {}", play::remove(db, id)?);
    Ok(())
}

fn each_gets_another_price(db: &DatabaseConnection) -> Result<(), DbErr> {
    let ids = workbook_harness::query_column(db, "SELECT id FROM cookie ORDER BY 1")?;
    ids.into_iter().zip(1..).try_for_each(|(id, number)| change(db, id, number * 5))
}

fn each_gets_another_price_last_first(db: &DatabaseConnection) -> Result<(), DbErr> {
    let ids = workbook_harness::query_column(db, "SELECT id FROM cookie ORDER BY 1 DESC")?;
    ids.into_iter().zip(1..).try_for_each(|(id, number)| change(db, id, number * 7))
}

fn remove_every_other(db: &DatabaseConnection) -> Result<(), DbErr> {
    let ids = workbook_harness::query_column(db, "SELECT id FROM cookie ORDER BY 1")?;
    ids.into_iter().step_by(2).try_for_each(|id| remove(db, id))
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("cookie_3_gets_dearer", cookie_3_gets_dearer),
        ("cookie_8_gets_cheaper", cookie_8_gets_cheaper),
        ("cookie_8_for_nothing", cookie_8_for_nothing),
        ("remove_5", remove_5),
        ("remove_8", remove_8),
        ("cookie_9000_gets_dearer", cookie_9000_gets_dearer),
        ("remove_9000", remove_9000),
        ("each_gets_another_price", each_gets_another_price),
        ("each_gets_another_price_last_first", each_gets_another_price_last_first),
        ("remove_every_other", remove_every_other),
    ])
}
