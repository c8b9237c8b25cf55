# Words of every page
product-name = Xieshou
skip-to-main = Skip to the content
nav-label = Main sections
insecure-lan = This connection is not encrypted. Use it only on a local network you trust.
demo-date = Demo: today is { $date }
demo-next-day = Go to the next day
demo-end-of-period = To the end of the period ({ $day })
date-day = { $day } { $month }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

form-not-saved = Not done yet. Please mend this first:
form-error-word = To mend:{" "}
form-choose-one = Please choose
form-choose = Please choose one from the list.
form-empty = This has to be filled in.
form-too-long = At most { $max } characters; it has { $has }.
form-odd-characters = There are invisible control characters in it. Please type it again.
form-out-of-range = It has to be between { $min } and { $max }.
form-not-a-whole-number = A whole number is needed, such as 12.
form-not-a-number = A number is needed, such as 12.5.
form-points-too-fine = Points have one decimal at most, such as 2.5.
form-yuan-too-fine = Amounts have two decimals at most, such as 12.50.
form-not-a-date = A date is written 2020-01-08.
form-save = Save
form-cancel = Leave it as it was

error-go-home = Go to the home page
error-incident = Incident number { $number }. Please give it to the administrator when you report the problem.
error-not-found-title = There is no such page
error-not-found = The address may have been copied wrongly, or it lies outside what you look after. Please start again from the home page.
error-forbidden-title = You may not do this
error-forbidden = If you need it, ask an administrator of your township or county.
error-bad-request-title = This step was not taken
error-bad-request = Nothing has changed. Please go back and try again.
error-refused-title = Not possible yet
error-refused = Nothing has changed.
error-too-many-title = Opened too often just now
error-too-many-wait = Please come back in { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}.
error-too-many = Many pages were opened from the same place in a short time. So that nobody searches through what is not theirs, there is a short rest. Nothing is lost.
error-disk-full-title = The server's disk is full
error-disk-full = This step was not saved, not even in part. Looking things up still works. The administrator has to make room; after that it goes on without a restart.
error-read-only-title = The database can only be read
error-read-only = This step was not saved. The administrator has to check the permissions of the data files.
error-busy-title = Too busy right now
error-busy = This step was not saved. Please try again in a few seconds.
error-unreachable-title = The database cannot be reached
error-unreachable = This step was not saved. Please try again later or tell the administrator.
error-broken-title = The program has failed
error-broken = This step was not saved, not even in part. We are sorry.
error-stale-form = The form has expired or did not come from this site.
error-too-large = What was sent is too large. Photos may have up to 20 MB.

signature-box = Signature
signature-draw = Sign in the box with a finger
signature-clear = Wipe and sign again
signature-or = Whoever cannot sign here signs on paper; write down the paper’s number. Not needed when signed on the screen.
signature-paper = Number of the paper
signature-missing = Not signed yet: sign in the box or write down the paper’s number.
signature-unreadable = The signature did not arrive. Please sign again, or write down the paper’s number.
signature-not-stored = The signature could not be stored. Please write down the paper’s number.
