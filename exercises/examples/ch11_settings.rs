//! Chapter 11: the address of a database from the environment, from the file `.env`, and from a fallback.

use sea_orm::*;
use std::{env, fs};

mod product {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "product")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

fn ask() {
    // ANCHOR: ask
    let address = env::var("DATABASE_URL");
    println!("{address:?}");
    // ANCHOR_END: ask
}

fn load() {
    // ANCHOR: load
    dotenvy::dotenv().ok();
    println!("SHOP_NAME: {:?}", env::var("SHOP_NAME"));
    println!("DATABASE_URL: {:?}", env::var("DATABASE_URL"));
    // ANCHOR_END: load
}

// ANCHOR: fallback
/// The address from the environment, or else the database on the laptop.
fn address() -> String {
    env::var("DATABASE_URL").unwrap_or("sqlite://shop.db?mode=rwc".to_string())
}

/// Opens the shop, makes its tables where they are missing, and counts the products.
fn open(address: &str) -> Result<u64, DbErr> {
    let db = Database::connect(address)?;
    db.get_schema_builder().register(product::Entity).sync(&db)?;
    product::Entity::find().count(&db)
}
// ANCHOR_END: fallback

fn set(name: &str, value: Option<&str>) {
    // SAFETY: this program has one thread, so nobody reads the environment at the same moment.
    unsafe {
        match value {
            Some(value) => env::set_var(name, value),
            None => env::remove_var(name),
        }
    }
}

fn report(what: &str, result: Result<u64, DbErr>) {
    match result {
        Ok(count) => println!("{what}: {count} products"),
        Err(error) => println!("{what}: {error}"),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A folder of its own, which is gone at the end.
    let folder = env::temp_dir().join(format!("ch11-settings-{}", std::process::id()));
    fs::create_dir(&folder)?;
    env::set_current_dir(&folder)?;

    println!("-- ask, with the variable and without");
    set("DATABASE_URL", Some("sqlite://laptop.db"));
    ask();
    set("DATABASE_URL", None);
    ask();

    println!("-- load, with the variable set to another database");
    fs::write(
        ".env",
        "# Settings of this laptop\nSHOP_NAME=\"Corner Shop\"\nDATABASE_URL=sqlite://laptop.db\n",
    )?;
    set("DATABASE_URL", Some("sqlite://try.db"));
    load();

    println!("-- fallback");
    let db = Database::connect("sqlite://server.db?mode=rwc")?;
    db.get_schema_builder().register(product::Entity).sync(&db)?;
    product::ActiveModel { name: Set("kettle".to_string()), ..Default::default() }.insert(&db)?;
    product::ActiveModel { name: Set("tea towel".to_string()), ..Default::default() }
        .insert(&db)?;
    db.close()?;
    set("DATABASE_URL", Some("sqlite://server.db?mode=rwc"));
    report("DATABASE_URL is set", open(&address()));
    set("DATABASE_URL", None);
    set("DATABSE_URL", Some("sqlite://server.db?mode=rwc"));
    report("DATABSE_URL is set", open(&address()));

    println!("-- mode");
    // ANCHOR: mode
    report("sevrer.db, rwc", open("sqlite://sevrer.db?mode=rwc"));
    report("srever.db, rw", open("sqlite://srever.db?mode=rw"));
    report("server.db, rw", open("sqlite://server.db?mode=rw"));
    // ANCHOR_END: mode
    let mut files: Vec<String> = fs::read_dir(".")?
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    files.retain(|name| name.ends_with(".db"));
    files.sort();
    println!("in the folder: {}", files.join(", "));

    env::set_current_dir(env::temp_dir())?;
    fs::remove_dir_all(folder)?;
    Ok(())
}
