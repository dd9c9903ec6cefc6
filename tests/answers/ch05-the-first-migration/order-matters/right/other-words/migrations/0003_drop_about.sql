-- The same in other words: a key on the table, a join, UPDATE with FROM.

-- migrate:up

alter table user drop about

-- migrate:down

alter table user add about varchar(200);

update user set about = p.about from profile as p where p.user_id = user.id;
