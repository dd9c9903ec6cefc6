-- All in lower case, on one line.

-- migrate:up
create table cookie (id integer primary key, name text not null, stock integer not null, note text);

-- migrate:down
drop table cookie;
