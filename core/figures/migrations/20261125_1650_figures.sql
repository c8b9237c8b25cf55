-- What a figure was when somebody froze it: kept for good, so that the page can say what changed since.
CREATE TABLE figure_frozen (
    county BIGINT NOT NULL,
    figure TEXT NOT NULL,
    place TEXT NOT NULL,
    from_on BIGINT NOT NULL,
    to_on BIGINT NOT NULL,
    value BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, figure, place, from_on, to_on)
);
CREATE INDEX figure_frozen_of_place ON figure_frozen (county, place, from_on, to_on);
