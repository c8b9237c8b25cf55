-- Every sign-in and every failed one of a login that is known, in the book of its home.
CREATE TABLE sign_in (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    login BYTEA NOT NULL,
    at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX sign_in_by_time ON sign_in (county, at);
CREATE INDEX sign_in_of_login ON sign_in (county, login, at);

-- The log of looking is read by time now.
CREATE INDEX access_log_by_time ON access_log (county, at);
