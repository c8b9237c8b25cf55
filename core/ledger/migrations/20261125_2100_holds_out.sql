-- How many holds are out is asked every few seconds: those that are settled, nearly all, are left out.
CREATE INDEX ledger_hold_out ON ledger_hold (county, id) WHERE left_over > 0;
