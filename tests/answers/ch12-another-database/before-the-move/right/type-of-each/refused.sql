-- The condition says what PostgreSQL takes, and turns it round.

SELECT id FROM product
WHERE NOT (
    length(name) <= 20
    AND typeof(stock) = 'integer' AND stock BETWEEN -2147483648 AND 2147483647
    AND typeof(available) = 'integer' AND available BETWEEN 0 AND 1
);
