# The household's side: the page behind the card, the passbook page by page

## The page behind a card's QR code
qr-page-title = Points of household { $name }
qr-page-redeemed = Goods for points
qr-page-brought = Points brought along
qr-page-owed-taken = Paid back what was owed
qr-page-set-aside = Set aside, to be collected
qr-page-given-back = Not collected, given back
qr-page-other = Another entry
qr-page-wrong = If a line looks wrong
qr-page-ask-shop = Ask at { $shop }. The card number { $number } is enough; no name is needed.
qr-page-ask-phone = Or call { $phone }.
qr-page-ask-village = Ask at the village office. The card number { $number } is enough; no name is needed.
qr-page-corrections = What turns out to be wrong is put right by a line of its own; the old line stays where everybody can see it.
qr-page-who-reads = Whoever holds the card reads this page, so the name is not written in full, nor what was taken home or what a deduction was for. If the card is lost, the shop makes a new one; the old card and this page are dead at once. Points become goods, never cash.
qr-page-dead-title = This card is no longer valid
qr-page-dead = This card has not been valid since { $day }.
qr-page-dead-ask = If the household has a new card, use that one. If not, the head of the household can get one at the shop. The points are in the book; none are lost.

## The passbook page by page
passbook-print-earlier = Print an earlier page again
passbook-print-explain = A page has ten lines, counted from the first. The last page is printed again until it is full; then a new one begins.
passbook-page = Page { $page }
passbook-deed = { $item } ({ $day })
