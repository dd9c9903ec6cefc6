//! Given: the film list, with the stars that some films were given.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub year: i32,
        /// From 1 to 5; empty until somebody has rated the film.
        pub stars: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
