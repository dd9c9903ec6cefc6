//! Chapter 5: a model grows a field, and creating all tables again does not help.

use sea_orm::*;

mod before {
    use sea_orm::entity::prelude::*;

    // ANCHOR: before
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub username: String,
    }
    // ANCHOR_END: before

    impl ActiveModelBehavior for ActiveModel {}
}

mod after {
    use sea_orm::entity::prelude::*;

    // ANCHOR: after
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub username: String,
        pub email: String,
    }
    // ANCHOR_END: after

    impl ActiveModelBehavior for ActiveModel {}
}

/// Says in one line how an attempt ended.
fn report<T>(what: &str, result: Result<T, DbErr>) {
    match result {
        Ok(_) => println!("{what}: fine"),
        Err(error) => println!("{what}: {error}"),
    }
}

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;

    // ANCHOR: steps
    // Last month: the tables are created and Susan signs up.
    db.get_schema_builder().register(before::Entity).apply(&db)?;
    before::ActiveModel { username: Set("susan".to_string()), ..Default::default() }.insert(&db)?;

    // Today: the model has a new field.
    report("ask for all users", after::Entity::find().all(&db));
    report("create all tables", db.get_schema_builder().register(after::Entity).apply(&db));
    report("sync", db.get_schema_builder().register(after::Entity).sync(&db));
    // ANCHOR_END: steps
    Ok(())
}
