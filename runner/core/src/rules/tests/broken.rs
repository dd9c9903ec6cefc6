//! Scripts that break a rule: each way to do so is told, with the script it is in.

use super::{LOAN, MEMBER, NOTE, OLD, REQUIRED, only, rebuilt_member, right, told};

#[test]
fn there_have_to_be_three_scripts_and_one_that_changes_a_table() {
    only(&told(&[MEMBER, LOAN]).things, "- too_few_scripts", "there are 2 scripts");
    only(&told(&[]).things, "- too_few_scripts", "there is no script yet");
    let tag = ("CREATE TABLE tag (name TEXT PRIMARY KEY) WITHOUT ROWID;", "DROP TABLE tag;");
    only(&told(&[MEMBER, LOAN, tag]).rows, "- no_table_changed", "earlier one");
    let index = ("CREATE INDEX by_name ON member (name);", "DROP INDEX by_name;");
    only(&told(&[MEMBER, LOAN, index]).rows, "- no_table_changed", "earlier one");
}

#[test]
fn a_script_that_changes_nothing_is_told_so() {
    for nothing in ["", "-- to do", "SELECT 1;", "CREATE TABLE x (a); DROP TABLE x;"] {
        only(
            &told(&[MEMBER, LOAN, NOTE, (nothing, "SELECT 1;")]).things,
            "4 empty_script",
            "changes nothing",
        );
    }
}

#[test]
fn two_things_in_one_script_are_named() {
    let both = (format!("{} {}", MEMBER.0, LOAN.0), "DROP TABLE loan; DROP TABLE member;");
    let things =
        told(&[(&both.0, both.1), NOTE, ("CREATE INDEX t ON loan (title);", "DROP INDEX t;")])
            .things;
    only(&things, "1 several_things", "it makes the table `loan`, and it makes the table `member`");
    let two = |up: &str, down: &str, part: &str| {
        only(&told(&[MEMBER, LOAN, NOTE, (up, down)]).things, "4 several_things", part);
    };
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL DEFAULT ''; ALTER TABLE member DROP COLUMN phone;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member ADD COLUMN phone TEXT;",
        "adds `mail` to `member`, and it takes `phone` from `member`",
    );
    // The same type again looks like a rename, but the values are gone.
    two(
        "ALTER TABLE member DROP COLUMN phone; ALTER TABLE member ADD COLUMN mail TEXT;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member ADD COLUMN phone TEXT;",
        "adds `mail` to `member`, and it takes `phone` from `member`",
    );
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT; ALTER TABLE loan ADD COLUMN days INTEGER;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE loan DROP COLUMN days;",
        "adds `days` to `loan`, and it adds `mail` to `member`",
    );
    two(
        "ALTER TABLE member ADD COLUMN mail TEXT; CREATE INDEX t ON loan (title);",
        "ALTER TABLE member DROP COLUMN mail; DROP INDEX t;",
        "adds `mail` to `member`, and it adds the index `t` to `loan`",
    );
    two(
        "ALTER TABLE member RENAME COLUMN phone TO mobile; ALTER TABLE member ADD COLUMN mail TEXT;",
        "ALTER TABLE member DROP COLUMN mail; ALTER TABLE member RENAME COLUMN mobile TO phone;",
        "renames `phone` of `member`, and it adds `mail` to `member`",
    );
    two(
        "CREATE TABLE tag (name TEXT); DROP TABLE loan;",
        "DROP TABLE tag;",
        "drops the table `loan`",
    );
}

#[test]
fn a_script_that_only_empty_tables_take_is_told_with_the_row() {
    let mail = (
        "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL;",
        "ALTER TABLE member DROP COLUMN mail;",
    );
    only(&told(&[MEMBER, LOAN, mail]).rows, "3 fails_on_rows", "Cannot add a NOT NULL column");
    let up = rebuilt_member(REQUIRED, "id, name, phone");
    let found = told(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    only(
        &found.rows,
        "3 fails_on_rows",
        "NOT NULL constraint failed: new_member.phone; it should run whatever rows the tables before it allow (it stops at this row",
    );
    assert!(found.rows[0].contains("NULL)"), "{:?}", found.rows);
    assert_eq!(
        [found.things, found.back].concat(),
        [""; 0],
        "the other rules are graded for themselves"
    );
}

#[test]
fn rows_and_values_that_the_way_up_had_no_need_to_touch_are_missed() {
    let back = rebuilt_member(OLD, "id, name, phone");
    let lost =
        |up: &str, part: &str| only(&told(&[MEMBER, LOAN, (up, &back)]).rows, "3 data_lost", part);
    lost(&rebuilt_member(REQUIRED, "id, name, ''"), "a row of `member` has phone = ''");
    lost(&rebuilt_member(REQUIRED, "id, coalesce(phone, ''), name"), "a row of `member` has name");
    lost(
        &rebuilt_member(REQUIRED, "id, name, phone")
            .replace("FROM member;", "FROM member WHERE phone IS NOT NULL AND id < 30;"),
        "missing from `member`",
    );
    let years =
        ("CREATE TABLE book (id INTEGER PRIMARY KEY, year INTEGER NOT NULL);", "DROP TABLE book;");
    let up = rebuilt_book("TEXT", "'in ' || year");
    let down = rebuilt_book("INTEGER", "year");
    let rows = told(&[MEMBER, LOAN, years, (&up, &down)]).rows;
    assert_eq!(rows, [""; 0]);
    let up = rebuilt_book("TEXT", "'unknown'");
    only(&told(&[MEMBER, LOAN, years, (&up, &down)]).rows, "4 data_lost", "has year = 'unknown'");
    let forgotten =
        "PRAGMA foreign_keys = OFF; DROP TABLE loan; CREATE TABLE loan (id INTEGER PRIMARY KEY,
        member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL, note TEXT);
        CREATE INDEX loan_member ON loan (member_id);";
    let rows = told(&[MEMBER, LOAN, (forgotten, "ALTER TABLE loan DROP COLUMN note;")]).rows;
    only(&rows, "3 data_lost", "after the up half, a row is missing from `loan`");
    let elsewhere = "ALTER TABLE loan ADD COLUMN note TEXT; UPDATE member SET phone = NULL;";
    only(&told(&[MEMBER, LOAN, (elsewhere, NOTE.1)]).rows, "3 data_lost", "`member`");
}

/// A script that makes `book` anew, with years of another type.
fn rebuilt_book(kind: &str, year: &str) -> String {
    format!(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, year {kind} NOT NULL);
        INSERT INTO n SELECT id, {year} FROM book;
        DROP TABLE book; ALTER TABLE n RENAME TO book;"
    )
}

#[test]
fn a_way_back_that_is_missing_wrong_or_incomplete_is_told() {
    let back = |down: &str, part: &str, kind: &str| {
        only(&told(&[MEMBER, LOAN, (NOTE.0, down)]).back, &format!("3 {kind}"), part);
    };
    back("none", "no down half", "no_way_back");
    back("-- to do", "the down half of this script is empty", "no_way_back");
    back("ALTER TABLE loan DROP COLUMN notes;", "no such column", "no_way_back");
    back("SELECT 1;", "still has the column `note`", "not_restored");
    back(
        "ALTER TABLE loan DROP COLUMN note; CREATE TABLE x (a);",
        "left the table `x` behind",
        "not_restored",
    );
    back("DROP TABLE loan;", "table `loan` is gone", "not_restored");
    back(
        "ALTER TABLE loan DROP COLUMN note; DELETE FROM loan WHERE id > 20;",
        "after up and down, a row is missing from `loan`",
        "data_lost",
    );
    back(
        "ALTER TABLE loan DROP COLUMN note; UPDATE loan SET title = '';",
        "has title = ''",
        "data_lost",
    );
    back(
        "ALTER TABLE loan DROP COLUMN note; CREATE VIEW v AS SELECT 1;",
        "the view `v` is still there",
        "not_restored",
    );
    let overwritten =
        "UPDATE loan SET title = note WHERE note IS NOT NULL; ALTER TABLE loan DROP COLUMN note;";
    back(overwritten, "has title =", "data_lost");
    back(
        "DELETE FROM loan WHERE note IS NOT NULL; ALTER TABLE loan DROP COLUMN note;",
        "missing from `loan`",
        "data_lost",
    );
    let index = ("CREATE INDEX t ON loan (title);", "SELECT 1;");
    only(
        &told(&[MEMBER, LOAN, NOTE, index]).back,
        "4 not_restored",
        "the index `t` of `loan` is still there",
    );
    let dropped = ("DROP INDEX loan_member;", "CREATE INDEX loan_member ON loan (title);");
    only(
        &told(&[MEMBER, LOAN, NOTE, dropped]).back,
        "4 not_restored",
        "has no index on `member_id`",
    );
    let kept = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, CHECK (length(name) < 200)";
    let checked = format!("CREATE TABLE member ({kept});");
    let (up, down) = (
        rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')"),
        rebuilt_member(OLD, "id, name, phone"),
    );
    only(
        &told(&[(&checked, MEMBER.1), LOAN, (&up, &down)]).back,
        "3 not_restored",
        "a check of `member`",
    );
    let lost = rebuilt_member(OLD, "id, name, NULL");
    only(&told(&[MEMBER, LOAN, (&up, &lost)]).back, "3 data_lost", "has phone = NULL");
    let dropped = (
        "ALTER TABLE member DROP COLUMN phone;",
        "ALTER TABLE member ADD COLUMN phone TEXT NOT NULL DEFAULT '';",
    );
    only(&told(&[MEMBER, LOAN, dropped]).back, "3 not_restored", "`member.phone` refuses NULL");
}

#[test]
fn what_a_rebuild_forgets_is_a_thing_of_its_own_or_a_loss() {
    let (up, down) = (
        rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')"),
        rebuilt_member(OLD, "id, name, phone"),
    );
    let named = ("CREATE INDEX names ON member (name);", "DROP INDEX names;");
    only(
        &told(&[MEMBER, named, LOAN, (&up, &down)]).things,
        "4 several_things",
        "takes the index `names` from `member`",
    );
    let up = format!("{up} CREATE INDEX names ON member (name);");
    only(
        &told(&[MEMBER, named, LOAN, (&up, &down)]).back,
        "4 not_restored",
        "has no index on `name`",
    );
    right(&[MEMBER, named, LOAN, (&up, &format!("{down} CREATE INDEX names ON member (name);"))]);
}
