//! What was ticked for each doubtful entry, and the points where the meeting sets them.

use basics::Id;
use money::TenthPoints;
use pages::{Form, Message};
use trust::entry::Entry;

use super::{Chosen, Decision};

/// Most points that can be typed; the rule's own range binds.
const POINTS_MAX: TenthPoints = TenthPoints(100_000);

/// Reads the decisions of a page; an entry nobody ticked is left for later.
pub(super) fn read(form: &mut Form) -> Vec<Chosen> {
    let ticked: Vec<(String, String)> =
        form.starting("decision.").map(|(entry, word)| (entry.to_owned(), word.to_owned())).filter(|(_, word)| !word.is_empty()).collect();
    let mut chosen = Vec::new();
    for (entry, word) in ticked {
        let Ok(id) = entry.parse::<Id<Entry>>() else { continue };
        let decision = match word.as_str() {
            "pass" => Decision::Pass,
            "fail" => Decision::Fail,
            _ => Decision::Defer,
        };
        let field = format!("points.{id}");
        // Only rules with a range ask for points.
        let asked = form.starting("points.").any(|(of, _)| of == entry) && decision == Decision::Pass;
        let points = if asked { form.points(&field, -POINTS_MAX..=POINTS_MAX) } else { None };
        chosen.push(Chosen { entry: id, decision, points });
    }
    chosen
}

/// Notes on the entry's own field that the points lie outside the range.
pub(super) fn out_of_range(form: &mut Form, entry: Id<Entry>, least: TenthPoints, most: TenthPoints) {
    form.refuse(&format!("points.{entry}"), Message::new("deed-out-of-range").with("least", least).with("most", most));
}
