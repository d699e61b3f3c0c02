//! What each mail says. Every absolute address comes from the workspace's row and the installation's base domain.

use super::Letter;
use super::seal::Token;
use crate::app::Settings;
use serde_json::Value;

/// What the mails of a workspace have in common.
pub struct About<'a> {
    /// The installation.
    pub settings: &'a Settings,
    /// The workspace's part of the address.
    pub slug: &'a str,
    /// Its name.
    pub workspace: &'a str,
    /// To whom.
    pub to: &'a str,
    /// What the link carries.
    pub token: Token,
}

impl About<'_> {
    fn link(&self, page: &str) -> String {
        format!("{}/{page}#{}", self.settings.workspace_url(self.slug), self.token.text())
    }
}

/// Somebody is invited.
#[must_use]
pub fn invitation(about: &About<'_>, details: &Value) -> Letter {
    let by = details["by"].as_str().unwrap_or("An administrator");
    let days = details["days"].as_i64().unwrap_or(7);
    let workspace = about.workspace;
    Page {
        subject: format!("{by} invites you to {workspace}"),
        heading: format!("Join {workspace}"),
        before: vec![format!("{by} invites you to work together in {workspace} on Kontaly.")],
        button: Some(("Accept the invitation".into(), about.link("invitation"))),
        after: vec![
            format!("The invitation ends in {days} days. You choose a password when you accept it."),
            "If you do not know who this is, you need not do anything.".into(),
        ],
        list: Vec::new(),
    }
    .letter(about.to)
}

/// Somebody shows to read the mails of an address.
#[must_use]
pub fn verification(about: &About<'_>) -> Letter {
    let workspace = about.workspace;
    Page {
        subject: format!("Confirm your e-mail address for {workspace}"),
        heading: "Confirm your e-mail address".into(),
        before: vec![format!("{workspace} on Kontaly wants to know that it reaches you at this address.")],
        button: Some(("Confirm the address".into(), about.link("verify"))),
        after: vec![
            format!("Your workspace is at {}.", about.settings.workspace_url(about.slug)),
            "If you have not signed up, you need not do anything.".into(),
        ],
        list: Vec::new(),
    }
    .letter(about.to)
}

/// Somebody lost the password.
#[must_use]
pub fn password_reset(about: &About<'_>) -> Letter {
    let workspace = about.workspace;
    Page {
        subject: format!("A new password for {workspace}"),
        heading: "Choose a new password".into(),
        before: vec![format!("Somebody asked for a new password for this address in {workspace}.")],
        button: Some(("Choose a new password".into(), about.link("password-reset"))),
        after: vec![
            "The link works once, within 10 minutes. It signs you out everywhere else.".into(),
            "If it was not you, you need not do anything: your password stays as it is.".into(),
        ],
        list: Vec::new(),
    }
    .letter(about.to)
}

/// Somebody looks for the workspaces of an address.
#[must_use]
pub fn workspaces(settings: &Settings, to: &str, found: &[(String, String)]) -> Letter {
    let list: Vec<_> =
        found.iter().map(|(slug, name)| (name.clone(), settings.workspace_url(slug))).collect();
    let (before, after) = if list.is_empty() {
        ("Somebody asked where this address signs in. No workspace here has it.", elsewhere(settings))
    } else {
        (
            "You sign in with this address here:",
            "If it was not you who asked, you need not do anything.".to_owned(),
        )
    };
    Page {
        subject: "Your workspaces on Kontaly".into(),
        heading: "Your workspaces".into(),
        before: vec![before.into()],
        button: None,
        after: vec![after],
        list,
    }
    .letter(to)
}

/// What whoever is in no workspace may do.
fn elsewhere(settings: &Settings) -> String {
    let perhaps = "Perhaps you use another address, or you have not accepted your invitation yet.";
    if settings.sign_up {
        format!("{perhaps} You can also sign up at {}.", settings.front_door_url())
    } else {
        perhaps.to_owned()
    }
}

/// A page of writing paper.
struct Page {
    subject: String,
    heading: String,
    before: Vec<String>,
    button: Option<(String, String)>,
    list: Vec<(String, String)>,
    after: Vec<String>,
}

const SIGNATURE: &str = "Kontaly sends this because somebody asked for it. Nobody reads replies.";

impl Page {
    fn letter(&self, to: &str) -> Letter {
        Letter { to: to.to_owned(), subject: one_line(&self.subject), text: self.text(), html: self.html() }
    }

    fn text(&self) -> String {
        let mut parts = vec![self.heading.clone()];
        parts.extend(self.before.iter().cloned());
        parts.extend(self.button.iter().map(|(words, link)| format!("{words}:\n{link}")));
        parts.extend(self.list.iter().map(|(name, link)| format!("{name}\n{link}")));
        parts.extend(self.after.iter().cloned());
        format!("{}\n\n-- \n{SIGNATURE}\n", parts.join("\n\n"))
    }

    /// Tables and inline styles, because mail programs know nothing else; light and dark both readable.
    fn html(&self) -> String {
        let paragraph = |text: &String| format!("<p style=\"margin:0 0 14px\">{}</p>", escape(text));
        let paragraphs = |texts: &[String]| texts.iter().map(paragraph).collect::<String>();
        let button = self.button.iter().map(|(words, link)| {
            format!(
                "<p style=\"margin:22px 0\"><a href=\"{0}\" style=\"display:inline-block;background:#10626c;color:#ffffff;font-weight:600;\
                 text-decoration:none;padding:11px 18px;border-radius:7px\">{1}</a></p><p style=\"margin:0 0 14px;font-size:13px;color:#5b6b70\">\
                 Or copy this address:<br><a href=\"{0}\" style=\"color:#10626c;word-break:break-all\">{0}</a></p>",
                escape(link), escape(words)
            )
        });
        let list = self.list.iter().map(|(name, link)| {
            format!(
                "<p style=\"margin:0 0 14px\"><b>{}</b><br><a href=\"{1}\" style=\"color:#10626c\">{1}</a></p>",
                escape(name),
                escape(link)
            )
        });
        format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>{title}</title></head><body style=\"margin:0;background:#faf8f3;color:#1d2f36;font:15px/1.55 -apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td align=\"center\" style=\"padding:32px 16px\">\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"max-width:520px;background:#fffefb;border:1px solid #e3dfd5;border-radius:12px\">\
             <tr><td style=\"padding:28px 30px 20px\"><p style=\"margin:0 0 16px;font-size:13px;font-weight:600\"><span style=\"border-left:4px solid #e9b13a;padding-left:8px\">Kontaly</span></p>\
             <h1 style=\"margin:0 0 14px;font:500 26px/1.25 Georgia,serif\">{heading}</h1>{before}{button}{list}{after}</td></tr></table>\
             <p style=\"margin:16px 0 0;font-size:12px;color:#5b6b70\">{SIGNATURE}</p></td></tr></table></body></html>",
            title = escape(&self.subject),
            heading = escape(&self.heading),
            before = paragraphs(&self.before),
            button = button.collect::<String>(),
            list = list.collect::<String>(),
            after = paragraphs(&self.after),
        )
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    crate::http::pages::escape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_and_never_markup_or_headers() {
        let about = About {
            settings: &Settings::default(),
            slug: "acme",
            workspace: "A <b>& Co\r\nBcc: x@y.example",
            to: "a@b.example",
            token: Token::random(),
        };
        let letter = invitation(&about, &serde_json::json!({ "by": "<script>", "days": 3 }));
        assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
        assert!(!letter.html.contains("<script>") && letter.html.contains("A &lt;b&gt;&amp; Co"));
        let link = format!("http://acme.localhost/invitation#{}", about.token.text());
        assert!(letter.text.contains(&link) && letter.html.contains(&link), "{}", letter.text);
    }
}
