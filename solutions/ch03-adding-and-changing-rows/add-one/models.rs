//! Given: the cookies of the shop, with a stock that the database fills in.

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
        pub price_cents: i32,
        /// A new kind begins with one tray.
        #[sea_orm(default_value = 24)]
        pub stock: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
