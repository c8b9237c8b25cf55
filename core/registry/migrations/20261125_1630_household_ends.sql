-- Why a household is no longer there, or that this was taken back: the latest row of a household says which. What it comes to stands in
-- household.until_on and household.successor.
CREATE TABLE household_end (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    household BYTEA NOT NULL,
    reason TEXT NOT NULL,
    from_on BIGINT NOT NULL,
    successor BYTEA,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, household) REFERENCES household (county, id),
    FOREIGN KEY (county, successor) REFERENCES household (county, id)
);
CREATE INDEX household_end_of_household ON household_end (county, household, at);
CREATE INDEX household_of_successor ON household (county, successor);
