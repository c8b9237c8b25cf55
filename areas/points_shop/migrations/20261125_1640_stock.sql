-- A stock-take: begun, counted lot by lot as far as somebody came, then finished by two, or dropped.
CREATE TABLE stock_take (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    begun_on BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    begun_by BYTEA NOT NULL,
    state TEXT NOT NULL,
    ended_on BIGINT,
    ended_at BIGINT,
    ended_by BYTEA,
    witness TEXT,
    signature_kind TEXT,
    signature TEXT,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE UNIQUE INDEX stock_take_one_open ON stock_take (county, shop) WHERE state = 'open';
CREATE INDEX stock_take_of_shop ON stock_take (county, shop, begun_at);

-- What was counted so far, beside what the book had of the lot at that moment. May be counted again until the end.
CREATE TABLE stock_take_count (
    county BIGINT NOT NULL,
    stock_take BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    counted BIGINT NOT NULL CHECK (counted >= 0),
    book BIGINT NOT NULL,
    explanation TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, stock_take, lot),
    FOREIGN KEY (county, stock_take) REFERENCES stock_take (county, id)
);

-- What two people signed, lot by lot. `moved` is what came and went between counting and signing.
CREATE TABLE stock_take_line (
    county BIGINT NOT NULL,
    stock_take BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    goods BYTEA NOT NULL,
    book BIGINT NOT NULL,
    held BIGINT NOT NULL,
    counted BIGINT NOT NULL,
    difference BIGINT NOT NULL,
    moved BIGINT NOT NULL,
    explanation TEXT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, stock_take, lot),
    FOREIGN KEY (county, stock_take) REFERENCES stock_take (county, id)
);
CREATE INDEX stock_take_line_of_lot ON stock_take_line (county, lot);

-- Pieces that went bad, with the second person who saw them.
CREATE TABLE stock_scrap (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    goods BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    scrapped_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    witness TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE INDEX stock_scrap_of_shop ON stock_scrap (county, shop, scrapped_on);
CREATE INDEX stock_scrap_of_lot ON stock_scrap (county, lot);

-- A slip written by hand on an earlier day and entered later: it counts on its own day and says why it came late.
CREATE TABLE redemption_late (
    county BIGINT NOT NULL,
    redemption BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    paper_number TEXT NOT NULL,
    reason TEXT NOT NULL,
    entered_on BIGINT NOT NULL,
    PRIMARY KEY (county, redemption),
    UNIQUE (county, shop, paper_number),
    FOREIGN KEY (county, redemption) REFERENCES redemption (county, id)
);
