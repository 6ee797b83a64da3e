-- Rounds of selection (src/stages/selection): a notice goes out, each sponsor is told how many places
-- it has and until when, the office sees who has not replied, sponsors name people, and a shortlist
-- stands open to objections.

-- `area` is whose round it is: its managers see it. `starts_on` is the first day of service, from which
-- months of service and certificates are reckoned.
CREATE TABLE selection_round (
  id            @id   PRIMARY KEY,
  name          @text NOT NULL,
  area          @id   NOT NULL REFERENCES area (id),
  notice        @text NOT NULL,
  posts         @int  NOT NULL CONSTRAINT selection_round_posts CHECK (posts >= 1),
  opens_on      @date NOT NULL,
  deadline      @date NOT NULL,
  starts_on     @date NOT NULL,
  shortlisted_on @date,
  objections_until @date,
  closed_on     @date,
  closed_reason @text,
  version       @int  NOT NULL,
  CONSTRAINT selection_round_shortlist
    CHECK ((shortlisted_on IS NULL) = (objections_until IS NULL)),
  CONSTRAINT selection_round_days CHECK (opens_on <= deadline AND deadline <= starts_on)
);
CREATE INDEX selection_round_name ON selection_round (name, id, area, closed_on);
CREATE INDEX selection_round_area ON selection_round (area);

-- What a sponsor is asked for in a round, and what it replied. No row: it was not asked.
CREATE TABLE round_place (
  id           @id   PRIMARY KEY,
  round        @id   NOT NULL REFERENCES selection_round (id),
  sponsor      @id   NOT NULL REFERENCES sponsor (id),
  places       @int  NOT NULL CONSTRAINT round_place_places CHECK (places >= 0),
  nominees     @int  CONSTRAINT round_place_nominees CHECK (nominees >= 0),
  replied_on   @date,
  reply_source @text,
  version      @int  NOT NULL,
  CONSTRAINT round_place_once UNIQUE (round, sponsor),
  CONSTRAINT round_place_reply CHECK ((nominees IS NULL) = (replied_on IS NULL))
);
CREATE INDEX round_place_sponsor ON round_place (sponsor, round);

-- Whom a sponsor names. `evidence` is what was shown beyond the staff record, each with its document;
-- `points` are what all evidence is worth by the rules, line by line, and `strength` is their sum.
CREATE TABLE nomination (
  id          @id   PRIMARY KEY,
  round       @id   NOT NULL REFERENCES selection_round (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  sponsor     @id   NOT NULL REFERENCES sponsor (id),
  answer      @text NOT NULL
    CONSTRAINT nomination_answer CHECK (answer IN ('asked', 'willing', 'unwilling')),
  standing    @text NOT NULL CONSTRAINT nomination_standing
    CHECK (standing IN ('nominated', 'withdrawn', 'unsuitable', 'shortlisted')),
  evidence    @json NOT NULL,
  points      @json NOT NULL,
  strength    @int  NOT NULL CONSTRAINT nomination_strength CHECK (strength BETWEEN 0 AND 100),
  reason      @text,
  alternative @text,
  made_on     @date NOT NULL,
  version     @int  NOT NULL,
  CONSTRAINT nomination_once UNIQUE (round, staff)
);
CREATE INDEX nomination_staff ON nomination (staff);
CREATE INDEX nomination_sponsor ON nomination (sponsor, round);

-- An objection to a shortlisted person, and what became of it.
CREATE TABLE nomination_objection (
  id             @id   PRIMARY KEY,
  nomination     @id   NOT NULL REFERENCES nomination (id),
  staff          @id   NOT NULL REFERENCES staff (id),
  ground         @text NOT NULL,
  source         @text NOT NULL,
  raised_on      @date NOT NULL,
  upheld         @bool,
  decided_on     @date,
  decided_reason @text,
  version        @int  NOT NULL,
  CONSTRAINT nomination_objection_decided CHECK ((upheld IS NULL) = (decided_on IS NULL))
);
CREATE INDEX nomination_objection_nomination ON nomination_objection (nomination);
