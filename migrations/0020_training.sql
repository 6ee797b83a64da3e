-- Training (src/stages/training): the catalogue of courses, who completed what, who was posted untrained by
-- whose word, and sessions with their people. Nothing about residents.

-- What can be learnt. `language` and `skill` are what a course gives, `level` how well; both are values of
-- catalogues, checked like those of staff records. `validity_months`: how long its certificate holds; none: for
-- ever.
CREATE TABLE course (
  id              @id   PRIMARY KEY,
  name            @text NOT NULL,
  kind            @text NOT NULL CONSTRAINT course_kind
    CHECK (kind IN ('before_posting', 'site_language', 'in_post', 'leader', 'other')),
  method          @text NOT NULL
    CONSTRAINT course_method CHECK (method IN ('interactive', 'seminar', 'case_work')),
  days            @int  NOT NULL CONSTRAINT course_days CHECK (days >= 1),
  capacity        @int  NOT NULL CONSTRAINT course_capacity CHECK (capacity >= 1),
  place           @text,
  validity_months @int  CONSTRAINT course_validity CHECK (validity_months >= 1),
  language        @text,
  skill           @text,
  level           @text CONSTRAINT course_level CHECK (level IN ('basic', 'working', 'fluent')),
  closed_on       @date,
  closed_reason   @text,
  version         @int  NOT NULL,
  CONSTRAINT course_language CHECK (kind <> 'site_language' OR language IS NOT NULL)
);
CREATE INDEX course_name ON course (name, id);

-- A course at a place on some days. `area` is whose session it is: its managers see and fill it.
CREATE TABLE training_session (
  id       @id   PRIMARY KEY,
  course   @id   NOT NULL REFERENCES course (id),
  area     @id   NOT NULL REFERENCES area (id),
  place    @text NOT NULL,
  from_day @date NOT NULL,
  to_day   @date NOT NULL,
  capacity @int  NOT NULL CONSTRAINT training_session_capacity CHECK (capacity >= 1),
  state    @text NOT NULL
    CONSTRAINT training_session_state CHECK (state IN ('planned', 'held', 'cancelled')),
  reason   @text,
  version  @int  NOT NULL,
  CONSTRAINT training_session_days CHECK (from_day <= to_day)
);
CREATE INDEX training_session_days ON training_session (from_day, id);
CREATE INDEX training_session_area ON training_session (area);

-- Somebody's place in a session: kept when it is given up, with the reason.
CREATE TABLE training_seat (
  id      @id   PRIMARY KEY,
  session @id   NOT NULL REFERENCES training_session (id),
  staff   @id   NOT NULL REFERENCES staff (id),
  state   @text NOT NULL CONSTRAINT training_seat_state
    CHECK (state IN ('booked', 'completed', 'not_completed', 'given_up')),
  reason  @text,
  version @int  NOT NULL
);
CREATE INDEX training_seat_session ON training_seat (session);
CREATE INDEX training_seat_staff ON training_seat (staff);

-- What somebody completed. Withdrawn with a reason where it was recorded by mistake, never deleted. `session`:
-- where it was recorded with a session. `expires_on`: the last day on which the certificate holds.
CREATE TABLE training_completion (
  id               @id   PRIMARY KEY,
  staff            @id   NOT NULL REFERENCES staff (id),
  course           @id   NOT NULL REFERENCES course (id),
  completed_on     @date NOT NULL,
  days             @int  NOT NULL CONSTRAINT training_completion_days CHECK (days >= 1),
  certificate      @text,
  expires_on       @date,
  source           @text NOT NULL,
  session          @id   REFERENCES training_session (id),
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL,
  CONSTRAINT training_completion_holds CHECK (expires_on IS NULL OR expires_on >= completed_on)
);
CREATE INDEX training_completion_staff ON training_completion (staff, course);

-- Somebody serves although they lack a kind of training: with a reason, and a second signature by somebody else.
CREATE TABLE training_exception (
  id        @id   PRIMARY KEY,
  posting   @id   NOT NULL REFERENCES posting (id),
  staff     @id   NOT NULL REFERENCES staff (id),
  kind      @text NOT NULL CONSTRAINT training_exception_kind
    CHECK (kind IN ('before_posting', 'site_language', 'in_post', 'leader')),
  reason    @text NOT NULL,
  asked_by  @id,
  asked_on  @date NOT NULL,
  state     @text NOT NULL
    CONSTRAINT training_exception_state CHECK (state IN ('waiting', 'approved', 'declined')),
  signed_by @id,
  signed_on @date,
  version   @int  NOT NULL
);
CREATE INDEX training_exception_posting ON training_exception (posting);
CREATE INDEX training_exception_staff ON training_exception (staff);
