-- Given: the films on the server.

INSERT INTO film (id, title, year, country) VALUES
    (1, 'Stalker', 1979, 'Soviet Union'),
    (2, 'Alien', 1979, 'United States'),
    (3, 'Solaris', 1972, 'Soviet Union'),
    (4, 'Metropolis', 1927, 'Germany'),
    (5, 'Our holidays', 2004, NULL);
