-- Small letters, without the word COLUMN, another spelling of the type.

-- migrate:up

alter table product add price bigint;

-- migrate:down

alter table product drop price;
