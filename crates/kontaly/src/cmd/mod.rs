//! The command line: a clap enum and one match.

mod audit;
mod demo;
mod dev;
mod import;
mod isolation;
mod migrate;
pub mod openapi;
mod operator;
pub mod options;
pub mod rekey;
pub mod serve;
mod tenant;
mod user;
mod worker;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Kontaly: one CRM for hundreds of businesses on one installation.
#[derive(Parser)]
#[command(version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve workspaces, console and front door.
    Serve(serve::Serve),
    /// Do jobs: mails, imports, exports, changes of many records. Part of `serve`, unless it is told otherwise.
    Worker(worker::Worker),
    /// Start everything for development: an embedded PostgreSQL, migrations, demo workspaces, the server.
    Dev(dev::Dev),
    /// Bring the database's roles and schema to this program's version.
    Migrate(migrate::Migrate),
    /// Replace the server key: every capability is derived anew, with both keys alive until `--finish`.
    Rekey(rekey::Rekey),
    /// Make and list tenants.
    #[command(subcommand)]
    Tenant(tenant::Tenant),
    /// Add whoever runs the installation.
    #[command(subcommand)]
    Operator(operator::Operator),
    /// Add people to a tenant.
    #[command(subcommand)]
    User(user::User),
    /// Make demo workspaces, and tenants to measure with.
    #[command(subcommand)]
    Demo(demo::Demo),
    /// Check that tenants are isolated from each other.
    #[command(subcommand)]
    Isolation(isolation::Isolation),
    /// Check that the audit log is as it was written.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Print the OpenAPI document.
    Openapi(openapi::Openapi),
}

/// Runs the command line; what fails is said on standard error in one sentence.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    serve::log();
    let outcome = match cli.command {
        Command::Serve(command) => command.run(),
        Command::Worker(command) => command.run(),
        Command::Dev(command) => command.run(),
        Command::Migrate(command) => command.run(),
        Command::Rekey(command) => command.run(),
        Command::Tenant(command) => command.run(),
        Command::Operator(command) => command.run(),
        Command::User(command) => command.run(),
        Command::Demo(command) => command.run(),
        Command::Isolation(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Openapi(command) => command.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&error);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command's last word goes to the terminal")]
fn say_error(error: &anyhow::Error) {
    eprintln!("kontaly: {error:#}");
}

/// Prints a line of a command's result.
#[expect(clippy::print_stdout, reason = "a command's result goes to the terminal")]
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Runs a future on a runtime of its own.
///
/// # Errors
/// The future's, and when no runtime can be started.
pub(crate) fn block_on<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}
