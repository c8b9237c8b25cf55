# Stock-takes, scrapping, lots, expiry and supply
stocktakes-title = Stock-takes
stocktakes-explain = The shelf is counted lot by lot and signed for by two; then book and shelf agree.
stocktakes-none = Nothing counted yet
stocktakes-none-do = Count once a month, two together.
stocktake-begin = Begin a stock-take
stocktake-resume = Go on counting
stocktake-day = Day
stocktake-title = Stock-take
stocktake-under-way = under way
stocktake-counter = Counted by
stocktake-witness = Second person
stocktake-witness-hint = Not one of those who counted.
stocktake-ended-by = Recorded
stocktake-lots = Lots
stocktake-differing = Differ
stocktake-missing = Too few (pieces)
stocktake-missing-all = Too few
stocktake-surplus = Too many (pieces)
stocktake-surplus-all = Too many
stocktake-agrees = agrees
stocktake-differs = { $count ->
    [one] { $count } lot differs
   *[other] { $count } lots differ
 }
stocktake-progress = { $done } of { $all } lots on the shelf counted
stocktake-explain = Write how many pieces stand on the shelf. What is kept for somebody is not on the shelf and not counted. You may save and go on later; goods can be handed out meanwhile.
stocktake-shelf = On the shelf
stocktake-empty-lots = Found although the book has none
stocktake-short-by = { $n } { $unit } too few
stocktake-over-by = { $n } { $unit } too many
stocktake-expires = expires { $day }
stocktake-from = { $source }, { $day }
stocktake-book = book: { $n } { $unit }
stocktake-held = { $n } { $unit } kept for somebody
stocktake-left-since = { $n } { $unit } left since it was counted, no difference
stocktake-came-since = { $n } { $unit } came since it was counted, no difference
stocktake-count = Pieces counted
stocktake-why = Why it differs
stocktake-save = Save for now
stocktake-second = The second person
stocktake-second-hint = The first one is you, { $name }; the button below is your signature.
stocktake-signature = Signature of the second person
stocktake-finish = Both have counted, enter it
stocktake-stop-title = Stop this stock-take
stocktake-stop-note = What was counted is dropped, the book stays as it is.
stocktake-stop = Stop it
stocktake-nothing = Nothing is on the shelf, so there is nothing to count.
stocktake-not-counted = This lot is not counted yet. Write how many pieces stand there, 0 if none.
stocktake-unexplained = { $goods }: the count differs from the book. Write why, for instance “two bags gnawed by mice”.
stocktake-count-again = More left since than was counted. Please count this lot again.
stocktake-look-again = This page is old; the book now has { $book } { $unit }. Look at the shelf again and press once more.
stocktake-left-meanwhile = { $n } { $unit } left since this page was opened; the book now has { $book } { $unit }. Look at the shelf again and press once more.
stocktake-came-meanwhile = { $n } { $unit } came since this page was opened; the book now has { $book } { $unit }. Look at the shelf again and press once more.
stocktake-witness-same = { $name } counted. The second person must be somebody else.
stocktake-ended = This stock-take has ended; below is what was signed. To count again, begin a new one.
stocktake-still-counted = Still being counted; it shows once it is signed.
stocktake-was-stopped = This one was stopped; the book stayed as it was.
stocktake-book-then = Book when counted
stocktake-counted = Counted
stocktake-difference = Difference
stocktake-print = Print
done-stocktake-saved = Saved. You can go on counting.
done-stocktake-finished = Done. Book and shelf agree.
done-stocktake-stopped = Stopped. The book stayed as it was.

scraps-title = Scrapped goods
scraps-explain = What expired, broke or was lost leaves the shelf once two have seen it and signed.
scraps-none = Nothing scrapped yet
scrap-new = Scrap goods
scrap-new-explain = What is scrapped can no longer be handed out; the book keeps it as scrapped.
scrap-what = Which lot, how many
scrap-lot = Which lot
scrap-of-lot = { $goods }, { $source }, { $n } { $unit } on the shelf
scrap-lot-empty = Nothing of this lot is on the shelf any more. Choose another.
scrap-quantity = Pieces
scrap-reason = Why
scrap-reason-expired = expired
scrap-reason-broken = broken
scrap-reason-spoiled = damp, mouldy, gnawed
scrap-reason-lost = lost
scrap-reason-sent-back = sent back to whoever delivered it
scrap-note = A word more
scrap-note-hint = May stay empty.
scrap-witness = Who saw it too
scrap-on = Day
scrap-do = Both have seen it, scrap
scrap-too-many = Only { $left } pieces of this lot are on the shelf.
scrap-other-content = This form has scrapped something else already. Open “Scrap goods” again.
done-scrapped = Scrapped.

lot-title = Lot
lot-link = where it came from and where it went
lot-scrap = Scrap
lot-came-in = Came in
lot-out = Handed out
lot-reached = { $count ->
    [one] to { $count } household
   *[other] to { $count } households
 }
lot-lost = Scrapped
lot-no-difference = no stock-take differed
lot-short = { $n } { $unit } too few when counted
lot-over = { $n } { $unit } too many when counted
lot-left = On the shelf
lot-none-held = nothing kept for anybody
lot-moves = Where it went
lot-on = Day
lot-what = What
lot-shelf = Shelf
lot-held = Kept
lot-after = Left on the shelf
lot-newest = Back to the latest
lot-older = Earlier
lot-counts-only = Here are counts only, not to which household it went.
lot-from = Where it came from
lot-cost-invoice = by invoice
lot-cost-appraised = appraised
lot-cost-none = nobody put a value on it
lot-value = Worth of what is left
lot-receipt = The receipt
lot-received = Came in
lot-handed-out = Slip { $number }
lot-collected = Collected, slip { $number }
lot-taken-back = Returned from slip { $number }
lot-set-aside = Set aside
lot-given-back = Not collected, back on the shelf
lot-stock-take = Stock-take
lot-scrapped = Scrapped
redemption-from = from { $source }

supply-title = Supply and expiry
supply-pace = At the pace of those of the last { $pace } days on which there were any, or before they ran out; enough for the next { $cover } days
supply-print = Print what to ask for
supply-wanted = To ask for: { $count }
supply-wanted-none = There is enough of everything.
supply-minimum = Minimum
supply-went = Handed out
supply-how-long = How long
supply-ask = Ask for
supply-lasts = { $days ->
    [one] lasts { $days } day
   *[other] lasts { $days } days
 }
supply-no-pace = nobody took any
supply-expiring = Expiring soon: { $count }
supply-expiring-explain = Warned of from { $days } days before the last one. What has expired is not handed out; two look at it and scrap it.
supply-expiring-none = Nothing expires soon.
supply-expiring-caption = Lots that expire soon
supply-expired = { $days ->
    [one] expired { $days } day ago
   *[other] expired { $days } days ago
 }
supply-last-day = expires today
supply-days = { $days ->
    [one] { $days } day left
   *[other] { $days } days left
 }
supply-all = How long each lasts
setting-points-shop-expiry-days = Days before the last one from which on a lot is warned of
setting-points-shop-expiry-days-unit = days
setting-points-shop-pace-days = Days back over which the pace is reckoned
setting-points-shop-pace-days-unit = days
setting-points-shop-cover-days = Days ahead for which goods are asked for
setting-points-shop-cover-days-unit = days

shop-way-supply = Supply and expiry
shop-way-supply-what = What runs low, what expires, how much to ask for
shop-way-stock-takes = Stock-takes
shop-way-stock-takes-what = Monthly, two together, every difference explained
shop-way-scraps = Scrapped goods
shop-way-scraps-what = What expired or broke, seen by two

subject-stock-take = Stock-take
subject-scrap = Scrapped goods
did-begun = Begun
did-counted = Counts saved
did-finished = Signed and entered
did-stopped = Stopped
did-scrapped = Scrapped
field-differing = Lots that differ
value-reason-expired = expired
value-reason-broken = broken
value-reason-spoiled = damp, mouldy, gnawed
value-reason-sent-back = sent back

receipt-print = Print the hand-over list
home-expiring = { $count ->
    [one] lot expires soon
   *[other] lots expire soon
 }
home-expired = { $count ->
    [one] expired lot is still on the shelf
   *[other] expired lots are still on the shelf
 }
home-expiring-first = { $goods }, expires { $day }
home-expiring-button = Look
home-stock-take-open = stock-take is not finished
home-stock-take-open-button = Go on
home-stock-take-due = stock-take of this month is due
home-stock-take-due-button = Count
home-goods = Goods
home-goods-wanted = To ask for
home-kinds-value = { $count ->
    [one] { $count } kind
   *[other] { $count } kinds
 }
home-lots-expiring = Expiring soon
home-lots-value = { $count ->
    [one] { $count } lot
   *[other] { $count } lots
 }
home-last-stock-take = Last stock-take
home-no-stock-take = none yet
home-day-value = { $day }

late-title = Enter a slip written by hand
late-link = Enter a slip written by hand on an earlier day
late-explain = A slip written by hand while there was no power or network is entered as it stands. Points and goods count on that day, at the prices of that day; if it was signed off, its sheet says what came later. What a stock-take since found missing comes off that difference and does not leave the shelf a second time.
late-paper = The slip
late-day = Day of the slip
late-paper-number = Number of the slip
late-paper-number-hint = Whoever collected signed on this paper.
late-reason = Why it comes late
late-reason-hint = For instance “no power that day”.
late-what = What was taken
late-what-hint = Leave the rows you do not need.
late-goods = Goods
late-quantity = Pieces
late-price = now { $points } points
late-nothing = Fill one row at least: goods and pieces.
late-enter = Enter it
late-not-earlier = Today’s go over the counter; here only earlier ones.
late-before-opening = The shop opened on { $day }. Write a later day.
late-too-long = Too long ago; the earliest day is { $day }. Ask the township about earlier ones.
late-paper-used = This number was entered before. See whether it is the same slip.
late-concerned = This is your own household or a relative’s. Somebody else enters it.
late-not-served = The household did not belong to this shop that day.
late-too-many = Only { $n } { $unit } of { $name } could be taken that day.
late-said = Entered late: paper { $paper }, { $reason }. Entered on { $day }
late-chip = entered late
done-entered-late = Entered; it counts on its own day.
did-entered-late = Entered late
field-paper-number = Number of the paper
setting-points-shop-late-days = Days after which a slip written by hand is entered at most
setting-points-shop-late-days-unit = days
redemption-reversed = Reversed
today-changed-word = Changed since it was signed:
today-changed-since = { $slips } slips, { $points } points when signed; { $late } entered later, { $reversed } reversed.
home-unsigned = { $count ->
    [one] day nobody signed off
   *[other] days nobody signed off
}
home-unsigned-first = The first is { $day }
home-unsigned-button = Sign it
counter-lots = From which lot
counter-lot-first = What expires first
counter-lot = came { $day }, { $n } { $unit } left

shop-backing = What stands behind the points
shop-budget-weeks = { $weeks ->
    [one] At the pace of the last eight weeks the budget lasts { $weeks } week
   *[other] At the pace of the last eight weeks the budget lasts { $weeks } weeks
 }
shop-budget-dry = Ask the county for a budget before the next appraisal.
shop-budget-no-pace = No points were given in the last eight weeks, so nobody can say how long the budget lasts.
scrap-reason-returned = came back no good
value-reason-returned = came back no good
reversal-confirm-scrapped = Confirm; the goods are no good, scrap them
shop-budget-year = At the pace of the last eight weeks the budget lasts more than a year
home-supply-button = See what to ask for

late-list-title = Slips entered late
late-list-explain = Written by hand, entered afterwards as they stand.
late-list-none = Nothing was entered late.
late-entered = Entered
shop-way-late-slips = Slips entered late
shop-way-late-slips-what = Written by hand without power or network, entered afterwards
home-late = { $count ->
    [one] slip written by hand was entered late
   *[other] slips written by hand were entered late
 }
home-late-latest = { $name }: { $reason }
home-late-button = Look
