//! Why a deed is looked at by itself in the meeting; all others pass together.

use money::TenthPoints;

use crate::point_rule::{Effect, PointRule};

/// What is asked about a deed.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub rule: &'a PointRule,
    pub points: TenthPoints,
    /// What counts of it under the caps.
    pub counts: TenthPoints,
    pub witness: &'a str,
    pub note: &'a str,
    pub photos: i64,
    /// Why it came after its month was closed.
    pub late_reason: &'a str,
    /// It stood before a meeting already: put off.
    pub again: bool,
}

/// Words of the texts `doubt-…`, the weightiest first.
pub fn doubts(asked: &Asked<'_>) -> Vec<String> {
    let Asked { rule, points, counts, witness, note, photos, late_reason, again } = asked;
    let missing = match rule.evidence.as_str() {
        "photo" => *photos == 0,
        "witness" => witness.is_empty(),
        "certificate" => *photos == 0 && note.is_empty(),
        _ => false,
    };
    let all = [
        (matches!(rule.effect, Effect::Veto { .. }), "veto"),
        (matches!(rule.effect, Effect::NoteOnly), "note"),
        (points.is_negative(), "deduction"),
        (matches!(rule.effect, Effect::Range { .. }), "range"),
        (counts != points, "cap"),
        (missing, "evidence"),
        (!late_reason.is_empty(), "late"),
        (*again, "again"),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.to_owned()).collect()
}
