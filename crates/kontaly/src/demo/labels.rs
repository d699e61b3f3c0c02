//! Tags, and the workspace's own fields with their values.

use super::calendar::{plus_days, working_day_from};
use super::plan::Plan;
use super::rng::Rng;
use super::rows::{CustomFieldRow, CustomValueRow, TagRow, TaggingRow};
use super::trades::{Field, Values};
use super::workspace::Record;
use crate::accounts::name_key;

/// The tags.
pub(super) fn tags(plan: &Plan) -> Vec<TagRow> {
    let mut rng = plan.rng("tags");
    let at = plan.calendar.at(plan.calendar.start, 9, 0, 0);
    let tag = |(name, color): &(&'static str, &'static str)| TagRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        name,
        name_key: name_key(name),
        color,
        created_at: at,
    };
    plan.trade.tags.iter().map(tag).collect()
}

/// Which records carry which tags: most none, some one, a few two.
pub(super) fn taggings(plan: &Plan, tags: &[TagRow], records: &[Record]) -> Vec<TaggingRow> {
    let mut rng = plan.rng("taggings");
    let mut rows = Vec::new();
    for record in records {
        let share = match record.noun {
            "company" => 0.28,
            "deal" => 0.22,
            "lead" => 0.14,
            "contact" => 0.1,
            _ => continue,
        };
        if !rng.chance(share) {
            continue;
        }
        let first = rng.below(tags.len());
        let second = (first + 1 + rng.below(tags.len() - 1)) % tags.len();
        let many = if rng.chance(0.2) { 2 } else { 1 };
        rows.extend([first, second].into_iter().take(many).map(|place| TaggingRow {
            tenant_id: plan.tenant(),
            tag_id: tags[place].id,
            noun: record.noun,
            record_id: record.id,
            owner_id: record.owner,
            directory: record.directory,
        }));
    }
    rows
}

/// The fields.
pub(super) fn fields(plan: &Plan) -> Vec<CustomFieldRow> {
    let mut rng = plan.rng("fields");
    let at = plan.calendar.at(plan.calendar.start, 9, 0, 0);
    let row = |(place, field): (usize, &Field)| CustomFieldRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        noun: field.noun,
        key: field.key,
        label: field.label,
        kind: field.values.kind(),
        choices: field.values.choices().to_vec(),
        position: place as i16,
        created_at: at,
    };
    plan.trade.fields.iter().enumerate().map(row).collect()
}

/// Their values.
pub(super) fn values(plan: &Plan, fields: &[CustomFieldRow], records: &[Record]) -> Vec<CustomValueRow> {
    let mut rng = plan.rng("values");
    let mut rows = Vec::new();
    for record in records {
        for (field, kept) in plan.trade.fields.iter().zip(fields) {
            if field.noun == record.noun && rng.chance(f64::from(field.share) / 100.0) {
                draw(plan, &mut rng, &field.values, &blank(plan, kept, record), &mut rows);
            }
        }
    }
    rows
}

fn blank(plan: &Plan, field: &CustomFieldRow, record: &Record) -> CustomValueRow {
    CustomValueRow {
        tenant_id: plan.tenant(),
        field_id: field.id,
        record_id: record.id,
        position: 0,
        noun: record.noun,
        text_value: None,
        number_value: None,
        date_value: None,
        boolean_value: None,
        user_value: None,
        owner_id: record.owner,
        directory: record.directory,
    }
}

fn draw(plan: &Plan, rng: &mut Rng, values: &Values, blank: &CustomValueRow, rows: &mut Vec<CustomValueRow>) {
    let mut row = blank.clone();
    match values {
        Values::Text(patterns) => {
            let pattern = rng.pick(patterns);
            row.text_value = Some(numbered(rng, pattern));
        }
        Values::Link(pattern) => row.text_value = Some(numbered(rng, pattern)),
        Values::Number(low, high) => row.number_value = Some(rng.between(*low, *high) as f64),
        Values::Money(low, high) => {
            row.number_value = Some(plan.money(rng.between(*low, *high) * 1_000) as f64);
            row.text_value = Some(plan.trade.currency.to_owned());
        }
        Values::Date(low, high) => {
            let days = rng.between(*low, *high) as i32;
            row.date_value = Some(working_day_from(plus_days(plan.calendar.today, days)));
        }
        Values::Choice(list) => row.text_value = Some(rng.pick(list).to_owned()),
        Values::Checkbox => row.boolean_value = Some(rng.chance(0.7)),
        Values::Person => row.user_value = Some(rng.pick(&plan.ground.people).id),
        Values::MultiChoice(list) => {
            let first = rng.below(list.len());
            for position in 0..1 + rng.below(3) {
                let choice = list[(first + position) % list.len()];
                rows.push(CustomValueRow {
                    position: position as i16,
                    text_value: Some(choice.to_owned()),
                    ..blank.clone()
                });
            }
            return;
        }
    }
    rows.push(row);
}

/// A pattern with its `#` as digits.
fn numbered(rng: &mut Rng, pattern: &str) -> String {
    pattern.chars().map(|c| if c == '#' { char::from(b'0' + rng.below(10) as u8) } else { c }).collect()
}
