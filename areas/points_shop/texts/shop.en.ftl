# Shops: list, opening, the shop's page, money and points
nav-shops = Shops
nav-shelf = Shelf
role-shop-manager = Shop manager
role-shop-supervisor = Shop supervisor
permission-see-shop = Looking at a shop is for its manager and supervisor, village clerks and supervisors, officers of township and county, and auditors.
permission-open-shops = Opening shops and saying which villages they serve is for officers of township and county.
permission-keep-goods = Keeping the shelf and receiving goods is for the shop manager.
permission-grant-funds = Giving a shop money and points is for county officers.
setting-points-shop-fen-per-point = What one point stands for, in fen (100 is one yuan)

shop-unit-yuan = yuan
shop-between = ,{" "}

shops-title = Shops
shops-new = Open a shop
shops-none = There is no shop yet
shops-none-open = Open one and say which villages it serves; then come goods and points.
shops-none-ask = Shops are opened by officers of township or county. Please ask them.
shop-serves-villages = serves { $villages }
shop-serves-nothing = serves no village
shop-open-today = open today
shop-next-open = next open on { $day }
shop-open-every-day = Open every day
shop-open-on = Open on the { $days } of each month
shop-open-day = { $day }

shop-new-title = Open a shop
shop-new-explain = Its name, where it stands, when it is open, which villages it serves. Open days and villages can be changed later.
shop-new-which = Which shop
shop-name = Name
shop-name-hint = For example “翠屏村爱心公益超市”.
shop-name-taken = A shop of this county has this name already. Please choose another.
shop-village = Village where it stands
shop-phone = Phone
shop-phone-hint = Printed on the price list for complaints. May be left empty for now.
shop-open_days = Open on which days of the month
shop-open_days-hint = For example “5, 20”. Empty means every day.
shop-open-days-odd = Write days of the month, numbers from 1 to 31 with commas between, such as “5, 20”. Leave it empty if the shop is open every day.
shop-serves = Villages it serves
shop-serves-hint = A village has one shop at a time. To move it, take it from its present shop first.
shop-serves-none = Choose at least one village, or nobody can redeem points here.
shop-township-villages = { $township }, { $count ->
    [one] one village
   *[other] { $count } villages
 }
shop-served-by = served by { $shop }
shop-village-taken = { $village } is served by { $shop }. Take it from that shop first, then choose it here.
shop-open-button = Open this shop
done-shop-opened = The shop is open. Next: list goods, receive goods, give it points.

shop-edit-button = Change open days and villages
shop-edit-title = Change { $shop }
shop-edit-explain = Holds from today. Households of a village you take away can no longer redeem here from today.
shop-edit-when = When it is open
done-shop-changed = Changed.

shop-to-counter = To the counter
shop-not-backed-word = Note
shop-not-backed = Money and goods do not back the points already given out; { $points } points are missing. Ask the county for money, or receive goods first.
shop-serves-nothing-yet = It serves no village yet, so nobody can redeem here.
shop-figure-budget = Points it may still give
shop-figure-budget-below = given by the county, not given out yet
shop-figure-outstanding = Points in households’ hands
shop-figure-outstanding-below = all households of its villages together
shop-figure-fund = Money
shop-figure-fund-below = not spent yet
shop-ways = What there is in this shop
shop-way-goods = Shelf
shop-way-goods-what = What there is, at what price, how much is left
shop-way-receipts = Goods received
shop-way-receipts-what = Who gave or sold them, who counted
shop-way-prices = Price list
shop-way-prices-what = Look at it, or print it for the wall
shop-way-today = Today’s sheet
shop-way-today-what = The day’s slips, signed at closing
shop-way-set-asides = Goods set aside
shop-way-set-asides-what = Asked for by phone and not collected yet
shop-way-cards = Points cards
shop-way-cards-what = Make, replace, print a village’s cards
shop-way-funds = Money and points
shop-way-funds-what = What was given, and what it backs
shop-about = About this shop
shop-about-open = Open
shop-about-villages = Villages
shop-about-phone = Phone
shop-no-phone = not written down yet
shop-about-opened = Opened
shop-changes = Who changed what
shop-did-opened = opened
shop-did-changed = changed open days, phone or villages
shop-did-day-closed = signed a day off
shop-did-something = change

# Money and points
funds-title = Money and points
funds-explain = One point stands for { $yuan } yuan. Only as many points can be given as money and goods back.
fund-room = Can still be given
fund-fund = Money
fund-backed = Together they back
fund-outstanding = In households’ hands
fund-budget = The shop may still give
fund-sum = What is backed, less what households hold and what the shop may still give, can still be given.
fund-give-points = Give points
fund-room-hint = At most { $room } points can still be given.
fund-no-room-hint = No points can be given now: give money or receive goods first.
fund-points = Points
fund-reason = Reason
fund-reason-hint = For example “first quarter of 2020”.
fund-points-button = Give to the shop
fund-not-backed = Money and goods back only { $room } more points. Give fewer, or give money or receive goods first.
fund-nothing-backed = Money and goods back no more points; { $short } points are missing. Give money or receive goods first.
fund-give-money = Give money
fund-give-money-hint = Money buys goods.
fund-amount = Yuan
fund-note = Note
fund-note-hint = May be left empty; for example a document number.
fund-money-button = Record this money
fund-points-history = Points given
fund-points-none = No points were given yet.
fund-money-history = Money given
fund-money-none = No money was given yet.
fund-on = Date
fund-source = From
fund-by = Recorded by
done-money-granted = The money is recorded.
done-points-granted = The shop has the points and may give them out.

# Home page
home-low-stock = { $count ->
    [one] kind of goods is running low
   *[other] kinds of goods are running low
 }
home-named = { $names }
home-named-first = { $names } and others
home-set-asides = { $count ->
    [one] set-aside is to be collected
   *[other] set-asides are to be collected
 }
home-set-asides-late = { $names }. Some are past their day and will go back if not collected.
home-set-asides-button = Hand over
home-so-far = Today so far
home-slips = Slips
home-slips-value = { $count }
home-points-redeemed = Points redeemed
home-points-value = { $value } points
home-pieces = Handed out
home-pieces-value = { $count ->
    [one] one piece
   *[other] { $count } pieces
 }

# Steps of setting up
checklist-shop = Open a shop
checklist-shop-hint = Where it stands, when it is open, which villages it serves
checklist-keepers = Logins for the shop’s manager and supervisor
checklist-keepers-hint = Manager, supervisor and reviewer are three people
checklist-goods = List goods with their points prices
checklist-goods-hint = One point is one yuan, to half a point
checklist-receipt = Receive the first goods
checklist-receipt-hint = Two people count and sign
checklist-budget = Give the shop points
checklist-budget-hint = Not above what money and goods back
checklist-cards = Make points cards
checklist-cards-hint = Eight on a sheet of A4
checklist-points = Enter points from old passbooks
checklist-points-hint = Find the household, open its points, enter what the old passbook says; it is signed for
checklist-redemption = The first redemption
checklist-redemption-hint = Choose, sign, print the slip
home-cancelled = { $count ->
    [one] slip was cancelled lately
   *[other] slips were cancelled lately
 }
home-cancelled-latest = Latest: household of { $name }, { $reason }
home-cancelled-button = Look
home-reversals = { $count ->
    [one] reversal waits for your word
   *[other] reversals wait for your word
 }
home-reversals-button = Decide
home-open-today = Today, { $day }, the shop is open
home-open-days = { $days }
home-last-open = { $days } · last open { $day }, { $count ->
    [one] 1 household
   *[other] { $count } households
}
home-recent-slip = Redeemed { $goods }
home-recent-cancelled = Cancelled: { $goods }
