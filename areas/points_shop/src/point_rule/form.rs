//! The forms for a row and for the adoption of a version.

use basics::{BusinessDate, County, Id};
use money::{NotAnAmount, TenthPoints};
use pages::{Form, Message};

use super::{
    Adoption, Cap, CapAmount, CapPer, CapPeriod, EVIDENCES, Effect, NotARule, PointRule, RECORDERS, RuleTable, TOPICS, UNITS, VETO_TERMS,
    check,
};

const NUMBER_MAX: i64 = 999;
/// Most points a row may bring or take.
const POINTS_MAX: TenthPoints = TenthPoints(100_000);
const TIMES_MAX: i64 = 9_999;
const ATTENDED_MAX: i64 = 10_000;

/// What a row does to the points, as the form offers it.
pub(super) const EFFECTS: &[&str] = &["plus", "minus", "range", "veto", "note"];
/// What a cap counts; the first is no cap.
pub(super) const CAP_COUNTS: &[&str] = &["none", "points", "times"];

/// Fields of a row for its form.
pub(super) fn filled(rule: &PointRule) -> Form {
    let (effect, points, most, term) = match &rule.effect {
        Effect::Fixed(points) if points.is_negative() => ("minus", points.abs().to_string(), String::new(), ""),
        Effect::Fixed(points) => ("plus", points.to_string(), String::new(), ""),
        Effect::Range { least, most } => ("range", least.to_string(), most.to_string(), ""),
        Effect::Veto { term } => ("veto", String::new(), String::new(), term.as_str()),
        Effect::NoteOnly => ("note", String::new(), String::new(), ""),
    };
    let (counts, amount) = match rule.cap.map(|cap| cap.amount) {
        Some(CapAmount::Points(points)) => ("points", points.to_string()),
        Some(CapAmount::Times(times)) => ("times", times.to_string()),
        None => ("none", String::new()),
    };
    let per = rule.cap.map_or(CapPer::Household, |cap| cap.per);
    let period = rule.cap.map_or(CapPeriod::Month, |cap| cap.period);
    Form::filled(&[
        ("id", rule.id.to_string()),
        ("number", rule.number.to_string()),
        ("topic", rule.topic.clone()),
        ("item", rule.item.clone()),
        ("effect", effect.to_owned()),
        ("points", points),
        ("most", most),
        ("veto-term", term.to_owned()),
        ("unit", rule.unit.clone()),
        ("cap", counts.to_owned()),
        ("cap-amount", amount),
        ("cap-per", per.to_string()),
        ("cap-period", period.to_string()),
        ("recorder", rule.recorder.clone()),
        ("evidence", rule.evidence.clone()),
    ])
}

/// Reads a row; errors are noted per field.
pub(super) fn read(form: &mut Form, county: County, table: Id<RuleTable>, id: Id<PointRule>) -> Option<PointRule> {
    let number = form.whole("number", 1..=NUMBER_MAX);
    let (topic, item) = (form.choice("topic", TOPICS), form.text("item", 40));
    let (effect, cap) = (effect(form), cap(form));
    let unit = form.choice("unit", UNITS);
    let (recorder, evidence) = (form.choice("recorder", RECORDERS), form.choice("evidence", EVIDENCES));
    Some(PointRule {
        county,
        id,
        table,
        number: number?,
        topic: topic?.to_owned(),
        item: item?,
        effect: effect?,
        unit: unit?.to_owned(),
        cap: cap?,
        recorder: recorder?.to_owned(),
        evidence: evidence?.to_owned(),
    })
}

fn effect(form: &mut Form) -> Option<Effect> {
    let effect = match form.choice("effect", EFFECTS)? {
        "plus" => Effect::Fixed(points(form, "points")?),
        "minus" => Effect::Fixed(-points(form, "points")?),
        "range" => {
            let (least, most) = (points(form, "points"), points(form, "most"));
            Effect::Range { least: least?, most: most? }
        }
        "veto" => Effect::Veto { term: form.choice("veto-term", VETO_TERMS)?.to_owned() },
        _ => Effect::NoteOnly,
    };
    let (field, problem) = match check(&effect) {
        Ok(()) => return Some(effect),
        Err(NotARule::Zero) => ("points", "rule-points-zero"),
        Err(NotARule::TooFine) => ("points", "rule-points-half"),
        Err(NotARule::Backwards) => ("most", "rule-range-backwards"),
    };
    form.refuse(field, Message::new(problem));
    None
}

/// Points as typed, without a sign: plus and minus are chosen beside them.
fn points(form: &mut Form, name: &str) -> Option<TenthPoints> {
    let typed = form.text(name, 20)?;
    let problem = match TenthPoints::parse(&typed) {
        Ok(points) if points <= TenthPoints::ZERO => "rule-points-zero",
        Ok(points) if points <= POINTS_MAX => return Some(points),
        Ok(_) | Err(NotAnAmount::TooLarge) => "rule-points-high",
        Err(NotAnAmount::TooFine) => "rule-points-half",
        Err(_) => "form-not-a-number",
    };
    form.refuse(name, Message::new(problem).with("max", POINTS_MAX));
    None
}

/// The outer option is empty when what was written is no cap.
fn cap(form: &mut Form) -> Option<Option<Cap>> {
    let amount = match form.choice("cap", CAP_COUNTS)? {
        "points" => CapAmount::Points(points(form, "cap-amount")?),
        "times" => CapAmount::Times(form.whole("cap-amount", 1..=TIMES_MAX)?),
        _ => return Some(None),
    };
    let per = form.choice("cap-per", CapPer::WORDS).and_then(|word| word.parse().ok());
    let period = form.choice("cap-period", CapPeriod::WORDS).and_then(|word| word.parse().ok());
    Some(Some(Cap { amount, per: per?, period: period? }))
}

/// Reads an adoption; the meeting's day may be today or before.
pub(super) fn read_adoption(form: &mut Form, by: Id, today: BusinessDate) -> Option<Adoption> {
    let on = form.date("on");
    let valid_from = form.date("valid-from");
    if on.is_some_and(|on| on > today) {
        form.refuse("on", Message::new("rules-meeting-ahead"));
    }
    if let (Some(on), Some(from)) = (on, valid_from)
        && from < on
    {
        form.refuse("valid-from", Message::new("rules-before-meeting"));
    }
    let (meeting, attended) = (form.text("meeting", 40), form.whole("attended", 1..=ATTENDED_MAX));
    let minutes = form.text("minutes", 40);
    let adoption = Adoption { on: on?, valid_from: valid_from?, meeting: meeting?, attended: attended?, minutes: minutes?, by };
    form.is_good().then_some(adoption)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::point_rule::default_rules;

    #[test]
    fn what_the_form_shows_is_read_back() {
        let county = County::try_new(530_624).expect("six digits");
        for rule in default_rules(county, Id::derived(&[b"table"])) {
            let mut form = filled(&rule);
            assert_eq!(read(&mut form, county, rule.table, rule.id).as_ref(), Some(&rule), "{:?}", form.faulty().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_row_is_refused_with_the_way_out() {
        let good = [
            ("number", "1"),
            ("topic", "policy"),
            ("item", "问政策"),
            ("effect", "plus"),
            ("points", "2"),
            ("unit", "time"),
            ("cap", "none"),
        ];
        let rest = [("recorder", "helper"), ("evidence", "none")];
        for (field, typed, faulty, key) in [
            ("number", "0", "number", "form-out-of-range"),
            ("topic", "sport", "topic", "form-choose"),
            ("item", "", "item", "form-empty"),
            ("effect", "", "effect", "form-choose"),
            ("points", "0", "points", "rule-points-zero"),
            ("points", "-2", "points", "rule-points-zero"),
            ("points", "2.3", "points", "rule-points-half"),
            ("points", "10001", "points", "rule-points-high"),
            ("points", "两分", "points", "form-not-a-number"),
            ("effect", "range", "most", "form-empty"),
            ("effect", "veto", "veto-term", "form-choose"),
            ("cap", "times", "cap-amount", "form-empty"),
            ("unit", "week", "unit", "form-choose"),
        ] {
            let fields: Vec<(&str, String)> = good.iter().chain(&rest).map(|(name, value)| (*name, (*value).to_owned())).collect();
            let mut form = Form::filled(&fields);
            form.set(field, typed.to_owned());
            let read = read(&mut form, County::try_new(530_624).expect("six digits"), Id::derived(&[b"table"]), Id::derived(&[b"rule"]));
            assert_eq!(read, None, "{field} {typed}");
            assert_eq!(form.errors(faulty).first().map(|error| error.key), Some(key), "{field} {typed}");
        }
    }
}
