-- The ids are written out, and the rows stand in another order.
insert into cookie values (3, 'Ginger', 0, null);
insert into cookie values (1, 'Chocolate chip', 24, null);
insert into cookie values (2, 'Grandma''s oat', 12, 'contains nuts');
