//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;
mod populate;

use models::{RANGE, cookie};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QueryOrder, Set,
};

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(cookie::Entity).apply(db)
}

/// Populates a shop in which some part of the range is there, for every such part, and prints the cookies that are there then.
fn populate_every_part(db: &DatabaseConnection) -> Result<(), DbErr> {
    for prices in [[0; 4], [-1; 4], [i32::MAX; 4], [91, 131, 151, 121]] {
        for part in 0..1 << RANGE.len() {
            let there = (0..RANGE.len()).filter(|place| part >> place & 1 == 1);
            let mut cookies: Vec<_> =
                there.map(|place| (RANGE[place].0.to_string(), prices[place])).collect();
            cookies.extend(name_neighbours(prices[0], cookies.len()));
            stock_shop(db, cookies)?;
            populate::populate(db)?;
            print_cookies(db)?;
        }
    }
    Ok(())
}

/// Names that are nearly those of the range: none, as many as make four in all, one for each name, or a few odd ones.
fn name_neighbours(price: i32, there: usize) -> Vec<(String, i32)> {
    let names = RANGE.map(|(name, _)| name.to_string());
    match price {
        0 => Vec::new(),
        -1 => names.iter().skip(there).map(|name| (name.to_uppercase(), -2)).collect(),
        i32::MAX => names.iter().map(|name| (format!("{name} "), 0)).collect(),
        _ => ["", "%", "o_t", "Rye"].map(|name| (name.to_string(), 90)).to_vec(),
    }
}

const MANY_COOKIES: &str = "\
    WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 1500) \
    INSERT INTO cookie (name, price_cents) SELECT format('%04d', n), n FROM number";

/// Populates a shop in which two cookies of the range come after more than a thousand others, and prints those of the range.
fn populate_large_shop(db: &DatabaseConnection) -> Result<(), DbErr> {
    let half = RANGE.iter().step_by(2).map(|(name, _)| (name.to_string(), 7)).collect();
    stock_shop(db, half)?;
    db.execute_unprepared(MANY_COOKIES)?;
    populate::populate(db)?;
    let others = cookie::Entity::delete_many().filter(cookie::COLUMN.price_cents.gte(1));
    let others = others.filter(cookie::COLUMN.name.lt("a")).exec(db)?;
    println!("{} other cookies, and these:", others.rows_affected);
    print_cookies(db)
}

fn stock_shop(db: &DatabaseConnection, cookies: Vec<(String, i32)>) -> Result<(), DbErr> {
    cookie::Entity::delete_many().exec(db)?;
    for (name, price_cents) in cookies {
        let cookie = cookie::ActiveModel { name: Set(name), price_cents: Set(price_cents) };
        cookie::Entity::insert(cookie).exec_without_returning(db)?;
    }
    Ok(())
}

fn print_cookies(db: &DatabaseConnection) -> Result<(), DbErr> {
    let cookies = cookie::Entity::find().order_by_asc(cookie::COLUMN.name).all(db)?;
    let cookies: Vec<_> =
        cookies.iter().map(|cookie| format!("{} {}", cookie.name, cookie.price_cents)).collect();
    println!("{}", cookies.join(", "));
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("populate", populate::populate),
        ("populate_every_part", populate_every_part),
        ("populate_large_shop", populate_large_shop),
    ])
}
