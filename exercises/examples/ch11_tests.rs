//! Chapter 11: databases in memory, and tests on the tables of the models and of the scripts.

use sea_orm::sea_query::Expr;
use sea_orm::*;

// ANCHOR: models
mod unit {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "unit")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub stock: i32,
        pub unit_id: i32,
        #[sea_orm(belongs_to, from = "unit_id", to = "id")]
        pub unit: BelongsTo<super::unit::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: models

// ANCHOR: sell
/// Takes some pieces of a product out of the stock.
fn sell(db: &DatabaseConnection, product_id: i32, pieces: i32) -> Result<(), DbErr> {
    product::Entity::update_many()
        .col_expr(product::Column::Stock, Expr::col(product::Column::Stock).sub(pieces))
        .filter(product::COLUMN.id.eq(product_id))
        .exec(db)?;
    Ok(())
}
// ANCHOR_END: sell

// ANCHOR: test
fn nobody_buys_more_than_there_is(db: &DatabaseConnection) -> Result<(), DbErr> {
    unit::ActiveModel { name: Set("pair".to_string()), ..Default::default() }.insert(db)?;
    let socks = product::ActiveModel {
        name: Set("socks".to_string()),
        stock: Set(4),
        unit_id: Set(1),
        ..Default::default()
    };
    let socks = socks.insert(db)?;

    match sell(db, socks.id, 5) {
        Ok(()) => Err(DbErr::Custom("5 were sold, and there were 4".to_string())),
        Err(_) => Ok(()),
    }
}
// ANCHOR_END: test

fn memory() -> Result<(), DbErr> {
    // ANCHOR: memory
    let one = Database::connect("sqlite::memory:")?;
    one.execute_unprepared(
        "CREATE TABLE note (body TEXT NOT NULL); INSERT INTO note VALUES ('hello')",
    )?;

    let other = Database::connect("sqlite::memory:")?;
    let clone = one.clone();
    report("one", notes(&one));
    report("another one", notes(&other));
    report("a clone of the first", notes(&clone));

    drop(one);
    drop(clone);
    let again = Database::connect("sqlite::memory:")?;
    report("once more, later", notes(&again));
    // ANCHOR_END: memory
    Ok(())
}

fn keys() -> Result<(), DbErr> {
    // ANCHOR: keys
    let one = Database::connect("sqlite::memory:")?;
    let other = Database::connect("sqlite::memory:")?;
    one.execute_unprepared("PRAGMA foreign_keys = OFF")?;
    println!(
        "one: {}, the other: {}",
        number(&one, "PRAGMA foreign_keys")?,
        number(&other, "PRAGMA foreign_keys")?
    );
    // ANCHOR_END: keys
    Ok(())
}

fn halves() {
    // ANCHOR: halves
    let script = include_str!("ch11/0001_products.sql");
    let (up, down) = script.split_once("-- migrate:down").expect("the script has two halves");
    println!("{} statements go up, {} go down", up.matches(';').count(), down.matches(';').count());
    // ANCHOR_END: halves
}

fn made_by_the_models() -> Result<DatabaseConnection, DbErr> {
    // ANCHOR: create_all
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(unit::Entity).register(product::Entity).apply(&db)?;
    // ANCHOR_END: create_all
    Ok(db)
}

fn made_by_the_scripts() -> Result<DatabaseConnection, DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    let (up, _) = include_str!("ch11/0001_products.sql")
        .split_once("-- migrate:down")
        .expect("it has two halves");
    db.execute_unprepared(up)?;
    Ok(db)
}

fn look(name: &str, db: &DatabaseConnection) -> Result<(), DbErr> {
    println!("{name}:");
    println!("  units that are there: {}", number(db, "SELECT count(*) FROM unit")?);
    let twice = "INSERT INTO unit (name) VALUES ('crate'), ('crate')";
    println!("  a unit of the same name: {}", taken(db.execute_unprepared(twice)));
    println!("  more sold than there is: {}", outcome(nobody_buys_more_than_there_is(db)));
    Ok(())
}

// ANCHOR: together
fn the_shop_opens_empty(db: &DatabaseConnection) -> Result<(), DbErr> {
    match product::Entity::find().count(db)? {
        0 => Ok(()),
        count => Err(DbErr::Custom(format!("products: {count}"))),
    }
}

fn a_product_is_added(db: &DatabaseConnection) -> Result<(), DbErr> {
    product::ActiveModel {
        name: Set("kettle".to_string()),
        stock: Set(4),
        unit_id: Set(1),
        ..Default::default()
    }
    .insert(db)?;
    Ok(())
}
// ANCHOR_END: together

fn orders() -> Result<(), DbErr> {
    let db = made_by_the_scripts()?;
    println!("opens empty: {}", outcome(the_shop_opens_empty(&db)));
    println!("is added: {}", outcome(a_product_is_added(&db)));
    println!("-- the other way round");
    let db = made_by_the_scripts()?;
    println!("is added: {}", outcome(a_product_is_added(&db)));
    println!("opens empty: {}", outcome(the_shop_opens_empty(&db)));
    Ok(())
}

fn notes(db: &DatabaseConnection) -> Result<i64, DbErr> {
    number(db, "SELECT count(*) FROM note")
}

fn number(db: &DatabaseConnection, query: &str) -> Result<i64, DbErr> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, query))?;
    row.ok_or(DbErr::RecordNotFound(query.to_string()))?.try_get_by_index(0)
}

fn report(what: &str, result: Result<i64, DbErr>) {
    match result {
        Ok(count) => println!("{what}: notes: {count}"),
        Err(error) => println!("{what}: {error}"),
    }
}

fn taken(result: Result<ExecResult, DbErr>) -> String {
    result.map_or_else(|error| error.to_string(), |_| "taken".to_string())
}

fn outcome(result: Result<(), DbErr>) -> String {
    result.map_or_else(|error| format!("FAILED, {error}"), |()| "passed".to_string())
}

fn main() -> Result<(), DbErr> {
    println!("-- memory");
    memory()?;
    println!("-- keys");
    keys()?;
    println!("-- halves");
    halves();
    println!("-- the same questions to two set-ups");
    look("made by the models", &made_by_the_models()?)?;
    look("made by the scripts", &made_by_the_scripts()?)?;
    println!("-- one database for two tests");
    orders()
}
