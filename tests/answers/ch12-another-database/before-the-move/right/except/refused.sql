-- All ids except those of the products that fit.
SELECT id FROM product EXCEPT SELECT id FROM product WHERE length(name) <= 20 AND typeof(stock) = 'integer' AND stock <= 2147483647 AND typeof(available) = 'integer' AND available BETWEEN 0 AND 1;
