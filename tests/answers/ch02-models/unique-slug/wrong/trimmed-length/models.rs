//! The CHECK counts without the blanks at the ends: 45 letters and 10 blanks are 55 characters and are accepted.

pub mod cookie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cookie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub name: String,
        #[sea_orm(unique, column_type = "String(StringLen::N(50))", extra = "CHECK (length(trim(slug)) <= 50)")]
        pub slug: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
