-- What people suggest or complain of about the programme or this system, and what the office answers
-- (src/stages/accountability/operations_feedback.cpp). Not for what somebody did: concerns about a person are no part
-- of it. By the day, without an hour; `page` has no id of a record in it. `account` is whoever wrote: the one whom
-- both tables are about, and the only one besides the office who reads them. The office reads their name only
-- where they `named` themselves.

CREATE TABLE feedback (
  id         @id   PRIMARY KEY,
  account    @id   NOT NULL,
  kind       @text NOT NULL CONSTRAINT feedback_kind CHECK (kind IN ('suggestion', 'complaint')),
  page       @text,
  said       @text NOT NULL,
  named      @bool NOT NULL,
  written_on @date NOT NULL,
  due_on     @date NOT NULL,
  state      @text NOT NULL CONSTRAINT feedback_state CHECK (state IN ('open', 'answered', 'closed')),
  closed_on  @date,
  version    @int  NOT NULL,
  CONSTRAINT feedback_closed CHECK ((state = 'closed') = (closed_on IS NOT NULL))
);
CREATE INDEX feedback_account ON feedback (account, id);
CREATE INDEX feedback_state ON feedback (state, id);

-- One or more to each. An account that answered is not there where the machine's operator did.
CREATE TABLE feedback_answer (
  id          @id   PRIMARY KEY,
  feedback    @id   NOT NULL REFERENCES feedback (id),
  account     @id   NOT NULL,
  said        @text NOT NULL,
  answered_on @date NOT NULL,
  answered_by @id
);
CREATE INDEX feedback_answer_feedback ON feedback_answer (feedback, id);
