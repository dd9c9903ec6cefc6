//! The type of each column is written out, and `TEXT` in place of `varchar`.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Integer")]
        pub stock: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub recipe_url: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
