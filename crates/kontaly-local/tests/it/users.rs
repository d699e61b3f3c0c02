//! Root and others. These tests need to become somebody else, so only root runs them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kontaly_local::{Error, Server};

use crate::client::Client;
use crate::sandbox::{Helper, Sandbox, WAIT, exec, is_root, options, postmaster};

/// Somebody with no rights and, on most systems, a name.
const NOBODY: u32 = 65534;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// `kontaly-postgres exec` as an ordinary user, from a place where they can run it.
fn as_nobody(sandbox: &Sandbox, data: &Path) -> Helper {
    let copy = sandbox.dir.join("kontaly-postgres");
    if !copy.exists() {
        // By another process: a file that this one has open for writing, if only in a child that
        // another thread is just starting, cannot be run.
        let original = env!("CARGO_BIN_EXE_kontaly-postgres");
        assert!(Command::new("cp").arg(original).arg(&copy).status().unwrap().success());
        mode(&copy, 0o755);
    }
    let template = exec(data, &["--set", "fsync=off"], &WAIT);
    let mut command = Command::new(copy);
    command.args(template.get_args()).uid(NOBODY).gid(NOBODY).current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    Helper::spawn(command)
}

#[test]
fn an_ordinary_user_runs_it_as_themselves_and_root_then_as_them() {
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::new();
    sandbox.start().stop().unwrap(); // installs the binaries, which nobody could not
    let home = sandbox.dir.join("home");
    fs::create_dir(&home).unwrap();
    chown(&home, Some(NOBODY), Some(NOBODY)).unwrap();
    mode(&home, 0o700);
    let data = home.join("data");

    let helper = as_nobody(&sandbox, &data);
    assert!(helper.url.starts_with("postgres://"), "{}", helper.finish().1);
    helper.client().query("create table kept as select 42").unwrap();
    let pid = postmaster(&data).unwrap();
    assert_eq!(fs::metadata(format!("/proc/{pid}")).unwrap().uid(), NOBODY);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(helper.finish().0.code(), Some(0));

    let server = Server::start(&options(&data)).unwrap();
    let pid = postmaster(&data).unwrap();
    assert_eq!(fs::metadata(format!("/proc/{pid}")).unwrap().uid(), NOBODY, "root becomes the owner");
    assert_eq!(Client::connect(&server.admin_url()).unwrap().query("table kept").unwrap(), ["42"]);
    server.stop().unwrap();

    let helper = as_nobody(&sandbox, &data);
    assert!(!helper.url.is_empty(), "root left files that the owner cannot use: {}", helper.finish().1);
    helper.finish();
}

#[test]
fn what_belongs_to_others_is_refused_in_clear_words() {
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::new();
    let helper = as_nobody(&sandbox, &sandbox.data());
    let (status, said) = helper.finish();
    assert_eq!(status.code(), Some(125));
    assert!(said.contains("cannot be written to") && said.contains("choose another directory"), "{said}");

    sandbox.start().stop().unwrap();
    let (status, said) = as_nobody(&sandbox, &sandbox.data()).finish();
    assert_eq!(status.code(), Some(125));
    assert!(said.contains("belongs to ") && said.contains("chown -R"), "{said}");

    chown(sandbox.data().join("cluster"), Some(0), Some(0)).unwrap();
    let error = Server::start(&sandbox.options()).unwrap_err();
    assert!(
        matches!(error, Error::Broken { .. }) && error.to_string().contains("belongs to root"),
        "{error}"
    );
}

#[test]
fn data_that_the_user_cannot_reach_lives_elsewhere_and_is_found_again() {
    if !is_root() {
        return;
    }
    let sandbox = Sandbox::new();
    let home = sandbox.dir.join("root");
    fs::create_dir(&home).unwrap();
    mode(&home, 0o700);
    let asked_for = home.join("data");
    let server = Server::start(&options(&asked_for)).unwrap();
    let place = Removed(server.data_dir().to_owned());
    assert_eq!(place.0.parent(), Some(Path::new("/var/lib/kontaly")));
    assert!(!asked_for.exists());
    let notice = server.notices().join("\n");
    assert!(notice.contains(&*asked_for.to_string_lossy()) && notice.contains(&*place.0.to_string_lossy()));
    Client::connect(&server.admin_url()).unwrap().query("create table kept as select 42").unwrap();
    server.stop().unwrap();

    // Also when the place asked for has become reachable: data is where it is.
    mode(&home, 0o755);
    let server = Server::start(&options(&asked_for)).unwrap();
    assert_eq!(server.data_dir(), place.0);
    assert_eq!(Client::connect(&server.admin_url()).unwrap().query("table kept").unwrap(), ["42"]);
    server.stop().unwrap();

    // And a cluster that becomes unreachable is not silently replaced by an empty one.
    sandbox.start().stop().unwrap();
    mode(&sandbox.dir, 0o700);
    let error = Server::start(&sandbox.options()).unwrap_err();
    mode(&sandbox.dir, 0o755);
    assert!(matches!(error, Error::NotReachable { .. }), "{error}");
}

struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}
