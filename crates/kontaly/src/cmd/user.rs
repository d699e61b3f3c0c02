//! `kontaly user …`.

use super::{block_on, options, say};
use crate::accounts::store::{self, NewUser};
use crate::accounts::{actors, password};
use crate::tenancy::host::Host;
use crate::tenancy::hosts::Site;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use kontaly_access::Role;

/// Commands about people.
#[derive(Subcommand)]
pub(crate) enum User {
    /// Add a person to a tenant.
    Create(Create),
}

/// Options of `kontaly user create`.
#[derive(Args)]
pub(crate) struct Create {
    #[command(flatten)]
    database: options::Database,
    /// The tenant's slug.
    tenant: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The e-mail address.
    #[arg(long)]
    email: String,
    /// `administrator`, `account_manager`, `sales_representative` or `read_only`.
    #[arg(long, default_value = "sales_representative")]
    role: String,
    /// The password; better in the environment than on the command line.
    #[arg(long, env = "KONTALY_USER_PASSWORD", hide_env_values = true)]
    password: String,
}

impl User {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Create(command) => block_on(create(command)),
        }
    }
}

async fn create(command: Create) -> anyhow::Result<()> {
    let Some(role) = Role::parse(&command.role) else { bail!("there is no role {:?}", command.role) };
    password::check("password", &command.password).map_err(|error| options::told(&error))?;
    let hash = password::hash_now(&command.password).map_err(|error| options::told(&error))?;
    let app = options::app(&command.database)?;
    let host = Host::parse(format!("{}.localhost", command.tenant).as_bytes()).context("this is no slug")?;
    let Site::Workspace(tenant) = app.hosts.site(&host).await? else {
        bail!("there is no tenant {:?}", command.tenant)
    };
    let new = NewUser {
        name: command.name,
        email: command.email,
        role,
        team_id: None,
        password_hash: Some(hash),
        external_id: None,
    };
    let mut tx = app.db.steward(tenant.id, tenant.doorman_serial, None)?;
    let user = store::insert(&mut tx, app.db.keys(), app.clock.id(), new, app.clock.now())
        .await
        .map_err(|error| options::told(&error))?;
    actors::refresh(&mut tx).await?;
    tx.commit().await?;
    say(&format!("{} {}", user.email, user.id));
    Ok(())
}
