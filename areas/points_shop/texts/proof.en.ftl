# From a document to its posting in the book; what a reversal and a cancellation say in the passbook
in-book = In the book
in-book-number = No. { $seq }
in-book-reversal = reversal
in-book-cancel = cancellation
in-book-no-difference = shelf and book agree, nothing was posted

## Reversals, cancellations and what is owed, in the passbook
passbook-reversed = Reversal of { $what }: { $reason }
passbook-cancelled = Cancelled { $what }: { $reason }
passbook-undone-slip = slip { $number } ({ $day })
passbook-undone-brought = points from the paper passbook ({ $day })
passbook-undone-other = an entry of the book
passbook-owes = { $what }. Too few points: { $points } came to be owed
passbook-owes-struck = { $what }. The { $points } owed for it are struck off
passbook-line-owed = owes { $points }
qr-page-reversed = Reversal: { $what } ({ $day })
qr-page-cancelled = Cancelled: { $what } ({ $day })
redemption-balance-back = After it was returned
passbook-reversal-declined = not reversed: { $answer }
deed-did-because = { $what }: { $reason }
