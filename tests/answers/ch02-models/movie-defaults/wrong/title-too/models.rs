//! The title has a default as well.

pub mod movie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "movie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(default_value = "")]
        pub title: String,
        #[sea_orm(default_value = 0)]
        pub rating: i32,
        /// An expression, not a value: the database works it out anew for every row, in UTC.
        #[sea_orm(default_expr = "Expr::current_timestamp()")]
        pub added_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
