//! `kontaly operator …`.

use super::{block_on, options, say};
use crate::console::enrolment;
use crate::console::power::OperatorRole;
use anyhow::Context;
use clap::{Args, Subcommand};

/// Commands about whoever runs the installation.
#[derive(Subcommand)]
pub(crate) enum Operator {
    /// Add an operator, and print the link with which they choose a password and a second factor.
    Create(Create),
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
        }
    }
}

async fn create(command: Create) -> anyhow::Result<()> {
    let role = OperatorRole::parse(&command.role)
        .with_context(|| format!("{} is no role: owner, support or read_only", command.role))?;
    let home = command.database.key_file.parent().unwrap_or(std::path::Path::new(".")).to_owned();
    let app = crate::app::App::new(
        command.database.open()?,
        crate::clock::Clock::system(),
        command.site.settings(&home)?,
    );
    let link = enrolment::invite(&app, &command.name, &command.email, role).await;
    let link = link.map_err(|error| options::told(&error))?;
    say("This link works once, for a day. It leads to a password and a second factor:");
    say(&link);
    app.db.close();
    Ok(())
}
