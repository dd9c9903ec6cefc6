//! Chapter 7: products and their reviews, followed in both directions, one by one and together.

use sea_orm::*;
use std::{cell::Cell, rc::Rc};

// ANCHOR: product
mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(has_many)]
        pub reviews: HasMany<super::review::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: product

// ANCHOR: review
mod review {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub body: String,
        #[sea_orm(indexed, default_expr = "Expr::current_timestamp()")]
        pub written_at: DateTimeUtc,
        pub product_id: i32,
        #[sea_orm(belongs_to, from = "product_id", to = "id")]
        pub product: BelongsTo<super::product::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: review

// ANCHOR: add
fn add_review(
    db: &DatabaseConnection,
    product_id: i32,
    body: &str,
) -> Result<review::Model, DbErr> {
    let review = review::ActiveModel {
        body: Set(body.to_string()),
        product_id: Set(product_id),
        // `written_at` is left to its default.
        ..Default::default()
    };
    review.insert(db)
}
// ANCHOR_END: add

// ANCHOR: parent
fn what_was_reviewed(db: &DatabaseConnection, review: &review::Model) -> Result<(), DbErr> {
    match review.find_related(product::Entity).one(db)? {
        Some(product) => println!("`{}` is about the {}", review.body, product.name),
        None => println!("`{}` is about nothing", review.body),
    }
    Ok(())
}
// ANCHOR_END: parent

// ANCHOR: one_by_one
fn one_by_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    for product in product::Entity::find().all(db)? {
        let reviews = product.find_related(review::Entity).count(db)?;
        println!("{}: {reviews}", product.name);
    }
    Ok(())
}
// ANCHOR_END: one_by_one

// ANCHOR: together
fn together(db: &DatabaseConnection) -> Result<(), DbErr> {
    let products = product::Entity::load().with(review::Entity).all(db)?;
    for product in products {
        println!("{}: {}", product.name, product.reviews.len());
    }
    Ok(())
}
// ANCHOR_END: together

// ANCHOR: not_loaded
fn not_loaded(db: &DatabaseConnection) -> Result<(), DbErr> {
    let product = product::Entity::load().one(db)?.expect("there are products");
    println!("{}: {}", product.name, product.reviews.len());
    println!("loaded: {}", product.reviews.is_loaded());
    Ok(())
}
// ANCHOR_END: not_loaded

// ANCHOR: clean_up
fn remove(db: &DatabaseConnection, product: product::Model) -> Result<(), DbErr> {
    let txn = db.begin()?;
    review::Entity::delete_many().filter(review::COLUMN.product_id.eq(product.id)).exec(&txn)?;
    product.delete(&txn)?;
    txn.commit()
}
// ANCHOR_END: clean_up

fn main() -> Result<(), DbErr> {
    let mut db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(product::Entity).register(review::Entity).apply(&db)?;

    let statements = Rc::new(Cell::new(0));
    let counter = statements.clone();
    db.set_metric_callback(move |_| counter.set(counter.get() + 1));

    for name in ["kettle", "tea towel", "egg timer"] {
        product::ActiveModel { name: Set(name.to_string()), ..Default::default() }.insert(&db)?;
    }
    let first = add_review(&db, 1, "boils quickly")?;
    add_review(&db, 1, "a little heavy")?;
    add_review(&db, 3, "rings loudly")?;

    println!("-- a review of product 9");
    println!("{:?}", add_review(&db, 9, "what is this?").map_err(|error| error.to_string()));

    println!("-- the table `review`");
    let tables = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'review' AND sql IS NOT NULL";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, tables))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }

    println!("-- what_was_reviewed");
    what_was_reviewed(&db, &first)?;

    println!("-- one_by_one");
    statements.set(0);
    one_by_one(&db)?;
    println!("statements: {}", statements.get());

    println!("-- together");
    statements.set(0);
    together(&db)?;
    println!("statements: {}", statements.get());

    println!("-- not_loaded");
    not_loaded(&db)?;

    println!("-- delete the kettle");
    let kettle = product::Entity::find_by_id(1).one(&db)?.expect("the kettle is there");
    println!("{:?}", kettle.clone().delete(&db).map_err(|error| error.to_string()));

    println!("-- remove the kettle");
    println!("{:?}", remove(&db, kettle));
    together(&db)
}
