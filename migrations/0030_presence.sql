-- Presence (src/stages/presence): for each posting and month one text with a class a day, and beside it what
-- differed from the declared rota, by whom and why. No time of day, no place, no device.

-- A letter a day: n night on site, d day only, t duty trip, c training, l leave, r rest, b call-back by the
-- sponsor, h diverted by the host, u unexplained, ? no class yet, . no day of the posting.
CREATE TABLE presence_month (
  id               @id   PRIMARY KEY,
  posting          @id   NOT NULL REFERENCES posting (id),
  staff            @id   NOT NULL REFERENCES staff (id),
  month            @text NOT NULL,
  declared         @text NOT NULL,
  classes          @text NOT NULL,
  amended          @text,
  declared_on      @date NOT NULL,
  declared_source  @text,
  confirmed_on     @date,
  confirmed_by     @id,
  confirmed_source @text,
  version          @int  NOT NULL,
  CONSTRAINT presence_month_once UNIQUE (posting, month),
  CONSTRAINT presence_month_days CHECK (length(classes) BETWEEN 28 AND 31 AND length(declared) = length(classes)),
  CONSTRAINT presence_month_amended CHECK (amended IS NULL OR (confirmed_on IS NOT NULL AND length(amended) = length(classes)))
);
CREATE INDEX presence_month_staff ON presence_month (staff, month);

-- Days that differ from the declared ones. `amends`: after the month was locked, beside the record.
CREATE TABLE presence_change (
  id             @id   PRIMARY KEY,
  posting        @id   NOT NULL REFERENCES posting (id),
  staff          @id   NOT NULL REFERENCES staff (id),
  from_day       @date NOT NULL,
  to_day         @date NOT NULL,
  kind           @text NOT NULL,
  reason         @text NOT NULL,
  called_by      @text,
  amends         @bool NOT NULL,
  state          @text NOT NULL CONSTRAINT presence_change_state CHECK (state IN ('stands', 'waiting', 'approved', 'declined')),
  recorded_on    @date NOT NULL,
  recorded_by    @id,
  decided_on     @date,
  decided_by     @id,
  decline_reason @text,
  version        @int  NOT NULL,
  CONSTRAINT presence_change_days CHECK (from_day <= to_day)
);
CREATE INDEX presence_change_posting ON presence_change (posting, from_day);
CREATE INDEX presence_change_staff ON presence_change (staff);

-- Somebody was asked about days that nobody has explained.
CREATE TABLE day_question (
  id          @id   PRIMARY KEY,
  posting     @id   NOT NULL REFERENCES posting (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  from_day    @date NOT NULL,
  to_day      @date NOT NULL,
  asked_on    @date NOT NULL,
  asked_by    @id,
  due_on      @date NOT NULL,
  answered_on @date,
  answer      @text,
  version     @int  NOT NULL,
  CONSTRAINT day_question_days CHECK (from_day <= to_day)
);
CREATE INDEX day_question_posting ON day_question (posting, from_day);
CREATE INDEX day_question_staff ON day_question (staff);

-- Somebody works at the site by day and sleeps elsewhere, by somebody's word and until a day. Of care and
-- fitness only that it is so, never more.
CREATE TABLE day_only_permission (
  id           @id   PRIMARY KEY,
  posting      @id   NOT NULL REFERENCES posting (id),
  staff        @id   NOT NULL REFERENCES staff (id),
  ground       @text NOT NULL CONSTRAINT day_only_permission_ground CHECK (ground IN ('care', 'fitness', 'lodging')),
  from_day     @date NOT NULL,
  to_day       @date NOT NULL,
  source       @text NOT NULL,
  made_on      @date NOT NULL,
  approved_by  @id,
  ended_reason @text,
  version      @int  NOT NULL,
  CONSTRAINT day_only_permission_days CHECK (from_day <= to_day)
);
CREATE INDEX day_only_permission_posting ON day_only_permission (posting);
CREATE INDEX day_only_permission_staff ON day_only_permission (staff);

-- Whom a published seed drew of a month, to be asked after at the host's duty phone or by a visit.
CREATE TABLE presence_draw (
  id       @id   PRIMARY KEY,
  area     @id   NOT NULL REFERENCES area (id),
  month    @text NOT NULL,
  seed     @text NOT NULL,
  source   @text NOT NULL,
  percent  @int  NOT NULL,
  people   @int  NOT NULL,
  drawn    @int  NOT NULL,
  drawn_on @date NOT NULL,
  version  @int  NOT NULL,
  CONSTRAINT presence_draw_once UNIQUE (area, month)
);

CREATE TABLE presence_check (
  id         @id   PRIMARY KEY,
  draw       @id   NOT NULL REFERENCES presence_draw (id),
  posting    @id   NOT NULL REFERENCES posting (id),
  staff      @id   NOT NULL REFERENCES staff (id),
  day        @date NOT NULL,
  class_then @text NOT NULL,
  way        @text CONSTRAINT presence_check_way CHECK (way IN ('duty_phone', 'visit')),
  finding    @text CONSTRAINT presence_check_finding CHECK (finding IN ('as_declared', 'differs', 'not_reached')),
  done_on    @date,
  done_by    @id,
  version    @int  NOT NULL
);
CREATE INDEX presence_check_draw ON presence_check (draw);
CREATE INDEX presence_check_staff ON presence_check (staff);
