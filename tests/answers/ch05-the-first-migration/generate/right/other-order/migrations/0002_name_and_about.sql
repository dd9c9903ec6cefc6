-- The new column first, small letters, another spelling of the type.

-- migrate:up

alter table user add about text;
alter table user rename username to name;

-- migrate:down

alter table user rename name to username;
alter table user drop about;
