-- Backups that were asked for in the desk (src/program/backups.h). The files lie in `backups` in the data
-- directory, and the name of each is the server's own.
CREATE TABLE backup (
  id         @id      PRIMARY KEY,
  file       @text    NOT NULL,
  asked_by   @id,                 -- none: whoever operates the machine
  asked_at   @instant NOT NULL,
  job        @id      NOT NULL,   -- that makes it, later the last one that proves it
  state      @text    NOT NULL
    CONSTRAINT backup_state CHECK (state IN ('waiting', 'made', 'failed')),
  made_at    @instant,
  bytes      @int,
  sha256     @text,
  entries    @int,
  failure    @text,
  checked    @text    NOT NULL
    CONSTRAINT backup_checked CHECK (checked IN ('not_yet', 'waiting', 'good', 'bad', 'failed')),
  checked_at @instant,
  checked_by @id,
  wrong      @json    NOT NULL,
  version    @int     NOT NULL
);
