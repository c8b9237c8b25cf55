-- The grant in whose place this one stands while its holder is away; it ends with that one.
ALTER TABLE role_grant ADD COLUMN deputy_for BYTEA;
CREATE INDEX role_grant_of_deputies ON role_grant (deputy_for);
