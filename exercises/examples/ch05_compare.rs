//! Chapter 5: a very small generator, which compares the tables the models want with those a database has.

use sea_orm::*;

mod user {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The first column of the answer to a query, as texts.
fn texts(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

fn columns(db: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    texts(db, "SELECT name FROM pragma_table_info('user')")
}

// ANCHOR: generate
fn generate(wanted: &DatabaseConnection, found: &DatabaseConnection) -> Result<(), DbErr> {
    let (wants, has) = (columns(wanted)?, columns(found)?);
    if has.is_empty() {
        let create = texts(wanted, "SELECT sql FROM sqlite_schema WHERE name = 'user'")?;
        println!("{};", create[0]);
        return Ok(());
    }
    for column in wants.iter().filter(|column| !has.contains(column)) {
        println!("ALTER TABLE user ADD COLUMN {column} ...;");
    }
    for column in has.iter().filter(|column| !wants.contains(column)) {
        println!("ALTER TABLE user DROP COLUMN {column};");
    }
    Ok(())
}
// ANCHOR_END: generate

fn new_database() -> Result<DatabaseConnection, DbErr> {
    Database::connect("sqlite::memory:")
}

fn main() -> Result<(), DbErr> {
    let wanted = new_database()?;
    wanted.get_schema_builder().register(user::Entity).apply(&wanted)?;

    println!("-- an empty database");
    generate(&wanted, &new_database()?)?;

    println!("-- a database in which all tables were created from the models");
    let created = new_database()?;
    created.get_schema_builder().register(user::Entity).apply(&created)?;
    generate(&wanted, &created)?;

    println!("-- a database in which the column is still called `username`");
    let old = new_database()?;
    old.execute_unprepared("CREATE TABLE user (id INTEGER PRIMARY KEY, username TEXT NOT NULL)")?;
    generate(&wanted, &old)
}
