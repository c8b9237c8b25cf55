-- A list on its way through steps that were frozen when it was opened; several of one period where a meeting met again.
CREATE TABLE roster (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    list_type TEXT NOT NULL,
    place TEXT NOT NULL,
    -- The month it is about, yyyymm.
    period BIGINT NOT NULL,
    version BIGINT NOT NULL,
    steps TEXT NOT NULL,
    -- gathering until all its entries are there, then open.
    state TEXT NOT NULL,
    opened_on BIGINT NOT NULL,
    opened_by BYTEA NOT NULL,
    opened_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, list_type, place, period, version)
);

-- What is listed: a record of some area, the columns as they were shown, and how far it has come.
CREATE TABLE roster_entry (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    number BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject BYTEA NOT NULL,
    -- Whom it is about: nobody decides about the own household or a relative's.
    party BYTEA NOT NULL,
    label TEXT NOT NULL,
    group_label TEXT NOT NULL,
    shown TEXT NOT NULL,
    -- The columns before they were last changed.
    before TEXT,
    doubts TEXT NOT NULL,
    doubtful BOOLEAN NOT NULL,
    -- False where too few would be left to decide once those concerned have stepped aside.
    quorate BOOLEAN NOT NULL,
    step BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- How many outcomes it has had.
    turn BIGINT NOT NULL,
    -- The notice it hangs on or hung on last.
    notice BYTEA,
    PRIMARY KEY (county, id),
    UNIQUE (county, roster, number),
    FOREIGN KEY (county, roster) REFERENCES roster (county, id)
);
CREATE INDEX roster_entry_of_state ON roster_entry (county, roster, step, state, number);
CREATE INDEX roster_entry_of_subject ON roster_entry (county, subject_kind, subject);
CREATE INDEX roster_entry_of_party ON roster_entry (county, roster, party);
CREATE INDEX roster_entry_of_notice ON roster_entry (county, notice, party);
-- What hangs now is little beside what ever hung.
CREATE INDEX roster_entry_hanging ON roster_entry (county, step, notice) WHERE state = 'open' AND notice IS NOT NULL;

-- One click of somebody about one or many entries of a roster.
CREATE TABLE roster_act (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    kind TEXT NOT NULL,
    actor BYTEA NOT NULL,
    on_day BIGINT NOT NULL,
    at BIGINT NOT NULL,
    meeting BYTEA,
    reason TEXT NOT NULL,
    PRIMARY KEY (county, id),
    FOREIGN KEY (county, roster) REFERENCES roster (county, id)
);
CREATE INDEX roster_act_of_roster ON roster_act (county, roster, at);

-- What an act did to an entry.
CREATE TABLE roster_outcome (
    county BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    turn BIGINT NOT NULL,
    act BYTEA NOT NULL,
    step BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (county, entry, turn),
    FOREIGN KEY (county, entry) REFERENCES roster_entry (county, id),
    FOREIGN KEY (county, act) REFERENCES roster_act (county, id)
);
CREATE INDEX roster_outcome_of_act ON roster_outcome (county, act);

-- A meeting that decides about a roster: who was expected, who came and how they signed in.
CREATE TABLE meeting (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    number BIGINT NOT NULL,
    held_on BIGINT NOT NULL,
    chair TEXT NOT NULL,
    expected BIGINT NOT NULL,
    present BIGINT NOT NULL,
    quorum_percent BIGINT NOT NULL,
    recorded_by BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, roster, number),
    FOREIGN KEY (county, roster) REFERENCES roster (county, id)
);

CREATE TABLE meeting_attendee (
    county BIGINT NOT NULL,
    meeting BYTEA NOT NULL,
    number BIGINT NOT NULL,
    -- The person, where the name is one of the register's and nobody else's there.
    who BYTEA NOT NULL,
    name TEXT NOT NULL,
    -- site or paper.
    way TEXT NOT NULL,
    PRIMARY KEY (county, meeting, number),
    FOREIGN KEY (county, meeting) REFERENCES meeting (county, id)
);

-- Who steps aside for an entry: an attendee by name, or a login that may not decide about it.
CREATE TABLE recusal (
    county BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    who BYTEA NOT NULL,
    name TEXT NOT NULL,
    -- Counted among those present, so not counted for this entry.
    attends BOOLEAN NOT NULL,
    PRIMARY KEY (county, entry, who),
    FOREIGN KEY (county, entry) REFERENCES roster_entry (county, id)
);

-- Entries hung out for everybody to see, from the morning of the first day to the evening of the last.
CREATE TABLE public_notice (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    number BIGINT NOT NULL,
    -- notice: objections hold an entry back; announcement: they are complaints.
    kind TEXT NOT NULL,
    from_on BIGINT NOT NULL,
    until_on BIGINT NOT NULL,
    board TEXT NOT NULL,
    masked BOOLEAN NOT NULL,
    put_up_by BYTEA NOT NULL,
    put_up_at BIGINT NOT NULL,
    PRIMARY KEY (county, id),
    UNIQUE (county, roster, number),
    FOREIGN KEY (county, roster) REFERENCES roster (county, id)
);
CREATE INDEX public_notice_of_days ON public_notice (county, until_on);

-- One line of a notice: a party with the sums of its entries, as printed.
CREATE TABLE notice_line (
    county BIGINT NOT NULL,
    notice BYTEA NOT NULL,
    number BIGINT NOT NULL,
    party BYTEA NOT NULL,
    label TEXT NOT NULL,
    group_label TEXT NOT NULL,
    shown TEXT NOT NULL,
    PRIMARY KEY (county, notice, number),
    FOREIGN KEY (county, notice) REFERENCES public_notice (county, id)
);

-- What somebody has against an entry; who it was is seen only by those who answer.
CREATE TABLE objection (
    county BIGINT NOT NULL,
    id BYTEA NOT NULL,
    roster BYTEA NOT NULL,
    notice BYTEA NOT NULL,
    -- objection, or complaint when it came after the last day.
    kind TEXT NOT NULL,
    line BIGINT NOT NULL,
    what TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    -- web, paper, phone or spoken.
    way TEXT NOT NULL,
    receipt TEXT NOT NULL,
    received_on BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    entered_by BYTEA,
    reply_by_on BIGINT NOT NULL,
    -- open, kept, changed, struck or answered.
    state TEXT NOT NULL,
    reply TEXT NOT NULL,
    answered_by BYTEA,
    answered_on BIGINT,
    answered_at BIGINT,
    PRIMARY KEY (county, id),
    UNIQUE (county, receipt),
    FOREIGN KEY (county, notice) REFERENCES public_notice (county, id)
);
CREATE INDEX objection_of_notice ON objection (county, notice, state);
CREATE INDEX objection_of_state ON objection (county, state, reply_by_on);

-- The entries an objection holds back.
CREATE TABLE objection_entry (
    county BIGINT NOT NULL,
    objection BYTEA NOT NULL,
    entry BYTEA NOT NULL,
    PRIMARY KEY (county, objection, entry),
    FOREIGN KEY (county, objection) REFERENCES objection (county, id),
    FOREIGN KEY (county, entry) REFERENCES roster_entry (county, id)
);
CREATE INDEX objection_entry_of_entry ON objection_entry (county, entry);

-- Signed for at the last step: who, in what relation, drawn or on paper.
CREATE TABLE signed_for (
    county BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    act BYTEA NOT NULL,
    who TEXT NOT NULL,
    relation TEXT NOT NULL,
    signature_kind TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (county, entry),
    FOREIGN KEY (county, entry) REFERENCES roster_entry (county, id),
    FOREIGN KEY (county, act) REFERENCES roster_act (county, id)
);
