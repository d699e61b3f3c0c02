//! The languages: who reads what, on pages and in mails.

use crate::front_door::{door, sign_up};
use crate::getting_in::mails;
use crate::support::{Answer, Client, Kontaly};
use axum::body::Body;
use axum::http::{Method, Request, header};
use kontaly::mail::Letter;
use kontaly_db::sql;
use serde_json::{Value, json};

async fn set(person: &Client, locale: Value) -> Answer {
    person.send(Method::PATCH, "/api/profile", Some(json!({ "locale": locale })), None).await
}

/// A request of a browser that prefers a language.
async fn asking(client: &Client, method: Method, path: &str, language: &str, body: Option<Value>) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, &client.host)
        .header(header::ACCEPT_LANGUAGE, language)
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(cookie) = &client.cookie {
        request = request.header(header::COOKIE, format!("{}={cookie}", kontaly::http::cookie::NAME));
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    client.raw(request.body(body).expect("a request")).await
}

#[tokio::test]
async fn a_person_chooses_a_language_and_goes_back_to_the_workspaces() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    assert_eq!(rita.get("/api/session").await.expect(200)["user"]["locale"], Value::Null);
    for locale in ["de-AT", "ar", "en"] {
        assert_eq!(set(&rita, json!(locale)).await.expect(200)["locale"], locale);
        assert_eq!(rita.get("/api/session").await.expect(200)["user"]["locale"], locale);
    }
    let named =
        rita.send(Method::PATCH, "/api/profile", Some(json!({ "name": "Rita" })), None).await.expect(200);
    assert_eq!((&named["name"], &named["locale"]), (&json!("Rita"), &json!("en")), "each is left alone");
    assert_eq!(set(&rita, Value::Null).await.expect(200)["locale"], Value::Null);
    for wrong in ["fr", "", "de_AT", "deutsch", "en-\u{0}"] {
        assert_eq!(set(&rita, json!(wrong)).await.status, 422, "{wrong:?}");
    }
    let wrong = set(&rita, json!("tlh")).await.expect(422);
    assert_eq!(Client::wrong(&wrong), [("locale", "unknown_language")]);
    set(&rita, json!("ar")).await.expect(200);
    let sam = t.sign_in("acme", "sam").await;
    assert_eq!(sam.get("/api/session").await.expect(200)["user"]["locale"], Value::Null, "nobody else's");
}

#[tokio::test]
async fn a_workspace_speaks_the_language_that_it_was_signed_up_in() {
    let t = Kontaly::start().await;
    for (slug, asked, said, locale) in [
        ("fathom", "de-AT,de;q=0.9,en;q=0.8", None, "de-AT"),
        ("orchard", "fr", None, "en"),
        ("meadow", "de", Some("ar"), "ar"),
    ] {
        let mut body = sign_up(slug);
        body["email"] = json!(format!("nora@{slug}.example"));
        body["locale"] = json!(said);
        asking(&door(&t), Method::POST, "/api/sign-up", asked, Some(body)).await.expect(201);
        let of =
            sql("select t.locale from tenants t join slugs s on s.tenant_id = t.tenant_id where s.slug = $1");
        let rows = t.owner().await.query(&of.bind(slug.to_owned())).await.expect("a tenant");
        let kept: String = rows[0].take().expect("a locale");
        assert_eq!(kept, locale, "{slug}");
    }
    let mut wrong = sign_up("garden");
    wrong["locale"] = json!("tlh");
    let wrong = door(&t).post("/api/sign-up", wrong).await.expect(422);
    assert_eq!(Client::wrong(&wrong), [("locale", "unknown_language")]);
}

fn has(letter: &Letter, subject: &str, tag: &str) {
    assert_eq!(letter.subject, subject);
    assert!(letter.html.contains(tag), "{}", letter.html);
}

const GERMAN: &str = "<html lang=\"de\" dir=\"ltr\">";
const ARABIC: &str = "<html lang=\"ar\" dir=\"rtl\">";

/// Whoever reads a mail chose its language; whoever chose none reads the workspace's.
#[tokio::test]
async fn mails_are_in_the_language_of_their_reader() {
    let t = Kontaly::start().await;
    let rita = t.sign_in("acme", "rita").await;
    let lost = json!({ "email": "rita@acme.example" });
    let ask = async || {
        t.stranger("acme.localhost").post("/api/password-reset", lost.clone()).await.expect(202);
        mails(&t).await.remove(0)
    };
    assert_eq!(ask().await.subject, "A new password for ACME Trading");
    set(&rita, json!("de-CH")).await.expect(200);
    has(&ask().await, "Ein neues Passwort für ACME Trading", GERMAN);
    t.owner().await.script("update tenants set locale = 'ar-EG'").await.expect("another language");
    has(&ask().await, "Ein neues Passwort für ACME Trading", GERMAN);
    set(&rita, Value::Null).await.expect(200);
    has(&ask().await, "كلمة مرور جديدة لـ\u{2068}ACME Trading\u{2069}", ARABIC);
    let ada = t.sign_in("acme", "ada").await;
    let draft = json!({ "email": "new@acme.example", "role": "read_only", "days": 2 });
    ada.post("/api/invitations", draft).await.expect(201);
    let invitation = mails(&t).await.remove(0);
    assert!(invitation.text.contains("بعد يومين"), "{}", invitation.text);
    assert!(invitation.html.contains(ARABIC));
    ada.post("/api/verification", json!({})).await.expect(202);
    assert!(mails(&t).await.remove(0).subject.starts_with("أكّد بريدك الإلكتروني"));
}

/// Of whom nothing is known but an address, what is known is how the question was put.
#[tokio::test]
async fn workspaces_are_listed_in_the_language_of_the_question() {
    let t = Kontaly::start().await;
    for (asked, subject) in [
        ("ar", "مساحات عملك على Kontaly"),
        ("de-DE", "Ihre Arbeitsbereiche auf Kontaly"),
        ("fr", "Your workspaces on Kontaly"),
    ] {
        let body = json!({ "email": "ada@acme.example" });
        asking(&door(&t), Method::POST, "/api/workspaces/find", asked, Some(body)).await.expect(202);
        assert_eq!(mails(&t).await[0].subject, subject);
    }
}
