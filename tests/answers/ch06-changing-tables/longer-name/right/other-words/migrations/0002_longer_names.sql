-- Small letters, another order of columns, the length cut by another expression.

-- migrate:up

drop index product_by_name;
create table t (stock integer default 0 not null, name text not null check (length(name) between 0 and 40), id integer primary key);
insert into t (stock, name, id) select stock, name, id from product;
drop table product;
alter table t rename to product;
create index names on product (name);

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 12),
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, CASE WHEN length(name) > 12 THEN substring(name, 1, 12) ELSE name END, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE INDEX IF NOT EXISTS product_by_name ON product (name);
