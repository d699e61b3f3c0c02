//! Hundreds of workspaces and millions of leads, to measure with.
//!
//! Sizes follow a power law: the largest of many tenants has a tenth of all leads. In proportion to its leads a tenant
//! has companies (a twentieth), contacts (a fifth) and deals (a quarter) with their history, activities, and words for search.
//! Slugs are `scale-001`, the largest, to `scale-500`; its people are `admin@scale-001.example`, `manager1@…`,
//! `rep1@…` and `reader@…`, all with the demo password.

use super::ground::{self, Person, Staff};
use super::plan::{Detail, Plan};
use super::rng::Rng;
use super::showcase::calendar;
use super::trades::{Counts, TRADES};
use super::workspace::{self, Workspace};
use super::{PASSWORD, store};
use crate::accounts::password;
use crate::app::App;
use crate::http::{Error, Result};
use crate::tenancy::create;
use jiff::civil::Date;
use kontaly_access::Role;
use kontaly_db::Migrator;
use std::time::{Duration, Instant};
use tokio::task::{JoinHandle, spawn_blocking};

/// What the data are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct ScaleOptions {
    /// The seed.
    pub seed: u64,
    /// The reference day; without one, each workspace's own today.
    pub today: Option<Date>,
    /// How many tenants.
    pub tenants: usize,
    /// How many leads they have together.
    pub leads: usize,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Tenants that are complete.
    pub tenants: usize,
    /// Leads that are there.
    pub leads: usize,
    /// Rows that were copied, of all tables.
    pub rows: u64,
    /// Since the beginning.
    pub elapsed: Duration,
}

/// Makes the tenants, tells `progress` after each, and analyses the tables in the end.
///
/// `owner` is an administrator's connection to the database that `app` serves.
///
/// # Errors
/// 422 where such tenants are there already; otherwise the database's. Tenants that were complete by then stay.
pub async fn scale(
    app: &App,
    owner: &Migrator,
    options: &ScaleOptions,
    mut progress: impl FnMut(Progress),
) -> Result<Progress> {
    let started = Instant::now();
    let hash = password::hash(app, PASSWORD.to_owned()).await?;
    let sizes = sizes(options.tenants, options.leads);
    let mut now = Progress { tenants: 0, leads: 0, rows: 0, elapsed: Duration::ZERO };
    let mut waiting: Option<Generated> = None;
    for place in 0..=sizes.len() {
        // One workspace is generated while the one before it is copied.
        let next = match sizes.get(place) {
            Some(leads) => Some(begin(app, options, place, *leads, &hash).await?),
            None => None,
        };
        if let Some(generated) = waiting.take() {
            let (plan, workspace) = generated.await.map_err(|error| Error::internal(error.to_string()))?;
            now.rows += store::copy(owner, &plan, &workspace).await?;
            create::open(app, plan.ground.tenant, &plan.stream).await?;
            now.tenants += 1;
            now.leads += workspace.leads.len();
            now.elapsed = started.elapsed();
            progress(now);
        }
        waiting = next;
    }
    store::analyze(owner).await?;
    Ok(Progress { elapsed: started.elapsed(), ..now })
}

/// A workspace that is being generated on a thread of its own.
type Generated = JoinHandle<(Plan, Workspace)>;

async fn begin(
    app: &App,
    options: &ScaleOptions,
    place: usize,
    leads: usize,
    hash: &str,
) -> Result<Generated> {
    let trade = TRADES[place % TRADES.len()];
    let slug = format!("scale-{:03}", place + 1);
    if store::slug_exists(&mut app.db.platform(), &slug).await? {
        return Err(Error::field("tenants", "taken", format!("There is a tenant {slug} already.")));
    }
    let staff = staff(options.seed, place, slug.clone(), leads, hash);
    let plan = Plan {
        trade,
        ground: ground::prepare(app, &staff).await?,
        calendar: calendar(app, trade.time_zone, options.today)?,
        seed: options.seed,
        stream: slug,
        counts: Counts {
            companies: (leads / 20).max(1),
            contacts: (leads / 5).max(1),
            leads,
            deals: leads / 4,
        },
        detail: Detail::Scale,
    };
    Ok(spawn_blocking(move || {
        let workspace = workspace::generate(&plan);
        (plan, workspace)
    }))
}

/// How many leads each tenant has, the largest first: 1 / (rank + shift), with the shift that gives the largest a tenth,
/// or twice its even share where there are few tenants.
fn sizes(tenants: usize, leads: usize) -> Vec<usize> {
    let share = |shift: f64| {
        let sum: f64 = (1..=tenants).map(|rank| 1.0 / (rank as f64 + shift)).sum();
        1.0 / (1.0 + shift) / sum
    };
    let wanted = (2.0 / tenants as f64).max(0.1);
    let (mut low, mut high) = (-0.9, 1_000_000.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if share(middle) > wanted { low = middle } else { high = middle }
    }
    let sum: f64 = (1..=tenants).map(|rank| 1.0 / (rank as f64 + high)).sum();
    let mut sizes: Vec<usize> =
        (1..=tenants).map(|rank| (leads as f64 / (rank as f64 + high) / sum).round() as usize).collect();
    // What rounding took away or added is the second's, so that the first has its share and the sum is right.
    if let Some(second) = tenants.checked_sub(1).map(|last| last.min(1)) {
        let others: usize =
            sizes.iter().enumerate().filter(|(place, _)| *place != second).map(|(_, size)| size).sum();
        sizes[second] = leads.saturating_sub(others);
    }
    sizes
}

/// Few people: an administrator, somebody who reads, and representatives by the size of the tenant, eight to a manager.
fn staff(seed: u64, place: usize, slug: String, leads: usize, hash: &str) -> Staff {
    let trade = TRADES[place % TRADES.len()];
    let mut rng = Rng::new(seed, &slug);
    let representatives = 2 + (leads / 10_000).min(18);
    let managers = representatives.div_ceil(8);
    let mut teams = vec![("Sales".to_owned(), None)];
    let person = |local: String, role, team| Person {
        name: local.clone(),
        email: format!("{local}@{slug}.example"),
        role,
        team,
    };
    let mut people = vec![person("admin".into(), Role::Administrator, Some(0))];
    for number in 1..=managers {
        teams.push((format!("Team {number}"), Some(0)));
        people.push(person(format!("manager{number}"), Role::AccountManager, Some(number)));
    }
    for number in 1..=representatives {
        let team = 1 + (number - 1) % managers;
        people.push(person(format!("rep{number}"), Role::SalesRepresentative, Some(team)));
    }
    people.push(person("reader".into(), Role::ReadOnly, None));
    for person in &mut people {
        let country = rng.weighted(trade.countries);
        let name = country.culture(&mut rng).name(&mut rng);
        person.name = format!("{} {}", name.given, name.family);
    }
    Staff {
        name: format!("{} {}", trade.name, place + 1),
        slug,
        time_zone: trade.time_zone,
        currency: trade.currency,
        teams,
        people,
        password_hash: hash.to_owned(),
        second: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_a_power_law_and_add_up() {
        let sizes = sizes(500, 2_000_000);
        assert_eq!(sizes.iter().sum::<usize>(), 2_000_000);
        assert_eq!(sizes[0], 200_000);
        assert!(sizes.is_sorted_by(|a, b| a >= b), "{:?}", &sizes[..4]);
        assert!((500..1_000).contains(&sizes[499]), "{}", sizes[499]);
        for (tenants, leads) in [(1, 10), (2, 10), (5, 2_000), (30, 1_000)] {
            let sizes = super::sizes(tenants, leads);
            assert_eq!((sizes.len(), sizes.iter().sum::<usize>()), (tenants, leads));
        }
        assert!(super::sizes(0, 10).is_empty());
    }
}
