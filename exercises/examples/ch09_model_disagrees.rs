//! Chapter 9: the price was taken back out of the database, but the model still names it.

use sea_orm::*;

// ANCHOR: model
mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub price: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: model

/// The table as it is after the downgrade.
const DOWNGRADED: &str = "
    CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO product (name) VALUES ('kettle');
";

/// Says in one line how an attempt ended.
fn report<T>(what: &str, result: Result<T, DbErr>) {
    match result {
        Ok(_) => println!("{what}: fine"),
        Err(error) => println!("{what}: {error}"),
    }
}

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.execute_unprepared(DOWNGRADED)?;

    // ANCHOR: attempts
    let whisk = product::ActiveModel { name: Set("whisk".to_string()), ..Default::default() };

    report("ask for all", product::Entity::find().all(&db));
    report(
        "add with a price",
        product::ActiveModel { price: Set(Some(990)), ..whisk.clone() }.insert(&db),
    );
    report("add without one", whisk.insert(&db));
    // ANCHOR_END: attempts

    for row in
        db.query_all_raw(Statement::from_string(DbBackend::Sqlite, "SELECT name FROM product"))?
    {
        println!("in the table: {}", row.try_get_by_index::<String>(0)?);
    }
    Ok(())
}
