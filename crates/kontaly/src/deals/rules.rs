//! What makes a deal right: pure, so that the API, the import, the conversion and the tests apply the same.

use super::Deal;
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy, tidy_option};
use crate::pipelines::Stage;
use jiff::Timestamp;

/// Minor units of a deal's amount at most: a thousand million million, which every browser still counts exactly.
pub const AMOUNT_MAX: i64 = 1_000_000_000_000_000;

/// Amount × probability in whole minor units, a half rounded up: what a deal counts in a forecast. The same arithmetic
/// stands in the queries, as [`super::Deal`]'s column does it.
#[must_use]
pub fn weighted(amount: i64, probability: i16) -> i64 {
    let rounded = (i128::from(amount) * i128::from(probability) + 50).div_euclid(100);
    // At most 100 percent of an amount that fits.
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Trims texts, computes what follows, and names everything that is wrong.
///
/// # Errors
/// The fields that need another look.
pub fn settle(deal: &mut Deal) -> Result<(), Vec<FieldError>> {
    tidy(&mut deal.name);
    tidy(&mut deal.currency);
    for text in [&mut deal.lost_reason, &mut deal.source, &mut deal.description, &mut deal.external_id] {
        tidy_option(text);
    }
    deal.weighted_amount = deal.amount.map(|amount| weighted(amount, deal.probability));
    let mut check = Check::default();
    check.that(!deal.name.is_empty(), "name", "required", "Give the deal a name.");
    check.length("name", &deal.name, 200);
    check.that(
        deal.amount.is_none_or(|amount| (0..=AMOUNT_MAX).contains(&amount)),
        "amount",
        "out_of_range",
        "An amount is not negative, and has at most 15 digits.",
    );
    check.currency("currency", Some(&deal.currency));
    check.that(
        deal.state != "lost" || deal.lost_reason.is_some(),
        "lost_reason",
        "required",
        "Say why the deal was lost.",
    );
    check.that(
        deal.state == "lost" || deal.lost_reason.is_none(),
        "lost_reason",
        "only_when_lost",
        "Only a lost deal has such a reason.",
    );
    check.option_length("lost_reason", deal.lost_reason.as_deref(), 200);
    check.option_length("source", deal.source.as_deref(), 120);
    check.option_length("description", deal.description.as_deref(), 20_000);
    check.option_length("external_id", deal.external_id.as_deref(), 200);
    check.done()
}

/// Puts a deal into a stage: what follows from the stage follows here. Entering the stage in which it stands changes
/// nothing.
pub fn enter(deal: &mut Deal, stage: &Stage, now: Timestamp) {
    if deal.stage_id == stage.id {
        return;
    }
    if deal.state != stage.kind {
        deal.closed_at = (stage.kind != "open").then_some(now);
    }
    if stage.kind != "lost" {
        deal.lost_reason = None;
    }
    deal.stage_id = stage.id;
    deal.pipeline_id = stage.pipeline_id;
    deal.state.clone_from(&stage.kind);
    deal.probability = stage.probability;
    deal.stage_entered_at = now;
}

/// The fields that a stage asks for and that a deal lacks.
#[must_use]
pub fn missing(deal: &Deal, required: &[String]) -> Vec<FieldError> {
    let mut check = Check::default();
    for field in required {
        check.that(has(deal, field), field, "required", "This stage asks for it.");
    }
    check.done().err().unwrap_or_default()
}

fn has(deal: &Deal, field: &str) -> bool {
    match field {
        "amount" => deal.amount.is_some(),
        "expected_close_date" => deal.expected_close_date.is_some(),
        "company_id" => deal.company_id.is_some(),
        "contact_id" => deal.contact_id.is_some(),
        "product_id" => deal.product_id.is_some(),
        "owner_id" => deal.owner_id.is_some(),
        "source" => deal.source.is_some(),
        "description" => deal.description.is_some(),
        _ => true,
    }
}

/// Whether the history has to note a change.
#[must_use]
pub fn is_history(before: &Deal, after: &Deal) -> bool {
    before.stage_id != after.stage_id
        || before.amount != after.amount
        || before.currency != after.currency
        || before.expected_close_date != after.expected_close_date
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipelines::rules::REQUIRABLE;
    use kontaly_access::{DealId, PipelineId, StageId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn stage(n: u128, kind: &str, probability: i16) -> Stage {
        let draft = crate::pipelines::StageDraft {
            name: kind.into(),
            kind: Some(kind.into()),
            probability: Some(probability),
            ..Default::default()
        };
        Stage::from_draft(StageId(Uuid::from_u128(n)), PipelineId(Uuid::nil()), draft)
    }

    fn deal() -> Deal {
        let draft = super::super::DealDraft { name: "A".into(), ..Default::default() };
        let id = DealId(Uuid::nil());
        Deal::from_draft(draft, id, Timestamp::UNIX_EPOCH, None, "EUR", &stage(1, "open", 10))
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("an instant")
    }

    proptest! {
        /// Against exact fractions: the nearest whole number, and of two equally near the higher.
        #[test]
        fn weighting_rounds_a_half_up(amount in 0..=AMOUNT_MAX, probability in 0_i16..=100) {
            let exact_times_100 = i128::from(amount) * i128::from(probability);
            let distance = i128::from(weighted(amount, probability)) * 100 - exact_times_100;
            prop_assert!(-50 < distance && distance <= 50);
        }
    }

    #[test]
    fn a_stage_decides_state_probability_and_closing() {
        let mut deal = deal();
        enter(&mut deal, &stage(2, "open", 40), at(1));
        assert_eq!(
            (deal.state.as_str(), deal.probability, deal.closed_at, deal.stage_entered_at),
            ("open", 40, None, at(1))
        );
        enter(&mut deal, &stage(3, "won", 100), at(2));
        assert_eq!((deal.state.as_str(), deal.closed_at), ("won", Some(at(2))));
        enter(&mut deal, &stage(4, "won", 100), at(3));
        assert_eq!((deal.closed_at, deal.stage_entered_at), (Some(at(2)), at(3)), "won once");
        deal.lost_reason = Some("Price".into());
        enter(&mut deal, &stage(5, "lost", 0), at(4));
        assert_eq!((deal.closed_at, deal.lost_reason.as_deref()), (Some(at(4)), Some("Price")));
        enter(&mut deal, &stage(2, "open", 40), at(5));
        assert_eq!((deal.closed_at, deal.lost_reason.as_deref()), (None, None));
        let before = deal.stage_entered_at;
        enter(&mut deal, &stage(2, "open", 40), at(6));
        assert_eq!(deal.stage_entered_at, before, "it stood there already");
    }

    #[test]
    fn a_stage_can_ask_for_every_field_it_says_it_can() {
        let required: Vec<String> = REQUIRABLE.iter().map(|&name| name.to_owned()).collect();
        let missing = missing(&deal(), &required);
        assert_eq!(
            missing.len(),
            REQUIRABLE.len(),
            "a field that no rule knows would never be missed: {missing:?}"
        );
    }
}
