# Appraisal, notice, confirmation
nav-appraisals = Appraisal
permission-hold-appraisal = Hold appraisals and put notices up: the village clerk and the village supervisor may.
permission-review-appraisal = Review appraisals: the township may.
permission-confirm-points = Confirm points after their notice: the village clerk, the village supervisor and the township may.
setting-points-shop-quorum-percent = More than so many of a hundred expected must come to an appraisal
setting-points-shop-representatives = How many representatives a village has (expected at an appraisal)
setting-points-shop-notice-days = For how many days points are on notice
setting-points-shop-township-review = The township reviews an appraisal before it goes on notice
list-points-month-title = { $place }: points of { $year }-{ $month } on notice
column-points-plus = Plus
column-points-minus = Minus
column-points-net = This month
column-points-balance = Before
notice-sum-points-plus = Plus { $sum } points.
notice-sum-points-minus = Minus { $sum } points.
notice-board = Where the sheet hangs
notice-board-hint = For instance: the board of the village committee.
notice-put-up = Put on notice
done-notice-put-up = It is up, on the web too. Print the sheet and hang it.
appraisals-title = Appraisal
appraisals-explain = Checked deeds are appraised once a month and village; passed and through their notice they are entered.
appraisals-waiting = Waiting for a meeting
appraisals-none-waiting = Nothing waits. Deeds are recorded and checked first.
appraisals-waiting-of = { $village }: checked deeds up to { $month }
appraisals-waiting-hint = Open it when the meeting sits: the list is then settled; what is checked later comes to the next one.
appraisals-open = Open the appraisal
appraisals-recent = The last six months
appraisals-none = None yet.
done-appraisal-nothing = Nothing waits for an appraisal.
appraisal-odd-month = This month cannot be. Please press “Open the appraisal” in the list.
appraisal-month = { $year }-{ $month }
appraisal-version = No. { $number }
appraisal-entries-count = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
appraisal-objected-count = { $count } objected to
appraisal-title = { $village }: appraisal of { $month }
appraisal-stage-gathering = List not complete
appraisal-stage-appraise = To be appraised
appraisal-stage-review = To be reviewed
appraisal-stage-notice = On notice
appraisal-stage-decide = Ready to confirm
appraisal-stage-objected = Objected to
appraisal-stage-returned = Returned
appraisal-stage-done = Done
appraisal-step-record = Recorded
appraisal-step-check = Checked
appraisal-step-appraise = Appraisal
appraisal-step-review = Township review
appraisal-step-notice = On notice for { $days } days
appraisal-step-confirm = Entered
appraisal-gathering = The list is not complete yet; go on, nothing is taken twice.
appraisal-go-on = Go on
appraisal-open-line = { $count } entries, { $together } checked and without doubt can pass together;
appraisal-one-by-one = { $count } are looked at one by one.
appraisal-waits-meeting = The village’s meeting has not sat yet.
appraisal-doubtful = To be looked at one by one
appraisal-who-recorded = Recorded by
appraisal-decision = Decision
appraisal-rule = rule { $number }
appraisal-witness = witness { $name }
appraisal-counts = { $claimed }, counts { $counts }
appraisal-before = Before: { $title } { $points }
appraisal-own = Your own household’s or a relative’s: please step aside. { $names } takes this one.
appraisal-more = There are more
appraisal-first = From the start
appraisal-print-minutes = Print the minutes
appraisal-to-review = { $count } entries wait for your review. Pass what is without doubt, return the rest with a reason.
appraisal-waits-review = Sent to the township, which reviews it.
appraisal-to-hang = { $count } entries passed and can be put on notice.
appraisal-hangs = On notice until the evening of { $until }, { $count } days left.
appraisal-hung = The days of the notice are over.
appraisal-see-notice = See the notice
appraisal-returned = Returned by the township
appraisal-returned-hint = Open it for the reason, mend it and hand it in again.
appraisal-confirmed = Entered
appraisal-budget = Budget
appraisal-budget-line = Gives out { $plus } points, the budget has { $left } left
appraisal-budget-short = { $missing } points short, cannot be entered
appraisal-so-far = How far it is
appraisal-all-entries = See every entry
appraisal-no-entries = None.
tally-passed = Passed
tally-failed = Not passed
tally-deferred = Put off
tally-objected = Objected to
tally-returned = Returned
tally-struck = Taken off
tally-confirmed = Entered
doubt-veto = Veto
doubt-note = Noted only
doubt-deduction = Deduction
doubt-range = The meeting sets the points
doubt-cap = Over the cap
doubt-evidence = Evidence is missing
doubt-late = Of an earlier month
doubt-again = Before a meeting again
doubt-returned = Returned and mended
doubt-changed = Changed after an objection
doubt-quorum = Too many step aside, too few are left
meeting-who-came = Who came
meeting-who-came-hint = With the names, everybody steps aside for their own and their relatives’ households.
meeting-held-on = Held on
meeting-expected = How many were expected
meeting-chair = Chaired by
meeting-names-site = Signed in on the spot
meeting-names-site-hint = One a line, or with commas between.
meeting-names-paper = Signed in on paper
meeting-names-paper-hint = Whoever signed the sheet. May stay empty.
meeting-note = Note who came
meeting-print-sheet = Print the sign-in sheet
meeting-expected-few = At least { $least } are expected, as the settings say. If there are fewer representatives now, have the setting changed first.
meeting-nobody = Write at least one who came.
meeting-names-odd = Too many names, or one is too long. One a line, at most 40 characters each.
meeting-not-its-day = The day lies neither after today nor more than a month back.
meeting-no-quorum = { $present } came, at least { $least } are needed, so nothing can be decided. Note it when enough are there; the names are kept.
meeting-present = Present
meeting-of-expected = of { $expected } expected
meeting-enough = Enough to decide
meeting-another = Something was changed so that it gives more; only another meeting can decide about it. First note who comes to that one.
meeting-signed-in = Signed in
meeting-ways = { $site } on the spot, { $paper } on paper
meeting-day = Day and chair
meeting-recused = Stepping aside
meeting-recused-of = { $name }: { $labels }
done-meeting-noted = Noted; you can appraise.
meeting-late-site = Forgotten, signed in on the spot
meeting-late-site-hint = Who came and was not written down. One name a line.
meeting-late-paper = Forgotten, signed in on paper
attendance-correct = Who came was noted wrongly
attendance-absent = Tick whoever was not there
attendance-save = Correct it
attendance-nothing = Write who was forgotten, or tick who was not there.
attendance-too-late = The list hangs out or another meeting sat since, so who came to this one can no longer be changed.
attendance-no-quorum = Without them only { $present } came, and it takes { $least }. A meeting with too few does not count; hold another one.
attendance-too-few = Without them too many step aside for { $entries ->
    [one] one entry
   *[other] { $entries } entries
}. First take the decisions below back, then correct who came.
done-attendance-corrected = Who came is corrected.
decision-back = Take the decision back
decision-back-where = A decision clicked wrongly is taken back there and decided again.
done-decision-back = Taken back; it waits for its decision again.
entry-state-confirmed = entered
decision-pass = Pass
decision-fail = Not passed
decision-defer = Put off
decision-points = { $least }–{ $most } points
decisions-all-good = Pass { $count } together
decisions-only-these = Note only the decisions above
decisions-none = No decision is ticked yet. Tick one, or press “Pass together”.
done-decisions-noted = The decisions are noted.
review-pass = { $count ->
    [one] Review passes { $count } entry
   *[other] Review passes { $count } entries
}
review-return = Return
review-reason = Why it is returned
done-review-passed = Reviewed; the village can put it on notice.
done-entry-returned = Returned; the village sees why.
confirm-title = Ready to be entered
confirm-explain = What hung out its days without objection is confirmed by you. It cannot be changed afterwards; a mistake takes a reversal.
confirm-sums = Plus { $plus } points, minus { $minus } points
confirm-counts = { $households } households, { $entries } entries
confirm-button = Confirm and enter
done-points-confirmed = Entered; it stands in every passbook.
confirm-refused-notice-runs = It is still on notice until the evening of { $until }; from the next day it can be entered.
confirm-refused-objected = What is left is objected to; answer that first.
confirm-refused-only-own = What is left is your own household’s or a relative’s: somebody else confirms it.
confirm-refused-just-now = Somebody confirmed it a moment ago; nothing is entered twice. What still hangs out or waits for an answer is confirmed later.
confirm-refused-nothing = Nothing is left to enter; somebody may have confirmed it just now.
confirm-refused-no-shop = No shop serves this village yet, so there is no budget for its points. The township says which shop does.
confirm-refused-budget = { $needed } points would be given, the shop’s budget has { $left } left, { $missing } are missing. Nothing was entered; when the county has added to the budget, press again.
roster-refused-elsewhere = One of them is “{ $state }” by now; somebody was quicker.
roster-refused-concerned = Your own household’s or a relative’s: please step aside.
roster-refused-no-quorum = Nobody was noted as present yet, or too few are left once some step aside.
roster-refused-nothing = Nothing is left to do here; somebody may have done it just now.
form-other-content = This form was used for something else. Please open it again.
deed-state-listed = Appraisal and notice
deed-state-returned = Returned
deed-state-confirmed = Entered
deed-state-reversed = Reversed
deed-did-not-passed = Not passed
deed-did-struck = Objected to, taken off
deed-did-put-off = Put off to the next meeting
deed-did-taken-back = Decision taken back, to be appraised again
deed-did-returned = Returned by the township
deed-did-confirmed = Entered
permission-amend-deeds = Mend what was returned or objected to: liaisons, the village and the township may.
amend-title = Mend and hand in again
amend-reason = Reason:{" "}
amend-why = What you changed and why
amend-why-hint = Whoever reviews or answers reads it.
amend-save = Mended, hand in
amend-not-to-mend = Only what was returned or objected to can be changed. What is entered takes a reversal.
done-deed-amended = Changed. What was sent back or is to give more goes to a meeting again; anything else objected to is put on notice again.
amend-nothing = Nothing was changed. What is right needs no change; just answer the objection.
deed-did-amended = Mended
deed-amend = Mend
deed-way = How far it is
deed-did-listed = Listed for the appraisal
outcome-passed = Passed
outcome-failed = Not passed
outcome-deferred = Put off
outcome-returned = Returned
outcome-amended = Mended
outcome-ended = Notice over
outcome-objected = Objected to
outcome-kept = Looked into, unchanged
outcome-changed = Looked into, changed
outcome-struck = Taken off
outcome-taken-back = Decision taken back
outcome-reconsidered = Looked into and changed, back to a meeting
reversal-deed = “{ $item }”, entered on { $date }
deed-did-reversal-proposed = Reversal proposed
deed-did-reversal-declined = Reversal declined
deed-did-reversed = Reversed
deed-reverse = Propose a reversal
setting-points-shop-budget-weeks = Tell the county when a budget lasts fewer weeks than
home-drafts = { $count ->
    [one] draft not handed in
   *[other] drafts not handed in
}
home-drafts-button = Hand in
home-returned = { $count ->
    [one] deed was returned, to be mended
   *[other] deeds were returned, to be mended
}
home-returned-button = Mend
home-round = { $count ->
    [one] house not checked this month
   *[other] houses not checked this month
}
home-round-of = Round of month { $month }
home-round-button = Check
home-to-check = { $count ->
    [one] deed to check
   *[other] deeds to check
}
home-to-check-oldest = The oldest of { $day }, group { $group }
home-to-check-button = Check
home-meeting-due = { $count ->
    [one] checked deed waits for the meeting
   *[other] checked deeds wait for the meeting
}
home-meeting-due-button = Open
home-sitting = { $count ->
    [one] appraisal half done
   *[other] appraisals half done
}
home-sitting-button = Go on
home-review = { $count ->
    [one] village’s appraisal to review
   *[other] villages’ appraisals to review
}
home-review-button = Review
home-to-hang = { $count ->
    [one] village appraised, not on notice yet
   *[other] villages appraised, not on notice yet
}
home-to-hang-button = Put up
home-notice-ending = { $count ->
    [one] notice ends soon
   *[other] notices end soon
}
home-notice-ending-button = Look
home-ready = { $count ->
    [one] village ready to be entered
   *[other] villages ready to be entered
}
home-ready-button = Enter
home-not-put-up = { $count ->
    [one] village appraised and not on notice
   *[other] villages appraised and not on notice
}
home-not-put-up-button = Which ones
home-objections = { $count ->
    [one] objection to answer
   *[other] objections to answer
}
home-objection-first = { $days ->
    [-1] “{ $what }”, overdue
    [0] “{ $what }”, due today
    [one] “{ $what }”, { $days } day left
   *[other] “{ $what }”, { $days } days left
}
home-objections-button = Answer
home-not-met = { $count ->
    [one] village has not met about last month
   *[other] villages have not met about last month
}
home-not-met-button = Which ones
home-not-confirmed = { $count ->
    [one] village’s points of last month are not all entered
   *[other] villages’ points of last month are not all entered
}
home-budget-dry = weeks until the budget of { $shop } is used up
home-budget-dry-button = Add
home-open = { $count ->
    [one] slip, open today
   *[other] slips, open today
}
home-open-sign = { $shop }: sign it off at closing
home-open-button = See today
reminder-objection = An objection is to be answered by { $day }
reminder-notice-ends = The notice of { $village } ends today
reminder-meeting = { $village } has not held its appraisal this month
paper-how-to-object = Until the evening of { $until } anybody may object: in words or in writing to the village supervisors, or on the web with the code at the right, without a name if you like. It is answered in time.
minutes-together = { $count } entries, checked and without doubt, passed together. One by one:
meeting-way-site = on the spot
meeting-way-paper = on paper
meeting-own-household = own household
meeting-recused-own = { $names }: each for their own household
permission-see-reversals = See all reversals: supervisors, the township, county and auditors may.
all-reversals-title = All reversals
all-reversals-title-hint = Who proposed, who agreed and why: both names.
all-reversals-explain = What was entered and taken back, and what was proposed and declined.
all-reversals-none = Nobody has proposed a reversal yet.
all-reversals-what = What
all-reversals-proposed = Proposed by
all-reversals-decided = Decided by
reversal-outcome-waiting = Waits for a second login
reversal-outcome-confirmed = Reversed
reversal-outcome-declined = Declined
home-all-reversals = { $count ->
    [one] reversal in the last month
   *[other] reversals in the last month
}
home-all-reversals-button = Which ones
home-budget-left = This shop can still give
home-fund = Money behind it
home-yuan-value = { $value } yuan
home-month = Month { $month }
home-given = Given out
home-households = Households
home-households-value = { $count }
home-times = Visits
home-times-value = { $count }
appraisal-stage-to-hang = To be put up
