# Evidence of deeds: who may record, photos, deeds that come late
deed-not-theirs = This rule is recorded by the { $recorder }; that is up to: { $roles }. Ask them to record it, or choose another rule.
deed-late-reason = Why it comes late
deed-late-reason-hint = That month has had its meeting. Say why this is recorded only now; the next meeting will see it.
deed-late-without-reason = That month has had its meeting. Please say why this comes late.
deed-late = late
deed-late-next = That month has had its meeting; the next one appraises this deed.
deed-photos = Photos
deed-photos-hint = May be left out. Up to { $max }, each of at most 20 MB. Where they were taken is not kept.
deed-photo-of = Photo { $number }
deed-did-photo-added = added a photo
evidence-missing-photo = photo still missing
evidence-missing-certificate = certificate still missing, a photo of it will do
evidence-missing-list = list still missing, a photo of it will do
photo-add = Add the photos
photo-again-word = Photos:
photo-again = please choose them again; everything else was kept.
photo-choose = No photo was chosen. Choose one first, then press “Add the photos”.
photo-enough = A deed has at most { $max } photos, and this one has them.
photo-too-late = This deed now stands at “{ $state }”, so no photo can be added. Tell the meeting if there is new evidence.
photo-not-recorder = Photos are added by whoever recorded the deed.
photo-too-many = { $has } photos were chosen; a deed has at most { $max }. Please choose fewer.
photo-large = “{ $name }” has { $megabytes } MB; a photo has to be below { $max } MB. Take a smaller one, or send a screenshot of it.
photo-pixels = “{ $name }” has too many pixels. Please set the camera to fewer and take it again.
photo-telephone = “{ $name }” is a { $what } photo, which cannot be opened here. Choose “most compatible” (JPEG) in the phone's camera settings and take it again, or send a screenshot of it.
photo-document = “{ $name }” is a { $what } file and no photo. Please take a photo of it and send that.
photo-film = “{ $name }” is { $what }; only photos are taken here. Send a screenshot of it, or take a photo.
photo-format = “{ $name }” is a { $what } file, which cannot be opened here. Please send a JPEG or PNG photo.
photo-none = “{ $name }” is not a photo. Please send a JPEG or PNG photo.
photo-empty = “{ $name }” is empty. Please choose a photo again.
photo-damaged = “{ $name }” cannot be opened; it may be damaged. Please take another one.
photo-not-stored = The photo could not be stored. Please try again in a while, or leave the photo out.
done-photo-added = The photos were added.

# A list pasted in
paste-title = Paste a list
paste-explain = A list from a school or the HR station, copied from a spreadsheet, a person on each line. It is looked up first; nothing is recorded before you have seen it.
paste-place = Where the list is from
paste-whole-township = { $township } (whole township)
paste-choose = Change place or day
paste-no-rules = No rule of that day can be recorded from a list by you
paste-no-rules-ask = Choose another day, or ask the township about the rules. What needs a witness, or points set by the meeting, is recorded one at a time.
paste-source = Who sent the list
paste-source-hint = Such as “Cuiping school, list of 6 January”. It will stand on every deed.
paste-late-reason = Why it comes late
paste-late-reason-hint = Only when that month has had its meeting.
paste-lines = The list
paste-lines-hint = A person on each line: name, head or code of the household, note. Blanks, commas or columns of a spreadsheet between them. Up to 500 lines at a time.
paste-empty = No list was pasted.
paste-too-many = Up to { $max } lines at a time; there are { $has }. Please paste them in parts.
paste-look = Look them up
paste-ready = { $ready } of { $count } lines were found
paste-several = { $count } people of this name; choose one
paste-not-found = Not found. Check how the name and the head are written
paste-not-in-household = Nobody in that household has this name
paste-recorded-before = recorded already
paste-twice = the same person as line { $line }
paste-concerned = your own household or a relative's; somebody else has to record it
paste-what-next = Nothing is recorded yet. “Record those found” records who was found or chosen; the other lines stay in the box to be mended.
paste-record = Record those found
paste-edit = Back to the list
paste-recorded = { $count ->
    [one] { $count } deed was recorded.
   *[other] { $count } deeds were recorded.
}
paste-left = { $count ->
    [one] { $count } line is left below, with the reason.
   *[other] { $count } lines are left below, each with its reason.
}
paste-nothing-left = The whole list is done.
paste-see = See them
paste-not-yet = not reached yet, try again
paste-interrupted = It was interrupted: { $count } recorded so far, the rest is still below and was not recorded. Press again; nothing is recorded twice.

# The register
register-print = Print the register
register-group = Group
register-all-groups = empty: all
register-month = Month
register-button = Print
register-late = late: { $reason }
register-witness = witness { $name }
register-photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
