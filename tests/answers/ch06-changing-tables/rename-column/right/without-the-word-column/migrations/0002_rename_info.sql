-- Small letters, without the word COLUMN, a quoted name.

-- migrate:up

alter table product rename info to "description";

-- migrate:down

alter table product rename "description" to info;
