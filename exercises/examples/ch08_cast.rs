//! Chapter 8: films and the people who play in them, paired, asked in both directions, unpaired.

use sea_orm::sea_query::OnConflict;
use sea_orm::*;

// ANCHOR: ends
mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub year: i32,
        #[sea_orm(has_many, via = "film_actor")]
        pub actors: HasMany<super::actor::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod actor {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "actor")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(has_many, via = "film_actor")]
        pub films: HasMany<super::film::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: ends

// ANCHOR: pair
mod film_actor {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film_actor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub film_id: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub actor_id: i32,
        #[sea_orm(belongs_to, from = "film_id", to = "id", on_delete = "Cascade")]
        pub film: BelongsTo<super::film::Entity>,
        #[sea_orm(belongs_to, from = "actor_id", to = "id")]
        pub actor: BelongsTo<super::actor::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: pair

// ANCHOR: link
fn link(db: &DatabaseConnection, film_id: i32, actor_id: i32) -> Result<(), DbErr> {
    let pair = film_actor::ActiveModel { film_id: Set(film_id), actor_id: Set(actor_id) };
    pair.insert(db)?;
    Ok(())
}
// ANCHOR_END: link

// ANCHOR: link_once
fn link_once(db: &DatabaseConnection, film_id: i32, actor_id: i32) -> Result<u64, DbErr> {
    let pair = film_actor::ActiveModel { film_id: Set(film_id), actor_id: Set(actor_id) };
    let same_pair = OnConflict::columns([film_actor::Column::FilmId, film_actor::Column::ActorId])
        .do_nothing()
        .to_owned();
    film_actor::Entity::insert(pair).on_conflict(same_pair).exec_without_returning(db)
}
// ANCHOR_END: link_once

// ANCHOR: both_ways
fn both_ways(
    db: &DatabaseConnection,
    film: &film::Model,
    actor: &actor::Model,
) -> Result<(), DbErr> {
    println!("{}:", film.title);
    for actor in film.find_related(actor::Entity).order_by_asc(actor::COLUMN.name).all(db)? {
        println!("    {}", actor.name);
    }
    println!("{}:", actor.name);
    for film in actor.find_related(film::Entity).order_by_asc(film::COLUMN.year).all(db)? {
        println!("    {} ({})", film.title, film.year);
    }
    Ok(())
}
// ANCHOR_END: both_ways

// ANCHOR: together
fn everyone(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::load().with(actor::Entity).order_by_asc(film::COLUMN.title).all(db)? {
        let mut names: Vec<&str> = film.actors.iter().map(|actor| actor.name.as_str()).collect();
        names.sort();
        println!("{}: {}", film.title, names.join(", "));
    }
    Ok(())
}
// ANCHOR_END: together

// ANCHOR: unlink
fn unlink(db: &DatabaseConnection, film_id: i32, actor_id: i32) -> Result<u64, DbErr> {
    let result = film_actor::Entity::delete_by_id((film_id, actor_id)).exec(db)?;
    Ok(result.rows_affected)
}
// ANCHOR_END: unlink

// ANCHOR: remove
fn remove(db: &DatabaseConnection, actor: actor::Model) -> Result<(), DbErr> {
    let txn = db.begin()?;
    film_actor::Entity::delete_many()
        .filter(film_actor::COLUMN.actor_id.eq(actor.id))
        .exec(&txn)?;
    actor.delete(&txn)?;
    txn.commit()
}
// ANCHOR_END: remove

fn pairs(db: &DatabaseConnection) -> Result<u64, DbErr> {
    film_actor::Entity::find().count(db)
}

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder()
        .register(film::Entity)
        .register(actor::Entity)
        .register(film_actor::Entity)
        .apply(&db)?;

    for (title, year) in [("Brazil", 1985), ("The Thing", 1982), ("Alien", 1979)] {
        film::ActiveModel { title: Set(title.to_string()), year: Set(year), ..Default::default() }
            .insert(&db)?;
    }
    for name in ["Sigourney Weaver", "Ian Holm", "Jonathan Pryce"] {
        actor::ActiveModel { name: Set(name.to_string()), ..Default::default() }.insert(&db)?;
    }
    for (film_id, actor_id) in [(3, 1), (3, 2), (1, 3), (1, 2)] {
        link(&db, film_id, actor_id)?;
    }

    println!("-- the table `film_actor`");
    let table = "SELECT sql FROM sqlite_schema WHERE name = 'film_actor'";
    for row in db.query_all_raw(Statement::from_string(DbBackend::Sqlite, table))? {
        println!("{}", row.try_get_by_index::<String>(0)?);
    }

    println!("-- the same pair again");
    println!("link:      {:?}", link(&db, 1, 2).map_err(|error| error.to_string()));
    println!("link_once: {:?}", link_once(&db, 1, 2));
    println!("link_once: {:?}", link_once(&db, 1, 9).map_err(|error| error.to_string()));

    println!("-- both_ways");
    let alien = film::Entity::find_by_id(3).one(&db)?.expect("film 3 is there");
    let holm = actor::Entity::find_by_id(2).one(&db)?.expect("actor 2 is there");
    both_ways(&db, &alien, &holm)?;

    println!("-- everyone");
    everyone(&db)?;

    println!("-- unlink");
    println!("pairs gone: {}", unlink(&db, 3, 2)?);
    println!("pairs gone: {}", unlink(&db, 3, 2)?);

    println!("-- delete one end");
    println!("{:?}", holm.clone().delete(&db).map_err(|error| error.to_string()));
    remove(&db, holm)?;
    println!("pairs left: {}", pairs(&db)?);
    alien.delete(&db)?;
    println!("pairs left: {}", pairs(&db)?);
    println!("actors left: {}", actor::Entity::find().count(&db)?);
    Ok(())
}
