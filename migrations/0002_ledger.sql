-- The audit log (src/ledger; docs/guide/audit-log.md). Nothing here is ever updated but an entry's
-- place, once, and the sequencer's lease; nothing is ever deleted.

-- One row for each change. `place` is its index in the log, given later by the sequencer.
CREATE TABLE audit_entry (
  id    @id    PRIMARY KEY,
  place @int,
  leaf  @bytes NOT NULL,
  body  @text  NOT NULL
);
CREATE UNIQUE INDEX audit_entry_place ON audit_entry (place);
CREATE INDEX audit_entry_waiting ON audit_entry (id) WHERE place IS NULL;

-- What each change did to each record, sealed by person. Part 0 is the reason that was given.
CREATE TABLE audit_history (
  entry      @id    NOT NULL REFERENCES audit_entry (id),
  part       @int   NOT NULL,
  table_name @text  NOT NULL,
  record     @id    NOT NULL,
  subject    @id    NOT NULL,
  sealed     @bytes NOT NULL,
  PRIMARY KEY (entry, part)
);
CREATE INDEX audit_history_record ON audit_history (table_name, record, entry);
CREATE INDEX audit_history_subject ON audit_history (subject, entry);

-- Subtrees of 16, 256, 4,096, ... leaves (level 4, 8, 12, ...), so that proofs read few rows.
CREATE TABLE audit_node (
  level @int   NOT NULL,
  place @int   NOT NULL,
  hash  @bytes NOT NULL,
  PRIMARY KEY (level, place)
);

-- A log's life between two restores. A restore that lost entries opens the next.
CREATE TABLE audit_epoch (
  number   @int     PRIMARY KEY,
  origin   @text    NOT NULL UNIQUE,
  lost     @text,
  began_at @instant NOT NULL
);

CREATE TABLE audit_checkpoint (
  origin    @text    NOT NULL,
  size      @int     NOT NULL,
  note      @text    NOT NULL,
  sealed_at @instant NOT NULL,
  PRIMARY KEY (origin, size)
);

-- Who gives places and seals, until when.
CREATE TABLE audit_lease (
  name   @text    PRIMARY KEY,
  holder @text    NOT NULL,
  until  @instant NOT NULL
);
INSERT INTO audit_lease (name, holder, until)
  VALUES ('sequencer', '', '1970-01-01T00:00:00.000000Z');
