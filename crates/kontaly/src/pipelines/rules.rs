//! What makes the pipelines of a workspace right: pure.

use super::{Pipeline, Stage};
use crate::http::error::FieldError;
use crate::http::rules::{Check, tidy};
use crate::search::fold;
use kontaly_access::StageId;

/// What a stage can be.
pub const KINDS: [&str; 3] = ["open", "won", "lost"];
/// Forecast categories, from the least certain.
pub const FORECAST_CATEGORIES: [&str; 5] = ["pipeline", "best_case", "commit", "closed", "omitted"];
/// Fields of a deal that a stage can ask for.
pub const REQUIRABLE: [&str; 8] = [
    "amount",
    "expected_close_date",
    "company_id",
    "contact_id",
    "product_id",
    "owner_id",
    "source",
    "description",
];
/// Pipelines of a workspace, and stages of a pipeline: a board shows them all at once.
pub const PIPELINES_MAX: usize = 50;
/// See [`PIPELINES_MAX`].
pub const STAGES_MAX: usize = 30;

/// What a change was about, and so what is judged: what stands there already is not held against anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A pipeline that is made with all its stages.
    NewPipeline,
    /// A pipeline's own name, place or presence.
    Pipeline,
    /// The stage at that index.
    Stage(usize),
}

/// Judges a change of the pipeline at `index` and brings everything in order: texts trimmed, trashed ones last,
/// positions counted from 0.
///
/// # Errors
/// The fields that need another look.
pub fn settle(all: &mut [Pipeline], index: usize, about: About) -> Result<(), Vec<FieldError>> {
    let mut check = Check::default();
    if !matches!(about, About::Stage(_)) {
        check_pipeline(&mut check, all, index);
    }
    let pipeline = &mut all[index];
    match about {
        About::NewPipeline => {
            for i in 0..pipeline.stages.len() {
                check_stage(&mut check, &mut pipeline.stages, i, &format!("stages[{i}]."));
            }
            check_kinds(&mut check, pipeline, "stages");
        }
        About::Stage(i) => {
            check_stage(&mut check, &mut pipeline.stages, i, "");
            check_kinds(&mut check, pipeline, "kind");
        }
        About::Pipeline => {}
    }
    check.done()?;
    for pipeline in all.iter_mut() {
        order(&mut pipeline.stages, |stage| stage.trashed_at.is_some(), |stage, at| stage.position = at);
    }
    order(all, |pipeline| pipeline.trashed_at.is_some(), |pipeline, at| pipeline.position = at);
    Ok(())
}

/// A stage that is to be emptied, and the one that its deals go to: of the same kind, so that none is won or lost by it.
///
/// # Errors
/// What is wrong with `to`.
pub fn emptied(all: &[Pipeline], from: StageId, to: StageId) -> Result<(&Stage, &Stage), Vec<FieldError>> {
    let live = |id: StageId| {
        let pipelines = all.iter().filter(|pipeline| pipeline.trashed_at.is_none());
        pipelines.flat_map(|pipeline| &pipeline.stages).find(|s| s.id == id && s.trashed_at.is_none())
    };
    let mut check = Check::default();
    let both = live(from).zip(live(to)).filter(|_| from != to);
    check.that(both.is_some(), "move_deals_to", "unknown_reference", "There is no such other stage.");
    let alike = both.is_none_or(|(from, to)| from.kind == to.kind);
    let message = "Choose a stage of the same type, so that no deal is won or lost by this.";
    check.that(alike, "move_deals_to", "another_kind", message);
    check.done()?;
    both.ok_or_else(Vec::new)
}

fn check_pipeline(check: &mut Check, all: &mut [Pipeline], index: usize) {
    tidy(&mut all[index].name);
    check_name(check, "name", &all[index].name);
    let live = || all.iter().filter(|pipeline| pipeline.trashed_at.is_none());
    let name = fold(&all[index].name);
    let once = live().filter(|pipeline| fold(&pipeline.name) == name).count() <= 1;
    check.that(once, "name", "taken", "There is a pipeline of this name already.");
    check.that(live().count() <= PIPELINES_MAX, "name", "too_many", "A workspace has at most 50 pipelines.");
    check.that(live().count() >= 1, "id", "last_one", "A workspace keeps at least one pipeline.");
}

fn check_kinds(check: &mut Check, pipeline: &Pipeline, field: &str) {
    let live = || pipeline.stages.iter().filter(|stage| stage.trashed_at.is_none());
    check.that(live().count() <= STAGES_MAX, field, "too_many", "A pipeline has at most 30 stages.");
    for kind in KINDS {
        let message = format!("A pipeline keeps at least one stage that is {kind}.");
        check.that(live().any(|stage| stage.kind == kind), field, "incomplete", &message);
    }
}

fn check_stage(check: &mut Check, stages: &mut [Stage], index: usize, prefix: &str) {
    tidy(&mut stages[index].name);
    let stage = &stages[index];
    let field = |name: &str| format!("{prefix}{name}");
    check_name(check, &field("name"), &stage.name);
    let taken = stages
        .iter()
        .enumerate()
        .any(|(i, other)| i != index && other.trashed_at.is_none() && fold(&other.name) == fold(&stage.name));
    check.that(
        !taken || stage.trashed_at.is_some(),
        &field("name"),
        "taken",
        "There is a stage of this name already.",
    );
    check.that(
        KINDS.contains(&stage.kind.as_str()),
        &field("kind"),
        "unknown",
        "A stage is open, won or lost.",
    );
    let (fits, message) = match stage.kind.as_str() {
        "won" => (stage.probability == 100, "A won stage has 100 percent."),
        "lost" => (stage.probability == 0, "A lost stage has 0 percent."),
        _ => ((0..=100).contains(&stage.probability), "Give 0 to 100 percent."),
    };
    check.that(fits, &field("probability"), "out_of_range", message);
    let known = FORECAST_CATEGORIES.contains(&stage.forecast_category.as_str());
    check.that(known, &field("forecast_category"), "unknown", "There is no such forecast category.");
    let days = stage.stale_after_days.is_none_or(|days| days > 0);
    check.that(days, &field("stale_after_days"), "out_of_range", "Give a day or more, or null for never.");
    let known = stage.required_fields.iter().all(|name| REQUIRABLE.contains(&name.as_str()));
    let message = format!("A stage can ask for {}.", REQUIRABLE.join(", "));
    check.that(known, &field("required_fields"), "unknown", &message);
    let required = &mut stages[index].required_fields;
    required.sort_unstable();
    required.dedup();
}

fn check_name(check: &mut Check, field: &str, name: &str) {
    check.that(!name.is_empty(), field, "required", "Give a name.");
    check.length(field, name, 120);
}

/// Trashed ones behind the others, and everybody numbered.
fn order<T>(items: &mut [T], is_trashed: impl Fn(&T) -> bool, mut number: impl FnMut(&mut T, i16)) {
    items.sort_by_key(|item| is_trashed(item));
    for (position, item) in (0..=i16::MAX).zip(items) {
        if !is_trashed(item) {
            number(item, position);
        }
    }
}

/// Takes an item from its place to another one among the first `live` items; those between make room.
pub fn relocate<T>(items: &mut Vec<T>, from: usize, to: usize, live: usize) -> usize {
    let to = to.min(live.saturating_sub(1));
    let item = items.remove(from);
    items.insert(to, item);
    to
}

#[cfg(test)]
mod tests {
    use super::super::{StageDraft, usual_stages};
    use super::*;
    use jiff::Timestamp;
    use kontaly_access::{PipelineId, StageId};
    use uuid::Uuid;

    fn pipeline(name: &str, stages: Vec<StageDraft>) -> Pipeline {
        let id = PipelineId(Uuid::nil());
        let stages =
            stages.into_iter().map(|draft| Stage::from_draft(StageId(Uuid::nil()), id, draft)).collect();
        Pipeline {
            id,
            name: name.into(),
            position: 0,
            stages,
            created_at: Timestamp::UNIX_EPOCH,
            trashed_at: None,
            version: 1,
        }
    }

    fn codes(wrong: &[FieldError]) -> Vec<(&str, &str)> {
        wrong.iter().map(|error| (error.field.as_str(), error.code.as_str())).collect()
    }

    #[test]
    fn the_usual_stages_are_right_and_numbered() {
        let mut all = vec![pipeline(" Sales ", usual_stages())];
        settle(&mut all, 0, About::NewPipeline).expect("the usual stages are fine");
        assert_eq!(all[0].name, "Sales");
        let positions: Vec<_> = all[0].stages.iter().map(|stage| stage.position).collect();
        assert_eq!(positions, [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let open = StageDraft { name: "A".into(), ..StageDraft::default() };
        let lost = StageDraft {
            name: "a".into(),
            kind: Some("lost".into()),
            probability: Some(5),
            required_fields: vec!["nonsense".into()],
            ..StageDraft::default()
        };
        let mut all = vec![pipeline("", vec![open, lost])];
        let wrong = settle(&mut all, 0, About::NewPipeline).expect_err("much is wrong");
        assert_eq!(
            codes(&wrong),
            [
                ("name", "required"),
                ("stages[0].name", "taken"),
                ("stages[0].probability", "out_of_range"),
                ("stages[1].name", "taken"),
                ("stages[1].probability", "out_of_range"),
                ("stages[1].required_fields", "unknown"),
                ("stages", "incomplete"),
            ]
        );
    }

    #[test]
    fn the_last_stage_of_a_kind_stays() {
        for kind in KINDS {
            let mut all = vec![pipeline("Sales", usual_stages())];
            for stage in all[0].stages.iter_mut().filter(|stage| stage.kind == kind) {
                stage.trashed_at = Some(Timestamp::UNIX_EPOCH);
            }
            let wrong = settle(&mut all, 0, About::Stage(0)).expect_err("one is missing");
            assert_eq!(codes(&wrong), [("kind", "incomplete")], "{kind}");
        }
    }

    #[test]
    fn an_item_goes_to_its_place_and_no_further_than_the_last_live_one() {
        let mut items = vec!['a', 'b', 'c', 'x'];
        assert_eq!(relocate(&mut items, 0, 99, 3), 2);
        assert_eq!(items, ['b', 'c', 'a', 'x']);
        assert_eq!(relocate(&mut items, 2, 0, 3), 0);
        assert_eq!(items, ['a', 'b', 'c', 'x']);
    }
}
