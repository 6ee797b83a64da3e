-- What opens an account in place of the second factor's code when the phone is gone: ten codes, each
-- good once, made with the second factor and whenever its owner asks. Only their digests are kept.

CREATE TABLE recovery_code (
  id      @id      PRIMARY KEY,
  account @id      NOT NULL REFERENCES account (id),
  digest  @text    NOT NULL,
  made_at @instant NOT NULL,
  used_at @instant
);
CREATE INDEX recovery_code_account ON recovery_code (account);
