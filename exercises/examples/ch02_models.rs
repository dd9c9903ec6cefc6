//! The samples of chapter 2: each one creates its tables in memory and prints what came of them.

use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend,
    DbErr, EntityTrait, Set, Statement,
};

// ANCHOR: product
mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub weight_grams: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: product

mod customer {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        // ANCHOR: unique
        #[sea_orm(unique)]
        pub email: String,
        // ANCHOR_END: unique
        // ANCHOR: length
        #[sea_orm(
            column_type = "String(StringLen::N(20))",
            extra = "CHECK (length(nickname) <= 20)"
        )]
        pub nickname: String,
        // ANCHOR_END: length
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod misspelt {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "misspelt")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        // ANCHOR: misspelt
        #[sea_orm(uniqe)]
        pub email: String,
        // ANCHOR_END: misspelt
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod payment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub small: i32,
        pub large: i64,
        pub floating: f64,
        pub decimal: Decimal,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

// ANCHOR: order
mod order {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_order")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_name = "cust_no")]
        pub customer_number: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: order

mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub body: String,
        // ANCHOR: defaults
        #[sea_orm(default_value = false)]
        pub pinned: bool,
        #[sea_orm(default_value = "en")]
        pub language: String,
        #[sea_orm(default_expr = "Expr::current_date()")]
        pub posted_on: Date,
        // ANCHOR_END: defaults
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod later {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    // ANCHOR: later
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_type = "String(StringLen::N(60))", extra = "CHECK (length(title) <= 60)")]
        pub title: String,
        pub maker: Option<String>,
    }
    // ANCHOR_END: later

    impl ActiveModelBehavior for ActiveModel {}
}

fn main() -> Result<(), DbErr> {
    first_model()?;
    rules()?;
    money()?;
    names()?;
    defaults()?;
    a_model_that_changed()
}

fn first_model() -> Result<(), DbErr> {
    println!("-- a first model");
    let db = in_memory()?;
    // ANCHOR: create_all
    db.get_schema_builder().register(product::Entity).apply(&db)?;
    // ANCHOR_END: create_all
    print_table(&db, "product")
}

fn rules() -> Result<(), DbErr> {
    println!("-- rules of a column");
    let db = in_memory()?;
    db.get_schema_builder().register(customer::Entity).register(misspelt::Entity).apply(&db)?;
    print_table(&db, "customer")?;
    print_table(&db, "misspelt")
}

fn money() -> Result<(), DbErr> {
    println!("-- money");
    let db = in_memory()?;
    db.get_schema_builder().register(payment::Entity).apply(&db)?;
    print_table(&db, "payment")?;

    let ten_dimes: f64 = [0.1; 10].iter().sum();
    println!("ten times 0.1 is {ten_dimes}");
    println!("the largest i32 is {}", i32::MAX);
    println!("the largest i64 is {}", i64::MAX);

    // Another program pays 50 million euros, in cents.
    db.execute_unprepared(
        "INSERT INTO payment (small, large, floating, decimal) VALUES (5000000000, 5000000000, 0, 0)",
    )?;
    let error =
        payment::Entity::find().all(&db).expect_err("the number is too large for the model");
    println!("reading it back: {error}");
    Ok(())
}

fn names() -> Result<(), DbErr> {
    println!("-- names");
    let db = in_memory()?;
    db.get_schema_builder().register(order::Entity).apply(&db)?;
    print_table(&db, "customer_order")
}

fn defaults() -> Result<(), DbErr> {
    println!("-- defaults");
    let db = in_memory()?;
    db.get_schema_builder().register(post::Entity).apply(&db)?;
    print_table(&db, "post")?;
    // ANCHOR: only_a_body
    let post = post::ActiveModel { body: Set("hello".to_owned()), ..Default::default() };
    let post = post.insert(&db)?;
    println!("pinned: {}, language: {}", post.pinned, post.language);
    // ANCHOR_END: only_a_body
    Ok(())
}

fn a_model_that_changed() -> Result<(), DbErr> {
    println!("-- a model that changed");
    let db = in_memory()?;
    db.get_schema_builder().register(product::Entity).apply(&db)?;
    db.execute_unprepared("CREATE UNIQUE INDEX one_title ON product (title)")?;
    let again = db.get_schema_builder().register(later::Entity).apply(&db);
    println!("apply again: {}", again.expect_err("the table is there already"));
    let indexes_before = indexes(&db)?;
    // ANCHOR: sync
    db.get_schema_builder().register(later::Entity).sync(&db)?;
    // ANCHOR_END: sync
    println!("after sync:");
    print_table(&db, "product")?;
    println!("indexes before sync: {indexes_before}, after: {}", indexes(&db)?);
    Ok(())
}

fn in_memory() -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.sqlx_logging(false);
    Database::connect(options)
}

/// Prints the statement that made a table, one column on a line.
fn print_table(db: &DatabaseConnection, table: &str) -> Result<(), DbErr> {
    let question = format!("SELECT sql FROM sqlite_schema WHERE name = '{table}'");
    let question = Statement::from_string(DbBackend::Sqlite, question);
    for row in db.query_all_raw(question)? {
        let sql: String = row.try_get_by_index(0)?;
        println!("{}", sql.replace(", \"", ",\n  \""));
    }
    Ok(())
}

fn indexes(db: &DatabaseConnection) -> Result<i64, DbErr> {
    let question = "SELECT count(*) FROM sqlite_schema WHERE type = 'index'";
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, question))?;
    row.expect("a count is always one row").try_get_by_index(0)
}
