//! Given: the cookies of the shop.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(unique)]
        pub name: String,
        #[sea_orm(extra = "CHECK (price_cents > 0)")]
        pub price_cents: i32,
        pub stock: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
