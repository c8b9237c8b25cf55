-- What a shop gave in a month.
CREATE INDEX award_of_shop ON award (county, shop, confirmed_on);
-- What came in, by shop and by paper.
CREATE INDEX goods_receipt_of_shop ON goods_receipt (county, shop, received_on);
CREATE INDEX lot_of_receipt ON lot (county, receipt);
CREATE INDEX fund_grant_of_shop ON fund_grant (county, shop, granted_on);
CREATE INDEX budget_grant_of_shop ON budget_grant (county, shop, granted_on);
-- Every card a household had.
CREATE INDEX card_of_household ON card (county, household, number);
