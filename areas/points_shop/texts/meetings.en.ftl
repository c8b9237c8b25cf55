# Every entry, by where it stands, group and name; what a meeting left undecided
entries-state = Where it stands
entries-group = Group
entries-name = Household head
entries-any = All
entries-show = Show these
entries-none-such = There is none like this.
entries-all = See all
minutes-left = { $count ->
    [1] One more entry was not decided at this meeting.
   *[other] { $count } more entries were not decided at this meeting.
}
appraisals-month = Month
appraisals-township = Township
appraisals-waiting-more = { $count ->
    [1] One more village waits for its meeting; choose a township to see it.
   *[other] { $count } more villages wait for their meetings; choose a township to see them.
}
appraisals-page = Page { $page }
appraisals-before = Page before
appraisals-after = Next page

appraisals-without-list = No list yet
appraisals-none-of-month = There is no list of this month.
appraisals-no-such-month = There is no month “{ $asked }” to look at; below are all months. Choose one under “Month”.
appraisals-no-such-township = You see no township with the code “{ $asked }”; below are all townships. Choose one under “Township”.
appraisals-none-waiting-of-month = Nothing of this month waits for a meeting. What waits from an earlier month comes first.
