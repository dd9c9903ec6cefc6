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
        // To do: add the field `slug`.
    }

    impl ActiveModelBehavior for ActiveModel {}
}
