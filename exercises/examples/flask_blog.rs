//! A microblog with SeaORM: users, posts and tags. In the folder `flask`, `blog.py` does the same with Flask-SQLAlchemy.

use sea_orm::*;
use std::{cell::Cell, rc::Rc};

// ANCHOR: one_to_many
mod user {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub username: String,
        #[sea_orm(has_many)]
        pub posts: HasMany<super::post::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub body: String,
        #[sea_orm(indexed)]
        pub user_id: Option<i32>,
        #[sea_orm(belongs_to, from = "user_id", to = "id")]
        pub author: BelongsTo<Option<super::user::Entity>>,
        #[sea_orm(has_many, via = "post_tag")]
        pub tags: HasMany<super::tag::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

// ANCHOR_END: one_to_many

// ANCHOR: many_to_many
mod post_tag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post_tag")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub post_id: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub tag_id: i32,
        #[sea_orm(belongs_to, from = "post_id", to = "id")]
        pub post: BelongsTo<super::post::Entity>,
        #[sea_orm(belongs_to, from = "tag_id", to = "id")]
        pub tag: BelongsTo<super::tag::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

mod tag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "tag")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
        #[sea_orm(has_many, via = "post_tag")]
        pub posts: HasMany<super::post::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: many_to_many

// ANCHOR: write
fn write(db: &DatabaseConnection) -> Result<(), DbErr> {
    user::ActiveModel::builder()
        .set_username("susan")
        .add_post(post::ActiveModel::builder().set_body("hello"))
        .add_post(post::ActiveModel::builder().set_body("good night"))
        .save(db)?;
    let hi = post::ActiveModel::builder().set_body("hi");
    user::ActiveModel::builder().set_username("john").add_post(hi).save(db)?;
    Ok(())
}
// ANCHOR_END: write

// ANCHOR: follow
fn follow(db: &DatabaseConnection) -> Result<(), DbErr> {
    let post = post::Entity::find_by_id(1).one(db)?.expect("the first post is there");
    let author = post.find_related(user::Entity).one(db)?.expect("it has an author");
    println!("{}", author.username);
    let posts = author.find_related(post::Entity).all(db)?;
    println!("{}", posts.iter().map(|post| post.body.as_str()).collect::<Vec<_>>().join(", "));
    Ok(())
}
// ANCHOR_END: follow

// ANCHOR: one_by_one
fn one_by_one(db: &DatabaseConnection) -> Result<(), DbErr> {
    for user in user::Entity::find().all(db)? {
        let posts = user.find_related(post::Entity).all(db)?;
        println!("{} {}", user.username, posts.len());
    }
    Ok(())
}
// ANCHOR_END: one_by_one

// ANCHOR: loaded
fn together(db: &DatabaseConnection) -> Result<(), DbErr> {
    for user in user::Entity::load().with(post::Entity).all(db)? {
        println!("{} {}", user.username, user.posts.len());
    }
    Ok(())
}
// ANCHOR_END: loaded

// ANCHOR: tags
fn tag(db: &DatabaseConnection) -> Result<(), DbErr> {
    let greeting = tag::ActiveModel { name: Set("greeting".to_string()), ..Default::default() };
    let greeting = greeting.insert(db)?;
    let pair = post_tag::ActiveModel { post_id: Set(1), tag_id: Set(greeting.id) };
    pair.insert(db)?;
    let posts = greeting.find_related(post::Entity).all(db)?;
    println!("{}", posts.iter().map(|post| post.body.as_str()).collect::<Vec<_>>().join(", "));

    post_tag::Entity::delete_by_id((1, greeting.id)).exec(db)?;
    println!("tags left: {}", post_tag::Entity::find().count(db)?);
    Ok(())
}
// ANCHOR_END: tags

// ANCHOR: delete_parent
fn delete_susan(db: &DatabaseConnection) -> Result<(), DbErr> {
    let susan = user::Entity::find_by_id(1).one(db)?.expect("susan is there");
    susan.delete(db)?;
    Ok(())
}
// ANCHOR_END: delete_parent

// ANCHOR: nowhere
fn post_of_nobody(db: &DatabaseConnection) -> Result<(), DbErr> {
    let post = post::ActiveModel {
        body: Set("who am I?".to_string()),
        user_id: Set(Some(99)), // no user has this id
        ..Default::default()
    };
    post.insert(db)?;
    println!("the post of user 99 is kept");
    Ok(())
}
// ANCHOR_END: nowhere

// ANCHOR: id_again
fn id_again(db: &DatabaseConnection) -> Result<(), DbErr> {
    let mary = user::ActiveModel { username: Set("mary".to_string()), ..Default::default() };
    let mary = mary.insert(db)?;
    println!("mary is {}", mary.id);
    mary.delete(db)?;
    let paul = user::ActiveModel { username: Set("paul".to_string()), ..Default::default() };
    println!("paul is {}", paul.insert(db)?.id);
    Ok(())
}
// ANCHOR_END: id_again

fn main() -> Result<(), DbErr> {
    let mut db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder()
        .register(user::Entity)
        .register(post::Entity)
        .register(tag::Entity)
        .register(post_tag::Entity)
        .apply(&db)?;
    let statements = Rc::new(Cell::new(0));
    let counter = statements.clone();
    db.set_metric_callback(move |_| counter.set(counter.get() + 1));

    write(&db)?;
    println!("-- follow");
    follow(&db)?;
    println!("-- one_by_one");
    statements.set(0);
    one_by_one(&db)?;
    println!("statements: {}", statements.get());
    println!("-- together");
    statements.set(0);
    together(&db)?;
    println!("statements: {}", statements.get());
    println!("-- tag");
    tag(&db)?;
    println!("-- delete_susan");
    println!("{}", delete_susan(&db).expect_err("she has posts"));
    println!("-- post_of_nobody");
    println!("{}", post_of_nobody(&db).expect_err("there is no user 99"));
    println!("-- id_again");
    id_again(&db)?;
    Ok(())
}
