//! The film club: one model, for a table that another program made up.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    // To do: the table is called `film_list`, and its column for the kind is called `type`.
    #[sea_orm(table_name = "film")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        pub title: String,
        pub kind: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
