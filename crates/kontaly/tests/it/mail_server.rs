//! A real mail server, the one of `web/e2e/mail-server.mjs`, as a program beside the test.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long a mail may take to arrive: much longer than it ever does.
const PATIENCE: Duration = Duration::from_secs(60);

/// A mail server that runs while this lives.
pub(crate) struct MailServer {
    program: Child,
    arrived: Receiver<Value>,
    pub(crate) port: u64,
}

impl MailServer {
    /// Starts one; `options` are those of the program.
    pub(crate) fn start(options: &Value) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/e2e/mail-server.mjs");
        let mut program = Command::new("node")
            .args([script, &options.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js");
        let lines = BufReader::new(program.stdout.take().expect("a pipe")).lines();
        let (tell, arrived) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = tell.send(serde_json::from_str(&line).expect("a line of JSON"));
            }
        });
        let mut server = Self { program, arrived, port: 0 };
        server.port = server.next()["port"].as_u64().expect("a port; was `make web` run?");
        server
    }

    /// The next mail that arrives.
    pub(crate) fn next(&self) -> Value {
        self.arrived.recv_timeout(PATIENCE).expect("a mail, soon")
    }

    /// Lets the mail go that arrived first of those that it holds.
    pub(crate) fn let_go(&mut self) {
        let line = self.program.stdin.as_mut().expect("a pipe").write_all(b"\n");
        line.expect("it listens");
    }

    /// Whether nothing more has arrived.
    pub(crate) fn is_quiet(&self) -> bool {
        self.arrived.try_recv().is_err()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
