-- The store's own tables. Migrations are numbered, forward only, embedded in the program, and the
-- same file for both engines: a column's kind is a token (src/db/migrations.h lists them all).
-- The table `migration` itself is made by the program before it reads which of these were run.

-- One row for each request that was applied: the same key is never applied twice.
CREATE TABLE idempotency (
  actor      @id      NOT NULL,
  key        @text    NOT NULL,
  operation  @text    NOT NULL,
  body       @text    NOT NULL,
  answer     @json,
  attempt    @int     NOT NULL,
  made_at    @instant NOT NULL,
  keep_until @instant NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keep_until ON idempotency (keep_until);

-- Long work. A runner claims a row by a lease; renewing the lease is the progress.
CREATE TABLE job (
  id          @id      PRIMARY KEY,
  kind        @text    NOT NULL,
  input       @json    NOT NULL,
  state       @text    NOT NULL
    CONSTRAINT job_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts    @int     NOT NULL,
  cancel      @bool    NOT NULL,
  actor       @id      NOT NULL,
  made_at     @instant NOT NULL,
  due_at      @instant NOT NULL,
  worker      @text,
  lease_until @instant,
  progress    @json,
  result      @json,
  error       @text,
  ended_at    @instant
);
CREATE INDEX job_state_due_at ON job (state, due_at);

-- What is to leave for the outside world once its change is on disk.
CREATE TABLE outbox (
  id          @id      PRIMARY KEY,
  kind        @text    NOT NULL,
  body        @json    NOT NULL,
  attempts    @int     NOT NULL,
  made_at     @instant NOT NULL,
  due_at      @instant NOT NULL,
  error       @text,
  sent_at     @instant
);
CREATE INDEX outbox_due_at ON outbox (due_at);
