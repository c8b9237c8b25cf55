CREATE TABLE shop (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    village TEXT NOT NULL,
    phone TEXT NOT NULL,
    open_days TEXT NOT NULL,
    opened_on BIGINT NOT NULL,
    closed_on BIGINT,
    PRIMARY KEY (county, id),
    UNIQUE (county, name)
);

-- The villages a shop serves; a village has one shop at a time.
CREATE TABLE shop_village (
    county BIGINT NOT NULL,
    village TEXT NOT NULL,
    since_on BIGINT NOT NULL,
    shop BYTEA NOT NULL,
    until_on BIGINT,
    PRIMARY KEY (county, village, since_on),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE UNIQUE INDEX shop_village_one ON shop_village (county, village) WHERE until_on IS NULL;

-- A kind of goods on a shop's list; the number is what a clerk types.
CREATE TABLE goods (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    spec TEXT NOT NULL,
    piece_unit TEXT NOT NULL,
    category TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price > 0),
    minimum BIGINT NOT NULL,
    offered BOOLEAN NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, shop, number),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);

-- Goods that came in together, signed for by a second person.
CREATE TABLE goods_receipt (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    received_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    way TEXT NOT NULL,
    source BYTEA NOT NULL,
    source_label TEXT NOT NULL,
    received_by BYTEA NOT NULL,
    witness TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    photo TEXT,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);

-- Pieces of one kind from one receipt with one expiry: what is on the shelf is counted per lot.
CREATE TABLE lot (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    goods BYTEA NOT NULL,
    receipt BYTEA NOT NULL,
    quantity BIGINT NOT NULL,
    received_on BIGINT NOT NULL,
    expires_on BIGINT,
    serial TEXT,
    cost_fen BIGINT,
    cost_basis TEXT NOT NULL,
    gift_book BIGINT,
    gift BYTEA,
    donor BYTEA,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, goods) REFERENCES goods (county, id),
    FOREIGN KEY (county, receipt) REFERENCES goods_receipt (county, id)
);
CREATE INDEX lot_of_goods ON lot (county, shop, goods);

-- Money given to a shop.
CREATE TABLE fund_grant (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    granted_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    source BYTEA NOT NULL,
    source_label TEXT NOT NULL,
    amount BIGINT NOT NULL,
    note TEXT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);

-- Points a shop may give out, never above what backs them.
CREATE TABLE budget_grant (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    granted_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    points BIGINT NOT NULL,
    reason TEXT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);

-- Points a household brings from the paper passbook, signed for.
CREATE TABLE opening_balance (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    household BYTEA NOT NULL,
    entered_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    points BIGINT NOT NULL,
    reason TEXT NOT NULL,
    signer TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE INDEX opening_balance_of_household ON opening_balance (county, household);

-- A points card. A lost one dies when the new one is made.
CREATE TABLE card (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    household BYTEA NOT NULL,
    number BIGINT NOT NULL,
    secret TEXT NOT NULL,
    issued_on BIGINT NOT NULL,
    issued_by BYTEA NOT NULL,
    dead_on BIGINT,
    dead_reason TEXT,
    PRIMARY KEY (county, id),
    UNIQUE (county, number),
    UNIQUE (county, secret)
);
CREATE UNIQUE INDEX card_one_alive ON card (county, household) WHERE dead_on IS NULL;

-- Numbers given out per shop and day, or per county.
CREATE TABLE shop_counter (
    county BIGINT NOT NULL,
    name TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (county, name)
);

-- A slip: goods handed over for points. Never changed; a cancellation stands in a table of its own.
CREATE TABLE redemption (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    number BIGINT NOT NULL,
    household BYTEA NOT NULL,
    handed_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    clerk BYTEA NOT NULL,
    collector TEXT NOT NULL,
    relation TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    points BIGINT NOT NULL,
    pieces BIGINT NOT NULL,
    balance_before BIGINT NOT NULL,
    balance_after BIGINT NOT NULL,
    set_aside BYTEA,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE INDEX redemption_of_day ON redemption (county, shop, handed_on, number);
CREATE INDEX redemption_of_household ON redemption (county, household, handed_on);

CREATE TABLE redemption_line (
    county BIGINT NOT NULL,
    redemption BYTEA NOT NULL,
    line BIGINT NOT NULL,
    goods BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    PRIMARY KEY (county, redemption, line)
);
CREATE INDEX redemption_line_of_lot ON redemption_line (county, lot);

-- A slip taken back on its own day by its own clerk; the supervisor sees the list.
CREATE TABLE redemption_cancel (
    county BIGINT NOT NULL,
    redemption BYTEA NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (county, redemption)
);

-- Each time a slip was printed again.
CREATE TABLE slip_reprint (
    county BIGINT NOT NULL,
    redemption BYTEA NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    PRIMARY KEY (county, redemption, number)
);

-- Points and goods held for the next open day.
CREATE TABLE set_aside (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    shop BYTEA NOT NULL,
    household BYTEA NOT NULL,
    asked_by TEXT NOT NULL,
    note TEXT NOT NULL,
    for_day BIGINT NOT NULL,
    made_on BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    points BIGINT NOT NULL,
    state TEXT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, shop) REFERENCES shop (county, id)
);
CREATE INDEX set_aside_open ON set_aside (county, shop, state, for_day);

CREATE TABLE set_aside_line (
    county BIGINT NOT NULL,
    set_aside BYTEA NOT NULL,
    line BIGINT NOT NULL,
    goods BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    quantity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    PRIMARY KEY (county, set_aside, line)
);

-- A day signed off: after it, slips of the day are reversed by two, no longer cancelled by one.
CREATE TABLE day_close (
    county BIGINT NOT NULL,
    shop BYTEA NOT NULL,
    day BIGINT NOT NULL,
    at BIGINT NOT NULL,
    slips BIGINT NOT NULL,
    points BIGINT NOT NULL,
    pieces BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    witness TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (county, shop, day)
);
