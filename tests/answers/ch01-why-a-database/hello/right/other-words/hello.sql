-- Small letters, a quoted name, another spelling of the type, the id written out.
create table if not exists "greeting" (id integer primary key autoincrement, message varchar(50) not null);
insert into "greeting" values (1, 'hello, database');
