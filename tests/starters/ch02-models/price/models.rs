//! The cookie shop: one model, for the cookies.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        // To do: money does not belong in a floating number. Change this field.
        pub price_cents: f64,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
