//! Given: the posts of the microblog, as the program sees them.

pub mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub author: String,
        pub body: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
