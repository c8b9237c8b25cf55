-- Where value stands. The balance equals the recount of its lines; no posting may take it below the floor (none: NULL).
CREATE TABLE ledger_account (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    owner_kind TEXT NOT NULL,
    owner BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    unit TEXT NOT NULL,
    floor BIGINT,
    balance BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    CHECK (floor IS NULL OR balance >= floor)
);
CREATE INDEX ledger_account_of_owner ON ledger_account (county, owner_kind, owner, purpose);

-- Last number and head of a book's chain. The row is locked last, so that writers of one book are numbered one after the other.
CREATE TABLE ledger_head (
    county BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    head BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (county)
);

CREATE TABLE ledger_posting (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    business_date BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    cause_kind TEXT NOT NULL,
    cause BYTEA NOT NULL,
    reverses BYTEA,
    text_digest BYTEA,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, seq),
    UNIQUE (county, reverses)
);
CREATE INDEX ledger_posting_of_cause ON ledger_posting (county, cause_kind, cause);

-- Free text stands apart from the chain, which holds only its salted digest, so that a name in it can be corrected.
CREATE TABLE ledger_text (
    county BIGINT NOT NULL,
    posting BYTEA NOT NULL,
    salt BYTEA NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (county, posting)
);

CREATE TABLE ledger_line (
    county BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    line BIGINT NOT NULL,
    account BYTEA NOT NULL,
    amount BIGINT NOT NULL,
    balance_after BIGINT NOT NULL,
    hold BYTEA,
    PRIMARY KEY (county, seq, line)
);
CREATE INDEX ledger_line_of_account ON ledger_line (county, account, seq);

-- What is set aside of an account, for whom and until when; `left_over` equals the recount of the lines that name the hold.
CREATE TABLE ledger_hold (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    account BYTEA NOT NULL,
    held BYTEA NOT NULL,
    holder_kind TEXT NOT NULL,
    holder BYTEA NOT NULL,
    left_over BIGINT NOT NULL CHECK (left_over >= 0),
    expires_on BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    PRIMARY KEY (county, id)
);
CREATE INDEX ledger_hold_of_holder ON ledger_hold (county, holder_kind, holder);

-- What went into and out of an account by month (yyyymm) of the business date.
CREATE TABLE ledger_month (
    county BIGINT NOT NULL,
    account BYTEA NOT NULL,
    month BIGINT NOT NULL,
    came_in BIGINT NOT NULL,
    went_out BIGINT NOT NULL,
    PRIMARY KEY (county, account, month)
);

-- A reversal is proposed by one login and confirmed by another.
CREATE TABLE ledger_reversal (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    posting BYTEA NOT NULL,
    reason TEXT NOT NULL,
    proposed_by BYTEA NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by BYTEA,
    decided_at BIGINT,
    outcome TEXT,
    PRIMARY KEY (county, id)
);
CREATE INDEX ledger_reversal_of_posting ON ledger_reversal (county, posting);
