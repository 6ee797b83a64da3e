-- Where somebody wants to be told by e-mail that something waits for them here. They enter it
-- themselves and take it back themselves; it goes when the account is closed. Mails name no person.

CREATE TABLE mail_address (
  id       @id      PRIMARY KEY REFERENCES account (id),
  address  @text    NOT NULL,
  language @text    NOT NULL,
  made_at  @instant NOT NULL,
  version  @int     NOT NULL
);
