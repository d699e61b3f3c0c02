//! The command that runs beside the server.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use signal_hook::consts::SIGINT;
use signal_hook::iterator::Signals;

const TICK: Duration = Duration::from_millis(10);

/// Runs `command` to its end and gives its exit code, passing on the signals that we get.
pub(crate) fn run(
    command: &[OsString],
    variable: &str,
    url: &str,
    signals: &mut Signals,
) -> Result<u8, String> {
    let Some((program, args)) = command.split_first() else { return Ok(0) };
    let spawned = Command::new(program).args(args).env(variable, url).spawn();
    let mut child = spawned.map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(code(status));
        }
        for signal in signals.pending() {
            pass_on(signal, &child);
        }
        sleep(TICK);
    }
}

/// Ctrl-C in a terminal goes to everyone in the foreground, so to the command as well: sent again,
/// it would look like a second, impatient one.
fn pass_on(signal: i32, child: &Child) {
    if signal == SIGINT && std::io::stdin().is_terminal() {
        return;
    }
    if let (Ok(signal), Ok(pid)) = (Signal::try_from(signal), i32::try_from(child.id())) {
        let _ = kill(Pid::from_raw(pid), signal); // Not collected yet, so the id is still the child's.
    }
}

fn code(status: ExitStatus) -> u8 {
    match (status.code(), status.signal()) {
        (Some(code), _) => u8::try_from(code).unwrap_or(u8::MAX),
        (None, Some(signal)) => code_of_signal(signal),
        (None, None) => u8::MAX,
    }
}

/// What a shell makes of a death by `signal`.
pub(crate) fn code_of_signal(signal: i32) -> u8 {
    u8::try_from(signal).map_or(u8::MAX, |signal| signal.saturating_add(128))
}
