//! Tenants and the hosts that lead to them.

pub mod create;
pub mod dispatch;
pub mod host;
pub mod hosts;
pub mod slug;

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
        /// Which capability of its worker is current.
        pub worker_serial: i32 = "t.worker_serial",
        /// Which capability of its doorman is current.
        pub doorman_serial: i32 = "t.doorman_serial",
    }
}

impl Tenant {
    /// Whether it can be read and exported, and not changed.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.state == "read_only"
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
    /// Whether it can be read and exported, and not changed: so its operator wants it for now.
    pub read_only: bool,
}

impl From<&Tenant> for TenantCard {
    fn from(tenant: &Tenant) -> Self {
        Self {
            name: tenant.name.clone(),
            slug: tenant.slug.clone(),
            time_zone: tenant.time_zone.clone(),
            currency: tenant.currency.clone(),
            locale: tenant.locale.clone(),
            accent_hue: tenant.accent_hue,
            read_only: tenant.is_read_only(),
        }
    }
}
