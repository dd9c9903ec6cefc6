//! Chapter 11: a test as it stands in a project, `cargo test -p exercises --example ch11_a_test`.

use sea_orm::*;

#[cfg_attr(not(test), expect(dead_code, reason = "only the test needs a database"))]
fn fresh_database() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    let (up, _) = include_str!("ch11/0001_products.sql")
        .split_once("-- migrate:down")
        .expect("it has two halves");
    db.execute_unprepared(up)?;
    Ok(db)
}

// ANCHOR: test
#[test]
fn nobody_buys_more_than_there_is() {
    let db = fresh_database().expect("the scripts run");
    let socks =
        db.execute_unprepared("INSERT INTO product (name, stock, unit_id) VALUES ('socks', 4, 1)");
    socks.expect("there may be four pairs");
    let too_many =
        db.execute_unprepared("UPDATE product SET stock = stock - 5 WHERE name = 'socks'");
    assert!(too_many.is_err());
}
// ANCHOR_END: test

fn main() {}
