-- What a town or a company gave, without going through every lot of the county.
CREATE INDEX lot_of_donor ON lot (county, donor);
