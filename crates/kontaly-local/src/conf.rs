//! The configuration, written anew at every start. Compared with the one of a server that still
//! runs, it tells whether that server is the one that was asked for.

use std::fmt::Write;

use crate::binaries::Binaries;
use crate::{Error, Options};

/// The file that `postgresql.conf` ends by including.
pub(crate) const FILE: &str = "kontaly.conf";

/// Who may connect: this machine, over TCP, with a password.
pub(crate) const HBA: &str = "# Written by kontaly-local: TCP from this machine alone, always with a password.\n\
    host all all 127.0.0.1/32 scram-sha-256\n";

const ALWAYS: &[(&str, &str)] = &[
    ("listen_addresses", "127.0.0.1"),
    ("unix_socket_directories", ""),
    ("password_encryption", "scram-sha-256"),
    ("max_connections", "200"),
    ("shared_buffers", "256MB"),
    ("shared_preload_libraries", ""),
    ("timezone", "UTC"),
    ("log_timezone", "UTC"),
    ("lc_messages", "C"),
    ("log_line_prefix", "%m [%p] %q%u@%d "),
    ("log_checkpoints", "off"),
];

/// For tests: nothing survives a crash of the machine, and nothing waits for its disk.
const NOT_DURABLE: &[(&str, &str)] = &[
    ("fsync", "off"),
    ("synchronous_commit", "off"),
    ("full_page_writes", "off"),
    ("wal_level", "minimal"),
    ("max_wal_senders", "0"),
    ("max_wal_size", "4GB"),
    ("checkpoint_timeout", "1h"),
    ("max_connections", "300"),
];

/// What this crate relies on and therefore decides itself.
const OURS: &[&str] = &[
    "port",
    "listen_addresses",
    "data_directory",
    "config_file",
    "hba_file",
    "external_pid_file",
    "logging_collector",
    "log_destination",
    "lc_messages",
    "include",
    "include_dir",
    "include_if_exists",
];

/// The text of [`FILE`].
pub(crate) fn render(options: &Options, port: u16, binaries: &Binaries) -> Result<String, Error> {
    let mut text = String::from(
        "# Written by kontaly-local at every start. For settings of your own use ALTER SYSTEM,\n\
         # or the settings that Kontaly passes on.\n",
    );
    let mut line = |rest: std::fmt::Arguments| {
        let _ = writeln!(text, "{rest}"); // Writing to a String cannot fail.
    };
    line(format_args!("# PostgreSQL {} in {:?}", binaries.version, binaries.dir));
    line(format_args!("port = {port}"));
    line(format_args!("logging_collector = off"));
    line(format_args!("log_destination = stderr"));
    let chosen = if options.durable { &[] } else { NOT_DURABLE };
    for (name, value) in ALWAYS.iter().chain(chosen) {
        line(format_args!("{name} = {}", quote(value)));
    }
    for (name, value) in &options.settings {
        check(name, value)?;
        line(format_args!("{name} = {}", quote(value)));
    }
    Ok(text)
}

fn quote(value: &str) -> String {
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "''"))
}

fn check(name: &str, value: &str) -> Result<(), Error> {
    let refuse = |why| Err(Error::Setting { name: name.to_owned(), why });
    let word = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !name.split('.').all(word) {
        return refuse("it is not the name of a setting");
    }
    if OURS.contains(&name.to_ascii_lowercase().as_str()) {
        return refuse("the embedded server decides it itself");
    }
    if value.contains(['\n', '\r', '\0']) {
        return refuse("its value has a line break");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Version;

    fn rendered(settings: &[(&str, &str)], durable: bool) -> Result<String, Error> {
        let settings = settings.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let version = Version { major: 18, text: "18.4".into() };
        let binaries = Binaries { dir: "/b".into(), version };
        render(&Options { settings, durable, ..Options::new("/d") }, 5555, &binaries)
    }

    #[test]
    fn settings_come_last_and_cannot_break_out_of_their_line() {
        let text = rendered(&[("work_mem", "64MB"), ("app.note", "it's \\ a")], true).unwrap();
        assert!(text.contains("\nport = 5555\n"));
        assert!(text.ends_with("work_mem = '64MB'\napp.note = 'it''s \\\\ a'\n"), "{text}");
        assert!(!text.contains("fsync"));
        assert!(rendered(&[], false).unwrap().contains("\nfsync = 'off'\n"));
    }

    #[test]
    fn settings_that_are_ours_or_no_settings_are_refused() {
        for (name, value) in [
            ("port", "1"),
            ("Listen_Addresses", "*"),
            ("hba_file", "/tmp/x"),
            ("include", "/etc/shadow"),
            ("work_mem", "1\nfsync = off"),
            ("a = b\nc", "1"),
            ("", "1"),
            ("#x", "1"),
        ] {
            assert!(matches!(rendered(&[(name, value)], true), Err(Error::Setting { .. })), "{name:?}");
        }
    }
}
