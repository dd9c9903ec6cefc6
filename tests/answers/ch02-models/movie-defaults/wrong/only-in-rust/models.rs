//! The values are filled in by the program, which only helps those who use this program.

pub mod movie {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "movie")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub rating: i32,
        pub added_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {
        fn new() -> Self {
            let now = sea_orm::prelude::ChronoUtc::now();
            Self { rating: sea_orm::Set(0), added_at: sea_orm::Set(now), ..sea_orm::ActiveModelTrait::default() }
        }
    }
}
