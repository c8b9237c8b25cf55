-- Balances as of a day: month sums up to the month before, and the postings of the days within it.
CREATE INDEX ledger_posting_of_day ON ledger_posting (county, business_date);
