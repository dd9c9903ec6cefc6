//! The cookie shop: one model, for the cookies.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        // To do: add the fields `name`, `stock` and `recipe_url`.
    }

    impl ActiveModelBehavior for ActiveModel {}
}
