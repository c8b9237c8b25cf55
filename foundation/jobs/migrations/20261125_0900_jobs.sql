-- Work that happens later or again. What is enqueued twice under one key is one job.
CREATE TABLE job (
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    county BIGINT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    first_due_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL,
    leased_until BIGINT,
    last_error TEXT,
    finished_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (kind, county, key)
);
CREATE INDEX job_that_waits ON job (state, due_at);
