//! Scripts that keep all rules: what is right in whatever way passes.

use super::{
    LOAN, MEMBER, NOTE, OLD, REQUIRED, only, rebuilt_member, right, right_with, told, told_with,
};
use crate::migration::{self, Half};
use crate::span::SourceFile;

#[test]
fn scripts_that_do_one_thing_each_and_come_back_pass() {
    right(&[MEMBER, LOAN, NOTE]);
}

#[test]
fn one_thing_may_take_several_statements() {
    let one = |up: &str, down: &str| right(&[MEMBER, LOAN, NOTE, (up, down)]);
    one(
        "ALTER TABLE member ADD COLUMN mail TEXT; ALTER TABLE member ADD COLUMN street TEXT;
         CREATE UNIQUE INDEX mails ON member (mail); UPDATE member SET street = 'unknown';",
        "DROP INDEX mails; ALTER TABLE member DROP COLUMN mail; ALTER TABLE member DROP COLUMN street;",
    );
    one(
        "ALTER TABLE member RENAME COLUMN phone TO mobile;",
        "ALTER TABLE member RENAME COLUMN mobile TO phone;",
    );
    one("ALTER TABLE loan RENAME TO lending;", "ALTER TABLE lending RENAME TO loan;");
    one(
        "CREATE INDEX a ON loan (title); CREATE INDEX b ON loan (note);",
        "DROP INDEX a; DROP INDEX b;",
    );
    one(
        "CREATE TABLE tag (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
         INSERT INTO tag (word) VALUES ('old'), ('new');",
        "DROP TABLE tag;",
    );
    one(
        "CREATE TABLE helper (loan_id INTEGER NOT NULL REFERENCES loan (id), member_id INTEGER NOT NULL REFERENCES member (id),
                              PRIMARY KEY (loan_id, member_id)) WITHOUT ROWID;",
        "DROP TABLE helper;",
    );
    one("CREATE VIEW titles AS SELECT title FROM loan;", "DROP VIEW titles;");
    one("UPDATE member SET phone = trim(phone);", "SELECT 1;");
    one(
        "CREATE TRIGGER quiet AFTER DELETE ON loan BEGIN UPDATE member SET phone = NULL WHERE id = OLD.member_id; END;",
        "DROP TRIGGER quiet;",
    );
    // What is written with dbmate's `transaction:false` is run as well.
    let loose = "-- migrate:down transaction:false\nALTER TABLE loan DROP COLUMN days;";
    let text = format!(
        "-- migrate:up transaction:false\nALTER TABLE loan ADD COLUMN days INTEGER;\n{loose}\n"
    );
    let file = SourceFile::new("4.sql", text);
    assert!(!migration::parse("4.sql", &file).expect("it is right").is_atomic(Half::Up));
}

#[test]
fn rebuilds_that_keep_the_rows_pass() {
    let up = rebuilt_member(REQUIRED, "id, name, coalesce(phone, '')");
    right(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    let up = rebuilt_member(
        "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone INTEGER",
        "id, name, phone",
    );
    right(&[MEMBER, LOAN, (&up, &rebuilt_member(OLD, "id, name, phone"))]);
    let longer = "id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, CHECK (length(name) > 0)";
    right(&[
        MEMBER,
        LOAN,
        (&rebuilt_member(longer, "id, name, phone"), &rebuilt_member(OLD, "id, name, phone")),
    ]);
}

#[test]
fn a_rule_that_old_rows_may_break_is_no_mistake_as_long_as_some_fit() {
    // No two rows of the made-up ones may have one member, then.
    right(&[
        MEMBER,
        LOAN,
        NOTE,
        ("CREATE UNIQUE INDEX one ON loan (member_id);", "DROP INDEX one;"),
    ]);
    let short = "id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) < 14), phone TEXT";
    right(&[
        MEMBER,
        LOAN,
        (&rebuilt_member(short, "id, name, phone"), &rebuilt_member(OLD, "id, name, phone")),
    ]);
    // Rows that have to go for the new rule are not lost.
    let tidy = "DELETE FROM loan WHERE id NOT IN (SELECT min(id) FROM loan GROUP BY member_id);
                CREATE UNIQUE INDEX one ON loan (member_id);";
    right(&[MEMBER, LOAN, NOTE, (tidy, "DROP INDEX one;")]);
    let same = "ALTER TABLE member ADD COLUMN code TEXT NOT NULL DEFAULT 'x'; CREATE UNIQUE INDEX codes ON member (code);";
    let down = "DROP INDEX codes; ALTER TABLE member DROP COLUMN code;";
    only(
        &told(&[MEMBER, LOAN, (same, down)]).rows,
        "3 fails_on_rows",
        "UNIQUE constraint failed: member.code",
    );
    let alike = ("UPDATE member SET phone = 'none';", "SELECT 1;");
    let phones = ("CREATE UNIQUE INDEX phones ON member (phone);", "DROP INDEX phones;");
    only(
        &told(&[MEMBER, LOAN, NOTE, phones, alike]).rows,
        "5 fails_on_rows",
        "UNIQUE constraint failed: member.phone",
    );
    let never = "ALTER TABLE member ADD COLUMN cents INTEGER NOT NULL DEFAULT 0 CHECK (cents > 0);";
    only(
        &told(&[MEMBER, LOAN, (never, "ALTER TABLE member DROP COLUMN cents;")]).rows,
        "3 fails_on_rows",
        "(it stops at this row: INSERT INTO member",
    );
}

#[test]
fn what_a_drop_takes_need_not_come_back() {
    right(&[
        MEMBER,
        LOAN,
        ("ALTER TABLE member DROP COLUMN phone;", "ALTER TABLE member ADD COLUMN phone TEXT;"),
    ]);
    right(&[
        MEMBER,
        LOAN,
        NOTE,
        (
            "DROP TABLE loan;",
            "CREATE TABLE loan (id INTEGER PRIMARY KEY,
        note TEXT, member_id INTEGER NOT NULL REFERENCES member (id), title TEXT NOT NULL);
        CREATE INDEX loan_member ON loan (member_id);",
        ),
    ]);
}

#[test]
fn where_no_row_can_be_made_up_those_of_the_learner_are_used() {
    let odd = "CREATE TABLE member (code TEXT NOT NULL PRIMARY KEY CHECK (code LIKE 'Q7%x_9%' AND substr(code, 4, 3) = 'zzz' AND length(code) = 11), phone TEXT);";
    let scripts = [
        (odd, "DROP TABLE member;"),
        (
            "CREATE TABLE loan (id INTEGER PRIMARY KEY, member_code TEXT NOT NULL REFERENCES member (code));",
            "DROP TABLE loan;",
        ),
        ("ALTER TABLE member ADD COLUMN mail TEXT;", "ALTER TABLE member DROP COLUMN mail;"),
    ];
    only(&told(&scripts).rows, "3 no_rows_made", "no row could be made up");
    right_with(&scripts, "INSERT INTO member (code) VALUES ('Q7azzzbx_9a');");
    let mut hard = scripts;
    hard[2].0 = "ALTER TABLE member ADD COLUMN mail TEXT NOT NULL;";
    only(
        &told_with(&hard, "INSERT INTO member (code, mail) VALUES ('Q7azzzbx_9a', 'a');").rows,
        "3 fails_on_rows",
        "NOT NULL",
    );
}

#[test]
fn a_column_that_becomes_a_table_passes_in_three_scripts() {
    right(&[
        ("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, author TEXT);", "DROP TABLE book;"),
        (
            "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
             INSERT INTO author (name) SELECT DISTINCT author FROM book WHERE author IS NOT NULL;",
            "DROP TABLE author;",
        ),
        (
            "ALTER TABLE book ADD COLUMN author_id INTEGER REFERENCES author (id);
             UPDATE book SET author_id = (SELECT author.id FROM author WHERE author.name = book.author);",
            "ALTER TABLE book DROP COLUMN author_id;",
        ),
        (
            "ALTER TABLE book DROP COLUMN author;",
            "ALTER TABLE book ADD COLUMN author TEXT;
             UPDATE book SET author = (SELECT author.name FROM author WHERE author.id = book.author_id);",
        ),
    ]);
}

#[test]
fn what_stands_around_tables_is_carried_along() {
    let log = ("CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT NOT NULL);", "DROP TABLE log;");
    let watch = (
        "CREATE TRIGGER watch AFTER UPDATE ON member BEGIN INSERT INTO log (what) VALUES ('changed ' || NEW.id); END;",
        "DROP TRIGGER watch;",
    );
    let view = ("CREATE VIEW names AS SELECT id, name FROM member;", "DROP VIEW names;");
    let late = (
        "ALTER TABLE member ADD COLUMN late INTEGER AS (length(phone)) VIRTUAL;",
        "ALTER TABLE member DROP COLUMN late;",
    );
    let partial =
        ("CREATE UNIQUE INDEX phones ON member (phone) WHERE phone <> '';", "DROP INDEX phones;");
    let renamed = (
        "ALTER TABLE member RENAME COLUMN name TO full_name;",
        "ALTER TABLE member RENAME COLUMN full_name TO name;",
    );
    let tidy = (
        "UPDATE member SET phone = 'none' WHERE phone IS NULL;",
        "UPDATE member SET phone = NULL WHERE phone = 'none';",
    );
    right(&[MEMBER, LOAN, log, watch, view, late, partial, renamed, NOTE]);
    right(&[MEMBER, LOAN, log, watch, view, tidy, renamed]);
}

#[test]
fn a_rename_may_be_a_rebuild_and_a_rebuild_may_give_a_moment() {
    let renamed = "CREATE TABLE m (mobile TEXT, id INTEGER PRIMARY KEY, name TEXT NOT NULL);
        INSERT INTO m (id, name, mobile) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    let back = "ALTER TABLE member RENAME COLUMN mobile TO phone;";
    right(&[MEMBER, LOAN, (renamed, back)]);
    let moment = "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, joined TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    right(&[MEMBER, LOAN, (moment, "ALTER TABLE member DROP COLUMN joined;")]);
}

#[test]
fn a_key_may_grow_with_a_new_column() {
    let old =
        "CREATE TABLE place (row INTEGER NOT NULL, hall TEXT NOT NULL, PRIMARY KEY (row, hall));";
    let up = "CREATE TABLE p (row INTEGER NOT NULL, hall TEXT NOT NULL, seat INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (row, hall, seat));
        INSERT INTO p (row, hall) SELECT row, hall FROM place; DROP TABLE place; ALTER TABLE p RENAME TO place;";
    let down = "CREATE TABLE p (row INTEGER NOT NULL, hall TEXT NOT NULL, PRIMARY KEY (row, hall));
        INSERT INTO p (row, hall) SELECT DISTINCT row, hall FROM place; DROP TABLE place; ALTER TABLE p RENAME TO place;";
    right(&[MEMBER, LOAN, (old, "DROP TABLE place;"), (up, down)]);
}

#[test]
fn a_default_that_refers_to_a_row_of_ones_own_is_tried_on_ones_own_rows() {
    let group =
        ("CREATE TABLE grp (id INTEGER PRIMARY KEY, name TEXT NOT NULL);", "DROP TABLE grp;");
    let belongs = (
        "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT, grp_id INTEGER NOT NULL DEFAULT 1 REFERENCES grp (id));
         INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;",
        "ALTER TABLE member DROP COLUMN grp_id;",
    );
    let down = "CREATE TABLE m (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT);
         INSERT INTO m (id, name, phone) SELECT id, name, phone FROM member; DROP TABLE member; ALTER TABLE m RENAME TO member;";
    let own = "INSERT INTO grp VALUES (1, 'all'); INSERT INTO member (id, name) VALUES (1, 'a'), (2, 'b');";
    right_with(&[MEMBER, LOAN, group, (belongs.0, down)], own);
    only(
        &told(&[MEMBER, LOAN, group, (belongs.0, down)]).rows,
        "4 fails_on_rows",
        "refers to a row of `grp` that does not exist",
    );
}

#[test]
fn tables_that_refer_to_each_other_and_to_themselves_pass() {
    right(&[
        (
            "CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT NOT NULL, captain_id INTEGER REFERENCES player (id));",
            "DROP TABLE team;",
        ),
        (
            "CREATE TABLE player (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id), mentor_id INTEGER REFERENCES player (id));",
            "DROP TABLE player;",
        ),
        (
            "ALTER TABLE team ADD COLUMN founded INTEGER CHECK (founded > 1800);",
            "ALTER TABLE team DROP COLUMN founded;",
        ),
    ]);
}
