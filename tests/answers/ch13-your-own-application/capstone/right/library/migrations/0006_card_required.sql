-- Every member has a card: those without get a number made of their own. SQLite needs a rebuild for that.

-- migrate:up
CREATE TABLE member_new (
    id INTEGER PRIMARY KEY,
    card TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    brought_by INTEGER REFERENCES member_new (id)
);
INSERT INTO member_new (id, card, name, brought_by)
SELECT id, coalesce(card, 'member ' || id), name, brought_by FROM member;
DROP TABLE member;
ALTER TABLE member_new RENAME TO member;

-- migrate:down
CREATE TABLE member_old (
    id INTEGER PRIMARY KEY,
    card TEXT UNIQUE,
    name TEXT NOT NULL,
    brought_by INTEGER REFERENCES member_old (id)
);
INSERT INTO member_old (id, card, name, brought_by) SELECT id, card, name, brought_by FROM member;
DROP TABLE member;
ALTER TABLE member_old RENAME TO member;
