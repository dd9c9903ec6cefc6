-- Stored by the pair itself, without a row number, and with a rule that says what is the default anyway.

-- migrate:up
CREATE TABLE film_director (
    film_id INT NOT NULL REFERENCES film ON DELETE NO ACTION,
    director_id INT NOT NULL REFERENCES director ON DELETE NO ACTION,
    PRIMARY KEY (film_id, director_id)
) WITHOUT ROWID;

-- migrate:down
DROP TABLE film_director;
