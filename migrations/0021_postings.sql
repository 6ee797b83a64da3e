-- Terms (src/stages/postings): what happened in one, offices held beside it, who leads several teams, and
-- the handover without which no term closes. Nothing about residents: an open matter has a category, a place
-- and a next step, and nobody's name.

CREATE TABLE term_event (
  id               @id   PRIMARY KEY,
  posting          @id   NOT NULL REFERENCES posting (id),
  staff            @id   NOT NULL REFERENCES staff (id),
  kind             @text NOT NULL CONSTRAINT term_event_kind CHECK (kind IN ('pause', 'extension',
    'early_end', 'probation_return', 'transfer', 'talk', 'probation_passed')),
  from_day         @date NOT NULL,
  to_day           @date,
  last_day_before  @date,
  last_day_after   @date,
  new_posting      @id   REFERENCES posting (id),
  rule             @text,
  rule_value       @text,
  reason           @text,
  document         @text,
  decided_by       @id,
  decided_on       @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL,
  CONSTRAINT term_event_days CHECK (to_day IS NULL OR from_day <= to_day)
);
CREATE INDEX term_event_posting ON term_event (posting);

-- By another body's appointment: it does not end with the posting by itself.
CREATE TABLE second_office (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  title        @text NOT NULL,
  appointed_by @text NOT NULL,
  from_day     @date NOT NULL,
  to_day       @date,
  source       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL,
  CONSTRAINT second_office_days CHECK (to_day IS NULL OR from_day <= to_day)
);
CREATE INDEX second_office_staff ON second_office (staff);

-- Who leads the teams of several sites: one row a site.
CREATE TABLE area_lead (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  from_day     @date NOT NULL,
  to_day       @date,
  source       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL,
  CONSTRAINT area_lead_days CHECK (to_day IS NULL OR from_day <= to_day)
);
CREATE INDEX area_lead_staff ON area_lead (staff);
CREATE INDEX area_lead_site ON area_lead (site);

CREATE TABLE handover (
  id              @id    PRIMARY KEY,
  posting         @id    NOT NULL REFERENCES posting (id),
  staff           @id    NOT NULL REFERENCES staff (id),
  site            @id    NOT NULL REFERENCES site (id),
  state           @text  NOT NULL CONSTRAINT handover_state CHECK (state IN ('open', 'given', 'accepted')),
  goes_to         @text  NOT NULL
    CONSTRAINT handover_goes_to CHECK (goes_to IN ('nobody_yet', 'successor', 'host')),
  successor       @id    REFERENCES staff (id),
  host_reason     @text,
  overlap_from    @date,
  overlap_to      @date,
  stated          @money,
  counted         @money,
  currency        @text,
  money_reason    @text,
  lessons         @text,
  given_on        @date,
  given_by        @id,
  accepted_on     @date,
  accepted_by     @id,
  accepted_source @text,
  version         @int   NOT NULL,
  CONSTRAINT handover_of_posting UNIQUE (posting),
  CONSTRAINT handover_successor CHECK ((goes_to = 'successor') = (successor IS NOT NULL)),
  CONSTRAINT handover_overlap CHECK ((overlap_from IS NULL) = (overlap_to IS NULL)),
  CONSTRAINT handover_accepted CHECK ((state = 'accepted') = (accepted_on IS NOT NULL))
);
CREATE INDEX handover_staff ON handover (staff);
CREATE INDEX handover_follower ON handover (successor);

CREATE TABLE handover_item (
  id          @id   PRIMARY KEY,
  handover    @id   NOT NULL REFERENCES handover (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  kind        @text NOT NULL
    CONSTRAINT handover_item_kind CHECK (kind IN ('matter', 'asset', 'contact', 'document')),
  category    @text NOT NULL,
  title       @text NOT NULL,
  place       @text NOT NULL,
  next_step   @text NOT NULL,
  due_on      @date,
  accepted_on @date,
  question    @text,
  answer      @text,
  removed_on  @date,
  version     @int  NOT NULL
);
CREATE INDEX handover_item_handover ON handover_item (handover);
