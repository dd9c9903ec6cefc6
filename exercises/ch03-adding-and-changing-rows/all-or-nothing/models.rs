//! Given: the tables of the cookie shop's till, a purchase and its lines.

pub mod purchase {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "purchase")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub customer: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod purchase_line {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "purchase_line")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        /// The `id` of the purchase this line belongs to.
        pub purchase_id: i32,
        pub cookie: String,
        /// The database refuses a line with less than one cookie.
        #[sea_orm(extra = "CHECK (quantity > 0)")]
        pub quantity: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
