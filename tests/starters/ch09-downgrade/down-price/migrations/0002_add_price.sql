-- The second script of the product shop: the price. Its up half is given and right; its down half is yours.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

-- Undo the up half here, and nothing but the up half.

