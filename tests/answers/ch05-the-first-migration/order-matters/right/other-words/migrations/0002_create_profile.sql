-- The same in other words: a key on the table, a join, UPDATE with FROM.

-- migrate:up

create table profile (about text not null, user_id integer, primary key (user_id));

insert into profile select u.about, u.id from user as u where u.about is not null;

-- migrate:down

drop table if exists profile
