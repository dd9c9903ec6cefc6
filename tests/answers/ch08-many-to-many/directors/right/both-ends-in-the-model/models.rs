//! The two ends name the table between them, and the ids are larger numbers.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub title: String,
        #[sea_orm(has_many, via = "film_director")]
        pub directors: HasMany<super::director::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod director {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "director")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub name: String,
        #[sea_orm(has_many, via = "film_director")]
        pub films: HasMany<super::film::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod film_director {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film_director")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub film_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub director_id: i64,
        #[sea_orm(belongs_to, from = "film_id", to = "id")]
        pub film: BelongsTo<super::film::Entity>,
        #[sea_orm(belongs_to, from = "director_id", to = "id")]
        pub director: BelongsTo<super::director::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
