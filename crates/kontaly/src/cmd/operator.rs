//! `kontaly operator …`.

use super::{block_on, options, say};
use crate::app::App;
use crate::clock::Clock;
use crate::console::enrolment;
use crate::console::power::OperatorRole;
use anyhow::Context;
use clap::{Args, Subcommand};

/// Commands about whoever runs the installation.
#[derive(Subcommand)]
pub(crate) enum Operator {
    /// Add an operator, and print the link with which they choose a password and a second factor.
    Create(Create),
    /// Have an operator begin anew who lost password or device, and print the link.
    Link(Link),
}

/// Options of `kontaly operator link`.
#[derive(Args)]
pub(crate) struct Link {
    #[command(flatten)]
    database: options::Database,
    #[command(flatten)]
    site: options::Site,
    /// The operator's e-mail address.
    #[arg(long)]
    email: String,
}

/// Options of `kontaly operator create`.
#[derive(Args)]
pub(crate) struct Create {
    #[command(flatten)]
    database: options::Database,
    #[command(flatten)]
    site: options::Site,
    /// The operator's name.
    #[arg(long)]
    name: String,
    /// The e-mail address.
    #[arg(long)]
    email: String,
    /// `owner`, `support` or `read_only`.
    #[arg(long, default_value = "owner")]
    role: String,
}

impl Operator {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Create(command) => block_on(create(command)),
            Self::Link(command) => block_on(anew(command)),
        }
    }
}

async fn create(command: Create) -> anyhow::Result<()> {
    let role = OperatorRole::parse(&command.role)
        .with_context(|| format!("{} is no role: owner, support or read_only", command.role))?;
    let app = app(&command.database, &command.site)?;
    let link = enrolment::invite(&app, None, &command.name, &command.email, role).await;
    told(&app, link)
}

async fn anew(command: Link) -> anyhow::Result<()> {
    let app = app(&command.database, &command.site)?;
    let link = enrolment::begin_anew_of(&app, &command.email).await;
    told(&app, link)
}

fn app(database: &options::Database, site: &options::Site) -> anyhow::Result<App> {
    let home = database.key_file.parent().unwrap_or(std::path::Path::new(".")).to_owned();
    Ok(App::new(database.open()?, Clock::system(), site.settings(&home)?))
}

fn told(app: &App, link: crate::http::Result<String>) -> anyhow::Result<()> {
    let link = link.map_err(|error| options::told(&error))?;
    say("This link works once, for a day. It leads to a password and a second factor:");
    say(&link);
    app.db.close();
    Ok(())
}
