//! `kontaly-postgres exec`, as `make test` uses it, and which PostgreSQL it takes.

use std::fs;
use std::io::BufRead;
use std::os::unix::fs::symlink;
use std::path::Path;

use nix::sys::signal::Signal;

use crate::sandbox::{Helper, Sandbox, exec, is_alive, postmaster};

#[test]
fn gives_the_code_of_the_command_and_leaves_no_server() {
    let sandbox = Sandbox::new();
    for (script, code) in [("exit 0", 0), ("exit 42", 42), ("kill -9 $$", 128 + 9)] {
        let status = exec(&sandbox.data(), &["--not-durable"], &["sh", "-c", script]).status().unwrap();
        assert_eq!(status.code(), Some(code), "{script}");
        assert_eq!(postmaster(&sandbox.data()), None, "{script}");
    }
    let output = exec(&sandbox.data(), &["--not-durable"], &["/no/such/command"]).output().unwrap();
    assert_eq!(output.status.code(), Some(125));
    assert!(String::from_utf8(output.stderr).unwrap().contains("/no/such/command"));
    assert_eq!(postmaster(&sandbox.data()), None);
}

#[test]
fn passes_signals_on_and_stops_the_server_after_the_command() {
    let sandbox = Sandbox::new();
    for (signal, name) in [(Signal::SIGINT, "INT"), (Signal::SIGTERM, "TERM")] {
        let script = format!(
            "trap 'echo got {name}; kill $!; exit 7' {name}; echo $KONTALY_TEST_ADMIN_URL; sleep 60 & wait"
        );
        let mut helper = Helper::start(&sandbox.data(), &["--not-durable"], &["sh", "-c", &script]);
        helper.client().query("select 1").unwrap();
        let pid = sandbox.postmaster();
        helper.signal(signal);
        let mut line = String::new();
        helper.stdout.read_line(&mut line).unwrap();
        assert_eq!(line, format!("got {name}\n"));
        assert_eq!(helper.finish().0.code(), Some(7));
        assert!(!is_alive(pid));
    }
}

#[test]
fn ctrl_c_in_a_terminal_does_not_reach_the_server() {
    let sandbox = Sandbox::new();
    let stubborn = ["sh", "-c", "trap '' INT; echo $KONTALY_TEST_ADMIN_URL; exec cat"];
    let helper = Helper::start(&sandbox.data(), &["--not-durable"], &stubborn);
    let mut open = helper.client();
    helper.signal_group(Signal::SIGINT);
    open.query("select pg_sleep(0.3)").unwrap();
    helper.client().query("select 1").unwrap();
    assert_eq!(helper.finish().0.code(), Some(0));
}

#[test]
fn a_wrong_command_line_starts_nothing() {
    let sandbox = Sandbox::new();
    let data = sandbox.data();
    for (options, why) in [
        (&["--port", "0"][..], "0 is no port"),
        (&["--port", "70000"], "70000 is no port"),
        (&["--set", "fsync"], "not NAME=VALUE"),
        (&["--set", "port=1"], "decides it itself"),
        (&["--nonsense"], "--nonsense is not known"),
    ] {
        let output = exec(&data, options, &["echo", "ran"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.contains(why)), (Some(125), true), "{said}");
        assert!(output.stdout.is_empty(), "the command ran");
    }
}

#[test]
fn without_npm_it_is_the_system_or_a_clear_error() {
    let sandbox = Sandbox::new();
    let tools = sandbox.dir.join("bin");
    fs::create_dir(&tools).unwrap();
    symlink("/bin/sh", tools.join("sh")).unwrap();
    // The last --install counts.
    let nothing = sandbox.dir.join("nothing-installed");
    let options = ["--not-durable", "--install", nothing.to_str().unwrap()];
    let mut command = exec(&sandbox.data(), &options, &["/bin/sh", "-c", "exit 0"]);
    let output = command.env("PATH", &tools).env_remove("KONTALY_POSTGRES_BIN").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no npm"), "{said}");
    if Path::new("/usr/lib/postgresql").exists() {
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("/usr/lib/postgresql/"), "{said}");
    } else {
        assert_eq!(output.status.code(), Some(125), "{said}");
        assert!(said.contains("Install Node.js"), "{said}");
    }
}

#[test]
fn a_named_postgres_that_is_none_is_an_error() {
    let sandbox = Sandbox::new();
    let output =
        exec(&sandbox.data(), &[], &["true"]).env("KONTALY_POSTGRES_BIN", "/no/such/bin").output().unwrap();
    assert_eq!(output.status.code(), Some(125));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("KONTALY_POSTGRES_BIN=/no/such/bin: there is no postgres"), "{said}");
}
