//! Chapter 8: a list in one column, as JSON.

use sea_orm::sea_query::Expr;
use sea_orm::*;

// ANCHOR: model
mod film {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
    pub struct Tags(pub Vec<String>);

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub tags: Tags,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: model

// ANCHOR: add
fn add_tag(db: &DatabaseConnection, film: film::Model, tag: &str) -> Result<film::Model, DbErr> {
    let mut tags = film.tags.clone();
    tags.0.push(tag.to_string());

    let mut film = film.into_active_model();
    film.tags = Set(tags);
    film.update(db)
}
// ANCHOR_END: add

// ANCHOR: tagged
fn tagged(db: &DatabaseConnection, tag: &str) -> Result<Vec<film::Model>, DbErr> {
    let has_tag = Expr::cust_with_values("? IN (SELECT value FROM json_each(film.tags))", [tag]);
    film::Entity::find().filter(has_tag).order_by_asc(film::COLUMN.title).all(db)
}
// ANCHOR_END: tagged

// ANCHOR: lost
fn two_people(db: &DatabaseConnection) -> Result<(), DbErr> {
    let susan_sees = film::Entity::find_by_id(3).one(db)?.expect("film 3 is there");
    let john_sees = film::Entity::find_by_id(3).one(db)?.expect("film 3 is there");

    add_tag(db, susan_sees, "favourite")?;
    let film = add_tag(db, john_sees, "seen twice")?;
    println!("{:?}", film.tags.0);
    Ok(())
}
// ANCHOR_END: lost

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(film::Entity).apply(&db)?;

    let films = [
        ("Brazil", ["office", "satire"]),
        ("The Thing", ["ice", "horror"]),
        ("Alien", ["space", "horror"]),
    ];
    let films = films.map(|(title, tags)| film::ActiveModel {
        title: Set(title.to_string()),
        tags: Set(film::Tags(tags.map(str::to_string).to_vec())),
        ..Default::default()
    });
    film::Entity::insert_many(films).exec(&db)?;

    println!("-- the table `film`");
    let table = "SELECT sql FROM sqlite_schema WHERE name = 'film'";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, table))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }

    println!("-- add_tag");
    let brazil = film::Entity::find_by_id(1).one(&db)?.expect("film 1 is there");
    println!("{:?}", add_tag(&db, brazil, "dreams")?.tags);

    println!("-- tagged");
    for tag in ["ice", "horror"] {
        let titles: Vec<String> = tagged(&db, tag)?.into_iter().map(|film| film.title).collect();
        println!("{tag}: {titles:?}");
    }

    println!("-- two_people");
    two_people(&db)?;

    println!("-- an object instead of a list");
    db.execute_unprepared("UPDATE film SET tags = '{\"genre\": \"horror\"}' WHERE id = 2")?;
    println!("{:?}", film::Entity::find_by_id(2).one(&db).map_err(|error| error.to_string()));
    Ok(())
}
