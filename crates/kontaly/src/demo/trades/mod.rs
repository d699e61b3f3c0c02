//! The three trades: what each workspace sells, to whom, how it is staffed, and what it talks about.

mod acme;
mod globex;
mod sakura;

use super::places::Country;
use kontaly_access::Role;

/// The showcase's workspaces, in the order in which they are made; the scale data takes turns through them.
pub(super) static TRADES: [&Trade; 3] = [&acme::ACME, &globex::GLOBEX, &sakura::SAKURA];

/// A trade.
pub(super) struct Trade {
    /// The workspace's part of the address.
    pub(super) slug: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// IANA time zone.
    pub(super) time_zone: &'static str,
    /// ISO 4217 code.
    pub(super) currency: &'static str,
    /// Minor units in a unit of the currency: 1 for yen.
    pub(super) minor: i64,
    /// Its teams; a parent stands before its children.
    pub(super) teams: &'static [Team],
    /// Its people; the first is the administrator.
    pub(super) people: &'static [Seat],
    /// How many records the showcase has.
    pub(super) counts: Counts,
    /// Where its customers are.
    pub(super) countries: &'static [(u32, &'static Country)],
    /// What its customers do.
    pub(super) sectors: &'static [Sector],
    /// What it sells.
    pub(super) products: &'static [Product],
    /// How far amounts scatter around price times quantity.
    pub(super) amount_sigma: f64,
    /// Median days from a deal's beginning to its end.
    pub(super) cycle_days: f64,
    /// How much of a year's business begins in each month.
    pub(super) season: [u32; 12],
    /// The last month's business over the first's.
    pub(super) growth: f64,
    /// Won among won and lost.
    pub(super) win_rate: f64,
    /// Where leads and deals come from.
    pub(super) sources: &'static [(u32, &'static str)],
    /// Why deals are lost.
    pub(super) lost_reasons: &'static [(u32, &'static str)],
    /// Positions of contacts.
    pub(super) titles: &'static [&'static str],
    /// What is talked about.
    pub(super) topics: &'static [&'static str],
    /// What is worth remembering of a company or a person.
    pub(super) notes: &'static [&'static str],
    /// Tags and their colours.
    pub(super) tags: &'static [(&'static str, &'static str)],
    /// Custom fields.
    pub(super) fields: &'static [Field],
    /// Another pipeline beside that for sales, of workspaces that are looked at.
    pub(super) second: Option<SecondPipeline>,
}

/// Business that goes its own way.
pub(super) struct SecondPipeline {
    /// Its name.
    pub(super) name: &'static str,
    /// Its stages: label, kind, percent, forecast category, days until stale.
    pub(super) stages: &'static [(&'static str, &'static str, i16, &'static str, Option<i16>)],
    /// The series of the products that go through it.
    pub(super) series: &'static str,
    /// How many deals.
    pub(super) deals: usize,
    /// Median days of a deal.
    pub(super) cycle_days: f64,
}

/// A team of the workspace.
pub(super) struct Team {
    /// Its name.
    pub(super) name: &'static str,
    /// The place of the team above it in the list.
    pub(super) parent: Option<usize>,
}

/// Somebody who works there.
pub(super) struct Seat {
    /// First name; in lower case, without accents, also the local part of the e-mail address.
    pub(super) first: &'static str,
    /// Last name.
    pub(super) last: &'static str,
    /// Role.
    pub(super) role: Role,
    /// The place of the team in the list.
    pub(super) team: Option<usize>,
}

/// How many records there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counts {
    /// Companies.
    pub(super) companies: usize,
    /// Contacts.
    pub(super) contacts: usize,
    /// Leads.
    pub(super) leads: usize,
    /// Deals.
    pub(super) deals: usize,
}

/// A kind of customer.
pub(super) struct Sector {
    /// The industry.
    pub(super) industry: &'static str,
    /// What such companies have in their names.
    pub(super) words: &'static [&'static str],
    /// Median of employees.
    pub(super) employees: f64,
}

/// Something that is sold.
pub(super) struct Product {
    /// Its name.
    pub(super) name: &'static str,
    /// The series it belongs to.
    pub(super) series: &'static str,
    /// Its number in the price list.
    pub(super) code: &'static str,
    /// Price in whole units of the currency.
    pub(super) price: i64,
    /// Median quantity of a deal.
    pub(super) quantity: f64,
    /// How often it is sold.
    pub(super) weight: u32,
    /// What its deals are called, behind the company's name.
    pub(super) deals: &'static [&'static str],
}

/// A custom field and how its values are drawn.
pub(super) struct Field {
    /// On which noun.
    pub(super) noun: &'static str,
    /// Its name in filters.
    pub(super) key: &'static str,
    /// Its name on the page.
    pub(super) label: &'static str,
    /// How many of a hundred records have a value.
    pub(super) share: u32,
    /// What values there are.
    pub(super) values: Values,
}

/// Values of a custom field; each is a kind of field.
pub(super) enum Values {
    /// Text, `#` being a digit.
    Text(&'static [&'static str]),
    /// A number in a range.
    Number(i64, i64),
    /// Money in a range, in thousands of units.
    Money(i64, i64),
    /// A date, in days from the reference day.
    Date(i64, i64),
    /// One of a list.
    Choice(&'static [&'static str]),
    /// Some of a list.
    MultiChoice(&'static [&'static str]),
    /// Somebody of the workspace.
    Person,
    /// An address, `#` being a digit.
    Link(&'static str),
    /// Yes or no.
    Checkbox,
}

impl Values {
    /// The kind of field.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Number(..) => "number",
            Self::Money(..) => "money",
            Self::Date(..) => "date",
            Self::Choice(_) => "choice",
            Self::MultiChoice(_) => "multi_choice",
            Self::Person => "person",
            Self::Link(_) => "link",
            Self::Checkbox => "checkbox",
        }
    }

    /// The list of a choice.
    pub(super) fn choices(&self) -> &'static [&'static str] {
        match self {
            Self::Choice(list) | Self::MultiChoice(list) => list,
            _ => &[],
        }
    }
}

/// Somebody who works there, on one line.
const fn seat(first: &'static str, last: &'static str, role: Role, team: Option<usize>) -> Seat {
    Seat { first, last, role, team }
}

/// A product on one line.
const fn product(
    (name, series, code): (&'static str, &'static str, &'static str),
    (price, quantity, weight): (i64, f64, u32),
    deals: &'static [&'static str],
) -> Product {
    Product { name, series, code, price, quantity, weight, deals }
}

/// A sector on one line.
const fn sector(industry: &'static str, employees: f64, words: &'static [&'static str]) -> Sector {
    Sector { industry, words, employees }
}

/// A custom field on one line.
const fn field(
    noun: &'static str,
    (key, label): (&'static str, &'static str),
    share: u32,
    values: Values,
) -> Field {
    Field { noun, key, label, share, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::people::slug;
    use std::collections::HashSet;

    #[test]
    fn trades_are_staffed_and_named_as_they_must_be() {
        for trade in TRADES {
            assert!((8..=20).contains(&trade.people.len()), "{}", trade.slug);
            assert_eq!(trade.people[0].role, Role::Administrator);
            for role in Role::ALL {
                assert!(trade.people.iter().any(|seat| seat.role == role), "{} has a {role:?}", trade.slug);
            }
            let addresses: HashSet<_> = trade.people.iter().map(|seat| slug(seat.first)).collect();
            assert_eq!(addresses.len(), trade.people.len(), "two of {} share an address", trade.slug);
            for (place, team) in trade.teams.iter().enumerate() {
                assert!(team.parent.is_none_or(|parent| parent < place));
            }
            assert!(trade.people.iter().all(|seat| seat.team.is_none_or(|team| team < trade.teams.len())));
            assert!(trade.sectors.iter().all(|sector| !sector.words.is_empty()));
            assert!(trade.products.iter().all(|product| product.price > 0 && !product.deals.is_empty()));
        }
    }
}
