//! `kontaly user …`.

use super::{block_on, options, say};
use crate::accounts::store::{self, NewUser};
use crate::accounts::{actors, password, recovery};
use crate::app::App;
use crate::tenancy::Tenant;
use crate::tenancy::host::Host;
use crate::tenancy::hosts::Site;
use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use kontaly_access::Role;
use std::io::IsTerminal;
use std::sync::Arc;

/// Commands about people.
#[derive(Subcommand)]
pub(crate) enum User {
    /// Add a person to a tenant.
    Create(Create),
    /// Set a person's password: ends the person's sessions, and lets an invited person in.
    Password(Password),
}

/// Options of `kontaly user password`.
#[derive(Args)]
pub(crate) struct Password {
    #[command(flatten)]
    database: options::Database,
    /// The tenant's slug.
    tenant: String,
    /// The person's e-mail address.
    email: String,
    /// Make a password up and print it, instead of reading one line of standard input.
    #[arg(long)]
    generate: bool,
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
            Self::Password(command) => block_on(set_password(command)),
        }
    }
}

async fn set_password(command: Password) -> anyhow::Result<()> {
    let new = if command.generate { password::made_up() } else { first_line()? };
    let app = options::app(&command.database)?;
    let tenant = tenant(&app, &command.tenant).await?;
    recovery::set_by_operator(&app, &tenant, &command.email, &new).await.map_err(|error| {
        match error.status().as_u16() {
            404 => anyhow::anyhow!("nobody in {} has the address {}", command.tenant, command.email),
            _ => options::told(&error),
        }
    })?;
    say(&if command.generate {
        new
    } else {
        "The password is set; the person's sessions have ended.".to_owned()
    });
    Ok(())
}

/// The password that is typed or piped in, without the end of its line.
fn first_line() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        say("Type the new password and press Enter (or use --generate):");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("cannot read the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn tenant(app: &App, slug: &str) -> anyhow::Result<Arc<Tenant>> {
    let host = Host::parse(format!("{slug}.localhost").as_bytes()).context("this is no slug")?;
    match app.hosts.site(&host).await? {
        Site::Workspace(tenant) => Ok(tenant),
        _ => bail!("there is no tenant {slug:?}"),
    }
}

async fn create(command: Create) -> anyhow::Result<()> {
    let Some(role) = Role::parse(&command.role) else { bail!("there is no role {:?}", command.role) };
    password::check("password", &command.password).map_err(|error| options::told(&error))?;
    let hash = password::hash_now(&command.password).map_err(|error| options::told(&error))?;
    let app = options::app(&command.database)?;
    let tenant = tenant(&app, &command.tenant).await?;
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
