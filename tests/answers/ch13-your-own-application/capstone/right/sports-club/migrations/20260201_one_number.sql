-- No two players of a team have one number. Where some do, the script stops and nothing is changed.

-- migrate:up
CREATE UNIQUE INDEX player_shirt ON player (team_name, number);

-- migrate:down
DROP INDEX player_shirt;
