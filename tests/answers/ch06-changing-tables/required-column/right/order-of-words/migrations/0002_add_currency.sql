-- Small letters, the default before the rule, a length, which SQLite does not enforce.

-- migrate:up

alter table product add currency varchar(3) default 'EUR' not null;

-- migrate:down

alter table product drop currency;
