-- Given: who has signed up so far.

INSERT INTO user (id, username, email, about) VALUES
    (1, 'susan', 'susan@example.com', 'I like boats'),
    (2, 'john', 'john@example.com', NULL),
    (3, 'maria', 'maria@example.com', 'I like boats');
