-- They are called members now.

-- migrate:up
ALTER TABLE reader RENAME TO member;

-- migrate:down
ALTER TABLE member RENAME TO reader;
