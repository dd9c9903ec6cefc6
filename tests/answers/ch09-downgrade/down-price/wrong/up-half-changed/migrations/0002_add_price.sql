-- The index is taken out of the up half, so that nothing stands in the way.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
