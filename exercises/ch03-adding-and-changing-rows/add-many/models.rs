//! Given: the cookies of the shop, and who bakes them.

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
        pub baker: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
