//! The model knows the default as well, and its fields stand in another order.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(default_value = 0)]
        pub stock: i32,
        pub price_cents: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
