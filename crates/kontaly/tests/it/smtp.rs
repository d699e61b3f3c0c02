//! Mails as they arrive on a real mail server, and what happens when it refuses, or when we are killed while it listens.

use crate::mail_server::MailServer;
use crate::support::{Kontaly, admin_url, key_file};
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::mail::{Mailer, delivery};
use kontaly_db::sql;
use serde_json::{Value, json};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const FROM: &str = "Kontaly <no-reply@kontaly.example>";

fn mailer(server: &MailServer) -> Mailer {
    Mailer::smtp(&format!("smtp://127.0.0.1:{}", server.port), FROM, None).expect("an address")
}

async fn deliver(t: &Kontaly, mailer: &Mailer) {
    while delivery::round(&t.app, mailer).await.expect("a round") > 0 {}
}

async fn invite(t: &Kontaly, email: &str) {
    let draft = json!({ "email": email, "name": "Zoë Ångström", "role": "read_only" });
    t.sign_in("acme", "ada").await.post("/api/invitations", draft).await.expect(201);
}

/// How the mail to an address fares: attempts, whether it is sent, whether it was given up, and why.
async fn fares(t: &Kontaly, to: &str) -> (i32, bool, bool, String) {
    let row = sql(
        "select attempts, sent_at is not null, gave_up_at is not null, coalesce(last_error, '') from mails where recipient = $1",
    );
    let rows = t.owner().await.query(&row.bind(to.to_owned())).await.expect("a mail");
    let row = &rows[0];
    (
        row.take().expect("a number"),
        row.take().expect("a flag"),
        row.take().expect("a flag"),
        row.take().expect("a text"),
    )
}

fn text<'a>(mail: &'a Value, part: &str) -> &'a str {
    mail[part].as_str().unwrap_or_else(|| panic!("no {part} in {mail}"))
}

#[tokio::test]
async fn every_kind_of_mail_arrives_with_two_parts_and_links_to_its_own_workspace() {
    let (t, server) = (Kontaly::start().await, MailServer::start(&json!({})));
    invite(&t, "zoe@acme.example").await;
    let ada = t.sign_in("acme", "ada").await;
    ada.send(axum::http::Method::POST, "/api/verification", None, None).await.expect(202);
    let rita = json!({ "email": "rita@acme.example" });
    t.stranger("acme.localhost").post("/api/password-reset", rita).await.expect(202);
    let sam = json!({ "email": "sam@beta.example" });
    t.stranger("localhost").post("/api/workspaces/find", sam).await.expect(202);
    deliver(&t, &mailer(&server)).await;
    let mut mails: Vec<_> = (0..4).map(|_| server.next()).collect();
    mails.sort_by_key(|mail| text(mail, "subject").to_owned());
    let wanted = [
        ("rita@acme.example", "A new password for ACME Trading", "http://acme.localhost/password-reset#"),
        ("zoe@acme.example", "Ada Lovelace invites you to ACME Trading", "http://acme.localhost/invitation#"),
        ("ada@acme.example", "Confirm your e-mail address for ACME Trading", "http://acme.localhost/verify#"),
        ("sam@beta.example", "Your workspaces on Kontaly", "http://beta.localhost"),
    ];
    for (mail, (to, subject, link)) in mails.iter().zip(wanted) {
        assert_eq!((mail["to"][0].as_str(), text(mail, "subject")), (Some(to), subject));
        assert_eq!(
            (text(mail, "from"), text(mail, "type")),
            ("no-reply@kontaly.example", "multipart/alternative")
        );
        assert_eq!(text(mail, "automatic"), "auto-generated");
        let at = text(mail, "text").find(link).unwrap_or_else(|| panic!("{link} in {mail}"));
        let whole = text(mail, "text")[at..].split_whitespace().next().expect("a link");
        assert!(text(mail, "html").contains(&format!("href=\"{whole}\"")), "the same link in both: {mail}");
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again_and_a_final_word_is_one() {
    let (t, server) = (Kontaly::start().await, MailServer::start(&json!({})));
    let mailer = mailer(&server);
    for to in ["busy@acme.example", "nobody@acme.example"] {
        invite(&t, to).await;
    }
    deliver(&t, &mailer).await;
    let (attempts, sent, gave_up, why) = fares(&t, "busy@acme.example").await;
    assert_eq!((attempts, sent, gave_up), (1, false, false), "{why}");
    assert!(why.contains("Greylisted"), "{why}");
    let (attempts, sent, gave_up, why) = fares(&t, "nobody@acme.example").await;
    assert_eq!((attempts, sent, gave_up), (1, false, true), "{why}");
    assert!(why.contains("No such mailbox"), "{why}");
    let listed = t.sign_in("acme", "ada").await.get("/api/invitations").await.expect(200);
    let states: Vec<_> = listed.as_array().expect("two").iter().map(|one| one["mail"].clone()).collect();
    assert!(states.contains(&json!("failed")) && states.contains(&json!("waiting")), "{listed}");

    let later = t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_secs(6)));
    deliver(&later, &mailer).await;
    assert_eq!(server.next()["to"][0], "busy@acme.example");
    assert!(fares(&t, "busy@acme.example").await.1, "it is out");
    assert!(server.is_quiet(), "each once");
}

/// STARTTLS with a certificate of one's own authority, and a sign-in; a wrong password and an unknown authority can be set
/// right, so the mail waits.
#[tokio::test]
async fn a_connection_is_encrypted_and_signs_in() {
    let (t, (ca, tls)) = (Kontaly::start().await, certificates());
    let server =
        MailServer::start(&json!({ "tls": tls, "login": { "user": "kontaly", "password": "p@ss word" } }));
    let at = |login: &str| format!("smtp://{login}@localhost:{}?tls=required", server.port);
    let through = |login: &str, ca: Option<&str>| {
        Mailer::smtp(&at(login), FROM, ca.map(str::as_bytes)).expect("an address")
    };
    let to = "zoe@acme.example";
    invite(&t, to).await;
    let again =
        |seconds| t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_secs(seconds)));
    deliver(&t, &through("kontaly:p%40ss%20word", None)).await;
    let (_, sent, gave_up, why) = fares(&t, to).await;
    assert_eq!((sent, gave_up), (false, false), "nobody vouches for this certificate: {why}");
    deliver(&again(6), &through("kontaly:wrong", Some(&ca))).await;
    let (attempts, sent, gave_up, why) = fares(&t, to).await;
    assert_eq!((attempts, sent, gave_up), (2, false, false), "{why}");
    deliver(&again(60), &through("kontaly:p%40ss%20word", Some(&ca))).await;
    let mail = server.next();
    assert_eq!(
        (&mail["to"][0], &mail["secure"], &mail["user"]),
        (&json!(to), &json!(true), &json!("kontaly"))
    );
    assert!(server.is_quiet());
}

/// An authority, and key and certificate of `localhost`, in PEM.
fn certificates() -> (String, Value) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let (ca_key, key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let ca = authority.self_signed(&ca_key).expect("a certificate").pem();
    let issuer = Issuer::new(authority, ca_key);
    let names = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
    let certificate = names.signed_by(&key, &issuer).expect("a certificate").pem();
    (ca, json!({ "key": key.serialize_pem(), "cert": certificate }))
}

/// A real `kontaly serve`, killed when the test is over.
struct Process(Child);

impl Process {
    fn serve(t: &Kontaly, server: &MailServer) -> Self {
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("a port").port();
        let database = format!("{}/{}", admin_url().rsplit_once('/').expect("a database").0, t.database);
        let program = Command::new(env!("CARGO_BIN_EXE_kontaly"))
            .arg("serve")
            .env("KONTALY_DATABASE_URL", database)
            .env("KONTALY_KEY_FILE", key_file())
            .env("KONTALY_PORT", port.to_string())
            .env("KONTALY_SMTP_URL", format!("smtp://127.0.0.1:{}", server.port))
            .env("KONTALY_MAIL_FROM", FROM)
            .stderr(Stdio::null())
            .spawn();
        Self(program.expect("the program"))
    }

    /// SIGKILL, as `kill -9` and a power cut do it: nothing of it runs any more.
    fn kill(&mut self) {
        self.0.kill().expect("it runs");
        self.0.wait().expect("it has ended");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server has the whole text and has not said so yet: then nobody knows whether the mail is out, so it goes out again.
#[tokio::test]
async fn a_process_that_is_killed_in_the_middle_of_a_delivery_loses_no_mail() {
    let (t, server) = (Kontaly::start().await, MailServer::start(&json!({})));
    let to = "slow@acme.example";
    invite(&t, to).await;
    let mut first = Process::serve(&t, &server);
    let token = |mail: &Value| {
        let text = text(mail, "text").to_owned();
        let (_, rest) = text.split_once("/invitation#").expect("a link");
        rest.split_whitespace().next().expect("a token").to_owned()
    };
    let half = server.next();
    first.kill();
    assert_eq!((half["to"][0].as_str(), fares(&t, to).await.1), (Some(to), false));
    // Three minutes later the lease of whoever died has run out.
    let over = "update mails set next_at = next_at - interval '3 minutes'";
    t.owner().await.script(over).await.expect("time that passes");
    let _second = Process::serve(&t, &server);
    assert_eq!(token(&server.next()), token(&half), "the same mail");
    let mut tries = 0;
    while !fares(&t, to).await.1 {
        tries += 1;
        assert!(tries < 600, "the second process says that it is sent");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(fares(&t, to).await.0, 2);
}

/// Begins to deliver all that is due, as a process does that runs.
fn delivering(t: &Kontaly, server: &MailServer) -> tokio::task::JoinHandle<usize> {
    let (app, mailer) = (t.app.clone(), mailer(server));
    tokio::spawn(async move { delivery::round(&app, &mailer).await.expect("a round") })
}

/// The next mail's reader; the test's own thread goes on delivering meanwhile.
async fn next(server: &mut MailServer) -> String {
    let mail = tokio::task::block_in_place(|| server.next());
    mail["to"][0].as_str().expect("an address").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workspace_that_invites_many_has_two_mails_on_their_way_and_codes_go_first() {
    let (t, mut server) = (Kontaly::start().await, MailServer::start(&json!({ "hold": true })));
    for number in 0..6 {
        invite(&t, &format!("new{number}@acme.example")).await;
    }
    for (workspace, name) in [("acme", "rita"), ("beta", "sam")] {
        let body = json!({ "email": format!("{name}@{workspace}.example") });
        t.stranger(&format!("{workspace}.localhost")).post("/api/password-reset", body).await.expect(202);
    }
    let delivering = delivering(&t, &server);
    let mut first = Vec::new();
    for _ in 0..3 {
        first.push(next(&mut server).await);
    }
    first.sort();
    assert_eq!(first, ["new0@acme.example", "rita@acme.example", "sam@beta.example"]);
    let on_their_way = sql(
        "select count(*) from mails where recipient like '%@acme.example' and attempts > 0 and sent_at is null",
    );
    (0..3).for_each(|_| server.let_go());
    for _ in 0..5 {
        assert!(next(&mut server).await.starts_with("new"));
        let row = t.owner().await.query(&on_their_way).await.expect("mails");
        let count: i64 = row[0].take().expect("a number");
        assert!((1..=2).contains(&count), "{count} at once");
        server.let_go();
    }
    assert_eq!(delivering.await.expect("no panic"), 8);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workspaces_take_turns_however_many_mails_wait_elsewhere() {
    let (t, mut server) = (Kontaly::start().await, MailServer::start(&json!({ "hold": true })));
    for number in 0..9 {
        t.workspace(&format!("firm{number}")).await;
    }
    let mails = "insert into mails (tenant_id, id, kind, recipient, details, asked_from, created_at, next_at, expires_at)
        select s.tenant_id, gen_random_uuid(), 'webhook_failed', 'ada@' || s.slug || '.example', '{}', '', now(),
          case s.slug when 'beta' then now() else now() - interval '1 hour' end, now() + interval '1 day'
        from slugs s cross join generate_series(1, 3) n where s.slug <> 'beta' or n = 1";
    t.owner().await.script(mails).await.expect("mails");
    let delivering = delivering(&t, &server);
    let mut readers = std::collections::HashSet::new();
    for arrived in 1..=31 {
        if arrived > 8 {
            server.let_go();
        }
        let reader = next(&mut server).await;
        assert!(readers.insert(reader.clone()) || arrived > 11, "{reader} was not next: {readers:?}");
    }
    (0..8).for_each(|_| server.let_go());
    assert_eq!((readers.len(), delivering.await.expect("no panic")), (11, 31));
}
