//! The form for one deed.

use basics::{BusinessDate, County, Id, Moment};
use money::TenthPoints;
use pages::{Choice, Form, Frame, Message};
use people::Contract;
use registry::household::{Household, Member, Successor};

use super::{Deed, Refused, State, recorder};
use crate::area::RECORD_DEEDS;
use crate::point_rule::pages::effect_words;
use crate::point_rule::{Effect, PointRule};

/// Most points a proposal can be typed as; the rule's own range binds.
const POINTS_MAX: TenthPoints = TenthPoints(100_000);

/// The rules among those that somebody of these kinds may record under.
pub(super) fn recordable<'r>(rules: &'r [PointRule], kinds: &[&str]) -> Vec<&'r PointRule> {
    rules.iter().filter(|rule| kinds.contains(&rule.recorder.as_str())).collect()
}

/// The rules as a person chooses among them.
pub(super) fn rule_choices(frame: &Frame, rules: &[&PointRule]) -> Vec<Choice> {
    let label = |rule: &&PointRule| {
        let topic = frame.say(&format!("topic-{}", rule.topic));
        format!("{topic} · {} {} {}", rule.number, rule.item, effect_words(frame, &rule.effect))
    };
    rules.iter().map(|rule| Choice::new(rule.id, label(rule))).collect()
}

/// The members as a person chooses among them.
pub(super) fn member_choices(members: &[Member]) -> Vec<Choice> {
    members.iter().map(|member| Choice::new(member.person.id, &member.person.name)).collect()
}

/// Who records, and when.
pub(super) struct Recording {
    pub county: County,
    pub recorder: Id,
    pub now: Moment,
    pub today: BusinessDate,
}

/// Reads the form; errors are noted per field. Rules and members that were not offered are as unknown as none.
pub(super) fn read(form: &mut Form, at: &Recording, household: &Household, rules: &[PointRule], members: &[Member]) -> Option<Deed> {
    let done_on = form.date("done-on");
    if done_on.is_some_and(|day| day > at.today) {
        form.refuse("done-on", Message::new("deed-ahead"));
    }
    let rule = form.id("rule").and_then(|id: Id<PointRule>| rules.iter().find(|rule| rule.id == id));
    if rule.is_none() && form.errors("rule").is_empty() {
        form.refuse("rule", Message::new("deed-rule-not-in-force"));
    }
    let points = match rule.map(|rule| &rule.effect) {
        Some(Effect::Range { .. }) => form.points("points", -POINTS_MAX..=POINTS_MAX),
        Some(Effect::Fixed(fixed)) => as_ruled(form, *fixed),
        _ => Some(TenthPoints::ZERO),
    };
    let person = form.value("person").parse().ok().filter(|id| members.iter().any(|member| member.person.id == *id));
    if person.is_none() && !form.value("person").is_empty() {
        form.refuse("person", Message::new("deed-not-a-member"));
    }
    let (place, witness, note) = (form.optional_text("place", 40), form.optional_text("witness", 40), form.optional_text("note", 200));
    let deed = Deed {
        county: at.county,
        id: form.value("id").parse().unwrap_or_else(|_| Id::fresh()),
        household: household.id,
        person,
        rule: rule?.id,
        done_on: done_on?,
        place: place?,
        witness: witness?,
        note: note?,
        points: points?,
        recorder: at.recorder,
        recorded_at: at.now,
        state: if form.value("keep") == "draft" { State::Draft } else { State::Submitted },
    };
    form.is_good().then_some(deed)
}

/// Where the rule leaves no choice, other points than its own are not passed over in silence.
pub(crate) fn as_ruled(form: &mut Form, fixed: TenthPoints) -> Option<TenthPoints> {
    if !form.value("points").trim().is_empty() && form.points("points", -POINTS_MAX..=POINTS_MAX).is_some_and(|typed| typed != fixed) {
        form.refuse("points", Message::new("deed-points-fixed").with("points", fixed));
    }
    Some(TenthPoints::ZERO)
}

/// Whom to ask to record under a rule: the recorder it names, and the roles that may record as this one.
pub(super) fn not_theirs(frame: &Frame, contract: &Contract, recorder: &str) -> Message {
    let records = |role: &&str| contract.permissions(role).contains(&RECORD_DEEDS);
    let roles = recorder::roles(recorder).filter(records).map(|role| frame.say(&format!("role-{}", role.replace('_', "-"))));
    let roles = roles.collect::<Vec<_>>().join(&frame.say("passbook-between"));
    Message::new("deed-not-theirs").with("recorder", frame.say(&format!("recorder-{recorder}"))).with("roles", roles)
}

/// Since when the household is no longer there, and which one to record for instead.
pub(super) fn household_gone(until: BusinessDate, into: Option<&Successor>) -> Message {
    match into {
        Some(other) => {
            let message = Message::new("deed-household-merged").with("day", until);
            message.with("name", &other.head_name).with("code", &other.code)
        }
        None => Message::new("deed-household-gone").with("day", until),
    }
}

/// Notes why a deed was not recorded on the field it concerns.
pub(super) fn refuse(form: &mut Form, (frame, contract): (&Frame, &Contract), refused: &Refused) {
    let (field, message) = match refused {
        Refused::Ahead => ("done-on", Message::new("deed-ahead")),
        Refused::BeforeHousehold { since } => ("done-on", Message::new("deed-before-household").with("day", since)),
        Refused::HouseholdGone { until, into } => ("done-on", household_gone(*until, into.as_ref())),
        Refused::NotInForce => ("rule", Message::new("deed-rule-not-in-force")),
        Refused::OutOfRange { least, most } => ("points", Message::new("deed-out-of-range").with("least", least).with("most", most)),
        Refused::NoWitness => ("witness", Message::new("deed-no-witness")),
        Refused::NotTheirs { recorder } => ("rule", not_theirs(frame, contract, recorder)),
        Refused::LateWithoutReason => ("late-reason", Message::new("deed-late-without-reason")),
        Refused::Concerned => {
            form.refuse_all(Message::new("deed-concerned"));
            return;
        }
    };
    form.refuse(field, message);
}
