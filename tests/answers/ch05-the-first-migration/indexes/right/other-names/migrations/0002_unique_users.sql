-- Small letters, other names, IF NOT EXISTS and IF EXISTS.

-- migrate:up

create unique index if not exists a on user (username);
create unique index if not exists b on "user" ("email" desc);

-- migrate:down

drop index if exists a;
drop index if exists b;
