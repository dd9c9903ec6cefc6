-- Given: lists every column whose type PostgreSQL does not know, and every truth value with a number for its default.

WITH col AS (
    SELECT thing.name AS in_table, info.name AS name, info.type AS type, info.dflt_value AS its_default,
        upper(trim(substr(info.type, 1, instr(info.type || '(', '(') - 1))) AS word
    FROM sqlite_schema AS thing, pragma_table_info(thing.name) AS info
    WHERE thing.type = 'table' AND thing.name NOT LIKE 'sqlite%' AND thing.name <> 'schema_migrations'
)
SELECT in_table, name, type, 'no such type' AS problem FROM col
WHERE word NOT IN (
    'SMALLINT', 'INT2', 'INTEGER', 'INT', 'INT4', 'BIGINT', 'INT8', 'NUMERIC', 'DECIMAL', 'REAL', 'FLOAT', 'FLOAT4',
    'FLOAT8', 'DOUBLE PRECISION', 'TEXT', 'VARCHAR', 'CHARACTER VARYING', 'CHAR', 'CHARACTER', 'BOOLEAN', 'BOOL',
    'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMPTZ', 'TIMESTAMP WITH TIME ZONE', 'TIMESTAMP WITHOUT TIME ZONE',
    'BYTEA', 'UUID', 'JSON', 'JSONB'
)
UNION ALL
SELECT in_table, name, type, 'a number for its default' FROM col
WHERE word IN ('BOOLEAN', 'BOOL') AND ltrim(its_default, '( +-') GLOB '[0-9.]*' AND its_default NOT GLOB '*[=<>]*';
