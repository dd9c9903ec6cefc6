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
        /// `varchar(50)` is a note that SQLite does not act on; the CHECK is what refuses a longer text.
        #[sea_orm(
            unique,
            column_type = "String(StringLen::N(50))",
            extra = "CHECK (length(slug) <= 50)"
        )]
        pub slug: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
