-- UPDATE with FROM, small letters, IF EXISTS, the columns in another order.

-- migrate:up

create table if not exists product_code_kept (code varchar(20) not null, id integer not null primary key);

insert into product_code_kept select code, id from product where code is not null;

drop index if exists product_by_code;

alter table product drop code;

-- migrate:down

alter table product add code text default null;

create unique index product_by_code on product (code);

update product set code = kept.code from product_code_kept as kept where kept.id = product.id;

drop table if exists product_code_kept;
