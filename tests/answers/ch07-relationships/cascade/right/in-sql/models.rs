//! The references and their rules are written in SQL, as the end of each column.

pub mod user {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "user")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub username: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody paid for; the books must keep it.
pub mod payment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub cents: i32,
        #[sea_orm(extra = "REFERENCES user (id)")]
        pub user_id: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub body: String,
        #[sea_orm(extra = "REFERENCES user (id) ON DELETE CASCADE")]
        pub user_id: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody said about a post, perhaps about somebody else's.
pub mod comment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "comment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub body: String,
        #[sea_orm(extra = "REFERENCES post (id) ON DELETE CASCADE")]
        pub post_id: i32,
        #[sea_orm(extra = "REFERENCES user (id) ON DELETE SET NULL")]
        pub user_id: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
