# Freezing the figures of a year: looked at first; what changed since, and by which records
year-freeze-look = Look, then freeze { $year }
year-freeze-title = Freeze the figures of { $year }?
year-freeze-explain = These figures are kept as they are, for reports and for the file. The year's book stays open to late entries and reversals; figures that change are marked one by one. A year is frozen once and this cannot be undone.
year-freeze-places = Frozen with them are the figures of { $townships } townships and { $shops } shops.
year-changed = { $count ->
    [1] One figure has changed since it was frozen.
   *[other] { $count } figures have changed since they were frozen.
}
changed-title = What changed since it was frozen
changed-not-frozen = This year is not frozen yet, so there is nothing to compare with.
changed-none = Every figure is what it was when it was frozen.
changed-figures = Figures that changed
changed-before = When frozen
changed-now = Now
changed-difference = Difference
changed-records = Recorded since
changed-records-explain = Slips entered late with a day of this year, and what was reversed or cancelled of this year's records, all since the figures were frozen.
changed-records-none = Nothing was entered late and nothing reversed. The figures differ because a household is registered in another village now, or because the setting of what a point stands for was changed.
changed-recorded = Recorded
changed-what = Record
changed-day = Business date
changed-who = By
changed-posting = posting { $seq }
changed-late-slip = Late slip { $number }
changed-newest = Newest
changed-older = Older
freeze-open = These are not at their end and may change the numbers. You may finish them first:
freeze-open-days = { $shop }: { $count } days not signed yet, the first { $day }
freeze-open-lists = { $count } villages have points of the last month still to enter
freeze-open-reversals = { $count } reversals wait for somebody to decide
