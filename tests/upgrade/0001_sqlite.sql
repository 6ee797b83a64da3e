-- A database of the first schema as sqlite holds it, kept: never edited. Read by tests/unit/db/migrations_test.cpp.
CREATE TABLE migration (number INTEGER CHECK (typeof(number) IN ('integer', 'null')) PRIMARY KEY, name TEXT CHECK (typeof(name) IN ('text', 'null')) NOT NULL, sha256 TEXT CHECK (typeof(sha256) IN ('text', 'null')) NOT NULL, applied_at TEXT CHECK (applied_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL);

CREATE TABLE idempotency (
  actor      INTEGER CHECK (typeof(actor) IN ('integer', 'null'))      NOT NULL,
  key        TEXT CHECK (typeof(key) IN ('text', 'null'))    NOT NULL,
  operation  TEXT CHECK (typeof(operation) IN ('text', 'null'))    NOT NULL,
  body       TEXT CHECK (typeof(body) IN ('text', 'null'))    NOT NULL,
  answer     TEXT CHECK (answer IS NULL OR json_valid(answer)),
  attempt    INTEGER CHECK (typeof(attempt) IN ('integer', 'null'))     NOT NULL,
  made_at    TEXT CHECK (made_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  keep_until TEXT CHECK (keep_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keep_until ON idempotency (keep_until);

CREATE TABLE job (
  id          INTEGER CHECK (typeof(id) IN ('integer', 'null'))      PRIMARY KEY,
  kind        TEXT CHECK (typeof(kind) IN ('text', 'null'))    NOT NULL,
  input       TEXT CHECK (input IS NULL OR json_valid(input))    NOT NULL,
  state       TEXT CHECK (typeof(state) IN ('text', 'null'))    NOT NULL
    CONSTRAINT job_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts    INTEGER CHECK (typeof(attempts) IN ('integer', 'null'))     NOT NULL,
  cancel      INTEGER CHECK (cancel IN (0, 1))    NOT NULL,
  actor       INTEGER CHECK (typeof(actor) IN ('integer', 'null'))      NOT NULL,
  made_at     TEXT CHECK (made_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  due_at      TEXT CHECK (due_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  worker      TEXT CHECK (typeof(worker) IN ('text', 'null')),
  lease_until TEXT CHECK (lease_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z'),
  progress    TEXT CHECK (progress IS NULL OR json_valid(progress)),
  result      TEXT CHECK (result IS NULL OR json_valid(result)),
  error       TEXT CHECK (typeof(error) IN ('text', 'null')),
  ended_at    TEXT CHECK (ended_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z')
);
CREATE INDEX job_state_due_at ON job (state, due_at);

CREATE TABLE outbox (
  id          INTEGER CHECK (typeof(id) IN ('integer', 'null'))      PRIMARY KEY,
  kind        TEXT CHECK (typeof(kind) IN ('text', 'null'))    NOT NULL,
  body        TEXT CHECK (body IS NULL OR json_valid(body))    NOT NULL,
  attempts    INTEGER CHECK (typeof(attempts) IN ('integer', 'null'))     NOT NULL,
  made_at     TEXT CHECK (made_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  due_at      TEXT CHECK (due_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z') NOT NULL,
  error       TEXT CHECK (typeof(error) IN ('text', 'null')),
  sent_at     TEXT CHECK (sent_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z')
);
CREATE INDEX outbox_due_at ON outbox (due_at);

INSERT INTO migration (number, name, sha256, applied_at) VALUES (1, '0001_start', '7b78cb1e50b2a831f10c83c3bd84816b23a58d4499be8a672e1d99e572279b04', '2026-11-25T08:30:00.000001Z');
INSERT INTO idempotency (actor, key, operation, body, answer, attempt, made_at, keep_until) VALUES (1, 'k', 'thing.add', 'd', '"kept"', 1, '2026-11-25T08:30:00.000001Z', '2027-01-09T08:30:00.000001Z');
INSERT INTO job (id, kind, input, state, attempts, cancel, actor, made_at, due_at) VALUES (901, 'plan', '{"kept":"since 0001"}', 'queued', 0, FALSE, 1, '2026-11-25T08:30:00.000001Z', '2026-11-25T08:30:00.000001Z');
INSERT INTO outbox (id, kind, body, attempts, made_at, due_at) VALUES (902, 'mail', '{"to":"南"}', 0, '2026-11-25T08:30:00.000001Z', '2026-11-25T08:30:00.000001Z');
