-- A book and the dense number of its last change. The row is the lock that orders a book's changes.
CREATE TABLE book (
    county BIGINT NOT NULL,
    opened_on BIGINT NOT NULL,
    label TEXT NOT NULL,
    change_number BIGINT NOT NULL,
    PRIMARY KEY (county)
);

-- What was changed, by whom, from what to what; numbered without gaps within the book.
CREATE TABLE change (
    county BIGINT NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA,
    verb TEXT NOT NULL,
    kind TEXT NOT NULL,
    id BYTEA NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (county, number)
);
CREATE INDEX change_of_subject ON change (county, kind, id, number);
