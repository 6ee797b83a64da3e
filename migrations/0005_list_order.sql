-- Lists are read in the order of names. With these columns in the index, what an area manager does
-- not see, or has ended, is passed over without reading its row.
DROP INDEX site_name;
CREATE INDEX site_name ON site (name, id, area, closed_on);
DROP INDEX sponsor_name;
CREATE INDEX sponsor_name ON sponsor (name, id, area, closed_on);
DROP INDEX staff_name;
CREATE INDEX staff_name ON staff (name, id, area, closed_on);
