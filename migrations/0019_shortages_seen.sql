-- Sites that a plan left short when it was published: whoever published it said that they saw so many
-- (src/stages/placement/plan_publish.cpp).
ALTER TABLE plan ADD COLUMN shortages @int;
