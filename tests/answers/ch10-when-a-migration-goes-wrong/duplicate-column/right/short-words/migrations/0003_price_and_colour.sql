-- Right: without the word `COLUMN`, and with a default that says NULL.

-- migrate:up

alter table product add colour text default null;

-- migrate:down

alter table product drop colour;
