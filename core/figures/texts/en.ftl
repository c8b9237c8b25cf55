# Figures: asked of where and when, what is counted, which rows add up to it
permission-see-figures = Looking at figures and every row behind them is for shop managers and supervisors, village clerks and supervisors, township reviewers, county officers and auditors.
permission-freeze-figures = Freezing the figures of a year is for county officers.

figure-unit-fen = yuan
figure-unit-tenth-point = points
figure-unit-households = households
figure-unit-household-times = visits
figure-unit-pieces = pieces

figures-from-to = { $from } to { $to }
figures-bad-dates = Dates are written 2019-01-01, and the first day cannot be after the last.
figures-export = Export
figures-rows = The rows that add up to this figure
figures-no-rows = There is no row in this time.
figures-row-what = Record
figures-row-day = Date
figures-row-place = Place
figures-row-who = Household
figures-row-amount = Counts ({ $unit })
figures-page = Page { $page }
figures-page-before = Previous
figures-page-after = Next
figures-frozen = Frozen
figures-frozen-by = frozen by { $who } on { $when }
figures-what-changed = Which figures changed, and why
figures-changed-since = Changed since it was frozen: it was { $before }, it is { $now }
figures-made = Exported by { $who } on { $when }
