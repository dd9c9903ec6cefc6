-- The words become numbers, and the column stays a text.

-- migrate:up

UPDATE product SET stock = '0' WHERE stock = 'none';

-- migrate:down

UPDATE product SET stock = 'none' WHERE stock = '0';
