-- Receipts of claims as pictures (src/stages/support): of each what it is, and apart from it its bytes, once, by
-- their digest. They were written anew on the way in, without what a camera tells beside the picture
-- (src/documents/picture.h). A receipt that was taken back keeps its row; the bytes go with the last that has them.
CREATE TABLE receipt (
  id             @id   PRIMARY KEY,
  claim          @id   NOT NULL REFERENCES claim (id),
  staff          @id   NOT NULL REFERENCES staff (id),
  kind           @text NOT NULL CONSTRAINT receipt_kind CHECK (kind IN ('jpeg', 'png')),
  width          @int  NOT NULL CONSTRAINT receipt_width CHECK (width > 0),
  height         @int  NOT NULL CONSTRAINT receipt_height CHECK (height > 0),
  size           @int  NOT NULL CONSTRAINT receipt_size CHECK (size > 0),
  digest         @text NOT NULL,
  added_on       @date NOT NULL,
  added_by       @id,
  removed_on     @date,
  removed_reason @text,
  version        @int  NOT NULL
);
CREATE INDEX receipt_claim ON receipt (claim);
CREATE INDEX receipt_staff ON receipt (staff);
CREATE INDEX receipt_digest ON receipt (digest);

CREATE TABLE receipt_file (
  id     @id    PRIMARY KEY,
  digest @text  NOT NULL,
  bytes  @bytes NOT NULL,
  CONSTRAINT receipt_file_once UNIQUE (digest)
);
