//! `kontaly audit …`.

use super::{block_on, options, say};
use crate::app::App;
use crate::audit::chain::Checked;
use crate::audit::{installation, verify};
use anyhow::{Context, bail};
use clap::{Args, Subcommand};

/// Commands about the audit log.
#[derive(Subcommand)]
pub(crate) enum Audit {
    /// Compute the chains of the audit log anew, and say what was altered, is missing or was added.
    Verify(Verify),
}

/// Options of `kontaly audit verify`.
#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    database: options::Database,
    /// Only this tenant's chain.
    #[arg(long)]
    tenant: Option<String>,
}

impl Audit {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let Self::Verify(command) = self;
        block_on(verify(command))
    }
}

async fn verify(command: Verify) -> anyhow::Result<()> {
    let app = options::app(&command.database)?;
    let mut broken = usize::from(of_installation(&app).await?);
    let heads = installation::kept_heads(&app).await.map_err(|error| options::told(&error))?;
    let mut tenants = app.hosts.tenants().await?;
    if let Some(slug) = &command.tenant {
        tenants.retain(|tenant| tenant.slug == *slug);
        tenants.first().with_context(|| format!("there is no tenant {slug}"))?;
    }
    for tenant in &tenants {
        let checked = verify::check(&app, tenant, heads.get(&tenant.id.0)).await;
        let checked = checked.map_err(|error| options::told(&error))?;
        broken += usize::from(tell(&tenant.slug, &checked));
    }
    app.db.close();
    if broken == 0 { Ok(()) } else { bail!("{broken} of {} chains are not as they were", tenants.len() + 1) }
}

async fn of_installation(app: &App) -> anyhow::Result<bool> {
    let checked = installation::check(app).await.map_err(|error| options::told(&error))?;
    Ok(tell("the installation", &checked))
}

/// Says how a chain is; true when something is wrong.
fn tell(whose: &str, checked: &Checked) -> bool {
    let Checked { seals, events, finding } = checked;
    match finding {
        None => say(&format!("{whose}: {seals} seals over {events} events, as they were written")),
        Some(finding) => say(&format!("{whose}: {finding}")),
    }
    finding.is_some()
}
