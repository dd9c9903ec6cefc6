//! Chapter 3: a populate script in a file of its own. Run twice, it adds nothing twice.

// ANCHOR: use
use sea_orm::{sea_query::OnConflict, *};
// ANCHOR_END: use

mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
        pub price_cents: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn range() -> [cookie::ActiveModel; 3] {
    [("oat", 120), ("ginger", 150), ("lemon", 130)].map(|(name, price)| cookie::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price),
        ..Default::default()
    })
}

// ANCHOR: plain
fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    cookie::Entity::insert_many(range()).exec(db)?;
    Ok(())
}
// ANCHOR_END: plain

// ANCHOR: again
fn populate_if_missing(db: &DatabaseConnection) -> Result<(), DbErr> {
    let same_name = OnConflict::column(cookie::Column::Name).do_nothing().to_owned();
    cookie::Entity::insert_many(range()).on_conflict(same_name).exec_without_returning(db)?;
    Ok(())
}
// ANCHOR_END: again

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(cookie::Entity).apply(&db)?;
    println!("first:  {:?}", populate(&db).map_err(|error| error.to_string()));
    println!("second: {:?}", populate(&db).map_err(|error| error.to_string()));
    println!("third:  {:?}", populate_if_missing(&db).map_err(|error| error.to_string()));
    println!("cookies: {}", cookie::Entity::find().count(&db)?);
    Ok(())
}
