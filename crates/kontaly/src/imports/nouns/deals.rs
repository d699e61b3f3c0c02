//! Deals from files: opportunities and potentials of other systems, with their stages mapped to ours.

use super::{Cell, Key, Kind, Noun, Table, Target, Values, Wrong, columns, fields};
use crate::deals::{Deal, rules, store};
use crate::imports::bulk::Stored;
use crate::imports::rows::Row;
use crate::imports::setting::Setting;
use jiff::Timestamp;
use kontaly_access::{CompanyId, ContactId, DealId, Permission, PipelineId, ProductId, StageId};
use uuid::Uuid;

columns! {
    Name "name" Text;
    PipelineId "pipeline_id" Id;
    StageId "stage_id" Id;
    State "state" Text;
    Amount "amount" Integer;
    Currency "currency" Text;
    Probability "probability" Integer;
    ExpectedCloseDate "expected_close_date" Date;
    ClosedAt "closed_at" Instant;
    LostReason "lost_reason" Text;
    CompanyId "company_id" Id;
    ContactId "contact_id" Id;
    ProductId "product_id" Id;
    Source "source" Text;
    Description "description" Text;
    Rank "rank" Text;
    StageEnteredAt "stage_entered_at" Instant;
    OwnerId "owner_id" Id;
    ExternalId "external_id" Text;
    CreatedAt "created_at" Instant;
}

fields! {
    ExternalId "external_id" "External id" Kind::Text(200), Some(Col::ExternalId as usize),
        ["id" "opportunity id" "deal id" "potential id" "record id"];
    Name "name" "Name" Kind::Text(200), Some(Col::Name as usize),
        ["deal" "deal name" "opportunity" "opportunity name" "potential" "potential name" "subject"];
    Owner "owner" "Owner" Kind::Reference(Target::Person), Some(Col::OwnerId as usize),
        ["deal owner" "opportunity owner" "potential owner" "owner name" "assigned to" "sales agent" "sales rep" "sales representative" "sales person" "salesperson"];
    Product "product" "Product" Kind::Reference(Target::Product), Some(Col::ProductId as usize), ["product name" "item"];
    Company "company" "Company" Kind::Reference(Target::Company), Some(Col::CompanyId as usize),
        ["company name" "account" "account name" "organization" "organisation" "organization name" "associated company" "customer" "client"];
    Contact "contact" "Contact" Kind::Reference(Target::Contact), Some(Col::ContactId as usize),
        ["contact name" "contact person" "contact email" "associated contact" "primary contact"];
    Stage "stage" "Stage" Kind::Stage, Some(Col::StageId as usize), ["deal stage" "sales stage" "opportunity stage" "status"];
    OpenedOn "created_at" "Opened" Kind::Instant, Some(Col::CreatedAt as usize),
        ["engage date" "created" "created on" "created date" "create date" "date created" "open date" "opened" "start date"];
    ClosedOn "closed_on" "Closed, or expected to close" Kind::Date, None,
        ["close date" "closed" "closing date" "closed date" "date closed" "won date"];
    ExpectedCloseDate "expected_close_date" "Expected close date" Kind::Date, Some(Col::ExpectedCloseDate as usize),
        ["expected close" "expected closing" "forecast close date"];
    Amount "amount" "Amount" Kind::Money, Some(Col::Amount as usize), ["close value" "value" "deal value" "deal amount" "total" "revenue" "expected revenue"];
    Currency "currency" "Currency" Kind::Currency, Some(Col::Currency as usize), ["currency code" "deal currency"];
    LostReason "lost_reason" "Lost reason" Kind::Text(200), Some(Col::LostReason as usize),
        ["loss reason" "closed lost reason" "reason for loss" "reason lost"];
    Source "source" "Source" Kind::Text(120), Some(Col::Source as usize), ["deal source" "lead source" "origin"];
    Description "description" "Description" Kind::Text(20_000), Some(Col::Description as usize), ["notes" "note" "comments" "deal description"];
}

/// Deals.
pub static DEALS: Noun = Noun {
    name: "deals",
    one: "deal",
    synonyms: &["opportunities", "opportunity", "potentials", "potential"],
    permissions: &[Permission::DealsCreate, Permission::DealsUpdate],
    fields: FIELDS,
    table: Some(&Table {
        name: "deals",
        columns: COLUMNS,
        external_id: (Is::ExternalId as usize, Col::ExternalId as usize),
        owner: Some(Col::OwnerId as usize),
        key: Key::None,
        directory: false,
        history: true,
        parent: None,
        settle,
        restore,
        derived: &[],
        units: UNITS,
        words,
        constraints: &[
            (
                "deals_by_external_id",
                "external_id",
                "taken",
                "A deal of this external id is there already, and not yours to change.",
            ),
            ("deals_tenant_id_owner_id_fkey", "owner", "unknown_reference", "There is no such person."),
            (
                "must_see_company_id",
                "company",
                "unknown_reference",
                "There is no such company that you can see.",
            ),
            (
                "must_see_contact_id",
                "contact",
                "unknown_reference",
                "There is no such contact that you can see.",
            ),
            ("deals_stage_is_live", "stage", "trashed", "This stage was trashed meanwhile."),
        ],
    }),
    creates: &[],
};

/// Where stage, amount, currency and expected close date stand: what the history of a deal is made of.
pub const HISTORY: [usize; 4] =
    [Col::StageId as usize, Col::Amount as usize, Col::Currency as usize, Col::ExpectedCloseDate as usize];

/// A stage comes with all that follows from it, and an amount with its currency.
const UNITS: &[&[usize]] = &[
    &[
        Col::PipelineId as usize,
        Col::StageId as usize,
        Col::State as usize,
        Col::Probability as usize,
        Col::ClosedAt as usize,
        Col::LostReason as usize,
        Col::StageEnteredAt as usize,
    ],
    &[Col::Amount as usize, Col::Currency as usize],
];

/// When a new deal entered the stage in which a file found it.
#[must_use]
pub fn entered_at(values: &Values) -> Option<Timestamp> {
    values[Col::StageEnteredAt].instant()
}

fn settle(
    setting: &Setting,
    row: &Row,
    before: Option<&Stored>,
    after: &mut Values,
) -> Result<(), Vec<Wrong>> {
    setting.default_created(before, &mut after[Col::CreatedAt]);
    if before.is_none() {
        after[Col::Rank] = Cell::Text(rank(setting.now, row.line));
        if after[Col::StageId].is_blank() {
            after[Col::StageId] = setting.first_stage().map(|stage| stage.id.0).into();
        }
    }
    if after[Col::Currency].is_blank() {
        after[Col::Currency] = Cell::Text(setting.currency.clone());
    }
    if after[Col::Name].is_blank() {
        after[Col::Name] = Cell::Text(name_of(row));
    }
    enter_stage(setting, before, after)?;
    close(setting, row, before, after)?;
    let stage = setting.stage(after[Col::StageId].id());
    let deal = deal(setting, after);
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut settled = deal.clone();
    if let Err(fields) = rules::settle(&mut settled) {
        wrong.extend(fields.into_iter().map(Wrong::from_rule));
    }
    let entered = before.is_none_or(|before| before.values[Col::StageId] != after[Col::StageId]);
    if let (true, Some(stage)) = (entered, stage) {
        wrong.extend(rules::missing(&deal, &stage.required_fields).into_iter().map(Wrong::from_rule));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// A deal that gets values back gets all of a stage or nothing of it: nothing is to be filled, whatever the pipeline.
fn restore(setting: &Setting, _: &Row, _: Option<&Stored>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    let settled = rules::settle(&mut deal(setting, after));
    settled.map_err(|fields| fields.into_iter().map(Wrong::from_rule).collect())
}

/// What follows from the stage. A deal that stays in a stage that we do not know (of another pipeline) stays as it is.
fn enter_stage(setting: &Setting, before: Option<&Stored>, after: &mut Values) -> Result<(), Vec<Wrong>> {
    if before.is_some_and(|before| before.values[Col::StageId] == after[Col::StageId]) {
        return Ok(());
    }
    let Some(stage) = setting.stage(after[Col::StageId].id()) else {
        return Err(vec![Wrong::new("stage", "unknown_value", "There is no such stage in the pipeline.")]);
    };
    after[Col::PipelineId] = Cell::Id(stage.pipeline_id.0);
    after[Col::State] = Cell::Text(stage.kind.clone());
    after[Col::Probability] = Cell::Integer(stage.probability.into());
    Ok(())
}

/// The closing day is when a won or lost deal was closed, and when an open one is expected to be.
fn close(
    setting: &Setting,
    row: &Row,
    before: Option<&Stored>,
    after: &mut Values,
) -> Result<(), Vec<Wrong>> {
    let day = row.given[Is::ClosedOn as usize].date();
    let state = after[Col::State].text().unwrap_or_default();
    let (open, lost) = (state == "open", state == "lost");
    if open {
        after[Col::ClosedAt] = Cell::Null;
        let fills = !row.merging || after[Col::ExpectedCloseDate].is_blank();
        if let (Some(day), true) = (day, fills) {
            after[Col::ExpectedCloseDate] = Cell::Date(day);
        }
    } else {
        let stands = after[Col::ClosedAt].instant();
        let same = stands.is_some_and(|at| row.merging || day.is_none_or(|day| setting.day(at) == day));
        if !same {
            let Some(at) = day.and_then(|day| setting.midnight(day)) else {
                let why = "A won or lost deal needs the day on which it was closed.";
                return Err(vec![Wrong::new("closed_on", "required", why)]);
            };
            after[Col::ClosedAt] = Cell::Instant(at);
        }
    }
    // A reason that the file gives for a deal that was not lost stays, and the rules refuse it.
    if !lost && row.given[Is::LostReason as usize].is_blank() {
        after[Col::LostReason] = Cell::Null;
    } else if lost && after[Col::LostReason].is_blank() {
        after[Col::LostReason] = Cell::Text(setting.lost_reason.clone());
    }
    if before.is_none_or(|before| before.values[Col::StageId] != after[Col::StageId]) {
        let opened = (before.is_none() || !row.given[Is::OpenedOn as usize].is_blank())
            .then(|| after[Col::CreatedAt].instant())
            .flatten();
        after[Col::StageEnteredAt] = match after[Col::ClosedAt].instant().or(opened) {
            Some(at) => Cell::Instant(at),
            None => Cell::Instant(setting.now),
        };
    }
    Ok(())
}

/// A deal without a name is called by its company and product, or by its external id.
fn name_of(row: &Row) -> String {
    let parts = [Is::Company as usize, Is::Product as usize].map(|field| row.name(field));
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    let name = match (parts.as_slice(), &row.given[Is::ExternalId as usize]) {
        ([], Cell::Text(id)) => id.clone(),
        ([one], Cell::Text(id)) => format!("{one} · {id}"),
        (parts, _) => parts.join(" · "),
    };
    name.chars().take(200).collect()
}

/// The place of an imported deal in its column: behind what was imported before, in the order of the file. Digits of the
/// time in milliseconds, which stand near the middle of all ranks, then the line; no rank ends in a zero.
fn rank(now: Timestamp, line: i64) -> String {
    let mut rank = digits(u64::try_from(now.as_millisecond()).unwrap_or(0), 7);
    rank += &digits(u64::try_from(line).unwrap_or(0), 5);
    rank.push('V');
    rank
}

/// A number in base 62 with so many digits, in the order of ASCII.
fn digits(mut number: u64, width: usize) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut text = vec!['0'; width];
    for digit in text.iter_mut().rev() {
        *digit = char::from(DIGITS[usize::try_from(number % 62).unwrap_or(0)]);
        number /= 62;
    }
    text.into_iter().collect()
}

/// The record that the rules of deals judge.
fn deal(setting: &Setting, values: &Values) -> Deal {
    let text = |at: Col| values[at].text().map(str::to_owned);
    let id = |at: Col| values[at].id();
    Deal {
        id: DealId(Uuid::nil()),
        name: text(Col::Name).unwrap_or_default(),
        pipeline_id: PipelineId(id(Col::PipelineId).unwrap_or_default()),
        stage_id: StageId(id(Col::StageId).unwrap_or_default()),
        state: text(Col::State).unwrap_or_default(),
        amount: values[Col::Amount].integer(),
        currency: text(Col::Currency).unwrap_or_default(),
        probability: values[Col::Probability].integer().and_then(|n| i16::try_from(n).ok()).unwrap_or(0),
        weighted_amount: None,
        expected_close_date: values[Col::ExpectedCloseDate].date(),
        closed_at: values[Col::ClosedAt].instant(),
        lost_reason: text(Col::LostReason),
        company_id: id(Col::CompanyId).map(CompanyId),
        company_name: None,
        contact_id: id(Col::ContactId).map(ContactId),
        contact_name: None,
        product_id: id(Col::ProductId).map(ProductId),
        product_name: None,
        source: text(Col::Source),
        description: text(Col::Description),
        rank: text(Col::Rank).unwrap_or_default(),
        stage_entered_at: values[Col::StageEnteredAt].instant().unwrap_or(setting.now),
        owner_id: id(Col::OwnerId).map(Into::into),
        external_id: text(Col::ExternalId),
        created_at: values[Col::CreatedAt].instant().unwrap_or(setting.now),
        updated_at: setting.now,
        trashed_at: None,
        version: 1,
    }
}

fn words(setting: &Setting, values: &Values, _: &[&str]) -> Vec<String> {
    store::words(&deal(setting, values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_the_file_and_the_clock() {
        let at = |millis| Timestamp::from_millisecond(millis).expect("an instant");
        let now = 1_790_000_000_000;
        let ranks: Vec<String> =
            [(now, 2), (now, 3), (now, 61), (now, 62), (now, 1_000_000), (now + 1, 2), (now + 86_400_000, 2)]
                .map(|(millis, line)| rank(at(millis), line))
                .to_vec();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
        assert!(
            crate::deals::rank::between(Some(&ranks[0]), Some(&ranks[1]), Uuid::nil(), at(now)).is_some()
        );
        assert!(
            crate::deals::rank::top(at(now), Uuid::nil()) < ranks[0],
            "what is made by hand stands in front"
        );
        assert!(crate::deals::rank::between(Some(&ranks[6]), None, Uuid::nil(), at(now)).is_some());
    }
}
