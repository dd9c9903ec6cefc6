//! The transaction is a closure, and the deletions are written in SQL.

use sea_orm::*;

pub fn remove_user(db: &DatabaseConnection, username: &str) -> Result<(), DbErr> {
    let name = username.to_string();
    let deletions = [
        "DELETE FROM comment WHERE post_id IN
            (SELECT post.id FROM post JOIN user ON user.id = post.user_id WHERE username = ?)",
        "DELETE FROM post WHERE user_id = (SELECT id FROM user WHERE username = ?)",
        "DELETE FROM user WHERE username = ?",
    ];
    let txn = db.begin()?;
    let mut deleted = 0;
    for sql in deletions {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [name.clone().into()]);
        deleted = txn.execute_raw(statement)?.rows_affected();
    }
    if deleted == 0 {
        txn.rollback()?;
        return Err(DbErr::RecordNotFound(name));
    }
    txn.commit()
}
