//! Both fields leave the model, so that the error is gone, and so is the stock.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        pub price_cents: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
