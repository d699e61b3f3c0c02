//! `kontaly-postgres exec`: runs one command with an embedded PostgreSQL beside it. `make test` wraps
//! the tests in it, so that a cluster is made once for all of them and is gone with them.

mod args;
mod child;

use std::io::Write;
use std::process::ExitCode;

use kontaly_local::Server;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::args::{Args, USAGE};

/// The environment variable in which the command finds the superuser's URL.
const URL_VARIABLE: &str = "KONTALY_TEST_ADMIN_URL";
/// Not a code of the command: we failed ourselves.
const FAILED: u8 = 125;

fn main() -> ExitCode {
    let args = match args::parse(std::env::args_os().skip(1)) {
        Ok(Some(args)) => args,
        Ok(None) => {
            let _ = std::io::stdout().write_all(USAGE.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(why) => {
            say(&format!("{why}\n{USAGE}"));
            return ExitCode::from(FAILED);
        }
    };
    run(&args).unwrap_or_else(|why| {
        say(&why);
        ExitCode::from(FAILED)
    })
}

fn run(args: &Args) -> Result<ExitCode, String> {
    // From here on a signal is remembered instead of ending us, so that the server is always stopped.
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM]).map_err(|error| error.to_string())?;
    let start = if args.options.durable { Server::start } else { Server::start_empty };
    let server = start(&args.options).map_err(|error| error.to_string())?;
    for notice in server.notices() {
        say(notice);
    }
    let code = match signals.pending().next() {
        Some(signal) => child::code_of_signal(signal),
        None => child::run(&args.command, URL_VARIABLE, &server.admin_url(), &mut signals)?,
    };
    server.stop().map_err(|error| error.to_string())?;
    Ok(ExitCode::from(code))
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "kontaly-postgres: {text}"); // With nowhere to say it, it stays unsaid.
}
