# Appraisal, notice, objections
nav-notices = Notices
permission-see-rosters = Look at appraisals and notices: liaisons, the village, township, county and auditors may.
permission-enter-objections = Enter an objection for a villager: liaisons, the village and the township may.
permission-answer-objections = Answer objections: the village clerk, the village supervisor and the township may.
setting-trust-notice-masked-on-the-web = Names on the web notice are masked
setting-trust-notice-full-on-the-board = The sheet on the board has full names
setting-trust-objection-days-to-reply = Days within which an objection is answered
setting-trust-objection-days-to-reply-unit = days
setting-trust-complaint-days = Days after its end within which complaints about a notice are taken
setting-trust-complaint-days-unit = days
objection-too-late = This notice came down more than { $days } days ago, so nothing is taken here any more. Go to the township or the discipline inspectors; every line of the passbook can still be looked up.
notice-days = On notice { $from } — { $until }
notice-days-left = { $count ->
    [1] Today is the last day. Anybody may object, without signing in and without a name.
   *[other] { $count } days left. Anybody may object, without signing in and without a name.
}
notice-days-left-staff = { $count ->
    [1] Today is the last day; from tomorrow it is off the web.
   *[other] { $count } days left. Then it is taken off the web, and what nobody objects to can be entered.
}
notice-over = The days are over; it is off the web.
notice-only = Only { $name }.
notice-all = See all
notice-nobody = This name is not on the sheet. Write it as in the household register.
notice-record = Record of the meeting
notice-record-said = { $expected } were expected and { $present } came, more than it takes. Nobody had a say in what concerned their own household or a relative’s, nor counted for it. The full record can be read at the village office.
notice-party = Household head
notice-group = Group { $group }
notice-line-of = No. { $number } { $name }, group { $group }
notice-line-number = No. { $number }
notice-objected = Objected to
notice-parties = { $count ->
    [one] { $count } household.
   *[other] { $count } households.
}
notice-met = The meeting sat on { $day } with { $count } present.
notice-what-is-shown = This sheet has only names, groups and points; after its days it is taken off the web.
notice-object = I object
notice-find-own = Check my household
notice-find-own-hint = Full name of the head
notice-line-moved = One of these was changed and is on notice again elsewhere.
notice-adds = { $heading } (addition { $number })
notice-struck = one taken off
notice-changed = one corrected, on notice anew
notice-again = looked into, on notice anew
notice-gone-title = This sheet has been taken down
notice-gone = When its days are over a sheet is taken off the web. Or the address was copied wrongly: scan the code on the board once more.
notice-gone-ask = To see the sheet as it hung, or to object still, go to the village office. Your own points stand in the passbook and behind the code on your card.
notice-objections = Objections
notice-hangs-at = The sheet hangs at
notice-address = Address on the web
notices-title = Notices
notices-explain = What a meeting passed goes on notice; after its days, and without objection, it is entered.
notices-none = Nothing was on notice yet. After a meeting, put it up from the appraisal’s page.
notices-parties = { $count ->
    [one] { $count } household
   *[other] { $count } households
}
notices-objections = { $count ->
    [one] { $count } objection
   *[other] { $count } objections
}
notices-left = { $count ->
    [one] { $count } day left
   *[other] { $count } days left
}
notices-over = Over
notices-pages = Pages
notices-later = Later
notices-earlier = Earlier
objection-title = I object
objection-explain = Say which household and what is wrong. You need not give a name; if you do, only whoever answers sees it.
objection-over = The days of the notice are over. What you send now is handled as a complaint and answered as well.
objection-line = Which household
objection-what = What is wrong
objection-what-hint = For instance: nobody worked that day; the points are wrong; somebody was left out.
objection-name = Your name
objection-name-hint = May stay empty.
objection-phone = Phone
objection-phone-hint = May stay empty. It helps to check.
objection-send = Send
objection-enter = Enter an objection for a villager
objection-enter-explain = What a villager wrote, said on the phone or in person, in their own words.
objection-way = How it came
objection-way-web = On the web
objection-way-paper = On paper
objection-way-phone = By phone
objection-way-spoken = In person
objection-received-on = Received on
objection-received-on-hint = What came within the days counts as an objection even when entered today.
objection-take = Enter
objection-not-its-day = It must lie after the notice was put up and not after today.
objection-one = Objection
objection-about = Objection about the household of { $name }
objection-complaint = Complaint
objection-is-complaint = This came after the days were over and is answered as a complaint; what is entered already is put right by a reversal.
objection-who = Who objects
objection-anonymous = No name given
objection-hidden = Whoever recorded it does not see who objected
objection-keep-out = You recorded this or look after it, or it is about your own household or a relative’s: somebody else answers.
objection-entries = What it is about
objection-entries-explain = Leave what is right: after the answer it goes on as it was. What is wrong is changed and put on notice again, or taken off. What is to give more than before goes back to a meeting first.
objection-change = Change
objection-strike = Take off
objection-reply = Reply
objection-reply-hint = Whoever objected reads it with the receipt’s number. Say what was looked into and what follows.
objection-answer = Answer
objection-already = Somebody answered it just now.
objection-answered-by = Answered by
objection-days-left = { $count ->
    [0] Due today
    [one] { $count } day left
   *[other] { $count } days left
}
objection-late = Past its reply date
objection-state-open = Waits for an answer
objection-state-kept = Looked into, unchanged
objection-state-changed = Changed, on notice again
objection-state-struck = Taken off
objection-state-answered = Answered
objections-title = Objections and complaints
objections-explain = Each one is answered by its date. Who made it is seen only by those who answer.
objections-tabs = Which ones
objections-open = To be answered
objections-answered = Answered
objections-none = Nothing here.
done-objection-answered = Answered.
objection-receipt-title = Your objection was received
objection-receipt-complaint = The days of the notice were over, so this is handled as a complaint.
objection-receipt-number = Receipt number
objection-receipt-keep = Keep this number. With it you can come back and read the answer.
objection-receipt-received = Received on
objection-receipt-what = What you said
objection-receipt-state = Where it stands
objection-receipt-reply-by = Answer by
objection-receipt-reply = Reply
objection-receipt-back = Back to the notice
entry-state-open = Goes on
entry-state-objected = Objected to
entry-state-returned = Returned
entry-state-failed = Not passed
entry-state-deferred = Put off
entry-state-struck = Taken off
entry-state-done = Done
notice-sheet = On paper
notice-print = Print the sheet
notice-roster = See the appraisal
subject-roster = Appraisal
subject-objection = Objection
did-roster-opened = List settled
did-roster-met = Noted who came
did-roster-passed = Passed together
did-roster-attendance = Corrected who came
did-roster-put-up = Put on notice
did-roster-confirmed = Confirmed
did-objection-complaint = Received after the notice, answered as a complaint
did-objection-received = Received
did-objection-answered = Answered
field-period = Month
field-held-on = Held on
field-present = Present
field-chair = Chair
field-expected = Expected
field-entries = Entries
field-step = Step
field-board = Hangs at
field-lines = Households
field-plus = Plus
field-minus = Minus
field-line = Line
field-way = How it came
field-reply = Reply
