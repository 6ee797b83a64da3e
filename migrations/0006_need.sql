-- What sites need and what stands against it (src/stages/need): totals of sites and sponsors, each with
-- its source and its day. Nothing here is about a person.
--
-- A row is a statement that holds from its day on, until the next of its kind. It is never changed: a
-- newer one follows it, or it is withdrawn with a reason. `recorded_on` is the day on which it reached
-- the office, so that a need that comes after a cut-off can wait for the next round.

-- How many a site needs, of which role and skill. An empty skill: any.
CREATE TABLE need (
  id               @id   PRIMARY KEY,
  site             @id   NOT NULL REFERENCES site (id),
  role             @text NOT NULL CONSTRAINT need_role CHECK (role IN ('team', 'leader', 'member')),
  skill            @text NOT NULL,
  minimum          @int  NOT NULL,
  target           @int  NOT NULL,
  from_day         @date NOT NULL,
  set_by           @text NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL,
  CONSTRAINT need_size CHECK (0 <= minimum AND minimum <= target)
);
CREATE INDEX need_site ON need (site, from_day);

-- The same for every site of a kind, set from above: the quota.
CREATE TABLE need_standard (
  id               @id   PRIMARY KEY,
  site_kind        @text NOT NULL
    CONSTRAINT need_standard_kind CHECK (site_kind IN ('village', 'community', 'farm')),
  role             @text NOT NULL
    CONSTRAINT need_standard_role CHECK (role IN ('team', 'leader', 'member')),
  skill            @text NOT NULL,
  minimum          @int  NOT NULL,
  target           @int  NOT NULL,
  from_day         @date NOT NULL,
  set_by           @text NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL,
  CONSTRAINT need_standard_size CHECK (0 <= minimum AND minimum <= target)
);

-- What a site's work takes, for the WHO staffing-need method: a yearly volume and minutes a unit, or a
-- share of everybody's time in thousandths (category), or minutes a year of one of them (individual).
CREATE TABLE workload (
  id               @id   PRIMARY KEY,
  site             @id   NOT NULL REFERENCES site (id),
  kind             @text NOT NULL
    CONSTRAINT workload_kind CHECK (kind IN ('activity', 'category', 'individual')),
  task             @text NOT NULL,
  volume           @int  NOT NULL CONSTRAINT workload_volume CHECK (volume >= 0),
  unit_minutes     @int  NOT NULL CONSTRAINT workload_minutes CHECK (unit_minutes >= 0),
  share            @int  NOT NULL CONSTRAINT workload_share CHECK (share BETWEEN 0 AND 900),
  from_day         @date NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX workload_site ON workload (site, from_day);

-- Who staffs a site, and how many are in post there.
CREATE TABLE staffing (
  id               @id   PRIMARY KEY,
  site             @id   NOT NULL REFERENCES site (id),
  staffed_by       @text NOT NULL
    CONSTRAINT staffing_by CHECK (staffed_by IN ('programme', 'own_organisation')),
  in_post          @int  NOT NULL CONSTRAINT staffing_in_post CHECK (in_post >= 0),
  unfilled_rounds  @int  NOT NULL CONSTRAINT staffing_rounds CHECK (unfilled_rounds >= 0),
  from_day         @date NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX staffing_site ON staffing (site, from_day);

-- Posts of other programmes whose people live at the site.
CREATE TABLE other_post (
  id               @id   PRIMARY KEY,
  site             @id   NOT NULL REFERENCES site (id),
  programme        @text NOT NULL,
  posts            @int  NOT NULL CONSTRAINT other_post_posts CHECK (posts >= 0),
  from_day         @date NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX other_post_site ON other_post (site, from_day);

-- How many posts a sponsor has at home, and how many of them are filled.
CREATE TABLE establishment (
  id               @id   PRIMARY KEY,
  sponsor          @id   NOT NULL REFERENCES sponsor (id),
  posts            @int  NOT NULL CONSTRAINT establishment_posts CHECK (posts >= 0),
  in_post          @int  NOT NULL CONSTRAINT establishment_in_post CHECK (in_post >= 0),
  from_day         @date NOT NULL,
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX establishment_sponsor ON establishment (sponsor, from_day);
