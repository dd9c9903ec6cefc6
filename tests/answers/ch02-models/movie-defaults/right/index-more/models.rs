//! A film list with an index more, which only makes reading faster.

pub mod movie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "movie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        #[sea_orm(default_value = 0)]
        pub rating: i32,
        #[sea_orm(default_expr = "Expr::current_timestamp()", indexed)]
        pub added_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
