//! The statements are SQL, with the values beside them.

use sea_orm::*;

pub fn buy(db: &DatabaseConnection, customer: String, lines: Vec<(String, i32)>) -> Result<(), DbErr> {
    let txn = db.begin()?;
    let insert = "INSERT INTO purchase (customer) VALUES (?)";
    let bought = txn.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, [customer.into()]))?;
    let id = bought.last_insert_id();
    for (cookie, quantity) in lines {
        let insert = "INSERT INTO purchase_line (purchase_id, cookie, quantity) VALUES (?, ?, ?)";
        let values = [(id as i64).into(), cookie.into(), quantity.into()];
        txn.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, values))?;
    }
    txn.commit()
}
