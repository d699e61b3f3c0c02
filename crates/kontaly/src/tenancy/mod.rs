//! Tenants and the hosts that lead to them.

pub mod create;
pub mod dispatch;
pub mod host;
pub mod hosts;
pub mod plan;
pub mod slug;

use jiff::Timestamp;
use kontaly_access::TenantId;
use serde::Serialize;
use utoipa::ToSchema;

kontaly_db::record! {
    /// A tenant as a request needs it: who it is, how it writes money and time, and its serials.
    #[derive(Clone, Debug)]
    pub struct Tenant {
        /// Its id.
        pub id: TenantId = "t.tenant_id",
        /// Its live slug.
        pub slug: String = "(select s.slug from slugs s where s.tenant_id = t.tenant_id and s.freed_at is null)",
        /// What it calls itself.
        pub name: String = "t.name",
        /// `trial`, `active`, `read_only`, `suspended` or `deleted`.
        pub state: String = "t.state",
        /// IANA time zone.
        pub time_zone: String = "t.time_zone",
        /// ISO 4217 code that new amounts get.
        pub currency: String = "t.currency",
        /// BCP 47 tag.
        pub locale: String = "t.locale",
        /// Hue of the accent colour, 0 to 359, if it chose one.
        pub accent_hue: Option<i16> = "t.accent_hue",
        /// What its plan is called.
        pub plan_name: String = "t.plan_name",
        /// People who are not suspended, at most.
        pub seats_max: Option<i32> = "t.seats_max",
        /// Leads, contacts, companies and deals, at most.
        pub records_max: Option<i64> = "t.records_max",
        /// Bytes of files, at most.
        pub storage_max: Option<i64> = "t.storage_max",
        /// Requests a minute, at most: its plan's, or the operator's brake.
        pub requests_max: Option<i32> = "least(t.requests_max, t.throttle)",
        /// Parts of the product that its plan leaves out.
        pub modules_off: Vec<String> = "t.modules_off",
        /// Parts in which it differs from its plan.
        pub modules_switched: Vec<String> = "t.modules_switched",
        /// When its trial ends, while it tries.
        pub trial_ends_at: Option<Timestamp> = "t.trial_ends_at",
        /// Records that it had when they were counted last.
        pub records: i64 = "coalesce((select u.records from usage u where u.tenant_id = t.tenant_id order by u.day desc limit 1), 0)",
        /// Bytes of files that it had then.
        pub storage_bytes: i64 = "coalesce((select u.storage_bytes from usage u where u.tenant_id = t.tenant_id order by u.day desc limit 1), 0)",
        /// Which capability of its worker is current.
        pub worker_serial: i32 = "t.worker_serial",
        /// Which capability of its doorman is current.
        pub doorman_serial: i32 = "t.doorman_serial",
    }
}

/// What anybody at a workspace's address may know of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TenantCard {
    /// What the workspace calls itself.
    #[schema(example = "Acme Trading")]
    pub name: String,
    /// Its part of the address.
    #[schema(example = "acme")]
    pub slug: String,
    /// IANA time zone.
    #[schema(example = "Europe/Berlin")]
    pub time_zone: String,
    /// ISO 4217 code that new amounts get.
    #[schema(example = "EUR")]
    pub currency: String,
    /// BCP 47 tag.
    #[schema(example = "en")]
    pub locale: String,
    /// Hue of the accent colour, 0 to 359, if it chose one.
    pub accent_hue: Option<i16>,
    /// Whether it can be read and exported, and not changed: so its operator wants it for now, or its trial is over.
    pub read_only: bool,
}

impl TenantCard {
    /// The card at a moment.
    #[must_use]
    pub fn of(tenant: &Tenant, now: Timestamp) -> Self {
        Self {
            name: tenant.name.clone(),
            slug: tenant.slug.clone(),
            time_zone: tenant.time_zone.clone(),
            currency: tenant.currency.clone(),
            locale: tenant.locale.clone(),
            accent_hue: tenant.accent_hue,
            read_only: tenant.is_read_only(now),
        }
    }
}
