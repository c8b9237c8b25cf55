-- A sign-in. It names its person, who may live in a household of some book.
CREATE TABLE login (
    id BYTEA NOT NULL,
    name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    home BIGINT NOT NULL,
    person BYTEA,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (name)
);

-- A role at a place until a day: a division's subtree, or something an area keeps, such as a shop.
CREATE TABLE role_grant (
    id BYTEA NOT NULL,
    login BYTEA NOT NULL REFERENCES login (id),
    role TEXT NOT NULL,
    county BIGINT NOT NULL,
    division TEXT NOT NULL,
    place_kind TEXT NOT NULL,
    place BYTEA,
    until_on BIGINT,
    granted_by BYTEA,
    granted_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX role_grant_of_login ON role_grant (login);

-- A person is a relative of a household and therefore not to decide about it.
CREATE TABLE declared_relative (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    person BYTEA NOT NULL,
    household BYTEA NOT NULL,
    from_on BIGINT NOT NULL,
    until_on BIGINT,
    PRIMARY KEY (county, id)
);
CREATE INDEX declared_relative_of_person ON declared_relative (county, person);

-- Who looked at what is masked, and what for. In the book of the person looked at.
CREATE TABLE access_log (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    at BIGINT NOT NULL,
    login BYTEA NOT NULL,
    kind TEXT NOT NULL,
    subject BYTEA NOT NULL,
    what TEXT NOT NULL,
    purpose TEXT NOT NULL,
    PRIMARY KEY (county, id)
);

-- An open browser. The id is the digest of the cookie, so that the table opens nothing.
CREATE TABLE session (
    id BYTEA NOT NULL,
    login BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX session_of_login ON session (login);

-- Failed sign-ins by login and address: a growing wait, over after a quarter of an hour.
CREATE TABLE throttle (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (name, address)
);

-- A form that came after its session had ended, encrypted with a key only its browser has.
CREATE TABLE kept_form (
    id BYTEA NOT NULL,
    login BYTEA NOT NULL,
    path TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
