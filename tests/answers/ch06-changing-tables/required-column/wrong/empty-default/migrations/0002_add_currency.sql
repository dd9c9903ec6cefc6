-- An empty text satisfies the rule and says nothing.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT '';

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
