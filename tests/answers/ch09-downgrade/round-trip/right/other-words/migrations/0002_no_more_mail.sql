-- Small letters, the rules in another order, the check in other words.

-- migrate:up

DROP INDEX customer_by_email;

ALTER TABLE customer DROP COLUMN email;

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

alter table customer add wants_news int default 0 not null check (wants_news = 0 or wants_news = 1);
alter table customer add email varchar(200) default null;
create unique index if not exists customer_by_email on customer (email);
