# History: who, when, from what to what
permission-see-history = Reading who changed what is for everybody who works here; each kind of record also asks for the permission to see it.
history-link = History
history-title = History: { $what }
history-explain = The latest is at the top. What is written here cannot be changed or removed.
history-none = Nothing has been changed yet.
history-by-program = the program itself
history-from-to = { $before } → { $after }
history-gone = { $before } (taken away)
pager-label = Pages
pager-later = Later
pager-earlier = Earlier

subject-login = Login

did-login-made = Login made
did-role-given = Role given
did-role-ended = Role ended
did-password-set = New password set
did-login-opened = Opened again
did-login-shut = Shut off

value-yes = yes
value-no = no
field-name = Name
field-display-name = Name of the person
field-role = Role
field-place = Place
field-until = Until
field-reason = Reason
field-login = Login
field-from = From
field-value = Value
field-scope = Where
field-code = Code
field-village = Village
field-group = Group
field-on = Date
field-points = Points
field-state = State
field-note = Note
field-number = Number

# Sign-ins
permission-see-sign-ins = Reading who signed in is for officers of township and county, and auditors.
sign-ins-title = Sign-ins
sign-ins-title-hint = Who signed in when and with what, and who failed to
sign-ins-explain = Those that worked and those that failed; they cannot be changed.
sign-ins-none = There is no such sign-in.
sign-ins-outcome = How it ended
sign-ins-place = Device and address
sign-in-signed-in = signed in
sign-in-wrong-password = wrong password
sign-in-shut-off = login shut off
log-login = Login
log-from = From
log-until = Until
log-show = Show these
log-who = Who
log-at = When
