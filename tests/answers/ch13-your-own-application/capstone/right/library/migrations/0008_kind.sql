-- Some books can be heard: what is there so far is of paper.

-- migrate:up
ALTER TABLE book ADD COLUMN kind TEXT NOT NULL DEFAULT 'paper';

-- migrate:down
ALTER TABLE book DROP COLUMN kind;
