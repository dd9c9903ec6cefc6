//! What SQLite keeps of a length and of a decimal, through SeaORM. In the folder `flask`, `payments.py` asks the same.

use sea_orm::*;

// ANCHOR: model
mod payment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "payment")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        #[sea_orm(column_type = "String(StringLen::N(4))")]
        pub code: String,
        #[sea_orm(column_type = "Decimal(Some((20, 2)))")]
        pub amount: Decimal,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
// ANCHOR_END: model

mod voucher {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "voucher")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i32,
        // ANCHOR: check
        #[sea_orm(column_type = "String(StringLen::N(4))", extra = "CHECK (length(code) <= 4)")]
        pub code: String,
        // ANCHOR_END: check
    }

    impl ActiveModelBehavior for ActiveModel {}
}

// ANCHOR: keep
fn keep(db: &DatabaseConnection) -> Result<(), DbErr> {
    let payment = payment::ActiveModel {
        code: Set("far too long".to_string()),
        amount: Set("90071992547409.93".parse().expect("this is a number")),
        ..Default::default()
    };
    let payment = payment.insert(db)?;
    println!("{} {}", payment.code, payment.amount);
    Ok(())
}
// ANCHOR_END: keep

fn main() -> Result<(), DbErr> {
    let db = Database::connect("sqlite::memory:")?;
    db.get_schema_builder().register(payment::Entity).register(voucher::Entity).apply(&db)?;
    println!("-- keep");
    keep(&db)?;
    println!("-- with a check");
    let voucher =
        voucher::ActiveModel { code: Set("far too long".to_string()), ..Default::default() };
    if let Err(error) = voucher.insert(&db) {
        println!("{error}");
    }
    Ok(())
}
