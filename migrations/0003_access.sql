-- Accounts, what they may do, and how they prove who they are. No address, no place, and of a device
-- only what its owner needs to recognise it. Secrets are stored as digests (session, token, link) or
-- as Argon2id hashes (password).

CREATE TABLE account (
  id        @id      PRIMARY KEY,
  name      @text    NOT NULL CONSTRAINT account_name UNIQUE,
  person    @text    NOT NULL,
  staff     @id,
  made_at   @instant NOT NULL,
  closed_at @instant,
  version   @int     NOT NULL
);
CREATE INDEX account_staff ON account (staff);

-- One row for each account that has a password; apart, so that reading accounts reads no secret.
CREATE TABLE credential (
  id            @id      PRIMARY KEY REFERENCES account (id),
  password      @text    NOT NULL,
  second_factor @text,
  changed_at    @instant NOT NULL,
  version       @int     NOT NULL
);

-- Bookkeeping of the second factor: one that is being set up, and the step of the last code used.
CREATE TABLE second_factor_use (
  account  @id  PRIMARY KEY REFERENCES account (id),
  proposed @text,
  step     @int
);

CREATE TABLE access_grant (
  id         @id      PRIMARY KEY,
  account    @id      NOT NULL REFERENCES account (id),
  role       @text    NOT NULL,
  scope_kind @text    NOT NULL
    CONSTRAINT access_grant_scope CHECK (scope_kind IN ('programme', 'area', 'sponsor', 'site', 'self')),
  subject    @id      NOT NULL,
  from_day   @date    NOT NULL,
  to_day     @date,
  version    @int     NOT NULL,
  CONSTRAINT access_grant_days CHECK (to_day IS NULL OR from_day <= to_day)
);
CREATE INDEX access_grant_account ON access_grant (account);
CREATE INDEX access_grant_subject ON access_grant (scope_kind, subject);

CREATE TABLE session (
  id            @id      PRIMARY KEY,
  digest        @text    NOT NULL CONSTRAINT session_digest UNIQUE,
  account       @id      NOT NULL REFERENCES account (id),
  device        @text    NOT NULL,
  stays         @bool    NOT NULL,
  second_factor @bool    NOT NULL,
  made_at       @instant NOT NULL,
  seen_at       @instant NOT NULL,
  expires_at    @instant NOT NULL,
  ended_at      @instant
);
CREATE INDEX session_account ON session (account);

CREATE TABLE api_token (
  id            @id      PRIMARY KEY,
  digest        @text    NOT NULL CONSTRAINT api_token_digest UNIQUE,
  start         @text    NOT NULL,
  account       @id      NOT NULL REFERENCES account (id),
  label         @text    NOT NULL,
  access_grant  @id      REFERENCES access_grant (id),
  only_reads    @bool    NOT NULL,
  second_factor @bool    NOT NULL,
  made_at       @instant NOT NULL,
  expires_at    @instant NOT NULL,
  ended_at      @instant
);
CREATE INDEX api_token_account ON api_token (account);

-- First start, an invitation, or a reset by an administrator.
CREATE TABLE one_time_link (
  id            @id      PRIMARY KEY,
  digest        @text    NOT NULL CONSTRAINT one_time_link_digest UNIQUE,
  purpose       @text    NOT NULL
    CONSTRAINT one_time_link_purpose CHECK (purpose IN ('setup', 'invitation', 'reset')),
  account       @id      REFERENCES account (id),
  made_by       @id      NOT NULL,
  made_at       @instant NOT NULL,
  expires_at    @instant NOT NULL,
  used_at       @instant,
  ended_at      @instant
);
CREATE INDEX one_time_link_account ON one_time_link (account);

-- Wrong sign-ins, counted under digests of name and address.
CREATE TABLE sign_in_miss (
  bucket  @text    PRIMARY KEY,
  misses  @int     NOT NULL,
  last_at @instant NOT NULL
);
CREATE INDEX sign_in_miss_last_at ON sign_in_miss (last_at);

-- From where an account has signed in, under a digest: such a place is not held up by guessing from
-- elsewhere.
CREATE TABLE familiar_place (
  place   @text    PRIMARY KEY,
  last_at @instant NOT NULL
);
CREATE INDEX familiar_place_last_at ON familiar_place (last_at);

-- Who saw which fields of whose record: one row for a day.
CREATE TABLE record_read (
  id       @id      PRIMARY KEY,
  staff    @id      NOT NULL,
  reader   @id      NOT NULL,
  roles    @text    NOT NULL,
  fields   @text    NOT NULL,
  day      @date    NOT NULL,
  first_at @instant NOT NULL,
  last_at  @instant NOT NULL,
  times    @int     NOT NULL,
  CONSTRAINT record_read_day UNIQUE (staff, reader, day, roles, fields)
);
