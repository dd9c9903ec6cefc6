//! A product shop with SeaORM, in memory. In the folder `flask`, `shop.py` does the same with Flask-SQLAlchemy.

use sea_orm::sea_query::Expr;
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
        #[sea_orm(unique, column_type = "String(StringLen::N(40))")]
        pub name: String,
        pub price_cents: i32,
        pub maker: Option<String>,
        #[sea_orm(default_value = false)]
        pub sold_out: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: model

fn product(name: &str, price_cents: i32, maker: Option<&str>) -> product::ActiveModel {
    product::ActiveModel {
        name: Set(name.to_string()),
        price_cents: Set(price_cents),
        maker: Set(maker.map(str::to_string)),
        ..Default::default()
    }
}

// ANCHOR: add_one
fn add_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    let kettle = product::ActiveModel {
        name: Set("kettle".to_string()),
        price_cents: Set(2490),
        // The rest is left to the database.
        ..Default::default()
    };
    println!("before the insert: {:?}", kettle.id);
    let kettle = kettle.insert(db)?;
    println!("after the insert: {}", kettle.id);
    Ok(())
}
// ANCHOR_END: add_one

// ANCHOR: add_many
fn add_many(db: &DatabaseConnection) -> Result<(), DbErr> {
    let delivery = [
        // `product` makes an `ActiveModel` of a name, a price and a maker.
        product("tea towel", 650, Some("Lind")),
        product("egg timer", 590, None),
        product("whisk", 990, Some("Lind")),
    ];
    product::Entity::insert_many(delivery).exec(db)?;
    Ok(())
}
// ANCHOR_END: add_many

// ANCHOR: together
fn both(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin()?;
    product("ladle", 350, None).insert(&txn)?;
    product("kettle", 1990, None).insert(&txn)?;
    txn.commit()
}

fn both_or_none(db: &DatabaseConnection) {
    if let Err(error) = both(db) {
        println!("{error}");
    }
}
// ANCHOR_END: together

// ANCHOR: by_key
fn by_key(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match product::Entity::find_by_id(id).one(db)? {
        Some(product) => println!("{}", product.name),
        None => println!("there is no product {id}"),
    }
    Ok(())
}

fn page_of(db: &DatabaseConnection, id: i32) -> Result<String, DbErr> {
    let found = product::Entity::find_by_id(id).one(db)?;
    let product = found.ok_or_else(|| DbErr::RecordNotFound(format!("product {id}")))?;
    Ok(product.name)
}
// ANCHOR_END: by_key

// ANCHOR: filter
fn cheap_ones(db: &DatabaseConnection) -> Result<(), DbErr> {
    let cheap = product::Entity::find()
        .filter(product::COLUMN.maker.eq("Lind"))
        .filter(product::COLUMN.price_cents.lt(1000))
        .order_by_desc(product::COLUMN.price_cents)
        .order_by_asc(product::COLUMN.name)
        .limit(10);
    for product in cheap.all(db)? {
        println!("{} {}", product.name, product.price_cents);
    }
    Ok(())
}
// ANCHOR_END: filter

// ANCHOR: count
fn numbers(db: &DatabaseConnection) -> Result<(), DbErr> {
    let count = product::Entity::find().count(db)?;
    let names: Vec<String> = product::Entity::find()
        .select_only()
        .column(product::Column::Name)
        .order_by_asc(product::COLUMN.name)
        .into_tuple()
        .all(db)?;
    println!("{count} products: {}", names.join(", "));
    Ok(())
}
// ANCHOR_END: count

// ANCHOR: paginate
fn second_page(db: &DatabaseConnection) -> Result<(), DbErr> {
    let pages = product::Entity::find().order_by_asc(product::COLUMN.id).paginate(db, 3);
    let page = pages.fetch_page(1)?;
    let names: Vec<String> = page.into_iter().map(|product| product.name).collect();
    println!("page 2 of {}: {}", pages.num_pages()?, names.join(", "));
    Ok(())
}
// ANCHOR_END: paginate

// ANCHOR: update
fn cheaper(db: &DatabaseConnection) -> Result<(), DbErr> {
    let kettle = product::Entity::find_by_id(1).one(db)?.expect("the kettle is there");
    let mut kettle = kettle.into_active_model();
    kettle.price_cents = Set(1990);
    let kettle = kettle.update(db)?;

    let result = product::Entity::update_many()
        .filter(product::COLUMN.maker.eq("Lind"))
        .col_expr(product::Column::SoldOut, Expr::value(true))
        .exec(db)?;
    let sold_out = result.rows_affected;
    println!("the kettle costs {}, {sold_out} products are sold out", kettle.price_cents);
    Ok(())
}
// ANCHOR_END: update

// ANCHOR: delete
fn remove(db: &DatabaseConnection) -> Result<(), DbErr> {
    let whisk = product::Entity::find_by_id(4).one(db)?.expect("the whisk is there");
    whisk.delete(db)?;
    Ok(())
}
// ANCHOR_END: delete

// ANCHOR: test
fn a_new_product_is_for_sale() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(product::Entity).apply(&db)?;
    let kettle = product("kettle", 2490, None).insert(&db)?;
    assert!(!kettle.sold_out);
    Ok(())
}
// ANCHOR_END: test

fn main() -> Result<(), DbErr> {
    // ANCHOR: create_all
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(product::Entity).apply(&db)?;
    // ANCHOR_END: create_all
    let db = &db;
    println!("-- the table");
    let table = "SELECT sql FROM sqlite_schema WHERE name = 'product'";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, table))? {
        println!("{}", row.try_get_by_index::<String>(0)?.replace(", \"", ",\n  \""));
    }
    println!("-- add_one");
    add_one(db)?;
    add_many(db)?;
    println!("-- both_or_none");
    both_or_none(db);
    numbers(db)?;
    println!("-- by_key");
    by_key(db, 1)?;
    by_key(db, 9)?;
    if let Err(error) = page_of(db, 9) {
        println!("page_of: {error}");
    }
    println!("-- filter");
    cheap_ones(db)?;
    println!("-- second_page");
    second_page(db)?;
    println!("-- cheaper");
    cheaper(db)?;
    println!("-- remove");
    remove(db)?;
    numbers(db)?;
    a_new_product_is_for_sale()?;
    println!("-- the test passed");
    Ok(())
}
