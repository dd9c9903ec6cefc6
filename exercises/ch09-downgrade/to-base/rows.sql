-- Given: what is in the film list.

INSERT INTO director (id, name) VALUES (1, 'Andrei Tarkovsky'), (2, 'Ridley Scott');

INSERT INTO film (id, title, year, director_id, minutes) VALUES
    (1, 'Stalker', 1979, 1, 162),
    (2, 'Alien', 1979, 2, 117),
    (3, 'Paprika', 2006, NULL, 90),
    (4, 'A Long Evening', 2011, NULL, 150),
    (5, 'One Minute More', 2013, NULL, 151);
