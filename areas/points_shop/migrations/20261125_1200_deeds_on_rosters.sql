-- What of its points counts once the caps were applied; set when it is listed for a meeting.
ALTER TABLE deed ADD COLUMN counts BIGINT;
-- The confirmation its points came with.
ALTER TABLE deed ADD COLUMN award BYTEA;
CREATE INDEX deed_of_award ON deed (county, award, state);

-- A named person confirmed the entries of a roster that had passed every step; their points are entered under this.
CREATE TABLE award (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    entries BIGINT NOT NULL,
    plus BIGINT NOT NULL,
    minus BIGINT NOT NULL,
    confirmed_on BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    confirmed_by BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, roster) REFERENCES roster (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE INDEX award_of_roster ON award (county, roster);
