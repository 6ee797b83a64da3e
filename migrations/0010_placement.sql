-- What a plan is made from, beyond the records of the programme, and what becomes of it
-- (src/stages/placement). Nothing about residents; of staff no more than placing them needs: no home and
-- no track of where anybody is.

-- A place on a national grid in kilometres, for programmes whose maps have no degrees.
ALTER TABLE site ADD COLUMN x_km @number;
ALTER TABLE site ADD COLUMN y_km @number;

-- Of a person: the duty station that they travel from (an office or a town, never a home), the site where
-- they could not be impartial, and what they bring. The id is the staff member's. What is not said is
-- reckoned from their record and their postings.
CREATE TABLE staff_placing (
  id               @id  PRIMARY KEY REFERENCES staff (id),
  lat              @number,
  lon              @number,
  x_km             @number,
  y_km             @number,
  home_site        @id  REFERENCES site (id),
  experience_years @int CONSTRAINT staff_placing_experience CHECK (experience_years BETWEEN 0 AND 100),
  first_timer      @bool,
  hardship_served  @int CONSTRAINT staff_placing_hardship CHECK (hardship_served BETWEEN 0 AND 100),
  strength         @int CONSTRAINT staff_placing_strength CHECK (strength BETWEEN 0 AND 100),
  version          @int NOT NULL,
  CONSTRAINT staff_placing_degrees CHECK ((lat IS NULL) = (lon IS NULL)),
  CONSTRAINT staff_placing_grid CHECK ((x_km IS NULL) = (y_km IS NULL))
);

-- Statements about a pair: of a person and a site, or of a site and a sponsor. There is one open row for a
-- pair; it is ended with a reason, and stays.

CREATE TABLE wish (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  rank         @text NOT NULL CONSTRAINT wish_rank CHECK (rank IN ('first', 'second', 'third', 'refuse')),
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX wish_staff ON wish (staff, site);

CREATE TABLE affinity (
  id           @id   PRIMARY KEY,
  site         @id   NOT NULL REFERENCES site (id),
  sponsor      @id   NOT NULL REFERENCES sponsor (id),
  score        @int  NOT NULL CONSTRAINT affinity_score CHECK (score BETWEEN 0 AND 100),
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX affinity_site ON affinity (site, sponsor);

-- A lead sponsor that was announced: every plan keeps it.
CREATE TABLE announced_lead (
  id           @id   PRIMARY KEY,
  site         @id   NOT NULL REFERENCES site (id),
  sponsor      @id   NOT NULL REFERENCES sponsor (id),
  reason       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX announced_lead_site ON announced_lead (site);

CREATE TABLE pin (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  role         @text NOT NULL CONSTRAINT pin_role CHECK (role IN ('any', 'leader', 'member')),
  rule         @text NOT NULL CONSTRAINT pin_rule CHECK (rule IN ('must', 'never')),
  reason       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX pin_staff ON pin (staff, site);

-- Points that people gave to a pair, in the place of its terms.
CREATE TABLE given_cost (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  points       @int  NOT NULL,
  reason       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX given_cost_staff ON given_cost (staff, site);

-- A plan: what it was made from, by which rules and steps, what it is worth, and how far it has come.
CREATE TABLE plan (
  id               @id      PRIMARY KEY,
  name             @text    NOT NULL,
  area             @id      REFERENCES area (id),
  starts_on        @date    NOT NULL,
  state            @text    NOT NULL CONSTRAINT plan_state CHECK (state IN
    ('waiting', 'failed', 'cancelled', 'draft', 'published', 'confirmed', 'withdrawn')),
  seed             @int     NOT NULL,
  time_limit       @int,
  most_steps       @int,
  made_at          @instant NOT NULL,
  made_by          @id,
  job              @id      NOT NULL,
  faults           @json    NOT NULL,
  input_digest     @text,
  rules_digest     @text,
  rules_number     @int,
  result_digest    @text,
  steps            @int,
  total            @int,
  bound            @int,
  proven           @bool,
  placed           @int,
  sites            @int,
  staff            @int,
  published_at     @instant,
  published_by     @id,
  difference       @text,
  objections_until @date,
  confirmed_at     @instant,
  confirmed_by     @id,
  ended_reason     @text,
  version          @int     NOT NULL
);

-- The files that a plan was made from and consists of (docs/programme-folder.md, docs/plan-files.md), so
-- that it can be made again, byte for byte. Nobody's name stands in them.
CREATE TABLE plan_file (
  id      @id   PRIMARY KEY,
  plan    @id   NOT NULL REFERENCES plan (id),
  name    @text NOT NULL,
  text    @text NOT NULL,
  digest  @text NOT NULL,
  CONSTRAINT plan_file_name UNIQUE (plan, name)
);

-- Who serves where by a plan, as it was solved and as it was overridden since.
CREATE TABLE placement (
  id           @id   PRIMARY KEY,
  plan         @id   NOT NULL REFERENCES plan (id),
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  role         @text NOT NULL CONSTRAINT placement_role CHECK (role IN ('leader', 'member')),
  origin       @text NOT NULL CONSTRAINT placement_origin CHECK (origin IN ('planned', 'overridden')),
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL
);
CREATE INDEX placement_plan ON placement (plan, site);
CREATE INDEX placement_staff ON placement (staff);

CREATE TABLE plan_objection (
  id          @id   PRIMARY KEY,
  plan        @id   NOT NULL REFERENCES plan (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  way         @text NOT NULL CONSTRAINT plan_objection_way CHECK (way IN ('page', 'letter', 'paper')),
  source      @text NOT NULL,
  reason      @text NOT NULL,
  received_on @date NOT NULL,
  entered_by  @id,
  state       @text NOT NULL CONSTRAINT plan_objection_state CHECK (state IN ('open', 'accepted', 'declined')),
  answer      @text,
  answered_by @id,
  answered_on @date,
  version     @int  NOT NULL
);
CREATE INDEX plan_objection_plan ON plan_objection (plan);

-- A placement that people change by their own word: with a reason, and a second signature by somebody else.
CREATE TABLE placement_override (
  id          @id   PRIMARY KEY,
  plan        @id   NOT NULL REFERENCES plan (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  site        @id   REFERENCES site (id),
  role        @text CONSTRAINT placement_override_role CHECK (role IN ('leader', 'member')),
  reason      @text NOT NULL,
  asked_by    @id,
  asked_on    @date NOT NULL,
  state       @text NOT NULL
    CONSTRAINT placement_override_state CHECK (state IN ('waiting', 'approved', 'declined')),
  signed_by   @id,
  signed_on   @date,
  version     @int  NOT NULL,
  CONSTRAINT placement_override_place CHECK ((site IS NULL) = (role IS NULL))
);
CREATE INDEX placement_override_plan ON placement_override (plan);

-- Who serves where, from when to when: made by a confirmed plan, or entered as it was before Sojourn.
CREATE TABLE posting (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  site         @id   NOT NULL REFERENCES site (id),
  role         @text NOT NULL CONSTRAINT posting_role CHECK (role IN ('leader', 'member')),
  from_day     @date NOT NULL,
  to_day       @date,
  plan         @id   REFERENCES plan (id),
  source       @text NOT NULL,
  ended_on     @date,
  ended_reason @text,
  version      @int  NOT NULL,
  CONSTRAINT posting_days CHECK (to_day IS NULL OR from_day <= to_day)
);
CREATE INDEX posting_staff ON posting (staff, from_day);
CREATE INDEX posting_site ON posting (site, from_day);
