-- Who came to a meeting is looked up by name.
CREATE INDEX person_of_name ON person (county, name);
