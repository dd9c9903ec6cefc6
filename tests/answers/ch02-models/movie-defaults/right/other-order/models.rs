//! The fields stand in another order.

pub mod movie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "movie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        /// An expression, not a value: the database works it out anew for every row, in UTC.
        #[sea_orm(default_expr = "Expr::current_timestamp()")]
        pub added_at: DateTimeUtc,
        #[sea_orm(default_value = 0)]
        pub rating: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
