//! Given: the cookies of the shop, known by their names, and the range it opens with.

/// Name and price in cents of the cookies that every shop begins with.
pub const RANGE: [(&str, i32); 4] = [("oat", 120), ("ginger", 150), ("lemon", 130), ("rye", 90)];

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        /// The name itself is the key: there is no `id`, and no two rows have the same name.
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub price_cents: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
