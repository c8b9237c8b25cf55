-- An organisation: donor, supplier, hospital, school, a zone missing from the statistical list.
CREATE TABLE body (
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    division TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name, division)
);

CREATE TABLE person (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    id_number TEXT,
    phone TEXT,
    PRIMARY KEY (county, id),
    UNIQUE (county, id_number)
);

-- A household belongs to the book of its registration. Membership is dated; a merged one names its successor.
CREATE TABLE household (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    code TEXT NOT NULL,
    village TEXT NOT NULL,
    village_group TEXT NOT NULL,
    head BYTEA NOT NULL,
    registered BOOLEAN NOT NULL,
    since_on BIGINT NOT NULL,
    until_on BIGINT,
    successor BYTEA,
    came_from_book BIGINT,
    came_from BYTEA,
    PRIMARY KEY (county, id),
    UNIQUE (county, code),
    FOREIGN KEY (county, head) REFERENCES person (county, id)
);
CREATE INDEX household_of_village ON household (county, village, village_group, code);

CREATE TABLE household_member (
    county BIGINT NOT NULL,
    household BYTEA NOT NULL,
    person BYTEA NOT NULL,
    since_on BIGINT NOT NULL,
    relation TEXT NOT NULL,
    until_on BIGINT,
    PRIMARY KEY (county, household, person, since_on),
    FOREIGN KEY (county, household) REFERENCES household (county, id),
    FOREIGN KEY (county, person) REFERENCES person (county, id)
);
CREATE INDEX household_member_of_person ON household_member (county, person);

-- What a household is found by: every ending of its names, spellings, initials, its code. Bytes, so that both engines
-- compare prefixes alike.
CREATE TABLE household_token (
    county BIGINT NOT NULL,
    token BYTEA NOT NULL,
    household BYTEA NOT NULL,
    PRIMARY KEY (county, token, household),
    FOREIGN KEY (county, household) REFERENCES household (county, id)
);
