//! The price is rounded before it is compared.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(extra = "CHECK (round(price_cents) >= 0)")]
        pub price_cents: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
