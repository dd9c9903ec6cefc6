//! Two books, their authors, two members and a loan, unless the library has books already.

use crate::models::{author, book, book_author, loan, member};
use sea_orm::*;

pub fn populate(db: &DatabaseConnection) -> Result<(), DbErr> {
    if book::Entity::find().one(db)?.is_some() {
        return Ok(());
    }
    let writer = author::ActiveModel { name: Set("Tove Jansson".to_string()), ..Default::default() }.insert(db)?;
    let shelf = [("978-1", "Moominland Midwinter"), ("978-2", "The Summer Book")];
    let mut last = 0;
    for (isbn, title) in shelf {
        let book = book::ActiveModel {
            isbn: Set(isbn.to_string()),
            title: Set(title.to_string()),
            ..Default::default()
        };
        last = book.insert(db)?.id;
        let written = book_author::ActiveModel { book_id: Set(last), author_id: Set(writer.id) };
        book_author::Entity::insert(written).exec_without_returning(db)?;
    }
    let first = member::ActiveModel {
        card: Set("A-1".to_string()),
        name: Set("Ines".to_string()),
        ..Default::default()
    };
    let first = first.insert(db)?;
    let second = member::ActiveModel {
        card: Set("A-2".to_string()),
        name: Set("Ole".to_string()),
        brought_by: Set(Some(first.id)),
        ..Default::default()
    };
    let second = second.insert(db)?;
    loan::ActiveModel { book_id: Set(last), member_id: Set(second.id), ..Default::default() }.insert(db)?;
    Ok(())
}
