-- A whole county's deeds of a state, the latest day in front, without sorting all of them.
CREATE INDEX deed_of_state_day ON deed (county, state, done_on, recorded_at);
