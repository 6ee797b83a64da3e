-- A database of the first schema as postgresql holds it, kept: never edited. Read by tests/unit/db/migrations_test.cpp.
CREATE TABLE migration (number BIGINT PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, sha256 TEXT COLLATE "C" NOT NULL, applied_at TIMESTAMPTZ NOT NULL);

CREATE TABLE idempotency (
  actor      BIGINT      NOT NULL,
  key        TEXT COLLATE "C"    NOT NULL,
  operation  TEXT COLLATE "C"    NOT NULL,
  body       TEXT COLLATE "C"    NOT NULL,
  answer     JSON,
  attempt    BIGINT     NOT NULL,
  made_at    TIMESTAMPTZ NOT NULL,
  keep_until TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_keep_until ON idempotency (keep_until);

CREATE TABLE job (
  id          BIGINT      PRIMARY KEY,
  kind        TEXT COLLATE "C"    NOT NULL,
  input       JSON    NOT NULL,
  state       TEXT COLLATE "C"    NOT NULL
    CONSTRAINT job_state CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  attempts    BIGINT     NOT NULL,
  cancel      BOOLEAN    NOT NULL,
  actor       BIGINT      NOT NULL,
  made_at     TIMESTAMPTZ NOT NULL,
  due_at      TIMESTAMPTZ NOT NULL,
  worker      TEXT COLLATE "C",
  lease_until TIMESTAMPTZ,
  progress    JSON,
  result      JSON,
  error       TEXT COLLATE "C",
  ended_at    TIMESTAMPTZ
);
CREATE INDEX job_state_due_at ON job (state, due_at);

CREATE TABLE outbox (
  id          BIGINT      PRIMARY KEY,
  kind        TEXT COLLATE "C"    NOT NULL,
  body        JSON    NOT NULL,
  attempts    BIGINT     NOT NULL,
  made_at     TIMESTAMPTZ NOT NULL,
  due_at      TIMESTAMPTZ NOT NULL,
  error       TEXT COLLATE "C",
  sent_at     TIMESTAMPTZ
);
CREATE INDEX outbox_due_at ON outbox (due_at);

INSERT INTO migration (number, name, sha256, applied_at) VALUES (1, '0001_start', '7b78cb1e50b2a831f10c83c3bd84816b23a58d4499be8a672e1d99e572279b04', '2026-11-25T08:30:00.000001Z');
INSERT INTO idempotency (actor, key, operation, body, answer, attempt, made_at, keep_until) VALUES (1, 'k', 'thing.add', 'd', '"kept"', 1, '2026-11-25T08:30:00.000001Z', '2027-01-09T08:30:00.000001Z');
INSERT INTO job (id, kind, input, state, attempts, cancel, actor, made_at, due_at) VALUES (901, 'plan', '{"kept":"since 0001"}', 'queued', 0, FALSE, 1, '2026-11-25T08:30:00.000001Z', '2026-11-25T08:30:00.000001Z');
INSERT INTO outbox (id, kind, body, attempts, made_at, due_at) VALUES (902, 'mail', '{"to":"南"}', 0, '2026-11-25T08:30:00.000001Z', '2026-11-25T08:30:00.000001Z');
