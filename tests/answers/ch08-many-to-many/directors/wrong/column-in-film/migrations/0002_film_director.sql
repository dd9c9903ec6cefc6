-- A column in film, which has room for one director.

-- migrate:up
ALTER TABLE film ADD COLUMN director_id INTEGER REFERENCES director (id);

-- migrate:down
ALTER TABLE film DROP COLUMN director_id;
