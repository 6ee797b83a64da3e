-- An import looks records up by the office's own numbers, a piece of a file at a time.
CREATE INDEX area_code ON area (code);
CREATE INDEX site_code ON site (code);
CREATE INDEX sponsor_code ON sponsor (code);
CREATE INDEX staff_code ON staff (code);
