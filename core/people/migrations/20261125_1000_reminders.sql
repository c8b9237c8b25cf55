-- What a login is to be told of a day. The id follows from login, day and what it is about, so that telling twice is once.
CREATE TABLE reminder (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    login BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    for_day BIGINT NOT NULL,
    text_key TEXT NOT NULL,
    args TEXT NOT NULL,
    href TEXT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (county, id)
);
CREATE INDEX reminder_of_login ON reminder (county, login, seen_at);
