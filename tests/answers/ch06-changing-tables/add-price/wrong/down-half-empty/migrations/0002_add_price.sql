-- The down half is not written yet.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

-- Take the column away again here. The products must stay.
