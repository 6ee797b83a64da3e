-- What a programme is made of (src/stages/programme): areas, sites, sponsors, staff, its rules and its
-- calendar. Nothing about residents. A place is the site's; nobody's home is here.
--
-- Three columns of each record say how it ended: closed_on and closed_reason, and merged_into if it
-- was a second record of the same thing. A closed record stays, for what happened in its time.
-- Codes are the office's own numbers. They are not unique: to say "taken" would tell what lies
-- outside the scope of whoever asks; two records of one thing are merged.

-- A tree. `path` holds the ids from the root down, "/12/34/", so that a subtree is a range of it.
CREATE TABLE area (
  id            @id   PRIMARY KEY,
  code          @text,
  name          @text NOT NULL,
  kind          @text NOT NULL
    CONSTRAINT area_kind CHECK (kind IN ('nation', 'province', 'prefecture', 'county', 'township')),
  parent        @id   REFERENCES area (id),
  path          @path NOT NULL CONSTRAINT area_path UNIQUE,
  closed_on     @date,
  closed_reason @text,
  merged_into   @id   REFERENCES area (id),
  version       @int  NOT NULL
);
CREATE INDEX area_name ON area (name, id);
CREATE INDEX area_parent ON area (parent);

CREATE TABLE site (
  id              @id     PRIMARY KEY,
  code            @text,
  name            @text   NOT NULL,
  area            @id     NOT NULL REFERENCES area (id),
  kind            @text   NOT NULL
    CONSTRAINT site_kind CHECK (kind IN ('village', 'community', 'farm')),
  tier            @text   NOT NULL CONSTRAINT site_tier CHECK (tier IN ('low', 'middle', 'high')),
  need            @int    NOT NULL CONSTRAINT site_need CHECK (need BETWEEN 1 AND 5),
  hardship        @int    NOT NULL CONSTRAINT site_hardship CHECK (hardship BETWEEN 0 AND 5),
  min_team        @int    NOT NULL,
  target_team     @int    NOT NULL,
  max_first_timers @int   NOT NULL,
  languages       @json   NOT NULL,
  skills          @json   NOT NULL,
  challenge       @text,
  lat             @number,
  lon             @number,
  closed_on       @date,
  closed_reason   @text,
  merged_into     @id     REFERENCES site (id),
  version         @int    NOT NULL,
  CONSTRAINT site_team CHECK (0 <= min_team AND min_team <= target_team),
  CONSTRAINT site_first_timers CHECK (max_first_timers >= 0),
  CONSTRAINT site_place CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX site_name ON site (name, id);
CREATE INDEX site_area ON site (area);

CREATE TABLE sponsor (
  id              @id   PRIMARY KEY,
  code            @text,
  name            @text NOT NULL,
  kind            @text NOT NULL,
  area            @id   NOT NULL REFERENCES area (id),
  release_percent @int  NOT NULL
    CONSTRAINT sponsor_release CHECK (release_percent BETWEEN 0 AND 100),
  max_sites       @int  NOT NULL CONSTRAINT sponsor_max_sites CHECK (max_sites >= 0),
  closed_on       @date,
  closed_reason   @text,
  merged_into     @id   REFERENCES sponsor (id),
  version         @int  NOT NULL
);
CREATE INDEX sponsor_name ON sponsor (name, id);
CREATE INDEX sponsor_area ON sponsor (area);

-- Of a person no more than placing and caring for them needs. Languages are tested ones. Fitness is
-- passed until a day, never why; of a declared conflict it is kept that there is one, not which.
CREATE TABLE staff (
  id                @id   PRIMARY KEY,
  code              @text,
  name              @text NOT NULL,
  sponsor           @id   NOT NULL REFERENCES sponsor (id),
  area              @id   NOT NULL REFERENCES area (id),
  roles             @json NOT NULL,
  grade             @text,
  position          @text,
  hired_on          @date,
  languages         @json NOT NULL,
  skills            @json NOT NULL,
  availability      @json NOT NULL,
  fit_until         @date,
  declared_conflict @bool NOT NULL,
  closed_on         @date,
  closed_reason     @text,
  merged_into       @id   REFERENCES staff (id),
  version           @int  NOT NULL
);
CREATE INDEX staff_name ON staff (name, id);
CREATE INDEX staff_sponsor ON staff (sponsor, name, id);
CREATE INDEX staff_area ON staff (area);

-- Rules as they held: one row for each edition of rules.toml, never changed. The one that holds on a
-- day is the newest of those that began by then.
CREATE TABLE rule_set (
  id         @id      PRIMARY KEY,
  holds_from @date    NOT NULL,
  number     @int     NOT NULL CONSTRAINT rule_set_number UNIQUE,
  text       @text    NOT NULL,
  digest     @text    NOT NULL,
  reason     @text    NOT NULL,
  made_at    @instant NOT NULL
);
CREATE INDEX rule_set_holds_from ON rule_set (holds_from, number);

-- Days that differ from the week: a holiday on a weekday, a weekend day that is worked instead.
CREATE TABLE calendar_day (
  id      @id   PRIMARY KEY,
  day     @date NOT NULL CONSTRAINT calendar_day_day UNIQUE,
  kind    @text NOT NULL CONSTRAINT calendar_day_kind CHECK (kind IN ('holiday', 'make_up')),
  name    @text NOT NULL,
  version @int  NOT NULL
);
