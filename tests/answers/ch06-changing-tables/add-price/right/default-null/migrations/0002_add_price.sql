-- NULL written out as the default; names are quoted.

-- migrate:up

ALTER TABLE "product" ADD COLUMN "price" INT DEFAULT NULL;

-- migrate:down

ALTER TABLE "product" DROP COLUMN "price"
