-- Given: who has signed up so far.

INSERT INTO user (id, username) VALUES (1, 'susan'), (2, 'john'), (3, 'maria');
