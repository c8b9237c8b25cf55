# Signing in, permissions, roles
nav-today = Today
nav-logins = Logins

role-group-liaison = Group liaison
role-village-clerk = Village clerk
role-village-supervisor = Village supervisor
role-township-reviewer = Township reviewer
role-county-officer = County officer
role-auditor = Auditor
role-administrator = Administrator

permission-manage-logins = Managing logins is for county officers, township reviewers and administrators.

login-title = Sign in
login-name = Login
login-password = Password
login-button = Sign in
login-wrong = The login or the password is wrong.
login-wait = Too many wrong tries. Please wait { $seconds } seconds, or ask the township to lift the wait.
login-kept = Your sign-in has ended. What you had filled in is kept for an hour; sign in to go on with it.
login-lost = Your sign-in ran out long ago: what you sent was not saved and could not be kept. Please fill it in again after signing in; the way back may still show it.

me-title = My login
me-roles = My roles
me-no-role = No role yet. Please ask the administrator of your township or county.
me-sessions = Devices signed in
me-this-one = this one
me-seen = last used { $when }
me-end = Sign it out
me-change-password = Change the password
me-sign-out = Sign out
done-session-ended = That device is signed out.

password-title = Change the password
password-must = Somebody else set this password. Please change it to one only you know.
password-password = Present password
password-password-new = New password
password-password-new-hint = At least 8 characters; not the login's name, not digits in a row.
password-password-again = The new password once more
password-button = Take the new password
password-short = A password has at least 8 characters.
password-long = A password has at most 128 characters.
password-guessable = This password is too easy to guess. Please take another.
password-differs = The two new passwords differ.
password-wrong = The present password is wrong.
done-password-changed = The password is changed; all other devices are signed out.

kept-title = Go on where you were
kept-explain = You were sending this when the session ended. It is not saved yet:
kept-others = { $n } more entries are not listed; they are sent as they were.
kept-yes = Yes
kept-send = Send it now
kept-forget = Throw it away
kept-no-files = Photos were not kept. Please choose them again after sending.

logins-title = Logins of { $county }
logins-new = New login
logins-empty = There is no login yet. Start with one for the shop's manager and one for its supervisor.
logins-disabled = shut off
logins-waiting = waiting

login-new-title = New login
login-new-name = Login
login-new-name-hint = 2 to 32 letters, digits, dots or hyphens.
login-new-display = Name
login-new-role = Role
login-new-place = Place looked after
login-new-until = Until
login-until-past = That day is over. Write today or a later day; if it should end at once, do not give the role.
login-new-until-hint = Empty means without end. For example 2020-12-31.
login-new-button = Make the login
login-name-odd = A login has 2 to 32 letters, digits, dots or hyphens.
login-name-taken = This login is taken. Please choose another.
login-place-refused = This role cannot be given for this place, or the place is not yours to look after.
login-three-people = Manager, supervisor and reviewer of one shop have to be three people.
login-not-oneself = You cannot shut off your own login.

login-made-title = The login is made
login-made-explain = Hand login and password over in person; the first sign-in asks for a new password. The password is shown only here and only once.
login-made-next = Back to the login

login-grants = Roles
login-until = until { $date }
login-ended = ended
login-end-grant = End this role
login-give-title = Give another role
login-give-button = Give this role
login-waiting-note = After too many wrong tries somebody has to wait with this login.
login-lift = Lift the wait
login-set-password = Set a new password
login-disable = Shut the login off
login-enable = Open it again
done-role-given = The role is given.
done-role-ended = The role has ended.
done-wait-lifted = The wait is lifted; trying again is possible now.
done-login-shut = The login is shut off.
done-login-opened = The login is open again.

checklist-logins = Make a login for the county officer
checklist-logins-hint = The county officer makes the logins of townships and shops.

setting-people-session-hours = Hours without use after which one has to sign in again

reminder-seen = Got it
reminders-label = Reminders
