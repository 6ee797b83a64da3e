-- That something of somebody's record is wrong, as the person themselves says
-- (src/stages/programme/operations_correction.cpp), and what the office made of it. It stays, so that
-- nobody has to ask twice, and a decline can be looked at again.

-- `field` is a table and a column of the own record, such as staff.position. `wanted` is what it should
-- say; empty: nothing. An account that answered is not there where the machine's operator did.
CREATE TABLE correction (
  id          @id   PRIMARY KEY,
  staff       @id   NOT NULL REFERENCES staff (id),
  field       @text NOT NULL,
  wanted      @text,
  reason      @text NOT NULL,
  asked_on    @date NOT NULL,
  state       @text NOT NULL CONSTRAINT correction_state
    CHECK (state IN ('open', 'done', 'declined', 'withdrawn')),
  answer      @text,
  answered_by @id,
  answered_on @date,
  version     @int  NOT NULL,
  CONSTRAINT correction_answered CHECK ((state IN ('done', 'declined')) = (answered_on IS NOT NULL))
);
CREATE INDEX correction_staff ON correction (staff, id);

-- What staff refuse by their own word (src/stages/placement/stage_own_wishes.cpp). Nobody asks why: what
-- they have to care for at home is theirs. Their sponsor does not read it; a plan keeps it.
ALTER TABLE wish ADD COLUMN confidential @bool;
