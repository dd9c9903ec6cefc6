-- The second script of the film list: who directed them. Its up half is given and right; its down half is yours.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

-- Undo the up half here.
