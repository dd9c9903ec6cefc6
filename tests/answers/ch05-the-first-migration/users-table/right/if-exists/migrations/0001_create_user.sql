-- IF NOT EXISTS and IF EXISTS, in small letters.

-- migrate:up

create table if not exists user (id integer primary key, username text not null, email text not null, about text default null)

-- migrate:down

drop table if exists user
