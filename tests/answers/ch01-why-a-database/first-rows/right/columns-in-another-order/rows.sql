-- The columns are named in another order, and names are quoted.
INSERT INTO "cookie" ("stock", "name") VALUES (24, 'Chocolate chip');
INSERT INTO "cookie" ("note", "stock", "name") VALUES ('contains nuts', 12, 'Grandma''s oat');
INSERT INTO "cookie" ("stock", "name") VALUES (0, 'Ginger')
