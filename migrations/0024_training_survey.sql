-- What people would like to learn, and the plan of five years (src/stages/training). Nothing about residents.

-- A course that is held elsewhere by somebody else, and one that follows up another.
ALTER TABLE course ADD COLUMN outside @bool;
ALTER TABLE course ADD COLUMN follows @id REFERENCES course (id);

-- The yearly survey. Its questions are the courses of the menu; whoever serves between its days is asked.
CREATE TABLE training_survey (
  id        @id   PRIMARY KEY,
  year      @int  NOT NULL CONSTRAINT training_survey_year CHECK (year BETWEEN 2000 AND 2999),
  opens_on  @date NOT NULL,
  closes_on @date NOT NULL,
  version   @int  NOT NULL,
  CONSTRAINT training_survey_once UNIQUE (year),
  CONSTRAINT training_survey_days CHECK (opens_on <= closes_on)
);

-- That somebody answered. `source`: the sheet, where the office typed it in.
CREATE TABLE survey_answer (
  id          @id   PRIMARY KEY,
  survey      @id   NOT NULL REFERENCES training_survey (id),
  staff       @id   NOT NULL REFERENCES staff (id),
  comment     @text,
  source      @text,
  answered_on @date NOT NULL,
  version     @int  NOT NULL,
  CONSTRAINT survey_answer_once UNIQUE (survey, staff)
);
CREATE INDEX survey_answer_staff ON survey_answer (staff);

-- A course that somebody would like to take: by a survey, or chosen from the menu at any time.
CREATE TABLE course_wish (
  id           @id   PRIMARY KEY,
  staff        @id   NOT NULL REFERENCES staff (id),
  course       @id   NOT NULL REFERENCES course (id),
  method       @text
    CONSTRAINT course_wish_method CHECK (method IN ('interactive', 'seminar', 'case_work')),
  survey       @id   REFERENCES training_survey (id),
  source       @text,
  made_on      @date NOT NULL,
  withdrawn_on @date,
  version      @int  NOT NULL
);
CREATE INDEX course_wish_staff ON course_wish (staff);
CREATE INDEX course_wish_course ON course_wish (course);
CREATE INDEX course_wish_survey ON course_wish (survey);

CREATE TABLE five_year_plan (
  id         @id   PRIMARY KEY,
  name       @text NOT NULL,
  first_year @int  NOT NULL CONSTRAINT five_year_plan_year CHECK (first_year BETWEEN 2000 AND 2995),
  source     @text NOT NULL,
  version    @int  NOT NULL,
  CONSTRAINT five_year_plan_once UNIQUE (first_year)
);

-- What is to be reached in a year of it: with all courses together (no course), or with one.
CREATE TABLE training_target (
  id         @id   PRIMARY KEY,
  plan       @id   NOT NULL REFERENCES five_year_plan (id),
  year       @int  NOT NULL,
  course     @id   REFERENCES course (id),
  people     @int  CONSTRAINT training_target_people CHECK (people >= 0),
  days       @int  CONSTRAINT training_target_days CHECK (days >= 0),
  outside    @int  CONSTRAINT training_target_outside CHECK (outside >= 0),
  follow_ups @int  CONSTRAINT training_target_follow_ups CHECK (follow_ups >= 0),
  removed_on @date,
  version    @int  NOT NULL
);
CREATE INDEX training_target_plan ON training_target (plan);
