-- Plans that people make or change by hand (src/stages/placement/plan_edit.cpp): what they begin with, what
-- they were before, why, and how many hard rules they break.
ALTER TABLE plan ADD COLUMN by_hand @text
  CONSTRAINT plan_by_hand CHECK (by_hand IN ('nobody', 'postings', 'edited'));
ALTER TABLE plan ADD COLUMN parent @id REFERENCES plan (id);
ALTER TABLE plan ADD COLUMN edit_reason @text;
ALTER TABLE plan ADD COLUMN breaches @int;
CREATE INDEX plan_parent ON plan (parent);

-- A plan is published although it breaks hard rules: with a reason, and a second signature by somebody else.
CREATE TABLE rule_override (
  id        @id   PRIMARY KEY,
  plan      @id   NOT NULL REFERENCES plan (id),
  reason    @text NOT NULL,
  asked_by  @id,
  asked_on  @date NOT NULL,
  state     @text NOT NULL
    CONSTRAINT rule_override_state CHECK (state IN ('waiting', 'approved', 'declined')),
  signed_by @id,
  signed_on @date,
  version   @int  NOT NULL
);
CREATE INDEX rule_override_plan ON rule_override (plan);
