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

-- Months (yyyymm) whose meeting has begun in a village: what is recorded for them from then on is late.
CREATE TABLE closed_month (
    county BIGINT NOT NULL,
    village TEXT NOT NULL,
    month BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (county, village, month)
);

-- Why a deed was recorded after its month was closed.
ALTER TABLE deed ADD COLUMN late_reason TEXT NOT NULL DEFAULT '';
