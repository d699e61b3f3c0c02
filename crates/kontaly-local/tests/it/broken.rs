//! Data directories that cannot be used: the error says why and what to do, and nothing is touched.

use std::fs;
use std::path::Path;

use kontaly_local::{Error, Server};

use crate::client::Client;
use crate::sandbox::Sandbox;

fn refused(sandbox: &Sandbox) -> (Error, String) {
    let error = Server::start(&sandbox.options()).unwrap_err();
    let text = error.to_string();
    (error, text)
}

/// Renames a part of the cluster away and back, around a look at the error.
fn without(sandbox: &Sandbox, part: &str) -> (Error, String) {
    let (path, aside) = (sandbox.data().join(part), sandbox.dir.join("aside"));
    fs::rename(&path, &aside).unwrap();
    let refused = refused(sandbox);
    fs::rename(&aside, &path).unwrap();
    refused
}

fn overwritten(path: &Path, contents: &[u8], look: impl FnOnce()) {
    let before = fs::read(path).unwrap();
    fs::write(path, contents).unwrap();
    look();
    fs::write(path, before).unwrap();
}

#[test]
fn every_damage_is_named_and_mending_it_brings_the_data_back() {
    let sandbox = Sandbox::new();
    let server = sandbox.start();
    Client::connect(&server.admin_url()).unwrap().query("create table kept as select 42").unwrap();
    server.stop().unwrap();
    let cluster = sandbox.data().join("cluster");

    for part in ["cluster/PG_VERSION", "cluster/global/pg_control", "cluster/base", "cluster/postgresql.conf"]
    {
        let (error, text) = without(&sandbox, part);
        assert!(matches!(error, Error::Broken { .. }), "{error:?}");
        assert!(
            text.contains(part.rsplit_once("cluster/").unwrap().1) && text.contains("move it away"),
            "{text}"
        );
    }
    let (error, text) = without(&sandbox, "password");
    assert!(matches!(error, Error::NoPassword { .. }), "{error:?}");
    assert!(text.contains("Restore the file"), "{text}");

    overwritten(&cluster.join("PG_VERSION"), b"12\n", || {
        let (error, text) = refused(&sandbox);
        assert!(matches!(error, Error::OtherMajor { needed: 12, .. }), "{error:?}");
        assert!(text.contains("Set KONTALY_POSTGRES_BIN") && text.contains("there is only"), "{text}");
    });
    overwritten(&cluster.join("global/pg_control"), &[7; 8192], || {
        let (error, text) = refused(&sandbox);
        assert!(matches!(error, Error::Start { .. }), "{error:?}");
        assert!(text.contains("FATAL") && text.contains("postgres.log"), "the log is not shown: {text}");
    });

    let server = sandbox.start();
    assert_eq!(Client::connect(&server.admin_url()).unwrap().query("table kept").unwrap(), ["42"]);
}

#[test]
fn a_setting_that_postgres_refuses_is_shown_in_its_words() {
    let sandbox = Sandbox::new();
    let mut options = sandbox.options();
    options.settings.push(("work_mem".to_owned(), "much".to_owned()));
    let text = Server::start(&options).unwrap_err().to_string();
    assert!(text.contains("invalid value for parameter \"work_mem\": \"much\""), "{text}");
    options.settings[1].0 = "port".to_owned();
    assert!(matches!(Server::start(&options), Err(Error::Setting { .. })));
    sandbox.start();
}

#[test]
fn a_foreign_cluster_and_a_file_are_not_data_directories() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.data()).unwrap();
    fs::write(sandbox.data().join("PG_VERSION"), "18\n").unwrap();
    let (error, text) = refused(&sandbox);
    assert!(matches!(error, Error::Broken { .. }), "{error:?}");
    assert!(text.contains("a cluster itself"), "{text}");
    assert_eq!(fs::read_dir(sandbox.data()).unwrap().count(), 1, "nothing was written to it");

    fs::remove_dir_all(sandbox.data()).unwrap();
    fs::write(sandbox.data(), "a file").unwrap();
    let (_, text) = refused(&sandbox);
    assert!(text.contains("data"), "{text}");
    assert_eq!(fs::read_to_string(sandbox.data()).unwrap(), "a file");
}
