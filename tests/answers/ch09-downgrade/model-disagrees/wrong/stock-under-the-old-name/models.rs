//! The field that was given up gets the name of the column that is wanted.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub price_cents: i32,
        pub stock: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
