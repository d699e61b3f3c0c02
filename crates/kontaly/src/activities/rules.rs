//! What makes an activity right: pure, so that the API, the import and the tests apply the same.

use super::Activity;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy, tidy_option};

/// The kinds.
pub const KINDS: [&str; 5] = ["call", "meeting", "email", "task", "note"];

/// Trims texts, finds the place in the timeline, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(activity: &mut Activity) -> Result<(), Vec<FieldError>> {
    tidy(&mut activity.subject);
    tidy_option(&mut activity.body);
    tidy_option(&mut activity.external_id);
    activity.at = activity.due_at.unwrap_or(activity.created_at);
    let mut check = Check::default();
    let kind = activity.kind.as_str();
    check.that(KINDS.contains(&kind), "kind", "unknown", "It is a call, meeting, email, task or note.");
    check.that(!activity.subject.is_empty(), "subject", "required", "Say what it is about.");
    check.length("subject", &activity.subject, 300);
    check.option_length("body", activity.body.as_deref(), 50_000);
    check.option_length("external_id", activity.external_id.as_deref(), 200);
    let dated = kind != "note" || activity.due_at.is_none();
    check.that(dated, "due_at", "not_of_a_note", "A note is not due. Make it a task.");
    let doable = kind != "note" || activity.done_at.is_none();
    check.that(doable, "done", "not_of_a_note", "A note is not done. Make it a task.");
    check.that(
        activity.duration_minutes.is_none_or(|minutes| (0..=100_000).contains(&minutes)),
        "duration_minutes",
        "out_of_range",
        "Give 0 to 100,000 minutes.",
    );
    check.that(
        activity.record().is_some(),
        "lead_id",
        "one_record",
        "Say on which lead, deal, contact or company it is: exactly one.",
    );
    check.done()
}
