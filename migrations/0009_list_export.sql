-- Lists that were taken out as files (src/access/list_file.h): by whom, which rows, and the SHA-256 of
-- the file, by which one that turns up somewhere is known again. Of a filter that is free text, which
-- may be a person's name, it says only that it was given.
CREATE TABLE list_export (
  id        @id      PRIMARY KEY,
  account   @id      NOT NULL,  -- 0: whoever operates the machine
  made_at   @instant NOT NULL,
  list      @text    NOT NULL,
  format    @text    NOT NULL,
  filters   @json    NOT NULL,
  row_count @int     NOT NULL,
  digest    @text    NOT NULL
);
CREATE INDEX list_export_digest ON list_export (digest);
