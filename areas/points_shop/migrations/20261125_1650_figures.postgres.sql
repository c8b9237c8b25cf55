-- The village a household lived in when it took goods or brought points: figures of a place go by it, whatever moves later.
ALTER TABLE redemption ADD COLUMN village TEXT NOT NULL DEFAULT '';
ALTER TABLE opening_balance ADD COLUMN village TEXT NOT NULL DEFAULT '';
-- What stands here already gets it once; the guards are set up again right behind this step.
DROP TRIGGER IF EXISTS redemption_no_update ON redemption;
DROP TRIGGER IF EXISTS opening_balance_no_update ON opening_balance;
UPDATE redemption SET village = (SELECT h.village FROM household h WHERE h.county = redemption.county AND h.id = redemption.household);
UPDATE opening_balance SET village = (SELECT h.village FROM household h WHERE h.county = opening_balance.county AND h.id = opening_balance.household);
CREATE INDEX redemption_of_time ON redemption (county, handed_on);
CREATE INDEX opening_balance_of_time ON opening_balance (county, entered_on);
