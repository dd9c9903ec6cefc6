//! Chapter 3: cookies move between two shelves, without a transaction and with one.

use sea_orm::*;

mod shelf {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shelf")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(extra = "CHECK (cookies >= 0)")]
        pub cookies: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

// ANCHOR: change_by
/// Adds `amount` to the cookies of one shelf; a negative amount takes some away.
fn change_by(db: &impl ConnectionTrait, id: i32, amount: i32) -> Result<(), DbErr> {
    let shelf = shelf::Entity::find_by_id(id)
        .one(db)?
        .ok_or_else(|| DbErr::RecordNotFound(format!("no shelf has the id {id}")))?;
    let cookies = shelf.cookies + amount;
    let mut shelf = shelf.into_active_model();
    shelf.cookies = Set(cookies);
    shelf.update(db)?;
    Ok(())
}
// ANCHOR_END: change_by

// ANCHOR: apart
fn carry(db: &DatabaseConnection, from: i32, to: i32, count: i32) -> Result<(), DbErr> {
    change_by(db, to, count)?;
    change_by(db, from, -count)
}
// ANCHOR_END: apart

// ANCHOR: together
fn carry_together(db: &DatabaseConnection, from: i32, to: i32, count: i32) -> Result<(), DbErr> {
    let txn = db.begin()?;
    change_by(&txn, to, count)?;
    change_by(&txn, from, -count)?;
    txn.commit()
}
// ANCHOR_END: together

fn show(db: &DatabaseConnection) -> Result<(), DbErr> {
    let shelves = shelf::Entity::find().order_by_asc(shelf::COLUMN.id).all(db)?;
    for shelf in &shelves {
        println!("{}: {}", shelf.name, shelf.cookies);
    }
    println!("together: {}", shelves.iter().map(|shelf| shelf.cookies).sum::<i32>());
    Ok(())
}

fn new_shop() -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.acquire_timeout(std::time::Duration::from_secs(1));
    let db = Database::connect(options)?;
    db.get_schema_builder().register(shelf::Entity).apply(&db)?;
    for (name, cookies) in [("window", 8), ("counter", 5)] {
        shelf::ActiveModel {
            name: Set(name.to_string()),
            cookies: Set(cookies),
            ..Default::default()
        }
        .insert(&db)?;
    }
    Ok(db)
}

/// Asks the connection for something while a transaction on it is open.
fn ask_the_wrong_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    let txn = db.begin()?;
    change_by(db, 1, 1)?;
    txn.commit()
}

fn main() -> Result<(), DbErr> {
    println!("-- carry 20, apart");
    let db = new_shop()?;
    println!("{:?}", carry(&db, 1, 2, 20).map_err(|error| error.to_string()));
    show(&db)?;

    println!("-- carry 20, together");
    let db = new_shop()?;
    println!("{:?}", carry_together(&db, 1, 2, 20).map_err(|error| error.to_string()));
    show(&db)?;

    println!("-- carry 3, together");
    println!("{:?}", carry_together(&db, 1, 2, 3));
    show(&db)?;

    println!("-- ask the wrong one");
    println!("{:?}", ask_the_wrong_one(&db).map_err(|error| error.to_string()));
    Ok(())
}
