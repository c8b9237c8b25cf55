-- What the second login says to a proposal; one that is declined says why.
ALTER TABLE ledger_reversal ADD COLUMN answer TEXT NOT NULL DEFAULT '';
