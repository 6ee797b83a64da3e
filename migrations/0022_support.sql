-- What a posted team costs and who pays for it, and what has to be in order before somebody arrives
-- (src/stages/support). Amounts are whole smallest units beside their currency. No diagnosis: of fitness and
-- health only a day and whether it was passed.

-- A line of a site's budget of a year. The seven sums are the balances of its accounts as booking_entry has
-- them, kept so that an area is summed without reading every entry; the rules of double entry make them add
-- up to nothing.
CREATE TABLE budget_line (
  id         @id    PRIMARY KEY,
  site       @id    NOT NULL REFERENCES site (id),
  year       @int   NOT NULL CONSTRAINT budget_line_year CHECK (year BETWEEN 2000 AND 2999),
  kind       @text  NOT NULL CONSTRAINT budget_line_kind CHECK (kind IN
    ('work_fund', 'meals', 'home_trips', 'settling_in', 'training', 'insurance', 'health')),
  currency   @text  NOT NULL,
  unspent    @money NOT NULL CONSTRAINT budget_line_unspent CHECK (unspent >= 0),
  committed  @money NOT NULL CONSTRAINT budget_line_committed CHECK (committed >= 0),
  paid       @money NOT NULL CONSTRAINT budget_line_paid CHECK (paid >= 0),
  unfunded   @money NOT NULL,
  programme  @money NOT NULL CONSTRAINT budget_line_programme CHECK (programme <= 0),
  sponsors   @money NOT NULL CONSTRAINT budget_line_sponsors CHECK (sponsors <= 0),
  matched    @money NOT NULL CONSTRAINT budget_line_matched CHECK (matched <= 0),
  version    @int   NOT NULL,
  CONSTRAINT budget_line_once UNIQUE (site, year, kind),
  CONSTRAINT budget_line_balance
    CHECK (unspent + committed + paid + unfunded + programme + sponsors + matched = 0)
);

-- Money promised against a line before it is paid: an order, a contract.
CREATE TABLE commitment (
  id        @id    PRIMARY KEY,
  line      @id    NOT NULL REFERENCES budget_line (id),
  what      @text  NOT NULL,
  source    @text  NOT NULL,
  minor     @money NOT NULL CONSTRAINT commitment_minor CHECK (minor >= 0),
  paid      @money NOT NULL CONSTRAINT commitment_paid CHECK (paid >= 0),
  made_on   @date  NOT NULL,
  closed_on @date,
  version   @int   NOT NULL,
  CONSTRAINT commitment_within CHECK (paid <= minor)
);
CREATE INDEX commitment_line ON commitment (line);

-- What a person asks to have paid: an allowance by the rules, or a receipt.
CREATE TABLE claim (
  id          @id    PRIMARY KEY,
  staff       @id    NOT NULL REFERENCES staff (id),
  line        @id    NOT NULL REFERENCES budget_line (id),
  posting     @id    NOT NULL REFERENCES posting (id),
  kind        @text  NOT NULL CONSTRAINT claim_kind CHECK (kind IN
    ('work_fund', 'meals', 'home_trips', 'settling_in', 'training', 'insurance', 'health')),
  day         @date  NOT NULL,
  minor       @money NOT NULL CONSTRAINT claim_minor CHECK (minor > 0),
  currency    @text  NOT NULL,
  days        @int,
  km          @int,
  receipt     @text,
  what        @text,
  state       @text  NOT NULL CONSTRAINT claim_state CHECK (state IN
    ('asked', 'checked', 'approved', 'settled', 'refused')),
  asked_on    @date  NOT NULL,
  since       @date  NOT NULL,
  due_on      @date  NOT NULL,
  checked_by  @id,
  approved_by @id,
  reason      @text,
  version     @int   NOT NULL
);
CREATE INDEX claim_staff ON claim (staff, kind, day);
CREATE INDEX claim_posting ON claim (posting, kind, day);
CREATE INDEX claim_line ON claim (line);
CREATE INDEX claim_waiting ON claim (state, due_on);
CREATE INDEX claim_receipt ON claim (receipt, day, minor);

-- What a sponsor owes for the people whom it has at a site in a year, and when it came.
CREATE TABLE contribution (
  id          @id    PRIMARY KEY,
  site        @id    NOT NULL REFERENCES site (id),
  year        @int   NOT NULL,
  sponsor     @id    NOT NULL REFERENCES sponsor (id),
  people      @int   NOT NULL CONSTRAINT contribution_people CHECK (people >= 1),
  minor       @money NOT NULL CONSTRAINT contribution_minor CHECK (minor >= 0),
  currency    @text  NOT NULL,
  asked_on    @date  NOT NULL,
  due_on      @date  NOT NULL,
  received_on @date,
  version     @int   NOT NULL,
  CONSTRAINT contribution_once UNIQUE (site, year, sponsor)
);
CREATE INDEX contribution_sponsor ON contribution (sponsor);

-- The journal. A booking has two or more entries that add up to nothing; neither is ever changed or taken
-- away, and what was wrong is reversed by another booking.
CREATE TABLE booking (
  id           @id   PRIMARY KEY,
  kind         @text NOT NULL CONSTRAINT booking_kind CHECK (kind IN
    ('plan', 'approve', 'fund', 'commit', 'release', 'pay', 'reverse')),
  currency     @text NOT NULL,
  made_on      @date NOT NULL,
  made_by      @id,
  reason       @text NOT NULL,
  commitment   @id   REFERENCES commitment (id),
  claim        @id   REFERENCES claim (id),
  contribution @id   REFERENCES contribution (id),
  reverses     @id   REFERENCES booking (id),
  CONSTRAINT booking_reversed_once UNIQUE (reverses)
);

CREATE TABLE booking_entry (
  id      @id    PRIMARY KEY,
  booking @id    NOT NULL REFERENCES booking (id),
  line    @id    NOT NULL REFERENCES budget_line (id),
  account @text  NOT NULL CONSTRAINT booking_entry_account CHECK (account IN
    ('unspent', 'committed', 'paid', 'unfunded', 'programme', 'sponsors', 'matched')),
  minor   @money NOT NULL CONSTRAINT booking_entry_minor CHECK (minor <> 0)
);
CREATE INDEX booking_entry_booking ON booking_entry (booking);
CREATE INDEX booking_entry_line ON booking_entry (line, booking);

-- Days on site in a month as the host confirmed them. Allowances are reckoned from them, and from nothing else.
CREATE TABLE allowance_month (
  id               @id   PRIMARY KEY,
  posting          @id   NOT NULL REFERENCES posting (id),
  staff            @id   NOT NULL REFERENCES staff (id),
  month            @text NOT NULL,
  days             @int  NOT NULL CONSTRAINT allowance_month_days CHECK (days BETWEEN 0 AND 31),
  source           @text NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX allowance_month_posting ON allowance_month (posting, month);
CREATE INDEX allowance_month_staff ON allowance_month (staff);

CREATE TABLE insurance_policy (
  id               @id   PRIMARY KEY,
  staff            @id   NOT NULL REFERENCES staff (id),
  insurer          @text NOT NULL,
  policy_number    @text NOT NULL,
  from_day         @date NOT NULL,
  to_day           @date NOT NULL,
  recorded_on      @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL,
  CONSTRAINT insurance_policy_days CHECK (from_day <= to_day)
);
CREATE INDEX insurance_policy_staff ON insurance_policy (staff, to_day);

-- The yearly check: on which day, passed or not, when the next is due. Never what was found.
CREATE TABLE health_check (
  id               @id   PRIMARY KEY,
  staff            @id   NOT NULL REFERENCES staff (id),
  done_on          @date NOT NULL,
  passed           @bool NOT NULL,
  next_due         @date NOT NULL,
  withdrawn_on     @date,
  withdrawn_reason @text,
  version          @int  NOT NULL
);
CREATE INDEX health_check_staff ON health_check (staff, next_due);

-- That somebody may arrive although insurance or fitness is lacking: asked by one, signed by another.
CREATE TABLE arrival_exception (
  id        @id   PRIMARY KEY,
  posting   @id   NOT NULL REFERENCES posting (id),
  staff     @id   NOT NULL REFERENCES staff (id),
  reason    @text NOT NULL,
  asked_by  @id,
  asked_on  @date NOT NULL,
  state     @text NOT NULL
    CONSTRAINT arrival_exception_state CHECK (state IN ('waiting', 'approved', 'declined')),
  signed_by @id,
  signed_on @date,
  version   @int  NOT NULL
);
CREATE INDEX arrival_exception_posting ON arrival_exception (posting);

CREATE TABLE arrival (
  id            @id   PRIMARY KEY,
  posting       @id   NOT NULL REFERENCES posting (id),
  staff         @id   NOT NULL REFERENCES staff (id),
  arrived_on    @date NOT NULL,
  by_exception  @id   REFERENCES arrival_exception (id),
  version       @int  NOT NULL,
  CONSTRAINT arrival_once UNIQUE (posting)
);
CREATE INDEX arrival_staff ON arrival (staff);

-- An activity that a site asks money for, until its result.
CREATE TABLE activity_request (
  id         @id    PRIMARY KEY,
  line       @id    NOT NULL REFERENCES budget_line (id),
  name       @text  NOT NULL,
  planned_on @date  NOT NULL,
  minor      @money NOT NULL CONSTRAINT activity_request_minor CHECK (minor > 0),
  asked_on   @date  NOT NULL,
  state      @text  NOT NULL CONSTRAINT activity_request_state CHECK (state IN
    ('asked', 'approved', 'declined', 'done')),
  decided_on @date,
  reason     @text,
  commitment @id    REFERENCES commitment (id),
  spent      @money CONSTRAINT activity_request_spent CHECK (spent >= 0),
  done_on    @date,
  result     @text,
  version    @int   NOT NULL
);
CREATE INDEX activity_request_line ON activity_request (line);
