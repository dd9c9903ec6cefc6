-- The third way down makes film_title anew with DISTINCT: two films with one title and year are shown once, though only its own script may change that view.

-- The second script of the film list: who directed them. Its up half is given and right; its down half is yours.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

DROP INDEX film_by_director;

ALTER TABLE film DROP COLUMN director_id;

DROP TABLE director;
