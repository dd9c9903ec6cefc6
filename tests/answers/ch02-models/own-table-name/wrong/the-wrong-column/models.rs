//! The title got the name that was meant for the kind.

pub mod film {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "film_list")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_name = "type")]
        pub title: String,
        pub kind: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
