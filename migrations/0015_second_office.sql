-- The second office that a person held where they served: its title and who appointed them to it, as one
-- short text.
ALTER TABLE posting ADD COLUMN second_office @text;
