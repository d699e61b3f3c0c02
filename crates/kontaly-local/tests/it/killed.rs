//! `kill -9` at every moment, and two starts at once: never a second server, never lost data.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use kontaly_local::{Options, Server, attach};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::client::Client;
use crate::sandbox::{Helper, Sandbox, WAIT, exec, is_alive, wait_until};

#[test]
fn a_server_that_outlived_its_process_is_taken_over() {
    let sandbox = Sandbox::new();
    let helper = sandbox.helper();
    let mut open = helper.client();
    open.query("create table kept as select 42").unwrap();
    let (url, pid) = (helper.url.clone(), sandbox.postmaster());
    helper.kill();
    assert_eq!(open.query("table kept").unwrap(), ["42"], "it serves on");
    assert_eq!(attach(&sandbox.data()).unwrap().unwrap().admin_url(), url);

    let server = sandbox.start();
    assert!(server.was_taken_over());
    assert_eq!((server.admin_url(), sandbox.postmaster()), (url, pid));
    assert_eq!(open.query("table kept").unwrap(), ["42"], "nobody was disturbed");
    server.stop().unwrap();
    assert!(!is_alive(pid), "a server that was taken over is stopped like any other");
}

#[test]
fn a_server_that_is_not_what_was_asked_for_is_restarted() {
    let sandbox = Sandbox::new();
    let helper = sandbox.helper();
    helper.client().query("create table kept as select 42").unwrap();
    let pid = sandbox.postmaster();
    helper.kill();
    let mut options = sandbox.options();
    options.settings.push(("work_mem".to_owned(), "9MB".to_owned()));
    let server = Server::start(&options).unwrap();
    assert!(!server.was_taken_over() && !is_alive(pid));
    let mut client = Client::connect(&server.admin_url()).unwrap();
    assert_eq!(client.query("show work_mem").unwrap(), ["9MB"]);
    assert_eq!(client.query("table kept").unwrap(), ["42"]);
}

#[test]
fn after_a_crash_of_everything_postgres_recovers() {
    let sandbox = Sandbox::new();
    let helper = sandbox.helper();
    let mut client = helper.client();
    client.query("create table kept as select 42").unwrap();
    client.query("begin; insert into kept values (43)").unwrap();
    let pid = sandbox.postmaster();
    helper.kill();
    kill(Pid::from_raw(pid), Signal::SIGKILL).unwrap();
    let server = sandbox.start();
    assert!(!server.was_taken_over());
    assert_eq!(Client::connect(&server.admin_url()).unwrap().query("table kept").unwrap(), ["42"]);
    let log = fs::read_to_string(sandbox.data().join("postgres.log")).unwrap();
    assert!(log.contains("was not properly shut down"), "the test did not crash it");
}

/// `postmaster.pid` of a dead server whose number another process has by now, of the same user.
/// PostgreSQL itself refuses to start then; and we must not take that process for ours.
#[test]
fn a_number_that_now_belongs_to_another_process_is_left_alone() {
    let sandbox = Sandbox::new();
    let server = sandbox.start();
    Client::connect(&server.admin_url()).unwrap().query("create table kept as select 42").unwrap();
    let file = sandbox.data().join("cluster/postmaster.pid");
    let text = fs::read_to_string(&file).unwrap();
    let meta = fs::metadata(&file).unwrap();
    server.stop().unwrap();

    let other = Sandbox::new();
    let other_server = other.start();
    let mut sleeper = sleeper((meta.uid(), meta.gid()));
    for pid in [i32::try_from(sleeper.id()).unwrap(), other.postmaster()] {
        let rest = text.split_once('\n').unwrap().1;
        fs::write(&file, format!("{pid}\n{rest}")).unwrap();
        std::os::unix::fs::chown(&file, Some(meta.uid()), Some(meta.gid())).unwrap();
        assert!(attach(&sandbox.data()).unwrap().is_none());
        let server = sandbox.start();
        assert!(!server.was_taken_over());
        assert_eq!(Client::connect(&server.admin_url()).unwrap().query("table kept").unwrap(), ["42"]);
        server.stop().unwrap();
        assert!(is_alive(pid), "we ended a process that is not ours");
    }
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
    Client::connect(&other_server.admin_url()).unwrap();
}

fn sleeper((uid, gid): (u32, u32)) -> Child {
    let mut command = Command::new("sleep");
    command.arg("60");
    if nix::unistd::geteuid().as_raw() != uid {
        command.uid(uid).gid(gid);
    }
    command.stdin(Stdio::null()).spawn().unwrap()
}

#[test]
fn of_many_starts_at_once_one_wins_and_the_others_say_who() {
    let sandbox = Sandbox::new();
    let helpers: Vec<_> = std::thread::scope(|scope| {
        let one = || Helper::spawn(exec(&sandbox.data(), &["--set", "fsync=off"], &WAIT));
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (winners, losers): (Vec<_>, Vec<_>) = helpers.into_iter().partition(|helper| !helper.url.is_empty());
    assert_eq!((winners.len(), losers.len()), (1, 3));
    let winner = winners.into_iter().next().unwrap();
    for loser in losers {
        let (status, said) = loser.finish();
        assert_eq!(status.code(), Some(125));
        let expected = format!("in use by process {}", winner.child.id());
        assert!(said.contains(&expected) && said.contains("Stop that process first"), "{said}");
    }
    let late = Server::start(&sandbox.options()).unwrap_err();
    let port = winner.url.rsplit_once(':').unwrap().1.trim_end_matches("/postgres");
    assert!(late.to_string().contains(&format!("which serves it on port {port}. ")), "{late}");
    winner.client().query("select 1").unwrap();
    assert_eq!(winner.finish().0.code(), Some(0));
    // Released: the next start has it at once.
    sandbox.start();
}

#[test]
fn a_start_waits_for_one_that_is_just_stopping() {
    let sandbox = Sandbox::new();
    let first = sandbox.start();
    let options = sandbox.options();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| Server::start(&options).map(drop));
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert!(!second.is_finished());
        drop(first);
        second.join().unwrap().unwrap();
    });
}

#[test]
fn a_half_done_initdb_is_done_again() {
    let sandbox = Sandbox::new();
    // As slow as usual only with the disk in the way, and killed as soon as there is a part of it.
    let mut command = exec(&sandbox.data(), &[], &WAIT);
    let mut child = command.process_group(0).spawn().unwrap();
    let scratch = sandbox.data().join("tmp");
    wait_until("initdb to begin", || {
        let drafts = fs::read_dir(&scratch).into_iter().flatten().flatten();
        drafts.into_iter().any(|draft| draft.path().join("base").exists())
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!sandbox.data().join("cluster").exists(), "killed too late to test anything");

    let options = Options { settings: Vec::new(), ..sandbox.options() };
    let server = Server::start(&options).unwrap();
    assert_eq!(Client::connect(&server.admin_url()).unwrap().query("select 42").unwrap(), ["42"]);
    server.stop().unwrap();
    wait_until("the first initdb to give up", || {
        Server::start(&options).unwrap().stop().unwrap();
        fs::read_dir(&scratch).unwrap().count() == 0
    });
}
