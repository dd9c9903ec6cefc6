//! The join table written the long way, with an enum of relations.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
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
        pub id: i32,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod film_director {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film_director")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub film_id: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub director_id: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::film::Entity", from = "Column::FilmId", to = "super::film::Column::Id")]
        Film,
        #[sea_orm(
            belongs_to = "super::director::Entity",
            from = "Column::DirectorId",
            to = "super::director::Column::Id"
        )]
        Director,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
