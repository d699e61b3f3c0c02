//! `kontaly tenant …`.

use super::{block_on, options, say};
use crate::accounts::password;
use crate::tenancy::create::{self, NewTenant};
use clap::{Args, Subcommand};
use kontaly_db::sql;

/// Commands about tenants.
#[derive(Subcommand)]
pub(crate) enum Tenant {
    /// Make a tenant with its first administrator.
    Create(Create),
    /// List tenants.
    List(List),
    /// Import a CSV file into a tenant.
    Import(super::import::Import),
}

/// Options of `kontaly tenant create`.
#[derive(Args)]
pub(crate) struct Create {
    #[command(flatten)]
    database: options::Database,
    /// Its part of the address.
    slug: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// The first administrator's name.
    #[arg(long)]
    admin_name: String,
    /// The first administrator's e-mail address.
    #[arg(long)]
    admin_email: String,
    /// The first administrator's password; better in the environment than on the command line.
    #[arg(long, env = "KONTALY_ADMIN_PASSWORD", hide_env_values = true)]
    admin_password: String,
    /// IANA time zone.
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// ISO 4217 code of new amounts.
    #[arg(long, default_value = "EUR")]
    currency: String,
    /// BCP 47 tag.
    #[arg(long, default_value = "en")]
    locale: String,
}

/// Options of `kontaly tenant list`.
#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    database: options::Database,
}

impl Tenant {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Create(command) => block_on(create_tenant(command)),
            Self::List(command) => block_on(list(command)),
            Self::Import(command) => command.run(),
        }
    }
}

async fn create_tenant(command: Create) -> anyhow::Result<()> {
    password::check("admin_password", &command.admin_password).map_err(|error| options::told(&error))?;
    let hash = password::hash_now(&command.admin_password).map_err(|error| options::told(&error))?;
    let app = options::app(&command.database)?;
    let new = NewTenant {
        plan: None,
        slug: command.slug.clone(),
        name: command.name,
        time_zone: command.time_zone,
        currency: command.currency,
        locale: command.locale,
        administrator: create::administrator(command.admin_name, command.admin_email, hash),
    };
    let (tenant, _) = create::create(&app, new).await.map_err(|error| options::told(&error))?;
    say(&format!("{} {tenant}", command.slug));
    Ok(())
}

async fn list(command: List) -> anyhow::Result<()> {
    let db = command.database.open()?;
    let mut tx = db.platform();
    let rows = tx
        .closing()
        .query(sql("select coalesce(s.slug, '-'), t.name, t.state, t.plan from tenants t
                    left join slugs s on s.tenant_id = t.tenant_id and s.freed_at is null order by 1"))
        .await?;
    for row in &rows {
        let (slug, name, state, plan): (String, String, String, String) =
            (row.take()?, row.take()?, row.take()?, row.take()?);
        say(&format!("{slug}\t{state}\t{plan}\t{name}"));
    }
    Ok(())
}
