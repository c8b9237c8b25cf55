-- What a piece of goods cost in points from a day on: a slip written by hand is reckoned at the price of its own day.
CREATE TABLE goods_price (
    county BIGINT NOT NULL,
    goods BYTEA NOT NULL,
    number BIGINT NOT NULL,
    since_on BIGINT NOT NULL,
    price BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (county, goods, number),
    FOREIGN KEY (county, goods) REFERENCES goods (county, id)
);
INSERT INTO goods_price (county, goods, number, since_on, price, at) SELECT county, id, 1, 19000101, price, 0 FROM goods;

-- Pieces of a slip entered late that a stock-take signed since had counted as gone: they come off its difference, not off the shelf.
CREATE TABLE counted_late (
    county BIGINT NOT NULL,
    redemption BYTEA NOT NULL,
    stock_take BYTEA NOT NULL,
    lot BYTEA NOT NULL,
    goods BYTEA NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (county, redemption, stock_take, lot),
    FOREIGN KEY (county, redemption) REFERENCES redemption (county, id),
    FOREIGN KEY (county, stock_take) REFERENCES stock_take (county, id)
);
CREATE INDEX counted_late_of_take ON counted_late (county, stock_take, lot);
