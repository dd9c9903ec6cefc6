//! A `u64` cannot be below zero in Rust, but cannot be read from SQLite either.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        /// Whole cents, so that sums are exact; 64 bits, so that they do not end at 21 million euros.
        pub price_cents: u64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
