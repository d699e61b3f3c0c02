//! Hosts: which request reaches which workspace, over a real socket and with bytes that no client library would send.
//! None reaches another tenant than the one it names, none is answered with a redirect, none gets a foreign link.

use crate::support::{Answer, Kontaly};
use axum::body::Body;
use axum::http::{Request, Version, header};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A Kontaly that listens on a port of its own.
async fn listening() -> (Kontaly, SocketAddr) {
    let t = Kontaly::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = t.app.clone();
    tokio::spawn(async move { kontaly::cmd::serve::listen(app, listener, std::future::pending()).await });
    (t, address)
}

/// The whole answer to raw bytes: status and text, as they came.
async fn raw(address: SocketAddr, request: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(request).await.expect("a request");
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    // A server that keeps waiting for the rest of a request has answered nothing, which is no leak.
    let _ = read;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

/// Where a request may end up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Acme,
    /// The front door or the console: no workspace, and no API.
    Ours,
    /// Acme's application, an address of whose own it may be: a page, where the application was built, and never the API.
    Page,
    Nobody,
}
use To::{Acme, Nobody, Ours, Page};

/// Values of one Host header.
const HOSTS: &[(&[u8], To)] = &[
    (b"acme.localhost", Acme),
    (b"ACME.LOCALHOST", Acme),
    (b"acme.localhost:8080", Acme),
    (b"acme.localhost:", Acme),
    (b"acme.localhost.", Acme),
    (b"Acme.LocalHost.:443", Acme),
    // What browsers would map to the same name is the same name.
    ("\u{ff41}cme.localhost".as_bytes(), Acme),
    ("ACM\u{c9}.localhost".as_bytes(), Nobody),
    ("\u{430}cme.localhost".as_bytes(), Nobody),
    ("acme\u{3002}localhost".as_bytes(), Nobody),
    ("acme\u{ff0e}localhost".as_bytes(), Nobody),
    ("acme.localhost:\u{ff18}\u{ff10}".as_bytes(), Nobody),
    (b"localhost", Ours),
    (b"www.localhost", Ours),
    (b"admin.localhost", Ours),
    (b"", Nobody),
    (b"acme", Nobody),
    (b"beta", Nobody),
    (b".", Nobody),
    (b".localhost", Nobody),
    (b".acme.localhost", Nobody),
    (b"acme..localhost", Nobody),
    (b"acme.localhost..", Nobody),
    (b"acme.localhost:80:80", Nobody),
    (b"acme.localhost:x", Nobody),
    (b"acme.localhost:-1", Nobody),
    (b"acme.localhost:808080", Nobody),
    (b":80", Nobody),
    (b"acme.localhost@beta.localhost", Nobody),
    (b"beta.localhost@acme.localhost", Nobody),
    (b"acme.localhost, beta.localhost", Nobody),
    (b"acme.localhost,beta.localhost", Nobody),
    (b"acme.localhost beta.localhost", Nobody),
    (b"acme.localhost;beta.localhost", Nobody),
    (b"acme.localhost/beta", Nobody),
    (b"acme.localhost#beta", Nobody),
    (b"acme.localhost?beta", Nobody),
    (b"acme.localhost\\beta", Nobody),
    (b"http://acme.localhost", Nobody),
    (b"//acme.localhost", Nobody),
    (b"acme%2elocalhost", Nobody),
    (b"acme.localhost%00", Nobody),
    (b"acme.localhost%0d%0aX: y", Nobody),
    (b"[::1]", Nobody),
    (b"[acme.localhost]", Nobody),
    (b"127.0.0.1", Nobody),
    (b"2130706433", Nobody),
    (b"0x7f.1", Nobody),
    (b"acme.localhost.evil.example", Nobody),
    (b"evil.example", Nobody),
    (b"localhost.evil.example", Nobody),
    (b"acmelocalhost", Nobody),
    (b"acme-localhost", Nobody),
    (b"beta.acme.localhost", Nobody),
    (b"www.acme.localhost", Nobody),
    (b"xn--acme.localhost", Nobody),
    (b"xn--.localhost", Nobody),
    (b"-acme.localhost", Nobody),
    (b"_acme.localhost", Nobody),
    (b"*.localhost", Nobody),
    (b"null", Nobody),
    (b"undefined.localhost", Nobody),
    (b"acme.localhost'--", Nobody),
    (b"acme.localhost\" onload=", Nobody),
    (b"<script>.localhost", Nobody),
    (b"acme\xff.localhost", Nobody),
    (b"acme\x00.localhost", Nobody),
    (b"acme\x7f.localhost", Nobody),
    (b"acme.localhost\x0b", Nobody),
];

/// Headers beside an honest Host of acme, which change nothing about where the request goes.
const BESIDE: &[&str] = &[
    "X-Forwarded-Host: beta.localhost",
    "X-Forwarded-Host: evil.example",
    "X-Forwarded-Host: beta.localhost, acme.localhost",
    "X-Forwarded-Server: beta.localhost",
    "X-Host: beta.localhost",
    "X-Original-Host: beta.localhost",
    "X-HTTP-Host-Override: beta.localhost",
    "X-Original-URL: http://beta.localhost/",
    "X-Rewrite-URL: /beta",
    "X-Forwarded-Prefix: /evil",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Proto: javascript",
    "X-Forwarded-Port: 6666",
    "X-Forwarded-Scheme: evil",
    "X-Forwarded-For: 10.0.0.1",
    "X-Real-IP: 10.0.0.1",
    "Forwarded: host=beta.localhost;proto=evil",
    "Forwarded: for=10.0.0.1;host=\"evil.example\"",
    "Via: 1.1 beta.localhost",
    "Origin: http://beta.localhost",
    "Referer: http://beta.localhost/",
    "X-Tenant: beta",
    "X-Tenant-Id: beta",
    "X-Workspace: beta",
    "Cookie: tenant=beta; workspace=beta",
    "Connection: host",
];

/// Targets and header blocks with a trick in their shape; `\r\n` as written.
const SHAPES: &[(&str, To)] = &[
    ("GET /api/workspace HTTP/1.1\r\nHost: acme.localhost\r\nHost: beta.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost: beta.localhost\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost: acme.localhost\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nhost: acme.localhost\r\nHOST: beta.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nAccept: */*\r\n", Nobody),
    ("GET /api/workspace HTTP/1.0\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost : beta.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n Host: beta.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n\tbeta.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\n Host: acme.localhost\r\n", Nobody),
    ("GET /api/workspace HTTP/1.1\r\nHost:\tacme.localhost\r\n", Acme),
    ("GET /api/workspace HTTP/1.1\r\nhOsT:acme.localhost\r\n", Acme),
    ("GET http://acme.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Acme),
    ("GET http://acme.localhost:80/api/workspace HTTP/1.1\r\nHost: ACME.localhost.\r\n", Acme),
    ("GET http://acme.localhost/api/workspace HTTP/1.1\r\nHost: beta.localhost\r\n", Nobody),
    ("GET http://beta.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http://evil.example/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http://beta.localhost@acme.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http://acme.localhost@beta.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http://[::1]/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http:///api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET http://beta.localhost\\@acme.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET //beta.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /\\beta.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /beta/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Page),
    ("GET /api/../beta/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /api/workspace?tenant=beta&host=beta.localhost HTTP/1.1\r\nHost: acme.localhost\r\n", Acme),
    ("GET /api/workspace/ HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /api//workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET /api/workspace%2f..%2f HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("CONNECT beta.localhost:80 HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("OPTIONS * HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
    ("GET beta.localhost/api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n", Nobody),
];

/// Neither sent elsewhere, nor shown anything of beta, nor given a link that an attacker wrote.
fn assert_own(what: &str, (status, text): &(u16, String)) {
    assert!(!(300..400).contains(status), "{what} is answered with a redirect: {text}");
    let lower = text.to_lowercase();
    assert!(
        !lower.contains("\r\nlocation:") && !lower.contains("\r\nrefresh:"),
        "{what} is sent elsewhere: {text}"
    );
    assert!(
        !text.contains("BETA") && !lower.contains("beta.localhost"),
        "{what} reaches beta, or a link to it: {text}"
    );
    assert!(!lower.contains("evil"), "{what} gets a foreign link: {text}");
}

fn assert_ended(what: &str, to: To, answer: &(u16, String)) {
    assert_own(what, answer);
    let (status, text) = answer;
    let acme = text.contains("\"slug\":\"acme\"");
    match to {
        Acme => assert!(*status == 200 && acme, "{what} should reach acme: {text}"),
        Ours => {
            assert!(*status == 404 && !acme, "{what} should reach a page of ours, which has no API: {text}");
        }
        Page => {
            let text = text.to_lowercase();
            assert!(text.contains("\r\ncontent-type: text/"), "{what} should reach a page: {text}");
        }
        Nobody => assert!(*status != 200 && !acme, "{what} should reach nobody: {text}"),
    }
}

#[tokio::test]
async fn hostile_hosts_reach_nobody_else() {
    let (_t, address) = listening().await;
    for (host, to) in HOSTS {
        let what = String::from_utf8_lossy(host);
        let ask = async |target: &str| {
            let mut request = format!("GET {target} HTTP/1.1\r\nConnection: close\r\nHost: ").into_bytes();
            request.extend_from_slice(host);
            request.extend_from_slice(b"\r\n\r\n");
            raw(address, &request).await
        };
        assert_ended(&what, *to, &ask("/api/workspace").await);
        for page in ["/", "/leads", "/nothing/", "/..//evil.example"] {
            let answer = ask(page).await;
            assert_own(&format!("{page} at {what}"), &answer);
            assert!(*to != Nobody || matches!(answer.0, 400 | 421), "{page} at {what}: {}", answer.1);
        }
    }
    for length in [254, 300, 5_000] {
        let request = format!(
            "GET /api/workspace HTTP/1.1\r\nConnection: close\r\nHost: {}.localhost\r\n\r\n",
            "a.".repeat(length / 2)
        );
        assert_ended("a long one", Nobody, &raw(address, request.as_bytes()).await);
    }
    let label = format!(
        "GET /api/workspace HTTP/1.1\r\nConnection: close\r\nHost: {}.localhost\r\n\r\n",
        "a".repeat(64)
    );
    assert_ended("a long label", Nobody, &raw(address, label.as_bytes()).await);
    assert!(HOSTS.len() + BESIDE.len() + SHAPES.len() > 120, "many variants");
}

#[tokio::test]
async fn nothing_beside_the_host_names_a_tenant() {
    let (t, address) = listening().await;
    for beside in BESIDE {
        let request = format!(
            "GET /api/workspace HTTP/1.1\r\nHost: acme.localhost\r\n{beside}\r\nConnection: close\r\n\r\n"
        );
        assert_ended(beside, Acme, &raw(address, request.as_bytes()).await);
    }
    for (shape, to) in SHAPES {
        let request = format!("{shape}Connection: close\r\n\r\n");
        assert_ended(shape, *to, &raw(address, request.as_bytes()).await);
    }
    // A body that names another tenant is a body with a field that nobody knows.
    let rita = t.sign_in("acme", "rita").await;
    let beta = t.person("beta", "rita").actor.tenant_id;
    for field in ["tenant_id", "tenant", "workspace"] {
        let body = serde_json::json!({ "last_name": "X", field: beta });
        assert_eq!(rita.post("/api/leads", body).await.code(422), "invalid", "{field}");
    }
    let lead = rita
        .post(&format!("/api/leads?tenant_id={beta}"), serde_json::json!({ "last_name": "X" }))
        .await
        .expect(201);
    let theirs = t.sign_in("beta", "rita").await;
    assert!(theirs.ids(&format!("/api/leads?tenant_id={beta}")).await.is_empty(), "{lead}");
}

/// What HTTP/2 says in `:authority` must agree with a Host header that comes along.
#[tokio::test]
async fn an_authority_and_a_host_must_agree() {
    let t = Kontaly::start().await;
    let ask = async |authority: &str, host: Option<&str>| -> Answer {
        let mut request =
            Request::builder().version(Version::HTTP_2).uri(format!("http://{authority}/api/workspace"));
        if let Some(host) = host {
            request = request.header(header::HOST, host);
        }
        t.stranger("").raw(request.body(Body::empty()).expect("a request")).await
    };
    assert_eq!(ask("acme.localhost", None).await.expect(200)["slug"], "acme");
    assert_eq!(ask("acme.localhost:8080", Some("ACME.localhost")).await.expect(200)["slug"], "acme");
    assert_eq!(ask("acme.localhost", Some("beta.localhost")).await.code(421), "unknown_host");
    assert_eq!(ask("beta.localhost", Some("acme.localhost")).await.code(421), "unknown_host");
    assert_eq!(ask("evil.example", None).await.code(421), "unknown_host");
}

/// A session is of one tenant: at another's address it is nobody's.
#[tokio::test]
async fn a_cookie_is_worth_nothing_at_another_address() {
    let t = Kontaly::start().await;
    let mut rita = t.sign_in("acme", "rita").await;
    rita.get("/api/leads").await.expect(200);
    for (host, status) in
        [("beta.localhost", 401), ("localhost", 404), ("admin.localhost", 404), ("nobody.localhost", 421)]
    {
        rita.host = host.into();
        let answer = rita.get("/api/leads").await;
        assert_eq!(answer.status.as_u16(), status, "{host}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_custom_domain_leads_to_its_workspace_once_it_is_verified() {
    let t = Kontaly::start().await;
    let acme = t.person("acme", "ada").actor.tenant_id;
    let owner = t.owner().await;
    owner
        .script(&format!("insert into domains (domain, tenant_id) values ('crm.acme.example', '{acme}'), ('acme.test', '{acme}')"))
        .await
        .expect("domains");
    let mut rita = t.sign_in("acme", "rita").await;
    rita.host = "crm.acme.example".into();
    assert_eq!(rita.get("/api/workspace").await.code(421), "unknown_host", "not before it is verified");
    owner
        .script("update domains set verified_at = now() where domain = 'crm.acme.example'")
        .await
        .expect("verified");
    assert_eq!(rita.get("/api/workspace").await.expect(200)["slug"], "acme");
    rita.get("/api/leads").await.expect(200);
    rita.host = "CRM.acme.example.:443".into();
    rita.get("/api/leads").await.expect(200);
    for host in ["acme.example", "x.crm.acme.example", "crm.acme.example.localhost", "acme.test"] {
        rita.host = host.into();
        assert_eq!(rita.get("/api/workspace").await.code(421), "unknown_host", "{host}");
    }
}

#[tokio::test]
async fn a_suspended_workspace_says_so_and_nothing_else() {
    let t = Kontaly::start().await;
    let (rita, stranger) = (t.sign_in("acme", "rita").await, t.stranger("beta.localhost"));
    t.owner()
        .await
        .script("update tenants set state = 'suspended' where name = 'ACME Trading'")
        .await
        .expect("a suspension");
    for path in ["/api/leads", "/api/workspace", "/api/session", "/api/nothing", "/api/openapi.json"] {
        assert_eq!(rita.get(path).await.code(403), "workspace_suspended", "{path}");
    }
    let page = rita.get("/leads").await;
    assert_eq!(page.status, 403);
    assert!(page.text.contains("suspended"), "{}", page.text);
    assert_eq!(stranger.get("/api/workspace").await.expect(200)["slug"], "beta");
    t.owner().await.script("update tenants set state = 'active'").await.expect("an end of it");
    rita.get("/api/leads").await.expect(200);
}
