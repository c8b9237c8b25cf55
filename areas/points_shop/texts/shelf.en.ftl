# Late slips and counts that agree, reversals of stock-takes and scrapping, money and goods behind the points
late-not-open = The shop was not open on that day. Correct the day if it is wrong; if goods were handed out on it, press once more.
late-counted = { $name } was counted on { $day }, and not so much was missing then, so it hardly went before that. Look at day and goods first; if it did go, press once more: the shelf stays as counted, and that count is noted as having found more.
late-handed-over = Written by hand on { $date }, entered by { $clerk } on { $at }
late-off-count = { $goods }, { $n } { $unit }, were gone when the shelf was counted on { $day }; they come off that difference
lot-counted-late = Slip entered late, off the count's difference
lot-counted-late-back = Late slip reversed: the count's difference stands again
lot-stock-take-back = Stock-take reversed
lot-scrap-back = Scrapping reversed
stocktake-told-title = What slips entered late told of since
stocktake-told-late = Slip { $number }, entered late: { $n } { $unit } of { $goods }
reversal-stock-take = Stock-take signed on { $date }
reversal-scrap = { $goods } scrapped on { $date }
reversal-shop = Shop
reversal-pieces = Pieces
reversal-whose = Household or shop
reversal-amount = How much
reversal-differences = { $missing } missing, { $surplus } too many
reversal-explain-goods = It takes effect once another person confirms. Then the book has the pieces it had before; count the shelf again so that both agree.
reversal-counting-now = A stock-take is under way. Finish or stop it, then reverse this.
reversal-counted-since = { $goods } was counted again on { $day }, and the book goes by that count already. To change it, count again.
reversal-gone-since = The { $wanted } pieces of { $goods } found too many have been handed out; only { $left } are left on the shelf, so they cannot go back. Count the shelf again.
stocktake-propose-reversal = Something is wrong: propose to reverse this stock-take
scrap-propose-reversal = Something is wrong: propose to reverse this

figure-stock-at-cost-definition = Goods on the shelf at the end of the last day at the unit cost of their lots, set-aside and expired ones with them; pieces nobody put a value on are left out and counted apart. A later reversal counts from the day it was confirmed.
shop-figure-stock-below = at the unit cost of their lots; what has no value is left out
figure-points-backing = Money and goods behind the points
figure-points-backing-definition = Money in the books of the shops at the end of the last day, and goods on the shelf that are not past their last day at the unit cost of their lots, set-aside ones with them; expired goods and those without a value are left out. A later reversal counts from the day it was confirmed.
figure-row-fund = Money of the shop
shelf-without = { $n } more pieces have no value and are left out.
shelf-expired = Of these, { $yuan } yuan are expired and back no points.
fund-expired = Expired of these
year-backing = { $value } { $unit } in money and goods behind them
year-not-backed = Households hold { $held } points and { $budget } may still be given, worth { $worth } yuan; only { $behind } yuan in money and goods stand behind them, { $short } yuan too little. Give money or goods to the shops that lack them before more points are given.
shop-backing-words = { $outstanding } points are out ({ $held } of them held for goods set aside), worth { $worth } yuan. Behind them stand goods that are not expired worth { $stock } yuan, { $points } points at their prices, and { $fund } yuan in money.
shop-backing-rows = See each of them
home-unbacked = { $count ->
    [one] shop has too little behind its points
   *[other] shops have too little behind their points
 }
home-unbacked-worst = { $names } · the first lacks { $points } points
home-unbacked-button = See the money

supply-gone-since = none left since { $day }
scrap-not-expired = The last day of this lot is { $day }, so it has not expired. If it broke or got lost, choose that.
scrap-no-last-day = No last day was written down for this lot, so it cannot have expired. If it broke or got lost, choose that.
receipt-same-paper = Goods from { $source } were received under paper { $number } at { $shop } on { $day } already. If it is the same paper, do not enter it again; if a long one goes on over two forms, press once more.

setting-repriced = { $slips } slips of { $year }-{ $month }: the value redeemed goes from { $before } to { $after } yuan.
fund-spent = Money spent on goods
fund-spent-receipt = Receipt of goods


today-sign-late-title = Sign this day off late
today-sign-late-note = Two people compare the slips and goods of that day, then sign; today is noted as the day of signing. After that the sheet of { $day } stands; what is still wrong is taken back by proposing a reversal.
today-sign-late = Sign this day off
today-empty-other = Nothing was redeemed on this day.
done-day-signed-late = That day is signed off.
reversal-declined-home = { $count ->
    [one] reversal you proposed was declined
   *[other] reversals you proposed were declined
}
reversal-declined-home-why = { $what }: { $answer }
reversal-declined-home-button = Look
