-- The shop of chapter 11: units, and products with a stock that is never below zero.

-- migrate:up
CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

INSERT INTO unit (name) VALUES ('piece'), ('box');

CREATE TABLE product (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL CHECK (stock >= 0),
  unit_id INTEGER NOT NULL REFERENCES unit (id)
);

-- migrate:down
DROP TABLE product;
DROP TABLE unit;
