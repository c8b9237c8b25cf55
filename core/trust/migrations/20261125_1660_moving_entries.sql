-- What has not come to rest is little beside all that was ever listed.
CREATE INDEX roster_entry_moving ON roster_entry (county, roster, state, step) WHERE state IN ('open', 'objected', 'returned');
-- The notices of one roster, by their last day.
CREATE INDEX public_notice_of_roster ON public_notice (county, roster, until_on);
