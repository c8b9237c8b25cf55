//! Everything that was ever proposed to be taken back, with both names, for whoever oversees.

use askama::Template;
use axum::extract::{Path, Query};
use basics::{County, Id, Moment};
use database::DatabaseError;
use pages::{Frame, PageResult, page};
use people::Visitor;

use super::pages::{amount, page_of, what, whose};
use super::reversible;
use crate::area::{SEE_REVERSALS, SEE_SHOP};
use crate::names::names;
use crate::posting::in_book::{self, InBook};

struct AnyRow {
    what: String,
    link: String,
    /// The household, or the shop where it is about goods.
    whose: String,
    amount: String,
    reason: String,
    proposed: String,
    decided: String,
    /// Why it was declined.
    answer: String,
    /// `waiting`, `confirmed` or `declined`.
    outcome: String,
    /// The posting that took back, once it was confirmed.
    in_book: Vec<InBook>,
}

#[derive(Template)]
#[template(path = "reversal/all.html")]
struct AllPage {
    frame: Frame,
    county: County,
    rows: Vec<AnyRow>,
    /// Older ones were proposed before this moment.
    older: Option<i64>,
    first: bool,
}

#[derive(serde::Deserialize, Default)]
pub(super) struct BeforeQuery {
    #[serde(default)]
    before: String,
}

/// Reversals on a page.
const PAGE: i64 = 50;

/// Everything that was ever proposed to be taken back, with both names.
pub(super) async fn show(visitor: Visitor, Path(county): Path<County>, Query(asked): Query<BeforeQuery>) -> PageResult {
    let before: Option<i64> = asked.before.parse().ok();
    let asker = visitor.clone();
    let (found, older) = visitor
        .site()
        .db
        .read(move |tx| {
            let mut proposals = ledger::reversals_before(tx, county, Moment(before.unwrap_or(i64::MAX)), PAGE + 1)?;
            let older = (proposals.len() as i64 > PAGE).then(|| proposals[PAGE as usize - 1].proposed_at.0);
            proposals.truncate(PAGE as usize);
            let names = names(tx, proposals.iter().flat_map(|one| [Some(one.proposed_by), one.decided_by]).flatten())?;
            let mut rows = Vec::new();
            for proposal in proposals {
                let Some(found) = reversible(tx, county, proposal.posting)? else { continue };
                if asker.may(SEE_REVERSALS, &found.place) {
                    let confirmed = proposal.outcome.as_deref() == Some("confirmed") && asker.may(SEE_SHOP, &found.place);
                    let in_book = if confirmed { in_book::taking_back(tx, county, proposal.posting)? } else { None };
                    rows.push((proposal, found, in_book));
                }
            }
            Ok::<_, DatabaseError>(((rows, names), older))
        })
        .await?;
    let ((rows, names), frame) = (found, visitor.frame());
    let named = |id: Id| names.get(&id).cloned().unwrap_or_default();
    let rows = rows.into_iter().map(|(proposal, found, in_book)| AnyRow {
        in_book: in_book.into_iter().collect(),
        what: what(&frame, &found),
        link: page_of(&found),
        whose: whose(&frame, &found),
        amount: amount(&frame, &found),
        proposed: format!("{} · {}", named(proposal.proposed_by), frame.moment(&proposal.proposed_at)),
        decided: proposal
            .decided_by
            .zip(proposal.decided_at)
            .map(|(by, at)| format!("{} · {}", named(by), frame.moment(&at)))
            .unwrap_or_default(),
        outcome: proposal.outcome.clone().unwrap_or_else(|| "waiting".to_owned()),
        reason: proposal.reason,
        answer: proposal.answer,
    });
    page(&AllPage { rows: rows.collect(), first: before.is_none(), older, frame, county })
}
