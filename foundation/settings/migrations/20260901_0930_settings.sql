-- A value of a declared key, in force from a day on; the latest one of that day or earlier is read.
CREATE TABLE setting (
    county BIGINT NOT NULL,
    scope TEXT NOT NULL,
    name TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    value BIGINT NOT NULL,
    reason TEXT NOT NULL,
    set_by BYTEA NOT NULL,
    PRIMARY KEY (county, scope, name, valid_from, recorded_at)
);
