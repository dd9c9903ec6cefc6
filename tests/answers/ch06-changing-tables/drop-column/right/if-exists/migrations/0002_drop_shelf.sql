-- IF EXISTS, small letters, another order of the words.

-- migrate:up

drop index if exists product_by_shelf;
alter table product drop shelf;

-- migrate:down

alter table product add shelf varchar(10) default null;
create index if not exists product_by_shelf on product (shelf asc);
