//! The outbox: every mail leaves, whoever dies or is down, and the development mailbox shows it.

use crate::getting_in::mails;
use crate::support::Kontaly;
use jiff::SignedDuration;
use kontaly::clock::Clock;
use kontaly::mail::mailbox::Mailbox;
use kontaly::mail::{Mailer, delivery};
use kontaly_db::sql;
use serde_json::json;

async fn ask(t: &Kontaly, names: &[&str]) {
    for name in names {
        let body = json!({ "email": format!("{name}@acme.example") });
        t.stranger("acme.localhost").post("/api/password-reset", body).await.expect(202);
    }
}

fn later(t: &Kontaly, minutes: i64) -> Kontaly {
    t.second_with(|_| {}, Clock::fixed(t.app.clock.now() + SignedDuration::from_mins(minutes)))
}

#[tokio::test]
async fn two_processes_deliver_each_mail_once() {
    let t = Kontaly::start().await;
    ask(&t, &["ada", "max", "rita", "sam", "ron"]).await;
    let other = t.second();
    let (mut a, b) = tokio::join!(mails(&t), mails(&other));
    a.extend(b);
    let mut to: Vec<_> = a.into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["ada", "max", "rita", "ron", "sam"].map(|name| format!("{name}@acme.example")));
}

/// A process that claims and dies leaves no more than a lease: another one delivers when it is over.
#[tokio::test]
async fn what_a_dead_process_claimed_is_delivered_by_the_next() {
    let t = Kontaly::start().await;
    ask(&t, &["rita"]).await;
    let claimed = "update mails set attempts = attempts + 1, next_at = next_at + interval '3 minutes'";
    t.owner().await.script(claimed).await.expect("a claim whose holder was killed");
    assert!(mails(&t).await.is_empty(), "the lease holds");
    assert_eq!(mails(&later(&t, 4)).await.len(), 1);
    assert!(mails(&later(&t, 9)).await.is_empty(), "once");
}

#[tokio::test]
async fn a_mail_server_that_is_down_is_tried_again_until_nobody_wants_the_mail() {
    let t = Kontaly::start().await;
    ask(&t, &["rita", "sam"]).await;
    let down = Mailer::smtp("smtp://127.0.0.1:9", "no-reply@kontaly.example", None).expect("an address");
    assert_eq!(delivery::round(&t.app, &down).await.expect("a round"), 2);
    assert_eq!(delivery::round(&t.app, &down).await.expect("a round"), 0, "not at once again");
    let kept = sql("select attempts, last_error is not null, gave_up_at is null from mails");
    for row in t.owner().await.query(&kept).await.expect("mails") {
        let kept: (i32, bool, bool) =
            (row.take().expect("a number"), row.take().expect("a flag"), row.take().expect("a flag"));
        assert_eq!(kept, (1, true, true));
    }
    assert_eq!(mails(&later(&t, 2)).await.len(), 2, "it is up again");
    ask(&t, &["max"]).await;
    assert!(mails(&later(&t, 11)).await.is_empty(), "the link has ended: so has the mail");
    let given_up = sql("select count(*) from mails where gave_up_at is not null");
    let given_up: i64 = t.owner().await.query(&given_up).await.expect("mails")[0].take().expect("a number");
    assert_eq!(given_up, 1);
}

/// A mail and what it tells of are one transaction: an invitation that is refused sends nothing.
#[tokio::test]
async fn nothing_is_sent_of_what_was_not_done() {
    let t = Kontaly::start().await;
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "email": "rita@acme.example", "role": "read_only" });
    ada.post("/api/invitations", draft).await.expect(422);
    assert!(mails(&t).await.is_empty());
}

/// What a person opens in the browser while developing: the mail as it is, its links opening beside it, nothing else loaded.
#[tokio::test]
async fn the_development_mailbox_shows_what_would_be_sent() {
    let mailbox = Mailbox::default();
    let mailer = Mailer::development(mailbox, "no-reply@kontaly.example").expect("a sender");
    let t = Kontaly::start().await.with_settings(|settings| settings.mail = Some(mailer.clone()));
    let box_of = t.stranger("mail.localhost");
    assert!(box_of.get("/").await.text.contains("Nothing has been sent yet"));
    ask(&t, &["rita"]).await;
    while delivery::round(&t.app, &mailer).await.expect("a round") > 0 {}
    let list = box_of.get("/").await.text;
    assert!(list.contains("href=\"/1\"") && list.contains("rita@acme.example"), "{list}");
    assert!(box_of.get("/1").await.text.contains("http://acme.localhost/password-reset#"));
    let letter = box_of.get("/1/html").await;
    assert!(letter.text.contains("<base target=\"_blank\">"), "{}", letter.text);
    let policy = letter.headers["content-security-policy"].to_str().expect("a policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    assert_eq!(box_of.get("/2").await.status, 404);
    assert_eq!(
        Kontaly::start().await.stranger("mail.localhost").get("/").await.status,
        421,
        "there is none elsewhere"
    );
}
