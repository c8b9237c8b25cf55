# Settings: value, from which day, why
nav-settings = Settings
permission-see-settings = Reading the settings is for village clerks, officers of township and county, and auditors.
permission-keep-settings = Changing settings is for county officers; where townships may differ, also for township reviewers.
settings-title = Settings
settings-explain = Each says what holds now, who decided it and why. Rules go by the value of the day.
settings-whole-county = the whole county
settings-one-place = one place
settings-is-default = never changed, as shipped
settings-since = since { $date }, by { $who }
settings-own = { $count ->
    [one] one place differs
   *[other] { $count } places differ
 }
settings-default = As shipped { $value }
settings-limits = from { $min } to { $max }
settings-today = Holds today in the whole county
settings-change = Change it
settings-value = Value
settings-scope = Where
settings-from = From
settings-from-hint = For example 2020-02-01. Days that are closed cannot be changed.
settings-reason = Why
settings-reason-hint = For example “county document 3”.
settings-keep = Put this into force
settings-press-again = It reaches back to days that are over. If that is what you want, press once more.
settings-history = All values so far
settings-never = It was never changed.
settings-holds = in force
settings-ahead = to come
settings-next = { $value } from { $date }
settings-closed = Everything up to { $date } is closed. Please take a later day.
settings-county-only = The county's own value is for county officers; you may choose your township.
settings-not-scoped = There is one value for the whole county here; county officers change it.
done-setting-kept = Done; it holds from the day you wrote.
subject-setting = Setting
did-set = Set
setting-people-session-hours-unit = hours

# Deputies
deputy-title = Standing in
deputy-name = Name a deputy
deputy-grant = For which role
deputy-deputy = Who stands in (their login)
deputy-until = Until
deputy-until-hint = For example 2020-01-20, three months at most. It ends by itself.
deputy-button = Name this deputy
deputy-end = End it
deputy-for = standing in for { $name }
deputy-stands-in = { $name } stands in for you
deputy-of-theirs = { $name } stands in
deputy-no-role = Choose at least one role.
deputy-not-own = Only your own roles can be handed over; a deputy cannot pass them on.
deputy-unknown = There is no such login in this county, it is shut off, or it is your own.
deputy-until-wrong = Write a day from today to { $latest }.
done-deputy-named = Done; they can stand in from now on.
done-deputy-ended = Standing in has ended.
did-deputy-given = Stands in
did-deputy-named = Deputy named
did-deputy-ended = Standing in ended
field-deputy = Deputy
