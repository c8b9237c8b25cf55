# Households
nav-households = Households
permission-see-households = Looking households up is for village clerks, supervisors, shop managers, and officers of township and county.
permission-enter-households = Entering households is for village clerks and officers of township and county.

households-title = Households
households-search = Name, pinyin initials or household code
households-search-hint = Name, pinyin initials or household code, e.g. “cjf”, “0312”
households-search-button = Find
households-total = There { $count ->
    [one] is one household
   *[other] are { $count } households
 } in your places.
households-more = There are more: type a little more of the name.
households-none = Nothing found for “{ $query }”. Try another character, the pinyin initials, or only the last four digits of the code.
households-new = Enter a household
household-in-group = group { $group }
household-members = { $count ->
    [one] one person
   *[other] { $count } persons
 }
household-head = Household of { $name }

household-new-title = Enter a household
household-village = Village
household-group = Village group
household-group-hint = For example “2”.
household-code = Household code
household-code-hint = Leave it empty to take the next one.
household-since = Since
household-since-hint = Empty means today. For example 2018-09-01.
household-since-future = It cannot be a day to come.
household-registered = In the national poverty registry
household-head-title = Head of the household
household-others-title = Other members
household-name = Name
household-relation = Relation to the head
household-number = ID number
household-number-hint = May be left empty for now.
household-phone = Phone
household-phone-hint = May stay empty for now.
household-more-rows = For a large household save the first members now and add the others later.
household-enter = Enter this household
household-code-taken = Another household has this code.
household-namesake = This village has a household of { $name } already: code { $code }, group { $group }. If you want to enter another one all the same, press once more.
done-household-entered = The household is entered.

id-number-length = An ID number has 18 characters; this one has { $found }.
id-number-digit = Character { $position } is not a digit.
id-number-area = No area begins with these digits. Please compare it with the card.
id-number-demo = Numbers beginning with 99 are for demonstrations only.
id-number-birth = Digits 7 to 14 are no possible date of birth.
id-number-check = The last character does not fit; one digit may be miscopied. Please compare it with the card.
id-number-taken = This ID number is { $name }’s already (household { $code }).
phone-odd = A phone number has 7 to 12 digits and nothing else.

household-unmask-title = See the full numbers
household-unmask-why = Who looked and why is written down; supervisors can read it.
household-purpose = Purpose
household-purpose-hint = For example “checking who asks for a new card”.
household-unmask-button = Show
household-unmasked = The numbers are shown, and this look is written down.
household-since-date = since { $date }

relation-head = Head
relation-spouse = Spouse
relation-son = Son
relation-daughter = Daughter
relation-father = Father
relation-mother = Mother
relation-son-in-law = Son-in-law
relation-daughter-in-law = Daughter-in-law
relation-grandchild = Grandchild
relation-grandparent = Grandparent
relation-sibling = Sibling
relation-other = Other

checklist-households = Enter households
checklist-households-hint = Head, members, village group; one by one.

members-title = Members coming and going
member-join-title = Add a member
member-join = Add to this household
member-leave = Left this household
done-member-joined = Added; the name finds this household now.
done-member-left = No longer of this household from today on.

relatives-title = Who has no say
relatives-why = Whoever is listed here cannot award points to this household, cancel its slips or reverse its postings.
relatives-none = Nobody is listed yet.
relative-member = of this household
relative-kin = a relative
relative-is = is { $name }
relative-declare-title = List somebody
relative-login = Login
relative-what = What they are to this household
relative-declare = List
relative-unknown = There is no such login in this county, or the person is not of this household.
done-relative-declared = Listed.
relative-end = Listed by mistake, or no relative any more
relative-reason = Why
relative-own = Whether you yourself have a say is for somebody else to change.
relative-not-declared = Nobody of this name is listed as a relative here; perhaps somebody just changed it.
done-relative-ended = Changed; from today on they have a say.
did-relative-ended = Has a say again

subject-household = Household
did-household-entered = Entered
did-member-joined = Member added
did-member-left = Member left
did-relative-declared = Listed as without a say
field-members = Members
field-member = Member
field-relation = Relation
field-since = Since
field-what = What
value-what-kin = a relative

nav-oversight = Oversight
oversight-title = Oversight
oversight-explain = Who looked, who came, who changed what: it can be read here.
permission-see-access-log = Reading who looked at full numbers is for village supervisors, officers of township and county, and auditors.
access-log-title = Looks at full numbers
access-log-title-hint = Who looked at whose numbers, and for what
access-log-explain = A line for each look; it cannot be switched off or changed.
access-log-none = There is no such look.
access-log-whose = Whose
access-log-what = What
access-log-purpose = Purpose
access-what-id-number = ID number
access-what-phone = phone
home-looks = { $count ->
    [one] look at a masked number in the last month
   *[other] looks at masked numbers in the last month
}
home-looks-button = Which ones
home-sign-ins = { $count ->
    [one] sign-in in the last month
   *[other] sign-ins in the last month
}
home-sign-ins-failed = { $count } of them failed
