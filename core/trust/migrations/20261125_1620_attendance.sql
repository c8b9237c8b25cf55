-- Who came to a meeting, noted wrongly at first: somebody forgotten, or somebody who was not there. The sheet itself is never changed.
CREATE TABLE attendance_correction (
    county BIGINT NOT NULL,
    meeting BYTEA NOT NULL,
    number BIGINT NOT NULL,
    -- The form that said so; one may name several.
    click BYTEA NOT NULL,
    -- The line of the sign-in sheet.
    attendee BIGINT NOT NULL,
    -- 1: signed in after all; -1: was not there.
    change BIGINT NOT NULL,
    corrected_by BYTEA NOT NULL,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (county, meeting, number),
    FOREIGN KEY (county, meeting) REFERENCES meeting (county, id)
);
