-- Given: the customers of the shop. Susan wants news.

INSERT INTO customer (id, name, email, wants_news) VALUES
    (1, 'Susan', 'susan@example.com', 1),
    (2, 'John', 'john@example.com', 0),
    (3, 'Maria', NULL, 0);
