//! Chapter 4: questions to a film list, from "all of them" to "how many in each year".

// ANCHOR: use
use sea_orm::{prelude::Expr, *};
// ANCHOR_END: use

mod film {
    use sea_orm::entity::prelude::*;

    // ANCHOR: model
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub year: i32,
        pub stars: Option<i32>,
    }
    // ANCHOR_END: model

    impl ActiveModelBehavior for ActiveModel {}
}

// ANCHOR: display
impl std::fmt::Display for film::Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.title, self.year)?;
        match self.stars {
            Some(stars) => write!(f, ", {stars} of 5"),
            None => write!(f, ", not rated"),
        }
    }
}
// ANCHOR_END: display

// ANCHOR: all
fn all(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find().all(db)?;
    for film in films {
        println!("{film:?}");
    }
    Ok(())
}
// ANCHOR_END: all

// ANCHOR: readable
fn readable(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().all(db)? {
        println!("{film}");
    }
    Ok(())
}
// ANCHOR_END: readable

// ANCHOR: by_key
fn by_key(db: &DatabaseConnection, id: i32) -> Result<(), DbErr> {
    match film::Entity::find_by_id(id).one(db)? {
        Some(film) => println!("{film}"),
        None => println!("there is no film {id}"),
    }
    Ok(())
}
// ANCHOR_END: by_key

// ANCHOR: must_exist
fn title_of(db: &DatabaseConnection, id: i32) -> Result<String, DbErr> {
    let found = film::Entity::find_by_id(id).one(db)?;
    let film = found.ok_or_else(|| DbErr::RecordNotFound(format!("film {id}")))?;
    Ok(film.title)
}
// ANCHOR_END: must_exist

// ANCHOR: filter
fn old_and_good(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .filter(film::COLUMN.year.lt(1980)) // less than
        .filter(film::COLUMN.stars.gte(4)) // greater than or equal
        .all(db)?;
    for film in films {
        println!("{film}");
    }
    Ok(())
}
// ANCHOR_END: filter

// ANCHOR: not_rated
fn not_rated(db: &DatabaseConnection) -> Result<(), DbErr> {
    for film in film::Entity::find().filter(film::COLUMN.stars.is_null()).all(db)? {
        println!("{film}");
    }
    Ok(())
}
// ANCHOR_END: not_rated

// ANCHOR: newest
fn newest(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = film::Entity::find()
        .order_by_desc(film::COLUMN.year) // first by year,
        .order_by_asc(film::COLUMN.title) // and where the year is the same, by title
        .limit(3)
        .all(db)?;
    for film in films {
        println!("{film}");
    }
    Ok(())
}
// ANCHOR_END: newest

// ANCHOR: count
fn count(db: &DatabaseConnection) -> Result<(), DbErr> {
    let all = film::Entity::find().count(db)?;
    let old = film::Entity::find().filter(film::COLUMN.year.lt(1980)).count(db)?;
    println!("{old} of {all} films are from before 1980");
    Ok(())
}
// ANCHOR_END: count

// ANCHOR: scalars
fn only_titles(db: &DatabaseConnection) -> Result<(), DbErr> {
    let titles: Vec<String> = film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_asc(film::COLUMN.title)
        .into_tuple()
        .all(db)?;
    println!("{titles:?}");
    Ok(())
}
// ANCHOR_END: scalars

// ANCHOR: newest_title
fn newest_title(db: &DatabaseConnection) -> Result<(), DbErr> {
    let title: Option<String> = film::Entity::find()
        .select_only()
        .column(film::Column::Title)
        .order_by_desc(film::COLUMN.year)
        .into_tuple()
        .one(db)?;
    println!("{title:?}");
    Ok(())
}
// ANCHOR_END: newest_title

// ANCHOR: per_decade
fn per_decade(db: &DatabaseConnection) -> Result<(), DbErr> {
    let decade = Expr::cust("year / 10 * 10");
    let counts: Vec<(i32, i64)> = film::Entity::find()
        .select_only()
        .column_as(decade.clone(), "decade")
        .column_as(film::COLUMN.id.count(), "films")
        .group_by(decade.clone())
        .order_by(decade, Order::Asc)
        .into_tuple()
        .all(db)?;
    for (decade, films) in counts {
        println!("{decade}s: {films}");
    }
    Ok(())
}
// ANCHOR_END: per_decade

// ANCHOR: as_sql
fn as_sql() {
    let question =
        film::Entity::find().filter(film::COLUMN.year.lt(1980)).order_by_asc(film::COLUMN.title);
    println!("{}", question.build(DbBackend::Sqlite));
}
// ANCHOR_END: as_sql

fn add_films(db: &DatabaseConnection) -> Result<(), DbErr> {
    let films = [
        ("Stalker", 1979, Some(5)),
        ("Brazil", 1985, Some(4)),
        ("Alien", 1979, Some(5)),
        ("Metropolis", 1927, None),
        ("Persepolis", 2007, Some(4)),
        ("Moonraker", 1979, Some(2)),
    ];
    let films = films.map(|(title, year, stars)| film::ActiveModel {
        title: Set(title.to_string()),
        year: Set(year),
        stars: Set(stars),
        ..Default::default()
    });
    film::Entity::insert_many(films).exec(db)?;
    Ok(())
}

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(film::Entity).apply(&db)?;
    println!("-- newest_title of an empty table");
    newest_title(&db)?;
    add_films(&db)?;
    println!("-- all");
    all(&db)?;
    println!("-- readable");
    readable(&db)?;
    println!("-- by_key 2, by_key 99");
    by_key(&db, 2)?;
    by_key(&db, 99)?;
    println!("-- title_of 99");
    println!("{:?}", title_of(&db, 99).map_err(|error| error.to_string()));
    println!("-- old_and_good");
    old_and_good(&db)?;
    println!("-- not_rated");
    not_rated(&db)?;
    println!("-- newest");
    newest(&db)?;
    println!("-- count");
    count(&db)?;
    println!("-- only_titles");
    only_titles(&db)?;
    println!("-- newest_title");
    newest_title(&db)?;
    println!("-- per_decade");
    per_decade(&db)?;
    println!("-- as_sql");
    as_sql();
    Ok(())
}
