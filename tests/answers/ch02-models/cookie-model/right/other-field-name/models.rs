//! The field has a name of its own; the column has the one that is asked for.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub stock: i32,
        #[sea_orm(column_name = "recipe_url")]
        pub recipe: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
