-- Leave (src/stages/presence): who asked for which days, who decided or which clock did, who came back when; and
-- one ledger of days, from which every balance comes. Of illness only that it is so, never more.

CREATE TABLE leave_request (
  id               @id      PRIMARY KEY,
  posting          @id      NOT NULL REFERENCES posting (id),
  staff            @id      NOT NULL REFERENCES staff (id),
  kind             @text    NOT NULL CONSTRAINT leave_request_kind CHECK (kind IN ('annual', 'sick', 'personal', 'statutory')),
  from_day         @date    NOT NULL,
  to_day           @date    NOT NULL,
  asked_to_day     @date    NOT NULL,
  days             @int     NOT NULL CONSTRAINT leave_request_charged CHECK (days >= 0),
  emergency        @bool    NOT NULL,
  reason           @text,
  source           @text,
  state            @text    NOT NULL CONSTRAINT leave_request_state CHECK (state IN ('gone', 'asked', 'approved', 'declined', 'withdrawn')),
  level            @text    NOT NULL CONSTRAINT leave_request_level CHECK (level IN ('leader', 'township', 'office')),
  asked_at         @instant NOT NULL,
  waits_since      @instant NOT NULL,
  due_at           @instant NOT NULL,
  escalations      @int     NOT NULL,
  regularise_by    @date,
  decided_at       @instant,
  decided_by       @id,
  by_clock         @bool    NOT NULL,
  decline_reason   @text,
  returned_on      @date,
  return_recorded_by @id,
  return_confirmed @bool    NOT NULL,
  overdue_asked_on @date,
  version          @int     NOT NULL,
  CONSTRAINT leave_request_days CHECK (from_day <= to_day)
);
CREATE INDEX leave_request_posting ON leave_request (posting, from_day);
CREATE INDEX leave_request_staff ON leave_request (staff, from_day);
CREATE INDEX leave_request_due ON leave_request (state, due_at);

-- Days that somebody may take in a year. `balance` is the sum of its entries, and never below zero.
CREATE TABLE leave_account (
  id      @id  PRIMARY KEY,
  staff   @id  NOT NULL REFERENCES staff (id),
  year    @int NOT NULL CONSTRAINT leave_account_year CHECK (year BETWEEN 2000 AND 2999),
  balance @int NOT NULL CONSTRAINT leave_account_balance CHECK (balance >= 0),
  version @int NOT NULL,
  CONSTRAINT leave_account_once UNIQUE (staff, year)
);

-- Only ever added to.
CREATE TABLE leave_entry (
  id      @id   PRIMARY KEY,
  account @id   NOT NULL REFERENCES leave_account (id),
  staff   @id   NOT NULL REFERENCES staff (id),
  kind    @text NOT NULL CONSTRAINT leave_entry_kind CHECK (kind IN ('granted', 'taken', 'given_back', 'corrected')),
  days    @int  NOT NULL,
  request @id   REFERENCES leave_request (id),
  reason  @text,
  made_on @date NOT NULL,
  made_by @id
);
CREATE INDEX leave_entry_account ON leave_entry (account);
CREATE INDEX leave_entry_staff ON leave_entry (staff);
CREATE INDEX leave_entry_request ON leave_entry (request);
