-- Whom a rule keeps from being posted (src/stages/programme/operations_apart.cpp): for their post at home may
-- not be left, as their sponsor says, or for somebody else is posted.
ALTER TABLE staff ADD COLUMN needed_until @date;

-- At most one of two people is posted at a time: that it is so, never why.
CREATE TABLE posted_apart (
  id          @id   PRIMARY KEY,
  staff       @id   NOT NULL REFERENCES staff (id),
  other       @id   NOT NULL REFERENCES staff (id),
  declared_on @date NOT NULL,
  ended_on    @date,
  version     @int  NOT NULL,
  CONSTRAINT posted_apart_two CHECK (staff < other)
);
CREATE INDEX posted_apart_staff ON posted_apart (staff);
CREATE INDEX posted_apart_other ON posted_apart (other);
