-- A deed as recorded. What it says never changes once it was handed in; where it stands does, each step with who and when.
CREATE TABLE deed (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    household BYTEA NOT NULL,
    -- Village and group of the household on the day, by which lists and meetings go.
    village TEXT NOT NULL,
    village_group TEXT NOT NULL,
    person BYTEA,
    rule BYTEA NOT NULL,
    done_on BIGINT NOT NULL,
    month BIGINT NOT NULL,
    place TEXT NOT NULL,
    witness TEXT NOT NULL,
    note TEXT NOT NULL,
    points BIGINT NOT NULL,
    recorder BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_by BYTEA,
    decided_at BIGINT,
    reason TEXT,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, household) REFERENCES household (county, id),
    FOREIGN KEY (county, rule) REFERENCES point_rule (county, id)
);
CREATE INDEX deed_of_household ON deed (county, household, done_on);
CREATE INDEX deed_of_village ON deed (county, village, state, done_on);
CREATE INDEX deed_of_recorder ON deed (county, recorder, state);
CREATE INDEX deed_of_rule ON deed (county, rule, village, done_on);
