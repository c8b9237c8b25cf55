# Passbook, cards, opening balances, reversals
nav-reversals = Reversals
household-points = Points

permission-see-points = Looking at a household’s points is for shop managers and supervisors, village clerks and supervisors, officers of township and county, and auditors.
permission-issue-cards = Making and replacing cards is for shop managers, village clerks, and officers of township and county.
permission-award-points = Entering points from a paper passbook is for township reviewers and county officers.
permission-propose-reversal = Proposing a reversal is for shop managers, township reviewers and county officers.
permission-confirm-reversal = Confirming a reversal is for shop supervisors, township reviewers and county officers.

## Passbook
passbook-title = Points of { $name }
passbook-address = { $village }, { $group }
passbook-balance = Points now
passbook-held = Set aside, not collected
passbook-owed = Still owed
passbook-owed-note = taken from the next points
passbook-print = Print passbook page { $page }
passbook-to-opening = Enter points from the paper passbook
passbook-lines = What came and went
passbook-date = Date
passbook-why = Reason
passbook-change = Change
passbook-after = Left
passbook-by = By
passbook-number = Book number
passbook-empty = Nothing yet. Points earned and goods redeemed will stand here.
passbook-no-older = There are no older lines.
passbook-pages = Pages
passbook-newest = Newest
passbook-older = Older
passbook-span = { $from } to { $to }
passbook-reverse = Reverse it
passbook-reversal-waiting = reversal proposed, waits for another login
passbook-between = {", "}
passbook-goods = { $name } { $pieces } { $unit }
passbook-redeemed = Redeemed { $goods }
passbook-brought = From the paper passbook: { $reason }
passbook-owed-taken = Paid back what was owed
passbook-set-aside = Set aside until { $day }: { $goods }
passbook-given-back = Set aside until { $day }, not collected, given back
passbook-other = Entry: { $kind }
passbook-by-program = the program

## Card
card-title = Points card of { $name }
card-number = Card
card-alive = in use
card-missing = no card
card-none = This household has no card in use.
card-issued-on = issued { $date }
card-died = { $date } { $reason }
card-make = Make a card
card-print = Print this card
card-replace = Replace the card
card-replace-title = Lost or damaged
card-replace-explain = With the new card the old one stops working at once and the number changes. The points are in the book; none are lost.
card-reason = Why a new card
card-reason-lost = lost
card-reason-damaged = damaged
card-still-alive = Card { $number } of this household still works. Choose why it needs a new one.
card-household-gone = This household is no longer registered; it cannot get a card.
card-none-to-print = This household has no card yet. Make one first, then print it.
card-dead-title = Cards that stopped working
done-card-issued = The card is made. Print it and hand it to the household.

cards-title = Points cards by village
cards-explain = Make cards for households without one, then print them all at once.
cards-households = Households
cards-with = With a card
cards-without = Without
cards-issue = { $count ->
    [one] Make a card for 1 household
   *[other] Make cards for { $count } households
}
cards-print = { $count ->
    [one] Print 1 card
   *[other] Print { $count } cards
}
cards-no-household = No household of this village has been entered yet.
cards-empty-title = No villages yet
cards-empty = Say first which villages this shop serves; then their households can get cards.
done-cards-issued = The cards are made and can be printed.

## Points from the paper passbook
opening-title = Enter the paper passbook of { $name }
opening-explain = Copied from the paper passbook, once. It counts when the household has seen it and signed.
opening-shop = Whose budget it comes from
opening-budget-left = Left in the budget
opening-points = Points in the passbook
opening-points-hint = In half points, 10,000 at most.
opening-reason = On what grounds
opening-reason-hint = For example “2019 passbook, balance on page 3”.
opening-signer = Who signs for the household
opening-signature = The household signs
opening-award = Enter these points
opening-half-points = Half points are the smallest, such as 77 or 77.5.
opening-budget-short = The shop’s budget has only { $left } points left. Ask the county for more, or enter fewer.
opening-already = The paper passbook of this household was entered already; that is done once. If it was wrong, reverse it first.
opening-brought = { $points } points were entered on { $date }.
opening-see-points = See its points
opening-concerned = This is your own household or a relative’s. Another officer has to enter it.
opening-gone = This household is no longer registered; no points can be entered.
opening-no-shop-title = No shop serves this village yet
opening-no-shop = The points come out of a shop’s budget. Open a shop that serves this village first.
opening-to-shops = Open a shop
done-opening-awarded = The points are entered.

## Reversals
reversal-propose-title = Propose a reversal
reversal-back = Back
reversal-what = What to reverse
reversal-household = Household
reversal-points = Points
reversal-why = Reason
reversal-reason = Why it should be reversed
reversal-reason-hint = Say what was wrong; whoever confirms and the household will read it.
reversal-explain = It takes effect when another person confirms. Points and goods then go back where they came from; what was spent already is owed and taken from the next points.
reversal-propose = Propose it
reversal-slip = Slip { $number }
reversal-brought = Points from the paper passbook, { $date }: { $reason }
reversal-proposed-by = Proposed by { $name } on { $when }.
reversal-already = It was reversed already.
reversal-waits = A reversal is proposed already and waits for another person.
reversal-budget-short = { $needed } points have to be given back, and the shop’s budget has only { $left } left. Ask the county to raise the budget first, then confirm.
reversal-concerned = This is about your own household or a relative’s. Another officer has to deal with it.
reversal-concerned-short = stand back
reversal-own = you proposed it; another person has to confirm
reversal-same-login = Whoever proposed it cannot confirm it. Another person has to.
reversal-decided = Somebody dealt with it just now, or the slip was cancelled on its own day. If it still stands below, press “Do not reverse”.
reversal-confirm = Reverse it
reversal-decline = Do not reverse
reversal-answer = Why not
reversal-answer-hint = Whoever proposed it will read this; it stays on record.
reversal-decline-button = Leave it as it stands
reversals-title = Reversals to confirm
reversals-count = { $count ->
    [0] No reversals to confirm
    [one] 1 reversal to confirm
   *[other] { $count } reversals to confirm
}
reversals-explain = Read the reason and ask both sides if need be. Once you agree, points and goods go back where they came from; both entries stay in the book.
reversals-empty = Proposed reversals will stand here.
done-reversal-proposed = Proposed. Another person has to confirm it.
done-reversal-confirmed = Reversed; points and goods went back where they came from.
done-reversal-declined = Not reversed; it stands as it was.

cancellations-title = Slips cancelled on their day
cancellations-explain = The last three months: cancelled the same day by whoever handed over. Ask them if something looks wrong.
cancellations-empty = No slips were cancelled in the last three months.
cancellations-slip = Slip
cancellations-clerk = By
