-- The ids are written out, and begin with 0.
INSERT INTO cookie VALUES (0, 'Chocolate chip', 24, NULL), (1, 'Grandma''s oat', 12, 'contains nuts'), (2, 'Ginger', 0, NULL);
