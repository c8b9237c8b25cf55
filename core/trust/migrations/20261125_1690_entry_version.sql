-- What an entry showed before it was rewritten: what a meeting decided about stays as it was then.
CREATE TABLE entry_version (
    county BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    -- Its turn when it was rewritten; outcomes up to this one were about this version.
    turn BIGINT NOT NULL,
    shown TEXT NOT NULL,
    doubts TEXT NOT NULL,
    PRIMARY KEY (county, entry, turn),
    FOREIGN KEY (county, entry) REFERENCES roster_entry (county, id)
);
