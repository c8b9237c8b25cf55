# Shelf, receiving goods, price list
category-grain-oil = Grain and oil
category-washing = Washing
category-stationery = Stationery
category-daily = Daily use
category-appliance = Appliances
category-other = Other

goods-title = Shelf
goods-title-count = { $count ->
    [one] One kind of goods
   *[other] { $count } kinds of goods
 } on the shelf{ $low ->
    [0] {""}
   *[other] , { $low } running low
 }
goods-caption = Goods on the shelf, what runs low first
goods-to-prices = See the price list
goods-new = List goods
goods-none = No goods yet
goods-none-add = List some goods with their points price, then receive the first delivery; after that the shop can open.
goods-none-ask = Goods are listed by the shop manager.
goods-number = No.
goods-name = Goods
goods-left = On the shelf
goods-state = State
goods-expires = First to expire
goods-enough = enough
goods-gone = none left
goods-low = fewer than { $minimum }
goods-not-offered = not offered
goods-expired = expired
goods-expires-soon = expires soon
goods-edit = Change
goods-edit-button = Change these goods
goods-per-piece = for one { $unit }
goods-lots = Where they came from
goods-lots-none = Nothing was received yet.

goods-new-title = List goods
goods-edit-title = Change { $name }
goods-what = What it is
goods-how = How it is redeemed
goods-name-hint = For example “大米”.
goods-spec = Size
goods-spec-hint = For example “5 千克”; may be empty.
goods-number-hint = What is typed at the counter.
goods-number-taken = { $name } has this number already. Please choose another.
goods-same-name = Goods of this name are on the list already: number { $number }, { $name }. If you want another one all the same, press once more.
goods-piece_unit = Unit
goods-piece_unit-hint = Bag, bottle, book.
goods-category = Kind
goods-price = Points price
goods-price-hint = Points for one piece, to half a point.
goods-price-zero = The price has to be above 0, such as 2 or 2.5.
goods-price-half = Prices go in steps of 0.5 points, such as 2 or 2.5.
goods-price-high = A price is { $max } points at most.
goods-minimum = Remind below how many pieces
goods-minimum-hint = Write 0 for no reminder.
goods-offered = Can be redeemed
goods-offered-hint = Without the tick it is gone from counter and price list; the records stay.
goods-add = List these goods
done-goods-added = Listed. Receive some next, so that there is something to redeem.
done-goods-changed = Changed. Slips already made stay as they are.

receipts-title = Goods received
receipts-none = Nothing received yet
receipts-none-add = When goods arrive, two people count them together; the second one signs, then they are on the shelf.
receipts-none-ask = Deliveries are recorded by the shop manager.
receipt-new = Receive goods
receipt-new-title = Receive goods
receipt-new-explain = Two people count together; the second one signs, then the goods are on the shelf.
receipt-no-goods = List goods first
receipt-no-goods-add = No goods are listed yet. Write down their names and points prices first.
receipt-where = Where they come from
receipt-way = Way
receipt-way-given = Given
receipt-way-bought = Bought with the shop’s money
receipt-source = From whom
receipt-source-hint = Name of the organisation; known ones are offered.
receipt-on = Date of arrival
receipt-on-future = It cannot be a day to come.
receipt-what = Goods counted
receipt-what-hint = Goods of one kind with different expiry dates take two rows. Leave rows you do not need empty. Goods without a value back no points.
receipt-line = Row { $number }
receipt-goods = Goods
receipt-quantity = Quantity
receipt-cost = Value of one (yuan)
receipt-expires = Expires
receipt-serial = Serial number
receipt-nothing = Fill in at least one row: choose goods and write the quantity.
receipt-cost-missing = For goods that were bought, write what one cost in yuan.
receipt-expires-early = It has to expire after the date of arrival. Expired goods do not go on the shelf.
receipt-more-rows = More goods
receipt-second = The second person
receipt-second-hint = The first one is you, { $name }; the button below is your signature.
receipt-witness = Who counted with you
receipt-witness-same = { $name } is yourself. Somebody else has to count with you.
receipt-photo = Photo of the signed list
receipt-photo-hint = May be left out. Up to 20 MB.
receipt-signature = The second person signs
receipt-again-word = Also
receipt-again = If there was a photo, please choose it again. Everything else was kept.
receipt-receive = Counted: put on the shelf
receipt-fund-short = The shop’s money does not reach: it has { $has } yuan, these goods cost { $wanted } yuan, { $short } yuan are missing. Ask the county for money first, or buy less.
done-goods-received = The goods are on the shelf.
receipt-title = { $source }, { $date }
receipt-still = On the shelf now
receipt-value = Worth of this delivery
receipt-without = { $count ->
    [one] One row has
   *[other] { $count } rows have
 } no value and { $count ->
    [one] is
   *[other] are
 } not counted.
receipt-recorder = Recorded by
receipt-signature-of = Signature of { $name }

prices-title = Price list of { $shop }
prices-of = Prices of { $date }
prices-none = No goods at present
prices-none-why = Goods appear here as soon as they are listed.
prices-low = few left
prices-per = { $points } / { $unit }
prices-end = .{" "}
prices-villages = For { $villages }.{" "}
prices-phone = Complaints: { $phone }.
prices-print = Print the price list
price-rule-goods-only = Points buy goods only. They are no money and cannot be passed on.
price-rule-who = Come with the points card. Family members bring the head’s card and their own identity card.
price-rule-count = Count and sign at the counter, and keep the slip.
price-rule-harmless = Points do not touch low-income support, school or medical care.
receipt-other-content = This form was used for other goods already. Open “Receive goods” anew.
