-- The two numbers lead nowhere.

-- migrate:up
CREATE TABLE film_director (
    film_id INTEGER NOT NULL,
    director_id INTEGER NOT NULL,
    PRIMARY KEY (film_id, director_id)
);

-- migrate:down
DROP TABLE film_director;
