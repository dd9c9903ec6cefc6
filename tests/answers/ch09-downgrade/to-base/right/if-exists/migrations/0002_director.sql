-- IF EXISTS everywhere, small letters, without the word COLUMN; the table of directors goes first.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

drop table director;
drop index if exists film_by_director;
alter table film drop director_id;
