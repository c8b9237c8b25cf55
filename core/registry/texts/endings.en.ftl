# Moved away, merged, back again
permission-end-households = Recording that a household moved away or was merged is for officers of township and county.
end-title = Moved or merged
end-explain = First see what will happen, then confirm. A mistake is put right by recording that it is taken back.
end-reason = What happened to the household
end-reason-moved = Moved away: everybody has left
end-reason-died-out = Nobody left: no member is alive
end-reason-merged = Merged into another household
end-other = Into which household
end-other-hint = Only for a merger: name, pinyin initials or code of the other household.
end-successor = Which one
end-from = No longer there from
end-from-hint = No deeds are recorded for it from that day on; it cannot be a day to come.
end-note = Note
end-note-hint = For example the number of the removal paper. May stay empty.
end-look = See what will happen
end-foretold-title = This is what will happen
end-foretold-members = { $count ->
    [one] One person goes
   *[other] { $count } persons go
 } over to the household of { $name } ({ $code }), which is found by their names as well.
end-foretold-lists = From { $day } on it is left out of rounds and redemptions; deeds of earlier days can still be recorded.
end-foretold-merged-lists = Deeds from { $day } on are recorded for that household; earlier ones still for this one, and their points go to that one.
end-relations = What they are to the new head
end-confirm = Record this
end-change = Go back and change
end-refused-other-content = This form was used for something else already. Please open the page again.
end-refused-already = The household has not been there since { $day }.
end-refused-concerned = This is your own household or a relative’s; another officer has to record it.
end-back-elsewhere = The household it was merged into lies outside what you are in charge of, and its points would move. Please ask the county officer.
end-refused-ahead = It cannot be a day to come; record it on that day.
end-refused-before = The household was entered as of { $day }; the day has to come after that.
end-refused-no-successor = Please say which household it is merged into.
end-refused-itself = A household cannot be merged into itself; name another one.
end-refused-not-there = The household of { $name } is not there on that day; name one that is.
end-refused-none-found = No other household found for “{ $typed }”. Try another character, the pinyin initials, or the code.
end-refused-several = Several households fit; choose one.
done-household-ended = Recorded.

back-title = Take it back, as if it had always been there
back-explain = For a mistake, or when they came back: afterwards the household counts as if it had always been there; the record stays in the history.
back-why = Why it is taken back
back-why-hint = For example “wrong household” or “came back on 2020-01-07”.
back-confirm = Take it back
back-refused-not-ended = The household has not moved away, or that was taken back already.
back-refused-successor-ended = The household of { $name } is no longer there itself; take that back first.
back-refused-head-elsewhere = The head lives in the household of { $name } ({ $code }) by now; record there first that they left.
done-household-back = Taken back; the household counts as if it had always been there.

ended-moved = Moved away on { $day }.
ended-died-out = Nobody is left since { $day }.
ended-merged = Merged on { $day } into the household of { $name } ({ $code }).
ended-short-moved = gone since { $day }
ended-short-merged = merged on { $day } into { $name }’s
ended-see-successor = To the household of { $name }
ended-way-back = A mistake? Take it back
household-took-in = The household of { $name } ({ $code }) was merged into this one.
household-gone-refused = The household moved away or was merged, so members and relatives no longer change. If they have to, take that record back first.

subject-household-end = Moved or merged
did-household-ended = Recorded as moved or merged
did-household-took-in = Took another household in
did-household-came-back = Took back that it moved or merged
field-ending = What was recorded
field-into = Merged into
field-household = Household
value-ending-moved = moved away
value-ending-died-out = nobody left
value-ending-merged = merged into another
value-ending-back = taken back
