//! The attributes say everything in full.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key, column_name = "id", auto_increment = true)]
        pub id: i32,
        pub name: String,
        pub stock: i32,
        /// `Option` is the only thing that lets the column hold NULL.
        pub recipe_url: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
