//! Every kind of change, on code that has it.

use super::*;

/// The changes of a text, each as what stood there and what stands there now.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let piece =
        |(bytes, other): &(Range<usize>, String)| format!("{} → {other}", &text[bytes.clone()]);
    let shown = |edit: Edit| edit.pieces.iter().map(piece).collect::<Vec<_>>().join(", ");
    let found: Vec<String> = make_edits(text).into_iter().map(shown).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_fields_and_attributes_of_a_model() {
    check(
        "//! Doc.\npub mod a { use b::{c, d}; #[derive(Clone, Debug)] pub struct Model { #[sea_orm(primary_key)] pub id: i32, /** Doc. */ pub note: Option<String> } }",
        &[
            "#[sea_orm(primary_key)] pub id: i32, → ",
            "i32 → Option<i32>",
            "#[sea_orm(primary_key)] → ",
            "/** Doc. */ pub note: Option<String> → ",
            "Option<String> → String",
        ],
    );
}

#[test]
fn the_sql_in_an_attribute() {
    check(
        "struct M { #[sea_orm(unique, extra = \"CHECK (a >= 0)\")] a: i64 }",
        &[
            "#[sea_orm(unique, extra = \"CHECK (a >= 0)\")] a: i64 → ",
            "i64 → Option<i64>",
            "unique,  → ",
            ", extra = \"CHECK (a >= 0)\" → ",
            "CHECK (a >= 0) → ",
            ">= → >",
            "0 → 1",
            "i64 → i32",
        ],
    );
}

#[test]
fn a_transaction() {
    check(
        "fn f(db: &D, a: A) -> R<(), E> { let t = db.begin()?; M { a: Set(1), b: Set(x), ..Default::default() }.insert(&t)?; t.commit() }",
        &[
            "let t = db.begin()?; → ",
            ".begin() → ",
            "M { a: Set(1), b: Set(x), ..Default::default() }.insert(&t)?; → ",
            "Set(1) → Set(x), Set(x) → Set(1)",
            "a: Set(1), → ",
            "b: Set(x), → ",
            "1 → 2",
            ".insert(&t) → ",
            "insert → update",
            "&t → db",
            "t.commit() → Ok(())",
            ".commit() → ",
            "commit → rollback",
        ],
    );
}

#[test]
fn a_query() {
    check(
        "fn f() { for a in q.filter(C.a.eq(1)).order_by_asc(C.b).all::<Vec<_>>(db)? { println!(\"{}\", a, b); } Ok(()) }",
        &[
            "for a in q.filter(C.a.eq(1)).order_by_asc(C.b).all::<Vec<_>>(db)? { println!(\"{}\", a, b); } → ",
            ".filter(C.a.eq(1)) → ",
            ".eq(1) → ",
            "eq → ne",
            "1 → 2",
            ".order_by_asc(C.b) → ",
            "order_by_asc → order_by_desc",
            "println!(\"{}\", a, b); → ",
            "a → b, b → a",
            " → x",
        ],
    );
}

#[test]
fn conditions_arguments_and_lists() {
    check(
        "fn f() { if a <= b { go(1, true) } else { stop(); } vec![1, 2]; }",
        &[
            "if a <= b { go(1, true) } else { stop(); } → ",
            "a <= b → !(a <= b)",
            "<= → <",
            "1 → true, true → 1",
            "1 → 2",
            "true → false",
            "stop(); → ",
            "vec![1, 2]; → ",
            "1 → 2, 2 → 1",
            "1, → ",
            "2 → ",
            "1 → 2",
            "2 → 3",
        ],
    );
}

#[test]
fn sql_in_a_text() {
    check(
        "fn f() { db.execute(\"SELECT a FROM b WHERE c = 1\"); match a { X => 1, _ => 2 } }",
        &[
            "db.execute(\"SELECT a FROM b WHERE c = 1\"); → ",
            ".execute(\"SELECT a FROM b WHERE c = 1\") → ",
            "SELECT a FROM b WHERE c = 1 → ",
            "WHERE c = 1 → ",
            "= → <>",
            "1 → 2",
            "match a { X => 1, _ => 2 } → Ok(())",
            "1 → 2",
            "2 → 3",
        ],
    );
}
