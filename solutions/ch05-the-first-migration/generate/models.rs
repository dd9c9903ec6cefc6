//! Given: the microblog as it is to be, with a shorter name for the name and a text about each user.

pub mod user {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        // This was `username`.
        pub name: String,
        // This is new.
        pub about: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
