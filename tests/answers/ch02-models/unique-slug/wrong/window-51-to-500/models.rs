//! Only 51 to 500 characters are refused; 501 or more are accepted.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(unique, column_type = "String(StringLen::N(50))", extra = "CHECK (length(slug) NOT BETWEEN 51 AND 500)")]
        pub slug: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
