-- A plan for open posts alone (src/stages/placement/open_posts.h): whoever serves is held where they
-- are. With a round, only those whom it named are sent; without one, whoever is not posted.
ALTER TABLE plan ADD COLUMN open_posts @bool;
ALTER TABLE plan ADD COLUMN round @id REFERENCES selection_round (id);
