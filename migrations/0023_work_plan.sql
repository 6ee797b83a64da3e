-- Work plans (src/stages/work): the programme's catalogue of tasks, each site's tasks of a year, and which
-- duties a posting has. Results are totals of a site; nothing about residents, and nobody is ranked.

CREATE TABLE task_kind (
  id            @id   PRIMARY KEY,
  number        @text NOT NULL,
  name          @text NOT NULL,
  name_zh       @text,
  category      @text NOT NULL,
  unit          @text,
  closed_on     @date,
  closed_reason @text,
  version       @int  NOT NULL,
  CONSTRAINT task_kind_number UNIQUE (number)
);
CREATE INDEX task_kind_name ON task_kind (name, id);

-- A site's tasks of a year. Once it is agreed, each change says why.
CREATE TABLE work_plan (
  id        @id   PRIMARY KEY,
  site      @id   NOT NULL REFERENCES site (id),
  year      @int  NOT NULL CONSTRAINT work_plan_year CHECK (year BETWEEN 2000 AND 2999),
  state     @text NOT NULL CONSTRAINT work_plan_state CHECK (state IN ('draft', 'agreed')),
  made_on   @date NOT NULL,
  agreed_on @date,
  agreed_by @id,
  source    @text,
  version   @int  NOT NULL,
  CONSTRAINT work_plan_once UNIQUE (site, year),
  CONSTRAINT work_plan_agreed CHECK ((state = 'agreed') = (agreed_on IS NOT NULL))
);

-- `staff` answers for it. `amount`: what came of it, in the unit of its kind.
CREATE TABLE work_task (
  id            @id   PRIMARY KEY,
  plan          @id   NOT NULL REFERENCES work_plan (id),
  kind          @id   NOT NULL REFERENCES task_kind (id),
  staff         @id   NOT NULL REFERENCES staff (id),
  aim           @text,
  target        @int  CONSTRAINT work_task_target CHECK (target >= 0),
  due_on        @date NOT NULL,
  change_reason @text,
  done_on       @date,
  amount        @int  CONSTRAINT work_task_amount CHECK (amount >= 0),
  result        @text,
  evidence      @text,
  dropped_on    @date,
  drop_reason   @text,
  version       @int  NOT NULL,
  CONSTRAINT work_task_result CHECK ((done_on IS NULL) = (result IS NULL)),
  CONSTRAINT work_task_ends_once CHECK (done_on IS NULL OR dropped_on IS NULL)
);
CREATE INDEX work_task_plan ON work_task (plan);
CREATE INDEX work_task_staff ON work_task (staff);

-- The duties of a posting, in categories of the catalogue as they were called when they were chosen.
CREATE TABLE posting_duty (
  id      @id   PRIMARY KEY,
  posting @id   NOT NULL REFERENCES posting (id),
  staff   @id   NOT NULL REFERENCES staff (id),
  areas   @json NOT NULL,
  set_on  @date NOT NULL,
  version @int  NOT NULL,
  CONSTRAINT posting_duty_once UNIQUE (posting)
);
CREATE INDEX posting_duty_staff ON posting_duty (staff);
