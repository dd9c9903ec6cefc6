-- Small letters, one line, another spelling of the type.

-- migrate:up

create table cookie(id integer primary key,name varchar(100) not null,stock bigint not null,note varchar);

-- migrate:down

drop table cookie;
