-- SQLite has one word for it, too.
select name from cookie where note isnull;
