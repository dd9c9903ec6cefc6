//! Mistakes that do not compile: each is really compiled, so that a SeaORM or a compiler with other messages is noticed.

use std::collections::{BTreeMap, BTreeSet};

use workbook_core::finding::compiler::{NOTES, find_note};

use crate::project::Project;

const COOKIE: &str = "ch02-models/cookie-model/models.rs";
const SLUG: &str = "ch02-models/unique-slug/models.rs";
const PRICE: &str = "ch02-models/price/models.rs";
const FILMS: &str = "ch02-models/own-table-name/models.rs";
const MOVIE: &str = "ch02-models/movie-defaults/models.rs";
const BUY: &str = "ch03-adding-and-changing-rows/all-or-nothing/play.rs";
const ORDER: &str = "ch04-asking-questions/reverse-order/play.rs";
const UNRATED: &str = "ch04-asking-questions/filter/play.rs";
const POSTS: &str = "ch07-relationships/posts-of-a-user/play.rs";
const TWO_MODELS: &str = "ch07-relationships/posts-of-a-user/models.rs";

/// A file of a solution, what is replaced in it and by what, and a part of what is said about it.
type Mistake = (&'static str, &'static str, &'static str, &'static str);

const IN_MODELS: &[Mistake] = &[
    (FILMS, "pub mod film", "mod film", "look for a missing `pub`"),
    (FILMS, "pub kind", "kind", "reads a field that is visible only"),
    (FILMS, "pub kind", "pub r#type", "compare the names and types in your file"),
    (FILMS, "pub mod film", "pub mod films", "compare the names and types in your file"),
    (FILMS, "kind: String", "kind: Option<String>", "now has the type `Option<String>`"),
    (COOKIE, "stock: i32", "stock: u128", "the type `u128`, which no column can hold"),
    (COOKIE, "stock: i32", "stock: usize", "the type `usize`, which no column can hold"),
    (COOKIE, "Option<String>", "Vec<String>", "the type `Vec<String>`, which no column can hold"),
    (COOKIE, "name: String", "name: char", "the type `char`, which cannot be read"),
    (COOKIE, "name: String", "name: &str", "another type for the field, not the lifetime"),
    (COOKIE, "name: String", "name: &'static str", "the type of a field begins with `&`"),
    (COOKIE, "name: String", "name: Text", "Rust has no type `Text`"),
    (COOKIE, "Option<String>", "Option<Option<String>>", "an `Option` inside an `Option`"),
    (COOKIE, "Option<String>", "Option", "`Option` alone"),
    (MOVIE, "DateTimeUtc", "DateTime<Utc>", "one name for a moment in UTC"),
    (
        COOKIE,
        "impl ActiveModelBehavior for ActiveModel {}",
        "",
        "a line `impl ActiveModelBehavior for ...`",
    ),
    (COOKIE, "for ActiveModel {}", "for Model {}", "the name behind `for`"),
    (COOKIE, "primary_key", "primarykey", "no field is marked as the primary key"),
    (COOKIE, "pub struct Model", "pub struct Cookie", "always `Model`"),
    (COOKIE, "    #[sea_orm::model]\n", "", "one of the lines above the struct is gone"),
    (
        COOKIE,
        "    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]\n",
        "",
        "only `DeriveEntityModel` understands",
    ),
    (COOKIE, "    use sea_orm::entity::prelude::*;\n", "", "not known in this module"),
    (COOKIE, "Clone, Debug, PartialEq, ", "", "more than one word"),
    (COOKIE, "Clone, Debug", "Debug", "more than one word"),
    (FILMS, "pub kind", "pub type", "`type` is a word of the Rust language"),
    (SLUG, "        pub slug: String,\n", "", "here none follows"),
    (SLUG, "#[sea_orm(\n            unique", "[sea_orm(unique", "two characters"),
    (
        PRICE,
        "\"CHECK (price_cents >= 0)\"",
        "CHECK (price_cents >= 0)",
        "also when it is a piece of Rust or SQL",
    ),
    (FILMS, "\"film_list\"", "film_list", "also when it is a name"),
    (
        SLUG,
        "#[sea_orm(\n            unique,\n            column_type",
        "#[sea_orm(unique column_type",
        "a comma between one word and the next",
    ),
    (
        PRICE,
        "extra = \"CHECK (price_cents >= 0)\"",
        "CHECK (price_cents >= 0)",
        "a comma between one word",
    ),
    (MOVIE, "rating: i32", "rating: i32 = 0", "but no value"),
    (
        SLUG,
        "#[sea_orm(\n            unique,\n            column_type = ",
        "#[sea_orm(unique, column_type: ",
        "joined by `=`",
    ),
    (FILMS, "table_name = ", "table_name: ", "joined by `=`"),
    (SLUG, "<= 50)\"", "<= 50)", "a quote is missing"),
    (MOVIE, "default_value = 0", "default_expr = 0", "with Rust code in it"),
    (SLUG, "String(StringLen::N(50))", "varchar(50)", "no column type `varchar`"),
    (SLUG, "String(StringLen::N(50))", "String(50)", "not the bare length"),
    (SLUG, "String(StringLen::N(50))", "String", "without a length"),
    (MOVIE, "current_timestamp()", "now()", "calls `now`, which is no function of `Expr`"),
    (MOVIE, "current_timestamp()", "current_timestamp", "without calling it"),
    (MOVIE, "title: String", "title: Box<dyn Fn()>", "a type that no column can hold"),
    (MOVIE, "Expr::current_timestamp()", "Utc::now()", "`Utc` stands in the quotes"),
    (MOVIE, "Expr::current_timestamp()", "CURRENT_TIMESTAMP", "is it SQL?"),
    (SLUG, "#[sea_orm(\n            unique", "#[unique(", "there is no attribute `unique`"),
    (TWO_MODELS, "HasMany<super::post::Entity>", "Vec<super::post::Entity>", "a type of its own"),
    (
        TWO_MODELS,
        "BelongsTo<super::user::Entity>",
        "Option<super::user::Entity>",
        "cannot hold a whole row",
    ),
    (TWO_MODELS, "HasMany<super::post", "HasMany<post", "begins with `super::`"),
    (TWO_MODELS, "        #[sea_orm(has_many)]\n", "", "no way from `user`"),
    (TWO_MODELS, "to = \"id\"", "to = \"id\", on_delete = \"CASCADE\"", "not SQL's"),
    (TWO_MODELS, "to = \"id\"", "to = \"user_id\"", "names a column `UserId`"),
];

const WHEN_WRITING: &[Mistake] = &[
    (BUY, "pub fn", "pub async fn", "your function is `async`"),
    (BUY, "customer: String,", "customer: &'static str,", "this text is borrowed"),
    (BUY, "pub fn", "fn", "look for a missing `pub`"),
    (
        BUY,
        "use sea_orm::*;",
        "use sea_orm::{DatabaseConnection, DbErr, Set};",
        "the end of the message names that trait",
    ),
    (
        BUY,
        "use crate::models::{purchase, purchase_line};\n",
        "",
        "`purchase` is one of the given models",
    ),
    (BUY, "customer: Set(customer)", "customer: customer", "has to say which"),
    (BUY, "Set(bought.id)", "Some(bought.id)", "has to say which"),
    (BUY, "Set(customer), ..Default::default()", "Set(customer)", "names every field"),
    (BUY, "..Default::default()", "..Default::default", "round brackets are missing behind it"),
    (BUY, "insert(&txn)?;\n    for", "save(&txn)?;\n    for", "is what `insert` gives back"),
    (BUY, "insert(&txn)?;\n    for", "insert(&txn);\n    for", "in place of a row"),
    (BUY, "Set(customer)", "Set(\"Susan\")", "this text is borrowed"),
    (
        BUY,
        "purchase::ActiveModel { customer: Set(customer), ..Default::default() }",
        "purchase::Model { id: 0, customer }",
        "has no `insert`",
    ),
    (
        BUY,
        "    for",
        "    purchase::Entity::insert(bought.clone()).exec(&txn)?;\n    for",
        "is an `ActiveModel`",
    ),
    (BUY, "db.begin()?", "db.begin()", "in place of a connection"),
    (BUY, "db.begin()?", "db.begin().await?", "nothing to await"),
    (
        BUY,
        "{\n    let txn = db.begin()?",
        "{\n    async { db.begin().await };\n    let txn = db.begin()?",
        "nothing to await",
    ),
    (BUY, "txn.commit()", "db.commit()", "is what `begin` gave you"),
    (BUY, "txn.commit()", "txn.commit()?;", "that all went well"),
    (
        BUY,
        "txn.commit()",
        "db.transaction(|txn| txn.execute_unprepared(\"\").map(|_| ()))",
        "a plain `DbErr`",
    ),
    (
        BUY,
        "txn.commit()",
        "db.transaction::<_, (), DbErr>(|_| Ok(()))?;\n    Ok(())",
        "an error type of its own",
    ),
    (BUY, "txn.commit()", "db.execute(\"COMMIT\")?;\n    Ok(())", "`raw` or `unprepared`"),
];

const WHEN_ASKING: &[Mistake] = &[
    (
        ORDER,
        "db: &DatabaseConnection)",
        "db: &DatabaseConnection, limit: u64)",
        "has to stay as it was",
    ),
    (ORDER, ".all(db)", ".all(&db)", "a reference to a reference"),
    (ORDER, "film::COLUMN.title", "film::COLUMN::title", "two ways to name a column"),
    (ORDER, "film::COLUMN.title", "film::Column.title", "two ways to name a column"),
    (ORDER, "find()", "find().select_only().column(film::COLUMN.title)", "by its other name"),
    (ORDER, "film::COLUMN.title", "\"title\"", "a value, not a column"),
    (ORDER, "film::COLUMN.title", "title", "`title` alone is a variable"),
    (
        ORDER,
        "find().order_by_desc(film::COLUMN.title).all(db)?",
        "find().all(db)?.order_by_desc(film::COLUMN.title)",
        "fetched already",
    ),
    (ORDER, ".all(db)?", ".all(db)", "a whole list where you expect one row"),
    (ORDER, ".all(db)?", "", "there are no rows yet"),
    (ORDER, ".all(db)?", "?", "nothing can have failed yet"),
    (ORDER, ".all(db)?", ".iter()", "there are no rows yet"),
    (UNRATED, ".is_null()", ".eq(None)", "nothing equals NULL"),
    (ORDER, "film.title)", "film)", "a whole row has no text"),
    (
        ORDER,
        "    Ok(())",
        "    println!(\"{}\", film::Entity::find().all(db)?);\n    Ok(())",
        "a whole list of rows",
    ),
    (ORDER, "    Ok(())", "    Ok(film::Entity::find().all(db)?)", "printed, not returned"),
    (ORDER, "    Ok(())", "    film::Entity::find().all(db)", "printed, not returned"),
    (ORDER, "film::Entity::find()", "film::find()", "`film` is the module"),
    (ORDER, "film::Entity::find()", "Film::find()", "no type is called `Film`"),
    (ORDER, "film::Entity::find()", "film::Model::find()", "`film::Model` is one row"),
    (ORDER, "find()", "find().filter(film::COLUMN.year.eq(\"1979\"))", "compared with a `&str`"),
    (ORDER, "find()", "find().filter(film::COLUMN.title.eq(1979))", "the column holds text"),
    (
        ORDER,
        "find()",
        "find().filter(film::COLUMN.year == 1979)",
        "`==` compares two values in your program",
    ),
    (
        ORDER,
        "find()",
        "find().filter(film::Column::Year == 1979)",
        "`==` compares two values in your program",
    ),
    (ORDER, "find()", "find().filter(|film| film.year == 1979)", "not a closure"),
    (ORDER, "find()", "find().filter(film::COLUMN.year)", "a column alone"),
    (ORDER, "find()", "find().select_only().column(film::COLUMN.title)", "by its other name"),
    (ORDER, ".all(db)", ".into_tuple().all(db)", "needs a written type"),
    (ORDER, "find()", "find().from_raw_sql(\"SELECT * FROM film\")", "become a `Statement`"),
    (POSTS, "username: &str)", "username: &str, limit: u64)", "has to stay as it was"),
    (
        POSTS,
        "find_related(post::Entity)",
        "find_related(post)",
        "`post` is the module of the model",
    ),
    (POSTS, "find_related(post::Entity)", "find_related(post::Model)", "the type of one row"),
    (
        POSTS,
        "find_related(post::Entity)",
        "find_related(post::Relation)",
        "the tie between two tables",
    ),
    (POSTS, "user.find_related(post::Entity)", "user.posts", "has to be asked for"),
    (POSTS, ".one(db)?", ".one(db)", "look at the end of the call before it"),
    (
        POSTS,
        "    let posts = user.",
        "    let posts = Some(user.clone()).",
        "say first what happens then",
    ),
    (POSTS, "user.username, posts", "Some(&user).username, posts", "say first what happens then"),
    (
        POSTS,
        "    let posts",
        "    let Some(_) = user.find_related(post::Entity).one(db) else { return Ok(()) };\n    let posts",
        "two questions",
    ),
    (
        POSTS,
        ".ok_or_else(|| DbErr::RecordNotFound(format!(\"no user is called {username}\")))",
        ".ok_or(\"nobody\")",
        "a text alone is none",
    ),
    (
        POSTS,
        "DbErr::RecordNotFound(format!(\"no user is called {username}\"))",
        "DbErr::RecordNotFound",
        "look for its round brackets",
    ),
    (
        POSTS,
        "    let posts",
        "    if user.id == 0 { DbErr::RecordNotFound(String::new()) }\n    let posts",
        "goes nowhere",
    ),
];

#[test]
fn a_mistake_the_compiler_is_obscure_about_gets_a_note() {
    let mistakes: Vec<Mistake> = [IN_MODELS, WHEN_WRITING, WHEN_ASKING].concat();
    let project = Project::real();
    let bins: Vec<String> = (0..mistakes.len()).map(|number| format!("mistake-{number}")).collect();
    for (bin, (path, old, new, _)) in bins.iter().zip(&mistakes) {
        lay(&project, bin, path, old, new);
    }
    let errors = first_errors(&project, &bins);
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (bin, (path, _, new, said)) in bins.iter().zip(&mistakes) {
        let error = errors.get(bin).map_or("it compiles", String::as_str);
        used.extend(NOTES.iter().copied().flatten().position(|note| note.fits(error)));
        if !find_note(error).is_some_and(|note| note.contains(said)) {
            wrong.push(format!("{path} with `{new}`: {said}\n{:?}\n{error}", find_note(error)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unused: Vec<_> = NOTES
        .iter()
        .copied()
        .flatten()
        .enumerate()
        .filter(|(index, _)| !used.contains(index))
        .collect();
    let unused: Vec<_> = unused.iter().map(|(_, note)| (note.error, note.shown)).collect();
    assert_eq!(unused, [], "no mistake leads to these notes");
}

/// Makes a program of a solution with one mistake in it.
#[track_caller]
fn lay(project: &Project, bin: &str, path: &str, old: &str, new: &str) {
    let (folder, edited) = path.rsplit_once('/').expect("a folder and a file");
    for file in ["main.rs", "models.rs", "play.rs"] {
        let solution = format!("solutions/{folder}/{file}");
        if project.has(&solution) {
            project.write(format!("exercises/mistakes/{bin}/{file}"), project.read(&solution));
        }
    }
    project.edit(&format!("exercises/mistakes/{bin}/{edited}"), old, new);
    let entry = format!("\n[[bin]]\nname = \"{bin}\"\npath = \"mistakes/{bin}/main.rs\"\n");
    project.append("exercises/Cargo.toml", &entry);
}

/// Compiles all of them at once, and gives the full text of the first error in each.
fn first_errors(project: &Project, bins: &[String]) -> BTreeMap<String, String> {
    let arguments =
        "build --keep-going --package exercises --message-format json-diagnostic-rendered-ansi";
    let bins = bins.iter().flat_map(|bin| ["--bin", bin]);
    let output = project.cargo(&arguments.split(' ').chain(bins).collect::<Vec<_>>());
    let mut errors = BTreeMap::new();
    for line in output.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("cargo prints JSON");
        let (bin, message) = (&line["target"]["name"], &line["message"]);
        if let (Some(bin), Some("error"), Some(rendered)) =
            (bin.as_str(), message["level"].as_str(), message["rendered"].as_str())
        {
            errors.entry(bin.to_owned()).or_insert_with(|| rendered.to_owned());
        }
    }
    errors
}
