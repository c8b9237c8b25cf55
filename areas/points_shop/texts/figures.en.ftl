# Figures, the page of a year, a posting of the book
nav-county = { $county }
nav-figures = Figures

figure-households-redeemed = Households that redeemed
figure-households-redeemed-note = At least once this year, each counted once
figure-households-redeemed-definition = Households that took goods at least once in the time, each counted once; they count where they lived on that day, or for a shop when they redeemed at it; slips cancelled or reversed do not count.
figure-household-times = Visits
figure-household-times-note = A household counts each time it came
figure-household-times-definition = Slips of the time, one visit each, by the date on the slip; slips cancelled or reversed do not count.
figure-points-redeemed = Points redeemed
figure-points-redeemed-definition = Points used on the slips of the time, by the date on the slip; slips cancelled or reversed do not count.
figure-value-redeemed = Goods redeemed, in money
figure-value-redeemed-note = At what a point stood for on the day
figure-value-redeemed-definition = The points of each slip times what a point stood for on its day by the setting, rounded half up to a fen slip by slip, then added; slips cancelled or reversed do not count.
figure-goods-cost-redeemed = Cost of goods redeemed
figure-goods-cost-redeemed-definition = Every piece handed over in the time at the unit cost of its lot; pieces nobody put a value on are left out and counted apart.
figure-pieces-redeemed-without-value = Pieces redeemed without a value
figure-pieces-redeemed-without-value-definition = Pieces handed over in the time that came in without a value; their cost is not in the cost of goods redeemed.
figure-points-issued = Points given
figure-points-issued-definition = Points of deeds confirmed after meeting and notice in the time, and points brought from paper passbooks, by the day of confirmation or entry; what was reversed since is taken out of its first day; what went against points owed is counted, deductions are not and stand apart.
figure-points-deducted = Points taken off
figure-points-deducted-definition = Deductions confirmed after meeting and notice in the time, by the day of confirmation, with the part that stood as owed; what was reversed since is taken out of its first day.
figure-points-held = Points in the hands of households
figure-points-held-definition = Points of households at the end of the last day, set-aside ones with them, points owed not taken off; by the village a household is registered in now, or for a shop the villages it served that day. A later reversal counts from the day it was confirmed.
figure-budget-left = Points still to give
figure-budget-left-definition = What the shops may still give at the end of the last day; what is confirmed and being entered is left out. A later reversal counts from the day it was confirmed.
figure-stock-at-cost = Goods on the shelf
figure-stock-pieces-without-cost = Pieces on the shelf without a value
figure-stock-pieces-without-cost-definition = Pieces on the shelf at the end of the last day that came in without a value, set-aside ones with them. A later reversal counts from the day it was confirmed.

figure-source-slips = Source: slips.
figure-source-awards = Source: confirmed meetings and passbooks.
figure-source-book = Source: the book.
figure-source-lots = Source: lots and the book.

figure-row-slip = Slip { $number }
figure-row-household = { $code }, { $count ->
    [one] one visit
   *[other] { $count } visits
 }, first slip
figure-row-goods = Slip { $number }, { $goods }, { $pieces } { $unit }
figure-row-month = Meeting about { $year }-{ $month }
figure-row-brought = From the passbook
figure-row-passbook = Points of { $code }
figure-row-budget = Budget of points
figure-row-lot = { $goods }, { $pieces } { $unit }

year-title = Points shops of { $place }
year-title-village = What { $place } redeemed
year-year = { $year }
year-boundaries = { $count ->
    [one] one township
   *[other] { $count } townships
 } by the boundaries of the time
year-as-of = as of { $day }
year-as-of-frozen = as of { $day }, frozen by { $who } on { $when }
year-print = Print
year-choose = Choose a year
year-ten-thousand-yuan = 10,000 yuan
year-held-of-village = In the hands of the households of this village
year-months = Visits by month
year-months-note = Press a bar to see each visit of that month.
year-bar = Month { $month }: { $times } visits
year-shops = { $count ->
    [one] One shop
   *[other] { $count } shops
 }
year-shop = Shop
year-shop-id = Id of the shop
year-township = Township
year-households = Households
year-issued = Given (points)
year-redeemed = Redeemed (points)
year-left = Budget left
year-left-points = Budget left (points)
year-left-of = Budget in all (points)
year-days = enough for { $count ->
    [one] one day
   *[other] { $count } days
 }
year-definitions = How each figure is counted
year-figure = Figure
year-figure-id = Id
year-number = Number
year-unit = Unit
year-definition = What is counted
year-frozen-value = When frozen
year-month = Month
year-times = Visits
year-freeze = Freeze the figures of { $year }
year-freeze-note = A frozen year keeps its figures as they are. When something is entered late or reversed afterwards, the page says what they were, what they are, and which records made the difference. A year is frozen once.
year-unreadable = Years are written 2019.
freeze-refused-not-over = This year is over on { $day }; freeze it then.
freeze-refused-nothing = Nothing was recorded in { $year }: every figure is 0, so there is nothing to freeze. See whether it is the year you mean.
freeze-refused-moved = Something was entered while you looked, and the figures moved. Look once more, then freeze.
freeze-refused-already = This year was frozen on { $when }; it is not frozen again.
done-figures-frozen = Frozen. Later changes will be marked.

posting-title = Posting { $seq } of the book
posting-reversal-of = Reversal: { $what }
posting-cancel-of = Cancelled: { $what }
posting-taken-back-reversal = This was reversed later; see the reversal
posting-taken-back-cancel = This was cancelled on its own day; see that posting
posting-takes-back-reversal = This reverses another posting; see it
posting-takes-back-cancel = This cancels another posting; see it
posting-date = Business date
posting-recorded = Recorded
posting-actor = By
posting-by-program = the program
posting-lines = What moved
posting-account = Account
posting-owner = Whose, of what
posting-amount = Change
posting-after = Balance after
posting-proof = How to check that nobody changed it
posting-proof-explain = Each posting is chained to the one before; if any is changed, the head no longer fits. Note this line and run it on the server at any time, or check an export of the book yourself.
posting-leaf = Hash of this posting
posting-head = Head (up to posting { $seq })
subject-confirmation = confirmed meeting
subject-household-points = Points of a household
account-household-points = Points of a household
account-household-points-held = Points set aside
account-household-owed = Points owed
account-household-owed-counter = Counter-account of what is owed
account-shop-fund = Money of the shop
account-shop-budget = Points the shop may give
account-shop-held = Points confirmed and being entered
account-shop-redeemed = Points that came back
account-shop-handed-out = Goods handed out
account-shop-difference = Stock-take differences
account-shop-scrapped = Goods scrapped
account-lot-shelf = Goods on the shelf
account-lot-shelf-held = Goods set aside
account-county-issue = Points issued by the county
account-outside-source = From outside
account-another = Another account
