-- Whether sites are ready for the people who are to live and work there, and who signed where they are not
-- (src/stages/need, src/stages/placement). Totals of a site; nothing about residents.

-- A statement of whoever looked, like those of migrations/0006_need.sql: it holds from its day on, until the
-- next, and is withdrawn, never changed. `contact` is an office of the host organisation and its duty phone.
CREATE TABLE site_readiness (
  id               @id   PRIMARY KEY,
  site             @id   NOT NULL REFERENCES site (id),
  lodging          @bool NOT NULL,
  water_power      @bool NOT NULL,
  medical          @bool NOT NULL,
  communications   @bool NOT NULL,
  contact          @text,
  from_day         @date NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX site_readiness_site ON site_readiness (site, from_day);

-- People come to a site by a plan although it is not ready: with a reason, and a second signature by somebody
-- else.
CREATE TABLE site_override (
  id        @id   PRIMARY KEY,
  plan      @id   NOT NULL REFERENCES plan (id),
  site      @id   NOT NULL REFERENCES site (id),
  reason    @text NOT NULL,
  asked_by  @id,
  asked_on  @date NOT NULL,
  state     @text NOT NULL
    CONSTRAINT site_override_state CHECK (state IN ('waiting', 'approved', 'declined')),
  signed_by @id,
  signed_on @date,
  version   @int  NOT NULL
);
CREATE INDEX site_override_plan ON site_override (plan);
