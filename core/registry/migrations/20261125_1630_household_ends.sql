-- Why a household is no longer there, or that this was taken back: the latest row of a household says which. What it comes to stands in
-- household.until_on and household.successor.
CREATE TABLE household_end (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    household BYTEA NOT NULL,
    -- 1, 2, 3 … of the household.
    number BIGINT NOT NULL,
    reason TEXT NOT NULL,
    from_on BIGINT NOT NULL,
    successor BYTEA,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, household, number),
    FOREIGN KEY (county, household) REFERENCES household (county, id),
    FOREIGN KEY (county, successor) REFERENCES household (county, id)
);
CREATE INDEX household_of_successor ON household (county, successor);
