//! Cents are a Rust type of their own, so that nobody adds them to grams.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    /// An amount of money.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, DeriveValueType)]
    pub struct Cents(pub i64);

    impl std::fmt::Display for Cents {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        /// Whole cents, so that sums are exact; 64 bits, so that they do not end at 21 million euros.
        #[sea_orm(extra = "CHECK (price_cents >= 0)")]
        pub price_cents: Cents,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
