-- IF EXISTS, small letters, without the word COLUMN.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

drop index if exists product_by_price;
alter table product drop price;
