//! What makes a view right, and its place among the others: pure.

use super::View;
use crate::deals::rank;
use crate::http::Change;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy};
use jiff::Timestamp;
use kontaly_access::{UserId, ViewId};

/// Views of one list that somebody keeps, and that are shared, at most: they stand side by side as tabs.
pub const VIEWS_MAX: usize = 100;

/// Trims the name and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(view: &mut View) -> Result<(), Vec<FieldError>> {
    tidy(&mut view.name);
    let mut check = Check::default();
    check.that(view.noun != "product", "noun", "unknown", "Products have no list to keep a view of.");
    check.that(!view.name.is_empty(), "name", "required", "A view needs a name.");
    check.length("name", &view.name, 60);
    check.length("filter", &view.filter, 4000);
    check.length("sort", &view.sort, 100);
    check.length("columns", &view.columns, 4000);
    let deals = view.noun == "deal";
    let known = view.layout == "list" || (view.layout == "board" && deals);
    check.that(known, "layout", "unknown", "A view is a list; one of deals may be a board.");
    check.that(
        deals || view.pipeline_id.is_none(),
        "pipeline_id",
        "unknown",
        "Only deals are in a pipeline.",
    );
    check.done()
}

/// The views that stand beside this one: shared ones beside shared ones, one's own beside one's own.
#[must_use]
pub fn beside<'a>(all: &'a [View], view: &View) -> Vec<&'a View> {
    all.iter().filter(|other| other.id != view.id && other.shared == view.shared).collect()
}

/// The rank of a view that is to stand behind `after`, or at the end when nothing is said.
///
/// # Errors
/// The field that names no such view, or that there are too many.
pub fn rank_of(
    others: &[&View],
    view: &View,
    after: &Change<ViewId>,
    now: Timestamp,
) -> Result<String, Vec<FieldError>> {
    let mut check = Check::default();
    let at = match after {
        Change::Clear => Some(0),
        Change::Keep => Some(others.len()),
        Change::Set(id) => others.iter().position(|other| other.id == *id).map(|at| at + 1),
    };
    check.that(at.is_some(), "after", "unknown_reference", "There is no such view beside this one.");
    let full = format!("There are {VIEWS_MAX} views here. Delete one that nobody needs.");
    check.that(others.len() < VIEWS_MAX, "name", "too_many", &full);
    let at = at.unwrap_or_default();
    let rank_at = |at: usize| others.get(at).map(|other| other.rank.as_str());
    let rank = rank::between(at.checked_sub(1).and_then(rank_at), rank_at(at), view.id.0, now);
    check.that(
        rank.is_some(),
        "after",
        "crowded",
        "There is no room just there. Choose the place beside it.",
    );
    check.done()?;
    Ok(rank.unwrap_or_default())
}

/// Whether a change takes more than keeping views for oneself: the view is shared before it or behind it.
#[must_use]
pub fn is_shared(before: Option<&View>, after: &View) -> bool {
    after.shared || before.is_some_and(|view| view.shared)
}

/// Whether somebody takes a shared view away from everybody else although it is not theirs.
#[must_use]
pub fn takes_away(before: &View, after: &View, who: UserId) -> bool {
    before.shared && !after.shared && before.owner_id != who
}
