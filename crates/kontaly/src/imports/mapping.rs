//! How a file is to be read: which column fills which field, and whatever only a person can know.

use super::nouns::{Kind, Noun};
use super::values::date::DateOrder;
use super::values::number::DecimalMark;
use crate::http::error::FieldError;
use crate::http::rules::Check;
use crate::http::{Change, Error, Result};
use crate::search::fold;
use kontaly_access::{PipelineId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Confirmed values of one field at most.
const VALUES_MAX: usize = 5_000;

/// How a file is read. What the server can tell from the file is proposed; the rest is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Mapping {
    /// Each column of the file, by its header, and the field that it fills; null: it is not imported.
    #[schema(example = json!({"sales_agent": "owner", "deal_stage": "stage", "notes": null}))]
    pub columns: BTreeMap<String, Option<String>>,
    /// What the numbers of a column are multiplied with: 1000000 for a column in millions.
    #[schema(example = json!({"revenue": 1_000_000}))]
    pub scales: BTreeMap<String, i64>,
    /// The order of dates, where the columns do not show it.
    pub date_order: Option<DateOrder>,
    /// The decimal mark, where the columns do not show it.
    pub decimal_mark: Option<DecimalMark>,
    /// ISO 4217 code of amounts that name none; the workspace's when absent.
    pub currency: Option<String>,
    /// Whose the records become that name no owner; null: nobody's.
    pub owner_id: Option<UserId>,
    /// The pipeline that deals go into; the first one when absent.
    pub pipeline_id: Option<PipelineId>,
    /// What a value of the file stands for, by field: confirmed near matches, and other systems' stages.
    #[schema(example = json!({"product": {"GTXPro": "GTX Pro"}, "stage": {"Engaging": "Discovery"}}))]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// The fields whose unknown names become records of their own; rows that name them are rejected otherwise.
    #[schema(example = json!(["company"]))]
    pub create: BTreeSet<String>,
    /// Why deals were lost that do not say why.
    pub lost_reason: Option<String>,
    /// People without an e-mail address get one at this domain.
    pub email_domain: Option<String>,
}

/// What changes about a mapping. Absent leaves a part; the maps are added to what is there, entry by entry.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MappingPatch {
    /// Columns and the fields that they fill.
    #[schema(example = json!({"sales_agent": "owner"}))]
    pub columns: BTreeMap<String, Option<String>>,
    /// What the numbers of a column are multiplied with; 1 takes it back.
    pub scales: BTreeMap<String, i64>,
    /// The order of dates.
    #[schema(value_type = Option<DateOrder>)]
    pub date_order: Change<DateOrder>,
    /// The decimal mark.
    #[schema(value_type = Option<DecimalMark>)]
    pub decimal_mark: Change<DecimalMark>,
    /// ISO 4217 code of amounts that name none.
    #[schema(value_type = Option<String>)]
    pub currency: Change<String>,
    /// Whose the records become that name no owner.
    #[schema(value_type = Option<UserId>)]
    pub owner_id: Change<UserId>,
    /// The pipeline that deals go into.
    #[schema(value_type = Option<PipelineId>)]
    pub pipeline_id: Change<PipelineId>,
    /// What values of the file stand for; null takes one back.
    #[schema(example = json!({"product": {"GTXPro": "GTX Pro"}}))]
    pub values: BTreeMap<String, BTreeMap<String, Option<String>>>,
    /// The fields whose unknown names become records: all of them, anew.
    pub create: Option<BTreeSet<String>>,
    /// Why deals were lost that do not say why.
    #[schema(value_type = Option<String>)]
    pub lost_reason: Change<String>,
    /// The domain of addresses that are made up.
    #[schema(value_type = Option<String>)]
    pub email_domain: Change<String>,
}

impl MappingPatch {
    /// Applies the change.
    pub fn apply(self, mapping: &mut Mapping) {
        mapping.columns.extend(self.columns);
        mapping.scales.extend(self.scales);
        mapping.scales.retain(|_, scale| *scale != 1);
        self.date_order.apply(&mut mapping.date_order);
        self.decimal_mark.apply(&mut mapping.decimal_mark);
        self.currency.apply(&mut mapping.currency);
        self.owner_id.apply(&mut mapping.owner_id);
        self.pipeline_id.apply(&mut mapping.pipeline_id);
        for (field, values) in self.values {
            let known = mapping.values.entry(field).or_default();
            for (from, to) in values {
                if let Some(to) = to {
                    known.insert(from, to);
                } else {
                    known.remove(&from);
                }
            }
        }
        mapping.values.retain(|_, values| !values.is_empty());
        if let Some(create) = self.create {
            mapping.create = create;
        }
        self.lost_reason.apply(&mut mapping.lost_reason);
        self.email_domain.apply(&mut mapping.email_domain);
    }
}

impl Mapping {
    /// What the headers alone propose: every column whose header names a field, the first one where two do. What was
    /// confirmed in an earlier import of the same kind of file is kept.
    #[must_use]
    pub fn proposed(noun: &Noun, header: &[String], earlier: Option<&Self>) -> Self {
        let mut mapping =
            Self { create: noun.creates.iter().map(|&name| name.to_owned()).collect(), ..Self::default() };
        let mut taken = BTreeSet::new();
        // Exact names first, so that "name" is not taken by a synonym that stands further left.
        for exact in [true, false] {
            for column in header {
                if mapping.columns.get(column).is_some_and(Option::is_some) {
                    continue;
                }
                let (words, scale) = header_words(column);
                let field = noun.fields.iter().find(|field| {
                    let named = if exact {
                        fold(&field.name.replace('_', " ")) == words
                    } else {
                        field.synonyms.contains(&words.as_str())
                    };
                    named && (field.takes_many() || !taken.contains(field.name))
                });
                if let Some(field) = field {
                    taken.insert(field.name);
                    if scale != 1 && field.kind.is_numeric() {
                        mapping.scales.insert(column.clone(), scale);
                    }
                }
                mapping.columns.insert(column.clone(), field.map(|field| field.name.to_owned()));
            }
        }
        if let Some(earlier) = earlier.filter(|earlier| earlier.columns.keys().eq(mapping.columns.keys())) {
            // The dates of another file say nothing about this one's.
            mapping = Self { date_order: None, decimal_mark: None, ..earlier.clone() };
        }
        mapping
    }

    /// Judges the mapping against the noun and the file's header.
    ///
    /// # Errors
    /// Every part that cannot be.
    pub fn check(&self, noun: &Noun, header: &[String]) -> Result<()> {
        let mut check = Check::default();
        let mut filled = BTreeSet::new();
        for (column, field) in &self.columns {
            let place = format!("columns.{column}");
            check.that(header.contains(column), &place, "unknown_column", "The file has no such column.");
            let Some(name) = field else { continue };
            let Some(field) = noun.field(name).map(|at| &noun.fields[at]) else {
                check.that(false, &place, "unknown_field", "There is no such field to fill.");
                continue;
            };
            let once = filled.insert(name) || field.takes_many();
            check.that(once, &place, "filled_twice", "Another column fills this field already.");
        }
        for (column, scale) in &self.scales {
            let place = format!("scales.{column}");
            check.that(header.contains(column), &place, "unknown_column", "The file has no such column.");
            let fits = (1..=1_000_000_000).contains(scale);
            check.that(fits, &place, "out_of_range", "Give a whole number from 1 to 1000000000.");
        }
        for (field, values) in &self.values {
            let place = format!("values.{field}");
            let kind = noun.field(field).map(|at| noun.fields[at].kind);
            let stands_for = matches!(kind, Some(Kind::Reference(_) | Kind::Stage | Kind::Choice(_)));
            check.that(
                stands_for,
                &place,
                "unknown_field",
                "The values of this field stand for nothing else.",
            );
            check.that(
                values.len() <= VALUES_MAX,
                &place,
                "too_many",
                "That are too many values to confirm.",
            );
        }
        for field in &self.create {
            let can = noun.field(field).is_some_and(|at| creatable(noun.fields[at].kind));
            check.that(can, "create", "unknown_field", "Only companies are made along the way.");
        }
        check.currency("currency", self.currency.as_deref());
        check.option_length("lost_reason", self.lost_reason.as_deref(), 200);
        let domain = self.email_domain.as_deref();
        let is_domain = domain.is_none_or(|domain| crate::accounts::is_email(&format!("a@{domain}")));
        check.that(is_domain, "email_domain", "not_a_domain", "A domain looks like example.com.");
        check.done().map_err(Error::invalid)
    }

    /// What a value of the file stands for, if something was said about it.
    #[must_use]
    pub fn stands_for(&self, field: &str, value: &str) -> Option<&str> {
        self.values.get(field)?.get(value).map(String::as_str)
    }

    /// The columns that fill a field.
    pub fn columns_of<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a str> {
        self.columns
            .iter()
            .filter(move |(_, name)| name.as_deref() == Some(field))
            .map(|(column, _)| column.as_str())
    }

    /// The required fields that no column fills.
    #[must_use]
    pub fn missing(&self, noun: &Noun) -> Vec<FieldError> {
        let mut check = Check::default();
        for field in noun.fields.iter().filter(|field| field.required) {
            let filled = self.columns_of(field.name).next().is_some();
            check.that(
                filled,
                field.name,
                "required_field_unmapped",
                &format!("No column fills {:?}.", field.label),
            );
        }
        check.done().err().unwrap_or_default()
    }
}

/// Whether unknown names of such a field can become records of their own.
#[must_use]
pub fn creatable(kind: Kind) -> bool {
    matches!(kind, Kind::Reference(super::nouns::Target::Company))
}

/// A header in words of lower case, and the scale that it announces: `AnnualRevenue_(millions)` is "annual revenue" and
/// a million.
#[must_use]
pub fn header_words(header: &str) -> (String, i64) {
    let mut spaced = String::with_capacity(header.len() + 8);
    let mut before = ' ';
    for c in header.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() || c == '&' { c } else { ' ' });
        before = c;
    }
    let folded = fold(&spaced);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut scale = 1;
    while let [start @ .., last] = words.as_slice() {
        scale = match *last {
            "thousands" | "thousand" | "k" | "tsd" => 1_000,
            "millions" | "million" | "mio" | "mn" | "mm" => 1_000_000,
            "billions" | "billion" | "bn" => 1_000_000_000,
            "in" | "usd" | "eur" | "gbp" if !start.is_empty() => scale,
            _ => break,
        };
        words = start.to_vec();
    }
    (words.join(" "), scale)
}

#[cfg(test)]
mod tests {
    use super::super::nouns::{
        companies::COMPANIES, contacts::CONTACTS, deals::DEALS, leads::LEADS, people::PEOPLE,
        products::PRODUCTS,
    };
    use super::*;

    fn proposed(noun: &Noun, header: &str) -> Vec<(String, Option<String>)> {
        let header: Vec<String> = header.split(',').map(str::to_owned).collect();
        let mapping = Mapping::proposed(noun, &header, None);
        header.into_iter().map(|column| (column.clone(), mapping.columns[&column].clone())).collect()
    }

    #[track_caller]
    fn assert_proposed(noun: &Noun, pairs: &[(&str, &str)]) {
        let header: Vec<&str> = pairs.iter().map(|(column, _)| *column).collect();
        for ((column, field), (_, wanted)) in proposed(noun, &header.join(",")).into_iter().zip(pairs) {
            assert_eq!(field.unwrap_or_default(), *wanted, "{}.{column}", noun.name);
        }
    }

    #[test]
    fn headers_of_other_systems_are_recognised() {
        assert_proposed(
            &DEALS,
            &[
                ("opportunity_id", "external_id"),
                ("sales_agent", "owner"),
                ("product", "product"),
                ("account", "company"),
                ("deal_stage", "stage"),
                ("engage_date", "created_at"),
                ("close_date", "closed_on"),
                ("close_value", "amount"),
                ("Whatever", ""),
            ],
        );
        assert_proposed(
            &COMPANIES,
            &[
                ("account", "name"),
                ("sector", "industry"),
                ("year_established", "founded_year"),
                ("revenue", "annual_revenue"),
                ("employees", "employees"),
                ("office_location", "country"),
                ("subsidiary_of", "parent"),
            ],
        );
        assert_proposed(&PRODUCTS, &[("product", "name"), ("series", "series"), ("sales_price", "price")]);
        assert_proposed(
            &PEOPLE,
            &[("sales_agent", "name"), ("manager", "manager"), ("regional_office", "team")],
        );
        assert_proposed(
            &CONTACTS,
            &[
                ("id", "external_id"),
                ("first_name", "first_name"),
                ("LastName", "last_name"),
                ("company_name", ""),
                ("company", "company"),
                ("Email", "email_work"),
                ("email_home", "email_home"),
                ("Email 2", "email_other"),
                ("E-mail 3", ""),
                ("Mobile Phone", "phone_mobile"),
                ("sales", ""),
            ],
        );
        assert_proposed(
            &LEADS,
            &[
                ("Lead Owner", "owner"),
                ("Company", "company_name"),
                ("Name", "full_name"),
                ("Potential Value", "amount"),
            ],
        );
    }

    #[test]
    fn a_header_announces_its_scale() {
        assert_eq!(header_words("Revenue (Millions)"), ("revenue".into(), 1_000_000));
        assert_eq!(header_words("annualRevenue_in_k_USD"), ("annual revenue".into(), 1_000));
        assert_eq!(header_words("Amount EUR"), ("amount".into(), 1));
        assert_eq!(header_words("in"), ("in".into(), 1));
        let mapping = Mapping::proposed(&COMPANIES, &["Name".into(), "Revenue (mio)".into()], None);
        assert_eq!(mapping.scales, BTreeMap::from([("Revenue (mio)".to_owned(), 1_000_000)]));
    }

    #[test]
    fn what_was_confirmed_once_is_kept_for_the_next_file_of_its_kind() {
        let header = ["product".to_owned(), "amount".to_owned()];
        let mut earlier = Mapping::proposed(&DEALS, &header, None);
        earlier.values =
            BTreeMap::from([("product".into(), BTreeMap::from([("GTXPro".into(), "GTX Pro".into())]))]);
        earlier.date_order = Some(DateOrder::Mdy);
        let next = Mapping::proposed(&DEALS, &header, Some(&earlier));
        assert_eq!((next.values, next.date_order), (earlier.values.clone(), None));
        let other = Mapping::proposed(&DEALS, &["product".to_owned()], Some(&earlier));
        assert!(other.values.is_empty(), "another kind of file");
    }

    #[test]
    fn a_mapping_that_cannot_be_is_told_all_at_once() {
        let header = ["a".to_owned(), "b".to_owned()];
        let mut mapping = Mapping::proposed(&DEALS, &header, None);
        let patch: MappingPatch = serde_json::from_value(serde_json::json!({
            "columns": {"a": "amount", "b": "amount", "c": "owner"},
            "scales": {"a": 0},
            "values": {"name": {"x": "y"}},
            "create": ["product"],
            "currency": "euro",
            "email_domain": "x y",
        }))
        .expect("a patch");
        patch.apply(&mut mapping);
        let error = mapping.check(&DEALS, &header).expect_err("wrong in every part");
        let codes: Vec<_> = error.fields().iter().map(|field| field.code.as_str()).collect();
        assert_eq!(
            codes,
            [
                "filled_twice",
                "unknown_column",
                "out_of_range",
                "unknown_field",
                "unknown_field",
                "malformed",
                "not_a_domain"
            ]
        );
    }
}
