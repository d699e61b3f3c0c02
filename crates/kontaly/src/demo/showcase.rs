//! The three workspaces that are good to look at.

use super::calendar::Calendar;
use super::ground::{self, Person, Staff};
use super::people::slug;
use super::plan::{Detail, Plan};
use super::trades::{Counts, Seat, TRADES, Trade};
use super::{PASSWORD, store, workspace};
use crate::accounts::password;
use crate::app::App;
use crate::http::{Error, Result};
use crate::tenancy::create;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kontaly_access::Role;
use kontaly_db::Migrator;

/// What the data are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The seed.
    pub seed: u64,
    /// The reference day; without one, each workspace's own today.
    pub today: Option<Date>,
    /// How many records, of what is documented: 1 is all of them.
    pub size: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: super::SEED, today: None, size: 1.0 }
    }
}

/// Somebody to sign in as.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The workspace's part of the address.
    pub slug: &'static str,
    /// The workspace's name.
    pub workspace: &'static str,
    /// The e-mail address; the password is [`PASSWORD`].
    pub email: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
}

/// Somebody of every role in every showcase workspace, for whoever shows it.
#[must_use]
pub fn sign_ins() -> Vec<SignIn> {
    let of = |trade: &'static Trade| {
        Role::ALL.into_iter().filter_map(move |role| {
            let seat = trade.people.iter().find(|seat| seat.role == role)?;
            Some(SignIn {
                slug: trade.slug,
                workspace: trade.name,
                email: address(trade, seat),
                name: full_name(seat),
                role,
            })
        })
    };
    TRADES.into_iter().flat_map(of).collect()
}

/// Makes the showcase workspaces that are not there yet and gives back their slugs; where a tenant has such a slug,
/// whoever made it, nothing happens. A workspace is opened when it is complete: one that was interrupted is made anew.
///
/// `owner` is an administrator's connection to the database that `app` serves.
///
/// # Errors
/// The database's.
pub async fn showcase(app: &App, owner: &Migrator, options: &Options) -> Result<Vec<&'static str>> {
    let mut made = Vec::new();
    let mut hash = None;
    for trade in TRADES {
        if store::slug_exists(&mut app.db.platform(), trade.slug).await? {
            continue;
        }
        let password_hash = match hash.take() {
            Some(hash) => hash,
            None => password::hash(app, PASSWORD.to_owned()).await?,
        };
        let ground = ground::prepare(app, &staff(trade, &password_hash)).await?;
        hash = Some(password_hash);
        let plan = Plan {
            trade,
            calendar: calendar(app, trade.time_zone, options.today)?,
            seed: options.seed,
            stream: trade.slug.to_owned(),
            counts: sized(trade.counts, options.size),
            detail: Detail::Showcase,
            ground,
        };
        store::copy(owner, &plan, &workspace::generate(&plan)).await?;
        create::open(app, plan.ground.tenant, trade.slug).await?;
        made.push(trade.slug);
    }
    if !made.is_empty() {
        store::analyze(owner).await?;
    }
    Ok(made)
}

/// The days of a zone around the reference day, or around today.
pub(super) fn calendar(app: &App, zone: &str, today: Option<Date>) -> Result<Calendar> {
    let zone = TimeZone::get(zone).map_err(|error| Error::internal(error.to_string()))?;
    let today = today.unwrap_or_else(|| zone.to_datetime(app.clock.now()).date());
    Ok(Calendar::new(zone, today))
}

fn sized(counts: Counts, size: f64) -> Counts {
    let of = |count: usize| ((count as f64 * size) as usize).max(1);
    Counts {
        companies: of(counts.companies),
        contacts: of(counts.contacts),
        leads: of(counts.leads),
        deals: of(counts.deals),
    }
}

fn address(trade: &Trade, seat: &Seat) -> String {
    format!("{}@{}.example", slug(seat.first), trade.slug)
}

fn full_name(seat: &Seat) -> String {
    format!("{} {}", seat.first, seat.last)
}

fn staff(trade: &'static Trade, password_hash: &str) -> Staff {
    let person = |seat: &Seat| Person {
        name: full_name(seat),
        email: address(trade, seat),
        role: seat.role,
        team: seat.team,
    };
    Staff {
        slug: trade.slug.to_owned(),
        name: trade.name.to_owned(),
        time_zone: trade.time_zone,
        currency: trade.currency,
        teams: trade.teams.iter().map(|team| (team.name.to_owned(), team.parent)).collect(),
        people: trade.people.iter().map(person).collect(),
        password_hash: password_hash.to_owned(),
        second: trade.second.as_ref(),
    }
}
