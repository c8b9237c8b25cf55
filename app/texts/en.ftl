# Set-up and home
setup-title = Set up Xieshou
setup-explain = Nothing is here yet. Make the first administrator and open the books of your counties; a list of steps follows.
setup-code = Set-up code
setup-code-hint = Eight digits in the terminal in which the program was started, in the line “setup code”.
setup-code-wrong = This is not the code in the terminal.
setup-code-renewed = Wrong too often. There is a new code in the terminal.
setup-display = Your name
setup-name = Login
setup-name-hint = What you type to sign in: 2 to 32 letters, digits, dots or hyphens.
setup-password-new = Password
setup-password-new-hint = At least 8 characters; not the login's name, not digits in a row.
setup-password-again = The password once more
setup-book = Books to open
setup-book-hint = One book per county. Choose those kept on this machine; the first one is your own.
setup-book-needed = Choose at least one book.
setup-button = Make the administrator and open the books
done-set-up = Xieshou is set up. Sign in with the login you just made.

checklist-title = From nothing to the first redemption
checklist-no-book = There is no book you set up. Ask the administrator.
checklist-left = { $count ->
    [one] One step is left.
   *[other] { $count } steps are left.
 } You can stop at any time and go on another day.
checklist-complete = Every step is done.
checklist-done = done
checklist-now = now
checklist-later = later
checklist-go = Do it now

home-title = Today, { $day }
home-todos = What needs you
home-empty = Nothing needs you right now. What you look after is in the bar above.
home-empty-setup = Nothing waits yet. First take the next step of the set-up above.
home-setting-up = { $book }: { $count ->
    [one] one step
   *[other] { $count } steps
 } of the set-up left.
home-next-step = Next: { $step }.
home-all-steps = All steps
home-figures = Figures
home-recent = Lately
home-recent-at = Time
home-recent-what = What
home-recent-household = Household
home-recent-name = { $name }
home-recent-points = Points
home-recent-by = By
home-deputy-for = You stand in for { $name } until { $day }
home-deputy-stands-in = { $name } stands in for you until { $day }
