//! Given: runs this exercise for the workbook. You never need to edit it.

mod models;

use models::{post, user};
use sea_orm::*;

fn create_all(db: &DatabaseConnection) -> Result<(), DbErr> {
    db.get_schema_builder().register(user::Entity).register(post::Entity).apply(db)
}

/// Adds a post by the user 5, on a machine whose clock shows the time of Kathmandu, and prints where it went.
fn write_post(db: &DatabaseConnection) -> Result<(), DbErr> {
    // SAFETY: this program has one thread, so nobody reads the environment at the same moment.
    unsafe { std::env::set_var("TZ", "NPT-05:45") };
    let post = post::ActiveModel {
        body: Set("hello, is this thing on?".to_string()),
        user_id: Set(5),
        ..Default::default()
    };
    let post = post.insert(db)?;
    println!("post {} is by user {}", post.id, post.user_id);
    Ok(())
}

/// Prints the number of each user's posts, by way of what the model `user` says of them.
fn posts_of_users(db: &DatabaseConnection) -> Result<(), DbErr> {
    let Some(posts) = <user::Entity as EntityTrait>::Relation::iter().next() else {
        println!("the model `user` does not say that a user has many posts");
        return Ok(());
    };
    let counts: Vec<(String, i64)> = user::Entity::find()
        .join(JoinType::LeftJoin, posts.def())
        .select_only()
        .column(user::Column::Username)
        .column_as(post::Column::Id.count(), "posts")
        .group_by(user::Column::Username)
        .order_by_asc(user::Column::Username)
        .into_tuple()
        .all(db)?;
    counts.iter().for_each(|(username, posts)| println!("{username}: {posts}"));
    Ok(())
}

/// Prints the author of each post, by way of what the model `post` says of it.
fn authors_of_posts(db: &DatabaseConnection) -> Result<(), DbErr> {
    let Some(author) = <post::Entity as EntityTrait>::Relation::iter().next() else {
        println!("the model `post` does not say that a post belongs to a user");
        return Ok(());
    };
    let authors: Vec<(String, String)> = post::Entity::find()
        .join(JoinType::InnerJoin, author.def())
        .select_only()
        .column(post::Column::Body)
        .column(user::Column::Username)
        .order_by_asc(post::Column::Id)
        .into_tuple()
        .all(db)?;
    authors.iter().for_each(|(body, username)| println!("{body} ({username})"));
    Ok(())
}

fn main() -> std::process::ExitCode {
    workbook_harness::run(&[
        ("create_all", create_all),
        ("write_post", write_post),
        ("posts_of_users", posts_of_users),
        ("authors_of_posts", authors_of_posts),
    ])
}
