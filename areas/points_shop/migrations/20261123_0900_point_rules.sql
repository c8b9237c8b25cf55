-- Versions of the rule table of a township or the county; without adopted_on it is a draft.
CREATE TABLE rule_table (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    place TEXT NOT NULL,
    version BIGINT NOT NULL,
    made_by BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    adopted_on BIGINT,
    valid_from BIGINT,
    meeting TEXT,
    attended BIGINT,
    minutes TEXT,
    adopted_by BYTEA,
    adopted_at BIGINT,
    PRIMARY KEY (county, id),
    UNIQUE (county, place, version)
);
CREATE UNIQUE INDEX rule_table_one_draft ON rule_table (county, place) WHERE adopted_on IS NULL;

-- A row of a version; the cap has all four columns or none.
CREATE TABLE point_rule (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    rule_table BYTEA NOT NULL,
    number BIGINT NOT NULL,
    topic TEXT NOT NULL,
    item TEXT NOT NULL,
    effect TEXT NOT NULL,
    least BIGINT,
    most BIGINT,
    veto_term TEXT,
    unit TEXT NOT NULL,
    cap_amount BIGINT,
    cap_counts TEXT,
    cap_per TEXT,
    cap_period TEXT,
    recorder TEXT NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, rule_table, number),
    FOREIGN KEY (county, rule_table) REFERENCES rule_table (county, id)
);
