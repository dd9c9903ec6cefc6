//! Every field is an `Option`, to be on the safe side.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: Option<String>,
        pub stock: Option<i32>,
        /// `Option` is the only thing that lets the column hold NULL.
        pub recipe_url: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
