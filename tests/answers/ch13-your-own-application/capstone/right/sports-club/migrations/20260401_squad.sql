-- A view for the notice board.

-- migrate:up
CREATE VIEW squad AS SELECT team_name, count(*) AS players FROM player GROUP BY team_name;

-- migrate:down
DROP VIEW squad;
