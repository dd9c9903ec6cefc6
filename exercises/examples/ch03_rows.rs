//! Chapter 3: one cookie is added, then several, one is changed, one is deleted.

use sea_orm::*;

// ANCHOR: model
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
        #[sea_orm(extra = "CHECK (stock >= 0)")]
        pub stock: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: model

// ANCHOR: add_one
fn add_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    let oat = cookie::ActiveModel {
        name: Set("oat".to_string()),
        price_cents: Set(120),
        stock: Set(40),
        ..Default::default()
    };
    println!("before: {:?}", oat.id);

    let oat = oat.insert(db)?;
    println!("after:  {:?}", oat.id);
    println!("{oat:?}");
    Ok(())
}
// ANCHOR_END: add_one

// ANCHOR: add_many
fn add_many(db: &DatabaseConnection) -> Result<(), DbErr> {
    let delivery =
        [("ginger", 150), ("lemon", 130), ("rye", 90)].map(|(name, price)| cookie::ActiveModel {
            name: Set(name.to_string()),
            price_cents: Set(price),
            stock: Set(24),
            ..Default::default()
        });
    let result = cookie::Entity::insert_many(delivery).exec(db)?;
    println!("last id: {:?}", result.last_insert_id);
    Ok(())
}
// ANCHOR_END: add_many

// ANCHOR: change_one
fn change_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    let oat = cookie::Entity::find_by_id(1).one(db)?.expect("the first cookie is there");
    let mut oat = oat.into_active_model();
    oat.price_cents = Set(125);
    println!("{oat:?}");
    println!("{}", cookie::Entity::update(oat.clone()).validate()?.build(DbBackend::Sqlite));

    let oat = oat.update(db)?;
    println!("{} now costs {} cents", oat.name, oat.price_cents);
    Ok(())
}
// ANCHOR_END: change_one

// ANCHOR: delete_one
fn delete_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    let first = cookie::Entity::delete_by_id(4).exec(db)?;
    println!("rows deleted: {}", first.rows_affected);

    let second = cookie::Entity::delete_by_id(4).exec(db)?;
    println!("rows deleted: {}", second.rows_affected);
    Ok(())
}
// ANCHOR_END: delete_one

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(cookie::Entity).apply(&db)?;
    println!("-- add_one");
    add_one(&db)?;
    println!("-- add_many");
    add_many(&db)?;
    println!("-- change_one");
    change_one(&db)?;
    println!("-- delete_one");
    delete_one(&db)
}
