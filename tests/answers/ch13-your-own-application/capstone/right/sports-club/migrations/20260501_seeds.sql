-- Every team without a colour plays in white, until somebody chooses.

-- migrate:up
UPDATE team SET colour = 'white' WHERE colour IS NULL;

-- migrate:down
UPDATE team SET colour = NULL WHERE colour = 'white';
