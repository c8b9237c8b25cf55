-- Photos that prove a deed, counted from 1. The file itself stands in the file store under its digest.
CREATE TABLE deed_photo (
    county BIGINT NOT NULL,
    deed BYTEA NOT NULL,
    number BIGINT NOT NULL,
    file TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, deed, number),
    UNIQUE (county, deed, file),
    FOREIGN KEY (county, deed) REFERENCES deed (county, id)
);

-- Why a deed was recorded only after the meeting that could have appraised it.
ALTER TABLE deed ADD COLUMN late_reason TEXT NOT NULL DEFAULT '';
