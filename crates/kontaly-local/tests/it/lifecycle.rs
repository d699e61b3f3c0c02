//! A cluster from its first start to its second.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use kontaly_local::{Error, Options, Server, attach};

use crate::client::Client;
use crate::sandbox::{Sandbox, is_alive, is_postgres_named, is_root};

#[test]
fn a_new_cluster_is_what_it_promises() {
    let sandbox = Sandbox::new();
    let server = sandbox.start();
    let mut client = Client::connect(&server.admin_url()).unwrap();
    for (sql, answer) in [
        ("select split_part(version(), ' ', 2)", server.version().text.as_str()),
        ("show data_checksums", "on"),
        ("show server_encoding", "UTF8"),
        ("show listen_addresses", "127.0.0.1"),
        ("show unix_socket_directories", ""),
        ("show shared_preload_libraries", ""),
        ("show fsync", "off"), // from the options' settings
        ("show full_page_writes", "on"),
        ("select lower('ÄÖÑ')", "äöñ"),
        ("create extension pg_trgm; select array_length(show_trgm('Ärger'), 1)", "6"),
        ("select to_tsvector('simple', 'ÖL')", "'öl':1"),
    ] {
        assert_eq!(client.query(sql).unwrap(), [answer], "{sql}");
    }
    if !is_postgres_named() {
        assert_eq!(server.version().major, 18, "npm's comes before the system's");
        let locale = "select datlocprovider::text || ' ' || datlocale from pg_database limit 1";
        assert_eq!(client.query(locale).unwrap(), ["b C.UTF-8"]);
    }

    let password = fs::metadata(sandbox.data().join("password")).unwrap();
    assert_eq!(password.permissions().mode() & 0o777, 0o600);
    let owner = fs::metadata(format!("/proc/{}", sandbox.postmaster())).unwrap().uid();
    assert_ne!(owner, 0, "PostgreSQL runs as root");
    assert_eq!(is_root(), owner != password.uid(), "root keeps the password to itself");

    let wrong = server.admin_url().replace(&server.endpoint().password, "wrong");
    assert!(Client::connect(&wrong).err().unwrap().contains("password authentication failed"));
}

#[test]
fn the_second_start_finds_data_port_and_password_again() {
    let sandbox = Sandbox::new();
    let server = sandbox.start();
    let (url, pid) = (server.admin_url(), sandbox.postmaster());
    Client::connect(&url).unwrap().query("create table kept as select 42").unwrap();
    assert_eq!(attach(&sandbox.data()).unwrap().unwrap().admin_url(), url);
    server.stop().unwrap();
    assert!(!is_alive(pid), "stop returns when the server is gone");
    assert!(TcpStream::connect(address(&url)).is_err());
    assert!(attach(&sandbox.data()).unwrap().is_none());

    let server = sandbox.start();
    assert_eq!(server.admin_url(), url);
    assert!(!server.was_taken_over());
    assert_eq!(Client::connect(&url).unwrap().query("table kept").unwrap(), ["42"]);
    let pid = sandbox.postmaster();
    drop(server);
    assert!(!is_alive(pid), "dropped is stopped");
}

#[test]
fn a_taken_port_is_an_error_when_asked_for_and_avoided_when_not() {
    let sandbox = Sandbox::new();
    let server = sandbox.start();
    let port = server.endpoint().port;
    server.stop().unwrap();
    let squatter = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();

    let asked = Options { port: Some(port), ..sandbox.options() };
    let error = Server::start(&asked).unwrap_err();
    assert!(matches!(error, Error::Port { port: told, .. } if told == port), "{error}");
    assert!(error.to_string().contains("choose another port"), "{error}");
    let server = sandbox.start();
    assert_ne!(server.endpoint().port, port);
    server.stop().unwrap();

    drop(squatter);
    let server = Server::start(&asked).unwrap();
    assert_eq!(server.endpoint().port, port);
    Client::connect(&server.admin_url()).unwrap();
}

#[test]
fn an_empty_start_forgets_everything_and_survives_a_running_server() {
    let sandbox = Sandbox::new();
    let helper = sandbox.helper();
    helper.client().query("create table old ()").unwrap();
    let pid = sandbox.postmaster();
    helper.kill();
    assert!(is_alive(pid));
    let options = Options { durable: false, settings: Vec::new(), ..sandbox.options() };
    let server = Server::start_empty(&options).unwrap();
    assert!(!is_alive(pid));
    let mut client = Client::connect(&server.admin_url()).unwrap();
    assert_eq!(client.query("select count(*) from pg_class where relname = 'old'").unwrap(), ["0"]);
    for (setting, value) in [("fsync", "off"), ("full_page_writes", "off"), ("max_connections", "300")] {
        assert_eq!(client.query(&format!("show {setting}")).unwrap(), [value], "{setting}");
    }
}

fn address(url: &str) -> &str {
    url.split_once('@').unwrap().1.split_once('/').unwrap().0
}
