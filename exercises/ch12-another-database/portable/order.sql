-- Given: lists every table that refers to a table made after it, or to one that is not there at all.

SELECT child.name AS in_table, reference."table" AS refers_to
FROM sqlite_schema AS child, pragma_foreign_key_list(child.name) AS reference
LEFT JOIN sqlite_schema AS parent ON parent.type = 'table' AND lower(parent.name) = lower(reference."table")
WHERE child.type = 'table' AND (parent.name IS NULL OR parent.rowid > child.rowid);
