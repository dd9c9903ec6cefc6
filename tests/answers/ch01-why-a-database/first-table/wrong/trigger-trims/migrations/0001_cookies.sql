-- A trigger strips the name's blanks, so a name is not kept as written.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL,
    note TEXT
);
CREATE TRIGGER t AFTER INSERT ON cookie BEGIN UPDATE cookie SET name = trim(name) WHERE id = NEW.id; END;

-- migrate:down

DROP TABLE cookie;
