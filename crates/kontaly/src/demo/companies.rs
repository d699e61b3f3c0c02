//! Companies: names that fit their trade and country, addresses, owners.

use super::calendar::{plus_days, working_day_until};
use super::people::slug;
use super::places::Country;
use super::plan::{Plan, Sellers, rounded};
use super::rng::Rng;
use super::rows::CompanyRow;
use super::trades::Sector;
use crate::accounts::name_key;
use jiff::Timestamp;
use std::collections::HashSet;

/// A company and what other nouns need to know of it.
#[derive(Clone)]
pub(super) struct Company {
    /// What is kept.
    pub(super) row: CompanyRow,
    /// What people call it: deals are named after that.
    pub(super) short: String,
    /// Where it is.
    pub(super) country: &'static Country,
    /// The domain of its people's addresses.
    pub(super) domain: String,
    /// How its people's addresses are made: 0 `first.last`, 1 `f.last`, 2 `first`.
    pub(super) mail_style: usize,
}

#[rustfmt::skip]
const STEMS: &[&str] = &[
    "Alderbrook", "Anvil", "Arbor", "Ardent", "Argent", "Aster", "Aurora", "Basalt", "Beacon", "Birchwood", "Bluefin",
    "Borealis", "Bramble", "Brightside", "Calder", "Canopy", "Cardinal", "Cascade", "Cinder", "Cobalt", "Compass",
    "Copperfield", "Corvus", "Crestline", "Cygnet", "Delphi", "Dunlin", "Eider", "Ember", "Equinox", "Everline", "Falcon",
    "Fathom", "Fennel", "Fernhill", "Finch", "Firth", "Flint", "Foxglove", "Garnet", "Glasswing", "Granite", "Greyfield",
    "Gullwing", "Halcyon", "Harbour", "Hawthorn", "Hazel", "Helix", "Heron", "Hollin", "Horizon", "Ibis", "Indigo",
    "Ironwood", "Ivory", "Jasper", "Juniper", "Kestrel", "Keystone", "Kingfisher", "Larch", "Lattice", "Linden",
    "Lodestar", "Lumen", "Magnolia", "Marlin", "Meridian", "Mistral", "Monarch", "Mosaic", "Nimbus", "Nordlys",
    "Northwind", "Oakridge", "Obsidian", "Onyx", "Orchard", "Osprey", "Parallax", "Pebble", "Pinnacle", "Plover",
    "Polaris", "Prisma", "Quarry", "Quartz", "Quill", "Ravine", "Redwood", "Ridgeway", "Rowan", "Sable", "Saffron",
    "Sandpiper", "Sierra", "Silverlake", "Solstice", "Sparrow", "Spruce", "Stellar", "Summit", "Sycamore", "Tamarind",
    "Tern", "Tessera", "Thistle", "Tidal", "Topaz", "Trellis", "Tundra", "Umbra", "Verdant", "Vertex", "Vesper",
    "Waypoint", "Westmark", "Whitebridge", "Willow", "Windrose", "Wren", "Yarrow", "Zenith", "Zephyr",
    "Abacus", "Acorn", "Agate", "Amberley", "Anchor", "Aspen", "Balsam", "Barley", "Bellwether", "Blackthorn", "Bracken",
    "Brookfield", "Camber", "Caraway", "Cloudberry", "Coralline", "Crane", "Damson", "Dovetail", "Driftwood", "Eastgate",
    "Elderflower", "Evergreen", "Farrow", "Feldspar", "Gable", "Gantry", "Ginkgo", "Grove", "Hemlock", "Hillcrest",
    "Inkwell", "Isobar", "Kelp", "Lantern", "Lighthouse", "Longbow", "Madrone", "Mallow", "Millstone", "Moorland",
    "Nutmeg", "Overture", "Palisade", "Peregrine", "Pollen", "Portico", "Raven", "Reedbed", "Riverbend", "Sextant",
    "Shoreline", "Slate", "Sorrel", "Starling", "Stonecrop", "Terrace", "Timberline", "Turnstone", "Vantage", "Wagtail",
    "Wharf", "Wildrose",
];

/// Names of Japanese companies, in Latin letters and as written at home.
#[rustfmt::skip]
const JAPANESE_STEMS: &[(&str, &str)] = &[
    ("Aozora", "青空"), ("Wakaba", "若葉"), ("Hinode", "日の出"), ("Komorebi", "木漏れ日"), ("Yamabuki", "山吹"),
    ("Hoshikawa", "星川"), ("Midorikawa", "緑川"), ("Shirakaba", "白樺"), ("Tachibana", "橘"), ("Fujimi", "富士見"),
    ("Kazami", "風見"), ("Minatoya", "港屋"), ("Akebono", "曙"), ("Suzukaze", "涼風"), ("Asagiri", "朝霧"),
    ("Kurenai", "紅"), ("Matsukaze", "松風"), ("Momiji", "紅葉"), ("Nagisa", "渚"), ("Tsubame", "燕"),
    ("Tsukimi", "月見"), ("Umenoki", "梅の木"), ("Yukiyama", "雪山"), ("Harumi", "晴海"), ("Sazanami", "細波"),
    ("Takemori", "竹森"), ("Kikyo", "桔梗"), ("Hayabusa", "隼"), ("Isonami", "磯波"), ("Mizuho-ya", "瑞穂屋"),
];
/// What stands behind them at home.
const JAPANESE_TRADES: &[&str] = &["産業", "商事", "工業", "物産", "製作所"];

/// The names of a company: as it signs, as people call it, and longer where two would be called the same; as its
/// domain begins.
struct Names {
    full: String,
    short: String,
    longer: String,
    domain: String,
}

fn western(rng: &mut Rng, country: &Country, sector: &Sector, city: &str) -> Names {
    let word = rng.pick(sector.words);
    let (base, short) = match rng.below(10) {
        0..=4 => {
            let stem = rng.pick(STEMS);
            (format!("{stem} {word}"), stem.to_owned())
        }
        5 | 6 => {
            let stem = rng.pick(STEMS);
            (stem.to_owned(), stem.to_owned())
        }
        7 => {
            let culture = country.culture(rng);
            let both = format!("{} & {}", culture.family(rng), culture.family(rng));
            (both.clone(), both)
        }
        8 => {
            let named = format!("{} {word}", country.culture(rng).family(rng));
            (named.clone(), named)
        }
        _ => {
            let named = format!("{city} {word}");
            (named.clone(), named)
        }
    };
    let legal = rng.pick(country.legal);
    let full = match country.legal {
        ["PT"] => format!("PT {base}"),
        _ if rng.chance(0.88) => format!("{base} {legal}"),
        _ => base.clone(),
    };
    Names { full, domain: slug(&short), short, longer: base }
}

fn japanese(rng: &mut Rng, country: &Country, sector: &Sector, _city: &str) -> Names {
    let (latin, script) = rng.pick(JAPANESE_STEMS);
    let word = rng.pick(sector.words);
    if rng.chance(0.4) {
        let trade = rng.pick(JAPANESE_TRADES);
        let full = if rng.chance(0.5) {
            format!("株式会社{script}{trade}")
        } else {
            format!("{script}{trade}株式会社")
        };
        let short = format!("{script}{trade}");
        return Names { full, longer: short.clone(), short, domain: slug(&format!("{latin} {word}")) };
    }
    let base = format!("{latin} {word}");
    let full = format!("{base} {}", rng.pick(country.legal));
    Names { full, domain: slug(&base), longer: base.clone(), short: base }
}

/// Names and domains that are taken.
#[derive(Default)]
struct Taken {
    names: HashSet<String>,
    shorts: HashSet<String>,
    domains: HashSet<String>,
}

impl Taken {
    /// Names that nobody else here has; after some attempts, with the city behind them.
    fn names(&mut self, rng: &mut Rng, country: &'static Country, sector: &Sector, city: &str) -> Names {
        let draw = if country.japanese { japanese } else { western };
        let mut names = draw(rng, country, sector, city);
        for attempt in 0..8 {
            if self.names.insert(names.full.clone()) {
                break;
            }
            names = draw(rng, country, sector, city);
            if attempt > 3 {
                names.full = format!("{} {city}", names.full);
                names.longer = format!("{} {city}", names.longer);
            }
        }
        if !self.shorts.insert(names.short.clone()) {
            names.short.clone_from(&names.longer);
        }
        names.domain = self.domain(&names.domain, city);
        names
    }

    fn domain(&mut self, wanted: &str, city: &str) -> String {
        let with_city = [wanted, &slug(city)].join("-");
        let numbered = (2..).map(|n| format!("{wanted}{n}"));
        let candidates =
            [wanted.to_owned(), with_city.trim_matches('-').to_owned()].into_iter().chain(numbered);
        let free = candidates.into_iter().find(|name| !name.is_empty() && self.domains.insert(name.clone()));
        free.unwrap_or_default() + ".example"
    }
}

/// A row with nothing but a name.
pub(super) fn blank(plan: &Plan, rng: &mut Rng, name: &str, at: Timestamp) -> CompanyRow {
    CompanyRow {
        tenant_id: plan.tenant(),
        id: rng.id(at),
        name: name.to_owned(),
        name_key: name_key(name),
        domain: None,
        website: None,
        phone: None,
        industry: None,
        employees: None,
        annual_revenue: None,
        annual_revenue_currency: None,
        founded_year: None,
        address: None,
        city: None,
        country: None,
        parent_id: None,
        lifecycle_stage: "lead",
        description: None,
        owner_id: None,
        external_id: None,
        created_at: at,
        updated_at: at,
        trashed_at: None,
        version: 1,
    }
}

/// More than half were there before the history begins, the others came in the course of it.
fn created(plan: &Plan, rng: &mut Rng) -> Timestamp {
    let calendar = &plan.calendar;
    let days = if rng.chance(0.6) { rng.between(550, 980) } else { rng.between(2, 549) };
    let day = plus_days(calendar.today, -(days as i32));
    calendar.in_office_hours(rng, working_day_until(day))
}

/// The companies.
pub(super) fn companies(plan: &Plan, sellers: &Sellers) -> Vec<Company> {
    let mut rng = plan.rng("companies");
    let mut taken = Taken::default();
    let mut companies: Vec<Company> = Vec::with_capacity(plan.counts.companies);
    for number in 0..plan.counts.companies {
        let group = (number > 40 && rng.chance(0.05)).then(|| rng.below(number));
        let company = match group {
            Some(parent) => subsidiary(plan, &mut rng, &mut taken, &companies[parent]),
            None => company(plan, &mut rng, &mut taken, sellers),
        };
        companies.push(company);
    }
    for (number, company) in companies.iter_mut().enumerate() {
        company.row.external_id = (number % 3 != 2).then(|| format!("C-{:05}", 10_000 + number));
    }
    companies
}

fn company(plan: &Plan, rng: &mut Rng, taken: &mut Taken, sellers: &Sellers) -> Company {
    let country = rng.weighted(plan.trade.countries);
    let sector = rng.one_of(plan.trade.sectors);
    let city = rng.pick(country.cities);
    let names = taken.names(rng, country, sector, city);
    let at = created(plan, rng);
    let employees = rng.log_normal(sector.employees, 1.0).max(2.0);
    let mut row = blank(plan, rng, &names.full, at);
    row.domain = Some(names.domain.clone());
    row.website = rng.chance(0.9).then(|| format!("https://www.{}", names.domain));
    row.phone = rng.chance(0.85).then(|| country.phone(rng));
    row.industry = Some(sector.industry);
    row.employees = rng.chance(0.9).then(|| rounded(employees) as i32);
    if rng.chance(0.7) {
        // A unit of the currency is worth about a euro, a dollar, or 0.6 cents.
        let unit = if plan.trade.minor == 1 { 155.0 } else { 1.0 };
        row.annual_revenue = Some(plan.money(rounded(employees * rng.log_normal(170_000.0, 0.5) * unit)));
        row.annual_revenue_currency = Some(plan.trade.currency);
    }
    row.founded_year = rng.chance(0.6).then(|| rng.between(1921, 2023) as i32);
    row.address = rng.chance(0.9).then(|| country.address(rng, city));
    row.city = Some(city);
    row.country = Some(country.name);
    row.description = rng.chance(0.22).then(|| rng.pick(plan.trade.notes).to_owned());
    row.owner_id = if rng.chance(0.96) { sellers.pick(rng) } else { None };
    let mail_style = rng.weighted(&[(70, 0), (20, 1), (10, 2)]);
    Company { row, short: names.short, country, domain: names.domain, mail_style }
}

/// A company of the same group, in another country.
fn subsidiary(plan: &Plan, rng: &mut Rng, taken: &mut Taken, parent: &Company) -> Company {
    let country = rng.weighted(plan.trade.countries);
    let city = rng.pick(country.cities);
    let short = format!("{} {}", parent.short, country.name);
    let mut full = format!("{short} {}", rng.pick(country.legal));
    if !taken.names.insert(full.clone()) {
        full = format!("{short} {city}");
        taken.names.insert(full.clone());
    }
    let at = created(plan, rng).max(parent.row.created_at);
    let mut row = blank(plan, rng, &full, at);
    row.parent_id = Some(parent.row.id);
    row.domain = parent.row.domain.clone();
    row.phone = Some(country.phone(rng));
    row.industry = parent.row.industry;
    row.employees = Some(rng.between(6, 140) as i32);
    row.address = Some(country.address(rng, city));
    row.city = Some(city);
    row.country = Some(country.name);
    row.owner_id = parent.row.owner_id;
    Company { row, short, country, domain: parent.domain.clone(), mail_style: parent.mail_style }
}
