//! The condition is a comparison with the number below.

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
        #[sea_orm(extra = "CHECK (price_cents > -1)")]
        pub price_cents: i64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
